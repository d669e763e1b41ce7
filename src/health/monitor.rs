//! The task that looks at the health of the bot after each poll and every few seconds, and posts what changed.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::health::{
    heartbeat::Heartbeat,
    probe::{HealthProbe, WatchedOperation},
};
use vigia_cards::{
    Locale, Words,
    health::{health_post, plain_problem, presence},
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{Event, EventContent, OpsNotice},
    health::{HealthChange, HealthReport, OpsLedger, assess, reachable_channel},
    rules::{AlertPolicy, ChannelName},
};
use vigia_store::{Store, StoreError};

/// The time between two looks where no poll comes between.
const LOOK_EVERY: TimeDelta = TimeDelta::seconds(15);

pub struct MonitorParts {
    pub probe: HealthProbe,
    pub operations: Vec<WatchedOperation>,
    /// The language of posts and of the presence.
    pub words: Words,
    pub policy: Arc<AlertPolicy>,
    /// All configured channels.
    pub channels: Vec<ChannelName>,
    pub store: Store,
    pub clock: Clock,
    /// Wakes the monitor when a poll was committed.
    pub polled: Arc<Notify>,
    pub wake_dispatcher: Arc<Notify>,
    /// Shows the presence of the bot.
    pub present: Box<dyn Fn(&str) + Send + Sync>,
    pub heartbeat: Option<Heartbeat>,
}

pub struct HealthMonitor {
    parts: MonitorParts,
    ledger: OpsLedger,
}

impl HealthMonitor {
    /// Goes on with the problems that were posted before the start.
    pub fn resume(parts: MonitorParts) -> Result<Self, StoreError> {
        let ledger = parts.store.ops_ledger()?;
        Ok(Self { parts, ledger })
    }

    /// Looks until stopped.
    pub async fn run(mut self, stop: CancellationToken) -> Result<(), StoreError> {
        loop {
            let clock = &self.parts.clock;
            let next = clock.now() + LOOK_EVERY;
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = self.parts.polled.notified() => {}
                _ = clock.sleep_until(next) => {}
            }
            self.look().await?;
        }
    }

    async fn look(&mut self) -> Result<(), StoreError> {
        let now = self.parts.clock.now();
        let (probe, words) = (&self.parts.probe, &self.parts.words);
        let inputs = probe.inputs(&self.parts.operations, now, words).await;
        let report = assess(&inputs, now);
        let changes = self.ledger.advance(&report, now);
        if !changes.is_empty() {
            self.post_changes(&changes, &report, now).await?;
        }
        let last_poll = inputs
            .operations
            .iter()
            .filter_map(|operation| operation.last_poll);
        let last_poll = last_poll.min();
        let open = self.open_incidents().await?;
        (self.parts.present)(&presence(&report, last_poll, open, now, &self.parts.words));
        if let Some(heartbeat) = &mut self.parts.heartbeat
            && report.is_well()
        {
            heartbeat.beat(now);
        }
        Ok(())
    }

    async fn open_incidents(&self) -> Result<usize, StoreError> {
        let names: Vec<_> = self
            .parts
            .operations
            .iter()
            .map(|it| it.name.clone())
            .collect();
        let count = move |store: &Store| {
            names
                .iter()
                .map(|name| Ok(store.book(name)?.incidents().count()))
                .sum()
        };
        self.parts.store.blocking(count).await
    }

    /// Logs the changes, and posts them where there is a channel for the people who run the bot.
    async fn post_changes(
        &self,
        changes: &[HealthChange],
        report: &HealthReport,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let parts = &self.parts;
        let english = Words::new(Locale::from_tag("en"), parts.words.zone());
        for change in changes {
            match change {
                HealthChange::Began(problem) if problem.fault.is_severe() => {
                    error!(
                        problem = plain_problem(problem, now, &english),
                        "the bot is unwell"
                    );
                }
                HealthChange::Began(problem) => {
                    warn!(
                        problem = plain_problem(problem, now, &english),
                        "the bot is unwell"
                    );
                }
                HealthChange::Ended { problem, .. } => {
                    info!(
                        problem = plain_problem(problem, now, &english),
                        "a problem is over"
                    );
                }
            }
        }
        let channel = parts.policy.ops.as_ref();
        let channel = channel.map(|ops| reachable_channel(ops, parts.channels.iter(), report));
        let operation = parts.operations.first().map(|first| &first.name);
        let events: Vec<Event> = changes
            .iter()
            .filter_map(|change| {
                let post = health_post(change, now, &parts.words);
                Some(Event {
                    operation: operation?.clone(),
                    at: now,
                    news: EventContent::Notice(OpsNotice {
                        channel: channel?.clone(),
                        is_bad: post.is_bad,
                        title: post.title,
                        lines: post.lines,
                    }),
                })
            })
            .collect();
        let ledger = self.ledger.clone();
        let save = move |store: &Store| store.save_ops_ledger(&ledger, &events);
        parts.store.blocking(save).await?;
        parts.wake_dispatcher.notify_one();
        Ok(())
    }
}
