//! What people do about an incident, as the floor sees it: buttons below its card, and the
//! commands about the watch.

use vigia_cards::ButtonToken;
use vigia_sandbox::chat::{ChatMessage, ChatUser};

use super::{assert_faultless, posts};
use crate::support::{
    floor::{ANA, CRITICAL, FLOOR, Floor, Plan, RULES, WARNING},
    person::{Person, labels},
    sheet::as_of,
};

const BETO: u64 = 700_000_000_000_000_102;
const SUPERVISORS: u64 = 700_000_000_000_000_201;

fn beto(floor: &Floor) -> Person<'_> {
    Person::new(floor, BETO, FLOOR, |user| user.locale("es-419"))
}

/// The number of the incident that a card is about, such as `#14Y21JF`.
fn number(card: &ChatMessage) -> String {
    let parts = card.parts().into_iter();
    let mut tokens =
        parts.filter_map(|part| ButtonToken::<()>::decode(part["custom_id"].as_str()?));
    match tokens.next() {
        Some(ButtonToken::Alert(button)) => format!("#{}", button.incident),
        other => panic!("{other:?} on {}", card.text()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_who_acknowledges_counts_and_the_card_says_so() {
    let floor = Floor::open().await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("⚠️")).await;
    let offered = ["Tomar", "Posponer", "Más"];
    assert_eq!(labels(&card), offered);

    // Both press before either sees what the other did.
    let (ana, beto) = (Person::ana(&floor, "es-419"), beto(&floor));
    let press = |person| Person::follow(person, &card, "Tomar");
    let (one, other) = tokio::join!(press(&ana), press(&beto));
    let is_first = one.text().contains("Usted tomó");
    let (id, first, second) = if is_first {
        (ANA, one, other)
    } else {
        (BETO, other, one)
    };
    let (name, number) = (format!("Person {id}"), number(&card));
    let in_hand = format!("**{name}** la tomó");
    assert!(first.text().contains("Usted tomó"), "{}", first.text());
    assert!(first.text().contains(&number), "{}", first.text());
    let told = format!("{name} tomó antes");
    assert!(second.text().contains(&told), "{}", second.text());
    let shown = floor.card(|text| text.contains(&in_hand)).await;
    assert_eq!(shown.id, card.id);
    assert!(!labels(&floor.cards()[0]).contains(&"Tomar".to_owned()));

    // It holds after a restart, until it gets worse.
    let bot = floor.restart(bot).await;
    floor.refreshed(card.id, 1).await;
    assert!(floor.cards()[0].text().contains(&in_hand));
    floor.lose_agents(&CRITICAL);
    let worse = floor.card(|text| text.contains("🔴")).await;
    assert!(!worse.text().contains(&in_hand), "{}", worse.text());
    assert!(labels(&worse).contains(&"Tomar".to_owned()));
    floor.reply(card.id, "Empeoró").await;

    floor.give_agents_back();
    let ended = floor.card(|text| text.contains("✅")).await;
    assert_eq!(labels(&ended), ["Más"]);
    let options = [("incident", number.as_str()), ("do", "acknowledge")];
    let over = beto.ask("alerts", &options).await;
    assert!(over.text().contains("ya terminó"), "{}", over.text());
    let details = beto.follow(&ended, "Más").await;
    let began = format!("{name} la tomó");
    assert!(details.text().contains(&began), "{}", details.text());
    assert!(
        details.text().contains("pasó a crítica"),
        "{}",
        details.text()
    );
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_eq!(posts(&floor.chat, FLOOR), 2, "what is private was shown");
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_open_is_handled_by_commands_and_written_down() {
    let floor = Floor::open().await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("⚠️")).await;
    let ana = Person::ana(&floor, "es-419");
    let now = ana.ask("alerts", &[]).await;
    let number = number(&card);
    assert!(now.text().contains("1 alerta abierta"), "{}", now.text());
    assert_eq!(labels(&now), [number.as_str(), "Actualizar"]);
    let found = ana.choices("alerts", "incident", "").await;
    assert!(found[0].starts_with(&number), "{found:?}");

    let options = [("incident", number.as_str()), ("note", "Llamo al piso")];
    let done = ana.ask("alerts", &options).await;
    assert!(done.text().contains("Usted tomó"), "{}", done.text());
    floor.card(|text| text.contains("Llamo al piso")).await;
    let details = ana.follow(&now, &number).await;
    let offered = ["Ver todo el día", "Silenciar esta skill hoy"];
    assert_eq!(labels(&details)[..2], offered);
    let beto = beto(&floor);
    let asked = beto.follow(&card, "Posponer").await;
    assert_eq!(labels(&asked), ["30 min", "2 h"]);
    let put_off = beto.follow(&asked, "2 h").await;
    assert!(
        put_off.text().contains("💤 Pospuesta hasta"),
        "{}",
        put_off.text()
    );
    let snoozed = floor.card(|text| text.contains("la pospuso hasta")).await;
    assert_eq!(labels(&snoozed), ["Reactivar", "Tomar", "Más"]);
    // Who undoes it leaves it to the one who had taken it before.
    beto.follow(&put_off, "Deshacer").await;
    floor.card(|text| text.contains("la tomó")).await;
    let day = ana.follow(&details, "Ver todo el día").await;
    assert!(day.text().contains("Soporte TV"), "{}", day.text());

    floor.give_agents_back();
    floor.card(|text| text.contains("✅")).await;
    let file = ana.ask("alerts", &[("format", "csv")]).await;
    let [file] = &file.files[..] else {
        panic!("one file: {:?}", file.text());
    };
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    for told in [
        number.as_str(),
        "tomada",
        "Llamo al piso",
        "pospuesta",
        "normalizada",
    ] {
        assert!(text.contains(told), "no `{told}` in {text}");
    }
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_begins_under_a_silence_is_told_when_that_ends() {
    let floor = Floor::open().await;
    let bot = floor.run();
    floor.ready().await;
    bot.says("polled").await;
    let ana = Person::ana(&floor, "es-419");
    let options = [("skill", "12"), ("for", "2h"), ("comment", "obra")];
    let made = ana.ask("silence", &options).await;
    assert!(made.text().contains("Silencio 1"), "{}", made.text());

    floor.lose_agents(&CRITICAL);
    let held = async {
        loop {
            let now = ana.ask("alerts", &[]).await;
            if now.text().contains("silencio 1") {
                return now;
            }
        }
    };
    let held = tokio::time::timeout(crate::support::floor::PATIENCE, held).await;
    let held = held.expect("an incident that is held");
    assert!(held.text().contains("🔴"), "{}", held.text());
    assert_eq!(
        posts(&floor.chat, FLOOR),
        0,
        "it was told under the silence"
    );
    let why = ana.ask("rules", &[("explain", "abandonment")]).await;
    assert!(why.text().contains("silencio 1"), "{}", why.text());

    let ended = ana.follow(&made, "Terminar 1").await;
    assert!(
        ended.text().contains("Terminó el silencio 1"),
        "{}",
        ended.text()
    );
    floor.card(|text| text.contains("🔴")).await;
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_explains_itself_also_when_it_has_not_polled_yet() {
    let floor = Floor::open().await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    floor.card(|text| text.contains("⚠️")).await;
    bot.stop().await;

    // One that polls once a day has judged nothing when it is asked.
    let slow = std::fs::read_to_string(floor.config()).unwrap();
    std::fs::write(floor.config(), slow.replace("every: 1s", "every: 24h")).unwrap();
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "es-419");
    let why = ana.ask("rules", &[("explain", "abandonment")]).await;
    let truths = floor.truths(12, as_of(&why)).into_iter();
    let mut figures = truths.map(|(lost, offered)| format!("({lost} de {offered})"));
    let text = why.text();
    assert!(figures.any(|figure| text.contains(&figure)), "{text}");
    assert!(text.contains("en alerta"), "{text}");
    let shown = ana.ask("rules", &[("show", "abandonment")]).await;
    assert!(
        shown.text().contains("metric: abandon.rate"),
        "{}",
        shown.text()
    );
    assert!(shown.text().contains("floor.yaml:2"), "{}", shown.text());
    let all = ana.ask("rules", &[]).await;
    assert!(all.text().contains("abandonment"), "{}", all.text());
    let status = ana.ask("status", &[]).await;
    assert!(status.text().contains("1 regla "), "{}", status.text());
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_are_read_again_when_somebody_asks() {
    let floor = Floor::open().await;
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "en-US");
    floor.write_rules(&RULES.replace("abandon.rate", "abandon.rte"));
    let refused = ana.ask("rules", &[("reload", "true")]).await;
    assert!(
        refused.text().contains("floor.yaml:3:13"),
        "{}",
        refused.text()
    );
    floor.write_rules(&RULES.replace("8%", "9%"));
    let done = ana.ask("rules", &[("reload", "true")]).await;
    assert!(done.text().contains("new or changed: 1"), "{}", done.text());
    let file = ana.ask("alerts", &[("format", "csv")]).await;
    let text = String::from_utf8(file.files[0].bytes.clone()).unwrap();
    assert!(
        text.contains("rules refused") && text.contains("rules reloaded"),
        "{text}"
    );
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn buttons_below_an_alert_are_held_to_the_roles_of_their_commands() {
    let floor = Floor::planned(Plan {
        access: "\
roles: { supervisors: \"700000000000000201\" }
access: { commands: { alerts: [supervisors], silence: [supervisors] } }
",
        ..Plan::default()
    })
    .await;
    floor.lose_agents(&WARNING);
    let bot = floor.run();
    let card = floor.card(|text| text.contains("⚠️")).await;
    for label in ["Tomar", "Más", "Posponer"] {
        let refused = beto(&floor).follow(&card, label).await;
        let text = refused.text();
        assert!(text.contains("no está disponible para su rol"), "{text}");
    }
    let ana = Person::new(&floor, BETO + 1, FLOOR, |user: ChatUser| {
        user.role(SUPERVISORS)
    });
    let details = ana.follow(&card, "Más").await;
    let muted = ana.follow(&details, "Silenciar esta regla un día").await;
    assert!(
        muted.text().contains("regla abandonment"),
        "{}",
        muted.text()
    );
    // A card that is there reaches its end.
    floor.give_agents_back();
    floor.card(|text| text.contains("✅")).await;
    assert_eq!(bot.stop().await.code(), Some(0));
    assert_faultless(&floor.chat);
}
