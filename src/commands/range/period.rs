//! A stretch of time as it was meant, so that it can be asked for again later: one that ends now
//! moves on, and one that is over stays.

use std::time::Duration;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::commands::{
    command::CommandParameter,
    range::moment::{RangeEnd, local_instant},
};
use vigia_core::metrics::TimeWindow;

/// The highest length of a window, in days.
pub const MOST_DAYS: u32 = 92;

/// The reason why the options make no window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RangeFault {
    LastAndFrom,
    LastAndDay,
    /// `last` is no length of time.
    NoLength {
        typed: String,
        meant: Option<String>,
    },
    /// `from`, `to` or `day` is no time.
    NoTime {
        option: CommandParameter,
        typed: String,
        meant: Option<String>,
    },
    /// `from` or `to` has a date, beside `day`.
    TwoDays {
        option: CommandParameter,
        typed: String,
    },
    /// The start is still to come.
    NotYet {
        from: DateTime<Utc>,
        /// The time of day that was typed, where that of yesterday may be meant.
        yesterday: Option<String>,
    },
    /// The end is not after the start.
    Reversed {
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    },
    /// The window is shorter than a minute.
    TooShort,
    /// The window is longer than [`MOST_DAYS`].
    TooLong,
}

/// A stretch of time as it was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NamedPeriod {
    /// The time of this length until now.
    Last(Duration),
    /// Today until now.
    Today,
    /// The time from then until now.
    Since(#[serde(with = "time_in_seconds")] DateTime<Utc>),
    /// The whole window, or until now as long as that is earlier than its end.
    Between(#[serde(with = "window_in_seconds")] TimeWindow),
}

impl NamedPeriod {
    /// Returns its window, where `latest` is the last time for which there are figures.
    pub fn window(&self, zone: Tz, latest: DateTime<Utc>) -> Result<TimeWindow, RangeFault> {
        let latest = whole_minute(latest);
        let until = |from: DateTime<Utc>, until: DateTime<Utc>| {
            TimeWindow::new(from, until).map_err(|_| RangeFault::NotYet {
                from,
                yesterday: None,
            })
        };
        let window = match self {
            Self::Last(length) => TimeWindow::ending(latest, *length),
            Self::Today => {
                let today = latest.with_timezone(&zone).date_naive();
                let midnight = today.and_time(NaiveTime::MIN);
                let (from, _) =
                    local_instant(midnight, RangeEnd::Start, zone).unwrap_or((latest, None));
                TimeWindow::new(from, latest).map_err(|_| RangeFault::TooShort)?
            }
            Self::Since(from) => until(*from, latest)?,
            Self::Between(whole) => until(whole.from(), whole.until().min(latest))?,
        };
        check_window(window)?;
        Ok(window)
    }

    /// There are no figures yet for the end that was meant.
    pub fn is_cut(&self, latest: DateTime<Utc>) -> bool {
        match self {
            Self::Between(whole) => whole.until() > whole_minute(latest),
            Self::Last(_) | Self::Today | Self::Since(_) => false,
        }
    }
}

/// Accepts an hour more than the longest window: a day may have 25 hours.
pub(crate) fn check_window(window: TimeWindow) -> Result<(), RangeFault> {
    let most = Duration::from_secs(u64::from(MOST_DAYS) * 86_400 + 3_600);
    if window.length() > most {
        return Err(RangeFault::TooLong);
    }
    if window.length() < Duration::from_secs(60) {
        return Err(RangeFault::TooShort);
    }
    Ok(())
}

/// Cuts a time to the minute, so that questions asked within one minute are the same question.
pub(crate) fn whole_minute(time: DateTime<Utc>) -> DateTime<Utc> {
    let beyond = TimeDelta::seconds(time.timestamp().rem_euclid(60));
    let nanos = TimeDelta::nanoseconds(i64::from(time.timestamp_subsec_nanos()));
    time - beyond - nanos
}

/// Times on buttons are seconds, which end in the year 2106: some centuries on there is no
/// calendar.
pub(crate) mod time_in_seconds {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        time: &DateTime<Utc>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(u32::try_from(time.timestamp()).unwrap_or_default())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        let seconds = u32::deserialize(deserializer)?;
        Ok(DateTime::from_timestamp(seconds.into(), 0).unwrap_or_default())
    }
}

/// Windows on buttons are their end and their length in seconds, and as long as a question's.
pub(crate) mod window_in_seconds {
    use std::time::Duration;

    use chrono::DateTime;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    use super::check_window;
    use vigia_core::metrics::TimeWindow;

    pub(crate) fn serialize<S: Serializer>(
        window: &TimeWindow,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let until = u32::try_from(window.until().timestamp()).unwrap_or_default();
        let length = u32::try_from(window.length().as_secs()).unwrap_or(u32::MAX);
        (until, length).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<TimeWindow, D::Error> {
        let (until, length) = <(u32, u32)>::deserialize(deserializer)?;
        let until = DateTime::from_timestamp(until.into(), 0).unwrap_or_default();
        let length = Duration::from_secs(length.into());
        let window = TimeWindow::new(until - length, until).map_err(D::Error::custom)?;
        check_window(window).map_err(|_| D::Error::custom("a window out of bounds"))?;
        Ok(window)
    }
}
