//! What the reports say beside the figure of an alert: facts that point to a cause, each with
//! its numbers. They are no words and no orders: the card makes words of them.
//!
//! | what is seen | what it points to |
//! |---|---|
//! | a quarter more calls offered than usual | demand above usual |
//! | 15 % fewer answered than usual, of about as many | fewer calls being answered |
//! | 60 % of the abandons within 10 s | quick hang-ups: menu, announcement, wrong number |
//! | 40 % of the abandons at 51 s or later | long waits |
//! | service level down, ASA up, more calls in smart hold | the queue is full |
//! | callbacks fail, and as many calls in smart hold as usual | callbacks do not reach customers |
//! | one agent past the limit, or many of them | support for one; a system or knowledge for many |

mod callbacks;
mod evidence;
mod holds;
mod queue;
#[cfg(test)]
mod tests;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Quantity, facts::WaitCalls},
    rules::UsualValue,
};

pub use evidence::{CauseEvidence, questions};

/// Something that the reports say beside the figure of an alert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CauseClue {
    /// Over how long a window. It ends with the alert's.
    pub window: Duration,
    /// What they say.
    pub finding: CauseFinding,
}

/// A figure beside what is usual for it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CauseContext {
    /// The figure.
    pub now: Quantity,
    /// What is usual.
    pub usual: UsualValue,
}

/// What the reports say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CauseFinding {
    /// How long those who hung up had waited.
    Waits {
        /// How many they are by wait, shortest first.
        by_wait: Vec<WaitCalls>,
        /// How many of them had waited more than 20 s.
        after_20s: Option<u64>,
        /// How many they are.
        of: u64,
    },
    /// How those who waited fared.
    Service {
        /// Answered within 20 s, in percent of offered.
        level: Option<f64>,
        /// Average wait of the answered calls.
        asa: Option<Duration>,
        /// Average wait of those who hung up.
        ata: Option<Duration>,
    },
    /// What became of those to whom a callback was offered.
    Callbacks {
        /// Calls that entered smart hold.
        treated: Option<u64>,
        /// Callers who accepted the callback.
        accepted: Option<u64>,
        /// Callbacks that reached the caller.
        reached: Option<u64>,
        /// Callbacks that reached nobody.
        failed: Option<u64>,
    },
    /// More calls come in than usual.
    MoreCalls {
        /// Calls offered.
        offered: CauseContext,
        /// Calls answered.
        answered: Option<CauseContext>,
    },
    /// Fewer calls are answered than usual, and not because fewer come in.
    FewerAnswered {
        /// Calls answered.
        answered: CauseContext,
        /// Calls offered.
        offered: CauseContext,
    },
    /// Most of those who hang up do so at once.
    QuickHangUps {
        /// How many hung up within 10 s.
        calls: u64,
        /// Of how many.
        of: u64,
        /// The wait of the answered calls, which is as usual.
        asa: Option<CauseContext>,
    },
    /// Many of those who hang up had waited long.
    LongWaits {
        /// How many hung up at 51 s or later.
        calls: u64,
        /// Of how many.
        of: u64,
    },
    /// Fewer are served in time, all wait longer, and more are offered a callback.
    FullQueue {
        /// Service level at 20 s.
        level: CauseContext,
        /// Average wait of the answered calls.
        asa: CauseContext,
        /// Calls that entered smart hold.
        treated: CauseContext,
    },
    /// Callbacks fail, while as many are offered as usual.
    CallbacksFail {
        /// Callbacks that reached nobody.
        failed: u64,
        /// Of how many that have ended.
        of: u64,
        /// Calls that entered smart hold.
        treated: CauseContext,
    },
    /// One agent alone is past the limit.
    OneAgent {
        /// How many others the report names.
        others: u32,
        /// The figure of the agent in the middle.
        median: Quantity,
    },
    /// Many agents are past the limit.
    ManyAgents {
        /// How many.
        agents: u32,
        /// Of how many whom the report names.
        of: u32,
        /// The figure of the agent in the middle.
        median: Quantity,
    },
    /// One agent has most of what the team has.
    MostOfIt {
        /// What the agent has.
        one: Quantity,
        /// What the team has.
        team: Quantity,
        /// How many agents it is.
        agents: u32,
    },
}

impl CauseFinding {
    /// Whether it points to a cause, and is not merely a fact.
    #[must_use]
    pub fn is_cause(&self) -> bool {
        match self {
            Self::Waits { .. } | Self::Service { .. } | Self::Callbacks { .. } => false,
            Self::MoreCalls { .. }
            | Self::FewerAnswered { .. }
            | Self::QuickHangUps { .. }
            | Self::LongWaits { .. }
            | Self::FullQueue { .. }
            | Self::CallbacksFail { .. }
            | Self::OneAgent { .. }
            | Self::ManyAgents { .. }
            | Self::MostOfIt { .. } => true,
        }
    }
}

impl CauseContext {
    /// How many times the usual it is; `None` where nothing is usual.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        (self.usual.median > 0.0).then(|| self.now.scalar() / self.usual.median)
    }

    /// What is usual, in the unit of the figure.
    #[must_use]
    pub fn usual_value(&self) -> Option<Quantity> {
        self.usual.value(self.now.unit())
    }

    /// Whether it is so many times the usual or more. Of few, a few more are many times as
    /// many: so it must be farther from the usual than that commonly lies.
    fn is_up(&self, times: f64) -> bool {
        self.lies_apart() && self.ratio().is_some_and(|ratio| ratio >= times)
    }

    fn is_down(&self, times: f64) -> bool {
        self.lies_apart() && self.ratio().is_some_and(|ratio| ratio <= times)
    }

    fn lies_apart(&self) -> bool {
        (self.now.scalar() - self.usual.median).abs() > self.usual.spread
    }
}
