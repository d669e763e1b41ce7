//! The three lists of `information.php` that help where they work: skills, agents, and what
//! the tokens have used.

use std::borrow::Cow;

use serde::de::MapAccess;

use crate::{
    rows::{ReadRows, each_field, field},
    spoiled::ParseWarnings,
    value::RawScalar,
};
use vigia_core::metrics::{AgentName, SkillId};

/// The skills' numbers and names.
#[derive(Default)]
pub(super) struct SkillList(Vec<(SkillId, String)>);

impl ReadRows for SkillList {
    type Out = Vec<(SkillId, String)>;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error> {
        const FIELDS: [(&str, bool); 2] = [("skill_id", true), ("skill_name", false)];
        let (mut id, mut name) = (None, None);
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |is_id, key, value| {
                if is_id {
                    id = spoils.read(key, &value, RawScalar::id);
                } else {
                    name = value.name().map(Cow::into_owned);
                }
            },
        )?;
        self.0.extend(id.map(SkillId).zip(name));
        Ok(())
    }

    fn finish(self) -> Option<Self::Out> {
        Some(self.0)
    }
}

/// The agents' names.
#[derive(Default)]
pub(super) struct AgentList(Vec<AgentName>);

impl ReadRows for AgentList {
    type Out = Vec<AgentName>;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        _: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error> {
        const FIELDS: [(&str, ()); 1] = [("agent_name", ())];
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |(), _, value| {
                self.0
                    .extend(value.name().map(|name| AgentName::new(&*name)));
            },
        )
    }

    fn finish(self) -> Option<Self::Out> {
        Some(self.0)
    }
}

/// What the tokens have used today, as the API counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenUsage {
    /// Calls with this token.
    pub this_token: Option<u64>,
    /// Calls with all tokens of the operation; these share the day's limit.
    pub all_tokens: Option<u64>,
}

/// Reads `token_info`.
#[derive(Default)]
pub(super) struct ApiUsage(TokenUsage);

impl ReadRows for ApiUsage {
    type Out = TokenUsage;

    fn row<'de, A: MapAccess<'de>>(
        &mut self,
        _: Option<&str>,
        fields: A,
        spoils: &mut ParseWarnings<'_>,
    ) -> Result<(), A::Error> {
        const FIELDS: [(&str, bool); 2] = [("token_use_today", false), ("all_token_today", true)];
        let usage = &mut self.0;
        each_field(
            fields,
            |key| field(key, &FIELDS),
            |is_all, key, value| {
                let calls = spoils.read(key, &value, RawScalar::count);
                if is_all {
                    usage.all_tokens = usage.all_tokens.max(calls);
                } else {
                    usage.this_token = usage.this_token.max(calls);
                }
            },
        )
    }

    fn finish(self) -> Option<TokenUsage> {
        Some(self.0)
    }
}
