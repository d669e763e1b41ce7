//! Answers of a moment ago, bounded in number and size, and the names that answers carried.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{gate::delivery::GateDelivery, request::ReportQuery};
use vigia_core::metrics::{AgentName, Facts, SkillId};

const MOST_ANSWERS: usize = 128;
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Nobody asks for older answers: summaries of one period share those of half an hour.
const KEPT: TimeDelta = TimeDelta::minutes(30);

/// The latest answers, oldest first.
#[derive(Default)]
pub(super) struct AnswerCache(VecDeque<(ReportQuery, GateDelivery)>);

impl AnswerCache {
    /// Returns the answer to this query, if it is younger than `max_age`. One from the future, as
    /// after the clock was set back, is of unknown age.
    pub(super) fn recall(
        &self,
        query: &ReportQuery,
        max_age: Duration,
        now: DateTime<Utc>,
    ) -> Option<&GateDelivery> {
        let (_, answer) = self.0.iter().find(|(asked, _)| asked == query)?;
        let age = (now - answer.read_at).to_std().ok()?;
        (age < max_age).then_some(answer)
    }

    pub(super) fn keep(&mut self, query: ReportQuery, answer: GateDelivery) {
        let now = answer.read_at;
        self.0
            .retain(|(asked, known)| *asked != query && now - known.read_at < KEPT);
        self.0.push_back((query, answer));
        while self.0.len() > MOST_ANSWERS || self.bytes() > MOST_BYTES {
            self.0.pop_front();
        }
    }

    fn bytes(&self) -> usize {
        self.0.iter().map(|(_, answer)| answer.bytes).sum()
    }
}

/// More agents than these are no longer for choosing from.
const MOST_AGENTS: usize = 10_000;

/// The names in the answers of this run. The directory falls back to them where the API's own
/// lists do not work.
#[derive(Debug, Default)]
pub(super) struct NameLists(Mutex<SeenNames>);

#[derive(Debug, Default)]
struct SeenNames {
    skills: BTreeMap<SkillId, String>,
    agents: BTreeSet<AgentName>,
}

impl NameLists {
    /// Adds the names in an answer.
    pub(super) fn add(&self, facts: &Facts) {
        match facts {
            Facts::Abandonment(report) => {
                let named = report
                    .skills
                    .iter()
                    .filter_map(|row| row.skill.zip(row.name.clone()));
                self.seen().skills.extend(named);
            }
            Facts::Holds(report) => {
                let mut seen = self.seen();
                for row in &report.agents {
                    if seen.agents.len() < MOST_AGENTS {
                        seen.agents.insert(row.agent.clone());
                    }
                }
            }
            Facts::ServiceLevel(_) | Facts::SmartHold(_) | Facts::Durations(_) => {}
        }
    }

    pub(super) fn skills(&self) -> BTreeMap<SkillId, String> {
        self.seen().skills.clone()
    }

    pub(super) fn agents(&self) -> BTreeSet<AgentName> {
        self.seen().agents.clone()
    }

    /// The names stay complete after a panic elsewhere.
    fn seen(&self) -> MutexGuard<'_, SeenNames> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::delivery::GateContent;

    fn answer(second: i64, bytes: usize) -> GateDelivery {
        GateDelivery {
            content: GateContent::Facts(None),
            read_at: DateTime::from_timestamp(second, 0).unwrap(),
            spoiled: [].into(),
            spoils: 0,
            joined: 0,
            bytes,
        }
    }

    fn now(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn only_an_answer_younger_than_asked_for_is_recalled() {
        let mut memory = AnswerCache::default();
        memory.keep(ReportQuery::Skills, answer(100, 1));
        let recall = |age, second| {
            let age = Duration::from_secs(age);
            memory
                .recall(&ReportQuery::Skills, age, now(second))
                .is_some()
        };
        assert!(recall(11, 110));
        assert!(!recall(10, 110));
        assert!(!recall(0, 100));
        assert!(!recall(60, 99), "the clock was set back");
    }

    #[test]
    fn the_oldest_answers_give_way_to_what_is_too_much() {
        let mut memory = AnswerCache::default();
        memory.keep(ReportQuery::Skills, answer(1, MOST_BYTES / 2));
        memory.keep(ReportQuery::Agents, answer(2, MOST_BYTES / 2));
        memory.keep(ReportQuery::TokenUsage, answer(3, 1));
        let day = Duration::from_secs(86_400);
        assert!(memory.recall(&ReportQuery::Skills, day, now(4)).is_none());
        assert!(memory.recall(&ReportQuery::Agents, day, now(4)).is_some());
        memory.keep(ReportQuery::TokenUsage, answer(1_802, 1));
        assert!(
            memory
                .recall(&ReportQuery::Agents, day, now(1_803))
                .is_none()
        );
    }
}
