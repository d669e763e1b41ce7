//! What is open in one operation.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    alerts::{Alert, AlertKey, ClosedIncident, Incident, IncidentId, PollOutcome},
    metrics::OperationName,
};

/// The open alerts and incidents of one operation. An alert that is not in it is quiet.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertBook {
    operation: OperationName,
    alerts: BTreeMap<AlertKey, Alert>,
    incidents: BTreeMap<IncidentId, Incident>,
    openings: BTreeMap<AlertKey, Vec<DateTime<Utc>>>,
    missed: Vec<ClosedIncident>,
}

/// What a book is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookPages {
    /// The open alerts, pending ones included.
    pub alerts: Vec<Alert>,
    /// The incidents that they belong to.
    pub incidents: Vec<Incident>,
    /// When alerts lately began to fire.
    pub openings: Vec<(AlertKey, Vec<DateTime<Utc>>)>,
    /// Incidents that began and ended in polls that were read belatedly, and are still to
    /// be told.
    pub missed: Vec<ClosedIncident>,
}

impl AlertBook {
    /// A book that holds these pages.
    #[must_use]
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

    /// A book in which nothing is open.
    #[must_use]
    pub fn empty(operation: OperationName) -> Self {
        Self::new(operation, BookPages::default())
    }

    /// Whose book it is.
    #[must_use]
    pub fn operation(&self) -> &OperationName {
        &self.operation
    }

    /// The alert of that key.
    #[must_use]
    pub fn get(&self, key: &AlertKey) -> Option<&Alert> {
        self.alerts.get(key)
    }

    /// All open alerts, in the order of rules and scopes.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values()
    }

    /// The incident of that number.
    #[must_use]
    pub fn incident(&self, id: IncidentId) -> Option<&Incident> {
        self.incidents.get(&id)
    }

    /// All open incidents.
    pub fn incidents(&self) -> impl Iterator<Item = &Incident> {
        self.incidents.values()
    }

    /// When an alert lately began to fire.
    #[must_use]
    pub fn openings(&self, key: &AlertKey) -> &[DateTime<Utc>] {
        self.openings.get(key).map_or(&[], Vec::as_slice)
    }

    /// Those that lately began to fire.
    pub(super) fn all_openings(&self) -> impl Iterator<Item = (&AlertKey, &[DateTime<Utc>])> {
        let openings = self.openings.iter();
        openings.map(|(key, times)| (key, times.as_slice()))
    }

    /// What began and ended in polls that were read belatedly, and is still to be told.
    #[must_use]
    pub fn missed(&self) -> &[ClosedIncident] {
        &self.missed
    }

    /// Takes over what a poll changed, once that is safe in the store.
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
