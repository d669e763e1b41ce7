//! The cards and lines as they look.

mod clues;
mod description;
mod details;
mod people;
mod short;
mod title;

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::{card, caught_up, long_card, ring_line};
use crate::{Locale, Tone, Words};
use vigia_core::{
    alerts::{
        AcknowledgeRequest, Alert, AlertKey, AlertState, AnnouncedState, CaughtUp, ClosedIncident,
        DiscordUser, EndReason, EventKind, FiringState, HoldReason, Incident, IncidentCondition,
        IncidentEnd, IncidentId, IncidentMark, IncidentNews, IncidentStanding, IncidentSubject,
        NotificationLevel, Observation, SilenceId, SnoozeRequest, Suppression,
    },
    metrics::{Metric, OperationName, Quantity, Sample, Scope, SkillId, SkillNames, TimeWindow},
    rules::{
        ChannelName, DescriptionTemplate, EscalationStep, NotifyTarget, Rule, RuleId,
        ScopeSelection, Severity, Side, TemplateOffer, Threshold, UsualMethod, UsualValue,
        VerdictBasis,
    },
};

pub(super) fn at(clock: &str) -> DateTime<Utc> {
    let local = format!("2026-11-17T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&local).unwrap().to_utc()
}

pub(super) fn words(tag: &str) -> Words {
    Words::new(Locale::from_tag(tag), Bogota)
}

pub(super) fn names() -> SkillNames {
    let names = [
        (12, "Soporte TV"),
        (15, "Ventas"),
        (7, "**Facturación** @here"),
    ];
    SkillNames(
        names
            .map(|(skill, name)| (SkillId(skill), name.to_owned()))
            .into(),
    )
}

pub(super) fn seen(part: u64, of: u64, until: &str) -> Observation {
    Observation {
        sample: Sample {
            value: Quantity::share(part, of).unwrap(),
            part: Some(part),
            of: Some(of),
        },
        window: TimeWindow::ending(at(until), Duration::from_secs(3_600)),
    }
}

fn number() -> IncidentId {
    IncidentId::from_number(7)
}

pub(super) fn alert(skill: u64, severity: Severity, figures: &[(u64, u64)]) -> Alert {
    let ends = ["14:55", "15:00", "15:05"];
    let trend: Vec<_> = figures
        .iter()
        .zip(&ends[3 - figures.len()..])
        .map(|((part, of), until)| seen(*part, *of, until))
        .collect();
    Alert {
        key: AlertKey {
            rule: RuleId::new("high-abandonment"),
            scope: Scope::Skill(SkillId(skill)),
        },
        state: AlertState::Firing(FiringState {
            since: at("14:40"),
            fired_at: at("14:50"),
            severity,
        }),
        incident: Some(number()),
        metric: Metric::AbandonRate,
        grounds: VerdictBasis {
            side: Some(Side::Above),
            warning: Some(Quantity::Percent(5.0)),
            critical: Some(Quantity::Percent(10.0)),
            ..VerdictBasis::default()
        },
        window: trend[trend.len() - 1].window,
        peak: trend.first().copied(),
        trend,
        checks: 5,
        no_data: None,
        openings: 1,
        first_opened: None,
        clues: Vec::new(),
    }
}

pub(super) fn news(kind: EventKind, open: Vec<Alert>, ended: Vec<IncidentEnd>) -> IncidentNews {
    told("pausas y agentes conectados", kind, open, ended)
}

/// The news of an incident whose rule has this description.
fn told(
    description: &str,
    kind: EventKind,
    open: Vec<Alert>,
    ended: Vec<IncidentEnd>,
) -> IncidentNews {
    let limit = |value| Some(Quantity::Percent(value));
    let metric = Metric::AbandonRate;
    let when = Threshold::new(metric, Side::Above, limit(5.0), limit(10.0), None, None);
    let rule = Rule {
        description: DescriptionTemplate::parse(description, &TemplateOffer::default()).ok(),
        ..Rule::new(
            RuleId::new("high-abandonment"),
            metric,
            ScopeSelection::EverySkill,
            when.unwrap(),
            NotifyTarget::one(ChannelName::new("floor")),
        )
    };
    let count = |alerts: usize| u32::try_from(alerts).unwrap();
    IncidentNews {
        kind,
        incident: Incident {
            id: number(),
            subject: IncidentSubject::Rule(Box::new(IncidentCondition::of(&rule, &[]))),
            channel: ChannelName::new("floor"),
            opened_at: at("14:50"),
            severity: Severity::Critical,
            scopes: count(open.len() + ended.len()),
            over: count(ended.len()),
            ended,
            standing: IncidentStanding::Announced(AnnouncedState::at(at("14:50"), None)),
            log: Vec::new(),
        },
        open,
        more: 0,
        rules: 1,
        mark: IncidentMark::default(),
        ring: NotificationLevel::default(),
        rings_in: None,
    }
}

pub(super) fn over(skill: u64, at_time: &str) -> IncidentEnd {
    IncidentEnd {
        alert: alert(skill, Severity::Warning, &[(9, 90), (4, 100)]),
        at: at(at_time),
        reason: EndReason::Recovered,
    }
}

fn ana(note: Option<&str>) -> AcknowledgeRequest {
    AcknowledgeRequest {
        by: DiscordUser {
            id: 7,
            name: "Ana".to_owned(),
        },
        at: at("14:53"),
        note: note.map(str::to_owned),
        severity: Severity::Critical,
        scopes: 9,
    }
}

fn operation() -> OperationName {
    OperationName::new("cali")
}

fn shown(news: &IncidentNews, tag: &str) -> String {
    long_card(news, &operation(), at("15:05"), &names(), &words(tag)).to_string()
}

fn one() -> Alert {
    let mut alert = alert(12, Severity::Critical, &[(5, 90), (12, 122), (18, 122)]);
    alert.grounds.usual = Some(UsualValue {
        median: 4.1,
        spread: 1.0,
        of: 5,
        wanted: 6,
        method: UsualMethod::Weeks,
    });
    alert.grounds.range = Some((10.1, 21.2));
    alert
}

fn several() -> Vec<Alert> {
    vec![
        alert(12, Severity::Critical, &[(12, 122), (18, 122)]),
        alert(15, Severity::Warning, &[(6, 100), (6, 100)]),
        alert(7, Severity::Warning, &[(8, 100), (7, 100)]),
    ]
}

#[test]
fn one_scope_is_told_with_all_that_is_known_of_it() {
    let mut news = news(EventKind::Refreshed, vec![one()], vec![]);
    news.mark.ack = Some(ana(Some("voy")));
    assert_snapshot!(shown(&news, "es-CO"), @r#"
    Detalles
    🔴 CRÍTICA · Abandono 14,8 % (18 de 122) · skill 12 Soporte TV · voz
    Ventana de 1 h (14:05–15:05) · límite 10 % · 4,8 pp por encima · rango probable 10,1–21,2 %
    Desde las 14:40 (5 lecturas)
    Tendencia 5,6 → 9,8 → 14,8 % ▲ · peor valor 5,6 % (5 de 90) a las 14:55
    Lo habitual los martes a esta hora: 4,1 % (mediana de 5 de 6 semanas)
    🙋 La atiende Ana desde las 14:53 (a los 3 min): voy
    📋 pausas y agentes conectados
    regla high-abandonment · datos hasta las 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(shown(&news, "en"), @r#"
    Details
    🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · voice
    Last 1 h (14:05–15:05) · limit 10 % · 4.8 pts above · likely 10.1–21.2 %
    Since 14:40 (5 checks)
    Trend 5.6 → 9.8 → 14.8 % ▲ · worst 5.6 % (5 of 90) at 14:55
    Usual on Tuesdays at this time: 4.1 % (median of 5 of 6 weeks)
    🙋 Ana has it in hand since 14:53 (after 3 min): voy
    📋 pausas y agentes conectados
    rule high-abandonment · data to 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn several_scopes_are_a_line_each_the_worst_first() {
    let mut news = news(EventKind::Improved, several(), vec![over(9, "15:00")]);
    news.more = 37;
    assert_snapshot!(shown(&news, "es-CO"), @r#"
    Detalles
    🔴 CRÍTICA · Abandono 14,8 % (18 de 122) · skill 12 Soporte TV · y 39 más
    Ventana de 1 h (14:05–15:05) · límite 10 %
    Desde las 14:40 (5 lecturas) · abiertas: 40, terminadas: 1
    🔴 skill 12 Soporte TV · 14,8 % (18 de 122) ▲
    🟡 skill 15 Ventas · 6,0 % (6 de 100) =
    🟡 skill 7 **Facturación** @here · 7,0 % (7 de 100) ▼
    y 37 más; todas están en el archivo
    ✅ skill 9 · 14:40–15:00
    📋 pausas y agentes conectados
    regla high-abandonment · datos hasta las 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(shown(&news, "en"), @r#"
    Details
    🔴 CRITICAL · Abandonment 14.8 % (18 of 122) · skill 12 Soporte TV · and 39 more
    Last 1 h (14:05–15:05) · limit 10 %
    Since 14:40 (5 checks) · 40 open, 1 over
    🔴 skill 12 Soporte TV · 14.8 % (18 of 122) ▲
    🟡 skill 15 Ventas · 6.0 % (6 of 100) =
    🟡 skill 7 **Facturación** @here · 7.0 % (7 of 100) ▼
    and 37 more; the file has them all
    ✅ skill 9 · 14:40–15:00
    📋 pausas y agentes conectados
    rule high-abandonment · data to 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(shown(&news, "pt-BR"), @r#"
    Detalhes
    🔴 CRÍTICO · Abandono 14,8% (18 de 122) · skill 12 Soporte TV · e mais 39
    Janela de 1 h (14:05–15:05) · limite 10%
    Desde 14:40 (5 leituras) · abertos: 40, encerrados: 1
    🔴 skill 12 Soporte TV · 14,8% (18 de 122) ▲
    🟡 skill 15 Ventas · 6,0% (6 de 100) =
    🟡 skill 7 **Facturación** @here · 7,0% (7 de 100) ▼
    e mais 37; todas estão no arquivo
    ✅ skill 9 · 14:40–15:00
    📋 pausas y agentes conectados
    regra high-abandonment · dados até 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn a_digest_names_the_rule_of_each() {
    let mut news = news(EventKind::Fired, several(), vec![]);
    news.incident.subject = IncidentSubject::Digest;
    news.more = 12;
    news.rules = 9;
    assert_snapshot!(shown(&news, "es-CO"), @r#"
    Detalles
    🔴 CRÍTICA · 9 reglas a la vez · abiertas: 15
    Desde las 14:40 (5 lecturas)
    🔴 Abandono 14,8 % (18 de 122) ▲ · skill 12 Soporte TV · high-abandonment
    🟡 Abandono 6,0 % (6 de 100) = · skill 15 Ventas · high-abandonment
    🟡 Abandono 7,0 % (7 de 100) ▼ · skill 7 **Facturación** @here · high-abandonment
    y 12 más; todas están en el archivo
    datos hasta las 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn when_all_are_over_it_says_how_each_ended() {
    let kind = EventKind::Resolved(EndReason::Recovered);
    let news = news(kind, vec![], vec![over(12, "15:00"), over(15, "15:05")]);
    let card = card(&news, at("15:05"), &names(), &words("es-CO"));
    assert_eq!(card.tone, Tone::Resolved);
    assert_snapshot!(shown(&news, "es-CO"), @r#"
    Detalles
    🟢 NORMALIZADA · Abandono · terminadas: 2
    Terminó a las 15:05: volvió a estar dentro del límite
    ✅ skill 15 Ventas · 14:40–15:05
    ✅ skill 12 Soporte TV · 14:40–15:00
    regla high-abandonment · datos hasta las 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn what_rings_says_what_happened_and_the_answer_first() {
    let step = EscalationStep {
        after: Duration::from_secs(60),
        notify: None,
        mention: Vec::new(),
    };
    let kinds = [
        EventKind::Escalated,
        EventKind::Grew,
        EventKind::Reminded,
        EventKind::Called(step),
    ];
    let line = |open: Vec<Alert>, kind: &EventKind| {
        let news = news(kind.clone(), open, vec![]);
        ring_line(&news, kind, at("15:05"), &names(), &words("es-CO")).to_string()
    };
    let mut lines = kinds
        .each_ref()
        .map(|kind| line(vec![one()], kind))
        .to_vec();
    lines.push(line(several(), &EventKind::Grew));
    assert_snapshot!(lines.join("\n"), @r#"
    🔴 Empeoró: abandono 14,8 % (18 de 122) · Soporte TV
    🔴 Se sumaron más: abandono 14,8 % (18 de 122) · Soporte TV
    🔴 Sigue: abandono 14,8 % (18 de 122) · Soporte TV
    🔴 Nadie la atendió: abandono 14,8 % (18 de 122) · Soporte TV
    🔴 Se sumaron más: abandono alto: 3 de 3 skills
    "#);
}

#[test]
fn what_began_and_ended_while_the_bot_was_away_is_one_card() {
    let kind = EventKind::Resolved(EndReason::Recovered);
    let incident = news(kind, vec![], vec![over(12, "15:00")]).incident;
    let closed = ClosedIncident {
        incident,
        at: at("15:00"),
        reason: EndReason::Recovered,
        mark: IncidentMark::default(),
    };
    let news = CaughtUp {
        channel: ChannelName::new("floor"),
        from: at("14:50"),
        until: at("15:00"),
        closed: vec![closed],
        more: 2,
    };
    let card = caught_up(&news, "#·2", &names(), &words("es-CO"));
    assert_snapshot!(card.to_string(), @r#"
    🕓 Mientras no estuve
    3 alertas empezaron y terminaron entretanto (14:50–15:00). Ya terminaron, nadie tiene que actuar:
    ✅ Abandono 10,0 % (9 de 90) · skill 12 Soporte TV · voz · 14:50–15:00
    y 2 más
    #·2 · 2026-11-17 20:00 UTC
    "#);
}

#[test]
fn the_number_of_an_incident_is_made_of_what_it_is() {
    let operation = OperationName::new("cali");
    let id = |subject| IncidentId::of(&operation, subject, at("14:40"));
    assert_eq!(id("a"), id("a"));
    assert_ne!(id("a"), id("b"));
    assert_eq!(id("a").to_string().len(), 7);
}
