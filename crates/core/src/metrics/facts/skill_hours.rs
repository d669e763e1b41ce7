//! Calls and service level of every skill by hour, of many days at once.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

use crate::metrics::{
    Channel, SkillId,
    facts::{ChannelService, ServiceLevel},
};

/// The incoming calls of each skill in each hour, by the local time at which the hour begins. An hour or a skill without
/// calls has no row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SkillHours(BTreeMap<NaiveDateTime, BTreeMap<SkillId, ServiceLevel>>);

impl SkillHours {
    /// Adds the row of a skill. Rows of the same hour, as where clocks go back, are joined when they are read.
    pub fn add(&mut self, hour: NaiveDateTime, skill: SkillId, row: ChannelService) {
        let skills = self.0.entry(hour).or_default();
        skills.entry(skill).or_default().channels.push(row);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the hours that have calls, the first one first.
    pub fn hours(&self) -> impl Iterator<Item = NaiveDateTime> {
        self.0.keys().copied()
    }

    /// Returns the calls of all skills in an hour together.
    pub fn operation(&self, hour: NaiveDateTime) -> Option<ServiceLevel> {
        let rows = self.0.get(&hour)?.values();
        let channels = rows.flat_map(|row| row.channels.iter().cloned()).collect();
        Some(ServiceLevel { channels }.with_merged_rows())
    }

    /// Returns the calls of each skill in an hour.
    pub fn skills(&self, hour: NaiveDateTime) -> impl Iterator<Item = (SkillId, ServiceLevel)> {
        let skills = self.0.get(&hour).into_iter().flatten();
        skills.map(|(skill, rows)| (*skill, rows.clone().with_merged_rows()))
    }

    /// Returns the number of calls in the hours that begin in a range of local time; `None` where a row has none.
    pub fn offered(&self, range: std::ops::Range<NaiveDateTime>) -> Option<u64> {
        let rows = self.0.range(range).flat_map(|(_, skills)| skills.values());
        let inbound = |rows: &ServiceLevel| {
            let rows = rows
                .channels
                .iter()
                .filter(|row| row.channel == Channel::inbound());
            rows.map(|row| row.offered).sum::<Option<u64>>()
        };
        rows.map(inbound).sum()
    }
}
