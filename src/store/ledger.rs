//! What a poll yields, committed as a whole: history, the book of alerts, the outbox.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use crate::{
    alerts::{AlertKey, Book, Delivery, Incident, IncidentId, Outcome, Pages},
    metrics::{OperationName, Snapshot},
    store::{
        Store, StoreError,
        error::InFolder,
        history::{self, Draft},
        record,
        trees::Change,
    },
};

const ALERT: &str = "an alert";
const INCIDENT: &str = "an incident";
const CLOSED: &str = "an incident that is over";
const OPENINGS: &str = "the openings of an alert";
const MISSED: &str = "what polls missed";
const LAST_POLL: &str = "the last poll";

impl Store {
    /// Commits what a poll read and what came of it: history, alerts and events in one
    /// transaction, on the disk when this returns. Gives the events back as the rows of the
    /// outbox that they have become.
    ///
    /// # Errors
    /// [`StoreError::AlreadyCommitted`] where the snapshot is not later than the last one of
    /// its operation, in which case nothing is written; [`StoreError::WrongFacts`] or
    /// [`StoreError::Record`] for what cannot be kept; else a fault of the disk.
    pub fn commit(
        &self,
        snapshot: &Snapshot,
        outcome: &Outcome,
    ) -> Result<Vec<Delivery>, StoreError> {
        let _turn = self.writing()?;
        self.refuse_second_commit(snapshot)?;
        let mut change = Change::default();
        let fresh = {
            let names = self.names().read().unwrap_or_else(PoisonError::into_inner);
            let mut draft = Draft::of(&names);
            history::write(snapshot, &mut draft, &mut change.history)?;
            draft.write(&mut change.names)
        };
        write_book(&snapshot.operation, outcome, &mut change)?;
        let deliveries = self.write_outbox(&outcome.events, &mut change)?;
        change.meta.insert(
            last_poll_key(&snapshot.operation),
            record::write(LAST_POLL, &snapshot.as_of)?,
        );
        self.apply(&change)?;
        self.names()
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .adopt(fresh);
        Ok(deliveries)
    }

    /// The time that the last committed poll of the operation was as of.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn last_poll(
        &self,
        operation: &OperationName,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.trees()
            .meta
            .get(last_poll_key(operation))
            .in_folder(self.path())?
            .map(|value| record::read(LAST_POLL, &value))
            .transpose()
    }

    /// What is open in the operation, as of the last commit.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn book(&self, operation: &OperationName) -> Result<Book, StoreError> {
        let trees = self.trees();
        let missed = trees
            .meta
            .get(missed_key(operation))
            .in_folder(self.path())?;
        let pages = Pages {
            alerts: self.kept(&trees.alerts, operation, ALERT)?,
            incidents: self.kept(&trees.incidents, operation, INCIDENT)?,
            openings: self.kept(&trees.openings, operation, OPENINGS)?,
            missed: missed
                .map(|value| record::read(MISSED, &value))
                .transpose()?
                .unwrap_or_default(),
        };
        Ok(Book::new(operation.clone(), pages))
    }

    /// All records of an operation in one tree.
    pub(super) fn kept<T: DeserializeOwned>(
        &self,
        tree: &sled::Tree,
        operation: &OperationName,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        tree.scan_prefix(text_key(&[operation.as_str()]))
            .values()
            .map(|value| record::read(what, &value.in_folder(self.path())?))
            .collect()
    }

    /// Whether that incident is still open.
    pub(super) fn is_open(
        &self,
        operation: &OperationName,
        incident: IncidentId,
    ) -> Result<bool, StoreError> {
        let key = incident_key(operation, incident);
        self.trees()
            .incidents
            .contains_key(key)
            .in_folder(self.path())
    }

    /// All open incidents of all operations.
    pub(super) fn open_incidents(&self) -> Result<Vec<Incident>, StoreError> {
        self.trees()
            .incidents
            .iter()
            .values()
            .map(|value| record::read(INCIDENT, &value.in_folder(self.path())?))
            .collect()
    }

    fn refuse_second_commit(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        match self.last_poll(&snapshot.operation)? {
            Some(last) if snapshot.as_of <= last => Err(StoreError::AlreadyCommitted {
                operation: snapshot.operation.clone(),
                as_of: snapshot.as_of,
                last,
            }),
            Some(_) | None => Ok(()),
        }
    }
}

