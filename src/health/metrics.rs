//! `/metrics`: counts and states of the bot as Prometheus reads them. `docs/operations.md` explains each.

use std::sync::{Arc, atomic::AtomicU64};

use chrono::{DateTime, Utc};
use prometheus_client::{
    encoding::prometheus_text,
    metrics::{counter::Counter, family::Family, gauge::Gauge, info::Info},
    registry::Registry,
};

use crate::{health::probe::WatchedOperation, watch::PollTally};
use vigia_core::{
    alerts::{AlertBook, AlertState},
    health::{HealthInputs, HealthReport, OperationInputs},
};
use vigia_store::{Store, StoreError};

type Labels = Vec<(&'static str, String)>;
type Counts = Family<Labels, Counter>;
type States = Family<Labels, Gauge<f64, AtomicU64>>;

/// Where the counts come from. They begin at zero when the bot starts.
pub struct MetricSources {
    pub store: Store,
    /// Each operation with the tally of its polls.
    pub operations: Vec<(WatchedOperation, Arc<PollTally>)>,
    /// The requests to Discord by route and status.
    pub discord_requests: Box<dyn Fn() -> Vec<(String, String, u64)> + Send + Sync>,
    pub gateway_reconnects: Box<dyn Fn() -> u64 + Send + Sync>,
}

impl MetricSources {
    /// Writes all metrics as of `now`.
    pub(super) async fn render(
        &self,
        inputs: &HealthInputs,
        report: &HealthReport,
        now: DateTime<Utc>,
    ) -> Result<String, StoreError> {
        let mut registry = Registry::with_prefix("vigia");
        let version = vec![("version", env!("CARGO_PKG_VERSION").to_owned())];
        registry.register("build", "The version of the bot", Info::new(version));
        let is_well = Gauge::<i64>::default();
        is_well.set(i64::from(report.is_well()));
        let help = "1 where every part was checked within two polls and none has a problem";
        registry.register("healthy", help, is_well);
        self.add_operations(&mut registry, inputs).await?;
        add_outbox(&mut registry, inputs, now);
        self.add_discord(&mut registry);
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = prometheus_text::encode(&mut text, &registry);
        Ok(text)
    }

    async fn add_operations(
        &self,
        registry: &mut Registry,
        inputs: &HealthInputs,
    ) -> Result<(), StoreError> {
        let (polls, requests, rules) = (Counts::default(), Counts::default(), Counts::default());
        let (alerts, last_poll) = (States::default(), States::default());
        let (quota_used, quota_limit) = (States::default(), States::default());
        for (operation, tally) in &self.operations {
            let of = |label: &[(&'static str, &str)]| labels(operation.name.as_str(), label);
            for (outcome, count) in tally.polls() {
                set_count(&polls, &of(&[("outcome", outcome)]), count);
            }
            set_count(&rules, &of(&[]), tally.judged());
            for (report, outcome, count) in operation.gate.call_counts() {
                set_count(
                    &requests,
                    &of(&[("report", report), ("outcome", outcome)]),
                    count,
                );
            }
            let name = operation.name.clone();
            let book = self.store.blocking(move |store| store.book(&name)).await?;
            for (state, count) in alert_states(&book) {
                set_state(&alerts, &of(&[("state", state)]), as_float(count));
            }
            let is_it = |inputs: &&OperationInputs| inputs.name == operation.name;
            let Some(known) = inputs.operations.iter().find(is_it) else {
                continue;
            };
            if let Some(good) = known.feed.last_good {
                set_state(&last_poll, &of(&[]), timestamp(good));
            }
            set_state(&quota_used, &of(&[]), as_float(known.used));
            set_state(&quota_limit, &of(&[]), as_float(known.limit));
        }
        registry.register("polls", "Polls that were committed", polls);
        registry.register("report_requests", "Requests to the reports API", requests);
        registry.register(
            "rules_evaluated",
            "Judgements, one for each rule and scope",
            rules,
        );
        registry.register(
            "alerts",
            "Alerts that are pending, firing or recovering",
            alerts,
        );
        let help = "The end of the windows of the last poll in which a report could be read";
        registry.register("last_successful_poll_timestamp_seconds", help, last_poll);
        registry.register("quota_used", "API requests used today", quota_used);
        registry.register("quota_limit", "API requests that a day has", quota_limit);
        Ok(())
    }

    fn add_discord(&self, registry: &mut Registry) {
        let requests = Counts::default();
        for (route, status, count) in (self.discord_requests)() {
            set_count(
                &requests,
                &vec![("route", route), ("status", status)],
                count,
            );
        }
        registry.register("discord_requests", "Requests to Discord", requests);
        let reconnects = Counter::<u64>::default();
        reconnects.inc_by((self.gateway_reconnects)());
        let help = "Connections to Discord's gateway after the first";
        registry.register("gateway_reconnects", help, reconnects);
    }
}

fn add_outbox(registry: &mut Registry, inputs: &HealthInputs, now: DateTime<Utc>) {
    let (rows, oldest) = (States::default(), States::default());
    for channel in &inputs.channels {
        let of = vec![("channel", channel.channel.to_string())];
        set_state(&rows, &of, as_float(channel.waiting));
        let age = channel.oldest.map_or(0.0, |at| (now - at).as_seconds_f64());
        set_state(&oldest, &of, age.max(0.0));
    }
    registry.register("outbox_rows", "Messages that wait to be posted", rows);
    let help = "The age of the oldest message that waits; 0 where none does";
    registry.register("outbox_oldest_seconds", help, oldest);
}

fn alert_states(book: &AlertBook) -> [(&'static str, u64); 3] {
    let count = |is_it: fn(&AlertState) -> bool| {
        let alerts = book.alerts().filter(|alert| is_it(&alert.state));
        u64::try_from(alerts.count()).unwrap_or(u64::MAX)
    };
    [
        (
            "pending",
            count(|state| matches!(state, AlertState::Pending { .. })),
        ),
        (
            "firing",
            count(|state| matches!(state, AlertState::Firing(_))),
        ),
        (
            "recovering",
            count(|state| matches!(state, AlertState::Recovering { .. })),
        ),
    ]
}

fn labels(operation: &str, more: &[(&'static str, &str)]) -> Labels {
    let more = more
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    std::iter::once(("operation", operation.to_owned()))
        .chain(more)
        .collect()
}

fn set_count(counts: &Counts, labels: &Labels, count: u64) {
    counts.get_or_create(labels).inc_by(count);
}

fn set_state(states: &States, labels: &Labels, value: f64) {
    states.get_or_create(labels).set(value);
}

#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn as_float(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "seconds stay below 2^53")]
fn timestamp(time: DateTime<Utc>) -> f64 {
    time.timestamp() as f64
}
