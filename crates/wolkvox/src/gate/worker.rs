//! The task behind the gate: it makes one call after the other and tells each answer to all
//! who wait for it.

use std::{collections::VecDeque, future, pin::Pin, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use crate::{
    client::Client,
    error::{Error, ErrorKind},
    gate::{
        delivery::{Content, Delivery, Landed, fetch},
        job::{Job, Waiter},
        memory::Memory,
        names::Names,
        queue::Queue,
        quota::{Quota, QuotaState, Spent},
    },
    operation::{Operation, OperationError, Patience},
    request::Query,
};
use vigia_clock::Clock;

/// What a handle wants.
pub(super) enum Command {
    Read {
        query: Query,
        parts: VecDeque<Query>,
        max_age: Duration,
        waiter: Waiter,
    },
    Position {
        query: Query,
        answer: oneshot::Sender<Option<usize>>,
    },
}

type Call = Pin<Box<dyn Future<Output = Result<Landed, Error>> + Send>>;

struct Flight {
    job: Job,
    call: Call,
    started: DateTime<Utc>,
}

/// The task behind a [`Gate`](super::Gate). Nothing is answered unless it runs.
pub struct Worker {
    client: Client,
    clock: Clock,
    patience: Patience,
    commands: mpsc::Receiver<Command>,
    queue: Queue,
    memory: Memory,
    quota: Quota,
    state: watch::Sender<QuotaState>,
    names: Arc<Names>,
    on_spend: Box<dyn Fn(&Spent) + Send + Sync>,
    flight: Option<Flight>,
    jobs: u64,
}

impl Worker {
    pub(super) fn new(
        operation: &Operation,
        clock: Clock,
        spent: Option<Spent>,
        on_spend: Box<dyn Fn(&Spent) + Send + Sync>,
        commands: mpsc::Receiver<Command>,
        names: Arc<Names>,
    ) -> Result<(Self, watch::Receiver<QuotaState>), OperationError> {
        let quota = Quota::new(operation, spent, clock.now());
        let (state, states) = watch::channel(quota.state());
        let worker = Self {
            client: Client::new(operation)?,
            clock,
            patience: operation.patience,
            commands,
            queue: Queue::default(),
            memory: Memory::default(),
            quota,
            state,
            names,
            on_spend,
            flight: None,
            jobs: 0,
        };
        Ok((worker, states))
    }

    /// Works until `stop`, or until the last handle is gone. Whoever still waits is then told
    /// that the program stops.
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
                landed = landing(&mut self.flight) => self.land(landed),
                () = wake_up(&self.clock, wake) => {}
            }
        }
        self.stop();
    }

    fn take(&mut self, command: Command) {
        match command {
            Command::Read {
                query,
                parts,
                max_age,
                waiter,
            } => self.enqueue(query, parts, max_age, waiter),
            Command::Position { query, answer } => drop(answer.send(self.position(&query))),
        }
    }

    fn enqueue(&mut self, query: Query, parts: VecDeque<Query>, max_age: Duration, waiter: Waiter) {
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
        self.queue.add(Job::new(query, parts, self.jobs, waiter));
    }

    fn position(&self, query: &Query) -> Option<usize> {
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
            match self.quota.admit(now, priority) {
                Ok(()) => self.start(job, part, now),
                Err(kind) => job.answer(&Err(Error::new(kind))),
            }
            self.tell_quota();
        }
    }

    fn start(&mut self, job: Job, part: Query, started: DateTime<Utc>) {
        self.quota.spend(started);
        // Before the call: a count that a crash loses would be a call too many.
        (self.on_spend)(&self.quota.spent());
        let call = Box::pin(fetch(self.client.clone(), part));
        self.flight = Some(Flight { job, call, started });
    }

    fn land(&mut self, landed: Result<Landed, Error>) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        let Flight {
            mut job, started, ..
        } = flight;
        match landed {
            Ok(landed) => {
                self.quota.open();
                let part = landed.at(started);
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
        self.tell_quota();
    }

    fn fail(&mut self, mut job: Job, error: Error, started: DateTime<Utc>) {
        let now = self.clock.now();
        match error.kind() {
            // What finds no connection costs no call, and an outage must not use up the day.
            ErrorKind::Unreachable => {
                self.quota.refund();
                (self.on_spend)(&self.quota.spent());
            }
            ErrorKind::QuotaSpent => {
                warn!("wolkvox says that the calls of today are used up");
                self.quota.close(now);
            }
            _ => {}
        }
        if job.try_again(&error, &self.patience, started, now) {
            debug!(%error, query = ?job.query, "a call is tried again");
            self.queue.add(job);
        } else {
            debug!(%error, query = ?job.query, "a question stays without answer");
            job.answer(&Err(error));
        }
    }

    /// Takes from an answer what concerns more than those who asked.
    fn note(&mut self, part: &Delivery, query: Query) {
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
            Content::Facts(Some(facts)) => self.names.see(facts),
            Content::Usage(usage) => {
                if let Some(calls) = usage.all_tokens {
                    self.quota.hear(calls);
                    (self.on_spend)(&self.quota.spent());
                }
            }
            Content::Facts(None) | Content::Skills(_) | Content::Agents(_) => {}
        }
    }

    fn tell_quota(&self) {
        let state = self.quota.state();
        self.state.send_if_modified(|told| {
            let news = *told != state;
            *told = state;
            news
        });
    }

    fn stop(mut self) {
        let stopped = Err(Error::new(ErrorKind::Stopped));
        self.commands.close();
        while let Ok(command) = self.commands.try_recv() {
            if let Command::Read { waiter, .. } = command {
                drop(waiter.answer.send(stopped.clone()));
            }
        }
        let under_way = self.flight.take().map(|flight| flight.job);
        for job in self.queue.drain().chain(under_way) {
            job.answer(&stopped);
        }
        info!("the way to wolkvox is closed");
    }
}

async fn landing(flight: &mut Option<Flight>) -> Result<Landed, Error> {
    match flight {
        Some(flight) => flight.call.as_mut().await,
        None => future::pending().await,
    }
}

async fn wake_up(clock: &Clock, time: Option<DateTime<Utc>>) {
    match time {
        Some(time) => clock.sleep_until(time).await,
        None => future::pending().await,
    }
}
