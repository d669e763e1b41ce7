//! `unusual`: a value far from what is usual for it, here and now.
//!
//! ```yaml
//! when: { unusual: {} }             # all of the defaults below
//! when:
//!   unusual:
//!     warning: 3                    # robust z; where one of the two is named, the other is none
//!     critical: 6
//!     side: above                   # above or below; the bad side of the metric
//!     than: usual                   # usual or team; the team is for agents only
//!     weeks: 6                      # 3 to 12; only `than: usual`
//!     ratio: 1.5                    # from 1 on; 1 asks for none
//!     step: 5                       # a quantity of the metric; none
//!     at_least: 5                   # things counted; 5 where something is counted
//!     recover: 1.5                  # robust z below the first limit; halfway to the usual
//! ```
//!
//! A breach lies past all of them at once, so that each gate has the value at which it opens,
//! and the one farthest from the usual is the limit:
//!
//! - **robust z**: the median of the usual values and so many of their spreads. The spread
//!   that chance alone would make is the least one (see [`gates`]); for counts of which fewer
//!   than ten are usual it is the Poisson tail of the same z.
//! - **ratio**: so many times the usual. Of a share it may be the rest to 100 % that differs
//!   by it: 92 % has fallen by 1.5 at 88 %, where 8 % missed have become 12 %.
//! - **step**: so far from the usual.
//! - **least events**: the calls that make it bad (for `below`, those that are missing from a
//!   share, or that are usual of a count).

mod gates;
#[cfg(test)]
mod tests;

use thiserror::Error;

use self::gates::UnusualGates;
use crate::{
    metrics::{Direction, Metric, Quantity, Sample, ScopeKind, Unit},
    rules::{Severity, Side, UsualValue, Verdict, statistics::normal_tail},
};

/// What a value is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusualReference {
    /// The same scope in so many weeks before, or what stands in for them while they are
    /// few.
    History {
        /// How many weeks.
        weeks: u32,
    },
    /// The agents of the team, in the same window.
    Team,
}

impl UnusualReference {
    /// The number of weeks unless a rule says otherwise.
    pub const WEEKS: u32 = 6;
}

/// What a rule says of the condition; what it leaves out has a default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnusualTerms {
    /// Which side of the usual is the breach; the bad one of the metric where `None`.
    pub side: Option<Side>,
    /// What the value is held against.
    pub against: UnusualReference,
    /// From which robust z on it is a warning. Without it and `critical` it is 3.
    pub warning: Option<f64>,
    /// From which robust z on it is critical. Without it and `warning` it is 6.
    pub critical: Option<f64>,
    /// How many times the usual it must be; 1.5 where `None`.
    pub ratio: Option<f64>,
    /// How far from the usual it must lie.
    pub step: Option<Quantity>,
    /// The least number of events; 5 where `None` and something is counted.
    pub at_least: Option<u64>,
    /// Within which robust z it has recovered; halfway to the first limit where `None`.
    pub recover: Option<f64>,
}

impl Default for UnusualTerms {
    fn default() -> Self {
        Self {
            side: None,
            against: UnusualReference::History {
                weeks: UnusualReference::WEEKS,
            },
            warning: None,
            critical: None,
            ratio: None,
            step: None,
            at_least: None,
            recover: None,
        }
    }
}

/// What is wrong with the terms of a rule.
#[derive(Debug, Error, PartialEq)]
pub enum UnusualFault {
    /// A metric that no report gives, of which no past is kept.
    #[error("{0} is of the bot itself, so that no past says what is usual")]
    NoPast(Metric),
    /// A metric of which neither side is bad by itself.
    #[error("neither more nor less of {0} is bad by itself")]
    NoSide(Metric),
    /// A robust z at which everything or nothing would be unusual.
    #[error("a robust z lies between 1 and 20, found {0}")]
    Z(f64),
    /// The critical limit is reached before the warning.
    #[error("`critical` is reached before `warning`")]
    Order,
    /// The recovery limit lies on the breach's side of the first limit.
    #[error("the recovery limit lies past the limit that it should recover from")]
    Recovery,
    /// Too few weeks for a median, or more than are kept.
    #[error("the usual is made of 3 to 12 weeks, found {0}")]
    Weeks(u32),
    /// A ratio that would let the usual value pass, or nothing.
    #[error("a ratio lies between 1 and 100, found {0}")]
    Ratio(f64),
    /// A step in another unit than the metric's.
    #[error("{metric} is {expected}, not {found}")]
    Unit {
        /// Whose step it is.
        metric: Metric,
        /// The unit that the metric has.
        expected: Unit,
        /// The unit that the step has.
        found: Unit,
    },
    /// A least number of things of a metric that counts none.
    #[error("`at_least` needs something that is counted, and {0} counts nothing")]
    NoCount(Metric),
    /// A team of something else than agents.
    #[error("only an agent has a team to be held against")]
    NoTeam,
}

/// Where one severity begins.
#[derive(Clone, Copy, Debug, PartialEq)]
struct UnusualLine {
    z: f64,
    /// The chance of a normal value beyond it.
    tail: f64,
}

