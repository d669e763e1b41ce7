//! Opens the store for one process at a time, and first repairs what a crash left behind.

use std::{
    fs::File,
    path::Path,
    sync::{Arc, Mutex, OnceLock, RwLock, atomic::AtomicBool},
    thread,
    time::{Duration, Instant},
};

use crate::{
    Store, StoreError, StoreSettings,
    backup_file::BackupState,
    files,
    migrations::migrate_store,
    names::NameTable,
    open::{ChangeLog, StoreHandle},
    recovery::{SoundStore, open_sound},
    witness::WitnessWriter,
};

/// The time between two attempts to open a store that another process holds.
const LOCK_RETRY: Duration = Duration::from_millis(100);

impl Store {
    /// Opens the store, and creates it where there is none. The error is one of
    /// [`StoreError::Locked`], [`StoreError::Newer`], [`StoreError::Damaged`],
    /// [`StoreError::DiskFull`] or [`StoreError::Disk`].
    pub fn open(settings: StoreSettings) -> Result<Self, StoreError> {
        let path = &settings.path;
        let in_folder = |error| StoreError::of_io(path, error);
        files::make_private_folder(path).map_err(in_folder)?;
        let lock = wait_for_lock(path, settings.lock_wait)?;
        files::remove_half_snapshots(path).map_err(in_folder)?;
        let SoundStore {
            db,
            trees,
            seal: found,
            recovery,
            last_backup,
            needs_backup,
        } = open_sound(path)?;
        let seal = migrate_store(&trees, found, path)?;
        let names = NameTable::load(&trees.names, path)?;
        let store = Self(Arc::new(StoreHandle {
            db,
            trees,
            names: RwLock::new(names),
            writing: Mutex::new(()),
            log: Mutex::new(ChangeLog {
                seal,
                witness: WitnessWriter::new(path),
            }),
            has_failed: AtomicBool::new(false),
            turns: tokio::sync::Semaphore::new(1),
            backup: Mutex::new(BackupState {
                last: last_backup,
                failure: None,
                // The witness does not have the changes of a migration.
                is_needed: needs_backup || seal != found,
            }),
            recovery: OnceLock::new(),
            settings,
            _lock: lock,
        }));
        if let Some(mut report) = recovery {
            report.newest_poll = store.newest_poll();
            tracing::error!("{report}");
            store.keep_recovery(&report)?;
            store.0.recovery.get_or_init(|| report);
        }
        Ok(store)
    }
}

/// Waits for the folder's lock, which is held as long as the file is open.
fn wait_for_lock(path: &Path, wait: Duration) -> Result<File, StoreError> {
    let started = Instant::now();
    loop {
        let lock = files::lock_folder(path).map_err(|error| StoreError::of_io(path, error))?;
        match lock {
            Some(lock) => return Ok(lock),
            None if started.elapsed() < wait => thread::sleep(LOCK_RETRY.min(wait)),
            None => return Err(StoreError::locked(path)),
        }
    }
}
