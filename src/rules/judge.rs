//! From a snapshot to verdicts: which reports the rules need, and what they say of them.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};

use crate::{
    metrics::{
        AgentName, Ask, Facts, Reading, Sample, Scope, SkillId, Snapshot, Window, sample,
        samples,
    },
    rules::{Rule, Ruleset, Selection, Verdict},
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
            let scopes = if rule.metric.report().is_asked_by_skill() {
                rule.of.scopes(skills, &[])
            } else {
                // One answer tells of every scope, whichever skills there are.
                vec![Scope::Operation]
            };
            scopes
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
            let scopes = rule
                .of
                .scopes(skills, &agents(rule, answers, snapshot.as_of));
            let looked = Looked::at(rule, scopes.len(), answers, snapshot.as_of);
            scopes
                .into_iter()
                .map(move |scope| judge_scope(rule, scope, &looked, snapshot.as_of))
        })
        .collect()
}

/// The agents that a rule for every agent looks at: those whom its report names. Of one who
/// is gone from it nothing is said, which ends no alert.
fn agents(
    rule: &Rule,
    answers: &HashMap<Ask, &Reading>,
    as_of: DateTime<Utc>,
) -> Vec<AgentName> {
    if rule.of != Selection::EveryAgent {
        return Vec::new();
    }
    facts(answers, ask(rule, &Scope::Operation, as_of)).map_or_else(Vec::new, Facts::agents)
}

/// What the reports tell one rule.
enum Looked<'answers> {
    /// Each scope has a report of its own, or there are few of them.
    InEach(&'answers HashMap<Ask, &'answers Reading>),
    /// One report tells of many scopes. It is gone through once, since a look through all
    /// rows for every scope grows with the square of the skills.
    Once(HashMap<Scope, Sample>),
}

impl<'answers> Looked<'answers> {
    /// With fewer scopes than this it is cheaper to look for each.
    const MANY: usize = 4;

    fn at(
        rule: &Rule,
        scopes: usize,
        answers: &'answers HashMap<Ask, &'answers Reading>,
        as_of: DateTime<Utc>,
    ) -> Self {
        if rule.metric.report().is_asked_by_skill() || scopes < Self::MANY {
            return Self::InEach(answers);
        }
        let facts = facts(answers, ask(rule, &Scope::Operation, as_of));
        Self::Once(facts.map_or_else(HashMap::new, |facts| samples(rule.metric, facts)))
    }

    fn sample(&self, rule: &Rule, scope: &Scope, ask: Ask) -> Option<Sample> {
        match self {
            Self::InEach(answers) => sample(rule.metric, scope, facts(answers, ask)?),
            Self::Once(samples) => samples.get(scope).copied(),
        }
    }
}

fn facts<'answers>(
    answers: &HashMap<Ask, &'answers Reading>,
    ask: Ask,
) -> Option<&'answers Facts> {
    answers.get(&ask)?.outcome.as_ref().ok().map(Arc::as_ref)
}

fn judge_scope<'rules>(
    rule: &'rules Rule,
    scope: Scope,
    looked: &Looked<'_>,
    as_of: DateTime<Utc>,
) -> Judgement<'rules> {
    let ask = ask(rule, &scope, as_of);
    let sample = looked.sample(rule, &scope, ask);
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
    let window = Window::ending(as_of, rule.window);
    Ask::about(rule.metric.report(), scope, window)
}

#[cfg(test)]
mod tests;
