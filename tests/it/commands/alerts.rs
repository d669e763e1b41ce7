//! `/alerts`: what is open, what is over, and what people do about it.

use insta::assert_snapshot;
use vigia::commands::{Caller, CommandAccess, ReplyPlace};
use vigia_cards::{
    Card, Tone,
    alert::{AlertAction, AlertButton, SnoozeLength},
};
use vigia_core::{
    alerts::{AuditAction, HoldReason, IncidentId, SilenceId},
    rules::Severity,
};

use super::{
    Desk, asker, button, choices,
    fake::{Fake, operation},
    kept::{Kept, Memory, abandonment, holds, judged, look, rules},
    labels, now, open, press_at, roles, run, run_as,
};

pub(super) fn desk_of(memory: Memory, access: CommandAccess) -> Desk {
    let mut cali = operation("cali", Fake::full());
    cali.command.rules = rules();
    Desk::new(vec![cali], access, Kept::with(memory))
}

fn person(id: u64, name: &str) -> Caller {
    Caller {
        id,
        name: name.to_owned(),
        ..asker("es-419")
    }
}

/// A critical incident of skill 12 since half an hour, and a warning about an agent.
fn two() -> Memory {
    let mut memory = Memory {
        judged: Some(judged(vec![look(
            12,
            vigia_core::rules::Verdict::Breach(Severity::Critical),
            18,
            122,
        )])),
        ..Memory::default()
    };
    memory = memory.open(abandonment(12, Severity::Critical), 30);
    memory.open(holds("Ana Ruiz"), 10)
}

/// What a chat would show of it.
fn told(card: &Card) -> String {
    format!("{card}\n[{}]", labels(card).join("] ["))
}

