//! The sections of `vigia.yaml`: operations, Discord, polls, alerts and the store.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use chrono_tz::Tz;
use secrecy::ExposeSecret as _;

use crate::config::{
    ApiAddress, DiscordConfig, HeartbeatConfig, OperationConfig, OperationLanguage, PollConfig,
    StoreConfig,
    names::discord_id,
    secret::{Environment, TokenDraft, read_secret},
};
use vigia_core::{
    Language,
    diagnostic::{FromYaml as _, OneOrMore, SourceError, SourceErrors, YamlNode, YamlValue},
    metrics::OperationName,
    rules::{
        AlertPolicy, NotificationPolicy,
        parse::{self, KnownNames},
    },
    yaml_map,
};
use vigia_store::BackupSettings;
use vigia_wolkvox::SkillSource;

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// The share of the quota that is reserved for commands, in percent.
const DEFAULT_RESERVE: f64 = 10.0;
const DEFAULT_FRESH_FOR: Duration = Duration::from_secs(60);
const DEFAULT_KEEP: Duration = DAY.saturating_mul(90);
const DEFAULT_STORE: &str = "data";

yaml_map! {
    /// A wolkvox tenant.
    #[schemars(rename = "operation")]
    pub(super) struct OperationDraft<'node>(
        "an operation",
        "`- name: …` and its other keys below it"
    ) {
        /// The name in messages and commands, unique in this file.
        "name" => name: &'node YamlNode, needed "principal";
        /// The digits in the address of its Manager: `"0012"` for wv0012.wolkvox.com.
        "server" => server: ApiAddress = server_digits, as "Option<String>";
        /// Another address of the API in place of `server`, such as that of a proxy.
        "base_url" => base_url: ApiAddress = base_url, as "Option<String>";
        /// The source of the token of the reports API.
        "token" => token: &'node YamlNode, as "Option<TokenDraft<'_>>",
            needed "{ env: WOLKVOX_TOKEN }";
        /// The time zone of its dates: `America/Bogota`.
        "timezone" => timezone: Tz = YamlNode::timezone, as "Option<String>",
            needed "America/Bogota";
        /// The language and number style of its posts. `es` if left out.
        #[schemars(extend("enum" = Language::config_tags().collect::<Vec<_>>()))]
        "language" => language: OperationLanguage = read_language, as "Option<String>";
        /// The number of licences. wolkvox grants 1000 API requests a day for each.
        "licences" => licences: u32 = licence_count, as "Option<u32>", needed "25";
        /// The share of the daily requests that is reserved for commands. `10%` if left out.
        "reserve" => reserve: f64 = YamlNode::percent, as "Option<String>";
        /// The age up to which an answer is given again from memory. `60s` if left out.
        "fresh_for" => fresh_for: Duration = YamlNode::duration, as "Option<String>";
        /// Where figures per skill come from: `skill_1` (one request for all skills), `skill_11` (one for each), or
        /// `auto`, which takes the first while it agrees with the second. `auto` if left out.
        #[schemars(extend("enum" = SkillSource::NAMES.map(|(name, _)| name)))]
        "per_skill" => per_skill: SkillSource = read_skill_source, as "Option<String>";
    }
}

yaml_map! {
    /// The account of the bot in Discord.
    #[schemars(rename = "discord")]
    pub(super) struct DiscordDraft<'node>(
        "`discord`",
        "`discord: { token: { env: DISCORD_TOKEN }, guild: \"123456789012345678\" }`"
    ) {
        /// The source of the token of the bot.
        "token" => token: &'node YamlNode, as "Option<TokenDraft<'_>>",
            needed "{ env: DISCORD_TOKEN }";
        /// The id of the server that the bot works for, or a list of them. It answers nowhere else.
        "guild" => guilds: Vec<u64> = discord_guilds, as "Option<OneOrMore>",
            needed "\"123456789012345678\"";
        /// Another address of Discord's API.
        "api_url" => api_url: String = read_url, as "Option<String>";
    }
}

yaml_map! {
    /// The times at which the reports are read.
    #[schemars(rename = "poll")]
    pub(super) struct PollDraft<'node>(
        "`poll`",
        "`poll: { every: 5m, settle: 1m, catch_up: 1h }`"
    ) {
        /// The time between two polls, which divides the day evenly. `5m` if left out.
        "every" => every: Duration = poll_interval, as "Option<String>";
        /// The time between the end of the windows and the poll, so that late calls are in them.
        /// `1m` if left out.
        "settle" => settle: Duration = YamlNode::duration, as "Option<String>";
        /// The time for which missed polls are read after a stop, at most a day. `1h` if left out.
        "catch_up" => catch_up: Duration = poll_catch_up, as "Option<String>";
    }
}

