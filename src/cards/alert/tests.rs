//! The cards and lines as they look.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::*;
use crate::{
    alerts::{
        Alert, AlertKey, AlertState, Condition, Event, EventKind, Fire, NoData,
        Observation, Reason, Unknown,
    },
    cards::{Card, Locale, Span, Tone, Words},
    metrics::{
        AgentName, Channel, Metric, OperationName, Quantity, Sample, Scope, SkillId,
        SkillNames, Window,
    },
    rules::{ChannelName, RuleId, Severity, Side},
};

fn at(clock: &str) -> DateTime<Utc> {
    let local = format!("2026-11-17T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&local).unwrap().to_utc()
}

fn words(tag: &str) -> Words {
    Words::new(Locale::from_tag(tag), Bogota)
}

fn names() -> SkillNames {
    SkillNames([(SkillId(12), "Soporte TV".to_owned())].into())
}

fn seen(part: u64, of: u64, until: &str) -> Observation {
    Observation {
        sample: Sample {
            value: Quantity::share(part, of).unwrap(),
            part: Some(part),
            of: Some(of),
        },
        window: Window::ending(at(until), Duration::from_secs(3_600)),
    }
}

fn fire(severity: Severity) -> Fire {
    Fire {
        since: at("14:40"),
        fired_at: at("14:50"),
        severity,
        told_at: at("15:05"),
    }
}

fn alert(severity: Severity) -> Alert {
    let operation = OperationName::new("cali");
    let key = AlertKey {
        rule: RuleId::new("high-abandonment"),
        scope: Scope::Skill(SkillId(12)),
    };
    Alert {
        id: AlertId::of(&operation, &key, at("14:40")),
        key,
        state: AlertState::Firing(fire(severity)),
        condition: Condition {
            metric: Metric::AbandonRate,
            side: Side::Above,
            warning: Some(Quantity::Percent(5.0)),
            critical: Some(Quantity::Percent(10.0)),
            window: Duration::from_secs(3_600),
            notify: ChannelName::new("floor"),
            description: Some("pausas y agentes conectados".to_owned()),
        },
        trend: vec![
            seen(5, 90, "14:50"),
            seen(7, 115, "14:55"),
            seen(12, 122, "15:00"),
            seen(18, 122, "15:05"),
        ],
        peak: seen(18, 122, "15:05"),
        checks: 5,
        no_data: None,
    }
}

fn event(kind: EventKind, clock: &str, alert: Alert) -> Event {
    Event {
        operation: OperationName::new("cali"),
        kind,
        at: at(clock),
        alert,
    }
}

fn without_data(why: Unknown) -> Alert {
    Alert {
        no_data: Some(NoData {
            since: at("15:10"),
            checks: 3,
            why,
        }),
        ..alert(Severity::Critical)
    }
}

fn resolved(reason: Reason) -> Event {
    let mut alert = alert(Severity::Critical);
    alert.trend.push(seen(4, 129, "15:25"));
    alert.state = AlertState::Recovering {
        fire: fire(Severity::Critical),
        clear_since: at("15:15"),
    };
    event(EventKind::Resolved(reason), "15:25", alert)
}

fn told(event: &Event, tag: &str) -> String {
    card(event, &names(), &words(tag)).to_string()
}

#[test]
fn a_card_tells_what_how_bad_where_and_since_when() {
    let fired = event(EventKind::Fired, "15:05", alert(Severity::Critical));
    assert_snapshot!(told(&fired, "es-CO"), @r#"
    🔴 CRÍTICA · Abandono 14,8 % (18 de 122) · skill 12 Soporte TV · voz
    Ventana de 1 h (14:05–15:05) · límite 10 % · 4,8 pp por encima
    Desde las 14:40 (19:40 UTC, 5 lecturas)
    Tendencia 6,1 → 9,8 → 14,8 % ▲
    📋 pausas y agentes conectados
    regla high-abandonment · datos hasta las 15:05 · #WJS6JZS · 2026-11-17 20:05 UTC
    "#);
    assert!(told(&fired, "es-MX").contains("Abandono 14.8 % (18 de 122)"));
    assert_snapshot!(told(&fired, "en-US"), @r#"
    🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
    Last 1 h (14:05–15:05) · limit 10 % · 4.8 pts above
    Since 14:40 (19:40 UTC, 5 checks)
    Trend 6.1 → 9.8 → 14.8 % ▲
    📋 pausas y agentes conectados
    rule high-abandonment · data to 15:05 · #WJS6JZS · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(told(&fired, "pt-BR"), @r#"
    🔴 CRÍTICO · Abandono 14,8% (18 de 122) · skill 12 Soporte TV · voz
    Janela de 1 h (14:05–15:05) · limite 10% · 4,8 p.p. acima
    Desde 14:40 (19:40 UTC, 5 leituras)
    Tendência 6,1 → 9,8 → 14,8% ▲
    📋 pausas y agentes conectados
    regra high-abandonment · dados até 15:05 · #WJS6JZS · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn an_escalated_card_keeps_the_worst_figure() {
    let mut alert = alert(Severity::Critical);
    alert.trend.push(seen(14, 130, "15:10"));
    let escalated = event(EventKind::Escalated, "15:10", alert);
    assert_snapshot!(told(&escalated, "es-CO"), @r#"
    🔴 CRÍTICA · Abandono 10,8 % (14 de 130) · skill 12 Soporte TV · voz
    Ventana de 1 h (14:10–15:10) · límite 10 % · 0,8 pp por encima
    Desde las 14:40 (19:40 UTC, 5 lecturas)
    Tendencia 9,8 → 14,8 → 10,8 % ▼ · peor valor 14,8 % (18 de 122) a las 15:05
    📋 pausas y agentes conectados
    regla high-abandonment · datos hasta las 15:10 · #WJS6JZS · 2026-11-17 20:10 UTC
    "#);
}

#[test]
fn without_data_an_alert_stays_what_it_was() {
    let gone = event(EventKind::NoData, "15:20", without_data(Unknown::Missing));
    let card = card(&gone, &names(), &words("es-CO"));
    assert_eq!(card.tone, Tone::Critical);
    assert_snapshot!(card, @r#"
    🔴 CRÍTICA · ⚪ sin datos · Abandono 14,8 % (18 de 122) · skill 12 Soporte TV · voz
    ⚪ Sin datos desde las 15:10: falta el reporte o no trae este dato. La alerta sigue como estaba.
    Ventana de 1 h (14:05–15:05) · límite 10 % · 4,8 pp por encima
    Desde las 14:40 (19:40 UTC, 5 lecturas)
    Tendencia 6,1 → 9,8 → 14,8 % ▲
    📋 pausas y agentes conectados
    regla high-abandonment · datos hasta las 15:05 · #WJS6JZS · 2026-11-17 20:05 UTC
    "#);
    let few = event(EventKind::NoData, "15:20", without_data(Unknown::TooFew));
    assert_snapshot!(told(&few, "pt-BR"), @r#"
    🔴 CRÍTICO · ⚪ sem dados · Abandono 14,8% (18 de 122) · skill 12 Soporte TV · voz
    ⚪ Sem dados desde 15:10: amostra pequena demais para avaliar. O alerta continua como estava.
    Janela de 1 h (14:05–15:05) · limite 10% · 4,8 p.p. acima
    Desde 14:40 (19:40 UTC, 5 leituras)
    Tendência 6,1 → 9,8 → 14,8% ▲
    📋 pausas y agentes conectados
    regra high-abandonment · dados até 15:05 · #WJS6JZS · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(told(&few, "en"), @r#"
    🔴 CRITICAL · ⚪ no data · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
    ⚪ No data since 15:10: too small a sample to judge. The alert stays as it was.
    Last 1 h (14:05–15:05) · limit 10 % · 4.8 pts above
    Since 14:40 (19:40 UTC, 5 checks)
    Trend 6.1 → 9.8 → 14.8 % ▲
    📋 pausas y agentes conectados
    rule high-abandonment · data to 15:05 · #WJS6JZS · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn data_that_is_back_is_told_without_the_mark() {
    let mut alert = alert(Severity::Warning);
    alert.trend.push(seen(3, 120, "15:25"));
    alert.state = AlertState::Recovering {
        fire: fire(Severity::Warning),
        clear_since: at("15:25"),
    };
    let back = event(EventKind::DataBack, "15:25", alert);
    assert_snapshot!(told(&back, "es-CO"), @r#"
    🟡 ADVERTENCIA · en recuperación · Abandono 2,5 % (3 de 120) · skill 12 Soporte TV · voz
    Ventana de 1 h (14:25–15:25) · límite 5 % · 2,5 pp por debajo
    Desde las 14:40 (19:40 UTC, 5 lecturas)
    Tendencia 9,8 → 14,8 → 2,5 % ▼ · peor valor 14,8 % (18 de 122) a las 15:05
    📋 pausas y agentes conectados
    regla high-abandonment · datos hasta las 15:25 · #WJS6JZS · 2026-11-17 20:25 UTC
    "#);
    assert_eq!(card(&back, &names(), &words("en")).tone, Tone::Warning);
}

#[test]
fn an_ended_alert_tells_how_long_how_bad_and_why() {
    let recovered = resolved(Reason::Recovered);
    assert_snapshot!(told(&recovered, "es-CO"), @r#"
    🟢 NORMALIZADA · Abandono 3,1 % (4 de 129) · skill 12 Soporte TV · voz
    Terminó a las 15:25 (20:25 UTC): volvió a estar dentro del límite
    Duró 45 min (14:40–15:25) · peor valor 14,8 % (18 de 122) a las 15:05
    Ventana de 1 h (14:25–15:25) · límite 5 % · 1,9 pp por debajo
    regla high-abandonment · datos hasta las 15:25 · #WJS6JZS · 2026-11-17 20:25 UTC
    "#);
    assert_snapshot!(told(&recovered, "en"), @r#"
    🟢 RESOLVED · Abandonment 3.1 % (4 of 129) · skill 12 Soporte TV · voice
    Ended at 15:25 (20:25 UTC): back within the limit
    Lasted 45 min (14:40–15:25) · worst 14.8 % (18 of 122) at 15:05
    Last 1 h (14:25–15:25) · limit 5 % · 1.9 pts below
    rule high-abandonment · data to 15:25 · #WJS6JZS · 2026-11-17 20:25 UTC
    "#);
    assert_snapshot!(told(&recovered, "pt-BR"), @r#"
    🟢 NORMALIZADO · Abandono 3,1% (4 de 129) · skill 12 Soporte TV · voz
    Terminou às 15:25 (20:25 UTC): voltou a ficar dentro do limite
    Durou 45 min (14:40–15:25) · pior valor 14,8% (18 de 122) às 15:05
    Janela de 1 h (14:25–15:25) · limite 5% · 1,9 p.p. abaixo
    regra high-abandonment · dados até 15:25 · #WJS6JZS · 2026-11-17 20:25 UTC
    "#);
    let tone = |event: &Event| card(event, &names(), &words("en")).tone;
    assert_eq!(tone(&recovered), Tone::Resolved);
}

#[test]
fn an_alert_whose_rule_is_gone_is_not_told_as_recovered() {
    let removed = resolved(Reason::RuleRemoved);
    let card = card(&removed, &names(), &words("es-CO"));
    assert_eq!(card.tone, Tone::NoData);
    assert_snapshot!(card, @r#"
    ⚫ CERRADA · Abandono 3,1 % (4 de 129) · skill 12 Soporte TV · voz
    Se cerró a las 15:25 (20:25 UTC): la regla ya no la vigila. No significa que se haya normalizado
    Duró 45 min (14:40–15:25) · peor valor 14,8 % (18 de 122) a las 15:05
    Ventana de 1 h (14:25–15:25) · límite 5 % · 1,9 pp por debajo
    regla high-abandonment · datos hasta las 15:25 · #WJS6JZS · 2026-11-17 20:25 UTC
    "#);
}

#[test]
fn the_thread_tells_what_happened_line_by_line() {
    let kinds = [
        (EventKind::Fired, "14:50"),
        (EventKind::Escalated, "15:05"),
        (EventKind::Reminded, "15:05"),
        (EventKind::Refreshed, "15:05"),
        (EventKind::NoData, "15:20"),
        (EventKind::DataBack, "15:25"),
        (EventKind::Resolved(Reason::Recovered), "15:25"),
        (EventKind::Resolved(Reason::RuleRemoved), "15:25"),
    ];
    let thread = |tag: &str| {
        let lines = kinds.map(|(kind, clock)| {
            let event = event(kind, clock, without_data(Unknown::Missing));
            log_line(&event, &words(tag)).to_string()
        });
        lines.join("\n")
    };
    assert_snapshot!(thread("es-CO"), @r#"
    14:50 · alerta (crítica): 14,8 % (18 de 122)
    15:05 · pasó a crítica: 14,8 % (18 de 122)
    15:05 · sigue crítica: 14,8 % (18 de 122)
    15:05 · ahora 14,8 % (18 de 122)
    15:20 · sin datos desde las 15:10 (3 lecturas): falta el reporte o no trae este dato
    15:25 · vuelve a haber datos: 14,8 % (18 de 122)
    15:25 · normalizada: 14,8 % (18 de 122) · duró 45 min · peor valor 14,8 % (18 de 122)
    15:25 · cerrada, la regla ya no la vigila: último valor 14,8 % (18 de 122) · duró 45 min · peor valor 14,8 % (18 de 122)
    "#);
    assert_snapshot!(thread("en"), @r#"
    14:50 · alert (critical): 14.8 % (18 of 122)
    15:05 · escalated to critical: 14.8 % (18 of 122)
    15:05 · still critical: 14.8 % (18 of 122)
    15:05 · now 14.8 % (18 of 122)
    15:20 · no data since 15:10 (3 checks): the report is missing or does not have this figure
    15:25 · data again: 14.8 % (18 of 122)
    15:25 · resolved: 14.8 % (18 of 122) · lasted 45 min · worst 14.8 % (18 of 122)
    15:25 · closed, the rule no longer watches this: last 14.8 % (18 of 122) · lasted 45 min · worst 14.8 % (18 of 122)
    "#);
    assert_snapshot!(thread("pt-BR"), @r#"
    14:50 · alerta (crítico): 14,8% (18 de 122)
    15:05 · passou a crítico: 14,8% (18 de 122)
    15:05 · continua crítico: 14,8% (18 de 122)
    15:05 · agora 14,8% (18 de 122)
    15:20 · sem dados desde 15:10 (3 leituras): falta o relatório ou ele não traz este dado
    15:25 · há dados de novo: 14,8% (18 de 122)
    15:25 · normalizado: 14,8% (18 de 122) · durou 45 min · pior valor 14,8% (18 de 122)
    15:25 · encerrado, a regra não vigia mais isto: último valor 14,8% (18 de 122) · durou 45 min · pior valor 14,8% (18 de 122)
    "#);
}

#[test]
fn a_goal_from_below_and_a_wait_are_told_in_their_own_units() {
    let mut alert = alert(Severity::Warning);
    alert.condition.metric = Metric::Asa;
    alert.condition.warning = Some(Quantity::Duration(Duration::from_secs(30)));
    let wait = |seconds, until| Observation {
        sample: Sample {
            value: Quantity::Duration(Duration::from_secs(seconds)),
            part: None,
            of: Some(104),
        },
        window: Window::ending(at(until), Duration::from_secs(900)),
    };
    alert.trend = vec![wait(95, "15:00"), wait(48, "15:05")];
    alert.peak = wait(95, "15:00");
    alert.condition.description = None;
    let waits = event(EventKind::Reminded, "15:05", alert.clone());
    assert_snapshot!(told(&waits, "es-CO"), @r#"
    🟡 ADVERTENCIA · Espera promedio en cola (ASA) 48 s (104 llamadas) · skill 12 Soporte TV · voz
    Ventana de 15 min (14:50–15:05) · límite 30 s · 18 s por encima
    Desde las 14:40 (19:40 UTC, 5 lecturas)
    Tendencia 1 min 35 s → 48 s ▼ · peor valor 1 min 35 s (104 llamadas) a las 15:00
    regla high-abandonment · datos hasta las 15:05 · #WJS6JZS · 2026-11-17 20:05 UTC
    "#);

    alert.condition.metric = Metric::ServiceLevel20s;
    alert.condition.side = Side::Below;
    alert.condition.warning = Some(Quantity::Percent(80.0));
    alert.trend = vec![seen(66, 122, "15:05")];
    alert.peak = seen(66, 122, "15:05");
    alert.key.scope = Scope::Channel(Channel::new("chat-whatsapp"));
    let level = event(EventKind::Fired, "15:05", alert);
    assert_snapshot!(told(&level, "es-CO"), @r#"
    🟡 ADVERTENCIA · Nivel de servicio 20 s 54,1 % (66 de 122) · toda la operación · WhatsApp
    Ventana de 1 h (14:05–15:05) · meta 80 % · 25,9 pp por debajo
    Desde las 14:40 (19:40 UTC, 5 lecturas)
    regla high-abandonment · datos hasta las 15:05 · #WJS6JZS · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn a_name_from_outside_cannot_reshape_the_card() {
    let mut alert = alert(Severity::Warning);
    alert.key.scope = Scope::Agent(AgentName::new("@everyone\n**{ $mark }**\u{202e}"));
    let hostile = event(EventKind::Fired, "15:05", alert);
    let card: Card = card(&hostile, &names(), &words("en"));
    assert!(!card.title.contains('\n'));
    assert!(
        card.title.ends_with("agent @everyone **{ $mark }**"),
        "{}",
        card.title
    );
}

#[test]
fn an_alert_of_yesterday_is_told_with_its_date() {
    let mut alert = alert(Severity::Critical);
    let mut fire = fire(Severity::Critical);
    fire.since = at("14:40") - TimeDelta::days(1);
    alert.state = AlertState::Firing(fire);
    let reminded = event(EventKind::Reminded, "15:05", alert);
    let card = card(&reminded, &names(), &words("en"));
    let since = card.lines.get(1).unwrap();
    assert!(
        since.to_string().starts_with("Since 16 Nov 2026 14:40 ("),
        "{since}"
    );
    assert!(since.0.iter().any(|span| matches!(span, Span::Time(..))));
}

#[test]
fn the_footer_bears_the_mark_of_the_incident() {
    let alert = alert(Severity::Warning);
    let mark = mark(alert.id);
    let fired = event(EventKind::Fired, "15:05", alert);
    let card = card(&fired, &names(), &words("es-CO"));
    assert!(mark.starts_with('#') && mark.len() == 8, "{mark}");
    assert!(card.footer.ends_with(&mark));
    assert_eq!(card.as_of, Some(at("15:05")));
}

#[test]
fn a_thread_is_called_by_what_stays_true() {
    let title = thread_title(&resolved(Reason::Recovered), &names(), &words("es-CO"));
    let stays = "Abandono · skill 12 Soporte TV · voz · 17 nov 2026 14:40";
    assert_eq!(title, stays);
}
