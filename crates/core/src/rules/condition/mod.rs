//! The kinds of condition that a rule can set.
//!
//! A new kind is a module here, a variant of [`RuleCondition`] and its reading in
//! `rules::parse::when`; the compiler names the places where cards and alerts show it.

mod departs;
mod threshold;
mod unusual;

pub use departs::{DepartsCondition, DepartsFault};
pub use threshold::{Confidence, Threshold, ThresholdError};
pub use unusual::{UnusualCondition, UnusualFault, UnusualLimits, UnusualReference, UnusualTerms};

use std::time::Duration;

use crate::{
    metrics::{Quantity, Sample},
    rules::{Severity, Side, UsualValue, Verdict, VerdictBasis},
};

/// The condition under which a rule is breached (`when:`).
#[derive(Clone, Debug, PartialEq)]
pub enum RuleCondition {
    /// A value past a limit.
    Threshold(Threshold),
    /// A value far from what is usual.
    Unusual(UnusualCondition),
    /// A rate that is worse than its season.
    Departs(DepartsCondition),
    /// No value.
    Absent(AbsentCondition),
}

impl RuleCondition {
    /// The fixed limits, where they alone decide.
    pub fn threshold(&self) -> Option<&Threshold> {
        match self {
            Self::Threshold(threshold) => Some(threshold),
            Self::Unusual(_) | Self::Departs(_) | Self::Absent(_) => None,
        }
    }

    /// The fixed limits, where it has some.
    pub fn limits(&self) -> Option<&Threshold> {
        match self {
            Self::Threshold(threshold) => Some(threshold),
            Self::Departs(departs) => Some(departs.limits()),
            Self::Unusual(_) | Self::Absent(_) => None,
        }
    }

    /// The fixed limit of a severity, where it has one.
    pub fn limit(&self, severity: Severity) -> Option<Quantity> {
        self.limits()?.limit(severity)
    }

    /// The condition on a departure from the season, if it is one.
    pub fn departs(&self) -> Option<&DepartsCondition> {
        match self {
            Self::Departs(departs) => Some(departs),
            Self::Threshold(_) | Self::Unusual(_) | Self::Absent(_) => None,
        }
    }

    /// The side of its limit that is the breach, where it has a limit.
    pub fn side(&self) -> Option<Side> {
        match self {
            Self::Threshold(threshold) => Some(threshold.side()),
            Self::Unusual(unusual) => Some(unusual.side()),
            Self::Departs(departs) => Some(departs.side()),
            Self::Absent(_) => None,
        }
    }

    /// The values that a sample is compared with, where the condition looks at others.
    pub fn reference(&self) -> Option<UnusualReference> {
        match self {
            Self::Unusual(unusual) => Some(unusual.against()),
            Self::Threshold(_) | Self::Departs(_) | Self::Absent(_) => None,
        }
    }

    /// The number of weeks to look back, where the past says something about the condition. A
    /// fixed limit needs no past, but people who read of a breach want to know what is usual.
    pub fn history_weeks(&self) -> Option<u32> {
        match (self, self.reference()) {
            (_, Some(UnusualReference::History { weeks })) => Some(weeks),
            (Self::Threshold(_), _) => Some(UnusualReference::WEEKS),
            (Self::Unusual(_) | Self::Departs(_) | Self::Absent(_), _) => None,
        }
    }

    /// The condition on missing figures, if it is one.
    pub fn absent(&self) -> Option<&AbsentCondition> {
        match self {
            Self::Absent(absent) => Some(absent),
            Self::Threshold(_) | Self::Unusual(_) | Self::Departs(_) => None,
        }
    }

    /// Judges a sample that is large enough. The basis has the limits alone.
    pub(in crate::rules) fn judge(
        &self,
        sample: &Sample,
        usual: Option<&UsualValue>,
    ) -> (Verdict, VerdictBasis) {
        let fixed = self.basis();
        match self {
            Self::Threshold(threshold) => {
                let eases = threshold.eases(sample);
                (threshold.judge(sample), VerdictBasis { eases, ..fixed })
            }
            Self::Unusual(unusual) => {
                let (verdict, UnusualLimits { warning, critical }) = unusual.judge(sample, usual);
                let limited = VerdictBasis {
                    warning,
                    critical,
                    ..fixed
                };
                (verdict, limited)
            }
            // What a departure needs to be judged by is more than one sample.
            Self::Departs(_) | Self::Absent(_) => (Verdict::Clear, fixed),
        }
    }

    /// The limits that are known without a sample.
    pub(in crate::rules) fn basis(&self) -> VerdictBasis {
        VerdictBasis {
            side: self.side(),
            warning: self.limit(Severity::Warning),
            critical: self.limit(Severity::Critical),
            ..VerdictBasis::default()
        }
    }
}

impl From<Threshold> for RuleCondition {
    fn from(threshold: Threshold) -> Self {
        Self::Threshold(threshold)
    }
}

impl From<UnusualCondition> for RuleCondition {
    fn from(unusual: UnusualCondition) -> Self {
        Self::Unusual(unusual)
    }
}

impl From<DepartsCondition> for RuleCondition {
    fn from(departs: DepartsCondition) -> Self {
        Self::Departs(departs)
    }
}

impl From<AbsentCondition> for RuleCondition {
    fn from(absent: AbsentCondition) -> Self {
        Self::Absent(absent)
    }
}

/// `absent`: the time for which a figure may be missing from a report that came. A report that could not
/// be read says nothing here: `feed.age` and `feed.failures` are for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsentCondition {
    warning: Option<Duration>,
    critical: Option<Duration>,
}

impl AbsentCondition {
    /// A condition with a limit for one severity or two; `None` where there is no limit, or
    /// where `critical` would come before `warning`.
    pub fn new(warning: Option<Duration>, critical: Option<Duration>) -> Option<Self> {
        let is_known = warning.or(critical).is_some();
        let is_in_order = warning
            .zip(critical)
            .is_none_or(|(warning, critical)| warning <= critical);
        (is_known && is_in_order).then_some(Self { warning, critical })
    }

    /// The time for which a figure must be missing before an alert fires.
    pub fn shortest(&self) -> Duration {
        self.warning.or(self.critical).unwrap_or_default()
    }

    /// The severity when a figure has been missing for so long.
    pub fn severity(&self, missing_for: Duration) -> Severity {
        match (self.warning, self.critical) {
            (_, Some(critical)) if missing_for >= critical => Severity::Critical,
            (None, Some(_)) => Severity::Critical,
            (Some(_) | None, Some(_) | None) => Severity::Warning,
        }
    }

    /// The time for which a figure may be missing at this severity.
    pub fn limit(&self, severity: Severity) -> Option<Duration> {
        match severity {
            Severity::Warning => self.warning,
            Severity::Critical => self.critical,
        }
    }
}