yaml_map! {
    /// The place of history and alerts.
    #[schemars(rename = "store")]
    pub(super) struct StoreDraft<'node>("`store`", "`store: { path: data, keep: 90d }`") {
        /// The folder. A relative path starts at the folder of this file. `data` if left out. The
        /// variables `VIGIA_STORE` and `STATE_DIRECTORY` go before it.
        "path" => path: PathBuf = folder_path, as "Option<String>";
        /// The time for which figures are kept, at least a day. `90d` if left out.
        "keep" => keep: Duration = store_keep, as "Option<String>";
        /// The backups that the bot makes while it runs.
        "backup" => backup: BackupDraft<'node>;
    }
}

yaml_map! {
    /// The backups of the store.
    #[schemars(rename = "backup")]
    pub(super) struct BackupDraft<'node>("`backup`", "`backup: { every: 6h, keep: 4 }`") {
        /// The time between two backups, from an hour to a week. `6h` if left out.
        "every" => every: Duration = backup_interval, as "Option<String>";
        /// The number of backups that are kept, at least 1. 4 if left out.
        "keep" => keep: u32 = backup_count, as "Option<u32>";
    }
}

yaml_map! {
    /// The dead-man's switch: a request to an outside service while all is well.
    #[schemars(rename = "heartbeat")]
    pub(super) struct HeartbeatDraft<'node>(
        "`heartbeat`",
        "`heartbeat: { url: { env: HEARTBEAT_URL }, every: 5m }`"
    ) {
        /// The source of the address, which holds a key: a variable or a file.
        "url" => url: &'node YamlNode, as "Option<TokenDraft<'_>>",
            needed "{ env: HEARTBEAT_URL }";
        /// The least time between two requests, a second to a day. That of `poll.every` if left out.
        "every" => every: Duration = heartbeat_interval, as "Option<String>";
    }
}

yaml_map! {
    /// The loudness of alerts, and the limit of new cards.
    #[schemars(rename = "alerts")]
    pub(super) struct AlertsDraft<'node>(
        "`alerts`",
        "`alerts: { critical: { mention: [supervisors] } }`"
    ) {
        /// The loudness of warnings. Silent if left out.
        "warning" => warning: LoudnessDraft<'node>;
        /// The loudness of critical alerts. They ring if left out.
        "critical" => critical: LoudnessDraft<'node>;
        /// The steps while nobody acknowledges an alert whose rule has none of its own.
        "escalate" => escalate: &'node YamlNode, as "Option<Vec<parse::StepDraft<'_>>>";
        /// The number of new cards that a channel takes within half an hour. More become a digest. 10 if
        /// left out.
        "storm" => storm: u32 = storm_size, as "Option<u32>";
        /// The channel for the operators of the bot.
        "ops" => ops: &'node YamlNode;
    }
}

yaml_map! {
    /// The loudness of alerts of a severity.
    #[schemars(rename = "loudness")]
    pub(super) struct LoudnessDraft<'node>(
        "a severity",
        "`{ rings: true, mention: [supervisors] }`"
    ) {
        /// True where phones may ring. Otherwise posts come without a sound.
        "rings" => rings: bool;
        /// The roles to mention.
        "mention" => mention: &'node YamlNode, as "Option<OneOrMore>";
    }
}

/// Reads the list of operations, each name once.
pub(super) fn read_operations(
    node: &YamlNode,
    outside: &Environment<'_>,
    errors: &mut SourceErrors,
) -> Vec<OperationConfig> {
    const EXAMPLE: &str = "write `- name: …` and its other keys below it";
    let items = match &node.value {
        YamlValue::List(items) => items.as_slice(),
        YamlValue::Null | YamlValue::Text(_) | YamlValue::Map(_) => {
            errors.hide(node);
            let error = node.error("expected a list of operations", "not a list");
            errors.push(error.help(EXAMPLE));
            return Vec::new();
        }
    };
    if items.is_empty() {
        errors.push(node.error("an operation is needed", "none").help(EXAMPLE));
    }
    let mut names: Vec<OperationName> = Vec::new();
    let mut operations: Vec<OperationConfig> = Vec::new();
    for item in items {
        let Some(operation) = read_operation(item, outside, &mut names, errors) else {
            continue;
        };
        if let Some(twin) = operations
            .iter()
            .find(|other| is_same_account(other, &operation))
        {
            let place = item.get("token").unwrap_or(item);
            let message = format!(
                "`{}` has the server and token of `{}`",
                operation.name, twin.name
            );
            errors.push(place.error(message, "the same token").help(
                "a token takes one request at a time, and its requests would be counted twice: give each \
                 operation a token of its own, or keep one of the two",
            ));
        }
        operations.push(operation);
    }
    operations
}

