//! Rules are read again while the bot runs: all of them or none.

use super::assert_faultless;
use crate::support::floor::{Floor, Plan, RULES, WARNING};

async fn floor() -> Floor {
    Floor::planned(Plan {
        access: "alerts: { ops: floor }",
        ..Plan::default()
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_that_are_wrong_change_nothing_and_say_where() {
    let floor = floor().await;
    let bot = floor.run();
    floor.ready().await;
    bot.says("polled").await;
    floor.write_rules(&RULES.replace("abandon.rate", "abandon.rte"));
    let refused = floor.card(|text| text.contains("not taken")).await;
    let text = refused.text();
    assert!(text.contains("floor.yaml:3:13: "), "{text}");
    assert!(text.contains("did you mean"), "{text}");
    bot.says("floor.yaml:3:13: ").await;
    // The earlier ones go on.
    floor.lose_agents(&WARNING);
    floor.card(|text| text.contains("⚠️")).await;
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_of_a_rule_that_was_taken_away_is_closed_and_says_so() {
    let floor = floor().await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("⚠️")).await;
    floor.write_rules("rules: []\n");
    floor.card(|text| text.contains("missing or empty")).await;
    bot.hang_up();
    floor.card(|text| text.contains("read again")).await;
    let closed = floor.card(|text| text.contains("❔")).await;
    assert_eq!(closed.id, card.id);
    // The same rule under the same name is another incident.
    floor.write_rules(RULES);
    floor.card(|text| text.contains("⚠️")).await;
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_gone_for_a_while_closes_no_alert_and_is_told() {
    let floor = floor().await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("⚠️")).await;
    let (rules, folder) = (floor.folder().join("rules"), floor.folder().join("away"));
    let file = rules.join("floor.yaml");
    // The file is gone, then the folder, and then both are back.
    std::fs::remove_file(&file).unwrap();
    bot.says_times("the rules were not taken", 1).await;
    let notice = floor.card(|text| text.contains("missing or empty")).await;
    assert!(notice.text().contains("abandonment"), "{}", notice.text());
    std::fs::rename(&rules, &folder).unwrap();
    bot.says_times("the rules were not taken", 2).await;
    std::fs::rename(&folder, &rules).unwrap();
    floor.write_rules(RULES);
    bot.says_times("the rules were read again", 1).await;
    floor.refreshed(card.id, 2).await;
    floor.give_agents_back();
    let ended = floor.card(|text| text.contains("✅")).await;
    assert_eq!(ended.id, card.id);
    let cards = floor.cards();
    let alerts = cards.iter().filter(|card| card.text().contains("Abandono"));
    assert_eq!(alerts.count(), 1, "{cards:#?}");
    assert_eq!(bot.stop().await.code(), Some(0));
}
