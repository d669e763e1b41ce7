//! When a summary is posted, and of which time it is then.
//!
//! `docs/summaries.md` says the same in the words of those who configure it.

use std::{iter, str::FromStr as _};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Utc};
use croner::Cron;

use crate::{
    metrics::{ReportRequest, SkillId, TimeWindow},
    rules::OpeningHours,
    summaries::{Edition, SummaryPeriod, SummaryPlan, SummarySection, edition::whole},
};

/// With how many weeks before a day is compared.
const WEEKS: u64 = 4;
/// How far back the last open day is looked for.
const LONGEST_CLOSURE: u64 = 31;
/// Whoever posts once a week has posted before within this time.
const LONGER_THAN_A_WEEK: TimeDelta = TimeDelta::days(15);
/// For how many times to come an edition is looked for: a year of posts every day.
const POSTS: usize = 370;

impl SummaryPlan {
    /// The editions that are due after `after`, in their order.
    pub fn editions(&self, after: DateTime<Utc>) -> impl Iterator<Item = Edition> {
        let start = after
            .checked_sub_signed(LONGER_THAN_A_WEEK)
            .unwrap_or(after);
        self.posts(start)
            .scan(None, |last, due| {
                // A day that an earlier post was of is not told again.
                let date = self.date_at(due).filter(|date| *last != Some(*date));
                *last = date.or(*last);
                Some(date.and_then(|date| self.edition(date, due)))
            })
            .flatten()
            .filter(move |edition| after < edition.due)
    }

    /// The edition that is due next after `now`.
    #[must_use]
    pub fn next(&self, now: DateTime<Utc>) -> Option<Edition> {
        self.editions(now).next()
    }

    /// The edition that was due last at `now`, where that was within two weeks.
    #[must_use]
    pub fn last_due(&self, now: DateTime<Utc>) -> Option<Edition> {
        let editions = self.editions(now - LONGER_THAN_A_WEEK);
        editions.take_while(|edition| edition.due <= now).last()
    }

    /// Of which time the edition of that day is; `None` where there is none of it.
    #[must_use]
    pub fn window(&self, date: NaiveDate) -> Option<TimeWindow> {
        let calendar = self.calendar.as_ref();
        let (from, until) = match self.period {
            SummaryPeriod::Day => match calendar {
                Some(calendar) => calendar.day(date, self.zone)?,
                None => self.whole(date, date)?,
            },
            SummaryPeriod::Shift(hours) => {
                let opens = |date| calendar.is_none_or(|it| it.day(date, self.zone).is_some());
                hours.on(date, self.zone).filter(|_| opens(date))?
            }
            SummaryPeriod::Week => {
                let first = date.checked_sub_days(Days::new(6))?;
                let opens = |date| calendar.is_none_or(|it| it.day(date, self.zone).is_some());
                first.iter_days().take(7).any(opens).then_some(())?;
                self.whole(first, date)?
            }
        };
        TimeWindow::new(from, until).ok()
    }

    /// The days of a week, oldest first, each with the time that is told of it. None where
    /// the summary is of a day.
    #[must_use]
    pub fn days_of(&self, edition: &Edition) -> Vec<(NaiveDate, TimeWindow)> {
        match self.period {
            SummaryPeriod::Day | SummaryPeriod::Shift(_) => return Vec::new(),
            SummaryPeriod::Week => {}
        }
        let day = Self {
            period: SummaryPeriod::Day,
            ..self.clone()
        };
        let first = edition.date - Days::new(6);
        let days = first.iter_days().take(7);
        days.filter_map(|date| {
            let window = match (&day.calendar, date == edition.date) {
                (Some(_), _) | (None, true) => day.window(date)?,
                (None, false) => {
                    let (from, until) = OpeningHours::ALL_DAY.on(date, self.zone)?;
                    TimeWindow::new(from, until).ok()?
                }
            };
            Some((date, window))
        })
        .collect()
    }

    /// The same day of the weeks before, newest first, as far as it was a usual one.
    #[must_use]
    pub fn weeks_before(&self, edition: &Edition) -> Vec<(NaiveDate, TimeWindow)> {
        let dates = (1..=WEEKS).map(|weeks| edition.date - Days::new(7 * weeks));
        dates
            .filter_map(|date| Some((date, self.window(date)?)))
            .filter(|(_, window)| self.is_usual(window))
            .collect()
    }

    /// The last day before it that has an edition. None of a week.
    #[must_use]
    pub fn day_before(&self, edition: &Edition) -> Option<(NaiveDate, TimeWindow)> {
        match self.period {
            SummaryPeriod::Day | SummaryPeriod::Shift(_) => {}
            SummaryPeriod::Week => return None,
        }
        let mut days = (1..=7).map(|days| edition.date - Days::new(days));
        days.find_map(|date| Some((date, self.window(date)?)))
    }

