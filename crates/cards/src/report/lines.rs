//! What stands in every answer: its window, what is missing, a figure with its name.

use crate::{
    CardField, CardLine, TextSpan, Words,
    report::{AnswerContext, ReportInput},
};
use vigia_core::metrics::Report;

/// Which window, how long, and when it was read.
pub(crate) fn window(inquiry: &AnswerContext<'_>, words: &Words) -> CardLine {
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
pub(crate) fn gap(part: &ReportInput<'_>, report: Report, words: &Words) -> Option<CardLine> {
    let report = ("report", words.report(report).into());
    match part {
        ReportInput::Known(_) => None,
        ReportInput::Empty => Some(warning(words.line("gap-empty", &[report]))),
        ReportInput::Failed(why) => {
            let why = ("why", why.as_str().into());
            Some(warning(words.line("gap-failed", &[report, why])))
        }
    }
}

/// A line that the reader must see before trusting the figures.
pub(crate) fn warning(mut line: CardLine) -> CardLine {
    line.0.insert(0, TextSpan::Text("⚠ ".to_owned()));
    line
}

/// A figure with its name.
pub(crate) fn field(name: impl Into<String>, value: impl Into<String>) -> CardField {
    CardField {
        name: name.into(),
        value: CardLine::text(value),
    }
}
