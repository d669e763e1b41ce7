//! What a question costs: calls to wolkvox are few, and shared.

use std::{collections::BTreeSet, time::Duration};

use vigia_sandbox::{
    centre::ApiFault,
    chat::{ChatMessage, PendingInteraction},
};

use super::{assert_faultless, reports};
use crate::support::{
    floor::{FLOOR, Floor, Plan},
    person::Person,
    sheet::as_of,
};

/// A window that is the same at every moment of a test.
const YESTERDAY: (&str, &str) = ("day", "yesterday");

/// A command with its options, and how many reports it takes.
type Costly = (&'static str, &'static [(&'static str, &'static str)], usize);

/// No two of them ask for the same report.
const QUESTIONS: [Costly; 5] = [
    ("abandon", &[YESTERDAY, ("skill", "12")], 2),
    ("service", &[YESTERDAY], 1),
    ("smarthold", &[YESTERDAY], 1),
    ("hold", &[YESTERDAY], 1),
    ("durations", &[YESTERDAY], 1),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_costs_its_reports_once_and_a_comparison_one_more() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "es-419");
    for (command, question, own) in QUESTIONS {
        let before = reports(&floor);
        let first = ana.ask(command, question).await;
        assert_eq!(reports(&floor), before + own, "{command}");
        let second = ana.ask(command, question).await;
        assert_eq!(reports(&floor), before + own, "{command} again");
        assert_eq!(first.text(), second.text());
        let compared = [question, &[("compare", "week")]].concat();
        let compared = ana.ask(command, &compared).await;
        assert_eq!(reports(&floor), before + own + 1, "{command} compared");
        let told = "hace una semana";
        assert!(compared.text().contains(told), "{}", compared.text());
    }
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_moment_later_the_same_question_is_answered_from_memory() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "es-419");
    let options = [("skill", "12"), ("last", "1h")];
    let mut before: Option<(ChatMessage, usize)> = None;
    // A minute may end between two questions, but not between each of four.
    for _ in 0..4 {
        let answer = ana.ask("service", &options).await;
        let asked = reports(&floor);
        let window = as_of(&answer);
        if let Some((other, before)) = &before
            && as_of(other) == window
        {
            assert_eq!(asked, *before, "memory was not asked");
            assert_eq!(answer.text(), other.text());
            bot.stop().await;
            return assert_faultless(&floor.chat);
        }
        before = Some((answer, asked));
    }
    panic!("no two of four questions were about the same window");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_people_who_ask_at_once_share_the_calls() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    floor.centre.fault(ApiFault::Slow(Duration::from_secs(2)));
    let people: Vec<_> = (0..10)
        .map(|number| Person::new(&floor, 800 + number, FLOOR, |user| user))
        .collect();
    let asked: Vec<PendingInteraction> = people
        .iter()
        .map(|person| person.begin("abandon", &[YESTERDAY]))
        .collect();
    let mut told = BTreeSet::new();
    for (person, asked) in people.iter().zip(&asked) {
        told.insert(person.read(asked).await.text());
    }
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told.iter().all(|it| it.contains("Llamadas atendidas")),
        "{told:#?}"
    );
    assert_eq!(reports(&floor), 2);
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_understood_costs_nothing() {
    let floor = Floor::planned(Plan::quiet()).await;
    let bot = floor.run();
    floor.ready().await;
    let ana = Person::ana(&floor, "es-419");
    floor.listed().await;
    for (command, options) in [
        ("service", &[("skill", "zzz")][..]),
        ("service", &[("last", "5 lunas")]),
        ("smarthold", &[("skill", "-1")]),
        ("smarthold", &[("day", "2026-02-31")]),
        ("hold", &[("agent", "zzz")]),
        ("hold", &[("from", "2031-01-01 00:00")]),
        ("durations", &[("last", "400d")]),
        ("durations", &[("day", "ayer"), ("last", "1h")]),
    ] {
        let answer = ana.ask(command, options).await;
        assert!(answer.files.is_empty(), "{options:?}: {}", answer.text());
    }
    assert_eq!(reports(&floor), 0);
    bot.stop().await;
    assert_faultless(&floor.chat);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_few_calls_are_left_the_answer_says_so_and_polls_wait() {
    let floor = Floor::planned(Plan {
        licences: 1,
        ..Plan::default()
    })
    .await;
    floor.centre.spend(930);
    let bot = floor.run();
    floor.ready().await;
    bot.says("gaps=6").await;
    // A first poll may have begun before anybody could know.
    let polled = reports(&floor);
    let ana = Person::ana(&floor, "es-419");
    let answer = ana.ask("durations", &[("last", "2h")]).await;
    let text = answer.text();
    let note = text
        .lines()
        .find(|it| it.contains("la lectura automática está en pausa"));
    let note = note.unwrap_or_else(|| panic!("nobody says so: {text}"));
    assert!(note.contains("de 1.000 consultas a wolkvox"), "{note}");
    let left = note
        .split_whitespace()
        .find_map(|it| it.parse::<u32>().ok());
    // Lists of names have been read, and this answer.
    assert!(matches!(left, Some(50..=69)), "{note}");
    bot.says_times("gaps=6", 3).await;
    assert_eq!(reports(&floor), polled + 1, "a poll did not wait");
    bot.stop().await;
    assert_faultless(&floor.chat);
}
