//! The centre, the chat and the bot of one ordeal, and the time they all go by.

use std::{
    fs,
    io::{Read as _, Seek as _, SeekFrom},
    path::PathBuf,
    process::Command,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret as _;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};
use vigia_sandbox::{
    centre::{self, SimulatedCentre},
    chat::{self, ChatRequest, ChatRole, ChatState, DiscordStandIn, FaultMoment},
};

use super::{
    end::End,
    time::Time,
    trouble::{Doom, Plan, Trouble},
};
use crate::{
    crash::bot::Bot,
    support::floor::{FLOOR, OFFICE},
};

/// Between two polls.
pub(super) const EVERY: Duration = Duration::from_secs(300);

/// How long after its mark a poll is due.
const SETTLE: Duration = Duration::from_secs(60);

pub(super) const SUPERVISORS: u64 = 801;
pub(super) const HEADS: u64 = 802;

/// How long the chat knows a nonce. What takes the bot a moment of real time, such as a chart,
/// takes minutes of the led one: as long as Discord's own is too short.
const NONCES: Duration = Duration::from_secs(3_600);

/// Nothing may take longer in real time.
const PATIENCE: Duration = Duration::from_secs(90);

/// What is to come before the next poll, and what has been counted.
#[derive(Default)]
struct Fate {
    since: DateTime<Utc>,
    dooms: Vec<Doom>,
    requests: usize,
    reports: usize,
}

/// What the log told of the polls that were kept.
struct Polls {
    path: PathBuf,
    read: u64,
    last: DateTime<Utc>,
    part: String,
}

pub(super) struct World {
    pub(super) centre: SimulatedCentre,
    pub(super) chat: DiscordStandIn,
    pub(super) time: Time,
    pub(super) trouble: Trouble,
    folder: TempDir,
    bot: Arc<Bot>,
    fate: Arc<Mutex<Fate>>,
    polls: Polls,
    pub(super) faults: usize,
}

impl World {
    /// The bot is not running yet. Its first poll is the one at `first`.
    pub(super) async fn build(first: DateTime<Utc>, rules: &str, seed: Option<u64>) -> Self {
        let folder = TempDir::new().unwrap();
        let time = Time::at(folder.path(), first - TimeDelta::minutes(3));
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
        command.arg("run").arg("--clock").arg(time.path());
        let log = folder.path().join("lives.log");
        let bot = Arc::new(Bot::of(command, log.clone()));
        let world = Self {
            centre,
            chat,
            time,
            trouble: Trouble::of(seed),
            folder,
            bot,
            fate: Arc::default(),
            polls: Polls::of(log, first),
            faults: 0,
        };
        world.watch_for_doom();
        world.bot.start();
        world.chat.wait_ready(PATIENCE).await.unwrap();
        world
    }

    /// Whoever is asked next may be the last to see the bot alive.
    fn watch_for_doom(&self) {
        let (bot, fate) = (Arc::clone(&self.bot), Arc::clone(&self.fate));
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
        let (bot, fate) = (Arc::clone(&self.bot), Arc::clone(&self.fate));
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
        *self.bot.deaths().borrow()
    }

    /// The bot dies now.
    pub(super) fn kill(&self) {
        self.bot.kill();
    }

    /// Kills the bot in so long.
    pub(super) fn kill_later(&self, delay: Duration) {
        let bot = Arc::clone(&self.bot);
        tokio::spawn(async move {
            sleep(delay).await;
            bot.kill();
        });
    }

    /// Leads the time on to `until`, with one plan of trouble for each poll on the way.
    pub(super) async fn go_on(&mut self, until: DateTime<Utc>) {
        let patience = Instant::now() + PATIENCE;
        while self.time.now() < until {
            assert!(Instant::now() < patience, "{}", self.picture());
            self.step(until).await;
        }
    }

    /// Until the poll of that time is kept.
    pub(super) async fn has_kept(&mut self, poll: DateTime<Utc>) {
        let patience = Instant::now() + PATIENCE;
        while self.polls.last < poll {
            assert!(Instant::now() < patience, "{}", self.picture());
            // One that is to be asked again waits for its time.
            self.step(self.time.now() + TimeDelta::milliseconds(50))
                .await;
        }
    }

