//! The handle that the rest of the program asks through.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use tokio::sync::{mpsc, oneshot, watch};

use crate::{
    error::{ApiError, ApiErrorKind},
    gate::{
        delivery::{GateContent, GateDelivery},
        job::{RequestPriority, RequestWaiter},
        names::NameLists,
        quota::{self, QuotaSpent, QuotaState},
        worker::{GateCommand, GateWorker},
    },
    operation::{OperationAccess, OperationAccessError},
    request::ReportQuery,
    spoiled::UnreadableField,
};
use vigia_clock::Clock;
use vigia_core::metrics::{AgentName, Facts, ReportRequest, SkillId};

/// How many questions may wait to be taken by the worker, which takes them at once.
const WAITING: usize = 64;

/// The way to the API. Clones share one queue, one memory and one quota.
#[derive(Clone)]
pub struct RequestGate {
    commands: mpsc::Sender<GateCommand>,
    quota: watch::Receiver<QuotaState>,
    names: Arc<NameLists>,
    clock: Clock,
    zone: Tz,
}

/// What a report said, and what of it could not be read.
#[derive(Clone, Debug)]
pub struct GateAnswer {
    /// The facts; `None` where the API says that the window holds nothing, or where no row
    /// could be read, which `spoiled` then tells. That is not zero.
    pub facts: Option<Arc<Facts>>,
    /// When the API was asked: of several calls, the earliest.
    pub read_at: DateTime<Utc>,
    /// What could not be read, the first few hundred of them.
    pub spoiled: Arc<[UnreadableField]>,
    /// How many fields and rows could not be read in all.
    pub spoils: usize,
}

impl RequestGate {
    /// The gate of an operation, and the worker that must run for it to answer. `spent` is
    /// what an earlier run counted; `on_spend` is told the count before each call, so that a
    /// later run can know it.
    ///
    /// # Errors
    /// Where the operation's address or token cannot be used.
    pub fn new(
        operation: &OperationAccess,
        clock: Clock,
        spent: Option<QuotaSpent>,
        on_spend: impl Fn(&QuotaSpent) + Send + Sync + 'static,
    ) -> Result<(Self, GateWorker), OperationAccessError> {
        let (sender, commands) = mpsc::channel(WAITING);
        let names = Arc::new(NameLists::default());
        let (worker, quota) = GateWorker::new(
            operation,
            clock.clone(),
            spent,
            Box::new(on_spend),
            commands,
            Arc::clone(&names),
        )?;
        let gate = Self {
            commands: sender,
            quota,
            names,
            clock,
            zone: operation.zone,
        };
        Ok((gate, worker))
    }

    /// What the report says: from memory where the last answer is younger than `max_age`,
    /// together with whoever is asking the same, or by a call of its own.
    ///
    /// # Errors
    /// Why the API could not be read, after the tries that could help.
    pub async fn read(
        &self,
        ask: ReportRequest,
        priority: RequestPriority,
        max_age: Duration,
    ) -> Result<GateAnswer, ApiError> {
        let delivery = self
            .ask(ReportQuery::report(ask), priority, max_age)
            .await?;
        let facts = match delivery.content {
            GateContent::Facts(facts) => facts,
            GateContent::Skills(_) | GateContent::Agents(_) | GateContent::Usage(_) => None,
        };
        Ok(GateAnswer {
            facts,
            read_at: delivery.read_at,
            spoiled: delivery.spoiled,
            spoils: delivery.spoils,
        })
    }

    /// How many calls stand before the one that answers `ask`, the one under way included;
    /// `None` where nobody waits for it.
    pub async fn position(&self, ask: ReportRequest) -> Option<usize> {
        let (answer, answered) = oneshot::channel();
        let query = ReportQuery::report(ask);
        let command = GateCommand::Position { query, answer };
        self.commands.send(command).await.ok()?;
        answered.await.ok()?
    }

    /// How far the day's calls are used.
    #[must_use]
    pub fn quota(&self) -> QuotaState {
        let state = *self.quota.borrow();
        let today = quota::day(self.clock.now(), self.zone);
        if state.day == today {
            state
        } else {
            QuotaState {
                used: 0,
                day: today,
                ..state
            }
        }
    }

    /// What the API itself says, for the directory.
    pub(crate) async fn list(
        &self,
        query: ReportQuery,
        max_age: Duration,
    ) -> Result<GateContent, ApiError> {
        let delivery = self.ask(query, RequestPriority::Poll, max_age).await?;
        Ok(delivery.content)
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The skills that answers named.
    pub(crate) fn seen_skills(&self) -> BTreeMap<SkillId, String> {
        self.names.skills()
    }

    /// The agents that answers named.
    pub(crate) fn seen_agents(&self) -> BTreeSet<AgentName> {
        self.names.agents()
    }

    async fn ask(
        &self,
        query: ReportQuery,
        priority: RequestPriority,
        max_age: Duration,
    ) -> Result<GateDelivery, ApiError> {
        let stopped = || ApiError::new(ApiErrorKind::Stopped);
        let (answer, answered) = oneshot::channel();
        let command = GateCommand::Read {
            query,
            parts: query.parts(self.zone)?,
            max_age,
            waiter: RequestWaiter { priority, answer },
        };
        self.commands.send(command).await.map_err(|_| stopped())?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }
}

impl fmt::Debug for RequestGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate")
            .field("quota", &self.quota())
            .finish_non_exhaustive()
    }
}
