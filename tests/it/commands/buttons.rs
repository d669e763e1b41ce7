//! What a button does: which window, how fresh, for whom.

use chrono::{DateTime, TimeDelta, Utc};
use vigia::commands::{CommandReply, Freshness, ReplyPlace};
use vigia_cards::Tone;
use vigia_core::metrics::{Report, SkillId, SkillSelection};

use super::{
    Desk, asker, button, desk,
    fake::{Fake, operation, service_of},
    kept::Kept,
    labels, now, open, press, press_at, reports, run, run_as,
};

fn later() -> DateTime<Utc> {
    now() + TimeDelta::minutes(30)
}

/// A desk, a card with its buttons, and nothing asked yet.
async fn shown(command: &str, options: &[(&str, &str)]) -> (Desk, CommandReply) {
    let fake = Fake {
        values: 60,
        ..Fake::full()
    };
    let desk = desk(fake);
    let reply = run(&desk, command, options).await;
    reports(&desk).asked();
    (desk, reply)
}

#[tokio::test]
async fn the_buttons_of_an_answer_stand_in_their_order() {
    let (_, reply) = shown("abandon", &[("skill", "12")]).await;
    assert_eq!(
        labels(&reply.card),
        ["Compartir", "Actualizar", "CSV", "Tendencia", "/servicio"]
    );
    let (_, reply) = shown("durations", &[]).await;
    assert_eq!(
        labels(&reply.card),
        ["Compartir", "Actualizar", "CSV", "/hold"]
    );
}

#[tokio::test]
async fn a_refresh_moves_on_and_all_else_keeps_the_window_on_the_screen() {
    let (desk, reply) = shown("abandon", &[("skill", "12"), ("last", "2h")]).await;
    for (label, place, freshness, moved) in [
        ("Actualizar", ReplyPlace::Instead, Freshness::Fresh, 30),
        ("Compartir", ReplyPlace::Channel, Freshness::AsSeen, 0),
        ("CSV", ReplyPlace::Private, Freshness::AsSeen, 0),
        ("Tendencia", ReplyPlace::Instead, Freshness::AsSeen, 0),
        ("/servicio", ReplyPlace::Private, Freshness::Fresh, 0),
    ] {
        let pressed = &button(&reply.card, label).press;
        let answer = press_at(&desk, &asker("es-419"), pressed, later()).await;
        assert_ne!(answer.card.tone, Tone::Refusal, "{}", answer.card);
        assert_eq!(answer.place, place, "{label}");
        let until: DateTime<Utc> = "2026-11-17T20:04:00Z".parse().unwrap();
        for (ask, asked_as) in reports(&desk).asked() {
            assert_eq!(asked_as, freshness, "{label}");
            assert_eq!(ask.skills, SkillSelection::One(SkillId(12)), "{label}");
            assert_eq!(
                ask.window.until(),
                until + TimeDelta::minutes(moved),
                "{label}"
            );
            assert_eq!(ask.window.length().as_secs(), 2 * 3_600, "{label}");
        }
    }
}

#[tokio::test]
async fn a_window_that_is_over_stays_whatever_is_pressed() {
    let options = [("day", "yesterday"), ("from", "08:00"), ("to", "12:00")];
    let (desk, reply) = shown("hold", &options).await;
    let refresh = &button(&reply.card, "Actualizar").press;
    let tomorrow = now() + TimeDelta::days(1);
    let answer = press_at(&desk, &asker("es-419"), refresh, tomorrow).await;
    let asks = reports(&desk).asks();
    assert_eq!(
        asks[0].window.until(),
        "2026-11-16T17:00:00Z".parse::<DateTime<Utc>>().unwrap()
    );
    let again = &button(&answer.card, "Actualizar").press;
    assert_eq!(again, refresh, "the same question has the same button");
}

#[tokio::test]
async fn a_next_question_goes_round_over_the_same_window() {
    let (desk, reply) = shown("smarthold", &[("day", "yesterday")]).await;
    let abandon = press(&desk, &button(&reply.card, "/abandono").press).await;
    let asks = reports(&desk).asks();
    assert_eq!(asks.len(), 2);
    assert_eq!(asks[0].window.length().as_secs(), 86_400);
    assert!(
        abandon
            .card
            .footer
            .starts_with("/abandono skill:all dia:2026-11-16")
    );
    let service = press(&desk, &button(&abandon.card, "/servicio").press).await;
    assert!(labels(&service.card).contains(&"/abandono"));
}

#[tokio::test]
async fn what_everybody_reads_is_in_everybodys_language() {
    let desk = desk(Fake::full());
    let asked = run_as(&desk, &asker("en-US"), "abandon", &[("skill", "12")]).await;
    assert!(
        asked
            .card
            .title
            .starts_with("Abandonment 14,8 % (18 of 122)"),
        "{}",
        asked.card
    );
    let share = &button(&asked.card, "Share").press;
    let shared = press_at(&desk, &asker("en-US"), share, now()).await;
    assert_eq!(shared.place, ReplyPlace::Channel);
    assert!(
        shared.card.title.starts_with("Abandono 14,8 % (18 de 122)"),
        "{}",
        shared.card
    );
    assert_eq!(labels(&shared.card), ["Actualizar", "CSV", "/servicio"]);
    let typed = [("skill", "12"), ("share", "true")];
    let at_once = run_as(&desk, &asker("en-US"), "abandon", &typed).await;
    assert_eq!(at_once, shared);
}

