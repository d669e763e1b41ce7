//! The verdict in words, by the limit of the rule that watches the same figure.

use crate::{
    cards::{Line, Words, tidy},
    metrics::{Quantity, Sample},
    rules::{Rule, Severity, Verdict},
};

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
