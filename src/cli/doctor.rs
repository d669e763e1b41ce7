//! `vigia doctor`: looks at everything that the bot depends on, and says how to mend it.

use std::{
    io::{self, Write, stderr, stdout},
    path::Path,
    process::ExitCode,
};

use serde_json::json;

use crate::{
    cli::{EXIT_FAULT, EXIT_START, build_runtime, check::refuse, env_var},
    config::{self, ColourChoice, ReportStyle},
    doctor::{CheckLine, CheckStatus, examine},
};
use vigia_clock::Clock;

pub(super) fn run_doctor(path: &Path, is_json: bool, colour: ColourChoice) -> ExitCode {
    let mut config = match config::load(path, env_var) {
        Ok(config) => config,
        Err(problems) => {
            let look = ReportStyle::of(colour, &stderr(), env_var);
            // If standard error is closed, the exit code must do.
            let _ = refuse(&problems, look, &mut stderr().lock());
            return ExitCode::from(EXIT_START);
        }
    };
    config.store = config.store.placed(env_var);
    let Ok(runtime) = build_runtime() else {
        return ExitCode::from(EXIT_START);
    };
    let look = ReportStyle::of(colour, &stdout(), env_var);
    let mut printer = Printer {
        look,
        area: String::new(),
    };
    let mut lines: Vec<CheckLine> = Vec::new();
    let mut written = Ok(());
    runtime.block_on(examine(&config, &Clock::system(), env_var, |line| {
        if !is_json && written.is_ok() {
            written = printer.print(&line, &mut stdout().lock());
        }
        lines.push(line);
    }));
    let worst = lines.iter().map(|line| line.status).max();
    let is_well = worst != Some(CheckStatus::Problem);
    let written = written.and_then(|()| {
        if is_json {
            let report = json!({ "ok": is_well, "checks": lines });
            writeln!(stdout(), "{report:#}")
        } else {
            writeln!(stdout(), "\n{}", summarise(&lines))
        }
    });
    if is_well && written.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(EXIT_FAULT)
    }
}

fn summarise(lines: &[CheckLine]) -> String {
    let count = |status| lines.iter().filter(|line| line.status == status).count();
    match (count(CheckStatus::Problem), count(CheckStatus::Warning)) {
        (0, 0) => "All is well.".to_owned(),
        (problems, warnings) => format!("problems: {problems}, warnings: {warnings}"),
    }
}

/// Prints the lines under a heading for each area.
struct Printer {
    look: ReportStyle,
    area: String,
}

impl Printer {
    fn print(&mut self, line: &CheckLine, out: &mut impl Write) -> io::Result<()> {
        if self.area != line.area {
            let gap = if self.area.is_empty() { "" } else { "\n" };
            writeln!(out, "{gap}{}", line.area)?;
            self.area.clone_from(&line.area);
        }
        let (word, colour) = match line.status {
            CheckStatus::Ok => ("ok     ", "\x1b[32m"),
            CheckStatus::Warning => ("warning", "\x1b[33m"),
            CheckStatus::Problem => ("problem", "\x1b[31m"),
        };
        let word = match self.look {
            ReportStyle::Colour => format!("{colour}{word}\x1b[0m"),
            ReportStyle::Plain => word.to_owned(),
        };
        let time = line
            .seconds
            .map_or_else(String::new, |it| format!(" ({it} s)"));
        writeln!(out, "  {word}  {}: {}{time}", line.check, line.found)?;
        if let Some(help) = &line.help {
            writeln!(out, "           {help}")?;
        }
        out.flush()
    }
}
