//! One alert: its state, and the facts that a card tells of it.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{AlertState, IncidentId, clues::CauseClue},
    metrics::{Metric, Quantity, Sample, Scope, TimeWindow},
    rules::{RuleId, Severity, Side, VerdictBasis},
};

/// What makes two alerts the same: one rule and one scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlertKey {
    /// By which rule.
    pub rule: RuleId,
    /// About what.
    pub scope: Scope,
}

/// Why nothing is known of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnknownStreak {
    /// There are figures, but of too few calls to judge.
    TooFew,
    /// There are no figures.
    Missing,
}

/// How long nothing has been known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoData {
    /// The first check without a verdict.
    pub since: DateTime<Utc>,
    /// How many checks in a row.
    pub checks: u32,
    /// Why, at the last of them.
    pub why: UnknownStreak,
}

/// One figure, when, and over which window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The figure.
    pub sample: Sample,
    /// Its window; its end is the time that the figure is as of.
    pub window: TimeWindow,
}

/// One open alert, or one that has just ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// What it is about.
    pub key: AlertKey,
    /// Where it stands.
    pub state: AlertState,
    /// The incident that it belongs to, once it has fired.
    pub incident: Option<IncidentId>,
    /// What is measured.
    pub metric: Metric,
    /// What it was last held against.
    pub grounds: VerdictBasis,
    /// The window of the last look that came to a verdict.
    pub window: TimeWindow,
    /// The last figures, oldest first, the last one being the figure now. Empty where it is
    /// about a figure that is not there.
    pub trend: Vec<Observation>,
    /// The worst figure so far.
    pub peak: Option<Observation>,
    /// How many checks gave a verdict since the first breach.
    pub checks: u32,
    /// Set while nothing is known of the scope.
    pub no_data: Option<NoData>,
    /// How often it has begun to fire within [`Alert::FLAP_WINDOW`].
    pub openings: u32,
    /// The first of these times.
    #[serde(default)]
    pub first_opened: Option<DateTime<Utc>>,
    /// What the reports say beside its figure, where it is the worst of its incident.
    #[serde(default)]
    pub clues: Vec<CauseClue>,
}

impl Alert {
    /// How many figures the trend keeps where it is the worst of its incident: three hours of
    /// them, five minutes apart.
    pub const TREND: usize = 36;
    /// How many it keeps beside a worse one. A storm has thousands of these.
    pub const LESSER_TREND: usize = 12;
    /// How many of those are told.
    pub const TOLD_TREND: usize = 3;
    /// After how many checks without a verdict people are told.
    pub const TELL_NO_DATA_AFTER: u32 = 3;
    /// The stretch in which openings are counted.
    pub const FLAP_WINDOW: std::time::Duration = std::time::Duration::from_secs(2 * 60 * 60);
    /// How many openings within it make an alert that flaps.
    pub const FLAPS: u32 = 3;
    /// How long one that flaps must be clear before it ends.
    pub const FLAP_CALM: std::time::Duration = std::time::Duration::from_secs(30 * 60);

    /// The figure now: the last that is known.
    #[must_use]
    pub fn last(&self) -> Option<&Observation> {
        self.trend.last()
    }

    /// The time that its facts are as of.
    #[must_use]
    pub fn as_of(&self) -> DateTime<Utc> {
        self.window.until()
    }

    /// How long there has been no data, once that is worth telling.
    #[must_use]
    pub fn told_no_data(&self) -> Option<NoData> {
        self.no_data
            .filter(|gap| gap.checks >= Self::TELL_NO_DATA_AFTER)
    }

    /// Whether it fires, and is not on its way to be well again.
    #[must_use]
    pub fn is_firing(&self) -> bool {
        match self.state {
            AlertState::Firing(_) => true,
            AlertState::Pending { .. } | AlertState::Recovering { .. } => false,
        }
    }

    /// How bad it is, and how far past its limit, as a share of that: the worst of several is
    /// the greatest.
    #[must_use]
    pub fn gravity(&self) -> (Severity, f64) {
        let severity = self.state.severity();
        let limit = self.grounds.limit(severity).map(Quantity::scalar);
        let figures = self.last().zip(limit).zip(self.grounds.side);
        let excess = figures.map_or(0.0, |((last, limit), side)| {
            let apart = match side {
                Side::Above => last.sample.value.scalar() - limit,
                Side::Below => limit - last.sample.value.scalar(),
            };
            apart / limit.abs().max(f64::MIN_POSITIVE)
        });
        (severity, excess)
    }

    /// Which of two is worse, as an order: the worst is the greatest.
    #[must_use]
    pub fn cmp_gravity(&self, other: &Self) -> Ordering {
        let ((one, far), (another, farther)) = (self.gravity(), other.gravity());
        let severity = one.cmp(&another);
        severity.then_with(|| far.total_cmp(&farther))
    }

    /// Forgets what only the worst alert of an incident is asked for.
    pub(super) fn step_back(&mut self) {
        self.keep(Self::LESSER_TREND);
    }

    /// Leaves of it what is told beside a worse one.
    pub(super) fn shorten(&mut self) {
        self.keep(Self::TOLD_TREND);
    }

    fn keep(&mut self, figures: usize) {
        let surplus = self.trend.len().saturating_sub(figures);
        self.trend.drain(..surplus);
        self.clues.clear();
    }

    /// Whether it opens and closes again and again.
    #[must_use]
    pub fn is_flapping(&self) -> bool {
        self.openings >= Self::FLAPS
    }
}