#[tokio::test]
async fn what_is_open_is_told_worst_first_with_a_button_for_each() {
    let desk = desk_of(two(), open());
    let reply = run(&desk, "alerts", &[]).await;
    assert_eq!(reply.place, ReplyPlace::Private);
    assert_snapshot!(told(&reply.card), @"
    🔴 2 alertas abiertas
    #DF00T44 🔴 CRÍTICA · Abandono 14,8 % (18 de 122) · skill 12 Soporte TV · voz · desde las 14:35
    #9TYC98D 🟡 ADVERTENCIA · Tiempo en hold 31 min 40 s · agente Ana Ruiz · desde las 14:55
    /alertas · 2026-11-17 20:05 UTC
    [#DF00T44] [#9TYC98D] [Actualizar]
    ");
    let elsewhere = Caller {
        channels: vec![8],
        ..asker("es-419")
    };
    let unnamed = run_as(&desk, &elsewhere, "alerts", &[]).await;
    let text = unnamed.card.to_string();
    assert!(
        !text.contains("Ruiz") && text.contains("un agente"),
        "{text}"
    );
    let details = &button(&unnamed.card, labels(&unnamed.card)[1]).press;
    let details = press_at(&desk, &elsewhere, details, now()).await;
    assert!(
        !format!("{:?}", details.card).contains("Ruiz"),
        "{}",
        details.card
    );
}

#[tokio::test]
async fn nothing_open_is_not_the_same_as_nothing_read() {
    let desk = desk_of(Memory::default(), open());
    let card = run(&desk, "alerts", &[]).await.card;
    assert_eq!(card.tone, Tone::NoData);
    assert_snapshot!(told(&card), @"
    ⚪ Aún no se ha leído nada
    /alertas
    [Actualizar]
    ");
    let memory = Memory {
        judged: Some(judged(Vec::new())),
        ..Memory::default()
    };
    let desk = desk_of(memory, open());
    let card = run(&desk, "alerts", &[]).await.card;
    assert_eq!(card.tone, Tone::Resolved);
}

#[tokio::test]
async fn what_is_held_is_shown_with_the_reason() {
    let memory = two().held(HoldReason::Silence(SilenceId(3)));
    let card = run(&desk_of(memory, open()), "alerts", &[]).await.card;
    assert!(card.to_string().contains("silencio 3"), "{card}");
}

#[tokio::test]
async fn the_first_click_wins_and_the_second_is_told_who_was_first() {
    let desk = desk_of(two(), open());
    let id = desk.kept.memory().pages.incidents[0].id;
    let press = |act| AlertButton { incident: id, act }.encode();
    let (ana, beto) = (person(1, "Ana"), person(2, "Beto @everyone"));
    let mut seen = Vec::new();
    for (who, act) in [
        (&ana, AlertAction::Acknowledge),
        (&beto, AlertAction::Acknowledge),
        (&ana, AlertAction::Acknowledge),
        (&beto, AlertAction::Snooze(SnoozeLength::TwoHours)),
        (&ana, AlertAction::Snooze(SnoozeLength::HalfHour)),
        (&ana, AlertAction::Snooze(SnoozeLength::Shift)),
        (&beto, AlertAction::MuteRule),
        (&ana, AlertAction::MuteRule),
    ] {
        let reply = press_at(&desk, who, &press(act), now()).await;
        assert_eq!(
            reply.place,
            ReplyPlace::Private,
            "only who pressed reads it"
        );
        seen.push(reply.card.to_string());
    }
    assert_snapshot!(seen.join("\n\n"), @r#"
    🙋 Usted tomó #DF00T44
    No habrá recordatorios ni escalamiento hasta que termine o empeore
    /alertas incidente:#DF00T44 · 2026-11-17 20:05 UTC

    Ana tomó antes #DF00T44, a las 15:05
    /alertas incidente:#DF00T44 · 2026-11-17 20:05 UTC

    Usted ya había tomado #DF00T44
    /alertas incidente:#DF00T44 · 2026-11-17 20:05 UTC

    💤 Pospuesta hasta las 17:05
    Si empeora, aviso antes.


    Beto @everyone la pospuso antes, a las 15:05: #DF00T44
    Hasta las 17:05
    /alertas incidente:#DF00T44 · 2026-11-17 20:05 UTC

    💤 Pospuesta hasta las 18:00
    Si empeora, aviso antes.


    🔕 Silencio 1: regla high-abandonment
    Hasta el 18 nov 2026 15:05
    De Beto @everyone, a las 15:05
    Abiertas ahora y en silencio: #DF00T44
    Las tarjetas publicadas se siguen actualizando. Las alertas que sigan abiertas al terminar el silencio se publican entonces
    Para terminarlo antes: /silencio terminar:1
    /silencio · 2026-11-17 20:05 UTC

    Beto @everyone silenció antes la regla high-abandonment, a las 15:05
    Para terminarlo antes: /silencio terminar:1
    /silencio · 2026-11-17 20:05 UTC
    "#);
    let audit: Vec<_> = desk
        .kept
        .memory()
        .audit
        .into_iter()
        .map(|entry| {
            let what = match &entry.deed {
                AuditAction::Acknowledged { .. } => "acknowledged",
                AuditAction::Snoozed { .. } => "snoozed",
                AuditAction::Silenced(_) => "silenced",
                _ => "something else",
            };
            format!("{} {what}", entry.by.as_ref().unwrap().name)
        })
        .collect();
    assert_eq!(
        audit,
        [
            "Ana acknowledged",
            "Beto @everyone snoozed",
            "Ana snoozed",
            "Beto @everyone silenced"
        ]
    );
}

#[tokio::test]
async fn a_snooze_until_the_end_of_the_shift_ends_with_the_hours_of_the_rule() {
    let desk = desk_of(two(), open());
    let incidents = desk.kept.memory().pages.incidents;
    let incidents: Vec<_> = incidents.into_iter().map(|it| it.id).collect();
    for incident in incidents {
        let act = AlertAction::Snooze(SnoozeLength::Shift);
        let press = AlertButton { incident, act }.encode();
        press_at(&desk, &person(1, "Ana"), &press, now()).await;
    }
    let memory = desk.kept.memory();
    let mut until: Vec<_> = memory
        .marks
        .values()
        .map(|mark| mark.snooze.as_ref().unwrap().until.to_rfc3339())
        .collect();
    until.sort();
    // The floor closes at 18:00 in Bogota; the other rule has no calendar.
    assert_eq!(
        until,
        ["2026-11-17T23:00:00+00:00", "2026-11-18T04:05:42+00:00"]
    );
}

#[tokio::test]
async fn what_a_command_does_is_what_a_button_does() {
    let desk = desk_of(two(), open());
    let number = desk.kept.memory().pages.incidents[0].id.to_string();
    let ana = person(1, "Ana");
    let typed = format!("#{}", number.to_lowercase());
    let options = [("incident", typed.as_str()), ("note", "Llamo al piso")];
    let done = run_as(&desk, &ana, "alerts", &options).await.card;
    assert!(done.title.contains("Usted tomó"), "{done}");
    let options = [("incident", number.as_str()), ("for", "2h")];
    let done = run_as(&desk, &ana, "alerts", &options).await.card;
    assert!(done.title.contains("hasta las 17:05"), "{done}");
    let whole = run_as(&desk, &ana, "alerts", &[("incident", &number)])
        .await
        .card;
    assert_snapshot!(told(&whole), @r#"
    Detalles
    🔴 CRÍTICA · Abandono 14,8 % (18 de 122) · skill 12 Soporte TV · voz
    Ventana de 1 h (14:05–15:05) · límite 10 % · 4,8 pp por encima
    Desde las 14:25 (8 lecturas)
    Peor valor 16,3 % (20 de 123) a las 15:05
    🙋 La atiende Ana desde las 15:05 (a los 30 min): Llamo al piso
    💤 Ana la pospuso hasta las 17:05
    regla high-abandonment · datos hasta las 15:05 · #DF00T44 · 2026-11-17 20:05 UTC
    []
    "#);
}

#[tokio::test]
async fn with_one_incident_open_nobody_need_say_which() {
    let memory = Memory::default().open(abandonment(12, Severity::Warning), 30);
    let desk = desk_of(memory, open());
    let options = [("do", "tomar")];
    let done = run_as(&desk, &person(1, "Ana"), "alerts", &options)
        .await
        .card;
    assert!(done.title.contains("Usted tomó"), "{done}");
}

#[tokio::test]
async fn what_is_over_is_told_and_can_be_exported_with_who_did_what() {
    let memory = two()
        .over(abandonment(13, Severity::Warning), 3)
        .over(holds("Ana Ruiz"), 26);
    let desk = desk_of(memory, open());
    let id = desk.kept.memory().pages.incidents[0].id.to_string();
    let ana = person(1, "=Ana");
    run_as(
        &desk,
        &ana,
        "alerts",
        &[("incident", &id), ("do", "acknowledge")],
    )
    .await;
    let options = [
        ("skill", "12"),
        ("for", "2h"),
        ("comment", "obra en la línea"),
    ];
    run_as(&desk, &ana, "silence", &options).await;
    let card = run(&desk, "alerts", &[("view", "historial")]).await.card;
    assert_snapshot!(told(&card), @r"
    Se cerraron 2 alertas
    10 nov 2026 15:05 – 17 nov 2026 15:05
    #1SS54HY 🟡 high-abandonment · a las 11:25 · 40 min · 16,3 % (20 de 123) · skill 13 Soporte Internet · voz
    #ER1FR8B 🟡 long-holds · el 16 nov 2026 12:25 · 40 min · 31 min 40 s · agente Ana Ruiz
    /alertas ver:historial desde:2026-11-10 15:05 hasta:2026-11-17 15:05 · 2026-11-17 20:05 UTC
    [CSV]
    ");
    let file = run(&desk, "alerts", &[("format", "csv"), ("last", "2d")])
        .await
        .card;
    let file = file.file.unwrap();
    assert_eq!(file.name, "alertas-2026-11-15-1505-2026-11-17-1505.csv");
    assert_snapshot!(file.text.trim_start_matches('\u{feff}'), @r#"
    Hora;Qué;Alerta;Regla;Severidad;Fin;Duración;Peor valor;Motivo;Quién;Texto
    2026-11-17 15:05:42;silencio;;;;;;;;'=Ana;skill 12 Soporte TV: obra en la línea
    2026-11-17 15:05:42;tomada;#DF00T44;;;;;;;'=Ana;
    2026-11-17 11:25:42;alerta;#1SS54HY;high-abandonment;aviso;2026-11-17 12:05:42;00:40:00;"16,3 % (20 de 123) · skill 13 Soporte Internet · voz";normalizada;;
    2026-11-16 12:25:42;alerta;#ER1FR8B;long-holds;aviso;2026-11-16 13:05:42;00:40:00;31 min 40 s · agente Ana Ruiz;normalizada;;
    "#);
    let elsewhere = Caller {
        channels: vec![8],
        ..asker("es-419")
    };
    let options = [("format", "csv")];
    let file = run_as(&desk, &elsewhere, "alerts", &options)
        .await
        .card
        .file;
    assert!(!file.unwrap().text.contains("Ruiz"));
}

#[tokio::test]
async fn history_is_turned_page_by_page_in_place() {
    let mut memory = Memory::default();
    for hour in 1..=23 {
        memory = memory.over(abandonment(12, Severity::Warning), hour);
    }
    let desk = desk_of(memory, open());
    let first = run(&desk, "alerts", &[("view", "history")]).await.card;
    assert_eq!(labels(&first), ["CSV", "◀ Anterior", "Siguiente ▶"]);
    let on = &button(&first, "Siguiente ▶").press;
    let second = press_at(&desk, &asker("es-419"), on, now()).await;
    assert_eq!(second.place, ReplyPlace::Instead);
    assert!(
        second.card.to_string().contains("11–20 de 23"),
        "{}",
        second.card
    );
    let csv = &button(&second.card, "CSV").press;
    let file = press_at(&desk, &asker("es-419"), csv, now()).await;
    assert_eq!(file.card.file.unwrap().text.lines().count(), 24);
}

#[tokio::test]
async fn a_history_that_is_cut_says_so_in_the_answer_and_in_the_file() {
    let cut = |many: u64| {
        let mut memory = two().over(abandonment(13, Severity::Warning), 3);
        let one = memory.closed[0].clone();
        memory.closed = (0..many)
            .map(|number| {
                let mut another = one.clone();
                another.incident.id = IncidentId::from_number(number);
                another
            })
            .collect();
        desk_of(memory, open())
    };
    let options = [("format", "csv")];
    let card = run(&cut(2_000), "alerts", &options).await.card;
    assert!(card.to_string().contains("2.000 filas"), "{card}");
    let desk = cut(2_001);
    let card = run(&desk, "alerts", &options).await.card;
    let cut = "Hay más: se muestran las 2.000 alertas y las 2.000 acciones más recientes";
    assert!(card.to_string().contains(cut), "{card}");
    let text = card.file.unwrap().text;
    assert_eq!(text.lines().count(), 2_002);
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("2026-11-10 15:05:00;omitido;"), "{last}");
    assert!(last.contains(cut), "{last}");
    let card = run(&desk, "alerts", &[("view", "history")]).await.card;
    assert!(card.to_string().contains(cut), "{card}");
}

#[tokio::test]
async fn a_slip_is_told_with_what_is_there() {
    let desk = desk_of(two().over(abandonment(13, Severity::Warning), 3), open());
    let over = desk.kept.memory().closed[0].incident.id.to_string();
    let mut told = Vec::new();
    for options in [
        &[("incident", "#ZZZZZZZ")][..],
        &[("do", "acknowledge")],
        &[("do", "atendr")],
        &[("note", "voy"), ("for", "2h")],
        &[("incident", &over), ("do", "acknowledge")],
        &[("do", "snooze"), ("incident", &over), ("for", "2 hroas")],
        &[("view", "mañana")],
        &[("view", "history"), ("last", "ayer")],
    ] {
        told.push(run(&desk, "alerts", options).await.card.to_string());
    }
    assert_snapshot!(told.join("\n\n"), @r"
    No existe la alerta “#ZZZZZZZ”
    Están abiertas:
    #9TYC98D long-holds
    #DF00T44 high-abandonment
    /alertas incidente:#ZZZZZZZ

    ¿Qué alerta?
    Están abiertas:
    #9TYC98D long-holds
    #DF00T44 high-abandonment
    /alertas accion:acknowledge

    accion: no se conoce “atendr”
    Indique uno de estos:
    acknowledge tomar
    snooze posponer
    /alertas accion:atendr

    “nota” es para tomar y “por” para posponer
    Use accion:tomar, o bien accion:posponer
    /alertas por:2h nota:voy

    #1SS54HY ya terminó
    Terminó a las 12:05
    /alertas incidente:#1SS54HY · 2026-11-17 20:05 UTC

    “2 hroas” no es una duración
    Indique una duración como 15m, 1h, 2h30m o 1d
    ¿Quiso decir 2h?
    /alertas incidente:1SS54HY accion:snooze por:2 hroas

    ver: no se conoce “mañana”
    Indique uno de estos:
    now ahora
    history historial
    /alertas ver:mañana

    “ayer” no es una duración
    Indique una duración como 15m, 1h, 2h30m o 1d
    /alertas ver:history ultimas:ayer
    ");
}

#[tokio::test]
async fn whoever_may_not_use_a_command_may_not_press_its_button() {
    let access = CommandAccess {
        commands: roles("alerts", &[5]),
        ..open()
    };
    let desk = desk_of(two(), access);
    let id = desk.kept.memory().pages.incidents[0].id;
    let press = |act| AlertButton { incident: id, act }.encode();
    let supervisor = Caller {
        roles: vec![5],
        ..person(1, "Ana")
    };
    for act in [
        AlertAction::Acknowledge,
        AlertAction::Snooze(SnoozeLength::HalfHour),
        AlertAction::Details,
    ] {
        let refused = press_at(&desk, &person(2, "Beto"), &press(act), now()).await;
        assert_eq!(refused.card.tone, Tone::Refusal, "{act:?}");
        let done = press_at(&desk, &supervisor, &press(act), now()).await;
        assert_ne!(done.card.tone, Tone::Refusal, "{act:?}");
    }
    // To mute a rule is a silence, which is for everybody here.
    let muted = press_at(
        &desk,
        &person(2, "Beto"),
        &press(AlertAction::MuteRule),
        now(),
    )
    .await;
    assert_ne!(muted.card.tone, Tone::Refusal);
    assert_eq!(desk.kept.memory().audit.len(), 3);
}

#[tokio::test]
async fn a_press_that_no_card_bears_does_nothing() {
    let desk = desk_of(two(), open());
    let unknown = AlertButton {
        incident: IncidentId::from_number(0),
        act: AlertAction::Acknowledge,
    };
    for press in [
        unknown.encode().as_str(),
        "alert:ack:0",
        "alert:purge:1",
        "w1.e.sdui5p57.1",
        "w9.n.sdui5p57.0",
        "w",
    ] {
        let reply = press_at(&desk, &person(1, "Ana"), press, now()).await;
        assert_eq!(reply.card.tone, Tone::Refusal, "{press}: {}", reply.card);
        assert_eq!(reply.place, ReplyPlace::Private);
    }
    assert!(desk.kept.memory().audit.is_empty());
}

#[tokio::test]
async fn a_memory_that_cannot_be_read_is_told_and_nothing_is_claimed() {
    let memory = Memory {
        is_lost: true,
        ..two()
    };
    let id = memory.pages.incidents[0].id;
    let desk = desk_of(memory, open());
    for (command, options) in [
        ("alerts", &[][..]),
        ("alerts", &[("view", "history")]),
        ("alerts", &[("do", "acknowledge")]),
        ("silence", &[]),
        ("silence", &[("skill", "12"), ("for", "2h")]),
        ("silence", &[("end", "1")]),
        ("rules", &[]),
        ("rules", &[("explain", "high-abandonment")]),
        ("rules", &[("reload", "true")]),
        ("status", &[]),
    ] {
        let card = run(&desk, command, options).await.card;
        assert_eq!(card.tone, Tone::Refusal, "{command} {options:?}");
        assert!(
            card.title.contains("Error interno de almacenamiento"),
            "{card}"
        );
    }
    let press = AlertButton {
        incident: id,
        act: AlertAction::Acknowledge,
    };
    let card = press_at(&desk, &person(1, "Ana"), &press.encode(), now())
        .await
        .card;
    assert!(
        card.title.contains("Error interno de almacenamiento"),
        "{card}"
    );
    let suggested = choices(&desk, &asker("en"), ["alerts", "incident", ""], &[]).await;
    assert!(suggested.is_empty());
}
