//! A card: what the bot says, before any platform's markup.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::charts::Chart;

/// What kind of news a card is. It decides the colour; the title says it in words too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A critical alert.
    Critical,
    /// A warning.
    Warning,
    /// An alert that has ended.
    Resolved,
    /// Nothing is known.
    NoData,
    /// An answer.
    #[default]
    Info,
    /// A request that could not be answered.
    Refusal,
}

/// How a time is shown to its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeStyle {
    /// `15:05`.
    Time,
    /// `17 November 2026 15:05`.
    DateTime,
    /// `20 minutes ago`.
    Relative,
}

/// A piece of a line. Text is data: a face escapes it, so that a name from outside can
/// neither format nor mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextSpan {
    /// Plain text.
    Text(String),
    /// Text that stands out.
    Strong(String),
    /// Text that people type as it stands, such as a command.
    Code(String),
    /// A time, shown in the reader's own zone where the platform can.
    Time(DateTime<Utc>, TimeStyle),
    /// A channel or thread of the chat by its number, shown as a way to it.
    Place(u64),
}

/// One line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardLine(pub Vec<TextSpan>);

/// A figure or a fact with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: CardLine,
}

/// Something to press below a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardButton {
    /// What it does, as a verb.
    pub label: String,
    /// What comes back when it is pressed: all that is needed to do it, in at most
    /// [`Button::PRESS`] characters of ASCII.
    pub press: String,
    /// Whether it can be pressed.
    pub is_enabled: bool,
}

impl CardButton {
    /// How long `press` may be.
    pub const PRESS: usize = 100;
}

/// A file that goes with a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFile {
    /// Its name, such as `abandon.csv`.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What the bot says at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// What kind of news it is.
    pub tone: Tone,
    /// The news in one line.
    pub title: String,
    /// What belongs to it, most important first.
    pub lines: Vec<CardLine>,
    /// Figures beside each other.
    pub fields: Vec<CardField>,
    /// Where it comes from: the rule, the command, and the mark of the incident.
    pub footer: String,
    /// The time that its figures are as of.
    pub as_of: Option<DateTime<Utc>>,
    /// A picture of the figures.
    pub chart: Option<Chart>,
    /// The figures as a file.
    pub file: Option<CardFile>,
    /// What can be done next, most likely first.
    pub buttons: Vec<CardButton>,
}

impl CardLine {
    /// A line of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![TextSpan::Text(text.into())])
    }
}

impl fmt::Display for TextSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Code(text) => f.write_str(text),
            Self::Time(time, TimeStyle::Time | TimeStyle::Relative) => {
                write!(f, "{}", time.format("%H:%M UTC"))
            }
            Self::Time(time, TimeStyle::DateTime) => {
                write!(f, "{}", time.format("%Y-%m-%d %H:%M UTC"))
            }
            Self::Place(number) => write!(f, "#{number}"),
        }
    }
}

impl fmt::Display for CardLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| span.fmt(f))
    }
}

/// Plain text, for the terminal and for tests.
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
