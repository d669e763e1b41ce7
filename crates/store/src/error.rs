//! The errors of the store, in words for those who run the bot.

use std::{
    fs, io,
    os::unix::fs::MetadataExt as _,
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
    /// The folder holds something that cannot be read as a store, and nothing to make it again
    /// of.
    #[error(
        "the store in `{path}` is damaged, nothing in it was deleted or changed, and it has no \
         backup that can be read\n\
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
    #[error("{}", disk_error(path, source))]
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

    pub(super) fn damaged(path: &Path) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            source: None,
        }
    }

    pub(super) fn locked(path: &Path) -> Self {
        Self::Locked {
            path: path.to_owned(),
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

/// Says what keeps the folder from being used, and what to do.
fn disk_error(path: &Path, error: &io::Error) -> String {
    let shown = path.display();
    let user = rustix::process::getuid().as_raw();
    let owner = || {
        let folders = path.ancestors();
        let owners = folders.filter_map(|folder| fs::metadata(folder).ok());
        owners.map(|folder| folder.uid()).next()
    };
    let (what, hint) = match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => (
            "where the store should have its folder is a file".to_owned(),
            "move the file away, or set `store.path` or `VIGIA_STORE` to another folder".to_owned(),
        ),
        io::ErrorKind::ReadOnlyFilesystem => (
            "the file system is read-only".to_owned(),
            "mount the volume of the store without `:ro`; only `vigia.yaml` and the rules may be \
             read-only"
                .to_owned(),
        ),
        io::ErrorKind::PermissionDenied => match owner() {
            Some(owner) if owner != user => (
                format!("it belongs to user {owner}, and vigia runs as user {user}"),
                format!("run `chown -R {user} {shown}` as root"),
            ),
            Some(_) | None => (
                format!("user {user}, as whom vigia runs, may not write to it"),
                format!("run `chmod -R u+rwX {shown}`"),
            ),
        },
        _ => (
            error.to_string(),
            "the folder must be on a working disk".to_owned(),
        ),
    };
    format!("the store in `{shown}` cannot be read or written: {what}\nhint: {hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_has_its_own_sentence_and_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let text = |kind: io::ErrorKind| {
            StoreError::of_io(folder.path(), io::Error::from(kind)).to_string()
        };
        for (kind, what, hint) in [
            (io::ErrorKind::NotADirectory, "is a file", "move the file"),
            (io::ErrorKind::AlreadyExists, "is a file", "move the file"),
            (io::ErrorKind::ReadOnlyFilesystem, "is read-only", "`:ro`"),
            (io::ErrorKind::PermissionDenied, "may not write", "chmod -R"),
            (io::ErrorKind::StorageFull, "no room is left", "free disk"),
        ] {
            let text = text(kind);
            assert!(text.contains(what) && text.contains(hint), "{text}");
        }
    }

    #[test]
    fn a_store_of_another_user_names_both_and_the_command_that_helps() {
        let folder = tempfile::tempdir().unwrap();
        let user = rustix::process::getuid().as_raw();
        let owned = std::os::unix::fs::chown(folder.path(), Some(user + 7), None);
        if owned.is_err() {
            // Only root can give a folder away.
            return;
        }
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let text = StoreError::of_io(&folder.path().join("data"), denied).to_string();
        assert!(
            text.contains(&format!("belongs to user {}", user + 7)),
            "{text}"
        );
        assert!(text.contains(&format!("chown -R {user} ")), "{text}");
    }
}
