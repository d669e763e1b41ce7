//! What can be given with a command, and what the fixed choices are called.

use crate::{
    cards::{
        Words,
        report::{Comparison, Order},
    },
    commands::{Given, typed::fold},
};

/// Something that can be given with a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parameter {
    /// Which skill.
    Skill,
    /// Which channel.
    Channel,
    /// Which agent.
    Agent,
    /// How far back.
    Last,
    /// On which day.
    Day,
    /// From when.
    From,
    /// Until when.
    To,
    /// What the figures are compared with.
    Compare,
    /// In which order the rows stand.
    Sort,
    /// How many rows.
    Top,
    /// A card or a file.
    Format,
    /// Whether everybody sees the answer.
    Share,
    /// Which operation.
    Operation,
    /// What help is wanted with.
    Topic,
}

impl Parameter {
    /// Its name in English, by which it is given.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Skill => "skill",
            Self::Channel => "channel",
            Self::Agent => "agent",
            Self::Last => "last",
            Self::Day => "day",
            Self::From => "from",
            Self::To => "to",
            Self::Compare => "compare",
            Self::Sort => "sort",
            Self::Top => "top",
            Self::Format => "format",
            Self::Share => "share",
            Self::Operation => "operation",
            Self::Topic => "topic",
        }
    }

    /// The message with its name in each language.
    pub(crate) fn name_id(self) -> &'static str {
        match self {
            Self::Skill => "option-skill",
            Self::Channel => "option-channel",
            Self::Agent => "option-agent",
            Self::Last => "option-last",
            Self::Day => "option-day",
            Self::From => "option-from",
            Self::To => "option-to",
            Self::Compare => "option-compare",
            Self::Sort => "option-sort",
            Self::Top => "option-top",
            Self::Format => "option-format",
            Self::Share => "option-share",
            Self::Operation => "option-operation",
            Self::Topic => "option-topic",
        }
    }

    /// The message that tells what it does.
    pub(crate) fn about_id(self) -> &'static str {
        match self {
            Self::Skill => "about-skill",
            Self::Channel => "about-channel",
            Self::Agent => "about-agent",
            Self::Last => "about-last",
            Self::Day => "about-day",
            Self::From => "about-from",
            Self::To => "about-to",
            Self::Compare => "about-compare",
            Self::Sort => "about-sort",
            Self::Top => "about-top",
            Self::Format => "about-format",
            Self::Share => "about-share",
            Self::Operation => "about-operation",
            Self::Topic => "about-topic",
        }
    }

    /// How people type it with a value: `ultimas:1h`.
    pub(crate) fn typed(self, value: &str, words: &Words) -> String {
        format!("{}:{value}", words.say(self.name_id(), &[]))
    }

    /// What was given for it; blanks are nothing.
    pub(crate) fn given(self, given: &Given) -> Option<&str> {
        let text = given.get(self.name()).map(|text| text.trim());
        text.filter(|text| !text.is_empty())
    }
}

/// A fixed choice: its value, and the message that tells it.
pub(crate) type Known = (&'static str, &'static str);

pub(crate) fn of_order(order: Order) -> Known {
    match order {
        Order::Abandoned => ("abandoned", "choice-abandoned"),
        Order::Failed => ("failed", "choice-failed"),
        Order::Open => ("open", "choice-open"),
        Order::Treated => ("treated", "choice-treated"),
        Order::Total => ("total", "choice-total"),
        Order::Hold => ("hold", "choice-hold"),
        Order::Mute => ("mute", "choice-mute"),
        Order::Uses => ("uses", "choice-uses"),
        Order::PerUse => ("per-use", "choice-per-use"),
        Order::Name => ("name", "choice-name"),
    }
}

pub(crate) const COMPARISONS: [Comparison; 3] = [
    Comparison::Previous,
    Comparison::Yesterday,
    Comparison::LastWeek,
];

pub(crate) fn of_comparison(comparison: Comparison) -> Known {
    match comparison {
        Comparison::Previous => ("previous", "choice-previous"),
        Comparison::Yesterday => ("yesterday", "choice-yesterday"),
        Comparison::LastWeek => ("week", "choice-week"),
    }
}

/// What comes as an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Card,
    Csv,
}

pub(crate) const FORMATS: [Format; 2] = [Format::Card, Format::Csv];

pub(crate) fn of_format(format: Format) -> Known {
    match format {
        Format::Card => ("card", "choice-card"),
        Format::Csv => ("csv", "choice-csv"),
    }
}

/// The one that was typed, by its value or by what the reader's language calls it.
pub(crate) fn chosen<T: Copy>(
    typed: &str,
    of: &[T],
    known: fn(T) -> Known,
    words: &Words,
) -> Option<T> {
    let text = fold(typed);
    of.iter().copied().find(|one| {
        let (value, id) = known(*one);
        value == text || fold(&words.say(id, &[])) == text
    })
}
