//! The outbox: events that wait to be posted, one row for each channel, and the messages that
//! were posted.

use chrono::{DateTime, Utc};

use crate::{
    Store, StoreError,
    error::InFolder,
    key::message_key,
    outbox_row::{DeliveredRow, MESSAGE, NEXT, OutboxRow, ROW},
    record::{read_record, write_record},
    trees::Change,
};
use vigia_core::{
    alerts::{DeliveryLane, DeliveryState, Event, EventSubject, OutboxId, PostedCard},
    rules::ChannelName,
};

impl Store {
    /// Returns the rows that wait, oldest first. The rows of a commit that is under way are not
    /// among them before they are on the disk.
    pub fn pending(&self) -> Result<Vec<DeliveryState>, StoreError> {
        self.pending_after(OutboxId(0))
    }

    /// Returns the rows that wait and were added after that row, oldest first.
    pub fn pending_after(&self, last: OutboxId) -> Result<Vec<DeliveryState>, StoreError> {
        let _turn = self.writing()?;
        self.rows_after(last)
    }

    /// Returns the subjects of the rows in memory.
    pub(super) fn pending_subjects(&self) -> Result<Vec<EventSubject>, StoreError> {
        let rows = self.rows_after(OutboxId(0))?.into_iter();
        Ok(rows.filter_map(|row| row.event.about()).collect())
    }

    fn rows_after(&self, last: OutboxId) -> Result<Vec<DeliveryState>, StoreError> {
        let first = last.0.saturating_add(1).to_be_bytes();
        let rows = self.trees().outbox.range(first..);
        rows.map(|entry| {
            let (key, value) = entry.in_folder(self.path())?;
            let row: OutboxRow = read_record(ROW, &value)?;
            Ok(row.state(number_of_bytes(ROW, &key)?))
        })
        .collect()
    }

    /// Returns the number of rows that wait.
    pub fn waiting(&self) -> usize {
        self.trees().outbox.len()
    }

    /// Returns those of these rows that still wait, in the given order.
    pub fn rows(&self, ids: &[OutboxId]) -> Result<Vec<DeliveryState>, StoreError> {
        let rows = ids.iter().map(|id| {
            let row = self.row(*id)?;
            Ok(row.map(|row| row.state(id.0)))
        });
        rows.filter_map(Result::transpose).collect()
    }

    /// Marks that one message for these rows is about to be posted; on the disk when this
    /// returns.
    pub fn attempting(&self, ids: &[OutboxId], at: DateTime<Utc>) -> Result<(), StoreError> {
        self.note_attempt(ids, Some(at))
    }

    /// Marks that the first attempt for these rows has posted nothing.
    pub fn not_attempted(&self, ids: &[OutboxId]) -> Result<(), StoreError> {
        self.note_attempt(ids, None)
    }

    fn note_attempt(&self, ids: &[OutboxId], at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        for id in ids {
            if let Some(row) = self.row(*id)? {
                let row = OutboxRow {
                    attempted_at: at,
                    ..row
                };
                write_row(id.0, &row, &mut change)?;
            }
        }
        self.apply(&change)
    }

    /// Removes rows that are delivered, and keeps the card where it is a new message, in one
    /// transaction, on the disk when this returns. A row that is gone already is no error.
    pub fn delivered(
        &self,
        ids: &[OutboxId],
        card: Option<(&DeliveryLane, PostedCard)>,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        let mut at = DateTime::UNIX_EPOCH;
        for id in ids {
            at = self.row(*id)?.map_or(at, |row| at.max(row.event.at));
            change.outbox.remove(&id.0.to_be_bytes());
        }
        if let Some((lane, card)) = card
            && let Some(about) = lane.about
        {
            let row = write_record(MESSAGE, &DeliveredRow { card, at })?;
            let place = message_key(about, &lane.channel);
            change.messages.insert(place, row);
        }
        self.apply(&change)
    }

    /// Returns the message of an incident or edition in a channel, where it has one. It is kept
    /// as long as history.
    pub fn card(
        &self,
        about: impl Into<EventSubject>,
        channel: &ChannelName,
    ) -> Result<Option<PostedCard>, StoreError> {
        let key = message_key(about.into(), channel);
        let row = self.get_record::<DeliveredRow>(&self.trees().messages, key, MESSAGE)?;
        Ok(row.map(|row| row.card))
    }

    /// Returns every message with its key.
    pub(super) fn all_messages(&self) -> Result<Vec<(sled::IVec, DeliveredRow)>, StoreError> {
        self.trees()
            .messages
            .iter()
            .map(|entry| {
                let (key, value) = entry.in_folder(self.path())?;
                Ok((key, read_record(MESSAGE, &value)?))
            })
            .collect()
    }

    /// Appends a row for each channel that an event goes to. The rows that wait are not read, so
    /// that a commit costs the same however many they are.
    pub(super) fn write_outbox(
        &self,
        events: &[Event],
        change: &mut Change,
    ) -> Result<Vec<DeliveryState>, StoreError> {
        let rows: Vec<OutboxRow> = events.iter().flat_map(OutboxRow::of).collect();
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let first = self.take_numbers(NEXT, rows.len(), change)?;
        let mut deliveries = Vec::with_capacity(rows.len());
        for (id, row) in (first..).zip(rows) {
            write_row(id, &row, change)?;
            deliveries.push(row.state(id));
        }
        Ok(deliveries)
    }

    /// Returns a number that was never given before. The next number is kept apart from the
    /// records, so that the number of a removed record is not given again.
    pub(super) fn take_number(&self, next: &[u8], change: &mut Change) -> Result<u64, StoreError> {
        self.take_numbers(next, 1, change)
    }

    fn take_numbers(
        &self,
        next: &[u8],
        count: usize,
        change: &mut Change,
    ) -> Result<u64, StoreError> {
        let first = self.trees().meta.get(next).in_folder(self.path())?;
        let first = first.map_or(Ok(1), |value| number_of_bytes(ROW, &value))?;
        let after = first + count as u64;
        change.meta.insert(next, &after.to_be_bytes());
        Ok(first)
    }

    fn row(&self, id: OutboxId) -> Result<Option<OutboxRow>, StoreError> {
        self.get_record(&self.trees().outbox, id.0.to_be_bytes(), ROW)
    }
}

fn write_row(id: u64, row: &OutboxRow, change: &mut Change) -> Result<(), StoreError> {
    let value = write_record(ROW, row)?;
    change.outbox.insert(&id.to_be_bytes(), value);
    Ok(())
}

fn number_of_bytes(what: &'static str, bytes: &[u8]) -> Result<u64, StoreError> {
    let bytes = bytes.try_into().map_err(|_| StoreError::Record {
        what,
        why: format!("its number has {} bytes, expected 8", bytes.len()),
    })?;
    Ok(u64::from_be_bytes(bytes))
}
