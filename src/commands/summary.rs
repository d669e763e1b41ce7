//! `/summary`: a day in the form in which it is posted, from the readings that are stored and,
//! for those that are missing, from the reports.

use std::{collections::BTreeMap, iter};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::commands::{
    arguments::TypedArguments,
    button::{NameTag, SummaryDay, WatchPage},
    chat::{AnswerAudience, CommandReply, Given, Progress, ReplyPlace},
    command::{CommandParameter, WatchCommand},
    context::RequestContext,
    range::{RangeFault, read_day, whole_minute},
    refusal::CommandRefusal,
    reports::{Freshness, ReportReader},
    service::CommandOperation,
    typed::fold,
};
use vigia_cards::{Card, CardButton, Words, summary::card};
use vigia_core::{
    alerts::tally_notifications,
    metrics::{ReadFailure, ReadGap, Reading, ReportRequest, TimeWindow},
    summaries::{
        EarlierInputs, Edition, NotificationTally, Summary, SummaryInputs, SummaryPlan,
        SummarySection,
    },
};

/// The number of failures in a row after which no further report is read: each may have taken
/// a minute.
const GIVE_UP_AFTER: u32 = 2;

/// A call is booked when it ends, so figures that are read sooner after the end of their time are
/// not stored: the post of the day must not be made of them.
const BOOKED: TimeDelta = TimeDelta::hours(1);

/// The number of days in which the last day that has begun is looked for.
const LONGEST_CLOSURE: usize = 31;

/// The highest number of incidents that are counted.
const MOST_INCIDENTS: usize = 2_000;

impl RequestContext<'_> {
    pub(crate) async fn run_summary(
        &self,
        typed: &TypedArguments<'_>,
        progress: &Progress,
    ) -> Result<CommandReply, CommandRefusal> {
        let latest = self.operation.latest(self.now);
        let (plan, date) = read_plan(typed, latest)?;
        let place = if typed.switch(CommandParameter::Share)? {
            ReplyPlace::Channel
        } else {
            ReplyPlace::Private
        };
        self.show_summary(&plan, (date, latest), place, progress)
            .await
    }

    /// Answers a button: the summary as it is now, or for everybody as it was then. A name that
    /// is gone means the first summary.
    pub(crate) async fn tagged_summary(
        &self,
        tag: NameTag,
        date: NaiveDate,
        shared: Option<DateTime<Utc>>,
        progress: &Progress,
    ) -> Result<CommandReply, CommandRefusal> {
        let mut plans = self.operation.summaries.iter();
        let plan = plans.find(|plan| NameTag::of(plan.name.as_str()) == tag);
        let plan = plan.cloned().unwrap_or_else(|| first_plan(self.operation));
        let latest = self.operation.latest(self.now);
        let (place, latest) = match shared {
            Some(until) => (ReplyPlace::Channel, until.min(latest)),
            None => (ReplyPlace::Instead, latest),
        };
        self.show_summary(&plan, (date, latest), place, progress)
            .await
    }

    async fn show_summary(
        &self,
        plan: &SummaryPlan,
        (date, latest): (NaiveDate, DateTime<Utc>),
        place: ReplyPlace,
        progress: &Progress,
    ) -> Result<CommandReply, CommandRefusal> {
        let edition = day_edition(plan, date, latest, self.now, self.words())?;
        let window = edition.window;
        let name = self.operation.name.clone();
        // An incident that goes on beyond the window ended later.
        let since = window.from()..self.now;
        let closed = self.stored(move |store| store.closed(&name, since, MOST_INCIDENTS));
        let closed = closed.await?;
        let open = self.open_book().await?;
        let alerts = tally_notifications(&closed, &open.book, &open.marks, window);
        let day = date.to_string();
        let command = self.typed(WatchCommand::Summary, &[(CommandParameter::Day, &day)]);
        let reads = |done, of| show_reads(done, of, &command, self.words(), progress);
        let plan = SummaryPlan {
            names_agents: plan.names_agents && self.audience.names_agents,
            ..plan.clone()
        };
        let summary = build_summary(&plan, edition, self.operation, alerts, self.now, reads);
        let summary = summary.await;
        let summary = summary.map_err(|fault| CommandRefusal::failure(fault, self.words()))?;
        let words = match place {
            ReplyPlace::Private | ReplyPlace::Instead => *self.words(),
            ReplyPlace::Channel => self.operation.shared_words(),
        };
        let card = Card {
            buttons: self.summary_buttons(&plan, &summary.edition, place),
            footer: command,
            ..self.named(card(&summary, &self.names, &words))
        };
        Ok(CommandReply { card, place })
    }

    /// A card for everybody has only the button whose answer is private.
    fn summary_buttons(
        &self,
        plan: &SummaryPlan,
        edition: &Edition,
        place: ReplyPlace,
    ) -> Vec<CardButton> {
        let tag = NameTag::of(plan.name.as_str());
        let (day, until) = (SummaryDay(edition.date), edition.window.until());
        let refresh = self.button("button-refresh", WatchPage::Summary(tag, day));
        if place == ReplyPlace::Channel {
            return vec![refresh];
        }
        let share = WatchPage::ShareSummary(tag, day, until);
        let back = plan
            .day_before(edition)
            .map(|(date, _)| self.button("button-back", WatchPage::Summary(tag, SummaryDay(date))));
        let buttons = [self.button("button-share", share), refresh];
        buttons.into_iter().chain(back).collect()
    }
}

