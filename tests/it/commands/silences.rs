//! `/silence`: what nobody wants to hear of.

use insta::assert_snapshot;
use vigia::commands::{Caller, CommandAccess, MenuChoice};
use vigia_cards::Tone;
use vigia_core::{
    alerts::SilenceSchedule,
    metrics::{OperationName, Scope, SkillId},
    rules::Severity,
};

use super::{
    Desk,
    alerts::desk_of,
    asker, button, choices,
    fake::{Fake, operation},
    kept::{Kept, Memory, abandonment, holds, rules},
    labels, now, open, press_at, run, run_as,
};

fn ana() -> Caller {
    Caller {
        id: 1,
        name: "Ana".to_owned(),
        ..asker("es-419")
    }
}

fn open_two() -> Memory {
    Memory::default()
        .open(abandonment(12, Severity::Warning), 30)
        .open(holds("Ana Ruiz"), 10)
}

#[tokio::test]
async fn a_silence_says_what_it_does_and_how_it_is_ended() {
    let desk = desk_of(open_two(), open());
    let mut told = Vec::new();
    for options in [
        &[("skill", "tv"), ("for", "2h"), ("comment", "obra")][..],
        &[("rule", "abandonment"), ("until", "mañana 08:00")],
        &[("rule", "todas"), ("for", "turno")],
        &[("label", "team=night"), ("every", "lun a vie 22 a 6")],
        &[
            ("channel", "whatsapp"),
            ("severity", "solo avisos"),
            ("every", "sat 20:00-24:00"),
            ("until", "2026-12-24"),
        ],
    ] {
        let card = run_as(&desk, &ana(), "silence", options).await.card;
        assert_ne!(card.tone, Tone::Refusal, "{card}");
        told.push(format!("{card}\n[{}]", labels(&card).join("] [")));
    }
    assert_snapshot!(told.join("\n\n"), @"
    🔕 Silencio 1: skill 12 Soporte TV
    Hasta las 17:05
    De Ana, a las 15:05: obra
    Abiertas ahora y en silencio: #DF00T44
    Las tarjetas publicadas se siguen actualizando. Las alertas que sigan abiertas al terminar el silencio se publican entonces
    Para terminarlo antes: /silencio terminar:1
    /silencio · 2026-11-17 20:05 UTC
    [Terminar 1]

    🔕 Silencio 2: regla high-abandonment
    Hasta el 18 nov 2026 08:00
    De Ana, a las 15:05
    Abiertas ahora y en silencio: #DF00T44
    Las tarjetas publicadas se siguen actualizando. Las alertas que sigan abiertas al terminar el silencio se publican entonces
    Para terminarlo antes: /silencio terminar:2
    /silencio · 2026-11-17 20:05 UTC
    [Terminar 2]

    🔕 Silencio 3: todas las alertas
    Hasta las 23:05
    De Ana, a las 15:05
    Abiertas ahora y en silencio: #9TYC98D #DF00T44
    Las tarjetas publicadas se siguen actualizando. Las alertas que sigan abiertas al terminar el silencio se publican entonces
    Para terminarlo antes: /silencio terminar:3
    /silencio · 2026-11-17 20:05 UTC
    [Terminar 3]

    🔕 Silencio 4: etiqueta team=night
    Todas las semanas lun-vie 22:00-06:00 · próximos: mar 17 nov 22:00–06:00, mié 18 nov 22:00–06:00, jue 19 nov 22:00–06:00
    De Ana, a las 15:05
    Las tarjetas publicadas se siguen actualizando. Las alertas que sigan abiertas al terminar el silencio se publican entonces
    Para terminarlo antes: /silencio terminar:4
    /silencio · 2026-11-17 20:05 UTC
    [Terminar 4]

    🔕 Silencio 5: WhatsApp · solo avisos
    Todas las semanas sáb 20:00-24:00, hasta el 25 dic 2026 00:00 · próximos: sáb 21 nov 20:00–00:00, sáb 28 nov 20:00–00:00, sáb 5 dic 20:00–00:00
    De Ana, a las 15:05
    Las tarjetas publicadas se siguen actualizando. Las alertas que sigan abiertas al terminar el silencio se publican entonces
    Para terminarlo antes: /silencio terminar:5
    /silencio · 2026-11-17 20:05 UTC
    [Terminar 5]
    ");
    let memory = desk.kept.memory();
    let first = &memory.silences[0];
    assert_eq!(first.by.name, "Ana");
    assert_eq!(first.matcher.scope, Some(Scope::Skill(SkillId(12))));
    let operation = first.matcher.operation.as_ref();
    assert_eq!(operation.map(OperationName::as_str), Some("cali"));
    let shift = &memory.silences[2].quiet;
    let SilenceSchedule::Once { until, .. } = shift else {
        panic!("{shift:?}");
    };
    assert_eq!(
        *until,
        now() + chrono::TimeDelta::hours(8),
        "no rule, no calendar"
    );
}

#[tokio::test]
async fn silences_are_listed_and_ended_by_number_or_by_a_button() {
    let desk = desk_of(open_two(), open());
    let none = run(&desk, "silence", &[]).await.card;
    assert_snapshot!(none, @"
    No hay silencios
    Para crear uno, indique qué alertas y por cuánto tiempo
    /silencio · 2026-11-17 20:05 UTC
    ");
    for options in [
        [("skill", "12"), ("for", "2h")],
        [("agent", "perez"), ("for", "30m")],
    ] {
        run_as(&desk, &ana(), "silence", &options).await;
    }
    let list = run(&desk, "silence", &[]).await.card;
    assert_snapshot!(format!("{list}\n[{}]", labels(&list).join("] [")), @"
    🔕 2 silencios
    1 skill 12 Soporte TV
    Hasta las 17:05
    De Ana, a las 15:05
    2 agente José Pérez
    Hasta las 15:35
    De Ana, a las 15:05
    /silencio · 2026-11-17 20:05 UTC
    [Terminar 1] [Terminar 2]
    ");
    let elsewhere = Caller {
        channels: vec![8],
        ..ana()
    };
    let unnamed = run_as(&desk, &elsewhere, "silence", &[]).await.card;
    assert!(!unnamed.to_string().contains("Pérez"), "{unnamed}");
    let typed = ["silence", "end", ""];
    let suggested = choices(&desk, &elsewhere, typed, &[]).await;
    assert_eq!(suggested.len(), 2);
    assert!(!format!("{suggested:?}").contains("Pérez"), "{suggested:?}");

    let end = button(&list, "Terminar 1").press.clone();
    let ended = press_at(&desk, &ana(), &end, now()).await.card;
    assert_snapshot!(ended, @"
    🔔 Terminó el silencio 1: skill 12 Soporte TV
    Las alertas que sigan abiertas se publican en la próxima lectura
    /silencio · 2026-11-17 20:05 UTC
    ");
    let again = press_at(&desk, &ana(), &end, now()).await.card;
    assert_eq!(again.tone, Tone::Refusal);
    assert_snapshot!(again, @"
    Ningún silencio tiene el número “1”, o ya terminó
    Silencios activos:
    2 agente José Pérez
    /silencio
    ");
    let ended = run_as(&desk, &ana(), "silence", &[("end", "#2")])
        .await
        .card;
    assert_ne!(ended.tone, Tone::Refusal, "{ended}");
    assert!(desk.kept.memory().silences.is_empty());
}

#[tokio::test]
async fn a_slip_is_told_with_an_example() {
    let desk = desk_of(open_two(), open());
    let mut told = Vec::new();
    for options in [
        &[("for", "2h")][..],
        &[("skill", "12")],
        &[("rule", "high-abandonmnt"), ("for", "2h")],
        &[("rule", "high"), ("for", "2h")],
        &[("skill", "12"), ("channel", "inbound"), ("for", "2h")],
        &[("skill", "12"), ("for", "2h"), ("until", "18:00")],
        &[("skill", "12"), ("for", "2 hroas")],
        &[("skill", "12"), ("for", "400d")],
        &[("skill", "12"), ("until", "1800")],
        &[("skill", "12"), ("until", "hoy 08:00")],
        &[("skill", "12"), ("every", "lnues 22:00-06:00")],
        &[("skill", "12"), ("every", "siempre")],
        &[("label", "team=nigth"), ("for", "2h")],
        &[("severity", "crit"), ("for", "2h")],
        &[("skill", "pizza"), ("for", "2h")],
        &[("end", "7")],
        &[("end", "mi silencio")],
    ] {
        let card = run(&desk, "silence", options).await.card;
        assert_eq!(card.tone, Tone::Refusal, "{card}");
        told.push(card.to_string());
    }
    assert_snapshot!(told.join("\n\n"), @r"
    ¿Qué alertas?
    Indique regla:high-abandonment, skill:12 o algo similar; regla:todas silencia todas las alertas
    /silencio por:2h

    ¿Por cuánto tiempo?
    Indique por:2h, hasta:18:00 o cada:lun-vie 22:00-06:00
    /silencio skill:12

    Ninguna regla se llama “high-abandonmnt”
    ¿Quiso decir una de estas?
    high-abandonment
    /silencio regla:high-abandonmnt por:2h

    Ninguna regla se llama “high”
    ¿Quiso decir una de estas?
    high-abandonment
    high-wait
    /silencio regla:high por:2h

    “skill” y “canal” juntos no corresponden a ninguna alerta
    Use skill, o bien canal
    /silencio por:2h skill:12 canal:inbound

    “por” y “hasta” indican los dos cuándo termina
    Use por, o bien hasta
    /silencio por:2h hasta:18:00 skill:12

    “2 hroas” no es una duración
    Indique una duración como 15m, 1h, 2h30m o 1d
    ¿Quiso decir 2h?
    /silencio por:2 hroas skill:12

    Puede ser entre un minuto y un año
    /silencio por:400d skill:12

    hasta: “1800” no es una hora ni una fecha
    Indique una hora futura como 18:00, mañana 08:00 o 2026-11-20 18:00
    ¿Quiso decir 18:00?
    /silencio hasta:1800 skill:12

    17 nov 2026 08:00 ya pasó
    Indique una hora futura como 18:00, mañana 08:00 o 2026-11-20 18:00
    /silencio hasta:hoy 08:00 skill:12

    cada: “lnues 22:00-06:00” no es un horario semanal
    Indique días y dos horas, por ejemplo lun-vie 22:00-06:00
    ¿Quiso decir lunes 22:00-06:00?
    /silencio cada:lnues 22:00-06:00 skill:12

    cada: “siempre” no es un horario semanal
    Indique días y dos horas, por ejemplo lun-vie 22:00-06:00
    /silencio cada:siempre skill:12

    Ninguna regla tiene la etiqueta “team=nigth”
    Indique uno de estos:
    team=day
    team=night
    /silencio por:2h etiqueta:team=nigth

    severidad: no se conoce “crit”
    Indique uno de estos:
    warning solo avisos
    critical avisos y críticas
    /silencio por:2h severidad:crit

    Ninguna skill se llama “pizza”
    Indique un número, un nombre, parte de un nombre, o todas
    /silencio por:2h skill:pizza

    Ningún silencio tiene el número “7”, o ya terminó
    No hay silencios
    /silencio terminar:7

    Ningún silencio tiene el número “mi silencio”, o ya terminó
    No hay silencios
    /silencio terminar:mi silencio
    ");
    assert!(
        desk.kept.memory().silences.is_empty(),
        "nothing was silenced"
    );
}

#[tokio::test]
async fn agents_are_not_silenced_where_they_are_not_named() {
    let desk = desk_of(open_two(), CommandAccess::default());
    let options = [("agent", "perez"), ("for", "2h")];
    let refused = run(&desk, "silence", &options).await.card;
    assert!(
        refused.title.contains("no se muestran nombres de agentes"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_silence_of_one_operation_is_not_shown_nor_ended_in_another() {
    let two = ["cali", "quito"].map(|name| {
        let mut operation = operation(name, Fake::full());
        operation.command.rules = rules();
        operation
    });
    let desk = Desk::new(two.into(), open(), Kept::default());
    let options = [("operation", "cali"), ("skill", "12"), ("for", "2h")];
    let made = run_as(&desk, &ana(), "silence", &options).await.card;
    assert!(made.title.ends_with("· cali"), "{made}");
    assert!(
        made.to_string()
            .contains("/silencio terminar:1 operacion:cali")
    );
    let other = [("operation", "quito"), ("end", "1")];
    let refused = run_as(&desk, &ana(), "silence", &other).await.card;
    assert_eq!(refused.tone, Tone::Refusal);
    let list = run_as(&desk, &ana(), "silence", &[("operation", "quito")])
        .await
        .card;
    assert!(list.title.contains("No hay silencios"), "{list}");
    let which = run_as(&desk, &ana(), "alerts", &[]).await.card;
    assert_eq!(which.tone, Tone::Refusal, "{which}");
}

#[tokio::test]
async fn what_is_typed_is_told_as_it_is_understood() {
    let desk = desk_of(open_two(), open());
    let suggested = async |command: &str, option: &str, typed: &str| -> Vec<String> {
        let asker = asker("es-419");
        let found = choices(&desk, &asker, [command, option, typed], &[]).await;
        let told = |choice: MenuChoice| format!("{} <- {}", choice.label, choice.value);
        found.into_iter().map(told).collect()
    };
    let mut told = Vec::new();
    for (command, option, typed) in [
        ("silence", "for", ""),
        ("silence", "for", "2"),
        ("silence", "for", "3h"),
        ("silence", "until", ""),
        ("silence", "until", "20/11"),
        ("silence", "every", ""),
        ("silence", "every", "l-v 22-6"),
        ("silence", "every", "lunes"),
        ("silence", "rule", "aband"),
        ("silence", "rule", "tod"),
        ("silence", "label", ""),
        ("silence", "skill", "tv"),
        ("alerts", "incident", ""),
        ("alerts", "incident", "#"),
        ("rules", "explain", "hold"),
        ("rules", "agent", "ruiz"),
        ("alerts", "note", "x"),
    ] {
        let found = suggested(command, option, typed).await;
        told.push(format!("{option}:{typed}\n  {}", found.join("\n  ")));
    }
    assert_snapshot!(told.join("\n"), @r"
    for:
      30m · hasta las 15:35 <- 30m
      2h · hasta las 17:05 <- 2h
      8h · hasta las 23:05 <- 8h
      1d · hasta el 18 nov 2026 15:05 <- 1d
      turno · hasta las 23:05 <- turno
    for:2
      2h · hasta las 17:05 <- 2h
    for:3h
      3h · hasta las 18:05 <- 3h
    until:
      18:00 · hasta las 18:00 <- 18:00
      22:00 · hasta las 22:00 <- 22:00
      mañana 08:00 · hasta el 18 nov 2026 08:00 <- mañana 08:00
    until:20/11
      20/11 · hasta el 21 nov 2026 00:00 <- 20/11
    every:
      lun-vie 22:00-06:00 · mar 17 nov 22:00–06:00, mié 18 nov 22:00–06:00, jue 19 nov 22:00–06:00 <- lun-vie 22:00-06:00
      sáb, dom 00:00-24:00 · sáb 21 nov 00:00–00:00, dom 22 nov 00:00–00:00, sáb 28 nov 00:00–00:00 <- sáb, dom 00:00-24:00
    every:l-v 22-6
      lun-vie 22:00-06:00 · mar 17 nov 22:00–06:00, mié 18 nov 22:00–06:00, jue 19 nov 22:00–06:00 <- lun-vie 22:00-06:00
    every:lunes
      
    rule:aband
      high-abandonment · Abandono <- high-abandonment
    rule:tod
      todas las alertas <- todas
    label:
      team=day <- team=day
      team=night <- team=night
    skill:tv
      12 Soporte TV <- 12
    incident:
      #9TYC98D · long-holds · aviso · a las 14:55 <- #9TYC98D
      #DF00T44 · high-abandonment · aviso · a las 14:35 <- #DF00T44
    incident:#
      #9TYC98D · long-holds · aviso · a las 14:55 <- #9TYC98D
      #DF00T44 · high-abandonment · aviso · a las 14:35 <- #DF00T44
    explain:hold
      long-holds · Tiempo en hold <- long-holds
    agent:ruiz
      Ana Ruiz <- Ana Ruiz
    note:x
    ");
}
