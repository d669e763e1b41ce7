//! Replies to cards, and what is found again after a crash.

use super::{
    CHANNEL, FLOOR, PLACE, TOKEN, answers, body, discord, discord_at, floor, loud, now, ok,
};
use super::{quiet, requests};
use crate::support::{
    floor::PATIENCE,
    http_stub::{
        Mock, MockServer,
        matchers::{method, path, query_param, query_param_is_missing},
    },
    judge::assert_faultless,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use vigia::watch::{ChatPlatform as _, MessageMark};
use vigia_cards::{
    Card, CardButton, CardLine,
    alert::{AlertAction, AlertButton},
};
use vigia_core::{
    alerts::{IncidentId, MessageRef, NotificationLevel, PostedCard},
    rules::RoleName,
};
use vigia_sandbox::chat::{self, DiscordStandIn, permissions};

const ME: &str = "900";

/// The number that Discord gives a message posted at that time.
fn snowflake(at: DateTime<Utc>) -> String {
    let since_2015 = at.timestamp_millis() - 1_420_070_400_000;
    (since_2015 << 22).to_string()
}

fn message(at: DateTime<Utc>, author: &str, content: &str, footer: &str) -> Value {
    json!({
        "id": snowflake(at), "author": {"id": author}, "content": content,
        "components": [{"type": 17, "components": [{"type": 10, "content": footer}]}],
    })
}

#[tokio::test]
async fn a_reply_says_its_news_first_and_calls_these_roles_alone() {
    let server = MockServer::start().await;
    answers(&server, "POST", CHANNEL, ok(&json!({"id": "223"}))).await;
    let heads = NotificationLevel {
        is_loud: true,
        mention: vec![RoleName::new("heads")],
    };
    let line = CardLine::text("🔴 Empeoró: abandono 46,7 %");
    let discord = discord(&server);
    discord.reply(PLACE, &line, &heads, "o-19r").await.unwrap();
    discord
        .reply(PLACE, &line, &quiet(), "o-20r")
        .await
        .unwrap();
    let requests = requests(&server).await;
    assert_eq!(
        body(&requests[0]),
        json!({
            "content": "🔴 Empeoró: abandono 46,7\u{a0}% <@&333>",
            "allowed_mentions": {"parse": [], "roles": ["333"]},
            "message_reference": {
                "channel_id": "111", "message_id": "222", "fail_if_not_exists": false,
            },
            "nonce": "o-19r",
            "enforce_nonce": true,
        })
    );
    assert_eq!(body(&requests[1])["flags"], 4096);
}

async fn chat() -> DiscordStandIn {
    let settings = chat::ChatSettings {
        token: TOKEN.into(),
        channels: vec![(FLOOR, "floor".to_owned())],
        ..chat::ChatSettings::default()
    };
    DiscordStandIn::start(settings).await.unwrap()
}

#[tokio::test]
async fn what_rings_comes_also_where_the_card_is_deleted_or_no_reply_is_allowed() {
    let chat = chat().await;
    let discord = discord_at(chat.url(), PATIENCE);
    let (line, card) = (CardLine::text("empeoró"), super::card());
    let message = discord.post(&floor(), &card, "o-1").await.unwrap();
    discord.reply(message, &line, &loud(), "o-2").await.unwrap();
    chat.delete(message.message);
    discord.reply(message, &line, &loud(), "o-3").await.unwrap();
    assert_faultless(&chat);
    let without = permissions::OF_THE_BOT & !permissions::READ_MESSAGE_HISTORY;
    chat.permit(FLOOR, without);
    discord.reply(message, &line, &loud(), "o-4").await.unwrap();
    let replies = chat.messages(FLOOR);
    let answered: Vec<_> = replies.iter().map(|it| it.reply_to).collect();
    assert_eq!(answered, [Some(message.message), None, None]);
    assert!(replies.iter().all(|it| it.content == "empeoró"));
}

#[tokio::test]
async fn a_reply_is_found_by_its_card_and_its_words() {
    let chat = chat().await;
    let discord = discord_at(chat.url(), PATIENCE);
    let card = super::card();
    let [one, other] = ["o-1", "o-2"].map(|nonce| (nonce, &discord));
    let post = async |(nonce, discord): (&str, &vigia::discord::DiscordClient)| {
        discord.post(&floor(), &card, nonce).await.unwrap()
    };
    let (one, other) = (post(one).await, post(other).await);
    let line = CardLine::text("skill_11 empeoró");
    let before = chat.messages(FLOOR)[0].posted;
    discord.reply(one, &line, &loud(), "o-3").await.unwrap();
    let has = async |message: MessageRef, text: &str, since: DateTime<Utc>| {
        let line = CardLine::text(text);
        discord
            .has_reply(message, &line, &loud(), since)
            .await
            .unwrap()
    };
    assert!(has(one, "skill_11 empeoró", before).await);
    assert!(!has(one, "empeoró", before).await);
    assert!(!has(other, "skill_11 empeoró", before).await);
    let later = before + TimeDelta::minutes(10);
    assert!(!has(one, "skill_11 empeoró", later).await);
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
    let words = |words: &str| MessageMark::Words(words.to_owned());

    let found = discord
        .find(&floor(), &words("#k3"), minutes(10))
        .await
        .unwrap();
    let message = snowflake(minutes(3)).parse().unwrap();
    assert_eq!(
        found,
        Some(MessageRef {
            channel: FLOOR,
            message
        })
    );
    assert_eq!(
        discord
            .find(&floor(), &words("#k1"), minutes(10))
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        discord
            .find(&floor(), &words("#k9"), minutes(90))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn the_line_that_rang_is_found_by_a_button_of_its_incident_and_becomes_its_card() {
    let chat = chat().await;
    let discord = discord_at(chat.url(), PATIENCE);
    let [incident, other] = [7, 8].map(IncidentId::from_number);
    let act = AlertAction::Acknowledge;
    let press = AlertButton { incident, act }.encode();
    let card = Card {
        buttons: vec![CardButton::new("Tomar", press)],
        ..super::card()
    };
    let message = discord.ring(&floor(), &card, &loud(), "o-1").await.unwrap();
    let rang = chat.messages(FLOOR).remove(0);
    assert_eq!(rang.content, "Ventas: abandono 12\u{a0}%");
    let mark = MessageMark::Incident(incident);
    let found = discord.find(&floor(), &mark, rang.posted).await.unwrap();
    assert_eq!(found, Some(message));
    let not_it = MessageMark::Incident(other);
    assert_eq!(
        discord.find(&floor(), &not_it, rang.posted).await.unwrap(),
        None
    );

    let place = PostedCard::new(message, loud());
    discord.edit(&place, &card).await.unwrap();
    let shown = chat.messages(FLOOR).remove(0);
    assert_eq!(
        (shown.content.as_str(), shown.is_of_components()),
        ("", true)
    );
    assert_eq!(shown.title(), Some("Ventas: abandono 12\u{a0}%"));
    let found = discord.find(&floor(), &mark, rang.posted).await.unwrap();
    assert_eq!(found, Some(message));
    assert_faultless(&chat);
}
