//! Hold and mute by agent (`agent_9`).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::AgentName;

/// The report: one row an agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Holds {
    /// One row an agent. The report gives no number: two agents of one name are one row each.
    pub agents: Vec<AgentHolds>,
    /// The API's own total where it sends one. It is never added to the agents.
    pub total: Option<AgentHolds>,
}

/// Hold and mute of one agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgentHolds {
    /// Who.
    pub agent: AgentName,
    /// Uses of hold *and* of mute together, so that only `total / uses` is an average.
    pub uses: Option<u64>,
    /// Time callers spent on hold.
    pub hold: Option<Duration>,
    /// Time the agent was muted.
    pub mute: Option<Duration>,
    /// Hold and mute, as delivered.
    pub total: Option<Duration>,
}
