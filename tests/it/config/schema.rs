//! The schema for editors says what the reader of rules understands.

use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use serde_json::Value;
use vigia_core::rules::parse::rules_schema;
use vigia_core::rules::parse::{KnownNames, parse};

/// The keys that the reader lists where it meets one that it does not know.
fn understood(text: &str) -> BTreeSet<String> {
    let known = KnownNames {
        channels: &[],
        roles: &[],
        poll_every: Duration::from_secs(300),
    };
    let faults = parse(text, known).unwrap_err();
    let help = faults
        .iter()
        .find(|fault| fault.message.contains("zzzzzzzzzzzz"))
        .and_then(|fault| fault.help.as_deref());
    let keys = help.unwrap().split('`').skip(1).step_by(2);
    keys.map(str::to_owned).collect()
}

#[test]
fn the_schema_has_the_keys_that_the_reader_understands() {
    let schema = rules_schema();
    for (place, text) in [
        ("", "zzzzzzzzzzzz: 1"),
        ("/$defs/rule", "rules: [{ zzzzzzzzzzzz: 1 }]"),
        (
            "/$defs/severities",
            "rules: [{ notify: { zzzzzzzzzzzz: 1 } }]",
        ),
        (
            "/$defs/recover",
            "rules: [{ when: { above: {} }, recover: { zzzzzzzzzzzz: 1 } }]",
        ),
        (
            "/$defs/rule/properties/when",
            "rules: [{ when: { zzzzzzzzzzzz: 1 } }]",
        ),
        (
            "/$defs/severities",
            "rules: [{ when: { above: { zzzzzzzzzzzz: 1 } } }]",
        ),
        (
            "/$defs/unusual",
            "rules: [{ when: { unusual: { zzzzzzzzzzzz: 1 } } }]",
        ),
        (
            "/$defs/severities",
            "rules: [{ when: { absent: { zzzzzzzzzzzz: 1 } } }]",
        ),
        (
            "/$defs/step",
            "rules: [{ escalate: [{ zzzzzzzzzzzz: 1 }] }]",
        ),
        ("/$defs/calendar", "calendars: { a: { zzzzzzzzzzzz: 1 } }"),
    ] {
        let map = schema.pointer(place).unwrap();
        assert_eq!(map["additionalProperties"], Value::Bool(false), "{place}");
        let keys = map["properties"].as_object().unwrap().keys().cloned();
        assert_eq!(keys.collect::<BTreeSet<_>>(), understood(text), "{place}");
    }
}

#[test]
fn the_schema_beside_the_rules_is_the_one_that_the_program_prints() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let kept = fs::read_to_string(rules.join("rules.schema.json")).unwrap();
    let printed = format!("{:#}\n", rules_schema());
    assert!(
        kept == printed,
        "write it anew: vigia schema > rules/rules.schema.json"
    );
    for entry in fs::read_dir(rules).unwrap() {
        let path = entry.unwrap().path();
        let is_yaml = path.extension().is_some_and(|kind| kind == "yaml");
        let stem = path.file_stem().map(Path::new).unwrap();
        if is_yaml && stem.extension().is_none() {
            let text = fs::read_to_string(&path).unwrap();
            let line = "# yaml-language-server: $schema=rules.schema.json\n";
            assert!(text.starts_with(line), "{}", path.display());
        }
    }
}
