//! The hours in which a centre is open: by weekday, with holidays and special days.
//!
//! All times are by the clocks of a time zone, whose changes make days of 23 and 25 hours. A
//! range is from its start, which is in it, to its end, which is not.

mod hours;
mod weekly;

use std::{
    collections::{BTreeMap, BTreeSet},
    iter,
};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

pub use hours::{OpeningHours, OpeningHoursError};
pub use weekly::{DaySelection, DaySelectionError, WeeklyHours, WeeklyHoursError};

use self::hours::{HORIZON, local_dates};
use crate::metrics::text;

text! {
    /// The name that a rules file gives a calendar.
    CalendarName
}

/// The hours in which a centre, or a part of it, is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub name: CalendarName,
    /// The zone of its clocks; the operation's where `None`.
    pub zone: Option<Tz>,
    /// The hours of each weekday, from Monday, in their order and without an overlap.
    pub week: [Vec<OpeningHours>; 7],
    /// The days on which it is closed.
    pub holidays: BTreeSet<NaiveDate>,
    /// The days that have hours of their own, maybe none.
    pub special: BTreeMap<NaiveDate, Vec<OpeningHours>>,
}

impl Calendar {
    /// Returns true where it is open at `at`. `zone` is the operation's.
    pub fn is_open(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        // Hours that are open now began today, or yesterday and go past midnight.
        self.stretches(at, zone)
            .take_while(|(start, _)| *start <= at)
            .any(|(_, end)| at < end)
    }

    /// Returns true where the day of `at` is a holiday, or one with hours of its own. Such days
    /// say nothing of what is usual on others.
    pub fn is_holiday(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        let date = at.with_timezone(&self.zone.unwrap_or(zone)).date_naive();
        self.holidays.contains(&date) || self.special.contains_key(&date)
    }

    /// Returns the first opening of `date` and its last close, which may be on the next day;
    /// `None` where it is closed on that day.
    pub fn day(&self, date: NaiveDate, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let zone = self.zone.unwrap_or(zone);
        let hours = self.hours_on(date).iter();
        let openings = hours.filter_map(|hours| hours.on(date, zone));
        openings.reduce(|(start, end), (_, later)| (start, end.max(later)))
    }

    /// Returns the end of the opening that `at` lies in. One that goes on at midnight, or where
    /// another follows at once, is the same. `None` where it is closed, or never closes.
    pub fn closes(&self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let (start, end) = self.openings(at, zone).find(|(_, end)| at < *end)?;
        (start <= at && end - at < HORIZON).then_some(end)
    }

    /// Returns the start of the opening that `at` lies in, where that is less than a day ago;
    /// for an older one, some time before that. `None` where it is closed.
    pub fn opened(&self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let yesterday = at.checked_sub_signed(TimeDelta::days(1))?;
        let begun = self.stretches(yesterday, zone);
        let begun = begun.take_while(|(start, _)| *start <= at);
        let last = begun.reduce(|(first, end), (start, later)| {
            let first = if start <= end { first } else { start };
            (first, end.max(later))
        });
        let (start, end) = last?;
        (at < end).then_some(start)
    }

    /// Returns the next time after `at` at which it opens, from closed to open. `None` where it
    /// does not within a year.
    pub fn opens(&self, at: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let (start, _) = self.openings(at, zone).find(|(start, _)| at < *start)?;
        (start - at < HORIZON).then_some(start)
    }

    /// Returns [`Self::stretches`], joined where one begins before the last has ended.
    fn openings(
        &self,
        at: DateTime<Utc>,
        zone: Tz,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let mut stretches = self.stretches(at, zone).peekable();
        iter::from_fn(move || {
            let (start, mut end) = stretches.next()?;
            while let Some((_, later)) = stretches.next_if(|(start, _)| *start <= end) {
                end = end.max(later);
            }
            Some((start, end))
        })
    }

    /// The hours of each day, from the day before `at`, in the order of their starts.
    fn stretches(
        &self,
        at: DateTime<Utc>,
        zone: Tz,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let zone = self.zone.unwrap_or(zone);
        local_dates(at, zone).flat_map(move |date| {
            let hours = self.hours_on(date).iter();
            hours.filter_map(move |hours| hours.on(date, zone))
        })
    }

    fn hours_on(&self, date: NaiveDate) -> &[OpeningHours] {
        if let Some(hours) = self.special.get(&date) {
            return hours;
        }
        if self.holidays.contains(&date) {
            return &[];
        }
        let hours = self
            .week
            .get(date.weekday().num_days_from_monday() as usize);
        hours.map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests;
