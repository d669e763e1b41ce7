//! The centre, the chat and the bot of one ordeal, and the time they all go by.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret as _;
use tempfile::TempDir;
use tokio::time::sleep;
use vigia_sandbox::{
    centre::{self, SimulatedCentre},
    chat::{self, ChatRequest, ChatRole, ChatState, DiscordStandIn, FaultMoment},
};

use super::{
    end::End,
    trouble::{Doom, Plan, Trouble},
};
use crate::{
    crash::bot::{LedBot, Patience, kill_later, lock},
    support::{
        floor::{FLOOR, OFFICE},
        led::LedTime,
    },
};

/// Between two polls.
pub(super) const EVERY: Duration = Duration::from_secs(300);

/// How long the bot may take to start.
const READY_WITHIN: Duration = Duration::from_secs(300);

/// How far the time is led on at once.
const STEP: TimeDelta = TimeDelta::seconds(5);

pub(super) const SUPERVISORS: u64 = 801;
pub(super) const HEADS: u64 = 802;

/// How long the chat knows a nonce: as long as the ordeal lasts. The time is led on while the
/// bot is between two steps, so that Discord's own two minutes would be too short.
const NONCES: Duration = Duration::from_secs(24 * 3_600);

/// What is to come before the next poll, and what has been counted.
#[derive(Default)]
struct Fate {
    since: DateTime<Utc>,
    dooms: Vec<Doom>,
    requests: usize,
    reports: usize,
}

/// A life of the bot and its connection to the chat, by number.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct BotLife(usize, usize);

pub(super) struct World {
    pub(super) centre: SimulatedCentre,
    pub(super) chat: DiscordStandIn,
    pub(super) trouble: Trouble,
    folder: TempDir,
    led: LedBot,
    fate: Arc<Mutex<Fate>>,
    pub(super) faults: usize,
}

impl World {
    /// The bot is not running yet. Its first poll is the one at `first`.
    pub(super) async fn build(first: DateTime<Utc>, rules: &str, seed: Option<u64>) -> Self {
        let folder = TempDir::new().unwrap();
        let time = LedTime::start(folder.path(), first - TimeDelta::minutes(3));
        let centre = centre::CentreSettings {
            clock: time.clock(),
            ..centre::CentreSettings::default()
        };
        let centre = SimulatedCentre::start(centre).await.unwrap();
        let settings = chat::ChatSettings {
            token: "d1sc0rd-token-of-the-ordeal".into(),
            channels: vec![(FLOOR, "floor".to_owned()), (OFFICE, "heads".to_owned())],
            roles: vec![ChatRole::new(SUPERVISORS, "s"), ChatRole::new(HEADS, "h")],
            clock: time.clock(),
            age_clock: time.clock(),
            nonce_window: NONCES,
            ..chat::ChatSettings::default()
        };
        let chat = DiscordStandIn::start(settings.clone()).await.unwrap();
        fs::create_dir(folder.path().join("rules")).unwrap();
        fs::write(folder.path().join("rules/floor.yaml"), rules).unwrap();
        let config = config(&centre.url(), chat.url(), settings.guild);
        fs::write(folder.path().join("vigia.yaml"), config).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigia"));
        command.env_clear().current_dir(folder.path());
        command.env("WOLKVOX_TOKEN", centre.token());
        command.env("DISCORD_TOKEN", settings.token.expose_secret());
        command.arg("run");
        let log = folder.path().join("lives.log");
        let mut world = Self {
            centre,
            chat,
            trouble: Trouble::of(seed),
            led: LedBot::new(command, log, time),
            folder,
            fate: Arc::default(),
            faults: 0,
        };
        // The poll before the first counts as kept.
        world.led.log.kept = first - EVERY;
        world.watch_for_doom();
        world.led.start();
        world.chat.wait_ready(READY_WITHIN).await.unwrap();
        world
    }

    /// Whoever is asked next may be the last to see the bot alive.
    fn watch_for_doom(&self) {
        let (bot, fate) = (Arc::clone(&self.led.bot), Arc::clone(&self.fate));
        self.chat.on_request(move |_, moment| {
            let mut fate = lock(&fate);
            fate.requests += usize::from(moment == FaultMoment::Before);
            let now = fate.requests;
            let is_due =
                |doom: &Doom| matches!(doom, Doom::Chat(at, it) if (*at, *it) == (now, moment));
            if fate.strikes(is_due).is_some() {
                bot.kill();
            }
        });
        let (bot, fate) = (Arc::clone(&self.led.bot), Arc::clone(&self.fate));
        self.centre.on_answer(move |_| {
            let mut fate = lock(&fate);
            fate.reports += 1;
            let now = fate.reports;
            let is_due = |doom: &Doom| matches!(doom, Doom::Report(at) if *at == now);
            if fate.strikes(is_due).is_some() {
                bot.kill();
            }
        });
    }

    /// The file of rules.
    pub(super) fn rules(&self) -> PathBuf {
        self.folder.path().join("rules/floor.yaml")
    }

    /// How often the bot was killed.
    pub(super) fn deaths(&self) -> usize {
        self.led.bot.deaths()
    }

    /// Changes with each life of the bot, and with each of its connections to the chat.
    pub(super) fn life(&self) -> BotLife {
        let connections = |state: &ChatState| state.identified() + state.resumed();
        BotLife(self.deaths(), self.chat.look(connections))
    }

