//! Checks the rules of the code's structure that the compiler does not hold: imports form no
//! cycle, only `crates/clock` reads the time of day, what must stay pure stays pure, no file
//! grows too long, and cargo's plain commands reach every crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// Cycles that are still to be broken: the parent module, and the children that import each
/// other. A cycle leaves this list in the commit that breaks it, and none is added.
const KNOWN_CYCLES: &[(&str, &[&str])] = &[(
    "sandbox::chat",
    &[
        "commands",
        "connection",
        "draft",
        "handle",
        "interactions",
        "invoke",
        "mentions",
        "message",
        "messages",
        "options",
        "pace",
        "page",
        "rest",
        "routes",
        "server",
        "settings",
        "state",
        "wire",
    ],
)];

/// The libraries without I/O, `async` or a clock.
const PURE: [&str; 3] = ["crates/core", "crates/cards", "crates/rule-tests"];

/// Crates that no pure library may depend on, directly or through others.
const IMPURE_CRATES: [&str; 5] = ["tokio", "reqwest", "serenity", "sled", "axum"];

/// What of the standard library is I/O, and words that would begin some.
const IMPURE_WORDS: [&str; 7] = [
    "async ",
    ".await",
    "std::fs",
    "std::net",
    "std::env",
    "std::thread",
    "Instant::now",
];

/// Crates that only these folders of the bot may name.
const FOLDERS: [(&str, &[&str]); 4] = [
    ("reqwest", &["src/discord", "src/health"]),
    ("serenity", &["src/discord"]),
    ("axum", &["src/health"]),
    ("miette", &["src/config"]),
];

/// The guide is 600 lines; what is a little longer may wait for its next change.
const LONGEST_FILE: usize = 700;

/// A module is the names on the way to it, from its crate's root, which is empty.
type ModulePath = Vec<String>;

/// A source file. Its `code` has neither comments, nor the text of strings, nor tests.
struct Source {
    path: String,
    module: ModulePath,
    lines: usize,
    code: String,
}

fn read_text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn list_folder(path: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The folders of the packages, relative to the repository's root.
fn list_packages() -> Vec<String> {
    let mut packages = vec![String::new()];
    for folder in list_folder("crates") {
        let name = folder.file_name().unwrap().to_str().unwrap();
        packages.push(format!("crates/{name}"));
    }
    assert!(packages.len() > 5, "{packages:?}");
    packages
}

/// All sources of the workspace, by package.
static SOURCES: LazyLock<BTreeMap<String, Vec<Source>>> = LazyLock::new(|| {
    let packages = list_packages().into_iter();
    packages.map(|it| (it.clone(), read_sources(&it))).collect()
});

/// Reads the library in `package`, without the modules that are compiled for tests only.
fn read_sources(package: &str) -> Vec<Source> {
    let root = Path::new(package).join("src");
    let mut sources = Vec::new();
    let mut tests = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for path in list_folder(folder.to_str().unwrap()) {
            let local = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
            if path.is_dir() {
                folders.push(local.to_owned());
            } else if local.extension().is_some_and(|kind| kind == "rs")
                && local != root.join("main.rs")
            {
                let module = name_module(local.strip_prefix(&root).unwrap());
                let text = read_text(local.to_str().unwrap());
                let (code, test_modules) = without_tests(&without_comments(&text));
                tests.extend(test_modules.into_iter().map(|name| child_of(&module, name)));
                sources.push(Source {
                    path: local.to_str().unwrap().to_owned(),
                    module,
                    lines: text.lines().count(),
                    code,
                });
            }
        }
    }
    sources.retain(|source| !tests.iter().any(|test| source.module.starts_with(test)));
    assert!(!sources.is_empty(), "{package} has no sources");
    sources
}

fn name_module(file: &Path) -> ModulePath {
    let file = file.with_extension("");
    let names = file.iter().map(|name| name.to_str().unwrap().to_owned());
    names
        .filter(|name| name != "mod" && name != "lib")
        .collect()
}

fn child_of(parent: &[String], name: String) -> ModulePath {
    let mut path = parent.to_vec();
    path.push(name);
    path
}

