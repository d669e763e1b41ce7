//! A card: an answer or a post of the bot, before any markup of a platform.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::charts::Chart;

/// The kind of news of a card. It decides the colour; the title says it in words too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    Critical,
    Warning,
    Recovering,
    Resolved,
    Snoozed,
    NoData,
    #[default]
    Info,
    Refusal,
}

/// A piece of a line. Text is data: the platform's renderer escapes it, so that a name from
/// outside can neither format nor mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextSpan {
    Text(String),
    Strong(String),
    /// Text that people type, such as a command.
    Code(String),
    /// Text that leads to an address, which is the platform's own.
    Link(String, String),
}

/// The form of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineStyle {
    #[default]
    Normal,
    /// What may be skipped.
    Small,
    /// The words of a person.
    Quote,
    /// One of a list.
    Item,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardLine {
    pub spans: Vec<TextSpan>,
    pub style: LineStyle,
}

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
    /// True for the action that most people want, which stands out. A card has one at most.
    pub is_primary: bool,
}

impl CardButton {
    /// The number of characters that `press` may have.
    pub const PRESS: usize = 100;

    pub fn new(label: impl Into<String>, press: String) -> Self {
        Self {
            label: label.into(),
            press,
            is_enabled: true,
            is_primary: false,
        }
    }

    #[must_use]
    pub fn primary(self) -> Self {
        Self {
            is_primary: true,
            ..self
        }
    }
}

/// A list of actions of which people choose one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardSelect {
    pub placeholder: String,
    /// The token of the list, with the same limits as that of a button.
    pub press: String,
    pub options: Vec<SelectOption>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    pub label: String,
    pub about: String,
    pub emoji: Option<String>,
    /// The token that comes back when it is chosen.
    pub press: String,
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
    /// The line that rings, which a lock screen shows: the title with all that it leaves to the
    /// other lines. Where it is empty, the title stands for it.
    pub ring: String,
    /// The text between the title and the picture, most important first.
    pub lines: Vec<CardLine>,
    /// Named figures, one a line.
    pub fields: Vec<CardField>,
    pub chart: Option<Chart>,
    /// The text below the picture.
    pub below: Vec<CardLine>,
    /// The origin: the rule, the command, and the mark of the incident.
    pub footer: String,
    /// The time that its figures are as of.
    pub as_of: Option<DateTime<Utc>>,
    pub file: Option<CardFile>,
    /// The next actions, most likely first.
    pub buttons: Vec<CardButton>,
    pub select: Option<CardSelect>,
}

impl Card {
    /// The line that rings.
    pub fn ring_line(&self) -> CardLine {
        let is_empty = self.ring.is_empty();
        CardLine::text(if is_empty { &self.title } else { &self.ring })
    }
}

impl CardLine {
    pub fn of(spans: Vec<TextSpan>) -> Self {
        Self {
            spans,
            style: LineStyle::Normal,
        }
    }

    pub fn text(text: impl Into<String>) -> Self {
        Self::of(vec![TextSpan::Text(text.into())])
    }

    #[must_use]
    pub fn styled(self, style: LineStyle) -> Self {
        Self { style, ..self }
    }

    #[must_use]
    pub fn small(self) -> Self {
        self.styled(LineStyle::Small)
    }
}

impl fmt::Display for TextSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Code(text) | Self::Link(text, _) => {
                f.write_str(text)
            }
        }
    }
}

impl fmt::Display for CardLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spans.iter().try_for_each(|span| span.fmt(f))
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
        for line in &self.below {
            writeln!(f, "{line}")?;
        }
        f.write_str(&self.footer)?;
        if let Some(as_of) = self.as_of {
            write!(f, " · {}", as_of.format("%Y-%m-%d %H:%M UTC"))?;
        }
        Ok(())
    }
}
