//! How many requests of a kind a place takes within a time.

use std::{collections::HashMap, time::Duration};

use axum::{http::HeaderValue, response::Response};
use serde_json::{Value, json};

use super::request::ApiCall;

/// So many requests of a kind to a channel or a token, within such a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimits {
    /// How many.
    pub requests: u32,
    /// Within which time, which begins with the first of them.
    pub within: Duration,
}

impl RateLimits {
    /// What Discord usually grants. It may change at any time, and a bot is to read it from
    /// the answers.
    pub const DISCORD: Self = Self {
        requests: 5,
        within: Duration::from_secs(5),
    };
}

/// What was used of each limit.
#[derive(Debug, Default)]
pub(super) struct RateWindows(HashMap<String, RateWindow>);

#[derive(Clone, Copy, Debug)]
struct RateWindow {
    begun: Duration,
    used: u32,
}

/// What an answer says of the limit that its request counts to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RateLeft {
    pub(super) is_over: bool,
    bucket: String,
    limit: u32,
    remaining: u32,
    reset_after: Duration,
}

impl RateWindows {
    /// Counts a request; `None` where it is of a kind without a limit.
    pub(super) fn count(
        &mut self,
        call: &ApiCall,
        pace: RateLimits,
        now: Duration,
    ) -> Option<RateLeft> {
        let bucket = bucket(call)?;
        let window = self.0.entry(bucket.clone()).or_insert(RateWindow {
            begun: now,
            used: 0,
        });
        if now.saturating_sub(window.begun) >= pace.within {
            *window = RateWindow {
                begun: now,
                used: 0,
            };
        }
        let is_over = window.used >= pace.requests;
        if !is_over {
            window.used += 1;
        }
        Some(RateLeft {
            is_over,
            bucket,
            limit: pace.requests,
            remaining: pace.requests - window.used,
            reset_after: (window.begun + pace.within).saturating_sub(now),
        })
    }
}

/// What shares a limit: a method, a route, and the channel or the token that it is about.
fn bucket(call: &ApiCall) -> Option<String> {
    let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
    let kept = match segments.as_slice() {
        ["channels", _, ..] => 2,
        ["webhooks", _, _, ..] => 3,
        _ => return None,
    };
    let path = segments.iter().enumerate().map(|(place, segment)| {
        let is_id = place >= kept && segment.chars().all(|it| it.is_ascii_digit());
        if is_id { ":id" } else { *segment }
    });
    let path = path.collect::<Vec<_>>().join("/");
    Some(format!("{} {path}", call.method))
}

impl RateLeft {
    /// What a request is told that is one too many.
    pub(super) fn refusal(&self) -> Value {
        turned_away(self.reset_after, false)
    }

    /// Says it in the head of an answer.
    pub(super) fn tell(&self, response: &mut Response) {
        // Who comes back by a rounded time is not to come too early.
        let reset = (self.reset_after.as_secs_f64() * 1_000.0).ceil() / 1_000.0;
        let reset = format!("{reset:.3}");
        put(response, "x-ratelimit-bucket", &self.bucket);
        put(response, "x-ratelimit-limit", &self.limit.to_string());
        put(
            response,
            "x-ratelimit-remaining",
            &self.remaining.to_string(),
        );
        put(response, "x-ratelimit-reset-after", &reset);
        if self.is_over {
            put(response, "retry-after", &whole(self.reset_after));
            put(response, "x-ratelimit-scope", "user");
        }
    }
}

/// Discord's body of a 429.
fn turned_away(wait: Duration, global: bool) -> Value {
    json!({
        "message": "You are being rate limited.", "retry_after": wait.as_secs_f64(),
        "global": global,
    })
}

/// A 429 that somebody asked for; `global` is the limit of the whole bot.
pub(super) fn rate_limited(wait: Duration, global: bool) -> Response {
    let mut response = super::rest::respond(429, &turned_away(wait, global));
    let scope = if global { "global" } else { "user" };
    put(&mut response, "retry-after", &whole(wait));
    put(
        &mut response,
        "x-ratelimit-reset-after",
        &wait.as_secs_f64().to_string(),
    );
    put(&mut response, "x-ratelimit-scope", scope);
    if global {
        put(&mut response, "x-ratelimit-global", "true");
    }
    response
}

fn whole(wait: Duration) -> String {
    wait.as_secs_f64().ceil().to_string()
}

fn put(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
