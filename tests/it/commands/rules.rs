//! `/rules` and `/status`: what is watched for, why a rule fires or does not, and whether
//! all goes well.

use insta::assert_snapshot;
use vigia::commands::{Caller, CommandAccess};
use vigia_cards::Tone;
use vigia_core::{
    alerts::{AlertState, AuditAction, HoldReason},
    rules::{RuleId, Severity, Verdict},
};

use super::{
    alerts::desk_of,
    asker, button,
    kept::{Memory, RULES, abandonment, holds, judged, look},
    labels, now, open, press_at, run, run_as,
};

fn watched() -> Memory {
    let memory = Memory {
        judged: Some(judged(vec![
            look(7, Verdict::Clear, 1, 80),
            look(12, Verdict::Breach(Severity::Critical), 18, 122),
            look(13, Verdict::TooFew, 2, 9),
            look(50, Verdict::Missing, 0, 0),
        ])),
        ..Memory::default()
    };
    memory
        .open(abandonment(12, Severity::Critical), 30)
        .open(holds("Ana Ruiz"), 10)
}

#[tokio::test]
async fn the_rules_are_listed_with_their_state() {
    let desk = desk_of(watched(), open());
    let card = run(&desk, "rules", &[]).await.card;
    assert_snapshot!(format!("{card}\n[{}]", labels(&card).join("] [")), @r"
    3 reglas
    🔴 high-abandonment · en alerta · Abandono · cada skill
    🟡 long-holds · en alerta · Tiempo en hold · cada agente
    ⚪ high-wait · aún no tiene qué vigilar · Espera promedio en cola (ASA) · toda la operación
    /reglas · 2026-11-17 20:05 UTC
    [Actualizar]
    ");
    let again = &button(&card, "Actualizar").press;
    let again = press_at(&desk, &asker("es-419"), again, now()).await;
    assert_eq!(again.card, card);
}

#[tokio::test]
async fn why_a_rule_fires_or_does_not_is_told_with_the_figures() {
    let mut memory = watched();
    let mut pending = abandonment(14, Severity::Warning);
    pending.state = AlertState::Pending {
        since: now() - chrono::TimeDelta::minutes(4),
        severity: Severity::Warning,
    };
    memory.pages.alerts.push(pending);
    let looks = &mut memory.judged.as_mut().unwrap().looks;
    looks.push(look(14, Verdict::Breach(Severity::Warning), 9, 120));
    let mut unsure = look(15, Verdict::Between, 3, 40);
    unsure.grounds.range = Some((2.1, 18.3));
    looks.push(unsure);
    looks.push(look(16, Verdict::Between, 5, 110));
    looks.push(look(17, Verdict::Asleep, 5, 110));
    let desk = desk_of(memory, open());
    let mut told = Vec::new();
    for skill in ["", "7", "12", "13", "50", "14", "15", "16", "17", "99"] {
        let options = [("explain", "high-abandonment"), ("skill", skill)];
        let card = run(&desk, "rules", &options).await.card;
        told.push(card.to_string());
    }
    assert_snapshot!(told.join("\n\n"), @r"
    🔴 high-abandonment · en alerta en 1 de 8
    Abandono · cada skill
    🔴 skill 12 Soporte TV · 14,8 % (18 de 122) · pasó el límite crítico de 10 %
    🕓 skill 14 · 7,5 % (9 de 120) · pasó el límite de 5 %
    🟢 skill 15 · 7,5 % (3 de 40) · pasa el límite de 5 %, pero aún puede ser casualidad: probablemente está entre 2,1 % y 18,3 %
    🟢 skill 16 · 4,5 % (5 de 110) · entre 4 % y 5 %: ni alerta ni recuperación
    ⚪ skill 50 · sin cifra: falta el reporte o no la trae
    ⚪ skill 13 Soporte Internet · 22,2 % (2 de 9) · 9 llamadas, mínimo 20: muy pocas para evaluar
    🟢 skill 7 Facturación · 1,3 % (1 de 80) · dentro del límite de 5 %
    💤 skill 17 · 4,5 % (5 de 110) · fuera del horario de la regla, que vuelve a vigilar 18 nov 2026 07:00
    /reglas explicar:high-abandonment · 2026-11-17 20:05 UTC

    🟢 high-abandonment · skill 7 Facturación · voz: sin alerta
    Abandono, 17 nov 2026, 14:05–15:05: 1,3 % (1 de 80)
    dentro del límite de 5 %
    /reglas explicar:high-abandonment skill:7 · 2026-11-17 20:05 UTC

    🔴 high-abandonment · skill 12 Soporte TV · voz: en alerta
    Abandono, 17 nov 2026, 14:05–15:05: 14,8 % (18 de 122)
    pasó el límite crítico de 10 %
    Pasó su límite desde las 14:25; publicada desde las 14:35
    /reglas explicar:high-abandonment skill:12 · 2026-11-17 20:05 UTC

    ⚪ high-abandonment · skill 13 Soporte Internet · voz: sin alerta
    Abandono, 17 nov 2026, 14:05–15:05: 22,2 % (2 de 9)
    9 llamadas, mínimo 20: muy pocas para evaluar
    /reglas explicar:high-abandonment skill:13 · 2026-11-17 20:05 UTC

    ⚪ high-abandonment · skill 50 · voz: sin alerta
    Abandono, 17 nov 2026, 14:05–15:05: sin cifra
    sin cifra: falta el reporte o no la trae
    /reglas explicar:high-abandonment skill:50 · 2026-11-17 20:05 UTC

    🕓 high-abandonment · skill 14 · voz: aún sin alerta
    Abandono, 17 nov 2026, 14:05–15:05: 7,5 % (9 de 120)
    pasó el límite de 5 %
    Pasó su límite desde las 15:01; la alerta se abre a partir de las 15:11 si sigue así
    /reglas explicar:high-abandonment skill:14 · 2026-11-17 20:05 UTC

    🟢 high-abandonment · skill 15 · voz: sin alerta
    Abandono, 17 nov 2026, 14:05–15:05: 7,5 % (3 de 40)
    pasa el límite de 5 %, pero aún puede ser casualidad: probablemente está entre 2,1 % y 18,3 %
    /reglas explicar:high-abandonment skill:15 · 2026-11-17 20:05 UTC

    🟢 high-abandonment · skill 16 · voz: sin alerta
    Abandono, 17 nov 2026, 14:05–15:05: 4,5 % (5 de 110)
    entre 4 % y 5 %: ni alerta ni recuperación
    /reglas explicar:high-abandonment skill:16 · 2026-11-17 20:05 UTC

    💤 high-abandonment · skill 17 · voz: sin alerta
    Abandono, 17 nov 2026, 14:05–15:05: 4,5 % (5 de 110)
    fuera del horario de la regla, que vuelve a vigilar 18 nov 2026 07:00
    /reglas explicar:high-abandonment skill:17 · 2026-11-17 20:05 UTC

    ⚪ high-abandonment · nada que evaluar
    Esta regla no vigila eso
    Abandono · cada skill
    /reglas explicar:high-abandonment skill:99 · 2026-11-17 20:05 UTC
    ");
}

#[tokio::test]
async fn an_explanation_says_what_keeps_it_quiet() {
    let memory = watched().held(HoldReason::Dependency(RuleId::new("high-abandonment")));
    let desk = desk_of(memory, open());
    run(&desk, "silence", &[("skill", "7"), ("for", "2h")]).await;
    let options = [("explain", "high-abandonment"), ("skill", "7")];
    let quiet = run(&desk, "rules", &options).await.card;
    assert!(quiet.to_string().contains("silencio 1"), "{quiet}");
}

#[tokio::test]
async fn before_the_first_poll_nothing_is_claimed() {
    let desk = desk_of(Memory::default(), open());
    let options = [("explain", "high-wait")];
    let card = run(&desk, "rules", &options).await.card;
    assert_snapshot!(card, @"
    ⚪ high-wait · nada que evaluar
    Aún no se ha leído nada
    Espera promedio en cola (ASA) · toda la operación
    /reglas explicar:high-wait
    ");
    let status = run(&desk, "status", &[]).await.card;
    assert_eq!(status.tone, Tone::Warning);
    assert!(
        status.to_string().contains("Aún no se ha leído nada"),
        "{status}"
    );
}

#[tokio::test]
async fn agents_are_told_only_where_they_may_be() {
    let mut memory = watched();
    let holds = holds("Ana Ruiz");
    memory
        .judged
        .as_mut()
        .unwrap()
        .looks
        .extend(
            ["Ana Ruiz", "José Pérez"].map(|name| vigia_cards::rules::RuleView {
                rule: holds.key.rule.clone(),
                scope: vigia_core::metrics::Scope::Agent(vigia_core::metrics::AgentName::new(name)),
                window: holds.window,
                verdict: Verdict::Clear,
                sample: holds.last().map(|last| last.sample),
                grounds: holds.grounds,
            }),
        );
    let desk = desk_of(memory, open());
    let options = [("explain", "long-holds")];
    let card = run(&desk, "rules", &options).await.card;
    assert!(card.to_string().contains("Ana Ruiz"), "{card}");
    let elsewhere = Caller {
        channels: vec![8],
        ..asker("es-419")
    };
    let card = run_as(&desk, &elsewhere, "rules", &options).await.card;
    assert!(!card.to_string().contains("Ruiz"), "{card}");
    assert_snapshot!(card, @"
    🟡 long-holds · en alerta en 1 de 2
    Tiempo en hold · cada agente
    🟡 un agente · 31 min 40 s · dentro del límite de 20 min
    🟢 un agente · 31 min 40 s · dentro del límite de 20 min
    /reglas explicar:long-holds · 2026-11-17 20:05 UTC
    ");
}

#[tokio::test]
async fn a_rule_is_shown_as_it_is_written() {
    let desk = desk_of(watched(), CommandAccess::default());
    let described = "    description: '{{ skill_name }}: {{ value }}'\n    labels: { team: day }";
    let text = RULES.replace("    labels: { team: day }", described);
    std::fs::write(desk.kept.rules_file(), text).unwrap();
    let card = run(&desk, "rules", &[("show", "high-abandonment")])
        .await
        .card;
    let folder = desk.kept.rules.path().display().to_string();
    assert_snapshot!(card.to_string().replace(&folder, "rules"), @r"
    high-abandonment
    - alert: high-abandonment
      metric: abandon.rate
      of: every skill
      window: 60m
      when: { above: { warning: 5%, critical: 10% } }
      confidence: 95%
      at_least: 20
      for: 10m
      recover: { below: 4% }
      during: floor
      description: '{{ skill_name }}: {{ value }}'
      labels: { team: day }
      notify: floor
    Definida en rules/floor.yaml:5
    /reglas mostrar:high-abandonment
    ");
    std::fs::remove_file(desk.kept.rules_file()).unwrap();
    let gone = run(&desk, "rules", &[("show", "high-wait")]).await.card;
    assert_snapshot!(gone, @"
    El texto de la regla high-wait ya no se puede leer
    /reglas mostrar:high-wait
    ");
}

#[tokio::test]
async fn rules_are_read_again_all_or_nothing() {
    let desk = desk_of(watched(), open());
    let reload = async |text: &str| {
        std::fs::write(desk.kept.rules_file(), text).unwrap();
        run(&desk, "rules", &[("reload", "true")]).await.card
    };
    let (rest, gone) = RULES.split_once("  - alert: long-holds").unwrap();
    let (_, last) = gone.split_once("  - alert: high-wait").unwrap();
    let changed = format!("{rest}  - alert: high-wait{}", last.replace("40s", "50s"));
    let done = reload(&changed).await;
    let refused = reload(&RULES.replace("abandon.rate", "abandon.rte")).await;
    assert_eq!(refused.tone, Tone::Refusal);
    let folder = desk.kept.rules.path().display().to_string();
    let told = format!("{done}\n\n{refused}").replace(&folder, "rules");
    assert_snapshot!(told, @r"
    2 reglas activas
    nuevas o cambiadas: 1 · eliminadas: 1
    /reglas · 2026-11-17 20:05 UTC

    Los archivos de reglas tienen un error
    rules/floor.yaml:6:13: unknown metric `abandon.rte` (did you mean `abandon.rate`?)
    Siguen activas las reglas anteriores
    /reglas · 2026-11-17 20:05 UTC
    ");
    assert_eq!(desk.service.operations[0].rules.get().rules.len(), 2);
    let deeds: Vec<_> = desk
        .kept
        .memory()
        .audit
        .into_iter()
        .map(|it| it.deed)
        .collect();
    assert_eq!(
        deeds,
        [
            AuditAction::Reloaded { rules: 2 },
            AuditAction::Refused { faults: 1 }
        ]
    );
    let slip = run(&desk, "rules", &[("reload", "ya")]).await.card;
    assert_eq!(slip.tone, Tone::Refusal);
}

#[tokio::test]
async fn the_status_says_what_needs_a_look() {
    let desk = desk_of(watched(), open());
    let well = run(&desk, "status", &[]).await.card;
    let size = without_size(&well.to_string());
    assert_snapshot!(format!("{size}\n[{}]", labels(&well).join("] [")), @"
    🟢 Todo funciona
    Última lectura a las 15:05, cada 5 min
    Consultas a wolkvox hoy: 412 de 25.000 (2.500 reservadas para los comandos)
    3 reglas · 2 alertas abiertas · 0 silencios
    0 mensajes por enviar
    vigia 0.1.0, en marcha desde el 16 nov 2026 09:05 · […] en disco
    /estado · 2026-11-17 20:05 UTC
    [Actualizar]
    ");
    let later = now() + chrono::TimeDelta::hours(2);
    let again = &button(&well, "Actualizar").press;
    let late = press_at(&desk, &asker("en-US"), again, later).await.card;
    assert_eq!(late.tone, Tone::Critical);
    assert!(
        late.to_string().contains("The last poll was at 15:05"),
        "{late}"
    );
}

#[tokio::test]
async fn a_rule_that_there_is_not_is_told_with_those_that_come_near() {
    let desk = desk_of(watched(), open());
    for option in ["show", "explain"] {
        let card = run(&desk, "rules", &[(option, "hihg-wait")]).await.card;
        assert_eq!(card.tone, Tone::Refusal);
        assert!(card.to_string().contains("high-wait"), "{card}");
    }
}

/// The card without the size of the store.
fn without_size(card: &str) -> String {
    let (before, after) = card.split_once(" en disco").unwrap();
    let (before, _) = before.rsplit_once(" · ").unwrap();
    format!("{before} · […] en disco{after}")
}
