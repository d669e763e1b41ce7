//! What people do about incidents. The commands write it, the watch reads it at each poll.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    Store, StoreError,
    error::InFolder,
    key,
    ledger::{ALERT, INCIDENT},
    record,
    trees::Change,
};
use vigia_core::{
    alerts::{
        AcknowledgeRequest, Acknowledgement, Alert, AuditAction, AuditEntry, DiscordUser, Event,
        EventContent, EventKind, Incident, IncidentId, IncidentMark, IncidentNews,
        NotificationLevel, SnoozeRequest, SnoozedUntil,
    },
    metrics::OperationName,
};

const MARK: &str = "what was done about an incident";

impl Store {
    /// Somebody has an incident in hand. The first counts, until the incident gets worse.
    /// Mark, audit log and the event that changes its card are written together, and are on
    /// the disk when this returns; the courier is to be woken then.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn acknowledge(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: DiscordUser,
        note: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<Acknowledgement, StoreError> {
        let _turn = self.writing()?;
        let Some(open) = self.open_incident(operation, incident)? else {
            return Ok(Acknowledgement::Over);
        };
        let mut mark = self.mark(operation, incident)?;
        let acked = mark.acknowledge(AcknowledgeRequest {
            by: by.clone(),
            at,
            note: note.clone(),
            severity: open.severity,
            scopes: open.scopes,
        });
        if acked == Acknowledgement::Done {
            let deed = AuditAction::Acknowledged {
                operation: operation.clone(),
                incident,
                note,
            };
            let by = Some(by);
            let entry = AuditEntry { at, by, deed };
            self.write_mark(operation, &open, mark, EventKind::Acknowledged, &entry)?;
        }
        Ok(acked)
    }

    /// Somebody puts an incident off. Like [`Store::acknowledge`].
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn snooze(
        &self,
        operation: &OperationName,
        incident: IncidentId,
        by: DiscordUser,
        until: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<SnoozedUntil, StoreError> {
        let _turn = self.writing()?;
        let Some(open) = self.open_incident(operation, incident)? else {
            return Ok(SnoozedUntil::Over);
        };
        let mut mark = self.mark(operation, incident)?;
        let snoozed = mark.put_off(SnoozeRequest {
            by: by.clone(),
            at,
            until,
            severity: open.severity,
        });
        if snoozed == SnoozedUntil::Done {
            let deed = AuditAction::Snoozed {
                operation: operation.clone(),
                incident,
                until,
            };
            let by = Some(by);
            let entry = AuditEntry { at, by, deed };
            self.write_mark(operation, &open, mark, EventKind::Snoozed, &entry)?;
        }
        Ok(snoozed)
    }

    /// What people did about the open incidents of an operation.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn marks(
        &self,
        operation: &OperationName,
    ) -> Result<BTreeMap<IncidentId, IncidentMark>, StoreError> {
        let entries = self.trees().marks.scan_prefix(key::operation(operation));
        entries
            .map(|entry| {
                let (place, value) = entry.in_folder(self.path())?;
                let id = IncidentId::from_number(key::last_number(MARK, &place)?);
                Ok((id, record::read(MARK, &value)?))
            })
            .collect()
    }

    fn mark(
        &self,
        operation: &OperationName,
        incident: IncidentId,
    ) -> Result<IncidentMark, StoreError> {
        let place = key::incident(operation, incident);
        let value = self.trees().marks.get(place).in_folder(self.path())?;
        let mark = value.map(|value| record::read(MARK, &value)).transpose();
        Ok(mark?.unwrap_or_default())
    }

    fn open_incident(
        &self,
        operation: &OperationName,
        incident: IncidentId,
    ) -> Result<Option<Incident>, StoreError> {
        let place = key::incident(operation, incident);
        let value = self.trees().incidents.get(place).in_folder(self.path())?;
        value
            .map(|value| record::read(INCIDENT, &value))
            .transpose()
    }

    /// An incident that nobody was told of has no card to change.
    fn write_mark(
        &self,
        operation: &OperationName,
        incident: &Incident,
        mark: IncidentMark,
        kind: EventKind,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut change = Change::default();
        let place = key::incident(operation, incident.id);
        change.marks.insert(place, record::write(MARK, &mark)?);
        self.write_audit(entry, &mut change)?;
        if incident.announced().is_some() {
            let alerts: Vec<Alert> = self.kept(&self.trees().alerts, operation, ALERT)?;
            let is_of_it = |alert: &&Alert| alert.incident == Some(incident.id);
            let open = alerts.iter().filter(is_of_it).collect();
            let news = IncidentNews::new(
                kind,
                incident.clone(),
                open,
                mark,
                NotificationLevel::default(),
            );
            let event = Event {
                operation: operation.clone(),
                at: entry.at,
                news: EventContent::Incident(Box::new(news)),
            };
            self.write_outbox(vec![event], &mut change)?;
        }
        self.apply(&change)
    }
}
