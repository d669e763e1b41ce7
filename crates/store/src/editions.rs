//! The editions of summaries: the readings made for them, and the status of each.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Store, StoreError,
    error::InFolder,
    key,
    record::{read_record, write_record},
    trees::Change,
};
use vigia_core::{
    alerts::{Event, EventContent},
    metrics::{
        OperationName, Reading, Report, ReportRequest, SkillSelection, Snapshot, TimeWindow,
    },
    summaries::{EditionId, EditionStatus},
};

const EDITION: &str = "an edition";
const HOUR: Duration = Duration::from_secs(3_600);

impl Store {
    /// Commits the readings and the status of an edition, and puts its event into the outbox:
    /// in one transaction, on the disk when this returns. Returns `false` and writes nothing
    /// where the edition had that status before.
    pub fn commit_edition(
        &self,
        issue: &EditionStatus,
        readings: &[Reading],
        news: Option<EventContent>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let _turn = self.writing()?;
        let operation = &issue.edition.operation;
        let before = self.issue(operation, issue.edition.id())?;
        if !issue.may_follow(before.as_ref()) {
            return Ok(false);
        }
        let mut change = Change::default();
        let fresh = self.write_days(operation, readings, &mut change)?;
        let place = key::edition_key(operation, issue.edition.id());
        change.editions.insert(place, write_record(EDITION, issue)?);
        let event = news.map(|news| Event {
            operation: operation.clone(),
            at,
            news,
        });
        self.write_outbox(event.as_slice(), &mut change)?;
        self.apply(&change)?;
        self.adopt_names(fresh);
        Ok(true)
    }

    pub fn issue(
        &self,
        operation: &OperationName,
        edition: EditionId,
    ) -> Result<Option<EditionStatus>, StoreError> {
        self.get_record(
            &self.trees().editions,
            key::edition_key(operation, edition),
            EDITION,
        )
    }

    /// Returns the readings of these requests that editions have made, gaps included. A request
    /// that none of them made is left out.
    pub fn days(
        &self,
        operation: &OperationName,
        asks: &[ReportRequest],
    ) -> Result<Vec<Reading>, StoreError> {
        let wanted: BTreeSet<&ReportRequest> = asks.iter().collect();
        let records: BTreeSet<(Report, TimeWindow)> =
            asks.iter().map(|ask| (ask.report, ask.window)).collect();
        let mut found = Vec::new();
        for (report, window) in records {
            let range = window.until()..window.until() + TimeDelta::seconds(1);
            let tree = &self.trees().days;
            let read = self.readings_in(tree, operation, report, window.length(), range)?;
            found.extend(read.into_iter().filter(|read| wanted.contains(&read.ask)));
        }
        Ok(found)
    }

    /// Keeps the readings of a day for those who ask for it later; on the disk when this
    /// returns.
    pub fn keep_days(
        &self,
        operation: &OperationName,
        readings: &[Reading],
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        let fresh = self.write_days(operation, readings, &mut change)?;
        self.apply(&change)?;
        self.adopt_names(fresh);
        Ok(())
    }

    /// Returns the calls of single hours that ended in `range`, as summaries read them or as they were imported.
    pub fn hours(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
    ) -> Result<Vec<Reading>, StoreError> {
        let tree = &self.trees().days;
        self.readings_in(tree, operation, Report::ServiceLevel, HOUR, range)
    }

    fn write_days(
        &self,
        operation: &OperationName,
        readings: &[Reading],
        change: &mut Change,
    ) -> Result<Vec<Arc<str>>, StoreError> {
        let readings = self.with_known(operation, readings)?;
        let snapshot = Snapshot {
            operation: operation.clone(),
            as_of: DateTime::UNIX_EPOCH,
            readings,
        };
        self.write_snapshot(&snapshot, |change| &mut change.days, change)
    }

    /// Returns these readings and the known ones of other skills over the same time, since they
    /// share a record. A report that failed does not replace one that came.
    fn with_known(
        &self,
        operation: &OperationName,
        readings: &[Reading],
    ) -> Result<Vec<Reading>, StoreError> {
        let mut all: BTreeMap<(Report, TimeWindow, SkillSelection), Reading> = BTreeMap::new();
        let place = |ask: &ReportRequest| (ask.report, ask.window, ask.skills);
        let records: BTreeSet<(Report, TimeWindow)> = readings
            .iter()
            .map(|it| (it.ask.report, it.ask.window))
            .collect();
        for (report, window) in records {
            let range = window.until()..window.until() + TimeDelta::seconds(1);
            let tree = &self.trees().days;
            let known = self.readings_in(tree, operation, report, window.length(), range);
            match known {
                Ok(known) => all.extend(known.into_iter().map(|it| (place(&it.ask), it))),
                Err(fault) if fault.is_fault() => return Err(fault),
                // A record that cannot be read gives way to one that can.
                Err(_) => {}
            }
        }
        for reading in readings {
            let known = all.get(&place(&reading.ask));
            let has_come = known.is_some_and(|known| !known.has_failed());
            if !(has_come && reading.has_failed()) {
                all.insert(place(&reading.ask), reading.clone());
            }
        }
        Ok(all.into_values().collect())
    }

    pub(super) fn forget_editions(&self, cutoff: DateTime<Utc>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        for entry in &self.trees().editions {
            let (place, value) = entry.in_folder(self.path())?;
            // An edition that cannot be read is of no use and goes at once.
            let issue = read_record::<EditionStatus>(EDITION, &value);
            if issue.map_or(true, |issue| issue.edition.due < cutoff) {
                change.editions.remove(place);
            }
        }
        self.apply(&change)
    }
}
