//! The answer to `/service`: calls, service level and waits by channel.
//!
//! ```text
//! Service level 20 s 54.1 % (66 of 122) · skill 12 Soporte TV · voice
//! 🔴 Critical: below the goal of 60 % (rule low-service)
//! Answered within the limit, of all offered; abandoned calls count against it
//! 17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
//! ```

mod card;
mod channels;
mod chart;
mod question;
mod table;

#[cfg(test)]
mod tests;

pub(crate) use channels::ChannelKind;

use crate::{
    Words,
    report::{AnswerContext, ReportAnswer, ReportInput, no_calls},
    service::question::ServiceQuestion,
};
use vigia_core::metrics::{Channel, Facts, SkillSelection};

/// What was asked, and what the report gave.
#[derive(Clone, Debug)]
pub struct ServiceInput<'a> {
    /// Of one skill, or of all.
    pub skills: SkillSelection,
    /// Of one channel only.
    pub channel: Option<Channel>,
    /// The report of calls and service levels.
    pub report: ReportInput<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(asked: &ServiceInput<'_>, inquiry: &AnswerContext<'_>, words: &Words) -> ReportAnswer {
    let question = ServiceQuestion {
        asked,
        inquiry,
        words,
    };
    let is_empty = match asked.report {
        ReportInput::Known(Facts::ServiceLevel(report)) => report.channels.is_empty(),
        ReportInput::Known(_) | ReportInput::Failed(_) => false,
        ReportInput::Empty => true,
    };
    if is_empty {
        return no_calls(&question.place(), asked.skills, inquiry, words);
    }
    let page = channels::page(&question);
    ReportAnswer {
        card: card::card(&question, &page),
        table: table::table(&question),
        pages: page.pages,
    }
}
