//! Reads the stretch of time that a command asks for. It is read before any report is, so that
//! a slip is refused at once.
//!
//! - `last` ends at `to`, or now. Alone it is `1h` where nothing is typed.
//! - A time without a day is today's, or that of `day`; in `to` after a `from` with a day it
//!   is the first such time after `from`.
//! - A day without a time begins at its first moment in `from`, and ends with its last in
//!   `to`. `day` alone is all of it.
//! - A time that the clocks skip becomes the first moment after the gap. One that comes
//!   twice is the earlier in `from` and the later in `to`. A note says so.
//! - The future has no figures: an end beyond now becomes now, with a note.

mod ahead;
mod moment;
mod period;

#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::commands::{
    command::CommandParameter,
    typed::{length_meant, parse_length},
};
use vigia_core::metrics::TimeWindow;

pub(crate) use ahead::{SpanFault, end_after, end_at, end_of_shift};
pub use moment::RangeNote;
pub(crate) use moment::days_before;
use moment::{RangeEnd, TypedMoment};
pub use period::{MOST_DAYS, NamedPeriod, RangeFault};
pub(crate) use period::{time_in_seconds, whole_minute, window_in_seconds};

/// The length of a window where none is typed.
const DEFAULT: Duration = Duration::from_secs(3_600);

/// The options about time, as they were typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypedRange<'a> {
    pub last: Option<&'a str>,
    pub day: Option<&'a str>,
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedRange {
    pub period: NamedPeriod,
    pub window: TimeWindow,
    pub notes: Vec<RangeNote>,
}

/// Resolves the window that is meant in an operation of this zone. `latest` is the last time for
/// which there are figures; it is cut to the minute, so that questions asked within one minute
/// are the same question.
pub fn resolve_range(
    typed: &TypedRange<'_>,
    zone: Tz,
    latest: DateTime<Utc>,
) -> Result<ResolvedRange, RangeFault> {
    let latest = whole_minute(latest);
    let mut notes = Vec::new();
    let period = resolve_period(typed, zone, latest, &mut notes)?;
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

fn resolve_period(
    typed: &TypedRange<'_>,
    zone: Tz,
    latest: DateTime<Utc>,
    notes: &mut Vec<RangeNote>,
) -> Result<NamedPeriod, RangeFault> {
    let today = latest.with_timezone(&zone).date_naive();
    let last = not_blank(typed.last).map(read_length).transpose()?;
    let (from, to) = match (read_day(typed.day, today)?, last) {
        (Some(_), Some(_)) => return Err(RangeFault::LastAndDay),
        (Some(day), None) => match moments_on_day(typed, day, today)? {
            (None, None) if day == today => return Ok(NamedPeriod::Today),
            (from, to) if day == today => (from.or(Some(TypedMoment::Day(day))), to),
            (from, to) => (
                from.or(Some(TypedMoment::Day(day))),
                to.or(Some(TypedMoment::Day(day))),
            ),
        },
        (None, _) => (
            read_moment(typed.from, CommandParameter::From, today)?,
            read_moment(typed.to, CommandParameter::To, today)?,
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
        (None, Some(from), None) => Ok(NamedPeriod::Since(resolve_start(
            from, zone, latest, notes,
        )?)),
        (None, Some(from), Some(to)) => {
            let to = to.after(from);
            let from = resolve_start(from, zone, latest, notes)?;
            let until = to.instant(RangeEnd::Until, zone, latest).noted(notes);
            TimeWindow::new(from, until)
                .map(NamedPeriod::Between)
                .map_err(|_| RangeFault::Reversed { from, until })
        }
    }
}

/// Reads the times that were typed beside a day, on that day.
fn moments_on_day(
    typed: &TypedRange<'_>,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<(Option<TypedMoment>, Option<TypedMoment>), RangeFault> {
    let on_day = |text: Option<&str>, option| {
        let Some(moment) = read_moment(text, option, today)? else {
            return Ok(None);
        };
        if moment == TypedMoment::Now && option == CommandParameter::To && day == today {
            return Ok(None);
        }
        let two_days = || RangeFault::TwoDays {
            option,
            typed: not_blank(text).unwrap_or_default().to_owned(),
        };
        moment.on(day).map(|_| Some(moment)).ok_or_else(two_days)
    };
    let from = on_day(typed.from, CommandParameter::From)?;
    let to = on_day(typed.to, CommandParameter::To)?;
    // A `to` keeps no day: after `from` it is the first such time.
    Ok((from.and_then(|from| from.on(day)), to))
}

/// Reads the `day` option.
pub(crate) fn read_day(
    typed: Option<&str>,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, RangeFault> {
    let Some(text) = not_blank(typed) else {
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

fn resolve_start(
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

fn read_moment(
    typed: Option<&str>,
    option: CommandParameter,
    today: NaiveDate,
) -> Result<Option<TypedMoment>, RangeFault> {
    let Some(typed) = not_blank(typed) else {
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
    parse_length(typed).ok_or_else(|| RangeFault::NoLength {
        typed: typed.to_owned(),
        meant: length_meant(typed),
    })
}

fn not_blank(typed: Option<&str>) -> Option<&str> {
    typed.map(str::trim).filter(|typed| !typed.is_empty())
}
