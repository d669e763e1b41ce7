//! The task behind the gate. It makes one call after the other, and gives each answer to all
//! that wait for it.

use std::{collections::VecDeque, future, pin::Pin, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use crate::{
    client::WolkvoxClient,
    error::{ApiError, ReadFailure},
    gate::{
        cache::{AnswerCache, NameLists},
        delivery::{GateContent, GateDelivery, fetch_answer},
        queue::{GateJob, RequestPriority, RequestQueue, RequestWaiter},
        quota::{QuotaCounter, QuotaSpent, QuotaState},
        tally::CallTally,
    },
    operation::{OperationAccess, OperationAccessError, RequestLimits},
    request::ReportQuery,
};
use vigia_clock::Clock;

/// The longest wait that the API is taken at its word for.
const LONGEST_CLOSED: TimeDelta = TimeDelta::hours(1);

pub(super) enum GateCommand {
    Read {
        query: ReportQuery,
        parts: VecDeque<ReportQuery>,
        max_age: Duration,
        waiter: RequestWaiter,
    },
    Position {
        query: ReportQuery,
        answer: oneshot::Sender<Option<usize>>,
    },
}

type Call = Pin<Box<dyn Future<Output = Result<GateDelivery, ApiError>> + Send>>;

struct RequestInFlight {
    job: GateJob,
    call: Call,
    started: DateTime<Utc>,
}

/// The task behind a [`RequestGate`](super::RequestGate). Nothing is answered unless it runs.
pub struct GateWorker {
    client: WolkvoxClient,
    clock: Clock,
    limits: RequestLimits,
    commands: mpsc::Receiver<GateCommand>,
    queue: RequestQueue,
    memory: AnswerCache,
    quota: QuotaCounter,
    /// The API wants no call before this time; the failure says why.
    closed_until: Option<(DateTime<Utc>, ReadFailure)>,
    calls: CallTally,
    state: watch::Sender<QuotaState>,
    names: Arc<NameLists>,
    on_spend: Box<dyn Fn(&QuotaSpent) + Send + Sync>,
    flight: Option<RequestInFlight>,
    jobs: u64,
}

impl GateWorker {
    pub(super) fn new(
        operation: &OperationAccess,
        clock: Clock,
        spent: Option<QuotaSpent>,
        on_spend: Box<dyn Fn(&QuotaSpent) + Send + Sync>,
        commands: mpsc::Receiver<GateCommand>,
        names: Arc<NameLists>,
        calls: CallTally,
    ) -> Result<(Self, watch::Receiver<QuotaState>), OperationAccessError> {
        let quota = QuotaCounter::new(operation, spent, clock.now());
        let (state, states) = watch::channel(quota.state());
        let worker = Self {
            client: WolkvoxClient::new(operation, clock.clone())?,
            clock,
            limits: operation.limits,
            commands,
            queue: RequestQueue::default(),
            memory: AnswerCache::default(),
            quota,
            closed_until: None,
            calls,
            state,
            names,
            on_spend,
            flight: None,
            jobs: 0,
        };
        Ok((worker, states))
    }

    /// Works until `stop`, or until the last handle is gone. Answers all that still wait with
    /// [`ReadFailure::Stopped`].
    pub async fn run(mut self, stop: CancellationToken) {
        loop {
            self.start_next();
            let wake = match self.flight {
                Some(_) => None,
                None => self.queue.wake_at(),
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                command = self.commands.recv() => match command {
                    Some(command) => self.take(command),
                    None => break,
                },
                landed = land_flight(&mut self.flight) => self.land(landed),
                () = sleep_until(&self.clock, wake) => {}
            }
        }
        self.stop();
    }

    fn take(&mut self, command: GateCommand) {
        match command {
            GateCommand::Read {
                query,
                parts,
                max_age,
                waiter,
            } => self.enqueue(query, parts, max_age, waiter),
            GateCommand::Position { query, answer } => drop(answer.send(self.position(&query))),
        }
    }

    fn enqueue(
        &mut self,
        query: ReportQuery,
        parts: VecDeque<ReportQuery>,
        max_age: Duration,
        waiter: RequestWaiter,
    ) {
        if let Some(known) = self.memory.recall(&query, max_age, self.clock.now()) {
            drop(waiter.answer.send(Ok(known.clone())));
            return;
        }
        let under_way = self.flight.as_mut().map(|flight| &mut flight.job);
        let alike = under_way.filter(|job| job.query == query);
        if let Some(job) = alike.or_else(|| self.queue.find(&query)) {
            job.join(waiter);
            return;
        }
        self.jobs += 1;
        self.queue
            .add(GateJob::new(query, parts, self.jobs, waiter));
    }

    fn position(&self, query: &ReportQuery) -> Option<usize> {
        match &self.flight {
            Some(flight) if flight.job.query == *query => Some(0),
            flight => {
                let under_way = usize::from(flight.is_some());
                Some(self.queue.calls_before(query)? + under_way)
            }
        }
    }

    /// Begins the next call, if none is under way and the quota lets it.
    fn start_next(&mut self) {
        while self.flight.is_none() {
            let now = self.clock.now();
            let Some(job) = self.queue.take_ready(now) else {
                return;
            };
            let (Some(priority), Some(part)) = (job.priority(), job.part()) else {
                continue;
            };
            match self.admit(now, priority, part) {
                Ok(()) => self.start(job, part, now),
                Err(kind) => job.answer(&Err(ApiError::new(kind))),
            }
            self.publish_quota();
        }
    }

    /// Decides if a call may be made. The use of the tokens is asked for also where the day seems used up: the
    /// answer may say otherwise.
    fn admit(
        &mut self,
        now: DateTime<Utc>,
        priority: RequestPriority,
        part: ReportQuery,
    ) -> Result<(), ReadFailure> {
        if let Some((until, failure)) = self.closed_until
            && now < until
        {
            return Err(failure);
        }
        self.closed_until = None;
        match part {
            ReportQuery::TokenUsage => Ok(()),
            ReportQuery::Report(_)
            | ReportQuery::SkillTable(_)
            | ReportQuery::SkillHours(_)
            | ReportQuery::Skills
            | ReportQuery::Agents => self.quota.admit(now, priority),
        }
    }

    fn start(&mut self, job: GateJob, part: ReportQuery, started: DateTime<Utc>) {
        self.quota.spend(started);
        // Before the call: a count that a crash loses would be a call too many.
        (self.on_spend)(&self.quota.spent());
        let call = Box::pin(fetch_answer(self.client.clone(), part, started));
        self.flight = Some(RequestInFlight { job, call, started });
    }

    fn land(&mut self, landed: Result<GateDelivery, ApiError>) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        let RequestInFlight {
            mut job, started, ..
        } = flight;
        match landed {
            Ok(part) => {
                self.calls.count(job.query.api_name(), Ok(()));
                self.quota.open();
                self.note(&part, job.query);
                match job.add(part) {
                    None => self.queue.add(job),
                    Some(whole) => {
                        self.memory.keep(job.query, whole.clone());
                        job.answer(&Ok(whole));
                    }
                }
            }
            Err(error) => self.fail(job, error, started),
        }
        self.publish_quota();
    }

    fn fail(&mut self, mut job: GateJob, error: ApiError, started: DateTime<Utc>) {
        let now = self.clock.now();
        self.calls.count(job.query.api_name(), Err(error.kind()));
        if let Some(wait) = error.retry_after() {
            let wait = TimeDelta::from_std(wait)
                .unwrap_or(LONGEST_CLOSED)
                .min(LONGEST_CLOSED);
            self.closed_until = Some((now + wait, error.kind()));
        }
        match error.kind() {
            // Without a connection no call was made, and an outage must not use up the day.
            ReadFailure::Unreachable
            | ReadFailure::UnknownHost
            | ReadFailure::ConnectionRefused
            | ReadFailure::TlsFailed => {
                self.quota.refund();
                (self.on_spend)(&self.quota.spent());
            }
            ReadFailure::QuotaSpent => {
                warn!("wolkvox says that the requests of today are used up");
                self.quota.close(now);
            }
            _ => {}
        }
        if job.try_again(&error, &self.limits, started, now) {
            let at = job.not_before.map(tracing::field::debug);
            debug!(%error, query = ?job.query, at, "a request to wolkvox failed and is tried again");
            self.queue.add(job);
        } else {
            debug!(%error, query = ?job.query, "a request to wolkvox failed");
            job.answer(&Err(error));
        }
    }

    /// Logs an answer, and takes names and the use of tokens from it.
    fn note(&mut self, part: &GateDelivery, query: ReportQuery) {
        debug!(?query, bytes = part.bytes, "wolkvox answered");
        if let Some(first) = part.spoiled.first() {
            warn!(
                ?query,
                count = part.spoils,
                field = first.field,
                row = first.row,
                text = first.text,
                "parts of an answer could not be read; this is the first"
            );
        }
        match &part.content {
            GateContent::Facts(Some(facts)) => self.names.add(facts),
            GateContent::Usage(usage) => {
                if let Some(calls) = usage.used {
                    self.quota.hear(self.clock.now(), calls);
                    (self.on_spend)(&self.quota.spent());
                }
            }
            GateContent::Facts(None)
            | GateContent::SkillTable(_)
            | GateContent::SkillHours(_)
            | GateContent::Skills(_)
            | GateContent::Agents(_) => {}
        }
    }

    fn publish_quota(&self) {
        let state = self.quota.state();
        self.state
            .send_if_modified(|before| std::mem::replace(before, state) != state);
    }

    fn stop(mut self) {
        let stopped = Err(ApiError::new(ReadFailure::Stopped));
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            if let GateCommand::Read { waiter, .. } = command {
                drop(waiter.answer.send(stopped.clone()));
            }
        }
        let under_way = self.flight.take().map(|flight| flight.job);
        for job in self.queue.drain().chain(under_way) {
            job.answer(&stopped);
        }
        info!("the wolkvox client has stopped");
    }
}

async fn land_flight(flight: &mut Option<RequestInFlight>) -> Result<GateDelivery, ApiError> {
    match flight {
        Some(flight) => flight.call.as_mut().await,
        None => future::pending().await,
    }
}

async fn sleep_until(clock: &Clock, time: Option<DateTime<Utc>>) {
    match time {
        Some(time) => {
            clock.sleep_until(time).await;
        }
        None => future::pending().await,
    }
}
