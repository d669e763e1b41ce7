//! Answers of a moment ago, bounded in number and size.

use std::{collections::VecDeque, time::Duration};

use chrono::{DateTime, Utc};

use crate::{gate::delivery::Delivery, request::Query};

const MOST_ANSWERS: usize = 128;
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The latest answers, oldest first.
#[derive(Default)]
pub(super) struct Memory(VecDeque<(Query, Delivery)>);

impl Memory {
    /// The answer to this query, if it is younger than `max_age`. One from the future, as
    /// after the clock was set back, is of unknown age.
    pub(super) fn recall(
        &self,
        query: &Query,
        max_age: Duration,
        now: DateTime<Utc>,
    ) -> Option<&Delivery> {
        let (_, answer) = self.0.iter().find(|(asked, _)| asked == query)?;
        let age = (now - answer.read_at).to_std().ok()?;
        (age < max_age).then_some(answer)
    }

    pub(super) fn keep(&mut self, query: Query, answer: Delivery) {
        self.0.retain(|(asked, _)| *asked != query);
        self.0.push_back((query, answer));
        while self.0.len() > MOST_ANSWERS || self.bytes() > MOST_BYTES {
            self.0.pop_front();
        }
    }

    fn bytes(&self) -> usize {
        self.0.iter().map(|(_, answer)| answer.bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Content;

    fn answer(second: i64, bytes: usize) -> Delivery {
        Delivery {
            content: Content::Facts(None),
            read_at: DateTime::from_timestamp(second, 0).unwrap(),
            spoiled: [].into(),
            spoils: 0,
            bytes,
        }
    }

    fn now(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn only_an_answer_younger_than_asked_for_is_recalled() {
        let mut memory = Memory::default();
        memory.keep(Query::Skills, answer(100, 1));
        let recall = |age, second| {
            let age = Duration::from_secs(age);
            memory.recall(&Query::Skills, age, now(second)).is_some()
        };
        assert!(recall(11, 110));
        assert!(!recall(10, 110));
        assert!(!recall(0, 100));
        assert!(!recall(60, 99), "the clock was set back");
    }

    #[test]
    fn the_oldest_answers_give_way_to_what_is_too_much() {
        let mut memory = Memory::default();
        memory.keep(Query::Skills, answer(1, MOST_BYTES / 2));
        memory.keep(Query::Agents, answer(2, MOST_BYTES / 2));
        memory.keep(Query::TokenUsage, answer(3, 1));
        let day = Duration::from_secs(86_400);
        assert!(memory.recall(&Query::Skills, day, now(4)).is_none());
        assert!(memory.recall(&Query::Agents, day, now(4)).is_some());
    }
}
