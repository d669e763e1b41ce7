//! From a snapshot to verdicts: which reports the rules need, and what they say of them.

mod asks;
mod case;
mod evidence;
#[cfg(test)]
mod tests;

use chrono_tz::Tz;

pub use self::asks::{asks, lacking};

use self::case::RuleEvaluation;
use crate::{
    metrics::{FeedState, Sample, Scope, SkillId, Snapshot, TimeWindow},
    rules::{Rule, Ruleset, ScopeHistory, Verdict, VerdictBasis, answers::PollReadings},
};

/// What one rule says of one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement<'rules> {
    /// By which rule.
    pub rule: &'rules Rule,
    /// Of what.
    pub scope: Scope,
    /// Over which window: the shortest of the rule's of which there were enough.
    pub window: TimeWindow,
    /// The verdict.
    pub verdict: Verdict,
    /// The figure that it was made of, where there is one.
    pub sample: Option<Sample>,
    /// What it was made against.
    pub grounds: VerdictBasis,
}

impl Judgement<'_> {
    /// Whether people want to know what is usual, although the rule does not ask: the figure
    /// lies past a fixed limit, or close to it.
    #[must_use]
    pub fn is_worth_explaining(&self) -> bool {
        let is_out = match self.verdict {
            Verdict::Breach(_) | Verdict::Between => true,
            Verdict::Clear | Verdict::TooFew | Verdict::Missing | Verdict::Asleep => false,
        };
        is_out && self.rule.when.threshold().is_some()
    }

    /// Tells what is usual.
    pub fn explain(&mut self, past: &ScopeHistory) {
        let length = self.window.length();
        let of_rule = past.of(self.rule);
        self.grounds.usual = of_rule.and_then(|past| past.usual(self.rule, &self.scope, length));
    }
}

/// All that a poll knows when rules are judged.
#[derive(Clone, Copy, Debug)]
pub struct JudgeInput<'poll> {
    /// The skills of the operation.
    pub skills: &'poll [SkillId],
    /// What was read.
    pub snapshot: &'poll Snapshot,
    /// The zone of the operation.
    pub zone: Tz,
    /// How the bot itself fares.
    pub feed: Option<&'poll FeedState>,
    /// What has been before, for rules that ask what is usual.
    pub past: Option<&'poll ScopeHistory>,
}

impl<'poll> JudgeInput<'poll> {
    /// A look at what was read, with nothing else known.
    #[must_use]
    pub fn new(skills: &'poll [SkillId], snapshot: &'poll Snapshot, zone: Tz) -> Self {
        Self {
            skills,
            snapshot,
            zone,
            feed: None,
            past: None,
        }
    }

    /// The same, by a bot that knows how it fares.
    #[must_use]
    pub fn with_feed(self, feed: &'poll FeedState) -> Self {
        Self {
            feed: Some(feed),
            ..self
        }
    }

    /// The same, by somebody who remembers.
    #[must_use]
    pub fn with_past(self, past: &'poll ScopeHistory) -> Self {
        Self {
            past: Some(past),
            ..self
        }
    }
}

/// What every rule says of every scope of its own, in the order of the rules.
#[must_use]
pub fn judge<'rules>(rules: &'rules Ruleset, look: &JudgeInput<'_>) -> Vec<Judgement<'rules>> {
    let answers = PollReadings::of(&look.snapshot.readings, look.feed);
    let cases = rules
        .iter()
        .map(|rule| RuleEvaluation::of(rule, look, &answers));
    let cases: Vec<_> = cases.map(|case| (case.scopes(), case)).collect();
    let mut judgements = Vec::with_capacity(cases.iter().map(|(scopes, _)| scopes.len()).sum());
    for (scopes, case) in cases {
        judgements.extend(scopes.into_iter().map(|scope| case.judge(scope)));
    }
    judgements
}
