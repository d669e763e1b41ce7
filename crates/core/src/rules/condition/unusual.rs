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
//!   that chance alone would make is the least one (see `chance_spread`); for counts of which fewer
//!   than ten are usual it is the Poisson tail of the same z.
//! - **ratio**: so many times the usual. Of a share it may be the rest to 100 % that differs
//!   by it: 92 % has fallen by 1.5 at 88 %, where 8 % missed have become 12 %.
//! - **step**: so far from the usual.
//! - **least events**: the calls that make it bad (for `below`, those that are missing from a
//!   share, or that are usual of a count).

#[cfg(test)]
mod tests;

use thiserror::Error;

use crate::{
    metrics::{Direction, Metric, Quantity, Sample, ScopeKind, Unit},
    rules::{
        Severity, Side, UsualValue, Verdict,
        statistics::{normal_tail, poisson_too_few, poisson_too_many},
    },
};

/// The values that a sample is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusualReference {
    /// The same scope in so many weeks before, or what stands in for them while they are
    /// few.
    History { weeks: u32 },
    /// The agents of the team, in the same window.
    Team,
}

impl UnusualReference {
    /// The number of weeks unless a rule says otherwise.
    pub const WEEKS: u32 = 6;
}

impl Default for UnusualReference {
    fn default() -> Self {
        Self::History { weeks: Self::WEEKS }
    }
}

/// The terms of the condition as a rule states them; what it leaves out has a default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UnusualTerms {
    /// The side of the usual that is the breach; the bad one of the metric where `None`.
    pub side: Option<Side>,
    pub against: UnusualReference,
    /// The robust z at which a warning begins. Without it and `critical` it is 3.
    pub warning: Option<f64>,
    /// The robust z at which it is critical. Without it and `warning` it is 6.
    pub critical: Option<f64>,
    /// It must be so many times the usual; 1.5 where `None`.
    pub ratio: Option<f64>,
    /// It must lie so far from the usual.
    pub step: Option<Quantity>,
    /// The least number of events; 5 where `None` and something is counted.
    pub at_least: Option<u64>,
    /// The robust z within which it has recovered; halfway to the first limit where `None`.
    pub recover: Option<f64>,
}

/// The reason why terms are no condition.
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
        metric: Metric,
        expected: Unit,
        found: Unit,
    },
    /// A least number of things of a metric that counts none.
    #[error("`at_least` needs something that is counted, and {0} counts nothing")]
    NoCount(Metric),
    /// A team of something else than agents.
    #[error("only an agent has a team to be held against")]
    NoTeam,
}

/// Up to this count the normal distribution is too far from what rare things do.
const RARE: f64 = 10.0;

/// A usual count of none still expects one now and then.
const LEAST_EXPECTED: f64 = 0.5;

/// The distance from the usual, as a part of it, that an amount or a time has for no reason.
const NO_REASON: f64 = 0.1;

