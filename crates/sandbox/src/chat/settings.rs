//! How the stand-in is set up: its guild, and the people in it.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use secrecy::SecretString;

use super::pace::RateLimits;
use vigia_clock::Clock;

/// The bits of Discord's permissions that matter here.
pub mod permissions {
    /// Everything.
    pub const ADMINISTRATOR: u64 = 1 << 3;
    /// See the channel at all.
    pub const VIEW_CHANNEL: u64 = 1 << 10;
    /// Post messages.
    pub const SEND_MESSAGES: u64 = 1 << 11;
    /// Change and delete what others posted.
    pub const MANAGE_MESSAGES: u64 = 1 << 13;
    /// Post embeds.
    pub const EMBED_LINKS: u64 = 1 << 14;
    /// Post files.
    pub const ATTACH_FILES: u64 = 1 << 15;
    /// Read what was posted before.
    pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    /// Ping everyone, and roles that are not mentionable.
    pub const MENTION_EVERYONE: u64 = 1 << 17;
    /// Change settings of the guild.
    pub const MANAGE_GUILD: u64 = 1 << 5;
    /// Use slash commands.
    pub const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
    /// Archive and lock threads.
    pub const MANAGE_THREADS: u64 = 1 << 34;
    /// Open a thread that all can see.
    pub const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
    /// Post in threads.
    pub const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;

    /// All of them.
    pub const ALL: u64 = (1 << 51) - 1;

    /// What the bot is given in a channel unless a test takes it away.
    pub const OF_THE_BOT: u64 = VIEW_CHANNEL
        | SEND_MESSAGES
        | EMBED_LINKS
        | ATTACH_FILES
        | READ_MESSAGE_HISTORY
        | MENTION_EVERYONE
        | CREATE_PUBLIC_THREADS
        | SEND_MESSAGES_IN_THREADS;

    /// What a member can do unless a test says otherwise.
    pub const OF_A_MEMBER: u64 = VIEW_CHANNEL
        | SEND_MESSAGES
        | READ_MESSAGE_HISTORY
        | USE_APPLICATION_COMMANDS
        | SEND_MESSAGES_IN_THREADS;
}

/// How to set up the stand-in.
#[derive(Clone, Debug)]
pub struct ChatSettings {
    /// The one token that is let in.
    pub token: SecretString,
    /// Where to listen; port 0 picks a free one.
    pub address: SocketAddr,
    /// The id of the application, which is the bot's user id too.
    pub application: u64,
    /// The id of the one guild.
    pub guild: u64,
    /// The guild's text channels: id and name.
    pub channels: Vec<(u64, String)>,
    /// The guild's roles, besides `@everyone`.
    pub roles: Vec<ChatRole>,
    /// What tells the time of messages.
    pub clock: Clock,
    /// Measures how old interactions, nonces and rate limits are. One that stands still lets
    /// no interaction expire because a machine is busy; a test lets time pass on it.
    pub age_clock: Clock,
    /// How long a repeated nonce is known again.
    pub nonce_window: Duration,
    /// How many requests it takes; any number where `None`.
    pub pace: Option<RateLimits>,
    /// How often the bot must send a heartbeat.
    pub heartbeat: Duration,
}

impl Default for ChatSettings {
    fn default() -> Self {
        Self {
            token: SecretString::from("sandbox-token"),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            application: 700_000_000_000_000_001,
            guild: 700_000_000_000_000_002,
            channels: vec![(700_000_000_000_000_010, "alerts".to_owned())],
            roles: Vec::new(),
            clock: Clock::system(),
            age_clock: Clock::system(),
            nonce_window: Duration::from_secs(120),
            pace: None,
            heartbeat: Duration::from_millis(41_250),
        }
    }
}

/// A role of the guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatRole {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Whether everybody may ping it.
    pub mentionable: bool,
}

impl ChatRole {
    /// A role that only those may ping who may ping everyone.
    pub fn new(id: u64, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            mentionable: false,
        }
    }

    /// Whether everybody may ping it.
    pub fn mentionable(self, mentionable: bool) -> Self {
        Self {
            mentionable,
            ..self
        }
    }
}

/// Somebody who asks things of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatUser {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) roles: Vec<u64>,
    pub(super) permissions: u64,
    pub(super) locale: String,
    pub(super) channel: Option<u64>,
    pub(super) place: AskingPlace,
}

/// Where somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskingPlace {
    Home,
    /// In another guild that has the bot.
    Guild(u64),
    Private,
}

impl ChatUser {
    /// A member without roles, who reads Latin American Spanish.
    pub fn new(id: u64, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            roles: Vec::new(),
            permissions: permissions::OF_A_MEMBER,
            locale: "es-419".to_owned(),
            channel: None,
            place: AskingPlace::Home,
        }
    }

    /// With one more role.
    pub fn role(mut self, role: u64) -> Self {
        self.roles.push(role);
        self
    }

    /// With these permissions instead of a member's.
    pub fn permissions(self, permissions: u64) -> Self {
        Self {
            permissions,
            ..self
        }
    }

    /// Who may do everything in the guild.
    pub fn admin(self) -> Self {
        self.permissions(permissions::ADMINISTRATOR)
    }

    /// With this language, such as `en-US`.
    pub fn locale(self, locale: &str) -> Self {
        Self {
            locale: locale.to_owned(),
            ..self
        }
    }

    /// Who asks in this channel or thread, instead of the guild's first channel.
    pub fn at(self, channel: u64) -> Self {
        Self {
            channel: Some(channel),
            ..self
        }
    }

    /// Who asks in another guild that has the bot.
    pub fn in_guild(self, guild: u64) -> Self {
        Self {
            place: AskingPlace::Guild(guild),
            ..self
        }
    }

    /// Who asks in a private message to the bot.
    pub fn in_private(self) -> Self {
        Self {
            place: AskingPlace::Private,
            ..self
        }
    }

    pub(super) fn may(&self, needed: u64) -> bool {
        self.permissions & permissions::ADMINISTRATOR != 0 || self.permissions & needed == needed
    }
}
