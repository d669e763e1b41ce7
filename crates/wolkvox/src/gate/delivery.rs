//! What one call, or the calls of one query together, brought.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use tracing::error;

use crate::{
    client::WolkvoxClient,
    error::{ApiError, ApiErrorKind},
    lists::{AgentList, ApiUsage, SkillList, TokenUsage},
    outcome::{self, ResponseOutcome},
    request::ReportQuery,
    scrub::SecretScrubber,
    spoiled::UnreadableField,
};
use vigia_core::metrics::{AgentName, Facts, SkillId};

/// What an answer holds, by what was asked.
#[derive(Clone, Debug)]
pub(crate) enum GateContent {
    Facts(Option<Arc<Facts>>),
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
    /// The size of the bodies that it was made of.
    pub(super) bytes: usize,
}

/// What a call brought, before anybody looked at the clock.
pub(super) struct GateResult {
    outcome: ResponseOutcome<GateContent>,
    bytes: usize,
}

/// What is parsed in well under a millisecond, which is less than it costs to hand it to
/// another thread and back. The reports of a poll are as small as that.
const SMALL: usize = 64 * 1024;

/// Asks and reads. A large answer takes tens of milliseconds to parse, which is too long for
/// a thread that others wait for. A parser that breaks costs its own answer only.
pub(super) async fn fetch(
    client: WolkvoxClient,
    query: ReportQuery,
) -> Result<GateResult, ApiError> {
    let (status, body) = client.call(query).await?;
    let bytes = body.len();
    let parse = move || {
        Ok(GateResult {
            outcome: content(query, status, &body, client.scrub())?,
            bytes,
        })
    };
    let parsed = if bytes <= SMALL {
        // The closure owns what it works on, so nobody sees it half done.
        catch_unwind(AssertUnwindSafe(parse)).ok()
    } else {
        tokio::task::spawn_blocking(parse).await.ok()
    };
    parsed.unwrap_or_else(|| {
        error!("the parser of wolkvox answers broke");
        Err(ApiError::new(ApiErrorKind::Unexpected))
    })
}

fn content(
    query: ReportQuery,
    status: u16,
    body: &[u8],
    scrub: &SecretScrubber,
) -> Result<ResponseOutcome<GateContent>, ApiError> {
    // An empty list is a list.
    fn whole<T: Default>(
        outcome: ResponseOutcome<T>,
        make: impl Fn(T) -> GateContent,
    ) -> ResponseOutcome<GateContent> {
        let content = outcome.content.unwrap_or_default();
        ResponseOutcome {
            content: Some(make(content)),
            spoiled: outcome.spoiled,
            spoils: outcome.spoils,
        }
    }
    Ok(match query {
        ReportQuery::Report(ask) => outcome::facts(ask.report, status, body, scrub)?
            .map(|facts| GateContent::Facts(Some(Arc::new(facts)))),
        ReportQuery::Skills => whole(
            outcome::read(status, body, SkillList::default(), scrub)?,
            |list| GateContent::Skills(list.into()),
        ),
        ReportQuery::Agents => whole(
            outcome::read(status, body, AgentList::default(), scrub)?,
            |list| GateContent::Agents(list.into()),
        ),
        ReportQuery::TokenUsage => whole(
            outcome::read(status, body, ApiUsage::default(), scrub)?,
            GateContent::Usage,
        ),
    })
}

impl GateResult {
    pub(super) fn at(self, read_at: DateTime<Utc>) -> GateDelivery {
        GateDelivery {
            content: self.outcome.content.unwrap_or(GateContent::Facts(None)),
            read_at,
            spoiled: self.outcome.spoiled.into(),
            spoils: self.outcome.spoils,
            bytes: self.bytes,
        }
    }
}

impl GateDelivery {
    /// One answer of those to the parts of a long window. It is as old as the oldest of them.
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
        let bytes = parts.iter().map(|part| part.bytes).sum();
        let facts = parts
            .into_iter()
            .filter_map(|part| match part.content {
                GateContent::Facts(facts) => facts.map(Arc::unwrap_or_clone),
                GateContent::Skills(_) | GateContent::Agents(_) | GateContent::Usage(_) => None,
            })
            .collect();
        Some(Self {
            content: GateContent::Facts(Facts::merge(facts).map(Arc::new)),
            read_at,
            spoiled,
            spoils,
            bytes,
        })
    }
}
