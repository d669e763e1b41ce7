//! Clues: what the reports say beside the figure of an alert. Facts point to a cause, each with
//! its numbers; the card makes words of them.
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

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Quantity, facts::WaitCalls},
    rules::UsualValue,
};

/// One clue that a report gives beside the figure of an alert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CauseClue {
    /// The length of its window, which ends with the alert's.
    pub window: Duration,
    pub finding: CauseFinding,
}

/// A figure beside its usual value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CauseContext {
    pub now: Quantity,
    pub usual: UsualValue,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CauseFinding {
    /// The waits of callers who hung up.
    Waits {
        /// Abandoned calls by wait, shortest wait first.
        by_wait: Vec<WaitCalls>,
        /// Abandoned calls with a wait above 20 s.
        after_20s: Option<u64>,
        of: u64,
    },
    Service {
        /// Answered within 20 s, in percent of offered.
        level: Option<f64>,
        /// Average wait of the answered calls.
        asa: Option<Duration>,
        /// Average wait of the abandoned calls.
        ata: Option<Duration>,
    },
    /// The fate of offered callbacks.
    Callbacks {
        /// Calls that entered smart hold.
        treated: Option<u64>,
        /// Callers who accepted the callback.
        accepted: Option<u64>,
        /// Callbacks that reached the caller.
        reached: Option<u64>,
        failed: Option<u64>,
    },
    /// More calls are offered than usual.
    MoreCalls {
        offered: CauseContext,
        answered: Option<CauseContext>,
    },
    /// Fewer calls are answered than usual, while as many are offered.
    FewerAnswered {
        answered: CauseContext,
        offered: CauseContext,
    },
    /// Most callers who hang up do so at once.
    QuickHangUps {
        /// Calls that hung up within 10 s.
        calls: u64,
        of: u64,
        /// The wait of the answered calls, which is as usual.
        asa: Option<CauseContext>,
    },
    /// Many callers who hang up had waited long.
    LongWaits {
        /// Calls that hung up at 51 s or later.
        calls: u64,
        of: u64,
    },
    /// The service level is down, waits are longer, and more callbacks are offered.
    FullQueue {
        /// Service level at 20 s.
        level: CauseContext,
        asa: CauseContext,
        treated: CauseContext,
    },
    /// Callbacks fail, while as many are offered as usual.
    CallbacksFail {
        failed: u64,
        of: u64,
        treated: CauseContext,
    },
    OneAgent {
        others: u32,
        median: Quantity,
    },
    ManyAgents {
        agents: u32,
        of: u32,
        median: Quantity,
    },
    /// One agent has most of the team's total.
    MostOfIt {
        one: Quantity,
        team: Quantity,
        agents: u32,
    },
}

impl CauseFinding {
    /// Returns `true` for findings that point to a cause, `false` for facts.
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
    /// Returns the figure as a multiple of the usual one; `None` where the usual one is zero.
    pub fn ratio(&self) -> Option<f64> {
        (self.usual.median > 0.0).then(|| self.now.scalar() / self.usual.median)
    }

    /// Returns the usual value in the unit of the figure.
    pub fn usual_value(&self) -> Option<Quantity> {
        self.usual.value(self.now.unit())
    }

    /// Returns whether the figure is at least `times` the usual one. Small counts vary by large
    /// factors, so the distance must also exceed the usual spread.
    pub(super) fn is_up(&self, times: f64) -> bool {
        self.lies_apart() && self.ratio().is_some_and(|ratio| ratio >= times)
    }

    pub(super) fn is_down(&self, times: f64) -> bool {
        self.lies_apart() && self.ratio().is_some_and(|ratio| ratio <= times)
    }

    fn lies_apart(&self) -> bool {
        (self.now.scalar() - self.usual.median).abs() > self.usual.spread
    }
}
