//! Holds the walls of the house: who may know whom, what the core must not do, and how
//! long a file may be. A new edge between rooms changes the table here in the same commit.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Which rooms each room may name. `main` is the binary, which sees the whole library.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("clock", &[]),
    ("telemetry", &[]),
    ("charts", &[]),
    ("metrics", &[]),
    ("rules", &["metrics", "diagnostic"]),
    ("summaries", &["metrics", "rules"]),
    ("alerts", &["metrics", "rules", "summaries"]),
    (
        "cards",
        &["metrics", "rules", "summaries", "alerts", "charts"],
    ),
    ("config", &["metrics", "rules", "summaries", "diagnostic"]),
    ("wolkvox", &["metrics", "clock"]),
    ("store", &["metrics", "rules", "summaries", "alerts"]),
    (
        "commands",
        &["metrics", "rules", "summaries", "alerts", "cards"],
    ),
    (
        "replay",
        &["metrics", "rules", "alerts", "cards", "diagnostic"],
    ),
    (
        "watch",
        &[
            "metrics",
            "rules",
            "summaries",
            "alerts",
            "cards",
            "wolkvox",
            "store",
            "clock",
        ],
    ),
    (
        "discord",
        &["alerts", "cards", "charts", "rules", "watch", "commands"],
    ),
    ("sandbox", &["metrics", "clock"]),
    (
        "app",
        &[
            "metrics",
            "rules",
            "summaries",
            "alerts",
            "cards",
            "wolkvox",
            "store",
            "clock",
            "commands",
            "watch",
            "discord",
            "config",
            "telemetry",
        ],
    ),
    (
        "cli",
        &[
            "metrics",
            "rules",
            "summaries",
            "cards",
            "config",
            "clock",
            "telemetry",
            "diagnostic",
            "app",
            "commands",
            "replay",
            "charts",
            "sandbox",
        ],
    ),
];

/// The rooms without I/O, `async` or a clock.
const CORE: &[&str] = &[
    "metrics",
    "rules",
    "summaries",
    "alerts",
    "cards",
    "charts",
    "replay",
];

/// What the core must not name.
const NOT_IN_CORE: &[&str] = &[
    "async ",
    ".await",
    "tokio",
    "reqwest",
    "serenity",
    "poise",
    "sled",
    "axum",
    "std::fs",
    "std::net",
    "std::env",
    "std::thread",
    "Instant::now",
];

/// Crates that live in one room only.
const ONE_ROOM: &[(&str, &[&str])] = &[
    ("reqwest", &["wolkvox", "discord"]),
    ("serenity", &["discord"]),
    ("poise", &["discord"]),
    ("sled", &["store"]),
    ("miette", &["config"]),
    ("minijinja", &["rules"]),
    ("resvg", &["charts"]),
    ("skrifa", &["charts"]),
    ("Utc::now", &["clock"]),
];

const LONGEST_FILE: usize = 400;

struct Source {
    room: String,
    path: PathBuf,
    lines: Vec<String>,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push(source(&root, &path));
            }
        }
    }
    assert!(found.len() > 30, "the sources were not found");
    found
}

fn source(root: &Path, file: &Path) -> Source {
    let path = file.strip_prefix(root).unwrap().to_owned();
    let first = path.components().next().unwrap().as_os_str();
    let text = fs::read_to_string(file).unwrap();
    Source {
        room: first.to_str().unwrap().trim_end_matches(".rs").to_owned(),
        lines: text.lines().map(str::to_owned).collect(),
        path,
    }
}

