//! The time of an ordeal. It stands still unless it is led on, for the bot's process too.

use std::{fs::File, os::unix::fs::FileExt as _, path::Path, path::PathBuf, time::Duration};

use chrono::{DateTime, Utc};
use vigia_clock::Clock;

/// Who leads the clock.
pub(super) struct Time {
    file: File,
    path: PathBuf,
    clock: Clock,
}

impl Time {
    /// A clock that shows this and stands still.
    pub(super) fn at(folder: &Path, start: DateTime<Utc>) -> Self {
        let path = folder.join("clock");
        let file = File::create(&path).unwrap();
        let time = Self {
            clock: Clock::led(&path).unwrap(),
            file,
            path,
        };
        time.set(start);
        time
    }

    pub(super) fn clock(&self) -> Clock {
        self.clock.clone()
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn go_on(&self, length: Duration) {
        self.set(self.now() + length);
    }

    fn set(&self, time: DateTime<Utc>) {
        let millis = time.timestamp_millis().to_le_bytes();
        self.file.write_all_at(&millis, 0).unwrap();
    }
}
