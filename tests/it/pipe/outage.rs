//! The API is down while an alert is open. The time is led from poll to poll.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use chrono_tz::America::Bogota;
use vigia_sandbox::centre::ApiFault;

use super::{assert_faultless, posts, reports};
use crate::support::{
    floor::{CRITICAL, FLOOR, Plan},
    led_floor::LedFloor,
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

pub(super) async fn led_floor() -> LedFloor {
    LedFloor::planned(Plan {
        rules: RULES,
        ..Plan::default()
    })
    .await
}

/// A poll's mark as a card spells it, and the one before: a poll may be under way.
fn marks(time: DateTime<Utc>) -> [String; 2] {
    let mark = time.duration_trunc(TimeDelta::minutes(5)).unwrap();
    [mark, mark + TimeDelta::minutes(5)]
        .map(|mark| mark.with_timezone(&Bogota).format("%H:%M").to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_without_the_api_neither_ends_nor_repeats_an_alert() {
    let mut led = led_floor().await;
    led.floor.lose_agents(&CRITICAL);
    let card = led.card(|text| text.contains("🔴")).await;

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
    let blind = led.card(|text| text.contains("❔ Sin datos")).await;
    let text = blind.text();
    let told = marks(began).map(|mark| text.contains(&format!("desde las {mark}")));
    assert!(told.contains(&true), "{began}: {text}");
    assert_eq!(blind.id, card.id, "{text}");

    led.floor.centre.heal();
    led.card(|text| !text.to_lowercase().contains("sin datos"))
        .await;
    led.floor.give_agents_back();
    let ended = led.card(|text| text.contains("✅")).await;
    led.bot.stop().await;

    assert_eq!(ended.id, card.id);
    assert_eq!(posts(&led.floor.chat, FLOOR), 1);
    assert_eq!(led.floor.replies(card.id), [""; 0]);
    assert_faultless(&led.floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_whose_calls_are_used_up_neither_ends_nor_repeats_an_alert() {
    let mut led = led_floor().await;
    led.floor.lose_agents(&CRITICAL);
    led.card(|text| text.contains("🔴")).await;
    led.floor.centre.fault(ApiFault::Quota);
    led.card(|text| text.contains("❔ Sin datos")).await;
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
    led.card(|text| text.contains("✅")).await;
    led.bot.stop().await;
    assert_eq!(posts(&led.floor.chat, FLOOR), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hours_of_outage_cost_less_than_two_hours_of_polls() {
    for fault in [ApiFault::ServerError, ApiFault::Garbage, ApiFault::Closed] {
        let mut led = led_floor().await;
        led.poll().await;
        let before = reports(&led.floor);
        led.poll().await;
        let a_poll = reports(&led.floor) - before;
        led.floor.centre.fault(fault);
        let before = reports(&led.floor);
        for _ in 0..24 {
            led.poll().await;
        }
        let cost = reports(&led.floor) - before;
        assert!(
            cost < 24 * a_poll / 2,
            "{fault:?}: {cost}, and a poll costs {a_poll}"
        );
        assert!(
            cost >= 24,
            "{fault:?}: {cost}: nobody looks whether it is over"
        );
        led.bot.stop().await;
    }
}
