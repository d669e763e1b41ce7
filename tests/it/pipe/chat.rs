//! Discord on a bad day.

use std::time::Duration;

use vigia_sandbox::chat::{ChatFault, ChatState};

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
    let card = floor.card(|text| text.contains("🔴")).await;
    floor.refreshed(card.id, 1).await;
    assert_eq!(floor.cards().len(), 1);
    assert_eq!(posts(&floor.chat, FLOOR), 3, "two tries were to fail");

    let wait = Duration::from_secs(1);
    floor
        .chat
        .inject(ChatFault::rate_limit(wait, false).on("PATCH", &cards));
    floor.give_agents_back();
    floor.card(|text| text.contains("✅")).await;
    bot.stop().await;
    assert_eq!(floor.cards().len(), 1);
    assert_eq!(floor.replies(card.id), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_stands_once_though_its_answer_was_lost() {
    let floor = Floor::open().await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("⚠️")).await;
    let posts_path = format!("/channels/{FLOOR}/messages");
    let lost = ChatFault::hang_up().after_effect().on("POST", &posts_path);
    floor.chat.inject(lost);
    floor.lose_agents(&CRITICAL);
    floor.reply(card.id, "Empeoró").await;
    let again = |state: &ChatState| {
        let requests = state.requests().iter();
        let posts = requests.filter(|it| it.method == "POST" && it.path.ends_with(&posts_path));
        posts.count() == 3
    };
    // One is the card, two are the reply.
    floor.chat.wait_until(PATIENCE, again).await.unwrap();
    floor.give_agents_back();
    floor.card(|text| text.contains("✅")).await;
    bot.stop().await;
    assert_eq!(floor.replies(card.id).len(), 1);
    assert_eq!(floor.cards().len(), 1);
}
