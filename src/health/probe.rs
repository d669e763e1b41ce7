//! Gathers what each part says of itself, and has it judged.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use tokio::sync::watch;
use tracing::error;

use crate::{
    telemetry::{GatewayLink, GatewayStatus},
    watch::{DeliveryStatus, RuleReloader},
};
use vigia_cards::Words;
use vigia_core::{
    health::{
        ChannelInputs, ChannelTrouble, GatewayInputs, HealthInputs, HealthReport, OperationInputs,
        RulesInputs, StoreInputs, assess,
    },
    metrics::OperationName,
    rules::{ActiveRules, ChannelName, blind_reports},
};
use vigia_store::{Store, StoreError, StoreStatus};
use vigia_wolkvox::{NameDirectory, RequestGate};

/// An operation, as far as its health is concerned.
#[derive(Clone)]
pub struct WatchedOperation {
    pub name: OperationName,
    pub gate: RequestGate,
    pub directory: NameDirectory,
    pub rules: ActiveRules,
    pub zone: Tz,
    /// The requests of a day that polls leave to people.
    pub reserved: u64,
}

pub struct ProbeParts {
    pub store: Store,
    pub reloader: RuleReloader,
    pub delivery: DeliveryStatus,
    pub channels: Vec<ChannelName>,
    pub started_at: DateTime<Utc>,
    pub every: Duration,
    pub settle: Duration,
    pub gateway: watch::Receiver<GatewayStatus>,
}

/// Looks at all parts when asked. Clones share them.
#[derive(Clone)]
pub struct HealthProbe(Arc<ProbeParts>);

impl HealthProbe {
    pub fn new(parts: ProbeParts) -> Self {
        Self(Arc::new(parts))
    }

    pub fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at
    }

    /// Judges these operations and the parts that all of them share. A store that cannot be read is a problem
    /// among the others. Reasons are given in these words.
    pub async fn report(
        &self,
        operations: &[WatchedOperation],
        now: DateTime<Utc>,
        words: &Words,
    ) -> HealthReport {
        assess(&self.inputs(operations, now, words).await, now)
    }

    pub async fn inputs(
        &self,
        operations: &[WatchedOperation],
        now: DateTime<Utc>,
        words: &Words,
    ) -> HealthInputs {
        let parts = &self.0;
        let mut trouble = None;
        let mut gathered = Vec::new();
        for operation in operations {
            let inputs = self.operation_inputs(operation).await;
            gathered.extend(keep_trouble(inputs, now, &mut trouble));
        }
        let channels = keep_trouble(self.channel_inputs(now).await, now, &mut trouble);
        let rules = operations.iter().map(|it| it.rules.get().rules.len()).max();
        HealthInputs {
            started_at: parts.started_at,
            every: parts.every,
            settle: parts.settle,
            operations: gathered,
            channels: channels.unwrap_or_default(),
            gateway: gateway_inputs(&parts.gateway.borrow(), now, words),
            store: store_inputs(&parts.store.status(), trouble, parts.started_at, now),
            rules: RulesInputs {
                checked_at: Some(now),
                count: rules.unwrap_or_default(),
                refused: parts.reloader.refused(),
            },
        }
    }

    async fn operation_inputs(
        &self,
        operation: &WatchedOperation,
    ) -> Result<OperationInputs, StoreError> {
        let name = operation.name.clone();
        let stored = self
            .0
            .store
            .blocking(move |store| Ok((store.last_poll(&name)?, store.feed(&name)?)));
        let (last_poll, feed) = stored.await?;
        let (rules, quota) = (operation.rules.get(), operation.gate.quota());
        let skills: Vec<_> = operation.directory.skills().0.into_keys().collect();
        Ok(OperationInputs {
            name: operation.name.clone(),
            last_poll,
            blind: blind_reports(&rules, &feed, &skills, feed.as_of, operation.zone),
            has_feed_rule: rules.tell_of_the_feed(),
            feed,
            used: quota.used,
            limit: quota.limit,
            reserved: operation.reserved,
        })
    }

    async fn channel_inputs(&self, now: DateTime<Utc>) -> Result<Vec<ChannelInputs>, StoreError> {
        let rows = self.0.store.blocking(Store::pending).await?;
        let troubles = self.0.delivery.channels().into_iter();
        let mut troubles: BTreeMap<_, _> = troubles
            .filter_map(|(channel, delivery)| {
                let trouble = delivery.trouble?;
                let trouble = ChannelTrouble {
                    since: trouble.since,
                    reason: trouble.why,
                    is_refusal: trouble.is_refusal,
                };
                Some((channel, trouble))
            })
            .collect();
        let mut channels: BTreeMap<ChannelName, ChannelInputs> = BTreeMap::new();
        let waiting = rows
            .iter()
            .map(|row| (row.channel.clone(), Some(row.event.at)));
        let known = self
            .0
            .channels
            .iter()
            .map(|channel| (channel.clone(), None));
        for (channel, at) in known.chain(waiting) {
            let inputs = channels
                .entry(channel.clone())
                .or_insert_with(|| ChannelInputs {
                    checked_at: Some(now),
                    waiting: 0,
                    oldest: None,
                    trouble: troubles.remove(&channel),
                    channel,
                });
            if let Some(at) = at {
                inputs.waiting += 1;
                inputs.oldest = inputs
                    .oldest
                    .map_or(Some(at), |oldest| Some(oldest.min(at)));
            }
        }
        Ok(channels.into_values().collect())
    }
}

fn store_inputs(
    status: &StoreStatus,
    trouble: Option<(DateTime<Utc>, String)>,
    started_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> StoreInputs {
    let failed = status
        .has_failed
        .then(|| "a write has failed: the bot takes no more".to_owned());
    let backup = status.backup_failure.as_ref();
    let backup = backup.map(|why| format!("the last backup could not be made: {why}"));
    let recovered = status.recovery.as_ref();
    StoreInputs {
        checked_at: Some(now),
        trouble: trouble.or_else(|| failed.or(backup).map(|why| (now, why))),
        recovered: recovered.map(|report| (started_at, report.to_string())),
    }
}

fn gateway_inputs(status: &GatewayStatus, now: DateTime<Utc>, words: &Words) -> GatewayInputs {
    let down = match &status.link {
        GatewayLink::Connected { .. } => None,
        GatewayLink::Down { since, reason } => Some((*since, reason.line(words).to_string())),
    };
    let lacks = status
        .problems
        .iter()
        .map(|it| (now, it.line(words).to_string()));
    GatewayInputs {
        // A connection that was never made says nothing yet.
        checked_at: (status.reconnects > 0 || down.is_none()).then_some(now),
        down,
        lacks: lacks.collect(),
    }
}

fn keep_trouble<T>(
    read: Result<T, StoreError>,
    now: DateTime<Utc>,
    trouble: &mut Option<(DateTime<Utc>, String)>,
) -> Option<T> {
    match read {
        Ok(read) => Some(read),
        Err(fault) => {
            error!(%fault, "the store cannot be read for the report of health");
            *trouble = Some((now, fault.to_string()));
            None
        }
    }
}
