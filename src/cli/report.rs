//! `vigia report`: one question from the terminal. The answer is printed as a card and a table, as
//! JSON, or as CSV.
//!
//! ```text
//! $ vigia report abandon --skill 12 --last 1h
//! Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
//! …
//! ```

use std::{
    fs,
    io::{self, Write, stderr, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::{DateTime, SecondsFormat, Utc};
use clap::{ValueEnum, builder::PossibleValuesParser};
use serde_json::json;

use crate::{
    app::report::{ReportErrand, ReportErrandResult, WantedReport, report},
    cli::{ConfigPath, EXIT_FAULT, EXIT_START, build_runtime, check::refuse, env_var},
    commands::{CommandParameter, Given, ReportCommand, WatchCommand},
    config::{self, ColourChoice, Config, OperationLanguage, ReportStyle},
};
use vigia_cards::{Card, charts};
use vigia_clock::Clock;
use vigia_core::{Language, diagnostic::alternatives};

/// The end of `--help`.
pub(super) const COST: &str = "\
It costs API requests of the day: one for each report that it reads (abandon reads two, a
comparison one more, a summary one for each hour and skill that is not stored yet), and up to
three for the names of skills and agents and for the count of requests made so far. It may run
beside the bot. If no bot is running, it reads stored days without a request.

Exit codes: 0 answered, 1 no answer, 2 a wrong configuration or option.";

#[derive(Debug, clap::Args)]
pub(super) struct ReportOptions {
    /// Report to read, by the name of the chat's command, or `summary`
    #[arg(
        value_name = "REPORT",
        value_parser = PossibleValuesParser::new(report_names())
    )]
    report: String,

    /// Filter by skill: its number, its name or a part of it
    #[arg(long)]
    skill: Option<String>,

    /// Filter by channel
    #[arg(long)]
    channel: Option<String>,

    /// Filter by agent: the name or a part of it
    #[arg(long)]
    agent: Option<String>,

    /// Period until now, such as `15m`, `2h30m` or `1d`
    #[arg(long, value_name = "LENGTH")]
    last: Option<String>,

    /// Day, such as `yesterday` or `2026-11-20`
    #[arg(long)]
    day: Option<String>,

    /// Start, such as `08:00` or `2026-11-20 08:00`, in the operation's time zone
    #[arg(long, value_name = "TIME")]
    from: Option<String>,

    /// End, in the form of the start
    #[arg(long, value_name = "TIME")]
    to: Option<String>,

    /// Compare with an earlier period: `previous`, `yesterday` or `week`
    #[arg(long, value_name = "WINDOW")]
    compare: Option<String>,

    /// Order of the rows, such as `abandoned` or `name`
    #[arg(long, value_name = "ORDER")]
    sort: Option<String>,

    /// Limit rows
    #[arg(long, value_name = "ROWS")]
    top: Option<String>,

    /// Summary, if several are configured
    #[arg(long, value_name = "NAME")]
    summary: Option<String>,

    /// Operation, if several are configured
    #[arg(long)]
    operation: Option<String>,

    /// Output format. `json` and `csv` have keys in English, times in seconds, and `null` or
    /// nothing for unknown values
    #[arg(long, value_enum, default_value = "table")]
    format: ReportFormat,

    /// Language of the answer [default: the operation's own]
    #[arg(long, value_name = "TAG", value_parser = PossibleValuesParser::new(Language::config_tags()))]
    language: Option<String>,

    /// Write a chart to this file
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

pub(super) fn run_report(options: &ReportOptions, colour: ColourChoice) -> ExitCode {
    let mut err = stderr().lock();
    // If standard error is closed, the exit code must do.
    let fails = |code: u8, _: io::Result<()>| ExitCode::from(code);
    let errand = match options.errand() {
        Ok(errand) => errand,
        Err(fault) => return fails(EXIT_START, writeln!(err, "error: {fault}")),
    };
    let mut config = match config::load(&options.config.config, env_var) {
        Ok(config) => config,
        Err(problems) => {
            let look = ReportStyle::of(colour, &stderr(), env_var);
            return fails(EXIT_START, refuse(&problems, look, &mut err));
        }
    };
    config.store = config.store.placed(env_var);
    drop(err);
    let answered = answer_errand(config, &errand);
    let mut err = stderr().lock();
    let answered = match answered {
        Ok(answered) => answered,
        Err(why) => return fails(EXIT_FAULT, writeln!(err, "{why}")),
    };
    let shown = print_answer(
        options.format,
        &options.report,
        &answered,
        &mut stdout().lock(),
    )
    .and_then(|()| print_warnings(options.format, &answered, &mut err));
    let drawn = options
        .chart
        .as_deref()
        .map_or(Ok(()), |path| write_chart(&answered, path));
    match (shown, drawn) {
        (Ok(()), Ok(())) => ExitCode::SUCCESS,
        (Ok(()), Err(why)) => fails(EXIT_FAULT, writeln!(err, "error: {why}")),
        // The reader of standard output has gone.
        (Err(_), _) => ExitCode::from(EXIT_FAULT),
    }
}

