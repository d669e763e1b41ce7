//! Opens sled's files so that nothing is lost silently: what it finds must carry its seal and be
//! as new as the witness says. Otherwise the store is completed from the witness, or rebuilt from
//! a backup and the witness, or refused with each file as it was.

use std::{
    cmp::Reverse,
    fmt,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    StoreError,
    backup_file::{BackupFile, list_backups},
    error::InFolder,
    files,
    panics::catch_panic,
    seal::StoreSeal,
    trees::{Change, Trees},
    witness::WitnessLog,
};

/// The page cache. A poll writes at the end of its series and a read takes days of them, so
/// a larger one makes neither faster; with 16 MiB the process grows by 11 MB more over ninety
/// days.
const CACHE: u64 = 2 << 20;

/// The time between two flushes of writes that no caller waits for.
const FLUSH_EVERY_MS: u64 = 1_000;

/// The time for which sled may hold its files after they were closed.
const CLOSING: Duration = Duration::from_secs(10);

/// What a start found wrong with the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoreDamage {
    /// It could not be opened, or not be read to its end.
    Unreadable,
    /// Rows in the middle were missing.
    Incomplete,
    /// The newest changes were missing.
    Behind { changes: u64 },
}

/// What a damaged store was recovered from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecoveryBase {
    /// The store itself, which held older changes well.
    Store,
    /// A backup that was made at this time.
    Backup(DateTime<Utc>),
    /// The witness alone: it goes back to the beginning of the store.
    Witness,
}

/// The result of a recovery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryReport {
    pub damage: StoreDamage,
    pub base: RecoveryBase,
    /// The changes that were taken from the witness.
    pub completed: u64,
    /// The changes that are known to be lost.
    pub lost: u64,
    /// The witness was damaged as well, so more may be lost than is known.
    pub may_lack_more: bool,
    /// The time of the newest poll that was recovered.
    pub newest_poll: Option<DateTime<Utc>>,
    /// The folder with the damaged files, each as it was.
    pub kept: PathBuf,
}

impl fmt::Display for RecoveryReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.damage {
            StoreDamage::Unreadable => write!(f, "The store could not be read")?,
            StoreDamage::Incomplete => write!(f, "A part of the store was missing")?,
            StoreDamage::Behind { changes } => {
                write!(f, "The newest {changes} changes of the store were missing")?;
            }
        }
        match self.base {
            RecoveryBase::Store => write!(f, "; it was completed")?,
            RecoveryBase::Backup(at) => {
                let at = at.format("%Y-%m-%d %H:%M UTC");
                write!(f, "; it was restored from the backup of {at}")?;
            }
            RecoveryBase::Witness => write!(f, "; it was made again")?,
        }
        write!(f, " with {} changes of the witness. ", self.completed)?;
        let after = self.newest_poll.map_or_else(String::new, |poll| {
            let poll = poll.format("%Y-%m-%d %H:%M UTC");
            format!(": polls, and what people did, after {poll}")
        });
        match (self.lost, self.may_lack_more) {
            (0, false) => write!(f, "Nothing is lost. ")?,
            (0, true) => write!(f, "The newest changes may be lost{after}. ")?,
            (lost, _) => write!(f, "{lost} changes are lost{after}. ")?,
        }
        write!(f, "The damaged files are in `{}`.", self.kept.display())
    }
}

/// A store whose rows were all read.
pub(super) struct SoundStore {
    pub(super) db: sled::Db,
    pub(super) trees: Trees,
    pub(super) seal: StoreSeal,
    pub(super) recovery: Option<RecoveryReport>,
    pub(super) last_backup: Option<DateTime<Utc>>,
    /// Set where the witness does not lead from the newest backup to the store.
    pub(super) needs_backup: bool,
}

