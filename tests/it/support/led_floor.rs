//! A floor and its bot, whose time goes on from poll to poll when a test says so.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tempfile::TempDir;
use tokio::process::Command;
use vigia_sandbox::chat::ChatMessage;

use crate::support::{
    bot::Bot,
    floor::{Floor, PATIENCE, Plan},
    led::{BotLog, LedTime},
};

/// How often the log is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(3);

/// A floor and its bot, which polls when it is told to.
pub(crate) struct LedFloor {
    pub(crate) floor: Floor,
    pub(crate) bot: Bot,
    pub(crate) time: LedTime,
    pub(crate) log: BotLog,
    folder: TempDir,
}

impl LedFloor {
    /// A floor with polls every five minutes and this plan otherwise.
    pub(crate) async fn planned(plan: Plan) -> Self {
        Self::commanded(plan, |_| {}).await
    }

    /// A floor whose bot is started by a changed command.
    pub(crate) async fn commanded(plan: Plan, change: impl FnOnce(&mut Command)) -> Self {
        let folder = TempDir::new().unwrap();
        let time = LedTime::start(folder.path(), "2026-11-16T14:47:00Z".parse().unwrap());
        let floor = Floor::planned(Plan {
            clock: time.clock(),
            every: "5m",
            ..plan
        })
        .await;
        let mut command = run_command(&floor, &time);
        change(&mut command);
        let log = folder.path().join("log");
        let bot = Bot::start(&mut command, log.clone());
        floor.ready().await;
        Self {
            floor,
            bot,
            log: BotLog::open(log),
            time,
            folder,
        }
    }

    /// Ends the bot, and starts another when the clock shows this time.
    pub(crate) async fn restart_at(&mut self, time: DateTime<Utc>) {
        self.bot.terminate();
        self.bot.end(PATIENCE).await;
        self.time.lead_to(time);
        let log = self.folder.path().join(format!("log-{}", time.timestamp()));
        self.bot = Bot::start(&mut run_command(&self.floor, &self.time), log.clone());
        self.log = BotLog::open(log);
    }

    /// Leads the time through one poll.
    pub(crate) async fn poll_alone(&mut self) {
        let polled = async {
            while !self.log.read_on() {
                if let Some(next) = self.log.next_time(self.time.now()) {
                    self.time.lead_to(next);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, polled).await;
        assert!(in_time.is_ok(), "no poll: {}", self.bot.log());
    }

    /// Leads the time through one poll, and waits until all is posted that it finds.
    pub(crate) async fn poll(&mut self) {
        self.poll_alone().await;
        let drained = async {
            while !self.log.is_drained {
                tokio::time::sleep(LOOK_EVERY).await;
                self.log.read_on();
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, drained).await;
        assert!(in_time.is_ok(), "not all is posted: {}", self.bot.log());
    }

    /// Polls until there is such a card.
    pub(crate) async fn card(&mut self, hoped: impl Fn(&str) -> bool) -> ChatMessage {
        for _ in 0..40 {
            let mut cards = self.floor.cards().into_iter();
            if let Some(card) = cards.find(|card| hoped(&card.text())) {
                return card;
            }
            self.poll().await;
        }
        panic!("no such card: {:#?}", self.floor.cards());
    }
}

fn run_command(floor: &Floor, time: &LedTime) -> Command {
    let mut command = floor.vigia("run");
    command.env("VIGIA_LOG", "warn,vigia=debug");
    command.arg("--clock").arg(time.path());
    command
}
