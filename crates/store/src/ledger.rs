//! The result of a poll, committed as a whole: history, the book of alerts, the outbox; and
//! the incidents that are over.

use std::{collections::BTreeMap, ops::Range};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Store, StoreError,
    error::InFolder,
    key,
    record::{CLOSED, INCIDENT, read_record, write_record},
    trees::Change,
};
use vigia_core::{
    alerts::{
        Alert, AlertBook, AlertKey, BookPages, ClosedIncident, DeliveryState, Event, EventContent,
        Incident, IncidentId, IncidentMark, PollOutcome, SharedIncident,
    },
    metrics::{OperationName, Snapshot},
    rules::{DepartureBook, DepartureChanges, Disturbance},
};

pub(super) const ALERT: &str = "an alert";
pub(super) const OPENINGS: &str = "the openings of an alert";
const CALIBRATION: &str = "the evidence that a departure needs";
const DEPARTURE: &str = "the season of a rate";
const MISSED: &str = "an incident that polls missed";
const SPELLS: &str = "when alerts fired";

/// An alert, and the recent times at which it began to fire.
pub(super) type Openings = (AlertKey, Vec<DateTime<Utc>>);

#[derive(Clone, Copy)]
enum CommitPart {
    Whole,
    Rest,
}

/// The number of time spans in one record: some 10 KiB of them.
const SPANS_A_RECORD: usize = 200;

/// The time span of an alert that was announced: its key and its first breach.
#[derive(Clone, Serialize, Deserialize)]
struct PastSpan {
    key: AlertKey,
    since: DateTime<Utc>,
}

impl Store {
    /// Commits a poll and its outcome: history, alerts and events in one transaction, on the
    /// disk when this returns. Returns the rows of the outbox that the events have become.
    ///
    /// A snapshot that is not later than the last one of its operation is refused as
    /// [`StoreError::AlreadyCommitted`], and nothing is written.
    pub fn commit(
        &self,
        snapshot: &Snapshot,
        outcome: &PollOutcome,
    ) -> Result<Vec<DeliveryState>, StoreError> {
        self.commit_after(snapshot, outcome, CommitPart::Whole)
    }

    /// Commits the rest of a poll, part of which was committed before it was read to its end. The snapshot has what
    /// both parts have read.
    pub fn commit_rest(
        &self,
        snapshot: &Snapshot,
        outcome: &PollOutcome,
    ) -> Result<Vec<DeliveryState>, StoreError> {
        self.commit_after(snapshot, outcome, CommitPart::Rest)
    }

    fn commit_after(
        &self,
        snapshot: &Snapshot,
        outcome: &PollOutcome,
        part: CommitPart,
    ) -> Result<Vec<DeliveryState>, StoreError> {
        let _turn = self.writing()?;
        self.refuse_second_commit(snapshot, part)?;
        let mut change = Change::default();
        let fresh = self.write_snapshot(snapshot, |change| &mut change.history, &mut change)?;
        let marks = self.marks(&snapshot.operation)?;
        self.write_book(snapshot, outcome, &marks, &mut change)?;
        let events = outcome.events.iter().cloned();
        let events: Vec<Event> = events.map(|event| with_mark(event, &marks)).collect();
        let deliveries = self.write_outbox(&events, &mut change)?;
        Self::write_last_poll(&snapshot.operation, snapshot.as_of, &mut change)?;
        self.write_spent(&snapshot.operation, &mut change)?;
        self.apply(&change)?;
        self.adopt_names(fresh);
        Ok(deliveries)
    }

    /// Returns what is open in the operation, as of the last commit.
    pub fn book(&self, operation: &OperationName) -> Result<AlertBook, StoreError> {
        let trees = self.trees();
        let pages = BookPages {
            alerts: self.operation_records(&trees.alerts, operation, ALERT)?,
            incidents: self.operation_records(&trees.incidents, operation, INCIDENT)?,
            openings: self.operation_records(&trees.openings, operation, OPENINGS)?,
            missed: self.missed(operation)?,
        };
        Ok(AlertBook::new(operation.clone(), pages))
    }

