//! The sections of `vigia.yaml`, each from its part of the tree.

use std::{path::Path, time::Duration};

use crate::config::{
    ApiAddress, DiscordConfig, OperationConfig, OperationLanguage, PollConfig, StoreConfig,
    names::discord_id,
    secret::{Environment, secret},
};
use vigia_core::{
    Language,
    diagnostic::{
        FieldReader, SourceError, SourceErrors, YamlNode, YamlValue, alternatives, did_you_mean,
    },
    metrics::OperationName,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// The share of the quota that is left to people unless the file says otherwise.
const DEFAULT_RESERVE: f64 = 10.0;
const DEFAULT_FRESH_FOR: Duration = Duration::from_secs(60);
const DEFAULT_KEEP: Duration = DAY.saturating_mul(90);
const DEFAULT_STORE: &str = "data";
const LONGEST_NAME: usize = 64;

/// Reads the list of operations, each name once.
pub(super) fn operations(
    node: &YamlNode,
    outside: &Environment<'_>,
    faults: &mut SourceErrors,
) -> Vec<OperationConfig> {
    const EXPECTED: &str = "a list of operations";
    const EXAMPLE: &str = "write `- name: …` and its other keys below it";
    let items = match &node.value {
        YamlValue::List(items) if !items.is_empty() => items,
        YamlValue::List(_) => {
            faults.push(SourceError::at(node.span, "an operation is needed", "none").help(EXAMPLE));
            return Vec::new();
        }
        YamlValue::Null | YamlValue::Text(_) | YamlValue::Map(_) => {
            faults.hide(node);
            let message = format!("expected {EXPECTED}");
            faults.push(SourceError::at(node.span, message, "not a list").help(EXAMPLE));
            return Vec::new();
        }
    };
    let mut names: Vec<OperationName> = Vec::new();
    items
        .iter()
        .filter_map(|item| operation(item, outside, &mut names, faults))
        .collect()
}

fn operation(
    item: &YamlNode,
    outside: &Environment<'_>,
    names: &mut Vec<OperationName>,
    faults: &mut SourceErrors,
) -> Option<OperationConfig> {
    const EXAMPLE: &str = "`- name: …` and its other keys below it";
    let mut fields = FieldReader::of(item, "an operation", EXAMPLE, faults)?;
    let name = fields
        .required("name", "principal", faults)
        .and_then(|node| faults.keep(operation_name(node, names)));
    let address = address(&mut fields, faults);
    let token = fields
        .required("token", "{ env: WOLKVOX_TOKEN }", faults)
        .and_then(|node| secret(node, outside, faults));
    let timezone = fields
        .required("timezone", "America/Bogota", faults)
        .and_then(|node| faults.keep(node.timezone()));
    let language = fields
        .optional("language", faults)
        .and_then(|node| faults.keep(language(node)));
    let licences = fields
        .required("licences", "25", faults)
        .and_then(|node| faults.keep(licences(node)));
    let reserve = fields
        .optional("reserve", faults)
        .and_then(|node| faults.keep(node.percent()));
    let fresh_for = fields
        .optional("fresh_for", faults)
        .and_then(|node| faults.keep(node.duration()));
    fields.finish(faults);
    Some(OperationConfig {
        name: name?,
        address: address?,
        token: token?,
        timezone: timezone?,
        language: language.unwrap_or_default(),
        licences: licences?,
        reserve: reserve.unwrap_or(DEFAULT_RESERVE),
        fresh_for: fresh_for.unwrap_or(DEFAULT_FRESH_FOR),
    })
}

fn operation_name(
    node: &YamlNode,
    names: &mut Vec<OperationName>,
) -> Result<OperationName, SourceError> {
    let text = node.text("a name such as `principal`")?;
    if text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        let message = format!("a name is one line of at most {LONGEST_NAME} characters");
        return Err(SourceError::at(node.span, message, "not a name"));
    }
    let name = OperationName::new(text);
    if names.contains(&name) {
        let message = format!("two operations are called `{text}`");
        return Err(SourceError::at(node.span, message, "the second").help("give it another name"));
    }
    names.push(name.clone());
    Ok(name)
}

fn address(fields: &mut FieldReader<'_>, faults: &mut SourceErrors) -> Option<ApiAddress> {
    let span = fields.span();
    let given = fields.gives("server") || fields.gives("base_url");
    let server = fields.optional("server", faults);
    let base_url = fields.optional("base_url", faults);
    match (server, base_url) {
        (Some(server), None) => faults.keep(server_digits(server)).map(ApiAddress::Server),
        (None, Some(base_url)) => faults
            .keep(url(base_url))
            .map(whole_base)
            .map(ApiAddress::BaseUrl),
        (Some(_), Some(base_url)) => {
            let message = "an operation has one address, and these are two";
            faults.push(
                SourceError::at(base_url.span, message, "two").help("keep `server` or `base_url`"),
            );
            None
        }
        (None, None) => {
            if !given {
                faults.push(
                    SourceError::at(span, "an operation needs `server`", "incomplete").help(
                        "add the digits in the address of its Manager: `server: \"0012\"` for \
                         wv0012.wolkvox.com",
                    ),
                );
            }
            None
        }
    }
}

fn server_digits(node: &YamlNode) -> Result<String, SourceError> {
    let text = node.text("the digits in the Manager's address")?;
    let digits = text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.to_owned()).ok_or_else(|| {
        node.unexpected("the digits in the Manager's address")
            .help("write `server: \"0012\"` for wv0012.wolkvox.com, or use `base_url`")
    })
}

