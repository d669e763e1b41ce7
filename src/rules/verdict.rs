//! What a rule says of one sample.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How bad a breach is. A critical one is greater.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
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
}
