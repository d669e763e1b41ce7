//! The face on Discord against a REST double: what is sent, and what becomes of refusals.

mod answers;
mod buttons;
mod double;
mod gateway;
mod pictures;
mod replies;
mod session;
mod stage;
mod storm;

use std::{collections::BTreeMap, time::Duration};

use crate::support::http_stub::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{method, path},
};
use chrono::{DateTime, TimeZone as _, Utc};
use serde_json::{Value, json};
use vigia::{
    discord::{DiscordClient, DiscordSettings, TimeLimits},
    watch::{ChatError, ChatPlatform as _, RefusalScope},
};
use vigia_cards::{Card, CardField, CardLine, Tone};
use vigia_core::{
    alerts::{MessageRef, NotificationLevel, PostedCard},
    rules::{ChannelName, RoleName},
};

const PATIENCE: Duration = Duration::from_secs(300);

const FLOOR: u64 = 111;
const MESSAGE: u64 = 222;
const TOKEN: &str = "t0p.s3cret";

const CHANNEL: &str = "/api/v10/channels/111/messages";
const ONE_MESSAGE: &str = "/api/v10/channels/111/messages/222";

fn discord(server: &MockServer) -> DiscordClient {
    discord_at(&server.uri(), PATIENCE)
}

fn discord_at(url: &str, request: Duration) -> DiscordClient {
    DiscordClient::new(DiscordSettings {
        token: TOKEN.into(),
        guilds: Vec::new(),
        api_url: Some(url.to_owned()),
        channels: BTreeMap::from([
            (ChannelName::new("floor"), FLOOR),
            (ChannelName::new("nowhere"), 0),
        ]),
        roles: BTreeMap::from([(RoleName::new("heads"), 333)]),
        time_limits: TimeLimits {
            request,
            ..TimeLimits::default()
        },
    })
}

/// As loud as can be, and calling nobody.
fn loud() -> NotificationLevel {
    NotificationLevel {
        is_loud: true,
        ..NotificationLevel::default()
    }
}

fn quiet() -> NotificationLevel {
    NotificationLevel::default()
}

fn floor() -> ChannelName {
    ChannelName::new("floor")
}

const PLACE: MessageRef = MessageRef {
    channel: FLOOR,
    message: MESSAGE,
};

/// The card at that place, which was posted so.
fn posted(level: NotificationLevel) -> PostedCard {
    PostedCard::new(PLACE, level)
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 17, 15, 5, 0).unwrap()
}

fn card() -> Card {
    Card {
        tone: Tone::Warning,
        title: "Ventas: abandono 12 %".into(),
        lines: vec![CardLine::text("@everyone, más de 10 %")],
        fields: vec![CardField {
            name: "Ofrecidas".into(),
            value: CardLine::text("120"),
        }],
        footer: "abandono-alto · #k3".into(),
        as_of: Some(now()),
        ..Card::default()
    }
}

async fn answers(server: &MockServer, verb: &str, route: &str, response: ResponseTemplate) {
    Mock::given(method(verb))
        .and(path(route))
        .respond_with(response)
        .mount(server)
        .await;
}

fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn refusal(status: u16, code: i64, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"code": code, "message": message}))
}

async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

#[tokio::test]
async fn a_post_bears_its_nonce_and_mentions_nobody() {
    let server = MockServer::start().await;
    answers(&server, "POST", CHANNEL, ok(&json!({"id": "222"}))).await;

    let place = discord(&server)
        .post(&floor(), &card(), "o-17")
        .await
        .unwrap();

    assert_eq!(place, PLACE);
    let requests = requests(&server).await;
    let sent = body(&requests[0]);
    assert_eq!(sent["nonce"], "o-17");
    assert_eq!(sent["enforce_nonce"], true);
    assert_eq!(sent["allowed_mentions"], json!({"parse": []}));
    assert_eq!(
        sent["flags"],
        1 << 15 | 1 << 12,
        "components without a sound"
    );
    assert_eq!(
        sent["components"][0]["components"][0]["content"],
        "### Ventas: abandono 12\u{a0}%\n@\u{200b}everyone, más de 10\u{a0}%\nOfrecidas: 120"
    );
    assert_eq!(requests[0].headers["authorization"], format!("Bot {TOKEN}"));
}

#[tokio::test]
async fn a_post_calls_the_roles_that_it_is_told_to_in_its_text_and_no_others() {
    let server = MockServer::start().await;
    answers(&server, "POST", CHANNEL, ok(&json!({"id": "222"}))).await;
    let ring = NotificationLevel {
        is_loud: false,
        mention: vec![RoleName::new("heads"), RoleName::new("nobody")],
    };
    discord(&server)
        .ring(&floor(), &card(), &ring, "o-17")
        .await
        .unwrap();
    let sent = body(&requests(&server).await[0]);
    assert_eq!(sent["content"], "Ventas: abandono 12\u{a0}% <@&333>");
    assert_eq!(
        sent["allowed_mentions"],
        json!({"parse": [], "roles": ["333"]})
    );
    assert_eq!(sent["flags"], 4096, "without a sound");
}

