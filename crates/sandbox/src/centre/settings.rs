//! What a simulated centre is told when it starts.

use std::{fmt, net::SocketAddr, time::Duration};

use chrono_tz::Tz;

use super::{names::CentreNames, shape::DemandHours};
use vigia_clock::Clock;

/// How to set up a [`SimulatedCentre`](super::Centre).
#[derive(Clone)]
pub struct CentreSettings {
    /// The same seed gives the same calls.
    pub seed: u64,
    /// The zone of the day's shape, of `date_ini` and `date_end`, and of the daily quota.
    pub zone: Tz,
    /// When it is open.
    pub hours: DemandHours,
    /// Nothing that ends after this clock's now is visible.
    pub clock: Clock,
    /// The token that the centre accepts.
    pub token: String,
    /// Licences of the operation: a thousand requests a day each.
    pub licences: u32,
    /// Where to listen; port 0 takes a free one.
    pub address: SocketAddr,
    /// How long each answer takes, in real time.
    pub latency: Duration,
    /// How it answers `skill_1` and `skill_7`.
    pub skill_table: SkillTableMode,
    /// What is called otherwise than usual.
    pub names: CentreNames,
}

/// How a centre answers `skill_1` and `skill_7`, of which the documentation leaves open what they count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkillTableMode {
    /// Each row has the incoming calls of `skill_11`.
    #[default]
    Calls,
    /// Each row counts chats too, so that it disagrees with `skill_11`.
    WithChats,
    /// The report is empty, whatever calls there were.
    Empty,
    /// The report is not known.
    Refused,
}

impl Default for CentreSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            zone: chrono_tz::America::Bogota,
            hours: DemandHours::default(),
            clock: Clock::system(),
            token: "5eed5eed5eed5eed5eed5eed5eed5eed".to_owned(),
            licences: 100,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            latency: Duration::ZERO,
            skill_table: SkillTableMode::default(),
            names: CentreNames::default(),
        }
    }
}

impl fmt::Debug for CentreSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The token stays out, as it does everywhere else.
        f.debug_struct("Settings")
            .field("seed", &self.seed)
            .field("zone", &self.zone)
            .field("clock", &self.clock)
            .field("licences", &self.licences)
            .field("address", &self.address)
            .field("latency", &self.latency)
            .finish_non_exhaustive()
    }
}
