//! The files of a new installation.

use chrono_tz::Tz;

use crate::{
    config::{ApiAddress, OperationLanguage},
    setup::{DISCORD_TOKEN, WOLKVOX_TOKEN},
};

macro_rules! starter_rules {
    ($($name:literal: $about:literal),+ $(,)?) => {
        [$(($name, $about, include_str!(concat!("../../rules/", $name, ".yaml")))),+]
    };
}

/// The rules that come with vigia: the name of the file, what it watches, and its text.
pub const STARTER_RULES: [(&str, &str, &str); 9] = starter_rules!(
    "abandonment": "callers of each skill who hang up more than usual",
    "missing-calls": "skills whose calls do not arrive",
    "service-level": "calls answered within 20 s",
    "queue": "the wait of those who were answered",
    "smart-hold": "callbacks that nobody answered",
    "hold": "agents who leave callers on hold (names agents)",
    "short-calls": "calls that end after seconds",
    "cost": "the cost of an hour against other weeks",
    "feed": "the reports themselves, and the day's requests",
);

/// The opening hours of the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Such as `mon-sat`.
    pub days: String,
    /// Such as `07:00-21:00`.
    pub span: String,
}

impl Hours {
    /// Reads `mon-sat 07:00-21:00`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let expected = || format!("`{text}` are no hours; write them as `mon-sat 07:00-21:00`");
        let (days, span) = text.trim().rsplit_once(' ').ok_or_else(expected)?;
        let is_clock = |clock: &str| {
            clock
                .split_once(':')
                .is_some_and(|(hour, minute)| hour.len() == 2 && minute.len() == 2)
                && clock.bytes().all(|b| b.is_ascii_digit() || b == b':')
        };
        let (open, close) = span.split_once('-').ok_or_else(expected)?;
        if days.contains(['"', '{', '}', ':']) || !is_clock(open) || !is_clock(close) {
            return Err(expected());
        }
        Ok(Self {
            days: days.trim().to_owned(),
            span: span.to_owned(),
        })
    }
}

/// What a new `vigia.yaml` says.
#[derive(Clone, Debug)]
pub struct NewSettings {
    pub operation: String,
    pub address: ApiAddress,
    pub zone: Tz,
    pub language: OperationLanguage,
    pub licences: u32,
    pub guild: u64,
    pub api_url: Option<String>,
    /// A name that rules use, and the id of its channel.
    pub channels: Vec<(String, u64)>,
    /// The role that critical alerts mention.
    pub role: Option<u64>,
}

/// A file of rules, whose rules look during the opening hours only where there are some. The feed is watched always.
pub fn rules_file(name: &str, text: &str, has_hours: bool) -> String {
    if !has_hours || name == "feed" {
        return text.to_owned();
    }
    text.replace(
        "\n    notify: ",
        "\n    during: opening-hours\n    notify: ",
    )
}

/// A line with a comment behind it, in one column with the others.
fn noted(line: &str, comment: &str) -> String {
    format!("{line:<44} # {comment}")
}

/// The text of a new `vigia.yaml`.
pub fn settings_file(settings: &NewSettings) -> String {
    let address = match &settings.address {
        ApiAddress::Server(server) => noted(
            &format!("    server: \"{server}\""),
            &format!("the digits in the Manager's address, wv{server}.wolkvox.com"),
        ),
        ApiAddress::BaseUrl(url) => format!("    base_url: {url}"),
    };
    let channels = settings.channels.iter();
    let channels: Vec<String> = channels
        .map(|(name, id)| format!("  {name}: \"{id}\""))
        .collect();
    let (roles, mention) = match settings.role {
        Some(role) => (
            format!("roles:\n  supervisors: \"{role}\""),
            ", mention: [supervisors]",
        ),
        None => (
            "# roles:\n#   supervisors: \"234567890123456789\"".to_owned(),
            "",
        ),
    };
    let mut lines = vec![
        "# The settings of vigia, written by `vigia init`. Every key: docs/settings.md. After a change,".to_owned(),
        "# `vigia check` says whether the file is right, and `vigia doctor` whether wolkvox and Discord agree.\n"
            .to_owned(),
        "operations:".to_owned(),
        noted(&format!("  - name: {}", settings.operation), "how posts and commands call it"),
        address,
        noted(&format!("    token: {{ file: {WOLKVOX_TOKEN} }}"), "a new token in this file is used at once"),
        noted(&format!("    timezone: {}", settings.zone), "of the dates in the reports"),
        noted(
            &format!("    licences: {}", settings.licences),
            "wolkvox grants 1000 API requests a day for each",
        ),
        noted(&format!("    language: {}", settings.language), "words and numbers of the posts"),
        "\ndiscord:".to_owned(),
        format!("  token: {{ file: {DISCORD_TOKEN} }}"),
        noted(&format!("  guild: \"{}\"", settings.guild), "the server that the bot works for"),
    ];
    lines.extend(
        settings
            .api_url
            .iter()
            .map(|url| format!("  api_url: {url}")),
    );
    lines.push(String::new());
    lines.push(noted(
        "channels:",
        "the names that rules use, and the channel behind each",
    ));
    lines.extend(channels);
    lines.extend([
        format!("\n{roles}"),
        "\nalerts:".to_owned(),
        noted(
            &format!("  critical: {{ rings: true{mention} }}"),
            "warnings make no sound",
        ),
        noted("  ops: ops", "where the bot reports its own problems"),
        String::new(),
        noted(
            "# access:",
            "who may use a command, and where agents may be named",
        ),
        "#   commands: { hold: [supervisors] }\n#   agents: [floor]\n".to_owned(),
        noted(
            "# summaries:",
            "what a manager reads of a day; see docs/summaries.md",
        ),
        "#   - { name: closing, channel: managers, at: \"21:30\" }\n".to_owned(),
    ]);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_new_installation_and_the_demo_have_all_rules_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".yaml").map(str::to_owned)
        });
        let is_rules = |name: &String| !name.contains('.');
        let mut names: Vec<String> = names.flatten().filter(is_rules).collect();
        names.sort_unstable();
        let mut known = STARTER_RULES.map(|(name, ..)| name);
        known.sort_unstable();
        assert_eq!(names, known);
    }

    #[test]
    fn hours_are_days_and_a_span() {
        let hours = Hours::parse("mon-sat 07:00-21:00").unwrap();
        assert_eq!(
            (hours.days.as_str(), hours.span.as_str()),
            ("mon-sat", "07:00-21:00")
        );
        for wrong in [
            "",
            "07:00-21:00",
            "mon 7-21",
            "mon-fri 07:00",
            "a: b 07:00-21:00",
        ] {
            assert!(Hours::parse(wrong).is_err(), "{wrong}");
        }
    }
}
