//! What a poll yields, committed as a whole: history, the book of alerts, the outbox.

use std::{collections::BTreeMap, sync::PoisonError};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use crate::{
    Store, StoreError,
    error::InFolder,
    history::{self, NameTableDraft},
    key, record,
    trees::Change,
};
use vigia_core::{
    alerts::{
        AlertBook, BookPages, ClosedIncident, DeliveryState, Event, EventContent, Incident,
        IncidentId, IncidentMark, PollOutcome,
    },
    metrics::{FeedState, OperationName, Snapshot},
};

pub(super) const ALERT: &str = "an alert";
pub(super) const INCIDENT: &str = "an incident";
pub(super) const CLOSED: &str = "an incident that is over";
const OPENINGS: &str = "the openings of an alert";
const MISSED: &str = "an incident that polls missed";
const LAST_POLL: &str = "the last poll";
const FEED: &str = "how the reports can be read";

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
        outcome: &PollOutcome,
    ) -> Result<Vec<DeliveryState>, StoreError> {
        let _turn = self.writing()?;
        self.refuse_second_commit(snapshot)?;
        let mut change = Change::default();
        let fresh = {
            let names = self.names().read().unwrap_or_else(PoisonError::into_inner);
            let mut draft = NameTableDraft::of(&names);
            history::write(snapshot, &mut draft, &mut change.history)?;
            draft.write(&mut change.names)
        };
        let marks = self.marks(&snapshot.operation)?;
        self.write_book(snapshot, outcome, &marks, &mut change)?;
        let events = outcome.events.iter().cloned();
        let events = events.map(|event| with_mark(event, &marks)).collect();
        let deliveries = self.write_outbox(events, &mut change)?;
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

    /// How the reports of the operation could be read at the last poll that found out.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn feed(&self, operation: &OperationName) -> Result<FeedState, StoreError> {
        let value = self.trees().meta.get(feed_key(operation));
        let value = value.in_folder(self.path())?;
        let feed = value.map(|value| record::read(FEED, &value)).transpose();
        Ok(feed?.unwrap_or_default())
    }

    /// What is open in the operation, as of the last commit.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn book(&self, operation: &OperationName) -> Result<AlertBook, StoreError> {
        let trees = self.trees();
        let pages = BookPages {
            alerts: self.kept(&trees.alerts, operation, ALERT)?,
            incidents: self.kept(&trees.incidents, operation, INCIDENT)?,
            openings: self.kept(&trees.openings, operation, OPENINGS)?,
            missed: self.missed(operation)?,
        };
        Ok(AlertBook::new(operation.clone(), pages))
    }

    /// Those that are over and still to be told. They lie under the keys that they have among
    /// the closed ones.
    fn missed(&self, operation: &OperationName) -> Result<Vec<ClosedIncident>, StoreError> {
        let trees = self.trees();
        let keys = trees.missed.scan_prefix(key::operation(operation)).keys();
        let closed = keys.map(|key| {
            let key = key.in_folder(self.path())?;
            let value = trees.closed.get(&key).in_folder(self.path())?;
            value.map(|value| record::read(MISSED, &value)).transpose()
        });
        closed.filter_map(Result::transpose).collect()
    }

    /// All records of an operation in one tree.
    pub(super) fn kept<T: DeserializeOwned>(
        &self,
        tree: &sled::Tree,
        operation: &OperationName,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        tree.scan_prefix(key::operation(operation))
            .values()
            .map(|value| record::read(what, &value.in_folder(self.path())?))
            .collect()
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

    fn write_book(
        &self,
        snapshot: &Snapshot,
        outcome: &PollOutcome,
        marks: &BTreeMap<IncidentId, IncidentMark>,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let operation = &snapshot.operation;
        self.write_disturbed(operation, snapshot.as_of, outcome, change)?;
        for key in &outcome.ended {
            change.alerts.remove(key::alert(operation, key)?);
        }
        for alert in &outcome.changed {
            let place = key::alert(operation, &alert.key)?;
            change.alerts.insert(place, record::write(ALERT, alert)?);
        }
        let closed = outcome.closed.iter().map(|closed| closed.incident.id);
        for id in closed.chain(outcome.merged.iter().copied()) {
            change.incidents.remove(key::incident(operation, id));
            change.marks.remove(key::incident(operation, id));
        }
        for incident in &outcome.incidents {
            let place = key::incident(operation, incident.id);
            let value = record::write(INCIDENT, incident)?;
            change.incidents.insert(place, value);
        }
        for closed in &outcome.closed {
            let id = closed.incident.id;
            let place = key::closed(operation, closed.at, id);
            let closed = ClosedIncident {
                mark: marks.get(&id).cloned().unwrap_or_default(),
                ..closed.clone()
            };
            change.closed.insert(place, record::write(CLOSED, &closed)?);
        }
        for (key, times) in &outcome.openings {
            let place = key::alert(operation, key)?;
            if times.is_empty() {
                change.openings.remove(place);
            } else {
                let value = record::write(OPENINGS, &(key.clone(), times.clone()))?;
                change.openings.insert(place, value);
            }
        }
        if let Some(missed) = &outcome.missed {
            self.write_missed(operation, missed, change)?;
        }
        if let Some(feed) = &outcome.feed {
            let value = record::write(FEED, feed)?;
            change.meta.insert(feed_key(operation), value);
        }
        Ok(())
    }

    fn write_missed(
        &self,
        operation: &OperationName,
        missed: &[ClosedIncident],
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let known = self.trees().missed.scan_prefix(key::operation(operation));
        for key in known.keys() {
            change.missed.remove(key.in_folder(self.path())?);
        }
        for closed in missed {
            let key = key::closed(operation, closed.at, closed.incident.id);
            change.missed.insert(key, &[]);
        }
        Ok(())
    }
}

/// An event with what people have done about its incident by now: it may be later than what
/// the poll knew of.
fn with_mark(mut event: Event, marks: &BTreeMap<IncidentId, IncidentMark>) -> Event {
    if let EventContent::Incident(news) = &mut event.news {
        let mark = marks.get(&news.incident.id);
        news.mark = mark.cloned().unwrap_or_default();
    }
    event
}

fn last_poll_key(operation: &OperationName) -> Vec<u8> {
    [b"poll/", operation.as_str().as_bytes()].concat()
}

fn feed_key(operation: &OperationName) -> Vec<u8> {
    [b"feed/", operation.as_str().as_bytes()].concat()
}
