//! Time that a test leads. It goes on only to what the bot waits for, as its log says, so no
//! outcome depends on how fast the machine is.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use vigia_clock::Clock;

/// A clock that stands still unless it is led on, for the bot's process too.
pub(crate) struct LedTime {
    file: File,
    path: PathBuf,
    clock: Clock,
}

impl LedTime {
    /// A clock in `folder` that shows `start`.
    pub(crate) fn start(folder: &Path, start: DateTime<Utc>) -> Self {
        let path = folder.join("clock");
        let file = File::create(&path).unwrap();
        let time = Self {
            clock: Clock::led(&path).unwrap(),
            file,
            path,
        };
        time.lead_to(start);
        time
    }

    pub(crate) fn clock(&self) -> Clock {
        self.clock.clone()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(crate) fn lead_to(&self, time: DateTime<Utc>) {
        // The file holds milliseconds. They are rounded up to the last nanosecond, because a wait that
        // ends within one would never end.
        let has_rest = !time.timestamp_subsec_nanos().is_multiple_of(1_000_000);
        let millis = time.timestamp_millis() + i64::from(has_rest);
        self.file.write_all_at(&millis.to_le_bytes(), 0).unwrap();
    }
}

/// What the bot's log says of its polls and its outbox. The log may hold several lives.
pub(crate) struct BotLog {
    path: PathBuf,
    read: u64,
    part: String,
    /// The mark of the last poll that was kept.
    pub(crate) kept: DateTime<Utc>,
    /// When the next poll is read, where the bot has said so in this life.
    due: Option<DateTime<Utc>>,
    /// When a request that failed is made again.
    retry: Option<DateTime<Utc>>,
    /// Whether nothing waits in the outbox since the last poll.
    pub(crate) is_drained: bool,
}

impl BotLog {
    /// The log at `path`, of a bot that has kept no poll yet.
    pub(crate) fn open(path: PathBuf) -> Self {
        Self {
            path,
            read: 0,
            part: String::new(),
            kept: DateTime::UNIX_EPOCH,
            due: None,
            retry: None,
            is_drained: false,
        }
    }

    /// Reads on, and returns whether another poll was kept.
    pub(crate) fn read_on(&mut self) -> bool {
        let mut file = File::open(&self.path).unwrap();
        file.seek(SeekFrom::Start(self.read)).unwrap();
        let mut new = Vec::new();
        self.read += u64::try_from(file.read_to_end(&mut new).unwrap()).unwrap();
        self.part.push_str(&String::from_utf8_lossy(&new));
        let before = self.kept;
        while let Some(end) = self.part.find('\n') {
            let line: String = self.part.drain(..=end).collect();
            self.read_line(&line);
        }
        self.kept > before
    }

    fn read_line(&mut self, line: &str) {
        // A bot that dies between keeping a poll and saying so says it in its next life.
        if line.contains(" polled ") || line.contains(" resumed ") {
            let after = line.split_once("as_of=").map(|(_, after)| after);
            if let Some((time, _)) = after.and_then(|after| after.split_once(" UTC")) {
                let time = (time.replace(' ', "T") + "Z").parse().unwrap();
                self.kept = self.kept.max(time);
                // The outbox is looked at again only where there is something new.
                self.is_drained &= !line.contains(" polled ") || line.contains(" events=0");
            }
        } else if line.contains(" waiting for a poll ") {
            self.due = time_at(line);
        } else if line.contains(" a request to wolkvox failed and is tried again ") {
            self.retry = time_at(line);
        } else if line.contains(" outbox empty") {
            self.is_drained = true;
        }
    }

    /// Forgets what the last life was waiting for.
    pub(crate) fn begin_life(&mut self) {
        self.read_on();
        (self.due, self.retry, self.is_drained) = (None, None, false);
    }

    /// The time that the bot waits for, where that is not `now` or before it.
    pub(crate) fn next_time(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let times = [self.due, self.retry].into_iter().flatten();
        times.filter(|time| *time > now).min()
    }
}

/// The time in the field `at` of a line.
fn time_at(line: &str) -> Option<DateTime<Utc>> {
    let (_, after) = line.rsplit_once(" at=")?;
    Some(after.split_whitespace().next()?.parse().unwrap())
}
