//! The answer to one call, or to the calls of one query together.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use tracing::error;

use crate::{
    answer::{RawAnswer, ResponseOutcome, UnreadableField},
    client::{ApiResponse, WolkvoxClient},
    error::{ApiError, ReadFailure},
    lists::{self, TokenUsage},
    reports::{SkillTable, read_skill_hours, read_skill_table, report_spelling},
    request::ReportQuery,
};
use vigia_core::metrics::{AgentName, Facts, SkillId, facts::SkillHours};

/// The content of an answer, by the query.
#[derive(Clone, Debug)]
pub(crate) enum GateContent {
    Facts(Option<Arc<Facts>>),
    SkillTable(Arc<SkillTable>),
    SkillHours(Arc<SkillHours>),
    Skills(Arc<[(SkillId, String)]>),
    Agents(Arc<[AgentName]>),
    Usage(TokenUsage),
}

/// An answer, cheap to share.
#[derive(Clone, Debug)]
pub(super) struct GateDelivery {
    pub(super) content: GateContent,
    pub(super) read_at: DateTime<Utc>,
    pub(super) spoiled: Arc<[UnreadableField]>,
    pub(super) spoils: usize,
    pub(super) joined: usize,
    /// The size of the bodies.
    pub(super) bytes: usize,
}

/// A body of this size is parsed in well under a millisecond, which is less than handing it to
/// another thread and back costs. The reports of a poll are as small as that.
const SMALL: usize = 64 * 1024;

/// Makes a call and parses the answer. A large answer takes tens of milliseconds to parse, which
/// is too long for the thread of all other work. A panic of the parser costs its own answer only.
pub(super) async fn fetch_answer(
    client: WolkvoxClient,
    query: ReportQuery,
    read_at: DateTime<Utc>,
) -> Result<GateDelivery, ApiError> {
    let ApiResponse {
        status,
        body,
        retry_after,
    } = client.call(query).await?;
    let bytes = body.len();
    let scrub = client.scrub();
    let parse = move || {
        let answer = RawAnswer {
            status,
            body: &body,
            scrub: &scrub,
        };
        let outcome =
            parse_content(query, answer).map_err(|error| error.with_retry_after(retry_after))?;
        Ok(GateDelivery {
            content: outcome.content.unwrap_or(GateContent::Facts(None)),
            read_at,
            spoiled: outcome.spoiled.into(),
            spoils: outcome.spoils,
            joined: outcome.joined,
            bytes,
        })
    };
    let parsed = if bytes <= SMALL {
        // The closure owns its data, so that none is seen half done.
        catch_unwind(AssertUnwindSafe(parse)).ok()
    } else {
        tokio::task::spawn_blocking(parse).await.ok()
    };
    parsed.unwrap_or_else(|| {
        error!("the parser of wolkvox answers panicked");
        Err(ApiError::new(ReadFailure::Unexpected))
    })
}

fn parse_content(
    query: ReportQuery,
    answer: RawAnswer<'_>,
) -> Result<ResponseOutcome<GateContent>, ApiError> {
    Ok(match query {
        ReportQuery::Report(ask) => (report_spelling(ask.report).read)(answer)?
            .and_then(|facts| Some(GateContent::Facts(Some(Arc::new(facts))))),
        ReportQuery::SkillTable(_) => read_skill_table(answer)?
            .and_then(|table| Some(GateContent::SkillTable(Arc::new(table)))),
        ReportQuery::SkillHours(_) => read_skill_hours(answer)?
            .and_then(|hours| Some(GateContent::SkillHours(Arc::new(hours)))),
        ReportQuery::Skills => {
            lists::read_skills(answer)?.map_or_default(|list| GateContent::Skills(list.into()))
        }
        ReportQuery::Agents => {
            lists::read_agents(answer)?.map_or_default(|list| GateContent::Agents(list.into()))
        }
        ReportQuery::TokenUsage => {
            lists::read_token_usage(answer)?.map_or_default(GateContent::Usage)
        }
    })
}

impl GateDelivery {
    /// Merges the answers to the parts of a long window. The whole is as old as the oldest part.
    pub(super) fn merge(mut parts: Vec<Self>) -> Option<Self> {
        if parts.len() < 2 {
            return parts.pop();
        }
        let read_at = parts.iter().map(|part| part.read_at).min()?;
        let spoiled = parts
            .iter()
            .flat_map(|part| part.spoiled.iter().cloned())
            .collect();
        let spoils = parts.iter().map(|part| part.spoils).sum();
        let joined = parts.iter().map(|part| part.joined).sum();
        let bytes = parts.iter().map(|part| part.bytes).sum();
        let facts = parts
            .into_iter()
            .filter_map(|part| match part.content {
                GateContent::Facts(facts) => facts.map(Arc::unwrap_or_clone),
                GateContent::SkillTable(_)
                | GateContent::SkillHours(_)
                | GateContent::Skills(_)
                | GateContent::Agents(_)
                | GateContent::Usage(_) => None,
            })
            .collect();
        Some(Self {
            content: GateContent::Facts(Facts::merge(facts).map(Arc::new)),
            read_at,
            spoiled,
            spoils,
            joined,
            bytes,
        })
    }
}
