//! Names come from outside, and may be anything.

use vigia_sandbox::centre::{CentreNames, agents};

use super::assert_faultless;
use crate::support::{
    floor::{CRITICAL, FLOOR, Floor, Plan},
    person::Person,
    sheet::{LOCALES, all_words, column, csv, picture, words},
};

const HOSTILE: [&str; 9] = [
    "@everyone",
    "<@700000000000000101> <@&700000000000000002>",
    "**x** [a](http://b.example)",
    "\u{202e}ANA\u{2066} \u{200f}RUIZ",
    "=1+1",
    "🔥",
    "",
    "@here ```x``` ||y||",
    "-- \r\n# x\t| y; \"z\"",
];

/// All agents and the larger skills bear such names, and one that is very long.
fn names() -> CentreNames {
    let long = "Ñandú ".repeat(50);
    let hostile = HOSTILE.map(str::to_owned).into_iter().chain([long]);
    let hostile: Vec<_> = hostile.collect();
    let agents = agents().into_iter().map(|agent| agent.id);
    CentreNames {
        skills: [7, 12, 3, 5, 14, 31, 30, 9, 22, 21]
            .into_iter()
            .zip(hostile.clone())
            .collect(),
        agents: agents.zip(hostile.into_iter().cycle()).collect(),
    }
}

fn is_formula(cell: &str) -> bool {
    cell.trim_start().starts_with(['=', '+', '-', '@'])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_agents_and_skills_are_called_nobody_is_pinged_and_cards_stand() {
    let floor = Floor::planned(Plan {
        names: names(),
        ..Plan::quiet()
    })
    .await;
    let bot = floor.run();
    floor.ready().await;
    floor.listed().await;
    for (command, locale) in ["hold", "abandon", "smarthold", "service"]
        .iter()
        .zip(LOCALES.iter().cycle())
    {
        let ana = Person::ana(&floor, locale);
        let words = words(locale);
        let card = ana.ask(command, &[("last", "4h")]).await;
        let say = |id| words.say(id, &[]);
        let file = ana.follow(&card, &say("button-csv")).await;
        let rows = csv(&file);
        assert!(!rows.iter().flatten().any(|it| is_formula(it)), "{rows:#?}");
        let shared = ana.publish(&card, &say("button-share")).await;
        for message in [&card, &file, &shared] {
            assert!(message.pings.is_empty(), "{:?}", message.pings);
            let text = message.text();
            assert!(
                !text.contains(['\u{202e}', '\u{2066}', '\u{200f}']),
                "{text}"
            );
            assert!(!text.replace("\\[", "").contains("[a]("), "a link: {text}");
        }
    }
    let ana = Person::ana(&floor, "es-419");
    let card = ana.ask("hold", &[("last", "4h")]).await;
    let names = column(&csv(&ana.follow(&card, "CSV").await), "Agente");
    for name in ["'=1+1", "'@everyone", "🔥", "**x** [a](http://b.example)"] {
        assert!(names.iter().any(|it| it == name), "no {name} in {names:#?}");
    }
    let mut card = card;
    for _ in 0..2 {
        card = ana.change(&card, "Siguiente ▶").await;
        picture(&card);
    }
    assert!(
        card.text().contains("el total de wolkvox es"),
        "rows without a name are left out and nobody says so: {}",
        card.text()
    );
    for (typed, fits) in [("every", "everyone"), ("1+1", "=1+1")] {
        let choices = ana.choices("hold", "agent", typed).await;
        let is_found = choices.iter().any(|it| it.contains(fits));
        assert!(is_found, "{typed}: {choices:?}");
    }
    // Discord takes no choice that is so long.
    assert_eq!(ana.choices("hold", "agent", "ñandú ñan").await, [""; 0]);
    for name in ["@everyone", "=1+1", "ñandú"] {
        let answer = ana.ask("hold", &[("agent", name), ("last", "4h")]).await;
        assert!(answer.pings.is_empty());
        assert!(!all_words(&answer).contains('\u{202e}'));
    }
    let skills = ana.choices("abandon", "skill", "").await;
    assert!(skills.len() > 10, "{skills:?}");
    let everybody = floor.chat.messages(FLOOR);
    assert!(everybody.iter().all(|it| it.pings.is_empty()));
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_in_a_description_is_text() {
    let floor = Floor::planned(Plan {
        names: names(),
        ..Plan::default()
    })
    .await;
    let bot = floor.run();
    floor.ready().await;
    floor.listed().await;
    floor.lose_agents(&CRITICAL);
    let card = floor.card(|text| text.contains("🔴")).await;
    assert!(card.pings.is_empty(), "{:?}", card.pings);
    let details = Person::ana(&floor, "es-419").follow(&card, "Más").await;
    assert!(details.pings.is_empty(), "{:?}", details.pings);
    let text = details.text();
    assert!(
        text.contains("las pausas de") && !text.contains("<@7"),
        "{text}"
    );
    bot.stop().await;
    assert_faultless(&floor.chat);
}
