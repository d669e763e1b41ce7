//! The answer to `/service`: calls, service level and waits by channel.

use crate::{
    cards::{
        Words,
        report::{Inquiry, Part, Sheet},
    },
    metrics::{Channel, Skills},
};

/// What was asked, and what the report gave.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Of one skill, or of all.
    pub skills: Skills,
    /// Of one channel only.
    pub channel: Option<Channel>,
    /// The report of calls and service levels.
    pub report: Part<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(_asked: &Asked<'_>, _inquiry: &Inquiry<'_>, _words: &Words) -> Sheet {
    Sheet::default()
}
