//! What stands in every answer: its window, what is missing, a figure with its name.

use crate::{
    Field, Line, Span, Words,
    report::{Inquiry, Part},
};
use vigia_core::metrics::Report;

/// Which window, how long, and when it was read.
pub(crate) fn window(inquiry: &Inquiry<'_>, words: &Words) -> Line {
    let window = inquiry.window;
    words.line(
        "answer-window",
        &[
            ("window", words.dated_window(&window).into()),
            ("length", words.duration(window.length()).into()),
            ("read", words.at(inquiry.read_at, window.until()).into()),
        ],
    )
}

/// Why a report that was asked for is not in the answer, if it is not.
pub(crate) fn gap(part: &Part<'_>, report: Report, words: &Words) -> Option<Line> {
    let report = ("report", words.report(report).into());
    match part {
        Part::Known(_) => None,
        Part::Empty => Some(warning(words.line("gap-empty", &[report]))),
        Part::Failed(why) => {
            let why = ("why", why.as_str().into());
            Some(warning(words.line("gap-failed", &[report, why])))
        }
    }
}

/// A line that the reader must see before trusting the figures.
pub(crate) fn warning(mut line: Line) -> Line {
    line.0.insert(0, Span::Text("⚠ ".to_owned()));
    line
}

/// A figure with its name.
pub(crate) fn field(name: impl Into<String>, value: impl Into<String>) -> Field {
    Field {
        name: name.into(),
        value: Line::text(value),
    }
}
