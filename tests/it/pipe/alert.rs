//! The life of an alert as the floor sees it.

use crate::support::{
    floor::{CRITICAL, Floor, SKILL, WARNING},
    judge::assert_faultless,
};
use vigia::sandbox::chat::Pings;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_incident_is_one_card_with_one_thread_from_its_beginning_to_its_end() {
    let floor = Floor::open().await;
    let bot = floor.run();
    floor.ready().await;
    floor.lose_agents(&WARNING);
    let card = floor.card(|text| text.contains("ADVERTENCIA")).await;
    eprintln!("{}", card.text());
    floor.refreshed(card.id, 2).await;
    floor.lose_agents(&CRITICAL);
    let card = floor.card(|text| text.contains("CRÍTICA")).await;
    eprintln!("{}", card.text());
    floor.give_agents_back();
    let card = floor.card(|text| text.contains("NORMALIZADA")).await;
    eprintln!("{}", card.text());
    eprintln!("{:#?}", floor.thread(card.id));
    eprintln!(
        "{:?} {:?}",
        floor.truth(SKILL, card.embeds[0].timestamp.unwrap()),
        card.pings == Pings::default()
    );
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}
