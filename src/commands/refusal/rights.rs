//! What is not for whoever asks, and what a button cannot do any more.

use crate::commands::{
    AnswerAudience,
    refusal::{CommandRefusal, code},
};
use vigia_cards::{CardLine, TextSpan, Words, tidy_within};

/// How much room the operator's words have.
const CONTACT_ROOM: usize = 200;

/// What a button names that nobody knows any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GoneSubject {
    Operation,
    Channel,
    Agent,
}

impl CommandRefusal {
    /// The command is for other roles.
    pub(crate) fn not_yours(command: &str, contact: Option<&str>, words: &Words) -> Self {
        Self::new(words.say("refused-role", &[("command", command.into())]))
            .with(whom(contact, words))
    }

    /// Agents are not named here.
    pub(crate) fn no_agents_here(audience: &AnswerAudience) -> Self {
        let words = &audience.words;
        Self::new(words.say("refused-agents", &[])).with(whom(audience.contact.as_deref(), words))
    }

    /// A button that cannot be read, such as one of another version.
    pub(crate) fn button(command: &str, words: &Words) -> Self {
        Self::new(words.say("refused-button", &[]))
            .with(words.line("refused-ask-again", &[("command", code(command))]))
    }

    /// What a button names is not known any more.
    pub(crate) fn gone(what: GoneSubject, command: &str, words: &Words) -> Self {
        let id = match what {
            GoneSubject::Operation => "refused-gone-operation",
            GoneSubject::Channel => "refused-gone-channel",
            GoneSubject::Agent => "refused-gone-agent",
        };
        Self::new(words.say(id, &[]))
            .with(words.line("refused-ask-again", &[("command", code(command))]))
    }

    /// A command that there is not.
    pub(crate) fn no_command(help: &str, words: &Words) -> Self {
        Self::new(words.say("refused-command", &[]))
            .with(words.line("refused-see-help", &[("command", code(help))]))
    }
}

/// Whom to ask, in the operator's words where there are any.
pub(crate) fn whom(contact: Option<&str>, words: &Words) -> CardLine {
    let contact = contact.map(|contact| tidy_within(contact, CONTACT_ROOM));
    match contact.filter(|contact| !contact.is_empty()) {
        Some(contact) => words.line(
            "refused-contact",
            &[("contact", TextSpan::Text(contact).into())],
        ),
        None => words.line("refused-no-contact", &[]),
    }
}
