//! Hold and mute by agent (`agent_9`).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::{
    AgentName, Quantity,
    facts::sums::{add_counts, add_times, group_rows},
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
    pub agent: AgentName,
    /// Uses of hold *and* of mute together, so that only `total / uses` is an average.
    pub uses: Option<u64>,
    pub hold: Option<Duration>,
    /// Time the agent was muted.
    pub mute: Option<Duration>,
    pub total: Option<Duration>,
}

/// Hold and mute, of one agent or of the team. The fields are those of [`AgentHolds`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldTimes {
    pub uses: Option<u64>,
    /// Time callers spent on hold.
    pub hold: Option<Duration>,
    pub mute: Option<Duration>,
    /// Hold and mute, as delivered.
    pub total: Option<Duration>,
}

impl Holds {
    /// The team: the API's own total, and where that lacks a figure, the sum over
    /// the agents.
    pub fn team(&self) -> HoldTimes {
        let agents = self.sums();
        let team = self.total.as_ref().map(AgentHolds::times);
        let team = team.unwrap_or_default();
        HoldTimes {
            uses: team.uses.or(agents.uses),
            hold: team.hold.or(agents.hold),
            mute: team.mute.or(agents.mute),
            total: team.total.or(agents.total),
        }
    }

    /// The sum over the agents; nothing is known of a team without agents.
    pub fn sums(&self) -> HoldTimes {
        let rows = self.agents.iter();
        rows.map(AgentHolds::times)
            .reduce(HoldTimes::plus)
            .unwrap_or_default()
    }

    /// One name; `None` where the report has no row for it. Agents of one name are one here:
    /// the report has no numbers to distinguish them.
    pub fn times_of(&self, agent: &AgentName) -> Option<HoldTimes> {
        let rows = self.agents.iter().filter(|row| row.agent == *agent);
        rows.map(AgentHolds::times).reduce(HoldTimes::plus)
    }

    /// The total of the agent in the middle: half of the team has more, half has less.
    /// Agents whose total is not known are left out.
    pub fn median(&self) -> Option<Duration> {
        let mut totals: Vec<_> = self.agents.iter().filter_map(|row| row.total).collect();
        totals.sort_unstable();
        let upper = *totals.get(totals.len() / 2)?;
        if !totals.len().is_multiple_of(2) {
            return Some(upper);
        }
        let lower = *totals.get((totals.len() / 2).checked_sub(1)?)?;
        Some(lower.saturating_add(upper.saturating_sub(lower) / 2))
    }

    /// Merges the reports of several windows. Agents of one name become one row, since
    /// nothing says which row of one window goes with which of another. The total remains
    /// only where every window has it.
    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let (agents, totals): (Vec<_>, Vec<_>) =
            parts.map(|part| (part.agents, part.total)).unzip();
        let totals: Option<Vec<_>> = totals.into_iter().collect();
        Self {
            agents: group_rows(agents.into_iter().flatten(), |row| row.agent.clone())
                .filter_map(|rows| AgentHolds::merge(&rows))
                .collect(),
            total: totals.and_then(|rows| AgentHolds::merge(&rows)),
        }
    }
}

impl AgentHolds {
    pub fn times(&self) -> HoldTimes {
        HoldTimes {
            uses: self.uses,
            hold: self.hold,
            mute: self.mute,
            total: self.total,
        }
    }

    fn merge(rows: &[Self]) -> Option<Self> {
        let HoldTimes {
            uses,
            hold,
            mute,
            total,
        } = rows.iter().map(Self::times).reduce(HoldTimes::plus)?;
        Some(Self {
            agent: rows.first()?.agent.clone(),
            uses,
            hold,
            mute,
            total,
        })
    }
}

impl HoldTimes {
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            uses: add_counts(self.uses, other.uses),
            hold: add_times(self.hold, other.hold),
            mute: add_times(self.mute, other.mute),
            total: add_times(self.total, other.total),
        }
    }

    /// The average use, of hold and mute together; the API does not count them apart.
    pub fn per_use(&self) -> Option<Duration> {
        let uses = self.uses.filter(|uses| *uses > 0)?;
        let nanos = self.total?.as_nanos() / u128::from(uses);
        let second = 1_000_000_000;
        let seconds = u64::try_from(nanos / second).ok()?;
        Some(Duration::new(seconds, u32::try_from(nanos % second).ok()?))
    }

    /// The share of hold in hold and mute.
    pub fn hold_share(&self) -> Option<Quantity> {
        let hold = self.hold?;
        let both = hold.checked_add(self.mute?)?;
        let share = || hold.as_secs_f64() * 100.0 / both.as_secs_f64();
        (!both.is_zero()).then(|| Quantity::Percent(share()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn row(agent: &str, uses: u64, hold: u64, mute: u64) -> AgentHolds {
        AgentHolds {
            agent: AgentName::new(agent),
            uses: Some(uses),
            hold: Some(seconds(hold)),
            mute: Some(seconds(mute)),
            total: Some(seconds(hold + mute)),
        }
    }

    fn report(agents: Vec<AgentHolds>, total: Option<AgentHolds>) -> Holds {
        Holds { agents, total }
    }

    #[test]
    fn an_average_use_is_of_hold_and_mute_together() {
        let lucia = row("LUCÍA", 14, 1_297, 185).times();
        let per_use = lucia.per_use().unwrap().as_secs_f64();
        assert!((per_use - 1_482.0 / 14.0).abs() < 1e-6, "{per_use}");
        let share = lucia.hold_share().unwrap().scalar();
        assert!((share - 1_297.0 * 100.0 / 1_482.0).abs() < 1e-9, "{share}");
        let quiet = row("BRAYAN", 0, 0, 0).times();
        assert_eq!((quiet.per_use(), quiet.hold_share()), (None, None));
    }

    #[test]
    fn the_team_is_the_total_of_the_api_and_else_the_sum() {
        let agents = vec![row("A", 14, 1_297, 185), row("B", 3, 0, 72)];
        let sums = report(agents.clone(), None).team();
        assert_eq!((sums.uses, sums.total), (Some(17), Some(seconds(1_554))));
        let total = AgentHolds {
            uses: None,
            ..row("TOTAL", 0, 1_300, 257)
        };
        let team = report(agents, Some(total)).team();
        assert_eq!((team.uses, team.hold), (Some(17), Some(seconds(1_300))));
        assert_eq!(report(Vec::new(), None).team(), HoldTimes::default());
    }

    #[test]
    fn the_median_is_the_agent_in_the_middle() {
        let median = |totals: &[u64]| {
            let agents = totals.iter().map(|total| row("A", 1, *total, 0));
            report(agents.collect(), None).median()
        };
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(seconds(7)));
        assert_eq!(median(&[900, 10, 20]), Some(seconds(20)));
        assert_eq!(median(&[900, 10, 20, 30]), Some(seconds(25)));
    }
}
