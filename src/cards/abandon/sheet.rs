//! The answer as a sheet.

use crate::{
    cards::{
        Words,
        abandon::{Abandon, card},
        report::{Inquiry, Part, Sheet, rule_for},
    },
    metrics::{Metric, Scope, Skills},
};

/// What was asked, and what the two reports gave.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Of one skill, or of all.
    pub skills: Skills,
    /// The report of calls and service levels.
    pub service: Part<'a>,
    /// The report of abandons by wait.
    pub waits: Part<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(asked: &Asked<'_>, inquiry: &Inquiry<'_>, words: &Words) -> Sheet {
    let scope = match asked.skills {
        Skills::All => Scope::Operation,
        Skills::One(skill) => Scope::Skill(skill),
    };
    let abandon = Abandon {
        skills: asked.skills,
        window: inquiry.window,
        service: asked.service.clone(),
        waits: asked.waits.clone(),
        names: inquiry.names,
        rule: rule_for(inquiry.rules, Metric::AbandonRate, &scope),
        read_at: inquiry.read_at,
        notes: inquiry.notes.clone(),
        command: inquiry.command.clone(),
    };
    Sheet {
        card: card(&abandon, words),
        pages: 1,
        ..Sheet::default()
    }
}
