//! The commands, their options, and the fixed choices of those options.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::commands::{chat::Given, typed::fold};
use vigia_cards::{
    Words,
    report::{ComparisonSpan, SortOrder},
    tidy,
};
use vigia_core::{
    metrics::{Metric, Report},
    rules::Severity,
};

pub(crate) const HELP: &str = "help";

/// The highest number of rows that `top` accepts.
pub(crate) const MOST_ROWS: u8 = 25;

/// A command about a report.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
)]
#[strum(serialize_all = "lowercase")]
pub enum ReportCommand {
    Abandon,
    Service,
    SmartHold,
    Hold,
    Durations,
}

impl ReportCommand {
    /// All commands in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::Abandon,
        Self::Service,
        Self::SmartHold,
        Self::Hold,
        Self::Durations,
    ];

    /// The English name, by which the command is run.
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// The options, most likely first.
    pub fn parameters(self) -> &'static [CommandParameter] {
        use CommandParameter::{
            Agent, Channel, Compare, Day, Format, From, Last, Operation, Share, Skill, Sort, To,
            Top,
        };
        match self {
            Self::Abandon | Self::SmartHold => &[
                Skill, Last, Day, From, To, Compare, Sort, Top, Format, Share, Operation,
            ],
            Self::Service => &[
                Skill, Channel, Last, Day, From, To, Compare, Format, Share, Operation,
            ],
            Self::Hold => &[
                Agent, Last, Day, From, To, Compare, Sort, Top, Format, Share, Operation,
            ],
            Self::Durations => &[Last, Day, From, To, Compare, Format, Share, Operation],
        }
    }

    /// The orders in which its rows can be sorted.
    pub fn orders(self) -> &'static [SortOrder] {
        match self {
            Self::Abandon => &[SortOrder::Abandoned, SortOrder::Name],
            Self::SmartHold => &[
                SortOrder::Failed,
                SortOrder::Open,
                SortOrder::Treated,
                SortOrder::Name,
            ],
            Self::Hold => &[
                SortOrder::Total,
                SortOrder::Hold,
                SortOrder::Mute,
                SortOrder::Uses,
                SortOrder::PerUse,
                SortOrder::Name,
            ],
            Self::Service | Self::Durations => &[],
        }
    }

    /// The report that a comparison reads too.
    pub fn main_report(self) -> Report {
        match self {
            Self::Abandon | Self::Service => Report::ServiceLevel,
            Self::SmartHold => Report::SmartHold,
            Self::Hold => Report::Holds,
            Self::Durations => Report::Durations,
        }
    }

    /// The metric whose history can be drawn.
    pub(crate) fn trend(self) -> Option<Metric> {
        match self {
            Self::Abandon => Some(Metric::AbandonRate),
            Self::Service => Some(Metric::ServiceLevel20s),
            Self::SmartHold | Self::Hold | Self::Durations => None,
        }
    }

    /// The command that people usually use next.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Abandon => Self::Service,
            Self::Service | Self::SmartHold => Self::Abandon,
            Self::Hold => Self::Durations,
            Self::Durations => Self::Hold,
        }
    }
}

/// A command about the watch: alerts, silences, rules, the state of the bot, and summaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum WatchCommand {
    Alerts,
    Silence,
    Rules,
    Status,
    Summary,
}

impl WatchCommand {
    /// All commands in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::Summary,
        Self::Alerts,
        Self::Silence,
        Self::Rules,
        Self::Status,
    ];

    /// The English name, by which the command is run.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The options, most likely first.
    pub fn parameters(self) -> &'static [CommandParameter] {
        use CommandParameter::{
            Agent, Channel, Comment, Day, Do, End, Every, Explain, For, Format, From, Incident,
            Label, Last, Note, Operation, Reload, Rule, Severity, Share, Show, Skill, Summary, To,
            Until, View,
        };
        match self {
            Self::Alerts => &[
                View, Incident, Do, For, Note, Last, Day, From, To, Format, Operation,
            ],
            Self::Silence => &[
                Rule, For, Until, Every, Skill, Channel, Agent, Severity, Label, Comment, End,
                Operation,
            ],
            Self::Rules => &[Explain, Show, Skill, Channel, Agent, Reload, Operation],
            Self::Status => &[Operation],
            Self::Summary => &[Day, Summary, Share, Operation],
        }
    }
}

