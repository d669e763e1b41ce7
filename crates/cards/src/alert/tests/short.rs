//! The card as a supervisor reads it on a phone.

use super::*;
use crate::{CardLine, LineStyle};
use vigia_core::{
    alerts::{NoData, SnoozeRequest, UnknownStreak},
    rules::RuleHint,
};

/// The card as text, with its buttons; the one that stands out is in brackets.
fn drawn(news: &IncidentNews, tag: &str) -> String {
    let card = card(news, at("15:05"), &names(), &words(tag));
    let line = |line: &CardLine| match line.style {
        LineStyle::Normal => line.to_string(),
        LineStyle::Small => format!("-# {line}"),
        LineStyle::Quote => format!("> {line}"),
        LineStyle::Item => format!("- {line}"),
    };
    let buttons = card.buttons.iter().map(|button| {
        if button.is_primary {
            format!("[{}]", button.label)
        } else {
            button.label.clone()
        }
    });
    let mut text = vec![card.title.clone()];
    text.extend(card.lines.iter().map(line));
    text.push("   (picture)".to_owned());
    text.extend(card.below.iter().map(line));
    text.push(buttons.collect::<Vec<_>>().join(" · "));
    text.join("\n")
}

fn in_all(news: &IncidentNews) -> String {
    ["es-CO", "pt-BR", "en"]
        .map(|tag| drawn(news, tag))
        .join("\n\n")
}

fn hinted(kind: EventKind, open: Vec<Alert>, ended: Vec<IncidentEnd>) -> IncidentNews {
    let mut news = news(kind, open, ended);
    if let IncidentSubject::Rule(condition) = &mut news.incident.subject {
        condition.hint = Some(RuleHint::for_all("Revise quién está en pausa"));
        condition.keep_firing_for = Duration::from_secs(30 * 60);
    }
    news
}

fn warning() -> Alert {
    let mut alert = alert(12, Severity::Warning, &[(5, 90), (6, 92), (8, 97)]);
    alert.grounds.usual = one().grounds.usual;
    alert
}