/// Opens the store in a folder whose lock the caller holds.
pub(super) fn open_sound(path: &Path) -> Result<SoundStore, StoreError> {
    let in_folder = |error| StoreError::of_io(path, error);
    files::put_back(path).map_err(in_folder)?;
    files::copy_aside(path).map_err(in_folder)?;
    let log = WitnessLog::read(path).map_err(in_folder)?;
    let backups = list_backups(path).map_err(in_folder)?;
    let recovery = StoreRecovery { path, log, backups };
    let opened = recovery.open().and_then(|mut store| {
        match &mut store.recovery {
            Some(report) => report.kept = files::keep_copies(path).map_err(in_folder)?,
            None => files::drop_copies(path).map_err(in_folder)?,
        }
        Ok(store)
    });
    if opened.is_err() {
        files::put_back(path).map_err(in_folder)?;
    }
    opened
}

struct StoreRecovery<'path> {
    path: &'path Path,
    log: WitnessLog,
    backups: Vec<BackupFile>,
}

/// What a store is recovered from.
#[derive(Clone, Copy)]
enum RecoverySource<'backup> {
    Store,
    Backup(&'backup BackupFile),
    Witness,
}

impl StoreRecovery<'_> {
    fn open(&self) -> Result<SoundStore, StoreError> {
        let newest = self.log.newest().max(self.backed_up());
        let engine = match EngineFiles::open(self.path) {
            Ok(engine) => engine,
            Err(StoreError::Damaged { .. }) => {
                return self.recover(None, StoreDamage::Unreadable);
            }
            Err(error) => return Err(error),
        };
        let Some(seal) = engine.sound_seal(newest == 0) else {
            engine.close();
            return self.recover(None, StoreDamage::Incomplete);
        };
        let behind = newest.saturating_sub(seal.number);
        // A crash came between the two writes of a change.
        if behind <= 1 && self.log.reach(seal.number) >= newest {
            let seal = engine.complete(seal, &self.log, self.path)?;
            return Ok(self.sound(engine, seal, None));
        }
        engine.close();
        self.recover(Some(seal.number), StoreDamage::Behind { changes: behind })
    }

    /// Takes the source that reaches furthest, and the newest of those that reach as far. A source
    /// that turns out to be damaged gives way to the next.
    fn recover(&self, own: Option<u64>, damage: StoreDamage) -> Result<SoundStore, StoreError> {
        let own = own.map(|number| (number, RecoverySource::Store));
        let backups = self.backups.iter();
        let backups = backups.map(|backup| (backup.number, RecoverySource::Backup(backup)));
        let witness = (self.log.reach(0) > 0).then_some((0, RecoverySource::Witness));
        let mut sources: Vec<_> = own.into_iter().chain(backups).chain(witness).collect();
        sources.sort_by_key(|(number, _)| Reverse(self.log.reach(*number)));
        for (number, source) in sources {
            match self.rebuild(source) {
                Ok((engine, seal, base)) => {
                    let newest = self.log.newest().max(self.backed_up());
                    let report = RecoveryReport {
                        damage,
                        base,
                        completed: seal.number - number,
                        lost: newest.saturating_sub(seal.number),
                        may_lack_more: self.log.is_cut,
                        newest_poll: None,
                        kept: PathBuf::new(),
                    };
                    return Ok(self.sound(engine, seal, Some(report)));
                }
                Err(StoreError::Damaged { .. }) => {
                    tracing::warn!(change = number, "a backup of the store is damaged as well");
                }
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::damaged(self.path))
    }

    /// Makes sled's files again. The damaged ones were copied, and are put back if this is cut
    /// short.
    fn rebuild(
        &self,
        source: RecoverySource<'_>,
    ) -> Result<(EngineFiles, StoreSeal, RecoveryBase), StoreError> {
        let in_folder = |error| StoreError::of_io(self.path, error);
        match source {
            RecoverySource::Store => files::restore_copies(self.path),
            RecoverySource::Backup(_) | RecoverySource::Witness => files::remove_engine(self.path),
        }
        .map_err(in_folder)?;
        let engine = EngineFiles::open(self.path)?;
        let (seal, base) = match source {
            RecoverySource::Store => (engine.sound_seal(false), RecoveryBase::Store),
            RecoverySource::Witness => (engine.sound_seal(true), RecoveryBase::Witness),
            RecoverySource::Backup(backup) => {
                let restored = catch_panic(|| backup.restore(&engine.trees));
                let restored = restored.ok_or_else(|| StoreError::damaged(self.path))?;
                let (at, seal) = restored.in_folder(self.path)?;
                (Some(seal), RecoveryBase::Backup(at))
            }
        };
        let seal = seal.ok_or_else(|| StoreError::damaged(self.path))?;
        let seal = engine.complete(seal, &self.log, self.path)?;
        engine.close();
        let engine = EngineFiles::open(self.path)?;
        let is_whole = engine.sound_seal(false) == Some(seal);
        is_whole
            .then_some((engine, seal, base))
            .ok_or_else(|| StoreError::damaged(self.path))
    }

    fn sound(
        &self,
        engine: EngineFiles,
        seal: StoreSeal,
        recovery: Option<RecoveryReport>,
    ) -> SoundStore {
        SoundStore {
            db: engine.db,
            trees: engine.trees,
            seal,
            needs_backup: recovery.is_some() || self.log.reach(self.backed_up()) < seal.number,
            last_backup: self.backups.first().and_then(BackupFile::made_at),
            recovery,
        }
    }

    fn backed_up(&self) -> u64 {
        self.backups.first().map_or(0, |backup| backup.number)
    }
}