    /// Returns the seasons of the operation's rates, as of the last commit.
    pub fn departures(&self, operation: &OperationName) -> Result<DepartureBook, StoreError> {
        let trees = self.trees();
        Ok(DepartureBook::new(DepartureChanges {
            rules: self.operation_records(&trees.calibrations, operation, CALIBRATION)?,
            scopes: self.operation_records(&trees.departures, operation, DEPARTURE)?,
        }))
    }

    /// Returns the incidents that are over and still to be posted. They have the keys that they
    /// have among the closed ones.
    fn missed(&self, operation: &OperationName) -> Result<Vec<ClosedIncident>, StoreError> {
        let trees = self.trees();
        let keys = trees
            .missed
            .scan_prefix(key::operation_key(operation))
            .keys();
        let closed = keys.map(|key| {
            let key = key.in_folder(self.path())?;
            self.get_record(&trees.closed, key, MISSED)
        });
        closed.filter_map(Result::transpose).collect()
    }

    /// Returns all records of an operation in one tree.
    pub(super) fn operation_records<T: DeserializeOwned>(
        &self,
        tree: &sled::Tree,
        operation: &OperationName,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        self.collect_records(tree.scan_prefix(key::operation_key(operation)), what)
    }

    /// Returns the open incidents of all operations.
    pub(super) fn open_incidents(&self) -> Result<Vec<Incident>, StoreError> {
        self.collect_records(self.trees().incidents.iter(), INCIDENT)
    }

    /// Returns what is open under the number of an incident, in each operation that shares it.
    pub fn shared_incident(&self, id: IncidentId) -> Result<Vec<SharedIncident>, StoreError> {
        let mut shared = Vec::new();
        for entry in &self.trees().incidents {
            let (place, value) = entry.in_folder(self.path())?;
            if key::last_number(INCIDENT, &place)? != id.get() {
                continue;
            }
            let Some(operation) = key::operation_name(&place) else {
                continue;
            };
            let alerts: Vec<Alert> =
                self.operation_records(&self.trees().alerts, &operation, ALERT)?;
            let of_it = |alert: &Alert| alert.incident == Some(id);
            shared.push(SharedIncident {
                mark: self.mark(&operation, id)?,
                incident: read_record(INCIDENT, &value)?,
                open: alerts.into_iter().filter(of_it).collect(),
                operation,
            });
        }
        Ok(shared)
    }

