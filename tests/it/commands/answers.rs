//! What each command asks for, and what of it is told.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::Santiago;
use vigia::commands::{
    AnswerAudience, Freshness, QuotaShortage, ReplyPlace, ReportCommand, ReportQuestion, answer,
};
use vigia_cards::{Card, Tone, charts::Plot};
use vigia_core::metrics::{
    OperationName, ReadFailure, Report, ReportRequest, SkillId, SkillSelection, TimeWindow,
};

use super::{
    Desk, asker, button, desk,
    fake::{Fake, operation, operation_in},
    given,
    kept::Kept,
    labels, now, open, press, reports, run, run_as, runs_anywhere,
};

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn window(from: &str, until: &str) -> TimeWindow {
    TimeWindow::new(utc(from), utc(until)).unwrap()
}

#[tokio::test]
async fn each_command_asks_for_its_reports_in_every_language() {
    for (command, expected) in [
        ("abandon", &[Report::ServiceLevel, Report::Abandonment][..]),
        ("service", &[Report::ServiceLevel]),
        ("smarthold", &[Report::SmartHold]),
        ("hold", &[Report::Holds]),
        ("durations", &[Report::Durations]),
    ] {
        for (locale, next) in [
            ("en-US", "Share"),
            ("es-419", "Compartir"),
            ("pt-BR", "Compartilhar"),
        ] {
            let desk = desk(Fake::full());
            let skill = [
                ("skill", "12"),
                ("day", "today"),
                ("nobody-knows", "x"),
                ("last", " "),
            ];
            let reply = run_as(&desk, &asker(locale), command, &skill).await;
            assert_eq!(reply.place, ReplyPlace::Private);
            assert_ne!(reply.card.tone, Tone::Refusal, "{}", reply.card);
            assert_eq!(labels(&reply.card)[0], next);
            let asks = reports(&desk).asks();
            let asked: Vec<_> = asks.iter().map(|ask| ask.report).collect();
            assert_eq!(asked, expected, "{command}");
            let of_skill = matches!(command, "abandon" | "service");
            for ask in asks {
                let skills = if of_skill {
                    SkillSelection::One(SkillId(12))
                } else {
                    SkillSelection::All
                };
                assert_eq!(ask.skills, skills, "{command}");
                let today = window("2026-11-17T05:00:00Z", "2026-11-17T20:04:00Z");
                assert_eq!(ask.window, today, "it ends a settle delay ago");
            }
        }
    }
}

#[tokio::test]
async fn a_comparison_asks_for_exactly_one_report_more() {
    let desk = desk(Fake::full());
    for command in ReportCommand::ALL {
        run(&desk, command.name(), &[("last", "2h")]).await;
        let plain = reports(&desk).asks();
        run(
            &desk,
            command.name(),
            &[("last", "2h"), ("compare", "previous")],
        )
        .await;
        let compared = reports(&desk).asks();
        let more: Vec<&ReportRequest> =
            compared.iter().filter(|ask| !plain.contains(ask)).collect();
        let [more] = more.as_slice() else {
            panic!("one more was wanted: {compared:?}");
        };
        assert_eq!(compared.len(), plain.len() + 1);
        assert_eq!(more.report, command.main_report());
        assert_eq!(more.window.until(), plain[0].window.from());
    }
}

#[tokio::test]
async fn the_same_question_is_the_same_ask() {
    let desk = desk(Fake::full());
    let options = [("day", "yesterday"), ("from", "08:00"), ("to", "12:00")];
    run(&desk, "service", &options).await;
    let first = reports(&desk).asks();
    let card = run(&desk, "service", &options).await.card;
    assert_eq!(reports(&desk).asks(), first);
    let again = [("from", "2026-11-16 08:00"), ("to", "2026-11-16 12:00")];
    run(&desk, "service", &again).await;
    assert_eq!(reports(&desk).asks(), first);
    press(&desk, &button(&card, "CSV").press).await;
    assert_eq!(reports(&desk).asks(), first);
}

/// In Chile summer time began on Sunday 6 September 2026.
#[tokio::test]
async fn a_comparison_is_by_the_wall_clock_of_the_operation() {
    let reports = operation_in(Santiago, "santiago", Fake::full());
    let desk = Desk::new(vec![reports], open(), Kept::default());
    for (compare, from, until) in [
        ("yesterday", "2026-09-06T11:00:00Z", "2026-09-06T15:00:00Z"),
        ("week", "2026-08-31T12:00:00Z", "2026-08-31T16:00:00Z"),
        ("previous", "2026-09-07T07:00:00Z", "2026-09-07T11:00:00Z"),
    ] {
        let options = [
            ("day", "2026-09-07"),
            ("from", "08:00"),
            ("to", "12:00"),
            ("compare", compare),
        ];
        run(&desk, "durations", &options).await;
        let asks = super::reports(&desk).asks();
        assert_eq!(
            asks[0].window,
            window("2026-09-07T11:00:00Z", "2026-09-07T15:00:00Z")
        );
        assert_eq!(asks[1].window, window(from, until), "{compare}");
    }
    let skipped = [
        ("day", "2026-09-07"),
        ("from", "00:10"),
        ("to", "00:50"),
        ("compare", "yesterday"),
    ];
    run(&desk, "abandon", &skipped).await;
    assert_eq!(
        super::reports(&desk).asks().len(),
        2,
        "there is no such hour to compare with"
    );
}

