//! What is missing, and which of the sums that should be equal are not. Supervisors who
//! find a difference by themselves trust no figure any more.

use crate::{
    CardLine, FluentArg, Words,
    abandon::{question::AbandonQuestion, waits},
    report::{self, ReportInput, gap, warning},
};
use vigia_core::metrics::{Metric, Report, SkillSelection, facts::SkillAbandons};

/// One line for each thing that the reader must know before trusting the figures.
pub(super) fn doubts(question: &AbandonQuestion<'_>, row: Option<&SkillAbandons>) -> Vec<CardLine> {
    let words = question.words;
    let sums = [
        ranges(row, words),
        skills(question, row),
        reports(question, row),
        no_short(question, row),
    ];
    let calls = question.calls().map(|calls| report::doubts(calls, words));
    [service_gap(question), waits_gap(question, row)]
        .into_iter()
        .chain(sums.map(|line| line.map(warning)))
        .flatten()
        .chain(calls.unwrap_or_default())
        .collect()
}

fn service_gap(question: &AbandonQuestion<'_>) -> Option<CardLine> {
    let words = question.words;
    match (&question.asked.service, question.calls()) {
        (ReportInput::Known(_), Some(_)) => None,
        (ReportInput::Known(_), None) => Some(warning(words.line("doubt-no-voice", &[]))),
        (part @ (ReportInput::Empty | ReportInput::Failed(_)), _) => {
            gap(part, Report::ServiceLevel, words)
        }
    }
}

/// A skill without abandons has no row, and that is as it should be.
fn waits_gap(question: &AbandonQuestion<'_>, row: Option<&SkillAbandons>) -> Option<CardLine> {
    let words = question.words;
    let abandoned = question.calls().and_then(|calls| calls.abandoned);
    match (&question.asked.waits, row, abandoned) {
        (ReportInput::Known(_), Some(_), _)
        | (ReportInput::Known(_) | ReportInput::Empty, _, Some(0)) => None,
        (ReportInput::Known(_), None, _) => Some(warning(words.line("doubt-no-waits", &[]))),
        (part @ (ReportInput::Empty | ReportInput::Failed(_)), _, _) => {
            gap(part, Report::Abandonment, words)
        }
    }
}

fn ranges(row: Option<&SkillAbandons>, words: &Words) -> Option<CardLine> {
    let (sum, whole) = (row?.sum_by_wait()?, row?.abandoned?);
    (sum != whole).then(|| {
        let args = [("sum", count(words, sum)), ("whole", count(words, whole))];
        words.line("doubt-waits", &args)
    })
}

/// The API's own total against its skills.
fn skills(question: &AbandonQuestion<'_>, row: Option<&SkillAbandons>) -> Option<CardLine> {
    let report = question.abandonment()?;
    if question.asked.skills != SkillSelection::All || report.skills.is_empty() {
        return None;
    }
    let whole = row?.abandoned?;
    let sum = waits::add(report.skills.iter().map(|row| row.abandoned))?;
    let words = question.words;
    (sum != whole).then(|| {
        let args = [("sum", count(words, sum)), ("whole", count(words, whole))];
        words.line("doubt-skills", &args)
    })
}

fn reports(question: &AbandonQuestion<'_>, row: Option<&SkillAbandons>) -> Option<CardLine> {
    let (waits, service) = (row?.abandoned?, question.calls()?.abandoned?);
    let words = question.words;
    (waits != service).then(|| {
        let args = [
            ("waits", count(words, waits)),
            ("service", count(words, service)),
        ];
        words.line("doubt-reports", &args)
    })
}

/// Why a figure that usually stands here does not.
fn no_short(question: &AbandonQuestion<'_>, row: Option<&SkillAbandons>) -> Option<CardLine> {
    row?.abandoned?;
    question.calls()?.abandoned.filter(|calls| *calls > 0)?;
    let is_told = question
        .of_both(Metric::AbandonAfterThresholdRate)
        .is_some();
    (!is_told).then(|| question.words.line("doubt-no-short", &[]))
}

fn count(words: &Words, calls: u64) -> FluentArg {
    words.count(calls).into()
}
