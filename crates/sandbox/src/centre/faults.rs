//! What an API does on a bad day, whatever it is asked.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A way in which the API fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiFault {
    /// 403: the token is refused.
    WrongToken,
    /// 403: maintenance.
    Maintenance,
    /// 403: the daily quota is used up.
    Quota,
    /// 403: somebody else uses the token at this moment.
    Simultaneous,
    /// 404 with a web page instead of the envelope.
    NotFoundPage,
    /// 500 with nothing in it.
    ServerError,
    /// 200 with a web page.
    Garbage,
    /// The right answer, but the connection breaks in the middle of it.
    CutBody,
    /// The right answer, but letters with tildes are sent in Latin-1.
    InvalidUtf8,
    /// The right answer after so long, in real time.
    Slow(Duration),
    /// No connection at all. This lasts until [`heal`](super::Centre::heal), as a connection
    /// that is refused is no request to be counted.
    Refused,
    /// The connection is closed without an answer.
    Closed,
    /// 403 with the page of a firewall.
    Blocked,
    /// 503 that wants no request for so many seconds.
    RetryAfter(u32),
    /// 200 with an empty body.
    EmptyBody,
    /// 200 with an envelope without rows, the other form of an empty report.
    NoRows,
}

/// The faults that are switched on.
#[derive(Default)]
pub(super) struct ApiFaults(Mutex<ApiFaultState>);

#[derive(Default)]
struct ApiFaultState {
    next: VecDeque<ApiFault>,
    standing: Option<ApiFault>,
    /// The faults of single reports, by the name that the API gives them.
    by_api: BTreeMap<String, ApiFault>,
}

impl ApiFaults {
    /// Switches a fault on until all is healed.
    pub(super) fn stand(&self, fault: ApiFault) {
        self.state().standing = Some(fault);
    }

    /// Switches a fault of one report on until all is healed.
    pub(super) fn stand_on(&self, api: &str, fault: ApiFault) {
        self.state().by_api.insert(api.to_owned(), fault);
    }

    /// Has the next `count` requests fail, after those that were to fail already.
    pub(super) fn queue(&self, count: usize, fault: ApiFault) {
        self.state().next.extend(std::iter::repeat_n(fault, count));
    }

    pub(super) fn heal(&self) {
        *self.state() = ApiFaultState::default();
    }

    /// What befalls the request that is here now.
    pub(super) fn take(&self, query: &str) -> Option<ApiFault> {
        let mut state = self.state();
        let api = query.split('&').find_map(|pair| pair.strip_prefix("api="));
        let own = api.and_then(|api| state.by_api.get(api)).copied();
        state.next.pop_front().or(own).or(state.standing)
    }

    fn state(&self) -> MutexGuard<'_, ApiFaultState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