    /// Returns the incidents of an operation that ended within `range`, newest first, at most
    /// `limit`. Those that were never announced are among them.
    pub fn closed(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<ClosedIncident>, StoreError> {
        if range.is_empty() {
            return Ok(Vec::new());
        }
        let keys = key::moment_key(operation, range.start)..key::moment_key(operation, range.end);
        let entries = self.trees().closed.range(keys).rev().take(limit);
        self.collect_records(entries, CLOSED)
    }

    /// Returns the time spans within `range` in which alerts fired, also those that still do:
    /// figures of such times are not usual.
    pub fn disturbed(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
    ) -> Result<Vec<Disturbance>, StoreError> {
        let disturbance = |key: AlertKey, since, until| Disturbance {
            rule: key.rule,
            scope: key.scope,
            time: since..until,
        };
        let mut found = Vec::new();
        let of_it = key::operation_key(operation);
        let start = key::moment_key(operation, range.start);
        for entry in self.trees().disturbed.range(start..) {
            let (place, value) = entry.in_folder(self.path())?;
            if !place.starts_with(&of_it) {
                break;
            }
            let (until, spells): (DateTime<Utc>, Vec<PastSpan>) = read_record(SPELLS, &value)?;
            let spells = spells.into_iter().filter(|spell| spell.since < range.end);
            found.extend(spells.map(|spell| disturbance(spell.key, spell.since, until)));
        }
        let open: Vec<Alert> = self.operation_records(&self.trees().alerts, operation, ALERT)?;
        let open = open
            .into_iter()
            .filter(|alert| alert.state.is_told() && alert.state.since() < range.end);
        found.extend(open.map(|alert| disturbance(alert.key, alert.state.since(), range.end)));
        Ok(found)
    }

    /// Writes the time spans of the alerts that a poll has ended, where they were announced.
    pub(super) fn write_disturbed(
        &self,
        operation: &OperationName,
        at: DateTime<Utc>,
        outcome: &PollOutcome,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let mut spells = Vec::new();
        for ended in &outcome.ended {
            let place = key::alert_key(operation, ended)?;
            let alert = self.get_record::<Alert>(&self.trees().alerts, place, ALERT)?;
            if let Some(alert) = alert
                && alert.state.is_told()
            {
                spells.push(PastSpan {
                    since: alert.state.since(),
                    key: alert.key,
                });
            }
        }
        for (part, spells) in (0_u32..).zip(spells.chunks(SPANS_A_RECORD)) {
            let mut place = key::moment_key(operation, at);
            place.extend(part.to_be_bytes());
            let value = write_record(SPELLS, &(at, spells.to_vec()))?;
            change.disturbed.insert(place, value);
        }
        Ok(())
    }

    fn refuse_second_commit(
        &self,
        snapshot: &Snapshot,
        part: CommitPart,
    ) -> Result<(), StoreError> {
        let is_committed = |last: DateTime<Utc>| match part {
            CommitPart::Whole => snapshot.as_of <= last,
            CommitPart::Rest => snapshot.as_of < last,
        };
        match self.last_poll(&snapshot.operation)? {
            Some(last) if is_committed(last) => Err(StoreError::AlreadyCommitted {
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
            change.alerts.remove(key::alert_key(operation, key)?);
        }
        for alert in &outcome.changed {
            let place = key::alert_key(operation, &alert.key)?;
            change.alerts.insert(place, write_record(ALERT, alert)?);
        }
        let closed = outcome.closed.iter().map(|closed| closed.incident.id);
        for id in closed.chain(outcome.merged.iter().copied()) {
            change.incidents.remove(key::incident_key(operation, id));
            change.marks.remove(key::incident_key(operation, id));
        }
        for incident in &outcome.incidents {
            let place = key::incident_key(operation, incident.id);
            let value = write_record(INCIDENT, incident)?;
            change.incidents.insert(place, value);
        }
        for closed in &outcome.closed {
            let id = closed.incident.id;
            let place = key::closed_key(operation, closed.at, id);
            let closed = ClosedIncident {
                mark: marks.get(&id).cloned().unwrap_or_default(),
                ..closed.clone()
            };
            change.closed.insert(place, write_record(CLOSED, &closed)?);
        }
        for (key, times) in &outcome.openings {
            let place = key::alert_key(operation, key)?;
            if times.is_empty() {
                change.openings.remove(place);
            } else {
                let value = write_record(OPENINGS, &(key.clone(), times.clone()))?;
                change.openings.insert(place, value);
            }
        }
        for rule in &outcome.departures.rules {
            let value = write_record(CALIBRATION, rule)?;
            change
                .calibrations
                .insert(key::rule_key(operation, &rule.0), value);
        }
        for scope in &outcome.departures.scopes {
            let place = key::scope_key(operation, &scope.0, &scope.1)?;
            change
                .departures
                .insert(place, write_record(DEPARTURE, scope)?);
        }
        if let Some(missed) = &outcome.missed {
            self.write_missed(operation, missed, change)?;
        }
        if let Some(feed) = &outcome.feed {
            Self::write_feed(operation, feed, change)?;
        }
        Ok(())
    }

    fn write_missed(
        &self,
        operation: &OperationName,
        missed: &[ClosedIncident],
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let known = self
            .trees()
            .missed
            .scan_prefix(key::operation_key(operation));
        for key in known.keys() {
            change.missed.remove(key.in_folder(self.path())?);
        }
        for closed in missed {
            let key = key::closed_key(operation, closed.at, closed.incident.id);
            change.missed.insert(key, &[]);
        }
        Ok(())
    }
}

/// Returns the event with the mark that its incident has by now, which may be later than the
/// one that the poll knew.
fn with_mark(mut event: Event, marks: &BTreeMap<IncidentId, IncidentMark>) -> Event {
    if let EventContent::Incident(news) = &mut event.news {
        let mark = marks.get(&news.incident.id);
        news.mark = mark.cloned().unwrap_or_default();
    }
    event
}
