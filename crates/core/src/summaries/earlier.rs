//! What was read of earlier times, and which of it can be compared.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    metrics::{
        FactSet, Facts, Metric, Reading, Report, ReportRequest, Sample, Scope, SkillSelection,
        TimeWindow, sample,
    },
    summaries::{CallVolume, CallsHeard, EarlierInputs, Edition, SummaryDay, UsualFigure},
};

/// So many weeks at most are compared with: older ones are of another season.
const WEEKS: usize = 6;

/// The weeks before, as far as they can be compared.
pub(super) struct EarlierWeeks<'f> {
    all: &'f [EarlierInputs],
    date: NaiveDate,
    zone: Tz,
}

impl<'f> EarlierWeeks<'f> {
    pub(super) fn new(weeks: &'f [EarlierInputs], edition: &Edition, zone: Tz) -> Self {
        Self {
            all: weeks.get(..weeks.len().min(WEEKS)).unwrap_or_default(),
            date: edition.date,
            zone,
        }
    }

    /// The facts of each week that answer the same question about the same hours of the
    /// clock. A week in which these were other hours cannot be compared.
    fn facts(&self, ask: ReportRequest) -> impl Iterator<Item = (NaiveDate, &'f Facts)> {
        let zone = self.zone;
        let wanted = clock(self.date, ask.window, zone);
        self.all.iter().filter_map(move |week| {
            let is_alike = |reading: &&Reading| {
                (reading.ask.report, reading.ask.skills) == (ask.report, ask.skills)
                    && clock(week.date, reading.ask.window, zone) == wanted
            };
            let found = week.readings.iter().find(is_alike)?;
            Some((week.date, facts(found)?))
        })
    }

    /// A figure of each week over this window, newest first.
    pub(super) fn samples(
        &self,
        metric: Metric,
        window: TimeWindow,
    ) -> impl Iterator<Item = (NaiveDate, Sample)> {
        let ask = |report: &Report| ReportRequest {
            report: *report,
            skills: SkillSelection::All,
            window,
        };
        let mut asks = metric.reports().iter().map(ask);
        let first = asks.next().map(|ask| self.facts(ask).collect::<Vec<_>>());
        let others: Vec<Vec<_>> = asks.map(|ask| self.facts(ask).collect()).collect();
        first
            .into_iter()
            .flatten()
            .filter_map(move |(date, facts)| {
                let mut at_hand = FactSet::from(facts);
                for other in &others {
                    let (_, facts) = other.iter().find(|(other, _)| *other == date)?;
                    at_hand = at_hand.and(facts);
                }
                Some((date, sample(metric, &Scope::Operation, at_hand)?))
            })
    }

    /// The calls of each week over this window, newest first.
    pub(super) fn calls(&self, window: TimeWindow) -> Vec<SummaryDay> {
        let ask = ReportRequest {
            report: Report::ServiceLevel,
            skills: SkillSelection::All,
            window,
        };
        let day = |(date, facts)| {
            let calls = CallVolume::of(facts, &Scope::Operation)?;
            let heard = CallsHeard::Calls(calls);
            Some(SummaryDay { date, heard })
        };
        self.facts(ask).filter_map(day).collect()
    }

    /// The median of a figure over this window.
    pub(super) fn usual(&self, metric: Metric, window: TimeWindow) -> Option<UsualFigure> {
        let samples = self.samples(metric, window);
        UsualFigure::among(metric.unit(), samples.map(|(_, sample)| sample.value))
    }
}

/// The facts of a reading, where some came.
pub(super) fn facts(reading: &Reading) -> Option<&Facts> {
    reading.outcome.as_ref().ok().map(Arc::as_ref)
}

/// The facts over the whole of a day: of its readings those over the longest time. One that
/// failed stays unknown; a part of the day must not stand in for it.
pub(super) fn whole(day: &EarlierInputs) -> FactSet<'_> {
    Report::ALL
        .into_iter()
        .filter_map(|report| whole_of(day, report))
        .collect()
}

/// The same of one report.
pub(super) fn whole_of(day: &EarlierInputs, report: Report) -> Option<&Facts> {
    let longest = day
        .readings
        .iter()
        .map(|reading| reading.ask.window.length())
        .max()?;
    let is_whole = |reading: &&Reading| {
        (reading.ask.report, reading.ask.skills) == (report, SkillSelection::All)
            && reading.ask.window.length() == longest
    };
    facts(day.readings.iter().find(is_whole)?)
}

/// A time by the clock on the wall: so many days from a date, and the time of the day.
type Clock = (TimeDelta, NaiveTime);

fn clock(date: NaiveDate, window: TimeWindow, zone: Tz) -> (Clock, Clock) {
    let of = |time: DateTime<Utc>| {
        let local = time.with_timezone(&zone);
        (local.date_naive() - date, local.time())
    };
    (of(window.from()), of(window.until()))
}
