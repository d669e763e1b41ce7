//! The stretch of time that a report covers.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A window from `from` (included) to `until` (not included), both whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimeWindow {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// The end of a window does not lie after its start.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the window ends at {until}, which is not after its start {from}")]
pub struct WindowError {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl TimeWindow {
    /// The window between two times, cut to whole seconds.
    ///
    /// # Errors
    /// [`WindowError`] where the end does not lie after the start.
    pub fn new(from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Self, WindowError> {
        let (from, until) = (whole_second(from), whole_second(until));
        if from < until {
            Ok(Self { from, until })
        } else {
            Err(WindowError { from, until })
        }
    }

    /// The window of `length` that ends at `until`; a length under a second counts as one.
    #[must_use]
    pub fn ending(until: DateTime<Utc>, length: std::time::Duration) -> Self {
        let until = whole_second(until);
        let seconds = i64::try_from(length.as_secs()).unwrap_or(i64::MAX).max(1);
        let from = TimeDelta::try_seconds(seconds)
            .and_then(|length| until.checked_sub_signed(length))
            .unwrap_or(DateTime::<Utc>::MIN_UTC);
        Self { from, until }
    }

    #[must_use]
    pub fn from(&self) -> DateTime<Utc> {
        self.from
    }

    /// The first second after the window.
    #[must_use]
    pub fn until(&self) -> DateTime<Utc> {
        self.until
    }

    #[must_use]
    pub fn length(&self) -> std::time::Duration {
        (self.until - self.from).to_std().unwrap_or_default()
    }
}

impl fmt::Display for TimeWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} to {}",
            self.from.format("%Y-%m-%d %H:%M:%S"),
            self.until.format("%Y-%m-%d %H:%M:%S UTC")
        )
    }
}

fn whole_second(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_window_has_whole_seconds_and_an_end_after_its_start() {
        let from = DateTime::from_timestamp(1_000, 700_000_000).unwrap();
        let until = DateTime::from_timestamp(1_060, 200_000_000).unwrap();
        let window = TimeWindow::new(from, until).unwrap();
        assert_eq!(window.length(), Duration::from_secs(60));
        assert!(TimeWindow::new(until, from).is_err());
        assert!(TimeWindow::new(from, from).is_err());
    }

    #[test]
    fn a_window_of_absurd_length_does_not_panic() {
        let until = DateTime::from_timestamp(1_000, 0).unwrap();
        assert!(TimeWindow::ending(until, Duration::MAX).length() > Duration::from_secs(1));
    }
}
