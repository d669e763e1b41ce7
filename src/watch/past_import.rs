//! Gives a new installation the hours of the last weeks, so that what is usual is known on the first day.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, Datelike as _, Days, IsoWeek, NaiveDate, NaiveTime, TimeZone as _, Utc};
use tracing::{info, warn};

use crate::watch::{CycleParts, hour_table::HourTable};
use vigia_core::metrics::{Facts, Reading, Report, ReportRequest, SkillSelection, TimeWindow};
use vigia_store::{Store, StoreError};

/// The days that are imported: what is usual looks four weeks back.
const DAYS: u64 = 28;

/// The rows of one answer of the API, and those of a skill and day at most.
const MOST_ROWS: u64 = 60_000;
const ROWS_A_DAY: u64 = 24;

/// Imports the past of an operation once. A try that fails is made again the next day.
#[derive(Default)]
pub(super) struct PastImport {
    tried: Option<NaiveDate>,
}

impl PastImport {
    /// Imports what is missing by `deadline`, so that the poll that waits for it is in time.
    pub(super) async fn run(
        &mut self,
        parts: &CycleParts,
        deadline: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let now = parts.clock.now();
        let today = now.with_timezone(&parts.zone).date_naive();
        if self.tried == Some(today) {
            return Ok(());
        }
        self.tried = Some(today);
        let operation = parts.operation.clone();
        let known = move |store: &Store| store.imported(&operation);
        if parts.store.blocking(known).await?.is_some() {
            return Ok(());
        }
        let Some(end) = midnight(parts, today) else {
            return Ok(());
        };
        let skills = u64::try_from(parts.directory.skills().0.len()).unwrap_or(MOST_ROWS);
        let days = (MOST_ROWS / (ROWS_A_DAY * skills.max(1))).clamp(1, DAYS);
        let mut until = (today, end);
        let mut left = DAYS;
        while left > 0 {
            let length = days.min(left);
            let first = until.0 - Days::new(length);
            let Some(from) = midnight(parts, first) else {
                return Ok(());
            };
            if !import_days(parts, deadline, from, until).await? {
                return Ok(());
            }
            until = (first, from);
            left -= length;
        }
        info!(operation = %parts.operation, days = DAYS, "the hours of the last weeks were imported");
        let (operation, from) = (parts.operation.clone(), until.1);
        let note = move |store: &Store| store.note_import(&operation, from..end, now);
        parts.store.blocking(note).await
    }
}

/// Imports the hours of some days. Returns `false` where the API does not give them, or not those that it should.
async fn import_days(
    parts: &CycleParts,
    deadline: DateTime<Utc>,
    from: DateTime<Utc>,
    (last, until): (NaiveDate, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let Some(day_before) = midnight(parts, last - Days::new(1)) else {
        return Ok(false);
    };
    let (Ok(window), Ok(checked)) = (
        TimeWindow::new(from, until),
        TimeWindow::new(day_before.max(from), until),
    ) else {
        return Ok(false);
    };
    let table = HourTable::read(&parts.gate, window, checked, Duration::ZERO);
    let table = match parts.clock.before(deadline, table).await {
        Some(Ok(Some(table))) => table,
        Some(Ok(None)) | None => return Ok(false),
        Some(Err(failure)) => {
            warn!(operation = %parts.operation, %failure, "the hours of the last weeks cannot be read; usual values take weeks to grow");
            return Ok(false);
        }
    };
    let mut weeks: BTreeMap<IsoWeek, Vec<Reading>> = BTreeMap::new();
    for (hour, window) in table.windows() {
        let readings = weeks.entry(hour.date().iso_week()).or_default();
        let reading = |skills, row| Reading {
            ask: ReportRequest {
                report: Report::ServiceLevel,
                skills,
                window,
            },
            outcome: Ok(Arc::new(Facts::ServiceLevel(row))),
        };
        let hours = table.hours();
        readings.extend(
            hours
                .operation(hour)
                .map(|row| reading(SkillSelection::All, row)),
        );
        let skills = hours.skills(hour);
        readings.extend(skills.map(|(skill, row)| reading(SkillSelection::One(skill), row)));
    }
    for readings in weeks.into_values() {
        let operation = parts.operation.clone();
        let keep = move |store: &Store| store.keep_days(&operation, &readings);
        parts.store.in_turn(keep).await?;
    }
    Ok(true)
}

fn midnight(parts: &CycleParts, date: NaiveDate) -> Option<DateTime<Utc>> {
    let start = parts
        .zone
        .from_local_datetime(&date.and_time(NaiveTime::MIN));
    start.earliest().map(|start| start.to_utc())
}