/// A command of the menu other than help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnyCommand {
    Report(ReportCommand),
    Watch(WatchCommand),
}

impl AnyCommand {
    /// All commands in the order of the menu.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let reports = ReportCommand::ALL.into_iter().map(Self::Report);
        reports.chain(WatchCommand::ALL.into_iter().map(Self::Watch))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Report(command) => command.name(),
            Self::Watch(command) => command.name(),
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|command| command.name() == name)
    }

    /// The Fluent message that names the command.
    pub(crate) fn name_id(self) -> String {
        format!("command-{}", self.name())
    }

    /// The Fluent message that explains the command.
    pub(crate) fn about_id(self) -> String {
        format!("about-{}", self.name())
    }

    pub(crate) fn parameters(self) -> &'static [CommandParameter] {
        match self {
            Self::Report(command) => command.parameters(),
            Self::Watch(command) => command.parameters(),
        }
    }

    pub(crate) fn orders(self) -> &'static [SortOrder] {
        match self {
            Self::Report(command) => command.orders(),
            Self::Watch(_) => &[],
        }
    }

    /// The command as people type it: `/abandono`.
    pub(crate) fn typed(self, words: &Words) -> String {
        format!("/{}", words.say(&self.name_id(), &[]))
    }

    /// The command as it was typed, for the card that refuses it.
    pub(crate) fn as_typed(self, given: &Given, words: &Words) -> String {
        let options = self.parameters().iter().filter_map(|parameter| {
            let value = parameter.given(given)?;
            Some(format!(" {}", parameter.typed(&tidy(value), words)))
        });
        format!("{}{}", self.typed(words), options.collect::<String>())
    }
}

impl From<ReportCommand> for AnyCommand {
    fn from(command: ReportCommand) -> Self {
        Self::Report(command)
    }
}

impl From<WatchCommand> for AnyCommand {
    fn from(command: WatchCommand) -> Self {
        Self::Watch(command)
    }
}

/// An option of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum CommandParameter {
    Skill,
    Channel,
    Agent,
    Last,
    Day,
    From,
    To,
    Compare,
    Sort,
    Top,
    Format,
    Share,
    Summary,
    Operation,
    Topic,
    View,
    Incident,
    Do,
    Note,
    Rule,
    /// The highest severity that a silence covers.
    Severity,
    Label,
    For,
    Until,
    /// The times of every week at which a silence holds.
    Every,
    Comment,
    /// The silence to end.
    End,
    /// The rule to show as it is written.
    Show,
    /// The rule to explain.
    Explain,
    /// Reads the files of rules again.
    Reload,
}

impl CommandParameter {
    /// The English name, by which the option is given.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The Fluent message that names the option.
    pub(crate) fn name_id(self) -> String {
        format!("option-{}", self.name())
    }

    /// The Fluent message that explains the option.
    pub(crate) fn about_id(self) -> String {
        match self {
            // The command of that name has `about-summary`.
            Self::Summary => "about-summary-name".to_owned(),
            option => format!("about-{}", option.name()),
        }
    }

    /// The name in the reader's language.
    pub(crate) fn label(self, words: &Words) -> String {
        words.say(&self.name_id(), &[])
    }

    /// The option with a value, as people type it: `ultimas:1h`.
    pub(crate) fn typed(self, value: &str, words: &Words) -> String {
        format!("{}:{value}", self.label(words))
    }

    /// Returns the value that was given; blanks are none.
    pub(crate) fn given(self, given: &Given) -> Option<&str> {
        let text = given.get(self.name()).map(|text| text.trim());
        text.filter(|text| !text.is_empty())
    }

    /// The values that the option accepts, where there are only a few.
    pub(crate) fn choices(self, orders: &[SortOrder]) -> Vec<FixedChoice> {
        fn values<T: Copy>(choices: &[(T, FixedChoice)]) -> Vec<FixedChoice> {
            choices.iter().map(|(_, choice)| *choice).collect()
        }
        match self {
            Self::Compare => values(&COMPARISONS),
            Self::Sort => values(&order_choices(orders)),
            Self::Format => values(&FORMATS),
            Self::View => values(&ALERT_VIEWS),
            Self::Do => values(&INCIDENT_ACTIONS),
            Self::Severity => values(&SEVERITIES),
            _ => Vec::new(),
        }
    }
}

/// A value of an option, and the Fluent message that names it.
pub(crate) type FixedChoice = (&'static str, &'static str);