/// Shows how far it is: a day of which nothing is stored takes some forty requests.
fn show_reads(done: usize, of: usize, command: &str, words: &Words, progress: &Progress) {
    let count = |number: usize| words.count(u64::try_from(number).unwrap_or(u64::MAX));
    let args = [("done", count(done).into()), ("of", count(of).into())];
    progress.send_replace(Some(Card {
        title: words.say("progress-summary", &args),
        footer: command.to_owned(),
        ..Card::default()
    }));
}

/// Reads which summary is asked for, and of which day. Without a name it is the first, and
/// without a day the last that has begun by `latest`.
fn read_plan(
    typed: &TypedArguments<'_>,
    latest: DateTime<Utc>,
) -> Result<(SummaryPlan, NaiveDate), CommandRefusal> {
    let (operation, words) = (typed.operation, typed.words());
    let plan = match typed.option(CommandParameter::Summary) {
        Some(name) => {
            let mut plans = operation.summaries.iter();
            let found = plans.find(|plan| fold(plan.name.as_str()) == fold(name));
            let refused = || CommandRefusal::summary(name, &operation.summaries, words);
            found.cloned().ok_or_else(refused)?
        }
        None => first_plan(operation),
    };
    let today = latest.with_timezone(&plan.zone).date_naive();
    let date = read_day(typed.option(CommandParameter::Day), today)
        .map_err(|fault| CommandRefusal::range(&fault, words))?;
    let date = date.unwrap_or_else(|| latest_day(&plan, latest));
    Ok((plan, date))
}

/// A plain summary can be asked for also where none is posted.
fn first_plan(operation: &CommandOperation) -> SummaryPlan {
    let plain = || SummaryPlan::plain(operation.name.clone(), operation.zone);
    operation.summaries.first().cloned().unwrap_or_else(plain)
}

/// Makes the summary that was asked for in a terminal. `alerts` returns those of a window; where
/// they are not known, the summary leaves them out.
pub async fn summary(
    given: &Given,
    operation: &CommandOperation,
    audience: &AnswerAudience,
    alerts: impl Fn(TimeWindow) -> Option<NotificationTally>,
    now: DateTime<Utc>,
) -> Result<Summary, Card> {
    let words = &audience.words;
    let typed = TypedArguments {
        command: WatchCommand::Summary.into(),
        given,
        operation,
        audience,
    };
    let refused = |refusal: CommandRefusal| refusal.card(&typed.as_typed());
    let latest = operation.latest(now);
    let (mut plan, date) = read_plan(&typed, latest).map_err(refused)?;
    let edition = day_edition(&plan, date, latest, now, words).map_err(refused)?;
    let alerts = alerts(edition.window);
    if alerts.is_none() {
        plan.sections.remove(&SummarySection::Alerts);
    }
    let alerts = alerts.unwrap_or_default();
    let summary = build_summary(&plan, edition, operation, alerts, now, |_, _| {}).await;
    summary.map_err(|fault| refused(CommandRefusal::failure(fault, words)))
}

