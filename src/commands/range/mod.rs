//! Which stretch of time a command asks for, out of what people typed. It is read before
//! any report is, so that a slip is told at once.
//!
//! - `last` ends at `to`, or now. Alone it is `1h` where nothing is typed.
//! - A time without a day is today's, or that of `day`; in `to` after a `from` with a day it
//!   is the first such time after `from`.
//! - A day without a time begins at its first moment in `from`, and ends with its last in
//!   `to`. `day` alone is all of it.
//! - A time that the clocks skip becomes the first moment after the gap. One that comes
//!   twice is the earlier in `from` and the later in `to`. Both are told.
//! - The future has no figures: an end beyond now becomes now, and that is told.

mod ahead;
mod moment;
mod other_day;
mod period;

#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::commands::{
    CommandParameter,
    typed::{length, length_meant},
};
use vigia_core::metrics::TimeWindow;

pub(crate) use ahead::{AheadFault, ahead};
use moment::{RangeEnd, TypedMoment};
pub(crate) use other_day::days_before;
pub use period::NamedPeriod;
pub(crate) use period::check;

/// How far a window reaches where nobody says.
const DEFAULT: Duration = Duration::from_secs(3_600);

/// How long a window may be, in days.
pub const MOST_DAYS: u32 = 92;

/// What was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypedRange<'a> {
    /// How far back, such as `1h`.
    pub last: Option<&'a str>,
    /// On which day, such as `yesterday`.
    pub day: Option<&'a str>,
    /// From when, such as `yesterday 14:00`.
    pub from: Option<&'a str>,
    /// Until when.
    pub to: Option<&'a str>,
}

/// The window that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedRange {
    /// What was meant, to be asked again later.
    pub period: NamedPeriod,
    /// The window.
    pub window: TimeWindow,
    /// What is different from what was typed.
    pub notes: Vec<RangeNote>,
}

/// What is different from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeNote {
    /// The end lay in the future.
    EndsNow,
    /// The clocks skip this time; the first moment after the gap was taken.
    Skipped(NaiveDateTime),
    /// This time comes twice; the earlier one was taken as the start.
    FirstOfTwo(NaiveDateTime),
    /// This time comes twice; the later one was taken as the end.
    SecondOfTwo(NaiveDateTime),
}

