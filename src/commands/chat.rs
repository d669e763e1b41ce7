//! The types that a chat and the commands exchange: what can be typed, what is typed or
//! pressed, and what is answered.

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
};

use tokio::sync::watch;

use vigia_cards::{Card, Words};

/// The person who asks, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// The chat's number of the person.
    pub id: u64,
    /// The display name there. It comes from outside.
    pub name: String,
    /// A language tag such as `es-419`.
    pub locale: String,
    pub roles: Vec<u64>,
    /// Administrators of the server may use every command.
    pub is_admin: bool,
    /// The channel of the request, and for a thread also the channel that it belongs to.
    pub channels: Vec<u64>,
}

/// The options of a command by their English names, as they were typed.
pub type Given = BTreeMap<String, String>;

/// A command of the menu. The ids name messages of the Fluent files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// The English name, by which the command is run.
    pub name: &'static str,
    pub name_id: String,
    pub about_id: String,
    /// The options in the order in which a chat suggests them. All are optional.
    pub options: Vec<MenuOption>,
    /// The configuration restricts the command to some roles.
    pub is_limited: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuOption {
    /// The English name, by which the option is given.
    pub name: &'static str,
    pub name_id: String,
    pub about_id: String,
    pub kind: OptionKind,
}

/// The values that an option accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionKind {
    Text,
    /// Any text, with suggestions while it is typed.
    Suggested,
    /// One of these values, each with the id of the message that names it.
    Choice(Vec<(&'static str, &'static str)>),
    /// A whole number from the first to the second.
    Count(u32, u32),
    /// `true` or `false`.
    Switch,
}

/// A suggestion for an option: the text that people see and the value that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuChoice {
    pub label: String,
    pub value: String,
}

impl MenuChoice {
    /// The highest number of suggestions that a chat shows.
    pub(crate) const MOST: usize = 25;
}

#[derive(Clone, Debug, PartialEq)]
pub struct CommandReply {
    pub card: Card,
    pub place: ReplyPlace,
}

impl CommandReply {
    pub(crate) fn private(card: Card) -> Self {
        Self {
            card,
            place: ReplyPlace::Private,
        }
    }
}

/// The place where a reply appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyPlace {
    /// A message of its own that only the caller sees.
    Private,
    /// The card whose button was pressed is replaced, where that card is private; otherwise as
    /// [`Private`](Self::Private).
    Instead,
    /// A message of its own that everybody in the channel sees. The card whose button was
    /// pressed can then not be shared again.
    Channel,
}

/// A card that is shown while the reply is being made; `None` until there is something to say.
pub type Progress = watch::Sender<Option<Card>>;

pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A command or a button that waits for its reply.
#[derive(Debug)]
pub struct ChatRequest {
    pub action: ChatAction,
    pub caller: Caller,
    pub progress: Progress,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatAction {
    Command {
        name: String,
        given: Given,
    },
    /// The custom id of a button. It comes from outside and may be anything.
    Press(String),
}

/// An option that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestionRequest {
    pub command: String,
    pub option: String,
    pub typed: String,
    pub given: Given,
    pub caller: Caller,
}

/// The entry points that a chat calls. They are functions because the tests of Discord's
/// interactions answer with replies that no command gives: late, broken, or none at all.
pub struct ChatHandler {
    pub menu: Vec<MenuItem>,
    /// Answers a command or a button. It does not fail: a request that cannot be answered gets
    /// a card that says why.
    pub answer: Box<dyn Fn(ChatRequest) -> BoxFuture<CommandReply> + Send + Sync>,
    /// Completes an option from what is known or stored: no report is read.
    pub suggest: Box<dyn Fn(SuggestionRequest) -> BoxFuture<Vec<MenuChoice>> + Send + Sync>,
}

/// The rights that the configuration grants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandAccess {
    /// The roles that may use a command, by its name. A command without an entry is for
    /// everybody.
    pub commands: BTreeMap<String, BTreeSet<u64>>,
    /// The channels where agents may be named.
    pub agents_in: BTreeSet<u64>,
    /// The operator's words about the person to ask for more rights.
    pub contact: Option<String>,
}

impl CommandAccess {
    pub fn allows(&self, command: &str, caller: &Caller) -> bool {
        let Some(roles) = self.commands.get(command) else {
            return true;
        };
        caller.is_admin || caller.roles.iter().any(|role| roles.contains(role))
    }

    pub fn names_agents(&self, caller: &Caller) -> bool {
        let mut channels = caller.channels.iter();
        channels.any(|channel| self.agents_in.contains(channel))
    }
}

/// The reader of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerAudience {
    pub words: Words,
    pub names_agents: bool,
    pub contact: Option<String>,
}
