//! The command line: a file for each subcommand.

pub mod check;
#[cfg(feature = "sandbox")]
mod demo;
mod report;
mod run;
pub mod schema;
pub mod test;

use std::{
    io::{Write, stdout},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand, ValueEnum};

use crate::{config::ReportStyle, telemetry};

/// What a wrong configuration or a start that fails exits with.
pub const EXIT_START: u8 = 2;

/// What a part that fails while the bot runs exits with.
pub const EXIT_FAULT: u8 = 1;

/// Where help shows what all subcommands take: after what is their own.
const LAST: usize = 100;

/// A Discord bot for the supervisors of a wolkvox contact centre.
#[derive(Debug, Parser)]
#[command(name = "vigia", version, max_term_width = 100)]
struct CliArguments {
    #[command(subcommand)]
    command: CliCommand,

    /// What to log, such as `info` or `warn,vigia=debug`.
    #[arg(
        long,
        env = "VIGIA_LOG",
        global = true,
        hide_env_values = true,
        display_order = LAST
    )]
    log: Option<String>,

    /// How a line of the log looks.
    #[arg(
        long,
        env = "VIGIA_LOG_FORMAT",
        global = true,
        value_enum,
        default_value = "text",
        display_order = LAST
    )]
    log_format: OutputFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OutputFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Watches the reports and answers in Discord until it is told to stop.
    Run {
        #[command(flatten)]
        config: ConfigPath,

        /// Answers `/healthz` on this address, such as `0.0.0.0:8080`.
        #[arg(long, env = "VIGIA_HEALTH", value_name = "ADDRESS")]
        health: Option<SocketAddr>,

        #[command(flatten)]
        time: run::ClockOptions,
    },
    /// Reads the configuration and the rules, and shows every fault in them.
    Check {
        #[command(flatten)]
        config: ConfigPath,
    },
    /// Plays the tests of rules: what the reports say, and what the bot must make of it.
    ///
    /// It exits with 0 where all of them pass, with 1 where one fails, and with 2 where
    /// something cannot be read.
    Test {
        /// Files of tests, and folders of `*.test.yaml` [default: the folder of rules]
        paths: Vec<PathBuf>,

        #[command(flatten)]
        config: ConfigPath,
    },
    /// Prints a JSON Schema of files of rules, which editors understand.
    Schema,
    /// Reads one report and prints it, for people and for scripts.
    #[command(after_help = report::COST)]
    Report(Box<report::ReportOptions>),
    /// Shows the whole bot at work on a simulated centre, with no account anywhere.
    #[cfg(feature = "sandbox")]
    Demo(demo::DemoOptions),
}

#[derive(Debug, clap::Args)]
struct ConfigPath {
    /// The configuration.
    #[arg(
        long,
        env = "VIGIA_CONFIG",
        value_name = "FILE",
        default_value = "vigia.yaml"
    )]
    config: PathBuf,
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// One thread is enough for a poll in five minutes and the questions of one floor: what takes
/// long, be it a large answer or the disk, has threads of its own. With more, each step of a
/// poll wakes another thread, which costs CPU, and memory that each thread keeps for itself,
/// and gains nothing.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(8)
        .enable_all()
        .build()
}

/// Does what the arguments say.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = CliArguments::parse();
    let format = match arguments.log_format {
        OutputFormat::Text => telemetry::LogFormat::Text,
        OutputFormat::Json => telemetry::LogFormat::Json,
    };
    match arguments.command {
        CliCommand::Run {
            config,
            health,
            time,
        } => {
            telemetry::init(format, arguments.log.as_deref());
            run::run(&config.config, health, &time)
        }
        CliCommand::Check { config } => {
            let look = ReportStyle::of(&stdout(), env);
            match check::check(&config.config, env, look, &mut stdout().lock()) {
                Ok(finding) => finding.into(),
                Err(_) => ExitCode::from(EXIT_START),
            }
        }
        CliCommand::Test { paths, config } => {
            let look = ReportStyle::of(&stdout(), env);
            match test::test(&paths, &config.config, look, &mut stdout().lock()) {
                Ok(tally) => tally.into(),
                Err(_) => ExitCode::from(EXIT_START),
            }
        }
        CliCommand::Schema => match writeln!(stdout(), "{:#}", schema::schema()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(EXIT_START),
        },
        CliCommand::Report(options) => {
            // Standard output is for the answer, and a log beside it would only disturb.
            telemetry::init(format, Some(arguments.log.as_deref().unwrap_or("error")));
            report::main(&options)
        }
        #[cfg(feature = "sandbox")]
        CliCommand::Demo(options) => {
            // The story is told on standard output; the log would drown it.
            telemetry::init(format, Some(arguments.log.as_deref().unwrap_or("warn")));
            demo::demo(&options)
        }
    }
}
