//! The answers when the bot itself fails.

use chrono_tz::Tz;

use vigia_cards::{Card, Locale, Tone, Words};

/// What went wrong with a command or a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerFailure {
    /// It panicked.
    Fault,
    /// Its answer did not come.
    TooLate,
    /// The bot stops before it is answered.
    Stopping,
    /// Discord knows another version of it.
    Outdated,
    /// It was used where it has no business.
    Elsewhere,
    /// What was to be shown to everybody is not taken.
    NotShared,
}

impl AnswerFailure {
    fn message_id(self) -> &'static str {
        match self {
            Self::Fault => "failure-fault",
            Self::TooLate => "failure-too-late",
            Self::Stopping => "failure-stopping",
            Self::Outdated => "failure-outdated",
            Self::Elsewhere => "failure-elsewhere",
            Self::NotShared => "failure-not-shared",
        }
    }
}

/// Returns the apology in the language of Discord's locale, else in English.
pub(super) fn apology(trouble: AnswerFailure, locale: &str) -> Card {
    let words = Words::new(Locale::from_tag(locale), Tz::UTC);
    let id = trouble.message_id();
    Card {
        tone: Tone::Refusal,
        title: words.say(id, &[]),
        lines: vec![words.line(&format!("{id}-hint"), &[])],
        ..Card::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_it_in_their_own_language() {
        let title = |locale| apology(AnswerFailure::TooLate, locale).title;
        assert_eq!(title("es-419"), "La respuesta tardó demasiado");
        assert_eq!(title("pt-BR"), "A resposta demorou demais");
        assert_eq!(title("de"), "The answer took too long");
        assert_eq!(title(""), "The answer took too long");
    }
}