    /// All that an edition is made of. A week is told by its days, not by its hours.
    #[must_use]
    pub fn asks(&self, edition: &Edition, skills: &[SkillId]) -> Vec<ReportRequest> {
        let mut asks: Vec<ReportRequest> = edition.whole().into();
        match self.period {
            SummaryPeriod::Day | SummaryPeriod::Shift(_) => asks.extend(edition.hours()),
            SummaryPeriod::Week => {
                for (_, window) in self.days_of(edition) {
                    asks.extend(whole(window));
                }
            }
        }
        if self.sections.contains(&SummarySection::Skills) {
            asks.extend(edition.skills(skills));
        }
        asks
    }

    /// When an edition is read again: the next morning after it is due.
    #[must_use]
    pub fn rereads(&self, edition: &Edition) -> Option<DateTime<Utc>> {
        let due = edition.due.with_timezone(&self.zone).date_naive();
        let morning = due.checked_add_days(Days::new(1))?;
        Some(
            OpeningHours::new(minutes(self.reread), 24 * 60)
                .ok()?
                .on(morning, self.zone)?
                .0,
        )
    }

    /// How long after the end of its time each of the coming editions is posted; the least.
    #[must_use]
    pub fn least_wait(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let waits = self
            .editions(now)
            .take(14)
            .map(|edition| edition.due - edition.window.until());
        waits.min()
    }

    fn edition(&self, date: NaiveDate, due: DateTime<Utc>) -> Option<Edition> {
        Some(Edition {
            operation: self.operation.clone(),
            summary: self.name.clone(),
            date,
            window: self.window(date)?,
            due,
        })
    }

    /// The times at which it is posted from `start` on. A time that the clocks skip is when
    /// they jump, and of one that they show twice it is the first.
    fn posts(&self, start: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
        let days: Vec<String> = self.days.iter().map(|day| day.to_string()).collect();
        let (minute, hour) = (self.at.minute(), self.at.hour());
        let times = format!("{minute} {hour} * * {}", days.join(","));
        let times = Cron::from_str(&times).ok();
        let mut at = start.with_timezone(&self.zone);
        let posts = iter::from_fn(move || {
            at = times.as_ref()?.find_next_occurrence(&at, false).ok()?;
            Some(at.to_utc())
        });
        posts.take(POSTS)
    }

    /// Of which day a post at `due` is.
    fn date_at(&self, due: DateTime<Utc>) -> Option<NaiveDate> {
        let today = due.with_timezone(&self.zone).date_naive();
        match (self.period, &self.calendar) {
            (SummaryPeriod::Day, Some(_)) => self.open_day_at(today, due),
            (SummaryPeriod::Day, None) | (SummaryPeriod::Week, _) if self.looks_back_a_day() => {
                today.pred_opt()
            }
            (SummaryPeriod::Day, None) | (SummaryPeriod::Week, _) => Some(today),
            (SummaryPeriod::Shift(hours), _) => {
                let (_, end) = hours.on(today, self.zone)?;
                if end <= due {
                    Some(today)
                } else {
                    today.pred_opt()
                }
            }
        }
        .filter(|date| self.window(*date).is_some())
    }

    /// The last day whose hours are over. A closed day is told of only by a post of its
    /// morning, which is of the day before.
    fn open_day_at(&self, today: NaiveDate, due: DateTime<Utc>) -> Option<NaiveDate> {
        let is_closed = self.window(today).is_none();
        if is_closed && !self.looks_back_a_day() {
            return None;
        }
        let mut dates = (0..LONGEST_CLOSURE).map(|days| today - Days::new(days));
        dates.find(|date| {
            let window = self.window(*date);
            window.is_some_and(|window| window.until() <= due)
        })
    }

    /// Whether a post of that time of day is of the day before.
    fn looks_back_a_day(&self) -> bool {
        self.at.hour() < 12
    }

    /// From the midnight of `first` to that after `last`, or to the time of the post where
    /// that is on the same day.
    fn whole(&self, first: NaiveDate, last: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let (from, _) = OpeningHours::ALL_DAY.on(first, self.zone)?;
        let of_last = if self.looks_back_a_day() {
            OpeningHours::ALL_DAY
        } else {
            OpeningHours::new(0, minutes(self.at)).ok()?
        };
        let (_, until) = of_last.on(last, self.zone)?;
        Some((from, until))
    }

    /// Whether its figures say what is usual: a holiday's do not, nor those of special hours.
    fn is_usual(&self, window: &TimeWindow) -> bool {
        let calendar = self.calendar.as_ref();
        !calendar.is_some_and(|calendar| calendar.is_holiday(window.from(), self.zone))
    }
}

/// Minutes after midnight.
fn minutes(time: NaiveTime) -> u16 {
    u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0)
}

#[cfg(test)]
mod tests;
