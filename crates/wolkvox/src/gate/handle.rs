//! The handle through which the rest of the program asks.

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
    answer::UnreadableField,
    error::{ApiError, ReadFailure},
    gate::{
        cache::NameLists,
        delivery::{GateContent, GateDelivery},
        queue::{RequestPriority, RequestWaiter},
        quota::{QuotaSpent, QuotaState, local_day},
        tally::CallTally,
        worker::{GateCommand, GateWorker},
    },
    lists::TokenUsage,
    operation::{OperationAccess, OperationAccessError},
    reports::SkillTable,
    request::ReportQuery,
    skill_trust::SkillTableTrust,
};
use vigia_clock::Clock;
use vigia_core::metrics::{
    AgentName, Facts, ReportRequest, SkillId, TimeWindow, facts::SkillHours,
};

/// The most requests that wait to be taken by the worker, which takes them at once.
pub(super) const WAITING: usize = 64;

/// The handle of the gate. Clones share one queue, one cache and one quota.
#[derive(Clone)]
pub struct RequestGate {
    pub(super) commands: mpsc::Sender<GateCommand>,
    pub(super) quota: watch::Receiver<QuotaState>,
    pub(super) names: Arc<NameLists>,
    pub(super) calls: CallTally,
    pub(super) clock: Clock,
    pub(super) zone: Tz,
    pub(super) skill_tables: SkillTableTrust,
}

/// A report, with the fields of it that could not be read.
#[derive(Clone, Debug)]
pub struct GateAnswer {
    /// The facts; `None` where the API says that the window holds nothing, or where no row
    /// could be read, which `spoiled` then lists. That is not zero.
    pub facts: Option<Arc<Facts>>,
    /// The time of the call; of several calls, the earliest.
    pub read_at: DateTime<Utc>,
    /// The fields that could not be read, up to a few hundred.
    pub spoiled: Arc<[UnreadableField]>,
    /// The number of all fields and rows that could not be read.
    pub spoils: usize,
    /// The number of rows that were joined with another one of the same channel.
    pub joined: usize,
}

/// The service level of all skills in one window.
#[derive(Clone, Debug)]
pub struct TableAnswer {
    /// `None` where the API says that the window holds nothing, or where no row could be read.
    pub table: Option<Arc<SkillTable>>,
    pub read_at: DateTime<Utc>,
    /// The number of all fields and rows that could not be read.
    pub spoils: usize,
}

impl RequestGate {
    /// Makes the gate of an operation, and the worker that must run for it to answer. `spent` is
    /// the count of an earlier run; `on_spend` gets the count before each call, so that a later
    /// run can know it.
    pub fn new(
        operation: &OperationAccess,
        clock: Clock,
        spent: Option<QuotaSpent>,
        on_spend: impl Fn(&QuotaSpent) + Send + Sync + 'static,
    ) -> Result<(Self, GateWorker), OperationAccessError> {
        let (sender, commands) = mpsc::channel(WAITING);
        let names = Arc::new(NameLists::default());
        let calls = CallTally::default();
        let (worker, quota) = GateWorker::new(
            operation,
            clock.clone(),
            spent,
            Box::new(on_spend),
            commands,
            Arc::clone(&names),
            calls.clone(),
        )?;
        let gate = Self {
            commands: sender,
            quota,
            names,
            calls,
            clock,
            zone: operation.zone,
            skill_tables: SkillTableTrust::new(
                operation.name.clone(),
                operation.per_skill,
                operation.zone,
            ),
        };
        Ok((gate, worker))
    }

