//! What stands in the repository is right: the example, the rules to start from, the docs.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use secrecy::ExposeSecret;
use vigia::config::{ApiAddress, Config, OperationLanguage, RequestBudget, load};
use vigia_core::{
    metrics::Metric,
    rules::{
        ChannelName, RoleName, TemplateField,
        parse::{KnownNames, parse},
    },
};

use super::{Folder, RULES, SETTINGS, env, every_token};

fn repository(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// What a file sets, without the place that it was read from.
fn settings(text: &str) -> String {
    let folder = Folder::new(text, RULES);
    let config = folder.load().unwrap();
    let path = folder.0.path().display().to_string();
    let Config {
        operations,
        discord,
        channels,
        access,
        policy,
        poll,
        store,
        summaries,
        ..
    } = config;
    let names = format!("{operations:#?} {discord:#?} {channels:#?} {access:#?}");
    format!("{names} {policy:#?} {poll:#?} {store:#?} {summaries:#?}").replace(&path, "")
}

#[test]
fn the_example_is_read_with_the_rules_to_start_from() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vigia.example.yaml");
    let config = load(&path, every_token).unwrap();
    assert!(config.warnings.is_empty(), "{:?}", config.warnings);
    assert_eq!((config.rules.rules.len(), config.rule_files), (13, 9));
    let operation = &config.operations[0];
    assert_eq!(operation.address, ApiAddress::Server("0012".into()));
    assert_eq!(operation.timezone, chrono_tz::America::Bogota);
    assert_eq!(operation.language.tag(), "es-CO");
    assert_eq!(operation.daily_quota(), 25_000);
    assert_eq!(operation.reserved_calls(), 2_500);
    let budget = RequestBudget::of(operation, config.poll, &config.rules, &config.summaries);
    assert_eq!(budget.skills(), None, "{budget}");
    let text = budget.to_string();
    assert!(
        text.contains("enough for 34 skills where `skill_1`"),
        "{text}"
    );
    assert_eq!(
        operation.token.current().expose_secret(),
        "a-token-of-the-tests"
    );
    assert_eq!(config.discord.guilds, [123_456_789_012_345_678]);
    assert_eq!(config.poll.every, Duration::from_secs(300));
    assert!(config.store.path.ends_with("data"));
    let supervisors = BTreeSet::from([234_567_890_123_456_789]);
    assert_eq!(config.access.commands.get("hold"), Some(&supervisors));
    assert_eq!(config.access.agents_in.len(), 1);
    assert!(config.access.contact.is_some());
    assert_eq!(
        config.policy.critical.mention,
        [RoleName::new("supervisors")]
    );
    assert_eq!(config.policy.escalation.len(), 2);
    assert_eq!(config.policy.ops, Some(ChannelName::new("ops")));
}

