//! The front of the commands, as a chat's face sees it: what can be typed, what is typed,
//! what is pressed, and what is answered.

use std::{collections::BTreeMap, future::Future, pin::Pin};

use tokio::sync::watch;

use vigia_cards::Card;

/// Who asks, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// The chat's number of them.
    pub id: u64,
    /// How the chat shows them there. It comes from outside.
    pub name: String,
    /// Their language, such as `es-419`.
    pub locale: String,
    /// The numbers of their roles.
    pub roles: Vec<u64>,
    /// Whether they may do everything in the server.
    pub is_admin: bool,
    /// The channels where they ask: the channel, and for a thread the one that it is in.
    pub channels: Vec<u64>,
}

/// The options that were given, by name, as they were typed.
pub type Given = BTreeMap<String, String>;

/// A command that can be typed. The ids name messages of the Fluent files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// Its name in English, by which it is run.
    pub name: &'static str,
    /// Its name in each language.
    pub name_id: &'static str,
    /// What it does.
    pub about_id: &'static str,
    /// What can be given with it, in the order in which a chat suggests it.
    pub options: Vec<MenuOption>,
    /// Whether it is for some roles only.
    pub is_limited: bool,
}

/// Something that can be given with a command. None has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuOption {
    /// Its name in English, by which it is given.
    pub name: &'static str,
    /// Its name in each language.
    pub name_id: &'static str,
    /// What it does.
    pub about_id: &'static str,
    /// What can be typed.
    pub kind: OptionKind,
}

/// What an option takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// Any text.
    Text,
    /// Any text, with suggestions while it is typed.
    Suggested,
    /// One of these: the value, and the message that tells it.
    Choice(Vec<(&'static str, &'static str)>),
    /// A whole number from the first to the second.
    Count(u32, u32),
    /// `true` or `false`.
    Switch,
}

/// Something to choose while typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuChoice {
    /// What people see.
    pub label: String,
    /// What is sent when it is chosen.
    pub value: String,
}

/// What is shown for a question.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandReply {
    /// The card.
    pub card: Card,
    /// Where it goes.
    pub place: ReplyPlace,
}

/// Where a reply goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyPlace {
    /// To whoever asked, alone, as a message of its own.
    Private,
    /// In the place of the card whose button was pressed, where that card is private;
    /// otherwise as [`Private`](Self::Private).
    Instead,
    /// To everybody in the channel, as a message of its own. The card whose button was
    /// pressed can then not be shared again.
    Channel,
}

/// A reply that is being made.
pub type Replying<'a> = Pin<Box<dyn Future<Output = CommandReply> + Send + 'a>>;

/// Choices that are being found.
pub type Choosing<'a> = Pin<Box<dyn Future<Output = Vec<MenuChoice>> + Send + 'a>>;

/// What is shown while a reply is being made; `None` until there is something to say.
pub type Progress = watch::Sender<Option<Card>>;

/// What a chat's face asks. It never fails: what cannot be answered is a card that says why.
pub trait ChatHandler: Send + Sync + 'static {
    /// The commands.
    fn menu(&self) -> Vec<MenuItem>;

    /// Runs a command.
    fn run<'a>(
        &'a self,
        command: &'a str,
        given: Given,
        asker: &'a Caller,
        progress: &'a Progress,
    ) -> Replying<'a>;

    /// Does what a button says. `press` comes from outside and may be anything.
    fn press<'a>(
        &'a self,
        press: &'a str,
        asker: &'a Caller,
        progress: &'a Progress,
    ) -> Replying<'a>;

    /// What may be meant by what is typed so far into an option, from what is known or
    /// remembered here: no report is read for it.
    fn choices<'a>(
        &'a self,
        command: &'a str,
        option: &'a str,
        typed: &'a str,
        given: &'a Given,
        asker: &'a Caller,
    ) -> Choosing<'a>;
}
