//! Puts a summary together for whoever asks: from what is kept already, and what is missing
//! of it from the reports.

use std::{collections::BTreeMap, iter};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::commands::{
    CommandOperation, CommandParameter, Freshness, Given, ReadFailure, ReportSource, WatchCommand,
    any::AnyCommand,
    range::{self, whole_minute},
    refusal::CommandRefusal,
    typed::fold,
};
use vigia_cards::{Card, Words};
use vigia_core::{
    metrics::{ReadGap, Reading, ReportRequest, TimeWindow},
    summaries::{
        EarlierInputs, Edition, NotificationTally, Summary, SummaryInputs, SummaryPlan,
        SummarySection,
    },
};

/// After how many failures in a row the rest is not asked: each may have taken a minute.
const GIVE_UP_AFTER: u32 = 2;

/// A call is booked when it ends: figures that are read sooner after the end of their time
/// are not kept, so that the post of the day is not made of them.
const BOOKED: TimeDelta = TimeDelta::hours(1);

/// How far back the last day that has begun is looked for.
const LONGEST_CLOSURE: usize = 31;

/// Why there is no summary of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoSummary {
    /// The calendar says that it is closed on that day.
    Closed,
    /// It has not begun.
    NotYet(DateTime<Utc>),
    /// Nothing could be read.
    Unread(ReadFailure),
}

/// What was asked for: which summary, and of which day. Without a name it is the first there
/// is, and without a day the last that has begun by `latest`.
///
/// # Errors
/// Where it names no summary, or no day.
pub(crate) fn asked<R>(
    given: &Given,
    operation: &CommandOperation<R>,
    latest: DateTime<Utc>,
    words: &Words,
) -> Result<(SummaryPlan, NaiveDate), CommandRefusal> {
    let plan = match CommandParameter::Summary.given(given) {
        Some(typed) => named(typed, &operation.summaries)
            .ok_or_else(|| CommandRefusal::summary(typed, &operation.summaries, words))?,
        None => first(operation),
    };
    let today = latest.with_timezone(&plan.zone).date_naive();
    let date = range::read_day(CommandParameter::Day.given(given), today)
        .map_err(|fault| CommandRefusal::range(&fault, words))?;
    let date = date.unwrap_or_else(|| latest_day(&plan, latest));
    Ok((plan, date))
}

fn named(typed: &str, plans: &[SummaryPlan]) -> Option<SummaryPlan> {
    let text = fold(typed);
    let mut plans = plans.iter();
    plans.find(|plan| fold(plan.name.as_str()) == text).cloned()
}

/// The first summary there is. Where none is posted, a plain one can still be asked for.
pub(crate) fn first<R>(operation: &CommandOperation<R>) -> SummaryPlan {
    let plain = || SummaryPlan::plain(operation.name.clone(), operation.zone);
    operation.summaries.first().cloned().unwrap_or_else(plain)
}

/// The summary that was asked for in a terminal. `alerts` are those of a stretch of time;
/// where nobody knows of them it says nothing of them.
///
/// # Errors
/// The card that says why there is none.
pub async fn summary<R: ReportSource>(
    given: &Given,
    operation: &CommandOperation<R>,
    words: &Words,
    alerts: impl Fn(TimeWindow) -> Option<NotificationTally>,
    now: DateTime<Utc>,
) -> Result<Summary, Card> {
    let typed = || AnyCommand::from(WatchCommand::Summary).as_typed(given, words);
    let latest = operation.latest(now);
    let (mut plan, date) =
        asked(given, operation, latest, words).map_err(|refusal| refusal.card(&typed()))?;
    let refused = |fault: NoSummary| CommandRefusal::no_summary(&fault, words).card(&typed());
    let edition = edition(&plan, date, latest, now).map_err(refused)?;
    let alerts = alerts(edition.window);
    if alerts.is_none() {
        plan.sections.remove(&SummarySection::Alerts);
    }
    let alerts = alerts.unwrap_or_default();
    let summary = summarise(&plan, edition, operation, alerts, now, |_, _| {}).await;
    summary.map_err(refused)
}

/// The last day that has begun by `latest`.
fn latest_day(plan: &SummaryPlan, latest: DateTime<Utc>) -> NaiveDate {
    let today = latest.with_timezone(&plan.zone).date_naive();
    let days = iter::successors(Some(today), NaiveDate::pred_opt);
    let has_begun = |date: &NaiveDate| {
        let window = plan.window(*date);
        window.is_some_and(|window| window.from() < whole_minute(latest))
    };
    let mut days = days.take(LONGEST_CLOSURE);
    days.find(has_begun).unwrap_or(today)
}

