//! `agent_9`: one row an agent, known by name alone. It is the longest of the five reports, with
//! up to 60,000 rows.

use super::{ReportSpelling, is_sum};
use crate::{
    answer::{RawAnswer, ResponseOutcome},
    error::ApiError,
};
use vigia_core::metrics::{
    AgentName, Facts,
    facts::{AgentHolds, Holds},
};

pub(super) const SPELLING: ReportSpelling = ReportSpelling {
    api_name: "agent_9",
    is_by_skill: false,
    read: read_holds,
};

fn read_holds(answer: RawAnswer<'_>) -> Result<ResponseOutcome<Facts>, ApiError> {
    let outcome = answer.read_rows(|report: &mut Holds, row| {
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
            report.total = Some(agent);
        } else {
            report.agents.push(agent);
        }
    })?;
    Ok(outcome.and_then(|report| {
        (!report.agents.is_empty() || report.total.is_some()).then_some(Facts::Holds(report))
    }))
}
