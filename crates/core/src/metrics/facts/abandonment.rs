//! Abandoned calls by skill and by how long the caller had waited (`skill_9`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::metrics::{
    Scope, SkillId,
    facts::{
        seconds::{CallsByRange, SecondsRange},
        sums::{add_counts, group_rows, sum_counts},
    },
};

/// A caller who hangs up within so many seconds hardly waited. The report has no finer range.
const SHORT: u32 = 10;

/// The threshold of the usual service level, in seconds.
const THRESHOLD: u32 = 20;

/// The last range of the report begins after so many seconds.
const LONG: u32 = 50;

/// The report: one row a skill, and the row for all of them where the API sends one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Abandonment {
    /// One row a skill.
    pub skills: Vec<SkillAbandons>,
    /// The API's own row for the whole, by wait. It is never added to the skills.
    pub all: Option<SkillAbandons>,
}

/// The abandons of one skill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkillAbandons {
    /// The skill's number; `None` in the row for all of them.
    pub skill: Option<SkillId>,
    /// The skill's name as the report gives it.
    pub name: Option<String>,
    /// Calls that the caller ended before an agent answered.
    pub abandoned: Option<u64>,
    /// The same calls by wait, shortest first. They should add up to `abandoned`.
    pub by_wait: Vec<WaitCalls>,
}

/// Calls abandoned after one wait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaitCalls {
    pub wait: SecondsRange,
    pub calls: Option<u64>,
}

/// The abandoned calls of one scope, by wait.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct AbandonCounts {
    pub(in crate::metrics) abandoned: Option<u64>,
    /// The same by the sum of the ranges.
    pub(in crate::metrics) by_wait: Option<u64>,
    pub(in crate::metrics) short: Option<u64>,
    pub(in crate::metrics) after_threshold: Option<u64>,
    pub(in crate::metrics) long: Option<u64>,
}

impl AbandonCounts {
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            abandoned: add_counts(self.abandoned, other.abandoned),
            by_wait: add_counts(self.by_wait, other.by_wait),
            short: add_counts(self.short, other.short),
            after_threshold: add_counts(self.after_threshold, other.after_threshold),
            long: add_counts(self.long, other.long),
        }
    }
}

impl Abandonment {
    /// All skills: the API's own row where it sends one, else the sum of the skills.
    pub fn whole(&self) -> Option<SkillAbandons> {
        let sum = || SkillAbandons {
            skill: None,
            name: None,
            ..SkillAbandons::merge(&self.skills)
        };
        let all = self.all.clone();
        all.or_else(|| (!self.skills.is_empty()).then(sum))
    }

    /// One skill; `None` where the report has no row for it.
    pub fn of(&self, skill: SkillId) -> Option<SkillAbandons> {
        let rows = self.skills.iter().filter(|row| row.skill == Some(skill));
        let rows: Vec<_> = rows.cloned().collect();
        (!rows.is_empty()).then(|| SkillAbandons::merge(&rows))
    }

    pub(super) fn counts(&self, scope: &Scope) -> Option<AbandonCounts> {
        let row = match scope {
            Scope::Operation => self.whole()?,
            Scope::Skill(skill) => self.of(*skill)?,
            Scope::Channel(_) | Scope::Agent(_) => return None,
        };
        Some(row.counts())
    }

    /// Merges the reports of several windows. The row for all skills remains only where every
    /// window has it.
    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let (skills, all): (Vec<_>, Vec<_>) = parts.map(|part| (part.skills, part.all)).unzip();
        let all: Option<Vec<_>> = all.into_iter().collect();
        Self {
            skills: group_rows(skills.into_iter().flatten(), |row| row.skill)
                .map(|rows| SkillAbandons::merge(&rows))
                .collect(),
            all: all
                .filter(|rows| !rows.is_empty())
                .map(|rows| SkillAbandons::merge(&rows)),
        }
    }
}

impl SkillAbandons {
    /// Calls abandoned within so many seconds; `None` where a range lies across them, or the
    /// ranges leave some out.
    pub fn up_to(&self, seconds: u32) -> Option<u64> {
        self.ranges()?.up_to(seconds)
    }

    pub fn later_than(&self, seconds: u32) -> Option<u64> {
        self.ranges()?.after(seconds)
    }

    /// The sum of the ranges, where there are some and all of them are known.
    pub fn sum_by_wait(&self) -> Option<u64> {
        let sum = sum_counts(&self.by_wait, |range| range.calls)?;
        (!self.by_wait.is_empty()).then_some(sum)
    }

    pub(super) fn counts(&self) -> AbandonCounts {
        AbandonCounts {
            abandoned: self.abandoned,
            by_wait: self.sum_by_wait(),
            short: self.up_to(SHORT),
            after_threshold: self.later_than(THRESHOLD),
            long: self.later_than(LONG),
        }
    }

    /// The ranges are fields of one row, so that one that is not there is missing, not zero.
    fn ranges(&self) -> Option<CallsByRange> {
        let ranges = self.by_wait.iter().map(|row| (&row.wait, row.calls));
        CallsByRange::new(ranges).filter(CallsByRange::cover_all)
    }

    /// A range that one of the rows lacks is unknown, as is one whose calls are.
    fn merge(rows: &[Self]) -> Self {
        let mut sums: BTreeMap<&SecondsRange, RangeSum> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            for waited in &row.by_wait {
                sums.entry(&waited.wait)
                    .or_default()
                    .add(place, waited.calls);
            }
        }
        let by_wait = sums.into_iter().map(|(wait, sum)| WaitCalls {
            wait: wait.clone(),
            calls: sum.calls.filter(|_| sum.rows == rows.len()),
        });
        Self {
            skill: rows.iter().find_map(|row| row.skill),
            name: rows.iter().rev().find_map(|row| row.name.clone()),
            abandoned: sum_counts(rows, |row| row.abandoned),
            by_wait: by_wait.collect(),
        }
    }
}

/// The calls of one range, added up over rows.
struct RangeSum {
    calls: Option<u64>,
    /// The number of rows that have the range.
    rows: usize,
    last: Option<usize>,
}

impl Default for RangeSum {
    fn default() -> Self {
        Self {
            calls: Some(0),
            rows: 0,
            last: None,
        }
    }
}

impl RangeSum {
    /// Adds the calls of a row, whose first value counts where it has several.
    fn add(&mut self, row: usize, calls: Option<u64>) {
        if self.last.replace(row) != Some(row) {
            self.calls = add_counts(self.calls, calls);
            self.rows += 1;
        }
    }
}
