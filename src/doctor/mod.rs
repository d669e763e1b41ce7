//! The check-up of an installation: asks wolkvox and Discord what the running bot would ask, and looks at the
//! machine. Nothing is changed and nothing is posted.

mod discord;
mod machine;
mod wolkvox;

use std::time::Duration;

use serde::Serialize;

use crate::config::Config;
use vigia_clock::Clock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckStatus {
    Ok,
    /// The bot works, and something may surprise.
    Warning,
    /// A part of the bot does not work.
    Problem,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckLine {
    /// What it belongs to, such as `wolkvox principal`.
    pub area: String,
    /// The thing itself, such as `token`.
    pub check: String,
    pub status: CheckStatus,
    /// What was found.
    pub found: String,
    /// What to do about it.
    pub help: Option<String>,
    /// How long it took, where that matters.
    pub seconds: Option<f64>,
}

impl CheckLine {
    fn new(area: &str, check: &str, status: CheckStatus, found: impl Into<String>) -> Self {
        Self {
            area: area.to_owned(),
            check: check.to_owned(),
            status,
            found: found.into(),
            help: None,
            seconds: None,
        }
    }

    fn ok(area: &str, check: &str, found: impl Into<String>) -> Self {
        Self::new(area, check, CheckStatus::Ok, found)
    }

    fn warning(area: &str, check: &str, found: impl Into<String>, help: &str) -> Self {
        Self::new(area, check, CheckStatus::Warning, found).with_help(help)
    }

    fn problem(area: &str, check: &str, found: impl Into<String>, help: &str) -> Self {
        Self::new(area, check, CheckStatus::Problem, found).with_help(help)
    }

    fn with_help(self, help: &str) -> Self {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Self { help, ..self }
    }

    fn took(self, time: Duration) -> Self {
        let seconds = (time.as_secs_f64() * 100.0).round() / 100.0;
        Self {
            seconds: Some(seconds),
            ..self
        }
    }
}

/// Looks at everything, and passes each line on as soon as it is known. `env` has the variables of the process.
pub async fn examine(
    config: &Config,
    clock: &Clock,
    env: impl Fn(&str) -> Option<String>,
    mut tell: impl FnMut(CheckLine),
) {
    for operation in &config.operations {
        wolkvox::examine(operation, config, clock, &mut tell).await;
    }
    let server_time = discord::examine(config, &mut tell).await;
    machine::examine(config, clock, server_time, env, &mut tell);
}

fn counted(count: usize, one: &str, more: &str) -> String {
    let word = if count == 1 { one } else { more };
    format!("{count} {word}")
}