    /// Returns true while the bot is killed and not started again.
    pub(super) fn is_dead(&self) -> bool {
        self.led.bot.is_dead()
    }

    /// Kills the bot now.
    pub(super) fn kill(&self) {
        self.led.bot.kill();
    }

    /// Kills the bot in so long.
    pub(super) fn kill_later(&self, delay: Duration) {
        kill_later(&self.led.bot, delay);
    }

    /// Waits a moment of real time, and fails where all patience is lost.
    pub(super) async fn wait(&self, patience: &Patience) {
        patience.wait(&self.led.bot).await;
    }

    /// Leads the time on to `until`, and through all polls on the way.
    pub(super) async fn go_on(&mut self, until: DateTime<Utc>) {
        let patience = Patience::new();
        while self.led.time.now() < until {
            self.step(until).await;
            self.wait(&patience).await;
        }
    }

    /// Waits until the poll of that time is kept.
    pub(super) async fn has_kept(&mut self, poll: DateTime<Utc>) {
        let patience = Patience::new();
        while self.led.log.kept < poll {
            self.step(DateTime::<Utc>::MAX_UTC).await;
            self.wait(&patience).await;
        }
    }

    /// Waits until all is posted that the last poll found.
    pub(super) async fn drain(&mut self) {
        self.led.drain().await;
    }

    /// Sees that the bot lives, and leads the time on a little. It stands still while a poll is
    /// read, except where the bot waits to ask again.
    async fn step(&mut self, until: DateTime<Utc>) {
        self.revive().await;
        if self.led.log.read_on() {
            let kept = |doom: &Doom| matches!(doom, Doom::Kept(_));
            if let Some(Doom::Kept(delay)) = lock(&self.fate).strikes(kept) {
                self.kill_later(delay);
            }
        }
        let now = self.led.time.now();
        if lock(&self.fate).strikes_at(now) {
            self.kill();
        }
        if let Some(next) = self.led.log.next_time(now) {
            let step = (now + STEP).min(until);
            self.led.time.lead_to(next.min(step.max(now)));
        }
    }

    /// Starts the bot again where it was killed.
    pub(super) async fn revive(&mut self) {
        if self.led.bot.is_dead() {
            sleep(self.trouble.up_to(Duration::from_millis(60))).await;
        }
        self.led.revive();
    }

    /// What goes wrong from now on, instead of what was still to come.
    pub(super) fn trouble_comes(&mut self) {
        // Whatever did not come about is over.
        self.centre.heal();
        let plan = self.trouble.plan(EVERY);
        let Plan {
            dooms,
            reports,
            chat,
        } = plan;
        self.faults += reports.len() + chat.len();
        for fault in reports {
            self.centre.fault_next(1, fault);
        }
        for fault in chat {
            self.chat.inject(fault);
        }
        *lock(&self.fate) = Fate {
            since: self.led.time.now(),
            dooms,
            ..Fate::default()
        };
    }

    /// Waits until the bot has nothing more to say, and stops it.
    pub(super) async fn end(mut self) -> (End, Self) {
        self.trouble = Trouble::of(None);
        self.trouble_comes();
        let Self {
            led, chat, folder, ..
        } = &mut self;
        let end = || chat.look(|state| End::of(folder.path(), state));
        led.finish(|| end().waiting > 0).await;
        (end(), self)
    }

    /// What there was to see, for whoever reads a failure.
    pub(super) fn picture(&self) -> String {
        let said = self.led.bot.said();
        let tail: Vec<_> = said.lines().rev().take(60).collect();
        let tail: Vec<_> = tail.into_iter().rev().collect();
        let asked = self.chat.look(|state: &ChatState| {
            let told = state.requests().iter();
            let told = told.filter(|it| it.path.contains("/messages"));
            told.map(posted).collect::<Vec<_>>()
        });
        format!("{}\n{asked:#?}\n{}", self.led.time.now(), tail.join("\n"))
    }
}

/// A request to the chat, for whoever reads a failure.
fn posted(request: &ChatRequest) -> String {
    let ChatRequest {
        method,
        path,
        status,
        took_effect,
        ..
    } = request;
    let nonce = request.body["nonce"].as_str().unwrap_or_default();
    let id = &request.reply["id"];
    format!("{method} {path} {nonce} {status:?} {id} {took_effect}")
}

impl Fate {
    fn strikes(&mut self, is_due: impl Fn(&Doom) -> bool) -> Option<Doom> {
        let place = self.dooms.iter().position(is_due)?;
        Some(self.dooms.remove(place))
    }

    fn strikes_at(&mut self, now: DateTime<Utc>) -> bool {
        let since = self.since;
        let is_due = |doom: &Doom| matches!(doom, Doom::At(after) if since + *after <= now);
        self.strikes(is_due).is_some()
    }
}

fn config(centre: &str, chat: &str, guild: u64) -> String {
    format!(
        "operations:
  - name: principal
    base_url: {centre}
    token: {{ env: WOLKVOX_TOKEN }}
    timezone: America/Bogota
    licences: 1000
    language: en
discord:
  token: {{ env: DISCORD_TOKEN }}
  guild: \"{guild}\"
  api_url: {chat}
channels: {{ floor: \"{FLOOR}\", heads: \"{OFFICE}\" }}
roles: {{ supervisors: \"{SUPERVISORS}\", heads: \"{HEADS}\" }}
access: {{ agents: [floor] }}
alerts:
  critical: {{ rings: true, mention: [supervisors] }}
store: {{ path: data }}
rules: rules
"
    )
}