/// An address as people paste it, without the slash at its end.
fn url(node: &YamlNode) -> Result<String, SourceError> {
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
        return Err(SourceError::at(node.span, message, "not plain"));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// An address without a path is the place of the whole API, as `server` is.
fn whole_base(url: String) -> String {
    let has_path = url
        .split_once("://")
        .is_some_and(|(_, host)| host.contains('/'));
    if has_path { url } else { url + "/api/v2" }
}

/// The address without the path of Discord's API, which its requests bring along.
fn bare_origin(url: &str) -> &str {
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

pub(super) fn language(node: &YamlNode) -> Result<OperationLanguage, SourceError> {
    let text = node.text("a language such as `es-CO`")?;
    OperationLanguage::from_tag(text).ok_or_else(|| {
        let help = match did_you_mean(text, Language::config_tags()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("expected {}", alternatives(Language::config_tags())),
        };
        let message = format!("`{text}` is no language that vigia speaks");
        SourceError::at(node.span, message, "unknown").help(help)
    })
}

fn licences(node: &YamlNode) -> Result<u32, SourceError> {
    let count = node.count()?;
    u32::try_from(count)
        .ok()
        .filter(|licences| *licences > 0)
        .ok_or_else(|| {
            node.unexpected("the number of licences")
                .help("wolkvox grants 1000 calls a day for each")
        })
}

/// Reads the section of the bot's account.
pub(super) fn discord(
    node: &YamlNode,
    outside: &Environment<'_>,
    faults: &mut SourceErrors,
) -> Option<DiscordConfig> {
    const EXAMPLE: &str = "`discord: { token: { env: DISCORD_TOKEN } }`";
    let mut fields = FieldReader::of(node, "`discord`", EXAMPLE, faults)?;
    let token = fields
        .required("token", "{ env: DISCORD_TOKEN }", faults)
        .and_then(|node| secret(node, outside, faults));
    let guild = fields
        .optional("guild", faults)
        .and_then(|node| faults.keep(discord_id(node)));
    let api_url = fields
        .optional("api_url", faults)
        .and_then(|node| faults.keep(url(node)))
        .map(|url| bare_origin(&url).to_owned());
    fields.finish(faults);
    Some(DiscordConfig {
        token: token?,
        guild,
        api_url,
    })
}

/// Reads how often the reports are read.
pub(super) fn poll(node: &YamlNode, faults: &mut SourceErrors) -> PollConfig {
    let default = PollConfig::default();
    let example = "`poll: { every: 5m, settle: 1m, catch_up: 1h }`";
    let Some(mut fields) = FieldReader::of(node, "`poll`", example, faults) else {
        return default;
    };
    let every = fields
        .optional("every", faults)
        .and_then(|node| faults.keep(poll_every(node)));
    let settle_node = fields.optional("settle", faults);
    let settle = settle_node.and_then(|node| faults.keep(node.duration()));
    let catch_up = fields
        .optional("catch_up", faults)
        .and_then(|node| faults.keep(catch_up(node)));
    fields.finish(faults);
    let poll = PollConfig {
        every: every.unwrap_or(default.every),
        settle: settle.unwrap_or(default.settle),
        catch_up: catch_up.unwrap_or(default.catch_up),
    };
    if poll.settle >= poll.every {
        let span = settle_node.map_or(node.span, |node| node.span);
        let (settle, every) = (
            humantime::format_duration(poll.settle),
            humantime::format_duration(poll.every),
        );
        let message = format!("`settle` ({settle}) is not shorter than `every` ({every})");
        faults.push(
            SourceError::at(span, message, "too long").help("write a shorter one, or `settle: 0s`"),
        );
    }
    poll
}

/// Every poll that is read belatedly costs what it would have cost then.
fn catch_up(node: &YamlNode) -> Result<Duration, SourceError> {
    let length = node.duration()?;
    if length > DAY {
        let message = "no more than a day is read belatedly";
        return Err(SourceError::at(node.span, message, "too long")
            .help("`1h` is usual; `0s` reads nothing belatedly"));
    }
    Ok(length)
}

fn poll_every(node: &YamlNode) -> Result<Duration, SourceError> {
    let every = node.duration()?;
    let even = every.subsec_nanos() == 0 && DAY.as_secs().checked_rem(every.as_secs()) == Some(0);
    even.then_some(every).ok_or_else(|| {
        let message = "the time between two polls divides the day evenly";
        SourceError::at(node.span, message, "does not")
            .help("write `5m`, `10m`, `15m` or another that divides 24 hours")
    })
}

/// Where history is kept unless the file says otherwise.
pub(super) fn default_store(folder: &Path) -> StoreConfig {
    StoreConfig {
        path: folder.join(DEFAULT_STORE),
        keep: DEFAULT_KEEP,
    }
}

/// Reads where history is kept.
pub(super) fn store(node: &YamlNode, folder: &Path, faults: &mut SourceErrors) -> StoreConfig {
    let mut store = default_store(folder);
    let example = "`store: { path: data, keep: 90d }`";
    let Some(mut fields) = FieldReader::of(node, "`store`", example, faults) else {
        return store;
    };
    if let Some(node) = fields.optional("path", faults)
        && let Some(path) = faults.keep(node.text("a folder such as `data`"))
    {
        store.path = folder.join(path);
    }
    if let Some(node) = fields.optional("keep", faults)
        && let Some(keep) = faults.keep(keep(node))
    {
        store.keep = keep;
    }
    fields.finish(faults);
    store
}

fn keep(node: &YamlNode) -> Result<Duration, SourceError> {
    let keep = node.duration()?;
    (keep >= DAY).then_some(keep).ok_or_else(|| {
        SourceError::at(
            node.span,
            "figures are kept for a day at least",
            "too short",
        )
        .help("`90d` is usual")
    })
}
