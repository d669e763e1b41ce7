//! The commands as `vigia run` registers them, held against Discord's rules.

use std::collections::BTreeSet;

use serde_json::Value;

use super::assert_faultless;
use crate::support::floor::{Floor, PATIENCE};

const LOCALES: [&str; 3] = ["es-ES", "es-419", "pt-BR"];

fn list<'v>(holder: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    holder[key].as_array().into_iter().flatten()
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    (1..=32).contains(&name.chars().count())
        && name.chars().all(fits)
        && name.to_lowercase() == name
}

/// The characters of a part in its longest language, which are those that Discord counts.
fn longest(holder: &Value, key: &str) -> usize {
    let local = holder[format!("{key}_localizations")].as_object();
    let local = local.into_iter().flat_map(|it| it.values());
    let all = local.chain([&holder[key]]).filter_map(Value::as_str);
    all.map(|words| words.chars().count()).max().unwrap_or(0)
}

fn size(holder: &Value) -> usize {
    let inside = list(holder, "options").chain(list(holder, "choices"));
    let value = holder["value"].as_str().unwrap_or("").chars().count();
    longest(holder, "name")
        + longest(holder, "description")
        + value
        + inside.map(size).sum::<usize>()
}

/// What is wrong with a command or an option, as a person would say it.
fn faults(path: &str, holder: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for locale in LOCALES {
        let name = holder["name_localizations"][locale].as_str().unwrap_or("");
        if !is_name(name) {
            faults.push(format!("{path}: `{name}` is no name in {locale}"));
        }
        let about = holder["description_localizations"][locale].as_str();
        let about = about.unwrap_or("");
        if about.is_empty() || about.ends_with('…') {
            faults.push(format!("{path}: does not fit in {locale}: `{about}`"));
        }
        let mut names = BTreeSet::new();
        for option in list(holder, "options") {
            let name = option["name_localizations"][locale].to_string();
            if !names.insert(name.clone()) {
                faults.push(format!("{path}: two options are {name} in {locale}"));
            }
        }
    }
    if longest(holder, "description") > 100 {
        faults.push(format!("{path}: too long a description"));
    }
    for option in list(holder, "options") {
        let path = format!("{path} {}", option["name"]);
        faults.extend(self::faults(&path, option));
    }
    faults
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_menu_keeps_the_rules_of_discord_in_every_language() {
    let floor = Floor::open().await;
    let _bot = floor.run();
    let is_registered = |state: &vigia_sandbox::chat::ChatState| {
        let mut requests = state.requests().iter();
        requests.any(|it| it.path.ends_with("/commands") && it.status.is_some())
    };
    floor
        .chat
        .wait_until(PATIENCE, is_registered)
        .await
        .unwrap();
    // A list that differs from what Discord has is sent right after it was asked for.
    let _ = floor.chat.wait_ready(PATIENCE).await;
    let mut faults = Vec::new();
    for command in floor.chat.commands() {
        let name = command["name"].as_str().unwrap().to_owned();
        faults.extend(self::faults(&name, &command));
        if size(&command) > 8000 {
            faults.push(format!("{name}: {} characters", size(&command)));
        }
        if command["contexts"] != serde_json::json!([0]) {
            faults.push(format!("{name}: not for servers alone"));
        }
        let permissions = command["default_member_permissions"].as_str();
        if !matches!(permissions, Some("32" | "2147483648")) {
            faults.push(format!("{name}: for whom? {permissions:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert_faultless(&floor.chat);
}