/// Returns whether requests of both would go through one token.
fn is_same_account(one: &OperationConfig, other: &OperationConfig) -> bool {
    let token = |operation: &OperationConfig| operation.token.current();
    one.address == other.address && token(one).expose_secret() == token(other).expose_secret()
}

fn read_operation(
    item: &YamlNode,
    outside: &Environment<'_>,
    names: &mut Vec<OperationName>,
    errors: &mut SourceErrors,
) -> Option<OperationConfig> {
    let draft = OperationDraft::from_yaml(item, errors)?;
    let name = draft.name.and_then(|node| {
        let text = errors.keep(node.name("a name such as `principal`"))?;
        let name = OperationName::new(text);
        if names.contains(&name) {
            let message = format!("two operations are called `{text}`");
            errors.push(
                node.error(message, "the second")
                    .help("give it another name"),
            );
            return None;
        }
        names.push(name.clone());
        Some(name)
    });
    let address = draft.address(errors);
    let token = draft
        .token
        .and_then(|node| read_secret(node, outside, errors));
    Some(OperationConfig {
        name: name?,
        address: address?,
        token: token?,
        timezone: draft.timezone?,
        language: draft.language.unwrap_or_default(),
        licences: draft.licences?,
        reserve: draft.reserve.unwrap_or(DEFAULT_RESERVE),
        per_skill: draft.per_skill.unwrap_or_default(),
        fresh_for: draft.fresh_for.unwrap_or(DEFAULT_FRESH_FOR),
    })
}

impl OperationDraft<'_> {
    fn address(&self, errors: &mut SourceErrors) -> Option<ApiAddress> {
        match (self.node.get("server"), self.node.get("base_url")) {
            (Some(_), Some(base_url)) => {
                let message = "an operation has one address, and these are two";
                let error = base_url.error(message, "two");
                errors.push(error.help("keep `server` or `base_url`"));
            }
            (None, None) => {
                let error = self.node.error("an operation needs `server`", "incomplete");
                errors.push(error.help(
                    "add the digits in the address of its Manager: `server: \"0012\"` for \
                     wv0012.wolkvox.com",
                ));
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
        self.server.clone().or_else(|| self.base_url.clone())
    }
}

fn server_digits(node: &YamlNode) -> Result<ApiAddress, SourceError> {
    const EXPECTED: &str = "the digits in the Manager's address";
    let text = node.text(EXPECTED)?;
    if text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(ApiAddress::Server(text.to_owned()));
    }
    let error = node.unexpected(EXPECTED);
    Err(error.help("write `server: \"0012\"` for wv0012.wolkvox.com, or use `base_url`"))
}

fn base_url(node: &YamlNode) -> Result<ApiAddress, SourceError> {
    read_url(node).map(ApiAddress::of_url)
}