#[test]
fn a_new_warning_and_a_critical_one_have_four_lines() {
    let warning = hinted(EventKind::Fired, vec![warning()], vec![]);
    assert_snapshot!(in_all(&warning), @r#"
    ⚠️ Abandono 8,2 % · Soporte TV
    8 de 97 llamadas · límite 5 %
    Aviso desde las 14:40 · normal 4,1 %
    👉 Revise quién está en pausa
       (picture)
    [Tomar] · Posponer · Más

    ⚠️ Abandono 8,2% · Soporte TV
    8 de 97 chamadas · limite 5%
    Aviso desde 14:40 · normal 4,1%
    👉 Revise quién está en pausa
       (picture)
    [Assumir] · Adiar · Mais

    ⚠️ Abandoned 8.2 % · Soporte TV
    8 of 97 calls · limit 5 %
    Warning since 14:40 · normal 4.1 %
    👉 Revise quién está en pausa
       (picture)
    [Take] · Snooze · More
    "#);
    let critical = hinted(EventKind::Fired, vec![one()], vec![]);
    assert_snapshot!(in_all(&critical), @r#"
    🔴 Abandono 14,8 % · Soporte TV
    18 de 122 llamadas · límite 10 %
    Crítica desde las 14:40, subiendo
    👉 Revise quién está en pausa
       (picture)
    [Tomar] · Posponer · Más

    🔴 Abandono 14,8% · Soporte TV
    18 de 122 chamadas · limite 10%
    Crítico desde 14:40, subindo
    👉 Revise quién está en pausa
       (picture)
    [Assumir] · Adiar · Mais

    🔴 Abandoned 14.8 % · Soporte TV
    18 of 122 calls · limit 10 %
    Critical since 14:40, rising
    👉 Revise quién está en pausa
       (picture)
    [Take] · Snooze · More
    "#);
    assert_eq!(
        card(&critical, at("15:05"), &names(), &words("es-CO")).ring,
        "🔴 Abandono 14,8 % (18 de 122) · Soporte TV"
    );
}

#[test]
fn one_that_became_worse_says_what_it_was_until_it_is_taken() {
    let mut news = hinted(EventKind::Escalated, vec![one()], vec![]);
    if let IncidentStanding::Announced(announced) = &mut news.incident.standing {
        announced.worse_at = at("15:05");
    }
    assert_snapshot!(in_all(&news), @r#"
    🔴 Abandono 14,8 % · Soporte TV
    18 de 122 llamadas · límite 10 %
    A las 15:00 era 9,8 % (12 de 122)
    👉 Revise quién está en pausa
       (picture)
    [Tomar] · Posponer · Más

    🔴 Abandono 14,8% · Soporte TV
    18 de 122 chamadas · limite 10%
    Às 15:00 era 9,8% (12 de 122)
    👉 Revise quién está en pausa
       (picture)
    [Assumir] · Adiar · Mais

    🔴 Abandoned 14.8 % · Soporte TV
    18 of 122 calls · limit 10 %
    At 15:00 it was 9.8 % (12 of 122)
    👉 Revise quién está en pausa
       (picture)
    [Take] · Snooze · More
    "#);
    news.mark.ack = Some(ana(Some("llamé a Luis, entra un agente más")));
    assert_snapshot!(in_all(&news), @r#"
    🔴 Abandono 14,8 % · Soporte TV
    18 de 122 llamadas · límite 10 %
    🙋 Ana la tomó a las 14:53
    > llamé a Luis, entra un agente más
       (picture)
    Posponer · Más

    🔴 Abandono 14,8% · Soporte TV
    18 de 122 chamadas · limite 10%
    🙋 Ana assumiu às 14:53
    > llamé a Luis, entra un agente más
       (picture)
    Adiar · Mais

    🔴 Abandoned 14.8 % · Soporte TV
    18 of 122 calls · limit 10 %
    🙋 Ana took it at 14:53
    > llamé a Luis, entra un agente más
       (picture)
    Snooze · More
    "#);
}

#[test]
fn few_calls_past_the_critical_limit_are_still_a_warning() {
    let mut few = alert(12, Severity::Warning, &[(2, 18), (3, 19)]);
    few.grounds.usual = None;
    let news = hinted(EventKind::Fired, vec![few], vec![]);
    assert!(drawn(&news, "en").contains("Few calls: still a warning"));
}

#[test]
fn one_that_is_snoozed_says_until_when_and_can_be_woken() {
    let mut news = hinted(EventKind::Snoozed, vec![one()], vec![]);
    news.mark.snooze = Some(SnoozeRequest {
        by: ana(None).by,
        at: at("15:00"),
        until: at("15:30"),
        severity: Severity::Critical,
    });
    assert_snapshot!(in_all(&news), @r#"
    💤 Abandono 14,8 % · Soporte TV
    18 de 122 llamadas · límite 10 %
    Ana la pospuso hasta las 15:30
    -# Si empeora, aviso antes.
       (picture)
    [Reactivar] · Tomar · Más

    💤 Abandono 14,8% · Soporte TV
    18 de 122 chamadas · limite 10%
    Ana adiou até 15:30
    -# Se piorar, aviso antes.
       (picture)
    [Reativar] · Assumir · Mais

    💤 Abandoned 14.8 % · Soporte TV
    18 of 122 calls · limit 10 %
    Snoozed by Ana until 15:30
    -# If it gets worse, I will tell you.
       (picture)
    [Wake] · Take · More
    "#);
}

#[test]
fn a_missing_report_is_no_recovery() {
    let mut gap = one();
    gap.no_data = Some(NoData {
        since: at("14:50"),
        checks: 3,
        why: UnknownStreak::Missing,
    });
    let news = hinted(EventKind::NoData, vec![gap], vec![]);
    assert_snapshot!(in_all(&news), @r#"
    ❔ Sin datos · Soporte TV
    Falta el reporte desde las 14:50
    Último: 14,8 % (18 de 122), 15:05
    👉 Mire la cola en wolkvox
       (picture)
    -# No quiere decir que mejoró. La alerta sigue.
    [Tomar] · Posponer · Más

    ❔ Sem dados · Soporte TV
    Falta o relatório desde 14:50
    Último: 14,8% (18 de 122), 15:05
    👉 Veja a fila no wolkvox
       (picture)
    -# Não quer dizer que melhorou. O alerta continua.
    [Assumir] · Adiar · Mais

    ❔ No data · Soporte TV
    Report missing since 14:50
    Last: 14.8 % (18 of 122), 15:05
    👉 Watch the queue in wolkvox
       (picture)
    -# This does not mean it is better. The alert stays.
    [Take] · Snooze · More
    "#);
}

#[test]
fn one_that_recovers_says_when_it_will_be_closed_and_asks_nothing() {
    let mut better = one();
    let AlertState::Firing(fire) = better.state else {
        panic!("it fires");
    };
    let clear_since = at("15:00");
    better.state = AlertState::Recovering { fire, clear_since };
    let news = hinted(EventKind::Refreshed, vec![better], vec![]);
    assert_snapshot!(in_all(&news), @r#"
    🔵 Abandono 14,8 % · Soporte TV
    18 de 122 llamadas · límite 10 %
    Mejora desde las 15:00
    -# Si sigue así, se cierra a las 15:30.
       (picture)
    Más

    🔵 Abandono 14,8% · Soporte TV
    18 de 122 chamadas · limite 10%
    Melhorando desde 15:00
    -# Se continuar, encerra às 15:30.
       (picture)
    Mais

    🔵 Abandoned 14.8 % · Soporte TV
    18 of 122 calls · limit 10 %
    Improving since 15:00
    -# If it stays so, it closes at 15:30.
       (picture)
    More
    "#);
}

#[test]
fn one_that_is_closed_says_how_long_how_bad_and_who_took_it() {
    let kind = EventKind::Resolved(EndReason::Recovered);
    let mut over = over(12, "15:05");
    over.alert.peak = Some(seen(20, 123, "15:00"));
    let mut news = hinted(kind, vec![], vec![over]);
    news.mark.ack = Some(ana(None));
    assert_snapshot!(in_all(&news), @r#"
    ✅ Abandono 4,0 % · Soporte TV
    4 de 100 llamadas · duró 25 min
    Lo peor: 16,3 % (20 de 123), 15:00
    🙋 Ana la tomó en 3 min
       (picture)
    -# Cerrada a las 15:05.
    Más

    ✅ Abandono 4,0% · Soporte TV
    4 de 100 chamadas · 25 min
    O pior: 16,3% (20 de 123), 15:00
    🙋 Ana assumiu em 3 min
       (picture)
    -# Encerrado às 15:05.
    Mais

    ✅ Abandoned 4.0 % · Soporte TV
    4 of 100 calls · lasted 25 min
    Worst: 16.3 % (20 of 123), 15:00
    🙋 Ana took it in 3 min
       (picture)
    -# Closed at 15:05.
    More
    "#);
    news.mark.ack = None;
    news.kind = EventKind::Resolved(EndReason::AfterHours);
    assert_snapshot!(in_all(&news), @r#"
    ❔ Abandono 4,0 % · Soporte TV
    4 de 100 llamadas · duró 25 min
    Terminó el horario de la regla
    Nadie la tomó
       (picture)
    -# Cerrada a las 15:05.
    Más

    ❔ Abandono 4,0% · Soporte TV
    4 de 100 chamadas · 25 min
    Terminou o horário da regra
    Ninguém assumiu
       (picture)
    -# Encerrado às 15:05.
    Mais

    ❔ Abandoned 4.0 % · Soporte TV
    4 of 100 calls · lasted 25 min
    The hours of the rule are over
    Nobody took it
       (picture)
    -# Closed at 15:05.
    More
    "#);
}

#[test]
fn several_have_a_line_each_and_from_the_fourth_on_a_count() {
    let three = hinted(EventKind::Fired, several(), vec![]);
    assert_snapshot!(in_all(&three), @r#"
    🔴 Abandono alto: 3 de 3 skills
    🔴 14,8 % Soporte TV · 18 de 122
    ⚠️ 6,0 % Ventas · 6 de 100
    ⚠️ 7,0 % **Facturación** @here · 7 de 100
    -# Límites: aviso 5 %, crítica 10 %
       (picture)
    [Tomar] · Posponer · Más

    🔴 Abandono alto: 3 de 3 skills
    🔴 14,8% Soporte TV · 18 de 122
    ⚠️ 6,0% Ventas · 6 de 100
    ⚠️ 7,0% **Facturación** @here · 7 de 100
    -# Limites: aviso 5%, crítico 10%
       (picture)
    [Assumir] · Adiar · Mais

    🔴 High abandonment: 3 of 3 skills
    🔴 14.8 % Soporte TV · 18 of 122
    ⚠️ 6.0 % Ventas · 6 of 100
    ⚠️ 7.0 % **Facturación** @here · 7 of 100
    -# Limits: warning 5 %, critical 10 %
       (picture)
    [Take] · Snooze · More
    "#);
    let mut many = hinted(EventKind::Grew, several(), vec![]);
    many.more = 9;
    assert_snapshot!(drawn(&many, "es-CO"), @r#"
    🔴 Abandono alto: 12 skills
    🔴 14,8 % Soporte TV · 18 de 122
    ⚠️ 6,0 % Ventas · 6 de 100
    y 10 más
    -# Límites: aviso 5 %, crítica 10 %
       (picture)
    [Tomar] · Posponer · Más
    "#);
    many.incident.subject = IncidentSubject::Digest;
    many.rules = 9;
    assert_snapshot!(drawn(&many, "es-CO"), @r#"
    🔴 9 reglas a la vez
    🔴 14,8 % Abandono · Soporte TV
    ⚠️ 6,0 % Abandono · Ventas
    y 10 más
       (picture)
    [Tomar] · Posponer · Más
    "#);
}

#[test]
fn callbacks_and_agents_are_told_by_what_is_counted() {
    let mut callbacks = alert(12, Severity::Critical, &[(9, 20)]);
    callbacks.metric = Metric::SmartHoldRecallFail;
    callbacks.grounds.critical = Some(Quantity::Count(5));
    callbacks.trend[0].sample = Sample {
        value: Quantity::Count(9),
        part: None,
        of: Some(20),
    };
    let news_of = hinted(EventKind::Fired, vec![callbacks], vec![]);
    assert_snapshot!(in_all(&news_of), @r#"
    🔴 9 callbacks fallidos · Soporte TV
    9 de 20, en 1 h · límite 5
    Crítica desde las 14:40
    👉 Revise quién está en pausa
       (picture)
    [Tomar] · Posponer · Más

    🔴 9 callbacks falharam · Soporte TV
    9 de 20, em 1 h · limite 5
    Crítico desde 14:40
    👉 Revise quién está en pausa
       (picture)
    [Assumir] · Adiar · Mais

    🔴 9 callbacks failed · Soporte TV
    9 of 20, in 1 h · limit 5
    Critical since 14:40
    👉 Revise quién está en pausa
       (picture)
    [Take] · Snooze · More
    "#);
    let mut hold = alert(12, Severity::Warning, &[(1, 1)]);
    hold.metric = Metric::HoldMuteAvgPerEvent;
    hold.key.scope = Scope::Agent(vigia_core::metrics::AgentName::new("Lucía R."));
    hold.trend[0].sample = Sample {
        value: Quantity::Duration(Duration::from_secs(190)),
        part: None,
        of: Some(14),
    };
    hold.grounds.critical = None;
    hold.grounds.warning = Some(Quantity::Duration(Duration::from_secs(90)));
    hold.grounds.usual = Some(UsualValue {
        median: 41.0,
        spread: 1.0,
        of: 12,
        wanted: 12,
        method: UsualMethod::Team,
    });
    let news = hinted(EventKind::Fired, vec![hold], vec![]);
    assert_snapshot!(in_all(&news), @r#"
    ⚠️ Hold por uso 3 min 10 s · Lucía R.
    14 usos en 1 h · límite 1 min 30 s
    Pocas llamadas: aún es aviso
    👉 Revise quién está en pausa
       (picture)
    [Tomar] · Posponer · Más

    ⚠️ Hold por uso 3 min 10 s · Lucía R.
    14 usos em 1 h · limite 1 min 30 s
    Poucas chamadas: ainda é aviso
    👉 Revise quién está en pausa
       (picture)
    [Assumir] · Adiar · Mais

    ⚠️ Hold per use 3 min 10 s · Lucía R.
    14 holds in 1 h · limit 1 min 30 s
    Few calls: still a warning
    👉 Revise quién está en pausa
       (picture)
    [Take] · Snooze · More
    "#);
}

#[test]
fn no_card_has_more_text_than_fits_and_never_two_rows_of_buttons() {
    for tag in ["es-CO", "pt-BR", "en"] {
        let alerts = [warning(), one()].map(|alert| hinted(EventKind::Fired, vec![alert], vec![]));
        for news in alerts {
            let card = card(&news, at("15:05"), &names(), &words(tag));
            assert!(card.lines.len() <= 3, "{card}");
            for line in card
                .lines
                .iter()
                .map(CardLine::to_string)
                .chain([card.title.clone()])
            {
                assert!(line.chars().count() <= 40, "{line}");
            }
            let letters: usize = card.buttons.iter().map(|it| it.label.chars().count()).sum();
            assert!(card.buttons.len() <= 3 && letters <= 22, "{letters}");
        }
    }
}
