//! What an operator must change when Discord refuses, in a sentence.

use std::time::Duration;

use crate::{discord::rest::RestError, watch::ChatError};

/// What was to be done when Discord refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefusedAction {
    /// Post a card in a channel.
    Post,
    /// Change a card.
    Edit,
    /// Open a thread at a card.
    OpenThread,
    /// Write in a thread.
    Log,
    /// Read back what was written.
    Read,
}

impl RefusedAction {
    fn permissions(self) -> &'static str {
        match self {
            Self::Post => "View Channel, Send Messages, Embed Links and Attach Files",
            Self::Edit => "View Channel, Embed Links and Attach Files",
            Self::OpenThread => "View Channel, Read Message History and Create Public Threads",
            Self::Log => "View Channel, Send Messages in Threads and Attach Files",
            Self::Read => "View Channel and Read Message History",
        }
    }

    /// Whether the message must be there for it; else the channel is all it needs.
    fn needs_message(self) -> bool {
        match self {
            Self::Post | Self::Log | Self::Read => false,
            Self::Edit | Self::OpenThread => true,
        }
    }
}

/// What Discord's codes mean (<https://discord.com/developers/docs/topics/opcodes-and-status-codes>).
pub(super) mod code {
    pub(crate) const UNKNOWN_CHANNEL: isize = 10003;
    pub(crate) const UNKNOWN_MESSAGE: isize = 10008;
    pub(crate) const TOO_MANY_EDITS_OF_OLD_MESSAGES: isize = 30046;
    pub(crate) const ALREADY_ANSWERED: isize = 40060;
    pub(crate) const MISSING_PERMISSIONS: isize = 50013;
    pub(crate) const THREAD_ARCHIVED: isize = 50083;
    pub(crate) const THREAD_EXISTS: isize = 160_004;
    pub(crate) const THREAD_LOCKED: isize = 160_005;
    pub(crate) const TOO_MANY_THREADS: isize = 160_006;
}

/// Tells the courier whether to try again, and the operator what to change. `place` is the
/// channel as the operator knows it.
pub(super) fn chat_error(error: &RestError, act: RefusedAction, place: &str) -> ChatError {
    let (status, code) = match error {
        RestError::NoAnswer(_) => return transient(error, None),
        RestError::TooEarly { wait } => return transient(error, Some(*wait)),
        RestError::Refused { status, code, .. } => (*status, *code),
    };
    let change = match (status, code) {
        _ if error.is_transient() => return transient(error, None),
        (_, code::UNKNOWN_MESSAGE | code::UNKNOWN_CHANNEL) if act.needs_message() => {
            return ChatError::Gone;
        }
        // For a new message: one of its nonce was deleted. Discord forgets it in minutes.
        (_, code::UNKNOWN_MESSAGE | code::TOO_MANY_EDITS_OF_OLD_MESSAGES) => {
            return transient(error, None);
        }
        (401, _) => "give the bot its current token, from the page `Bot` of the developer \
                     portal"
            .to_owned(),
        (_, code::UNKNOWN_CHANNEL) if act == RefusedAction::Log => {
            format!("the thread of the alert in channel {place} was deleted")
        }
        (_, code::UNKNOWN_CHANNEL) => {
            format!("there is no channel {place}: correct its number in the configuration")
        }
        (_, code::THREAD_LOCKED | code::THREAD_ARCHIVED) => format!(
            "the thread of the alert is closed in channel {place}: open it again, or give \
             the bot's role Manage Threads"
        ),
        (_, code::TOO_MANY_THREADS) => {
            format!("archive threads of the server: channel {place} needs another")
        }
        (403, _) => format!(
            "in channel {place} the bot's role needs {}",
            act.permissions()
        ),
        _ => format!("what the bot sends to channel {place} is not taken"),
    };
    ChatError::Rejected {
        why: format!("{change} ({error})"),
    }
}

/// Whether a message may be taken without its files: they are too large, or some permission is
/// missing.
pub(super) fn may_be_for_its_files(error: &RestError) -> bool {
    match error {
        RestError::NoAnswer(_) | RestError::TooEarly { .. } => false,
        RestError::Refused { status, code, .. } => {
            *status == 413 || *code == code::MISSING_PERMISSIONS
        }
    }
}

fn transient(error: &RestError, wait: Option<Duration>) -> ChatError {
    ChatError::Transient {
        why: error.to_string(),
        wait,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: isize) -> RestError {
        RestError::Refused {
            status,
            code,
            message: "Missing Access".into(),
        }
    }

    fn why(error: &ChatError) -> String {
        assert!(matches!(error, ChatError::Rejected { .. }), "{error:?}");
        error.to_string()
    }

    #[test]
    fn a_missing_permission_is_named_with_its_channel() {
        let error = chat_error(&refused(403, 50001), RefusedAction::Post, "`floor` (7)");
        assert_eq!(
            why(&error),
            "in channel `floor` (7) the bot's role needs View Channel, Send Messages, Embed \
             Links and Attach Files (Discord says: Missing Access (status 403, code 50001))"
        );
    }

    #[test]
    fn a_wrong_number_is_a_matter_of_the_configuration() {
        let error = chat_error(&refused(404, 10003), RefusedAction::Post, "`floor` (7)");
        assert!(why(&error).starts_with("there is no channel `floor` (7)"));
    }

    #[test]
    fn a_message_in_a_deleted_channel_is_gone() {
        let gone = chat_error(&refused(404, 10003), RefusedAction::Edit, "`floor` (7)");
        assert!(matches!(gone, ChatError::Gone));
    }

    #[test]
    fn what_may_go_better_by_itself_is_tried_again() {
        for (status, code) in [(500, 0), (502, -1), (403, -1), (400, 30046)] {
            let error = chat_error(&refused(status, code), RefusedAction::Edit, "`floor` (7)");
            assert!(
                matches!(error, ChatError::Transient { .. }),
                "{status} {code}"
            );
        }
    }
}
