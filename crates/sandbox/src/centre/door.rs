//! The rules at the door: the token, two requests at a time, and so many a day. It keeps a
//! list of those who came.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};

use super::request::ApiRefusal;

/// How many requests a token may have under way.
const AT_ONCE: usize = 2;

/// A licence buys so many requests a day.
const PER_LICENCE: u64 = 1_000;

/// How many requests are remembered.
const REMEMBERED: usize = 100_000;

/// A request that reached the centre. The token is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRequest {
    /// The path, with `/api/v2`.
    pub path: String,
    /// What stood after the question mark, undecoded.
    pub query: String,
    /// When it came, by the centre's clock.
    pub at: DateTime<Utc>,
    /// How many others were under way at that moment.
    pub others: usize,
}

impl SeenRequest {
    /// The value of one parameter, undecoded.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// The quota of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UsedQuota {
    pub(super) limit: u64,
    pub(super) by_token: u64,
    pub(super) by_all: u64,
}

/// The door.
pub(super) struct RequestGuard {
    token: String,
    limit: u64,
    under_way: AtomicUsize,
    day: Mutex<QuotaDay>,
    seen: Mutex<VecDeque<SeenRequest>>,
}

#[derive(Default)]
struct QuotaDay {
    date: Option<NaiveDate>,
    by_token: u64,
    by_others: u64,
}

/// A request that is under way, until this is dropped.
pub(super) struct RequestPermit<'a> {
    door: &'a RequestGuard,
    /// How many others were under way when it came.
    pub(super) others: usize,
}

impl Drop for RequestPermit<'_> {
    fn drop(&mut self) {
        self.door.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

impl RequestGuard {
    pub(super) fn new(token: String, licences: u32) -> Self {
        Self {
            token,
            limit: u64::from(licences) * PER_LICENCE,
            under_way: AtomicUsize::new(0),
            day: Mutex::default(),
            seen: Mutex::default(),
        }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Lets a request in, whatever becomes of it.
    pub(super) fn enter(&self) -> RequestPermit<'_> {
        let others = self.under_way.fetch_add(1, Ordering::SeqCst);
        RequestPermit { door: self, others }
    }

    /// Checks the rules, and takes one from the day's quota.
    pub(super) fn admit(
        &self,
        pass: &RequestPermit<'_>,
        token: Option<&str>,
        today: NaiveDate,
    ) -> Result<(), ApiRefusal> {
        let token = token.filter(|token| !token.is_empty());
        if token.ok_or(ApiRefusal::TokenMissing)? != self.token {
            return Err(ApiRefusal::TokenWrong);
        }
        if pass.others >= AT_ONCE {
            return Err(ApiRefusal::Simultaneous);
        }
        let mut day = self.day(today);
        if day.by_token + day.by_others >= self.limit {
            return Err(ApiRefusal::QuotaUsed);
        }
        day.by_token += 1;
        Ok(())
    }

    /// Counts requests that others of the operation made.
    pub(super) fn spend(&self, requests: u64, today: NaiveDate) {
        let mut day = self.day(today);
        day.by_others = day.by_others.saturating_add(requests);
    }

    pub(super) fn used(&self, today: NaiveDate) -> UsedQuota {
        let day = self.day(today);
        UsedQuota {
            limit: self.limit,
            by_token: day.by_token,
            by_all: day.by_token.saturating_add(day.by_others),
        }
    }

    pub(super) fn record(&self, seen: SeenRequest) {
        let mut list = self.list();
        if list.len() >= REMEMBERED {
            list.pop_front();
        }
        list.push_back(seen);
    }

    pub(super) fn seen(&self) -> Vec<SeenRequest> {
        self.list().iter().cloned().collect()
    }

    fn list(&self) -> MutexGuard<'_, VecDeque<SeenRequest>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The counts of today; they begin anew at local midnight.
    fn day(&self, today: NaiveDate) -> MutexGuard<'_, QuotaDay> {
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        if day.date != Some(today) {
            *day = QuotaDay {
                date: Some(today),
                ..QuotaDay::default()
            };
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quota_begins_anew_each_day() {
        let door = RequestGuard::new("abc".to_owned(), 1);
        let monday = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let knock = |day| door.admit(&door.enter(), Some("abc"), day);
        door.spend(999, monday);
        assert_eq!(knock(monday), Ok(()));
        assert_eq!(knock(monday), Err(ApiRefusal::QuotaUsed));
        assert_eq!(knock(monday.succ_opt().unwrap()), Ok(()));
    }

    #[test]
    fn the_third_at_once_is_refused_and_costs_nothing() {
        let door = RequestGuard::new("abc".to_owned(), 1);
        let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let first = door.enter();
        let second = door.enter();
        let third = door.enter();
        assert_eq!(door.admit(&first, Some("abc"), day), Ok(()));
        assert_eq!(door.admit(&second, Some("abc"), day), Ok(()));
        let refused = door.admit(&third, Some("abc"), day);
        assert_eq!(refused, Err(ApiRefusal::Simultaneous));
        assert_eq!(door.used(day).by_token, 2);
        drop((first, third));
        assert_eq!(door.admit(&door.enter(), Some("abc"), day), Ok(()));
    }
}
