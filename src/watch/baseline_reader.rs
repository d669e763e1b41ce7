//! Reads the past from the store, for usual values.
//!
//! Each poll looks back at other times than the one before, so nothing is cached.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tracing::warn;

use crate::watch::hour_table::HOUR;
use vigia_core::{
    metrics::{
        Facts, FeedState, OperationName, Reading, Report, ReportRequest, SkillId, SkillSelection,
        Snapshot, TimeWindow, facts::ServiceLevel,
    },
    rules::{
        BaselinePlan, BaselineRead, DepartureBook, Disturbance, JudgeInput, Judgement, Rule,
        Ruleset, ScopeHistory, judge,
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
        departures: &DepartureBook,
    ) -> Result<Vec<Judgement<'rules>>, StoreError> {
        let awake = rules.awake(self.as_of, self.zone);
        let past = self
            .recall(awake.filter(|rule| rule.asks_the_past()))
            .await?;
        let input = JudgeInput::new(self.skills, snapshot, self.zone)
            .with_feed(feed)
            .with_past(&past)
            .with_departures(departures);
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
            Ok(read) if read.is_empty() => readings.extend(read_imported(store, operation, &need)?),
            Ok(read) => readings.extend(read),
            Err(failure) if failure.is_fault() => return Err(failure),
            Err(failure) => {
                warn!(%operation, until = %need.until, %failure, "report of the past cannot be read; baseline without it");
            }
        }
    }
    Ok(readings)
}

/// Reads what was imported of the two hours in which this hour lies. A skill that has no calls in one of them had none.
fn read_imported(
    store: &Store,
    operation: &OperationName,
    need: &BaselineRead,
) -> Result<Vec<Reading>, StoreError> {
    let hour = TimeDelta::hours(1);
    if need.report != Report::ServiceLevel || need.window != HOUR {
        return Ok(Vec::new());
    }
    let around = need.until - hour + TimeDelta::seconds(1)..need.until + hour;
    let found = match store.hours(operation, around) {
        Err(failure) if failure.is_fault() => return Err(failure),
        Err(_) => return Ok(Vec::new()),
        Ok(found) => found,
    };
    let Some(first) = found.iter().map(|reading| reading.ask.window.until()).min() else {
        return Ok(Vec::new());
    };
    // The later hour alone says nothing of the time before it.
    if first > need.until {
        return Ok(Vec::new());
    }
    let share = (need.until - first).as_seconds_f64() / hour.as_seconds_f64();
    let none = ServiceLevel::default();
    let row = |skills: SkillSelection, is_first: bool| {
        let mut found = found.iter();
        let reading = found.find(|reading| {
            reading.ask.skills == skills && (reading.ask.window.until() == first) == is_first
        });
        match reading?.outcome.as_deref() {
            Ok(Facts::ServiceLevel(row)) => Some(row),
            Ok(_) | Err(_) => None,
        }
    };
    let skills: BTreeSet<SkillSelection> = found.iter().map(|it| it.ask.skills).collect();
    let readings = skills.into_iter().map(|skills| {
        let earlier = row(skills, true).unwrap_or(&none);
        let later = row(skills, false).unwrap_or(&none);
        let level = ServiceLevel::between(earlier, later, share);
        Reading {
            ask: ReportRequest {
                report: need.report,
                skills,
                window: TimeWindow::ending(need.until, need.window),
            },
            outcome: Ok(Arc::new(Facts::ServiceLevel(level))),
        }
    });
    Ok(readings.collect())
}
