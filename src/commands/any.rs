//! What stands in the menu beside help, whatever it is about.

use crate::commands::{CommandParameter, Given, ReportCommand, WatchCommand};
use vigia_cards::{Words, report::SortOrder, tidy};

/// A command that does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnyCommand {
    /// About a report.
    Report(ReportCommand),
    /// About the watch.
    Watch(WatchCommand),
}

impl AnyCommand {
    /// All of them, in the order in which they are listed.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let reports = ReportCommand::ALL.into_iter().map(Self::Report);
        reports.chain(WatchCommand::ALL.into_iter().map(Self::Watch))
    }

    /// Its name in English, by which it is run.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Report(command) => command.name(),
            Self::Watch(control) => control.name(),
        }
    }

    /// The command of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|command| command.name() == name)
    }

    /// The message with its name in each language.
    pub(crate) fn name_id(self) -> &'static str {
        match self {
            Self::Report(command) => command.name_id(),
            Self::Watch(control) => control.name_id(),
        }
    }

    /// The message that tells what it does.
    pub(crate) fn about_id(self) -> &'static str {
        match self {
            Self::Report(command) => command.about_id(),
            Self::Watch(control) => control.about_id(),
        }
    }

    /// What can be given with it, most likely first.
    pub(crate) fn parameters(self) -> &'static [CommandParameter] {
        match self {
            Self::Report(command) => command.parameters(),
            Self::Watch(control) => control.parameters(),
        }
    }

    /// The orders in which its rows can stand.
    pub(crate) fn orders(self) -> &'static [SortOrder] {
        match self {
            Self::Report(command) => command.orders(),
            Self::Watch(_) => &[],
        }
    }

    /// How people type it: `/abandono`.
    pub(crate) fn typed(self, words: &Words) -> String {
        format!("/{}", words.say(self.name_id(), &[]))
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
    fn from(control: WatchCommand) -> Self {
        Self::Watch(control)
    }
}
