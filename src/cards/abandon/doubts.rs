//! What is missing, and which of the sums that should be equal are not. Supervisors who
//! find a difference by themselves trust no figure any more.

use crate::{
    cards::{
        Arg, Line, Words,
        abandon::{Abandon, Part, waits},
        report::{gap, warning},
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
        ranges(row, words).map(warning),
        reports(abandon, row, words).map(warning),
        offered(abandon, words).map(warning),
    ]
    .into_iter()
    .flatten()
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

fn service_gap(abandon: &Abandon<'_>, words: &Words) -> Option<Line> {
    match (&abandon.service, abandon.calls()) {
        (Part::Known(_), Some(_)) => None,
        (Part::Known(_), None) => Some(warning(words.line("doubt-no-channel", &[]))),
        (missing @ (Part::Empty | Part::Failed(_)), _) => {
            gap(missing, Report::ServiceLevel, words)
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
        (Part::Known(_), None, _) => Some(warning(words.line("doubt-no-waits", &[]))),
        (missing @ (Part::Empty | Part::Failed(_)), _, _) => {
            gap(missing, Report::Abandonment, words)
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
