//! The verdict in words, by the limit of the rule that watches the same figure.

use crate::{CardLine, Words, tidy};
use vigia_core::{
    metrics::{Metric, Quantity, Sample},
    rules::{Rule, Severity, Side, Verdict},
};

/// A figure held against a rule.
pub(crate) struct ComparedLimit {
    /// How bad it is.
    pub(crate) gravity: VerdictRank,
    /// The same in words.
    pub(crate) line: CardLine,
}

/// How bad a verdict is; the worst is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum VerdictRank {
    /// The figure is not known.
    Unknown,
    /// It is made of too few.
    TooFew,
    /// It is where it should be.
    Within,
    /// It is past the limit, and not surely so.
    Unsure,
    /// It is past a limit.
    Past(Severity),
}

/// The figure held against the rule, in words first.
pub(crate) fn verdict(sample: &Sample, rule: &Rule, words: &Words) -> CardLine {
    held(sample, rule, words).line
}

/// The same with how bad it is.
pub(crate) fn held(sample: &Sample, rule: &Rule, words: &Words) -> ComparedLimit {
    if let (Some(least), Some(of)) = (rule.at_least, sample.of)
        && of < least
    {
        let count = |cases| words.count(cases).into();
        let counts = [("cases", count(of)), ("least", count(least))];
        return ComparedLimit {
            gravity: VerdictRank::TooFew,
            line: words.line("verdict-too-few", &counts),
        };
    }
    let Some(limits) = rule.when.threshold() else {
        return ComparedLimit {
            gravity: VerdictRank::Unknown,
            line: unknown(rule.metric, words),
        };
    };
    let (gravity, id) = match (limits.judge(sample), limits.side()) {
        (Verdict::Breach(severity @ Severity::Critical), Side::Above) => {
            (VerdictRank::Past(severity), "verdict-critical-above")
        }
        (Verdict::Breach(severity @ Severity::Critical), Side::Below) => {
            (VerdictRank::Past(severity), "verdict-critical-below")
        }
        (Verdict::Breach(severity @ Severity::Warning), Side::Above) => {
            (VerdictRank::Past(severity), "verdict-warning-above")
        }
        (Verdict::Breach(severity @ Severity::Warning), Side::Below) => {
            (VerdictRank::Past(severity), "verdict-warning-below")
        }
        (Verdict::Between, Side::Above) if is_past(sample, rule) => {
            (VerdictRank::Unsure, "verdict-unsure-above")
        }
        (Verdict::Between, Side::Below) if is_past(sample, rule) => {
            (VerdictRank::Unsure, "verdict-unsure-below")
        }
        (Verdict::Between | Verdict::Clear, Side::Above) => {
            (VerdictRank::Within, "verdict-within-above")
        }
        (Verdict::Between | Verdict::Clear, Side::Below) => {
            (VerdictRank::Within, "verdict-within-below")
        }
        (Verdict::TooFew | Verdict::Missing | Verdict::Asleep, _) => {
            return ComparedLimit {
                gravity: VerdictRank::Unknown,
                line: unknown(rule.metric, words),
            };
        }
    };
    let line = against(rule, gravity, id, words);
    ComparedLimit { gravity, line }
}

/// That a figure is not known, which is no verdict.
pub(crate) fn unknown(metric: Metric, words: &Words) -> CardLine {
    words.line(
        "verdict-unknown",
        &[("metric", words.metric(metric).into())],
    )
}

/// The limit that comes first: the warning's, or the critical one where it stands alone.
pub(crate) fn first_limit(rule: &Rule) -> Option<Quantity> {
    let limit = |severity| rule.when.limit(severity);
    limit(Severity::Warning).or(limit(Severity::Critical))
}

fn is_past(sample: &Sample, rule: &Rule) -> bool {
    let limit = rule.when.side().zip(first_limit(rule));
    limit.is_some_and(|(side, limit)| side.is_past(sample.value.scalar(), limit.scalar()))
}

fn against(rule: &Rule, gravity: VerdictRank, id: &str, words: &Words) -> CardLine {
    let severity = match gravity {
        VerdictRank::Past(severity) => severity,
        VerdictRank::Unknown | VerdictRank::TooFew | VerdictRank::Within | VerdictRank::Unsure => {
            Severity::Warning
        }
    };
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
