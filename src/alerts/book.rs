//! The open alerts of one operation.

use std::collections::BTreeMap;

use crate::{
    alerts::{Alert, AlertKey, Outcome},
    metrics::OperationName,
};

/// The open alerts of one operation, pending ones included. What is not in it is quiet.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    operation: OperationName,
    alerts: BTreeMap<AlertKey, Alert>,
}

impl Book {
    /// A book that holds these alerts.
    #[must_use]
    pub fn new(operation: OperationName, alerts: impl IntoIterator<Item = Alert>) -> Self {
        Self {
            operation,
            alerts: alerts
                .into_iter()
                .map(|alert| (alert.key.clone(), alert))
                .collect(),
        }
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

    /// Takes over what a step changed, once that is safe in the store.
    pub fn apply(&mut self, outcome: &Outcome) {
        for key in &outcome.ended {
            self.alerts.remove(key);
        }
        for alert in &outcome.changed {
            self.alerts.insert(alert.key.clone(), alert.clone());
        }
    }
}
