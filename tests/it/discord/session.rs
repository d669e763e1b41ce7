//! The bot keeps its connection to Discord, whatever the gateway does.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tokio::{net::TcpListener, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;
use vigia::{
    commands::ChatHandler,
    discord::{
        ClientParts, DiscordClient, DiscordError, DiscordSettings, IdentifyLog, PostingPlan,
        TimeLimits,
    },
    telemetry::{AwaitedAnswer, DownReason, GatewayLink, GatewayStatus},
};
use vigia_clock::Clock;
use vigia_core::rules::{ChannelName, RoleName};
use vigia_sandbox::chat::{
    ChatRole, ChatSettings, ChatState, DiscordStandIn, GatewayFault, GatewayHandshake, permissions,
};

use super::{
    answers, ok,
    stage::{SOON, menu},
};
use crate::support::http_stub::MockServer;

const CHANNEL: u64 = 555;
const ROLE: u64 = 777;
/// A wait that no test survives: what happens nevertheless happens at once.
const FOR_EVER: Duration = Duration::from_secs(100_000);
const A_MOMENT: Duration = Duration::from_millis(1);

struct Session {
    chat: DiscordStandIn,
    discord: DiscordClient,
    stop: CancellationToken,
    task: JoinHandle<Result<(), DiscordError>>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn new_chat() -> DiscordStandIn {
    let settings = ChatSettings {
        channels: vec![(CHANNEL, "floor".to_owned())],
        roles: vec![ChatRole::new(ROLE, "heads").mentionable(true)],
        ..ChatSettings::default()
    };
    DiscordStandIn::start(settings).await.unwrap()
}

/// The settings of a bot at this address, whose waits begin with `reconnect`.
fn settings(url: &str, reconnect: Duration) -> DiscordSettings {
    let chat = ChatSettings::default();
    DiscordSettings {
        token: chat.token.into(),
        guilds: vec![chat.guild],
        api_url: Some(url.to_owned()),
        channels: BTreeMap::from([(ChannelName::new("floor"), CHANNEL)]),
        roles: BTreeMap::from([(RoleName::new("heads"), ROLE)]),
        time_limits: TimeLimits {
            reconnect,
            presence: A_MOMENT,
            ..TimeLimits::default()
        },
    }
}

fn run(discord: &DiscordClient) -> (CancellationToken, JoinHandle<Result<(), DiscordError>>) {
    let front = Arc::new(ChatHandler {
        menu: menu(),
        answer: Box::new(|_| Box::pin(std::future::pending())),
        suggest: Box::new(|_| Box::pin(std::future::pending())),
    });
    let stop = CancellationToken::new();
    let (running, stopped) = (discord.clone(), stop.clone());
    let task = tokio::spawn(async move { running.run(front, stopped).await });
    (stop, task)
}

impl Session {
    fn start(chat: DiscordStandIn, settings: DiscordSettings, parts: ClientParts) -> Self {
        let discord = DiscordClient::with_parts(settings, parts);
        let (stop, task) = run(&discord);
        Self {
            chat,
            discord,
            stop,
            task,
        }
    }

    /// A bot that is connected.
    async fn open(reconnect: Duration) -> Self {
        let chat = new_chat().await;
        let settings = settings(chat.url(), reconnect);
        let session = Self::start(chat, settings, ClientParts::default());
        session.chat.wait_ready(SOON).await.unwrap();
        session.discord.connected().await;
        session
    }

    async fn sees(&self, hoped: impl FnMut(&ChatState) -> bool) {
        self.chat.wait_until(SOON, hoped).await.unwrap();
    }

    async fn shows(&self, hoped: impl FnMut(&GatewayStatus) -> bool) -> GatewayStatus {
        let mut status = self.discord.status();
        let shown = timeout(SOON, status.wait_for(hoped)).await.unwrap();
        shown.unwrap().clone()
    }

    /// What is wrong with the configuration, once there is something else than before.
    async fn problems(&self, before: &[String]) -> Vec<String> {
        let named = |status: &GatewayStatus| -> Vec<String> {
            status.problems.iter().map(ToString::to_string).collect()
        };
        named(&self.shows(|status| named(status) != before).await)
    }

