//! What the five reports mean. How they are spelt is `wolkvox/reports/`' matter: the files
//! there bear the same names.
//!
//! A figure that the API did not give is `None`, never zero.

mod abandonment;
mod durations;
mod holds;
mod merge;
mod seconds;
mod service_level;
mod smart_hold;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use abandonment::{Abandonment, SkillAbandons, WaitCalls, WaitRange};
pub use durations::{CallLength, CallTraffic, Durations, LengthCalls};
pub use holds::{AgentHolds, HoldTimes, Holds};
pub use service_level::{ChannelService, ServiceLevel};
pub use smart_hold::{SkillSmartHold, SmartHold, SmartHoldStages};

pub(super) use merge::{SumRows, plus};

use crate::metrics::ScopeKind;

/// One of the five reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Report {
    /// Abandoned calls by skill and wait (`skill_9`).
    Abandonment,
    /// Calls and service level by channel (`skill_11`).
    ServiceLevel,
    /// Smart hold by skill (`diagram_2`).
    SmartHold,
    /// Calls, minutes and cost by length of call (`cdr_4`).
    Durations,
    /// Hold and mute by agent (`agent_9`).
    Holds,
}

impl Report {
    /// All five, in the order in which a poll reads them.
    pub const ALL: [Self; 5] = [
        Self::Abandonment,
        Self::ServiceLevel,
        Self::SmartHold,
        Self::Durations,
        Self::Holds,
    ];

    /// Of what it tells.
    #[must_use]
    pub fn scopes(self) -> &'static [ScopeKind] {
        match self {
            Self::Abandonment | Self::SmartHold => &[ScopeKind::Operation, ScopeKind::Skill],
            Self::ServiceLevel => &[ScopeKind::Operation, ScopeKind::Skill, ScopeKind::Channel],
            Self::Durations => &[ScopeKind::Operation],
            Self::Holds => &[ScopeKind::Operation, ScopeKind::Agent],
        }
    }

    /// Whether it must be asked for each skill by itself. The rows of service levels name no
    /// skill; those of the other reports do, or there are none by skill.
    #[must_use]
    pub fn is_asked_by_skill(self) -> bool {
        match self {
            Self::ServiceLevel => true,
            Self::Abandonment | Self::SmartHold | Self::Durations | Self::Holds => false,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Abandonment => "abandonment",
            Self::ServiceLevel => "service level",
            Self::SmartHold => "smart hold",
            Self::Durations => "call durations",
            Self::Holds => "hold and mute",
        })
    }
}

/// What one report said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Facts {
    /// See [`Report::Abandonment`].
    Abandonment(Abandonment),
    /// See [`Report::ServiceLevel`].
    ServiceLevel(ServiceLevel),
    /// See [`Report::CallbackOffer`].
    SmartHold(SmartHold),
    /// See [`Report::Durations`].
    Durations(Durations),
    /// See [`Report::Holds`].
    Holds(Holds),
}

impl Facts {
    /// Which report these facts are of.
    #[must_use]
    pub fn report(&self) -> Report {
        match self {
            Self::Abandonment(_) => Report::Abandonment,
            Self::ServiceLevel(_) => Report::ServiceLevel,
            Self::SmartHold(_) => Report::SmartHold,
            Self::Durations(_) => Report::Durations,
            Self::Holds(_) => Report::Holds,
        }
    }
}
