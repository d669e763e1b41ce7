//! A configuration without errors.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use chrono_tz::Tz;

use crate::{
    LiveSecret,
    config::{ConfigProblem, NotifiedPlaces, RulesSource},
};
use vigia_core::{
    Language,
    metrics::OperationName,
    rules::{AlertPolicy, ChannelName, RoleName, Ruleset},
    summaries::SummaryPlan,
};
use vigia_store::BackupSettings;
use vigia_wolkvox::{OperationAccess, SkillSource, TokenReader};

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

/// API requests that wolkvox grants a day for each licence.
const REQUESTS_PER_LICENCE: u64 = 1_000;

#[derive(Debug)]
pub struct Config {
    /// The wolkvox tenants, each name once, at least one.
    pub operations: Vec<OperationConfig>,
    pub discord: DiscordConfig,
    /// The Discord channel behind each name that rules use.
    pub channels: BTreeMap<ChannelName, u64>,
    /// The Discord role behind each name that rules mention.
    pub roles: BTreeMap<RoleName, u64>,
    pub access: AccessConfig,
    pub policy: AlertPolicy,
    pub poll: PollConfig,
    pub store: StoreConfig,
    pub heartbeat: Option<HeartbeatConfig>,
    /// The summaries that are posted, in the order of the file.
    pub summaries: Vec<SummaryPlan>,
    pub rules: Ruleset,
    /// The number of files with rules.
    pub rule_files: usize,
    pub rules_source: RulesSource,
    pub notified: NotifiedPlaces,
    pub warnings: Vec<ConfigProblem>,
}

#[derive(Debug)]
pub struct OperationConfig {
    pub name: OperationName,
    pub address: ApiAddress,
    /// The token of its reports API.
    pub token: LiveSecret,
    /// The time zone of its dates.
    pub timezone: Tz,
    /// The language and number style of its posts.
    pub language: OperationLanguage,
    /// The number of licences, on which the daily quota depends.
    pub licences: u32,
    /// The share of the quota that is reserved for commands, in percent.
    pub reserve: f64,
    /// Where figures per skill come from.
    pub per_skill: SkillSource,
    /// The age up to which an answer is given again from memory.
    pub fresh_for: Duration,
}

impl OperationConfig {
    /// The access to its reports API.
    pub fn access(&self) -> OperationAccess {
        let access = OperationAccess::new(
            self.name.clone(),
            "",
            self.token.current(),
            self.timezone,
            self.licences,
        );
        OperationAccess {
            reserve: self.reserved_calls(),
            per_skill: self.per_skill,
            base: self.address.base(),
            renew: Some(self.token_reader()),
            ..access
        }
    }

    fn token_reader(&self) -> TokenReader {
        let token = self.token.clone();
        Arc::new(move || token.current())
    }

    /// The API requests that wolkvox grants a day, over all tokens of the operation.
    pub fn daily_quota(&self) -> u64 {
        u64::from(self.licences) * REQUESTS_PER_LICENCE
    }

    /// The part of the quota that is reserved for commands.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of 0 to 100 % of less than 2^43 requests"
    )]
    pub fn reserved_calls(&self) -> u64 {
        (self.daily_quota() as f64 * self.reserve / 100.0).round() as u64
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiAddress {
    /// The digits in the address of its Manager.
    Server(String),
    /// Another address, without a slash at its end: a proxy, or a stand-in.
    BaseUrl(String),
}

impl ApiAddress {
    /// Takes an address without a slash at its end. One without a path gets that of the API, and means the same
    /// as a server then.
    pub fn of_url(url: String) -> Self {
        let has_path = url
            .split_once("://")
            .is_some_and(|(_, host)| host.contains('/'));
        Self::BaseUrl(if has_path { url } else { url + "/api/v2" })
    }

    /// The address of the API.
    pub fn base(&self) -> String {
        match self {
            Self::Server(server) => OperationAccess::base_of(server),
            Self::BaseUrl(url) => url.clone(),
        }
    }
}

/// One of [`Language::config_tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationLanguage(&'static str);

impl OperationLanguage {
    pub fn from_tag(tag: &str) -> Option<Self> {
        Language::config_tags()
            .find(|known| *known == tag)
            .map(Self)
    }

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

#[derive(Debug)]
pub struct DiscordConfig {
    pub token: LiveSecret,
    /// The servers that the bot works for, each once, at least one.
    pub guilds: Vec<u64>,
    /// Another address of the API, without a slash at its end.
    pub api_url: Option<String>,
}

/// Access to commands and to the names of agents. Administrators of the server may use every
/// command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessConfig {
    /// The numbers of the roles that may use a command of [`COMMANDS`]. One that is not here
    /// is for everybody.
    pub commands: BTreeMap<String, BTreeSet<u64>>,
    /// The channels where agents may be named.
    pub agents_in: BTreeSet<u64>,
    /// The person to ask for access, as a refusal names them.
    pub contact: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollConfig {
    /// The time between two polls, which divides the day evenly.
    pub every: Duration,
    /// The time between the end of the windows and the poll, so that late calls are in them.
    pub settle: Duration,
    /// The time for which missed polls are read after a stop.
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

/// The dead-man's switch.
#[derive(Clone, Debug)]
pub struct HeartbeatConfig {
    /// The address that is requested. It holds a key.
    pub url: LiveSecret,
    /// The least time between two requests.
    pub every: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreConfig {
    pub path: PathBuf,
    pub keep: Duration,
    pub backup: BackupSettings,
}

impl StoreConfig {
    /// Moves the store to where the environment wants it: `VIGIA_STORE` is set by people and by
    /// the image, `STATE_DIRECTORY` by systemd, which may name several folders.
    pub fn placed(self, env: impl Fn(&str) -> Option<String>) -> Self {
        let state = || env("STATE_DIRECTORY")?.split(':').next().map(str::to_owned);
        let is_set = |path: &String| !path.is_empty();
        let named = env("VIGIA_STORE").filter(is_set);
        let named = named.or_else(|| state().filter(is_set));
        Self {
            path: named.map_or(self.path, PathBuf::from),
            ..self
        }
    }
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

    #[test]
    fn the_environment_says_where_the_store_is_before_the_file_does() {
        let path = |variables: &[(&str, &str)]| {
            let store = StoreConfig {
                path: PathBuf::from("/etc/vigia/data"),
                keep: Duration::ZERO,
                backup: BackupSettings::default(),
            };
            let variables: BTreeMap<_, _> = variables.iter().copied().collect();
            let placed = store.placed(|name| variables.get(name).map(ToString::to_string));
            placed.path.display().to_string()
        };
        let (ours, systemd) = (("VIGIA_STORE", "/a"), ("STATE_DIRECTORY", "/b:/c"));
        assert_eq!(path(&[]), "/etc/vigia/data");
        assert_eq!(path(&[ours, systemd]), "/a");
        assert_eq!(path(&[systemd]), "/b");
        assert_eq!(path(&[("VIGIA_STORE", ""), systemd]), "/b");
    }
}