/// Why no window is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RangeFault {
    /// `last` beside `from`.
    LastAndFrom,
    /// `last` beside `day`.
    LastAndDay,
    /// `last` is no length of time.
    NoLength {
        /// What was typed.
        typed: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// `from`, `to` or `day` is no time.
    NoTime {
        /// Which of them.
        option: CommandParameter,
        /// What was typed.
        typed: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// `from` or `to` has a date, beside `day`.
    TwoDays {
        /// Which of them.
        option: CommandParameter,
        /// What was typed.
        typed: String,
    },
    /// The start is still to come.
    NotYet {
        /// The start.
        from: DateTime<Utc>,
        /// The time of day typed, where that of yesterday may be meant.
        yesterday: Option<String>,
    },
    /// The end is not after the start.
    Reversed {
        /// The start.
        from: DateTime<Utc>,
        /// The end.
        until: DateTime<Utc>,
    },
    /// Less than a minute.
    TooShort,
    /// More than [`MOST_DAYS`].
    TooLong,
}

/// The window that is meant in an operation of this zone. `latest` is the last time of
/// which there are figures; it is cut to the minute, so that questions asked within one
/// minute are the same question.
///
/// # Errors
/// Where what was typed makes no window.
pub fn range(
    typed: &TypedRange<'_>,
    zone: Tz,
    latest: DateTime<Utc>,
) -> Result<ResolvedRange, RangeFault> {
    let latest = whole_minute(latest);
    let mut notes = Vec::new();
    let period = meant(typed, zone, latest, &mut notes)?;
    let window = period.window(zone, latest)?;
    if period.is_cut(latest) {
        notes.push(RangeNote::EndsNow);
    }
    Ok(ResolvedRange {
        period,
        window,
        notes,
    })
}

fn meant(
    typed: &TypedRange<'_>,
    zone: Tz,
    latest: DateTime<Utc>,
    notes: &mut Vec<RangeNote>,
) -> Result<NamedPeriod, RangeFault> {
    let today = latest.with_timezone(&zone).date_naive();
    let last = filled(typed.last).map(read_length).transpose()?;
    let (from, to) = match (read_day(typed.day, today)?, last) {
        (Some(_), Some(_)) => return Err(RangeFault::LastAndDay),
        (Some(day), None) => match within(typed, day, today)? {
            (None, None) if day == today => return Ok(NamedPeriod::Today),
            (from, to) if day == today => (from.or(Some(TypedMoment::Day(day))), to),
            (from, to) => (
                from.or(Some(TypedMoment::Day(day))),
                to.or(Some(TypedMoment::Day(day))),
            ),
        },
        (None, _) => (
            read(typed.from, CommandParameter::From, today)?,
            read(typed.to, CommandParameter::To, today)?,
        ),
    };
    let to = to.filter(|to| *to != TypedMoment::Now);
    match (last, from, to) {
        (Some(_), Some(_), _) => Err(RangeFault::LastAndFrom),
        (length, None, None) => Ok(NamedPeriod::Last(length.unwrap_or(DEFAULT))),
        (length, None, Some(to)) => {
            let length = length.unwrap_or(DEFAULT);
            let until = to.instant(RangeEnd::Until, zone, latest).noted(notes);
            if until > latest {
                notes.push(RangeNote::EndsNow);
                return Ok(NamedPeriod::Last(length));
            }
            Ok(NamedPeriod::Between(TimeWindow::ending(until, length)))
        }
        (None, Some(from), None) => Ok(NamedPeriod::Since(start(from, zone, latest, notes)?)),
        (None, Some(from), Some(to)) => {
            let to = to.after(from);
            let from = start(from, zone, latest, notes)?;
            let until = to.instant(RangeEnd::Until, zone, latest).noted(notes);
            TimeWindow::new(from, until)
                .map(NamedPeriod::Between)
                .map_err(|_| RangeFault::Reversed { from, until })
        }
    }
}

/// The times typed beside a day, on that day. Without an end it is the end of the day, and
/// of today it is now.
fn within(
    typed: &TypedRange<'_>,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<(Option<TypedMoment>, Option<TypedMoment>), RangeFault> {
    let on_day = |text: Option<&str>, option| {
        let Some(moment) = read(text, option, today)? else {
            return Ok(None);
        };
        if moment == TypedMoment::Now && option == CommandParameter::To && day == today {
            return Ok(None);
        }
        let two_days = || RangeFault::TwoDays {
            option,
            typed: filled(text).unwrap_or_default().to_owned(),
        };
        moment.on(day).map(|_| Some(moment)).ok_or_else(two_days)
    };
    let from = on_day(typed.from, CommandParameter::From)?;
    let to = on_day(typed.to, CommandParameter::To)?;
    // A `to` keeps no day: after `from` it is the first such time.
    Ok((from.and_then(|from| from.on(day)), to))
}

/// The day that was typed, where one was.
///
/// # Errors
/// Where it is no day.
pub(crate) fn read_day(
    typed: Option<&str>,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, RangeFault> {
    let Some(text) = filled(typed) else {
        return Ok(None);
    };
    let moment = TypedMoment::parse(text, today).and_then(TypedMoment::whole_day);
    moment.map(Some).ok_or_else(|| RangeFault::NoTime {
        option: CommandParameter::Day,
        typed: text.to_owned(),
        meant: TypedMoment::meant(text, today).filter(|meant| {
            TypedMoment::parse(meant, today)
                .and_then(TypedMoment::whole_day)
                .is_some()
        }),
    })
}

fn start(
    from: TypedMoment,
    zone: Tz,
    latest: DateTime<Utc>,
    notes: &mut Vec<RangeNote>,
) -> Result<DateTime<Utc>, RangeFault> {
    let start = from.instant(RangeEnd::Start, zone, latest).noted(notes);
    if start < latest {
        return Ok(start);
    }
    Err(RangeFault::NotYet {
        from: start,
        yesterday: from.time_of_today(),
    })
}

fn read(
    typed: Option<&str>,
    option: CommandParameter,
    today: NaiveDate,
) -> Result<Option<TypedMoment>, RangeFault> {
    let Some(typed) = filled(typed) else {
        return Ok(None);
    };
    match TypedMoment::parse(typed, today) {
        Some(moment) => Ok(Some(moment)),
        None => Err(RangeFault::NoTime {
            option,
            typed: typed.to_owned(),
            meant: TypedMoment::meant(typed, today),
        }),
    }
}

fn read_length(typed: &str) -> Result<Duration, RangeFault> {
    length(typed).ok_or_else(|| RangeFault::NoLength {
        typed: typed.to_owned(),
        meant: length_meant(typed),
    })
}

fn filled(typed: Option<&str>) -> Option<&str> {
    typed.map(str::trim).filter(|typed| !typed.is_empty())
}

/// Cut to the minute, so that questions asked within one minute are the same question.
pub(crate) fn whole_minute(time: DateTime<Utc>) -> DateTime<Utc> {
    let beyond = TimeDelta::seconds(time.timestamp().rem_euclid(60));
    let nanos = TimeDelta::nanoseconds(i64::from(time.timestamp_subsec_nanos()));
    time - beyond - nanos
}
