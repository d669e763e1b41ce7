//! What `vigia run` takes while it watches a large centre: the program as the image has it,
//! which is built first, against a simulated centre of 20 skills and 100 agents and a
//! stand-in for Discord, with the rules that a new centre starts from. It polls every second
//! instead of every five minutes, so that minutes show what days would. Memory and CPU are
//! read from `/proc`.
//! `cargo bench --bench footprint`; `-- 40` counts 40 polls instead of 120.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement that people read, and that stops where something fails"
)]

mod figure;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStderr, Command},
};
use tokio_util::sync::CancellationToken;
use vigia::config;
use vigia_clock::Clock;
use vigia_core::{
    alerts::{AdvanceContext, AlertBook, advance},
    metrics::{
        Facts, HISTORY_WINDOW, OperationName, ReadGap, Reading, Report, ReportRequest, SkillId,
        SkillSelection, Snapshot, TimeWindow,
    },
    rules::{AlertPolicy, JudgeInput, Ruleset, judge, needed_requests},
};
use vigia_sandbox::{
    centre::{self, DemandHours, SKILLS, SimulatedCentre},
    chat::{self, DiscordStandIn},
};
use vigia_store::{Store, StoreSettings};
use vigia_wolkvox::{RequestGate, RequestPriority};

const MEMORY_LIMIT_MB: f64 = 25.0;
const POLL_LIMIT_MS: f64 = 5.0;

/// After so many polls memory is read for the first time and CPU is counted.
const WARM: u32 = 30;
const POLLS: u32 = 120;

/// The rules that a new centre starts from.
const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
/// The channels that they speak to.
const CHANNELS: [(u64, &str); 3] = [
    (700_000_000_000_000_010, "floor"),
    (700_000_000_000_000_011, "managers"),
    (700_000_000_000_000_012, "ops"),
];

fn main() {
    if !figure::is_measuring() {
        return;
    }
    let polls = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(POLLS)
        .max(WARM + 1);
    build();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let (rules, facts) = runtime.block_on(async {
        let stage = Stage::set().await;
        stage.watch(polls).await;
        (stage.config().rules, stage.facts().await)
    });
    drop(runtime);
    polls_without_http(&rules, &facts);
}

/// Builds the program with the profile of the image, which takes three megabytes less than the one that
/// Cargo builds for benchmarks.
fn build() {
    let as_the_image = [
        "build",
        "--profile",
        "dist",
        "--locked",
        "--no-default-features",
    ];
    let mut cargo = std::process::Command::new(env!("CARGO"));
    cargo.args(as_the_image).args(["--bin", "vigia"]);
    let built = cargo.current_dir(project()).status().unwrap();
    assert!(built.success(), "the program cannot be built");
}

