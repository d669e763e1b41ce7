//! The answer to `/durations`: calls, minutes and cost by length of call.
//!
//! ```text
//! Call durations: 1,650 calls · 2,883 min · whole operation
//! Short (0–5 s): 6.8 % (112 of 1,650) · long (over 120 s): 25.2 % (415 of 1,650)
//! 0–5 s: 6.8 % (112 of 1,650) · 9.3 min · cost 0.00 (0.00 per call)
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

mod card;
mod chart;
mod doubts;
mod rows;

#[cfg(test)]
mod tests;

use crate::{
    Words,
    report::{AnswerContext, ReportAnswer, ReportInput, before_facts},
};
use vigia_core::metrics::{Facts, facts::Durations};

/// What the report gave. It is of all calls: inbound, outbound and internal.
#[derive(Clone, Debug)]
pub struct DurationsInput<'a> {
    /// The report of calls by length.
    pub report: ReportInput<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(
    asked: &DurationsInput<'_>,
    inquiry: &AnswerContext<'_>,
    words: &Words,
) -> ReportAnswer {
    let ReportInput::Known(facts @ Facts::Durations(report)) = asked.report else {
        return card::no_calls(asked, inquiry, words);
    };
    if report.lengths.is_empty() && report.total.is_none() {
        return card::no_calls(asked, inquiry, words);
    }
    let before = match before_facts(inquiry) {
        Some(Facts::Durations(before)) => Some(before),
        Some(_) | None => None,
    };
    card::full(&DurationsAnswer {
        facts,
        report,
        before,
        inquiry,
        words,
    })
}

/// All that the sheet is made of, where the report has rows.
struct DurationsAnswer<'a> {
    facts: &'a Facts,
    report: &'a Durations,
    before: Option<&'a Durations>,
    inquiry: &'a AnswerContext<'a>,
    words: &'a Words,
}