#[tokio::test]
async fn a_card_too_long_is_posted_with_the_whole_of_it_in_a_file() {
    let server = MockServer::start().await;
    answers(&server, "POST", CHANNEL, ok(&json!({"id": "222"}))).await;
    let mut long = card();
    long.lines = (0..500)
        .map(|n| CardLine::text(format!("renglón {n} de muchos")))
        .collect();

    discord(&server)
        .post(&floor(), &long, "o-18")
        .await
        .unwrap();

    let request = &requests(&server).await[0];
    assert!(
        request.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("multipart/")
    );
    let sent = String::from_utf8_lossy(&request.body);
    assert!(sent.contains(r#"name="files[0]"; filename="vigia.txt""#));
    assert!(sent.contains(r#""attachments":[{"filename":"vigia.txt","id":"0"}]"#));
    assert!(sent.contains(r#""enforce_nonce":true"#));
    assert!(sent.contains("renglón 499 de muchos\n"));
}

#[tokio::test]
async fn an_edit_leaves_nothing_of_what_the_card_was() {
    let server = MockServer::start().await;
    answers(&server, "PATCH", ONE_MESSAGE, ok(&json!({"id": "222"}))).await;

    let card_there = posted(quiet());
    discord(&server).edit(&card_there, &card()).await.unwrap();

    let sent = body(&requests(&server).await[0]);
    assert_eq!(sent["content"], Value::Null, "the line that rang is old");
    assert_eq!(sent["attachments"], json!([]));
    assert_eq!(sent["flags"], 1 << 15);
    assert!(sent.get("nonce").is_none());
    assert_eq!(sent["allowed_mentions"], json!({"parse": []}));
    assert_eq!(sent["embeds"], json!([]), "a card of version 0.1 had one");
}

#[tokio::test]
async fn a_deleted_card_is_gone() {
    let server = MockServer::start().await;
    let deleted = refusal(404, 10008, "Unknown Message");
    answers(&server, "PATCH", ONE_MESSAGE, deleted).await;
    let error = discord(&server).edit(&posted(quiet()), &card()).await;
    assert!(matches!(error, Err(ChatError::Gone)), "{error:?}");
}

#[tokio::test]
async fn a_card_in_a_channel_that_the_configuration_left_is_gone_with_it() {
    let server = MockServer::start().await;
    let unknown = refusal(404, 10003, "Unknown Channel");
    for route in [ONE_MESSAGE, "/api/v10/channels/999/messages/222"] {
        answers(&server, "PATCH", route, unknown.clone()).await;
    }
    let discord = discord(&server);
    let here = posted(quiet());
    let left = PostedCard {
        message: MessageRef {
            channel: 999,
            ..PLACE
        },
        ..here.clone()
    };
    let error = discord.edit(&left, &card()).await;
    assert!(matches!(error, Err(ChatError::Gone)), "{error:?}");
    let error = discord.edit(&here, &card()).await.unwrap_err();
    assert!(is_refused(&error, RefusalScope::Channel), "{error:?}");
}

fn is_refused(error: &ChatError, scope: RefusalScope) -> bool {
    matches!(error, ChatError::Refused { of, .. } if *of == scope)
}

#[tokio::test]
async fn a_failure_of_discord_is_worth_another_try() {
    let limited = ResponseTemplate::new(429)
        .insert_header("retry-after", "2")
        .set_body_json(json!({"message": "limited", "retry_after": 2.0, "global": false}));
    let too_slow = ok(&json!({"id": "222"})).set_delay(PATIENCE);
    let not_json = ResponseTemplate::new(502).set_body_string("<html>");
    let cut_short = ResponseTemplate::new(200).set_body_string("{\"id\":");
    for (response, limit) in [
        (limited, Duration::from_secs(1)),
        (too_slow, Duration::from_millis(300)),
        (not_json, PATIENCE),
        (cut_short, PATIENCE),
    ] {
        let server = MockServer::start().await;
        answers(&server, "POST", CHANNEL, response).await;
        let error = discord_at(&server.uri(), limit)
            .ring(&floor(), &card(), &loud(), "o")
            .await
            .unwrap_err();
        assert!(matches!(error, ChatError::Transient { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn an_unreachable_discord_is_worth_another_try() {
    let server = MockServer::start().await;
    let discord = discord(&server);
    drop(server);
    let error = discord
        .ring(&floor(), &card(), &loud(), "o")
        .await
        .unwrap_err();
    assert!(matches!(error, ChatError::Transient { .. }), "{error:?}");
}

#[tokio::test]
async fn a_refusal_says_what_an_operator_must_change() {
    let cases = [
        (
            403,
            50001,
            "in channel `floor` (111) the bot's role needs View Channel, Send",
        ),
        (
            403,
            50013,
            "in channel `floor` (111) the bot's role needs View Channel, Send",
        ),
        (
            404,
            10003,
            "there is no channel `floor` (111): correct its number",
        ),
        (401, 0, "give the bot its current token"),
        (
            400,
            50035,
            "Discord does not take the message for channel `floor` (111)",
        ),
        (
            400,
            50008,
            "channel `floor` (111) takes no messages: name a text",
        ),
    ];
    for (status, code, expected) in cases {
        let server = MockServer::start().await;
        answers(&server, "POST", CHANNEL, refusal(status, code, "No")).await;
        let error = discord(&server)
            .ring(&floor(), &card(), &loud(), "o")
            .await
            .unwrap_err();
        assert!(matches!(error, ChatError::Refused { .. }), "{error:?}");
        assert!(error.to_string().starts_with(expected), "{error}");
        assert!(!format!("{error:?}").contains(TOKEN));
    }
}

#[tokio::test]
async fn a_channel_without_a_number_is_a_matter_of_the_configuration() {
    let server = MockServer::start().await;
    for name in ["nowhere", "unknown"] {
        let channel = ChannelName::new(name);
        let error = discord(&server)
            .ring(&channel, &card(), &loud(), "o")
            .await
            .unwrap_err();
        assert!(is_refused(&error, RefusalScope::Channel), "{error:?}");
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}
