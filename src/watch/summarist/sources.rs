//! What a summary is made of besides what is read for it: earlier days, the alerts, and how
//! well the polls could read.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tracing::warn;

use vigia_core::{
    alerts::tally,
    metrics::{HISTORY_WINDOW, OperationName, Report, ReportRequest, SkillId, TimeWindow},
    summaries::{
        EarlierInputs, Edition, NotificationTally, SummaryInputs, SummaryPeriod, SummaryPlan,
    },
};
use vigia_store::{Store, StoreError};

use super::{SummaryScheduler, reads::SummaryRead};

/// More alerts than a week ever has.
const MOST_ALERTS: usize = 5_000;

impl SummaryScheduler {
    /// All that an edition is made of.
    pub(super) async fn found(
        &self,
        plan: &SummaryPlan,
        edition: &Edition,
        read: &SummaryRead,
    ) -> Result<SummaryInputs, StoreError> {
        let skills: Vec<SkillId> = self.parts.directory.skills().0.into_keys().collect();
        let of_days = plan.days_of(edition).into_iter();
        let of_days = of_days.map(|(date, window)| {
            let asks = day(edition, date, window).whole();
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
        let now = self.parts.clock.now();
        let (plan, edition) = (plan.clone(), edition.clone());
        let recall = move |store: &Store| {
            let earlier = |(date, window)| {
                let edition = day(&edition, date, window);
                earlier(store, &plan, &edition, &skills)
            };
            let weeks: Result<Vec<_>, _> = plan
                .weeks_before(&edition)
                .into_iter()
                .map(earlier)
                .collect();
            let before = plan.day_before(&edition).map(earlier).transpose()?;
            let operation = &edition.operation;
            let (asked, came) = polls(store, operation, edition.window)?;
            Ok(SummaryInputs {
                readings,
                weeks: weeks?.into_iter().flatten().collect(),
                before: before.flatten(),
                days,
                alerts: alerts(store, operation, edition.window, now)?,
                asked,
                came,
            })
        };
        self.parts.store.blocking(recall).await
    }
}

/// The same summary of another day.
fn day(edition: &Edition, date: NaiveDate, window: TimeWindow) -> Edition {
    Edition {
        date,
        window,
        ..edition.clone()
    }
}

/// What the store knows of an earlier day; `None` where it knows nothing.
fn earlier(
    store: &Store,
    plan: &SummaryPlan,
    edition: &Edition,
    skills: &[SkillId],
) -> Result<Option<EarlierInputs>, StoreError> {
    let readings = match store.days(&edition.operation, &plan.asks(edition, skills)) {
        Err(failure) if failure.is_fault() => return Err(failure),
        Err(failure) => {
            warn!(date = %edition.date, %failure, "an earlier day is missing");
            return Ok(None);
        }
        Ok(readings) => readings,
    };
    Ok((!readings.is_empty()).then_some(EarlierInputs {
        date: edition.date,
        readings,
    }))
}

fn alerts(
    store: &Store,
    operation: &OperationName,
    window: TimeWindow,
    now: DateTime<Utc>,
) -> Result<NotificationTally, StoreError> {
    let closed = store.closed(operation, window.from()..now, MOST_ALERTS)?;
    let (book, marks) = (store.book(operation)?, store.marks(operation)?);
    Ok(tally(&closed, &book, &marks, window))
}

/// How many reports the polls of a time asked for, and how many of them came.
fn polls(
    store: &Store,
    operation: &OperationName,
    window: TimeWindow,
) -> Result<(u64, u64), StoreError> {
    let (mut asked, mut came) = (0, 0);
    // A poll reads up to its own mark: that at the very end is of this time too.
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
