//! What people read when the bot itself fails them: the only words that this room has, so
//! that they can be said whatever else is broken.

use vigia_cards::{Card, CardLine, Tone};

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

/// The apology for it, in the language of whoever asked.
pub(super) fn apology(trouble: AnswerFailure, locale: &str) -> Card {
    let [title, line] = match locale.get(..2) {
        Some("es") => spanish(trouble),
        Some("pt") => portuguese(trouble),
        _ => english(trouble),
    };
    Card {
        tone: Tone::Refusal,
        title: title.to_owned(),
        lines: vec![CardLine::text(line)],
        fields: Vec::new(),
        footer: String::new(),
        as_of: None,
        ..Card::default()
    }
}

fn english(trouble: AnswerFailure) -> [&'static str; 2] {
    match trouble {
        AnswerFailure::Fault => [
            "Something broke inside the bot",
            "The fault is in its log. Try again; if it happens again, tell whoever runs it.",
        ],
        AnswerFailure::TooLate => [
            "The answer took too long",
            "Ask for a shorter period, or try again later.",
        ],
        AnswerFailure::Stopping => ["The bot is being restarted", "Try again in a minute."],
        AnswerFailure::Outdated => [
            "This command has just changed",
            "Restart Discord (Ctrl+R on a computer) and try again.",
        ],
        AnswerFailure::Elsewhere => [
            "This command does not work here",
            "Use it in the server that the bot works for.",
        ],
        AnswerFailure::NotShared => [
            "It could not be shared",
            "Discord did not take the message for the channel. Try again later.",
        ],
    }
}

fn spanish(trouble: AnswerFailure) -> [&'static str; 2] {
    match trouble {
        AnswerFailure::Fault => [
            "Algo falló dentro del bot",
            "El fallo quedó en su registro. Se puede intentar de nuevo; si se repite, conviene \
             avisar a quien lo administra.",
        ],
        AnswerFailure::TooLate => [
            "La respuesta tardó demasiado",
            "Conviene pedir un periodo más corto o intentarlo más tarde.",
        ],
        AnswerFailure::Stopping => [
            "El bot se está reiniciando",
            "Se puede intentar de nuevo en un minuto.",
        ],
        AnswerFailure::Outdated => [
            "Este comando acaba de cambiar",
            "Hay que reiniciar Discord (Ctrl+R en el computador) e intentarlo de nuevo.",
        ],
        AnswerFailure::Elsewhere => [
            "Este comando no funciona aquí",
            "Funciona en el servidor para el que trabaja el bot.",
        ],
        AnswerFailure::NotShared => [
            "No se pudo compartir",
            "Discord no aceptó el mensaje para el canal. Se puede intentar más tarde.",
        ],
    }
}

fn portuguese(trouble: AnswerFailure) -> [&'static str; 2] {
    match trouble {
        AnswerFailure::Fault => [
            "Algo falhou dentro do bot",
            "A falha ficou no registro dele. Tente de novo; se acontecer outra vez, avise \
             quem o administra.",
        ],
        AnswerFailure::TooLate => [
            "A resposta demorou demais",
            "Peça um período mais curto ou tente de novo mais tarde.",
        ],
        AnswerFailure::Stopping => ["O bot está sendo reiniciado", "Tente de novo em um minuto."],
        AnswerFailure::Outdated => [
            "Este comando acabou de mudar",
            "Reinicie o Discord (Ctrl+R no computador) e tente de novo.",
        ],
        AnswerFailure::Elsewhere => [
            "Este comando não funciona aqui",
            "Use-o no servidor para o qual o bot trabalha.",
        ],
        AnswerFailure::NotShared => [
            "Não foi possível compartilhar",
            "O Discord não aceitou a mensagem para o canal. Tente de novo mais tarde.",
        ],
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
