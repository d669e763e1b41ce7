//! The story that the demo tells: a skill loses its agents, the alert comes, somebody asks,
//! the agents come back, the alert ends.

use std::{
    io::{self, Write},
    time::Duration,
};

use chrono::TimeDelta;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::cli::demo::teller::Teller;
use vigia_clock::Clock;
use vigia_core::metrics::Window;
use vigia_sandbox::{
    centre::{Centre, Incident},
    chat::{Chat, RunError, TimedOut, User},
};

/// The skill that loses its agents.
const SKILL: u32 = 12;

/// How long to wait for what must come, in real time.
const PATIENCE: Duration = Duration::from_secs(110);

/// Why the story did not come to its end.
#[derive(Debug, Error)]
pub(super) enum Stuck {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{what} {fault}")]
    Late { what: &'static str, fault: TimedOut },
    #[error("`/abandon` cannot be asked: {0}")]
    Command(#[from] RunError),
}

fn late(what: &'static str) -> impl FnOnce(TimedOut) -> Stuck {
    move |fault| Stuck::Late { what, fault }
}

pub(super) struct Story<'stage> {
    pub(super) centre: &'stage Centre,
    pub(super) chat: &'stage Chat,
    pub(super) clock: &'stage Clock,
    pub(super) floor: u64,
    pub(super) language: &'stage str,
}

impl Story<'_> {
    pub(super) async fn tell(&self, out: impl Write) -> Result<(), Stuck> {
        let mut teller = Teller::new(out, self.clock.clone());
        teller.tell(&format!(
            "A simulated centre of 20 skills and 100 agents opens; see its chat at {}/",
            self.chat.url()
        ))?;
        self.chat
            .wait_ready(PATIENCE)
            .await
            .map_err(late("the bot's connection"))?;
        let now = self.clock.now();
        let trouble = Window::ending(now + TimeDelta::minutes(45), Duration::from_secs(2400));
        self.centre
            .plan(Incident::AgentsGone { skill: SKILL }, trouble);
        teller.tell("At 10:00 or so, skill 12 loses most of its agents for 40 minutes.")?;

        teller.tell("A supervisor asks: /abandon skill:12 last:1h")?;
        let supervisor = User::new(700_000_000_000_000_101, "Ana")
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
    async fn follow(&self, teller: &mut Teller<impl Write>) -> Result<(), Stuck> {
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
                return Err(late("the end of the alert")(TimedOut(PATIENCE)));
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
        let mut teller = Teller::new(out, self.clock.clone());
        teller.tell(&format!(
            "All of it stays open at {}/ - type a command there, or press Ctrl-C to end.",
            self.chat.url()
        ))?;
        stop.cancelled().await;
        Ok(())
    }
}
