//! Who has it in hand, who has been called, and what keeps it quiet.

use super::*;

#[test]
fn one_that_flaps_and_began_under_a_silence_says_so() {
    let mut flapping = one();
    flapping.openings = 4;
    let mut news = news(EventKind::Fired, vec![flapping], vec![]);
    let announced = AnnouncedState::at(at("14:50"), Some(HoldReason::Silence(SilenceId(3))));
    news.incident.standing = IncidentStanding::Announced(AnnouncedState {
        steps: 2,
        ..announced
    });
    let shown = shown(&news, "es-CO");
    assert!(shown.contains("🔁"), "{shown}");
    assert!(shown.contains("silencio 3"), "{shown}");
    assert!(shown.contains("2 pasos de escalamiento"), "{shown}");
}

#[test]
fn an_acknowledgement_that_no_longer_holds_is_not_told() {
    let mut news = news(EventKind::Escalated, vec![one()], vec![]);
    news.mark.ack = Some(AcknowledgeRequest {
        severity: Severity::Warning,
        ..ana(None)
    });
    assert!(!shown(&news, "es-CO").contains("Ana"));
}

#[test]
fn one_that_is_over_says_how_long_how_bad_and_who_had_it_in_hand() {
    let kind = EventKind::Resolved(EndReason::Recovered);
    let mut over = over(12, "15:05");
    over.alert.peak = Some(seen(20, 123, "15:00"));
    let mut news = news(kind, vec![], vec![over]);
    news.mark.ack = Some(ana(None));
    assert_snapshot!(shown(&news, "es-CO"), @r#"
    Detalles
    🟢 NORMALIZADA · Abandono 4,0 % (4 de 100) · skill 12 Soporte TV · voz
    Terminó a las 15:05: volvió a estar dentro del límite
    Duró 25 min (14:40–15:05) · peor valor 16,3 % (20 de 123) a las 15:00
    Ventana de 1 h (14:05–15:05) · límite 5 % · 1,0 pp por debajo
    🙋 La atendió Ana a las las 14:53 (a los 3 min)
    regla high-abandonment · datos hasta las 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(shown(&news, "pt-BR"), @r#"
    Detalhes
    🟢 NORMALIZADO · Abandono 4,0% (4 de 100) · skill 12 Soporte TV · voz
    Terminou às 15:05: voltou a ficar dentro do limite
    Durou 25 min (14:40–15:05) · pior valor 16,3% (20 de 123) às 15:00
    Janela de 1 h (14:05–15:05) · limite 5% · 1,0 p.p. abaixo
    🙋 Assumido por Ana às 14:53 (após 3 min)
    regra high-abandonment · dados até 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
    news.mark.ack = None;
    if let IncidentStanding::Announced(announced) = &mut news.incident.standing {
        announced.steps = 2;
    }
    let shown = shown(&news, "es-CO");
    assert!(
        shown.contains("📣 Nadie la atendió: 2 pasos de escalamiento\n"),
        "{shown}"
    );
}

#[test]
fn what_keeps_it_from_being_heard_is_told() {
    let mut news = news(EventKind::Refreshed, vec![one()], vec![]);
    news.mark.snooze = Some(SnoozeRequest {
        by: ana(None).by,
        at: at("15:00"),
        until: at("15:30"),
        severity: Severity::Critical,
    });
    let shown_with = |hush: Option<Suppression>| {
        let mut news = news.clone();
        if let IncidentStanding::Announced(announced) = &mut news.incident.standing {
            announced.hush = hush;
        }
        let shown = shown(&news, "es-CO");
        let is_of_quiet = |line: &&str| line.starts_with(['🔕', '💤']);
        shown
            .lines()
            .filter(is_of_quiet)
            .collect::<Vec<_>>()
            .join("\n")
    };
    let hush = |by, until| Some(Suppression { by, until });
    let silence = HoldReason::Silence(SilenceId(3));
    let shown = [
        shown_with(None),
        shown_with(hush(silence.clone(), Some(at("16:00")))),
        shown_with(hush(silence, None)),
        shown_with(hush(
            HoldReason::Dependency(RuleId::new("long-queue")),
            None,
        )),
    ];
    assert_snapshot!(shown.join("\n--\n"), @r#"
    💤 Ana la pospuso hasta las 15:30
    --
    💤 Ana la pospuso hasta las 15:30
    🔕 En silencio hasta las 16:00 (silencio 3): no suena ni llama a nadie
    --
    💤 Ana la pospuso hasta las 15:30
    🔕 En silencio (silencio 3): no suena ni llama a nadie
    --
    💤 Ana la pospuso hasta las 15:30
    🔕 No suena mientras la regla long-queue esté en alerta
    "#);
    news.mark.snooze = news.mark.snooze.map(|snooze| SnoozeRequest {
        severity: Severity::Warning,
        ..snooze
    });
    assert!(
        !self::shown(&news, "es-CO").contains("💤"),
        "one that is worse is heard"
    );
}
