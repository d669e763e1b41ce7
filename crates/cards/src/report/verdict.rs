//! The verdict in words, by the limit of the rule that watches the same figure.

use crate::{Line, Words, tidy};
use vigia_core::{
    metrics::{Metric, Quantity, Sample},
    rules::{Rule, Severity, Side, Verdict},
};

/// A figure held against a rule.
pub(crate) struct Held {
    /// How bad it is.
    pub(crate) gravity: Gravity,
    /// The same in words.
    pub(crate) line: Line,
}

/// How bad a verdict is; the worst is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gravity {
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
pub(crate) fn verdict(sample: &Sample, rule: &Rule, words: &Words) -> Line {
    held(sample, rule, words).line
}

/// The same with how bad it is.
pub(crate) fn held(sample: &Sample, rule: &Rule, words: &Words) -> Held {
    if let (Some(least), Some(of)) = (rule.at_least, sample.of)
        && of < least
    {
        let count = |cases| words.count(cases).into();
        let counts = [("cases", count(of)), ("least", count(least))];
        return Held {
            gravity: Gravity::TooFew,
            line: words.line("verdict-too-few", &counts),
        };
    }
    let Some(limits) = rule.when.threshold() else {
        return Held {
            gravity: Gravity::Unknown,
            line: unknown(rule.metric, words),
        };
    };
    let (gravity, id) = match (limits.judge(sample), limits.side()) {
        (Verdict::Breach(severity @ Severity::Critical), Side::Above) => {
            (Gravity::Past(severity), "verdict-critical-above")
        }
        (Verdict::Breach(severity @ Severity::Critical), Side::Below) => {
            (Gravity::Past(severity), "verdict-critical-below")
        }
        (Verdict::Breach(severity @ Severity::Warning), Side::Above) => {
            (Gravity::Past(severity), "verdict-warning-above")
        }
        (Verdict::Breach(severity @ Severity::Warning), Side::Below) => {
            (Gravity::Past(severity), "verdict-warning-below")
        }
        (Verdict::Between, Side::Above) if is_past(sample, rule) => {
            (Gravity::Unsure, "verdict-unsure-above")
        }
        (Verdict::Between, Side::Below) if is_past(sample, rule) => {
            (Gravity::Unsure, "verdict-unsure-below")
        }
        (Verdict::Between | Verdict::Clear, Side::Above) => {
            (Gravity::Within, "verdict-within-above")
        }
        (Verdict::Between | Verdict::Clear, Side::Below) => {
            (Gravity::Within, "verdict-within-below")
        }
        (Verdict::TooFew | Verdict::Missing | Verdict::Asleep, _) => {
            return Held {
                gravity: Gravity::Unknown,
                line: unknown(rule.metric, words),
            };
        }
    };
    let line = against(rule, gravity, id, words);
    Held { gravity, line }
}

/// That a figure is not known, which is no verdict.
pub(crate) fn unknown(metric: Metric, words: &Words) -> Line {
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

fn against(rule: &Rule, gravity: Gravity, id: &str, words: &Words) -> Line {
    let severity = match gravity {
        Gravity::Past(severity) => severity,
        Gravity::Unknown | Gravity::TooFew | Gravity::Within | Gravity::Unsure => Severity::Warning,
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
