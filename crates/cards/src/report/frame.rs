//! What stands around an answer's own lines: when it is of, what it is compared with, what
//! the asker must know, and the command that asks it again.

use crate::{
    Card, CardLine, Tone, Words,
    report::{AnswerContext, ReportAnswer, ReportInput, compared, gap, no_trend, window},
};
use vigia_core::metrics::Report;

/// A card with the command and the time. What it says is still to be filled in.
pub(crate) fn frame(inquiry: &AnswerContext<'_>) -> Card {
    Card {
        footer: inquiry.command.clone(),
        as_of: Some(inquiry.as_of()),
        ..Card::default()
    }
}

/// The lines below an answer's own: its window, the other window, what cannot be drawn, and
/// the notes.
pub(crate) fn circumstances(inquiry: &AnswerContext<'_>, words: &Words) -> Vec<CardLine> {
    let mut lines = vec![window(inquiry, words)];
    lines.extend(compared(inquiry, words));
    lines.extend(no_trend(inquiry, words));
    lines.extend(inquiry.notes.iter().cloned());
    lines
}

/// An answer without figures.
pub(crate) fn bare(
    tone: Tone,
    title: String,
    mut lines: Vec<CardLine>,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    lines.extend(circumstances(inquiry, words));
    ReportAnswer {
        card: Card {
            tone,
            title,
            lines,
            ..frame(inquiry)
        },
        pages: 1,
        ..ReportAnswer::default()
    }
}

/// The answer where a report gave nothing. `empty` says what an empty one means: neither
/// zero nor a failure.
pub(crate) fn nothing(
    title: &str,
    part: &ReportInput<'_>,
    report: Report,
    empty: Vec<CardLine>,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let why = match part {
        ReportInput::Known(_) | ReportInput::Empty => empty,
        ReportInput::Failed(_) => Vec::from_iter(gap(part, report, words)),
    };
    bare(Tone::NoData, format!("⚪ {title}"), why, inquiry, words)
}
