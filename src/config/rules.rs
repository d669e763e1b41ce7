//! The folder of rules, which is read at the start and again on demand.

use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use crate::config::{ConfigProblem, ProblemSeverity, problem::SourceFile};
use vigia_core::{
    diagnostic::{SourceError, SourceErrors, read_yaml},
    rules::{
        Calendar, CalendarName, ChannelName, RoleName, RuleId, Ruleset,
        parse::{KnownNames, RuleSource, parse_files, rule_text},
    },
};

/// The folder of rules unless vigia.yaml names another.
pub(super) const DEFAULT_RULES: &str = "rules";

/// The folder of rules, and what they may name. A reload reads the folder again; names, like
/// everything else in vigia.yaml, stay the same until a restart.
#[derive(Clone, Debug)]
pub struct RulesSource {
    pub folder: PathBuf,
    pub channels: Vec<ChannelName>,
    pub roles: Vec<RoleName>,
    pub poll_every: Duration,
    /// The calendars that summaries name.
    pub in_use: BTreeSet<CalendarName>,
}

/// The rules of a folder without errors.
#[derive(Debug, Default)]
pub struct ConfiguredRules {
    /// The rules, in the order of the files.
    pub set: Ruleset,
    /// The calendars, in the order of the files.
    pub calendars: Vec<Arc<Calendar>>,
    /// The number of files.
    pub files: usize,
    /// The number of files that have rules.
    pub files_with_rules: usize,
    pub warnings: Vec<ConfigProblem>,
}

impl RulesSource {
    /// Reads the rules in the folder.
    pub fn read(&self) -> Result<ConfiguredRules, Vec<ConfigProblem>> {
        let files = self.files().map_err(|error| {
            let file = SourceFile::unread(self.folder.clone());
            vec![file.problem(ProblemSeverity::Error, self.unread(&error))]
        })?;
        self.read_files(files)
    }

    /// Lists the files of rules, in the order of their names, without the tests beside them.
    pub(super) fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut paths: Vec<PathBuf> = fs::read_dir(&self.folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()?;
        paths.retain(|path| is_rules_file(path) && path.is_file());
        paths.sort();
        Ok(paths)
    }

    /// Returns a hash of the names and contents of the files, which shows whether one changed.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let files = self.files();
        files.is_err().hash(&mut hasher);
        for path in files.unwrap_or_default() {
            path.hash(&mut hasher);
            fs::read(&path).unwrap_or_default().hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Returns a rule as a file spells it now, and its place; `None` where no file has it.
    pub fn written(&self, rule: &RuleId) -> Option<(String, String)> {
        let files = self.files().ok()?.into_iter();
        let mut texts = files.filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            Some((path, text))
        });
        texts.find_map(|(path, text)| {
            let (line, lines) = rule_text(&text, rule)?;
            Some((format!("{}:{line}", path.display()), lines))
        })
    }

    /// The problem of rules that are in force and in no file any more.
    pub fn vanished(&self, rules: &[RuleId]) -> ConfigProblem {
        const NAMED: usize = 5;
        let names = rules.iter().take(NAMED).map(|rule| format!("`{rule}`"));
        let more = match rules.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let names = names.collect::<Vec<_>>().join(", ");
        let error = SourceError::nowhere(format!(
            "a file of rules is missing or empty, and with it the rules {names}{more}"
        ));
        let help = "put the file back, or end these rules with SIGHUP or `/rules reload:true`";
        SourceFile::unread(self.folder.clone()).problem(ProblemSeverity::Error, error.help(help))
    }

    pub(super) fn unread(&self, error: &io::Error) -> SourceError {
        let folder = self.folder.display();
        SourceError::nowhere(format!(
            "the folder of rules `{folder}` cannot be read: {error}"
        ))
    }

    pub(super) fn read_files(
        &self,
        paths: Vec<PathBuf>,
    ) -> Result<ConfiguredRules, Vec<ConfigProblem>> {
        let (mut texts, mut problems) = (Vec::new(), Vec::new());
        for path in paths {
            match fs::read_to_string(&path) {
                Ok(text) => texts.push((file_name(&path), path, text)),
                Err(error) => {
                    let error_in_file = SourceError::nowhere(format!("cannot be read: {error}"));
                    problems.push(
                        SourceFile::unread(path).problem(ProblemSeverity::Error, error_in_file),
                    );
                }
            }
        }
        let sources: Vec<RuleSource<'_>> = texts
            .iter()
            .map(|(name, _, text)| RuleSource { name, text })
            .collect();
        let parsed = parse_files(&sources, self.known());
        let mut rules = ConfiguredRules {
            files: parsed.len(),
            ..ConfiguredRules::default()
        };
        for (parsed, (_, path, text)) in parsed.into_iter().zip(&texts) {
            let file = SourceFile::new(path.clone(), text, &[]);
            rules.files_with_rules += usize::from(!parsed.rules.is_empty());
            rules.set.rules.extend(parsed.rules);
            problems.extend(file.problems(ProblemSeverity::Error, parsed.faults));
            rules.calendars.extend(parsed.calendars);
            let is_unused = |(name, warning)| (!self.in_use.contains(&name)).then_some(warning);
            let unused = parsed.unused.into_iter().filter_map(is_unused);
            let mut warnings = parsed.warnings;
            warnings.extend(unused);
            warnings.sort_by_key(|fault| fault.span.map(|span| span.start));
            let warnings = file.problems(ProblemSeverity::Warning, warnings);
            rules.warnings.extend(warnings);
        }
        if problems.is_empty() {
            Ok(rules)
        } else {
            Err(problems)
        }
    }

    fn known(&self) -> KnownNames<'_> {
        KnownNames {
            channels: &self.channels,
            roles: &self.roles,
            poll_every: self.poll_every,
        }
    }
}

/// Returns the folder of rules that a configuration names. The file may be wrong otherwise, or
/// missing, and so may the folder.
pub fn rules_folder(config: &Path) -> PathBuf {
    let text = fs::read_to_string(config).unwrap_or_default();
    let root = read_yaml(&text, &mut SourceErrors::default());
    let named = root
        .as_ref()
        .and_then(|root| root.get("rules")?.text("").ok());
    let folder = config.parent().unwrap_or_else(|| Path::new(""));
    folder.join(named.unwrap_or(DEFAULT_RULES))
}

/// Returns the name of the file in messages about other files.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn is_rules_file(path: &Path) -> bool {
    let extension = |path: &Path, wanted: &[&str]| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| wanted.contains(&extension))
    };
    let stem = path.file_stem().map(Path::new);
    extension(path, &["yaml", "yml"])
        && stem.is_some_and(|stem| {
            !extension(stem, &["test"]) && !stem.to_string_lossy().starts_with('.')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_of_rules_and_hidden_files_are_no_rules() {
        for (name, expected) in [
            ("rules/a.yaml", true),
            ("rules/a.yml", true),
            ("rules/a.test.yaml", false),
            ("rules/.a.yaml", false),
            ("rules/a.yaml~", false),
            ("rules/README.md", false),
        ] {
            assert_eq!(is_rules_file(Path::new(name)), expected, "{name}");
        }
    }
}
