//! Hold and mute by agent (`agent_9`).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::{
    AgentName,
    facts::merge::{group, sum, time},
};

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

impl Holds {
    /// The reports of several windows as one. Agents of one name become one row, since
    /// nothing tells which row of one window goes with which of another. The total remains
    /// only where every window has it.
    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let (agents, totals): (Vec<_>, Vec<_>) =
            parts.map(|part| (part.agents, part.total)).unzip();
        let totals: Option<Vec<_>> = totals.into_iter().collect();
        Self {
            agents: group(agents.into_iter().flatten(), |row| row.agent.clone())
                .into_iter()
                .filter_map(|rows| AgentHolds::merge(&rows))
                .collect(),
            total: totals.and_then(|rows| AgentHolds::merge(&rows)),
        }
    }
}

impl AgentHolds {
    fn merge(rows: &[Self]) -> Option<Self> {
        Some(Self {
            agent: rows.first()?.agent.clone(),
            uses: sum(rows, |row| row.uses),
            hold: time(rows, |row| row.hold),
            mute: time(rows, |row| row.mute),
            total: time(rows, |row| row.total),
        })
    }
}
