//! Opens the store for one process at a time, and first repairs what a crash left behind.

use std::{
    fmt, fs,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    StoreError,
    error::InFolder,
    migrations,
    names::NameTable,
    trees::{Change, Trees},
};

/// The page cache. A poll writes at the end of its series and a read takes days of them, so
/// a larger one makes neither faster; with 16 MiB the process grows by 11 MB more over ninety
/// days.
const CACHE: u64 = 2 << 20;

/// The time between two flushes of writes that no caller waits for.
const FLUSH_EVERY_MS: u64 = 1_000;

/// The time between two attempts to open a store that another process holds.
const LOCK_RETRY: Duration = Duration::from_millis(100);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreSettings {
    /// The folder, which is created where it is missing.
    pub path: PathBuf,
    pub keep: Duration,
    /// The time to wait for a store that another process still holds: in a rolling restart
    /// the old process takes a few seconds to end.
    pub lock_wait: Duration,
}

impl StoreSettings {
    /// A store in this folder with a retention of 90 days.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            keep: Duration::from_secs(90 * 24 * 60 * 60),
            lock_wait: Duration::from_secs(10),
        }
    }
}

/// The store. Clones are the same store; the folder is free again once all are dropped.
#[derive(Clone)]
pub struct Store(Arc<StoreHandle>);

struct StoreHandle {
    settings: StoreSettings,
    db: sled::Db,
    trees: Trees,
    names: RwLock<NameTable>,
    writing: Mutex<()>,
    has_failed: AtomicBool,
}

impl Store {
    /// Opens the store, and creates it where there is none. The error is one of
    /// [`StoreError::Locked`], [`StoreError::Newer`], [`StoreError::Damaged`],
    /// [`StoreError::DiskFull`] or [`StoreError::Disk`].
    pub fn open(settings: StoreSettings) -> Result<Self, StoreError> {
        let path = &settings.path;
        fs::create_dir_all(path).map_err(|error| StoreError::of_io(path, error))?;
        let db = wait_for_lock(path, settings.lock_wait)?;
        let trees = Trees::of(&db).in_folder(path)?;
        migrations::migrate_store(&trees, path)?;
        let names = NameTable::load(&trees.names, path)?;
        Ok(Self(Arc::new(StoreHandle {
            db,
            trees,
            names: RwLock::new(names),
            writing: Mutex::new(()),
            has_failed: AtomicBool::new(false),
            settings,
        })))
    }

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
        if self.0.has_failed.load(Ordering::Acquire) {
            return Err(StoreError::Failed {
                path: self.path().to_owned(),
            });
        }
        Ok(guard)
    }

    /// Applies a change. The caller holds the guard of [`Store::writing`].
    pub(super) fn apply(&self, change: &Change) -> Result<(), StoreError> {
        let applied = change.apply(self.trees(), self.path());
        self.0.has_failed.store(applied.is_err(), Ordering::Release);
        applied
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.path()).finish()
    }
}

fn wait_for_lock(path: &Path, wait: Duration) -> Result<sled::Db, StoreError> {
    let started = Instant::now();
    loop {
        match try_open(path) {
            Err(StoreError::Locked { .. }) if started.elapsed() < wait => {
                thread::sleep(LOCK_RETRY.min(wait));
            }
            result => return result,
        }
    }
}

fn try_open(path: &Path) -> Result<sled::Db, StoreError> {
    remove_half_written_snapshots(path)?;
    let config = sled::Config::default()
        .path(path)
        .cache_capacity(CACHE)
        .flush_every_ms(Some(FLUSH_EVERY_MS));
    // sled asserts on some kinds of damage instead of returning an error.
    match panic::catch_unwind(AssertUnwindSafe(|| config.open())) {
        Ok(Ok(db)) => Ok(db),
        Ok(Err(error)) if is_lock(&error) => Err(lock_error(path)),
        Ok(Err(error)) => Err(StoreError::of_sled(path, error)),
        Err(_) => Err(StoreError::Damaged {
            path: path.to_owned(),
            source: None,
        }),
    }
}

/// sled 0.34 writes `snap.X.generating`, renames it to `snap.X` and only then deletes the
/// older one; where it was killed in between, the half file blocks every later open
/// (spacejam/sled#1527, #1533). The lock of sled's own file is held meanwhile, so that the
/// snapshot that another process is writing right now is never taken away.
fn remove_half_written_snapshots(path: &Path) -> Result<(), StoreError> {
    let in_folder = |error| StoreError::of_io(path, error);
    let lock = match fs::File::open(path.join("db")) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(in_folder(error)),
    };
    match lock.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Err(lock_error(path)),
        Err(fs::TryLockError::Error(error)) => return Err(in_folder(error)),
    }
    for entry in fs::read_dir(path).map_err(in_folder)? {
        let file = entry.map_err(in_folder)?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            tracing::warn!(file = %file.display(), "removing a half-written snapshot");
            fs::remove_file(&file).map_err(in_folder)?;
        }
    }
    Ok(())
}

fn lock_error(path: &Path) -> StoreError {
    StoreError::Locked {
        path: path.to_owned(),
    }
}

/// sled reports a held lock as text only.
fn is_lock(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(error)
        if error.to_string().starts_with("could not acquire lock"))
}
