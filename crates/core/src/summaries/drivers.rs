//! What drove a missed goal: the hours, days and skills without which it would have been
//! nearer by far.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Direction, FactSet, Metric, Quantity, Scope, SkillId, TimeWindow, sample},
    summaries::{GoalStanding, SummaryFigure, figure::says_enough},
};

/// So many of a kind are named at most.
const MOST: usize = 2;
/// The least part of what was missed that makes one worth naming.
const LEAST: f64 = 0.2;

/// What drove the goals that were missed, most of it first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryDrivers {
    /// Hours of a day.
    pub hours: Vec<TimeWindow>,
    /// Days of a week.
    pub days: Vec<NaiveDate>,
    /// Skills.
    pub skills: Vec<SkillId>,
}

/// A part of the time or of the calls, and what is known of it.
pub(super) struct DriverPart<'f, T> {
    pub(super) name: T,
    pub(super) scope: Scope,
    pub(super) at_hand: FactSet<'f>,
}

/// Which of these parts made up most of what is missed, most of it first.
pub(super) fn among<T: Copy>(figures: &[SummaryFigure], parts: &[DriverPart<'_, T>]) -> Vec<T> {
    let missed: Vec<_> = figures
        .iter()
        .filter(|figure| figure.standing() == Some(GoalStanding::Missed))
        .filter_map(|figure| Some((figure.metric, figure.goal?)))
        .collect();
    let mut shares: HashMap<usize, f64> = HashMap::new();
    for (metric, goal) in missed {
        let excess = |part: &DriverPart<'_, T>| excess(metric, goal, part).unwrap_or_default();
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

/// How many calls, or how long a wait of all of them together, a part is past a goal. It is
/// nothing where the part is within the goal, or too small to be judged.
fn excess<T>(metric: Metric, goal: Quantity, of: &DriverPart<'_, T>) -> Option<f64> {
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
