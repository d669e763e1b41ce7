//! Who may use which command, and where agents may be named.

use std::collections::{BTreeMap, BTreeSet};

use crate::commands::Caller;

/// Who may see what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandAccess {
    /// The roles that may use a command, by its name. One that is not here is for everyone.
    pub commands: BTreeMap<String, BTreeSet<u64>>,
    /// The channels where agents may be named.
    pub agents_in: BTreeSet<u64>,
    /// Whom to ask for more, in the operator's words.
    pub contact: Option<String>,
}

impl CommandAccess {
    /// Whether they may use the command.
    #[must_use]
    pub fn allows(&self, command: &str, asker: &Caller) -> bool {
        let Some(roles) = self.commands.get(command) else {
            return true;
        };
        asker.is_admin || asker.roles.iter().any(|role| roles.contains(role))
    }

    /// Whether agents may be named where they ask.
    #[must_use]
    pub fn names_agents(&self, asker: &Caller) -> bool {
        let mut channels = asker.channels.iter();
        channels.any(|channel| self.agents_in.contains(channel))
    }
}
