//! What stands around an answer's own lines: when it is of, what it is compared with, what
//! the asker must know, and the command that asks it again.

use crate::{
    Card, Line, Tone, Words,
    report::{Inquiry, Part, Sheet, compared, gap, no_trend, window},
};
use vigia_core::metrics::Report;

/// A card with the command and the time. What it says is still to be filled in.
pub(crate) fn frame(inquiry: &Inquiry<'_>) -> Card {
    Card {
        footer: inquiry.command.clone(),
        as_of: Some(inquiry.as_of()),
        ..Card::default()
    }
}

/// The lines below an answer's own: its window, the other window, what cannot be drawn, and
/// the notes.
pub(crate) fn circumstances(inquiry: &Inquiry<'_>, words: &Words) -> Vec<Line> {
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
    mut lines: Vec<Line>,
    inquiry: &Inquiry<'_>,
    words: &Words,
) -> Sheet {
    lines.extend(circumstances(inquiry, words));
    Sheet {
        card: Card {
            tone,
            title,
            lines,
            ..frame(inquiry)
        },
        pages: 1,
        ..Sheet::default()
    }
}

/// The answer where a report gave nothing. `empty` says what an empty one means: neither
/// zero nor a failure.
pub(crate) fn nothing(
    title: &str,
    part: &Part<'_>,
    report: Report,
    empty: Vec<Line>,
    inquiry: &Inquiry<'_>,
    words: &Words,
) -> Sheet {
    let why = match part {
        Part::Known(_) | Part::Empty => empty,
        Part::Failed(_) => Vec::from_iter(gap(part, report, words)),
    };
    bare(Tone::NoData, format!("⚪ {title}"), why, inquiry, words)
}
