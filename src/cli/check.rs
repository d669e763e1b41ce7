//! `vigia check` reads the configuration and the rules, and reports every error in them.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use chrono::{DateTime, Utc};

use crate::config::{Config, ConfigProblem, ReportStyle, RequestBudget, load, report};
use vigia_clock::Clock;
use vigia_core::summaries::SummaryPlan;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// The bot would start.
    Right,
    /// The bot would not start.
    Wrong,
}

impl From<CheckResult> for ExitCode {
    fn from(finding: CheckResult) -> Self {
        match finding {
            CheckResult::Right => Self::SUCCESS,
            CheckResult::Wrong => Self::from(2),
        }
    }
}

/// Reads everything that `vigia run` would read at its start, and prints what it means or what is
/// wrong with it.
///
/// # Errors
/// `out` cannot be written to.
pub fn check(
    path: &Path,
    env: impl Fn(&str) -> Option<String>,
    look: ReportStyle,
    out: &mut impl Write,
) -> io::Result<CheckResult> {
    match load(path, env) {
        Ok(config) => {
            report(&config.warnings, look, out)?;
            if !config.warnings.is_empty() {
                writeln!(out)?;
            }
            print_summary(&config, out)?;
            Ok(CheckResult::Right)
        }
        Err(problems) => {
            refuse(&problems, look, out)?;
            Ok(CheckResult::Wrong)
        }
    }
}

/// Prints why the bot does not start.
///
/// # Errors
/// `out` cannot be written to.
pub fn refuse(
    problems: &[ConfigProblem],
    look: ReportStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    report(problems, look, out)?;
    let count = problems.len();
    writeln!(out, "\n{} found", counted(count, "error", "errors"))
}

fn print_summary(config: &Config, out: &mut impl Write) -> io::Result<()> {
    for operation in &config.operations {
        let budget = RequestBudget::of(operation, config.poll, &config.rules, &config.summaries);
        writeln!(out, "{budget}")?;
    }
    let now = Clock::system().now();
    for plan in &config.summaries {
        writeln!(out, "{}", next_post(plan, now))?;
    }
    write!(
        out,
        "OK: {} in {}",
        counted(config.rules.rules.len(), "rule", "rules"),
        counted(config.rule_files, "file", "files"),
    )?;
    match config.warnings.len() {
        0 => writeln!(out),
        warnings => writeln!(out, ", with {}", counted(warnings, "warning", "warnings")),
    }
}

/// Says when a summary is posted next, and which period it covers then.
fn next_post(plan: &SummaryPlan, now: DateTime<Utc>) -> String {
    let name = &plan.name;
    let local = |time: DateTime<Utc>| time.with_timezone(&plan.zone);
    let shown = |time: DateTime<Utc>| local(time).format("%a %d %b %Y %H:%M").to_string();
    let Some(edition) = plan.next(now) else {
        return format!("{name} is never posted");
    };
    let (from, until) = (edition.window.from(), edition.window.until());
    let until = if local(from).date_naive() == local(until).date_naive() {
        local(until).format("%H:%M").to_string()
    } else {
        shown(until)
    };
    format!(
        "{name} is posted next on {} in {}, and covers {} to {until}",
        shown(edition.due),
        plan.channel,
        shown(from)
    )
}

fn counted(count: usize, one: &str, more: &str) -> String {
    let word = if count == 1 { one } else { more };
    format!("{count} {word}")
}
