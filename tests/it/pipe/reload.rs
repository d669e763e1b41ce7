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
    // The earlier ones go on.
    floor.lose_agents(&WARNING);
    floor.card(|text| text.contains("ADVERTENCIA")).await;
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_of_a_rule_that_was_taken_away_is_closed_and_says_so() {
    let floor = floor().await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("ADVERTENCIA")).await;
    floor.write_rules("rules: []\n");
    floor.card(|text| text.contains("read again")).await;
    let closed = floor.card(|text| text.contains("CERRADA")).await;
    assert_eq!(closed.id, card.id);
    // The same rule under the same name is another incident.
    floor.write_rules(RULES);
    floor.card(|text| text.contains("ADVERTENCIA")).await;
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}