#[tokio::test]
async fn what_one_report_tells_is_shown_when_the_other_fails() {
    let fake = Fake::full().with(Report::Abandonment, Err(ReadFailure::TimedOut));
    let card = run(&desk(fake), "abandon", &[("skill", "12")]).await.card;
    assert_eq!(card.tone, Tone::Info);
    assert!(card.title.contains("14,8 % (18 de 122)"), "{card}");
    assert!(
        card.to_string().contains("wolkvox no respondió a tiempo"),
        "{card}"
    );
}

#[tokio::test]
async fn where_nothing_can_be_read_the_asker_is_told_why() {
    for (failure, why) in [
        (ReadFailure::QuotaSpent, "se agotaron las consultas del día"),
        (ReadFailure::TokenRefused, "wolkvox rechaza el token"),
        (ReadFailure::TimedOut, "wolkvox no respondió a tiempo"),
        (ReadFailure::Refused, "como durante un mantenimiento"),
        (
            ReadFailure::Blocked,
            "bloquea la dirección de este servidor",
        ),
        (
            ReadFailure::UnknownHost,
            "el servidor de wolkvox no se encuentra",
        ),
        (ReadFailure::ConnectionRefused, "rechaza la conexión"),
        (ReadFailure::TlsFailed, "no hay conexión segura con wolkvox"),
        (ReadFailure::Unreachable, "registre la IP pública"),
        (ReadFailure::ServerFault, "el servidor de wolkvox falló"),
        (ReadFailure::NoReadableRow, "ninguna fila de la respuesta"),
        (ReadFailure::Unexpected, "algo que no es un reporte"),
        (ReadFailure::TooLarge, "un período más corto"),
    ] {
        for command in ReportCommand::ALL {
            let fake = Report::ALL
                .into_iter()
                .fold(Fake::default(), |fake, report| {
                    fake.with(report, Err(failure))
                });
            let shared = [("share", "true"), ("compare", "week")];
            let reply = run(&desk(fake), command.name(), &shared).await;
            assert_eq!(reply.card.tone, Tone::Refusal);
            assert_eq!(
                reply.place,
                ReplyPlace::Private,
                "a refusal is for the asker alone"
            );
            assert!(reply.card.title.contains(why), "{}", reply.card.title);
        }
    }
}

#[tokio::test]
async fn an_empty_window_is_no_failure() {
    let fake = Fake::default()
        .with(Report::ServiceLevel, Ok(None))
        .with(Report::Abandonment, Ok(None));
    let card = run(&desk(fake), "abandon", &[("skill", "12")]).await.card;
    assert_eq!(card.tone, Tone::NoData);
    assert_eq!(card.footer, "/abandono skill:12 ultimas:1h");
}

#[tokio::test]
async fn an_answer_about_one_of_several_operations_says_of_which() {
    let two = vec![
        operation("cali", Fake::full()),
        operation("quito", Fake::full()),
    ];
    let desk = Desk::new(two, open(), Kept::default());
    let card = run(&desk, "abandon", &[("operation", "QUITO")]).await.card;
    assert!(card.title.ends_with(" · quito"), "{}", card.title);
    assert_eq!(
        card.footer,
        "/abandono operacion:quito skill:all ultimas:1h"
    );
    assert_eq!(desk.fakes[0].asks(), []);
    assert_eq!(desk.fakes[1].asks().len(), 2);
    let csv = press(&desk, &button(&card, "CSV").press).await;
    assert_ne!(csv.card.tone, Tone::Refusal, "{}", csv.card);
    assert_eq!(desk.fakes[1].asks().len(), 2);
    let which = run(&desk, "abandon", &[]).await.card.to_string();
    assert!(
        which.contains("¿Qué operación?") && which.contains("cali"),
        "{which}"
    );
}

#[tokio::test]
async fn a_shortage_is_told() {
    let fake = Fake {
        shortage: Some(QuotaShortage {
            left: 812,
            limit: 4_000,
        }),
        ..Fake::full()
    };
    let card = run(&desk(fake), "abandon", &[]).await.card;
    let told = "Quedan 812 de 4.000 consultas a wolkvox hoy";
    assert!(card.to_string().contains(told), "{card}");
}