/// Blanks out comments and what stands between quotes.
fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.find(['/', '"', 'r', '\'']).unwrap_or(rest.len());
        if plain > 0 {
            code.push_str(&rest[..plain]);
            rest = &rest[plain..];
            continue;
        }
        let raw = rest
            .strip_prefix('r')
            .filter(|_| !code.ends_with(is_word))
            .map(|after| after.trim_start_matches('#'))
            .filter(|after| after.starts_with('"'));
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if let Some(after) = raw {
            let hashes = "#".repeat(rest.len() - after.len() - 1);
            let end = after[1..].find(&format!("\"{hashes}")).unwrap();
            rest = &after[1 + end + 1 + hashes.len()..];
        } else if let Some(mut after) = rest.strip_prefix('"') {
            while !after.starts_with('"') {
                let escaped = after.starts_with('\\');
                let mut letters = after.chars();
                letters.next();
                if escaped {
                    letters.next();
                }
                after = letters.as_str();
            }
            code.push_str("\"\"");
            rest = &after[1..];
        } else if let Some(length) = char_literal(rest) {
            rest = &rest[length..];
        } else {
            code.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    code
}

/// The length of the char literal at the start of `text`; a lifetime is none.
fn char_literal(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    let letter = inner.chars().next()?;
    if letter == '\\' {
        return inner[2..].find('\'').map(|end| end + 4);
    }
    let after = &inner[letter.len_utf8()..];
    after.starts_with('\'').then_some(letter.len_utf8() + 2)
}

/// Cuts out the items under `#[cfg(test)]`, and names the modules among them that have a file
/// of their own.
fn without_tests(code: &str) -> (String, Vec<String>) {
    let (mut kept, mut modules, mut rest) = (String::new(), Vec::new(), code);
    while let Some((before, mut item)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        item = item.trim_start();
        while item.starts_with("#[") {
            item = item[item.find("]\n").unwrap() + 1..].trim_start();
        }
        let end = item.find(';').unwrap_or(item.len());
        let is_short = item.find('{').is_none_or(|brace| end < brace)
            || item.starts_with("use ")
            || item.starts_with("pub use ");
        if is_short {
            let words: Vec<_> = item[..end].split_whitespace().collect();
            if let [.., "mod", name] = words[..] {
                modules.push(name.to_owned());
            }
            rest = item.get(end + 1..).unwrap_or_default();
        } else {
            rest = &item[block_end(item)..];
        }
    }
    kept.push_str(rest);
    (kept, modules)
}

/// The end of the first `{…}` in `code`.
fn block_end(code: &str) -> usize {
    let mut depth = 0;
    for (place, letter) in code.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return place + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// A path as it is written, and the name under which a `use` brings its end in.
struct WrittenPath {
    names: Vec<String>,
    alias: Option<String>,
}

/// Every path in `code` that starts at this crate, and every path of a `use`.
fn written_paths(code: &str) -> Vec<WrittenPath> {
    let mut paths = Vec::new();
    for (place, _) in code.match_indices("use ") {
        if !code[..place].ends_with(is_word) {
            read_tree(&code[place + 4..], &[], &mut paths);
        }
    }
    for start in ["crate::", "super::", "self::"] {
        for (place, _) in code.match_indices(start) {
            let before = &code[..place];
            if !before.ends_with(is_word) && !before.ends_with("::") {
                read_tree(&code[place..], &[], &mut paths);
            }
        }
    }
    paths
}

/// Reads `a::b`, `a::b as c`, `a::*` or `a::{…}` at the start of `text`, and returns what
/// follows it.
fn read_tree<'a>(text: &'a str, before: &[String], paths: &mut Vec<WrittenPath>) -> &'a str {
    let mut names = before.to_vec();
    let mut rest = text.trim_start();
    loop {
        if let Some(list) = rest.strip_prefix('{') {
            rest = list.trim_start();
            while !rest.is_empty() && !rest.starts_with('}') {
                let after = read_tree(rest, &names, paths).trim_start();
                rest = after.strip_prefix(',').unwrap_or(after).trim_start();
                if after == rest && !rest.starts_with('}') {
                    return "";
                }
            }
            return rest.get(1..).unwrap_or_default();
        }
        let length = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
        if length == 0 {
            // A `*` brings in everything, so the module itself is what is used.
            paths.push(WrittenPath { names, alias: None });
            return rest.strip_prefix('*').unwrap_or(rest);
        }
        names.push(rest[..length].to_owned());
        rest = &rest[length..];
        if let Some(after) = rest.strip_prefix("::") {
            rest = after;
            continue;
        }
        let alias = rest.strip_prefix(" as ").map(|after| {
            let length = after.find(|letter| !is_word(letter)).unwrap_or(after.len());
            rest = &after[length..];
            after[..length].to_owned()
        });
        let alias = alias.or_else(|| names.last().cloned());
        paths.push(WrittenPath { names, alias });
        return rest;
    }
}

