//! One figure of a summary: its goal, its usual value, how far it is from both, and what drove a
//! goal that was missed.

use std::{collections::HashMap, time::Duration};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{
        Direction, FactSet, Facts, Metric, Quantity, Sample, Scope, SkillId, TimeWindow, Unit,
        sample,
    },
    rules::median,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummaryFigure {
    pub metric: Metric,
    /// `None` where the reports do not hold it.
    pub sample: Option<Sample>,
    pub goal: Option<Quantity>,
    /// `None` where nothing comparable is known.
    #[serde(default)]
    pub usual: Option<UsualFigure>,
    #[serde(default)]
    pub before: Option<Sample>,
}

/// The median of earlier weeks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsualFigure {
    pub value: Quantity,
    pub weeks: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalStanding {
    Met,
    Missed,
    /// The figure is of too few calls to be judged.
    TooFew,
    Unknown,
}

/// The distance of a figure from its usual value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FigureChange {
    /// Counts and amounts, in percent of the usual one.
    Percent(f64),
    Points(f64),
    Longer(Duration),
    Shorter(Duration),
}

/// A figure that changed since it was posted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureMove {
    pub metric: Metric,
    /// The value that was posted; `None` where it was unknown.
    pub first: Option<Sample>,
}

impl UsualFigure {
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
    /// Returns the standing to its goal; `None` without one. A goal that is just reached is met.
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
            // Such a figure has no good side, so its goal cannot be missed.
            Direction::Neither => return None,
        };
        Some(if is_missed {
            GoalStanding::Missed
        } else {
            GoalStanding::Met
        })
    }

    /// Returns the difference of the two figures as shown, with one decimal or in whole seconds,
    /// because people recompute it.
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

    /// Returns the first value, where the figure has moved by more than `limit` percent.
    pub(super) fn moved_since(&self, first: &Self, limit: f64) -> Option<FigureMove> {
        let has_moved = match (first.sample, self.sample) {
            (None, Some(_)) => true,
            // The posted value stays where the second reading failed.
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

/// Returns whether a sample is large enough to be judged by itself.
pub(super) fn says_enough(metric: Metric, sample: &Sample) -> bool {
    match (metric.least_sample(), sample.of) {
        (Some(least), Some(of)) => of >= least.count,
        (_, _) => true,
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallVolume {
    pub offered: Option<u64>,
    pub answered: Option<u64>,
    /// Calls that the caller ended before an answer.
    pub abandoned: Option<u64>,
    /// Calls that an agent answered within 20 s.
    pub in_time: Option<u64>,
    /// Average wait of the answered calls.
    pub asa: Option<Duration>,
    /// Average wait of the abandoned calls.
    pub ata: Option<Duration>,
}

/// The calls of one period, as far as they were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallsHeard {
    Calls(CallVolume),
    /// The report has no row for it, which is not the same as zero calls.
    Nothing,
    Unread,
}

impl CallVolume {
    /// Returns the calls of one scope in the service level report; `None` where it has no row for
    /// it.
    pub(super) fn of(facts: &Facts, scope: &Scope) -> Option<Self> {
        let figure = |metric| sample(metric, scope, facts);
        let count = |metric| match figure(metric)?.value {
            Quantity::Count(calls) => Some(calls),
            Quantity::Percent(_) | Quantity::Duration(_) | Quantity::Money(_) => None,
        };
        let wait = |metric| match figure(metric)?.value {
            Quantity::Duration(wait) => Some(wait),
            Quantity::Percent(_) | Quantity::Count(_) | Quantity::Money(_) => None,
        };
        let calls = Self {
            offered: count(Metric::CallsOffered),
            answered: count(Metric::CallsAnswered),
            abandoned: count(Metric::AbandonCount),
            in_time: figure(Metric::ServiceLevel20s).and_then(|level| level.part),
            asa: wait(Metric::Asa),
            ata: wait(Metric::Ata),
        };
        (calls != Self::default()).then_some(calls)
    }

    pub fn abandonment(&self) -> Option<Sample> {
        share_of(self.abandoned?, self.offered?)
    }

    /// Returns the share of offered calls answered within 20 s.
    pub fn level(&self) -> Option<Sample> {
        share_of(self.in_time?, self.offered?)
    }
}

impl CallsHeard {
    pub fn calls(&self) -> Option<&CallVolume> {
        match self {
            Self::Calls(calls) => Some(calls),
            Self::Nothing | Self::Unread => None,
        }
    }
}

pub(super) fn share_of(part: u64, of: u64) -> Option<Sample> {
    Some(Sample {
        value: Quantity::share(part, of)?,
        part: Some(part),
        of: Some(of),
    })
}

/// At most this many of a kind are named.
const MOST: usize = 2;
/// A part is named from this share of the excess on.
const LEAST: f64 = 0.2;

/// The hours, days and skills behind missed goals, largest share first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryDrivers {
    pub hours: Vec<TimeWindow>,
    pub days: Vec<NaiveDate>,
    pub skills: Vec<SkillId>,
}

/// A part of the period or of the calls, with its facts.
pub(super) struct DriverPart<'f, T> {
    pub(super) name: T,
    pub(super) scope: Scope,
    pub(super) at_hand: FactSet<'f>,
}

/// Returns the parts with the largest shares of what was missed.
pub(super) fn largest_drivers<T: Copy>(
    figures: &[SummaryFigure],
    parts: &[DriverPart<'_, T>],
) -> Vec<T> {
    let missed: Vec<_> = figures
        .iter()
        .filter(|figure| figure.standing() == Some(GoalStanding::Missed))
        .filter_map(|figure| Some((figure.metric, figure.goal?)))
        .collect();
    let mut shares: HashMap<usize, f64> = HashMap::new();
    for (metric, goal) in missed {
        let excess = |part: &DriverPart<'_, T>| excess_of(metric, goal, part).unwrap_or_default();
        let excesses: Vec<f64> = parts.iter().map(excess).collect();
        let all: f64 = excesses.iter().sum();
        for (index, excess) in excesses.into_iter().enumerate() {
            let share = if all > 0.0 { excess / all } else { 0.0 };
            let most = shares.entry(index).or_default();
            *most = most.max(share);
        }
    }
    let mut shares: Vec<_> = shares
        .into_iter()
        .filter(|(_, share)| *share >= LEAST)
        .collect();
    shares.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    shares
        .into_iter()
        .take(MOST)
        .filter_map(|(index, _)| Some(parts.get(index)?.name))
        .collect()
}

/// Returns the calls, or the total wait, by which a part exceeds a goal; `None` where the part is
/// too small to be judged.
fn excess_of<T>(metric: Metric, goal: Quantity, of: &DriverPart<'_, T>) -> Option<f64> {
    let figure = sample(metric, &of.scope, of.at_hand)?;
    if metric.adds_up() || !says_enough(metric, &figure) {
        return None;
    }
    let past = match metric.direction() {
        Direction::HighIsBad => figure.value.scalar() - goal.scalar(),
        Direction::LowIsBad => goal.scalar() - figure.value.scalar(),
        Direction::Neither => return None,
    };
    let weight = Quantity::Count(figure.of?).scalar();
    Some((past * weight).max(0.0)).filter(|excess| excess.is_finite())
}
