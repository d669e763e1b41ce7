//! The kinds of condition that a rule can set. One file a kind.

mod absent;
mod threshold;
mod unusual;

pub use absent::Absent;
pub use threshold::{Confidence, Side, Threshold, ThresholdFault};
pub use unusual::{Against, Limits, Unusual, UnusualFault, UnusualTerms};

use crate::{metrics::Quantity, rules::Severity};

/// When a rule is breached (`when:`).
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// A value past a limit.
    Threshold(Threshold),
    /// A value far from what is usual.
    Unusual(Unusual),
    /// No value.
    Absent(Absent),
}

impl When {
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

impl From<Threshold> for When {
    fn from(threshold: Threshold) -> Self {
        Self::Threshold(threshold)
    }
}

impl From<Unusual> for When {
    fn from(unusual: Unusual) -> Self {
        Self::Unusual(unusual)
    }
}

impl From<Absent> for When {
    fn from(absent: Absent) -> Self {
        Self::Absent(absent)
    }
}
