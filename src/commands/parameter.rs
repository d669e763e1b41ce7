//! What can be given with a command, and what the fixed choices are called.

use crate::commands::{Given, typed::fold};
use vigia_cards::{
    Words,
    report::{ComparisonSpan, SortOrder},
};
use vigia_core::rules::Severity;

/// Something that can be given with a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommandParameter {
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
    /// Which summary.
    Summary,
    /// Which operation.
    Operation,
    /// What help is wanted with.
    Topic,
    /// What is open, or what is over.
    View,
    /// Which incident.
    Incident,
    /// What to do about it.
    Do,
    /// What to say of it.
    Note,
    /// Which rule.
    Rule,
    /// How bad at most.
    Severity,
    /// With which labels.
    Label,
    /// For how long.
    For,
    /// Until when it holds.
    Until,
    /// At which times of every week.
    Every,
    /// Why.
    Comment,
    /// Which silence to end.
    End,
    /// Which rule to show as it is written.
    Show,
    /// Which rule to explain.
    Explain,
    /// Whether to read the files of rules again.
    Reload,
}

impl CommandParameter {
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
            Self::Summary => "summary",
            Self::Operation => "operation",
            Self::Topic => "topic",
            Self::View => "view",
            Self::Incident => "incident",
            Self::Do => "do",
            Self::Note => "note",
            Self::Rule => "rule",
            Self::Severity => "severity",
            Self::Label => "label",
            Self::For => "for",
            Self::Until => "until",
            Self::Every => "every",
            Self::Comment => "comment",
            Self::End => "end",
            Self::Show => "show",
            Self::Explain => "explain",
            Self::Reload => "reload",
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
            Self::Summary => "option-summary",
            Self::Operation => "option-operation",
            Self::Topic => "option-topic",
            Self::View => "option-view",
            Self::Incident => "option-incident",
            Self::Do => "option-do",
            Self::Note => "option-note",
            Self::Rule => "option-rule",
            Self::Severity => "option-severity",
            Self::Label => "option-label",
            Self::For => "option-for",
            Self::Until => "option-until",
            Self::Every => "option-every",
            Self::Comment => "option-comment",
            Self::End => "option-end",
            Self::Show => "option-show",
            Self::Explain => "option-explain",
            Self::Reload => "option-reload",
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
            Self::Summary => "about-summary-name",
            Self::Operation => "about-operation",
            Self::Topic => "about-topic",
            Self::View => "about-view",
            Self::Incident => "about-incident",
            Self::Do => "about-do",
            Self::Note => "about-note",
            Self::Rule => "about-rule",
            Self::Severity => "about-severity",
            Self::Label => "about-label",
            Self::For => "about-for",
            Self::Until => "about-until",
            Self::Every => "about-every",
            Self::Comment => "about-comment",
            Self::End => "about-end",
            Self::Show => "about-show",
            Self::Explain => "about-explain",
            Self::Reload => "about-reload",
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

pub(crate) fn of_order(order: SortOrder) -> Known {
    match order {
        SortOrder::Abandoned => ("abandoned", "choice-abandoned"),
        SortOrder::Failed => ("failed", "choice-failed"),
        SortOrder::Open => ("open", "choice-open"),
        SortOrder::Treated => ("treated", "choice-treated"),
        SortOrder::Total => ("total", "choice-total"),
        SortOrder::Hold => ("hold", "choice-hold"),
        SortOrder::Mute => ("mute", "choice-mute"),
        SortOrder::Uses => ("uses", "choice-uses"),
        SortOrder::PerUse => ("per-use", "choice-per-use"),
        SortOrder::Name => ("name", "choice-name"),
    }
}

pub(crate) const COMPARISONS: [ComparisonSpan; 3] = [
    ComparisonSpan::Previous,
    ComparisonSpan::Yesterday,
    ComparisonSpan::LastWeek,
];

pub(crate) fn of_comparison(comparison: ComparisonSpan) -> Known {
    match comparison {
        ComparisonSpan::Previous => ("previous", "choice-previous"),
        ComparisonSpan::Yesterday => ("yesterday", "choice-yesterday"),
        ComparisonSpan::LastWeek => ("week", "choice-week"),
    }
}

/// What comes as an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileFormat {
    Card,
    Csv,
}

pub(crate) const FORMATS: [FileFormat; 2] = [FileFormat::Card, FileFormat::Csv];

pub(crate) fn of_format(format: FileFormat) -> Known {
    match format {
        FileFormat::Card => ("card", "choice-card"),
        FileFormat::Csv => ("csv", "choice-csv"),
    }
}

/// What `/alerts` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AgentVisibility {
    Now,
    History,
}

pub(crate) const VIEWS: [AgentVisibility; 2] = [AgentVisibility::Now, AgentVisibility::History];

pub(crate) fn of_view(view: AgentVisibility) -> Known {
    match view {
        AgentVisibility::Now => ("now", "choice-now"),
        AgentVisibility::History => ("history", "choice-history"),
    }
}

/// What people do about an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SilenceAction {
    Acknowledge,
    Snooze,
}

pub(crate) const ACTS: [SilenceAction; 2] = [SilenceAction::Acknowledge, SilenceAction::Snooze];

pub(crate) fn of_act(act: SilenceAction) -> Known {
    match act {
        SilenceAction::Acknowledge => ("acknowledge", "choice-acknowledge"),
        SilenceAction::Snooze => ("snooze", "choice-snooze"),
    }
}

pub(crate) const SEVERITIES: [Severity; 2] = [Severity::Warning, Severity::Critical];

/// The worst that a silence covers.
pub(crate) fn of_severity(worst: Severity) -> Known {
    match worst {
        Severity::Warning => ("warning", "choice-warnings"),
        Severity::Critical => ("critical", "choice-critical"),
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