    async fn ended(mut self) -> Result<(), DiscordError> {
        timeout(SOON, &mut self.task).await.unwrap().unwrap()
    }
}

#[tokio::test]
async fn a_close_that_allows_it_is_answered_at_once() {
    for code in [4000, 4001, 4002, 4008] {
        let session = Session::open(FOR_EVER).await;
        session.chat.close_gateway(code);
        session.sees(|chat| chat.resumed() == 1).await;
        assert_eq!(session.chat.look(ChatState::identified), 1, "{code}");
    }
    for code in [4003, 4005, 4007, 4009] {
        let session = Session::open(FOR_EVER).await;
        session.chat.close_gateway(code);
        session.sees(|chat| chat.identified() == 2).await;
        assert_eq!(session.chat.look(ChatState::resumed), 0, "{code}");
    }
}

#[tokio::test]
async fn a_lost_connection_and_a_request_to_reconnect_are_answered_at_once() {
    for lose in [
        DiscordStandIn::drop_connections,
        DiscordStandIn::ask_to_reconnect,
    ] {
        let session = Session::open(FOR_EVER).await;
        lose(&session.chat);
        session.sees(|chat| chat.resumed() == 1).await;
        let shown = session
            .shows(|it| matches!(it.link, GatewayLink::Connected { .. }))
            .await;
        assert_eq!((shown.reconnects, shown.identifies), (1, 1));
    }
}

#[tokio::test]
async fn a_close_that_no_connection_can_cure_ends_the_bot() {
    for code in [4004, 4010, 4011, 4012, 4013, 4014] {
        let session = Session::open(FOR_EVER).await;
        session.chat.close_gateway(code);
        let error = session.ended().await.unwrap_err();
        let is_right = match code {
            4004 => matches!(error, DiscordError::Token),
            4010 | 4011 => matches!(error, DiscordError::Sharding(named) if named == code),
            4012 => matches!(error, DiscordError::Version),
            _ => matches!(error, DiscordError::Intents),
        };
        assert!(is_right, "{code}: {error}");
    }
}

#[tokio::test]
async fn a_session_that_cannot_be_resumed_is_given_up_after_three_tries() {
    let faults = [
        GatewayFault::CloseAfter(4000),
        GatewayFault::Close(4002),
        GatewayFault::Refuse { resumable: true },
    ];
    for fault in faults {
        let session = Session::open(A_MOMENT).await;
        session
            .chat
            .trouble(GatewayHandshake::Resume, fault, usize::MAX);
        session.chat.drop_connections();
        session
            .sees(|chat| chat.identified() == 2 && chat.is_connected())
            .await;
        let resumes = session
            .chat
            .look(|chat| chat.handshakes(GatewayHandshake::Resume));
        assert_eq!(resumes, 3, "{fault:?}");
        // The bot does not say yet that all is well.
        let link = session.discord.status().borrow().link.clone();
        assert!(
            matches!(link, GatewayLink::Down { .. }),
            "{fault:?}: {link:?}"
        );
    }
}

#[tokio::test]
async fn a_session_that_is_refused_again_and_again_is_shown_counted_and_won_in_the_end() {
    let chat = new_chat().await;
    let refusal = GatewayFault::Refuse { resumable: false };
    chat.trouble(GatewayHandshake::Identify, refusal, 6);
    let settings = settings(chat.url(), A_MOMENT);
    let session = Session::start(chat, settings, ClientParts::default());
    let shown = session.shows(|status| status.reconnects == 6).await;
    assert_eq!(shown.identifies, 6);
    let GatewayLink::Down { reason, .. } = shown.link else {
        panic!("{shown:?}");
    };
    assert_eq!(reason, DownReason::SessionRefused);
    session.sees(ChatState::is_connected).await;
    assert_eq!(
        session
            .chat
            .look(|chat| chat.handshakes(GatewayHandshake::Identify)),
        7
    );
}

#[tokio::test]
async fn a_handshake_that_is_never_answered_ends_in_another_one() {
    let hasty = |chat: &DiscordStandIn| {
        let mut settings = settings(chat.url(), A_MOMENT);
        settings.time_limits.gateway = Duration::from_millis(500);
        settings
    };
    let chat = new_chat().await;
    chat.trouble(GatewayHandshake::Identify, GatewayFault::Ignore, 1);
    let settings = hasty(&chat);
    let session = Session::start(chat, settings, ClientParts::default());
    let silent = |answer| {
        move |status: &GatewayStatus| {
            matches!(&status.link, GatewayLink::Down { reason: DownReason::Silent(silent), .. }
                if *silent == answer)
        }
    };
    session.shows(silent(AwaitedAnswer::Ready)).await;
    session.sees(ChatState::is_connected).await;

    session
        .chat
        .trouble(GatewayHandshake::Resume, GatewayFault::Ignore, 1);
    session.chat.drop_connections();
    session.shows(silent(AwaitedAnswer::Resumed)).await;
    session.sees(|chat| chat.resumed() >= 1).await;
}

#[tokio::test]
async fn heartbeats_that_are_not_acknowledged_end_the_connection() {
    let chat = ChatSettings {
        heartbeat: Duration::from_millis(500),
        ..ChatSettings::default()
    };
    let chat = DiscordStandIn::start(chat).await.unwrap();
    let settings = settings(chat.url(), A_MOMENT);
    let session = Session::start(chat, settings, ClientParts::default());
    session.chat.wait_ready(SOON).await.unwrap();
    session.chat.ignore_heartbeats(true);
    session.sees(|chat| chat.resumed() >= 1).await;
}

#[tokio::test]
async fn a_gateway_that_says_nothing_is_left() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = MockServer::start().await;
    let url = json!({"url": format!("ws://{}", listener.local_addr().unwrap())});
    answers(&server, "GET", "/api/v10/gateway", ok(&url)).await;
    let mut settings = settings(&server.uri(), A_MOMENT);
    settings.time_limits.gateway = Duration::from_millis(50);
    let discord = DiscordClient::new(settings);
    let (stop, task) = run(&discord);
    let mut status = discord.status();
    let silent = GatewayLink::Down {
        since: DateTime::UNIX_EPOCH,
        reason: DownReason::Silent(AwaitedAnswer::Connection),
    };
    let is_silent = |status: &GatewayStatus| match (&status.link, &silent) {
        (GatewayLink::Down { reason, .. }, GatewayLink::Down { reason: named, .. }) => {
            reason == named
        }
        _ => false,
    };
    timeout(SOON, status.wait_for(is_silent))
        .await
        .unwrap()
        .unwrap();
    stop.cancel();
    timeout(SOON, task).await.unwrap().unwrap().unwrap();
}

