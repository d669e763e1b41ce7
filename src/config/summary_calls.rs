//! How many calls a day the summaries cost an operation.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, Utc};

use crate::{
    config::OperationConfig,
    metrics::{Ask, SkillId},
    summaries::Plan,
};

/// Each edition is read when it is due, and again the next morning.
const READINGS: u64 = 2;

/// The calls of a day on which every summary is posted: what several of them ask for is
/// asked for once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SummaryCalls {
    /// Whatever skills there are.
    pub fixed: u64,
    /// For each skill.
    pub each_skill: u64,
}

impl SummaryCalls {
    /// What the summaries of an operation cost.
    #[must_use]
    pub fn of(operation: &OperationConfig, summaries: &[Plan]) -> Self {
        let of_it = |plan: &&Plan| plan.operation == operation.name;
        let calls = |skills: &[SkillId]| {
            let plans = summaries.iter().filter(of_it);
            let asks: BTreeSet<Ask> = plans.flat_map(|plan| asks(plan, skills)).collect();
            asks.len() as u64 * READINGS
        };
        let fixed = calls(&[]);
        Self {
            fixed,
            each_skill: calls(&[SkillId(u64::MAX)]) - fixed,
        }
    }
}

/// What the next edition asks for. That of a long ago day is as good as any other.
fn asks(plan: &Plan, skills: &[SkillId]) -> Vec<Ask> {
    let next = plan.next(DateTime::<Utc>::UNIX_EPOCH);
    next.map_or_else(Vec::new, |edition| plan.asks(&edition, skills))
}

impl fmt::Display for SummaryCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.fixed, self.each_skill) {
            (0, _) => Ok(()),
            (fixed, 0) => write!(f, ", and {fixed} at most for summaries"),
            (fixed, each) => {
                write!(
                    f,
                    ", and {fixed} and {each} for each skill at most for summaries"
                )
            }
        }
    }
}
