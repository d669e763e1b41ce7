//! Reads the past from the store, for usual values.
//!
//! Each poll looks back at other times than the one before, so nothing is cached.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tracing::warn;

use vigia_core::{
    metrics::{FeedState, OperationName, Reading, SkillId, Snapshot, TimeWindow},
    rules::{
        BaselinePlan, BaselineRead, Disturbance, JudgeInput, Judgement, Rule, Ruleset,
        ScopeHistory, judge,
    },
};
use vigia_store::{Store, StoreError};

/// The operation and the time from which it looks back.
pub(super) struct BaselineReader<'poll> {
    pub(super) store: &'poll Store,
    pub(super) operation: &'poll OperationName,
    pub(super) zone: Tz,
    pub(super) every: Duration,
    pub(super) as_of: DateTime<Utc>,
    pub(super) skills: &'poll [SkillId],
}

impl BaselineReader<'_> {
    /// Judges what a poll read, and explains each breach of a fixed limit by the usual value: the
    /// rule does not ask for it, but people do.
    pub(super) async fn judge<'rules>(
        &self,
        rules: &'rules Ruleset,
        snapshot: &Snapshot,
        feed: &FeedState,
    ) -> Result<Vec<Judgement<'rules>>, StoreError> {
        let awake = rules.awake(self.as_of, self.zone);
        let past = self
            .recall(awake.filter(|rule| rule.asks_the_past()))
            .await?;
        let input = JudgeInput::new(self.skills, snapshot, self.zone)
            .with_feed(feed)
            .with_past(&past);
        let mut judgements = judge(rules, &input);
        let mut explained: Vec<&Rule> = judgements
            .iter()
            .filter(|judgement| judgement.is_worth_explaining())
            .map(|judgement| judgement.rule)
            .collect();
        explained.dedup_by_key(|rule| &rule.id);
        let past = self.recall(explained).await?;
        let unexplained = judgements.iter_mut().filter(|it| it.is_worth_explaining());
        unexplained.for_each(|judgement| judgement.explain(&past));
        Ok(judgements)
    }

    /// Reads the history that these rules need.
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
                let disturbances = read_disturbances(store, &operation, &needs, as_of)?;
                Ok((read_reports(store, &operation, needs)?, disturbances))
            })
            .await?;
        Ok(recall.past(&readings, self.skills, disturbances))
    }
}

/// Reads the known incidents of the time that `needs` covers.
fn read_disturbances(
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
            warn!(%operation, %failure, "known incidents cannot be read; they count as usual");
            Ok(Vec::new())
        }
        known => known,
    }
}

/// Skips records that cannot be read: the polls of one day must not fail because of a bad write
/// weeks before.
fn read_reports(
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
                warn!(%operation, until = %need.until, %failure, "report of the past cannot be read; baseline without it");
            }
        }
    }
    Ok(readings)
}
