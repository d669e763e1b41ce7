//! One alert: its state, and the figures that its card shows.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{AlertState, CauseClue, IncidentId},
    metrics::{Metric, Quantity, Sample, Scope, TimeWindow},
    rules::{RuleId, Severity, Side, VerdictBasis},
};

/// The identity of an alert: one rule and one scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlertKey {
    pub rule: RuleId,
    pub scope: Scope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnknownStreak {
    /// There are figures, but of too few calls to judge.
    TooFew,
    Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoData {
    /// The first check without a verdict.
    pub since: DateTime<Utc>,
    pub checks: u32,
    pub why: UnknownStreak,
}

/// A figure, with the window that it is of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    pub sample: Sample,
    /// Its window; its end is the time that the figure is as of.
    pub window: TimeWindow,
}

/// One open alert, or one that has just ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    pub key: AlertKey,
    pub state: AlertState,
    /// The incident that it belongs to, once it has fired.
    pub incident: Option<IncidentId>,
    pub metric: Metric,
    pub grounds: VerdictBasis,
    /// The window of the last check that came to a verdict.
    pub window: TimeWindow,
    /// The last figures, oldest first; the last one is the figure now. Empty where the rule is
    /// about a missing figure.
    pub trend: Vec<Observation>,
    pub peak: Option<Observation>,
    /// How many checks gave a verdict since the first breach.
    pub checks: u32,
    /// Set while nothing is known of the scope.
    pub no_data: Option<NoData>,
    /// The number of times that it began to fire within [`Alert::FLAP_WINDOW`].
    pub openings: u32,
    /// The first of the times that `openings` counts.
    #[serde(default)]
    pub first_opened: Option<DateTime<Utc>>,
    /// Filled for the worst alert of an incident only.
    #[serde(default)]
    pub clues: Vec<CauseClue>,
}

impl Alert {
    /// The number of figures that the trend keeps for the worst alert of an incident: three hours
    /// of them, five minutes apart.
    pub const TREND: usize = 36;
    /// The number it keeps for the other alerts, of which a storm has thousands.
    pub const LESSER_TREND: usize = 12;
    /// The number that an event carries of the other alerts.
    pub const TOLD_TREND: usize = 3;
    /// The number of checks without a verdict after which the card says so.
    pub const TELL_NO_DATA_AFTER: u32 = 3;
    /// After so long with too few calls nobody can tell whether the alert goes on, and it ends.
    pub const TOO_FEW_ENDS: std::time::Duration = std::time::Duration::from_secs(60 * 60);
    /// The time in which openings are counted.
    pub const FLAP_WINDOW: std::time::Duration = std::time::Duration::from_secs(2 * 60 * 60);
    /// The number of openings within it that make an alert flap.
    pub const FLAPS: u32 = 3;
    /// The time that a flapping alert must be clear before it ends.
    pub const FLAP_CALM: std::time::Duration = std::time::Duration::from_secs(30 * 60);

    pub fn last(&self) -> Option<&Observation> {
        self.trend.last()
    }

    pub fn as_of(&self) -> DateTime<Utc> {
        self.window.until()
    }

    /// Returns the gap in the data, once it has lasted [`Alert::TELL_NO_DATA_AFTER`] checks.
    pub fn told_no_data(&self) -> Option<NoData> {
        self.no_data
            .filter(|gap| gap.checks >= Self::TELL_NO_DATA_AFTER)
    }

    /// Returns `false` while the alert is recovering.
    pub fn is_firing(&self) -> bool {
        match self.state {
            AlertState::Firing(_) => true,
            AlertState::Pending { .. } | AlertState::Recovering { .. } => false,
        }
    }

    /// Returns the severity and the distance past the limit, as a share of the limit. The worst of
    /// several alerts is the greatest.
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

    /// Orders alerts by gravity; the worst is the greatest.
    pub fn cmp_gravity(&self, other: &Self) -> Ordering {
        let ((one, far), (another, farther)) = (self.gravity(), other.gravity());
        let severity = one.cmp(&another);
        severity.then_with(|| far.total_cmp(&farther))
    }

    /// Drops what is kept for the worst alert of an incident only.
    pub(super) fn step_back(&mut self) {
        self.keep(Self::LESSER_TREND);
    }

    /// Shortens the alert to what an event carries beside the worst one.
    pub(super) fn shorten(&mut self) {
        self.keep(Self::TOLD_TREND);
    }

    fn keep(&mut self, figures: usize) {
        let surplus = self.trend.len().saturating_sub(figures);
        self.trend.drain(..surplus);
        self.clues.clear();
    }

    pub fn is_flapping(&self) -> bool {
        self.openings >= Self::FLAPS
    }
}
