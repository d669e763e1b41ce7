//! `vigia report`: one question from the terminal, for people and for scripts.
//!
//! ```text
//! $ vigia report abandon --skill 12 --last 1h
//! Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
//! …
//! ```

mod paper;

use std::{
    fs,
    io::{self, Write, stderr, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{ValueEnum, builder::PossibleValuesParser};

use crate::{
    app::report::{ReportErrand, ReportErrandResult, WantedReport, report},
    cli::{ConfigPath, EXIT_FAULT, EXIT_START, check::refuse, env, runtime},
    commands::{CommandParameter, Given, ReportCommand, WatchCommand},
    config::{self, Config, OperationLanguage, ReportStyle},
};
use vigia_cards::charts;
use vigia_clock::Clock;
use vigia_core::{Language, diagnostic::alternatives};

/// What it costs and needs, at the end of `--help`.
pub(super) const COST: &str = "\
It asks the reports API, so it costs calls of the day: one for each report that it reads
(abandon reads two, a comparison one more, and a summary one for each hour and skill that is not
kept yet), and up to three for the names of skills and agents
and for the count of calls made so far. It may run beside the bot, whose store it leaves alone: what
the store has of a day costs no call where no bot holds it.

Exit codes: 0 answered, 1 no answer, 2 a wrong configuration or option.";

/// A question, as it is typed in a terminal.
#[derive(Debug, clap::Args)]
pub(super) struct ReportOptions {
    /// Which report, or `summary` of a day: the name of the chat's command.
    #[arg(
        value_name = "REPORT",
        value_parser = PossibleValuesParser::new(answers())
    )]
    report: String,

    /// Of one skill, by number, name or a part of it; of all of them otherwise.
    #[arg(long)]
    skill: Option<String>,

    /// Of one channel.
    #[arg(long)]
    channel: Option<String>,

    /// Of one agent, by name or a part of it.
    #[arg(long)]
    agent: Option<String>,

    /// How far back, such as `15m`, `2h30m` or `1d`.
    #[arg(long, value_name = "LENGTH")]
    last: Option<String>,

    /// On which day, such as `yesterday` or `2026-11-20`.
    #[arg(long)]
    day: Option<String>,

    /// From when, such as `08:00` or `2026-11-20 08:00`, in the operation's time zone.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,

    /// Until when.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,

    /// What the figures are compared with: `previous`, `yesterday` or `week`.
    #[arg(long, value_name = "WINDOW")]
    compare: Option<String>,

    /// In which order the rows stand, such as `abandoned` or `name`.
    #[arg(long, value_name = "ORDER")]
    sort: Option<String>,

    /// Only so many rows.
    #[arg(long, value_name = "ROWS")]
    top: Option<String>,

    /// Which summary, where several are configured.
    #[arg(long, value_name = "NAME")]
    summary: Option<String>,

    /// Of which operation, where several are configured.
    #[arg(long)]
    operation: Option<String>,

    /// For people, or for scripts: keys in English, seconds, and `null` or nothing for what
    /// is not known.
    #[arg(long, value_enum, default_value = "table")]
    format: ReportFormat,

    /// The language of the answer; the operation's own otherwise.
    #[arg(long, value_name = "TAG", value_parser = PossibleValuesParser::new(Language::config_tags()))]
    language: Option<String>,

    /// Writes a picture of the figures to this file.
    #[arg(long, value_name = "FILE.png")]
    chart: Option<PathBuf>,

    #[command(flatten)]
    config: ConfigPath,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    Table,
    Json,
    Csv,
}

