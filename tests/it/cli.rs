//! The command line by itself.

use std::{fs, path::Path, process::Command};

fn vigia(arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigia"));
    let output = command.args(arguments).env_clear().output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.code())
}

#[test]
fn the_version_names_its_build_and_its_features() {
    let (text, code) = vigia(&["--version"]);
    assert_eq!(code, Some(0));
    let version = env!("CARGO_PKG_VERSION");
    assert!(text.starts_with(&format!("vigia {version} (")), "{text}");
    assert!(text.ends_with("features: sandbox)\n"), "{text}");
}

#[test]
fn completions_are_printed_for_each_shell() {
    for shell in ["bash", "zsh", "fish"] {
        let (text, code) = vigia(&["completions", shell]);
        assert_eq!(code, Some(0), "{shell}");
        for command in ["doctor", "run", "report"] {
            assert!(text.contains(command), "{shell}: no `{command}`");
        }
    }
    assert_eq!(vigia(&["completions", "tcsh"]).1, Some(2));
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let coloured = |when| vigia(&["check", "--config", "nowhere.yaml", "--color", when]);
    assert!(coloured("always").0.contains("\u{1b}["));
    assert!(!coloured("never").0.contains("\u{1b}["));
    assert!(!coloured("auto").0.contains("\u{1b}["));
}

#[test]
fn the_page_of_settings_is_the_one_that_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md");
    let (text, _) = vigia(&["schema", "reference"]);
    let page = fs::read_to_string(path).unwrap_or_default();
    assert!(
        page == text,
        "run: vigia schema reference >docs/settings.md"
    );
}

#[test]
fn the_schema_of_settings_has_the_keys_of_the_example() {
    let (text, _) = vigia(&["schema", "settings"]);
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("vigia.example.yaml");
    let example = fs::read_to_string(example).unwrap();
    let keys = example.lines().filter_map(|line| {
        let (key, _) = line.split_once(':')?;
        key.chars().all(|c| c.is_ascii_lowercase()).then_some(key)
    });
    let keys: Vec<&str> = keys.collect();
    assert!(keys.len() >= 9, "{keys:?}");
    for key in keys {
        assert!(schema["properties"][key].is_object(), "no `{key}`");
    }
}
