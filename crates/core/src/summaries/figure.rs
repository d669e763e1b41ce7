//! One figure of a summary: what it should be, what it usually is, and how far it is from
//! that.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Direction, Metric, Quantity, Sample, Unit},
    rules::median,
};

/// One figure of the operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryFigure {
    /// Which figure.
    pub metric: Metric,
    /// Its value; `None` where the reports do not tell it.
    pub sample: Option<Sample>,
    /// What it should be.
    pub goal: Option<Quantity>,
    /// What it usually is; `None` where nothing comparable is known.
    #[serde(default)]
    pub usual: Option<UsualFigure>,
    /// What it was the day before.
    #[serde(default)]
    pub before: Option<Sample>,
}

/// The median of some weeks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsualFigure {
    /// The value in the middle.
    pub value: Quantity,
    /// How many weeks it is of.
    pub weeks: u32,
}

/// How a figure stands to its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalStanding {
    /// It is reached.
    Met,
    /// It is not.
    Missed,
    /// The figure is of too few to be judged.
    TooFew,
    /// The figure is not known.
    Unknown,
}

/// How far a figure is from what it usually is, in the unit in which people compare it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FigureChange {
    /// A count or an amount: in percent of the usual one.
    Percent(f64),
    /// A percentage: in points.
    Points(f64),
    /// A wait that is longer by so much.
    Longer(Duration),
    /// A wait that is shorter by so much.
    Shorter(Duration),
}

/// A figure that is no longer what was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureMove {
    /// Which figure.
    pub metric: Metric,
    /// What was told first; `None` where it was not known.
    pub first: Option<Sample>,
}

impl UsualFigure {
    /// The median of these values; `None` of none.
    pub(super) fn among(unit: Unit, values: impl Iterator<Item = Quantity>) -> Option<Self> {
        let mut values: Vec<f64> = values
            .map(Quantity::scalar)
            .filter(|value| value.is_finite())
            .collect();
        let middle = median(&mut values)?;
        Some(Self {
            value: Quantity::of_scalar(unit, middle)?,
            weeks: u32::try_from(values.len()).unwrap_or(u32::MAX),
        })
    }
}

impl SummaryFigure {
    /// How it stands to its goal; `None` without one. A goal that is just reached is met.
    #[must_use]
    pub fn standing(&self) -> Option<GoalStanding> {
        let goal = self.goal?.scalar();
        let Some(sample) = self.sample else {
            return Some(GoalStanding::Unknown);
        };
        if !says_enough(self.metric, &sample) {
            return Some(GoalStanding::TooFew);
        }
        let value = sample.value.scalar();
        let is_missed = match self.metric.direction() {
            Direction::HighIsBad => value > goal,
            Direction::LowIsBad => value < goal,
            // Such a figure has no good side, so that any goal is a mere number beside it.
            Direction::Neither => return None,
        };
        Some(if is_missed {
            GoalStanding::Missed
        } else {
            GoalStanding::Met
        })
    }

    /// How far it is from what it usually is: the difference of the two figures as they are
    /// told, with one decimal or in whole seconds, since people reckon it themselves.
    #[must_use]
    pub fn change(&self) -> Option<FigureChange> {
        let (unit, now, usual) = (
            self.metric.unit(),
            self.sample?.value.scalar(),
            self.usual?.value.scalar(),
        );
        match unit {
            Unit::Count | Unit::Money => {
                (usual > 0.0).then(|| FigureChange::Percent((now - usual) * 100.0 / usual))
            }
            Unit::Percent => {
                let tenths = |percent: f64| (percent * 10.0).round();
                Some(FigureChange::Points((tenths(now) - tenths(usual)) / 10.0))
            }
            Unit::Duration => {
                let apart = now.round() - usual.round();
                let by = Duration::try_from_secs_f64(apart.abs()).ok()?;
                Some(if apart < 0.0 {
                    FigureChange::Shorter(by)
                } else {
                    FigureChange::Longer(by)
                })
            }
        }
    }

    /// What was told of it first, where it has moved by more than so many percent of that.
    pub(super) fn moved_since(&self, first: &Self, limit: f64) -> Option<FigureMove> {
        let has_moved = match (first.sample, self.sample) {
            (None, Some(_)) => true,
            // What was told stays where the second look failed.
            (None | Some(_), None) => false,
            (Some(first), Some(now)) => {
                let (first, now) = (first.value.scalar(), now.value.scalar());
                (now - first).abs() > first.abs() * limit / 100.0
            }
        };
        has_moved.then_some(FigureMove {
            metric: self.metric,
            first: first.sample,
        })
    }
}

/// Whether a sample is of enough to be judged by itself.
pub(super) fn says_enough(metric: Metric, sample: &Sample) -> bool {
    match (metric.least_sample(), sample.of) {
        (Some(least), Some(of)) => of >= least.count,
        (_, _) => true,
    }
}
