//! What is missing, and which of the sums that should be equal are not. Supervisors who
//! find a difference by themselves trust no figure any more.

use crate::{
    cards::{
        Arg, Line, Span, Words,
        abandon::{Abandon, Part, waits},
    },
    metrics::{Report, facts::SkillAbandons},
};

/// One line for each thing that the reader must know before trusting the figures.
pub(super) fn doubts(
    abandon: &Abandon<'_>,
    row: Option<&SkillAbandons>,
    words: &Words,
) -> Vec<Line> {
    [
        service_gap(abandon, words),
        waits_gap(abandon, row, words),
        ranges(row, words),
        reports(abandon, row, words),
        offered(abandon, words),
    ]
    .into_iter()
    .flatten()
    .map(warning)
    .collect()
}

/// Offered calls that were neither answered nor abandoned; less than none is a fault.
pub(super) fn unaccounted(abandon: &Abandon<'_>) -> Option<i64> {
    let calls = abandon.calls()?;
    let known = |calls: u64| i64::try_from(calls).ok();
    known(calls.offered?)?
        .checked_sub(known(calls.answered?)?)?
        .checked_sub(known(calls.abandoned?)?)
}

fn warning(mut line: Line) -> Line {
    line.0.insert(0, Span::Text("⚠ ".to_owned()));
    line
}

fn service_gap(abandon: &Abandon<'_>, words: &Words) -> Option<Line> {
    match (&abandon.service, abandon.calls()) {
        (Part::Known(_), Some(_)) => None,
        (Part::Known(_), None) => Some(words.line("doubt-no-channel", &[])),
        (gap @ (Part::Empty | Part::Failed(_)), _) => {
            told(gap, Report::ServiceLevel, words)
        }
    }
}

/// A skill without abandons has no row, and that is as it should be.
fn waits_gap(
    abandon: &Abandon<'_>,
    row: Option<&SkillAbandons>,
    words: &Words,
) -> Option<Line> {
    let abandoned = abandon.calls().and_then(|calls| calls.abandoned);
    match (&abandon.waits, row, abandoned) {
        (Part::Known(_), Some(_), _) | (Part::Known(_) | Part::Empty, _, Some(0)) => None,
        (Part::Known(_), None, _) => Some(words.line("doubt-no-waits", &[])),
        (gap @ (Part::Empty | Part::Failed(_)), _, _) => {
            told(gap, Report::Abandonment, words)
        }
    }
}

fn told(gap: &Part<'_>, report: Report, words: &Words) -> Option<Line> {
    let report = ("report", words.report(report).into());
    match gap {
        Part::Known(_) => None,
        Part::Empty => Some(words.line("gap-empty", &[report])),
        Part::Failed(why) => {
            Some(words.line("gap-failed", &[report, ("why", why.as_str().into())]))
        }
    }
}

fn ranges(row: Option<&SkillAbandons>, words: &Words) -> Option<Line> {
    let (sum, whole) = (waits::total(row?)?, row?.abandoned?);
    (sum != whole).then(|| {
        words.line(
            "doubt-waits",
            &[("sum", count(words, sum)), ("whole", count(words, whole))],
        )
    })
}

fn reports(
    abandon: &Abandon<'_>,
    row: Option<&SkillAbandons>,
    words: &Words,
) -> Option<Line> {
    let (waits, service) = (row?.abandoned?, abandon.calls()?.abandoned?);
    (waits != service).then(|| {
        words.line(
            "doubt-reports",
            &[
                ("waits", count(words, waits)),
                ("service", count(words, service)),
            ],
        )
    })
}

fn offered(abandon: &Abandon<'_>, words: &Words) -> Option<Line> {
    let other = unaccounted(abandon)?;
    let id = match other.signum() {
        0 => return None,
        1 => "doubt-more-offered",
        _ => "doubt-less-offered",
    };
    Some(words.line(id, &[("calls", count(words, other.unsigned_abs()))]))
}

fn count(words: &Words, calls: u64) -> Arg {
    words.count(calls).into()
}
