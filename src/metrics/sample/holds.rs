//! The metrics of `agent_9`: hold and mute of one agent, or of all of them.

use std::time::Duration;

use crate::metrics::{
    Quantity, Scope,
    facts::{AgentHolds, Holds},
    sample::{Sample, Total, average as mean, count, only, plus, plus_time, total as sum},
};

/// Hold and mute of one scope.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct HoldTimes {
    uses: Option<u64>,
    hold: Option<Duration>,
    mute: Option<Duration>,
    total: Option<Duration>,
}

impl HoldTimes {
    /// The API's own total, where it sends one, is not added up again. Agents of one name
    /// are one: the report has no numbers to tell them apart.
    pub(super) fn of(report: &Holds, scope: &Scope) -> Option<Self> {
        let rows = report.agents.iter();
        match scope {
            Scope::Operation => match &report.total {
                Some(row) => Some(Self::of_row(row)),
                None => sum(rows.map(Self::of_row)),
            },
            Scope::Agent(agent) => {
                sum(rows.filter(|row| row.agent == *agent).map(Self::of_row))
            }
            Scope::Skill(_) | Scope::Channel(_) => None,
        }
    }

    fn of_row(row: &AgentHolds) -> Self {
        Self {
            uses: row.uses,
            hold: row.hold,
            mute: row.mute,
            total: row.total,
        }
    }
}

impl Total for HoldTimes {
    fn plus(self, other: Self) -> Self {
        Self {
            uses: plus(self.uses, other.uses),
            hold: plus_time(self.hold, other.hold),
            mute: plus_time(self.mute, other.mute),
            total: plus_time(self.total, other.total),
        }
    }
}

/// The rows by the agent that they are of.
pub(super) fn by_agent(report: &Holds) -> impl Iterator<Item = (Scope, HoldTimes)> {
    let rows = report.agents.iter();
    rows.map(|row| (Scope::Agent(row.agent.clone()), HoldTimes::of_row(row)))
}

pub(in crate::metrics) fn hold(times: &HoldTimes) -> Option<Sample> {
    times.hold.map(time)
}

pub(in crate::metrics) fn mute(times: &HoldTimes) -> Option<Sample> {
    times.mute.map(time)
}

pub(in crate::metrics) fn total(times: &HoldTimes) -> Option<Sample> {
    times.total.map(time)
}

pub(in crate::metrics) fn events(times: &HoldTimes) -> Option<Sample> {
    times.uses.map(count)
}

/// Uses are of hold and mute together, and so must the time be.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(in crate::metrics) fn average(times: &HoldTimes) -> Option<Sample> {
    let uses = times.uses?;
    let seconds = times.total?.as_secs_f64() / uses as f64;
    mean(Duration::try_from_secs_f64(seconds).ok()?, uses)
}

/// A share of time: it counts nothing, so that nothing says how sure it is.
pub(in crate::metrics) fn hold_share(times: &HoldTimes) -> Option<Sample> {
    let hold = times.hold?.as_secs_f64();
    let both = hold + times.mute?.as_secs_f64();
    (both > 0.0).then(|| only(Quantity::Percent(hold * 100.0 / both)))
}

fn time(length: Duration) -> Sample {
    only(Quantity::Duration(length))
}
