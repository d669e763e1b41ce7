//! From the rows of a report to what is kept of them.

use crate::{
    metrics::{
        AgentName, ReadGap, Reading, Report, Scope,
        facts::{Abandonment, AgentHolds, Holds, SkillAbandons, WaitRange},
    },
    summaries::{
        BoundedValue, CallVolume, CallsHeard, EarlierInputs, SummaryAgent, SummaryDay,
        earlier::whole_of,
    },
};

/// More of these than that are counted and not kept.
const MOST_AGENTS: usize = 10;
const MOST_WAITS: usize = 12;
/// A name from outside may be of any length.
const LONGEST_NAME: usize = 60;

pub(super) fn heard(reading: &Reading, scope: &Scope) -> CallsHeard {
    match &reading.outcome {
        Ok(facts) => CallVolume::of(facts, scope).map_or(CallsHeard::Nothing, CallsHeard::Calls),
        Err(ReadGap::NoData) => CallsHeard::Nothing,
        Err(ReadGap::Failed(_)) => CallsHeard::Unread,
    }
}

/// A day as a whole.
pub(super) fn day(day: &EarlierInputs) -> SummaryDay {
    let calls = whole_of(day, Report::ServiceLevel);
    let calls = calls.and_then(|facts| CallVolume::of(facts, &Scope::Operation));
    let is_empty = |reading: &Reading| {
        reading.ask.report == Report::ServiceLevel && reading.outcome == Err(ReadGap::NoData)
    };
    SummaryDay {
        date: day.date,
        heard: match calls {
            Some(calls) => CallsHeard::Calls(calls),
            None if day.readings.iter().any(is_empty) => CallsHeard::Nothing,
            None => CallsHeard::Unread,
        },
    }
}

/// All skills by wait.
pub(super) fn waits(report: &Abandonment) -> Option<SkillAbandons> {
    let mut row = report.whole()?;
    row.by_wait.truncate(MOST_WAITS);
    for range in &mut row.by_wait {
        if let WaitRange::Other(name) = &mut range.wait {
            *name = short(name);
        }
    }
    row.name = None;
    Some(row)
}

/// Who held and muted longest.
pub(super) fn agents(report: &Holds) -> BoundedValue<SummaryAgent> {
    let mut rows: Vec<_> = report.agents.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.total));
    let rows = BoundedValue::first(rows, MOST_AGENTS);
    let agent = |row: &&AgentHolds| SummaryAgent {
        agent: AgentName::new(short(row.agent.as_str())),
        times: row.times(),
    };
    BoundedValue {
        rows: rows.rows.iter().map(agent).collect(),
        more: rows.more,
    }
}

pub(super) fn short(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}