    /// Sees that the bot lives, and leads the time on a little. It stands still before the
    /// next poll has its mark and this one is not kept.
    async fn step(&mut self, until: DateTime<Utc>) {
        self.live().await;
        if self.polls.look() {
            let kept = |doom: &Doom| matches!(doom, Doom::Kept(_));
            if let Some(Doom::Kept(delay)) = lock(&self.fate).strikes(kept) {
                self.kill_later(delay);
            }
        }
        let now = self.time.now();
        let due = self.polls.last + EVERY + SETTLE;
        let is_doomed = lock(&self.fate).strikes_at(now);
        if is_doomed {
            self.kill();
        }
        let too_late = due + EVERY - SETTLE / 2;
        let step = if now < due + TimeDelta::seconds(90) {
            TimeDelta::seconds(5)
        } else {
            TimeDelta::seconds(1)
        };
        let next = if now < too_late {
            (now + step).min(until).min(too_late)
        } else {
            // What is to be asked again waits for its time.
            now + TimeDelta::milliseconds(5)
        };
        if let Ok(step) = (next - now).to_std() {
            self.time.go_on(step);
            self.chat.let_pass(step);
        }
        sleep(Duration::from_millis(3)).await;
    }

    /// Starts the bot again where it was killed.
    pub(super) async fn live(&mut self) {
        if self.bot.is_dead() {
            sleep(self.trouble.up_to(Duration::from_millis(60))).await;
            self.bot.start();
        }
        let ended = self.bot.ended();
        assert!(ended.is_none(), "{ended:?}\n{}", self.picture());
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
            since: self.time.now(),
            dooms,
            ..Fate::default()
        };
    }

    /// Until the bot has nothing more to say. It is asked to stop then.
    pub(super) async fn end(mut self) -> (End, Self) {
        self.trouble = Trouble::of(None);
        self.trouble_comes();
        for _ in 0..20 {
            self.live().await;
            self.until_quiet().await;
            self.stop().await;
            let end = self.chat.look(|state| End::of(self.folder.path(), state));
            if end.waiting == 0 {
                return (end, self);
            }
            self.bot.start();
        }
        panic!("it never ends\n{}", self.picture());
    }

    async fn until_quiet(&self) {
        let mut before = usize::MAX;
        loop {
            let asked = self.chat.look(|state| state.requests().len());
            if asked == before {
                return;
            }
            before = asked;
            sleep(Duration::from_millis(400)).await;
        }
    }

    async fn stop(&mut self) {
        self.bot.ask_to_stop();
        let patience = Instant::now() + Duration::from_secs(20);
        let status = loop {
            match self.bot.ended() {
                Some(status) => break status,
                None if Instant::now() > patience => panic!("{}", self.picture()),
                None => sleep(Duration::from_millis(10)).await,
            }
        };
        assert!(status.success(), "{status}\n{}", self.picture());
        self.bot.bury();
    }

    /// What there was to see, for whoever reads a failure.
    pub(super) fn picture(&self) -> String {
        let said = self.bot.said();
        let tail: Vec<_> = said.lines().rev().take(60).collect();
        let tail: Vec<_> = tail.into_iter().rev().collect();
        let asked = self.chat.look(|state: &ChatState| {
            let told = state.requests().iter();
            let told = told.filter(|it| it.path.contains("/messages"));
            told.map(posted).collect::<Vec<_>>()
        });
        format!("{}\n{asked:#?}\n{}", self.time.now(), tail.join("\n"))
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

impl Polls {
    fn of(path: PathBuf, first: DateTime<Utc>) -> Self {
        Self {
            path,
            read: 0,
            last: first - EVERY,
            part: String::new(),
        }
    }

    /// Reads what is new in the log. Whether another poll was kept.
    fn look(&mut self) -> bool {
        let mut file = fs::File::open(&self.path).unwrap();
        file.seek(SeekFrom::Start(self.read)).unwrap();
        let mut new = Vec::new();
        self.read += u64::try_from(file.read_to_end(&mut new).unwrap()).unwrap();
        self.part.push_str(&String::from_utf8_lossy(&new));
        let mut is_new = false;
        while let Some(end) = self.part.find('\n') {
            let line: String = self.part.drain(..=end).collect();
            // Where it dies between keeping a poll and saying so, the next life says it.
            let told = line.split_once(" polled ").or(line.split_once(" resumed "));
            let told = told.and_then(|(_, it)| it.split_once("as_of="));
            let time = told.and_then(|(_, it)| it.split_once(" UTC"));
            if let Some((time, _)) = time {
                let time = time.replace(' ', "T") + "Z";
                let time = time.parse().unwrap();
                is_new |= time > self.last;
                self.last = time;
            }
        }
        is_new
    }
}

fn lock(fate: &Mutex<Fate>) -> MutexGuard<'_, Fate> {
    fate.lock().unwrap_or_else(PoisonError::into_inner)
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
