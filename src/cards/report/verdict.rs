//! The verdict in words, by the limit of the rule that watches the same figure.

use crate::{
    cards::{Line, Words, tidy},
    metrics::{Metric, Quantity, Sample},
    rules::{Rule, Severity, Side, Verdict},
};

/// The figure held against the rule, in words first.
pub(in crate::cards) fn verdict(sample: &Sample, rule: &Rule, words: &Words) -> Line {
    if let (Some(least), Some(of)) = (rule.at_least, sample.of)
        && of < least
    {
        let count = |cases| words.count(cases).into();
        return words.line(
            "verdict-too-few",
            &[("cases", count(of)), ("least", count(least))],
        );
    }
    let side = rule.when.side();
    let (severity, id) = match (rule.when.judge(sample), side) {
        (Verdict::Breach(severity @ Severity::Critical), Side::Above) => {
            (severity, "verdict-critical-above")
        }
        (Verdict::Breach(severity @ Severity::Critical), Side::Below) => {
            (severity, "verdict-critical-below")
        }
        (Verdict::Breach(severity @ Severity::Warning), Side::Above) => {
            (severity, "verdict-warning-above")
        }
        (Verdict::Breach(severity @ Severity::Warning), Side::Below) => {
            (severity, "verdict-warning-below")
        }
        (Verdict::Between, Side::Above) if is_past(sample, rule) => {
            (Severity::Warning, "verdict-unsure-above")
        }
        (Verdict::Between, Side::Below) if is_past(sample, rule) => {
            (Severity::Warning, "verdict-unsure-below")
        }
        (Verdict::Between | Verdict::Clear, Side::Above) => {
            (Severity::Warning, "verdict-within-above")
        }
        (Verdict::Between | Verdict::Clear, Side::Below) => {
            (Severity::Warning, "verdict-within-below")
        }
        (Verdict::TooFew | Verdict::Missing, _) => return unknown(rule.metric, words),
    };
    held(rule, severity, id, words)
}

/// That a figure is not known, which is no verdict.
pub(in crate::cards) fn unknown(metric: Metric, words: &Words) -> Line {
    words.line(
        "verdict-unknown",
        &[("metric", words.metric(metric).into())],
    )
}

/// The limit that comes first: the warning's, or the critical one where it stands alone.
pub(in crate::cards) fn first_limit(rule: &Rule) -> Option<Quantity> {
    let limit = |severity| rule.when.limit(severity);
    limit(Severity::Warning).or(limit(Severity::Critical))
}

fn is_past(sample: &Sample, rule: &Rule) -> bool {
    first_limit(rule).is_some_and(|limit| {
        rule.when
            .side()
            .is_past(sample.value.scalar(), limit.scalar())
    })
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
