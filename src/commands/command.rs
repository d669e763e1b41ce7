//! The commands about the reports: what each is called, reads, and takes.

use crate::commands::{CommandParameter, any::AnyCommand};
use vigia_cards::{Words, report::SortOrder};
use vigia_core::metrics::{Metric, Report};

/// The command that explains the others.
pub(crate) const HELP: &str = "help";

/// A command about a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportCommand {
    /// How many callers gave up.
    Abandon,
    /// Calls, service level and waits by channel.
    Service,
    /// Who was offered a call back, took it, and was reached.
    SmartHold,
    /// Time on hold and muted, by agent.
    Hold,
    /// Calls, minutes and cost by length of call.
    Durations,
}

impl ReportCommand {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [
        Self::Abandon,
        Self::Service,
        Self::SmartHold,
        Self::Hold,
        Self::Durations,
    ];

    /// Its name in English, by which it is run.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Abandon => "abandon",
            Self::Service => "service",
            Self::SmartHold => "smarthold",
            Self::Hold => "hold",
            Self::Durations => "durations",
        }
    }

    /// The command of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.name() == name)
    }

    /// The message with its name in each language.
    pub(crate) fn name_id(self) -> &'static str {
        match self {
            Self::Abandon => "command-abandon",
            Self::Service => "command-service",
            Self::SmartHold => "command-smarthold",
            Self::Hold => "command-hold",
            Self::Durations => "command-durations",
        }
    }

    /// The message that tells what it does.
    pub(crate) fn about_id(self) -> &'static str {
        match self {
            Self::Abandon => "about-abandon",
            Self::Service => "about-service",
            Self::SmartHold => "about-smarthold",
            Self::Hold => "about-hold",
            Self::Durations => "about-durations",
        }
    }

    /// How people type it: `/abandono`.
    pub(crate) fn typed(self, words: &Words) -> String {
        AnyCommand::from(self).typed(words)
    }

    /// What can be given with it, most likely first.
    #[must_use]
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

    /// The orders in which its rows can stand.
    #[must_use]
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
    #[must_use]
    pub fn main_report(self) -> Report {
        match self {
            Self::Abandon | Self::Service => Report::ServiceLevel,
            Self::SmartHold => Report::SmartHold,
            Self::Hold => Report::Holds,
            Self::Durations => Report::Durations,
        }
    }

    /// The metric whose history it can draw.
    pub(crate) fn trend(self) -> Option<Metric> {
        match self {
            Self::Abandon => Some(Metric::AbandonRate),
            Self::Service => Some(Metric::ServiceLevel20s),
            Self::SmartHold | Self::Hold | Self::Durations => None,
        }
    }

    /// What is asked next, as a rule.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Abandon => Self::Service,
            Self::Service | Self::SmartHold => Self::Abandon,
            Self::Hold => Self::Durations,
            Self::Durations => Self::Hold,
        }
    }

    pub(crate) fn takes(self, parameter: CommandParameter) -> bool {
        self.parameters().contains(&parameter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_found_by_its_own_name() {
        for command in ReportCommand::ALL {
            assert_eq!(ReportCommand::from_name(command.name()), Some(command));
        }
        assert_eq!(ReportCommand::from_name(HELP), None);
    }

    #[test]
    fn only_what_has_rows_to_sort_takes_an_order() {
        for command in ReportCommand::ALL {
            let has_orders = !command.orders().is_empty();
            assert_eq!(
                command.takes(CommandParameter::Sort),
                has_orders,
                "{command:?}"
            );
            assert_eq!(
                command.takes(CommandParameter::Top),
                has_orders,
                "{command:?}"
            );
        }
    }

    #[test]
    fn a_next_question_is_always_another() {
        for command in ReportCommand::ALL {
            assert_ne!(command.next(), command);
        }
    }
}
