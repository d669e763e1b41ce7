//! How many calls a day the summaries cost an operation.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::config::{OperationConfig, RequestTally};
use vigia_core::{
    metrics::{ReportRequest, SkillId},
    summaries::SummaryPlan,
};

/// Each edition is read when it is due, and again the next morning.
const READINGS: u64 = 2;

/// The calls of a day on which every summary of an operation is posted: what several of them
/// ask for is asked for once.
pub(super) fn summary_calls(
    operation: &OperationConfig,
    summaries: &[SummaryPlan],
) -> RequestTally {
    let of_it = |plan: &&SummaryPlan| plan.operation == operation.name;
    let calls = RequestTally::of(|skills| {
        let plans = summaries.iter().filter(of_it);
        let asks: BTreeSet<ReportRequest> = plans.flat_map(|plan| asks(plan, skills)).collect();
        asks.len() as u64
    });
    calls.times(READINGS)
}

/// What the next edition asks for. That of a long ago day is as good as any other.
fn asks(plan: &SummaryPlan, skills: &[SkillId]) -> Vec<ReportRequest> {
    let next = plan.next(DateTime::<Utc>::UNIX_EPOCH);
    next.map_or_else(Vec::new, |edition| plan.asks(&edition, skills))
}
