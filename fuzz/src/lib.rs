//! What is fuzzed: each function takes any bytes, and may neither panic nor hang.
//!
//! `cargo fuzz run answer` fuzzes one of them. `tests/it/fuzz.rs` runs all of them over `fuzz/corpus`, on a stable
//! toolchain and with each `cargo test`.

use std::{fs, path::Path, str, time::Duration};

use chrono::DateTime;
use vigia::{
    commands::range::{TypedRange, resolve_range},
    config, discord,
};
use vigia_cards::ButtonToken;
use vigia_core::{
    metrics::{OperationName, Report},
    rules::parse::{KnownNames, RuleSource, parse_files},
};
use vigia_store::{Store, StoreSettings};

/// The body of an answer of the reports API. The first byte chooses the report.
pub fn answer(input: &[u8]) {
    if let Some((report, body)) = split_report(input) {
        drop(vigia_wolkvox::parse(report, body));
    }
}

/// A value in each field of each report.
pub fn value(input: &[u8]) {
    const KEYS: [&str; 12] = [
        "skill_id",
        "skill_name",
        "agent_name",
        "count",
        "hold_time",
        "type_interaction",
        "inbound_calls",
        "service_level_20seg",
        "asa",
        "abandon_calls",
        "abandon_0seg_10seg",
        "recall_fail",
    ];
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let text: String = text
        .chars()
        .filter(|it| !matches!(it, '"' | '\\') && !it.is_control())
        .collect();
    let fields: Vec<_> = KEYS
        .iter()
        .map(|key| format!(r#""{key}": "{text}""#))
        .collect();
    let body = format!(r#"{{"code": "200", "data": [{{{}}}]}}"#, fields.join(", "));
    for report in Report::ALL {
        drop(vigia_wolkvox::parse(report, body.as_bytes()));
    }
}

/// The options of a command about time, one a line.
pub fn typed_time(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let mut lines = text
        .lines()
        .map(|line| Some(line).filter(|it| !it.is_empty()));
    let mut next = || lines.next().flatten();
    let typed = TypedRange {
        last: next(),
        day: next(),
        from: next(),
        to: next(),
    };
    let latest = DateTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000);
    for zone in [chrono_tz::America::Bogota, chrono_tz::America::Santiago] {
        if let Ok(resolved) = resolve_range(&typed, zone, latest) {
            assert!(resolved.window.from() < resolved.window.until());
        }
    }
}

/// A `vigia.yaml`.
pub fn settings(input: &[u8]) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let path = folder.path().join("vigia.yaml");
    let is_written =
        fs::create_dir(folder.path().join("rules")).is_ok() && fs::write(&path, input).is_ok();
    if is_written {
        drop(config::load(&path, |_| {
            Some("s3cret-t0ken-of-the-fuzzer".to_owned())
        }));
    }
}

/// A file of rules, and the same as a file of rule tests.
pub fn rules(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let known = KnownNames {
        channels: &[],
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    let source = RuleSource {
        name: "rules.yaml",
        text,
    };
    drop(parse_files(&[source], known));
    drop(vigia_rule_tests::parse(text, None));
}

/// What a button carries.
pub fn button(input: &[u8]) {
    if let Ok(text) = str::from_utf8(input)
        && let Some(token) = ButtonToken::<()>::decode(text)
    {
        assert_eq!(token.encode(), text);
    }
}

/// Payloads of the gateway, one a line.
pub fn gateway(input: &[u8]) {
    if let Ok(text) = str::from_utf8(input) {
        discord::replay_payloads(text);
    }
}

/// A record in each tree of the store. The first byte is the length of its key.
pub fn store_record(input: &[u8]) {
    let Some((length, input)) = input.split_first() else {
        return;
    };
    let (key, value) = input.split_at(usize::from(*length).min(input.len()));
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    drop(Store::open(StoreSettings::new(folder.path())));
    write_everywhere(folder.path(), key, value);
    if let Ok(store) = Store::open(StoreSettings::new(folder.path())) {
        let operation = OperationName::new("centre");
        drop(store.pending());
        drop(store.last_poll(&operation));
        drop(store.book(&operation));
    }
}

fn write_everywhere(folder: &Path, key: &[u8], value: &[u8]) {
    let Ok(db) = sled::open(folder) else {
        return;
    };
    for name in db.tree_names() {
        if let Ok(tree) = db.open_tree(name) {
            drop(tree.insert(key, value));
        }
    }
}

fn split_report(input: &[u8]) -> Option<(Report, &[u8])> {
    let (number, body) = input.split_first()?;
    let reports = Report::ALL;
    Some((reports[usize::from(*number) % reports.len()], body))
}
