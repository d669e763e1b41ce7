//! The folder of a store: who may read it, and the copies of sled's files that are made before
//! sled opens them. sled mends what it finds damaged by writing zeros over it, also where it gives
//! up afterwards; only a copy brings that back.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io::{self, ErrorKind},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use rustix::{fs::Mode, process::umask};

/// The copies while sled opens the originals. They are complete once they have this name.
const OPENING: &str = "opening";
const PARTIAL: &str = "opening.part";
const TRASH: &str = "opened";

/// How the names of a store's files begin.
const OURS: [&str; 7] = [
    "backups", "blobs", "conf", "damaged-", "db", "snap.", "witness-",
];

/// Creates the folder where it is missing. Nobody but the owner may read what is in it, which
/// includes the names of agents: the folder, the files that are there, and those that sled makes.
pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
    umask(Mode::from_raw_mode(0o077));
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    restrict(path, 0o700)?;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        if OURS
            .iter()
            .any(|ours| name.to_string_lossy().starts_with(ours))
        {
            let is_folder = entry.file_type()?.is_dir();
            restrict(&entry.path(), if is_folder { 0o700 } else { 0o600 })?;
        }
    }
    Ok(())
}

/// Takes rights from a file of ours. A volume may belong to another user and be open to the group
/// that vigia runs in, as containers with arbitrary users do it: that is the operator's choice.
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    let is_open = fs::symlink_metadata(path)?.permissions().mode() & 0o777 & !mode != 0;
    if !is_open {
        return Ok(());
    }
    match fs::set_permissions(path, Permissions::from_mode(mode)) {
        Err(error) if error.kind() != ErrorKind::PermissionDenied => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Waits until the names in the folder are on the disk.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Removes what sled 0.34 leaves behind where it is killed: it writes `snap.X.generating`, renames
/// it to `snap.X` and only then deletes the older one, and the half file blocks every later open
/// (spacejam/sled#1527, #1533).
pub(super) fn remove_half_snapshots(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            tracing::warn!(file = %file.display(), "removing a half-written snapshot");
            fs::remove_file(&file)?;
        }
    }
    Ok(())
}

/// Takes the lock of a folder for one process. sled has a lock of its own, which an earlier
/// version may hold.
pub(super) fn lock_folder(folder: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    let lock = options.open(folder.join("lock"))?;
    let db = match File::open(folder.join("db")) {
        Ok(db) => Some(db),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    for file in [Some(&lock), db.as_ref()].into_iter().flatten() {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(Some(lock))
}

/// Lists the files of sled.
fn engine_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_snapshot = name.starts_with("snap.") && !name.ends_with(".generating");
        if name == "db" || name == "conf" || is_snapshot {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// Copies sled's files aside, to the disk.
pub(super) fn copy_aside(folder: &Path) -> io::Result<()> {
    let partial = folder.join(PARTIAL);
    remove_folder(&partial)?;
    remove_folder(&folder.join(TRASH))?;
    fs::create_dir(&partial)?;
    copy_files(folder, &partial)?;
    fs::rename(&partial, folder.join(OPENING))?;
    sync_folder(folder)
}

/// Puts the copies back, where an opening failed or was cut short. Nothing was committed since
/// they were made.
pub(super) fn put_back(folder: &Path) -> io::Result<()> {
    if !folder.join(OPENING).is_dir() {
        return Ok(());
    }
    restore_copies(folder)?;
    drop_copies(folder)
}

/// Makes sled's files what they were, and keeps the copies.
pub(super) fn restore_copies(folder: &Path) -> io::Result<()> {
    remove_engine(folder)?;
    copy_files(&folder.join(OPENING), folder)
}

/// Drops the copies of a store that has opened well.
pub(super) fn drop_copies(folder: &Path) -> io::Result<()> {
    let trash = folder.join(TRASH);
    fs::rename(folder.join(OPENING), &trash)?;
    // Copies that came back after a crash would replace a store that went on.
    sync_folder(folder)?;
    remove_folder(&trash)
}

/// Keeps the copies of a damaged store for people to look at; returns where.
pub(super) fn keep_copies(folder: &Path) -> io::Result<PathBuf> {
    let names = (1_u32..).map(|number| folder.join(format!("damaged-{number}")));
    let kept = names.into_iter().find(|path| !path.exists());
    let kept = kept.ok_or(ErrorKind::AlreadyExists)?;
    fs::rename(folder.join(OPENING), &kept)?;
    sync_folder(folder)?;
    Ok(kept)
}

/// Removes sled's files, of which there are copies.
pub(super) fn remove_engine(folder: &Path) -> io::Result<()> {
    for file in engine_files(folder)? {
        fs::remove_file(file)?;
    }
    Ok(())
}

fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    for file in engine_files(from)? {
        let copy = to.join(file.file_name().unwrap_or_default());
        fs::copy(&file, &copy)?;
        File::open(&copy)?.sync_all()?;
    }
    sync_folder(to)
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
