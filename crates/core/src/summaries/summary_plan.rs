//! The plan of a summary in `vigia.yaml`: when it is posted, and which period it covers.
//!
//! `docs/summaries.md` explains the same to people who configure it.

use std::{collections::BTreeSet, iter, str::FromStr as _, time::Duration};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;
use croner::Cron;
use serde::{Deserialize, Serialize};
use strum::{EnumCount, IntoStaticStr, VariantArray};

use crate::{
    metrics::{Metric, OperationName, Quantity, ReportRequest, SkillId, TimeWindow},
    rules::{Calendar, ChannelName, DaySelection, OpeningHours, RoleName},
    summaries::{Edition, SummaryName, edition::whole_requests},
};

#[derive(Clone, Debug, PartialEq)]
pub struct SummaryPlan {
    pub name: SummaryName,
    pub operation: OperationName,
    pub channel: ChannelName,
    pub mention: Vec<RoleName>,
    pub zone: Tz,
    pub at: NaiveTime,
    pub days: DaySelection,
    /// The opening hours, which say what a day is.
    pub calendar: Option<Calendar>,
    pub period: SummaryPeriod,
    pub sections: BTreeSet<SummarySection>,
    pub goals: Vec<MetricGoal>,
    /// The tag of its language; `None` is the language of the operation.
    pub language: Option<String>,
    pub names_agents: bool,
    pub catch_up: Duration,
    /// The time of the next morning at which its reports are read again.
    pub reread: NaiveTime,
    /// The change of a figure, in percent, from which a post is corrected.
    pub moved: f64,
}

impl SummaryPlan {
    /// The plan of a summary on demand where none is configured: the whole day, without goals.
    pub fn plain(operation: OperationName, zone: Tz) -> Self {
        Self {
            name: SummaryName::new("day"),
            operation,
            channel: ChannelName::new(""),
            mention: Vec::new(),
            zone,
            at: NaiveTime::MIN,
            days: DaySelection::ALL,
            calendar: None,
            period: SummaryPeriod::Day,
            sections: SummarySection::ALL.into(),
            goals: Vec::new(),
            language: None,
            names_agents: true,
            catch_up: Duration::ZERO,
            reread: NaiveTime::MIN,
            moved: 0.0,
        }
    }
}

/// The period of a summary. Each looks back from the time of the post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummaryPeriod {
    /// The opening hours of a day, or midnight to midnight without a calendar.
    Day,
    Shift(OpeningHours),
    /// The seven days that end with that day.
    Week,
}

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    IntoStaticStr,
    EnumCount,
    VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum SummarySection {
    /// Calls, service level and waits beside goal and usual.
    Figures,
    Hours,
    Skills,
    Waits,
    SmartHold,
    Channels,
    Holds,
    /// Calls by length, minutes and cost.
    Calls,
    Alerts,
    Quality,
}

impl SummarySection {
    /// All sections, in the order of the card.
    pub const ALL: [Self; Self::COUNT] = match Self::VARIANTS.first_chunk() {
        Some(all) => *all,
        None => panic!("each variant counts once"),
    };

    pub fn name(self) -> &'static str {
        self.into()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct MetricGoal {
    /// Its direction says which side is good.
    pub metric: Metric,
    pub value: Quantity,
}

/// A day is compared with this many weeks before.
const WEEKS: u64 = 4;
/// The last open day is looked for this many days back.
const LONGEST_CLOSURE: u64 = 31;
/// A weekly summary has been due at least once within this time.
const LONGER_THAN_A_WEEK: TimeDelta = TimeDelta::days(15);
/// The number of posts that are looked ahead: a year of daily ones.
const POSTS: usize = 370;

impl SummaryPlan {
    /// Returns the editions that are due after `after`, in order.
    pub fn editions(&self, after: DateTime<Utc>) -> impl Iterator<Item = Edition> {
        let start = after
            .checked_sub_signed(LONGER_THAN_A_WEEK)
            .unwrap_or(after);
        self.posts(start)
            .scan(None, |last, due| {
                // A day that an earlier post covered is not covered again.
                let date = self.date_at(due).filter(|date| *last != Some(*date));
                *last = date.or(*last);
                Some(date.and_then(|date| self.edition(date, due)))
            })
            .flatten()
            .filter(move |edition| after < edition.due)
    }

    /// Returns the edition that is due next after `now`.
    pub fn next(&self, now: DateTime<Utc>) -> Option<Edition> {
        self.editions(now).next()
    }

