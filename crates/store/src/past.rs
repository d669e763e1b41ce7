//! What is over: the history of incidents, and when figures were not as usual.

use std::ops::Range;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Store, StoreError,
    error::InFolder,
    key,
    ledger::{ALERT, CLOSED},
    record,
    trees::Change,
};
use vigia_core::{
    alerts::{Alert, AlertKey, ClosedIncident, PollOutcome},
    metrics::OperationName,
    rules::Disturbance,
};

const SPELLS: &str = "when alerts fired";

/// How many spells a record holds: some 10 KiB of them.
const PART: usize = 200;

/// An alert that was told, and its first breach.
#[derive(Clone, Serialize, Deserialize)]
struct PastSpan {
    key: AlertKey,
    since: DateTime<Utc>,
}

impl Store {
    /// The incidents of an operation that ended within a stretch of time, newest first, at
    /// most `limit`. Those that nobody was told of are among them.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn closed(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<ClosedIncident>, StoreError> {
        if range.is_empty() {
            return Ok(Vec::new());
        }
        let keys = key::moment(operation, range.start)..key::moment(operation, range.end);
        let entries = self.trees().closed.range(keys).values().rev().take(limit);
        entries
            .map(|value| record::read(CLOSED, &value.in_folder(self.path())?))
            .collect()
    }

    /// When alerts fired that did so within a stretch of time, also those that still do:
    /// figures of then say nothing of what is usual.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn disturbed(
        &self,
        operation: &OperationName,
        range: Range<DateTime<Utc>>,
    ) -> Result<Vec<Disturbance>, StoreError> {
        let told = |key: AlertKey, since, until| Disturbance {
            rule: key.rule,
            scope: key.scope,
            time: since..until,
        };
        let mut found = Vec::new();
        let of_it = key::operation(operation);
        let start = key::moment(operation, range.start);
        for entry in self.trees().disturbed.range(start..) {
            let (place, value) = entry.in_folder(self.path())?;
            if !place.starts_with(&of_it) {
                break;
            }
            let (until, spells): (DateTime<Utc>, Vec<PastSpan>) = record::read(SPELLS, &value)?;
            let spells = spells.into_iter().filter(|spell| spell.since < range.end);
            found.extend(spells.map(|spell| told(spell.key, spell.since, until)));
        }
        let open: Vec<Alert> = self.kept(&self.trees().alerts, operation, ALERT)?;
        let open = open
            .into_iter()
            .filter(|alert| alert.state.is_told() && alert.state.since() < range.end);
        found.extend(open.map(|alert| told(alert.key, alert.state.since(), range.end)));
        Ok(found)
    }

    /// Notes the alerts that a poll has ended, as far as people were told of them.
    pub(super) fn write_disturbed(
        &self,
        operation: &OperationName,
        at: DateTime<Utc>,
        outcome: &PollOutcome,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let mut spells = Vec::new();
        for ended in &outcome.ended {
            let place = key::alert(operation, ended)?;
            let value = self.trees().alerts.get(place).in_folder(self.path())?;
            let alert = value.map(|value| record::read::<Alert>(ALERT, &value));
            if let Some(alert) = alert.transpose()?
                && alert.state.is_told()
            {
                spells.push(PastSpan {
                    since: alert.state.since(),
                    key: alert.key,
                });
            }
        }
        for (part, spells) in (0_u32..).zip(spells.chunks(PART)) {
            let mut place = key::moment(operation, at);
            place.extend(part.to_be_bytes());
            let value = record::write(SPELLS, &(at, spells.to_vec()))?;
            change.disturbed.insert(place, value);
        }
        Ok(())
    }
}
