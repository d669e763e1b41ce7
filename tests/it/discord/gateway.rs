//! A connected bot: commands that are answered at once, later, or not at all.

use std::{sync::Arc, time::Duration};

use crate::support::http_stub::MockServer;
use serde_json::{Value, json};
use tokio::{sync::Notify, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;
use vigia::{
    commands::{ChatAction, ChatHandler, CommandReply, MenuChoice, ReplyPlace},
    discord::{DiscordClient, DiscordError, DiscordSettings, TimeLimits},
    telemetry::GatewayLink,
};
use vigia_cards::Tone;

use super::{
    TOKEN, answers, card,
    double::{Double, GUILD},
    ok,
    stage::{SOON, menu},
};

const CALLBACK: &str = "POST /interactions/70/t0k/callback";
const ORIGINAL: &str = "PATCH /webhooks/900/t0k/messages/@original";
const REGISTRATION: &str = "PUT /applications/900/guilds/333/commands";
const REGISTERED: &str = "GET /applications/900/guilds/333/commands";

/// Does what the skill's name says.
///
/// What is slow ends when it is released.
fn counter(release: Arc<Notify>) -> ChatHandler {
    ChatHandler {
        menu: menu(),
        answer: Box::new(move |request| {
            let release = Arc::clone(&release);
            Box::pin(async move {
                let caller = request.caller;
                let mut card = card();
                match request.action {
                    ChatAction::Press(press) => {
                        let (is_admin, channels) = (caller.is_admin, caller.channels);
                        card.title = format!("{press} {is_admin} {channels:?}");
                    }
                    ChatAction::Command { given, .. } => {
                        let (last, to) = (given.get("last"), given.get("to"));
                        card.title = format!("{} {last:?} {to:?}", caller.locale);
                        match given.get("skill").map(String::as_str) {
                            Some("slow") => release.notified().await,
                            Some("stuck") => std::future::pending().await,
                            Some("broken") => panic!("a fault"),
                            Some("unknown") => card.tone = Tone::Refusal,
                            _ => {}
                        }
                    }
                }
                CommandReply {
                    card,
                    place: ReplyPlace::Private,
                }
            })
        }),
        suggest: Box::new(|request| {
            Box::pin(async move {
                assert_eq!(request.option, "skill");
                assert_ne!(request.typed, "broken");
                vec![MenuChoice {
                    label: format!("{}…", request.typed),
                    value: "12".into(),
                }]
            })
        }),
    }
}

struct Bot {
    release: Arc<Notify>,
    stop: CancellationToken,
    task: JoinHandle<Result<(), DiscordError>>,
}

fn run(double: &Double) -> (DiscordClient, Bot) {
    run_within(double, SOON)
}

/// Runs a bot that gives an answer up after `answer`.
fn run_within(double: &Double, answer: Duration) -> (DiscordClient, Bot) {
    let discord = DiscordClient::new(DiscordSettings {
        token: TOKEN.into(),
        guilds: vec![GUILD],
        api_url: Some(double.url.clone()),
        roles: std::collections::BTreeMap::from([(vigia_core::rules::RoleName::new("heads"), 4)]),
        channels: std::collections::BTreeMap::new(),
        time_limits: TimeLimits {
            first_answer: Duration::from_millis(100),
            answer,
            ..TimeLimits::default()
        },
    });
    let stop = CancellationToken::new();
    let (face, stopped) = (discord.clone(), stop.clone());
    let release = Arc::new(Notify::new());
    let handler = Arc::new(counter(Arc::clone(&release)));
    let task = tokio::spawn(async move { face.run(handler, stopped).await });
    let bot = Bot {
        release,
        stop,
        task,
    };
    (discord, bot)
}

async fn connected(double: &Double) -> Bot {
    let (discord, bot) = run(double);
    discord.connected().await;
    bot
}

impl Bot {
    async fn ended(self) -> Result<(), DiscordError> {
        timeout(SOON, self.task).await.unwrap().unwrap()
    }

    async fn stop(self) {
        self.stop.cancel();
        self.ended().await.unwrap();
    }
}

fn skill(name: &str) -> Value {
    json!([{"name": "skill", "type": 3, "value": name}])
}

#[tokio::test]
async fn an_answer_that_is_ready_is_the_first_response() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.interact(
        2,
        GUILD,
        &json!([
            {"name": "last", "type": 3, "value": "60m"}, {"name": "to", "type": 3, "value": "9:00"},
        ]),
    );

    let answer = double.next(CALLBACK).await;
    assert_eq!(answer["type"], 4);
    assert_eq!(answer["data"]["flags"], 64 | 1 << 15);
    assert_eq!(answer["data"]["allowed_mentions"], json!({"parse": []}));
    let title = title(&answer["data"]);
    assert_eq!(title, r#"es-419 Some("60m") Some("9:00")"#);
    bot.stop().await;
}

/// The first line of the card that a body shows.
fn title(body: &Value) -> &str {
    let text = body["components"][0]["components"][0]["content"].as_str();
    let title = text.and_then(|text| text.lines().next()).unwrap();
    title.strip_prefix("### ").unwrap()
}

#[tokio::test]
async fn a_refusal_is_shown_as_an_answer_is() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.interact(2, GUILD, &skill("unknown"));
    let refused = double.next(CALLBACK).await;
    assert_eq!(refused["data"]["flags"], 64 | 1 << 15);
    assert!(
        refused["data"]["components"][0]
            .get("accent_color")
            .is_none()
    );
    bot.stop().await;
}

