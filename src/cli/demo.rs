//! `vigia demo`: the unmodified bot against a simulated centre and a stand-in for Discord, with a
//! clock that runs fast. It prints on standard output what a floor would see.

use std::{
    collections::BTreeMap,
    io::{self, Write, stdout},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use chrono::{DateTime, TimeDelta};
use chrono_tz::America::Bogota;
use secrecy::ExposeSecret;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::{
    app::{self, Application},
    cli::{EXIT_FAULT, EXIT_START, build_runtime, run::stop_on_signal},
    config,
    setup::STARTER_RULES,
};
use vigia_clock::Clock;
use vigia_core::metrics::TimeWindow;
use vigia_sandbox::{
    centre::{self, ScriptedIncident, SimulatedCentre},
    chat::{self, ChatMessage, ChatUser, DiscordStandIn, RunError, WaitTimedOut},
};

/// The speed of the demo's clock in terms of the real one.
const FACTOR: u32 = 100;

/// The channels that the rules post to, that of the story first.
const CHANNELS: [(u64, &str); 3] = [
    (700_000_000_000_000_010, "floor"),
    (700_000_000_000_000_011, "managers"),
    (700_000_000_000_000_012, "ops"),
];

/// A Monday, 09:45 in Bogotá.
const OPENING: i64 = 1_794_840_300;

#[derive(Debug, clap::Args)]
pub(super) struct DemoOptions {
    /// Address of the page with the chat; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8155")]
    page: SocketAddr,

    /// Exit after the story instead of staying open for questions
    #[arg(long)]
    once: bool,

    /// Language of the chat, such as `es-CO`, `pt-BR` or `en`
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
}

#[derive(Debug, Error)]
enum DemoTrouble {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("the page cannot be served on {0}: {1}\nhint: name another address with `--page`")]
    Page(SocketAddr, io::Error),
    #[error("the language `{0}` is not known, expected one such as `es-CO`, `pt-BR` or `en`")]
    Language(String),
    #[error("{0}")]
    App(#[from] app::StartupError),
    #[error("{what} {fault}")]
    Late {
        what: &'static str,
        fault: WaitTimedOut,
    },
    #[error("the command `/abandon` cannot be sent: {0}")]
    Command(#[from] RunError),
}

pub(super) fn run_demo(options: &DemoOptions) -> ExitCode {
    let runtime = match build_runtime() {
        Ok(runtime) => runtime,
        Err(fault) => return print_failure(&fault, EXIT_START),
    };
    match runtime.block_on(play_demo(options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble @ (DemoTrouble::Page(..) | DemoTrouble::Language(_))) => {
            print_failure(&trouble, EXIT_START)
        }
        Err(trouble) => print_failure(&trouble, EXIT_FAULT),
    }
}

fn print_failure(fault: &dyn std::fmt::Display, code: u8) -> ExitCode {
    // If standard error is closed, the exit code must do.
    let _ = writeln!(io::stderr(), "the demo cannot go on: {fault}");
    ExitCode::from(code)
}

async fn play_demo(options: &DemoOptions) -> Result<(), DemoTrouble> {
    let clock = Clock::fast(DateTime::UNIX_EPOCH + TimeDelta::seconds(OPENING), FACTOR);
    let centre = SimulatedCentre::start(centre::CentreSettings {
        clock: clock.clone(),
        latency: Duration::from_millis(5),
        ..centre::CentreSettings::default()
    })
    .await?;
    let discord = chat::ChatSettings {
        address: options.page,
        channels: CHANNELS.map(|(id, name)| (id, name.to_owned())).to_vec(),
        clock: clock.clone(),
        pace: Some(chat::RateLimits::DISCORD),
        ..chat::ChatSettings::default()
    };
    let chat = DiscordStandIn::start(discord.clone())
        .await
        .map_err(|fault| DemoTrouble::Page(options.page, fault))?;

    // The name is random and the folder private, so that no other user can prepare what is in it.
    let scratch = tempfile::Builder::new().prefix("vigia-demo-").tempdir()?;
    std::fs::create_dir(scratch.path().join("rules"))?;
    let (guild, language) = (discord.guild, &options.language);
    let path = write_config(scratch.path(), &centre.url(), chat.url(), guild, language)?;
    let secrets = |name: &str| match name {
        "WOLKVOX_TOKEN" => Some(centre.token().to_owned()),
        "DISCORD_TOKEN" => Some(discord.token.expose_secret().to_owned()),
        _ => None,
    };
    let config = config::load(&path, secrets)
        .map_err(|_| DemoTrouble::Language(options.language.clone()))?;

    let stop = CancellationToken::new();
    stop_on_signal(&stop);
    let app = Application::build(config, clock.clone(), None)?;
    let bot = tokio::spawn(app.run(stop.clone()));
    let story = DemoStory {
        centre: &centre,
        chat: &chat,
        clock: &clock,
        floor: CHANNELS[0].0,
        language,
    };
    let played = stop.run_until_cancelled(story.play(stdout())).await;
    if matches!(played, Some(Ok(()))) && !options.once {
        story.stay_open(stdout(), &stop).await?;
    }
    stop.cancel();
    match bot.await {
        Ok(ended) => ended?,
        Err(panic) => return Err(app::StartupError::Panicked(panic.to_string()).into()),
    }
    played.transpose()?;
    Ok(())
}

/// Writes a configuration like that of any real centre, so that the demo shows what it will get.
fn write_config(
    folder: &Path,
    centre: &str,
    chat: &str,
    guild: u64,
    language: &str,
) -> io::Result<PathBuf> {
    let channels = CHANNELS.map(|(id, name)| format!("{name}: \"{id}\""));
    let channels = channels.join(", ");
    let text = format!(
        "operations:\n\
         \x20 - name: demo\n\
         \x20   base_url: {centre}\n\
         \x20   token: {{ env: WOLKVOX_TOKEN }}\n\
         \x20   timezone: America/Bogota\n\
         \x20   language: {language:?}\n\
         \x20   licences: 100\n\
         discord:\n\
         \x20 token: {{ env: DISCORD_TOKEN }}\n\
         \x20 guild: \"{guild}\"\n\
         \x20 api_url: {chat}\n\
         channels: {{ {channels} }}\n\
         access: {{ agents: [floor] }}\n\
         store: {{ path: data }}\n\
         rules: rules\n",
    );
    for (name, _, rules) in STARTER_RULES {
        std::fs::write(folder.join(format!("rules/{name}.yaml")), rules)?;
    }
    let path = folder.join("vigia.yaml");
    std::fs::write(&path, text)?;
    Ok(path)
}

/// The skill that loses its agents.
const SKILL: u32 = 12;

/// The longest wait for an event of the story, in real time.
const PATIENCE: Duration = Duration::from_secs(110);

fn late_event(what: &'static str) -> impl FnOnce(WaitTimedOut) -> DemoTrouble {
    move |fault| DemoTrouble::Late { what, fault }
}

/// The story of the demo: a skill loses its agents, the alert comes, a supervisor asks, the agents
/// come back, the alert ends.
struct DemoStory<'stage> {
    centre: &'stage SimulatedCentre,
    chat: &'stage DiscordStandIn,
    clock: &'stage Clock,
    floor: u64,
    language: &'stage str,
}

impl DemoStory<'_> {
    async fn play(&self, out: impl Write) -> Result<(), DemoTrouble> {
        let mut console = ConsoleReporter::new(out, self.clock.clone());
        console.narrate(&format!(
            "A simulated centre of 20 skills and 100 agents opens; see its chat at {}/",
            self.chat.url()
        ))?;
        self.chat
            .wait_ready(PATIENCE)
            .await
            .map_err(late_event("the bot's connection"))?;
        let now = self.clock.now();
        let trouble = TimeWindow::ending(now + TimeDelta::minutes(45), Duration::from_secs(2400));
        self.centre
            .plan(ScriptedIncident::AgentsGone { skill: SKILL }, trouble);
        console.narrate("At 10:00 or so, skill 12 loses most of its agents for 40 minutes.")?;

        console.narrate("A supervisor asks: /abandon skill:12 last:1h")?;
        let supervisor = ChatUser::new(700_000_000_000_000_101, "Ana")
            .at(self.floor)
            .locale(self.language);
        let options = [("skill", "12"), ("last", "1h")];
        let question = self.chat.run_command(&supervisor, "abandon", &options)?;
        let answer = question
            .message(PATIENCE)
            .await
            .map_err(late_event("the answer"))?;
        console.show("answers, to Ana alone", &answer)?;

        self.follow(&mut console).await
    }

    /// Shows the floor's cards as they come and change, until one has ended.
    async fn follow(&self, console: &mut ConsoleReporter<impl Write>) -> Result<(), DemoTrouble> {
        let started = tokio::time::Instant::now();
        loop {
            for message in self.chat.messages(self.floor) {
                if message.ephemeral_to.is_none() {
                    console.show_news(&message)?;
                }
            }
            if console.has_ended {
                return console
                    .narrate("The alert has ended, on the same card.")
                    .map_err(Into::into);
            }
            if started.elapsed() > PATIENCE {
                return Err(late_event("the end of the alert")(WaitTimedOut(PATIENCE)));
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Leaves bot, centre and chat running until `stop`.
    async fn stay_open(&self, out: impl Write, stop: &CancellationToken) -> io::Result<()> {
        let mut console = ConsoleReporter::new(out, self.clock.clone());
        console.narrate(&format!(
            "All of it stays open at {}/ - type a command there, or press Ctrl-C to end.",
            self.chat.url()
        ))?;
        stop.cancelled().await;
        Ok(())
    }
}

/// The first character of the title of an alert that has ended.
const ENDED: char = '🟢';

/// Prints the messages of the chat, with the time on the demo's clock.
struct ConsoleReporter<W> {
    out: W,
    clock: Clock,
    /// The title of each message as it was last printed.
    shown: BTreeMap<u64, String>,
    has_ended: bool,
}

impl<W: Write> ConsoleReporter<W> {
    fn new(out: W, clock: Clock) -> Self {
        Self {
            out,
            clock,
            shown: BTreeMap::new(),
            has_ended: false,
        }
    }

    fn narrate(&mut self, sentence: &str) -> io::Result<()> {
        let now = self.clock.now().with_timezone(&Bogota);
        writeln!(self.out, "\n{}  {sentence}", now.format("%H:%M"))?;
        self.out.flush()
    }

    fn show(&mut self, what: &str, message: &ChatMessage) -> io::Result<()> {
        self.narrate(&format!("vigia {what}:"))?;
        for line in message.text().lines() {
            writeln!(self.out, "       │ {line}")?;
        }
        self.out.flush()
    }

    /// Shows a message that is new or whose title has changed.
    fn show_news(&mut self, message: &ChatMessage) -> io::Result<()> {
        let text = message.text();
        let title = text.lines().next().unwrap_or_default();
        let title = title.trim_start_matches("### ").to_owned();
        let before = self.shown.insert(message.id, title.clone());
        self.has_ended |= title.starts_with(ENDED);
        match before {
            None => self.show("posts", message),
            Some(before) if before != title => self.show("changes its card", message),
            Some(_) => Ok(()),
        }
    }
}
