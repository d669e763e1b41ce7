//! What the configuration says, once it has been found right.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::PathBuf,
    time::Duration,
};

use chrono_tz::Tz;
use secrecy::SecretString;

use crate::config::{ConfigProblem, RulesSource};
use vigia_core::{
    Language,
    metrics::OperationName,
    rules::{AlertPolicy, ChannelName, RoleName, Ruleset},
    summaries::SummaryPlan,
};

/// The commands, by their names in English, as a configuration names them.
pub const COMMANDS: [&str; 11] = [
    "abandon",
    "service",
    "smarthold",
    "hold",
    "durations",
    "summary",
    "alerts",
    "silence",
    "rules",
    "status",
    "help",
];

/// Calls that wolkvox grants a day for each licence.
const CALLS_PER_LICENCE: u64 = 1_000;

/// Everything that a file sets.
#[derive(Debug)]
pub struct Config {
    /// The wolkvox tenants, each name once, at least one.
    pub operations: Vec<OperationConfig>,
    /// The bot's account.
    pub discord: DiscordConfig,
    /// The Discord channel behind each name that rules use.
    pub channels: BTreeMap<ChannelName, u64>,
    /// The Discord role behind each name that rules mention.
    pub roles: BTreeMap<RoleName, u64>,
    /// Who may see what.
    pub access: AccessConfig,
    /// How loud alerts are.
    pub policy: AlertPolicy,
    /// How often the reports are read.
    pub poll: PollConfig,
    /// Where history and alerts are kept.
    pub store: StoreConfig,
    /// The summaries that are posted, in the order of the file.
    pub summaries: Vec<SummaryPlan>,
    /// The rules, which hold for every operation.
    pub rules: Ruleset,
    /// From how many files they came.
    pub rule_files: usize,
    /// Where the rules can be read again.
    pub rules_source: RulesSource,
    /// What is right, and probably not what was meant.
    pub warnings: Vec<ConfigProblem>,
}

/// One wolkvox tenant.
#[derive(Debug)]
pub struct OperationConfig {
    /// Its name.
    pub name: OperationName,
    /// Where its reports are.
    pub address: ApiAddress,
    /// The token of its reports API.
    pub token: SecretString,
    /// The time zone of its dates.
    pub timezone: Tz,
    /// The language and number style of its posts.
    pub language: OperationLanguage,
    /// Its licences, on which the daily quota of calls depends.
    pub licences: u32,
    /// The share of the quota that the watch leaves to people, in percent.
    pub reserve: f64,
    /// How old an answer may be to be given again from memory.
    pub fresh_for: Duration,
}

impl OperationConfig {
    /// The calls that wolkvox grants a day, over all tokens of the operation.
    #[must_use]
    pub fn daily_quota(&self) -> u64 {
        u64::from(self.licences) * CALLS_PER_LICENCE
    }

    /// The part of the quota that the watch leaves to people.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of 0 to 100 % of less than 2^43 calls"
    )]
    pub fn reserved_calls(&self) -> u64 {
        (self.daily_quota() as f64 * self.reserve / 100.0).round() as u64
    }
}

/// Where an operation's reports are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiAddress {
    /// The digits in the address of its Manager.
    Server(String),
    /// Another address, without a slash at its end: a proxy, or a stand-in.
    BaseUrl(String),
}

/// One of [`Language::config_tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationLanguage(&'static str);

impl OperationLanguage {
    /// The language of that tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Language::config_tags()
            .find(|known| *known == tag)
            .map(Self)
    }

    /// Its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.0
    }
}

impl Default for OperationLanguage {
    fn default() -> Self {
        Self("es")
    }
}

impl fmt::Display for OperationLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The bot's account in Discord.
#[derive(Debug)]
pub struct DiscordConfig {
    /// Its token.
    pub token: SecretString,
    /// The server whose commands it registers; all servers where `None`.
    pub guild: Option<u64>,
    /// Another address of the API, without a slash at its end.
    pub api_url: Option<String>,
}

/// Who may see what. Administrators of the server may use every command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessConfig {
    /// The numbers of the roles that may use a command of [`COMMANDS`]. One that is not here
    /// is for everybody.
    pub commands: BTreeMap<String, BTreeSet<u64>>,
    /// The channels where agents may be named.
    pub agents_in: BTreeSet<u64>,
    /// Whom a refusal tells people to ask.
    pub contact: Option<String>,
}

/// How often the reports are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollConfig {
    /// The time between two polls, which divides the day evenly.
    pub every: Duration,
    /// How long before a poll its windows end, so that late calls are in them.
    pub settle: Duration,
    /// How far back the polls are read that were missed while the bot was away.
    pub catch_up: Duration,
}

impl Default for PollConfig {
    fn default() -> Self {
        Self {
            every: Duration::from_secs(5 * 60),
            settle: Duration::from_secs(60),
            catch_up: Duration::from_secs(60 * 60),
        }
    }
}

/// Where history and alerts are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreConfig {
    /// The folder.
    pub path: PathBuf,
    /// How long figures are kept.
    pub keep: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_one_of_the_list() {
        assert!(Language::config_tags().all(|tag| OperationLanguage::from_tag(tag).is_some()));
        assert!(OperationLanguage::from_tag(OperationLanguage::default().tag()).is_some());
        assert_eq!(OperationLanguage::from_tag("klingon"), None);
    }
}