#[tokio::test]
async fn a_slow_answer_is_deferred_and_then_put_in_its_place() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.interact(2, GUILD, &skill("slow"));

    let deferred = double.next(CALLBACK).await;
    assert_eq!(deferred, json!({"type": 5, "data": {"flags": 64}}));
    bot.release.notify_one();
    let answer = double.next(ORIGINAL).await;
    assert_eq!(title(&answer), "es-419 None None");
    assert_eq!(answer["allowed_mentions"], json!({"parse": []}));
    // Whatever was shown meanwhile goes.
    assert_eq!(answer["attachments"], json!([]));
    assert_eq!(answer["flags"], 1 << 15);
    bot.stop().await;
}

#[tokio::test]
async fn an_answer_that_never_comes_ends_in_a_sentence() {
    let mut double = Double::start(true).await;
    let (discord, bot) = run_within(&double, Duration::from_millis(500));
    discord.connected().await;
    double.interact(2, GUILD, &skill("stuck"));
    let answer = double.next(ORIGINAL).await;
    assert_eq!(title(&answer), "La respuesta tardó demasiado");
    bot.stop().await;
}

#[tokio::test]
async fn a_fault_in_a_command_ends_in_a_sentence_and_the_bot_goes_on() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.interact(2, GUILD, &skill("broken"));
    let answer = double.next(CALLBACK).await;
    assert_eq!(title(&answer["data"]), "Algo falló dentro del bot");
    assert_eq!(answer["data"]["flags"], 64 | 1 << 15);
    double.interact(2, GUILD, &json!([]));
    assert_eq!(double.next(CALLBACK).await["type"], 4);
    bot.stop().await;
}

#[tokio::test]
async fn another_server_learns_nothing() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.interact(2, GUILD + 1, &json!([]));
    let answer = double.next(CALLBACK).await;
    assert_eq!(title(&answer["data"]), "Esto no funciona aquí");
    let typed = json!([{"name": "skill", "type": 3, "value": "Ven", "focused": true}]);
    double.interact(4, GUILD + 1, &typed);
    assert_eq!(
        double.next(CALLBACK).await,
        json!({"type": 8, "data": {"choices": []}})
    );
    bot.stop().await;
}

#[tokio::test]
async fn skills_are_offered_while_typing() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    let typed = |text| json!([{"name": "skill", "type": 3, "value": text, "focused": true}]);
    double.interact(4, GUILD, &typed("Ven"));
    let offered = double.next(CALLBACK).await;
    assert_eq!(offered["type"], 8);
    let choices = &offered["data"]["choices"];
    assert_eq!(
        (&choices[0]["name"], &choices[0]["value"]),
        (&json!("Ven…"), &json!("12"))
    );
    double.interact(4, GUILD, &typed("broken"));
    assert_eq!(
        double.next(CALLBACK).await,
        json!({"type": 8, "data": {"choices": []}})
    );
    bot.stop().await;
}

#[tokio::test]
async fn a_command_that_the_library_cannot_read_is_answered() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.send(json!({
        "id": "70", "application_id": "900", "type": 2, "token": "t0k", "channel_id": "111",
        "guild_id": GUILD.to_string(), "guild_locale": "es-419",
        "member": {"user": {"id": "7", "username": "ana"}},
        "data": {"id": "80", "name": "abandon", "type": 1, "options": skill("x")},
    }));
    let answer = timeout(SOON, double.next(CALLBACK)).await.unwrap();
    assert_eq!(title(&answer["data"]), "es-419 None None");
    bot.stop().await;
}

