//! Which rests are below zero. They are shown as unknown, and here is why.

use crate::{
    CardLine,
    report::warning,
    smart_hold::{SmartHoldAnswer, rows::SmartHoldRow},
};
use vigia_core::metrics::SkillSelection;

/// How many skills are named; the others are counted.
const NAMED: usize = 3;

/// One line for each skill whose figures cannot be right together, and what comes of it.
pub(super) fn lines(answer: &SmartHoldAnswer<'_>) -> Vec<CardLine> {
    let words = answer.words;
    let mut doubts: Vec<_> = answer
        .rows
        .iter()
        .flat_map(|row| [answers(answer, row), callbacks(answer, row)])
        .flatten()
        .collect();
    if let Some(more) = doubts.len().checked_sub(NAMED).filter(|more| *more > 0) {
        doubts.truncate(NAMED);
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        doubts.push(words.line(
            "smart-hold-doubt-more",
            &[("more", words.count(more).into())],
        ));
    }
    if answer.skills == SkillSelection::All && is_partial(answer) {
        doubts.push(words.line("smart-hold-doubt-missing", &[]));
    }
    doubts.into_iter().map(warning).collect()
}

fn answers(answer: &SmartHoldAnswer<'_>, row: &SmartHoldRow) -> Option<CardLine> {
    let stages = &row.stages;
    let (treated, answers) = (
        stages.treated?,
        stages.accepted?.saturating_add(stages.declined?),
    );
    (answers > treated).then(|| told(answer, row, "smart-hold-doubt-answers", answers, treated))
}

/// The callbacks of a window may be of callers who accepted before it.
fn callbacks(answer: &SmartHoldAnswer<'_>, row: &SmartHoldRow) -> Option<CardLine> {
    let (accepted, ended) = (row.stages.accepted?, row.stages.called_back?);
    (ended > accepted).then(|| told(answer, row, "smart-hold-doubt-callbacks", ended, accepted))
}

fn told(
    answer: &SmartHoldAnswer<'_>,
    row: &SmartHoldRow,
    id: &str,
    part: u64,
    of: u64,
) -> CardLine {
    let words = answer.words;
    let name = words.skill(row.skill, answer.inquiry.names.get(row.skill));
    words.line(
        id,
        &[
            ("skill", name.into()),
            ("part", words.count(part).into()),
            ("of", words.count(of).into()),
        ],
    )
}

/// Whether a skill's row lacks a figure, so that the whole lacks it too.
fn is_partial(answer: &SmartHoldAnswer<'_>) -> bool {
    answer.rows.iter().any(|row| {
        let stages = row.stages;
        [
            stages.treated,
            stages.accepted,
            stages.declined,
            stages.reached,
            stages.failed,
        ]
        .contains(&None)
    })
}
