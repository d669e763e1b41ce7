//! Reads history: whole reports of a time span, or one series of figures.

use std::{
    iter::Peekable,
    ops::Range,
    path::Path,
    sync::{Arc, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};

use crate::{
    Store, StoreError,
    error::InFolder,
    history::{
        key::HistoryKey,
        packed::{PackedParts, PackedRecord},
    },
    names::NameTable,
};
use vigia_core::metrics::{
    FactSet, Metric, OperationName, Reading, Report, ReportRequest, Sample, Scope, SkillSelection,
    TimeWindow, sample,
};

impl Store {
    /// Returns the readings of a report over windows of this length that ended in `range`,
    /// oldest first, gaps included.
    pub fn readings(
        &self,
        operation: &OperationName,
        report: Report,
        window_length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> Result<Vec<Reading>, StoreError> {
        let tree = &self.trees().history;
        self.readings_in(tree, operation, report, window_length, range)
    }

    /// Returns the same from one of the two trees of history.
    pub(crate) fn readings_in(
        &self,
        tree: &sled::Tree,
        operation: &OperationName,
        report: Report,
        window_length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> Result<Vec<Reading>, StoreError> {
        let names = self.names().read().unwrap_or_else(PoisonError::into_inner);
        let mut readings = Vec::new();
        for record in self.records(tree, &names, operation, report, window_length, range) {
            let (until, packed) = record?;
            for (question, skills) in packed.skills().enumerate() {
                readings.push(Reading {
                    ask: ReportRequest {
                        report,
                        skills,
                        window: TimeWindow::ending(until, window_length),
                    },
                    outcome: packed.outcome(question, &names)?,
                });
            }
        }
        Ok(readings)
    }

    /// Returns the values of a metric over windows of this length that ended in `range`,
    /// oldest first, each with the end of its window. Times without a value are left out.
    pub fn series(
        &self,
        operation: &OperationName,
        metric: Metric,
        scope: &Scope,
        window_length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> Result<Vec<(DateTime<Utc>, Sample)>, StoreError> {
        let names = self.names().read().unwrap_or_else(PoisonError::into_inner);
        let records = |report: Report| {
            let tree = &self.trees().history;
            self.records(
                tree,
                &names,
                operation,
                report,
                window_length,
                range.clone(),
            )
            .map(move |record| record.map(|(until, packed)| (until, report, packed)))
            .peekable()
        };
        let mut reports: Vec<_> = metric.reports().iter().copied().map(records).collect();
        let mut series = Vec::new();
        while let Some((until, at_once)) = next_records(&mut reports)? {
            let mut facts_then = Vec::new();
            for (report, packed) in at_once {
                if let Some(question) = request_about(report, scope, &packed)
                    && let Ok(facts) = packed.outcome(question, &names)?
                {
                    facts_then.push(facts);
                }
            }
            let at_hand: FactSet<'_> = facts_then.iter().map(Arc::as_ref).collect();
            series.extend(sample(metric, scope, at_hand).map(|value| (until, value)));
        }
        Ok(series)
    }

    fn records(
        &self,
        tree: &sled::Tree,
        names: &NameTable,
        operation: &OperationName,
        report: Report,
        length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> impl Iterator<Item = Result<(DateTime<Utc>, PackedRecord), StoreError>> {
        let operation = names.number(operation.as_str());
        let operation = operation.filter(|_| !range.is_empty());
        let records = operation.map(|operation| {
            let key = HistoryKey {
                operation,
                report,
                length,
                until: range.start,
            };
            let keys = key.at(range.start)..key.at(range.end);
            HistoryRecords {
                entries: tree.range(keys),
                folder: self.path(),
                begun: None,
            }
        });
        records.into_iter().flatten()
    }
}

/// The records of one report over one length of window, oldest first.
struct HistoryRecords<'store> {
    entries: sled::Iter,
    folder: &'store Path,
    /// The parts of the record that is being read. A large record has several.
    begun: Option<(DateTime<Utc>, PackedParts)>,
}

impl HistoryRecords<'_> {
    fn read(&mut self) -> Result<Option<(DateTime<Utc>, PackedRecord)>, StoreError> {
        for entry in self.entries.by_ref() {
            let (key, value) = entry.in_folder(self.folder)?;
            let Some((until, part)) = HistoryKey::place_of(&key) else {
                continue;
            };
            let whole = self.begun.take_if(|(time, _)| *time != until);
            let (_, parts) = self
                .begun
                .get_or_insert_with(|| (until, PackedParts::default()));
            parts.push(part, &value)?;
            if let Some((time, parts)) = whole {
                return Ok(Some((time, PackedRecord::from_parts(&parts)?)));
            }
        }
        let last = self.begun.take();
        last.map(|(time, parts)| Ok((time, PackedRecord::from_parts(&parts)?)))
            .transpose()
    }
}

impl Iterator for HistoryRecords<'_> {
    type Item = Result<(DateTime<Utc>, PackedRecord), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

type ReportRecord = Result<(DateTime<Utc>, Report, PackedRecord), StoreError>;

type RecordsAtOneTime = (DateTime<Utc>, Vec<(Report, PackedRecord)>);

/// Returns the records of the earliest time at which a report has one.
fn next_records(
    reports: &mut [Peekable<impl Iterator<Item = ReportRecord>>],
) -> Result<Option<RecordsAtOneTime>, StoreError> {
    let time = |record: &ReportRecord| record.as_ref().ok().map(|(until, ..)| *until);
    // A record that cannot be read comes first, and ends the series with its error.
    let Some(earliest) = reports
        .iter_mut()
        .filter_map(Peekable::peek)
        .map(time)
        .min()
    else {
        return Ok(None);
    };
    let mut at_once = Vec::new();
    let mut until = None;
    for records in reports {
        if let Some(record) = records.next_if(|record| time(record) == earliest) {
            let (at, report, packed) = record?;
            at_once.push((report, packed));
            until = Some(at);
        }
    }
    Ok(until.map(|until| (until, at_once)))
}

/// Returns the request that covers the scope. A report that is not asked for skill by skill
/// covers all skills at once, unless one was asked for all the same.
fn request_about(report: Report, scope: &Scope, packed: &PackedRecord) -> Option<usize> {
    let find = |wanted| packed.skills().position(|skills| skills == wanted);
    match scope {
        Scope::Skill(skill) if report.is_asked_by_skill() => find(SkillSelection::One(*skill)),
        Scope::Skill(skill) => {
            find(SkillSelection::One(*skill)).or_else(|| find(SkillSelection::All))
        }
        Scope::Operation | Scope::Channel(_) | Scope::Agent(_) => find(SkillSelection::All),
    }
}
