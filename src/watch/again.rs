//! The last poll once more, as the store remembers it: for whoever asks why a rule fires or
//! does not, also after a restart.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::watch::past::BaselineCache;
use vigia_core::{
    metrics::{OperationName, Report, SkillId, Snapshot},
    rules::{JudgeInput, Judgement, Ruleset, asks, judge, lacking},
};
use vigia_store::{Store, StoreError};

/// What is judged again.
#[derive(Clone, Copy, Debug)]
pub struct LastPollEvaluation<'a> {
    /// Where it is remembered.
    pub store: &'a Store,
    /// Of which operation.
    pub operation: &'a OperationName,
    /// Its skills.
    pub skills: &'a [SkillId],
    /// The zone of its people.
    pub zone: Tz,
    /// The distance of its polls.
    pub every: Duration,
}

impl LastPollEvaluation<'_> {
    /// What these rules say of the last poll, and when that was; `None` before the first.
    /// What the poll did not read is missing.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn judged<'rules>(
        &self,
        rules: &'rules Ruleset,
    ) -> Result<Option<(DateTime<Utc>, Vec<Judgement<'rules>>)>, StoreError> {
        let Some(as_of) = self.store.last_poll(self.operation)? else {
            return Ok(None);
        };
        let snapshot = self.snapshot(rules, as_of).await?;
        let feed = self.store.feed(self.operation)?;
        let memory = BaselineCache {
            store: self.store,
            operation: self.operation,
            zone: self.zone,
            every: self.every,
            rules,
            as_of,
            skills: self.skills,
        };
        let past = memory.needed().await?;
        let look = JudgeInput::new(self.skills, &snapshot, self.zone)
            .with_feed(&feed)
            .with_past(&past);
        let mut judgements = judge(rules, &look);
        memory.explain(&mut judgements).await?;
        Ok(Some((as_of, judgements)))
    }

    /// What the poll read, as far as these rules look at it.
    async fn snapshot(
        &self,
        rules: &Ruleset,
        as_of: DateTime<Utc>,
    ) -> Result<Snapshot, StoreError> {
        let mut snapshot = Snapshot {
            operation: self.operation.clone(),
            as_of,
            readings: Vec::new(),
        };
        let mut read: BTreeSet<(Report, Duration)> = BTreeSet::new();
        let mut needed = asks(rules.awake(as_of, self.zone), self.skills, as_of, self.zone);
        while !needed.is_empty() {
            let reports = needed.iter().map(|ask| (ask.report, ask.window.length()));
            let new: BTreeSet<_> = reports.filter(|it| !read.contains(it)).collect();
            if new.is_empty() {
                break;
            }
            for (report, length) in &new {
                let (operation, report, length) = (self.operation.clone(), *report, *length);
                let range = as_of..as_of + TimeDelta::seconds(1);
                let work = move |store: &Store| store.readings(&operation, report, length, range);
                snapshot.readings.extend(self.store.blocking(work).await?);
            }
            read.extend(new);
            let look = JudgeInput::new(self.skills, &snapshot, self.zone);
            needed = lacking(rules, &look);
        }
        Ok(snapshot)
    }
}
