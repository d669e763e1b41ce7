//! What has been before, read from the store for whoever asks what is usual.
//!
//! Each poll looks back at other times than the one before, so that nothing is worth keeping
//! from one to the next.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tracing::warn;

use vigia_core::{
    metrics::{OperationName, Reading, SkillId, TimeWindow},
    rules::{BaselinePlan, BaselineRead, Disturbance, Judgement, Rule, Ruleset, ScopeHistory},
};
use vigia_store::{Store, StoreError};

/// From where one looks back.
pub(super) struct BaselineCache<'poll> {
    pub(super) store: &'poll Store,
    pub(super) operation: &'poll OperationName,
    pub(super) zone: Tz,
    pub(super) every: Duration,
    pub(super) rules: &'poll Ruleset,
    pub(super) as_of: DateTime<Utc>,
    pub(super) skills: &'poll [SkillId],
}

impl BaselineCache<'_> {
    /// What the rules must know that judge by it.
    pub(super) async fn needed(&self) -> Result<ScopeHistory, StoreError> {
        let rules = self.rules.awake(self.as_of, self.zone);
        self.recall(rules.filter(|rule| rule.asks_the_past())).await
    }

    /// Tells of what lies past a fixed limit what is usual for it: the rule does not ask, but
    /// people do.
    pub(super) async fn explain(&self, judgements: &mut [Judgement<'_>]) -> Result<(), StoreError> {
        let mut rules: Vec<&Rule> = judgements
            .iter()
            .filter(|judgement| judgement.is_worth_explaining())
            .map(|judgement| judgement.rule)
            .collect();
        rules.dedup_by_key(|rule| &rule.id);
        let past = self.recall(rules).await?;
        let mut judgements = judgements.iter_mut();
        while let Some(judgement) = judgements.find(|it| it.is_worth_explaining()) {
            judgement.explain(&past);
        }
        Ok(())
    }

    /// What is usual where these rules look.
    pub(super) async fn recall<'rules>(
        &self,
        rules: impl IntoIterator<Item = &'rules Rule>,
    ) -> Result<ScopeHistory, StoreError> {
        let recall = BaselinePlan::of(rules, self.as_of, self.zone, self.every);
        let needs = recall.needs();
        if needs.is_empty() {
            return Ok(ScopeHistory::default());
        }
        let (operation, as_of) = (self.operation.clone(), self.as_of);
        let (readings, disturbances) = self
            .store
            .blocking(move |store| {
                let disturbances = disturbances(store, &operation, &needs, as_of)?;
                Ok((read(store, &operation, needs)?, disturbances))
            })
            .await?;
        Ok(recall.past(&readings, self.skills, disturbances))
    }
}

/// The known incidents of the time that the needs are of.
fn disturbances(
    store: &Store,
    operation: &OperationName,
    needs: &BTreeSet<BaselineRead>,
    as_of: DateTime<Utc>,
) -> Result<Vec<Disturbance>, StoreError> {
    let starts = needs
        .iter()
        .map(|need| TimeWindow::ending(need.until, need.window).from());
    let first = starts.min().unwrap_or(as_of);
    match store.disturbed(operation, first..as_of) {
        Err(failure) if !failure.is_fault() => {
            warn!(%operation, %failure, "what was unusual counts as usual");
            Ok(Vec::new())
        }
        known => known,
    }
}

/// A record that cannot be read is missing: the polls of one day must not fail for what was
/// written wrong weeks before.
fn read(
    store: &Store,
    operation: &OperationName,
    needs: BTreeSet<BaselineRead>,
) -> Result<Vec<Reading>, StoreError> {
    let mut readings = Vec::new();
    for need in needs {
        let range = need.until..need.until + TimeDelta::seconds(1);
        match store.readings(operation, need.report, need.window, range) {
            Ok(read) => readings.extend(read),
            Err(failure) if failure.is_fault() => return Err(failure),
            Err(failure) => {
                warn!(%operation, until = %need.until, %failure, "a report of the past is missing");
            }
        }
    }
    Ok(readings)
}
