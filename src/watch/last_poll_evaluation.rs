//! Judges the last poll again, as the store remembers it, to explain why a rule fires or does not,
//! also after a restart.

use std::{collections::BTreeSet, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::watch::baseline_reader::BaselineReader;
use vigia_core::{
    metrics::{OperationName, Report, SkillId, Snapshot},
    rules::{JudgeInput, Judgement, Ruleset, further_requests, needed_requests},
};
use vigia_store::{Store, StoreError};

#[derive(Clone, Copy, Debug)]
pub struct LastPollEvaluation<'a> {
    pub store: &'a Store,
    pub operation: &'a OperationName,
    pub skills: &'a [SkillId],
    pub zone: Tz,
    pub every: Duration,
}

impl LastPollEvaluation<'_> {
    /// Returns the time and the judgements of the last poll; `None` before the first. Reports that
    /// the poll did not read are missing.
    pub async fn judged<'rules>(
        &self,
        rules: &'rules Ruleset,
    ) -> Result<Option<(DateTime<Utc>, Vec<Judgement<'rules>>)>, StoreError> {
        let Some(as_of) = self.store.last_poll(self.operation)? else {
            return Ok(None);
        };
        let snapshot = self.snapshot(rules, as_of).await?;
        let feed = self.store.feed(self.operation)?;
        let baselines = BaselineReader {
            store: self.store,
            operation: self.operation,
            zone: self.zone,
            every: self.every,
            as_of,
            skills: self.skills,
        };
        let departures = self.store.departures(self.operation)?;
        let judgements = baselines
            .judge(rules, &snapshot, &feed, &departures)
            .await?;
        Ok(Some((as_of, judgements)))
    }

    /// Reads the poll's reports, as far as these rules need them.
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
        let mut needed =
            needed_requests(rules.awake(as_of, self.zone), self.skills, as_of, self.zone);
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
            needed = further_requests(rules, &look);
        }
        Ok(snapshot)
    }
}
