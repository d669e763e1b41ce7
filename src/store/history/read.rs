//! Reads history: whole reports of a stretch of time, or one series of figures.

use std::{ops::Range, sync::PoisonError, time::Duration};

use chrono::{DateTime, Utc};

use crate::{
    metrics::{
        Ask, Metric, OperationName, Reading, Report, Sample, Scope, Skills, Window, sample,
    },
    store::{
        Store, StoreError,
        error::InFolder,
        history::{
            key::Key,
            names::Names,
            packed::{Packed, Parts},
        },
    },
};

impl Store {
    /// What a report said over windows of this length that ended in `range`, oldest first,
    /// gaps included.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn readings(
        &self,
        operation: &OperationName,
        report: Report,
        window_length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> Result<Vec<Reading>, StoreError> {
        let mut readings = Vec::new();
        self.each_record(
            operation,
            report,
            window_length,
            range,
            |until, packed, names| {
                for (question, skills) in packed.skills().enumerate() {
                    readings.push(Reading {
                        ask: Ask {
                            report,
                            skills,
                            window: Window::ending(until, window_length),
                        },
                        outcome: packed.outcome(question, names)?,
                    });
                }
                Ok(())
            },
        )?;
        Ok(readings)
    }

    /// The values of a metric over windows of this length that ended in `range`, oldest
    /// first, each with the end of its window. Times without a value are left out.
    ///
    /// # Errors
    /// A fault of the disk, or a record that cannot be read.
    pub fn series(
        &self,
        operation: &OperationName,
        metric: Metric,
        scope: &Scope,
        window_length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> Result<Vec<(DateTime<Utc>, Sample)>, StoreError> {
        let mut series = Vec::new();
        self.each_record(
            operation,
            metric.report(),
            window_length,
            range,
            |until, packed, names| {
                if let Some(question) = question_about(metric.report(), scope, &packed)
                    && let Ok(facts) = packed.outcome(question, names)?
                {
                    series
                        .extend(sample(metric, scope, &facts).map(|value| (until, value)));
                }
                Ok(())
            },
        )?;
        Ok(series)
    }

    fn each_record(
        &self,
        operation: &OperationName,
        report: Report,
        length: Duration,
        range: Range<DateTime<Utc>>,
        mut take: impl FnMut(DateTime<Utc>, Packed, &Names) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let names = self.names().read().unwrap_or_else(PoisonError::into_inner);
        let Some(operation) = names.number(operation.as_str()) else {
            return Ok(());
        };
        let key = Key {
            operation,
            report,
            length,
            until: range.start,
        };
        if range.is_empty() {
            return Ok(());
        }
        let mut record: Option<(DateTime<Utc>, Parts)> = None;
        let keys = key.at(range.start)..key.at(range.end);
        for entry in self.trees().history.range(keys) {
            let (key, value) = entry.in_folder(self.path())?;
            let Some((until, part)) = Key::place_of(&key) else {
                continue;
            };
            if let Some((time, parts)) = record.take_if(|(time, _)| *time != until) {
                take(time, Packed::read(&parts)?, &names)?;
            }
            let (_, parts) = record.get_or_insert_with(|| (until, Parts::default()));
            parts.push(part, &value)?;
        }
        if let Some((time, parts)) = record {
            take(time, Packed::read(&parts)?, &names)?;
        }
        Ok(())
    }
}

/// Which of the questions tells of the scope. A report that is not asked for skill by skill
/// tells of every skill at once, unless somebody asked for one all the same.
fn question_about(report: Report, scope: &Scope, packed: &Packed) -> Option<usize> {
    let find = |wanted| packed.skills().position(|skills| skills == wanted);
    match scope {
        Scope::Skill(skill) if report.is_asked_by_skill() => find(Skills::One(*skill)),
        Scope::Skill(skill) => find(Skills::One(*skill)).or_else(|| find(Skills::All)),
        Scope::Operation | Scope::Channel(_) | Scope::Agent(_) => find(Skills::All),
    }
}
