//! The threads of alerts, and what is found again after a crash.

use crate::support::http_stub::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path, query_param, query_param_is_missing},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use vigia::watch::{ChatError, ChatPlatform as _};
use vigia_cards::CardLine;
use vigia_core::alerts::MessageRef;

use super::{
    CHANNEL, FLOOR, PLACE, THREAD, THREADS, answers, body, discord, floor, loud, now, ok, quiet,
    refusal, requests,
};

const ME: &str = "900";

/// The number that Discord gives a message posted at that time.
fn snowflake(at: DateTime<Utc>) -> String {
    let since_2015 = at.timestamp_millis() - 1_420_070_400_000;
    (since_2015 << 22).to_string()
}

fn message(at: DateTime<Utc>, author: &str, content: &str, footer: &str) -> Value {
    json!({
        "id": snowflake(at), "author": {"id": author}, "content": content,
        "embeds": [{"footer": {"text": footer}}],
    })
}

#[tokio::test]
async fn the_first_line_opens_the_thread() {
    let server = MockServer::start().await;
    answers(&server, "POST", THREAD, ok(&json!({"id": "223"}))).await;
    answers(&server, "POST", THREADS, ok(&json!({"id": "222"}))).await;

    let line = CardLine::text("empeoró");
    let title = format!("Ventas\n{}", "ñ".repeat(200));
    discord(&server)
        .log(PLACE, &title, &line, &quiet(), "o-19")
        .await
        .unwrap();

    let requests = requests(&server).await;
    let routes: Vec<&str> = requests.iter().map(|request| request.url.path()).collect();
    assert_eq!(routes, [THREADS, THREAD]);
    let thread = body(&requests[0]);
    assert_eq!(thread["name"].as_str().unwrap().chars().count(), 100);
    assert_eq!(thread["auto_archive_duration"], 1440);
    let sent = body(&requests[1]);
    assert_eq!(sent["content"], "empeoró");
    assert_eq!(sent["flags"], 4096);
    assert_eq!(sent["nonce"], "o-19");
    assert_eq!(sent["enforce_nonce"], true);
    assert_eq!(sent["allowed_mentions"], json!({"parse": []}));
}

#[tokio::test]
async fn a_thread_that_somebody_else_just_opened_is_used() {
    let server = MockServer::start().await;
    answers(&server, "POST", THREAD, ok(&json!({"id": "223"}))).await;
    let exists = refusal(400, 160_004, "A thread has already been created");
    answers(&server, "POST", THREADS, exists).await;

    let line = CardLine::text("empeoró");
    discord(&server)
        .log(PLACE, "Ventas", &line, &loud(), "o-19")
        .await
        .unwrap();

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 2);
    assert!(body(&requests[1]).get("flags").is_none());
}

#[tokio::test]
async fn a_thread_that_is_gone_is_opened_again_whatever_says_so() {
    for nowhere in [
        refusal(404, 0, "404: Not Found"),
        ResponseTemplate::new(404),
    ] {
        let server = MockServer::start().await;
        Mock::given(method("POST"))
            .and(path(THREAD))
            .respond_with(nowhere)
            .up_to_n_times(1)
            .mount(&server)
            .await;
        answers(&server, "POST", THREAD, ok(&json!({"id": "223"}))).await;
        answers(&server, "POST", THREADS, ok(&json!({"id": "222"}))).await;
        let line = CardLine::text("empeoró");
        discord(&server)
            .log(PLACE, "Ventas", &line, &loud(), "o-19")
            .await
            .unwrap();
        assert_eq!(requests(&server).await.len(), 4);
    }
}

#[tokio::test]
async fn an_archived_thread_is_opened_again() {
    let server = MockServer::start().await;
    let exists = refusal(400, 160_004, "A thread has already been created");
    answers(&server, "POST", THREADS, exists).await;
    Mock::given(method("POST"))
        .and(path(THREAD))
        .respond_with(refusal(400, 50083, "Thread is archived"))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    answers(&server, "POST", THREAD, ok(&json!({"id": "223"}))).await;
    answers(
        &server,
        "PATCH",
        "/api/v10/channels/222",
        ok(&json!({"id": "222"})),
    )
    .await;

    let line = CardLine::text("empeoró");
    discord(&server)
        .log(PLACE, "Ventas", &line, &loud(), "o-19")
        .await
        .unwrap();

    assert_eq!(
        body(&requests(&server).await[2]),
        json!({"archived": false})
    );
}