/// Asks, and prints the answer.
pub(super) fn main(options: &ReportOptions) -> ExitCode {
    let mut err = stderr().lock();
    // Where standard error is gone, the exit code is all that is left to say.
    let fails = |code: u8, said: io::Result<()>| {
        drop(said);
        ExitCode::from(code)
    };
    let errand = match options.errand() {
        Ok(errand) => errand,
        Err(fault) => return fails(EXIT_START, writeln!(err, "error: {fault}")),
    };
    let config = match config::load(&options.config.config, env) {
        Ok(config) => config,
        Err(problems) => {
            let look = ReportStyle::of(&stderr(), env);
            return fails(EXIT_START, refuse(&problems, look, &mut err));
        }
    };
    drop(err);
    let answered = ask(config, &errand);
    let mut err = stderr().lock();
    let answered = match answered {
        Ok(answered) => answered,
        Err(why) => return fails(EXIT_FAULT, writeln!(err, "{why}")),
    };
    let shown = paper::print(
        options.format,
        &options.report,
        &answered,
        &mut stdout().lock(),
    )
    .and_then(|()| paper::warn(options.format, &answered, &mut err));
    let drawn = options
        .chart
        .as_deref()
        .map_or(Ok(()), |path| draw(&answered, path));
    match (shown, drawn) {
        (Ok(()), Ok(())) => ExitCode::SUCCESS,
        (Ok(()), Err(why)) => fails(EXIT_FAULT, writeln!(err, "error: {why}")),
        // Whoever read has gone.
        (Err(_), _) => ExitCode::from(EXIT_FAULT),
    }
}

fn ask(config: Config, errand: &ReportErrand) -> Result<ReportErrandResult, String> {
    let runtime = runtime().map_err(|fault| format!("cannot start: {fault}"))?;
    let answered = runtime.block_on(report(config, Clock::system(), errand));
    answered.map_err(|why| why.to_string())
}

fn draw(answered: &ReportErrandResult, path: &Path) -> Result<(), String> {
    let Some(chart) = &answered.sheet.card.chart else {
        return Err(String::from("there is nothing to draw"));
    };
    let picture = charts::png(chart).map_err(|fault| fault.to_string())?;
    let shown = path.display();
    fs::write(path, picture).map_err(|fault| format!("`{shown}` cannot be written: {fault}"))
}

impl ReportOptions {
    /// What is asked, unless something is given that the report does not take.
    fn errand(&self) -> Result<ReportErrand, String> {
        let wanted =
            wanted(&self.report).ok_or_else(|| format!("`{}` is no report", self.report))?;
        let taken = match wanted {
            WantedReport::Report(command) => command.parameters(),
            WantedReport::Summary => WatchCommand::Summary.parameters(),
        };
        let mut given = Given::new();
        for (parameter, value) in self.parameters() {
            let Some(value) = value else { continue };
            if !taken.contains(&parameter) {
                return Err(self.stranger(taken, parameter));
            }
            given.insert(parameter.name().to_owned(), value.clone());
        }
        Ok(ReportErrand {
            wanted,
            given,
            language: self
                .language
                .as_deref()
                .and_then(OperationLanguage::from_tag),
        })
    }

    fn parameters(&self) -> [(CommandParameter, &Option<String>); 12] {
        [
            (CommandParameter::Skill, &self.skill),
            (CommandParameter::Channel, &self.channel),
            (CommandParameter::Agent, &self.agent),
            (CommandParameter::Last, &self.last),
            (CommandParameter::Day, &self.day),
            (CommandParameter::From, &self.from),
            (CommandParameter::To, &self.to),
            (CommandParameter::Compare, &self.compare),
            (CommandParameter::Sort, &self.sort),
            (CommandParameter::Top, &self.top),
            (CommandParameter::Summary, &self.summary),
            (CommandParameter::Operation, &self.operation),
        ]
    }

    /// Says that a report does not take an option, and what it takes.
    fn stranger(&self, taken: &[CommandParameter], given: CommandParameter) -> String {
        let options = self.parameters().map(|(parameter, _)| parameter);
        let taken = options.iter().filter(|it| taken.contains(it));
        let taken: Vec<_> = taken.map(|it| format!("--{}", it.name())).collect();
        format!(
            "`{}` takes no `--{}`\nhint: it takes {}",
            self.report,
            given.name(),
            alternatives(taken.iter().map(String::as_str))
        )
    }
}

fn answers() -> impl Iterator<Item = &'static str> {
    let reports = ReportCommand::ALL.into_iter().map(ReportCommand::name);
    reports.chain([WatchCommand::Summary.name()])
}

fn wanted(name: &str) -> Option<WantedReport> {
    if name == WatchCommand::Summary.name() {
        return Some(WantedReport::Summary);
    }
    ReportCommand::from_name(name).map(WantedReport::Report)
}
