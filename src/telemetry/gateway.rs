//! The state of the connection to Discord, and what the configuration names that the servers do not
//! have. Discord's side publishes it; status, health page and metrics show it.

use std::fmt;

use chrono::{DateTime, Utc};

use vigia_cards::{CardLine, Locale, Words};

/// The connection and the servers, as of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayStatus {
    pub link: GatewayLink,
    /// The connections that ended or failed, since the start.
    pub reconnects: u64,
    /// The sessions that were begun (IDENTIFY) within 24 hours, also before a restart. Discord
    /// resets the token after a thousand.
    pub identifies: usize,
    pub problems: Vec<GuildProblem>,
}

impl GatewayStatus {
    pub(crate) fn starting(now: DateTime<Utc>) -> Self {
        Self {
            link: GatewayLink::Down {
                since: now,
                reason: DownReason::Starting,
            },
            reconnects: 0,
            identifies: 0,
            problems: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayLink {
    Connected {
        since: DateTime<Utc>,
    },
    /// Commands and buttons are not heard. A connection that ends again and again within a minute
    /// counts as down all the time.
    Down {
        since: DateTime<Utc>,
        reason: DownReason,
    },
}

/// The reason of the last end of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DownReason {
    Starting,
    /// Discord cannot be reached, or does not say where its gateway is.
    Unreachable(String),
    /// Discord closed the connection with this code.
    Closed(u16),
    /// The connection broke.
    Lost(String),
    /// Discord asked for a new connection.
    Reconnect,
    /// Discord refuses the session.
    SessionRefused,
    /// Discord refuses the token. The bot waits for another one in its file.
    TokenRefused,
    /// Discord did not answer this in time.
    Silent(AwaitedAnswer),
    /// So many sessions were begun within a day that the next has to wait.
    IdentifyLimit {
        count: usize,
        until: DateTime<Utc>,
    },
}

/// The answer of Discord that has a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwaitedAnswer {
    Connection,
    Hello,
    Ready,
    Resumed,
    HeartbeatAck,
}

impl fmt::Display for AwaitedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "CONNECT",
            Self::Hello => "HELLO",
            Self::Ready => "READY",
            Self::Resumed => "RESUMED",
            Self::HeartbeatAck => "HEARTBEAT ACK",
        })
    }
}

impl DownReason {
    /// The reason in the reader's words.
    pub fn line(&self, words: &Words) -> CardLine {
        match self {
            Self::Starting => words.line("gateway-starting", &[]),
            Self::Unreachable(why) => {
                words.line("gateway-unreachable", &[("why", why.as_str().into())])
            }
            Self::Closed(code) => {
                words.line("gateway-closed", &[("code", code.to_string().into())])
            }
            Self::Lost(why) => words.line("gateway-lost", &[("why", why.as_str().into())]),
            Self::Reconnect => words.line("gateway-reconnect", &[]),
            Self::SessionRefused => words.line("gateway-session-refused", &[]),
            Self::TokenRefused => words.line("gateway-token-refused", &[]),
            Self::Silent(answer) => {
                words.line("gateway-silent", &[("answer", answer.to_string().into())])
            }
            Self::IdentifyLimit { count, until } => words.line(
                "gateway-identify-limit",
                &[
                    ("count", count.to_string().into()),
                    ("until", words.date_and_clock(*until).into()),
                ],
            ),
        }
    }
}

impl fmt::Display for DownReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line(&log_words()).fmt(f)
    }
}

/// A setting of `vigia.yaml` that does not fit the Discord server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GuildProblem {
    /// The setting's place, such as `channels.floor`.
    pub setting: String,
    pub fault: GuildFault,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GuildFault {
    /// The bot is not a member of the server.
    NotMember {
        guild: u64,
    },
    /// Discord itself cannot reach the server at the moment.
    GuildDown {
        guild: u64,
    },
    NoChannel {
        id: u64,
    },
    /// The channel is a forum, a voice channel, a thread or another that takes no ordinary posts.
    NotText {
        id: u64,
    },
    MissingPermissions {
        id: u64,
        missing: Vec<BotPermission>,
    },
    NoRole {
        id: u64,
    },
    /// Mentions of the role notify nobody in this channel.
    NotMentionable {
        id: u64,
        channel: String,
    },
}

/// A permission that the bot needs in a channel, with Discord's bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BotPermission {
    ViewChannel,
    SendMessages,
    AttachFiles,
    ReadMessageHistory,
}

impl BotPermission {
    pub const ALL: [Self; 4] = [
        Self::ViewChannel,
        Self::SendMessages,
        Self::AttachFiles,
        Self::ReadMessageHistory,
    ];

    pub fn bit(self) -> u64 {
        match self {
            Self::ViewChannel => 1 << 10,
            Self::SendMessages => 1 << 11,
            Self::AttachFiles => 1 << 15,
            Self::ReadMessageHistory => 1 << 16,
        }
    }

    /// Discord's own name for it.
    pub fn name(self) -> String {
        log_words().say(self.message_id(), &[])
    }

    fn message_id(self) -> &'static str {
        match self {
            Self::ViewChannel => "permission-view-channel",
            Self::SendMessages => "permission-send-messages",
            Self::AttachFiles => "permission-attach-files",
            Self::ReadMessageHistory => "permission-read-history",
        }
    }
}

impl GuildProblem {
    /// What is wrong and what to do, in the reader's words.
    pub fn line(&self, words: &Words) -> CardLine {
        let (id, about) = match &self.fault {
            GuildFault::NotMember { guild } => ("guild-not-member", *guild),
            GuildFault::GuildDown { guild } => ("guild-down", *guild),
            GuildFault::NoChannel { id } => ("guild-no-channel", *id),
            GuildFault::NotText { id } => ("guild-not-text", *id),
            GuildFault::MissingPermissions { id, .. } => ("guild-missing-permissions", *id),
            GuildFault::NoRole { id } => ("guild-no-role", *id),
            GuildFault::NotMentionable { id, .. } => ("guild-not-mentionable", *id),
        };
        let mut arguments = vec![
            ("setting", self.setting.as_str().into()),
            ("id", about.to_string().into()),
        ];
        match &self.fault {
            GuildFault::MissingPermissions { missing, .. } => {
                let names = missing.iter().map(|it| words.say(it.message_id(), &[]));
                let names: Vec<String> = names.collect();
                arguments.push(("missing", names.join(", ").into()));
            }
            GuildFault::NotMentionable { channel, .. } => {
                arguments.push(("channel", channel.as_str().into()));
            }
            GuildFault::NotMember { .. }
            | GuildFault::GuildDown { .. }
            | GuildFault::NoChannel { .. }
            | GuildFault::NotText { .. }
            | GuildFault::NoRole { .. } => {}
        }
        words.line(id, &arguments)
    }
}

impl fmt::Display for GuildProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line(&log_words()).fmt(f)
    }
}

/// The words of log lines.
fn log_words() -> Words {
    Words::new(Locale::from_tag("en"), chrono_tz::Tz::UTC)
}
