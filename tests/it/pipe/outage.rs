//! The API is down while an alert is open. The bot is the same, in this process with a clock
//! that runs fast.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use chrono_tz::America::Bogota;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use vigia::{
    app::{Application, StartupError as AppFault},
    config,
};
use vigia_clock::Clock;
use vigia_sandbox::centre::ApiFault;

use super::{assert_faultless, posts};
use crate::support::floor::{CRITICAL, FLOOR, Floor, Plan};

/// Five minutes in half a second.
const FACTOR: u32 = 600;

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

struct Bot {
    stop: CancellationToken,
    task: JoinHandle<Result<(), AppFault>>,
}

async fn floor() -> (Floor, Bot) {
    let opening: DateTime<Utc> = "2026-11-16T14:47:00Z".parse().unwrap();
    let floor = Floor::planned(Plan {
        clock: Clock::fast(opening, FACTOR),
        every: "5m",
        rules: RULES,
        ..Plan::default()
    })
    .await;
    let config = config::load(&floor.config(), |name| floor.secret(name)).unwrap();
    let app = Application::build(config, floor.clock.clone(), None).unwrap();
    let stop = CancellationToken::new();
    let task = tokio::spawn(app.run(stop.clone()));
    floor.ready().await;
    (floor, Bot { stop, task })
}

impl Bot {
    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap().unwrap();
    }
}

async fn minutes(floor: &Floor, minutes: i64) {
    let until = floor.clock.now() + TimeDelta::minutes(minutes);
    floor.clock.sleep_until(until).await;
}

/// A poll's mark as a card spells it, and the one before: a poll may be under way.
fn marks(time: DateTime<Utc>) -> [String; 2] {
    let mark = time.duration_trunc(TimeDelta::minutes(5)).unwrap();
    [mark, mark + TimeDelta::minutes(5)]
        .map(|mark| mark.with_timezone(&Bogota).format("%H:%M").to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_without_the_api_neither_ends_nor_repeats_an_alert() {
    let (floor, bot) = floor().await;
    floor.lose_agents(&CRITICAL);
    let card = floor.card(|text| text.contains("CRÍTICA")).await;
    floor.refreshed(card.id, 1).await;

    let began = floor.clock.now();
    for fault in [
        ApiFault::Refused,
        ApiFault::ServerError,
        ApiFault::NotFoundPage,
        ApiFault::Garbage,
        ApiFault::Maintenance,
        ApiFault::NoRows,
    ] {
        floor.centre.heal();
        floor.centre.fault(fault);
        minutes(&floor, 11).await;
    }
    let blind = floor.card(|text| text.contains("Sin datos desde")).await;
    let text = blind.text();
    let told = marks(began).map(|mark| text.contains(&format!("desde las {mark}")));
    assert!(told.contains(&true), "{began}: {text}");
    assert!(text.contains("CRÍTICA") && blind.id == card.id, "{text}");
    floor.line(card.id, "sin datos desde").await;

    floor.centre.heal();
    floor
        .card(|text| !text.to_lowercase().contains("sin datos"))
        .await;
    floor.line(card.id, "vuelve a haber datos").await;
    floor.give_agents_back();
    let ended = floor.card(|text| text.contains("NORMALIZADA")).await;
    floor.line(card.id, "normalizada").await;
    bot.stop().await;

    assert_eq!(ended.id, card.id);
    assert_eq!(posts(&floor.chat, FLOOR), 1);
    assert_eq!(
        floor.thread(card.id).len(),
        3,
        "{:#?}",
        floor.thread(card.id)
    );
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_whose_calls_are_used_up_neither_ends_nor_repeats_an_alert() {
    let (floor, bot) = floor().await;
    floor.lose_agents(&CRITICAL);
    let card = floor.card(|text| text.contains("CRÍTICA")).await;
    floor.centre.fault(ApiFault::Quota);
    floor.card(|text| text.contains("Sin datos desde")).await;
    let asked = floor.centre.requests().len();
    minutes(&floor, 30).await;
    let asked = floor.centre.requests().len() - asked;
    assert!(asked <= 1, "{asked} calls though there are none left");

    floor.centre.heal();
    floor.line(card.id, "vuelve a haber datos").await;
    floor.give_agents_back();
    floor.card(|text| text.contains("NORMALIZADA")).await;
    bot.stop().await;
    assert_eq!(posts(&floor.chat, FLOOR), 1);
}
