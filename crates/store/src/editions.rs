//! The editions of summaries: what was read for them, and what became of each.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Store, StoreError,
    error::InFolder,
    history::{self, NameTableDraft},
    key, record,
    trees::Change,
};
use vigia_core::{
    alerts::{Event, EventContent},
    metrics::{
        OperationName, Reading, Report, ReportRequest, SkillSelection, Snapshot, TimeWindow,
    },
    summaries::{EditionId, EditionStatus},
};

const ISSUE: &str = "an edition";

impl Store {
    /// Commits what was read for an edition and what became of it, and puts the event that
    /// tells of it into the outbox: in one transaction, on the disk when this returns. `false`
    /// where the edition had that fate before; then nothing is written.
    ///
    /// # Errors
    /// [`StoreError::WrongFacts`] or [`StoreError::Record`] for what cannot be kept; else a
    /// fault of the disk.
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
        let place = key::edition(operation, issue.edition.id());
        change.editions.insert(place, record::write(ISSUE, issue)?);
        let event = news.map(|news| Event {
            operation: operation.clone(),
            at,
            news,
        });
        self.write_outbox(event.into_iter().collect(), &mut change)?;
        self.apply(&change)?;
        self.adopt(fresh);
        Ok(true)
    }

    /// What became of an edition, where it has a fate.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn issue(
        &self,
        operation: &OperationName,
        edition: EditionId,
    ) -> Result<Option<EditionStatus>, StoreError> {
        let value = self.trees().editions.get(key::edition(operation, edition));
        value
            .in_folder(self.path())?
            .map(|value| record::read(ISSUE, &value))
            .transpose()
    }

    /// What editions have read of these questions, gaps included. What none of them asked is
    /// left out.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
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

    /// Keeps what somebody read of a day, for those who ask for it later; on the disk when
    /// this returns.
    ///
    /// # Errors
    /// As of [`Store::commit_edition`].
    pub fn keep_days(
        &self,
        operation: &OperationName,
        readings: &[Reading],
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        let fresh = self.write_days(operation, readings, &mut change)?;
        self.apply(&change)?;
        self.adopt(fresh);
        Ok(())
    }

    /// Gives back the names that are new, which are to be adopted once they are on the disk.
    fn write_days(
        &self,
        operation: &OperationName,
        readings: &[Reading],
        change: &mut Change,
    ) -> Result<Vec<Arc<str>>, StoreError> {
        let readings = self.with_known(operation, readings)?;
        let names = self.names().read().unwrap_or_else(PoisonError::into_inner);
        let mut draft = NameTableDraft::of(&names);
        let snapshot = Snapshot {
            operation: operation.clone(),
            as_of: DateTime::UNIX_EPOCH,
            readings,
        };
        history::write(&snapshot, &mut draft, &mut change.days)?;
        Ok(draft.write(&mut change.names))
    }

    fn adopt(&self, fresh: Vec<Arc<str>>) {
        let names = self.names().write();
        names.unwrap_or_else(PoisonError::into_inner).adopt(fresh);
    }

    /// These readings, and beside them what is known of other skills over the same time: they
    /// share a record. A report that failed does not take the place of one that came.
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

    /// Forgets the editions that were due before then.
    pub(super) fn forget_editions(&self, cutoff: DateTime<Utc>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        for entry in &self.trees().editions {
            let (place, value) = entry.in_folder(self.path())?;
            // One that cannot be read goes with the first sweep: nobody can use it.
            let issue = record::read::<EditionStatus>(ISSUE, &value);
            if issue.map_or(true, |issue| issue.edition.due < cutoff) {
                change.editions.remove(place);
            }
        }
        self.apply(&change)
    }
}
