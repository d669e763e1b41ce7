//! Calls, service level and waits by channel (`skill_11`), for the skills asked for.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::Channel;

/// The report: one row a channel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceLevel {
    /// One row a channel.
    pub channels: Vec<ChannelService>,
}

/// One channel.
///
/// Percentages are kept as delivered. wolkvox takes the service level of all *offered*
/// calls (abandoned ones included), so rows are combined with `offered` as weight, `asa`
/// with `answered` and `ata` with `abandoned`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChannelService {
    /// Which channel.
    pub channel: Channel,
    /// Calls that came in.
    pub offered: Option<u64>,
    /// Calls that an agent answered.
    pub answered: Option<u64>,
    /// Calls that the caller ended before.
    pub abandoned: Option<u64>,
    /// Percent of offered calls answered within 10 s.
    pub within_10s: Option<f64>,
    /// Percent of offered calls answered within 20 s.
    pub within_20s: Option<f64>,
    /// Percent of offered calls answered within 30 s.
    pub within_30s: Option<f64>,
    /// Percent abandoned, as delivered.
    pub abandon_rate: Option<f64>,
    /// Average wait of the answered calls.
    pub asa: Option<Duration>,
    /// Average wait of the abandoned calls.
    pub ata: Option<Duration>,
}

impl ServiceLevel {
    /// The row of one channel.
    #[must_use]
    pub fn channel(&self, channel: &str) -> Option<&ChannelService> {
        self.channels
            .iter()
            .find(|row| row.channel.as_str() == channel)
    }
}
