//! What waits for its call: persons before polls, first come first served, and nobody behind
//! one who waits for another try.

use chrono::{DateTime, Utc};

use crate::{
    gate::job::{GateJob, RequestPriority},
    request::ReportQuery,
};

/// The queries that wait. They are a few dozen at most, so that looking through them is
/// cheaper than keeping an order.
#[derive(Default)]
pub(super) struct RequestQueue(Vec<GateJob>);

impl RequestQueue {
    pub(super) fn add(&mut self, job: GateJob) {
        self.0.push(job);
    }

    /// The waiting job for this query.
    pub(super) fn find(&mut self, query: &ReportQuery) -> Option<&mut GateJob> {
        self.0.iter_mut().find(|job| job.query == *query)
    }

    /// Takes out the job whose turn it is. Jobs that nobody waits for any more are dropped:
    /// a call for nobody is wasted.
    pub(super) fn take_ready(&mut self, now: DateTime<Utc>) -> Option<GateJob> {
        self.0.retain(|job| job.priority().is_some());
        let (place, _) = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, job)| job.ready(now))
            .min_by_key(|(_, job)| turn(job))?;
        Some(self.0.swap_remove(place))
    }

    /// When the next job becomes ready.
    pub(super) fn wake_at(&self) -> Option<DateTime<Utc>> {
        self.0.iter().filter_map(|job| job.not_before).min()
    }

    /// How many calls come before those of this query.
    pub(super) fn calls_before(&self, query: &ReportQuery) -> Option<usize> {
        let own = self.0.iter().find(|job| job.query == *query)?;
        let before = self.0.iter().filter(|job| turn(job) < turn(own));
        Some(before.map(GateJob::calls).sum())
    }

    pub(super) fn drain(&mut self) -> impl Iterator<Item = GateJob> + '_ {
        self.0.drain(..)
    }
}

fn turn(job: &GateJob) -> (std::cmp::Reverse<Option<RequestPriority>>, u64) {
    (std::cmp::Reverse(job.priority()), job.number)
}
