//! The command line: a file for each subcommand.

pub mod check;
#[cfg(feature = "sandbox")]
mod demo;
mod doctor;
mod export;
mod health;
mod init;
mod report;
mod run;
pub mod test;

use std::{
    io::{Write, stdout},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::{
    config::{ColourChoice, ReportStyle, settings_page, settings_schema},
    telemetry,
};
use vigia_core::rules::parse::rules_schema;

/// The exit code of a wrong configuration, and of a start that fails.
pub const EXIT_START: u8 = 2;

/// The exit code of a bot that fails while it runs.
pub const EXIT_FAULT: u8 = 1;

const EXIT_CODES: &str = "\
Exit codes: 0 all is well, 1 the command ran and something failed, 2 it could not start: a wrong
option, a wrong configuration, a store or a folder that cannot be used.";

/// Help shows the options of all subcommands after their own.
const LAST: usize = 100;

/// A Discord bot for the supervisors of a wolkvox contact centre.
#[derive(Debug, Parser)]
#[command(name = "vigia", version = env!("VIGIA_VERSION"), max_term_width = 100)]
#[command(after_help = EXIT_CODES)]
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

    /// Colours in messages
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN", display_order = LAST)]
    color: ColourChoice,
}

/// What `vigia schema` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SchemaKind {
    /// The JSON Schema of a file of rules
    Rules,
    /// The JSON Schema of `vigia.yaml`
    Settings,
    /// A page in Markdown with every key of `vigia.yaml`
    Reference,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Set everything up: ask, check the answers, and write the files
    ///
    /// Where a configuration is there already, only what is asked for is changed.
    /// Exit codes: 0 done, 1 wolkvox, Discord or the disk refused, 2 a wrong option or answer.
    Init(Box<init::InitOptions>),
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
    #[command(visible_alias = "healthcheck")]
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
    /// Ask wolkvox and Discord whether everything is set up right
    ///
    /// Looks at tokens, addresses, reports, the day's requests, servers, permissions, roles, the clock and
    /// the disk. Nothing is changed and nothing is posted; it takes about ten requests of the day.
    /// Exit codes: 0 no problem, 1 a problem, 2 the configuration cannot be read.
    Doctor {
        #[command(flatten)]
        config: ConfigPath,

        /// Print one JSON object in place of the lines
        #[arg(long)]
        json: bool,
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
    /// Print the stored history as rows, for analysts
    ///
    /// Reads a stopped store, or the newest backup of one that a running bot holds. Times are those of the
    /// operation, durations are in seconds, and what is not known is empty.
    /// Exit codes: 0 done, 1 the history cannot be read or written, 2 a wrong option, configuration or store.
    Export(export::ExportOptions),
    /// Print the JSON Schema of rules or settings, for editors
    Schema {
        #[arg(value_enum, default_value = "rules")]
        of: SchemaKind,
    },
    /// Print the completions for a shell
    Completions {
        #[arg(value_enum)]
        shell: Shell,
    },
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

fn print_text(text: &str) -> ExitCode {
    match stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(EXIT_FAULT),
    }
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
            telemetry::init_logging((format, arguments.color), arguments.log.as_deref());
            let styles = (format, arguments.color);
            run::run_bot(&config.config, health, clock.as_deref(), styles)
        }
        CliCommand::Init(options) => {
            telemetry::init_logging(
                (format, arguments.color),
                Some(arguments.log.as_deref().unwrap_or("error")),
            );
            init::run_init(&options, arguments.color)
        }
        CliCommand::Health { address } => health::ask_health(address),
        CliCommand::Check { config } => {
            let look = ReportStyle::of(arguments.color, &stdout(), env_var);
            match check::check(&config.config, env_var, look, &mut stdout().lock()) {
                Ok(finding) => finding.into(),
                Err(_) => ExitCode::from(EXIT_START),
            }
        }
        CliCommand::Doctor { config, json } => {
            telemetry::init_logging(
                (format, arguments.color),
                Some(arguments.log.as_deref().unwrap_or("error")),
            );
            doctor::run_doctor(&config.config, json, arguments.color)
        }
        CliCommand::Test { paths, config } => {
            let look = ReportStyle::of(arguments.color, &stdout(), env_var);
            match test::run_rule_tests(&paths, &config.config, look, &mut stdout().lock()) {
                Ok(tally) => tally.into(),
                Err(_) => ExitCode::from(EXIT_START),
            }
        }
        CliCommand::Export(options) => {
            telemetry::init_logging(
                (format, arguments.color),
                Some(arguments.log.as_deref().unwrap_or("error")),
            );
            export::run_export(&options, arguments.color)
        }
        CliCommand::Schema { of } => print_text(&match of {
            SchemaKind::Rules => format!("{:#}\n", rules_schema()),
            SchemaKind::Settings => format!("{:#}\n", settings_schema()),
            SchemaKind::Reference => settings_page(),
        }),
        CliCommand::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut CliArguments::command(), "vigia", &mut text);
            print_text(&String::from_utf8_lossy(&text))
        }
        CliCommand::Report(options) => {
            // Standard output is for the answer, and a log beside it would disturb.
            telemetry::init_logging(
                (format, arguments.color),
                Some(arguments.log.as_deref().unwrap_or("error")),
            );
            report::run_report(&options, arguments.color)
        }
        #[cfg(feature = "sandbox")]
        CliCommand::Demo(options) => {
            // The demo prints its story on standard output; the log would drown it.
            telemetry::init_logging(
                (format, arguments.color),
                Some(arguments.log.as_deref().unwrap_or("warn")),
            );
            demo::run_demo(&options)
        }
    }
}
