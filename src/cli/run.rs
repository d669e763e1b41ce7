//! `vigia run`: the bot itself, until it is told to stop.

use std::{io::stderr, net::SocketAddr, path::Path, process::ExitCode};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::{
    app::App,
    cli::{EXIT_FAULT, EXIT_START, check::refuse, env, runtime},
    clock::Clock,
    config::{self, Look},
};

pub(super) fn run(path: &Path, health: Option<SocketAddr>) -> ExitCode {
    let config = match config::load(path, env) {
        Ok(config) => config,
        Err(problems) => {
            let look = Look::of(&stderr(), env);
            // Where standard error is gone, the exit code is all that is left to say.
            let _ = refuse(&problems, look, &mut stderr().lock());
            return ExitCode::from(EXIT_START);
        }
    };
    for warning in &config.warnings {
        warn!(place = ?warning.place(), "{warning}");
    }
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(fault) => {
            error!(%fault, "cannot start");
            return ExitCode::from(EXIT_START);
        }
    };
    runtime.block_on(async {
        let app = match App::build(config, Clock::system(), health) {
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
