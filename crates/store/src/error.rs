//! The errors of the store, in words for those who run the bot.

use std::{
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use thiserror::Error;

use vigia_core::metrics::{OperationName, Report, ReportRequest};

/// An error of the store. [`StoreError::is_fault`] says whether the process can go on.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error(
        "another process holds the store in `{path}`\n\
         hint: stop the other vigia, or give this one a folder of its own"
    )]
    Locked { path: PathBuf },
    /// A newer vigia has written the store.
    #[error(
        "the store in `{path}` has format {found}, expected {known} or older\n\
         hint: run the vigia that wrote it, or restore a copy from before the upgrade"
    )]
    Newer {
        path: PathBuf,
        found: u32,
        /// The newest format that this program knows.
        known: u32,
    },
    /// The folder holds something that cannot be read as a store.
    #[error(
        "the store in `{path}` is damaged, nothing in it was deleted\n\
         hint: move the folder away, then restore a copy of it or start with an empty one"
    )]
    Damaged {
        path: PathBuf,
        source: Option<sled::Error>,
    },
    /// There is no room to write. What was committed before is safe.
    #[error(
        "no room is left to write the store in `{path}`, all that was committed is safe\n\
         hint: free disk space or raise the limit, then start vigia again"
    )]
    DiskFull { path: PathBuf, source: io::Error },
    /// The folder cannot be made, read or written.
    #[error(
        "the store in `{path}` cannot be read or written\n\
         hint: the folder must be on a working disk and belong to the user vigia runs as"
    )]
    Disk { path: PathBuf, source: io::Error },
    /// A write failed before. What memory and disk hold may differ since then.
    #[error(
        "the store in `{path}` takes no more writes since one has failed\n\
         hint: start vigia again, it goes on from the last write that was safe"
    )]
    Failed { path: PathBuf },
    /// The poll is not later than the last one committed, so it is in the store already.
    #[error("the poll of `{operation}` as of {as_of} is not later than the last, {last}")]
    AlreadyCommitted {
        operation: OperationName,
        /// The poll that was to be committed.
        as_of: DateTime<Utc>,
        /// The last poll that was.
        last: DateTime<Utc>,
    },
    /// A reading holds the facts of another report than was asked for.
    #[error("the question for {ask} was answered with facts of {found}")]
    WrongFacts { ask: ReportRequest, found: Report },
    /// One record is there and cannot be read.
    #[error(
        "{what} in the store cannot be read, nothing was deleted: {why}\n\
         hint: if another version of vigia wrote it, run that one until nothing is open, or \
         start with an empty folder"
    )]
    Unreadable {
        /// The kind of record, such as `an alert`.
        what: &'static str,
        why: String,
    },
    /// One record cannot be written, or a part of it cannot be read.
    #[error("the record of {what} cannot be kept: {why}")]
    Record { what: &'static str, why: String },
    /// The program ends before the work was begun.
    #[error("the store is closing")]
    Closing,
}

impl StoreError {
    /// Returns whether the store itself failed, so that the process should end: it takes no
    /// more writes after one that failed, and a new start repairs it.
    pub fn is_fault(&self) -> bool {
        match self {
            Self::Locked { .. }
            | Self::Newer { .. }
            | Self::Damaged { .. }
            | Self::DiskFull { .. }
            | Self::Disk { .. }
            | Self::Failed { .. }
            | Self::Closing => true,
            Self::AlreadyCommitted { .. }
            | Self::WrongFacts { .. }
            | Self::Record { .. }
            | Self::Unreadable { .. } => false,
        }
    }

    pub(super) fn of_sled(path: &Path, error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => Self::of_io(path, error),
            error @ (sled::Error::Corruption { .. }
            | sled::Error::CollectionNotFound(_)
            | sled::Error::Unsupported(_)
            | sled::Error::ReportableBug(_)) => Self::Damaged {
                path: path.to_owned(),
                source: Some(error),
            },
        }
    }

    pub(super) fn of_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull { path, source },
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => Self::Damaged {
                path,
                source: Some(sled::Error::Io(source)),
            },
            _ => Self::Disk { path, source },
        }
    }
}

/// Says which folder a failure of sled is about.
pub(super) trait InFolder<T> {
    fn in_folder(self, path: &Path) -> Result<T, StoreError>;
}

impl<T> InFolder<T> for Result<T, sled::Error> {
    fn in_folder(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|error| StoreError::of_sled(path, error))
    }
}
