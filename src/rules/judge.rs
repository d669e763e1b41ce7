//! From a snapshot to verdicts: which reports the rules need, and what they say of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::{
    metrics::{Ask, Reading, Sample, Scope, SkillId, Skills, Snapshot, Window, sample},
    rules::{Rule, Ruleset, Verdict},
};

/// What one rule says of one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement<'rules> {
    /// By which rule.
    pub rule: &'rules Rule,
    /// Of what.
    pub scope: Scope,
    /// Over which window.
    pub window: Window,
    /// The verdict.
    pub verdict: Verdict,
    /// The figure that it was made of, where there is one.
    pub sample: Option<Sample>,
}

/// The questions that a poll must ask so that these rules can judge, each once.
#[must_use]
pub fn asks(rules: &Ruleset, skills: &[SkillId], as_of: DateTime<Utc>) -> Vec<Ask> {
    let mut asks: Vec<Ask> = rules
        .rules
        .iter()
        .flat_map(|rule| {
            rule.of
                .scopes(skills)
                .into_iter()
                .map(move |scope| ask(rule, &scope, as_of))
        })
        .collect();
    asks.sort_unstable();
    asks.dedup();
    asks
}

/// What every rule says of every scope of its own, in the order of the rules.
#[must_use]
pub fn judge<'rules>(
    rules: &'rules Ruleset,
    skills: &[SkillId],
    snapshot: &Snapshot,
) -> Vec<Judgement<'rules>> {
    let answers = &snapshot.by_ask();
    rules
        .rules
        .iter()
        .flat_map(|rule| {
            rule.of
                .scopes(skills)
                .into_iter()
                .map(move |scope| judge_scope(rule, scope, answers, snapshot.as_of))
        })
        .collect()
}

fn judge_scope<'rules>(
    rule: &'rules Rule,
    scope: Scope,
    answers: &HashMap<Ask, &Reading>,
    as_of: DateTime<Utc>,
) -> Judgement<'rules> {
    let ask = ask(rule, &scope, as_of);
    let sample = answers
        .get(&ask)
        .and_then(|reading| reading.outcome.as_ref().ok())
        .and_then(|facts| sample(rule.metric, &scope, facts));
    let verdict = match &sample {
        None => Verdict::Missing,
        Some(sample) if is_too_small(rule, sample) => Verdict::TooFew,
        Some(sample) => rule.when.judge(sample),
    };
    Judgement {
        rule,
        scope,
        window: ask.window,
        verdict,
        sample,
    }
}

fn is_too_small(rule: &Rule, sample: &Sample) -> bool {
    rule.at_least
        .zip(sample.of)
        .is_some_and(|(least, of)| of < least)
}

fn ask(rule: &Rule, scope: &Scope, as_of: DateTime<Utc>) -> Ask {
    Ask {
        report: rule.metric.report(),
        skills: match scope {
            Scope::Skill(skill) => Skills::One(*skill),
            Scope::Operation | Scope::Channel(_) | Scope::Agent(_) => Skills::All,
        },
        window: Window::ending(as_of, rule.window),
    }
}