/// The values at which each severity begins, for one sample: past it, as with a
/// [`Threshold`](crate::rules::Threshold). `None` where no value of the metric lies past it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UnusualLimits {
    /// Where a warning begins.
    pub warning: Option<Quantity>,
    /// Where it becomes critical.
    pub critical: Option<Quantity>,
}

/// A condition on how far a value lies from the usual.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusualCondition {
    side: Side,
    against: UnusualReference,
    warning: Option<UnusualLine>,
    critical: Option<UnusualLine>,
    recover: Option<f64>,
    ratio: f64,
    step: Option<Quantity>,
    at_least: u64,
}

impl UnusualCondition {
    /// A condition on `metric` of scopes of this kind.
    ///
    /// # Errors
    /// Where the terms contradict the metric, its scope or each other.
    pub fn new(metric: Metric, kind: ScopeKind, terms: UnusualTerms) -> Result<Self, UnusualFault> {
        if metric.reports().is_empty() {
            return Err(UnusualFault::NoPast(metric));
        }
        let (warning, critical) = severities(&terms)?;
        let first = warning.or(critical);
        if terms.recover.is_some_and(|recover| {
            !(0.0..=first.map_or(f64::MAX, |line| line.z)).contains(&recover)
        }) {
            return Err(UnusualFault::Recovery);
        }
        let ratio = terms.ratio.unwrap_or(1.5);
        if !(1.0..=100.0).contains(&ratio) {
            return Err(UnusualFault::Ratio(ratio));
        }
        if let Some(step) = terms.step
            && step.unit() != metric.unit()
        {
            return Err(UnusualFault::Unit {
                metric,
                expected: metric.unit(),
                found: step.unit(),
            });
        }
        match terms.against {
            UnusualReference::History { weeks } if !(3..=12).contains(&weeks) => {
                return Err(UnusualFault::Weeks(weeks));
            }
            UnusualReference::Team if kind != ScopeKind::Agent => return Err(UnusualFault::NoTeam),
            UnusualReference::History { .. } | UnusualReference::Team => {}
        }
        Ok(Self {
            side: terms.side.map_or_else(|| bad_side(metric), Ok)?,
            against: terms.against,
            warning,
            critical,
            recover: terms.recover,
            ratio,
            step: terms.step,
            at_least: least_events(metric, terms.at_least)?,
        })
    }

    /// Which side of the usual is the breach.
    #[must_use]
    pub fn side(&self) -> Side {
        self.side
    }

    /// What a value is held against.
    #[must_use]
    pub fn against(&self) -> UnusualReference {
        self.against
    }

    /// What this condition says of a sample that is large enough, and where each severity
    /// would begin. Where nothing is usual yet it says nothing.
    #[must_use]
    pub fn judge(&self, sample: &Sample, usual: Option<&UsualValue>) -> (Verdict, UnusualLimits) {
        let Some(gates) = usual.and_then(|usual| UnusualGates::of(self, sample, usual)) else {
            return (Verdict::TooFew, UnusualLimits::default());
        };
        let limits = UnusualLimits {
            warning: self.warning.and_then(|line| gates.limit(&line)),
            critical: self.critical.and_then(|line| gates.limit(&line)),
        };
        let value = sample.value.scalar();
        let is_past = |limit: Option<Quantity>| {
            limit.is_some_and(|limit| self.side.is_past(value, limit.scalar()))
        };
        let verdict = if is_past(limits.critical) {
            Verdict::Breach(Severity::Critical)
        } else if is_past(limits.warning) {
            Verdict::Breach(Severity::Warning)
        } else if self.side.is_past(value, gates.recovery()) {
            Verdict::Between
        } else {
            Verdict::Clear
        };
        (verdict, limits)
    }
}

fn severities(
    terms: &UnusualTerms,
) -> Result<(Option<UnusualLine>, Option<UnusualLine>), UnusualFault> {
    let (warning, critical) = match (terms.warning, terms.critical) {
        (None, None) => (Some(3.0), Some(6.0)),
        named => named,
    };
    if warning
        .zip(critical)
        .is_some_and(|(first, then)| first > then)
    {
        return Err(UnusualFault::Order);
    }
    let line = |z: f64| {
        if (1.0..=20.0).contains(&z) {
            Ok(UnusualLine {
                z,
                tail: normal_tail(z),
            })
        } else {
            Err(UnusualFault::Z(z))
        }
    };
    Ok((
        warning.map(line).transpose()?,
        critical.map(line).transpose()?,
    ))
}

fn bad_side(metric: Metric) -> Result<Side, UnusualFault> {
    match metric.direction() {
        Direction::HighIsBad => Ok(Side::Above),
        Direction::LowIsBad => Ok(Side::Below),
        Direction::Neither => Err(UnusualFault::NoSide(metric)),
    }
}

fn least_events(metric: Metric, stated: Option<u64>) -> Result<u64, UnusualFault> {
    let counts = metric.unit() == Unit::Count || metric.is_counted_share();
    match stated {
        Some(_) if !counts => Err(UnusualFault::NoCount(metric)),
        Some(least) => Ok(least),
        None if counts => Ok(5),
        None => Ok(0),
    }
}
