//! The command line: a file for each subcommand.

pub mod check;
#[cfg(feature = "sandbox")]
mod demo;
mod health;
mod report;
mod run;
pub mod test;

use std::{
    io::{Write, stdout},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::{config::ReportStyle, telemetry};
use vigia_core::rules::parse::rules_schema;

/// The exit code of a wrong configuration, and of a start that fails.
pub const EXIT_START: u8 = 2;

/// The exit code of a bot that fails while it runs.
pub const EXIT_FAULT: u8 = 1;

/// Help shows the options of all subcommands after their own.
const LAST: usize = 100;

/// A Discord bot for the supervisors of a wolkvox contact centre.
#[derive(Debug, Parser)]
#[command(name = "vigia", version, max_term_width = 100)]
struct CliArguments {
    #[command(subcommand)]
    command: CliCommand,

    /// Log filter, such as `info` or `warn,vigia=debug`
    #[arg(
        long,
        env = "VIGIA_LOG",
        global = true,
        hide_env_values = true,
        display_order = LAST
    )]
    log: Option<String>,

    /// Log format
    #[arg(
        long,
        env = "VIGIA_LOG_FORMAT",
        global = true,
        value_enum,
        default_value = "text",
        display_order = LAST
    )]
    log_format: telemetry::LogFormat,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Run the bot: watch the reports and answer in Discord until stopped
    Run {
        #[command(flatten)]
        config: ConfigPath,

        /// Serve `/readyz`, `/livez` and `/metrics` on this address, such as `0.0.0.0:8080`
        #[arg(long, env = "VIGIA_HEALTH", value_name = "ADDRESS")]
        health: Option<SocketAddr>,

        /// File through which a test sets the clock
        #[cfg_attr(feature = "sandbox", arg(long, hide = true, value_name = "FILE"))]
        #[cfg_attr(not(feature = "sandbox"), arg(skip))]
        clock: Option<PathBuf>,
    },
    /// Ask the running bot of this machine whether all is well
    ///
    /// Prints its `/readyz`. Exit codes: 0 all is well, 1 a problem, or no answer.
    Health {
        /// The address that the bot serves its pages on
        #[arg(env = "VIGIA_HEALTH", value_name = "ADDRESS")]
        address: SocketAddr,
    },
    /// Validate the configuration and rules
    Check {
        #[command(flatten)]
        config: ConfigPath,
    },
    /// Run rule tests: given reports, expected alerts
    ///
    /// Exit codes: 0 all passed, 1 a test failed, 2 a file cannot be read.
    Test {
        /// Test files, or folders of `*.test.yaml` [default: the rules folder]
        paths: Vec<PathBuf>,

        #[command(flatten)]
        config: ConfigPath,
    },
    /// Print the JSON Schema of rule files, for editors
    Schema,
    /// Read one report and print it, for people and for scripts
    #[command(after_help = report::COST)]
    Report(Box<report::ReportOptions>),
    /// Run a live demo; no accounts needed
    #[cfg(feature = "sandbox")]
    Demo(demo::DemoOptions),
}

#[derive(Debug, clap::Args)]
struct ConfigPath {
    /// Configuration file
    #[arg(
        long,
        env = "VIGIA_CONFIG",
        value_name = "FILE",
        default_value = "vigia.yaml"
    )]
    config: PathBuf,
}

fn env_var(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Builds a runtime of one thread. It is enough for a poll in five minutes and the questions of one
/// floor: large answers and the disk have threads of their own. With more, each step of a poll
/// wakes another thread, which costs CPU and memory and gains nothing.
fn build_runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .max_blocking_threads(8)
        .enable_all()
        .build()
}

/// Runs the subcommand that the arguments name.
pub fn main() -> ExitCode {
    let arguments = CliArguments::parse();
    let format = arguments.log_format;
    match arguments.command {
        CliCommand::Run {
            config,
            health,
            clock,
        } => {
            telemetry::init_logging(format, arguments.log.as_deref());
            run::run_bot(&config.config, health, clock.as_deref())
        }
        CliCommand::Health { address } => health::ask_health(address),
        CliCommand::Check { config } => {
            let look = ReportStyle::of(&stdout(), env_var);
            match check::check(&config.config, env_var, look, &mut stdout().lock()) {
                Ok(finding) => finding.into(),
                Err(_) => ExitCode::from(EXIT_START),
            }
        }
        CliCommand::Test { paths, config } => {
            let look = ReportStyle::of(&stdout(), env_var);
            match test::run_rule_tests(&paths, &config.config, look, &mut stdout().lock()) {
                Ok(tally) => tally.into(),
                Err(_) => ExitCode::from(EXIT_START),
            }
        }
        CliCommand::Schema => match writeln!(stdout(), "{:#}", rules_schema()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(EXIT_START),
        },
        CliCommand::Report(options) => {
            // Standard output is for the answer, and a log beside it would disturb.
            telemetry::init_logging(format, Some(arguments.log.as_deref().unwrap_or("error")));
            report::run_report(&options)
        }
        #[cfg(feature = "sandbox")]
        CliCommand::Demo(options) => {
            // The demo prints its story on standard output; the log would drown it.
            telemetry::init_logging(format, Some(arguments.log.as_deref().unwrap_or("warn")));
            demo::run_demo(&options)
        }
    }
}
