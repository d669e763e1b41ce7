//! The answer to `/smarthold`: who was offered a call back, who took it, who was reached.

use crate::{
    cards::{
        Words,
        report::{Inquiry, Part, Sheet},
    },
    metrics::Skills,
};

/// What was asked, and what the report gave.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Of one skill, or of all.
    pub skills: Skills,
    /// The report of smart hold, which is always of all skills.
    pub report: Part<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(_asked: &Asked<'_>, _inquiry: &Inquiry<'_>, _words: &Words) -> Sheet {
    Sheet::default()
}
