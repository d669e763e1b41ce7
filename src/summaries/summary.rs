//! What a summary says: the facts of its time, and what was usual before. Sentences are made
//! of them at the door.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{AtHand, Gap, Metric, Quantity, Reading, Report, Sample, Scope, sample},
    rules::RuleId,
    summaries::{Edition, Plan},
};

/// What a summary is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What the reports said, gaps included: [`Edition::whole`], and of one day its
    /// [`Edition::hours`] and [`Edition::skills`].
    pub readings: Vec<Reading>,
    /// The same day of the weeks before, newest first, as far as the store knows them.
    pub weeks: Vec<Earlier>,
    /// The day before.
    pub before: Option<Earlier>,
    /// The days of a week, oldest first; none of a day.
    pub days: Vec<Earlier>,
    /// The alerts of its time.
    pub alerts: Tally,
    /// How many reports the polls of its time asked for.
    pub asked: u64,
    /// How many of them came.
    pub came: u64,
}

/// What an earlier time was like, or one day of a week.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// Its day.
    pub date: NaiveDate,
    /// What the reports said of it.
    pub readings: Vec<Reading>,
}

/// The alerts of a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many incidents were told.
    pub opened: u64,
    /// How many of them somebody acknowledged.
    pub acknowledged: u64,
    /// The median of how long that took.
    pub acknowledged_within: Option<Duration>,
    /// How long the longest went on.
    pub longest: Option<Duration>,
    /// Which rules rang, most often first.
    pub rules: Vec<Rang>,
}

/// How often one rule rang.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rang {
    /// Which rule.
    pub rule: RuleId,
    /// How many of its incidents were told.
    pub times: u64,
    /// How many of them nobody acknowledged.
    pub unanswered: u64,
}

/// One edition of a summary, with all that its card shows. It holds facts; the words are
/// made at the door.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Which edition.
    pub edition: Edition,
    /// The figures of the operation.
    pub figures: Vec<Figure>,
    /// The reports that could not be read.
    pub missing: Vec<Report>,
    /// The alerts of its time.
    pub alerts: Tally,
    /// When it was put together.
    pub made_at: DateTime<Utc>,
    /// What was corrected since it was first posted.
    pub correction: Option<Correction>,
}

/// One figure of the operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Which figure.
    pub metric: Metric,
    /// Its value; `None` where the reports do not tell it.
    pub sample: Option<Sample>,
    /// What it should be.
    pub goal: Option<Quantity>,
}

/// That a summary was read again and its post changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub at: DateTime<Utc>,
    /// The figures that moved, with what was told of them first.
    pub moved: Vec<Moved>,
}

/// A figure that is no longer what was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Which figure.
    pub metric: Metric,
    /// What was told first; `None` where it was not known.
    pub first: Option<Sample>,
}

impl Summary {
    /// The figures that a summary tells of the operation, in their order.
    const FIGURES: [Metric; 7] = [
        Metric::CallsOffered,
        Metric::CallsAnswered,
        Metric::AbandonCount,
        Metric::AbandonRate,
        Metric::ServiceLevel20s,
        Metric::Asa,
        Metric::Ata,
    ];

    /// The summary that what was found makes.
    #[must_use]
    pub fn of(plan: &Plan, edition: Edition, found: Found, now: DateTime<Utc>) -> Self {
        let facts = |reading: &Reading| {
            let is_whole = reading.ask.window == edition.window;
            reading.outcome.clone().ok().filter(|_| is_whole)
        };
        let facts: Vec<_> = found.readings.iter().filter_map(facts).collect();
        let at_hand: AtHand<'_> = facts.iter().map(AsRef::as_ref).collect();
        let figure = |metric| Figure {
            metric,
            sample: sample(metric, &Scope::Operation, at_hand),
            goal: plan
                .goals
                .iter()
                .find(|goal| goal.metric == metric)
                .map(|goal| goal.value),
        };
        let failed = found.readings.iter().filter(|reading| {
            edition.whole().contains(&reading.ask)
                && matches!(reading.outcome, Err(Gap::Failed(_)))
        });
        Self {
            figures: Self::FIGURES.map(figure).into(),
            missing: failed.map(|reading| reading.ask.report).collect(),
            alerts: found.alerts,
            made_at: now,
            correction: None,
            edition,
        }
    }

    /// Whether anything at all is known of its time. What is not is told as such, and never
    /// as zero.
    #[must_use]
    pub fn tells_something(&self) -> bool {
        self.figures.iter().any(|figure| figure.sample.is_some())
    }

    /// The figures that moved by more than so many percent of themselves since `first` was
    /// told.
    #[must_use]
    pub fn moved_since(&self, first: &Self, limit: f64) -> Vec<Moved> {
        let moved = |now: &Figure| {
            let first = first
                .figures
                .iter()
                .find(|first| first.metric == now.metric)?;
            let has_moved = match (first.sample, now.sample) {
                (None, Some(_)) => true,
                // What was told stays where the second look failed.
                (None | Some(_), None) => false,
                (Some(first), Some(now)) => {
                    let (first, now) = (first.value.scalar(), now.value.scalar());
                    (now - first).abs() > first.abs() * limit / 100.0
                }
            };
            has_moved.then_some(Moved {
                metric: now.metric,
                first: first.sample,
            })
        };
        self.figures.iter().filter_map(moved).collect()
    }
}
