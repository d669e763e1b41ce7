//! The outbox: events that wait to be told, and where the messages of alerts stand.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Store, StoreError, error::InFolder, record, trees::Change};
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

/// Where the message of what is told stands, and when it was last told.
#[derive(Serialize, Deserialize)]
pub(super) struct DeliveredRow {
    pub(super) message: MessageRef,
    pub(super) at: DateTime<Utc>,
}

impl Store {
    /// The rows that wait, oldest first. Those of a commit that is under way are not among
    /// them before they are on the disk.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn pending(&self) -> Result<Vec<DeliveryState>, StoreError> {
        let _turn = self.writing()?;
        self.rows()
    }

    /// The rows as they are in memory.
    pub(super) fn rows(&self) -> Result<Vec<DeliveryState>, StoreError> {
        self.trees()
            .outbox
            .iter()
            .map(|entry| {
                let (key, value) = entry.in_folder(self.path())?;
                let row: OutboxRow = record::read(ROW, &value)?;
                Ok(DeliveryState {
                    id: OutboxId(number(ROW, &key)?),
                    event: row.event,
                    attempted_at: row.attempted_at,
                    is_told: row.is_told,
                })
            })
            .collect()
    }

    /// Remembers that a new message for this row is about to be posted; on the disk when
    /// this returns. `false` where the row is gone, since a later event has superseded it:
    /// then there is nothing to post.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
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
        change
            .outbox
            .insert(&id.0.to_be_bytes(), record::write(ROW, &row)?);
        self.apply(&change)?;
        Ok(true)
    }

    /// Remembers that the row's own channel knows of it and another one is still to be told,
    /// and where the incident's card stands; on the disk when this returns. What is begun
    /// from then on is a message of its own: the fate of the first is known.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn told(
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
        change
            .outbox
            .insert(&id.0.to_be_bytes(), record::write(ROW, &row)?);
        remember_message(message, at, &mut change)?;
        self.apply(&change)
    }

    /// Removes a row that has been told and remembers where the incident's card stands, in
    /// one transaction, on the disk when this returns. A row that is gone already is no
    /// error.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
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

    /// Where the card of an incident or the post of an edition stands, where it has one. It is
    /// known for as long as history is kept.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn message(
        &self,
        about: impl Into<EventSubject>,
    ) -> Result<Option<MessageRef>, StoreError> {
        self.trees()
            .messages
            .get(about.into().get().to_be_bytes())
            .in_folder(self.path())?
            .map(|value| Ok(record::read::<DeliveredRow>(MESSAGE, &value)?.message))
            .transpose()
    }

    /// Every message that is remembered, by the number of what it is about.
    pub(super) fn all_messages(&self) -> Result<Vec<(u64, DeliveredRow)>, StoreError> {
        self.trees()
            .messages
            .iter()
            .map(|entry| {
                let (key, value) = entry.in_folder(self.path())?;
                Ok((number(MESSAGE, &key)?, record::read(MESSAGE, &value)?))
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
            change
                .outbox
                .insert(&id.to_be_bytes(), record::write(ROW, &row)?);
            deliveries.push(DeliveryState {
                id: OutboxId(id),
                event: row.event,
                attempted_at: None,
                is_told: false,
            });
        }
        Ok(deliveries)
    }

    /// A number that was never given before. The next one is remembered apart from what
    /// bears them: those of what is gone are not given a second time.
    pub(super) fn take_number(&self, next: &[u8], change: &mut Change) -> Result<u64, StoreError> {
        self.take_numbers(next, 1, change)
    }

    /// The first of so many.
    fn take_numbers(
        &self,
        next: &[u8],
        count: usize,
        change: &mut Change,
    ) -> Result<u64, StoreError> {
        let first = self.trees().meta.get(next).in_folder(self.path())?;
        let first = first.map_or(Ok(1), |value| number(ROW, &value))?;
        let after = first + count as u64;
        change.meta.insert(next, &after.to_be_bytes());
        Ok(first)
    }

    fn row(&self, id: OutboxId) -> Result<Option<OutboxRow>, StoreError> {
        self.trees()
            .outbox
            .get(id.0.to_be_bytes())
            .in_folder(self.path())?
            .map(|value| record::read(ROW, &value))
            .transpose()
    }
}

fn remember_message(
    message: Option<(EventSubject, MessageRef)>,
    at: DateTime<Utc>,
    change: &mut Change,
) -> Result<(), StoreError> {
    if let Some((about, message)) = message {
        let told = record::write(MESSAGE, &DeliveredRow { message, at })?;
        change.messages.insert(&about.get().to_be_bytes(), told);
    }
    Ok(())
}

fn number(what: &'static str, bytes: &[u8]) -> Result<u64, StoreError> {
    let bytes = bytes.try_into().map_err(|_| StoreError::Record {
        what,
        why: format!("its number has {} bytes, expected 8", bytes.len()),
    })?;
    Ok(u64::from_be_bytes(bytes))
}