/// The distance from the usual at which one severity begins.
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
    pub warning: Option<Quantity>,
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
    pub fn new(metric: Metric, kind: ScopeKind, terms: UnusualTerms) -> Result<Self, UnusualFault> {
        if metric.reports().is_empty() {
            return Err(UnusualFault::NoPast(metric));
        }
        let (warning, critical) = severity_lines(&terms)?;
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

    pub fn side(&self) -> Side {
        self.side
    }

    pub fn against(&self) -> UnusualReference {
        self.against
    }

    /// Judges a sample that is large enough, and returns where each severity would begin.
    /// Where nothing is usual yet the verdict is [`Verdict::TooFew`].
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

fn severity_lines(
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

/// The gates for one sample. Each has a value at which it opens, and that of the last one is the
/// limit.
struct UnusualGates<'a> {
    unusual: &'a UnusualCondition,
    usual: &'a UsualValue,
    unit: Unit,
    /// The number of things that the value is a share of, where it is such a share.
    share_of: Option<f64>,
    spread: f64,
}

impl<'a> UnusualGates<'a> {
    /// `None` where far and near are the same: an amount that has always been the same,
    /// without a step.
    fn of(unusual: &'a UnusualCondition, sample: &Sample, usual: &'a UsualValue) -> Option<Self> {
        let spread = usual.spread.max(chance_spread(sample, usual.median));
        if spread <= 0.0 && unusual.step.is_none() {
            return None;
        }
        let unit = sample.value.unit();
        Some(Self {
            unusual,
            usual,
            unit,
            share_of: sample
                .of
                .map(count_as_float)
                .filter(|_| unit == Unit::Percent),
            spread,
        })
    }

    /// The limit of a severity, past which its values lie; `None` where none do.
    fn limit(&self, line: &UnusualLine) -> Option<Quantity> {
        let limit = self.last(line);
        let (is_reachable, whole) = match self.unusual.side {
            Side::Above => {
                let is_share = self.share_of.is_some();
                (!is_share || limit < 100.0, limit.floor())
            }
            Side::Below => (limit > 0.0, limit.ceil()),
        };
        let limit = match self.unit {
            // More than 4.2 calls are more than 4 of them.
            Unit::Count => whole,
            Unit::Percent | Unit::Duration | Unit::Money => limit,
        };
        Quantity::of_scalar(self.unit, limit).filter(|_| is_reachable)
    }

    /// The value past which nothing has recovered: never farther than the first limit.
    fn recovery(&self) -> f64 {
        let Some(first) = self.unusual.warning.or(self.unusual.critical) else {
            return self.usual.median;
        };
        let limit = self.last(&first);
        let Some(z) = self.unusual.recover else {
            return self.usual.median.midpoint(limit);
        };
        let recovery = self.away(z * self.spread);
        match self.unusual.side {
            Side::Above => recovery.min(limit),
            Side::Below => recovery.max(limit),
        }
    }

    fn last(&self, line: &UnusualLine) -> f64 {
        let gates = [
            self.deviation(line),
            self.ratio(),
            self.step(),
            self.events(),
        ];
        gates
            .into_iter()
            .fold(self.usual.median, |last, gate| self.farther(last, gate))
    }

    fn deviation(&self, line: &UnusualLine) -> f64 {
        if self.unit == Unit::Count && self.usual.median < RARE {
            let apart = self.away(line.z * self.usual.spread);
            self.farther(apart, self.rare(line.tail))
        } else {
            self.away(line.z * self.spread)
        }
    }

    /// The value past which a count is no chance.
    fn rare(&self, tail: f64) -> f64 {
        let mean = self.usual.median.max(LEAST_EXPECTED);
        match self.unusual.side {
            Side::Above => f64::from(poisson_too_many(mean, tail)) - 1.0,
            Side::Below => {
                poisson_too_few(mean, tail).map_or(f64::NEG_INFINITY, |few| f64::from(few) + 1.0)
            }
        }
    }

    /// For a share, the part of the two that makes the smaller difference.
    fn ratio(&self) -> f64 {
        let (usual, ratio) = (self.usual.median, self.unusual.ratio);
        let rest = 100.0 - usual;
        match (self.unusual.side, self.unit) {
            (Side::Above, Unit::Percent) => (usual * ratio).min(100.0 - rest / ratio),
            (Side::Below, Unit::Percent) => (usual / ratio).max(100.0 - rest * ratio),
            (Side::Above, Unit::Count | Unit::Duration | Unit::Money) => usual * ratio,
            (Side::Below, Unit::Count | Unit::Duration | Unit::Money) => usual / ratio,
        }
    }

    fn step(&self) -> f64 {
        self.away(self.unusual.step.map_or(0.0, Quantity::scalar))
    }

    /// Half an event before the least number of them, since some shares come rounded.
    fn events(&self) -> f64 {
        let least = count_as_float(self.unusual.at_least) - 0.5;
        match (self.unusual.side, self.unit, self.share_of) {
            (Side::Above, Unit::Count, _) => least,
            // What is usually not there cannot be missing.
            (Side::Below, Unit::Count, _) if self.usual.median < least => f64::NEG_INFINITY,
            (Side::Above, Unit::Percent, Some(of)) => 100.0 * least / of,
            (Side::Below, Unit::Percent, Some(of)) => 100.0 - 100.0 * least / of,
            (
                Side::Above | Side::Below,
                Unit::Count | Unit::Percent | Unit::Duration | Unit::Money,
                Some(_) | None,
            ) => self.usual.median,
        }
    }

    fn away(&self, distance: f64) -> f64 {
        match self.unusual.side {
            Side::Above => self.usual.median + distance,
            Side::Below => self.usual.median - distance,
        }
    }

    fn farther(&self, one: f64, other: f64) -> f64 {
        match self.unusual.side {
            Side::Above => one.max(other),
            Side::Below => one.min(other),
        }
    }
}

/// The distance from the usual that chance alone makes. Real values lie farther apart (an
/// hour's abandonment about three times as far as chance), so this is a floor and no more.
///
/// - of a count: as far as of things that come independently, the square root;
/// - of a share of things counted: as far as of so many throws, and of a share of time one
///   point;
/// - of an average: as far as of that many waits, which differ by about as much as they
///   last; of any time or amount a tenth, and of a time a second.
fn chance_spread(sample: &Sample, usual: f64) -> f64 {
    let of = sample.of.map(count_as_float);
    match sample.value {
        Quantity::Count(_) => usual.max(1.0).sqrt(),
        Quantity::Percent(_) => of.map_or(1.0, |of| {
            // Half a throw more of each kind: none of forty is not never.
            let share = ((usual / 100.0 * of + 0.5) / (of + 1.0)).clamp(0.0, 1.0);
            100.0 * (share * (1.0 - share) / of).sqrt()
        }),
        Quantity::Duration(_) => average_spread(usual, of).max(1.0),
        Quantity::Money(_) => average_spread(usual, of),
    }
}

fn average_spread(usual: f64, of: Option<f64>) -> f64 {
    let of_so_many = of.map_or(0.0, |of| 1.0 / of.max(1.0).sqrt());
    usual.abs() * of_so_many.max(NO_REASON)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn count_as_float(count: u64) -> f64 {
    count as f64
}
