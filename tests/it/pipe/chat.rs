//! Discord on a bad day.

use std::time::Duration;

use vigia_sandbox::chat::{ChatFault, ChatState, permissions};

use super::posts;
use crate::support::floor::{CRITICAL, FLOOR, Floor, PATIENCE, WARNING};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_stands_once_however_often_discord_stumbles() {
    let floor = Floor::open().await;
    let cards = format!("/channels/{FLOOR}/messages");
    floor.chat.inject(ChatFault::status(500).on("POST", &cards));
    floor
        .chat
        .inject(ChatFault::hang_up().after_effect().on("POST", &cards));
    floor.lose_agents(&CRITICAL);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("CRÍTICA")).await;
    floor.refreshed(card.id, 1).await;
    assert_eq!(floor.cards().len(), 1);
    assert_eq!(posts(&floor.chat, FLOOR), 3, "two tries were to fail");

    let wait = Duration::from_secs(1);
    floor
        .chat
        .inject(ChatFault::rate_limit(wait, false).on("PATCH", &cards));
    floor.give_agents_back();
    floor.card(|text| text.contains("NORMALIZADA")).await;
    floor.line(card.id, "normalizada").await;
    bot.stop().await;
    assert_eq!(floor.cards().len(), 1);
    assert_eq!(floor.thread(card.id).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_of_the_thread_stands_once_though_its_answer_was_lost() {
    let floor = Floor::open().await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("ADVERTENCIA")).await;
    floor.lose_agents(&CRITICAL);
    floor.line(card.id, "pasó a crítica").await;

    let thread = floor.chat.thread(card.id).unwrap().id;
    let lines = format!("/channels/{thread}/messages");
    let lost = ChatFault::hang_up().after_effect().on("POST", &lines);
    floor.chat.inject(lost);
    floor.give_agents_back();
    floor.line(card.id, "normalizada").await;
    let again = |state: &ChatState| {
        let posts = state
            .requests()
            .iter()
            .filter(|it| it.path.ends_with(&lines));
        posts.count() == 3
    };
    // One is the first line, two are the last one.
    floor.chat.wait_until(PATIENCE, again).await.unwrap();
    bot.stop().await;
    assert_eq!(floor.thread(card.id).len(), 2);
    assert_eq!(floor.cards().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_reaches_its_end_though_no_thread_may_be_opened() {
    let floor = Floor::open().await;
    let allowed = permissions::OF_THE_BOT & !permissions::CREATE_PUBLIC_THREADS;
    floor.chat.permit(FLOOR, allowed);
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    floor.card(|text| text.contains("ADVERTENCIA")).await;
    floor.lose_agents(&CRITICAL);
    floor.card(|text| text.contains("CRÍTICA")).await;
    bot.says("Discord refused the line in the thread").await;
    floor.give_agents_back();
    floor.card(|text| text.contains("NORMALIZADA")).await;
    bot.stop().await;
    assert_eq!(floor.cards().len(), 1);
}
