//! `/summary`: what a day was like, from what is kept and what is read.

use chrono::{DateTime, TimeDelta, Utc};
use vigia::commands::{CommandAccess, ReplyPlace};
use vigia_cards::{Card, Tone};
use vigia_core::metrics::{ReadFailure, Report, SkillSelection};

use super::{
    Desk, asker, button, desk,
    fake::{Fake, operation},
    kept::{Kept, cali},
    labels, now, open, press, press_at, reports, roles, run, run_as,
};

fn told(card: &Card) -> String {
    card.to_string()
}

/// Yesterday has five reports, 24 hours, and three skills.
const CALLS: usize = 5 + 24 + 3;

#[tokio::test]
async fn a_day_that_is_over_is_read_once_and_then_kept() {
    let desk = desk(Fake::full());
    let reply = run(&desk, "summary", &[("day", "ayer")]).await;
    assert_ne!(reply.card.tone, Tone::Refusal, "{}", reply.card);
    assert_eq!(reply.place, ReplyPlace::Private);
    assert!(told(&reply.card).contains("122"), "{}", reply.card);
    let asks = reports(&desk).asks();
    assert_eq!(asks.len(), CALLS);
    let day: DateTime<Utc> = "2026-11-16T05:00:00Z".parse().unwrap();
    assert_eq!(asks[0].window.from(), day);
    assert_eq!(asks[0].window.until(), day + TimeDelta::days(1));
    let by_skill = asks.iter().filter(|ask| ask.skills != SkillSelection::All);
    assert_eq!(by_skill.count(), 3);

    let again = run(&desk, "summary", &[("day", "2026-11-16")]).await;
    assert_eq!(reports(&desk).asks(), [], "what is kept costs no call");
    assert_eq!(again.card.lines, reply.card.lines);
}

#[tokio::test]
async fn without_a_day_it_is_today_as_far_as_it_has_come() {
    let desk = desk(Fake::full());
    let reply = run(&desk, "summary", &[]).await;
    let asks = reports(&desk).asks();
    let latest: DateTime<Utc> = "2026-11-17T20:04:00Z".parse().unwrap();
    assert!(asks.iter().all(|ask| ask.window.until() <= latest));
    assert_eq!(asks[0].window.until(), latest);
    assert_eq!(reply.card.footer, "/resumen dia:2026-11-17");

    let stored = desk.kept.store.days(&cali(), &asks).unwrap();
    assert!(stored.is_empty(), "too soon to be kept");

    let refreshed = &button(&reply.card, "Actualizar").press;
    let later = now() + TimeDelta::minutes(30);
    let answer = press_at(&desk, &asker("es-419"), refreshed, later).await;
    assert_eq!(answer.place, ReplyPlace::Instead);
    let asks = reports(&desk).asks();
    assert_eq!(asks[0].window.until(), latest + TimeDelta::minutes(30));
}

#[tokio::test]
async fn it_is_shared_as_it_was_seen() {
    let desk = desk(Fake::full());
    let reply = run(&desk, "summary", &[]).await;
    let seen = reports(&desk).asks();
    let share = &button(&reply.card, "Compartir").press;
    let later = now() + TimeDelta::minutes(10);
    let shared = press_at(&desk, &asker("en-US"), share, later).await;
    assert_eq!(shared.place, ReplyPlace::Channel);
    assert!(
        labels(&shared.card)
            .iter()
            .all(|label| *label != "Compartir")
    );
    assert!(reports(&desk).asks().iter().all(|ask| seen.contains(ask)));
    assert_eq!(
        shared.card.title, reply.card.title,
        "in the operation's language"
    );

    let at_once = run(&desk, "summary", &[("share", "true")]).await;
    assert_eq!(at_once.place, ReplyPlace::Channel);
}

#[tokio::test]
async fn a_report_that_fails_is_missing_and_nothing_at_all_is_no_summary() {
    let fake = Fake::full().with(Report::Durations, Err(ReadFailure::Unexpected));
    let desk = desk(fake);
    let reply = run(&desk, "summary", &[("day", "ayer")]).await;
    assert_ne!(reply.card.tone, Tone::Refusal, "{}", reply.card);
    assert_eq!(reports(&desk).asks().len(), CALLS);
    run(&desk, "summary", &[("day", "ayer")]).await;
    let again = reports(&desk).asks();
    assert_eq!(again.len(), 1, "what failed is read again: {again:?}");

    let nothing = Report::ALL.into_iter().fold(Fake::full(), |fake, report| {
        fake.with(report, Err(ReadFailure::TimedOut))
    });
    let desk = super::desk(nothing);
    let reply = run(&desk, "summary", &[("day", "ayer")]).await;
    assert_eq!(reply.card.tone, Tone::Refusal, "{}", reply.card);
    assert!(reports(&desk).asks().len() <= 2, "it gives up");
}

#[tokio::test]
async fn a_day_to_come_and_a_summary_that_nobody_configured_are_refused() {
    let desk = desk(Fake::full());
    for (option, value) in [("day", "2026-11-18"), ("day", "nunca"), ("summary", "x")] {
        let reply = run(&desk, "summary", &[(option, value)]).await;
        assert_eq!(reply.card.tone, Tone::Refusal, "{option} {value}");
    }
    assert_eq!(reports(&desk).asks(), []);
    let reply = press(&desk, "w1.d.sdui5p57.sdui5p57.g12").await;
    assert_eq!(reply.card.tone, Tone::Refusal);
}

#[tokio::test]
async fn it_is_for_whom_the_configuration_says() {
    let access = CommandAccess {
        commands: roles("summary", &[5]),
        ..open()
    };
    let desk = Desk::new(
        vec![operation("cali", Fake::full())],
        access,
        Kept::default(),
    );
    let reply = run_as(&desk, &asker("es-419"), "summary", &[]).await;
    assert_eq!(reply.card.tone, Tone::Refusal);
    assert_eq!(reports(&desk).asks(), []);
}
