//! The bot's knowledge of itself: one model of health, shown by `/status`, the presence, `/livez`, `/readyz`,
//! `/metrics`, posts to the people who run it, and the heartbeat.

mod client;
mod heartbeat;
mod metrics;
mod monitor;
mod page;
mod probe;
mod task_pulse;

pub use client::ask_ready;
pub use heartbeat::Heartbeat;
pub use metrics::MetricSources;
pub use monitor::{HealthMonitor, MonitorParts};
pub use page::{HealthPage, serve_health};
pub use probe::{HealthProbe, ProbeParts, WatchedOperation};
pub use task_pulse::TaskPulse;
