//! The earlier times that can be compared with now.

use std::time::Duration;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use crate::rules::{Calendar, UsualMethod};

/// The number of days that stand in for weeks, and of windows of today.
const STAND_INS: usize = 6;

/// The number of days back in which days of the same kind are looked for: three weekends.
const DAYS_BACK: u64 = 21;

/// The time from which a rule looks back.
#[derive(Clone, Copy)]
pub(super) struct BaselineNow<'a> {
    /// The mark of the poll.
    pub(super) as_of: DateTime<Utc>,
    /// The zone of the operation.
    pub(super) zone: Tz,
    /// The distance of the polls, on whose marks there are readings.
    pub(super) every: Duration,
    /// The hours in which the rule judges at all, and the days on which nothing is as usual.
    pub(super) calendar: Option<&'a Calendar>,
}

/// The ends of the windows that can be compared with, the latest first, without those of
/// holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BaselineTimes {
    /// The number of weeks at best.
    weeks_wanted: usize,
    /// The same weekday and clock time of the last weeks; of none where today is a holiday.
    pub(super) weeks: Vec<DateTime<Utc>>,
    /// The same clock time of the last days of the same kind.
    pub(super) days: Vec<DateTime<Utc>>,
    /// The windows of today before this one, which do not overlap, and begin in the hours of
    /// the rule.
    pub(super) hours: Vec<DateTime<Utc>>,
}

impl BaselineTimes {
    pub(super) fn before(now: &BaselineNow<'_>, window: Duration, weeks: u32) -> Self {
        Self {
            weeks_wanted: weeks.try_into().unwrap_or(usize::MAX),
            weeks: now.weeks(weeks),
            days: now.days(),
            hours: now.hours(window),
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let all = self.weeks.iter().chain(&self.days).chain(&self.hours);
        all.copied()
    }

    /// In the order in which they are tried, with the number that there is at best.
    pub(super) fn in_turn(&self) -> [(UsualMethod, usize, &[DateTime<Utc>]); 3] {
        [
            (UsualMethod::Weeks, self.weeks_wanted, &self.weeks),
            (UsualMethod::Days, STAND_INS, &self.days),
            (UsualMethod::Hours, self.hours.len(), &self.hours),
        ]
    }
}

impl BaselineNow<'_> {
    fn weeks(&self, weeks: u32) -> Vec<DateTime<Utc>> {
        if self.is_holiday(self.as_of) {
            return Vec::new();
        }
        (1..=u64::from(weeks))
            .filter_map(|week| self.days_ago(7 * week))
            .filter(|time| !self.is_holiday(*time))
            .collect()
    }

    fn days(&self) -> Vec<DateTime<Utc>> {
        let works_now = self.is_workday(self.as_of) && !self.is_holiday(self.as_of);
        (1..=DAYS_BACK)
            .filter_map(|day| self.days_ago(day))
            .filter(|time| self.is_workday(*time) == works_now && !self.is_holiday(*time))
            .take(STAND_INS)
            .collect()
    }

    fn hours(&self, window: Duration) -> Vec<DateTime<Utc>> {
        let every = self.every.as_secs().max(1);
        let step = window.as_secs().max(1).div_ceil(every) * every;
        let Some(step) = i64::try_from(step).ok().and_then(TimeDelta::try_seconds) else {
            return Vec::new();
        };
        let today = self.date(self.as_of);
        let ends = std::iter::successors(Some(self.as_of), |end| end.checked_sub_signed(step));
        let length = TimeDelta::from_std(window).unwrap_or(TimeDelta::MAX);
        ends.skip(1)
            .filter_map(|end| Some((end.checked_sub_signed(length)?, end)))
            .take_while(|(start, _)| start.with_timezone(&self.zone).date_naive() == today)
            .filter(|(start, _)| self.is_open(*start))
            .map(|(_, end)| end)
            .take(STAND_INS)
            .collect()
    }

    /// The poll's mark at or before the same clock time so many days ago; `None` where the
    /// clocks skipped that time.
    fn days_ago(&self, days: u64) -> Option<DateTime<Utc>> {
        let local = self.as_of.with_timezone(&self.zone).naive_local();
        let then = local.checked_sub_days(Days::new(days))?;
        let time = self.zone.from_local_datetime(&then).earliest()?;
        let every = i64::try_from(self.every.as_secs()).ok()?.max(1);
        DateTime::from_timestamp(time.timestamp().div_euclid(every) * every, 0)
    }

    /// The day that a window ends on: one that ends at midnight is of the day before.
    fn date(&self, end: DateTime<Utc>) -> NaiveDate {
        last_moment(end).with_timezone(&self.zone).date_naive()
    }

    fn is_workday(&self, end: DateTime<Utc>) -> bool {
        !matches!(self.date(end).weekday(), Weekday::Sat | Weekday::Sun)
    }

    fn is_holiday(&self, end: DateTime<Utc>) -> bool {
        let day = last_moment(end);
        self.calendar
            .is_some_and(|calendar| calendar.is_holiday(day, self.zone))
    }

    fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.calendar
            .is_none_or(|calendar| calendar.is_open(at, self.zone))
    }
}