/// Keeps the times of IDENTIFY as the store does.
#[derive(Default)]
struct KeptTimes(Mutex<Vec<DateTime<Utc>>>);

impl IdentifyLog for KeptTimes {
    fn load(&self) -> Vec<DateTime<Utc>> {
        self.0.lock().unwrap().clone()
    }

    fn save(&self, times: &[DateTime<Utc>]) {
        *self.0.lock().unwrap() = times.to_vec();
    }
}

#[tokio::test]
async fn after_two_hundred_sessions_in_a_day_the_next_waits_also_over_a_restart() {
    let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    // A clock whose waits are over at once, and which shows how long they were.
    let clock = Clock::leaping(now);
    let times = Arc::new(KeptTimes(Mutex::new(vec![now - TimeDelta::hours(1); 200])));
    let chat = new_chat().await;
    let settings = settings(chat.url(), FOR_EVER);
    let parts = ClientParts {
        clock: clock.clone(),
        identify_log: Arc::clone(&times) as Arc<dyn IdentifyLog>,
        ..ClientParts::default()
    };
    let session = Session::start(chat, settings, parts);
    session.chat.wait_ready(SOON).await.unwrap();
    let connected_at = now + TimeDelta::hours(23);
    assert_eq!(clock.now(), connected_at);
    assert_eq!(*times.0.lock().unwrap(), [connected_at]);
}

#[tokio::test]
async fn commands_stand_where_they_are_meant_to_and_nowhere_else() {
    let chat = new_chat().await;
    let settings = settings(chat.url(), FOR_EVER);
    let commands = json!([{"name": "abandon", "description": "x"}]);
    let path = format!(
        "{}/api/v10/applications/{}/commands",
        chat.url(),
        ChatSettings::default().application
    );
    let put = reqwest::Client::new()
        .put(path)
        .header("authorization", "Bot sandbox-token")
        .header("content-type", "application/json")
        .body(commands.to_string());
    assert!(put.send().await.unwrap().status().is_success());
    let session = Session::start(chat, settings, ClientParts::default());
    session
        .sees(|chat| chat.global_commands().is_empty() && chat.commands().count() == menu().len())
        .await;
}

