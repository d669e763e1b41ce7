//! `vigia test`: the tests of rules, in virtual time.
//!
//! ```text
//! rules/abandonment.test.yaml
//!   passed  one bad look does not fire
//!   FAILED  two bad looks fire
//!     line 24, 10:10: no such alert
//!              expected  found
//!       state  firing    pending  <-
//! 1 of 2 tests passed
//! ```

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use crate::config::{ConfigProblem, ProblemSeverity, ReportStyle, problems, report, rules_folder};
use vigia_core::{
    diagnostic::{SourceError, SourceSpan},
    rules::{
        Ruleset,
        parse::{KnownNames, RuleSource, parse_files},
    },
};
use vigia_rule_tests::{TestFailure, named_channels, named_roles, parse, rule_files};

/// The ending of the names of test files.
const TESTS: &str = ".test.yaml";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TestTally {
    pub passed: usize,
    pub failed: usize,
    /// The number of files and rules that could not be read.
    pub problems: usize,
}

impl From<TestTally> for ExitCode {
    fn from(tally: TestTally) -> Self {
        match (tally.problems, tally.failed) {
            (0, 0) => Self::SUCCESS,
            (0, _) => Self::from(1),
            (_, _) => Self::from(2),
        }
    }
}

/// Runs the tests in these files and folders; without any, in the rules folder that the
/// configuration names.
///
/// # Errors
/// Fails where `out` cannot be written to.
pub fn run_rule_tests(
    paths: &[PathBuf],
    config: &Path,
    look: ReportStyle,
    out: &mut impl Write,
) -> io::Result<TestTally> {
    let default = [rules_folder(config)];
    let paths = if paths.is_empty() { &default } else { paths };
    let mut tally = TestTally::default();
    let mut wrong = Vec::new();
    for path in paths {
        match test_files(path) {
            Ok(files) => {
                for file in files {
                    run_file(&file, out, &mut tally, &mut wrong)?;
                }
            }
            Err(fault) => wrong.extend(problems(path, None, ProblemSeverity::Error, vec![fault])),
        }
    }
    report(&wrong, look, out)?;
    tally.problems = wrong.len();
    let all = tally.passed + tally.failed;
    match (all, tally.problems) {
        (0, _) => {}
        (_, 0) => writeln!(out, "{} of {all} tests passed", tally.passed)?,
        (_, _) => writeln!(
            out,
            "{} of {all} tests passed; the others could not be read",
            tally.passed
        )?,
    }
    Ok(tally)
}

/// Lists the test files of a path.
fn test_files(path: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let unread = |error: io::Error| SourceError::nowhere(format!("cannot be read: {error}"));
    if !fs::metadata(path).map_err(unread)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(unread)?;
    let mut files = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()
        .map_err(unread)?;
    files.retain(|file| file.to_string_lossy().ends_with(TESTS) && file.is_file());
    files.sort();
    if files.is_empty() {
        let fault = SourceError::nowhere(format!("no file in this folder ends with `{TESTS}`"));
        return Err(fault.help("docs/rules-tests.md shows how tests are written"));
    }
    Ok(files)
}

fn run_file(
    file: &Path,
    out: &mut impl Write,
    tally: &mut TestTally,
    wrong: &mut Vec<ConfigProblem>,
) -> io::Result<()> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            let fault = SourceError::nowhere(format!("cannot be read: {error}"));
            wrong.extend(problems(file, None, ProblemSeverity::Error, vec![fault]));
            return Ok(());
        }
    };
    let rules = read_rules(file, &text, wrong);
    let tests = match parse(&text, rules.as_ref()) {
        Ok(tests) => tests,
        Err(faults) => {
            wrong.extend(problems(file, Some(&text), ProblemSeverity::Error, faults));
            return Ok(());
        }
    };
    let Some(rules) = rules else {
        return Ok(());
    };
    writeln!(out, "{}", file.display())?;
    for test in tests {
        let failures = test.play(&rules);
        if failures.is_empty() {
            tally.passed += 1;
            writeln!(out, "  passed  {}", test.name)?;
        } else {
            tally.failed += 1;
            print_failures(&test.name, &failures, &text, out)?;
        }
    }
    Ok(())
}

fn print_failures(
    name: &str,
    failures: &[TestFailure],
    text: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "  FAILED  {name}")?;
    for failure in failures {
        let line = failure.span.place(text).line;
        let mut lines = failure.text.lines();
        if let Some(first) = lines.next() {
            writeln!(out, "    line {line}, {first}")?;
        }
        for line in lines {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

/// Reads the rules that a test file names, or those of its neighbour. Returns `None` where they
/// have errors.
fn read_rules(file: &Path, text: &str, wrong: &mut Vec<ConfigProblem>) -> Option<Ruleset> {
    let before = wrong.len();
    let mut files = Vec::new();
    for (path, span) in rule_paths(file, text) {
        match fs::read_to_string(&path) {
            Ok(rules) => files.push((path, rules)),
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", path.display());
                let fault = SourceError {
                    span,
                    label: "no such rules",
                    ..SourceError::nowhere(message)
                };
                wrong.extend(problems(
                    file,
                    Some(text),
                    ProblemSeverity::Error,
                    vec![fault],
                ));
            }
        }
    }
    let names: Vec<String> = files
        .iter()
        .map(|(path, _)| path.display().to_string())
        .collect();
    let sources: Vec<RuleSource<'_>> = files
        .iter()
        .zip(&names)
        .map(|((_, text), name)| RuleSource { name, text })
        .collect();
    // A test has no chat: every channel and role that the rules name exists.
    let channels: Vec<_> = files
        .iter()
        .flat_map(|(_, text)| named_channels(text))
        .collect();
    let mentioned: Vec<_> = files
        .iter()
        .flat_map(|(_, text)| named_roles(text))
        .collect();
    let known = KnownNames {
        channels: &channels,
        roles: &mentioned,
        poll_every: Duration::from_secs(300),
    };
    let mut read = Ruleset::default();
    for (parsed, (path, text)) in parse_files(&sources, known).into_iter().zip(&files) {
        read.rules.extend(parsed.rules);
        wrong.extend(problems(
            path,
            Some(text),
            ProblemSeverity::Error,
            parsed.faults,
        ));
    }
    (wrong.len() == before).then_some(read)
}

/// Returns the files of the rules, each with the word of the test file that names it.
fn rule_paths(file: &Path, text: &str) -> Vec<(PathBuf, Option<SourceSpan>)> {
    let folder = file.parent().unwrap_or_else(|| Path::new(""));
    let named = rule_files(text);
    if named.is_empty() {
        let own = file.to_string_lossy();
        let stem = own.strip_suffix(TESTS).unwrap_or(&own);
        return vec![(PathBuf::from(format!("{stem}.yaml")), None)];
    }
    let named = named.into_iter();
    named
        .map(|(name, span)| (folder.join(name), Some(span)))
        .collect()
}
