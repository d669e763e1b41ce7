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

/// The use of the tokens of an operation, which share the day's limit. `None` is what the API does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenUsage {
    /// The calls of today with all tokens.
    pub used: Option<u64>,
    /// The calls that a day has.
    pub limit: Option<u64>,
}

pub(super) fn read_token_usage(answer: RawAnswer<'_>) -> ListOutcome<TokenUsage> {
    answer.read_rows(|usage: &mut TokenUsage, row| {
        usage.used = usage.used.max(row.count("all_token_today"));
        usage.limit = usage.limit.max(row.count("token_limit"));
    })
}
