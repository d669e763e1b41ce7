//! The open alerts and incidents of one operation.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    alerts::{Alert, AlertKey, ClosedIncident, Event, Incident, IncidentId, IncidentMark},
    metrics::{FeedState, OperationName},
    rules::{DepartureChanges, RuleId},
};

/// The open alerts and incidents of one operation. An alert that is missing here is quiet.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertBook {
    operation: OperationName,
    alerts: BTreeMap<AlertKey, Alert>,
    incidents: BTreeMap<IncidentId, Incident>,
    openings: BTreeMap<AlertKey, Vec<DateTime<Utc>>>,
    missed: Vec<ClosedIncident>,
}

/// The parts of which a book is made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookPages {
    /// The open alerts, pending ones included.
    pub alerts: Vec<Alert>,
    pub incidents: Vec<Incident>,
    pub openings: Vec<(AlertKey, Vec<DateTime<Utc>>)>,
    /// Incidents that began and ended in polls that were read late, and that no event has reported
    /// yet.
    pub missed: Vec<ClosedIncident>,
}

impl AlertBook {
    pub fn new(operation: OperationName, pages: BookPages) -> Self {
        let alerts = pages.alerts.into_iter();
        let incidents = pages.incidents.into_iter();
        Self {
            operation,
            alerts: alerts.map(|alert| (alert.key.clone(), alert)).collect(),
            incidents: incidents.map(|incident| (incident.id, incident)).collect(),
            openings: pages.openings.into_iter().collect(),
            missed: pages.missed,
        }
    }

    pub fn empty(operation: OperationName) -> Self {
        Self::new(operation, BookPages::default())
    }

    pub fn operation(&self) -> &OperationName {
        &self.operation
    }

    pub fn get(&self, key: &AlertKey) -> Option<&Alert> {
        self.alerts.get(key)
    }

    /// Returns all open alerts, ordered by rule and scope.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values()
    }

    pub fn incident(&self, id: IncidentId) -> Option<&Incident> {
        self.incidents.get(&id)
    }

    pub fn incidents(&self) -> impl Iterator<Item = &Incident> {
        self.incidents.values()
    }

    /// Returns the recent times at which an alert began to fire.
    pub fn openings(&self, key: &AlertKey) -> &[DateTime<Utc>] {
        self.openings.get(key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn all_openings(&self) -> impl Iterator<Item = (&AlertKey, &[DateTime<Utc>])> {
        let openings = self.openings.iter();
        openings.map(|(key, times)| (key, times.as_slice()))
    }

    /// Returns the open incidents that somebody has taken, with their rules: they are no false alarms.
    pub fn taken(&self, marks: &BTreeMap<IncidentId, IncidentMark>) -> Vec<(RuleId, u64)> {
        let is_taken = |incident: &&Incident| {
            let mark = marks.get(&incident.id);
            mark.is_some_and(|mark| mark.ack.is_some())
        };
        let taken = self.incidents().filter(is_taken);
        let rules = taken.filter_map(|incident| {
            let condition = incident.condition()?;
            Some((condition.rule.clone(), incident.id.get()))
        });
        rules.collect()
    }

    /// Returns the incidents that began and ended in late polls and are not reported yet.
    pub fn missed(&self) -> &[ClosedIncident] {
        &self.missed
    }

    /// Applies the changes of a poll, once they are safe in the store.
    pub fn apply(&mut self, outcome: &PollOutcome) {
        for key in &outcome.ended {
            self.alerts.remove(key);
        }
        for alert in &outcome.changed {
            self.alerts.insert(alert.key.clone(), alert.clone());
        }
        for closed in &outcome.closed {
            self.incidents.remove(&closed.incident.id);
        }
        for id in &outcome.merged {
            self.incidents.remove(id);
        }
        for incident in &outcome.incidents {
            self.incidents.insert(incident.id, incident.clone());
        }
        for (key, times) in &outcome.openings {
            if times.is_empty() {
                self.openings.remove(key);
            } else {
                self.openings.insert(key.clone(), times.clone());
            }
        }
        if let Some(missed) = &outcome.missed {
            self.missed.clone_from(missed);
        }
    }
}

/// The changes of one poll. They are committed together and then applied to the book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PollOutcome {
    pub changed: Vec<Alert>,
    pub ended: Vec<AlertKey>,
    pub incidents: Vec<Incident>,
    pub closed: Vec<ClosedIncident>,
    /// Incidents without a card whose alerts now belong to another incident.
    pub merged: Vec<IncidentId>,
    /// The recent times at which alerts began to fire; an empty list removes the entry.
    pub openings: Vec<(AlertKey, Vec<DateTime<Utc>>)>,
    /// The incidents of late polls that are still to be reported, where that list changed.
    pub missed: Option<Vec<ClosedIncident>>,
    pub events: Vec<Event>,
    /// The state of the report feed, where the poll found out.
    pub feed: Option<FeedState>,
    /// What the poll has changed in the seasons of rates.
    pub departures: DepartureChanges,
}
