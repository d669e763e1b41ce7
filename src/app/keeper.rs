//! What is open, who did what, and how the watch fares, for the commands: out of the store,
//! the gates and the rules in force.

use std::{collections::BTreeMap, ops::Range, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use tokio::sync::Notify;
use tracing::error;

use crate::{
    commands::{AlertService, OpenAlert, ReloadResult, StoreUnavailable, WrittenSilence},
    config::{ConfigProblem, OperationConfig, RulesSource},
    watch::LastPollEvaluation,
};
use vigia_cards::{
    rules::{JudgedScope, RuleView},
    status::StatusLevel,
};
use vigia_core::{
    alerts::{
        Acknowledgement, AuditEntry, ClosedIncident, DiscordUser, IncidentId, Silence, SilenceId,
        SilenceRequest, SnoozedUntil,
    },
    metrics::OperationName,
    rules::{ActiveRules, Rule, RuleId, Ruleset},
};
use vigia_store::{Store, StoreError};
use vigia_wolkvox::{NameDirectory, RequestGate};

use super::reload::RuleReloader;

/// Keeps the alerts of all operations for the commands.
pub(super) struct AlertKeeper {
    pub(super) store: Store,
    pub(super) rules: ActiveRules,
    pub(super) source: RulesSource,
    pub(super) reload: RuleReloader,
    pub(super) watched: BTreeMap<OperationName, WatchedOperation>,
    pub(super) every: Duration,
    pub(super) started_at: DateTime<Utc>,
    pub(super) wake_courier: Arc<Notify>,
}

/// An operation under watch.
pub(super) struct WatchedOperation {
    gate: RequestGate,
    directory: NameDirectory,
    zone: Tz,
    /// How many calls of a day polls leave to people.
    reserved: u64,
}

impl WatchedOperation {
    pub(super) fn of(
        operation: &OperationConfig,
        gate: RequestGate,
        directory: NameDirectory,
    ) -> Self {
        Self {
            gate,
            directory,
            zone: operation.timezone,
            reserved: operation.reserved_calls(),
        }
    }
}

impl AlertKeeper {
    /// Asks the store, off the async threads.
    async fn ask<T, W>(&self, work: W) -> Result<T, StoreUnavailable>
    where
        T: Send + 'static,
        W: FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    {
        self.store
            .blocking(work)
            .await
            .map_err(|fault| lapse(&fault))
    }

    fn watched(&self, operation: &OperationName) -> Result<&WatchedOperation, StoreUnavailable> {
        self.watched.get(operation).ok_or_else(|| {
            error!(%operation, "an operation that is not watched was asked for");
            StoreUnavailable
        })
    }
}

fn lapse(fault: &StoreError) -> StoreUnavailable {
    error!(%fault, "a command cannot read or write what is remembered");
    StoreUnavailable
}

impl AlertService for AlertKeeper {
    async fn open(&self, operation: &OperationName) -> Result<OpenAlert, StoreUnavailable> {
        let operation = operation.clone();
        self.ask(move |store| {
            Ok(OpenAlert {
                book: store.book(&operation)?,
                marks: store.marks(&operation)?,
            })
        })
        .await
    }

    async fn closed(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<ClosedIncident>, StoreUnavailable> {
        let operation = operation.clone();
        self.ask(move |store| store.closed(&operation, range, limit))
            .await
    }

    async fn acknowledge(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: DiscordUser,
        note: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<Acknowledgement, StoreUnavailable> {
        let operation = operation.clone();
        let acked = self
            .ask(move |store| store.acknowledge(&operation, incident, by, note, at))
            .await;
        self.wake_courier.notify_one();
        acked
    }

    async fn snooze(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: DiscordUser,
        until: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<SnoozedUntil, StoreUnavailable> {
        let operation = operation.clone();
        let snoozed = self
            .ask(move |store| store.snooze(&operation, incident, by, until, at))
            .await;
        self.wake_courier.notify_one();
        snoozed
    }

    async fn silences(&self, now: DateTime<Utc>) -> Result<Vec<Silence>, StoreUnavailable> {
        self.ask(move |store| store.silences(now)).await
    }

    async fn silence(&self, wish: SilenceRequest) -> Result<Silence, StoreUnavailable> {
        self.ask(move |store| store.silence(wish)).await
    }

    async fn end_silence(
        &self,
        id: SilenceId,
        by: DiscordUser,
        at: DateTime<Utc>,
    ) -> Result<Option<Silence>, StoreUnavailable> {
        self.ask(move |store| store.end_silence(id, by, at)).await
    }

    async fn audit(
        &self,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreUnavailable> {
        self.ask(move |store| store.audit(range, limit)).await
    }

    async fn judged(
        &self,
        operation: &OperationName,
        rule: Option<&RuleId>,
    ) -> Result<Option<JudgedScope>, StoreUnavailable> {
        let watched = self.watched(operation)?;
        let mut rules = Ruleset::clone(&self.rules.get());
        rules
            .rules
            .retain(|it| rule.is_none_or(|rule| it.id == *rule));
        let skills: Vec<_> = watched.directory.skills().0.into_keys().collect();
        let again = LastPollEvaluation {
            store: &self.store,
            operation,
            skills: &skills,
            zone: watched.zone,
            every: self.every,
        };
        let judged = again.judged(&rules).await.map_err(|fault| lapse(&fault))?;
        Ok(judged.map(|(as_of, judgements)| JudgedScope {
            as_of,
            looks: judgements
                .into_iter()
                .map(|judgement| RuleView {
                    rule: judgement.rule.id.clone(),
                    scope: judgement.scope,
                    window: judgement.window,
                    verdict: judgement.verdict,
                    sample: judgement.sample,
                    grounds: judgement.grounds,
                })
                .collect(),
        }))
    }

    async fn written(&self, rule: &RuleId) -> Option<WrittenSilence> {
        let (source, rule) = (self.source.clone(), rule.clone());
        let read = tokio::task::spawn_blocking(move || source.written(&rule));
        let (place, text) = read.await.ok()??;
        Some(WrittenSilence { place, text })
    }

    async fn reload(&self, by: DiscordUser) -> Result<ReloadResult, StoreUnavailable> {
        let before = self.rules.get();
        let read = self
            .reload
            .reload(Some(by))
            .await
            .map_err(|fault| lapse(&fault))?;
        Ok(match read {
            Ok(rules) => compared(&before, &rules.set),
            Err(problems) => {
                ReloadResult::Refused(problems.iter().map(ConfigProblem::line).collect())
            }
        })
    }

    async fn state(&self, operation: &OperationName) -> Result<StatusLevel, StoreUnavailable> {
        let watched = self.watched(operation)?;
        let quota = watched.gate.quota();
        let name = operation.clone();
        let (last_poll, feed, waiting, disk) = self
            .ask(move |store| {
                Ok((
                    store.last_poll(&name)?,
                    store.feed(&name)?,
                    store.pending()?.len(),
                    store.size_on_disk()?,
                ))
            })
            .await?;
        Ok(StatusLevel {
            last_poll,
            every: self.every,
            feed,
            calls: (quota.used, quota.limit),
            reserved: watched.reserved,
            waiting,
            disk,
            started_at: self.started_at,
        })
    }
}

/// What is different from before.
fn compared(before: &Ruleset, after: &Ruleset) -> ReloadResult {
    let is_same = |rule: &&Rule| before.rule(&rule.id) == Some(rule);
    let is_gone = |rule: &&Rule| after.rule(&rule.id).is_none();
    let same = after.iter().filter(is_same).count();
    ReloadResult::Done {
        rules: after.rules.len(),
        changed: after.rules.len() - same,
        removed: before.iter().filter(is_gone).count(),
    }
}
