//! The clock leaps while an alert is open, and a bot starts that has polled in the future.

use chrono::{DateTime, TimeDelta, Utc};

use super::{assert_faultless, outage::led_floor, posts};
use crate::support::floor::{CRITICAL, FLOOR};

/// The marks of the polls that the bot has kept, in their order.
fn marks(log: &str) -> Vec<DateTime<Utc>> {
    let polled = log.lines().filter(|line| line.contains(" polled "));
    let times = polled.map(|line| line.split_once("as_of=").unwrap().1);
    times
        .map(|text| text.split_once(" UTC").unwrap().0.replace(' ', "T") + "Z")
        .map(|text| text.parse().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_leaps_ahead_for_a_moment_changes_no_poll_and_no_alert() {
    let mut floor = led_floor().await;
    floor.floor.lose_agents(&CRITICAL);
    let card = floor.card(|text| text.contains("🔴")).await;
    let now = floor.time.now();
    let before = marks(&floor.bot.log()).len();

    floor.time.lead_to(now + TimeDelta::hours(3));
    floor.bot.says("the clock has leapt").await;
    floor.time.lead_to(now + TimeDelta::seconds(20));
    floor.time.lead_to(now - TimeDelta::hours(3));
    floor.bot.says_times("the clock has leapt", 2).await;
    floor.time.lead_to(now + TimeDelta::seconds(60));

    for _ in 0..3 {
        floor.poll().await;
    }
    let log = floor.bot.log();
    let marks = marks(&log);
    assert!(marks.len() >= before + 3);
    let five = TimeDelta::minutes(5);
    assert!(
        marks.windows(2).all(|pair| pair[1] - pair[0] == five),
        "{marks:?}"
    );
    assert_eq!(floor.floor.cards()[0].id, card.id);
    assert_eq!(posts(&floor.floor.chat, FLOOR), 1);
    assert_eq!(floor.bot.stop().await.code(), Some(0));
    assert_faultless(&floor.floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_start_finds_in_the_future_is_set_aside_and_the_alert_goes_on() {
    let mut floor = led_floor().await;
    floor.floor.lose_agents(&CRITICAL);
    let card = floor.card(|text| text.contains("🔴")).await;
    let right = floor.time.now();
    // For longer than a moment, the clock is three hours ahead.
    floor.restart_at(right + TimeDelta::hours(3)).await;
    while floor.log.kept < right + TimeDelta::hours(2) {
        floor.poll().await;
    }

    floor.restart_at(right + TimeDelta::minutes(1)).await;
    floor.bot.says("the last poll lies in the future").await;
    floor.log.read_on();
    floor.log.kept = DateTime::UNIX_EPOCH;
    floor.poll().await;
    let kept = floor.log.kept;
    assert!(
        right - TimeDelta::minutes(5) < kept && kept < right + TimeDelta::minutes(11),
        "{kept}"
    );
    floor.floor.give_agents_back();
    let ended = floor.card(|text| text.contains("✅")).await;
    assert_eq!(ended.id, card.id);
    assert!(
        floor.time.now() < right + TimeDelta::hours(2),
        "it ends when it is over"
    );
    assert_eq!(posts(&floor.floor.chat, FLOOR), 1);
    assert_eq!(floor.bot.stop().await.code(), Some(0));
    assert_faultless(&floor.floor.chat);
}