#[tokio::test]
async fn a_press_that_the_library_cannot_read_is_answered() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.send(json!({
        "id": "70", "application_id": "900", "type": 3, "token": "t0k", "channel_id": "111",
        "guild_id": GUILD.to_string(), "guild_locale": "es-419",
        "member": {"user": {"id": "7", "username": "ana"}, "permissions": "all"},
        "data": {"custom_id": "next"}, "message": {"id": "222"},
    }));
    let answer = timeout(SOON, double.next(CALLBACK)).await.unwrap();
    assert_eq!(title(&answer["data"]), r"next false \[111]");
    assert_eq!(answer["data"]["flags"], 64 | 1 << 15);

    double.send(json!({
        "id": "70", "application_id": "900", "type": 3, "token": "t0k", "channel_id": "111",
        "guild_id": "334", "member": {"user": {"id": "7"}}, "data": {"custom_id": "next"},
    }));
    let answer = double.next(CALLBACK).await;
    let title = title(&answer["data"]);
    assert_eq!(title, "This does not work here");
    bot.stop().await;
}

#[tokio::test]
async fn a_first_response_that_is_turned_away_is_sent_again() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.limit(2);
    double.interact(2, GUILD, &json!([]));
    let answer = timeout(SOON, double.next(CALLBACK)).await.unwrap();
    assert_eq!(answer["type"], 4);
    bot.stop().await;
}

#[tokio::test]
async fn commands_are_registered_once() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    let sent = double.next(REGISTRATION).await;
    assert_eq!(sent[0]["name"], "abandon");
    assert_eq!(sent[0]["default_member_permissions"], 2_147_483_648_u64);
    assert_eq!(sent[1]["default_member_permissions"], 32);
    bot.stop().await;

    let bot = connected(&double).await;
    double.next(REGISTERED).await;
    double.interact(2, GUILD, &json!([]));
    double.next(CALLBACK).await;
    assert!(!double.rest().contains(&REGISTRATION.to_owned()));
    bot.stop().await;
}

#[tokio::test]
async fn commands_are_registered_where_the_list_of_them_cannot_be_had() {
    let mut double = Double::start(true).await;
    double.forget_commands();
    let bot = connected(&double).await;
    let sent = timeout(SOON, double.next(REGISTRATION)).await.unwrap();
    assert_eq!(sent[0]["name"], "abandon");
    assert!(sent[0].get("nsfw").is_none());
    bot.stop().await;
}

#[tokio::test]
async fn a_wrong_token_ends_the_bot_at_once() {
    let double = Double::start(false).await;
    let (_, bot) = run(&double);
    let fault = bot.ended().await.unwrap_err();
    assert!(matches!(fault, DiscordError::Token), "{fault:?}");
    assert!(!format!("{fault:?} {fault}").contains(TOKEN));
}

#[tokio::test]
async fn the_bot_stops_while_discord_cannot_be_reached() {
    let mut double = Double::start(true).await;
    double.url = "http://127.0.0.1:9".to_owned();
    let (discord, bot) = run(&double);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(matches!(
        discord.status().borrow().link,
        GatewayLink::Down { .. }
    ));
    bot.stop().await;
}

#[tokio::test]
async fn the_bot_stops_while_its_gateway_cannot_be_reached() {
    let server = MockServer::start().await;
    let url = json!({"url": "ws://127.0.0.1:9"});
    answers(&server, "GET", "/api/v10/gateway", ok(&url)).await;
    let mut double = Double::start(true).await;
    double.url = server.uri();
    let (_, bot) = run(&double);
    tokio::time::sleep(Duration::from_millis(200)).await;
    bot.stop().await;
}

#[tokio::test]
async fn the_gateway_is_also_found_at_its_other_address() {
    let server = MockServer::start().await;
    let mut double = Double::start(true).await;
    let url = json!({"url": double.url.replace("http", "ws")});
    answers(&server, "GET", "/api/v10/gateway/bot", ok(&url)).await;
    double.url = server.uri();
    let bot = timeout(SOON, connected(&double)).await.unwrap();
    bot.stop().await;
}

#[tokio::test]
async fn whoever_waits_while_the_bot_stops_is_told() {
    let mut double = Double::start(true).await;
    let bot = connected(&double).await;
    double.interact(2, GUILD, &skill("slow"));
    double.next(CALLBACK).await;
    bot.stop().await;
    let answer = double.next(ORIGINAL).await;
    assert_eq!(title(&answer), "El bot se está reiniciando");
}
