//! Several operations that post into one channel, and alert all at once.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use vigia_core::metrics::TimeWindow;
use vigia_sandbox::{
    centre::{ScriptedIncident, SimulatedCentre},
    chat::ChatMessage,
};

use super::assert_faultless;
use crate::support::{
    bot::Bot,
    floor::{CRITICAL, FLOOR, Floor, PATIENCE, Plan, SKILL, calm_centre},
    person::{Person, labels},
};

const OTHERS: usize = 5;
const GONE: ScriptedIncident = ScriptedIncident::AgentsGone { skill: SKILL };

/// Adds operations to the configuration of a floor, each with a centre of its own whose skill has lost its agents.
async fn add_operations(floor: &Floor, plan: &Plan) -> (Vec<SimulatedCentre>, Bot) {
    let mut centres = Vec::new();
    let mut sections = String::new();
    let mut command = floor.run_command();
    for number in 0..OTHERS {
        let centre = calm_centre(plan).await;
        let now = floor.clock.now();
        let hours = TimeWindow::new(now - TimeDelta::hours(3), now + TimeDelta::days(1));
        centre.plan(GONE, hours.unwrap());
        let token = format!("TOKEN_{number}");
        command.env(&token, centre.token());
        let section = format!(
            "  - name: centre {number}\n    base_url: {}\n    token: {{ env: {token} }}\n    timezone: America/Bogota\n    \
             licences: 100\n    language: en\n",
            centre.url()
        );
        sections.push_str(&section);
        centres.push(centre);
    }
    let path = floor.config();
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("discord:\n", &format!("{sections}discord:\n"));
    std::fs::write(&path, format!("{text}alerts: {{ storm: 2 }}\n")).unwrap();
    (centres, floor.start(&mut command))
}

fn titles(cards: &[ChatMessage]) -> Vec<String> {
    let first = |card: &ChatMessage| card.text().lines().next().unwrap_or_default().to_owned();
    cards.iter().map(first).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn operations_that_share_a_channel_share_one_card_beyond_its_limit() {
    let plan = Plan {
        language: "en",
        ..Plan::default()
    };
    let floor = Floor::planned(Plan {
        language: "en",
        ..Plan::default()
    })
    .await;
    floor.lose_agents(&CRITICAL);
    let (centres, bot) = add_operations(&floor, &plan).await;
    let shared = floor
        .card(|text| text.contains("4 operations at once"))
        .await;
    let cards = floor.cards();
    assert_eq!(cards.len(), 3, "{:#?}", titles(&cards));
    let named = shared.text();
    let named: BTreeSet<_> = (0..OTHERS)
        .filter(|number| named.contains(&format!("centre {number} ")))
        .collect();
    assert!((3..=4).contains(&named.len()), "{}", shared.text());

    let ana = Person::ana(&floor, "en-US");
    ana.follow(&shared, "Take").await;
    let taken = |state: &vigia_sandbox::chat::ChatState| {
        let card = state.message(shared.id);
        card.is_some_and(|card| !labels(card).iter().any(|label| label == "Take"))
    };
    floor.chat.wait_until(PATIENCE, taken).await.unwrap();

    floor.give_agents_back();
    for centre in &centres {
        centre.forget(&GONE);
    }
    let is_over = |state: &vigia_sandbox::chat::ChatState| {
        let cards = state.messages(FLOOR);
        let mut cards = cards.filter(|it| it.ephemeral_to.is_none() && it.reply_to.is_none());
        cards.all(|card| card.text().contains("✅"))
    };
    floor.chat.wait_until(PATIENCE, is_over).await.unwrap();
    bot.stop().await;
    let cards = floor.cards();
    assert_eq!(cards.len(), 3, "{:#?}", titles(&cards));
    let ended = cards.iter().find(|card| card.id == shared.id).unwrap();
    assert!(
        ended.text().contains("4 operations at once"),
        "{}",
        ended.text()
    );
    assert_faultless(&floor.chat);
}
