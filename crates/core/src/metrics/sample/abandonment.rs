//! The metrics of `skill_9`: how long those had waited who gave up.

use crate::metrics::{
    Scope,
    facts::{Abandonment, SkillAbandons, SumRows},
    sample::{Sample, plus, proper_share},
};

/// A caller who hangs up within so many seconds hardly waited. The report cannot tell less.
const SHORT: u32 = 10;

/// The threshold of the usual service level.
const THRESHOLD: u32 = 20;

/// The report's last range begins after so many seconds.
const LONG: u32 = 50;

/// The abandoned calls of one scope, by wait.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct AbandonCounts {
    pub(super) abandoned: Option<u64>,
    /// The same by the sum of the ranges.
    pub(super) by_wait: Option<u64>,
    pub(super) short: Option<u64>,
    pub(super) after_threshold: Option<u64>,
    long: Option<u64>,
}

impl AbandonCounts {
    pub(super) fn of(report: &Abandonment, scope: &Scope) -> Option<Self> {
        let row = match scope {
            Scope::Operation => report.whole()?,
            Scope::Skill(skill) => report.of(*skill)?,
            Scope::Channel(_) | Scope::Agent(_) => return None,
        };
        Some(Self::of_row(&row))
    }

    fn of_row(row: &SkillAbandons) -> Self {
        Self {
            abandoned: row.abandoned,
            by_wait: row.sum_by_wait(),
            short: row.up_to(SHORT),
            after_threshold: row.later_than(THRESHOLD),
            long: row.later_than(LONG),
        }
    }
}

impl SumRows for AbandonCounts {
    fn plus(self, other: Self) -> Self {
        Self {
            abandoned: plus(self.abandoned, other.abandoned),
            by_wait: plus(self.by_wait, other.by_wait),
            short: plus(self.short, other.short),
            after_threshold: plus(self.after_threshold, other.after_threshold),
            long: plus(self.long, other.long),
        }
    }
}

/// The rows by the skill that they are of.
pub(super) fn by_skill(report: &Abandonment) -> impl Iterator<Item = (Scope, AbandonCounts)> {
    report
        .skills
        .iter()
        .filter_map(|row| Some((Scope::Skill(row.skill?), AbandonCounts::of_row(row))))
}

pub(in crate::metrics) fn short_share(abandons: &AbandonCounts) -> Option<Sample> {
    proper_share(abandons.short?, abandons.abandoned?)
}

pub(in crate::metrics) fn after_threshold_share(abandons: &AbandonCounts) -> Option<Sample> {
    proper_share(abandons.after_threshold?, abandons.abandoned?)
}

pub(in crate::metrics) fn long_share(abandons: &AbandonCounts) -> Option<Sample> {
    proper_share(abandons.long?, abandons.abandoned?)
}
