//! The metrics of `skill_9` and `skill_11` together: what became of all callers of a queue,
//! and after how long a wait those gave up who did.

use crate::metrics::{
    Scope,
    sample::{FactSet, Sample, abandonment::AbandonCounts, proper_share, service_level},
};

/// The calls of one scope.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct QueueFacts {
    offered: Option<u64>,
    answered: Option<u64>,
    abandoned: u64,
    /// Answered within the threshold.
    in_time: Option<u64>,
    /// Abandoned within the first range.
    short: Option<u64>,
    /// Abandoned within the threshold.
    early: Option<u64>,
}

impl QueueFacts {
    /// `None` where the two reports, or the ranges of the one, do not tell the same number of
    /// abandons: only of equal ones can a part be taken away. A skill without abandons has no
    /// row by wait, and needs none.
    pub(super) fn of(at_hand: &FactSet<'_>, scope: &Scope) -> Option<Self> {
        let calls = service_level::row(at_hand.service_level?, scope)?;
        let abandoned = calls.abandoned?;
        if matches!(scope, Scope::Channel(_) | Scope::Agent(_)) {
            return None;
        }
        let (short, early) = match at_hand.abandons(scope) {
            Some(waits) => by_wait(&waits, abandoned)?,
            None => (abandoned == 0).then_some((Some(0), Some(0)))?,
        };
        Some(Self {
            offered: calls.offered,
            answered: calls.answered,
            abandoned,
            in_time: service_level::within_20s(calls).and_then(|level| level.part),
            short,
            early,
        })
    }

    fn waited(&self) -> Option<u64> {
        self.answered?.checked_add(self.abandoned)
    }
}

/// The short and the early abandons.
fn by_wait(waits: &AbandonCounts, abandoned: u64) -> Option<(Option<u64>, Option<u64>)> {
    let is_agreed = [waits.abandoned, waits.by_wait] == [Some(abandoned); 2];
    let early = |late| abandoned.checked_sub(late);
    is_agreed.then(|| (waits.short, waits.after_threshold.and_then(early)))
}

/// The short ones are taken from both sides.
pub(in crate::metrics) fn rate_excl_short(queue: &QueueFacts) -> Option<Sample> {
    let short = queue.short?;
    let lost = queue.abandoned.checked_sub(short)?;
    proper_share(lost, queue.offered?.checked_sub(short)?)
}

pub(in crate::metrics) fn after_threshold_rate(queue: &QueueFacts) -> Option<Sample> {
    proper_share(queue.abandoned.checked_sub(queue.early?)?, queue.offered?)
}

/// Of the answered calls alone.
pub(in crate::metrics) fn level_v2(queue: &QueueFacts) -> Option<Sample> {
    proper_share(queue.in_time?, queue.answered?)
}

/// The short abandons do not count.
pub(in crate::metrics) fn level_v3(queue: &QueueFacts) -> Option<Sample> {
    proper_share(queue.in_time?, queue.waited()?.checked_sub(queue.short?)?)
}

/// What was abandoned within the threshold does not count.
pub(in crate::metrics) fn level_v4(queue: &QueueFacts) -> Option<Sample> {
    proper_share(queue.in_time?, queue.waited()?.checked_sub(queue.early?)?)
}

/// What was abandoned within the threshold counts as served.
pub(in crate::metrics) fn level_v5(queue: &QueueFacts) -> Option<Sample> {
    let good = queue.in_time?.checked_add(queue.early?)?;
    proper_share(good, queue.waited()?)
}
