//! What was committed while the clock was ahead.

use chrono::{DateTime, Utc};

use crate::{
    Store, StoreError,
    actions::{MARK, SILENCE},
    error::InFolder,
    key,
    ledger::{ALERT, OPENINGS, Openings},
    record::{INCIDENT, read_record, write_record},
    trees::Change,
};
use vigia_core::{
    alerts::{
        Alert, Event, Incident, IncidentMark, correct_alert, correct_incident, correct_mark,
        correct_silence,
    },
    metrics::OperationName,
};

impl Store {
    /// Sets aside what the operation has from after `now`: polls go on by the clock, and what is
    /// open counts its times from `now`. Figures of the future stay until the clock gets there,
    /// when the polls of that time replace them. On the disk when this returns, with the notice.
    pub fn set_aside_future(
        &self,
        operation: &OperationName,
        now: DateTime<Utc>,
        notice: Option<&Event>,
    ) -> Result<(), StoreError> {
        let _turn = self.writing()?;
        let mut change = Change::default();
        Self::forget_last_poll(operation, &mut change);
        let mut feed = self.feed(operation)?;
        feed.as_of = feed.as_of.min(now);
        feed.last_good = feed.last_good.map(|last| last.min(now));
        for outage in &mut feed.outages {
            outage.since = outage.since.min(now);
        }
        Self::write_feed(operation, &feed, &mut change)?;
        let trees = self.trees();
        let all = key::operation_key(operation);
        for row in trees.alerts.scan_prefix(&all) {
            let (place, value) = row.in_folder(self.path())?;
            let mut alert: Alert = read_record(ALERT, &value)?;
            correct_alert(&mut alert, now);
            change.alerts.insert(place, write_record(ALERT, &alert)?);
        }
        for row in trees.incidents.scan_prefix(&all) {
            let (place, value) = row.in_folder(self.path())?;
            let mut incident: Incident = read_record(INCIDENT, &value)?;
            correct_incident(&mut incident, now);
            let value = write_record(INCIDENT, &incident)?;
            change.incidents.insert(place, value);
        }
        for row in trees.marks.scan_prefix(&all) {
            let (place, value) = row.in_folder(self.path())?;
            let mut mark: IncidentMark = read_record(MARK, &value)?;
            correct_mark(&mut mark, now);
            change.marks.insert(place, write_record(MARK, &mark)?);
        }
        for row in trees.openings.scan_prefix(&all) {
            let (place, value) = row.in_folder(self.path())?;
            let (key, mut times): Openings = read_record(OPENINGS, &value)?;
            times.retain(|time| *time <= now);
            let value = write_record(OPENINGS, &(key, times))?;
            change.openings.insert(place, value);
        }
        for mut silence in self.all_silences()? {
            correct_silence(&mut silence, now);
            let value = write_record(SILENCE, &silence)?;
            change.silences.insert(&silence.id.0.to_be_bytes(), value);
        }
        self.write_outbox(notice.map_or(&[], std::slice::from_ref), &mut change)?;
        self.apply(&change)
    }
}