/// sled's files, opened and read to their end.
struct EngineFiles {
    db: sled::Db,
    trees: Trees,
    /// The seal that the store carries.
    written: Option<StoreSeal>,
    /// The seal that its rows give.
    computed: StoreSeal,
}

impl EngineFiles {
    fn open(path: &Path) -> Result<Self, StoreError> {
        let started = Instant::now();
        let db = loop {
            let config = sled::Config::default()
                .path(path)
                .cache_capacity(CACHE)
                .flush_every_ms(Some(FLUSH_EVERY_MS));
            match catch_panic(|| config.open()) {
                Some(Ok(db)) => break db,
                // sled's threads end a moment after the store was closed.
                Some(Err(error)) if is_lock(&error) && started.elapsed() < CLOSING => {
                    thread::sleep(Duration::from_millis(5));
                }
                Some(Err(error)) if is_lock(&error) => return Err(StoreError::locked(path)),
                Some(Err(error)) => return Err(StoreError::of_sled(path, error)),
                None => return Err(StoreError::damaged(path)),
            }
        };
        let read = catch_panic(|| {
            let trees = Trees::of(&db)?;
            let written = StoreSeal::written(&trees)?;
            let number = written.map_or(0, |seal| seal.number);
            let computed = StoreSeal::computed(&trees, number)?;
            Ok((trees, written, computed))
        });
        match read {
            Some(Ok((trees, written, computed))) => Ok(Self {
                db,
                trees,
                written,
                computed,
            }),
            failed => {
                catch_panic(|| drop(db));
                let failed = failed.and_then(Result::err);
                Err(failed.map_or_else(
                    || StoreError::damaged(path),
                    |error| StoreError::of_sled(path, error),
                ))
            }
        }
    }

    /// Returns the seal, where the rows fit it. A store without one is a new one, or of an earlier
    /// version, where there is no witness either.
    fn sound_seal(&self, may_be_new: bool) -> Option<StoreSeal> {
        match self.written {
            None if may_be_new => Some(self.computed),
            written => written.filter(|seal| *seal == self.computed),
        }
    }

    /// Applies the changes that the witness has after those of the store.
    fn complete(
        &self,
        seal: StoreSeal,
        log: &WitnessLog,
        path: &Path,
    ) -> Result<StoreSeal, StoreError> {
        let mut seal = seal;
        let completed = catch_panic(|| {
            log.replay(seal.number, |change| {
                let after = seal.after(&change, &self.trees)?;
                change.write(after.batch()?, &self.trees)?;
                seal = after;
                Ok(())
            })?;
            if self.written == Some(seal) {
                return Ok(());
            }
            Change::default().apply(seal.batch()?, &self.trees)
        });
        let completed = completed.ok_or_else(|| StoreError::damaged(path))?;
        completed.in_folder(path)?;
        Ok(seal)
    }

    /// Closes the files, which are damaged perhaps.
    fn close(self) {
        catch_panic(|| drop(self));
    }
}

/// sled reports a held lock as text only.
fn is_lock(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(error)
        if error.to_string().starts_with("could not acquire lock"))
}
