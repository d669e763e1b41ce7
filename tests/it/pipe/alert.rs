//! The life of an alert as the floor sees it.

use super::{assert_faultless, posts};
use crate::support::floor::{CRITICAL, FLOOR, Floor, SKILL, WARNING};
use chrono::TimeDelta;
use vigia_sandbox::chat::ChatMessage;

/// The card's figure is what came to the centre in an hour that ended not long before.
fn assert_true(floor: &Floor, card: &ChatMessage) {
    let shown = card.edited.unwrap_or(card.posted);
    let minutes = (0..10).map(|minutes| shown - TimeDelta::minutes(minutes));
    let mut truths = minutes.flat_map(|minute| floor.truths(SKILL, minute));
    let is_true = |(lost, offered): (u32, u32)| {
        let figure = format!("**{lost} de {offered}** llamadas");
        card.text().contains(&figure)
    };
    assert!(truths.any(is_true), "{}", card.text());
}

/// The card has its picture, which is told in words too, and no other file.
fn assert_pictured(card: &ChatMessage, words: &str) {
    let [picture] = &card.files[..] else {
        panic!("one picture: {:?}", card.files.len());
    };
    assert_eq!(picture.media, "image/png");
    let alt = picture.alt.as_ref().unwrap();
    assert!(alt.starts_with("Abandono, "), "{alt}");
    assert!(alt.contains(words), "{alt}");
    assert_eq!(card.shown_files(), ["chart.png"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_incident_is_one_card_and_a_reply_where_it_became_worse() {
    let floor = Floor::open().await;
    let bot = floor.run();
    floor.ready().await;

    floor.lose_agents(&WARNING);
    let warning = floor.card(|text| text.contains("⚠️")).await;
    assert_true(&floor, &warning);
    floor.refreshed(warning.id, 2).await;
    assert_true(&floor, &floor.cards()[0]);

    floor.lose_agents(&CRITICAL);
    let critical = floor.card(|text| text.contains("🔴")).await;
    assert_true(&floor, &critical);
    assert_pictured(&critical, "en alerta desde las ");
    let worse = floor.reply(critical.id, "🔴 Empeoró: abandono").await;
    assert!(!worse.is_silent());

    floor.give_agents_back();
    let ended = floor.card(|text| text.contains("✅")).await;
    assert_true(&floor, &ended);
    assert_pictured(&ended, "; en alerta ");
    assert_eq!(
        ended.content, "",
        "a figure in the text would be an old one"
    );
    assert_eq!(bot.stop().await.code(), Some(0));

    assert_eq!(floor.cards().len(), 1);
    assert_eq!(posts(&floor.chat, FLOOR), 2);
    let said = floor.chat.messages(FLOOR);
    assert!(said.iter().all(|it| it.pings.is_empty()), "{said:#?}");
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_that_was_taken_away_between_two_runs_closes_its_card() {
    const OTHER: &str = "\
rules:
  - alert: other
    metric: abandon.rate
    of: skill 7
    when: { above: { critical: 99% } }
    notify: floor
";
    let floor = Floor::open().await;
    floor.lose_agents(&CRITICAL);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("🔴")).await;
    floor.refreshed(card.id, 1).await;
    bot.stop().await;

    floor.write_rules(OTHER);
    let bot = floor.run();
    let closed = floor.card(|text| text.contains("❔")).await;
    assert_eq!(closed.id, card.id);
    let why = "La regla ya no la vigila";
    assert!(closed.text().contains(why), "{}", closed.text());
    bot.stop().await;
    assert_eq!(posts(&floor.chat, FLOOR), 1);
    assert_faultless(&floor.chat);
}
