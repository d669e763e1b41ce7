//! A request that cannot be answered: what is wrong, what was expected, an example, and
//! what was probably meant.

mod control;
mod failure;
mod names;
mod range;
mod rights;
mod values;

use vigia_cards::{Card, CardLine, FluentArg, TextSpan, Tone, Words, tidy};

pub(crate) use failure::why;
pub(crate) use range::note;
pub(crate) use rights::{GoneSubject, whom};

/// How many candidates a refusal names.
const CANDIDATES: usize = 10;

/// What an asker is told instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommandRefusal {
    title: String,
    lines: Vec<CardLine>,
}

impl CommandRefusal {
    fn new(title: String) -> Self {
        Self {
            title,
            lines: Vec::new(),
        }
    }

    fn with(mut self, line: CardLine) -> Self {
        self.lines.push(line);
        self
    }

    fn meaning(self, meant: Option<&str>, words: &Words) -> Self {
        match meant {
            Some(meant) => self.with(words.line("meant", &[("meant", code(meant))])),
            None => self,
        }
    }

    /// The candidates, a line each, and how many more there are.
    fn candidates(self, found: impl IntoIterator<Item = CardLine>, words: &Words) -> Self {
        let mut found = found.into_iter();
        let refusal = found.by_ref().take(CANDIDATES).fold(self, Self::with);
        match u64::try_from(found.count()) {
            Ok(more @ 1..) => refusal.with(words.line("candidates-more", &[("more", more.into())])),
            Ok(0) | Err(_) => refusal,
        }
    }

    /// The card, with the command that was refused.
    pub(crate) fn card(self, command: &str) -> Card {
        Card {
            tone: Tone::Refusal,
            title: self.title,
            lines: self.lines,
            footer: command.trim().to_owned(),
            ..Card::default()
        }
    }
}

fn code(text: &str) -> FluentArg {
    TextSpan::Code(tidy(text)).into()
}

fn code_line(text: &str) -> CardLine {
    CardLine(vec![TextSpan::Code(tidy(text))])
}
