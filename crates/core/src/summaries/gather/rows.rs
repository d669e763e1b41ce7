//! From the rows of a report to what is kept of them.

use crate::{
    metrics::{
        AgentName, Gap, Reading, Report, Scope,
        facts::{Abandonment, AgentHolds, Holds, SkillAbandons, Wait},
    },
    summaries::{Agent, Bounded, Calls, Day, Earlier, Heard, earlier::whole_of},
};

/// More of these than that are counted and not kept.
const MOST_AGENTS: usize = 10;
const MOST_WAITS: usize = 12;
/// A name from outside may be of any length.
const LONGEST_NAME: usize = 60;

pub(super) fn heard(reading: &Reading, scope: &Scope) -> Heard {
    match &reading.outcome {
        Ok(facts) => Calls::of(facts, scope).map_or(Heard::Nothing, Heard::Calls),
        Err(Gap::NoData) => Heard::Nothing,
        Err(Gap::Failed(_)) => Heard::Unread,
    }
}

/// A day as a whole.
pub(super) fn day(day: &Earlier) -> Day {
    let calls = whole_of(day, Report::ServiceLevel);
    let calls = calls.and_then(|facts| Calls::of(facts, &Scope::Operation));
    let is_empty = |reading: &Reading| {
        reading.ask.report == Report::ServiceLevel && reading.outcome == Err(Gap::NoData)
    };
    Day {
        date: day.date,
        heard: match calls {
            Some(calls) => Heard::Calls(calls),
            None if day.readings.iter().any(is_empty) => Heard::Nothing,
            None => Heard::Unread,
        },
    }
}

/// All skills by wait.
pub(super) fn waits(report: &Abandonment) -> Option<SkillAbandons> {
    let mut row = report.whole()?;
    row.by_wait.truncate(MOST_WAITS);
    for range in &mut row.by_wait {
        if let Wait::Other(name) = &mut range.wait {
            *name = short(name);
        }
    }
    row.name = None;
    Some(row)
}

/// Who held and muted longest.
pub(super) fn agents(report: &Holds) -> Bounded<Agent> {
    let mut rows: Vec<_> = report.agents.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.total));
    let rows = Bounded::first(rows, MOST_AGENTS);
    let agent = |row: &&AgentHolds| Agent {
        agent: AgentName::new(short(row.agent.as_str())),
        times: row.times(),
    };
    Bounded {
        rows: rows.rows.iter().map(agent).collect(),
        more: rows.more,
    }
}

pub(super) fn short(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}