pub(crate) const ORDERS: [(SortOrder, FixedChoice); 10] = [
    (SortOrder::Abandoned, ("abandoned", "choice-abandoned")),
    (SortOrder::Failed, ("failed", "choice-failed")),
    (SortOrder::Open, ("open", "choice-open")),
    (SortOrder::Treated, ("treated", "choice-treated")),
    (SortOrder::Total, ("total", "choice-total")),
    (SortOrder::Hold, ("hold", "choice-hold")),
    (SortOrder::Mute, ("mute", "choice-mute")),
    (SortOrder::Uses, ("uses", "choice-uses")),
    (SortOrder::PerUse, ("per-use", "choice-per-use")),
    (SortOrder::Name, ("name", "choice-name")),
];

pub(crate) const COMPARISONS: [(ComparisonSpan, FixedChoice); 3] = [
    (ComparisonSpan::Previous, ("previous", "choice-previous")),
    (ComparisonSpan::Yesterday, ("yesterday", "choice-yesterday")),
    (ComparisonSpan::LastWeek, ("week", "choice-week")),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileFormat {
    Card,
    Csv,
}

pub(crate) const FORMATS: [(FileFormat, FixedChoice); 2] = [
    (FileFormat::Card, ("card", "choice-card")),
    (FileFormat::Csv, ("csv", "choice-csv")),
];

/// The incidents that `/alerts` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AlertView {
    Now,
    History,
}

pub(crate) const ALERT_VIEWS: [(AlertView, FixedChoice); 2] = [
    (AlertView::Now, ("now", "choice-now")),
    (AlertView::History, ("history", "choice-history")),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IncidentAction {
    Acknowledge,
    Snooze,
}

pub(crate) const INCIDENT_ACTIONS: [(IncidentAction, FixedChoice); 2] = [
    (
        IncidentAction::Acknowledge,
        ("acknowledge", "choice-acknowledge"),
    ),
    (IncidentAction::Snooze, ("snooze", "choice-snooze")),
];

pub(crate) const SEVERITIES: [(Severity, FixedChoice); 2] = [
    (Severity::Warning, ("warning", "choice-warnings")),
    (Severity::Critical, ("critical", "choice-critical")),
];

pub(crate) fn order_choices(orders: &[SortOrder]) -> Vec<(SortOrder, FixedChoice)> {
    let choices = orders.iter().filter_map(|order| {
        let mut known = ORDERS.iter();
        known.find(|(known, _)| known == order).copied()
    });
    choices.collect()
}

/// The name of a choice in the reader's language, which a chat accepts as its value.
pub(crate) fn choice_label<T: Copy + PartialEq>(
    value: T,
    choices: &[(T, FixedChoice)],
    words: &Words,
) -> String {
    let found = choices.iter().find(|(known, _)| *known == value);
    found.map_or_else(String::new, |(_, (_, id))| words.say(id, &[]))
}

/// Finds a choice by its value or by its name in the reader's language.
pub(crate) fn find_choice<T: Copy>(
    typed: &str,
    choices: &[(T, FixedChoice)],
    words: &Words,
) -> Option<T> {
    let text = fold(typed);
    let fits =
        |(_, (value, id)): &&(T, FixedChoice)| *value == text || fold(&words.say(id, &[])) == text;
    choices.iter().find(fits).map(|(choice, _)| *choice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_found_by_its_own_name() {
        for command in AnyCommand::all() {
            assert_eq!(AnyCommand::from_name(command.name()), Some(command));
        }
        assert_eq!(AnyCommand::from_name(HELP), None);
        assert_eq!(ReportCommand::from_name("alerts"), None);
    }

    #[test]
    fn every_order_has_a_choice() {
        for command in ReportCommand::ALL {
            let orders = command.orders();
            assert_eq!(order_choices(orders).len(), orders.len());
        }
    }

    #[test]
    fn only_what_has_rows_to_sort_takes_an_order() {
        for command in ReportCommand::ALL {
            let has_orders = !command.orders().is_empty();
            for option in [CommandParameter::Sort, CommandParameter::Top] {
                let takes = command.parameters().contains(&option);
                assert_eq!(takes, has_orders, "{command:?}");
            }
        }
    }

    #[test]
    fn a_next_question_is_always_another() {
        for command in ReportCommand::ALL {
            assert_ne!(command.next(), command);
        }
    }
}
