//! Small facts of each operation: the last poll, how the reports could be read, the names of
//! skills, and the requests spent today.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    RecoveryReport, Store, StoreError,
    error::InFolder,
    record::{read_record, write_record},
    trees::Change,
};
use vigia_core::{
    alerts::Event,
    health::OpsLedger,
    metrics::{FeedState, OperationName, SkillNames},
};

const LAST_POLL: &str = "the last poll";
const FEED: &str = "how the reports can be read";
const SKILLS: &str = "the names of skills";
const OPS_LEDGER: &str = "the problems that were posted";
const SPENT: &str = "the calls spent";
const IDENTIFIES: &str = "the sessions begun with Discord";
const RECOVERY: &str = "the report of a recovery";
const IMPORT: &str = "an import of the past";
const UNTOLD: &[u8] = b"recovery";

const OPS_KEY: &[u8] = b"ops/ledger";

/// The imported time, and when that was.
type Imported = (DateTime<Utc>, DateTime<Utc>, DateTime<Utc>);

/// More names than an operation has; beyond it, a record would be too large.
const MOST_SKILLS: usize = 1_000;

impl Store {
    /// Keeps the report of a recovery until it was passed on.
    pub(super) fn keep_recovery(&self, report: &RecoveryReport) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        change.meta.insert(UNTOLD, write_record(RECOVERY, report)?);
        self.apply(&change)
    }

    /// Returns the report of a recovery that was not passed on yet, perhaps by an earlier start.
    pub fn untold_recovery(&self) -> Result<Option<RecoveryReport>, StoreError> {
        self.get_record(&self.trees().meta, UNTOLD, RECOVERY)
    }

    /// Puts the notice of a recovery into the outbox, and forgets the report; on the disk when
    /// this returns.
    pub fn pass_on_recovery(&self, notice: Option<&Event>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        change.meta.remove(UNTOLD);
        self.write_outbox(notice.map_or(&[], std::slice::from_ref), &mut change)?;
        self.apply(&change)
    }

    /// Returns the time of the newest committed poll of any operation.
    pub(super) fn newest_poll(&self) -> Option<DateTime<Utc>> {
        let polls = self.trees().meta.scan_prefix("poll/").values();
        let polls = polls.filter_map(|value| read_record(LAST_POLL, &value.ok()?).ok());
        polls.max()
    }

    /// Returns the time as of which the last committed poll of the operation was.
    pub fn last_poll(
        &self,
        operation: &OperationName,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.get_record(&self.trees().meta, state_key("poll/", operation), LAST_POLL)
    }

    pub(super) fn write_last_poll(
        operation: &OperationName,
        as_of: DateTime<Utc>,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let value = write_record(LAST_POLL, &as_of)?;
        change.meta.insert(state_key("poll/", operation), value);
        Ok(())
    }

    pub(super) fn forget_last_poll(operation: &OperationName, change: &mut Change) {
        change.meta.remove(state_key("poll/", operation));
    }

    /// Returns how the reports could be read at the last poll that found out.
    pub fn feed(&self, operation: &OperationName) -> Result<FeedState, StoreError> {
        let feed = self.get_record(&self.trees().meta, state_key("feed/", operation), FEED);
        Ok(feed?.unwrap_or_default())
    }

    pub(super) fn write_feed(
        operation: &OperationName,
        feed: &FeedState,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let value = write_record(FEED, feed)?;
        change.meta.insert(state_key("feed/", operation), value);
        Ok(())
    }

    /// Returns the problems that the people who run the bot were notified of. A record that cannot be read
    /// costs a repeated post, and is no error.
    pub fn ops_ledger(&self) -> Result<OpsLedger, StoreError> {
        match self.get_record(&self.trees().meta, OPS_KEY, OPS_LEDGER) {
            Err(StoreError::Unreadable { .. }) => Ok(OpsLedger::default()),
            ledger => Ok(ledger?.unwrap_or_default()),
        }
    }

    /// Keeps the posted problems together with their posts, on the disk when this returns.
    pub fn save_ops_ledger(&self, ledger: &OpsLedger, events: &[Event]) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        change
            .meta
            .insert(OPS_KEY, write_record(OPS_LEDGER, ledger)?);
        self.write_outbox(events, &mut change)?;
        self.apply(&change)
    }

    /// Keeps the names of the operation's skills, on the disk when this returns. A card that
    /// is posted right after a start, before the list was read, takes them from here.
    pub fn keep_skills(
        &self,
        operation: &OperationName,
        names: &SkillNames,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let names = names.0.iter().take(MOST_SKILLS);
        let names: Vec<_> = names.map(|(skill, name)| (*skill, name.clone())).collect();
        let mut change = Change::default();
        let value = write_record(SKILLS, &names)?;
        change.meta.insert(state_key("skills/", operation), value);
        self.apply(&change)
    }

    /// Returns the names of the operation's skills as they were last kept.
    pub fn skills(&self, operation: &OperationName) -> Result<SkillNames, StoreError> {
        let key = state_key("skills/", operation);
        let names: Option<Vec<_>> = self.get_record(&self.trees().meta, key, SKILLS)?;
        Ok(SkillNames(names.unwrap_or_default().into_iter().collect()))
    }

    /// Keeps the number of requests that the operation has spent on that day. The background
    /// flush writes it to the disk within a second.
    pub fn save_spent(
        &self,
        operation: &OperationName,
        day: NaiveDate,
        calls: u64,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let value = write_record(SPENT, &(day, calls))?;
        let written = self.trees().spent.insert(operation.as_str(), value);
        written.in_folder(self.path())?;
        Ok(())
    }

    /// Adds the count to a change: a store that is recovered from the witness must not begin
    /// again with the count of its last backup.
    pub(super) fn write_spent(
        &self,
        operation: &OperationName,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let spent = self.trees().spent.get(operation.as_str());
        if let Some(spent) = spent.in_folder(self.path())? {
            change.spent.insert(operation.as_str(), spent);
        }
        Ok(())
    }

    /// Returns the last day on which the operation made requests, and their number.
    pub fn spent(&self, operation: &OperationName) -> Result<Option<(NaiveDate, u64)>, StoreError> {
        self.get_record(&self.trees().spent, operation.as_str(), SPENT)
    }

    /// Notes that the hours of that time were imported, and not read hour by hour.
    pub fn note_import(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        let value = write_record(IMPORT, &(range.start, range.end, at))?;
        change.meta.insert(state_key("import/", operation), value);
        self.apply(&change)
    }

    /// Returns the time whose hours were imported; `None` where none were.
    pub fn imported(
        &self,
        operation: &OperationName,
    ) -> Result<Option<Range<DateTime<Utc>>>, StoreError> {
        let key = state_key("import/", operation);
        let import = self.get_record::<Imported>(&self.trees().meta, key, IMPORT)?;
        Ok(import.map(|(from, until, _)| from..until))
    }

    /// Returns the times at which sessions with Discord were begun, as they were last kept.
    pub fn identifies(&self) -> Result<Vec<DateTime<Utc>>, StoreError> {
        let times = self.get_record(&self.trees().meta, "identifies", IDENTIFIES)?;
        Ok(times.unwrap_or_default())
    }

    /// Keeps the times at which sessions with Discord were begun, on the disk when this returns: the
    /// process may be restarted again and again.
    pub fn keep_identifies(&self, times: &[DateTime<Utc>]) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        change
            .meta
            .insert("identifies", write_record(IDENTIFIES, &times.to_vec())?);
        self.apply(&change)
    }
}

fn state_key(head: &str, operation: &OperationName) -> Vec<u8> {
    [head.as_bytes(), operation.as_str().as_bytes()].concat()
}
