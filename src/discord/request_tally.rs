//! Counts the requests to Discord since the start, by route and status.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use reqwest::Method;

use crate::discord::route::Route;

#[derive(Debug, Default)]
pub(super) struct RequestTally(Mutex<BTreeMap<(String, String), u64>>);

impl RequestTally {
    /// Counts a request with the status of its answer, or `no-answer`.
    pub(super) fn count(&self, method: &Method, route: &Route<'_>, status: String) {
        let route = format!("{method} {}", route.name());
        *self.counts_mut().entry((route, status)).or_default() += 1;
    }

    /// Returns the route, the status and the number of requests.
    pub(super) fn counts(&self) -> Vec<(String, String, u64)> {
        let counts = self.counts_mut();
        let counts = counts.iter();
        counts
            .map(|((route, status), count)| (route.clone(), status.clone(), *count))
            .collect()
    }

    fn counts_mut(&self) -> MutexGuard<'_, BTreeMap<(String, String), u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
