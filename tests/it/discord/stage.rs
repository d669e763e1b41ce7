//! A bot on the stand-in whose answers do what the words of the question say: `slow channel
//! chart` answers after a while, for everybody, with a picture.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::DateTime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use vigia::{
    commands::{
        Caller, ChatAction, ChatHandler, CommandReply, Given, MenuItem, MenuOption, OptionKind,
        Progress, ReplyPlace,
    },
    discord::{DiscordClient, DiscordError, DiscordSettings, TimeLimits},
};
use vigia_cards::{
    Card, CardButton, CardFile, CardLine,
    charts::{BarChart, BarRow, Chart, ChartValue, FigureState, Plot},
};
use vigia_clock::Clock;
use vigia_sandbox::chat::{
    self, ChatMessage, ChatState, ChatUser, DiscordStandIn, PendingInteraction,
};

use crate::support::judge;

pub(super) const CHANNEL: u64 = 555;
pub(super) const SOON: Duration = Duration::from_secs(300);
/// The people who ask at once.
pub(super) const CROWD: usize = 100;
/// What a hostile centre might call things.
pub(super) const HOSTILE: &str = "@everyone **x** \u{202e}<@&1> `y` https://z";

pub(super) fn menu() -> Vec<MenuItem> {
    let option = |name, kind| MenuOption {
        name,
        name_id: "menu-test".to_owned(),
        about_id: "range-too-short".to_owned(),
        kind,
    };
    let item = |name, options, is_limited| MenuItem {
        name,
        name_id: "menu-test".to_owned(),
        about_id: "range-too-short".to_owned(),
        options,
        is_limited,
    };
    let options = vec![
        option("skill", OptionKind::Suggested),
        option("last", OptionKind::Text),
        option("from", OptionKind::Text),
        option("to", OptionKind::Text),
        option("page", OptionKind::Count(1, 99)),
        option("csv", OptionKind::Switch),
        option(
            "by",
            OptionKind::Choice(vec![("day", "word-yesterday"), ("all", "word-all")]),
        ),
    ];
    let limited = vec![option("skill", OptionKind::Text)];
    vec![item("abandon", options, false), item("hold", limited, true)]
}

/// What is asked, and by whom.
pub(super) struct Actor {
    chat: Arc<DiscordStandIn>,
    pub(super) asked: Mutex<Vec<(String, Given, Caller)>>,
}

/// The answers of an actor, which remembers what it was asked.
fn handler(actor: Arc<Actor>) -> ChatHandler {
    ChatHandler {
        menu: menu(),
        answer: Box::new(move |request| {
            let (name, given, script) = match request.action {
                ChatAction::Command { name, given } => {
                    let script = given.get("skill").cloned().unwrap_or_default();
                    (name, given, script)
                }
                ChatAction::Press(press) => (press.clone(), Given::new(), press),
            };
            let question = (name, given, request.caller);
            actor.asked.lock().unwrap().push(question);
            let chat = Arc::clone(&actor.chat);
            Box::pin(async move { act(&chat, script, &request.progress).await })
        }),
        suggest: Box::new(|_| Box::pin(async { Vec::new() })),
    }
}

/// How many questions were told so far that their answer takes a while.
fn count_deferred(state: &ChatState) -> usize {
    let deferred = state.requests().iter().filter(|it| {
        let is_deferral = matches!(it.body["type"].as_u64(), Some(5 | 6));
        it.path.ends_with("/callback") && is_deferral && it.took_effect
    });
    deferred.count()
}

async fn until_shown(chat: &DiscordStandIn, words: &str) {
    let is_it = |message: &ChatMessage| message.title() == Some(words);
    let is_shown = |state: &ChatState| state.messages(CHANNEL).any(is_it);
    chat.wait_until(SOON, is_shown).await.unwrap();
}

async fn act(chat: &DiscordStandIn, script: String, progress: &Progress) -> CommandReply {
    let says = |word: &str| script.split(' ').any(|it| it == word);
    let deferred = chat.look(count_deferred);
    if says("progress") {
        progress.send_replace(Some(titled("one before")));
    }
    if says("slow") {
        let is_deferred = |state: &ChatState| count_deferred(state) > deferred;
        chat.wait_until(SOON, is_deferred).await.unwrap();
    }
    if says("progress") {
        until_shown(chat, "one before").await;
        progress.send_replace(Some(titled("next")));
        until_shown(chat, "next").await;
    }
    if says("crowd") {
        // Those who ask later are told that it takes a while, before anybody is answered.
        let are_deferred = |state: &ChatState| count_deferred(state) >= CROWD - 8;
        chat.wait_until(SOON, are_deferred).await.unwrap();
    }
    if says("stuck") {
        std::future::pending::<()>().await;
    }
    assert!(!says("panic"), "a fault");
    let lines = if says("long") { 500 } else { 1 };
    CommandReply {
        card: Card {
            lines: vec![CardLine::text("x".repeat(40)); lines],
            chart: says("chart").then(chart),
            file: says("file").then(|| CardFile {
                name: format!("{HOSTILE}.csv"),
                text: "a;b\n".into(),
            }),
            buttons: if says("buttons") { buttons() } else { vec![] },
            ..titled(&script)
        },
        place: match () {
            () if says("channel") => ReplyPlace::Channel,
            () if says("instead") => ReplyPlace::Instead,
            () => ReplyPlace::Private,
        },
    }
}

fn titled(title: &str) -> Card {
    Card {
        title: title.to_owned(),
        ..Card::default()
    }
}