fn write_book(
    operation: &OperationName,
    outcome: &Outcome,
    change: &mut Change,
) -> Result<(), StoreError> {
    for key in &outcome.ended {
        change.alerts.remove(alert_key(operation, key)?);
    }
    for alert in &outcome.changed {
        change.alerts.insert(
            alert_key(operation, &alert.key)?,
            record::write(ALERT, alert)?,
        );
    }
    let closed = outcome.closed.iter().map(|closed| closed.incident.id);
    for id in closed.chain(outcome.merged.iter().copied()) {
        change.incidents.remove(incident_key(operation, id));
    }
    for incident in &outcome.incidents {
        change.incidents.insert(
            incident_key(operation, incident.id),
            record::write(INCIDENT, incident)?,
        );
    }
    for closed in &outcome.closed {
        change.closed.insert(
            closed_key(operation, closed.at, closed.incident.id),
            record::write(CLOSED, closed)?,
        );
    }
    for (key, times) in &outcome.openings {
        let place = alert_key(operation, key)?;
        if times.is_empty() {
            change.openings.remove(place);
        } else {
            change.openings.insert(
                place,
                record::write(OPENINGS, &(key.clone(), times.clone()))?,
            );
        }
    }
    if let Some(missed) = &outcome.missed {
        let value = record::write(MISSED, missed)?;
        change.meta.insert(missed_key(operation), value);
    }
    Ok(())
}

fn missed_key(operation: &OperationName) -> Vec<u8> {
    [b"missed/", operation.as_str().as_bytes()].concat()
}

fn incident_key(operation: &OperationName, id: IncidentId) -> Vec<u8> {
    let mut key = text_key(&[operation.as_str()]);
    key.extend(id.get().to_be_bytes());
    key
}

/// Sorted by time within an operation.
pub(super) fn closed_key(
    operation: &OperationName,
    at: DateTime<Utc>,
    id: IncidentId,
) -> Vec<u8> {
    let mut key = text_key(&[operation.as_str()]);
    // The sign bit is turned, so that times before 1970 sort before the others.
    let time = at.timestamp().cast_unsigned() ^ (1 << 63);
    key.extend(time.to_be_bytes());
    key.extend(id.get().to_be_bytes());
    key
}

fn last_poll_key(operation: &OperationName) -> Vec<u8> {
    [b"poll/", operation.as_str().as_bytes()].concat()
}

fn alert_key(operation: &OperationName, key: &AlertKey) -> Result<Vec<u8>, StoreError> {
    let scope = serde_json::to_string(&key.scope).map_err(|error| StoreError::Record {
        what: ALERT,
        why: error.to_string(),
    })?;
    Ok(text_key(&[operation.as_str(), key.rule.as_str(), &scope]))
}

/// Texts one after the other, each behind its length: no text can pass for two, and those
/// that begin with the same texts lie together.
fn text_key(texts: &[&str]) -> Vec<u8> {
    texts
        .iter()
        .flat_map(|text| {
            let length = (text.len() as u64).to_be_bytes();
            length.into_iter().chain(text.bytes())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_operation_reads_the_alerts_of_another() {
        let short = text_key(&["norte"]);
        assert!(text_key(&["norte", "rule"]).starts_with(&short));
        assert!(!text_key(&["norte2", "rule"]).starts_with(&short));
        assert_ne!(text_key(&["a", "bc"]), text_key(&["ab", "c"]));
    }
}
