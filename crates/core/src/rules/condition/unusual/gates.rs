//! The gates that a value must pass to be unusual. Each has a value at which it opens, and
//! that of the last one is the limit.

use super::{UnusualCondition, UnusualLine};
use crate::{
    metrics::{Quantity, Sample, Unit},
    rules::{
        Side, UsualValue,
        statistics::{poisson_too_few, poisson_too_many},
    },
};

/// Up to this count the normal distribution is too far from what rare things do.
const RARE: f64 = 10.0;

/// A usual count of none still expects one now and then.
const LEAST_EXPECTED: f64 = 0.5;

/// How far an amount or a length of time lies from the usual for no reason.
const NO_REASON: f64 = 0.1;

/// The gates for one sample.
pub(super) struct UnusualGates<'a> {
    unusual: &'a UnusualCondition,
    usual: &'a UsualValue,
    unit: Unit,
    /// What the value is a share of, where it is one of things counted.
    share_of: Option<f64>,
    spread: f64,
}

impl<'a> UnusualGates<'a> {
    /// `None` where nothing tells far from near: an amount that has always been the same,
    /// without a step.
    pub(super) fn of(
        unusual: &'a UnusualCondition,
        sample: &Sample,
        usual: &'a UsualValue,
    ) -> Option<Self> {
        let spread = usual.spread.max(chance(sample, usual.median));
        if spread <= 0.0 && unusual.step.is_none() {
            return None;
        }
        let unit = sample.value.unit();
        Some(Self {
            unusual,
            usual,
            unit,
            share_of: sample.of.map(float).filter(|_| unit == Unit::Percent),
            spread,
        })
    }

    /// The limit of a severity, past which its values lie; `None` where none do.
    pub(super) fn limit(&self, line: &UnusualLine) -> Option<Quantity> {
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

    /// Past which a value has not recovered: never farther than the first limit.
    pub(super) fn recovery(&self) -> f64 {
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

    /// Past which a count is no chance.
    fn rare(&self, tail: f64) -> f64 {
        let mean = self.usual.median.max(LEAST_EXPECTED);
        match self.unusual.side {
            Side::Above => f64::from(poisson_too_many(mean, tail)) - 1.0,
            Side::Below => {
                poisson_too_few(mean, tail).map_or(f64::NEG_INFINITY, |few| f64::from(few) + 1.0)
            }
        }
    }

    /// Of a share, whichever of its two parts makes the smaller difference.
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
        let least = float(self.unusual.at_least) - 0.5;
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

/// How far a value lies from the usual by chance alone. Real values lie farther apart (an
/// hour's abandonment about three times as far as chance), so this is a floor and no more.
///
/// - of a count: as far as of things that come independently, the square root;
/// - of a share of things counted: as far as of so many throws, and of a share of time one
///   point;
/// - of an average: as far as of that many waits, which differ by about as much as they
///   last; of any time or amount a tenth, and of a time a second.
fn chance(sample: &Sample, usual: f64) -> f64 {
    let of = sample.of.map(float);
    match sample.value {
        Quantity::Count(_) => usual.max(1.0).sqrt(),
        Quantity::Percent(_) => of.map_or(1.0, |of| {
            // Half a throw more of each kind: none of forty is not never.
            let share = ((usual / 100.0 * of + 0.5) / (of + 1.0)).clamp(0.0, 1.0);
            100.0 * (share * (1.0 - share) / of).sqrt()
        }),
        Quantity::Duration(_) => average(usual, of).max(1.0),
        Quantity::Money(_) => average(usual, of),
    }
}

fn average(usual: f64, of: Option<f64>) -> f64 {
    let of_so_many = of.map_or(0.0, |of| 1.0 / of.max(1.0).sqrt());
    usual.abs() * of_so_many.max(NO_REASON)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}
