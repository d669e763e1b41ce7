//! The bot ends when it is told to, and goes on where it was.

use std::time::Duration;

use vigia_sandbox::{centre, chat};

use super::{assert_faultless, posts};
use crate::support::floor::{CRITICAL, FLOOR, Floor, PATIENCE};

/// Longer than anything is waited for: a bot that ends has not waited for the API.
const FOR_EVER: Duration = Duration::from_secs(3_600);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_in_the_middle_of_a_poll() {
    let floor = Floor::open().await;
    let mut bot = floor.run();
    floor.ready().await;
    bot.says("polled").await;
    let slow = centre::ApiFault::Slow(FOR_EVER);
    floor.centre.fault(slow);
    floor.asked(1).await;
    bot.terminate();
    assert_eq!(bot.end(PATIENCE).await.code(), Some(0), "{}", bot.log());
    assert!(bot.log().contains("stopped"), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_where_discord_cannot_be_reached() {
    let floor = Floor::open().await;
    floor
        .chat
        .inject(chat::ChatFault::hang_up().times(usize::MAX));
    floor.lose_agents(&CRITICAL);
    let mut bot = floor.run();
    bot.says("no connection to Discord has lasted a minute")
        .await;
    bot.says("message queued for retry").await;
    bot.terminate();
    assert_eq!(bot.end(PATIENCE).await.code(), Some(0), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_stops_while_somebody_waits_for_an_answer_and_tells_them() {
    let floor = Floor::open().await;
    let mut bot = floor.run();
    floor.ready().await;
    floor.centre.fault(centre::ApiFault::Slow(FOR_EVER));
    let asked = floor.ask("es-419", &[("skill", "12")]);
    asked.answer(PATIENCE).await.unwrap();
    bot.terminate();
    let sentence = "El bot se está reiniciando";
    asked.message_with(sentence, PATIENCE).await.unwrap();
    assert_eq!(bot.end(PATIENCE).await.code(), Some(0), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_on_the_floor_sees_that_it_was_restarted() {
    let floor = Floor::open().await;
    floor.lose_agents(&CRITICAL);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("🔴")).await;
    floor.refreshed(card.id, 1).await;
    assert_eq!(bot.stop().await.code(), Some(0));

    let bot = floor.run();
    floor.refreshed(card.id, 2).await;
    let after = floor.cards();
    assert_eq!(after.len(), 1);
    assert!(after[0].text().contains("🔴"), "{}", after[0].text());
    assert_eq!(floor.replies(card.id), [""; 0]);

    floor.give_agents_back();
    let ended = floor.card(|text| text.contains("✅")).await;
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_eq!(ended.id, card.id);
    assert_eq!(posts(&floor.chat, FLOOR), 1);
    assert_faultless(&floor.chat);
}
