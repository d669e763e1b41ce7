//! The answer to `/durations`: calls, minutes and cost by length of call.

use crate::cards::{
    Words,
    report::{Inquiry, Part, Sheet},
};

/// What the report gave. It is of all calls: inbound, outbound and internal.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The report of calls by length.
    pub report: Part<'a>,
}

/// The answer.
#[must_use]
pub fn sheet(_asked: &Asked<'_>, _inquiry: &Inquiry<'_>, _words: &Words) -> Sheet {
    Sheet::default()
}
