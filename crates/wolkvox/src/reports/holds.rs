//! `agent_9`: one row an agent, known by name alone. It is the longest of the five reports, with
//! up to 60,000 rows.

use super::{ReportSpelling, ReportTotal, is_sum};
use crate::{
    answer::{RawAnswer, ResponseOutcome},
    error::ApiError,
};
use vigia_core::metrics::{
    AgentName, Facts,
    facts::{AgentHolds, Holds},
};

pub(super) const SPELLING: ReportSpelling = ReportSpelling {
    is_by_skill: false,
    read: read_holds,
};

fn read_holds(answer: RawAnswer<'_>) -> Result<ResponseOutcome<Facts>, ApiError> {
    let outcome = answer.read_rows(
        |(report, total): &mut (Holds, ReportTotal<HoldTotal>), row| {
            let Some(name) = row.get("agent_name").name() else {
                return row.refuse("agent_name");
            };
            let agent = AgentHolds {
                agent: AgentName::new(&*name),
                uses: row.count("count"),
                hold: row.duration("hold_time"),
                mute: row.duration("mute_time"),
                total: row.duration("total_time"),
            };
            if is_sum(&name) {
                let has_figures =
                    agent.uses.is_some() || agent.hold.is_some() || agent.mute.is_some();
                total.add(&name, HoldTotal(agent), has_figures);
            } else {
                report.agents.push(agent);
            }
        },
    )?;
    Ok(outcome.and_then(|(mut report, total)| {
        report.total = total.finish().map(|total| total.0);
        (!report.agents.is_empty() || report.total.is_some()).then_some(Facts::Holds(report))
    }))
}

/// A total, whatever it is called.
struct HoldTotal(AgentHolds);

impl PartialEq for HoldTotal {
    fn eq(&self, other: &Self) -> bool {
        let figures = |row: &AgentHolds| (row.uses, row.hold, row.mute, row.total);
        figures(&self.0) == figures(&other.0)
    }
}
