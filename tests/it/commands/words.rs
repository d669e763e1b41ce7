//! Every message is said by somebody.

use std::{collections::BTreeSet, fs, path::Path};

use vigia::commands::MenuItem;
use vigia_core::metrics::{Metric, ReadFailure};

use super::{
    Desk,
    fake::{Fake, operation},
    kept::Kept,
    open,
};

/// The program's text.
fn code(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

fn menu() -> Vec<MenuItem> {
    let two = ["cali", "quito"].map(|name| operation(name, Fake::full()));
    Desk::new(two.into(), open(), Kept::default()).menu()
}

/// The ids that are made from the name of a metric, and the hints of failures.
fn made_ids() -> BTreeSet<String> {
    let of_metric = |metric: Metric| {
        let name = metric.name().replace(['.', '_'], "-");
        [
            format!("metric-{name}"),
            format!("brief-{name}"),
            format!("help-{name}-formula"),
            format!("help-{name}-trap"),
        ]
    };
    let failures = [
        "fault",
        "too-late",
        "stopping",
        "outdated",
        "elsewhere",
        "not-shared",
    ];
    let hints = failures.map(|name| format!("failure-{name}-hint"));
    let reasons = ReadFailure::ALL.iter();
    let reasons = reasons.map(|failure| format!("failure-{}", failure.code()));
    Metric::ALL
        .into_iter()
        .flat_map(of_metric)
        .chain(hints)
        .chain(reasons)
        .collect()
}

#[test]
fn every_message_is_used_and_every_message_used_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(root.join("crates/cards/src/words/en")).unwrap();
    let english: String = files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let known: BTreeSet<_> = english
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once(" =")?.0))
        .collect();
    assert!(known.len() > 50, "the file is read wrongly: {known:?}");
    let mut text = String::new();
    for folder in ["src", "crates/cards/src"] {
        code(&root.join(folder), &mut text);
    }
    // The ids of commands and options are made from their names.
    for item in menu() {
        let options = item.options.into_iter();
        let ids = options.flat_map(|option| [option.name_id, option.about_id]);
        for id in ids.chain([item.name_id, item.about_id]) {
            assert!(known.contains(id.as_str()), "no file has `{id}`");
            text.extend(["\"", id.as_str(), "\""]);
        }
    }
    let made = made_ids();
    let unused: Vec<_> = known
        .iter()
        .filter(|id| !made.contains(**id) && !text.contains(&format!("\"{id}\"")))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
    let calls = [".say(", ".line("].map(|call| text.split(call).skip(1));
    for rest in calls.into_iter().flatten() {
        if let Some(id) = rest.trim_start().strip_prefix('"') {
            let id = id.split('"').next().unwrap();
            assert!(known.contains(id), "no file has `{id}`");
        }
    }
}
