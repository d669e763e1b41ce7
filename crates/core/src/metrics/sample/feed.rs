//! The metrics of the bot itself.

use crate::metrics::{
    FeedState, Quantity,
    sample::{Sample, count, only, share},
};

pub(in crate::metrics) fn age(feed: &FeedState) -> Option<Sample> {
    feed.age().map(Quantity::Duration).map(only)
}

/// A bot that has never asked has no failures, and no successes either.
pub(in crate::metrics) fn failures(feed: &FeedState) -> Option<Sample> {
    let has_asked = feed.failures > 0 || feed.last_good.is_some();
    has_asked.then(|| count(feed.failures.into()))
}

/// The API may grant a call more than it says, so that it may be more than all.
pub(in crate::metrics) fn used_share(feed: &FeedState) -> Option<Sample> {
    share(feed.used, feed.quota)
}
