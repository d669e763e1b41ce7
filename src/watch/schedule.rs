//! When to poll. Windows end on the clock's own marks (10:35:00 for every five minutes),
//! and are read a settle delay later, since calls are booked when they end.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// How often to poll, and how long to let the figures settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The distance between polls.
    pub every: Duration,
    /// How long after a mark it is read.
    pub settle: Duration,
}

/// One poll to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The mark: the end of the windows.
    pub as_of: DateTime<Utc>,
    /// When to read.
    pub at: DateTime<Utc>,
}

impl Pace {
    /// The first poll that lies after `now` and whose mark lies after `done`.
    #[must_use]
    pub fn next(&self, now: DateTime<Utc>, done: Option<DateTime<Utc>>) -> Tick {
        let every = i64::try_from(self.every.as_secs())
            .unwrap_or(i64::MAX)
            .max(1);
        let settle = TimeDelta::from_std(self.settle).unwrap_or_default();
        let settled = (now - settle).max(done.unwrap_or(DateTime::<Utc>::MIN_UTC));
        let mark = settled.timestamp().div_euclid(every) * every + every;
        let as_of = DateTime::from_timestamp(mark, 0).unwrap_or(now);
        Tick {
            as_of,
            at: as_of + settle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        every: Duration::from_secs(300),
        settle: Duration::from_secs(60),
    };

    fn time(text: &str) -> DateTime<Utc> {
        format!("2026-11-16T{text}Z").parse().unwrap()
    }

    #[test]
    fn windows_end_on_the_mark_and_are_read_when_settled() {
        for (now, as_of, at) in [
            ("10:33:20", "10:35:00", "10:36:00"),
            ("10:35:30", "10:35:00", "10:36:00"),
            ("10:36:00", "10:40:00", "10:41:00"),
            ("10:36:01", "10:40:00", "10:41:00"),
        ] {
            let tick = PACE.next(time(now), None);
            assert_eq!((tick.as_of, tick.at), (time(as_of), time(at)), "{now}");
        }
    }

    #[test]
    fn a_mark_is_read_once_even_if_the_clock_goes_back() {
        let tick = PACE.next(time("10:20:00"), Some(time("10:35:00")));
        assert_eq!(tick.as_of, time("10:40:00"));
    }
}