    /// Returns the edition that was due last at `now`, within two weeks.
    pub fn last_due(&self, now: DateTime<Utc>) -> Option<Edition> {
        let editions = self.editions(now - LONGER_THAN_A_WEEK);
        editions.take_while(|edition| edition.due <= now).last()
    }

    /// Returns the period of the edition of that day; `None` where it has none.
    pub fn window(&self, date: NaiveDate) -> Option<TimeWindow> {
        let calendar = self.calendar.as_ref();
        let opens = |date| calendar.is_none_or(|it| it.day(date, self.zone).is_some());
        let (from, until) = match self.period {
            SummaryPeriod::Day => match calendar {
                Some(calendar) => calendar.day(date, self.zone)?,
                None => self.whole(date, date)?,
            },
            SummaryPeriod::Shift(hours) => hours.on(date, self.zone).filter(|_| opens(date))?,
            SummaryPeriod::Week => {
                let first = date.checked_sub_days(Days::new(6))?;
                first.iter_days().take(7).any(opens).then_some(())?;
                self.whole(first, date)?
            }
        };
        TimeWindow::new(from, until).ok()
    }

    /// Returns the days of a week, oldest first, each with its covered time; empty for other
    /// periods.
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

    /// Returns the same day of the weeks before, newest first, without holidays.
    pub fn weeks_before(&self, edition: &Edition) -> Vec<(NaiveDate, TimeWindow)> {
        let dates = (1..=WEEKS).map(|weeks| edition.date - Days::new(7 * weeks));
        dates
            .filter_map(|date| Some((date, self.window(date)?)))
            .filter(|(_, window)| self.is_usual(window))
            .collect()
    }

    /// Returns the last earlier day that has an edition; `None` for a week.
    pub fn day_before(&self, edition: &Edition) -> Option<(NaiveDate, TimeWindow)> {
        match self.period {
            SummaryPeriod::Day | SummaryPeriod::Shift(_) => {}
            SummaryPeriod::Week => return None,
        }
        let mut days = (1..=7).map(|days| edition.date - Days::new(days));
        days.find_map(|date| Some((date, self.window(date)?)))
    }

    /// Returns all requests of an edition. A week is read by days, not by hours.
    pub fn asks(&self, edition: &Edition, skills: &[SkillId]) -> Vec<ReportRequest> {
        let mut asks: Vec<ReportRequest> = edition.whole().into();
        match self.period {
            SummaryPeriod::Day | SummaryPeriod::Shift(_) => asks.extend(edition.hours()),
            SummaryPeriod::Week => {
                for (_, window) in self.days_of(edition) {
                    asks.extend(whole_requests(window));
                }
            }
        }
        if self.sections.contains(&SummarySection::Skills) {
            asks.extend(edition.skills(skills));
        }
        asks
    }

    /// Returns the time at which an edition is read again: the morning after it is due.
    pub fn rereads(&self, edition: &Edition) -> Option<DateTime<Utc>> {
        let due = edition.due.with_timezone(&self.zone).date_naive();
        let morning = due.checked_add_days(Days::new(1))?;
        Some(
            OpeningHours::new(minutes_of_day(self.reread), 24 * 60)
                .ok()?
                .on(morning, self.zone)?
                .0,
        )
    }

    /// Returns the shortest time between the end of a period and its post, over the coming
    /// editions.
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

    /// Returns the times of posts from `start` on. A time that the clocks skip is moved to the
    /// jump; of one that they show twice the first counts.
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

    /// Returns the day that a post at `due` covers.
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

    /// Returns the last day whose hours are over. A closed day has a post only in the morning,
    /// which covers the day before.
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

    /// Returns whether a post at that time of day covers the day before.
    fn looks_back_a_day(&self) -> bool {
        self.at.hour() < 12
    }

    /// Returns the time from the midnight of `first` to that after `last`, or to the time of the
    /// post where that is on the same day.
    fn whole(&self, first: NaiveDate, last: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let (from, _) = OpeningHours::ALL_DAY.on(first, self.zone)?;
        let of_last = if self.looks_back_a_day() {
            OpeningHours::ALL_DAY
        } else {
            OpeningHours::new(0, minutes_of_day(self.at)).ok()?
        };
        let (_, until) = of_last.on(last, self.zone)?;
        Some((from, until))
    }

    /// Returns whether its figures are usual ones: those of holidays and special hours are not.
    fn is_usual(&self, window: &TimeWindow) -> bool {
        let calendar = self.calendar.as_ref();
        !calendar.is_some_and(|calendar| calendar.is_holiday(window.from(), self.zone))
    }
}

fn minutes_of_day(time: NaiveTime) -> u16 {
    u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0)
}

#[cfg(test)]
mod tests;
