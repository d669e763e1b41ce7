//! The open store: its settings, its one writer, and how a change is applied.

use std::{
    fmt,
    fs::File,
    panic,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{
    BackupSettings, RecoveryReport, StoreError,
    backup_file::BackupState,
    error::InFolder,
    names::NameTable,
    seal::StoreSeal,
    trees::{Change, Trees},
    witness::WitnessWriter,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreSettings {
    /// The folder, which is created where it is missing.
    pub path: PathBuf,
    pub keep: Duration,
    /// The time to wait for a store that another process still holds: in a rolling restart
    /// the old process takes a few seconds to end.
    pub lock_wait: Duration,
    pub backup: BackupSettings,
}

impl StoreSettings {
    /// A store in this folder with a retention of 90 days.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            keep: Duration::from_secs(90 * 24 * 60 * 60),
            lock_wait: Duration::from_secs(10),
            backup: BackupSettings::default(),
        }
    }
}

/// The store. Clones are the same store; the folder is free again once all are dropped.
#[derive(Clone)]
pub struct Store(pub(super) Arc<StoreHandle>);

pub(super) struct StoreHandle {
    pub(super) settings: StoreSettings,
    pub(super) db: sled::Db,
    pub(super) trees: Trees,
    pub(super) names: RwLock<NameTable>,
    pub(super) writing: Mutex<()>,
    pub(super) log: Mutex<ChangeLog>,
    pub(super) has_failed: AtomicBool,
    /// Lets the commits of many operations come one after the other, so that they do not fill the threads that may
    /// wait for the disk: what is to be delivered would wait behind all of them.
    pub(super) turns: tokio::sync::Semaphore,
    pub(super) backup: Mutex<BackupState>,
    pub(super) recovery: OnceLock<RecoveryReport>,
    /// Dropped last: sled's files are closed by then.
    pub(super) _lock: File,
}

/// The number of the last change, and where the next is written before it is applied.
pub(super) struct ChangeLog {
    pub(super) seal: StoreSeal,
    pub(super) witness: WitnessWriter,
}

impl Store {
    /// Does work on the store on a thread that may wait for the disk. Where the program ends
    /// before it, the error is [`StoreError::Closing`].
    pub async fn blocking<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    {
        let store = self.clone();
        match tokio::task::spawn_blocking(move || work(&store)).await {
            Ok(result) => result,
            Err(failure) => match failure.try_into_panic() {
                Ok(payload) => panic::resume_unwind(payload),
                Err(_) => Err(StoreError::Closing),
            },
        }
    }

    /// Does the same once earlier work of this kind is done.
    pub async fn in_turn<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = self.0.turns.acquire().await;
        let done = self.blocking(work).await;
        drop(turn);
        done
    }

    /// Waits until all that was written is on the disk.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.0.db.flush().in_folder(self.path())?;
        Ok(())
    }

    /// Returns the size of the store on the disk in bytes.
    pub fn size_on_disk(&self) -> Result<u64, StoreError> {
        self.0.db.size_on_disk().in_folder(self.path())
    }

    pub fn settings(&self) -> &StoreSettings {
        &self.0.settings
    }

    pub(super) fn path(&self) -> &Path {
        &self.0.settings.path
    }

    pub(super) fn trees(&self) -> &Trees {
        &self.0.trees
    }

    pub(super) fn names(&self) -> &RwLock<NameTable> {
        &self.0.names
    }

    /// Lets one writer at a time in, so that what it read before its transaction still holds in
    /// it, and none after a write that failed: memory may be ahead of the disk since then.
    pub(super) fn writing(&self) -> Result<MutexGuard<'_, ()>, StoreError> {
        let guard = self
            .0
            .writing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if self.has_failed() {
            return Err(StoreError::Failed {
                path: self.path().to_owned(),
            });
        }
        Ok(guard)
    }

    /// Applies a change: first to the witness, then to the store, both on the disk when this
    /// returns. The caller holds the guard of [`Store::writing`].
    pub(super) fn apply(&self, change: &Change) -> Result<(), StoreError> {
        if change.is_empty(self.trees()) {
            return Ok(());
        }
        let applied = self.apply_witnessed(change);
        self.0.has_failed.store(applied.is_err(), Ordering::Release);
        applied
    }

    fn apply_witnessed(&self, change: &Change) -> Result<(), StoreError> {
        let mut log = self.0.log.lock().unwrap_or_else(PoisonError::into_inner);
        let seal = log.seal.after(change, self.trees());
        let seal = seal.in_folder(self.path())?;
        let witnessed = log.witness.append(seal.number, change, self.trees());
        witnessed.map_err(|error| StoreError::of_io(self.path(), error))?;
        let batch = seal.batch().in_folder(self.path())?;
        change.apply(batch, self.trees()).in_folder(self.path())?;
        log.seal = seal;
        Ok(())
    }

    /// Lets the witness begin a new file, and returns the seal of the last change. The caller
    /// holds the guard of [`Store::writing`].
    pub(super) fn begin_witness_file(&self) -> StoreSeal {
        let mut log = self.0.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.witness.begin_file();
        log.seal
    }

    pub(super) fn last_change(&self) -> u64 {
        let log = self.0.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.seal.number
    }

    pub(super) fn has_failed(&self) -> bool {
        self.0.has_failed.load(Ordering::Acquire)
    }

    pub(super) fn backup_state(&self) -> MutexGuard<'_, BackupState> {
        let state = self.0.backup.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what the start found damaged and recovered.
    pub fn recovery(&self) -> Option<&RecoveryReport> {
        self.0.recovery.get()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.path()).finish()
    }
}
