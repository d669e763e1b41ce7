//! Who asks too much in too short a time is turned away.

use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::json;
use vigia_sandbox::chat::RateLimits;

use super::{CHANNEL, OTHER, Wire, messages};

const SECOND: Duration = Duration::from_secs(1);

async fn post(wire: &Wire, channel: u64) -> Response {
    let body = json!({ "content": "x" }).to_string();
    let request = wire.request(Method::POST, &messages(channel)).body(body);
    request.send().await.unwrap()
}

fn left(response: &Response) -> &str {
    let left = response.headers().get("x-ratelimit-remaining");
    left.unwrap().to_str().unwrap()
}

#[tokio::test]
async fn a_request_too_many_is_turned_away_and_told_when_to_come_back() {
    let pace = RateLimits {
        requests: 2,
        within: SECOND * 60,
    };
    let wire = Wire::paced(Some(pace)).await;
    for remaining in ["1", "0"] {
        let response = post(&wire, CHANNEL).await;
        assert_eq!(
            (response.status().as_u16(), left(&response)),
            (200, remaining)
        );
    }
    let response = post(&wire, CHANNEL).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["x-ratelimit-scope"], "user");
    assert_eq!(response.headers()["retry-after"], "60");
    let text = response.text().await.unwrap();
    assert!(text.contains("\"retry_after\":59."), "{text}");
    assert_eq!(wire.chat.messages(CHANNEL).len(), 2);
    assert_eq!(wire.chat.violations().len(), 1);

    wire.chat.let_pass(SECOND * 60);
    assert_eq!(post(&wire, CHANNEL).await.status(), 200);
}

#[tokio::test]
async fn each_channel_and_each_kind_of_request_has_a_limit_of_its_own() {
    let pace = RateLimits {
        requests: 1,
        within: SECOND * 60,
    };
    let wire = Wire::paced(Some(pace)).await;
    let posted = post(&wire, CHANNEL).await;
    assert_eq!(left(&posted), "0");
    assert_eq!(post(&wire, OTHER).await.status(), 200);
    let first = wire.chat.messages(CHANNEL)[0].id;
    let path = format!("{}/{first}", messages(CHANNEL));
    let edit = json!({ "content": "y" });
    assert_eq!(wire.patch(&path, &edit).await.0, 200);
    assert_eq!(
        wire.patch(&path, &edit).await.0,
        429,
        "also of another message"
    );
    assert_eq!(wire.get(&path).await.0, 200);
    assert_eq!(wire.get("/users/@me").await.0, 200);
    assert_eq!(wire.get("/users/@me").await.0, 200);
}
