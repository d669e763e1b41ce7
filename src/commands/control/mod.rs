//! The commands about the watch itself: what is open, what is to be quiet, what the rules
//! are, whether all goes well, and what a day was like.

mod acts;
mod board;
mod counter;
mod incident;
mod rules;
mod silence;
mod span;
mod suggest;
mod summary;
mod token;
mod visit;
mod wish;

use crate::commands::CommandParameter;

pub(crate) use span::SpanFault;
pub(crate) use token::{ControlToken, PageTurn};
pub(crate) use visit::RequestContext;

/// A command about the watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WatchCommand {
    /// What is open, what is over, and what people do about it.
    Alerts,
    /// What nobody wants to hear of.
    Silence,
    /// What is watched for, and why it fires or does not.
    Rules,
    /// Whether all goes well.
    Status,
    /// What a day was like.
    Summary,
}

impl WatchCommand {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [
        Self::Summary,
        Self::Alerts,
        Self::Silence,
        Self::Rules,
        Self::Status,
    ];

    /// Its name in English, by which it is run.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Alerts => "alerts",
            Self::Silence => "silence",
            Self::Rules => "rules",
            Self::Status => "status",
            Self::Summary => "summary",
        }
    }

    /// The command of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|control| control.name() == name)
    }

    /// The message with its name in each language.
    pub(crate) fn name_id(self) -> &'static str {
        match self {
            Self::Alerts => "command-alerts",
            Self::Silence => "command-silence",
            Self::Rules => "command-rules",
            Self::Status => "command-status",
            Self::Summary => "command-summary",
        }
    }

    /// The message that tells what it does.
    pub(crate) fn about_id(self) -> &'static str {
        match self {
            Self::Alerts => "about-alerts",
            Self::Silence => "about-silence",
            Self::Rules => "about-rules",
            Self::Status => "about-status",
            Self::Summary => "about-summary",
        }
    }

    /// What can be given with it, most likely first.
    #[must_use]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_found_by_its_own_name() {
        for control in WatchCommand::ALL {
            assert_eq!(WatchCommand::from_name(control.name()), Some(control));
        }
        assert_eq!(WatchCommand::from_name("abandon"), None);
    }
}
