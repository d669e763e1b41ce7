//! The answer to `/hold`: time on hold and muted, by agent and of the team. On hold is the
//! customer during the call; it is not the wait in the queue.
//!
//! ```text
//! Hold and mute: 27 h 45 min in 1,904 uses · whole operation
//! 52 s per use on average · median per agent 31 min 10 s (48 agents)
//! 1. Lucía Peña: 1 h 24 min · hold 1 h 12 min · mute 12 min · 41 uses, 2 min 03 s per use · 2.7× the median
//! 17 Nov 2026, 07:00–15:05 (8 h 05 min) · read at 15:06
//! ```

mod agent;
mod chart;
mod doubts;
mod rows;
mod team;

#[cfg(test)]
mod tests;

use crate::{
    Words,
    report::{AnswerContext, ReportAnswer, ReportInput, before_facts, nothing},
};
use vigia_core::metrics::{AgentName, Facts, Report, facts::Holds};

/// What was asked, and what the report gave.
#[derive(Clone, Debug)]
pub struct HoldInput<'a> {
    /// Of one agent only.
    pub agent: Option<AgentName>,
    /// The report of hold and mute, which is always of all agents.
    pub report: ReportInput<'a>,
}

/// The answer. Where agents may not be named, it is that of the team, whoever was asked for.
#[must_use]
pub fn sheet(asked: &HoldInput<'_>, inquiry: &AnswerContext<'_>, words: &Words) -> ReportAnswer {
    let mut sheet = answered(asked, inquiry, words);
    if asked.agent.is_some() && !inquiry.view.names_agents {
        // The command names the agent.
        sheet.card.footer.clear();
    }
    sheet
}

fn answered(asked: &HoldInput<'_>, inquiry: &AnswerContext<'_>, words: &Words) -> ReportAnswer {
    let ReportInput::Known(facts @ Facts::Holds(report)) = asked.report else {
        return no_rows(asked, inquiry, words);
    };
    if report.agents.is_empty() && report.total.is_none() {
        return no_rows(asked, inquiry, words);
    }
    let answer = HoldAnswer {
        facts,
        report,
        before: match before_facts(inquiry) {
            Some(Facts::Holds(before)) => Some(before),
            Some(_) | None => None,
        },
        inquiry,
        words,
    };
    match &asked.agent {
        Some(agent) if inquiry.view.names_agents => agent::sheet(&answer, agent),
        Some(_) | None => team::sheet(&answer),
    }
}

/// All that the sheet is made of, where the report has rows.
struct HoldAnswer<'a> {
    facts: &'a Facts,
    report: &'a Holds,
    before: Option<&'a Holds>,
    inquiry: &'a AnswerContext<'a>,
    words: &'a Words,
}

fn no_rows(asked: &HoldInput<'_>, inquiry: &AnswerContext<'_>, words: &Words) -> ReportAnswer {
    let title = words.say("hold-no-data", &[]);
    let empty = vec![words.line("hold-no-data-why", &[])];
    nothing(&title, &asked.report, Report::Holds, empty, inquiry, words)
}
