//! A value that is none of those that there are. A chat offers them; whoever types past it
//! is told.

use crate::commands::{
    CommandParameter, ReportQuestion,
    parameter::Known,
    refusal::{CommandRefusal, code},
    typed::fold,
};
use vigia_cards::{CardLine, TextSpan, Words, tidy};

/// How alike what was typed must be to be told as what was meant.
const LIKENESS: f64 = 0.6;

impl CommandRefusal {
    /// None of the fixed choices.
    pub(crate) fn choice(
        option: CommandParameter,
        typed: &str,
        of: &[Known],
        words: &Words,
    ) -> Self {
        let lines = of.iter().map(|(value, id)| {
            CardLine(vec![
                TextSpan::Code((*value).to_owned()),
                TextSpan::Text(format!(" {}", words.say(id, &[]))),
            ])
        });
        unknown(option, typed, words)
            .with(words.line("value-one-of", &[]))
            .candidates(lines, words)
            .meaning(nearest(typed, of, words), words)
    }

    /// No number of rows.
    pub(crate) fn top(typed: &str, words: &Words) -> Self {
        let most = ReportQuestion::MOST_ROWS;
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let rows = digits.parse::<u64>().ok().filter(|rows| *rows > 0);
        let meant = rows.map(|rows| rows.min(most.into()).to_string());
        unknown(CommandParameter::Top, typed, words)
            .with(words.line(
                "value-count",
                &[
                    ("least", code("1")),
                    ("most", code(&most.to_string())),
                    ("example", code(&CommandParameter::Top.typed("5", words))),
                ],
            ))
            .meaning(meant.as_deref(), words)
    }

    /// Neither `true` nor `false`.
    pub(crate) fn switch(typed: &str, words: &Words) -> Self {
        let meant = match fold(typed).as_str() {
            "si" | "sim" | "yes" | "y" | "s" | "1" | "verdadero" | "verdadeiro" => Some("true"),
            "no" | "nao" | "n" | "0" | "falso" => Some("false"),
            _ => None,
        };
        unknown(CommandParameter::Share, typed, words)
            .with(words.line(
                "value-switch",
                &[("on", code("true")), ("off", code("false"))],
            ))
            .meaning(meant, words)
    }

    /// A file is never for everybody.
    pub(crate) fn shared_file(words: &Words) -> Self {
        let file = CommandParameter::Format.typed("csv", words);
        let share = CommandParameter::Share.typed("true", words);
        Self::new(words.say("value-shared-file", &[])).with(words.line(
            "value-either",
            &[("one", code(&file)), ("other", code(&share))],
        ))
    }
}

fn unknown(option: CommandParameter, typed: &str, words: &Words) -> CommandRefusal {
    let option = words.say(option.name_id(), &[]);
    CommandRefusal::new(words.say(
        "value-unknown",
        &[("option", option.into()), ("typed", tidy(typed).into())],
    ))
}

fn nearest<'a>(typed: &str, of: &[Known], words: &Words) -> Option<&'a str> {
    let text = fold(typed);
    let likeness = |(value, id): &Known| {
        [fold(value), fold(&words.say(id, &[]))]
            .into_iter()
            .map(|name| strsim::normalized_damerau_levenshtein(&text, &name))
            .fold(0.0, f64::max)
    };
    of.iter()
        .map(|known| (likeness(known), known.0))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, value)| value)
}
