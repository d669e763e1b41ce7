//! A floor to try the unmodified bot on: a simulated centre, a stand-in for Discord, a folder
//! with its configuration, and `vigia run` as a process of its own.

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf},
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret as _;
use tempfile::TempDir;
use tokio::process::Command;
use vigia_clock::Clock;
use vigia_core::metrics::TimeWindow;
use vigia_sandbox::{
    centre::{
        self, CallChannel, CallOutcome, CentreNames, DemandHours, ScriptedIncident,
        SimulatedCentre, SkillTableMode,
    },
    chat::{self, ChatMessage, ChatUser, DiscordStandIn, PendingInteraction},
};

use crate::support::bot::Bot;

/// The Discord channel that rules call `floor`.
pub(crate) const FLOOR: u64 = 700_000_000_000_000_010;

/// A channel that nobody has configured.
pub(crate) const OFFICE: u64 = 700_000_000_000_000_011;

/// The skill that loses its agents, Soporte TV.
pub(crate) const SKILL: u32 = 12;

/// Ana, who supervises it.
pub(crate) const ANA: u64 = 700_000_000_000_000_101;

/// Nothing that is waited for takes longer, even on a machine with other things to do.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// One rule over one skill, so that a poll is six calls. A floor begins with a rate below
/// [`CALM`].
pub(crate) const RULES: &str = "\
rules:
  - alert: abandonment
    metric: abandon.rate
    of: skill 12
    window: 60m
    when: { above: { warning: 8%, critical: 22% } }
    at_least: 20
    for: 2s
    keep_firing_for: 2s
    recover: { below: 7% }
    notify: floor
    description: 'Revise las pausas de {{ skill_name }}: {{ part }} de {{ of }}.'
";

/// A rate that is surely past the first limit of [`RULES`] and not past the second.
pub(crate) const WARNING: Range<f64> = 0.10..0.19;

/// A rate that is surely past the second.
pub(crate) const CRITICAL: Range<f64> = 0.25..1.0;

/// A rate that is surely on the good side.
const CALM: f64 = 0.03;

const GONE: ScriptedIncident = ScriptedIncident::AgentsGone { skill: SKILL };

/// What is different from one test to the next.
pub(crate) struct Plan {
    /// The time, for the outside and for a bot in this process. A process of its own has the
    /// machine's.
    pub(crate) clock: Clock,
    /// Thousands of calls a day.
    pub(crate) licences: u32,
    /// Between two polls, as the configuration spells it.
    pub(crate) every: &'static str,
    /// The language of the posts.
    pub(crate) language: &'static str,
    /// What stands in the file of rules.
    pub(crate) rules: &'static str,
    /// Who may see what, and the roles that this names, as the configuration spells them.
    pub(crate) access: &'static str,
    /// Whether the channel of the office is that of the people who run the bot.
    pub(crate) has_ops: bool,
    /// How skills and agents are called, where it is not as usual.
    pub(crate) names: CentreNames,
    /// How the centre answers the report of all skills.
    pub(crate) skill_table: SkillTableMode,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            licences: 100,
            every: "1s",
            language: "es-CO",
            rules: RULES,
            access: "",
            has_ops: false,
            names: CentreNames::default(),
            skill_table: SkillTableMode::default(),
        }
    }
}

impl Plan {
    /// No poll comes between, so that each call to the centre is one that somebody asked
    /// for, and agents may be named on the floor.
    pub(crate) fn quiet() -> Self {
        Self {
            every: "24h",
            access: "access: { agents: [floor] }",
            ..Self::default()
        }
    }
}

/// The outside of the bot, and its folder.
pub(crate) struct Floor {
    pub(crate) centre: SimulatedCentre,
    pub(crate) chat: DiscordStandIn,
    pub(crate) clock: Clock,
    discord_token: String,
    folder: TempDir,
    runs: AtomicUsize,
}

impl Floor {
    pub(crate) async fn open() -> Self {
        Self::planned(Plan::default()).await
    }

