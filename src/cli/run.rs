//! `vigia run`: the bot itself.

use std::{
    io::{Write as _, stderr},
    net::SocketAddr,
    path::Path,
    process::ExitCode,
};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::{
    app::Application,
    cli::{EXIT_FAULT, EXIT_START, build_runtime, check::refuse, env_var},
    config::{self, ColourChoice, ReportStyle},
    telemetry::LogFormat,
};
use vigia_clock::Clock;

/// What a person does who has no configuration yet.
const FIRST_STEPS: &str =
    "  vigia init                 asks for what it needs, and writes the files
  vigia demo                 shows the whole bot without an account
  vigia run --config FILE    takes another file
";

pub(super) fn run_bot(
    path: &Path,
    health: Option<SocketAddr>,
    led_clock: Option<&Path>,
    (format, colour): (LogFormat, ColourChoice),
) -> ExitCode {
    if !path.exists() {
        // If standard error is closed, the exit code must do.
        let _ = write!(
            stderr(),
            "error: there is no `{}`. What you can do:\n{FIRST_STEPS}",
            path.display()
        );
        return ExitCode::from(EXIT_START);
    }
    let mut config = match config::load(path, env_var) {
        Ok(config) => config,
        Err(problems) => {
            match format {
                LogFormat::Json => problems.iter().for_each(|it| error!("{}", it.line())),
                LogFormat::Text => {
                    let look = ReportStyle::of(colour, &stderr(), env_var);
                    // If standard error is closed, the exit code must do.
                    let _ = refuse(&problems, look, &mut stderr().lock());
                }
            }
            return ExitCode::from(EXIT_START);
        }
    };
    config.store = config.store.placed(env_var);
    let open_clock = || led_clock.map_or_else(|| Ok(Clock::system()), Clock::led);
    for warning in &config.warnings {
        warn!("{}", warning.line());
    }
    let (runtime, clock) = match build_runtime().and_then(|it| Ok((it, open_clock()?))) {
        Ok(both) => both,
        Err(fault) => {
            error!(%fault, "cannot start");
            return ExitCode::from(EXIT_START);
        }
    };
    runtime.block_on(async {
        let app = match Application::build(config, clock, health) {
            Ok(app) => app,
            Err(fault) => {
                error!(%fault, "cannot start");
                return ExitCode::from(EXIT_START);
            }
        };
        let stop = CancellationToken::new();
        stop_on_signal(&stop);
        match app.run(stop).await {
            Ok(()) => {
                info!("stopped");
                ExitCode::SUCCESS
            }
            Err(fault) => {
                error!(%fault, "stopped by an error");
                ExitCode::from(EXIT_FAULT)
            }
        }
    })
}

/// Cancels `stop` on SIGTERM and SIGINT.
pub(super) fn stop_on_signal(stop: &CancellationToken) {
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let Ok(mut signals) = signal(kind) else {
            continue;
        };
        let stop = stop.clone();
        tokio::spawn(async move {
            signals.recv().await;
            info!("received a signal to stop");
            stop.cancel();
        });
    }
}
