//! The actions of people: acknowledgements, snoozes, silences, and the audit log of them all.
//! The commands write them, the watch reads them at each poll.

use std::{collections::BTreeMap, ops::Range};

use chrono::{DateTime, Utc};

use crate::{
    Store, StoreError,
    error::InFolder,
    key,
    ledger::ALERT,
    record::{INCIDENT, read_record, write_record},
    trees::Change,
};
use vigia_core::{
    alerts::{
        AcknowledgeRequest, Acknowledgement, Alert, AuditAction, AuditEntry, DiscordUser, Event,
        EventContent, EventKind, Incident, IncidentId, IncidentMark, IncidentNews, Silence,
        SilenceId, SilenceRequest, SnoozeRequest, SnoozedUntil,
    },
    metrics::OperationName,
};

pub(super) const MARK: &str = "what was done about an incident";
pub(super) const SILENCE: &str = "a silence";
const AUDIT_ENTRY: &str = "an entry of the audit log";
const NEXT_SILENCE: &[u8] = b"silences";
const NEXT_AUDIT: &[u8] = b"audit";

impl Store {
    /// Acknowledges an incident. The first person counts, until the incident gets worse. Mark,
    /// audit log and the event that changes the card are written together, and are on the
    /// disk when this returns; the dispatcher of the outbox is to be woken then.
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

    /// Snoozes an incident, in the same way as [`Store::acknowledge`].
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

    /// Returns the marks of the open incidents of an operation.
    pub fn marks(
        &self,
        operation: &OperationName,
    ) -> Result<BTreeMap<IncidentId, IncidentMark>, StoreError> {
        let entries = self
            .trees()
            .marks
            .scan_prefix(key::operation_key(operation));
        entries
            .map(|entry| {
                let (place, value) = entry.in_folder(self.path())?;
                let id = IncidentId::from_number(key::last_number(MARK, &place)?);
                Ok((id, read_record(MARK, &value)?))
            })
            .collect()
    }

    pub(super) fn mark(
        &self,
        operation: &OperationName,
        incident: IncidentId,
    ) -> Result<IncidentMark, StoreError> {
        let place = key::incident_key(operation, incident);
        let mark = self.get_record(&self.trees().marks, place, MARK)?;
        Ok(mark.unwrap_or_default())
    }

    fn open_incident(
        &self,
        operation: &OperationName,
        incident: IncidentId,
    ) -> Result<Option<Incident>, StoreError> {
        let place = key::incident_key(operation, incident);
        self.get_record(&self.trees().incidents, place, INCIDENT)
    }

    /// Writes a mark, and the event for the card of an incident that was announced.
    fn write_mark(
        &self,
        operation: &OperationName,
        incident: &Incident,
        mark: IncidentMark,
        kind: EventKind,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        let mut change = Change::default();
        let place = key::incident_key(operation, incident.id);
        change.marks.insert(place, write_record(MARK, &mark)?);
        self.write_audit(entry, &mut change)?;
        if incident.announced().is_some() {
            let alerts: Vec<Alert> =
                self.operation_records(&self.trees().alerts, operation, ALERT)?;
            let is_of_it = |alert: &&Alert| alert.incident == Some(incident.id);
            let open = alerts.iter().filter(is_of_it).collect();
            let news = IncidentNews::new(kind, incident.clone(), open, mark);
            let event = Event {
                operation: operation.clone(),
                at: entry.at,
                news: EventContent::Incident(Box::new(news)),
            };
            self.write_outbox(&[event], &mut change)?;
        }
        self.apply(&change)
    }

    /// Makes a silence of a request and adds it to the audit log; on the disk when this
    /// returns.
    pub fn silence(&self, wish: SilenceRequest) -> Result<Silence, StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        let id = SilenceId(self.take_number(NEXT_SILENCE, &mut change)?);
        let silence = wish.numbered(id);
        let entry = AuditEntry {
            at: silence.made_at,
            by: Some(silence.by.clone()),
            deed: AuditAction::Silenced(Box::new(silence.clone())),
        };
        self.write_audit(&entry, &mut change)?;
        let value = write_record(SILENCE, &silence)?;
        change.silences.insert(&id.0.to_be_bytes(), value);
        self.apply(&change)?;
        Ok(silence)
    }

    /// Ends a silence and adds that to the audit log; on the disk when this returns. Returns
    /// `None` where there is no silence of that number, or it was over already.
    pub fn end_silence(
        &self,
        id: SilenceId,
        by: DiscordUser,
        at: DateTime<Utc>,
    ) -> Result<Option<Silence>, StoreError> {
        let _turn = self.writing()?;
        let key = id.0.to_be_bytes();
        let silence: Option<Silence> = self.get_record(&self.trees().silences, key, SILENCE)?;
        let Some(silence) = silence.filter(|silence| !silence.quiet.is_over(at)) else {
            return Ok(None);
        };
        let mut change = Change::default();
        change.silences.remove(&key);
        let entry = AuditEntry {
            at,
            by: Some(by),
            deed: AuditAction::SilenceEnded(Box::new(silence.clone())),
        };
        self.write_audit(&entry, &mut change)?;
        self.apply(&change)?;
        Ok(Some(silence))
    }

    /// Returns the silences that were not over at that time, in the order of their numbers.
    /// Those that a person ended are not among them.
    pub fn silences(&self, at: DateTime<Utc>) -> Result<Vec<Silence>, StoreError> {
        let mut silences = self.all_silences()?;
        silences.retain(|silence| !silence.quiet.is_over(at));
        Ok(silences)
    }

    pub(super) fn all_silences(&self) -> Result<Vec<Silence>, StoreError> {
        self.collect_records(self.trees().silences.iter(), SILENCE)
    }

    /// Adds an entry to the audit log and its events to the outbox, in one transaction, on
    /// the disk when this returns. Acknowledgements, snoozes and silences are added by the
    /// functions that make them.
    pub fn add_audit_entry(&self, entry: &AuditEntry, events: &[Event]) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        self.write_audit(entry, &mut change)?;
        self.write_outbox(events, &mut change)?;
        self.apply(&change)
    }

    /// Returns the last entries of the audit log within `range`, newest first, at most
    /// `limit`.
    pub fn audit(
        &self,
        range: Range<DateTime<Utc>>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        if range.is_empty() {
            return Ok(Vec::new());
        }
        let keys = audit_time(range.start)..audit_time(range.end);
        let entries = self.trees().audit.range(keys).rev().take(limit);
        self.collect_records(entries, AUDIT_ENTRY)
    }

    pub(super) fn write_audit(
        &self,
        entry: &AuditEntry,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let number = self.take_number(NEXT_AUDIT, change)?;
        let mut place = audit_time(entry.at).to_vec();
        place.extend(number.to_be_bytes());
        change
            .audit
            .insert(place, write_record(AUDIT_ENTRY, entry)?);
        Ok(())
    }
}

/// Returns the key at which the entries from a time on begin.
pub(super) fn audit_time(at: DateTime<Utc>) -> [u8; 8] {
    key::time_key(at.timestamp_millis())
}