/// Returns the last day that has begun by `latest`.
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

/// Returns the edition of a day, with the figures up to `latest`.
fn day_edition(
    plan: &SummaryPlan,
    date: NaiveDate,
    latest: DateTime<Utc>,
    now: DateTime<Utc>,
    words: &Words,
) -> Result<Edition, CommandRefusal> {
    let whole = plan.window(date);
    let whole = whole.ok_or_else(|| CommandRefusal::closed_day(words))?;
    let until = whole.until().min(whole_minute(latest));
    let not_yet = RangeFault::NotYet {
        from: whole.from(),
        yesterday: None,
    };
    let window =
        TimeWindow::new(whole.from(), until).map_err(|_| CommandRefusal::range(&not_yet, words))?;
    Ok(Edition {
        operation: plan.operation.clone(),
        summary: plan.name.clone(),
        date,
        window,
        due: now,
    })
}

/// Makes the summary of an edition. Stored readings cost no request, and those that are read long
/// enough after their time are stored. `reads` gets how many reports have been read, of how many.
async fn build_summary(
    plan: &SummaryPlan,
    edition: Edition,
    operation: &CommandOperation,
    alerts: NotificationTally,
    now: DateTime<Utc>,
    reads: impl Fn(usize, usize),
) -> Result<Summary, ReadFailure> {
    let reports = &operation.reports;
    let skills: Vec<_> = reports.directory.skills().0.into_keys().collect();
    let mut asks = plan.asks(&edition, &skills);
    // The days to come of a week that goes on have no figures.
    asks.retain(|ask| ask.window.until() <= edition.window.until());
    let is_booked = now - edition.window.until() >= BOOKED;
    let readings = read_missing(asks, reports, is_booked, reads).await?;
    let days = plan
        .days_of(&edition)
        .into_iter()
        .map(|(date, window)| EarlierInputs {
            date,
            readings: readings_of(&readings, window),
        });
    let mut weeks = Vec::new();
    for (date, window) in plan.weeks_before(&edition) {
        weeks.extend(stored_day(plan, &edition, date, window, reports).await);
    }
    let before = match plan.day_before(&edition) {
        Some((date, window)) => stored_day(plan, &edition, date, window, reports).await,
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

/// Returns the stored readings, and reads the others, in the order of `asks`.
async fn read_missing(
    asks: Vec<ReportRequest>,
    reports: &ReportReader,
    is_booked: bool,
    reads: impl Fn(usize, usize),
) -> Result<Vec<Reading>, ReadFailure> {
    let kept = reports.stored_days(asks.clone()).await;
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
            Err(failures.last().copied().unwrap_or(ReadFailure::Other))
        };
        let outcome = match outcome {
            Ok(answer) => {
                in_a_row = 0;
                answer.facts.ok_or(ReadGap::NoData)
            }
            Err(failure) => {
                in_a_row += 1;
                let gap = ReadGap::Failed(failure);
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
        return Err(failure);
    }
    if is_booked {
        let came = fresh.iter().filter(|reading| !reading.has_failed());
        reports.store_days(came.cloned().collect()).await;
    }
    kept.extend(fresh.into_iter().map(|reading| (reading.ask, reading)));
    Ok(asks.iter().filter_map(|ask| kept.remove(ask)).collect())
}

/// Returns the stored readings of an earlier day.
async fn stored_day(
    plan: &SummaryPlan,
    edition: &Edition,
    date: NaiveDate,
    window: TimeWindow,
    reports: &ReportReader,
) -> Option<EarlierInputs> {
    let of_then = Edition {
        date,
        window,
        ..edition.clone()
    };
    let readings = reports.stored_days(plan.asks(&of_then, &[])).await;
    (!readings.is_empty()).then_some(EarlierInputs { date, readings })
}

fn readings_of(readings: &[Reading], window: TimeWindow) -> Vec<Reading> {
    let of_it = readings
        .iter()
        .filter(|reading| reading.ask.window == window);
    of_it.cloned().collect()
}
