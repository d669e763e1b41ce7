//! The three lists of `information.php` that help where they work: skills, agents, and the use
//! of the tokens.

use std::borrow::Cow;

use crate::{
    answer::{RawAnswer, ResponseOutcome},
    error::ApiError,
    value::RawScalar,
};
use vigia_core::metrics::{AgentName, SkillId};

type ListOutcome<T> = Result<ResponseOutcome<T>, ApiError>;

pub(super) fn read_skills(answer: RawAnswer<'_>) -> ListOutcome<Vec<(SkillId, String)>> {
    answer.read_rows(|skills: &mut Vec<_>, row| {
        let id = row.read("skill_id", RawScalar::id).map(SkillId);
        let name = row.get("skill_name").name().map(Cow::into_owned);
        skills.extend(id.zip(name));
    })
}

pub(super) fn read_agents(answer: RawAnswer<'_>) -> ListOutcome<Vec<AgentName>> {
    answer.read_rows(|agents: &mut Vec<_>, row| {
        agents.extend(
            row.get("agent_name")
                .name()
                .map(|name| AgentName::new(&*name)),
        );
    })
}

/// Reads the calls of today with all tokens of the operation, which share the day's limit.
pub(super) fn read_token_usage(answer: RawAnswer<'_>) -> ListOutcome<Option<u64>> {
    answer.read_rows(|usage: &mut Option<u64>, row| {
        *usage = (*usage).max(row.count("all_token_today"));
    })
}