/// The keys that each map of the file may have, as the code lists them in its own message.
fn known_keys() -> Vec<String> {
    let with_a_stranger = [
        SETTINGS.to_owned() + "zzzzzzzzzzzz: 1\n",
        SETTINGS.replace("    server", "    zzzzzzzzzzzz: 1\n    server"),
        SETTINGS.replace("discord:\n", "discord:\n  zzzzzzzzzzzz: 1\n"),
        SETTINGS.to_owned() + "poll: { zzzzzzzzzzzz: 1 }\n",
        SETTINGS.to_owned() + "alerts: { zzzzzzzzzzzz: 1 }\n",
        SETTINGS.to_owned() + "alerts: { critical: { zzzzzzzzzzzz: 1 } }\n",
        SETTINGS.to_owned() + "alerts: { escalate: [{ zzzzzzzzzzzz: 1, after: 1m }] }\n",
        SETTINGS.to_owned() + "access: { zzzzzzzzzzzz: 1 }\n",
        SETTINGS.to_owned() + "store: { zzzzzzzzzzzz: 1 }\n",
        SETTINGS.to_owned() + "summaries: [{ zzzzzzzzzzzz: 1 }]\n",
        SETTINGS.replace("{ env: D", "{ zzzzzzzzzzzz: 1, env: D"),
    ];
    with_a_stranger
        .iter()
        .flat_map(|text| {
            let problems = Folder::new(text, RULES).load().unwrap_err();
            let help = problems[0].fault.help.clone().unwrap();
            let keys = help.split('`').skip(1).step_by(2).map(String::from);
            keys.collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_example_shows_every_setting() {
    let example = repository("vigia.example.yaml");
    let keys = known_keys();
    assert!(keys.len() >= 39, "{keys:?}");
    for key in keys {
        assert!(
            example.contains(&format!("{key}: ")) || example.contains(&format!("{key}:\n")),
            "vigia.example.yaml does not show `{key}`"
        );
    }
}

#[test]
fn the_defaults_that_the_example_names_are_those_of_the_code() {
    let example = repository("vigia.example.yaml");
    let default = |line: &str| {
        let (_, rest) = line.split_once("(default: ")?;
        Some(rest.trim_end_matches(')').to_owned())
    };
    let stated: Vec<String> = example
        .lines()
        .map(|line| match (line.split_once(':'), default(line)) {
            (Some((key, _)), Some(default)) => format!("{key}: {default}"),
            (_, _) => line.to_owned(),
        })
        .collect();
    let left_out: Vec<&str> = example
        .lines()
        .filter(|line| default(line).is_none() && !matches!(*line, "poll:" | "store:"))
        .collect();
    assert_eq!(example.matches("(default: ").count(), 18);
    assert_eq!(settings(&stated.join("\n")), settings(&left_out.join("\n")));
    assert_eq!(OperationLanguage::default().tag(), "es");
}

#[test]
fn every_block_of_the_reference_of_rules_is_right() {
    let page = repository("docs/rules.md");
    let channels = ["floor", "managers", "ops"].map(ChannelName::new);
    let roles = ["supervisors", "managers"].map(RoleName::new);
    let known = KnownNames {
        channels: &channels,
        roles: &roles,
        poll_every: Duration::from_secs(300),
    };
    let blocks: Vec<&str> = page
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert_eq!(blocks.len(), 10);
    for block in blocks {
        parse(block, known).unwrap_or_else(|faults| panic!("{faults:#?}\n{block}"));
    }
}

#[test]
fn the_reference_of_rules_names_every_key_field_and_metric() {
    let page = repository("docs/rules.md");
    for metric in Metric::ALL {
        assert!(page.contains(&format!("\n| `{metric}` |")), "{metric}");
    }
    let stranger = "rules: [{ zzzzzzzzzzzz: 1 }]";
    let known = KnownNames {
        channels: &[],
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    let faults = parse(stranger, known).unwrap_err();
    let help = faults.iter().find_map(|fault| {
        let help = fault.help.as_deref()?;
        help.strip_prefix("expected ")
    });
    let keys: Vec<&str> = help.unwrap().split('`').skip(1).step_by(2).collect();
    assert_eq!(keys.len(), 20);
    let fields = TemplateField::ALL.map(TemplateField::name);
    for key in keys.into_iter().chain(fields) {
        assert!(page.contains(&format!("\n| `{key}` | ")), "{key}");
    }
}

#[test]
fn a_token_file_is_read_without_its_newline() {
    let settings = SETTINGS.replace("{ env: DISCORD_TOKEN }", "{ file: secret }");
    let folder = Folder::new(&settings, RULES).write("secret", "from-a-file\r\n");
    let config = folder.load().unwrap();
    assert_eq!(
        config.discord.token.current().expose_secret(),
        "from-a-file"
    );
}

#[test]
fn a_token_file_without_an_end_is_refused() {
    let settings = SETTINGS.replace("{ env: DISCORD_TOKEN }", "{ file: /dev/zero }");
    let text = Folder::new(&settings, RULES).refusal();
    assert!(text.contains("`/dev/zero` cannot be read"), "{text}");
    assert!(text.contains("more than 4096 bytes"), "{text}");
}

#[test]
fn relative_paths_start_at_the_folder_of_the_file() {
    let folder = Folder::new(SETTINGS, RULES);
    let config = folder.load().unwrap();
    assert_eq!(config.store.path, folder.path("data"));
    assert_eq!(config.rule_files, 1);
    let token = env("DISCORD_TOKEN").unwrap();
    assert!(!format!("{config:?}").contains(&token));
}

#[test]
fn tests_of_rules_are_left_out_and_files_come_in_the_order_of_their_names() {
    let second = RULES.replace("high-abandonment", "b");
    let folder = Folder::new(SETTINGS, RULES)
        .write("rules/abandonment.test.yaml", "this: is no rule")
        .write("rules/z.yml", &second);
    let config = folder.load().unwrap();
    let names: Vec<_> = config
        .rules
        .rules
        .iter()
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(names, ["high-abandonment", "b"]);
}

#[test]
fn an_address_is_understood_with_and_without_the_path_of_the_api() {
    let wolkvox = [
        ("http://127.0.0.1:9", "http://127.0.0.1:9/api/v2"),
        ("http://127.0.0.1:9/", "http://127.0.0.1:9/api/v2"),
        ("http://127.0.0.1:9/api/v2/", "http://127.0.0.1:9/api/v2"),
        (
            "https://proxy.example/wolkvox",
            "https://proxy.example/wolkvox",
        ),
    ];
    for (written, meant) in wolkvox {
        let text = SETTINGS.replace("server: \"0012\"", &format!("base_url: {written}"));
        let config = Folder::new(&text, RULES).load().unwrap();
        let ApiAddress::BaseUrl(url) = &config.operations[0].address else {
            panic!("{written}");
        };
        assert_eq!(url, meant);
    }
    let discord = [
        ("http://127.0.0.1:9", "http://127.0.0.1:9"),
        ("http://127.0.0.1:9/api/v10", "http://127.0.0.1:9"),
        ("http://127.0.0.1:9/api/", "http://127.0.0.1:9"),
        ("https://proxy.example/v10", "https://proxy.example/v10"),
    ];
    for (written, meant) in discord {
        let text = SETTINGS.replace(
            "token: { env: DISCORD_TOKEN }",
            &format!("token: {{ env: DISCORD_TOKEN }}\n  api_url: {written}"),
        );
        let config = Folder::new(&text, RULES).load().unwrap();
        assert_eq!(config.discord.api_url.as_deref(), Some(meant));
    }
}
