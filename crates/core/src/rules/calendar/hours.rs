//! A stretch of a day: `07:00-21:00`, `20:00-02:00`.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};
use thiserror::Error;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// The hours from a time of a day to another, which is not in it. One that ends before it begins ends
/// on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningHours {
    /// Minutes after midnight, less than a day.
    from: u16,
    /// The same, more than `from` and at most a day later.
    until: u16,
}

/// The reason why a text is no stretch of a day.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OpeningHoursError {
    #[error("expected two times such as `07:00-21:00`, found `{0}`")]
    NotTwo(String),
    /// A word that is no time.
    #[error("`{0}` is no time of the day")]
    NoTime(String),
    /// A stretch that begins at the end of the day.
    #[error("a day ends at `24:00`, so nothing begins then")]
    Late,
    /// A stretch of no length, or of a whole day that does not say so.
    #[error("these hours end when they begin")]
    Empty,
    /// Two stretches of one day share some time.
    #[error("`{0}` and `{1}` overlap")]
    Overlap(OpeningHours, OpeningHours),
}

impl OpeningHours {
    pub const ALL_DAY: Self = Self {
        from: 0,
        until: DAY,
    };

    /// The stretch between two times, each in minutes after midnight.
    pub fn new(from: u16, to: u16) -> Result<Self, OpeningHoursError> {
        if from >= DAY {
            return Err(OpeningHoursError::Late);
        }
        if from == to || to > DAY {
            return Err(OpeningHoursError::Empty);
        }
        let until = if to > from { to } else { to + DAY };
        Ok(Self { from, until })
    }

    /// A stretch such as `07:00-21:00`.
    pub fn parse(text: &str) -> Result<Self, OpeningHoursError> {
        let plain = text.replace(['–', '—'], "-");
        let (from, to) = plain
            .split_once('-')
            .ok_or_else(|| OpeningHoursError::NotTwo(text.to_owned()))?;
        Self::new(parse_minutes(from)?, parse_minutes(to)?)
    }

    /// The stretches of one day, in their order, such as `08:00-12:00, 14:00-18:00`.
    pub fn parse_day(text: &str) -> Result<Vec<Self>, OpeningHoursError> {
        let mut hours = text
            .split(',')
            .map(|part| Self::parse(part.trim()))
            .collect::<Result<Vec<_>, _>>()?;
        hours.sort_by_key(|hours| hours.from);
        for (one, next) in hours.iter().zip(hours.iter().skip(1)) {
            if next.from < one.until {
                return Err(OpeningHoursError::Overlap(*one, *next));
            }
        }
        Ok(hours)
    }

    /// Returns its start and end on `date`; `None` where the clock skips all of it.
    pub fn on(self, date: NaiveDate, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let start = first_instant(date, self.from, zone)?;
        let end = first_instant(date, self.until, zone)?;
        (start < end).then_some((start, end))
    }
}

/// The form that a rules file has.
impl fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = if self.until > DAY {
            self.until - DAY
        } else {
            self.until
        };
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        write!(f, "{}-{}", clock(self.from), clock(until))
    }
}

/// Minutes after midnight of a time such as `07:00`, up to `24:00`.
fn parse_minutes(text: &str) -> Result<u16, OpeningHoursError> {
    let text = text.trim();
    let two = |digits: &str| {
        let plain = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<u16>().ok()).flatten()
    };
    text.split_once(':')
        .filter(|(_, minute)| minute.len() == 2)
        .and_then(|(hour, minute)| clock_minutes(two(hour)?, two(minute)?))
        .ok_or_else(|| OpeningHoursError::NoTime(text.to_owned()))
}

/// Minutes after midnight, where there is such a time.
pub(super) fn clock_minutes(hour: u16, minute: u16) -> Option<u16> {
    let minutes = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && minutes <= DAY).then_some(minutes)
}

/// The instant at which the clocks of `zone` first show that time of `date`. A time that they skip is when
/// they jump, so that what begins then begins with what there is of it; of a time that they
/// show twice it is the first. So a later time of the clock is never an earlier instant, and
/// hours that follow each other neither overlap nor leave a hole.
fn first_instant(date: NaiveDate, minutes: u16, zone: Tz) -> Option<DateTime<Utc>> {
    let days = u64::from(minutes / DAY);
    let rest = TimeDelta::minutes(i64::from(minutes % DAY));
    let local = date
        .checked_add_days(Days::new(days))?
        .and_time(NaiveTime::MIN)
        .checked_add_signed(rest)?;
    match zone.from_local_datetime(&local).earliest() {
        Some(time) => Some(time.to_utc()),
        None => Some(GapInfo::new(&local, &zone)?.end?.to_utc()),
    }
}

/// The time ahead in which an opening or its end is looked for: longer than any year.
pub(super) const HORIZON: TimeDelta = TimeDelta::days(370);

/// The dates of `zone` from the day before `at`, for a little longer than [`HORIZON`].
pub(super) fn local_dates(at: DateTime<Utc>, zone: Tz) -> impl Iterator<Item = NaiveDate> {
    let today = at.with_timezone(&zone).date_naive();
    let first = today.pred_opt().unwrap_or(today);
    let days = usize::try_from(HORIZON.num_days()).unwrap_or(0);
    first.iter_days().take(days + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_and_shown_the_same() {
        for text in ["07:00-21:00", "20:00-02:00", "00:00-24:00", "23:59-24:00"] {
            assert_eq!(OpeningHours::parse(text).unwrap().to_string(), text);
        }
        let shown = |text| OpeningHours::parse(text).unwrap().to_string();
        assert_eq!(shown("7:00 – 21:00"), "07:00-21:00");
        assert_eq!(shown("20:00-00:00"), "20:00-24:00");
    }

    #[test]
    fn what_is_no_stretch_of_a_day_is_refused() {
        let time = |text: &str| OpeningHoursError::NoTime(text.to_owned());
        for (text, fault) in [
            ("07:00", OpeningHoursError::NotTwo("07:00".to_owned())),
            ("7-21", time("7")),
            ("07:60-21:00", time("07:60")),
            ("07:00-24:01", time("24:01")),
            ("+7:00-21:00", time("+7:00")),
            ("07:00-9:5", time("9:5")),
            ("24:00-02:00", OpeningHoursError::Late),
            ("08:00-08:00", OpeningHoursError::Empty),
            ("00:00-00:00", OpeningHoursError::Empty),
        ] {
            assert_eq!(OpeningHours::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn the_stretches_of_a_day_do_not_overlap() {
        let day = |text| OpeningHours::parse_day(text).map(|hours| hours.len());
        assert_eq!(day("14:00-18:00, 08:00-12:00"), Ok(2));
        assert_eq!(day("08:00-12:00,12:00-18:00"), Ok(2));
        assert_eq!(day("20:00-02:00, 08:00-12:00"), Ok(2));
        let overlap = |one, two| {
            let read = |text| OpeningHours::parse(text).unwrap();
            Err(OpeningHoursError::Overlap(read(one), read(two)))
        };
        assert_eq!(
            day("11:00-15:00, 08:00-12:00"),
            overlap("08:00-12:00", "11:00-15:00")
        );
        assert_eq!(
            day("20:00-02:00, 22:00-23:00"),
            overlap("20:00-02:00", "22:00-23:00")
        );
    }
}
