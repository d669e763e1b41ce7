//! Injected faults: before the effect, after it, and without an answer.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::Method;
use serde_json::json;
use vigia_sandbox::chat::{ChatFault, FaultMoment};

use super::{CHANNEL, Wire, answer, messages};

#[tokio::test]
async fn an_answer_can_be_lost_after_the_message_was_posted() {
    let wire = Wire::start().await;
    wire.chat
        .inject(ChatFault::hang_up().after_effect().on("POST", "/messages"));
    let body = json!({ "content": "x", "nonce": "n", "enforce_nonce": true });
    let request = wire
        .request(Method::POST, &messages(CHANNEL))
        .body(body.to_string());
    assert!(answer(request).await.is_err(), "the answer was to be lost");
    let [message] = &wire.chat.messages(CHANNEL)[..] else {
        panic!("the message was to be posted");
    };
    assert_eq!(
        wire.posted(&body).await,
        message.id,
        "the retry finds it again"
    );
    let first = &wire.chat.requests()[0];
    assert!(first.took_effect && first.injected && first.status.is_none());
    assert!(wire.chat.violations().is_empty());
}

#[tokio::test]
async fn a_connection_can_be_closed_before_anything_happened() {
    let wire = Wire::start().await;
    wire.chat.inject(ChatFault::hang_up());
    let body = json!({ "content": "x" });
    let request = wire
        .request(Method::POST, &messages(CHANNEL))
        .body(body.to_string());
    assert!(answer(request).await.is_err());
    assert!(wire.chat.messages(CHANNEL).is_empty());
    wire.posted(&body).await;
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back() {
    let wire = Wire::start().await;
    wire.chat
        .inject(ChatFault::rate_limit(Duration::from_millis(1500), true));
    let body = json!({ "content": "x" }).to_string();
    let request = wire.request(Method::POST, &messages(CHANNEL)).body(body);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "2");
    assert_eq!(response.headers()["x-ratelimit-scope"], "global");
    let text = response.text().await.unwrap();
    assert!(text.contains("\"retry_after\":1.5"), "{text}");
}

#[tokio::test]
async fn a_fault_strikes_only_where_it_is_aimed_and_so_often() {
    let wire = Wire::start().await;
    wire.chat
        .inject(ChatFault::status(502).times(2).on("PATCH", "/messages/"));
    let message = wire.posted(&json!({ "content": "x" })).await;
    let path = format!("{}/{message}", messages(CHANNEL));
    let edit = json!({ "content": "y" });
    assert_eq!(wire.patch(&path, &edit).await.0, 502);
    assert_eq!(wire.patch(&path, &edit).await.0, 502);
    assert_eq!(wire.chat.message(message).unwrap().content, "x");
    assert_eq!(wire.patch(&path, &edit).await.0, 200);
}

#[tokio::test]
async fn silence_lasts_as_long_as_asked() {
    let wire = Wire::start().await;
    wire.chat
        .inject(ChatFault::silence(Duration::from_secs(60)));
    let request = wire.request(Method::GET, "/users/@me");
    let error = answer(request.timeout(Duration::from_millis(50)))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    wire.chat
        .inject(ChatFault::silence(Duration::from_millis(20)));
    let error = answer(wire.request(Method::GET, "/users/@me"))
        .await
        .unwrap_err();
    assert!(!error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_hook_sees_each_request_before_and_after_its_effect() {
    let wire = Wire::start().await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    wire.chat.on_request(move |request, moment| {
        log.lock()
            .unwrap()
            .push((request.path.clone(), moment, request.took_effect));
    });
    wire.posted(&json!({ "content": "x" })).await;
    let path = messages(CHANNEL);
    let expected = [
        (path.clone(), FaultMoment::Before, false),
        (path, FaultMoment::After, true),
    ];
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test]
async fn it_stops_when_dropped() {
    let wire = Wire::start().await;
    let url = format!("{}/api/v10/gateway", wire.chat.url());
    assert!(wire.http.get(&url).send().await.is_ok());
    drop(wire.chat);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let closed = async {
        while client.get(&url).send().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(super::SOON, closed).await.unwrap();
}
