//! Which rests are below zero. They are shown as unknown, and here is why.

use crate::{
    Line,
    report::warning,
    smart_hold::{Answer, rows::Row},
};
use vigia_core::metrics::Skills;

/// How many skills are named; the others are counted.
const NAMED: usize = 3;

/// One line for each skill whose figures cannot be right together, and what comes of it.
pub(super) fn lines(answer: &Answer<'_>) -> Vec<Line> {
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
    if answer.skills == Skills::All && is_partial(answer) {
        doubts.push(words.line("smart-hold-doubt-missing", &[]));
    }
    doubts.into_iter().map(warning).collect()
}

fn answers(answer: &Answer<'_>, row: &Row) -> Option<Line> {
    let stages = &row.stages;
    let (treated, answers) = (
        stages.treated?,
        stages.accepted?.saturating_add(stages.declined?),
    );
    (answers > treated).then(|| told(answer, row, "smart-hold-doubt-answers", answers, treated))
}

/// The callbacks of a window may be of callers who accepted before it.
fn callbacks(answer: &Answer<'_>, row: &Row) -> Option<Line> {
    let (accepted, ended) = (row.stages.accepted?, row.stages.called_back?);
    (ended > accepted).then(|| told(answer, row, "smart-hold-doubt-callbacks", ended, accepted))
}

fn told(answer: &Answer<'_>, row: &Row, id: &str, part: u64, of: u64) -> Line {
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
fn is_partial(answer: &Answer<'_>) -> bool {
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