/// Reads an address as it was pasted, and removes the slash at its end.
fn read_url(node: &YamlNode) -> Result<String, SourceError> {
    const EXPECTED: &str = "an address such as `https://proxy.example`";
    let text = node.text(EXPECTED)?;
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .filter(|host| !host.is_empty() && !host.starts_with('/'))
        .ok_or_else(|| node.unexpected(EXPECTED))?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || "@?#".contains(c);
    if host.contains(odd) {
        let message = "an address here has no user, no question mark and no spaces";
        return Err(node.error(message, "not plain"));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Removes the path of Discord's API, which the requests add.
fn without_api_path(url: &str) -> &str {
    let version = |last: &str| {
        last.strip_prefix('v')
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let url = match url.rsplit_once('/') {
        Some((head, last)) if version(last) && head.ends_with("/api") => head,
        _ => url,
    };
    url.strip_suffix("/api").unwrap_or(url)
}

pub(super) fn read_language(node: &YamlNode) -> Result<OperationLanguage, SourceError> {
    let text = node.text("a language such as `es-CO`")?;
    OperationLanguage::from_tag(text).ok_or_else(|| {
        SourceError::unknown(
            node.span,
            "unknown language",
            text,
            Language::config_tags().collect::<Vec<_>>(),
            "",
        )
    })
}

fn read_skill_source(node: &YamlNode) -> Result<SkillSource, SourceError> {
    let text = node.text("a source such as `auto`")?;
    let source = SkillSource::NAMES.iter().find(|(name, _)| *name == text);
    source.map(|(_, source)| *source).ok_or_else(|| {
        let names = SkillSource::NAMES.map(|(name, _)| name);
        SourceError::unknown(node.span, "unknown source", text, names.to_vec(), "")
    })
}

fn licence_count(node: &YamlNode) -> Result<u32, SourceError> {
    let error = || node.unexpected("the number of licences");
    let help = "wolkvox grants 1000 API requests a day for each";
    positive_count(node)?.ok_or_else(|| error().help(help))
}

fn storm_size(node: &YamlNode) -> Result<u32, SourceError> {
    let error = || node.unexpected("how many cards a channel takes");
    positive_count(node)?.ok_or_else(|| error().help("write 1 or more; `10` is usual"))
}

fn positive_count(node: &YamlNode) -> Result<Option<u32>, SourceError> {
    let count = u32::try_from(node.count()?).ok();
    Ok(count.filter(|count| *count > 0))
}

pub(super) fn read_discord(
    node: &YamlNode,
    outside: &Environment<'_>,
    errors: &mut SourceErrors,
) -> Option<DiscordConfig> {
    let draft = DiscordDraft::from_yaml(node, errors)?;
    let token = draft
        .token
        .and_then(|node| read_secret(node, outside, errors));
    Some(DiscordConfig {
        token: token?,
        guilds: draft.guilds?,
        api_url: draft.api_url.map(|url| without_api_path(&url).to_owned()),
    })
}

/// Reads the id of a server, or a list of ids.
fn discord_guilds(node: &YamlNode) -> Result<Vec<u64>, SourceError> {
    let mut guilds = Vec::new();
    for item in node.one_or_more() {
        let guild = discord_id(item)?;
        if guilds.contains(&guild) {
            return Err(item.error(format!("server `{guild}` is named twice"), "twice"));
        }
        guilds.push(guild);
    }
    if guilds.is_empty() {
        let error = node.error("the bot needs a server to work for", "an empty list");
        return Err(error.help("write `guild: \"123456789012345678\"`"));
    }
    Ok(guilds)
}

pub(super) fn read_poll(node: &YamlNode, errors: &mut SourceErrors) -> PollConfig {
    let default = PollConfig::default();
    let Some(draft) = PollDraft::from_yaml(node, errors) else {
        return default;
    };
    let poll = PollConfig {
        every: draft.every.unwrap_or(default.every),
        settle: draft.settle.unwrap_or(default.settle),
        catch_up: draft.catch_up.unwrap_or(default.catch_up),
    };
    if poll.settle >= poll.every {
        let (settle, every) = (
            humantime::format_duration(poll.settle),
            humantime::format_duration(poll.every),
        );
        let message = format!("`settle` ({settle}) is not shorter than `every` ({every})");
        let error = node
            .get("settle")
            .unwrap_or(node)
            .error(message, "too long");
        errors.push(error.help("write a shorter one, or `settle: 0s`"));
    }
    poll
}

/// A missed poll costs as many requests as it would have cost in time.
fn poll_catch_up(node: &YamlNode) -> Result<Duration, SourceError> {
    let length = node.duration()?;
    if length > DAY {
        let message = "missed polls are read for a day at most";
        return Err(node
            .error(message, "too long")
            .help("`1h` is usual; `0s` reads no missed polls"));
    }
    Ok(length)
}

fn poll_interval(node: &YamlNode) -> Result<Duration, SourceError> {
    let every = node.duration()?;
    let even = every.subsec_nanos() == 0 && DAY.as_secs().checked_rem(every.as_secs()) == Some(0);
    even.then_some(every).ok_or_else(|| {
        node.error(
            "the time between two polls divides the day evenly",
            "does not",
        )
        .help("write `5m`, `10m`, `15m` or another that divides 24 hours")
    })
}

pub(super) fn default_store(folder: &Path) -> StoreConfig {
    StoreConfig {
        path: folder.join(DEFAULT_STORE),
        keep: DEFAULT_KEEP,
        backup: BackupSettings::default(),
    }
}

pub(super) fn read_store(node: &YamlNode, folder: &Path, errors: &mut SourceErrors) -> StoreConfig {
    let default = default_store(folder);
    let Some(draft) = StoreDraft::from_yaml(node, errors) else {
        return default;
    };
    StoreConfig {
        path: draft.path.map_or(default.path, |path| folder.join(path)),
        keep: draft.keep.unwrap_or(default.keep),
        backup: draft
            .backup
            .map_or(default.backup, |backup| BackupSettings {
                every: backup.every.unwrap_or(default.backup.every),
                keep: backup.keep.unwrap_or(default.backup.keep),
            }),
    }
}

/// Reads the dead-man's switch, which by default is requested once for each poll.
pub(super) fn read_heartbeat(
    node: &YamlNode,
    poll_every: Duration,
    outside: &Environment<'_>,
    errors: &mut SourceErrors,
) -> Option<HeartbeatConfig> {
    let draft = HeartbeatDraft::from_yaml(node, errors)?;
    let url_node = draft.url?;
    let url = read_secret(url_node, outside, errors)?;
    let text = url.current();
    let text = text.expose_secret();
    if !["https://", "http://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
    {
        let message = "the address of the heartbeat begins with `https://` or `http://`";
        errors.push(url_node.error(message, "no address"));
        return None;
    }
    Some(HeartbeatConfig {
        url,
        every: draft.every.unwrap_or(poll_every),
    })
}

fn heartbeat_interval(node: &YamlNode) -> Result<Duration, SourceError> {
    let every = node.duration()?;
    if (Duration::from_secs(1)..=DAY).contains(&every) {
        return Ok(every);
    }
    let error = node.error(
        "a heartbeat comes once a second to once a day",
        "out of range",
    );
    Err(error.help("`5m` is usual"))
}

pub(super) fn folder_path(node: &YamlNode) -> Result<PathBuf, SourceError> {
    node.text("a folder such as `data`").map(PathBuf::from)
}

fn store_keep(node: &YamlNode) -> Result<Duration, SourceError> {
    let keep = node.duration()?;
    if keep < DAY {
        let error = node.error("figures are kept for a day at least", "too short");
        return Err(error.help("`90d` is usual"));
    }
    Ok(keep)
}

fn backup_interval(node: &YamlNode) -> Result<Duration, SourceError> {
    let every = node.duration()?;
    if (HOUR..=DAY * 7).contains(&every) {
        return Ok(every);
    }
    let error = node.error(
        "a backup is made every hour at most, and every week at least",
        "not so",
    );
    Err(error.help("`6h` is usual"))
}

fn backup_count(node: &YamlNode) -> Result<u32, SourceError> {
    let error = || node.unexpected("how many backups are kept");
    positive_count(node)?.ok_or_else(|| error().help("write 1 or more; `4` is usual"))
}

/// Reads `alerts:`. What it leaves out has the default.
pub(super) fn read_alerts(
    node: &YamlNode,
    known: KnownNames<'_>,
    errors: &mut SourceErrors,
) -> AlertPolicy {
    let mut policy = AlertPolicy::default();
    let Some(draft) = AlertsDraft::from_yaml(node, errors) else {
        return policy;
    };
    set_loudness(&mut policy.warning, draft.warning, known, errors);
    set_loudness(&mut policy.critical, draft.critical, known, errors);
    if let Some(node) = draft.escalate {
        let steps = parse::escalation_steps(node, known, errors);
        policy.escalation = steps.unwrap_or_default();
    }
    policy.storm = draft.storm.unwrap_or(policy.storm);
    policy.ops = draft
        .ops
        .and_then(|node| errors.keep(parse::channel_named(node, known)));
    policy
}

fn set_loudness(
    policy: &mut NotificationPolicy,
    draft: Option<LoudnessDraft<'_>>,
    known: KnownNames<'_>,
    errors: &mut SourceErrors,
) {
    let Some(draft) = draft else { return };
    policy.rings = draft.rings.unwrap_or(policy.rings);
    if let Some(node) = draft.mention {
        policy.mention = parse::mentioned_roles(node, known, errors);
    }
}