/// Returns the program of the `dist` profile, which stands beside the folder of the `release` profile.
fn program() -> PathBuf {
    let of_benchmarks = Path::new(env!("CARGO_BIN_EXE_vigia"));
    let profiles = of_benchmarks.ancestors().nth(2).unwrap();
    profiles.join("dist/vigia")
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The outside of the bot, and the folder that it runs in.
struct Stage {
    centre: SimulatedCentre,
    chat: DiscordStandIn,
    discord_token: String,
    folder: tempfile::TempDir,
}

impl Stage {
    async fn set() -> Self {
        let centre = SimulatedCentre::start(centre::CentreSettings {
            hours: DemandHours::Always,
            ..centre::CentreSettings::default()
        });
        let settings = chat::ChatSettings {
            channels: CHANNELS.map(|(id, name)| (id, name.to_owned())).to_vec(),
            ..chat::ChatSettings::default()
        };
        let stage = Self {
            centre: centre.await.unwrap(),
            chat: DiscordStandIn::start(settings.clone()).await.unwrap(),
            discord_token: settings.token.expose_secret().to_owned(),
            folder: tempfile::tempdir().unwrap(),
        };
        let text = format!(
            "operations:\n\
             - {{ name: centro, base_url: \"{}\", token: {{ env: WOLKVOX_TOKEN }}, \
             timezone: America/Bogota, licences: 1000 }}\n\
             discord: {{ token: {{ env: DISCORD_TOKEN }}, guild: \"{}\", api_url: \"{}\" }}\n\
             channels: {{ {} }}\n\
             rules: {RULES:?}\n\
             poll: {{ every: 1s, settle: 0s }}\n",
            stage.centre.url(),
            settings.guild,
            stage.chat.url(),
            CHANNELS
                .map(|(id, name)| format!("{name}: \"{id}\""))
                .join(", "),
        );
        fs::write(stage.path(), text).unwrap();
        stage
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("vigia.yaml")
    }

    fn config(&self) -> config::Config {
        let secret = |_: &str| Some(self.centre.token().to_owned());
        config::load(&self.path(), secret).unwrap()
    }

    /// Runs the bot for so many polls and prints what they took.
    async fn watch(&self, polls: u32) {
        let mut bot = Bot::start(&self.path(), self.centre.token(), &self.discord_token);
        self.chat.wait_ready(Duration::from_secs(30)).await.unwrap();
        let reports = bot.polled(WARM).await;
        let (early, before) = (bot.memory(), bot.cpu());
        bot.polled(polls - WARM).await;
        let (late, after) = (bot.memory(), bot.cpu());
        bot.end().await;

        let poll = milliseconds(after.saturating_sub(before) / (polls - WARM));
        println!("vigia run, {reports} reports a poll, a poll a second:");
        let memory = |polls| format!("resident memory after {polls} polls");
        figure::print(&memory(WARM), early, MEMORY_LIMIT_MB, "MB");
        figure::print(&memory(polls), late, MEMORY_LIMIT_MB, "MB");
        figure::print("CPU of a poll", poll, POLL_LIMIT_MS, "ms");
    }

    /// What each report of a poll says, in the order of [`questions`].
    async fn facts(&self) -> Vec<Result<Arc<Facts>, ReadGap>> {
        let config = self.config();
        let operation = config.operations.first().unwrap();
        let tenant = operation.access();
        let clock = Clock::system();
        let (gate, worker) = RequestGate::new(&tenant, clock.clone(), None, |_| {}).unwrap();
        let stop = CancellationToken::new();
        let work = tokio::spawn(worker.run(stop.clone()));
        let mut facts = Vec::new();
        for ask in questions(&config.rules, clock.now()) {
            let answer = gate.read(ask, RequestPriority::Poll, Duration::ZERO).await;
            facts.push(answer.unwrap().facts.ok_or(ReadGap::NoData));
        }
        stop.cancel();
        work.await.unwrap();
        facts
    }
}

/// The program under measurement.
struct Bot {
    process: Child,
    log: Lines<BufReader<ChildStderr>>,
}

impl Bot {
    fn start(config: &Path, wolkvox_token: &str, discord_token: &str) -> Self {
        let mut process = Command::new(program())
            .arg("run")
            .arg("--config")
            .arg(config)
            .args(["--log", "info", "--log-format", "json"])
            .env("WOLKVOX_TOKEN", wolkvox_token)
            .env("DISCORD_TOKEN", discord_token)
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let log = BufReader::new(process.stderr.take().unwrap()).lines();
        Self { process, log }
    }

    /// Waits for so many more polls; how many reports the last one read.
    async fn polled(&mut self, polls: u32) -> u64 {
        let (mut seen, mut reports) = (0, 0);
        while seen < polls {
            let line = self.log.next_line().await.unwrap();
            let line = line.expect("the bot runs until it is told to stop");
            let entry: Value = serde_json::from_str(&line).unwrap_or_default();
            if entry["fields"]["message"] == "polled" {
                let count = |what: &str| entry["fields"][what].as_u64().unwrap();
                // A quiet skill has hours without calls, but most have some.
                assert!(count("gaps") * 4 < count("reports"), "{line}");
                reports = count("reports");
                seen += 1;
            }
        }
        reports
    }

    async fn end(mut self) {
        self.process.kill().await.unwrap();
    }

    fn proc(&self, file: &str) -> String {
        let id = self.process.id().expect("the bot runs");
        fs::read_to_string(format!("/proc/{id}/{file}")).unwrap()
    }

    /// Resident memory in megabytes.
    fn memory(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: f64 = line.unwrap().trim_end_matches("kB").trim().parse().unwrap();
        kilobytes * 1_024.0 / 1_000_000.0
    }

    /// The CPU time of all threads, those included that have ended.
    fn cpu(&self) -> Duration {
        /// Linux tells it in hundredths of a second, whatever the machine.
        const TICK: Duration = Duration::from_millis(10);
        let stat = self.proc("stat");
        let (_, fields) = stat.rsplit_once(')').unwrap();
        let of_user_and_kernel = fields.split_whitespace().skip(11).take(2);
        let ticks = of_user_and_kernel.map(|ticks| ticks.parse::<u32>().unwrap());
        TICK * ticks.sum()
    }
}

/// What a poll asks: the five reports for the history, and what the rules need besides.
fn questions(rules: &Ruleset, as_of: DateTime<Utc>) -> Vec<ReportRequest> {
    let skills: Vec<SkillId> = SKILLS
        .iter()
        .map(|skill| SkillId(skill.id.into()))
        .collect();
    let history = Report::ALL.map(|report| ReportRequest {
        report,
        skills: SkillSelection::All,
        window: TimeWindow::ending(as_of, HISTORY_WINDOW),
    });
    let mut questions = history.to_vec();
    let more = needed_requests(rules, &skills, as_of, chrono_tz::Tz::UTC);
    questions.extend(more.iter().filter(|ask| !history.contains(ask)));
    questions
}

/// What of a poll is left without HTTP and JSON: judging, the alerts, and the disk.
fn polls_without_http(rules: &Ruleset, facts: &[Result<Arc<Facts>, ReadGap>]) {
    const POLLS: u32 = 300;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(StoreSettings::new(folder.path())).unwrap();
    let operation = OperationName::new("centro");
    let skills: Vec<SkillId> = SKILLS
        .iter()
        .map(|skill| SkillId(skill.id.into()))
        .collect();
    let policy = AlertPolicy::default();
    let mut book = AlertBook::empty(operation.clone());
    let mut took = Duration::ZERO;
    let mut as_of = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    for _ in 0..POLLS {
        as_of += TimeDelta::minutes(5);
        let readings = questions(rules, as_of).into_iter().zip(facts);
        let snapshot = Snapshot {
            operation: operation.clone(),
            as_of,
            readings: readings
                .map(|(ask, facts)| Reading {
                    ask,
                    outcome: facts.clone(),
                })
                .collect(),
        };
        let begun = own_cpu();
        let judgements = judge(rules, &JudgeInput::new(&skills, &snapshot, Tz::UTC));
        let situation = AdvanceContext::new(as_of, Tz::UTC, &policy);
        let outcome = advance(&book, rules, &judgements, &situation);
        store.commit(&snapshot, &outcome).unwrap();
        book.apply(&outcome);
        took += own_cpu().saturating_sub(begun);
    }
    let poll = milliseconds(took / POLLS);
    figure::print("CPU of it without HTTP and JSON", poll, POLL_LIMIT_MS, "ms");
}

/// The CPU time of this thread.
fn own_cpu() -> Duration {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let running = times.split_whitespace().next().unwrap();
    Duration::from_nanos(running.parse().unwrap())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
