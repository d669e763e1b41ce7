//! The requests that wait for their call: persons before polls, first come first served, and none
//! behind one that waits for another try.

use std::{cmp::Reverse, collections::VecDeque, time::Duration};

use backon::{BackoffBuilder, ExponentialBuilder};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::oneshot;

use crate::{
    error::{ApiError, ReadFailure},
    gate::delivery::GateDelivery,
    operation::RequestLimits,
    request::ReportQuery,
};

/// A person looks at the screen and would rather know: no further try begins so long after the
/// first. Only another user of the token is worth a longer wait.
const PATIENCE_OF_A_PERSON: Duration = Duration::from_secs(4);

/// No wait between two tries is longer.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestPriority {
    /// The watcher where a further try would be wasted: the poll before failed alike.
    PollOnce,
    /// The watcher. It waits, and the reserve of calls is not for it.
    Poll,
    /// A person who looks at the screen.
    Person,
}

pub(super) struct RequestWaiter {
    pub(super) priority: RequestPriority,
    pub(super) answer: oneshot::Sender<Result<GateDelivery, ApiError>>,
}

/// One query: the calls that it needs, the tries so far, and the waiters for its answer.
pub(super) struct GateJob {
    pub(super) query: ReportQuery,
    pub(super) number: u64,
    pub(super) not_before: Option<DateTime<Utc>>,
    waiters: Vec<RequestWaiter>,
    parts: VecDeque<ReportQuery>,
    read: Vec<GateDelivery>,
    tries: Option<AttemptCount>,
}

struct AttemptCount {
    since: DateTime<Utc>,
    waits: <ExponentialBuilder as BackoffBuilder>::Backoff,
}

impl GateJob {
    pub(super) fn new(
        query: ReportQuery,
        parts: VecDeque<ReportQuery>,
        number: u64,
        waiter: RequestWaiter,
    ) -> Self {
        Self {
            query,
            number,
            not_before: None,
            waiters: vec![waiter],
            parts,
            read: Vec::new(),
            tries: None,
        }
    }

    pub(super) fn join(&mut self, waiter: RequestWaiter) {
        self.waiters.push(waiter);
    }

    /// The highest priority of the waiters; `None` where all gave up.
    pub(super) fn priority(&self) -> Option<RequestPriority> {
        self.waiters
            .iter()
            .filter(|waiter| !waiter.answer.is_closed())
            .map(|waiter| waiter.priority)
            .max()
    }

    pub(super) fn ready(&self, now: DateTime<Utc>) -> bool {
        // A wait of many hours was begun by a clock that was ahead.
        self.not_before
            .is_none_or(|time| time <= now || time - now > LONGEST_WAIT)
    }

    pub(super) fn part(&self) -> Option<ReportQuery> {
        self.parts.front().copied()
    }

    /// The number of calls that are still to make.
    pub(super) fn calls(&self) -> usize {
        self.parts.len()
    }

    /// Adds the answer to one call. Returns the whole answer, or `None` where more calls are
    /// needed.
    pub(super) fn add(&mut self, part: GateDelivery) -> Option<GateDelivery> {
        self.parts.pop_front();
        self.read.push(part);
        self.tries = None;
        self.not_before = None;
        if self.parts.is_empty() {
            GateDelivery::merge(std::mem::take(&mut self.read))
        } else {
            None
        }
    }

    /// Puts the next try off after `error`. Returns false where no further try can help or the
    /// time for tries is over.
    pub(super) fn try_again(
        &mut self,
        error: &ApiError,
        limits: &RequestLimits,
        started: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> bool {
        let priority = self.priority();
        if !error.is_worth_retrying() || priority == Some(RequestPriority::PollOnce) {
            return false;
        }
        let total = match (priority, error.kind()) {
            (None | Some(RequestPriority::PollOnce | RequestPriority::Poll), _)
            | (Some(RequestPriority::Person), ReadFailure::Busy) => limits.total,
            (Some(RequestPriority::Person), _) => limits.total.min(PATIENCE_OF_A_PERSON),
        };
        let tries = self.tries.get_or_insert_with(|| AttemptCount {
            since: started,
            waits: ExponentialBuilder::new()
                .with_min_delay(limits.first_wait)
                .with_max_delay(limits.longest_wait)
                .with_max_times(limits.retries)
                .with_jitter()
                .build(),
        });
        let Some(mut wait) = tries.waits.next() else {
            return false;
        };
        if error.kind() == ReadFailure::Busy {
            // The other request takes up to a minute.
            wait *= 4;
        }
        let limit = |length| TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX);
        let wait = wait.max(error.retry_after().unwrap_or_default());
        let next = now + limit(wait);
        let in_time = next - tries.since <= limit(total);
        self.not_before = Some(next);
        in_time
    }

