//! `vigia run`: the bot itself, until it is told to stop.

#[cfg(feature = "sandbox")]
use std::path::PathBuf;
use std::{
    io::{self, stderr},
    net::SocketAddr,
    path::Path,
    process::ExitCode,
};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::{
    app::Application,
    cli::{EXIT_FAULT, EXIT_START, check::refuse, env, runtime},
    config::{self, ReportStyle},
};
use vigia_clock::Clock;

/// By whose time it runs.
#[derive(Debug, clap::Args)]
pub(super) struct ClockOptions {
    /// A file by which a test leads the clock.
    #[cfg(feature = "sandbox")]
    #[arg(long, hide = true, value_name = "FILE")]
    clock: Option<PathBuf>,
}

impl ClockOptions {
    #[cfg(feature = "sandbox")]
    fn clock(&self) -> io::Result<Clock> {
        let led = self.clock.as_deref();
        led.map_or_else(|| Ok(Clock::system()), Clock::led)
    }

    #[cfg(not(feature = "sandbox"))]
    #[expect(
        clippy::unnecessary_wraps,
        reason = "with the sandbox a clock may not be found"
    )]
    fn clock(&self) -> io::Result<Clock> {
        let Self {} = self;
        Ok(Clock::system())
    }
}

pub(super) fn run(path: &Path, health: Option<SocketAddr>, time: &ClockOptions) -> ExitCode {
    let config = match config::load(path, env) {
        Ok(config) => config,
        Err(problems) => {
            let look = ReportStyle::of(&stderr(), env);
            // Where standard error is gone, the exit code is all that is left to say.
            let _ = refuse(&problems, look, &mut stderr().lock());
            return ExitCode::from(EXIT_START);
        }
    };
    for warning in &config.warnings {
        warn!(place = ?warning.place(), "{warning}");
    }
    let (runtime, clock) = match runtime().and_then(|it| Ok((it, time.clock()?))) {
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
                error!(%fault, "stopped by a fault");
                ExitCode::from(EXIT_FAULT)
            }
        }
    })
}

/// SIGTERM and SIGINT end the bot in order.
pub(super) fn stop_on_signal(stop: &CancellationToken) {
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let Ok(mut signals) = signal(kind) else {
            continue;
        };
        let stop = stop.clone();
        tokio::spawn(async move {
            signals.recv().await;
            info!("asked to stop");
            stop.cancel();
        });
    }
}
