//! The verdict of a rule on one sample, and the limits that it was made against.

use serde::{Deserialize, Serialize};
use strum::{Display, VariantNames};

use crate::{metrics::Quantity, rules::UsualValue};

/// The severity of a breach. A critical one is greater.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    VariantNames,
)]
#[strum(serialize_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Needs action now.
    Critical,
}

/// The side of a limit on which a value is a breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Display)]
#[strum(serialize_all = "lowercase")]
pub enum Side {
    Above,
    Below,
}

impl Side {
    /// Returns true where `value` lies past `limit`; on the limit is not past it.
    pub fn is_past(self, value: f64, limit: f64) -> bool {
        match self {
            Self::Above => value > limit,
            Self::Below => value < limit,
        }
    }

    /// Returns true where `value` lies on the good side of `limit`; on the limit does not count.
    pub fn is_before(self, value: f64, limit: f64) -> bool {
        self.is_past(limit, value)
    }
}

/// The result of one rule for one sample.
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
    /// The rule does not judge now: it is outside its calendar.
    Asleep,
}

/// How far a rate departs from its season: about a standard normal deviate while nothing happens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepartureEvidence {
    /// `None` where a departure is out of the question: it is no worse than usual, or not past the limit.
    pub found: Option<f64>,
    pub needed: f64,
}

/// The limits and the usual value that a verdict was made against, as cards show them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VerdictBasis {
    /// The side of the limit that is the breach; `None` where there is no limit.
    pub side: Option<Side>,
    /// The limit of a warning, now.
    pub warning: Option<Quantity>,
    /// The limit of a critical breach, now.
    pub critical: Option<Quantity>,
    /// The Wilson bounds between which the share really lies, in percent.
    pub range: Option<(f64, f64)>,
    /// The usual value here and now, where it is known.
    pub usual: Option<UsualValue>,
    /// The evidence of a departure from the season, where the condition is about one.
    #[serde(default)]
    pub departure: Option<DepartureEvidence>,
    /// True where an alert that was critical has recovered so far that it is a warning.
    pub eases: bool,
}

impl VerdictBasis {
    /// The limit that a breach of this severity is measured against.
    pub fn limit(&self, severity: Severity) -> Option<Quantity> {
        match severity {
            Severity::Warning => self.warning.or(self.critical),
            Severity::Critical => self.critical.or(self.warning),
        }
    }
}
