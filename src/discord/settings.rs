//! The settings of the connection to Discord.

use std::{collections::BTreeMap, time::Duration};

use crate::LiveSecret;
use vigia_core::rules::{ChannelName, RoleName};

/// The account of the bot on Discord, and the places that it posts to.
#[derive(Clone, Debug)]
pub struct DiscordSettings {
    /// The bot's token.
    pub token: LiveSecret,
    /// The servers that the commands belong to.
    pub guilds: Vec<u64>,
    /// The origin of another service that speaks Discord's API, such as a stand-in.
    pub api_url: Option<String>,
    /// The number of each channel that rules name.
    pub channels: BTreeMap<ChannelName, u64>,
    /// The number of each role that alerts may mention.
    pub roles: BTreeMap<RoleName, u64>,
    pub time_limits: TimeLimits,
}

#[derive(Clone, Copy, Debug)]
pub struct TimeLimits {
    /// The limit of one request to Discord.
    pub request: Duration,
    /// The time for which Discord waits for the first response.
    pub first_response: Duration,
    /// The limit of an answer that is given at once, as the first response.
    pub first_answer: Duration,
    /// The limit of an answer that people wait for. Discord takes answers for 15 min.
    pub answer: Duration,
    /// The time between two changes of the progress that people see.
    pub progress: Duration,
    /// The limit of the shutdown.
    pub farewell: Duration,
    /// The limit of each answer that the gateway owes: to a connection, to its handshake.
    pub gateway: Duration,
    /// The first wait before a further connection, from which the others double.
    pub reconnect: Duration,
    /// The time between two changes of the words beside the bot's name.
    pub presence: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(10),
            first_response: Duration::from_secs(3),
            first_answer: Duration::from_millis(1500),
            answer: Duration::from_secs(14 * 60),
            progress: Duration::from_secs(2),
            farewell: Duration::from_secs(5),
            gateway: Duration::from_secs(20),
            reconnect: Duration::from_secs(1),
            presence: Duration::from_secs(20),
        }
    }
}
