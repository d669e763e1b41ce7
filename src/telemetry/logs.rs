//! Logging to standard error.

use std::io::stderr;

use tracing::Level;
use tracing_subscriber::{
    EnvFilter, filter::filter_fn, fmt, layer::SubscriberExt, util::SubscriberInitExt,
};

use crate::config::{ColourChoice, ReportStyle};

/// The filter where `VIGIA_LOG` is not set.
const DEFAULT_FILTER: &str = "info";

/// Crates that log whole requests, tokens of interactions included, below `warn`. No filter lets
/// them through.
const QUIET: [&str; 9] = [
    "serenity",
    "tungstenite",
    "tokio_tungstenite",
    "hyper",
    "hyper_util",
    "h2",
    "reqwest",
    "rustls",
    "sled",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    Text,
    /// One JSON object a line, for collectors
    Json,
}

/// Starts logging. `filter` is in the form `info,vigia=debug`; one that does not parse is replaced
/// by the default, with a warning. A second call changes nothing.
pub fn init_logging((format, colour): (LogFormat, ColourChoice), filter: Option<&str>) {
    let (filter, fault) = match filter.filter(|text| !text.is_empty()) {
        None => (EnvFilter::new(DEFAULT_FILTER), None),
        Some(text) => match EnvFilter::try_new(text) {
            Ok(filter) => (filter, None),
            Err(fault) => (EnvFilter::new(DEFAULT_FILTER), Some(fault)),
        },
    };
    let discreet = filter_fn(|line| *line.level() <= Level::WARN || !is_quiet(line.target()));
    let registry = tracing_subscriber::registry().with(filter).with(discreet);
    let lines = fmt::layer().with_writer(stderr);
    let style = ReportStyle::of(colour, &stderr(), |name| std::env::var(name).ok());
    let is_coloured = style == ReportStyle::Colour;
    let started = match format {
        LogFormat::Text => registry
            .with(lines.with_ansi(is_coloured).with_target(false))
            .try_init(),
        LogFormat::Json => registry.with(lines.json()).try_init(),
    };
    if let (Ok(()), Some(fault)) = (started, fault) {
        tracing::warn!(%fault, "the log filter is not understood; using the default");
    }
}

/// Returns whether a line comes from a quiet crate or one of its modules.
fn is_quiet(target: &str) -> bool {
    let name = target.split("::").next().unwrap_or(target);
    QUIET.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_of_a_quiet_crate_is_quiet_and_our_own_are_not() {
        assert!(is_quiet("sled"));
        assert!(is_quiet("hyper_util::client::legacy"));
        assert!(!is_quiet("vigia::discord::rest"));
        assert!(!is_quiet("sledge"));
    }
}
