//! Which stretch of time a command asks for, out of what people typed. It is read before
//! any report is, so that a slip is told at once.
//!
//! - `last` ends at `to`, or now. Alone it is `1h` where nothing is typed.
//! - A time without a day is today's; in `to` after a `from` with a day it is the first
//!   such time after `from`.
//! - A day without a time begins at its first moment in `from`, and ends with its last in
//!   `to`.
//! - A time that the clocks skip becomes the first moment after the gap. One that comes
//!   twice is the earlier in `from` and the later in `to`. Both are told.
//! - The future has no figures: an end beyond now becomes now, and that is told.

mod moment;

#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    commands::typed::{length, length_meant, length_typed},
    metrics::Window,
};

use moment::{End, Moment};

/// How far a window reaches where nobody says.
const DEFAULT: Duration = Duration::from_secs(3_600);

/// How long a window may be, in days.
pub const MOST_DAYS: u32 = 92;

/// What was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Typed<'a> {
    /// How far back, such as `1h`.
    pub last: Option<&'a str>,
    /// From when, such as `yesterday 14:00`.
    pub from: Option<&'a str>,
    /// Until when.
    pub to: Option<&'a str>,
}

/// The window that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The window.
    pub window: Window,
    /// What is different from what was typed.
    pub notes: Vec<Note>,
    /// The options that ask for the same again, such as `last:1h`.
    pub options: String,
}

/// What is different from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The end lay in the future.
    EndsNow,
    /// The clocks skip this time; the first moment after the gap was taken.
    Skipped(NaiveDateTime),
    /// This time comes twice; the earlier one was taken as the start.
    FirstOfTwo(NaiveDateTime),
    /// This time comes twice; the later one was taken as the end.
    SecondOfTwo(NaiveDateTime),
}

/// Which option was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeOption {
    /// `from`.
    From,
    /// `to`.
    To,
}

/// Why no window is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RangeFault {
    /// `last` beside `from`.
    LastAndFrom,
    /// `last` is no length of time.
    NoLength {
        /// What was typed.
        typed: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// `from` or `to` is no time.
    NoTime {
        /// Which of them.
        option: TimeOption,
        /// What was typed.
        typed: String,
        /// What was probably meant.
        meant: Option<String>,
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
    typed: &Typed<'_>,
    zone: Tz,
    latest: DateTime<Utc>,
) -> Result<Range, RangeFault> {
    let latest = whole_minute(latest);
    let last = filled(typed.last).map(read_length).transpose()?;
    let from = read(typed.from, TimeOption::From, zone, latest)?;
    let to = read(typed.to, TimeOption::To, zone, latest)?;
    if last.is_some() && from.is_some() {
        return Err(RangeFault::LastAndFrom);
    }
    let mut notes = Vec::new();
    let start = from
        .map(|from| start(from, zone, latest, &mut notes))
        .transpose()?;
    let to = to.map(|to| from.map_or(to, |from| to.after(from)));
    let until = to.map_or(latest, |to| end(to, zone, latest, &mut notes));
    let window = match start {
        Some(from) => {
            Window::new(from, until).map_err(|_| RangeFault::Reversed { from, until })?
        }
        None => Window::ending(until, last.unwrap_or(DEFAULT)),
    };
    check(window)?;
    let options = if from.is_none() && to.is_none() {
        format!("last:{}", length_typed(window.length()))
    } else {
        between(window, zone)
    };
    Ok(Range {
        window,
        notes,
        options,
    })
}

fn start(
    from: Moment,
    zone: Tz,
    latest: DateTime<Utc>,
    notes: &mut Vec<Note>,
) -> Result<DateTime<Utc>, RangeFault> {
    let start = from.instant(End::Start, zone, latest).noted(notes);
    if start < latest {
        return Ok(start);
    }
    Err(RangeFault::NotYet {
        from: start,
        yesterday: from.time_of_today(),
    })
}

fn end(
    to: Moment,
    zone: Tz,
    latest: DateTime<Utc>,
    notes: &mut Vec<Note>,
) -> DateTime<Utc> {
    let until = to.instant(End::Until, zone, latest).noted(notes);
    if until > latest {
        notes.push(Note::EndsNow);
    }
    until.min(latest)
}

/// The options that ask for this very window on any later day.
fn between(window: Window, zone: Tz) -> String {
    let local = |time: DateTime<Utc>| {
        let local = time.with_timezone(&zone);
        local.format("%Y-%m-%d %H:%M").to_string()
    };
    format!("from:{} to:{}", local(window.from()), local(window.until()))
}

fn read(
    typed: Option<&str>,
    option: TimeOption,
    zone: Tz,
    latest: DateTime<Utc>,
) -> Result<Option<Moment>, RangeFault> {
    let Some(typed) = filled(typed) else {
        return Ok(None);
    };
    let today = latest.with_timezone(&zone).date_naive();
    match Moment::parse(typed, today) {
        Some(moment) => Ok(Some(moment)),
        None => Err(RangeFault::NoTime {
            option,
            typed: typed.to_owned(),
            meant: Moment::meant(typed, today),
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

/// A day may have 25 hours, and 92 days may have such a day.
fn check(window: Window) -> Result<(), RangeFault> {
    let most = Duration::from_secs(u64::from(MOST_DAYS) * 86_400 + 3_600);
    if window.length() > most {
        return Err(RangeFault::TooLong);
    }
    if window.length() < Duration::from_secs(60) {
        return Err(RangeFault::TooShort);
    }
    Ok(())
}

fn whole_minute(time: DateTime<Utc>) -> DateTime<Utc> {
    let beyond = TimeDelta::seconds(time.timestamp().rem_euclid(60));
    let nanos = TimeDelta::nanoseconds(i64::from(time.timestamp_subsec_nanos()));
    time - beyond - nanos
}