    pub(crate) async fn planned(plan: Plan) -> Self {
        let centre = calm_centre(&plan).await;
        let settings = chat::ChatSettings {
            token: "d1sc0rd-token-of-the-floor".into(),
            channels: vec![(FLOOR, "floor".to_owned()), (OFFICE, "office".to_owned())],
            clock: plan.clock.clone(),
            // No question expires because the machine has other things to do.
            age_clock: Clock::leaping(plan.clock.now()),
            ..chat::ChatSettings::default()
        };
        let chat = DiscordStandIn::start(settings.clone()).await.unwrap();
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("rules")).unwrap();
        let config = config(&plan, &centre.url(), chat.url(), settings.guild);
        fs::write(folder.path().join("vigia.yaml"), config).unwrap();
        // A clock that nobody leads shows the machine's time.
        fs::write(folder.path().join("clock"), "").unwrap();
        let floor = Self {
            centre,
            chat,
            clock: plan.clock,
            discord_token: settings.token.expose_secret().to_owned(),
            folder,
            runs: AtomicUsize::new(0),
        };
        floor.write_rules(plan.rules);
        floor
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder().join("vigia.yaml")
    }

    pub(crate) fn write_rules(&self, text: &str) {
        fs::write(self.folder().join("rules/floor.yaml"), text).unwrap();
    }

    /// What the environment holds.
    pub(crate) fn secret(&self, name: &str) -> Option<String> {
        match name {
            "WOLKVOX_TOKEN" => Some(self.centre.token().to_owned()),
            "DISCORD_TOKEN" => Some(self.discord_token.clone()),
            _ => None,
        }
    }

    /// `vigia` with this subcommand in the floor's folder, not yet started.
    pub(crate) fn vigia(&self, subcommand: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigia"));
        command.env_clear().current_dir(self.folder());
        for name in ["WOLKVOX_TOKEN", "DISCORD_TOKEN"] {
            command.env(name, self.secret(name).unwrap());
        }
        command
            .arg(subcommand)
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// `vigia run` by the machine's time, without a deadline that passes on a busy machine.
    pub(crate) fn run_command(&self) -> Command {
        let mut command = self.vigia("run");
        command.arg("--clock").arg("clock");
        command
    }

    /// Starts the bot.
    pub(crate) fn run(&self) -> Bot {
        self.start(&mut self.run_command())
    }

    /// Starts a command whose words go to a log of its own.
    pub(crate) fn start(&self, command: &mut Command) -> Bot {
        let number = self.runs.fetch_add(1, Ordering::Relaxed);
        let log = self.folder().join(format!("run-{number}.log"));
        Bot::start(command, log)
    }

    /// The skill has lost its agents, just so long ago that its rate of the last hour is in
    /// this range.
    pub(crate) fn lose_agents(&self, rate: &Range<f64>) {
        let now = self.clock.now();
        let until = now + TimeDelta::days(1);
        let fits = (1..=36).any(|spell| {
            self.give_agents_back();
            let from = now - TimeDelta::minutes(5 * spell);
            self.centre
                .plan(GONE, TimeWindow::new(from, until).unwrap());
            rate.contains(&share(truth(&self.centre, SKILL, now)))
        });
        assert!(fits, "no spell without agents makes a rate of {rate:?}");
    }

    /// The agents were never gone.
    pub(crate) fn give_agents_back(&self) {
        self.centre.forget(&GONE);
    }

    /// Abandoned and offered calls of a skill in the hour that ended then.
    pub(crate) fn truth(&self, skill: u32, until: DateTime<Utc>) -> (u32, u32) {
        truth(&self.centre, skill, until)
    }

    /// What [`truth`](Self::truth) is for each second of the minute that a card names.
    pub(crate) fn truths(&self, skill: u32, minute: DateTime<Utc>) -> Vec<(u32, u32)> {
        let seconds = (0..60).map(|second| minute + TimeDelta::seconds(second));
        seconds.map(|until| self.truth(skill, until)).collect()
    }

    /// The end of what the last process said.
    fn last_words(&self) -> String {
        let last = self.runs.load(Ordering::Relaxed).saturating_sub(1);
        let log = fs::read_to_string(self.folder().join(format!("run-{last}.log")));
        let log = log.unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }

    /// Kills the bot and starts it again.
    pub(crate) async fn restart(&self, bot: Bot) -> Bot {
        let before = self.chat.look(chat::ChatState::identified);
        bot.kill().await;
        let bot = self.run();
        let is_back = |state: &chat::ChatState| state.identified() > before && state.is_connected();
        self.chat.wait_until(PATIENCE, is_back).await.unwrap();
        bot
    }

    pub(crate) async fn ready(&self) {
        self.chat.wait_ready(PATIENCE).await.unwrap();
    }

    /// The cards that everybody on the floor sees, oldest first.
    pub(crate) fn cards(&self) -> Vec<ChatMessage> {
        let mut messages = self.chat.messages(FLOOR);
        messages.retain(|it| it.ephemeral_to.is_none() && it.reply_to.is_none());
        messages
    }

    /// Waits for a card whose words are as hoped, and no longer the line that rang, and fails with what stands there instead.
    pub(crate) async fn card(&self, hoped: impl Fn(&str) -> bool) -> ChatMessage {
        let is_it = |it: &&ChatMessage| {
            let is_card = it.is_of_components() && it.reply_to.is_none();
            it.ephemeral_to.is_none() && is_card && hoped(&it.text())
        };
        let seen = self
            .chat
            .wait_until(PATIENCE, |state| state.messages(FLOOR).any(|it| is_it(&it)));
        if seen.await.is_err() {
            let stands: Vec<_> = self.cards().iter().map(ChatMessage::text).collect();
            panic!(
                "no such card; there are {stands:#?}, and\n{}",
                self.last_words()
            );
        }
        let cards = self.cards();
        let card = cards.iter().find(is_it).cloned();
        card.expect("a card that was there a moment ago")
    }

    /// Waits until the bot has changed a card so often more.
    pub(crate) async fn refreshed(&self, card: u64, times: usize) {
        let edits = |it: Option<&ChatMessage>| it.map_or(0, |it| it.edits.len());
        let before = self.chat.look(|state| edits(state.message(card)));
        let hoped = |state: &chat::ChatState| edits(state.message(card)) >= before + times;
        self.chat.wait_until(PATIENCE, hoped).await.unwrap();
    }

    /// Waits until so many more calls have come to the centre.
    pub(crate) async fn asked(&self, more: usize) {
        self.asked_in_all(self.centre.requests().len() + more).await;
    }

    /// Waits until the bot has read the three lists of who and what there is.
    pub(crate) async fn listed(&self) {
        self.asked_in_all(3).await;
    }

    async fn asked_in_all(&self, calls: usize) {
        let come = async {
            while self.centre.requests().len() < calls {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, come).await.unwrap();
    }

    /// Waits for a reply to a card with these words.
    pub(crate) async fn reply(&self, card: u64, words: &str) -> ChatMessage {
        let is_it = |it: &ChatMessage| it.reply_to == Some(card) && it.text().contains(words);
        let come = self
            .chat
            .wait_until(PATIENCE, |state| state.messages(FLOOR).any(is_it));
        assert!(
            come.await.is_ok(),
            "nothing of `{words}` in {:?}\n{}",
            self.replies(card),
            self.last_words()
        );
        let messages = self.chat.messages(FLOOR);
        let reply = messages.into_iter().find(is_it);
        reply.expect("a reply that was there a moment ago")
    }

    /// The replies to a card.
    pub(crate) fn replies(&self, card: u64) -> Vec<String> {
        let mut replies = self.chat.messages(FLOOR);
        replies.retain(|it| it.reply_to == Some(card));
        replies.iter().map(ChatMessage::text).collect()
    }

    /// Ana asks `/abandon` in this language.
    pub(crate) fn ask(&self, locale: &str, options: &[(&str, &str)]) -> PendingInteraction {
        let ana = ana(locale);
        self.chat.run_command(&ana, "abandon", options).unwrap()
    }
}

/// A centre whose skill has a good hour behind it: the machine's clock, and so the calls, are
/// others in each run.
pub(crate) async fn calm_centre(plan: &Plan) -> SimulatedCentre {
    for seed in 1..100 {
        let settings = centre::CentreSettings {
            seed,
            clock: plan.clock.clone(),
            hours: DemandHours::Always,
            licences: plan.licences,
            names: plan.names.clone(),
            skill_table: plan.skill_table,
            ..centre::CentreSettings::default()
        };
        let centre = SimulatedCentre::start(settings).await.unwrap();
        if share(truth(&centre, SKILL, plan.clock.now())) < CALM {
            return centre;
        }
    }
    panic!("no centre is calm");
}

fn truth(centre: &SimulatedCentre, skill: u32, until: DateTime<Utc>) -> (u32, u32) {
    let hour = TimeWindow::ending(until, Duration::from_secs(3600));
    let calls = centre.calls(skill, hour).into_iter().filter(|call| {
        call.channel == CallChannel::Inbound && call.outcome != CallOutcome::LeftForCallback
    });
    calls.fold((0, 0), |(abandoned, offered), call| {
        let is_lost = call.outcome == CallOutcome::Abandoned;
        (abandoned + u32::from(is_lost), offered + 1)
    })
}

fn share((part, whole): (u32, u32)) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

pub(crate) fn ana(locale: &str) -> ChatUser {
    ChatUser::new(ANA, "Ana").at(FLOOR).locale(locale)
}

fn config(plan: &Plan, centre: &str, chat: &str, guild: u64) -> String {
    let Plan {
        licences,
        every,
        language,
        access,
        ..
    } = plan;
    let (ops_channel, alerts) = if plan.has_ops {
        (format!("  ops: \"{OFFICE}\"\n"), "alerts: { ops: ops }\n")
    } else {
        (String::new(), "")
    };
    format!(
        "operations:
  - name: principal
    base_url: {centre}
    token: {{ env: WOLKVOX_TOKEN }}
    timezone: America/Bogota
    licences: {licences}
    language: {language}
discord:
  token: {{ env: DISCORD_TOKEN }}
  guild: \"{guild}\"
  api_url: {chat}
channels:
  floor: \"{FLOOR}\"
{ops_channel}{alerts}poll: {{ every: {every}, settle: 0s }}
store: {{ path: data }}
rules: rules
{access}
"
    )
}
