//! The format of the store as a whole, and the steps from one to the next. Single records
//! have versions of their own; a step is for changes that these do not cover, such as other
//! keys.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use crate::{
    StoreError,
    error::InFolder,
    key::message_key,
    ledger::{CLOSED, INCIDENT},
    outbox::{NEXT, OutboxRow, ROW},
    record::{read_record, write_record},
    trees::{Change, Trees},
};
use vigia_core::{
    alerts::{ClosedIncident, Event, Incident, IncidentId},
    rules::ChannelName,
};

/// Takes a store from one format to the next. It may be cut short by a crash and is then
/// done again from its start.
type Step = fn(&Trees, &Path) -> Result<(), StoreError>;

/// The first step leads from format 1 to format 2, and so on.
const STEPS: &[Step] = &[split_by_channel];

/// The format that this program writes.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the steps are written by hand above"
)]
const FORMAT: u32 = STEPS.len() as u32 + 1;

const KEY: &[u8] = b"format";

/// Brings a store to the format of this program; a new store is marked with it.
pub(super) fn migrate_store(trees: &Trees, path: &Path) -> Result<(), StoreError> {
    let Some(value) = trees.meta.get(KEY).in_folder(path)? else {
        return mark(trees, FORMAT).in_folder(path);
    };
    let bytes: [u8; 4] = value.as_ref().try_into().map_err(|_| StoreError::Damaged {
        path: path.to_owned(),
        source: None,
    })?;
    let found = u32::from_be_bytes(bytes);
    if found > FORMAT {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: FORMAT,
        });
    }
    for (format, step) in (1..).zip(STEPS) {
        if format >= found {
            step(trees, path)?;
            mark(trees, format + 1).in_folder(path)?;
        }
    }
    Ok(())
}

fn mark(trees: &Trees, format: u32) -> Result<(), sled::Error> {
    trees.meta.insert(KEY, &format.to_be_bytes())?;
    trees.meta.flush()?;
    Ok(())
}

/// Format 2 has a row of the outbox for each channel that an event goes to, and remembers the
/// messages of an incident by channel. Rows and messages that wait or are shown are kept.
fn split_by_channel(trees: &Trees, path: &Path) -> Result<(), StoreError> {
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
    change.apply(trees, path)
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
    let mut rows = OutboxRow::of(event);
    if row["is_told"] == Value::Bool(true) {
        rows.remove(0);
    } else if let Some(own) = rows.first_mut() {
        own.attempted_at = attempted_at;
    }
    Ok(rows)
}
