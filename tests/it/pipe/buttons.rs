//! The buttons below an answer, pressed one after the other by a person in Discord.

use vigia_sandbox::{centre::CallChannel, chat::ChatMessage};

use super::{assert_faultless, reports};
use crate::support::{
    floor::{Floor, Plan, SKILL},
    person::{Person, labels},
    sheet::{as_of, column, csv, picture, words},
    truth::{Held, Truth},
};

/// `01:04:09`, as a spreadsheet takes it.
fn clock(seconds: u32) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// Names as a card writes them, with single blanks, as far as each of them goes.
fn tidy(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    name.chars().take(40).collect()
}

/// Fails unless the card shows the agents of these places, and none of the next.
fn assert_page(card: &ChatMessage, ranking: &[(String, Held)], first: usize) {
    let told = format!("{}–{} de {}", first + 1, first + 10, ranking.len());
    assert!(card.text().contains(&told), "{told}: {}", card.text());
    let total = |place: usize| ranking[place].1.total();
    let words = words("es-419");
    let length = |place| {
        let length = std::time::Duration::from_secs(total(place).into());
        words.duration(length)
    };
    for place in first..first + 10 {
        // As a face writes it, so that Discord makes no list of it.
        let line = format!("{}\\. ", place + 1);
        let text = card.text();
        let line = text.lines().find(|it| it.starts_with(&line));
        let line = line.unwrap_or_else(|| panic!("no place {place} in {text}"));
        // Of two who are alike, either may be the first.
        let is_alone = ranking
            .iter()
            .filter(|it| it.1.total() == total(place))
            .count()
            == 1;
        let name = tidy(&ranking[place].0);
        assert!(!is_alone || line.contains(&name), "{line}, not {name}");
        assert!(
            line.contains(&length(place)),
            "{line}, not {}",
            length(place)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_turned_in_place_also_by_a_bot_that_was_killed_meanwhile() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "es-419");
    let card = ana.ask("hold", &[("last", "4h")]).await;
    let ranking = Truth::of(&floor, &card, 4).ranking();
    assert_page(&card, &ranking, 0);
    let own = ["Compartir", "Actualizar", "CSV"];
    let [back, on] = ["◀ Anterior", "Siguiente ▶"];
    assert_eq!(labels(&card)[..3], own);
    assert_eq!(labels(&card)[3..], [&format!("({back})"), on, "/duracion"]);

    let asked = reports(&floor);
    let first = picture(&card).clone();
    let card = ana.change(&card, on).await;
    assert_page(&card, &ranking, 10);
    assert_eq!(labels(&card)[3..], [back, on, "/duracion"]);
    assert_ne!(picture(&card).alt, first.alt);
    assert_eq!(reports(&floor), asked, "a page was paid for");

    let bot = floor.restart(bot).await;
    let card = ana.change(&card, on).await;
    assert_page(&card, &ranking, 20);
    assert_eq!(reports(&floor), asked + 1, "it has to read again, once");
    let card = ana.change(&card, back).await;
    let card = ana.change(&card, back).await;
    assert_page(&card, &ranking, 0);
    assert_eq!(picture(&card).alt, first.alt);
    assert_eq!(reports(&floor), asked + 1);
    assert!(floor.cards().is_empty(), "what is private was shown");
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_has_every_row_as_a_spreadsheet_of_the_operation_reads_it() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    // The numbers are the operation's, whatever its people speak.
    let ana = Person::ana(&floor, "en-US");
    let words = words("en-US");
    let title = |id| words.say(id, &[]);
    let card = ana.ask("hold", &[("last", "4h")]).await;
    let asked = reports(&floor);
    let rows = csv(&ana.follow(&card, "CSV").await);
    assert_eq!(reports(&floor), asked, "a file was paid for");
    let mut told: Vec<_> = column(&rows, &title("hold-agent"))
        .into_iter()
        .zip(column(&rows, &title("hold-total")))
        .zip(column(&rows, &title("hold-both-uses")))
        .map(|((name, total), uses)| (name, total, uses))
        .collect();
    let ranking = Truth::of(&floor, &card, 4).ranking().into_iter();
    let mut truth: Vec<_> = ranking
        .map(|(name, held)| (name, clock(held.total()), held.uses.to_string()))
        .collect();
    assert!(truth.len() > 50, "{}", truth.len());
    told.sort();
    truth.sort();
    assert_eq!(told, truth);
    let shares = column(&rows, &title("hold-share"));
    let is_decimal = |it: &String| it.split_once(',').is_some_and(|it| it.1.len() == 2);
    assert!(shares.iter().all(is_decimal), "{shares:?}");

    let asked = ana.begin("durations", &[("last", "2h"), ("format", "csv")]);
    let answer = ana.read(&asked).await;
    let rows = csv(&answer);
    let lengths = Truth::of(&floor, &answer, 2).lengths();
    let calls = lengths.map(|range| range.calls.to_string());
    assert_eq!(column(&rows, &title("durations-calls")), calls);
    assert!(floor.cards().is_empty(), "what is private was shown");
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_is_refreshed_in_place_and_leads_to_the_next_question() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "es-419");
    let card = ana.ask("service", &[("skill", "12"), ("last", "1h")]).await;
    let bot = floor.restart(bot).await;
    let asked = reports(&floor);
    let fresh = ana.change(&card, "Actualizar").await;
    assert!(reports(&floor) <= asked + 1, "more than one call");
    let calls = Truth::of(&floor, &fresh, 1).queue(SKILL, CallChannel::Inbound);
    let told = format!("({} de {})", calls.within[1], calls.offered);
    assert!(fresh.text().contains(&told), "{told}: {}", fresh.text());
    assert!(as_of(&fresh) >= as_of(&card));
    picture(&fresh);

    let next = ana.follow(&fresh, "/abandono").await;
    let (lost, offered) = floor.truth(SKILL, as_of(&next));
    let told = format!("({lost} de {offered})");
    assert!(next.text().contains(&told), "{told}: {}", next.text());
    assert!(next.text().contains("12 Soporte TV"), "{}", next.text());
    assert_eq!(as_of(&next), as_of(&fresh));
    let still = floor.chat.message(card.id).unwrap();
    assert_eq!(still.text(), fresh.text(), "the card before was touched");
    assert!(floor.cards().is_empty(), "what is private was shown");
    bot.stop().await;
    assert_faultless(&floor.chat);
}