#[tokio::test]
async fn a_trend_is_offered_where_the_history_covers_the_window() {
    let offered = async |command, options: &[(&str, &str)], fake: Fake| {
        let card = run(&desk(fake), command, options).await.card;
        // The service level is drawn as a line without being asked for.
        let plot = card.chart.as_ref().map(|chart| &chart.plot);
        labels(&card).contains(&"Tendencia") || matches!(plot, Some(Plot::Course(_)))
    };
    let values = |values| Fake {
        values,
        ..Fake::full()
    };
    assert!(offered("abandon", &[], values(10)).await);
    assert!(
        !offered("abandon", &[], values(9)).await,
        "four fifths of twelve were wanted"
    );
    assert!(!offered("abandon", &[("last", "2h")], values(10)).await);
    let long = [("skill", "12"), ("last", "8h")];
    assert!(offered("service", &long, values(80)).await);
    assert!(!offered("service", &long, values(70)).await);
    let of_all = |values| Fake {
        history_of: vec![SkillSelection::All],
        values,
        ..Fake::full()
    };
    assert!(offered("service", &[], of_all(80)).await);
    assert!(
        !offered("service", &long, of_all(80)).await,
        "it is the history of another scope"
    );
    let whatsapp = [("channel", "whatsapp")];
    assert!(!offered("service", &whatsapp, values(80)).await);
    for command in ["smarthold", "hold", "durations"] {
        assert!(!offered(command, &[], values(80)).await, "{command}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_waits_is_told_how_many_calls_stand_before() {
    let fake = Fake {
        takes: Duration::from_millis(5_500),
        places: std::sync::Mutex::new(
            [None, None, Some(2), Some(3), Some(1), None, None, Some(0)].into(),
        ),
        ..Fake::full()
    };
    let desk = Arc::new(desk(fake));
    let (progress, mut told) = tokio::sync::watch::channel(None::<Card>);
    let asked = tokio::spawn({
        let desk = Arc::clone(&desk);
        async move {
            let asker = asker("es-419");
            desk.run("abandon", &given(&[]), &asker, &progress, now())
                .await
        }
    });
    let mut titles = Vec::new();
    while told.changed().await.is_ok() {
        let card = told.borrow_and_update().clone();
        titles.push(card.map(|card| card.title).unwrap_or_default());
    }
    assert_eq!(
        titles,
        [
            "En cola: 2 consultas a wolkvox antes de esta",
            "En cola: 1 consulta a wolkvox antes de esta",
            "Leyendo datos de wolkvox",
        ]
    );
    assert_ne!(asked.await.unwrap().card.tone, Tone::Refusal);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_quick_tells_nothing_of_itself() {
    let fake = Fake {
        takes: Duration::from_millis(900),
        places: std::sync::Mutex::new([Some(9)].into()),
        ..Fake::full()
    };
    let desk = desk(fake);
    let (progress, told) = tokio::sync::watch::channel(None::<Card>);
    desk.run("hold", &given(&[]), &asker("en"), &progress, now())
        .await;
    assert_eq!(*told.borrow(), None);
}

#[tokio::test]
async fn whoever_has_no_chat_asks_and_is_answered() {
    let asked_of = operation("cali", Fake::full());
    let operation = asked_of.command;
    let audience = AnswerAudience {
        words: operation.words("en"),
        names_agents: true,
        contact: None,
    };
    let options = given(&[("agent", "perez"), ("sort", "per-use"), ("top", "3")]);
    let question =
        ReportQuestion::read(ReportCommand::Hold, &options, &operation, &audience, now()).unwrap();
    assert_eq!(question.agent.as_ref().unwrap().as_str(), "José Pérez");
    assert_eq!(
        question.as_typed(&audience.words),
        "/hold agent:José Pérez last:1h sort:time for each use top:3"
    );
    let asked = answer(&question, &operation, &audience, now());
    let (sheet, read_at) = runs_anywhere(asked).await.unwrap();
    assert_eq!(read_at, now());
    assert!(sheet.card.buttons.is_empty());
    let asked = asked_of.fake.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].1, Freshness::Fresh);
    assert_eq!(question.window.until(), utc("2026-11-17T20:04:00Z"));
    assert_eq!(
        question.window.length(),
        TimeDelta::hours(1).to_std().unwrap()
    );
    assert_eq!(operation.name, OperationName::new("cali"));
}

#[tokio::test]
async fn what_could_not_be_read_is_told() {
    for (spoils, told) in [
        (0, None),
        (
            1,
            Some("No se pudieron leer 2 partes de la respuesta de wolkvox"),
        ),
    ] {
        let fake = Fake {
            spoils,
            ..Fake::full()
        };
        // Two reports make this answer.
        let card = run(&desk(fake), "abandon", &[]).await.card.to_string();
        assert_eq!(card.contains("No se pud"), told.is_some(), "{card}");
        assert!(told.is_none_or(|told| card.contains(told)), "{card}");
    }
}