fn last_moment(end: DateTime<Utc>) -> DateTime<Utc> {
    end.checked_sub_signed(TimeDelta::seconds(1)).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono_tz::America::{Bogota, New_York, Santiago};

    use super::*;
    use crate::rules::{CalendarName, OpeningHours};

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn times(as_of: &str, zone: Tz, window: u64) -> BaselineTimes {
        by(None, as_of, zone, window)
    }

    fn by(calendar: Option<&Calendar>, as_of: &str, zone: Tz, window: u64) -> BaselineTimes {
        let now = BaselineNow {
            as_of: time(as_of),
            zone,
            every: Duration::from_secs(300),
            calendar,
        };
        BaselineTimes::before(&now, Duration::from_secs(window * 60), 6)
    }

    fn calendar(hours: &str, holidays: &[&str]) -> Calendar {
        Calendar {
            name: CalendarName::new("opening-hours"),
            zone: None,
            week: std::array::from_fn(|_| OpeningHours::parse_day(hours).unwrap()),
            holidays: holidays.iter().map(|date| date.parse().unwrap()).collect(),
            special: BTreeMap::new(),
        }
    }

    fn without(as_of: &str, window: u64, holidays: &[&str]) -> BaselineTimes {
        let calendar = calendar("00:00-24:00", holidays);
        by(Some(&calendar), as_of, Bogota, window)
    }

    /// Times as the clocks of the zone show them.
    fn local(times: &[DateTime<Utc>], zone: Tz) -> Vec<String> {
        let shown =
            |time: &DateTime<Utc>| time.with_timezone(&zone).format("%a %d %H:%M").to_string();
        times.iter().map(shown).collect()
    }

    #[test]
    fn weeks_are_the_same_weekday_and_time_and_days_those_of_the_same_kind() {
        // A Tuesday, 10:35 in Bogotá.
        let found = times("2026-11-17T15:35:00Z", Bogota, 60);
        assert_eq!(
            local(&found.weeks, Bogota),
            [
                "Tue 10 10:35",
                "Tue 03 10:35",
                "Tue 27 10:35",
                "Tue 20 10:35",
                "Tue 13 10:35",
                "Tue 06 10:35"
            ]
        );
        assert_eq!(
            local(&found.days, Bogota),
            [
                "Mon 16 10:35",
                "Fri 13 10:35",
                "Thu 12 10:35",
                "Wed 11 10:35",
                "Tue 10 10:35",
                "Mon 09 10:35"
            ]
        );
        let saturday = times("2026-11-14T15:35:00Z", Bogota, 60);
        assert_eq!(
            local(&saturday.days, Bogota),
            [
                "Sun 08 10:35",
                "Sat 07 10:35",
                "Sun 01 10:35",
                "Sat 31 10:35",
                "Sun 25 10:35",
                "Sat 24 10:35"
            ]
        );
    }

    #[test]
    fn windows_of_today_do_not_overlap_and_none_began_yesterday() {
        let found = |as_of, window| local(&times(as_of, Bogota, window).hours, Bogota);
        assert_eq!(
            found("2026-11-17T09:35:00Z", 60),
            ["Tue 17 03:35", "Tue 17 02:35", "Tue 17 01:35"]
        );
        assert_eq!(found("2026-11-17T23:00:00Z", 60).len(), 6);
        // Windows that are no number of polls long end on the marks all the same.
        assert_eq!(
            found("2026-11-17T06:00:00Z", 12),
            ["Tue 17 00:45", "Tue 17 00:30", "Tue 17 00:15"]
        );
        assert!(found("2026-11-17T15:35:00Z", 1_440).is_empty());
        // The last window of a day is of that day.
        assert_eq!(found("2026-11-18T05:00:00Z", 240).len(), 5);
    }

    #[test]
    fn windows_of_today_begin_in_the_hours_of_the_rule() {
        let hours = calendar("08:00-12:00, 13:00-21:00", &[]);
        let found = by(Some(&hours), "2026-11-17T20:30:00Z", Bogota, 60).hours;
        // 15:30 in Bogotá: the one from 12:30 lies in the break, that from 07:30 too early.
        let ends = ["14:30", "12:30", "11:30", "10:30", "09:30"];
        assert_eq!(
            local(&found, Bogota),
            ends.map(|end| format!("Tue 17 {end}"))
        );
    }

    #[test]
    fn the_clocks_of_the_zone_count_when_they_change() {
        // New York puts them back on 1 November 2026: 10:35 there is another time of UTC.
        let found = times("2026-11-03T15:35:00Z", New_York, 60).weeks;
        assert_eq!(found[0], time("2026-10-27T14:35:00Z"));
        // 02:30 does not exist on 8 March, and 01:30 comes twice on 1 November.
        let skipped = times("2026-03-15T06:30:00Z", New_York, 60).weeks;
        assert_eq!(
            (skipped.len(), skipped[0]),
            (5, time("2026-03-01T07:30:00Z"))
        );
        let twice = times("2026-11-08T06:30:00Z", New_York, 60).weeks;
        assert_eq!(
            twice[0],
            time("2026-11-01T05:30:00Z"),
            "the first of the two"
        );
        // Midnight does not exist in Santiago on 6 September 2026.
        let midnight = times("2026-09-13T03:00:00Z", Santiago, 60).weeks;
        assert_eq!(midnight.len(), 5);
        assert_eq!(midnight[0], time("2026-08-30T04:00:00Z"));
    }

    #[test]
    fn holidays_are_left_out_and_compare_with_days_of_rest() {
        let holidays = ["2026-11-10", "2026-11-16"];
        let found = without("2026-11-17T15:35:00Z", 60, &holidays);
        assert_eq!(found.weeks.len(), 5);
        assert_eq!(
            local(&found.days, Bogota)[..3],
            ["Fri 13 10:35", "Thu 12 10:35", "Wed 11 10:35"]
        );
        let holiday = without("2026-11-16T15:35:00Z", 60, &holidays);
        assert!(holiday.weeks.is_empty());
        assert_eq!(
            local(&holiday.days, Bogota)[..2],
            ["Sun 15 10:35", "Sat 14 10:35"]
        );
        // What ends at midnight is of the day before.
        let end = without("2026-11-18T05:00:00Z", 60, &["2026-11-17"]);
        assert!(end.weeks.is_empty());
    }
}