fn buttons() -> Vec<CardButton> {
    let presses = [
        "private",
        "slow private",
        "instead",
        "instead chart",
        "slow instead file",
        "channel",
        "slow channel chart",
        "panic",
        "stuck",
        "slow progress private",
        "slow progress instead",
        "slow panic",
        "private",
        "",
    ];
    let button = |press: &str| {
        let label = format!("{HOSTILE} {press} {}", "ñ".repeat(90));
        CardButton::new(label, press.to_owned())
    };
    presses.map(button).into()
}

fn chart() -> Chart {
    let value = |value: f64| ChartValue {
        value: Some(value),
        text: value.to_string(),
    };
    let row = |label: &str, height| BarRow {
        label: label.to_owned(),
        value: value(height),
        state: FigureState::Unjudged,
    };
    Chart {
        alt: format!("{HOSTILE} {}", "ñ".repeat(2000)),
        plot: Plot::Bars(BarChart {
            heading: HOSTILE.to_owned(),
            rows: vec![row("0–10 s", 3.0), row("11–20 s", 18.0)],
            whole: None,
            tick: None,
        }),
    }
}

async fn new_chat() -> Arc<DiscordStandIn> {
    let settings = chat::ChatSettings {
        channels: vec![(CHANNEL, "floor".to_owned())],
        age_clock: Clock::leaping(DateTime::UNIX_EPOCH),
        ..chat::ChatSettings::default()
    };
    Arc::new(DiscordStandIn::start(settings).await.unwrap())
}

/// The bot, connected to the stand-in.
pub(super) struct Stage {
    pub(super) discord: DiscordClient,
    pub(super) chat: Arc<DiscordStandIn>,
    pub(super) actor: Arc<Actor>,
    stop: CancellationToken,
    task: JoinHandle<Result<(), DiscordError>>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.stop.cancel();
        self.task.abort();
    }
}

impl Stage {
    /// A bot that always answers at once.
    pub(super) async fn open() -> Self {
        Self::start(new_chat().await, SOON, SOON).await
    }

    /// A bot that says soon that an answer takes a while.
    pub(super) async fn hasty() -> Self {
        Self::start(new_chat().await, Duration::from_millis(50), SOON).await
    }

    /// The same chat with a bot that soon gives an answer up.
    pub(super) async fn impatient(mut self) -> Self {
        self.stop.cancel();
        (&mut self.task).await.unwrap().unwrap();
        let gone = |state: &ChatState| !state.is_connected();
        self.chat.wait_until(SOON, gone).await.unwrap();
        let (first, answer) = (Duration::from_millis(50), Duration::from_millis(500));
        Self::start(Arc::clone(&self.chat), first, answer).await
    }

    async fn start(chat: Arc<DiscordStandIn>, first_answer: Duration, answer: Duration) -> Self {
        let settings = chat::ChatSettings::default();
        let discord = DiscordClient::new(DiscordSettings {
            token: settings.token.into(),
            guilds: vec![settings.guild],
            api_url: Some(chat.url().to_owned()),
            roles: std::collections::BTreeMap::from([(
                vigia_core::rules::RoleName::new("heads"),
                4,
            )]),
            channels: BTreeMap::from([(vigia_core::rules::ChannelName::new("floor"), CHANNEL)]),
            time_limits: TimeLimits {
                // No response is too late because the machine is busy.
                first_response: SOON,
                first_answer,
                answer,
                progress: Duration::from_millis(50),
                ..TimeLimits::default()
            },
        });
        let actor = Arc::new(Actor {
            chat: Arc::clone(&chat),
            asked: Mutex::default(),
        });
        let front = Arc::new(handler(Arc::clone(&actor)));
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let running = discord.clone();
        let task = tokio::spawn(async move { running.run(front, stopped).await });
        chat.wait_ready(SOON).await.unwrap();
        Self {
            discord,
            chat,
            actor,
            stop,
            task,
        }
    }

    /// Ana asks for what these words say.
    pub(super) fn ask(&self, script: &str) -> PendingInteraction {
        let asked = self
            .chat
            .run_command(&ana(), "abandon", &[("skill", script)]);
        asked.unwrap()
    }

    pub(super) async fn answer(&self, script: &str) -> ChatMessage {
        self.ask(script).message(SOON).await.unwrap()
    }

    /// Ana presses a button.
    pub(super) fn press(&self, message: &ChatMessage, press: &str) -> PendingInteraction {
        self.chat.click(&ana(), message.id, press).unwrap()
    }

    /// What everybody sees.
    pub(super) fn public(&self) -> Vec<ChatMessage> {
        let mut messages = self.chat.messages(CHANNEL);
        messages.retain(|message| message.ephemeral_to.is_none());
        messages
    }

    /// Discord would have taken all of it, and nobody was disturbed.
    pub(super) fn assert_faultless(&self) {
        judge::assert_faultless(&self.chat);
        for message in self.chat.messages(CHANNEL) {
            assert!(message.pings.is_empty());
        }
    }
}

pub(super) fn ana() -> ChatUser {
    ChatUser::new(41, "Ana")
}

/// The names of the files that a message shows, and of those that it has.
pub(super) fn shown(message: &ChatMessage) -> (Vec<&str>, Vec<&str>) {
    let files = message.files.iter().map(|file| file.name.as_str());
    (message.shown_files(), files.collect())
}

pub(super) fn title(message: &ChatMessage) -> &str {
    message.title().unwrap()
}

pub(super) fn is_disabled(message: &ChatMessage, press: &str) -> bool {
    message.component(press).unwrap()["disabled"] == true
}
