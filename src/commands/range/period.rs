//! Which stretch of time is asked for, so that it can be asked again later: one that ends
//! now moves on, and one that is over stays.

use std::time::Duration;

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::commands::range::{
    MOST_DAYS, RangeFault,
    moment::{RangeEnd, local},
    whole_minute,
};
use vigia_core::metrics::TimeWindow;

/// A stretch of time as it was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedPeriod {
    /// So long until now.
    Last(Duration),
    /// Today until now.
    Today,
    /// From then until now.
    Since(DateTime<Utc>),
    /// From then until then, or until now as long as that is earlier.
    Between(TimeWindow),
}

impl NamedPeriod {
    /// Its window, where `latest` is the last time of which there are figures.
    ///
    /// # Errors
    /// Where it has not begun, or is too short or too long.
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
                let (from, _) = local(midnight, RangeEnd::Start, zone).unwrap_or((latest, None));
                TimeWindow::new(from, latest).map_err(|_| RangeFault::TooShort)?
            }
            Self::Since(from) => until(*from, latest)?,
            Self::Between(whole) => until(whole.from(), whole.until().min(latest))?,
        };
        check(window)?;
        Ok(window)
    }

    /// Whether its end was to lie later than there are figures for.
    #[must_use]
    pub fn is_cut(&self, latest: DateTime<Utc>) -> bool {
        match self {
            Self::Between(whole) => whole.until() > whole_minute(latest),
            Self::Last(_) | Self::Today | Self::Since(_) => false,
        }
    }
}

/// A day may have 25 hours, and 92 days may have such a day.
pub(crate) fn check(window: TimeWindow) -> Result<(), RangeFault> {
    let most = Duration::from_secs(u64::from(MOST_DAYS) * 86_400 + 3_600);
    if window.length() > most {
        return Err(RangeFault::TooLong);
    }
    if window.length() < Duration::from_secs(60) {
        return Err(RangeFault::TooShort);
    }
    Ok(())
}