    pub(super) fn answer(self, answer: &Result<GateDelivery, ApiError>) {
        for waiter in self.waiters {
            // A waiter may have given up meanwhile.
            drop(waiter.answer.send(answer.clone()));
        }
    }
}

/// The queries that wait. They are a few dozen at most, so that looking through them is
/// cheaper than keeping an order.
#[derive(Default)]
pub(super) struct RequestQueue(Vec<GateJob>);

impl RequestQueue {
    pub(super) fn add(&mut self, job: GateJob) {
        self.0.push(job);
    }

    pub(super) fn find(&mut self, query: &ReportQuery) -> Option<&mut GateJob> {
        self.0.iter_mut().find(|job| job.query == *query)
    }

    /// Takes out the job whose turn it is. Drops the jobs whose waiters all gave up, which would
    /// waste a call.
    pub(super) fn take_ready(&mut self, now: DateTime<Utc>) -> Option<GateJob> {
        self.0.retain(|job| job.priority().is_some());
        let (place, _) = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, job)| job.ready(now))
            .min_by_key(|(_, job)| queue_order(job))?;
        Some(self.0.swap_remove(place))
    }

    /// The time at which the next job becomes ready.
    pub(super) fn wake_at(&self) -> Option<DateTime<Utc>> {
        self.0.iter().filter_map(|job| job.not_before).min()
    }

    /// The number of calls that come before those of this query.
    pub(super) fn calls_before(&self, query: &ReportQuery) -> Option<usize> {
        let own = self.0.iter().find(|job| job.query == *query)?;
        let before = self
            .0
            .iter()
            .filter(|job| queue_order(job) < queue_order(own));
        Some(before.map(GateJob::calls).sum())
    }

    pub(super) fn drain(&mut self) -> impl Iterator<Item = GateJob> + '_ {
        self.0.drain(..)
    }
}

fn queue_order(job: &GateJob) -> (Reverse<Option<RequestPriority>>, u64) {
    (Reverse(job.priority()), job.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns how long a query is tried again that never gets through.
    fn tried_for(priority: RequestPriority, kind: ReadFailure) -> TimeDelta {
        let (answer, _waits) = oneshot::channel();
        let waiter = RequestWaiter { priority, answer };
        let mut job = GateJob::new(ReportQuery::Skills, VecDeque::new(), 1, waiter);
        let started = DateTime::UNIX_EPOCH;
        let mut now = started;
        while job.try_again(
            &ApiError::new(kind),
            &RequestLimits::default(),
            started,
            now,
        ) {
            now = job.not_before.unwrap();
        }
        now - started
    }

    #[test]
    fn a_person_is_told_soon_and_a_poll_tries_for_longer() {
        let unreachable = ReadFailure::Unreachable;
        assert!(tried_for(RequestPriority::Person, unreachable) <= TimeDelta::seconds(4));
        assert!(tried_for(RequestPriority::Poll, unreachable) >= TimeDelta::seconds(7));
        assert!(tried_for(RequestPriority::Person, ReadFailure::Busy) >= TimeDelta::seconds(7));
        let refused = ReadFailure::TokenRefused;
        assert_eq!(tried_for(RequestPriority::Poll, refused), TimeDelta::zero());
        let once = RequestPriority::PollOnce;
        assert_eq!(tried_for(once, unreachable), TimeDelta::zero());
    }
}