impl Source {
    /// The lines of code with their numbers, comments left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines.iter().enumerate().filter_map(|(index, line)| {
            let code = line.split("//").next().unwrap_or_default();
            (!code.trim().is_empty()).then_some((index + 1, code))
        })
    }

    /// The rooms that the file names, with the line of the first mention: `crate::x`, and
    /// the names at the head of a `use crate::{x, y}` list.
    fn rooms(&self) -> BTreeMap<String, usize> {
        let mut named = BTreeMap::new();
        let mut depth = None;
        for (number, code) in self.code() {
            let mut rest = code;
            if depth.is_none() {
                while let Some((_, after)) = rest.split_once("crate::") {
                    if let Some(list) = after.strip_prefix('{') {
                        depth = Some(0);
                        rest = list;
                        break;
                    }
                    named.entry(head(after)).or_insert(number);
                    rest = after;
                }
            }
            if let Some(level) = depth {
                depth = list_heads(rest, level, number, &mut named);
            }
        }
        named
    }
}

/// Walks through a `{…}` list and notes the names at its first level.
fn list_heads(
    text: &str,
    mut level: usize,
    number: usize,
    named: &mut BTreeMap<String, usize>,
) -> Option<usize> {
    let mut at_head = true;
    for (place, letter) in text.char_indices() {
        match letter {
            '{' => level += 1,
            '}' if level == 0 => return None,
            '}' => level -= 1,
            ',' => at_head = true,
            _ if letter.is_whitespace() => {}
            _ => {
                if at_head && level == 0 {
                    named.entry(head(&text[place..])).or_insert(number);
                }
                at_head = false;
            }
        }
    }
    Some(level)
}

fn head(path: &str) -> String {
    path.chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_room_knows_only_whom_it_may_know() {
    let table: BTreeMap<&str, &[&str]> = MAY_KNOW.iter().copied().collect();
    let mut faults = Vec::new();
    for source in sources() {
        if ["lib", "main"].contains(&source.room.as_str()) {
            continue;
        }
        let Some(allowed) = table.get(source.room.as_str()) else {
            faults.push(format!("the room `{}` is not in the table", source.room));
            continue;
        };
        for (named, line) in source.rooms() {
            let is_room = table.contains_key(named.as_str());
            if is_room && named != source.room && !allowed.contains(&named.as_str()) {
                faults.push(format!(
                    "src/{}:{line}: `{}` must not know `{named}`",
                    source.path.display(),
                    source.room
                ));
            }
        }
    }
    report(&faults);
}

#[test]
fn no_two_rooms_know_each_other() {
    let table: BTreeMap<&str, &[&str]> = MAY_KNOW.iter().copied().collect();
    for start in table.keys() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = table[start].to_vec();
        while let Some(room) = open.pop() {
            assert_ne!(room, *start, "a circle leads back to `{start}`");
            if seen.insert(room) {
                open.extend(table[room]);
            }
        }
    }
}

#[test]
fn the_core_is_pure() {
    let mut faults = Vec::new();
    for source in sources() {
        if !CORE.contains(&source.room.as_str()) {
            continue;
        }
        for (line, code) in source.code() {
            for word in NOT_IN_CORE.iter().filter(|word| code.contains(**word)) {
                faults.push(format!(
                    "src/{}:{line}: the core must not name `{}`",
                    source.path.display(),
                    word.trim()
                ));
            }
        }
    }
    report(&faults);
}

#[test]
fn crates_of_the_outside_are_named_in_one_room() {
    let mut faults = Vec::new();
    for source in sources() {
        for (word, rooms) in ONE_ROOM {
            if rooms.contains(&source.room.as_str()) {
                continue;
            }
            for (line, _) in source.code().filter(|(_, code)| {
                code.contains(&format!("{word}::")) || code.contains(&format!("{word}("))
            }) {
                faults.push(format!(
                    "src/{}:{line}: `{word}` belongs to {}",
                    source.path.display(),
                    rooms.join(", ")
                ));
            }
        }
    }
    report(&faults);
}

#[test]
fn no_file_is_longer_than_one_idea_needs() {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| source.lines.len() > LONGEST_FILE)
        .map(|source| {
            format!(
                "src/{}: {} lines",
                source.path.display(),
                source.lines.len()
            )
        })
        .collect();
    report(&faults);
}
