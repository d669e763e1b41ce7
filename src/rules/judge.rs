//! From a snapshot to verdicts: which reports the rules need, and what they say of them.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    metrics::{
        AgentName, Ask, AtHand, Facts, Gap, Reading, Sample, Scope, SkillId, Snapshot,
        Window, sample, samples,
    },
    rules::{
        Grounds, Past, Rule, Ruleset, Selection, Severity, Usual, Verdict, When,
        usual::Usuals,
    },
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
    /// What it was made against.
    pub grounds: Grounds,
}

/// All that a poll knows when rules are judged.
#[derive(Clone, Copy, Debug)]
pub struct Look<'poll> {
    /// The skills of the operation.
    pub skills: &'poll [SkillId],
    /// What was read.
    pub snapshot: &'poll Snapshot,
    /// The zone of the operation.
    pub zone: Tz,
    /// What has been before, for rules that ask what is usual.
    pub past: Option<&'poll Past>,
}

/// The questions that a poll must ask so that these rules can judge, each once.
#[must_use]
pub fn asks(rules: &Ruleset, skills: &[SkillId], as_of: DateTime<Utc>) -> Vec<Ask> {
    let mut asks: Vec<Ask> = rules
        .rules
        .iter()
        .flat_map(|rule| {
            let scopes = if rule.metric.is_asked_by_skill() {
                rule.of.scopes(skills, &[])
            } else {
                // One answer tells of every scope, whichever skills there are.
                vec![Scope::Operation]
            };
            let window = window(rule, as_of);
            scopes
                .into_iter()
                .flat_map(move |scope| rule.metric.asks(&scope, window))
        })
        .collect();
    asks.sort_unstable();
    asks.dedup();
    asks
}

impl<'poll> Look<'poll> {
    /// A look at what was read, with nothing else known.
    #[must_use]
    pub fn new(skills: &'poll [SkillId], snapshot: &'poll Snapshot, zone: Tz) -> Self {
        Self {
            skills,
            snapshot,
            zone,
            past: None,
        }
    }

    /// The same look by somebody who remembers.
    #[must_use]
    pub fn with_past(self, past: &'poll Past) -> Self {
        Self {
            past: Some(past),
            ..self
        }
    }
}

/// What every rule says of every scope of its own, in the order of the rules.
#[must_use]
pub fn judge<'rules>(rules: &'rules Ruleset, look: &Look<'_>) -> Vec<Judgement<'rules>> {
    let Look {
        skills,
        snapshot,
        past,
        ..
    } = *look;
    let answers = &snapshot.by_ask();
    rules
        .rules
        .iter()
        .flat_map(|rule| {
            let scopes = rule
                .of
                .scopes(skills, &agents(rule, answers, snapshot.as_of));
            let looked = Looked::at(rule, scopes.len(), answers, snapshot.as_of);
            let usuals = Usuals::of(rule, past, || looked.in_team(rule, snapshot.as_of));
            scopes.into_iter().map(move |scope| {
                judge_scope(rule, scope, &looked, &usuals, snapshot.as_of)
            })
        })
        .collect()
}

/// The answers of a poll by what was asked.
type Answers<'poll> = HashMap<Ask, &'poll Reading>;

/// The agents that a rule for every agent looks at: those whom its report names. Of one who
/// is gone from it nothing is said, which ends no alert.
fn agents(rule: &Rule, answers: &Answers<'_>, as_of: DateTime<Utc>) -> Vec<AgentName> {
    if rule.of != Selection::EveryAgent {
        return Vec::new();
    }
    let mut asks = rule.metric.asks(&Scope::Operation, window(rule, as_of));
    asks.find_map(|ask| facts(answers, ask))
        .map_or_else(Vec::new, Facts::agents)
}

/// What the reports tell one rule.
struct Looked<'answers> {
    answers: &'answers Answers<'answers>,
    /// One report that tells of many scopes is gone through once, since a look through all
    /// rows for every scope grows with the square of the skills. `None` where each scope has
    /// a report of its own, or there are few of them.
    at_once: Option<HashMap<Scope, Sample>>,
}

impl<'answers> Looked<'answers> {
    /// With fewer scopes than this it is cheaper to look for each.
    const MANY: usize = 4;