/// The edition of a day, as far as that day has come by `latest`.
///
/// # Errors
/// Where there is none of that day, or not yet.
pub(crate) fn edition(
    plan: &SummaryPlan,
    date: NaiveDate,
    latest: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Edition, NoSummary> {
    let whole = plan.window(date).ok_or(NoSummary::Closed)?;
    let until = whole.until().min(whole_minute(latest));
    let window =
        TimeWindow::new(whole.from(), until).map_err(|_| NoSummary::NotYet(whole.from()))?;
    Ok(Edition {
        operation: plan.operation.clone(),
        summary: plan.name.clone(),
        date,
        window,
        due: now,
    })
}

/// The summary of an edition. What is kept costs no call, and what is read long enough
/// after its time is kept.
/// `reads` is told how many reports have been read, of how many.
///
/// # Errors
/// Where nothing at all could be read.
pub(crate) async fn summarise<R: ReportSource>(
    plan: &SummaryPlan,
    edition: Edition,
    operation: &CommandOperation<R>,
    alerts: NotificationTally,
    now: DateTime<Utc>,
    reads: impl Fn(usize, usize),
) -> Result<Summary, NoSummary> {
    let reports = &operation.reports;
    let skills: Vec<_> = reports.skills().0.into_keys().collect();
    let mut asks = plan.asks(&edition, &skills);
    // Of a week that goes on, the days to come.
    asks.retain(|ask| ask.window.until() <= edition.window.until());
    let is_booked = now - edition.window.until() >= BOOKED;
    let readings = read(asks, reports, is_booked, reads).await?;
    let days = plan
        .days_of(&edition)
        .into_iter()
        .map(|(date, window)| EarlierInputs {
            date,
            readings: over(&readings, window),
        });
    let mut weeks = Vec::new();
    for (date, window) in plan.weeks_before(&edition) {
        weeks.extend(earlier(plan, &edition, date, window, reports).await);
    }
    let before = match plan.day_before(&edition) {
        Some((date, window)) => earlier(plan, &edition, date, window, reports).await,
        None => None,
    };
    let came = readings
        .iter()
        .filter(|reading| !reading.has_failed())
        .count();
    let found = SummaryInputs {
        days: days.collect(),
        weeks,
        before,
        alerts,
        asked: readings.len() as u64,
        came: came as u64,
        readings,
    };
    Ok(Summary::of(plan, edition, found, now))
}

/// What is kept of these, and the rest from the reports, in the order of `asks`.
async fn read<R: ReportSource>(
    asks: Vec<ReportRequest>,
    reports: &R,
    is_booked: bool,
    reads: impl Fn(usize, usize),
) -> Result<Vec<Reading>, NoSummary> {
    let kept = reports.kept(asks.clone()).await;
    let mut kept: BTreeMap<ReportRequest, Reading> = kept
        .into_iter()
        .filter(|reading| !reading.has_failed())
        .map(|reading| (reading.ask, reading))
        .collect();
    let missing: Vec<_> = asks.iter().filter(|ask| !kept.contains_key(ask)).collect();
    let (mut failures, mut fresh) = (Vec::new(), Vec::new());
    let mut in_a_row = 0;
    for (done, ask) in missing.iter().enumerate() {
        reads(done, missing.len());
        let outcome = if in_a_row < GIVE_UP_AFTER {
            reports.read(**ask, Freshness::AsSeen).await
        } else {
            Err(ReadFailure::Unavailable)
        };
        let outcome = match outcome {
            Ok(answer) => {
                in_a_row = 0;
                answer.facts.ok_or(ReadGap::NoData)
            }
            Err(failure) => {
                in_a_row += 1;
                let gap = ReadGap::Failed(format!("{failure:?}"));
                failures.push(failure);
                Err(gap)
            }
        };
        fresh.push(Reading {
            ask: **ask,
            outcome,
        });
    }
    if let Some(failure) = failures.into_iter().next()
        && kept.is_empty()
        && fresh.iter().all(Reading::has_failed)
    {
        return Err(NoSummary::Unread(failure));
    }
    if is_booked {
        let came = fresh.iter().filter(|reading| !reading.has_failed());
        reports.keep(came.cloned().collect()).await;
    }
    kept.extend(fresh.into_iter().map(|reading| (reading.ask, reading)));
    Ok(asks.iter().filter_map(|ask| kept.remove(ask)).collect())
}

/// What is kept of an earlier day.
async fn earlier<R: ReportSource>(
    plan: &SummaryPlan,
    edition: &Edition,
    date: NaiveDate,
    window: TimeWindow,
    reports: &R,
) -> Option<EarlierInputs> {
    let of_then = Edition {
        date,
        window,
        ..edition.clone()
    };
    let readings = reports.kept(plan.asks(&of_then, &[])).await;
    (!readings.is_empty()).then_some(EarlierInputs { date, readings })
}

fn over(readings: &[Reading], window: TimeWindow) -> Vec<Reading> {
    let of_it = readings
        .iter()
        .filter(|reading| reading.ask.window == window);
    of_it.cloned().collect()
}
