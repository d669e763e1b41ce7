//! The format of the store as a whole, and the steps from one to the next. Single records
//! have versions of their own; a step is for changes that these do not cover, such as other
//! keys.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use crate::{
    StoreError,
    error::InFolder,
    key::message_key,
    outbox_row::{NEXT, OutboxRow, ROW},
    record::{CLOSED, INCIDENT, read_record, write_record},
    seal::StoreSeal,
    trees::{Change, FORMAT_KEY, Trees},
};
use vigia_core::{
    alerts::{ClosedIncident, Event, Incident, IncidentId},
    rules::ChannelName,
};

/// Returns the change that takes a store from one format to the next.
type Step = fn(&Trees, &Path) -> Result<Change, StoreError>;

/// The first step leads from format 1 to format 2, and so on.
const STEPS: &[Step] = &[split_by_channel];

/// The format that this program writes.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the steps are written by hand above"
)]
const FORMAT: u32 = STEPS.len() as u32 + 1;

/// Brings a store to the format of this program; a new store is marked with it. Each step is one
/// transaction with the seal after it. Returns the last seal.
pub(super) fn migrate_store(
    trees: &Trees,
    mut seal: StoreSeal,
    path: &Path,
) -> Result<StoreSeal, StoreError> {
    let Some(value) = trees.meta.get(FORMAT_KEY).in_folder(path)? else {
        let written = trees.meta.insert(FORMAT_KEY, &FORMAT.to_be_bytes());
        written.in_folder(path)?;
        trees.meta.flush().in_folder(path)?;
        return Ok(seal);
    };
    let bytes = value.as_ref().try_into();
    let bytes: [u8; 4] = bytes.map_err(|_| StoreError::damaged(path))?;
    let found = u32::from_be_bytes(bytes);
    if found > FORMAT {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: FORMAT,
        });
    }
    for (format, step) in (1_u32..).zip(STEPS) {
        if format >= found {
            let mut change = step(trees, path)?;
            change.meta.insert(FORMAT_KEY, &(format + 1).to_be_bytes());
            seal = seal.after(&change, trees).in_folder(path)?;
            let batch = seal.batch().in_folder(path)?;
            change.apply(batch, trees).in_folder(path)?;
        }
    }
    Ok(seal)
}

/// Format 2 has a row of the outbox for each channel that an event goes to, and remembers the
/// messages of an incident by channel; its rows are sealed, so that an earlier version, which would
/// not renew the seal, must not open it. Rows and messages that wait or are shown are kept.
fn split_by_channel(trees: &Trees, path: &Path) -> Result<Change, StoreError> {
    let mut change = Change::default();
    let mut channels = incident_channels(trees, path)?;
    let next = trees.meta.get(NEXT).in_folder(path)?;
    let next = next.and_then(|value| value.as_ref().try_into().ok());
    let mut next = next.map_or(1, u64::from_be_bytes);
    for entry in &trees.outbox {
        let (place, value) = entry.in_folder(path)?;
        let rows = split_row(read_record(ROW, &value)?)?;
        change.outbox.remove(&place);
        for (number, row) in rows.into_iter().enumerate() {
            if let Some(news) = row.event.incident() {
                channels.insert(news.incident.id, news.incident.channel.clone());
            }
            let value = write_record(ROW, &row)?;
            if number == 0 {
                change.outbox.insert(&place, value);
            } else {
                change.outbox.insert(&next.to_be_bytes(), value);
                next += 1;
            }
        }
    }
    change.meta.insert(NEXT, &next.to_be_bytes());
    for entry in &trees.messages {
        let (place, value) = entry.in_folder(path)?;
        // The message of an edition keeps its key, and so does one of which nothing is known.
        let number = place.as_ref().try_into().map(u64::from_be_bytes);
        let number = number.map(IncidentId::from_number).ok();
        if let Some((id, channel)) = number.and_then(|id| Some((id, channels.get(&id)?))) {
            change.messages.remove(&place);
            change
                .messages
                .insert(message_key(id.into(), channel), value);
        }
    }
    Ok(change)
}

/// Returns the channels of all incidents in the store.
fn incident_channels(
    trees: &Trees,
    path: &Path,
) -> Result<BTreeMap<IncidentId, ChannelName>, StoreError> {
    let mut channels = BTreeMap::new();
    let mut add = |incident: Incident| channels.insert(incident.id, incident.channel);
    for entry in &trees.incidents {
        add(read_record(INCIDENT, &entry.in_folder(path)?.1)?);
    }
    for entry in &trees.closed {
        // One that is over and cannot be read costs its message a late edit, not the start.
        if let Ok(closed) = read_record::<ClosedIncident>(CLOSED, &entry.in_folder(path)?.1) {
            add(closed.incident);
        }
    }
    Ok(channels)
}

/// Splits a row of format 1, which named a second channel in its event and noted when only that
/// channel was left.
fn split_row(mut row: Value) -> Result<Vec<OutboxRow>, StoreError> {
    let unreadable = |error: serde_json::Error| StoreError::Unreadable {
        what: ROW,
        why: error.to_string(),
    };
    let mut event = row["event"].take();
    if let Some(news) = event.pointer_mut("/news/Incident") {
        news["rings_in"] = news["ring"]["elsewhere"].take();
    }
    let event: Event = serde_json::from_value(event).map_err(unreadable)?;
    let attempted_at = serde_json::from_value(row["attempted_at"].take()).map_err(unreadable)?;
    let mut rows = OutboxRow::of(&event);
    if row["is_told"] == Value::Bool(true) {
        rows.remove(0);
    } else if let Some(own) = rows.first_mut() {
        own.attempted_at = attempted_at;
    }
    Ok(rows)
}
