//! `skill_1`: one row a skill, with the columns of `skill_11`.

use std::{collections::BTreeMap, sync::Arc};

use super::{service_level::read_figures, skill_of_row};
use secrecy::SecretString;

use crate::{
    answer::{RawAnswer, ResponseOutcome},
    error::ApiError,
    scrub::SecretScrubber,
};
use vigia_core::metrics::{Channel, Facts, SkillId, facts::ServiceLevel};

/// The name of the report in the API.
pub(crate) const API_NAME: &str = "skill_1";

/// The service level of every skill that had calls in a window, from one request. Each entry is what the report of
/// that skill alone says about its incoming calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SkillTable(BTreeMap<SkillId, Arc<Facts>>);

/// Where figures per skill come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkillSource {
    /// The table of all skills, while it agrees with the reports of single skills.
    #[default]
    Auto,
    /// The table of all skills (`skill_1`), without a comparison.
    Table,
    /// A report for each skill (`skill_11`).
    EachSkill,
}

impl SkillSource {
    /// Every source, by its name in `vigia.yaml`.
    pub const NAMES: [(&str, Self); 3] = [
        ("auto", Self::Auto),
        ("skill_1", Self::Table),
        ("skill_11", Self::EachSkill),
    ];
}

impl SkillTable {
    /// Reads the body of a successful answer.
    pub fn parse(body: &[u8]) -> Result<Self, ApiError> {
        let outcome = read_skill_table(RawAnswer {
            status: 200,
            body,
            scrub: &SecretScrubber::new(&SecretString::default()),
        })?;
        Ok(outcome.content.unwrap_or_default())
    }

    pub fn get(&self, skill: SkillId) -> Option<&Arc<Facts>> {
        self.0.get(&skill)
    }

    /// Returns the skills with the most calls, most first.
    pub fn busiest(&self, most: usize) -> Vec<SkillId> {
        let offered = |facts: &Facts| match facts {
            Facts::ServiceLevel(report) => report.channels.first().and_then(|row| row.offered),
            Facts::Abandonment(_) | Facts::SmartHold(_) | Facts::Durations(_) | Facts::Holds(_) => {
                None
            }
        };
        let mut skills: Vec<_> = self.0.iter().collect();
        skills.sort_by_key(|(_, facts)| std::cmp::Reverse(offered(facts)));
        skills
            .into_iter()
            .take(most)
            .map(|(skill, _)| *skill)
            .collect()
    }
}

pub(crate) fn read_skill_table(
    answer: RawAnswer<'_>,
) -> Result<ResponseOutcome<SkillTable>, ApiError> {
    let outcome = answer.read_rows(|skills: &mut BTreeMap<SkillId, ServiceLevel>, row| {
        // A sum of the skills has no place in the table.
        if let Some(Some(skill)) = skill_of_row(row) {
            let figures = read_figures(Channel::inbound(), row);
            skills.entry(skill).or_default().channels.push(figures);
        }
    })?;
    Ok(outcome.and_then(|skills| {
        let rows = skills.into_iter();
        let table: BTreeMap<_, _> = rows
            .map(|(skill, rows)| {
                (
                    skill,
                    Arc::new(Facts::ServiceLevel(rows.with_merged_rows())),
                )
            })
            .collect();
        (!table.is_empty()).then_some(SkillTable(table))
    }))
}
