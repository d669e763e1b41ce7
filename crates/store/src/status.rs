//! The state of the store, as the people who run the bot see it.

use chrono::{DateTime, Utc};

use crate::{RecoveryReport, Store};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoreStatus {
    /// What the start found damaged, and what became of it.
    pub recovery: Option<RecoveryReport>,
    /// The time of the newest poll that was committed, of any operation.
    pub newest_poll: Option<DateTime<Utc>>,
    /// The number of the last change, which the witness has as well.
    pub changes: u64,
    pub last_backup: Option<DateTime<Utc>>,
    /// The reason that the last backup could not be made.
    pub backup_failure: Option<String>,
    /// A write has failed: the store takes no more.
    pub has_failed: bool,
}

impl Store {
    pub fn status(&self) -> StoreStatus {
        let backups = self.backup_state().clone();
        StoreStatus {
            recovery: self.recovery().cloned(),
            newest_poll: self.newest_poll(),
            changes: self.last_change(),
            last_backup: backups.last,
            backup_failure: backups.failure,
            has_failed: self.has_failed(),
        }
    }
}
