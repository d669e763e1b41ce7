//! Forgets what is older than it is to be kept, a bounded number of records at a time.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Store, StoreError,
    audit::audit_time,
    error::InFolder,
    history::{self, HistoryKey},
    key,
    trees::Change,
};
use vigia_core::alerts::EventSubject;

/// How many records of a kind one call removes at most: about 50 ms of work.
const BATCH: usize = 5_000;

/// How long a silence that is over is known: polls that were missed are judged by what held
/// at their time.
const SILENCE_AFTERLIFE: TimeDelta = TimeDelta::days(1);

/// How long days are kept at least, so that each has the four weeks before it to be compared
/// with.
const BASELINES: TimeDelta = TimeDelta::days(40);

/// What a call of [`Store::prune`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PruneResult {
    /// How many records are gone.
    pub rows: usize,
    /// Whether nothing is left to remove; else the next call goes on.
    pub is_done: bool,
}

impl Store {
    /// Forgets history, incidents that are over, the audit log, and messages that are older
    /// than [`Settings::keep`](crate::Settings::keep). Bounded work: meant to be called
    /// every hour, and again at once while it is not done and nothing else waits.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn prune(&self, now: DateTime<Utc>) -> Result<PruneResult, StoreError> {
        let cutoff = TimeDelta::from_std(self.settings().keep)
            .ok()
            .and_then(|keep| now.checked_sub_signed(keep));
        let Some(cutoff) = cutoff else {
            return Ok(PruneResult {
                rows: 0,
                is_done: true,
            });
        };
        self.forget_messages(cutoff)?;
        self.forget_silences(now)?;
        self.forget_editions(cutoff)?;
        let trees = self.trees();
        let forgotten = [
            Self::forget_history(&trees.history, cutoff),
            Self::forget_history(&trees.days, cutoff.min(now - BASELINES)),
            Self::forget_moments(&trees.closed, cutoff),
            Self::forget_moments(&trees.disturbed, cutoff),
            self.forget_audit(cutoff),
        ];
        let mut pruned = PruneResult {
            rows: 0,
            is_done: true,
        };
        for rows in forgotten {
            let rows = rows.in_folder(self.path())?;
            pruned.rows += rows;
            pruned.is_done &= rows < BATCH;
        }
        Ok(pruned)
    }

    /// Goes from series to series (operation, report and window), and in each from its
    /// oldest record up to the cutoff; the records that stay are not read.
    fn forget_history(tree: &sled::Tree, cutoff: DateTime<Utc>) -> Result<usize, sled::Error> {
        let mut old = sled::Batch::default();
        let mut rows = 0;
        let mut next = tree.first()?;
        while let Some((first, _)) = next {
            let Some(series) = HistoryKey::series_of(&first) else {
                break;
            };
            let end = history::time_key(series, cutoff);
            for key in tree.range(first.as_ref()..&end).keys().take(BATCH - rows) {
                old.remove(key?);
                rows += 1;
            }
            next = tree.get_gt(history::end_of(series))?;
        }
        tree.apply_batch(old)?;
        Ok(rows)
    }

    /// What lies under operation and time: from operation to operation, and in each from its
    /// oldest record up to the cutoff.
    fn forget_moments(tree: &sled::Tree, cutoff: DateTime<Utc>) -> Result<usize, sled::Error> {
        let mut old = sled::Batch::default();
        let mut rows = 0;
        let mut next = tree.first()?;
        while let Some((first, _)) = next {
            let Some(operation) = key::operation_of(&first) else {
                break;
            };
            let end = key::moment_in(operation, cutoff);
            for key in tree.range(first.as_ref()..&end).keys().take(BATCH - rows) {
                old.remove(key?);
                rows += 1;
            }
            next = tree.get_gt(key::end_of(operation))?;
        }
        tree.apply_batch(old)?;
        Ok(rows)
    }

    fn forget_audit(&self, cutoff: DateTime<Utc>) -> Result<usize, sled::Error> {
        let tree = &self.trees().audit;
        let mut old = sled::Batch::default();
        let mut rows = 0;
        for key in tree.range(..audit_time(cutoff)).keys().take(BATCH) {
            old.remove(key?);
            rows += 1;
        }
        tree.apply_batch(old)?;
        Ok(rows)
    }

    /// A silence that has been over for a while is known to the audit log alone.
    fn forget_silences(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        for silence in self.all_silences()? {
            if silence.quiet.is_over(now - SILENCE_AFTERLIFE) {
                let key = silence.id.0.to_be_bytes();
                self.trees().silences.remove(key).in_folder(self.path())?;
            }
        }
        Ok(())
    }

    /// An alert that was told and whose last event could never be delivered leaves its
    /// message behind.
    fn forget_messages(&self, cutoff: DateTime<Utc>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut old = self.all_messages()?;
        old.retain(|(_, told)| told.at < cutoff);
        if old.is_empty() {
            return Ok(());
        }
        let open = self.open_incidents()?.into_iter();
        let open = open.map(|incident| EventSubject::Incident(incident.id));
        let waiting = self.rows()?.into_iter();
        let waiting = waiting.filter_map(|row| row.event.about());
        let needed: BTreeSet<u64> = open.chain(waiting).map(EventSubject::get).collect();
        let mut change = Change::default();
        for (about, _) in old {
            if !needed.contains(&about) {
                change.messages.remove(&about.to_be_bytes());
            }
        }
        self.apply(&change)
    }
}
