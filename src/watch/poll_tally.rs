//! Counts what the polls of an operation did since the start.

use std::sync::atomic::{AtomicU64, Ordering};

use vigia_core::metrics::Snapshot;

/// The polls by their outcome, and the judgements of rules.
#[derive(Debug, Default)]
pub struct PollTally {
    good: AtomicU64,
    partial: AtomicU64,
    failed: AtomicU64,
    judged: AtomicU64,
}

impl PollTally {
    /// Counts a committed poll, which judged rules so often.
    pub(super) fn count(&self, poll: &Snapshot, judged: usize) {
        let failed = poll.readings.iter().filter(|it| it.has_failed()).count();
        let outcome = match failed {
            0 => &self.good,
            failed if failed < poll.readings.len() => &self.partial,
            _ => &self.failed,
        };
        outcome.fetch_add(1, Ordering::Relaxed);
        let judged = u64::try_from(judged).unwrap_or_default();
        self.judged.fetch_add(judged, Ordering::Relaxed);
    }

    /// Returns the number of polls by outcome.
    pub fn polls(&self) -> [(&'static str, u64); 3] {
        [
            ("good", &self.good),
            ("partial", &self.partial),
            ("failed", &self.failed),
        ]
        .map(|(outcome, count)| (outcome, count.load(Ordering::Relaxed)))
    }

    /// Returns the number of judgements: one for each rule and scope of a poll.
    pub fn judged(&self) -> u64 {
        self.judged.load(Ordering::Relaxed)
    }
}
