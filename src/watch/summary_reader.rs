//! Reads the inputs of a summary: its reports, earlier days, the alerts of its time, and how well
//! the polls could read.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tokio::sync::Notify;
use tracing::warn;

use crate::watch::report_reader::ReportReader;
use vigia_clock::Clock;
use vigia_core::{
    alerts::tally_notifications,
    metrics::{
        HISTORY_WINDOW, OperationName, ReadFailure, ReadGap, Reading, Report, ReportRequest,
        SkillId, TimeWindow,
    },
    summaries::{
        EarlierInputs, Edition, NotificationTally, SummaryInputs, SummaryPeriod, SummaryPlan,
    },
};
use vigia_store::{Store, StoreError};
use vigia_wolkvox::{NameDirectory, RequestGate};

pub struct SummaryParts {
    pub operation: OperationName,
    pub gate: RequestGate,
    pub directory: NameDirectory,
    pub plans: Vec<SummaryPlan>,
    /// The time after the end of a period until it is read.
    pub settle: Duration,
    pub store: Store,
    pub clock: Clock,
    pub wake_dispatcher: Arc<Notify>,
}

/// The greatest age of an answer that is read again: several summaries of one period share it.
pub(super) const FRESH: Duration = Duration::from_secs(30 * 60);

/// The readings of an edition so far.
#[derive(Clone, Debug, Default)]
pub(super) struct SummaryRead {
    readings: BTreeMap<ReportRequest, SummarySource>,
}

/// A reading, and whether the store has it.
#[derive(Clone, Debug)]
struct SummarySource {
    reading: Reading,
    is_kept: bool,
}

impl SummaryRead {
    fn kept(readings: Vec<Reading>) -> Self {
        let source = |reading: Reading| {
            let is_kept = true;
            (reading.ask, SummarySource { reading, is_kept })
        };
        Self {
            readings: readings.into_iter().map(source).collect(),
        }
    }

    /// Returns whether it was read and did not fail.
    fn has(&self, ask: &ReportRequest) -> bool {
        let source = self.readings.get(ask);
        source.is_some_and(|source| !source.reading.has_failed())
    }

    /// Reads a report, unless it has come already.
    async fn read(&mut self, reader: &mut ReportReader<'_>, ask: ReportRequest, max_age: Duration) {
        if self.has(&ask) {
            return;
        }
        let answer = reader.read(ask, max_age).await;
        let outcome = answer.and_then(|answer| {
            // Rows that could not be read are not the same as no rows.
            let gap = match answer.spoils {
                0 => ReadGap::NoData,
                _ => ReadGap::Failed(ReadFailure::NoReadableRow),
            };
            answer.facts.ok_or(gap)
        });
        let reading = Reading { ask, outcome };
        let is_kept = false;
        self.readings
            .insert(ask, SummarySource { reading, is_kept });
    }

    pub(super) fn is_whole(&self) -> bool {
        let mut sources = self.readings.values();
        !self.readings.is_empty() && !sources.any(|source| source.reading.has_failed())
    }

    /// Fills what failed from an earlier reading.
    pub(super) fn over(mut self, before: Self) -> Self {
        for (ask, source) in before.readings {
            if !self.has(&ask) {
                self.readings.insert(ask, source);
            }
        }
        self
    }

    /// Returns the readings of these requests, gaps included.
    pub(super) fn of(&self, asks: &[ReportRequest]) -> Vec<Reading> {
        let sources = asks.iter().filter_map(|ask| self.readings.get(ask));
        sources.map(|source| source.reading.clone()).collect()
    }

    /// Returns the readings that the store does not have yet.
    pub(super) fn into_fresh(self) -> Vec<Reading> {
        let sources = self.readings.into_values();
        let fresh = sources.filter(|source| !source.is_kept);
        fresh.map(|source| source.reading).collect()
    }
}

impl SummaryParts {
    /// Returns the readings of an edition that the store has, as another summary read them.
    pub(super) async fn known(
        &self,
        plan: &SummaryPlan,
        edition: &Edition,
    ) -> Result<SummaryRead, StoreError> {
        let operation = self.operation.clone();
        let asks = plan.asks(edition, &self.skills());
        let read = move |store: &Store| store.days(&operation, &asks);
        match self.store.blocking(read).await {
            Err(failure) if !failure.is_fault() => Ok(SummaryRead::default()),
            kept => Ok(SummaryRead::kept(kept?)),
        }
    }

