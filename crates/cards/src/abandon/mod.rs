//! The answer to `/abandon`: how many callers gave up, out of how many, and after how long.
//!
//! ```text
//! Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
//! 🔴 Critical: above the limit of 10 % (rule high-abandonment)
//! Waited before hanging up: ≤10 s 3 (16.7 %) · 11–20 s 2 (11.1 %) · …
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

mod card;
mod chart;
mod doubts;
mod question;
mod skills;
mod table;
mod waits;

#[cfg(test)]
mod tests;

pub(crate) use waits::{in_short, ranges};

use crate::{
    Words,
    abandon::question::AbandonQuestion,
    report::{AnswerContext, ReportAnswer, ReportInput, no_calls},
};
use vigia_core::metrics::SkillSelection;

/// What was asked, and what the two reports gave.
#[derive(Clone, Debug)]
pub struct AbandonInput<'a> {
    /// Of one skill, or of all.
    pub skills: SkillSelection,
    /// The report of calls and service levels.
    pub service: ReportInput<'a>,
    /// The report of abandons by wait.
    pub waits: ReportInput<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(asked: &AbandonInput<'_>, inquiry: &AnswerContext<'_>, words: &Words) -> ReportAnswer {
    let question = AbandonQuestion {
        asked,
        inquiry,
        words,
    };
    let row = question.row();
    let has_failed = [&asked.service, &asked.waits]
        .into_iter()
        .any(|part| matches!(part, ReportInput::Failed(_)));
    if question.calls().is_none() && row.is_none() && !has_failed {
        let place = question.place(None);
        return no_calls(&place, asked.skills, inquiry, words);
    }
    let page = skills::page(&question);
    ReportAnswer {
        card: card::card(&question, row.as_ref(), &page),
        table: table::table(&question),
        pages: page.pages,
    }
}
