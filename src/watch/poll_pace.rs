//! The times of polls. Windows end on the clock's marks (10:35:00 for every five minutes) and are
//! read a settle delay later, since calls are booked when they end.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// The part of the time between two polls, at most this long, in which what was read is judged and stored: a poll that
/// takes all the time that it has must not miss the next mark.
const CLOSING: Duration = Duration::from_secs(15);
const CLOSING_PART: u32 = 10;

/// A poll is never so much later on a busy machine.
const LONGEST_DELAY: Duration = Duration::from_secs(10 * 60);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollPace {
    pub every: Duration,
    /// The delay after a mark until it is read.
    pub settle: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollTick {
    /// The end of the windows, on a mark of the clock.
    pub as_of: DateTime<Utc>,
    pub at: DateTime<Utc>,
    /// Reports that come later are given up.
    pub deadline: DateTime<Utc>,
    /// Set where a later poll waits to be read.
    pub is_late: bool,
}

impl PollPace {
    /// Returns the first poll after `now` whose mark lies after `done`.
    pub fn next(&self, now: DateTime<Utc>, done: Option<DateTime<Utc>>) -> PollTick {
        let settled = (now - self.settle()).max(done.unwrap_or(DateTime::<Utc>::MIN_UTC));
        let as_of = self.mark_after(settled).unwrap_or(now);
        let at = as_of + self.settle();
        PollTick {
            as_of,
            at,
            deadline: self.deadline(at),
            is_late: false,
        }
    }

    /// Returns the first poll that was missed since `done`: one whose time came at most `catch_up`
    /// ago. A bot that never polled has missed none.
    pub fn missed(
        &self,
        now: DateTime<Utc>,
        done: Option<DateTime<Utc>>,
        catch_up: Duration,
    ) -> Option<PollTick> {
        let settled = now - self.settle();
        let catch_up = TimeDelta::from_std(catch_up).ok()?;
        let oldest = settled.checked_sub_signed(catch_up)?;
        let as_of = self.mark_after(done?.max(oldest))?;
        let later = self.mark_after(as_of)?;
        (as_of <= settled).then(|| PollTick {
            as_of,
            at: now,
            deadline: self.deadline(now),
            is_late: later <= settled,
        })
    }

    /// Returns whether so much later than expected is no delay: the clock has leapt, or the machine
    /// stood still.
    pub fn is_leap(&self, expected: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let delay = LONGEST_DELAY.max(self.every * 2);
        (now - expected).to_std().is_ok_and(|late| late > delay)
    }

    fn deadline(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at + self
            .every
            .saturating_sub((self.every / CLOSING_PART).min(CLOSING))
    }

    fn settle(&self) -> TimeDelta {
        TimeDelta::from_std(self.settle).unwrap_or_default()
    }

    fn mark_after(&self, time: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let every = i64::try_from(self.every.as_secs())
            .unwrap_or(i64::MAX)
            .max(1);
        let mark = time.timestamp().div_euclid(every).checked_mul(every)?;
        DateTime::from_timestamp(mark.checked_add(every)?, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: PollPace = PollPace {
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
    fn a_poll_that_takes_all_its_time_ends_before_the_next() {
        for every in [1, 30, 300, 3_600] {
            let pace = PollPace {
                every: Duration::from_secs(every),
                ..PACE
            };
            let tick = pace.next(time("10:33:20"), None);
            let next = pace.next(tick.deadline, Some(tick.as_of));
            assert!(tick.deadline < next.at, "{every}");
            assert_eq!(next.as_of, tick.as_of + pace.every, "{every}");
        }
    }

    #[test]
    fn a_mark_is_read_once_even_if_the_clock_goes_back() {
        let tick = PACE.next(time("10:20:00"), Some(time("10:35:00")));
        assert_eq!(tick.as_of, time("10:40:00"));
    }

    #[test]
    fn polls_that_were_missed_are_read_in_order_and_the_last_of_them_is_not_late() {
        let hour = Duration::from_secs(3_600);
        let missed = |now, done, catch_up| {
            let tick = PACE.missed(time(now), done, catch_up)?;
            Some((tick.as_of, tick.is_late))
        };
        let done = |text| Some(time(text));
        for (now, last, expected) in [
            ("10:35:30", "10:30:00", None),
            ("10:36:00", "10:30:00", Some(("10:35:00", false))),
            ("10:43:00", "10:30:00", Some(("10:35:00", true))),
            ("10:43:00", "10:35:00", Some(("10:40:00", false))),
            ("10:43:00", "10:40:00", None),
            // No further back than an hour, whose first poll is the one at 9:45.
            ("10:43:00", "03:00:00", Some(("09:45:00", true))),
            // A clock that was set back has missed nothing.
            ("10:00:00", "10:40:00", None),
        ] {
            let expected = expected.map(|(as_of, is_late)| (time(as_of), is_late));
            assert_eq!(
                missed(now, done(last), hour),
                expected,
                "{now} after {last}"
            );
        }
        assert_eq!(missed("10:43:00", None, hour), None, "it never polled");
        assert_eq!(missed("10:43:00", done("10:30:00"), Duration::ZERO), None);
    }
}
