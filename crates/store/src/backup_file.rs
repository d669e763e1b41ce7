//! The files of backups: all rows of the store as they were at one moment.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sled::IVec;

use crate::{
    frames::{FrameReader, FrameWriter, MAGIC, RowImage, broken_frame, read_frame},
    seal::StoreSeal,
    trees::Trees,
};

const HEAD: [u8; MAGIC] = *b"vigiabk1";
pub(super) const FOLDER: &str = "backups";

/// About so many bytes of rows share a frame.
const FRAME: usize = 128 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupSettings {
    pub every: Duration,
    /// The number of backups that are kept.
    pub keep: u32,
}

impl Default for BackupSettings {
    fn default() -> Self {
        Self {
            every: Duration::from_secs(6 * 60 * 60),
            keep: 4,
        }
    }
}

#[derive(Serialize, Deserialize)]
enum BackupFrame<'frame> {
    /// The time at which it was made.
    Head(DateTime<Utc>),
    Rows(#[serde(borrow)] Vec<RowImage<'frame>>),
    End(StoreSeal),
}

/// The backups of this run.
#[derive(Clone, Debug, Default)]
pub(super) struct BackupState {
    pub(super) last: Option<DateTime<Utc>>,
    /// The reason that the last attempt failed.
    pub(super) failure: Option<String>,
    /// The witness has a gap since the last backup, or that one has an older format.
    pub(super) is_needed: bool,
}

impl BackupState {
    pub(super) fn is_due(&self, now: DateTime<Utc>, every: Duration) -> bool {
        let every = TimeDelta::from_std(every).unwrap_or(TimeDelta::MAX);
        let is_old = |last: DateTime<Utc>| !(TimeDelta::zero()..every).contains(&(now - last));
        self.is_needed || self.last.is_none_or(is_old)
    }
}

/// A backup, with the number of the last change in it.
pub(super) struct BackupFile {
    pub(super) number: u64,
    pub(super) path: PathBuf,
}

/// Lists the backups, the newest first.
pub(super) fn list_backups(folder: &Path) -> io::Result<Vec<BackupFile>> {
    let entries = match fs::read_dir(folder.join(FOLDER)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut backups = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let number = name.and_then(|name| u64::from_str_radix(name.split_once('-')?.1, 16).ok());
        if let Some(number) = number {
            backups.push(BackupFile { number, path });
        }
    }
    backups.sort_unstable_by_key(|backup| std::cmp::Reverse(backup.number));
    Ok(backups)
}

impl BackupFile {
    /// Returns the time at which the backup was made; `None` where it cannot be read.
    pub(super) fn made_at(&self) -> Option<DateTime<Utc>> {
        read_head(&mut FrameReader::open(&self.path, HEAD).ok()?).ok()
    }

    /// Writes all rows of the backup into an empty store. Returns its time and its seal.
    pub(super) fn restore(&self, trees: &Trees) -> Result<(DateTime<Utc>, StoreSeal), sled::Error> {
        read_backup(&self.path, |rows| {
            for (name, tree) in trees.all() {
                let mut batch = sled::Batch::default();
                let rows = rows.iter().filter(|row| row.tree == name);
                for (key, value) in rows.filter_map(|row| Some((row.key, row.value?))) {
                    batch.insert(key, value);
                }
                tree.apply_batch(batch)?;
            }
            Ok(())
        })
    }
}

pub(super) enum WriteFailure {
    File(io::Error),
    Engine(sled::Error),
    /// The rows are others than the seal says.
    Incomplete,
}

pub(super) fn write_backup(
    path: &Path,
    trees: &Trees,
    at: DateTime<Utc>,
    seal: StoreSeal,
) -> Result<(), WriteFailure> {
    let mut writer = FrameWriter::create(path, HEAD).map_err(WriteFailure::File)?;
    let mut push = |frame: &BackupFrame<'_>| writer.push(frame).map_err(WriteFailure::File);
    push(&BackupFrame::Head(at))?;
    let mut found = StoreSeal {
        number: seal.number,
        ..StoreSeal::default()
    };
    let (mut held, mut size): (Vec<(&str, IVec, IVec)>, usize) = (Vec::new(), 0);
    for (name, tree) in trees.all() {
        for row in tree {
            let (key, value) = row.map_err(WriteFailure::Engine)?;
            size += key.len() + value.len();
            held.push((name, key, value));
            if size >= FRAME {
                push(&rows_frame(&held, &mut found))?;
                held.clear();
                size = 0;
            }
        }
    }
    push(&rows_frame(&held, &mut found))?;
    if found != seal {
        return Err(WriteFailure::Incomplete);
    }
    push(&BackupFrame::End(seal))?;
    writer.sync().map_err(WriteFailure::File)
}

fn rows_frame<'rows>(
    rows: &'rows [(&'rows str, IVec, IVec)],
    seal: &mut StoreSeal,
) -> BackupFrame<'rows> {
    let images = rows.iter().map(|(tree, key, value)| {
        let image = RowImage {
            tree,
            key,
            value: Some(value),
        };
        seal.add_row(&image);
        image
    });
    BackupFrame::Rows(images.collect())
}

/// Reads a backup to its end and compares it with its seal.
pub(super) fn read_backup<E: From<io::Error>>(
    path: &Path,
    mut each: impl FnMut(&[RowImage<'_>]) -> Result<(), E>,
) -> Result<(DateTime<Utc>, StoreSeal), E> {
    let mut reader = FrameReader::open(path, HEAD)?;
    let at = read_head(&mut reader)?;
    let mut found = StoreSeal::default();
    while let Some(bytes) = reader.read_next()? {
        match read_frame(&bytes)? {
            BackupFrame::Rows(rows) => {
                for row in &rows {
                    found.add_row(row);
                }
                each(&rows)?;
            }
            BackupFrame::End(seal) => {
                found.number = seal.number;
                if found == seal && reader.read_next()?.is_none() {
                    return Ok((at, seal));
                }
                break;
            }
            BackupFrame::Head(_) => break,
        }
    }
    Err(broken_frame().into())
}

fn read_head(reader: &mut FrameReader) -> io::Result<DateTime<Utc>> {
    let bytes = reader.read_next()?.ok_or_else(broken_frame)?;
    match read_frame(&bytes)? {
        BackupFrame::Head(at) => Ok(at),
        BackupFrame::Rows(_) | BackupFrame::End(_) => Err(broken_frame()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_due_after_its_time_and_when_the_clock_was_set_back() {
        let at = |hour: i64| DateTime::UNIX_EPOCH + TimeDelta::hours(hour);
        let every = Duration::from_secs(6 * 3_600);
        let mut state = BackupState::default();
        assert!(state.is_due(at(10), every));
        state.last = Some(at(10));
        for (now, expected) in [(10, false), (15, false), (16, true), (9, true)] {
            assert_eq!(state.is_due(at(now), every), expected, "at {now}");
        }
        state.is_needed = true;
        assert!(state.is_due(at(11), every));
    }
}
