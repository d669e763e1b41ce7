//! Keeps requests below the limits that Discord sends with each answer: one that is turned away
//! costs time, and ten thousand of those within ten minutes cost the address its access.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use reqwest::{Method, header::HeaderMap};
use tokio::time::Instant;

use crate::discord::route::{Route, RouteLimit};

/// The wait where Discord turns a request away without saying for how long.
const DEFAULT_WAIT: Duration = Duration::from_secs(1);

/// The number of buckets from which on those whose window is over are forgotten.
const MANY: usize = 200;

/// Requests that share a limit: those of one kind to one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct RateLimitBucket {
    method: Method,
    limit: RouteLimit,
    /// The limit of the whole bot does not hold for the answers to interactions.
    is_interaction: bool,
}

impl RateLimitBucket {
    pub(super) fn of(method: &Method, route: &Route<'_>) -> Self {
        Self {
            method: method.clone(),
            limit: route.limit(),
            is_interaction: route.is_interaction(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct RateLimitLeft {
    requests: u64,
    until: Instant,
}

#[derive(Debug, Default)]
pub(super) struct RateLimiter {
    buckets: Mutex<HashMap<RateLimitBucket, RateLimitLeft>>,
    /// The end of a limit of the whole bot: only interactions are answered before.
    silent_until: Mutex<Option<Instant>>,
}

impl RateLimiter {
    /// Takes one request from the bucket.
    pub(super) fn take(&self, bucket: &RateLimitBucket) -> Result<(), Duration> {
        let now = Instant::now();
        let ahead = |until: Instant| until.checked_duration_since(now);
        let positive = |wait: &Duration| !wait.is_zero();
        let silent = lock_any(&self.silent_until)
            .and_then(ahead)
            .filter(positive);
        if let Some(wait) = silent.filter(|_| !bucket.is_interaction) {
            return Err(wait);
        }
        let mut buckets = lock_any(&self.buckets);
        let Some(left) = buckets.get_mut(bucket) else {
            return Ok(());
        };
        match ahead(left.until).filter(positive) {
            // A new window: the first answer will say how much it holds.
            None => {
                buckets.remove(bucket);
                Ok(())
            }
            Some(wait) if left.requests == 0 => Err(wait),
            Some(_) => {
                left.requests -= 1;
                Ok(())
            }
        }
    }

    /// Stores the limits that an answer gives.
    pub(super) fn learn(&self, bucket: &RateLimitBucket, headers: &HeaderMap) {
        let left = headers.get("x-ratelimit-remaining");
        let left = left.and_then(|left| left.to_str().ok()?.parse().ok());
        let reset = header_seconds(headers, "x-ratelimit-reset-after");
        let (Some(left), Some(reset)) = (left, reset) else {
            return;
        };
        self.set(bucket, left, reset);
    }

    /// Stores that a request was turned away, and returns the wait.
    pub(super) fn turned_away(&self, bucket: &RateLimitBucket, headers: &HeaderMap) -> Duration {
        let reset = header_seconds(headers, "x-ratelimit-reset-after");
        let wait = reset.or_else(|| header_seconds(headers, "retry-after"));
        let wait = wait.unwrap_or(DEFAULT_WAIT);
        // Without a word about the bucket it comes from a proxy before Discord.
        let is_global = headers.contains_key("x-ratelimit-global") || reset.is_none();
        if is_global && !bucket.is_interaction {
            *lock_any(&self.silent_until) = Instant::now().checked_add(wait);
        } else {
            self.set(bucket, 0, wait);
        }
        wait
    }

    fn set(&self, bucket: &RateLimitBucket, requests: u64, reset: Duration) {
        let now = Instant::now();
        let Some(until) = now.checked_add(reset) else {
            return;
        };
        let mut buckets = lock_any(&self.buckets);
        if buckets.len() >= MANY {
            buckets.retain(|_, left| now < left.until);
        }
        buckets.insert(bucket.clone(), RateLimitLeft { requests, until });
    }
}

fn header_seconds(headers: &HeaderMap, name: &str) -> Option<Duration> {
    let seconds: f64 = headers.get(name)?.to_str().ok()?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn lock_any<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};
    use serenity::model::id::{ChannelId, InteractionId};

    use super::*;

    fn lane(method: &Method, channel: u64) -> RateLimitBucket {
        let channel_id = ChannelId::new(channel);
        RateLimitBucket::of(method, &Route::ChannelMessages { channel_id })
    }

    fn headers(told: &[(&'static str, &'static str)]) -> HeaderMap {
        let told = told.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        told.collect()
    }

    fn left(requests: &'static str, reset: &'static str) -> HeaderMap {
        headers(&[
            ("x-ratelimit-remaining", requests),
            ("x-ratelimit-reset-after", reset),
        ])
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_left_of_a_lane_is_used_and_then_waited_for() {
        let (pace, posts) = (RateLimiter::default(), lane(&Method::POST, 1));
        assert_eq!(pace.take(&posts), Ok(()), "nothing is known yet");
        pace.learn(&posts, &left("1", "2.5"));
        assert_eq!(pace.take(&posts), Ok(()));
        assert_eq!(pace.take(&posts), Err(Duration::from_millis(2_500)));
        for free in [lane(&Method::POST, 2), lane(&Method::PATCH, 1)] {
            assert_eq!(pace.take(&free), Ok(()), "another place or kind");
        }
        tokio::time::advance(Duration::from_millis(2_500)).await;
        assert_eq!(pace.take(&posts), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_turned_away_waits_for_as_long_as_it_is_told() {
        let (pace, posts) = (RateLimiter::default(), lane(&Method::POST, 1));
        let told = headers(&[
            ("retry-after", "1"),
            ("x-ratelimit-reset-after", "0.25"),
            ("x-ratelimit-scope", "user"),
        ]);
        let quarter = Duration::from_millis(250);
        assert_eq!(pace.turned_away(&posts, &told), quarter);
        assert_eq!(pace.take(&posts), Err(quarter));
        assert_eq!(pace.take(&lane(&Method::POST, 2)), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_of_the_whole_bot_holds_everything_but_answers_to_people() {
        let callback = Route::InteractionResponse {
            interaction_id: InteractionId::new(5),
            token: "t",
        };
        let callback = RateLimitBucket::of(&Method::POST, &callback);
        for told in [
            headers(&[
                ("x-ratelimit-reset-after", "3"),
                ("x-ratelimit-global", "true"),
            ]),
            headers(&[("retry-after", "3")]),
        ] {
            let pace = RateLimiter::default();
            let three = Duration::from_secs(3);
            assert_eq!(pace.turned_away(&lane(&Method::POST, 1), &told), three);
            assert_eq!(pace.take(&lane(&Method::GET, 2)), Err(three));
            assert_eq!(pace.take(&callback), Ok(()));
            tokio::time::advance(three).await;
            assert_eq!(pace.take(&lane(&Method::GET, 2)), Ok(()));
        }
        let pace = RateLimiter::default();
        let wait = pace.turned_away(&lane(&Method::POST, 1), &HeaderMap::new());
        assert_eq!(wait, DEFAULT_WAIT);
        let pace = RateLimiter::default();
        pace.turned_away(&callback, &HeaderMap::new());
        assert_eq!(pace.take(&lane(&Method::GET, 2)), Ok(()));
        assert_eq!(pace.take(&callback), Err(DEFAULT_WAIT));
    }
}
