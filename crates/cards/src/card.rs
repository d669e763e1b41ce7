//! A card: an answer or a post of the bot, before any markup of a platform.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::charts::Chart;

/// The kind of news of a card. It decides the colour; the title says it in words too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    Critical,
    Warning,
    Resolved,
    NoData,
    #[default]
    Info,
    Refusal,
}

/// The form of a time: `15:05`, `17 November 2026 15:05`, or `20 minutes ago`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeStyle {
    Time,
    DateTime,
    Relative,
}

/// A piece of a line. Text is data: the platform's renderer escapes it, so that a name from
/// outside can neither format nor mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextSpan {
    Text(String),
    Strong(String),
    /// Text that people type, such as a command.
    Code(String),
    /// A time, shown in the reader's own zone where the platform can.
    Time(DateTime<Utc>, TimeStyle),
    /// Text that leads to an address, which is the platform's own.
    Link(String, String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardLine(pub Vec<TextSpan>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardField {
    pub name: String,
    pub value: CardLine,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardButton {
    pub label: String,
    /// The token that comes back when it is pressed, with all that the action needs, in at
    /// most [`CardButton::PRESS`] characters of ASCII.
    pub press: String,
    pub is_enabled: bool,
}

impl CardButton {
    /// The number of characters that `press` may have.
    pub const PRESS: usize = 100;
}

/// A file that goes with a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFile {
    /// The name with its extension, such as `abandon.csv`.
    pub name: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    pub tone: Tone,
    pub title: String,
    /// The text below the title, most important first.
    pub lines: Vec<CardLine>,
    /// Figures that stand beside each other.
    pub fields: Vec<CardField>,
    /// The origin: the rule, the command, and the mark of the incident.
    pub footer: String,
    /// The time that its figures are as of.
    pub as_of: Option<DateTime<Utc>>,
    pub chart: Option<Chart>,
    pub file: Option<CardFile>,
    /// The next actions, most likely first.
    pub buttons: Vec<CardButton>,
}

impl CardLine {
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![TextSpan::Text(text.into())])
    }
}

impl fmt::Display for TextSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Code(text) | Self::Link(text, _) => {
                f.write_str(text)
            }
            Self::Time(time, TimeStyle::Time | TimeStyle::Relative) => {
                write!(f, "{}", time.format("%H:%M UTC"))
            }
            Self::Time(time, TimeStyle::DateTime) => {
                write!(f, "{}", time.format("%Y-%m-%d %H:%M UTC"))
            }
        }
    }
}

impl fmt::Display for CardLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| span.fmt(f))
    }
}

/// Writes plain text for the terminal and for tests.
impl fmt::Display for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.title)?;
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        for field in &self.fields {
            writeln!(f, "{}: {}", field.name, field.value)?;
        }
        f.write_str(&self.footer)?;
        if let Some(as_of) = self.as_of {
            write!(f, " · {}", as_of.format("%Y-%m-%d %H:%M UTC"))?;
        }
        Ok(())
    }
}
