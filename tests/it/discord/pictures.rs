//! The picture on an alert's card: a change of the card puts a new one in the place of the
//! old one, and where no files are taken the card is there without it.

use crate::support::http_stub::{
    Mock, MockServer,
    matchers::{method, path},
};
use serde_json::json;
use vigia::watch::ChatPlatform as _;
use vigia_cards::{
    Card, CardLine,
    charts::{Chart, CourseChart, CourseEnd, CoursePoint, FigureState, Plot},
};
use vigia_core::alerts::PostedCard;
use vigia_sandbox::chat::{self, ChatMessage, DiscordStandIn, permissions};

use super::{
    CHANNEL, FLOOR, ONE_MESSAGE, PLACE, TOKEN, answers, body, card, discord, discord_at, floor,
    loud, ok, refusal, requests,
};
use crate::support::{floor::PATIENCE, judge::assert_faultless};

fn chart(alt: &str) -> Chart {
    Chart {
        alt: alt.to_owned(),
        plot: Plot::Course(CourseChart {
            points: vec![
                CoursePoint { at: 0, value: 1.0 },
                CoursePoint {
                    at: 300,
                    value: 4.0,
                },
            ],
            longest_step: 300,
            times: Vec::new(),
            range: (0, 300),
            limits: Vec::new(),
            end: CourseEnd::Figure("4 %".to_owned(), FigureState::Within),
            peak: None,
            spell: None,
        }),
    }
}

fn drawn(alt: &str) -> Card {
    Card {
        chart: Some(chart(alt)),
        ..card()
    }
}

async fn chat() -> DiscordStandIn {
    let settings = chat::ChatSettings {
        token: TOKEN.into(),
        channels: vec![(FLOOR, "floor".to_owned())],
        ..chat::ChatSettings::default()
    };
    DiscordStandIn::start(settings).await.unwrap()
}

/// The files that the card shows, and each file with its alternative text.
fn shown(message: &ChatMessage) -> (Vec<&str>, Vec<(&str, Option<&str>)>) {
    let files = message.files.iter();
    let files = files.map(|file| (file.name.as_str(), file.alt.as_deref()));
    (message.shown_files(), files.collect())
}

#[tokio::test]
async fn a_changed_card_has_its_new_picture_and_no_other_file() {
    let chat = chat().await;
    let discord = discord_at(chat.url(), PATIENCE);
    let message = discord.post(&floor(), &drawn("sube"), "o-1").await.unwrap();
    let level = loud();
    let place = PostedCard::new(message, level);
    let first = chat.messages(FLOOR).remove(0);
    assert_eq!(
        shown(&first),
        (vec!["chart.png"], vec![("chart.png", Some("sube"))])
    );
    assert!(first.files[0].bytes.starts_with(b"\x89PNG"));

    let mut long = drawn("baja");
    long.lines = vec![CardLine::text("x".repeat(9_000))];
    discord.edit(&place, &long).await.unwrap();
    let second = chat.messages(FLOOR).remove(0);
    let files = vec![("chart.png", Some("baja")), ("vigia.txt", None)];
    assert_eq!(shown(&second), (vec!["chart.png", "vigia.txt"], files));
    assert_ne!(second.files[0].id, first.files[0].id);

    discord.edit(&place, &card()).await.unwrap();
    assert_eq!(shown(&chat.messages(FLOOR)[0]), (vec![], vec![]));
    assert_eq!(chat.messages(FLOOR).len(), 1);
    assert_faultless(&chat);
}

#[tokio::test]
async fn where_no_files_may_be_sent_the_card_is_told_without_its_picture() {
    let chat = chat().await;
    let without = permissions::OF_THE_BOT & !permissions::ATTACH_FILES;
    chat.permit(FLOOR, without);
    let discord = discord_at(chat.url(), PATIENCE);
    let message = discord.post(&floor(), &drawn("sube"), "o-1").await.unwrap();
    let level = loud();
    let place = PostedCard::new(message, level);
    discord.edit(&place, &drawn("baja")).await.unwrap();

    let [message] = &chat.messages(FLOOR)[..] else {
        panic!("one message");
    };
    assert_eq!(shown(message), (vec![], vec![]));
    assert!(message.text().contains("Ventas: abandono 12 %"));
    assert_eq!(message.nonce.as_deref(), Some("o-1"));
    assert_eq!(message.edits.len(), 1);
}

#[tokio::test]
async fn a_picture_that_is_too_large_costs_only_the_picture() {
    let server = MockServer::start().await;
    let (verbs, id) = (
        [("POST", CHANNEL), ("PATCH", ONE_MESSAGE)],
        ok(&json!({"id": "222"})),
    );
    for (verb, route) in verbs {
        let refused = refusal(413, 40005, "Request entity too large");
        let once = Mock::given(method(verb))
            .and(path(route))
            .respond_with(refused)
            .up_to_n_times(1);
        once.mount(&server).await;
        answers(&server, verb, route, id.clone()).await;
    }
    let discord = discord(&server);
    let posted = discord.post(&floor(), &drawn("sube"), "o-1").await;
    assert_eq!(posted.unwrap(), PLACE);
    let there = super::posted(loud());
    discord.edit(&there, &drawn("baja")).await.unwrap();

    let requests = requests(&server).await;
    assert_eq!(requests.len(), 4);
    for request in [&requests[1], &requests[3]] {
        let sent = body(request);
        let tree = sent["components"].to_string();
        assert!(tree.contains("Ventas: abandono 12\u{a0}%"), "{tree}");
        assert!(!tree.contains("attachment://"), "{tree}");
    }
    assert_eq!(body(&requests[1])["nonce"], "o-1");
    assert_eq!(body(&requests[3])["attachments"], json!([]));
}

#[tokio::test]
async fn what_is_refused_for_another_reason_is_not_sent_again() {
    let server = MockServer::start().await;
    answers(
        &server,
        "POST",
        CHANNEL,
        refusal(403, 50001, "Missing Access"),
    )
    .await;
    let discord = discord(&server);
    let posted = discord.post(&floor(), &drawn("sube"), "o-1").await;
    posted.unwrap_err();
    assert_eq!(requests(&server).await.len(), 1);
}
