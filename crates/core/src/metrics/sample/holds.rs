//! The metrics of `agent_9`: hold and mute of one agent, or of all of them.

use std::time::Duration;

use crate::metrics::{
    Quantity, Scope,
    facts::{HoldTimes, Holds},
    sample::{Sample, average as mean, count, only},
};

/// Hold and mute of one scope.
pub(super) fn of(report: &Holds, scope: &Scope) -> Option<HoldTimes> {
    match scope {
        Scope::Operation => Some(report.team()),
        Scope::Agent(agent) => report.times_of(agent),
        Scope::Skill(_) | Scope::Channel(_) => None,
    }
}

/// The rows by the agent that they are of.
pub(super) fn by_agent(report: &Holds) -> impl Iterator<Item = (Scope, HoldTimes)> {
    let rows = report.agents.iter();
    rows.map(|row| (Scope::Agent(row.agent.clone()), row.times()))
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

pub(in crate::metrics) fn average(times: &HoldTimes) -> Option<Sample> {
    mean(times.per_use()?, times.uses?)
}

/// A share of time: it counts nothing, so that nothing says how sure it is.
pub(in crate::metrics) fn hold_share(times: &HoldTimes) -> Option<Sample> {
    times.hold_share().map(only)
}

fn time(length: Duration) -> Sample {
    only(Quantity::Duration(length))
}
