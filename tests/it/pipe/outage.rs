//! The API is down while an alert is open. The time is led from poll to poll.

use std::{path::Path, time::Duration};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use chrono_tz::America::Bogota;
use tempfile::TempDir;
use vigia_sandbox::{centre::ApiFault, chat::ChatMessage};

use super::{assert_faultless, posts};
use crate::support::{
    bot::Bot,
    floor::{CRITICAL, FLOOR, Floor, PATIENCE, Plan},
    led::{BotLog, LedTime},
};

const RULES: &str = "\
rules:
  - alert: abandonment
    metric: abandon.rate
    of: skill 12
    window: 60m
    when: { above: { critical: 22% } }
    at_least: 20
    for: 5m
    keep_firing_for: 5m
    recover: { below: 7% }
    notify: floor
";

/// A floor and its bot, which polls when it is told to.
pub(super) struct LedFloor {
    pub(super) floor: Floor,
    pub(super) bot: Bot,
    pub(super) log: BotLog,
    pub(super) time: LedTime,
    folder: TempDir,
}

impl LedFloor {
    pub(super) async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let time = LedTime::start(folder.path(), "2026-11-16T14:47:00Z".parse().unwrap());
        let floor = Floor::planned(Plan {
            clock: time.clock(),
            every: "5m",
            rules: RULES,
            ..Plan::default()
        })
        .await;
        let (bot, log) = start(&floor, &time, folder.path(), 0);
        floor.ready().await;
        Self {
            floor,
            bot,
            log,
            time,
            folder,
        }
    }

    /// Ends the bot, and starts another when the clock shows this time.
    pub(super) async fn restart_at(&mut self, time: DateTime<Utc>) {
        self.bot.terminate();
        self.bot.end(PATIENCE).await;
        self.time.lead_to(time);
        let number = time.timestamp();
        (self.bot, self.log) = start(&self.floor, &self.time, self.folder.path(), number);
    }

    /// Leads the time through one poll, and waits until all is posted that it finds.
    pub(super) async fn poll(&mut self) {
        let polled = async {
            while !self.log.read_on() {
                if let Some(next) = self.log.next_time(self.time.now()) {
                    self.time.lead_to(next);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
            while !self.log.is_drained {
                tokio::time::sleep(LOOK_EVERY).await;
                self.log.read_on();
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, polled).await;
        assert!(in_time.is_ok(), "no poll: {}", self.bot.log());
    }

    /// Polls until there is such a card.
    pub(super) async fn card(&mut self, hoped: impl Fn(&str) -> bool) -> ChatMessage {
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

fn start(floor: &Floor, time: &LedTime, folder: &Path, number: i64) -> (Bot, BotLog) {
    let mut command = floor.vigia("run");
    command.env("VIGIA_LOG", "warn,vigia=debug");
    command.arg("--clock").arg(time.path());
    let log = folder.join(format!("log-{number}"));
    (Bot::start(&mut command, log.clone()), BotLog::open(log))
}

/// How often the log is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(3);

/// A poll's mark as a card spells it, and the one before: a poll may be under way.
fn marks(time: DateTime<Utc>) -> [String; 2] {
    let mark = time.duration_trunc(TimeDelta::minutes(5)).unwrap();
    [mark, mark + TimeDelta::minutes(5)]
        .map(|mark| mark.with_timezone(&Bogota).format("%H:%M").to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_without_the_api_neither_ends_nor_repeats_an_alert() {
    let mut led = LedFloor::open().await;
    led.floor.lose_agents(&CRITICAL);
    let card = led.card(|text| text.contains("CRÍTICA")).await;

    let began = led.time.now();
    for fault in [
        ApiFault::Refused,
        ApiFault::ServerError,
        ApiFault::NotFoundPage,
        ApiFault::Garbage,
        ApiFault::Maintenance,
        ApiFault::NoRows,
    ] {
        led.floor.centre.heal();
        led.floor.centre.fault(fault);
        led.poll().await;
        led.poll().await;
    }
    let blind = led.card(|text| text.contains("Sin datos desde")).await;
    let text = blind.text();
    let told = marks(began).map(|mark| text.contains(&format!("desde las {mark}")));
    assert!(told.contains(&true), "{began}: {text}");
    assert!(text.contains("CRÍTICA") && blind.id == card.id, "{text}");

    led.floor.centre.heal();
    led.card(|text| !text.to_lowercase().contains("sin datos"))
        .await;
    led.floor.give_agents_back();
    let ended = led.card(|text| text.contains("NORMALIZADA")).await;
    led.bot.stop().await;

    assert_eq!(ended.id, card.id);
    assert_eq!(posts(&led.floor.chat, FLOOR), 1);
    assert_eq!(led.floor.replies(card.id), [""; 0]);
    assert_faultless(&led.floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_whose_calls_are_used_up_neither_ends_nor_repeats_an_alert() {
    let mut led = LedFloor::open().await;
    led.floor.lose_agents(&CRITICAL);
    led.card(|text| text.contains("CRÍTICA")).await;
    led.floor.centre.fault(ApiFault::Quota);
    led.card(|text| text.contains("Sin datos desde")).await;
    let asked = led.floor.centre.requests().len();
    for _ in 0..6 {
        led.poll().await;
    }
    let asked = led.floor.centre.requests().len() - asked;
    assert!(asked <= 1, "{asked} requests though there are none left");

    led.floor.centre.heal();
    led.card(|text| !text.to_lowercase().contains("sin datos"))
        .await;
    led.floor.give_agents_back();
    led.card(|text| text.contains("NORMALIZADA")).await;
    led.bot.stop().await;
    assert_eq!(posts(&led.floor.chat, FLOOR), 1);
}