/// The modules of one crate, with what each brings in from its crate by `use`.
struct CrateModules {
    imports: BTreeMap<ModulePath, Vec<WrittenPath>>,
}

impl CrateModules {
    fn new(sources: &[Source]) -> Self {
        let imports = sources
            .iter()
            .map(|source| (source.module.clone(), written_paths(&source.code)));
        Self {
            imports: imports.collect(),
        }
    }

    /// The module in which the item stands that `from` names by `names`: the way leads through
    /// modules, and then through what they bring in under the next name.
    fn resolve(&self, from: &[String], names: &[String], depth: usize) -> Option<ModulePath> {
        let mut module = from.to_vec();
        let mut names = names;
        match names.first()?.as_str() {
            "crate" => module.clear(),
            "super" => {
                module.pop();
            }
            "self" => {}
            first if self.imports.contains_key(&child_of(from, first.to_owned())) => {
                module.push(first.to_owned());
            }
            _ => return None,
        }
        names = &names[1..];
        while let Some((name, after)) = names.split_first() {
            names = after;
            let child = child_of(&module, name.clone());
            if name == "super" {
                module.pop();
            } else if self.imports.contains_key(&child) {
                module = child;
            } else {
                let mut imports = self.imports.get(&module)?.iter();
                let import = imports.find(|import| import.alias.as_ref() == Some(name));
                let through = import.filter(|_| depth < 8);
                let end = through.and_then(|it| self.resolve(&module, &it.names, depth + 1));
                return Some(end.unwrap_or(module));
            }
        }
        Some(module)
    }

    /// For each parent module, which of its children uses which other: what stands below a
    /// child counts as the child. A parent and its own children may use each other.
    fn sibling_uses(&self) -> BTreeMap<ModulePath, BTreeMap<String, BTreeSet<String>>> {
        let mut uses: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
        for (from, paths) in &self.imports {
            for path in paths {
                let Some(to) = self.resolve(from, &path.names, 0) else {
                    continue;
                };
                let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
                if let (Some(user), Some(used)) = (from.get(shared), to.get(shared)) {
                    let siblings = uses.entry(from[..shared].to_vec()).or_default();
                    let used_by = siblings.entry(user.clone()).or_default();
                    used_by.insert(used.clone());
                }
            }
        }
        uses
    }
}

