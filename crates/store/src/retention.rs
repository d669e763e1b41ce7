//! Removes records that are older than the retention, a bounded number at a time.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    Store, StoreError,
    actions::audit_time,
    error::InFolder,
    history::{self, HistoryKey},
    key,
    trees::{Change, TreeRows},
};
use vigia_core::alerts::EventSubject;

/// The number of records of a kind that one call removes at most: about 50 ms of work.
const BATCH: usize = 5_000;

/// The time for which a silence that is over is kept: polls that were missed are evaluated by
/// the silences of their time.
const SILENCE_AFTERLIFE: TimeDelta = TimeDelta::days(1);

/// The time for which days are kept at least, so that each can be compared with the four
/// weeks before it.
const BASELINES: TimeDelta = TimeDelta::days(40);

/// The result of a call of [`Store::prune`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PruneResult {
    /// The number of records that are gone.
    pub rows: usize,
    /// Nothing is left to remove; otherwise the next call goes on.
    pub is_done: bool,
}

/// The keys of a tree in groups that begin alike, each in the order of time.
struct KeyGroups {
    cutoff: DateTime<Utc>,
    head_of: fn(&[u8]) -> Option<&[u8]>,
    /// Returns the key of a group at which the records from a time on begin.
    key_at: fn(&[u8], DateTime<Utc>) -> Vec<u8>,
    /// Returns a key behind all records of a group.
    end_of: fn(&[u8]) -> Vec<u8>,
}

impl KeyGroups {
    fn series(cutoff: DateTime<Utc>) -> Self {
        Self {
            cutoff,
            head_of: HistoryKey::series_of,
            key_at: history::time_key,
            end_of: history::end_of,
        }
    }

    fn operations(cutoff: DateTime<Utc>) -> Self {
        Self {
            cutoff,
            head_of: key::operation_of,
            key_at: key::moment_in,
            end_of: key::end_of,
        }
    }
}

impl Store {
    /// Removes history, incidents that are over, entries of the audit log and messages that are
    /// older than [`StoreSettings::keep`](crate::StoreSettings::keep). The work is bounded:
    /// call it every hour, and again at once while it is not done and nothing else waits.
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
        let _turn = self.writing()?;
        let trees = self.trees();
        let mut change = Change::default();
        let days = cutoff.min(now - BASELINES);
        for (tree, rows, groups) in [
            (
                &trees.history,
                &mut change.history,
                KeyGroups::series(cutoff),
            ),
            (&trees.days, &mut change.days, KeyGroups::series(days)),
            (
                &trees.closed,
                &mut change.closed,
                KeyGroups::operations(cutoff),
            ),
            (
                &trees.disturbed,
                &mut change.disturbed,
                KeyGroups::operations(cutoff),
            ),
        ] {
            forget_groups(tree, rows, &groups).in_folder(self.path())?;
        }
        for key in trees.audit.range(..audit_time(cutoff)).keys().take(BATCH) {
            change.audit.remove(key.in_folder(self.path())?);
        }
        let forgotten = [
            change.history.len(),
            change.days.len(),
            change.closed.len(),
            change.disturbed.len(),
            change.audit.len(),
        ];
        self.apply(&change)?;
        Ok(PruneResult {
            rows: forgotten.iter().sum(),
            is_done: forgotten.iter().all(|rows| *rows < BATCH),
        })
    }

    /// Removes silences that have been over for a while; the audit log still has them.
    fn forget_silences(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        for silence in self.all_silences()? {
            if silence.quiet.is_over(now - SILENCE_AFTERLIFE) {
                change.silences.remove(&silence.id.0.to_be_bytes());
            }
        }
        self.apply(&change)
    }

    /// Removes old messages. An alert whose last event could never be delivered leaves its
    /// message behind.
    fn forget_messages(&self, cutoff: DateTime<Utc>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut old = self.all_messages()?;
        old.retain(|(_, row)| row.at < cutoff);
        if old.is_empty() {
            return Ok(());
        }
        let open = self.open_incidents()?.into_iter();
        let open = open.map(|incident| EventSubject::Incident(incident.id));
        let waiting = self.pending_subjects()?.into_iter();
        let needed: BTreeSet<u64> = open.chain(waiting).map(EventSubject::get).collect();
        let mut change = Change::default();
        for (place, _) in old {
            if key::message_subject(&place).is_none_or(|about| !needed.contains(&about)) {
                change.messages.remove(place);
            }
        }
        self.apply(&change)
    }
}

/// Goes from group to group of keys that begin alike (a series of history, an operation), and
/// removes each group's records up to the cutoff. The records that stay are not read.
fn forget_groups(
    tree: &sled::Tree,
    rows: &mut TreeRows,
    groups: &KeyGroups,
) -> Result<(), sled::Error> {
    let mut next = tree.first()?;
    while let Some((first, _)) = next {
        let Some(group) = (groups.head_of)(&first) else {
            break;
        };
        let end = (groups.key_at)(group, groups.cutoff);
        let left = BATCH - rows.len();
        for key in tree.range(first.as_ref()..&end).keys().take(left) {
            rows.remove(key?);
        }
        next = tree.get_gt((groups.end_of)(group))?;
    }
    Ok(())
}