    /// Reads a report: from the cache where the last answer is younger than `max_age`, together
    /// with others that ask the same, or by a call of its own.
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
            GateContent::SkillTable(_)
            | GateContent::SkillHours(_)
            | GateContent::Skills(_)
            | GateContent::Agents(_)
            | GateContent::Usage(_) => None,
        };
        Ok(GateAnswer {
            facts,
            read_at: delivery.read_at,
            spoiled: delivery.spoiled,
            spoils: delivery.spoils,
            joined: delivery.joined,
        })
    }

    /// Reads the service level of all skills in one call, under the same terms as [`read`](Self::read).
    pub async fn read_skill_table(
        &self,
        window: TimeWindow,
        priority: RequestPriority,
        max_age: Duration,
    ) -> Result<TableAnswer, ApiError> {
        let query = ReportQuery::SkillTable(window);
        let delivery = self.ask(query, priority, max_age).await?;
        let table = match delivery.content {
            GateContent::SkillTable(table) => Some(table),
            GateContent::Facts(_)
            | GateContent::SkillHours(_)
            | GateContent::Skills(_)
            | GateContent::Agents(_)
            | GateContent::Usage(_) => None,
        };
        Ok(TableAnswer {
            table,
            read_at: delivery.read_at,
            spoils: delivery.spoils,
        })
    }

    /// Asks what the tokens of the operation used. Also a token that may read nothing else is answered.
    pub async fn token_usage(&self) -> Result<TokenUsage, ApiError> {
        match self.list(ReportQuery::TokenUsage, Duration::ZERO).await? {
            GateContent::Usage(usage) => Ok(usage),
            GateContent::Facts(_)
            | GateContent::SkillTable(_)
            | GateContent::SkillHours(_)
            | GateContent::Skills(_)
            | GateContent::Agents(_) => Ok(TokenUsage::default()),
        }
    }

    /// Asks for the list of skills.
    pub async fn skills(&self) -> Result<Vec<(SkillId, String)>, ApiError> {
        match self.list(ReportQuery::Skills, Duration::ZERO).await? {
            GateContent::Skills(skills) => Ok(skills.to_vec()),
            GateContent::Facts(_)
            | GateContent::SkillTable(_)
            | GateContent::SkillHours(_)
            | GateContent::Usage(_)
            | GateContent::Agents(_) => Ok(Vec::new()),
        }
    }

    /// Reads the calls of all skills by hour in one call, under the same terms as [`read`](Self::read). `None` where the
    /// API says that the window holds nothing, or where no row could be read.
    pub async fn read_skill_hours(
        &self,
        window: TimeWindow,
        priority: RequestPriority,
        max_age: Duration,
    ) -> Result<Option<Arc<SkillHours>>, ApiError> {
        let query = ReportQuery::SkillHours(window);
        let delivery = self.ask(query, priority, max_age).await?;
        Ok(match delivery.content {
            GateContent::SkillHours(hours) => Some(hours),
            GateContent::Facts(_)
            | GateContent::SkillTable(_)
            | GateContent::Skills(_)
            | GateContent::Agents(_)
            | GateContent::Usage(_) => None,
        })
    }

    /// Returns the zone of the reports.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Returns the number of calls before the one that answers `ask`, the one under way included;
    /// `None` where nothing waits for it.
    pub async fn position(&self, ask: ReportRequest) -> Option<usize> {
        let (answer, answered) = oneshot::channel();
        let query = ReportQuery::report(ask);
        let command = GateCommand::Position { query, answer };
        self.commands.send(command).await.ok()?;
        answered.await.ok()?
    }

    /// Returns how many of the day's calls are used.
    pub fn quota(&self) -> QuotaState {
        let state = *self.quota.borrow();
        let today = local_day(self.clock.now(), self.zone);
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

    /// Returns what is known about the table of all skills.
    pub fn skill_tables(&self) -> &SkillTableTrust {
        &self.skill_tables
    }

    /// Returns the calls since the start, by what was asked and what came of it.
    pub fn call_counts(&self) -> Vec<(&'static str, &'static str, u64)> {
        self.calls.counts()
    }

    /// Reads one of the API's lists, with one try: nothing has to wait for it.
    pub(crate) async fn list(
        &self,
        query: ReportQuery,
        max_age: Duration,
    ) -> Result<GateContent, ApiError> {
        let delivery = self.ask(query, RequestPriority::PollOnce, max_age).await?;
        Ok(delivery.content)
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns the skills that answers named.
    pub(crate) fn seen_skills(&self) -> BTreeMap<SkillId, String> {
        self.names.skills()
    }

    /// Returns the agents that answers named.
    pub(crate) fn seen_agents(&self) -> BTreeSet<AgentName> {
        self.names.agents()
    }

    async fn ask(
        &self,
        query: ReportQuery,
        priority: RequestPriority,
        max_age: Duration,
    ) -> Result<GateDelivery, ApiError> {
        let stopped = || ApiError::new(ReadFailure::Stopped);
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