/// The groups of names that reach each other.
fn find_cycles(uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reach = |start: &String| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(name) = open.pop() {
            for next in uses.get(name).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<_, _> = uses.keys().map(|name| (name, reach(name))).collect();
    let mut cycles: Vec<BTreeSet<String>> = Vec::new();
    for (name, names) in &reached {
        let back = |other: &&String| reached.get(other).is_some_and(|it| it.contains(*name));
        let cycle: BTreeSet<String> = names.iter().filter(back).cloned().collect();
        if !cycle.is_empty() && !cycles.contains(&cycle) {
            cycles.push(cycle);
        }
    }
    cycles
}

fn report_faults(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn no_two_modules_import_each_other() {
    let mut faults = Vec::new();
    let mut vanished: BTreeSet<_> = KNOWN_CYCLES.iter().collect();
    for (package, sources) in SOURCES.iter() {
        let modules = CrateModules::new(sources);
        for (parent, uses) in modules.sibling_uses() {
            let crate_name = package.rsplit('/').next().filter(|name| !name.is_empty());
            let mut parent_name = crate_name.unwrap_or("vigia").to_owned();
            for name in &parent {
                parent_name.push_str("::");
                parent_name.push_str(name);
            }
            for cycle in find_cycles(&uses) {
                let known = KNOWN_CYCLES.iter().find(|known| {
                    known.0 == parent_name
                        && cycle.iter().all(|name| known.1.contains(&name.as_str()))
                });
                if let Some(known) = known {
                    vanished.remove(known);
                    continue;
                }
                let edges = cycle.iter().map(|name| {
                    let used: Vec<_> = uses[name].intersection(&cycle).cloned().collect();
                    format!("  {name} uses {}", used.join(", "))
                });
                let edges: Vec<_> = edges.collect();
                faults.push(format!("in {parent_name}:\n{}", edges.join("\n")));
            }
        }
    }
    let vanished = vanished.into_iter();
    faults.extend(vanished.map(|known| format!("not a cycle any more: {known:?}")));
    report_faults(&faults);
}

#[test]
fn only_the_clock_reads_the_time_of_day() {
    let mut faults = Vec::new();
    for (package, sources) in SOURCES.iter() {
        if package == "crates/clock" {
            continue;
        }
        for source in sources {
            for word in ["Utc::now", "Local::now", "SystemTime::now"] {
                if source.code.contains(word) {
                    faults.push(format!("{} names `{word}`", source.path));
                }
            }
        }
    }
    report_faults(&faults);
}

#[test]
fn pure_libraries_do_no_io() {
    let mut faults = Vec::new();
    let lock = read_text("Cargo.lock");
    let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock.split("[[package]]") {
        let quoted = |line: &'_ str| line.split('"').nth(1).map(str::len);
        let mut names = package.lines().filter_map(|line| {
            let is_name = line.starts_with("name = ") || line.starts_with(" \"");
            let start = line.find('"')? + 1;
            let length = quoted(line).filter(|_| is_name)?;
            line[start..start + length].split(' ').next()
        });
        if let Some(name) = names.next() {
            needs.entry(name).or_default().extend(names);
        }
    }
    for package in PURE {
        let manifest = read_text(&format!("{package}/Cargo.toml"));
        let mut open: Vec<&str> = manifest
            .lines()
            .skip_while(|line| *line != "[dependencies]")
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| line.split(['.', ' ', '=']).next())
            .filter(|name| !name.is_empty())
            .collect();
        assert!(open.contains(&"chrono"), "{package}: {open:?}");
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            if seen.insert(name) && !name.starts_with("vigia") {
                open.extend(needs.get(name).into_iter().flatten());
            }
        }
        for name in IMPURE_CRATES.iter().filter(|name| seen.contains(*name)) {
            faults.push(format!("{package} depends on `{name}`"));
        }
        for source in &SOURCES[package] {
            for word in IMPURE_WORDS {
                if source.code.contains(word) {
                    faults.push(format!("{} names `{}`", source.path, word.trim()));
                }
            }
        }
    }
    report_faults(&faults);
}

#[test]
fn crates_of_the_outside_are_named_in_their_folders() {
    let mut faults = Vec::new();
    for source in &SOURCES[""] {
        for (name, folders) in FOLDERS {
            let is_inside = folders.iter().any(|folder| source.path.starts_with(folder));
            if !is_inside && source.code.contains(&format!("{name}::")) {
                faults.push(format!("{}: `{name}` belongs to {folders:?}", source.path));
            }
        }
    }
    report_faults(&faults);
}

#[test]
fn no_file_is_longer_than_one_idea_needs() {
    let mut faults = Vec::new();
    for source in SOURCES.values().flatten() {
        if source.lines > LONGEST_FILE {
            faults.push(format!("{} has {} lines", source.path, source.lines));
        }
    }
    report_faults(&faults);
}

#[test]
fn plain_cargo_commands_reach_every_crate() {
    let manifest = read_text("Cargo.toml");
    let line = |name: &str| {
        let found = manifest.lines().find(|line| line.starts_with(name));
        found.unwrap().to_owned()
    };
    assert_eq!(line("members"), r#"members = ["crates/*"]"#);
    assert_eq!(
        line("default-members"),
        r#"default-members = [".", "crates/*"]"#
    );
    for package in list_packages() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(&package);
        assert!(manifest.join("Cargo.toml").is_file(), "{package}");
    }
}
