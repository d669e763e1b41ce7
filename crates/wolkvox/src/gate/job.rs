//! One query on its way: the calls it needs, the tries so far, and who waits for it.

use std::{collections::VecDeque, time::Duration};

use backon::{BackoffBuilder, ExponentialBuilder};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::oneshot;

use crate::{
    error::{ApiError, ApiErrorKind, RetryAdvice},
    gate::delivery::GateDelivery,
    operation::RequestTimeouts,
    request::ReportQuery,
};

/// No further try begins so long after the first where somebody looks at the screen: they
/// would rather know. What else uses the token is worth waiting for.
const PATIENCE_OF_A_PERSON: Duration = Duration::from_secs(4);

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestPriority {
    /// The watcher: it waits, and the reserve of calls is not for it.
    Poll,
    /// Somebody who looks at the screen.
    Person,
}

/// Somebody who waits for an answer.
pub(super) struct RequestWaiter {
    pub(super) priority: RequestPriority,
    pub(super) answer: oneshot::Sender<Result<GateDelivery, ApiError>>,
}

/// One query on its way.
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

    /// The highest priority of those who still wait; `None` where all gave up.
    pub(super) fn priority(&self) -> Option<RequestPriority> {
        self.waiters
            .iter()
            .filter(|waiter| !waiter.answer.is_closed())
            .map(|waiter| waiter.priority)
            .max()
    }

    pub(super) fn ready(&self, now: DateTime<Utc>) -> bool {
        self.not_before.is_none_or(|time| time <= now)
    }

    /// The next call to make.
    pub(super) fn part(&self) -> Option<ReportQuery> {
        self.parts.front().copied()
    }

    /// How many calls are still to make.
    pub(super) fn calls(&self) -> usize {
        self.parts.len()
    }

    /// Notes what a call brought: the whole answer, or `None` where more calls are needed.
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

    /// Puts the next try off after `error`; false where no further try can help or the
    /// patience is at its end.
    pub(super) fn try_again(
        &mut self,
        error: &ApiError,
        patience: &RequestTimeouts,
        started: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> bool {
        if error.retry() != RetryAdvice::Soon {
            return false;
        }
        let total = match (self.priority(), error.kind()) {
            (None | Some(RequestPriority::Poll), _)
            | (Some(RequestPriority::Person), ApiErrorKind::Busy) => patience.total,
            (Some(RequestPriority::Person), _) => patience.total.min(PATIENCE_OF_A_PERSON),
        };
        let tries = self.tries.get_or_insert_with(|| AttemptCount {
            since: started,
            waits: ExponentialBuilder::new()
                .with_min_delay(patience.first_wait)
                .with_max_delay(patience.longest_wait)
                .with_max_times(patience.retries)
                .with_jitter()
                .build(),
        });
        let Some(mut wait) = tries.waits.next() else {
            return false;
        };
        if error.kind() == ApiErrorKind::Busy {
            // Somebody else's request takes up to a minute.
            wait *= 4;
        }
        let limit = |length| TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX);
        let next = now + limit(wait);
        let in_time = next - tries.since <= limit(total);
        self.not_before = Some(next);
        in_time
    }

    /// Answers all who wait.
    pub(super) fn answer(self, answer: &Result<GateDelivery, ApiError>) {
        for waiter in self.waiters {
            // Whoever gave up meanwhile needs no answer.
            drop(waiter.answer.send(answer.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For how long a query is tried again that never gets through.
    fn tried_for(priority: RequestPriority, kind: ApiErrorKind) -> TimeDelta {
        let (answer, _waits) = oneshot::channel();
        let waiter = RequestWaiter { priority, answer };
        let mut job = GateJob::new(ReportQuery::Skills, VecDeque::new(), 1, waiter);
        let started = DateTime::UNIX_EPOCH;
        let mut now = started;
        while job.try_again(
            &ApiError::new(kind),
            &RequestTimeouts::default(),
            started,
            now,
        ) {
            now = job.not_before.unwrap();
        }
        now - started
    }

    #[test]
    fn a_person_is_told_soon_and_a_poll_tries_for_longer() {
        let unreachable = ApiErrorKind::Unreachable;
        assert!(tried_for(RequestPriority::Person, unreachable) <= TimeDelta::seconds(4));
        assert!(tried_for(RequestPriority::Poll, unreachable) >= TimeDelta::seconds(7));
        assert!(tried_for(RequestPriority::Person, ApiErrorKind::Busy) >= TimeDelta::seconds(7));
        let refused = ApiErrorKind::TokenRefused;
        assert_eq!(tried_for(RequestPriority::Poll, refused), TimeDelta::zero());
    }
}
