//! The verdict in words, by the limit of the rule that watches the same figure.

use crate::{
    cards::{Line, Words, tidy},
    metrics::{Channel, Metric, Quantity, Sample, Scope},
    rules::{Rule, Ruleset, Selection, Severity, Side, Verdict},
};

/// The rule that sets the abandonment limit of a scope: one that names the scope comes
/// before one for every skill.
#[must_use]
pub fn rule_for<'a>(rules: &'a Ruleset, scope: &Scope) -> Option<&'a Rule> {
    rules
        .rules
        .iter()
        .filter(|rule| {
            rule.metric == Metric::AbandonRate && rule.when.side() == Side::Above
        })
        .filter_map(|rule| Some((nearness(&rule.of, scope)?, rule)))
        .min_by_key(|(nearness, _)| *nearness)
        .map(|(_, rule)| rule)
}

fn nearness(of: &Selection, scope: &Scope) -> Option<u8> {
    match (of, scope) {
        (Selection::Skills(skills), Scope::Skill(skill)) => {
            skills.contains(skill).then_some(0)
        }
        (Selection::EverySkill, Scope::Skill(_)) => Some(1),
        (Selection::Operation, Scope::Operation) => Some(0),
        (Selection::Channels(channels), Scope::Operation) => {
            channels.contains(&Channel::inbound()).then_some(1)
        }
        (Selection::Channels(channels), Scope::Channel(channel)) => {
            channels.contains(channel).then_some(0)
        }
        (
            Selection::Operation
            | Selection::EverySkill
            | Selection::Skills(_)
            | Selection::Channels(_),
            Scope::Operation | Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_),
        ) => None,
    }
}

/// The figure held against the rule, in words first.
pub(super) fn verdict(sample: &Sample, rule: &Rule, words: &Words) -> Line {
    if let (Some(least), Some(of)) = (rule.at_least, sample.of)
        && of < least
    {
        let count = |calls| words.count(calls).into();
        return words.line(
            "verdict-too-few",
            &[("calls", count(of)), ("least", count(least))],
        );
    }
    match rule.when.judge(sample) {
        Verdict::Breach(Severity::Critical) => {
            held(rule, Severity::Critical, "verdict-critical", words)
        }
        Verdict::Breach(Severity::Warning) => {
            held(rule, Severity::Warning, "verdict-warning", words)
        }
        Verdict::Between if is_past(sample, rule) => {
            held(rule, Severity::Warning, "verdict-unsure", words)
        }
        Verdict::Between | Verdict::Clear => {
            held(rule, Severity::Warning, "verdict-within", words)
        }
        Verdict::TooFew | Verdict::Missing => words.line("verdict-unknown", &[]),
    }
}

fn is_past(sample: &Sample, rule: &Rule) -> bool {
    first_limit(rule).is_some_and(|limit| {
        rule.when
            .side()
            .is_past(sample.value.scalar(), limit.scalar())
    })
}

fn first_limit(rule: &Rule) -> Option<Quantity> {
    let limit = |severity| rule.when.limit(severity);
    limit(Severity::Warning).or(limit(Severity::Critical))
}

fn held(rule: &Rule, severity: Severity, id: &str, words: &Words) -> Line {
    let limit = rule.when.limit(severity).or(first_limit(rule));
    let limit = limit.map(|limit| words.stated(limit)).unwrap_or_default();
    words.line(
        id,
        &[
            ("limit", limit.into()),
            ("rule", tidy(rule.id.as_str()).into()),
        ],
    )
}
