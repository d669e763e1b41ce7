//! How the bot speaks: one [`Words`] carries the language, the number style and the time
//! zone of the answer, and every sentence comes from a Fluent file, one a language.
//!
//! A message that a language lacks is told in English, and one that English lacks by its
//! key: a wrong word is better than no alert. Tests hold the files against each other.

mod catalogue;
mod figures;
mod locale;
mod times;

use chrono_tz::Tz;

use crate::{CardLine, TextSpan};

pub use locale::{Language, Locale};

/// The language, number style and time zone in which a card is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    locale: Locale,
    zone: Tz,
}

/// What fills a place in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FluentArg {
    /// A number that the message may choose its form by.
    Number(u64),
    /// A piece of the line.
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
    /// Words in this language and number style, with times in this zone.
    #[must_use]
    pub fn new(locale: Locale, zone: Tz) -> Self {
        Self { locale, zone }
    }

    /// The language and number style.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The zone in which times are told.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The same zone and numbers in the language of an asker's tag, such as `pt-BR`; a
    /// language that the bot does not speak changes nothing.
    #[must_use]
    pub fn spoken_to(self, tag: &str) -> Self {
        Self {
            locale: self.locale.spoken_to(tag),
            ..self
        }
    }

    /// A message as plain text.
    #[must_use]
    pub fn say(&self, id: &str, args: &[(&str, FluentArg)]) -> String {
        self.line(id, args).to_string()
    }

    /// A message as a line, in which the spans given stay spans.
    #[must_use]
    pub fn line(&self, id: &str, args: &[(&str, FluentArg)]) -> CardLine {
        catalogue::line(self.locale.language(), id, args)
    }
}
