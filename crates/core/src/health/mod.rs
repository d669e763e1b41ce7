//! The health of the bot itself: what each part did last, and what is wrong with it.
//!
//! [`assess`] makes a [`HealthReport`] of what was gathered, and [`OpsLedger`] decides which changes of it
//! the people who run the bot are notified of.

mod assess;
mod ops_ledger;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::EnumDiscriminants;

pub use assess::{
    ChannelInputs, ChannelTrouble, GatewayInputs, HealthInputs, OperationInputs, RulesInputs,
    StoreInputs, assess,
};
pub use ops_ledger::{HealthChange, OpsLedger, reachable_channel};

use crate::{
    metrics::{OperationName, ReadFailure},
    rules::{BlindReport, ChannelName},
};

/// A part of the bot that is checked by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HealthPart {
    /// The polls of an operation, which must come on time.
    Polls(OperationName),
    /// The reports of an operation, which rules need.
    Feed(OperationName),
    /// The API requests of an operation's day.
    Quota(OperationName),
    /// The posts into a channel.
    Delivery(ChannelName),
    /// The connection to Discord.
    Gateway,
    /// What the configuration expects of the Discord server: roles, channels, permissions.
    Server,
    Store,
    /// The files of rules.
    Rules,
    Clock,
}

impl HealthPart {
    /// The operation that the part belongs to; `None` where it concerns all of them.
    pub fn operation(&self) -> Option<&OperationName> {
        match self {
            Self::Polls(operation) | Self::Feed(operation) | Self::Quota(operation) => {
                Some(operation)
            }
            Self::Delivery(_)
            | Self::Gateway
            | Self::Server
            | Self::Store
            | Self::Rules
            | Self::Clock => None,
        }
    }
}

/// What is wrong with a part. Texts in it come from the outside and hold no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, EnumDiscriminants)]
#[strum_discriminants(name(FaultKind), derive(PartialOrd, Ord))]
pub enum HealthFault {
    /// No poll was committed since the start.
    NeverPolled,
    PollsLate {
        last: DateTime<Utc>,
    },
    /// No report at all could be read in the last polls.
    FeedLost {
        failures: u32,
        reason: ReadFailure,
        /// True where a rule that is in force posts an alert about it.
        has_rule: bool,
    },
    ReportLost(BlindReport),
    /// Polls wait, so that the requests that are left today are there for people.
    QuotaShort {
        used: u64,
        limit: u64,
    },
    /// The chat refuses posts until a person changes something.
    ChannelRefuses {
        waiting: u64,
        reason: String,
    },
    /// Posts wait longer than a delivery takes.
    ChannelWaits {
        waiting: u64,
        /// Why it is not delivered; empty where nothing is known.
        reason: String,
    },
    GatewayDown {
        reason: String,
    },
    /// The server lacks something that the configuration names.
    ServerUnfit {
        reason: String,
    },
    StoreTroubled {
        reason: String,
    },
    /// The store was damaged when the bot started, and is recovered.
    StoreRecovered {
        reason: String,
    },
    /// The changed files have faults, and the earlier rules stay in force.
    RulesRefused {
        faults: Vec<String>,
    },
    /// No rule is in force, so that nothing is watched.
    NoRules,
    /// The last poll lies in the future: the clock of the machine was ahead.
    ClockWasAhead {
        until: DateTime<Utc>,
    },
}

impl HealthFault {
    /// True where the bot sees nothing or can say nothing; otherwise it is limited.
    pub fn is_severe(&self) -> bool {
        match self {
            Self::PollsLate { .. }
            | Self::FeedLost { .. }
            | Self::ReportLost(_)
            | Self::ChannelRefuses { .. }
            | Self::GatewayDown { .. }
            | Self::StoreTroubled { .. }
            | Self::NoRules
            | Self::ClockWasAhead { .. } => true,
            Self::NeverPolled
            | Self::QuotaShort { .. }
            | Self::ChannelWaits { .. }
            | Self::ServerUnfit { .. }
            | Self::StoreRecovered { .. }
            | Self::RulesRefused { .. } => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthProblem {
    pub part: HealthPart,
    pub since: DateTime<Utc>,
    pub fault: HealthFault,
}

impl HealthProblem {
    /// Returns whether both are one problem, which may have grown meanwhile.
    pub fn is_same(&self, other: &Self) -> bool {
        let is_same_fault = match (&self.fault, &other.fault) {
            (HealthFault::ReportLost(one), HealthFault::ReportLost(two)) => {
                one.report == two.report
            }
            (
                HealthFault::ServerUnfit { reason: one },
                HealthFault::ServerUnfit { reason: two },
            ) => one == two,
            (one, two) => FaultKind::from(one) == FaultKind::from(two),
        };
        self.part == other.part && is_same_fault
    }
}

/// A part, and when it was last seen at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartHealth {
    pub part: HealthPart,
    /// `None` where it was not checked since the start.
    pub checked_at: Option<DateTime<Utc>>,
    pub problems: Vec<HealthProblem>,
}

/// The health of all parts at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthReport {
    /// The time from which on a check is recent enough: two polls ago.
    pub recent: DateTime<Utc>,
    pub parts: Vec<PartHealth>,
}

impl HealthReport {
    /// Returns the problems, the severe ones first.
    pub fn problems(&self) -> Vec<&HealthProblem> {
        let mut problems: Vec<_> = self.parts.iter().flat_map(|part| &part.problems).collect();
        problems.sort_by_key(|problem| !problem.fault.is_severe());
        problems
    }

    /// Returns the parts without a known problem that were not checked within two polls: nobody knows.
    pub fn unchecked(&self) -> impl Iterator<Item = &PartHealth> {
        let is_old = |part: &&PartHealth| {
            part.problems.is_empty() && part.checked_at.is_none_or(|at| at < self.recent)
        };
        // Where polls do not come, reports are not read either.
        let is_known = |part: &&PartHealth| match &part.part {
            HealthPart::Feed(operation) => !self.has_problem(&HealthPart::Polls(operation.clone())),
            _ => true,
        };
        self.parts.iter().filter(is_old).filter(is_known)
    }

    fn has_problem(&self, part: &HealthPart) -> bool {
        let mut parts = self.parts.iter().filter(|it| it.part == *part);
        parts.any(|it| !it.problems.is_empty())
    }

    /// True where each part was checked within two polls and none has a problem.
    pub fn is_well(&self) -> bool {
        self.problems().is_empty() && self.unchecked().next().is_none()
    }

    /// Returns what concerns this operation: its own parts, and those that all operations share.
    pub fn of_operation(mut self, operation: &OperationName) -> Self {
        self.parts
            .retain(|part| part.part.operation().is_none_or(|of| of == operation));
        self
    }
}