    /// Requests the missing reports. Those of the whole operation come first: they name the skills
    /// where their list cannot be had.
    pub(super) async fn read(
        &self,
        plan: &SummaryPlan,
        edition: &Edition,
        mut read: SummaryRead,
        max_age: Duration,
    ) -> SummaryRead {
        let mut reader = ReportReader::new(&self.gate, &self.clock, None);
        let asks = plan.asks(edition, &[]);
        let missing: Vec<_> = asks.iter().copied().filter(|ask| !read.has(ask)).collect();
        reader.expect(&missing);
        for ask in asks {
            read.read(&mut reader, ask, max_age).await;
        }
        let asks = plan.asks(edition, &self.skills());
        let missing: Vec<_> = asks.iter().copied().filter(|ask| !read.has(ask)).collect();
        reader.expect(&missing);
        for ask in asks {
            read.read(&mut reader, ask, max_age).await;
        }
        read
    }

    fn skills(&self) -> Vec<SkillId> {
        self.directory.skills().0.into_keys().collect()
    }
}

/// More incidents than a week ever has.
const MOST_ALERTS: usize = 5_000;

impl SummaryParts {
    /// Collects all inputs of an edition.
    pub(super) async fn inputs(
        &self,
        plan: &SummaryPlan,
        edition: &Edition,
        read: &SummaryRead,
    ) -> Result<SummaryInputs, StoreError> {
        let skills = self.skills();
        let of_days = plan.days_of(edition).into_iter();
        let of_days = of_days.map(|(date, window)| {
            let asks = edition_of_day(edition, date, window).whole();
            let readings = read.of(&asks);
            EarlierInputs { date, readings }
        });
        let days: Vec<EarlierInputs> = of_days.collect();
        let mut asks: Vec<ReportRequest> = edition.whole().into();
        match plan.period {
            SummaryPeriod::Day | SummaryPeriod::Shift(_) => asks.extend(edition.hours()),
            SummaryPeriod::Week => {}
        }
        asks.extend(edition.skills(&skills));
        let readings = read.of(&asks);
        let now = self.clock.now();
        let (plan, edition) = (plan.clone(), edition.clone());
        let recall = move |store: &Store| {
            let earlier = |(date, window)| {
                let edition = edition_of_day(&edition, date, window);
                read_earlier_day(store, &plan, &edition, &skills)
            };
            let weeks: Result<Vec<_>, _> = plan
                .weeks_before(&edition)
                .into_iter()
                .map(earlier)
                .collect();
            let before = plan.day_before(&edition).map(earlier).transpose()?;
            let operation = &edition.operation;
            let (asked, came) = count_reads(store, operation, edition.window)?;
            Ok(SummaryInputs {
                readings,
                weeks: weeks?.into_iter().flatten().collect(),
                before: before.flatten(),
                days,
                alerts: tally_alerts(store, operation, edition.window, now)?,
                asked,
                came,
            })
        };
        self.store.blocking(recall).await
    }
}

/// Returns the edition of another day.
fn edition_of_day(edition: &Edition, date: NaiveDate, window: TimeWindow) -> Edition {
    Edition {
        date,
        window,
        ..edition.clone()
    }
}

/// Reads an earlier day from the store; `None` where it has nothing.
fn read_earlier_day(
    store: &Store,
    plan: &SummaryPlan,
    edition: &Edition,
    skills: &[SkillId],
) -> Result<Option<EarlierInputs>, StoreError> {
    let readings = match store.days(&edition.operation, &plan.asks(edition, skills)) {
        Err(failure) if failure.is_fault() => return Err(failure),
        Err(failure) => {
            warn!(date = %edition.date, %failure, "earlier day cannot be read; compared without it");
            return Ok(None);
        }
        Ok(readings) => readings,
    };
    Ok((!readings.is_empty()).then_some(EarlierInputs {
        date: edition.date,
        readings,
    }))
}

fn tally_alerts(
    store: &Store,
    operation: &OperationName,
    window: TimeWindow,
    now: DateTime<Utc>,
) -> Result<NotificationTally, StoreError> {
    let closed = store.closed(operation, window.from()..now, MOST_ALERTS)?;
    let (book, marks) = (store.book(operation)?, store.marks(operation)?);
    Ok(tally_notifications(&closed, &book, &marks, window))
}

/// Counts the reports that polls of a period requested, and those that came.
fn count_reads(
    store: &Store,
    operation: &OperationName,
    window: TimeWindow,
) -> Result<(u64, u64), StoreError> {
    let (mut asked, mut came) = (0, 0);
    // A poll reads up to its own mark, so the one at the very end belongs to the period.
    let second = TimeDelta::seconds(1);
    let range = window.from() + second..window.until() + second;
    for report in Report::ALL {
        let read = store.readings(operation, report, HISTORY_WINDOW, range.clone());
        let read = match read {
            Err(failure) if failure.is_fault() => return Err(failure),
            Err(_) => continue,
            Ok(read) => read,
        };
        asked += read.len() as u64;
        came += read.iter().filter(|reading| !reading.has_failed()).count() as u64;
    }
    Ok((asked, came))
}
