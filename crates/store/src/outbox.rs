//! The outbox: events that wait to be posted, and the messages that were posted.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError,
    error::InFolder,
    record::{read_record, write_record},
    trees::Change,
};
use vigia_core::alerts::{DeliveryState, Event, EventSubject, IncidentId, MessageRef, OutboxId};

const ROW: &str = "a row of the outbox";
const MESSAGE: &str = "where a message stands";
const NEXT: &[u8] = b"outbox";

#[derive(Serialize, Deserialize)]
struct OutboxRow {
    event: Event,
    attempted_at: Option<DateTime<Utc>>,
    #[serde(default)]
    is_told: bool,
}

/// The message of an incident or edition, and the time of its last event.
#[derive(Serialize, Deserialize)]
pub(super) struct DeliveredRow {
    pub(super) message: MessageRef,
    pub(super) at: DateTime<Utc>,
}

impl Store {
    /// Returns the rows that wait, oldest first. The rows of a commit that is under way are not
    /// among them before they are on the disk.
    pub fn pending(&self) -> Result<Vec<DeliveryState>, StoreError> {
        let _turn = self.writing()?;
        self.rows()
    }

    /// Returns the rows as they are in memory.
    pub(super) fn rows(&self) -> Result<Vec<DeliveryState>, StoreError> {
        self.trees()
            .outbox
            .iter()
            .map(|entry| {
                let (key, value) = entry.in_folder(self.path())?;
                let row: OutboxRow = read_record(ROW, &value)?;
                Ok(DeliveryState {
                    id: OutboxId(number_of_bytes(ROW, &key)?),
                    event: row.event,
                    attempted_at: row.attempted_at,
                    is_told: row.is_told,
                })
            })
            .collect()
    }

    /// Marks that a message for this row is about to be posted; on the disk when this returns.
    /// Returns `false` where a later event has superseded the row, so that there is nothing to
    /// post.
    pub fn attempting(&self, id: OutboxId, at: DateTime<Utc>) -> Result<bool, StoreError> {
        let _turn = self.writing()?;
        let Some(row) = self.row(id)? else {
            return Ok(false);
        };
        let row = OutboxRow {
            attempted_at: Some(at),
            ..row
        };
        let mut change = Change::default();
        write_row(id.0, &row, &mut change)?;
        self.apply(&change)?;
        Ok(true)
    }

    /// Marks that the row is posted in its own channel and another channel still waits, and
    /// keeps the message of the incident's card; on the disk when this returns. The next
    /// attempt is for a message of its own.
    pub fn mark_posted(
        &self,
        id: OutboxId,
        message: Option<(EventSubject, MessageRef)>,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let Some(row) = self.row(id)? else {
            return Ok(());
        };
        let at = row.event.at;
        let row = OutboxRow {
            attempted_at: None,
            is_told: true,
            ..row
        };
        let mut change = Change::default();
        write_row(id.0, &row, &mut change)?;
        remember_message(message, at, &mut change)?;
        self.apply(&change)
    }

    /// Removes a row that is posted everywhere and keeps the message of the incident's card, in
    /// one transaction, on the disk when this returns. A row that is gone already is no error.
    pub fn delivered(
        &self,
        id: OutboxId,
        message: Option<(EventSubject, MessageRef)>,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let row = self.row(id)?;
        let mut change = Change::default();
        change.outbox.remove(&id.0.to_be_bytes());
        let at = row.map_or(DateTime::UNIX_EPOCH, |row| row.event.at);
        remember_message(message, at, &mut change)?;
        self.apply(&change)
    }

    /// Returns the message of an incident's card or an edition's post, where it has one. It is
    /// kept as long as history.
    pub fn message(
        &self,
        about: impl Into<EventSubject>,
    ) -> Result<Option<MessageRef>, StoreError> {
        let key = about.into().get().to_be_bytes();
        let row = self.get_record::<DeliveredRow>(&self.trees().messages, key, MESSAGE)?;
        Ok(row.map(|row| row.message))
    }

    /// Returns every message with the number of its subject.
    pub(super) fn all_messages(&self) -> Result<Vec<(u64, DeliveredRow)>, StoreError> {
        self.trees()
            .messages
            .iter()
            .map(|entry| {
                let (key, value) = entry.in_folder(self.path())?;
                Ok((
                    number_of_bytes(MESSAGE, &key)?,
                    read_record(MESSAGE, &value)?,
                ))
            })
            .collect()
    }

    /// Appends the events, and removes the rows that they supersede. A row whose message
    /// may be on its way stays.
    pub(super) fn write_outbox(
        &self,
        events: Vec<Event>,
        change: &mut Change,
    ) -> Result<Vec<DeliveryState>, StoreError> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let later: BTreeSet<IncidentId> = events.iter().filter_map(Event::incident_id).collect();
        for waiting in self.rows()? {
            if waiting.attempted_at.is_none()
                && let Some(news) = waiting.event.incident()
                && news.kind.is_superseded_by_later()
                && later.contains(&news.incident.id)
            {
                change.outbox.remove(&waiting.id.0.to_be_bytes());
            }
        }
        let mut deliveries = Vec::with_capacity(events.len());
        let first = self.take_numbers(NEXT, events.len(), change)?;
        for (id, event) in (first..).zip(events) {
            let row = OutboxRow {
                event,
                attempted_at: None,
                is_told: false,
            };
            write_row(id, &row, change)?;
            deliveries.push(DeliveryState {
                id: OutboxId(id),
                event: row.event,
                attempted_at: None,
                is_told: false,
            });
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

fn remember_message(
    message: Option<(EventSubject, MessageRef)>,
    at: DateTime<Utc>,
    change: &mut Change,
) -> Result<(), StoreError> {
    if let Some((about, message)) = message {
        let row = write_record(MESSAGE, &DeliveredRow { message, at })?;
        change.messages.insert(&about.get().to_be_bytes(), row);
    }
    Ok(())
}

fn number_of_bytes(what: &'static str, bytes: &[u8]) -> Result<u64, StoreError> {
    let bytes = bytes.try_into().map_err(|_| StoreError::Record {
        what,
        why: format!("its number has {} bytes, expected 8", bytes.len()),
    })?;
    Ok(u64::from_be_bytes(bytes))
}
