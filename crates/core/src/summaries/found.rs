//! What a summary is made of.

use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{metrics::Reading, rules::RuleId};

/// What a summary is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryInputs {
    /// What the reports said, gaps included: [`Edition::whole`], and of one day its
    /// [`Edition::hours`] and [`Edition::skills`].
    ///
    /// [`Edition::whole`]: crate::summaries::Edition::whole
    /// [`Edition::hours`]: crate::summaries::Edition::hours
    /// [`Edition::skills`]: crate::summaries::Edition::skills
    pub readings: Vec<Reading>,
    /// The same day of the weeks before, newest first, as far as the store knows them. Of
    /// these what was read over the same hours of the clock is compared.
    pub weeks: Vec<EarlierInputs>,
    /// The day before.
    pub before: Option<EarlierInputs>,
    /// The days of a week, oldest first; none of a day.
    pub days: Vec<EarlierInputs>,
    /// The alerts of its time.
    pub alerts: NotificationTally,
    /// How many reports the polls of its time asked for.
    pub asked: u64,
    /// How many of them came.
    pub came: u64,
}

/// What an earlier time was like, or one day of a week.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierInputs {
    /// Its day.
    pub date: NaiveDate,
    /// What the reports said of it.
    pub readings: Vec<Reading>,
}

/// The alerts of a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationTally {
    /// How many incidents were told.
    pub opened: u64,
    /// How many of them somebody acknowledged.
    pub acknowledged: u64,
    /// The median of how long that took.
    pub acknowledged_within: Option<Duration>,
    /// How long the longest went on.
    pub longest: Option<Duration>,
    /// Which rules rang, most often first.
    pub rules: Vec<RuleRings>,
}

/// How often one rule rang.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRings {
    /// Which rule.
    pub rule: RuleId,
    /// How many of its incidents were told.
    pub times: u64,
    /// How many of them nobody acknowledged.
    pub unanswered: u64,
}
