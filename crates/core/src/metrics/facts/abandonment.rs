//! Abandoned calls by skill and by how long the caller had waited (`skill_9`).

use serde::{Deserialize, Serialize};

use crate::metrics::{
    SkillId,
    facts::{
        merge::{group, sum},
        seconds::{SecondsRange, SecondsRanges},
    },
};

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
    /// How long the callers had waited.
    pub wait: WaitRange,
    /// How many they were.
    pub calls: Option<u64>,
}

/// A range of waits, in seconds. The order is that of the ranges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WaitRange {
    /// From the first to the second, both included.
    Between(u32, u32),
    /// So many or more.
    AtLeast(u32),
    /// A range that this program does not know, as the API spells it.
    Other(String),
}

impl Abandonment {
    /// All skills: the API's own row where it sends one, else the sum of the skills.
    #[must_use]
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
    #[must_use]
    pub fn of(&self, skill: SkillId) -> Option<SkillAbandons> {
        let rows = self.skills.iter().filter(|row| row.skill == Some(skill));
        let rows: Vec<_> = rows.cloned().collect();
        (!rows.is_empty()).then(|| SkillAbandons::merge(&rows))
    }

    /// The reports of several windows as one. The row for all skills remains only where every
    /// window has it.
    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let (skills, all): (Vec<_>, Vec<_>) = parts.map(|part| (part.skills, part.all)).unzip();
        let all: Option<Vec<_>> = all.into_iter().collect();
        Self {
            skills: group(skills.into_iter().flatten(), |row| row.skill)
                .into_iter()
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
    /// ranges do not tell all.
    #[must_use]
    pub fn up_to(&self, seconds: u32) -> Option<u64> {
        self.ranges()?.up_to(seconds)
    }

    /// Calls abandoned later than that.
    #[must_use]
    pub fn later_than(&self, seconds: u32) -> Option<u64> {
        self.ranges()?.after(seconds)
    }

    /// What the ranges add up to, where there are some and all of them are known.
    #[must_use]
    pub fn sum_by_wait(&self) -> Option<u64> {
        let sum = sum(&self.by_wait, |range| range.calls)?;
        (!self.by_wait.is_empty()).then_some(sum)
    }

    /// The ranges are fields of one row, so that one that is not there is missing, not zero.
    fn ranges(&self) -> Option<SecondsRanges> {
        let ranges = self.by_wait.iter().filter_map(|range| {
            let (from, to) = match range.wait {
                WaitRange::Between(from, to) => (from, Some(to)),
                WaitRange::AtLeast(from) => (from, None),
                WaitRange::Other(_) => return (range.calls != Some(0)).then_some(None),
            };
            let calls = range.calls;
            Some(Some(SecondsRange { from, to, calls }))
        });
        SecondsRanges::new(ranges).filter(SecondsRanges::cover_all)
    }

    fn merge(rows: &[Self]) -> Self {
        let mut waits: Vec<&WaitRange> = rows
            .iter()
            .flat_map(|row| row.by_wait.iter().map(|calls| &calls.wait))
            .collect();
        waits.sort();
        waits.dedup();
        let by_wait = waits
            .into_iter()
            .map(|wait| WaitCalls {
                wait: wait.clone(),
                calls: sum(rows, |row| row.after(wait)),
            })
            .collect();
        Self {
            skill: rows.iter().find_map(|row| row.skill),
            name: rows.iter().rev().find_map(|row| row.name.clone()),
            abandoned: sum(rows, |row| row.abandoned),
            by_wait,
        }
    }

    fn after(&self, wait: &WaitRange) -> Option<u64> {
        let mut waits = self.by_wait.iter();
        waits.find(|calls| calls.wait == *wait)?.calls
    }
}
