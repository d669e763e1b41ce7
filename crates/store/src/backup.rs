//! Backups that the running bot makes of its store, and reads back before they count. A start
//! restores the newest one where the store is damaged.

use std::{fs, io};

use chrono::{DateTime, Utc};

use crate::{
    Store, StoreError,
    backup_file::{FOLDER, WriteFailure, list_backups, read_backup, write_backup},
    files::sync_folder,
    witness::forget_changes,
};

const PARTIAL: &str = "new";

impl Store {
    /// Makes a backup where one is due; writers wait meanwhile. Returns whether one was made. A
    /// failure that does not concern the store itself is logged, and tried again when this is
    /// called again.
    pub fn back_up_if_due(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let settings = self.settings().backup;
        if !self.backup_state().is_due(now, settings.every) {
            return Ok(false);
        }
        match self.back_up(now, settings.keep) {
            Ok(()) => {
                let mut state = self.backup_state();
                (state.last, state.is_needed, state.failure) = (Some(now), false, None);
                Ok(true)
            }
            Err(fault @ (StoreError::Damaged { .. } | StoreError::Failed { .. })) => Err(fault),
            Err(fault) => {
                tracing::error!(%fault, "no backup of the store could be made");
                self.backup_state().failure = Some(fault.to_string());
                Ok(false)
            }
        }
    }

    fn back_up(&self, now: DateTime<Utc>, keep: u32) -> Result<(), StoreError> {
        let in_folder = |error| StoreError::of_io(self.path(), error);
        let folder = self.path().join(FOLDER);
        fs::create_dir_all(&folder).map_err(in_folder)?;
        let partial = folder.join(PARTIAL);
        let seal = {
            let _turn = self.writing()?;
            let seal = self.begin_witness_file();
            write_backup(&partial, self.trees(), now, seal).map_err(|error| match error {
                WriteFailure::File(error) => in_folder(error),
                WriteFailure::Engine(error) => StoreError::of_sled(self.path(), error),
                WriteFailure::Incomplete => StoreError::damaged(self.path()),
            })?;
            seal
        };
        let read = read_backup(&partial, |_| Ok::<_, io::Error>(()));
        read.map_err(in_folder)?;
        let name = format!("{}-{:016x}", now.format("%Y%m%dT%H%M%SZ"), seal.number);
        fs::rename(&partial, folder.join(name)).map_err(in_folder)?;
        sync_folder(&folder).map_err(in_folder)?;
        self.forget_backups(keep).map_err(in_folder)
    }

    /// Removes surplus backups, and what the witness has from before the oldest one.
    fn forget_backups(&self, keep: u32) -> io::Result<()> {
        let backups = list_backups(self.path())?;
        let keep = usize::try_from(keep.max(1)).unwrap_or(usize::MAX);
        for surplus in backups.iter().skip(keep) {
            fs::remove_file(&surplus.path)?;
        }
        match backups.iter().take(keep).next_back() {
            Some(oldest) => forget_changes(self.path(), oldest.number),
            None => Ok(()),
        }
    }
}