fn answer_errand(config: Config, errand: &ReportErrand) -> Result<ReportErrandResult, String> {
    let runtime = build_runtime().map_err(|fault| format!("cannot start: {fault}"))?;
    let answered = runtime.block_on(report(config, Clock::system(), errand));
    answered.map_err(|why| why.to_string())
}

fn write_chart(answered: &ReportErrandResult, path: &Path) -> Result<(), String> {
    let Some(chart) = &answered.sheet.card.chart else {
        return Err(String::from("this answer has no chart"));
    };
    let picture = charts::render_png(chart).map_err(|fault| fault.to_string())?;
    let shown = path.display();
    fs::write(path, picture).map_err(|fault| format!("`{shown}` cannot be written: {fault}"))
}

impl ReportOptions {
    fn errand(&self) -> Result<ReportErrand, String> {
        let wanted = wanted_report(&self.report)
            .ok_or_else(|| format!("unknown report `{}`", self.report))?;
        let taken = match wanted {
            WantedReport::Report(command) => command.parameters(),
            WantedReport::Summary => WatchCommand::Summary.parameters(),
        };
        let mut given = Given::new();
        for (parameter, value) in self.parameters() {
            let Some(value) = value else { continue };
            if !taken.contains(&parameter) {
                return Err(self.refuse_option(taken, parameter));
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

    fn refuse_option(&self, taken: &[CommandParameter], given: CommandParameter) -> String {
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

fn report_names() -> impl Iterator<Item = &'static str> {
    let reports = ReportCommand::ALL.into_iter().map(ReportCommand::name);
    reports.chain([WatchCommand::Summary.name()])
}

fn wanted_report(name: &str) -> Option<WantedReport> {
    if name == WatchCommand::Summary.name() {
        return Some(WantedReport::Summary);
    }
    ReportCommand::from_name(name).map(WantedReport::Report)
}

fn print_answer(
    format: ReportFormat,
    command: &str,
    answered: &ReportErrandResult,
    out: &mut impl Write,
) -> io::Result<()> {
    let table = &answered.sheet.table;
    match format {
        ReportFormat::Table => {
            write_card(&answered.sheet.card, out)?;
            // The card of a summary has all that people read of it.
            if !table.rows.is_empty() && command != WatchCommand::Summary.name() {
                writeln!(out)?;
                out.write_all(table.text(&answered.words, None).as_bytes())?;
            }
            Ok(())
        }
        ReportFormat::Json => writeln!(out, "{:#}", as_json(command, answered)),
        ReportFormat::Csv => out.write_all(table.plain_csv().as_bytes()),
    }
}

/// Prints the warnings of the card, where the format shows figures without it.
fn print_warnings(
    format: ReportFormat,
    answered: &ReportErrandResult,
    out: &mut impl Write,
) -> io::Result<()> {
    if format == ReportFormat::Table {
        return Ok(());
    }
    let lines = answered.sheet.card.lines.iter();
    let texts = lines.map(ToString::to_string);
    for text in texts.filter(|text| text.starts_with('⚠')) {
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn as_json(command: &str, answered: &ReportErrandResult) -> serde_json::Value {
    let time = |time: DateTime<Utc>| {
        let local = time.with_timezone(&answered.words.zone());
        local.to_rfc3339_opts(SecondsFormat::Secs, false)
    };
    json!({
        "command": command,
        "operation": answered.operation.as_str(),
        "window": {
            "from": time(answered.window.from()),
            "until": time(answered.window.until()),
        },
        "read_at": time(answered.read_at),
        "rows": answered.sheet.table.json(),
    })
}

fn write_card(card: &Card, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", card.title)?;
    for line in &card.lines {
        writeln!(out, "{line}")?;
    }
    for field in &card.fields {
        writeln!(out, "{}: {}", field.name, field.value)?;
    }
    for line in &card.below {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
