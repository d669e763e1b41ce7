//! The day's calls. The operation may make licences x 1,000 of them in a local day, all its
//! tokens together.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{error::ReadFailure, gate::queue::RequestPriority, operation::OperationAccess};

const CALLS_A_LICENCE: u64 = 1_000;

/// The time between two tries on a day that the API calls used up.
const PROBE: TimeDelta = TimeDelta::hours(1);

/// The calls of one local day. They must outlive a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaSpent {
    pub day: NaiveDate,
    pub calls: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaState {
    /// The calls used; all of them where the API says so.
    pub used: u64,
    /// The calls that the day allows.
    pub limit: u64,
    /// The calls of the day that polls leave to persons.
    pub reserve: u64,
    /// The operation's local day.
    pub day: NaiveDate,
}

/// Counts the day's calls and decides who may make another.
#[derive(Debug)]
pub(super) struct QuotaCounter {
    limit: u64,
    reserve: u64,
    zone: Tz,
    spent: QuotaSpent,
    /// Set while the day is used up, by the API's word or by the count: the time of the last
    /// call.
    closed: Option<DateTime<Utc>>,
}

pub(super) fn local_day(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

impl QuotaCounter {
    pub(super) fn new(
        operation: &OperationAccess,
        spent: Option<QuotaSpent>,
        now: DateTime<Utc>,
    ) -> Self {
        let limit = u64::from(operation.licences) * CALLS_A_LICENCE;
        let today = local_day(now, operation.zone);
        let fresh = QuotaSpent {
            day: today,
            calls: 0,
        };
        Self {
            limit,
            reserve: operation.reserve,
            zone: operation.zone,
            spent: spent.filter(|spent| spent.day == today).unwrap_or(fresh),
            closed: None,
        }
    }

    /// Decides if another call may be made.
    pub(super) fn admit(
        &mut self,
        now: DateTime<Utc>,
        who: RequestPriority,
    ) -> Result<(), ReadFailure> {
        self.roll(now);
        let left = self.limit.saturating_sub(self.spent.calls);
        if left == 0 && self.closed.is_none() {
            self.closed = Some(now);
        }
        match (self.closed, who) {
            (Some(asked), _) if (now - asked).abs() < PROBE => Err(ReadFailure::QuotaSpent),
            (None, RequestPriority::PollOnce | RequestPriority::Poll) if left <= self.reserve => {
                Err(ReadFailure::QuotaReserved)
            }
            (Some(_) | None, _) => Ok(()),
        }
    }

    /// Counts a call that is about to be made.
    pub(super) fn spend(&mut self, now: DateTime<Utc>) {
        self.roll(now);
        self.spent.calls += 1;
        // After any probe, the next comes an hour later.
        self.closed = self.closed.map(|_| now);
    }

    /// Takes back a call that never reached the API.
    pub(super) fn refund(&mut self) {
        self.spent.calls = self.spent.calls.saturating_sub(1);
    }

    /// Notes that the API calls the day used up, against our count.
    pub(super) fn close(&mut self, now: DateTime<Utc>) {
        self.roll(now);
        self.closed = Some(now);
    }

    /// Notes that the API answered after all.
    pub(super) fn open(&mut self) {
        self.closed = None;
    }

    /// Takes the API's count of the calls that all tokens made today. More than we counted were
    /// made by other tokens; fewer mean that calls failed without being counted, or that the
    /// API's day has begun anew, which need not be at the operation's midnight.
    pub(super) fn hear(&mut self, now: DateTime<Utc>, calls: u64) {
        self.roll(now);
        self.spent.calls = calls;
        self.closed = (calls >= self.limit).then_some(now);
    }

    pub(super) fn spent(&self) -> QuotaSpent {
        self.spent
    }

    pub(super) fn state(&self) -> QuotaState {
        QuotaState {
            used: match self.closed {
                Some(_) => self.spent.calls.max(self.limit),
                None => self.spent.calls,
            },
            reserve: self.reserve,
            limit: self.limit,
            day: self.spent.day,
        }
    }

    fn roll(&mut self, now: DateTime<Utc>) {
        let today = local_day(now, self.zone);
        if self.spent.day != today {
            self.spent = QuotaSpent {
                day: today,
                calls: 0,
            };
            self.closed = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::SecretString;
    use vigia_core::metrics::OperationName;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn quota(spent: Option<QuotaSpent>, now: DateTime<Utc>) -> QuotaCounter {
        let operation = OperationAccess::new(
            OperationName::new("centre"),
            "0001",
            SecretString::from("t".to_owned()),
            chrono_tz::America::Bogota,
            1,
        );
        QuotaCounter::new(&operation, spent, now)
    }

    fn spent(day: &str, calls: u64) -> QuotaSpent {
        let day = day.parse().unwrap();
        QuotaSpent { day, calls }
    }

    #[test]
    fn the_reserve_is_for_persons_and_the_limit_for_all() {
        let now = time("2026-03-02T15:00:00Z");
        let mut quota = quota(Some(spent("2026-03-02", 899)), now);
        assert_eq!(quota.admit(now, RequestPriority::Poll), Ok(()));
        quota.spend(now);
        assert_eq!(
            quota.admit(now, RequestPriority::Poll),
            Err(ReadFailure::QuotaReserved)
        );
        assert_eq!(quota.admit(now, RequestPriority::Person), Ok(()));
        quota.hear(now, 1_000);
        assert_eq!(
            quota.admit(now, RequestPriority::Person),
            Err(ReadFailure::QuotaSpent)
        );
        assert_eq!(
            quota.admit(now, RequestPriority::Poll),
            Err(ReadFailure::QuotaSpent)
        );
    }

    #[test]
    fn a_day_that_the_api_begins_at_another_hour_is_noticed_within_an_hour() {
        let now = time("2026-03-02T15:00:00Z");
        let mut quota = quota(None, now);
        quota.hear(now, 1_200);
        let spent = Err(ReadFailure::QuotaSpent);
        assert_eq!(quota.admit(now, RequestPriority::Poll), spent);
        let later = now + PROBE;
        assert_eq!(
            quota.admit(later, RequestPriority::Poll),
            Ok(()),
            "one may look"
        );
        quota.spend(later);
        assert_eq!(
            quota.admit(later, RequestPriority::Person),
            spent,
            "but only one"
        );
        quota.hear(later, 7);
        assert_eq!(quota.spent().calls, 7);
        assert_eq!(quota.admit(later, RequestPriority::Poll), Ok(()));
    }

    #[test]
    fn the_count_begins_anew_at_local_midnight() {
        let evening = time("2026-03-03T04:59:59Z");
        let mut quota = quota(Some(spent("2026-03-02", 1_000)), evening);
        assert_eq!(
            quota.admit(evening, RequestPriority::Person),
            Err(ReadFailure::QuotaSpent)
        );
        let midnight = time("2026-03-03T05:00:00Z");
        assert_eq!(quota.admit(midnight, RequestPriority::Poll), Ok(()));
        assert_eq!(quota.state().used, 0);
    }

    #[test]
    fn the_count_of_another_day_is_forgotten() {
        let now = time("2026-03-02T15:00:00Z");
        assert_eq!(quota(Some(spent("2026-03-01", 900)), now).state().used, 0);
        assert_eq!(quota(Some(spent("2026-03-02", 900)), now).state().used, 900);
    }

    #[test]
    fn a_day_that_the_api_calls_used_up_is_probed_hourly_until_it_ends() {
        let now = time("2026-03-02T15:00:00Z");
        let mut quota = quota(None, now);
        quota.close(now);
        assert_eq!(quota.state().used, 1_000);
        let soon = now + TimeDelta::minutes(59);
        assert_eq!(
            quota.admit(soon, RequestPriority::Person),
            Err(ReadFailure::QuotaSpent)
        );
        let later = now + TimeDelta::minutes(60);
        assert_eq!(quota.admit(later, RequestPriority::Poll), Ok(()));
        quota.spend(later);
        assert_eq!(
            quota.admit(later, RequestPriority::Poll),
            Err(ReadFailure::QuotaSpent)
        );
        let tomorrow = time("2026-03-03T05:00:00Z");
        assert_eq!(quota.admit(tomorrow, RequestPriority::Poll), Ok(()));
        quota.close(tomorrow);
        quota.open();
        assert_eq!(quota.admit(tomorrow, RequestPriority::Poll), Ok(()));
    }
}
