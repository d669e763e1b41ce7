//! Logs on standard error.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// What is logged where `VIGIA_LOG` does not say otherwise.
const DEFAULT_FILTER: &str = "info";

/// Crates that show whole requests below this level, tokens of interactions included. No
/// filter lets them.
const QUIET: [&str; 5] = ["serenity", "poise", "hyper_util", "reqwest", "sled"];

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for collectors.
    Json,
}

/// Starts logging. `filter` is in the form `info,vigia=debug`; a filter that does not parse
/// is replaced by the default one, and the log says so. A second call changes nothing.
pub fn init(format: LogFormat, filter: Option<&str>) {
    let (filter, fault) = match filter.filter(|text| !text.is_empty()) {
        None => (EnvFilter::new(DEFAULT_FILTER), None),
        Some(text) => match EnvFilter::try_new(text) {
            Ok(filter) => (filter, None),
            Err(fault) => (EnvFilter::new(DEFAULT_FILTER), Some(fault)),
        },
    };
    let filter = QUIET
        .iter()
        .filter_map(|name| format!("{name}=warn").parse().ok())
        .fold(filter, EnvFilter::add_directive);
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer().with_writer(stderr);
    let started = match format {
        LogFormat::Text => registry
            .with(lines.with_ansi(stderr().is_terminal()).with_target(false))
            .try_init(),
        LogFormat::Json => registry.with(lines.json()).try_init(),
    };
    if let (Ok(()), Some(fault)) = (started, fault) {
        tracing::warn!(%fault, "the log filter is not understood; using the default");
    }
}
