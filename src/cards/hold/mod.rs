//! The answer to `/hold`: time on hold and muted, by agent and of the team.

use crate::{
    cards::{
        Words,
        report::{Inquiry, Part, Sheet},
    },
    metrics::AgentName,
};

/// What was asked, and what the report gave.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Of one agent only.
    pub agent: Option<AgentName>,
    /// The report of hold and mute, which is always of all agents.
    pub report: Part<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(_asked: &Asked<'_>, _inquiry: &Inquiry<'_>, _words: &Words) -> Sheet {
    Sheet::default()
}
