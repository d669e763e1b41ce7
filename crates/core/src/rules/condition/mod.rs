//! The kinds of condition that a rule can set. One file a kind.

mod absent;
mod threshold;
mod unusual;

pub use absent::AbsentCondition;
pub use threshold::{Confidence, Side, Threshold, ThresholdError};
pub use unusual::{UnusualCondition, UnusualFault, UnusualLimits, UnusualReference, UnusualTerms};

use crate::{metrics::Quantity, rules::Severity};

/// When a rule is breached (`when:`).
#[derive(Clone, Debug, PartialEq)]
pub enum RuleCondition {
    /// A value past a limit.
    Threshold(Threshold),
    /// A value far from what is usual.
    Unusual(UnusualCondition),
    /// No value.
    Absent(AbsentCondition),
}

impl RuleCondition {
    /// The limits, where it has fixed ones.
    #[must_use]
    pub fn threshold(&self) -> Option<&Threshold> {
        match self {
            Self::Threshold(threshold) => Some(threshold),
            Self::Unusual(_) | Self::Absent(_) => None,
        }
    }

    /// The fixed limit of a severity, where it has one.
    #[must_use]
    pub fn limit(&self, severity: Severity) -> Option<Quantity> {
        self.threshold()?.limit(severity)
    }

    /// Which side of its limit is the breach, where it has a limit.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        match self {
            Self::Threshold(threshold) => Some(threshold.side()),
            Self::Unusual(unusual) => Some(unusual.side()),
            Self::Absent(_) => None,
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

impl From<AbsentCondition> for RuleCondition {
    fn from(absent: AbsentCondition) -> Self {
        Self::Absent(absent)
    }
}
