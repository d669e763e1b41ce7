//! What a rule says of one sample.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    metrics::Quantity,
    rules::{Side, UsualValue},
};

/// How bad a breach is. A critical one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Somebody must act.
    Critical,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Critical => "critical",
        })
    }
}

/// What a rule says of one sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Past the limit, and surely so where the rule asks for confidence.
    Breach(Severity),
    /// Not past the limit, but not past the recovery limit either (or not surely past the
    /// limit): no reason to fire, and none to recover.
    Between,
    /// Past the recovery limit, on the good side.
    Clear,
    /// Fewer calls than the rule asks for.
    TooFew,
    /// No figure: the report failed, was empty, or does not name the scope.
    Missing,
    /// The rule does not look now: it is outside its calendar.
    Asleep,
}

/// What a verdict was made against, for whoever tells of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VerdictBasis {
    /// Which side of the limit is the breach; `None` where there is no limit.
    pub side: Option<Side>,
    /// The limit of a warning, now.
    pub warning: Option<Quantity>,
    /// The limit of a critical breach, now.
    pub critical: Option<Quantity>,
    /// The bounds between which the share really lies, in percent, as far as can be told.
    pub range: Option<(f64, f64)>,
    /// What is usual for it here and now, where that is known.
    pub usual: Option<UsualValue>,
    /// Whether an alert that was critical has recovered so far that it is a warning.
    pub eases: bool,
}

impl VerdictBasis {
    /// The limit that a breach of this severity is measured against.
    #[must_use]
    pub fn limit(&self, severity: Severity) -> Option<Quantity> {
        match severity {
            Severity::Warning => self.warning.or(self.critical),
            Severity::Critical => self.critical.or(self.warning),
        }
    }
}
