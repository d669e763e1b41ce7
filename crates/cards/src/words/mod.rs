//! The wording of cards: one [`Words`] carries the language, the number style and the time
//! zone of an answer, and every sentence comes from the Fluent files of a language.
//!
//! A message that a language lacks is written in English, and one that English lacks as its
//! id: a wrong word is better than no alert. Tests compare the files with each other.

mod catalogue;
mod figures;
mod locale;
mod terms;
mod times;

use chrono_tz::Tz;

use crate::{CardLine, TextSpan};

pub use locale::Locale;
pub use terms::{tidy, tidy_within};

/// The language, number style and time zone in which a card is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    locale: Locale,
    zone: Tz,
}

/// A value that fills a place in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FluentArg {
    /// A number, by which the message may choose its form.
    Number(u64),
    Span(TextSpan),
}

impl From<u64> for FluentArg {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for FluentArg {
    fn from(number: u32) -> Self {
        Self::Number(u64::from(number))
    }
}

impl From<TextSpan> for FluentArg {
    fn from(span: TextSpan) -> Self {
        Self::Span(span)
    }
}

impl From<String> for FluentArg {
    fn from(text: String) -> Self {
        Self::Span(TextSpan::Text(text))
    }
}

impl From<&str> for FluentArg {
    fn from(text: &str) -> Self {
        Self::Span(TextSpan::Text(text.to_owned()))
    }
}

impl Words {
    pub fn new(locale: Locale, zone: Tz) -> Self {
        Self { locale, zone }
    }

    pub fn locale(&self) -> Locale {
        self.locale
    }

    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Returns the same zone and numbers in the language of another tag, such as `pt-BR`. A
    /// language that the bot does not speak changes nothing.
    pub fn spoken_to(self, tag: &str) -> Self {
        Self {
            locale: self.locale.spoken_to(tag),
            ..self
        }
    }

    /// Returns a message as plain text.
    pub fn say(&self, id: &str, args: &[(&str, FluentArg)]) -> String {
        self.line(id, args).to_string()
    }

    /// Returns a message as a line, in which the spans given stay spans.
    pub fn line(&self, id: &str, args: &[(&str, FluentArg)]) -> CardLine {
        catalogue::format_line(self.locale.language(), id, args)
    }

    /// Returns a message without places, where the language has it.
    fn find(&self, id: &str) -> Option<String> {
        let is_there = catalogue::has_message(self.locale.language(), id);
        is_there.then(|| self.say(id, &[]))
    }
}
