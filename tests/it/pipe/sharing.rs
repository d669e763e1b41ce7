//! A private answer is shown to everybody in the channel.

use vigia_sandbox::{centre::CallChannel, chat::ChatMessage};

use super::{assert_faultless, reports};
use crate::support::{
    floor::{FLOOR, Floor, PATIENCE, Plan, SKILL},
    person::{Person, labels},
    sheet::{csv, picture},
    truth::Truth,
};

const BETO: u64 = 700_000_000_000_000_102;

/// Waits until a button of a card cannot be pressed any more.
async fn disabled(floor: &Floor, card: &ChatMessage, label: &str) {
    let label = format!("({label})");
    let done = floor.chat.wait_until(PATIENCE, |state| {
        let card = state.message(card.id);
        card.is_some_and(|card| labels(card).contains(&label))
    });
    assert!(done.await.is_ok(), "{label} can still be pressed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_is_shared_once_and_in_the_language_of_the_operation() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "en-US");
    let card = ana.ask("service", &[("skill", "12"), ("last", "1h")]).await;
    assert!(card.text().contains("Service level"), "{}", card.text());
    let asked = reports(&floor);
    let second = ana.press(&card, "Share");
    let shared = ana.publish(&card, "Share").await;
    second.answer(PATIENCE).await.unwrap();
    disabled(&floor, &card, "Share").await;
    assert_eq!(reports(&floor), asked, "sharing was paid for");
    let calls = Truth::of(&floor, &shared, 1).queue(SKILL, CallChannel::Inbound);
    let told = format!("({} de {})", calls.within[1], calls.offered);
    assert!(shared.text().contains(&told), "{told}: {}", shared.text());
    assert!(
        shared.text().contains("Nivel de servicio"),
        "{}",
        shared.text()
    );
    assert!(shared.pings.is_empty());
    let alt = picture(&shared).alt.clone().unwrap_or_default();
    assert!(alt.contains("por canal"), "{alt}");
    assert_eq!(labels(&shared), ["Actualizar", "CSV", "/abandono"]);
    let private = floor.chat.message(card.id).unwrap();
    assert_eq!(private.text(), card.text());
    picture(&private);

    // By now a second post would stand there.
    ana.ask("abandon", &[("skill", "12"), ("last", "1h")]).await;
    assert_eq!(floor.cards().len(), 1);
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_press_on_a_shared_card_is_answered_to_them_alone() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "es-419");
    let shared = ana
        .announce("durations", &[("last", "1h"), ("share", "true")])
        .await;
    let text = shared.text();
    assert!(text.contains("Duración de llamadas"), "{text}");
    let bot = floor.restart(bot).await;

    let beto = Person::new(&floor, BETO, FLOOR, |user| user.locale("pt-BR"));
    let own = beto.follow(&shared, "Actualizar").await;
    let calls = Truth::of(&floor, &own, 1).lengths();
    let calls: u32 = calls.iter().map(|it| it.calls).sum();
    assert!(own.text().contains(&format!("{calls} ")), "{}", own.text());
    assert!(own.text().contains("chamadas"), "{}", own.text());
    assert_eq!(labels(&own)[0], "Compartilhar");
    assert_eq!(csv(&beto.follow(&shared, "CSV").await).len(), 6);
    let next = beto.follow(&shared, "/hold").await;
    assert!(next.text().contains("Hold e mudo"), "{}", next.text());

    // Who sees it now may share it too, and so it is a second card.
    let again = beto.publish(&own, "Compartilhar").await;
    disabled(&floor, &own, "Compartilhar").await;
    assert!(
        again.text().contains("Duración de llamadas"),
        "{}",
        again.text()
    );
    assert_eq!(floor.chat.message(shared.id).unwrap(), shared);
    assert_eq!(floor.cards().len(), 2);
    bot.stop().await;
    assert_faultless(&floor.chat);
}