#[tokio::test]
async fn the_words_beside_the_name_are_the_newest_ones() {
    let session = Session::open(FOR_EVER).await;
    session.discord.set_presence("read 10:30");
    session.sees(|chat| chat.presence() == "read 10:30").await;
    session.discord.set_presence("read 10:35");
    session.discord.set_presence("read 10:35 · 2 open");
    session
        .sees(|chat| chat.presence() == "read 10:35 · 2 open")
        .await;
    // A new session begins with them.
    session.chat.close_gateway(4009);
    session.discord.set_presence("read 10:40");
    session
        .sees(|chat| chat.identified() == 2 && chat.presence() == "read 10:40")
        .await;
}

/// A change of the server.
type Change<'a> = Box<dyn Fn() + 'a>;

#[tokio::test]
async fn what_the_server_lacks_is_named_and_forgotten_when_it_is_there() {
    let chat = new_chat().await;
    let mut settings = settings(chat.url(), FOR_EVER);
    settings.channels.insert(ChannelName::new("ghost"), 999);
    let floor = ChannelName::new("floor");
    let parts = ClientParts {
        plan: PostingPlan {
            channels: [floor.clone()].into(),
            mentions: [(floor, RoleName::new("heads"))].into(),
        },
        ..ClientParts::default()
    };
    let session = Session::start(chat, settings, parts);
    let chat = &session.chat;
    let ghost = session.problems(&[]).await;
    assert_eq!(ghost.len(), 1, "{ghost:?}");
    assert!(
        ghost[0].starts_with("channels.ghost: there is no channel 999"),
        "{ghost:?}"
    );

    // Each change adds one problem, which its contrary takes away.
    let enough = permissions::OF_THE_BOT;
    let role = |mentionable| ChatRole::new(ROLE, "heads").mentionable(mentionable);
    let changes: [(Change<'_>, Change<'_>, &str); 4] = [
        (
            Box::new(|| chat.set_kind(CHANNEL, 15)),
            Box::new(|| chat.set_kind(CHANNEL, 0)),
            "channels.floor: 555 is not a text channel",
        ),
        (
            Box::new(|| chat.permit(CHANNEL, enough & !permissions::ATTACH_FILES)),
            Box::new(|| chat.permit(CHANNEL, enough)),
            "channels.floor: the bot lacks permissions in the channel 555: Attach Files",
        ),
        (
            Box::new(|| chat.delete_role(ROLE)),
            Box::new(move || chat.set_role(role(true))),
            "roles.heads: there is no role 777",
        ),
        (
            Box::new(|| chat.set_guild_available(false)),
            Box::new(|| chat.set_guild_available(true)),
            "discord.guild: Discord cannot reach the server",
        ),
    ];
    for (spoil, mend, expected) in changes {
        spoil();
        let problems = session.problems(&ghost).await;
        let found = problems.iter().any(|it| it.starts_with(expected));
        assert!(found, "{expected}: {problems:?}");
        mend();
        assert_eq!(session.problems(&problems).await, ghost, "{expected}");
    }

    chat.set_role(role(false));
    chat.permit(CHANNEL, enough & !permissions::MENTION_EVERYONE);
    let mute = "roles.heads: a mention of the role 777 notifies nobody in floor";
    let problems = session.problems(&ghost).await;
    assert!(
        problems.iter().any(|it| it.starts_with(mute)),
        "{problems:?}"
    );
    chat.set_role(role(true));
    session.problems(&problems).await;

    chat.set_membership(false);
    let out = session.problems(&ghost).await;
    assert!(
        out[0].starts_with("discord.guild: the bot is not in the server"),
        "{out:?}"
    );
    chat.set_membership(true);
    chat.delete_channel(CHANNEL);
    let gone = "channels.floor: there is no channel 555";
    session
        .shows(|it| {
            it.problems
                .iter()
                .any(|it| it.to_string().starts_with(gone))
        })
        .await;
}

#[tokio::test]
async fn a_stop_between_two_connections_ends_the_bot() {
    let session = Session::open(FOR_EVER).await;
    let chat = &session.chat;
    chat.trouble(
        GatewayHandshake::Resume,
        GatewayFault::Close(4000),
        usize::MAX,
    );
    chat.close_gateway(4000);
    session.shows(|status| status.reconnects == 2).await;
    session.stop.cancel();
    session.ended().await.unwrap();
}
