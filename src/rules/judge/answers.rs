//! What a poll read, as the rules look it up.

use std::{cell::OnceCell, collections::HashMap, sync::Arc};

use crate::{
    metrics::{
        AgentName, Ask, AtHand, Facts, Feed, Gap, Index, Metric, Sample, Scope, Skills,
        Window, sample,
    },
    rules::Look,
};

/// The answers of a poll by what was asked: many rules over many skills are tens of
/// thousands of each.
pub(super) struct Answers<'poll> {
    by_ask: HashMap<Ask, Answer<'poll>>,
    feed: Option<&'poll Feed>,
}

struct Answer<'poll> {
    outcome: &'poll Result<Arc<Facts>, Gap>,
    /// Made once, for all rules that look at one of many rows.
    index: OnceCell<Index>,
}

impl<'poll> Answers<'poll> {
    /// Of two answers to the same question the first counts.
    pub(super) fn of(look: &Look<'poll>) -> Self {
        let readings = look.snapshot.readings.iter().rev();
        let answers = readings.map(|reading| {
            let answer = Answer {
                outcome: &reading.outcome,
                index: OnceCell::new(),
            };
            (reading.ask, answer)
        });
        Self {
            by_ask: answers.collect(),
            feed: look.feed,
        }
    }

    /// The figure of a scope.
    pub(super) fn sample(
        &self,
        metric: Metric,
        scope: &Scope,
        window: Window,
    ) -> Option<Sample> {
        sample(metric, scope, self.at_hand(metric, scope, window))
    }

    fn at_hand(&self, metric: Metric, scope: &Scope, window: Window) -> AtHand<'_> {
        let bot = self.feed.map(AtHand::from).unwrap_or_default();
        let asks = metric.asks(scope, window);
        asks.fold(bot, |at_hand, ask| {
            match (self.facts(ask), scope, ask.skills) {
                (None, _, _) => at_hand,
                (Some((facts, answer)), Scope::Skill(_) | Scope::Agent(_), Skills::All) => {
                    at_hand.and_indexed(facts, answer.index(facts))
                }
                (Some((facts, _)), _, _) => at_hand.and(facts),
            }
        })
    }

    fn facts(&self, ask: Ask) -> Option<(&Facts, &Answer<'poll>)> {
        let answer = self.by_ask.get(&ask)?;
        Some((answer.outcome.as_ref().ok()?.as_ref(), answer))
    }

    /// Whether all that tells of a scope has been asked, whatever came of it.
    pub(super) fn were_asked(&self, metric: Metric, scope: &Scope, window: Window) -> bool {
        let mut asks = metric.asks(scope, window);
        asks.all(|ask| self.by_ask.contains_key(&ask))
    }

    /// Whether all of it came, be it with figures or empty.
    pub(super) fn have_come(&self, metric: Metric, scope: &Scope, window: Window) -> bool {
        metric.asks(scope, window).all(|ask| {
            let answer = self.by_ask.get(&ask);
            answer.is_some_and(|answer| match answer.outcome {
                Ok(_) | Err(Gap::NoData) => true,
                Err(Gap::Failed(_)) => false,
            })
        })
    }

    /// The agents whom the report of a metric names.
    pub(super) fn agents(&self, metric: Metric, window: Window) -> Vec<AgentName> {
        let rows = self.rows(metric, window).into_iter();
        rows.flat_map(Index::scopes)
            .filter_map(|scope| match scope {
                Scope::Agent(agent) => Some(agent.clone()),
                Scope::Operation | Scope::Skill(_) | Scope::Channel(_) => None,
            })
            .collect()
    }

    /// The rows of the one report of a metric.
    pub(super) fn rows(&self, metric: Metric, window: Window) -> Option<&Index> {
        let ask = metric.asks(&Scope::Operation, window).next()?;
        let (facts, answer) = self.facts(ask)?;
        Some(answer.index(facts))
    }
}

impl Answer<'_> {
    fn index(&self, facts: &Facts) -> &Index {
        self.index.get_or_init(|| Index::of(facts))
    }
}
