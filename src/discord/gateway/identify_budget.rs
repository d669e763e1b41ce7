//! Counts the sessions that are begun: Discord resets the token after a thousand within a day.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

/// The most sessions within 24 hours.
const LIMIT: usize = 200;

const DAY: TimeDelta = TimeDelta::days(1);

/// The place where the times of IDENTIFY outlive a restart.
pub trait IdentifyLog: Send + Sync {
    fn load(&self) -> Vec<DateTime<Utc>>;
    fn save(&self, times: &[DateTime<Utc>]);
}

/// The times of the sessions within the last 24 hours, in their order.
#[derive(Debug, Default)]
pub(in crate::discord) struct IdentifyBudget(VecDeque<DateTime<Utc>>);

impl IdentifyBudget {
    /// A time that is still to come was written by a clock that was ahead. It counts as now.
    pub(in crate::discord) fn new(mut times: Vec<DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        for time in &mut times {
            *time = now.min(*time);
        }
        times.sort_unstable();
        Self(times.into())
    }

    /// Returns the number of sessions within the last 24 hours.
    pub(super) fn count(&mut self, now: DateTime<Utc>) -> usize {
        self.0.retain(|time| now - *time < DAY);
        self.0.len()
    }

    /// Returns the time from which another session may be begun, where it is not now.
    pub(super) fn free_at(&mut self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let count = self.count(now);
        let blocking = self.0.get(count.checked_sub(LIMIT)?)?;
        Some(*blocking + DAY)
    }

    /// Counts a session that is begun now, and returns all times that count.
    pub(super) fn spend(&mut self, now: DateTime<Utc>) -> &[DateTime<Utc>] {
        self.count(now);
        self.0.push_back(now);
        self.0.make_contiguous()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn the_two_hundred_and_first_session_waits_until_the_first_is_a_day_old() {
        let mut budget = IdentifyBudget::default();
        for minute in 0..200 {
            assert_eq!(budget.free_at(at(minute)), None);
            budget.spend(at(minute));
        }
        assert_eq!(budget.free_at(at(200)), Some(at(24 * 60)));
        assert_eq!(budget.free_at(at(24 * 60)), None);
        budget.spend(at(24 * 60));
        assert_eq!(budget.free_at(at(24 * 60)), Some(at(24 * 60 + 1)));
    }

    #[test]
    fn a_restart_forgets_no_session() {
        let mut before = IdentifyBudget::default();
        let mut times = Vec::new();
        for _ in 0..200 {
            times = before.spend(at(7)).to_vec();
        }
        let mut after = IdentifyBudget::new(times, at(8));
        assert_eq!(after.free_at(at(8)), Some(at(24 * 60 + 7)));
    }

    #[test]
    fn a_clock_that_was_ahead_blocks_nothing_for_longer_than_a_day() {
        let mut budget = IdentifyBudget::new(vec![at(100_000); 200], at(0));
        assert_eq!(budget.free_at(at(0)), Some(at(24 * 60)));
    }
}
