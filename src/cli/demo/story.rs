//! The story that the demo tells: a skill loses its agents, the alert comes, somebody asks,
//! the agents come back, the alert ends.

use std::{
    io::{self, Write},
    time::Duration,
};

use chrono::TimeDelta;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::cli::demo::teller::ConsoleReporter;
use vigia_clock::Clock;
use vigia_core::metrics::TimeWindow;
use vigia_sandbox::{
    centre::{ScriptedIncident, SimulatedCentre},
    chat::{ChatUser, DiscordStandIn, RunError, WaitTimedOut},
};

/// The skill that loses its agents.
const SKILL: u32 = 12;

/// How long to wait for what must come, in real time.
const PATIENCE: Duration = Duration::from_secs(110);

/// Why the story did not come to its end.
#[derive(Debug, Error)]
pub(super) enum StoryTimeout {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{what} {fault}")]
    Late {
        what: &'static str,
        fault: WaitTimedOut,
    },
    #[error("`/abandon` cannot be asked: {0}")]
    Command(#[from] RunError),
}

fn late(what: &'static str) -> impl FnOnce(WaitTimedOut) -> StoryTimeout {
    move |fault| StoryTimeout::Late { what, fault }
}

pub(super) struct DemoStory<'stage> {
    pub(super) centre: &'stage SimulatedCentre,
    pub(super) chat: &'stage DiscordStandIn,
    pub(super) clock: &'stage Clock,
    pub(super) floor: u64,
    pub(super) language: &'stage str,
}

impl DemoStory<'_> {
    pub(super) async fn tell(&self, out: impl Write) -> Result<(), StoryTimeout> {
        let mut teller = ConsoleReporter::new(out, self.clock.clone());
        teller.tell(&format!(
            "A simulated centre of 20 skills and 100 agents opens; see its chat at {}/",
            self.chat.url()
        ))?;
        self.chat
            .wait_ready(PATIENCE)
            .await
            .map_err(late("the bot's connection"))?;
        let now = self.clock.now();
        let trouble = TimeWindow::ending(now + TimeDelta::minutes(45), Duration::from_secs(2400));
        self.centre
            .plan(ScriptedIncident::AgentsGone { skill: SKILL }, trouble);
        teller.tell("At 10:00 or so, skill 12 loses most of its agents for 40 minutes.")?;

        teller.tell("A supervisor asks: /abandon skill:12 last:1h")?;
        let supervisor = ChatUser::new(700_000_000_000_000_101, "Ana")
            .at(self.floor)
            .locale(self.language);
        let options = [("skill", "12"), ("last", "1h")];
        let question = self.chat.run_command(&supervisor, "abandon", &options)?;
        let answer = question
            .message(PATIENCE)
            .await
            .map_err(late("the answer"))?;
        teller.show("answers, to Ana alone", &answer)?;

        self.follow(&mut teller).await
    }

    /// Shows the floor's cards as they come and change, until one has ended.
    async fn follow(&self, teller: &mut ConsoleReporter<impl Write>) -> Result<(), StoryTimeout> {
        let started = tokio::time::Instant::now();
        loop {
            for message in self.chat.messages(self.floor) {
                if message.ephemeral_to.is_none() {
                    teller.show_news(&message)?;
                }
            }
            if teller.has_seen_an_end() {
                return teller
                    .tell("The alert has ended, on the same card.")
                    .map_err(Into::into);
            }
            if started.elapsed() > PATIENCE {
                return Err(late("the end of the alert")(WaitTimedOut(PATIENCE)));
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Leaves bot, centre and chat running for whoever wants to play.
    pub(super) async fn stay_open(
        &self,
        out: impl Write,
        stop: &CancellationToken,
    ) -> io::Result<()> {
        let mut teller = ConsoleReporter::new(out, self.clock.clone());
        teller.tell(&format!(
            "All of it stays open at {}/ - type a command there, or press Ctrl-C to end.",
            self.chat.url()
        ))?;
        stop.cancelled().await;
        Ok(())
    }
}
