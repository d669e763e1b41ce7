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
    cards::{
        Card, Line, Tone, Words,
        report::{Inquiry, Part, Sheet, before_facts, compared, gap, window},
    },
    metrics::{AgentName, Facts, Report, facts::Holds},
};

/// What was asked, and what the report gave.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Of one agent only.
    pub agent: Option<AgentName>,
    /// The report of hold and mute, which is always of all agents.
    pub report: Part<'a>,
}

/// The answer. Where agents may not be named, it is that of the team, whoever was asked for.
#[must_use]
pub fn sheet(asked: &Asked<'_>, inquiry: &Inquiry<'_>, words: &Words) -> Sheet {
    let Part::Known(facts @ Facts::Holds(report)) = asked.report else {
        return nothing(asked, inquiry, words);
    };
    if report.agents.is_empty() && report.total.is_none() {
        return nothing(asked, inquiry, words);
    }
    let answer = Answer {
        facts,
        report,
        before: match before_facts(inquiry) {
            Some(Facts::Holds(before)) => Some(before),
            Some(_) | None => None,
        },
        inquiry,
        words,
        is_named: asked.agent.is_some(),
    };
    match &asked.agent {
        Some(agent) if inquiry.view.names_agents => agent::sheet(&answer, agent),
        Some(_) | None => team::sheet(&answer),
    }
}

/// All that the sheet is made of, where the report has rows.
struct Answer<'a> {
    facts: &'a Facts,
    report: &'a Holds,
    before: Option<&'a Holds>,
    inquiry: &'a Inquiry<'a>,
    words: &'a Words,
    /// Whether the question, and with it its command, names an agent.
    is_named: bool,
}

fn nothing(asked: &Asked<'_>, inquiry: &Inquiry<'_>, words: &Words) -> Sheet {
    let why = match &asked.report {
        Part::Known(_) | Part::Empty => words.line("hold-no-data-why", &[]),
        failed @ Part::Failed(_) => gap(failed, Report::Holds, words).unwrap_or_default(),
    };
    let mut lines = vec![why];
    lines.extend(circumstances(inquiry, words));
    lines.extend(inquiry.notes.iter().cloned());
    let title = words.say("hold-no-data", &[]);
    Sheet {
        card: Card {
            tone: Tone::NoData,
            title: format!("⚪ {title}"),
            lines,
            ..frame(inquiry, asked.agent.is_some())
        },
        pages: 1,
        ..Sheet::default()
    }
}

/// The command is left out where it names an agent and that may not be.
fn frame(inquiry: &Inquiry<'_>, is_named: bool) -> Card {
    let footer = if is_named && !inquiry.view.names_agents {
        String::new()
    } else {
        inquiry.command.clone()
    };
    Card {
        footer,
        as_of: Some(inquiry.as_of()),
        ..Card::default()
    }
}

fn circumstances(inquiry: &Inquiry<'_>, words: &Words) -> impl Iterator<Item = Line> {
    [Some(window(inquiry, words)), compared(inquiry, words)]
        .into_iter()
        .flatten()
}
