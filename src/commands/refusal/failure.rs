//! What could not be read.

use crate::commands::{ReadFailure, refusal::CommandRefusal};
use vigia_cards::{Words, tidy_within};

/// How much of a reason from outside a refusal has room for.
const REASON_ROOM: usize = 300;

impl CommandRefusal {
    /// The reports cannot be read.
    pub(crate) fn failure(failure: &ReadFailure, words: &Words) -> Self {
        Self::new(words.say("failure", &[("why", why(failure, words).into())]))
    }
}

/// Why a report could not be read, as the end of a sentence.
pub(crate) fn why(failure: &ReadFailure, words: &Words) -> String {
    match failure {
        ReadFailure::QuotaUsedUp => words.say("failure-quota", &[]),
        ReadFailure::TokenRefused => words.say("failure-token", &[]),
        ReadFailure::Unavailable => words.say("failure-unavailable", &[]),
        ReadFailure::Maintenance => words.say("failure-maintenance", &[]),
        ReadFailure::NoReport => words.say("failure-no-report", &[]),
        ReadFailure::Other(text) => tidy_within(text, REASON_ROOM),
    }
}
