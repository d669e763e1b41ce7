//! The audit log: who did what, and when. Entries are only added, and forgotten with age.

use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::{Store, StoreError, error::InFolder, key, record, trees::Change};
use vigia_core::alerts::{AuditEntry, Event};

const ENTRY: &str = "an entry of the audit log";
const NEXT: &[u8] = b"audit";

impl Store {
    /// Adds an entry, on the disk when this returns. What people do about incidents and
    /// silences is written by the functions that do it.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn note(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        self.write_audit(entry, &mut change)?;
        self.apply(&change)
    }

    /// Adds an entry, and what is to be told of it, in one transaction.
    ///
    /// # Errors
    /// A fault of the disk.
    pub fn note_and_tell(&self, entry: &AuditEntry, events: Vec<Event>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        self.write_audit(entry, &mut change)?;
        self.write_outbox(events, &mut change)?;
        self.apply(&change)
    }

    /// The last entries of a stretch of time, newest first, at most `limit`.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn audit(
        &self,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        if range.is_empty() {
            return Ok(Vec::new());
        }
        let keys = audit_time(range.start)..audit_time(range.end);
        let entries = self.trees().audit.range(keys).values().rev().take(limit);
        entries
            .map(|value| record::read(ENTRY, &value.in_folder(self.path())?))
            .collect()
    }

    pub(super) fn write_audit(
        &self,
        entry: &AuditEntry,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let number = self.take_number(NEXT, change)?;
        let mut place = audit_time(entry.at).to_vec();
        place.extend(number.to_be_bytes());
        change.audit.insert(place, record::write(ENTRY, entry)?);
        Ok(())
    }
}

/// Where the entries from then on begin.
pub(super) fn audit_time(at: DateTime<Utc>) -> [u8; 8] {
    key::time(at.timestamp_millis())
}