#[tokio::test]
async fn a_trend_has_a_way_back() {
    let (desk, reply) = shown("abandon", &[]).await;
    let trend = press(&desk, &button(&reply.card, "Tendencia").press).await;
    let back = press(&desk, &button(&trend.card, "Desglose").press).await;
    assert_eq!(labels(&back.card), labels(&reply.card));
    assert_eq!(back.card.buttons, reply.card.buttons);
}

#[tokio::test]
async fn a_name_on_a_button_is_found_among_the_known_and_the_shown() {
    let (desk, reply) = shown("hold", &[("agent", "perez")]).await;
    let again = press(&desk, &button(&reply.card, "Actualizar").press).await;
    assert!(again.card.buttons == reply.card.buttons, "{}", again.card);
    // Whom the directory has forgotten is still in the report.
    let long = "x".repeat(300);
    let knows = |agents: &[&str]| super::desk(Fake::full().knowing(agents));
    let seen = run(&knows(&["Zoe Nueva"]), "hold", &[("agent", "zoe")]).await;
    let refresh = &button(&seen.card, "Actualizar").press;
    let again = press(&knows(&[]), refresh).await;
    assert_ne!(again.card.tone, Tone::Refusal, "{}", again.card);
    // And whom nobody knows is told as gone.
    let seen = run(&knows(&[&long]), "hold", &[("agent", &long)]).await;
    let refresh = &button(&seen.card, "Actualizar").press;
    assert!(refresh.len() <= 100);
    let gone = press(&knows(&[]), refresh).await;
    assert_eq!(
        (gone.card.tone, gone.place),
        (Tone::Refusal, ReplyPlace::Private)
    );
    assert_eq!(
        gone.card.to_string(),
        "El agente de este botón ya no se conoce\nPregunte de nuevo con /hold\n/hold"
    );
}

#[tokio::test]
async fn a_channel_that_no_page_tells_of_is_found_in_the_answer() {
    let fake = || Fake::full().with(Report::ServiceLevel, Ok(Some(service_of("chat-nuevo"))));
    let desk = desk(fake());
    let seen = run(&desk, "service", &[("channel", "chat-nuevo")]).await;
    let refresh = &button(&seen.card, "Actualizar").press;
    let again = press(&desk, refresh).await;
    assert_eq!(again.card.buttons, seen.card.buttons);
    let gone = press(&super::desk(Fake::full()), refresh).await;
    assert!(
        gone.card.title.contains("El canal de este botón"),
        "{}",
        gone.card
    );
}

#[tokio::test]
async fn a_button_of_an_operation_that_is_gone_says_so() {
    let named = |name| operation(name, Fake::full());
    let two = Desk::new(vec![named("cali"), named("quito")], open(), Kept::default());
    let seen = run(&two, "abandon", &[("operation", "quito")]).await;
    let refresh = &button(&seen.card, "Actualizar").press;
    assert_ne!(press(&two, refresh).await.card.tone, Tone::Refusal);
    let one = Desk::new(vec![named("cali")], open(), Kept::default());
    let gone = press(&one, refresh).await.card;
    assert!(gone.title.contains("La operación de este botón"), "{gone}");
    // And one of the days when there was one only.
    let seen = run(&one, "abandon", &[]).await;
    let refresh = &button(&seen.card, "Actualizar").press;
    let which = press(&two, refresh).await.card;
    assert_eq!(which.tone, Tone::Refusal, "{which}");
}

#[tokio::test]
async fn what_no_button_says_is_refused_politely() {
    let desk = desk(Fake::full());
    let (_, reply) = shown("hold", &[]).await;
    let good = &button(&reply.card, "Actualizar").press;
    let newer = good.replacen('2', "3", 1);
    let tomorrow = press_at(&desk, &asker("es-419"), good, now() - TimeDelta::days(1)).await;
    assert_eq!(
        tomorrow.card.tone,
        Tone::Refusal,
        "its window has not been yet"
    );
    for pressed in [
        "",
        "ack:v1:12",
        "alert:ack:beef",
        "w1.n.sdui5p57.0",
        "1.rap-b.sdui5p57.c...l2s0.tonx4c.2s0.5.0",
        "ñ\u{202e}",
        newer.as_str(),
        &"1.".repeat(60),
    ] {
        let reply = press(&desk, pressed).await;
        assert_eq!(
            (reply.card.tone, reply.place),
            (Tone::Refusal, ReplyPlace::Private)
        );
        assert_eq!(
            reply.card.to_string(),
            "Este botón es de otra versión del bot\n\
             Pregunte de nuevo con /ayuda\n/ayuda"
        );
    }
    assert_eq!(reports(&desk).asked(), []);
}