    fn at(
        rule: &Rule,
        scopes: usize,
        answers: &'answers Answers<'answers>,
        as_of: DateTime<Utc>,
    ) -> Self {
        let is_in_each = rule.metric.is_asked_by_skill() || scopes < Self::MANY;
        let looked = Self {
            answers,
            at_once: None,
        };
        Self {
            at_once: (!is_in_each).then(|| looked.each(rule, as_of)),
            ..looked
        }
    }

    /// The figure of each skill or agent that the rows name.
    fn each(&self, rule: &Rule, as_of: DateTime<Utc>) -> HashMap<Scope, Sample> {
        let window = window(rule, as_of);
        samples(rule.metric, self.at_hand(rule, &Scope::Operation, window))
    }

    /// What is usual among the agents now.
    fn in_team(&self, rule: &Rule, as_of: DateTime<Utc>) -> Option<Usual> {
        match &self.at_once {
            Some(samples) => Usual::in_team(rule, samples.values()),
            None => Usual::in_team(rule, self.each(rule, as_of).values()),
        }
    }

    /// Whether the reports came, be it with figures or empty.
    fn have_come(&self, rule: &Rule, scope: &Scope, window: Window) -> bool {
        rule.metric.asks(scope, window).all(|ask| {
            let reading = self.answers.get(&ask);
            reading.is_some_and(|reading| !matches!(reading.outcome, Err(Gap::Failed(_))))
        })
    }

    fn sample(&self, rule: &Rule, scope: &Scope, window: Window) -> Option<Sample> {
        match &self.at_once {
            Some(samples) => samples.get(scope).copied(),
            None => sample(rule.metric, scope, self.at_hand(rule, scope, window)),
        }
    }

    fn at_hand(&self, rule: &Rule, scope: &Scope, window: Window) -> AtHand<'answers> {
        let asks = rule.metric.asks(scope, window);
        asks.filter_map(|ask| facts(self.answers, ask)).collect()
    }
}

fn facts<'answers>(answers: &Answers<'answers>, ask: Ask) -> Option<&'answers Facts> {
    answers.get(&ask)?.outcome.as_ref().ok().map(Arc::as_ref)
}

fn judge_scope<'rules>(
    rule: &'rules Rule,
    scope: Scope,
    looked: &Looked<'_>,
    usuals: &Usuals<'_>,
    as_of: DateTime<Utc>,
) -> Judgement<'rules> {
    let window = window(rule, as_of);
    let sample = looked.sample(rule, &scope, window);
    let mut grounds = Grounds {
        usual: usuals.usual(rule, &scope, window.length()),
        ..grounds(rule)
    };
    let verdict = match (&rule.when, &sample) {
        (When::Absent(absent), None) if looked.have_come(rule, &scope, window) => {
            // How long it has been so is the alert's memory.
            Verdict::Breach(absent.severity(Duration::ZERO))
        }
        (When::Absent(_), Some(_)) => Verdict::Clear,
        (_, None) => Verdict::Missing,
        (When::Threshold(_) | When::Unusual(_), Some(sample))
            if is_too_small(rule, sample) =>
        {
            Verdict::TooFew
        }
        (When::Threshold(threshold), Some(sample)) => threshold.judge(sample),
        (When::Unusual(unusual), Some(sample)) => {
            let (verdict, limits) = unusual.judge(sample, grounds.usual.as_ref());
            grounds.warning = limits.warning;
            grounds.critical = limits.critical;
            verdict
        }
    };
    Judgement {
        rule,
        scope,
        window,
        verdict,
        sample,
        grounds,
    }
}

fn grounds(rule: &Rule) -> Grounds {
    match &rule.when {
        When::Threshold(threshold) => Grounds {
            side: Some(threshold.side()),
            warning: threshold.limit(Severity::Warning),
            critical: threshold.limit(Severity::Critical),
            ..Grounds::default()
        },
        When::Unusual(_) | When::Absent(_) => Grounds {
            side: rule.when.side(),
            ..Grounds::default()
        },
    }
}

fn is_too_small(rule: &Rule, sample: &Sample) -> bool {
    rule.at_least
        .zip(sample.of)
        .is_some_and(|(least, of)| of < least)
}

fn window(rule: &Rule, as_of: DateTime<Utc>) -> Window {
    Window::ending(as_of, rule.window)
}

#[cfg(test)]
mod tests;
