//! `vigia demo`: the unmodified bot against a simulated centre and a stand-in for Discord,
//! with a clock that runs fast. It tells on standard output what a floor would see.

mod story;
mod teller;

use std::{
    io::{self, Write, stdout},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::{
    app::{self, Application},
    cli::{EXIT_FAULT, EXIT_START, run::stop_on_signal, runtime},
    config,
};
use story::DemoStory;
use vigia_clock::Clock;
use vigia_sandbox::{
    centre::{self, SimulatedCentre},
    chat::{self, DiscordStandIn},
};

/// How many times as fast as the real one the demo's clock runs.
const FACTOR: u32 = 100;

/// The channels that the rules speak to, that of the story first.
const CHANNELS: [(u64, &str); 3] = [
    (700_000_000_000_000_010, "floor"),
    (700_000_000_000_000_011, "managers"),
    (700_000_000_000_000_012, "ops"),
];

/// A Monday, 09:45 in Bogotá.
const OPENING: i64 = 1_794_840_300;

/// The rules that a new centre starts from.
const RULES: [(&str, &str); 8] = [
    (
        "abandonment",
        include_str!("../../../rules/abandonment.yaml"),
    ),
    ("cost", include_str!("../../../rules/cost.yaml")),
    ("feed", include_str!("../../../rules/feed.yaml")),
    ("hold", include_str!("../../../rules/hold.yaml")),
    ("queue", include_str!("../../../rules/queue.yaml")),
    (
        "service-level",
        include_str!("../../../rules/service-level.yaml"),
    ),
    (
        "short-calls",
        include_str!("../../../rules/short-calls.yaml"),
    ),
    ("smart-hold", include_str!("../../../rules/smart-hold.yaml")),
];

/// How the demo is shown.
#[derive(Debug, clap::Args)]
pub(super) struct DemoOptions {
    /// Where the page with the chat is served; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8155")]
    page: SocketAddr,

    /// Ends when the story is told, instead of staying open for questions.
    #[arg(long)]
    once: bool,

    /// The language that the floor speaks, such as `es-CO`, `pt-BR` or `en`.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
}

/// Why the demo ended early.
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
    #[error("{0}")]
    Story(#[from] story::StoryTimeout),
}

/// A folder of its own that goes away with the demo.
struct ScratchFolder(PathBuf);

impl ScratchFolder {
    fn new() -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("vigia-demo-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("rules"))?;
        Ok(Self(folder))
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        // What is left of a folder for temporary files harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn demo(options: &DemoOptions) -> ExitCode {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(fault) => return fail(&fault, EXIT_START),
    };
    match runtime.block_on(show(options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble @ (DemoTrouble::Page(..) | DemoTrouble::Language(_))) => {
            fail(&trouble, EXIT_START)
        }
        Err(trouble) => fail(&trouble, EXIT_FAULT),
    }
}

fn fail(fault: &dyn std::fmt::Display, code: u8) -> ExitCode {
    // Where standard error is gone, the exit code is all that is left to say.
    let _ = writeln!(io::stderr(), "the demo cannot go on: {fault}");
    ExitCode::from(code)
}

async fn show(options: &DemoOptions) -> Result<(), DemoTrouble> {
    let clock = Clock::fast(opening(), FACTOR);
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

    let scratch = ScratchFolder::new()?;
    let (guild, language) = (discord.guild, &options.language);
    let path = write_config(&scratch.0, &centre.url(), chat.url(), guild, language)?;
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
    let told = stop.run_until_cancelled(story.tell(stdout())).await;
    if matches!(told, Some(Ok(()))) && !options.once {
        story.stay_open(stdout(), &stop).await?;
    }
    stop.cancel();
    match bot.await {
        Ok(ended) => ended?,
        Err(panic) => return Err(app::StartupError::Panicked(panic.to_string()).into()),
    }
    told.transpose()?;
    Ok(())
}

fn opening() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(OPENING)
}

/// The demo is configured as any other floor is, so that it shows what they will get.
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
    for (name, rules) in RULES {
        std::fs::write(folder.join(format!("rules/{name}.yaml")), rules)?;
    }
    let path = folder.join("vigia.yaml");
    std::fs::write(&path, text)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_shows_all_rules_that_a_new_centre_starts_from() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            name.strip_suffix(".yaml").map(str::to_owned)
        });
        let is_rules = |name: &String| !name.contains('.');
        let mut names: Vec<String> = names.flatten().filter(is_rules).collect();
        names.sort_unstable();
        assert_eq!(names, RULES.map(|(name, _)| name));
    }
}