#[tokio::test]
async fn a_locked_thread_is_for_the_operator_to_open() {
    let server = MockServer::start().await;
    let exists = refusal(400, 160_004, "A thread has already been created");
    answers(&server, "POST", THREADS, exists).await;
    answers(
        &server,
        "POST",
        THREAD,
        refusal(400, 160_005, "Thread is locked"),
    )
    .await;

    let line = CardLine::text("empeoró");
    let error = discord(&server)
        .log(PLACE, "t", &line, &loud(), "o-19")
        .await
        .unwrap_err();

    assert!(matches!(error, ChatError::Rejected { .. }), "{error:?}");
    assert!(error.to_string().contains("Manage Threads"), "{error}");
}

#[tokio::test]
async fn a_card_is_found_by_its_mark_among_our_own() {
    let server = MockServer::start().await;
    answers(&server, "GET", "/api/v10/users/@me", ok(&json!({"id": ME}))).await;
    let minutes = |minutes| now() - TimeDelta::minutes(minutes);
    let mut first: Vec<Value> = (0..99)
        .map(|_| message(minutes(1), "7", "hola", "abandono-alto · #k3"))
        .collect();
    first.push(message(minutes(2), ME, "", "otra · #k2"));
    Mock::given(method("GET"))
        .and(path(CHANNEL))
        .and(query_param("limit", "100"))
        .and(query_param_is_missing("before"))
        .respond_with(ok(&Value::Array(first)))
        .mount(&server)
        .await;
    let second = json!([
        message(minutes(3), ME, "", "abandono-alto · #k3"),
        message(minutes(60), ME, "", "abandono-alto · #k1"),
    ]);
    Mock::given(method("GET"))
        .and(path(CHANNEL))
        .and(query_param("before", snowflake(minutes(2))))
        .respond_with(ok(&second))
        .mount(&server)
        .await;
    let discord = discord(&server);

    let found = discord.find(&floor(), "#k3", minutes(10)).await.unwrap();
    let message = snowflake(minutes(3)).parse().unwrap();
    assert_eq!(
        found,
        Some(MessageRef {
            channel: FLOOR,
            message
        })
    );
    assert_eq!(
        discord.find(&floor(), "#k1", minutes(10)).await.unwrap(),
        None
    );
    assert_eq!(
        discord.find(&floor(), "#k9", minutes(90)).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn a_line_is_found_in_the_thread_as_it_was_written() {
    let server = MockServer::start().await;
    answers(&server, "GET", "/api/v10/users/@me", ok(&json!({"id": ME}))).await;
    let lines = json!([
        message(now(), "7", "empeoró", ""),
        message(now(), ME, r"skill\_11 empeoró", ""),
    ]);
    answers(&server, "GET", THREAD, ok(&lines)).await;
    let discord = discord(&server);

    let since = now() - TimeDelta::minutes(5);
    let has = async |text| {
        discord
            .has_log(PLACE, &CardLine::text(text), &loud(), since)
            .await
            .unwrap()
    };
    assert!(has("skill_11 empeoró").await);
    assert!(!has("empeoró").await);
}

#[tokio::test]
async fn a_thread_that_is_not_there_holds_no_line() {
    let server = MockServer::start().await;
    answers(&server, "GET", "/api/v10/users/@me", ok(&json!({"id": ME}))).await;
    answers(
        &server,
        "GET",
        THREAD,
        refusal(404, 10003, "Unknown Channel"),
    )
    .await;
    let line = CardLine::text("empeoró");
    assert!(
        !discord(&server)
            .has_log(PLACE, &line, &loud(), now())
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_deleted_thread_is_not_taken_for_a_deleted_card() {
    let server = MockServer::start().await;
    answers(
        &server,
        "POST",
        THREAD,
        refusal(404, 10003, "Unknown Channel"),
    )
    .await;
    let exists = refusal(400, 160_004, "A thread has already been created");
    answers(&server, "POST", THREADS, exists).await;

    let line = CardLine::text("empeoró");
    let error = discord(&server)
        .log(PLACE, "t", &line, &loud(), "o-19")
        .await
        .unwrap_err();

    assert!(matches!(error, ChatError::Rejected { .. }), "{error:?}");
    assert!(error.to_string().contains("was deleted"), "{error}");
}
