//! The answers as they look, also with odd facts.

mod chart;
mod limits;
mod rows;

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::*;
use crate::{
    Locale, Tone,
    charts::{Chart, Plot},
    report::{AnswerView, ComparisonFacts, ComparisonSpan, SortOrder, TrendHistory, rule_for},
};
use vigia_core::{
    metrics::{
        Channel, Facts, Metric, Quantity, Sample, Scope, SkillId, SkillNames, TimeWindow,
        facts::{
            Abandonment, ChannelService, SecondsRange, ServiceLevel, SkillAbandons, WaitCalls,
        },
    },
    rules::{
        ChannelName, Confidence, NotifyTarget, Rule, RuleId, Ruleset, ScopeSelection, Side,
        Threshold,
    },
};

fn at(clock: &str) -> DateTime<Utc> {
    let local = format!("2026-11-17T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&local).unwrap().to_utc()
}

fn calls() -> ChannelService {
    ChannelService {
        channel: Channel::inbound(),
        offered: Some(1_220),
        answered: Some(1_040),
        abandoned: Some(180),
        within_10s: None,
        within_20s: Some(54.1),
        within_30s: None,
        abandon_rate: None,
        asa: Some(Duration::from_millis(48_200)),
        ata: Some(Duration::from_secs(63)),
    }
}

fn service(calls: ChannelService) -> Facts {
    let channels = vec![calls];
    Facts::ServiceLevel(ServiceLevel { channels })
}

fn abandons(skill: u64, name: &str, calls: [Option<u64>; 6]) -> SkillAbandons {
    let waits = [
        SecondsRange::Between(0, 10),
        SecondsRange::Between(11, 20),
        SecondsRange::Between(21, 30),
        SecondsRange::Between(31, 40),
        SecondsRange::Between(41, 50),
        SecondsRange::AtLeast(51),
    ];
    let by_wait = waits.into_iter().zip(calls);
    SkillAbandons {
        skill: Some(SkillId(skill)),
        name: Some(name.to_owned()),
        abandoned: calls.iter().copied().sum(),
        by_wait: by_wait
            .map(|(wait, calls)| WaitCalls { wait, calls })
            .collect(),
    }
}

fn soporte() -> SkillAbandons {
    abandons(12, "Soporte TV", [30, 20, 10, 20, 10, 90].map(Some))
}

fn waits(skills: Vec<SkillAbandons>) -> Facts {
    Facts::Abandonment(Abandonment { skills, all: None })
}

fn rule(id: &str, of: ScopeSelection, warning: f64) -> Rule {
    let percent = |value| Some(Quantity::Percent(value));
    let when = Threshold::new(
        Metric::AbandonRate,
        Side::Above,
        percent(warning),
        percent(2.0 * warning),
        None,
        Confidence::new(95.0),
    );
    Rule {
        at_least: Some(20),
        ..Rule::new(
            RuleId::new(id),
            Metric::AbandonRate,
            of,
            when.unwrap(),
            NotifyTarget::one(ChannelName::new("floor")),
        )
    }
}

fn one_rule() -> Ruleset {
    Ruleset {
        rules: vec![rule("high-abandonment", ScopeSelection::EverySkill, 5.0)],
    }
}

fn inquiry<'a>(names: &'a SkillNames, rules: &'a Ruleset) -> AnswerContext<'a> {
    AnswerContext {
        window: TimeWindow::new(at("14:05"), at("15:05")).unwrap(),
        names,
        rules,
        read_at: at("15:06"),
        notes: Vec::new(),
        command: "/abandon skill:12 last:1h".to_owned(),
        view: AnswerView::default(),
        before: None,
        trend: None,
    }
}

fn asked<'a>(
    skills: SkillSelection,
    service: ReportInput<'a>,
    waits: ReportInput<'a>,
) -> AnswerInput<'a> {
    AnswerInput {
        skills,
        waits,
        ..AnswerInput::new(service)
    }
}

fn words(tag: &str) -> Words {
    Words::new(Locale::from_tag(tag), Bogota)
}

fn told(asked: &AnswerInput<'_>, inquiry: &AnswerContext<'_>, tag: &str) -> String {
    abandon_answer(asked, inquiry, &words(tag)).card.to_string()
}

const TWELVE: SkillSelection = SkillSelection::One(SkillId(12));

#[test]
fn an_answer_says_the_verdict_first_and_then_the_figures() {
    let (service, waits) = (service(calls()), waits(vec![soporte()]));
    let (names, rules) = (SkillNames::default(), one_rule());
    let asked = asked(
        TWELVE,
        ReportInput::Known(&service),
        ReportInput::Known(&waits),
    );
    let inquiry = inquiry(&names, &rules);
    assert_snapshot!(told(&asked, &inquiry, "es-CO"), @r#"
    Abandono 14,8 % (180 de 1.220) · skill 12 Soporte TV · voz
    🔴 Crítico: por encima del límite de 10 % (regla high-abandonment)
    Espera en cola antes de colgar: ≤10 s 30 (16,7 %) · 11–20 s 20 (11,1 %) · 21–50 s 40 (22,2 %) · ≥51 s 90 (50,0 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Abandono: 14,8 % (180 de 1.220)
    Llamadas entrantes: 1.220
    Llamadas atendidas: 1.040
    Llamadas abandonadas: 180
    Abandono sin los cortos (10 s o menos): 12,6 % (150 de 1.190)
    Abandonadas después de 20 s, de las entrantes: 10,7 % (130 de 1.220)
    Nivel de servicio 20 s: 54,1 % (660 de 1.220)
    Espera promedio en cola (ASA): 48 s
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(told(&asked, &inquiry, "en-US"), @r#"
    Abandonment 14.8 % (180 of 1,220) · skill 12 Soporte TV · voice
    🔴 Critical: above the limit of 10 % (rule high-abandonment)
    Waited before hanging up: ≤10 s 30 (16.7 %) · 11–20 s 20 (11.1 %) · 21–50 s 40 (22.2 %) · ≥51 s 90 (50.0 %)
    17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
    Abandonment: 14.8 % (180 of 1,220)
    Offered calls: 1,220
    Answered calls: 1,040
    Abandoned calls: 180
    Abandonment without short ones (10 s or less): 12.6 % (150 of 1,190)
    Abandoned after 20 s, of offered: 10.7 % (130 of 1,220)
    Service level 20 s: 54.1 % (660 of 1,220)
    Average speed of answer (ASA): 48 s
    Average time to abandon (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(told(&asked, &inquiry, "pt-BR"), @r#"
    Abandono 14,8% (180 de 1.220) · skill 12 Soporte TV · voz
    🔴 Crítico: acima do limite de 10% (regra high-abandonment)
    Espera na fila antes de desligar: ≤10 s 30 (16,7%) · 11–20 s 20 (11,1%) · 21–50 s 40 (22,2%) · ≥51 s 90 (50,0%)
    17 nov 2026, 14:05–15:05 (1 h) · lido às 15:06
    Abandono: 14,8% (180 de 1.220)
    Chamadas recebidas: 1.220
    Chamadas atendidas: 1.040
    Chamadas abandonadas: 180
    Abandono sem os curtos (10 s ou menos): 12,6% (150 de 1.190)
    Abandonadas depois de 20 s, das recebidas: 10,7% (130 de 1.220)
    Nível de serviço 20 s: 54,1% (660 de 1.220)
    Espera média na fila (TME, ASA): 48 s
    Espera média até o abandono (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    let none = Ruleset::default();
    let inquiry = AnswerContext {
        rules: &none,
        ..inquiry
    };
    let text = told(&asked, &inquiry, "es-MX");
    assert!(
        text.contains("180 de 1,220 llamadas se abandonaron"),
        "{text}"
    );
}

#[test]
fn what_is_missing_is_a_dash_and_what_does_not_add_up_is_told() {
    let service = service(ChannelService {
        answered: Some(1_037),
        within_20s: None,
        asa: None,
        abandoned: Some(180),
        abandon_rate: Some(15.2),
        ..calls()
    });
    let mut row = soporte();
    row.abandoned = Some(181);
    row.by_wait.push(WaitCalls {
        wait: SecondsRange::Other("abandon_secret\nseg".to_owned()),
        calls: Some(2),
    });
    let waits = waits(vec![row]);
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let asked = asked(
        TWELVE,
        ReportInput::Known(&service),
        ReportInput::Known(&waits),
    );
    assert_snapshot!(told(&asked, &inquiry(&names, &rules), "es-CO"), @r#"
    Abandono 14,8 % (180 de 1.220) · skill 12 Soporte TV · voz
    180 de 1.220 llamadas se abandonaron antes de ser atendidas
    Espera en cola antes de colgar: ≤10 s 30 (16,5 %) · 11–20 s 20 (11,0 %) · 21–50 s 40 (22,0 %) · ≥51 s 90 (49,5 %) · abandon_secret seg 2 (1,1 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Los abandonos por espera en cola suman 182, y el reporte dice 181
    ⚠ Los dos reportes no coinciden: 181 abandonadas por espera en cola (skill_9), 180 por canal (skill_11)
    ⚠ No se calcula el abandono sin los cortos: los reportes no coinciden
    ⚠ Las entrantes superan en 3 a la suma de atendidas y abandonadas
    ⚠ wolkvox dice 15,2 % de abandono, y sus llamadas dan 14,75 %
    Abandono: 14,8 % (180 de 1.220)
    Llamadas entrantes: 1.220
    Llamadas atendidas: 1.037
    Llamadas abandonadas: 180
    Ni atendidas ni abandonadas: 3
    Nivel de servicio 20 s: –
    Espera promedio en cola (ASA): –
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn figures_are_told_beside_those_of_another_day() {
    let (service_now, waits) = (service(calls()), waits(vec![soporte()]));
    let yesterday = service(ChannelService {
        offered: Some(40),
        abandoned: Some(4),
        answered: Some(36),
        within_20s: Some(80.0),
        asa: None,
        ..calls()
    });
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let asked = asked(
        TWELVE,
        ReportInput::Known(&service_now),
        ReportInput::Known(&waits),
    );
    let mut inquiry = inquiry(&names, &rules);
    let before = |part| {
        Some(ComparisonFacts {
            with: ComparisonSpan::Yesterday,
            window: TimeWindow::new(
                at("14:05") - chrono::TimeDelta::days(1),
                at("15:05") - chrono::TimeDelta::days(1),
            )
            .unwrap(),
            part,
        })
    };
    inquiry.before = before(ReportInput::Known(&yesterday));
    assert_snapshot!(told(&asked, &inquiry, "es-CO"), @r#"
    Abandono 14,8 % (180 de 1.220) · skill 12 Soporte TV · voz
    180 de 1.220 llamadas se abandonaron antes de ser atendidas
    Espera en cola antes de colgar: ≤10 s 30 (16,7 %) · 11–20 s 20 (11,1 %) · 21–50 s 40 (22,2 %) · ≥51 s 90 (50,0 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Frente a ayer a la misma hora: 16 nov 2026, 14:05–15:05
    Abandono: 14,8 % (180 de 1.220) ▲ 4,8 pp (antes 10,0 %, 4 de 40)
    Llamadas entrantes: 1.220 ▲ 1.180 (antes 40)
    Llamadas atendidas: 1.040 ▲ 1.004 (antes 36)
    Llamadas abandonadas: 180 ▲ 176 (antes 4)
    Abandono sin los cortos (10 s o menos): 12,6 % (150 de 1.190)
    Abandonadas después de 20 s, de las entrantes: 10,7 % (130 de 1.220)
    Nivel de servicio 20 s: 54,1 % (660 de 1.220) ▼ 25,9 pp (antes 80,0 %, 32 de 40)
    Espera promedio en cola (ASA): 48 s
    Espera promedio antes de abandonar (ATA): 1 min 03 s = (antes 1 min 03 s)
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    inquiry.before = before(ReportInput::Empty);
    let text = told(&asked, &inquiry, "es-CO");
    assert!(text.contains("14:05–15:05 · sin datos"), "{text}");
    inquiry.before = before(ReportInput::Failed("wolkvox no responde".to_owned()));
    let text = told(&asked, &inquiry, "es-CO");
    assert!(
        text.contains("no se pudo leer: wolkvox no responde"),
        "{text}"
    );
}

#[test]
fn a_share_of_no_calls_is_a_dash_and_not_zero() {
    let zero = ChannelService {
        offered: Some(0),
        answered: Some(0),
        abandoned: Some(0),
        within_20s: Some(0.0),
        asa: Some(Duration::ZERO),
        ata: Some(Duration::ZERO),
        ..calls()
    };
    let service = service(zero);
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let asked = asked(TWELVE, ReportInput::Known(&service), ReportInput::Empty);
    assert_snapshot!(told(&asked, &inquiry(&names, &rules), "es-CO"), @r#"
    Abandono – · skill 12 · voz
    No entraron llamadas
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Abandono: –
    Llamadas entrantes: 0
    Llamadas atendidas: 0
    Llamadas abandonadas: 0
    Nivel de servicio 20 s: –
    Espera promedio en cola (ASA): –
    Espera promedio antes de abandonar (ATA): –
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn what_one_report_tells_is_shown_and_the_other_is_named_as_missing() {
    let (service, waits) = (service(calls()), waits(vec![soporte()]));
    let names = SkillNames([(SkillId(12), "Soporte".to_owned())].into());
    let rules = Ruleset::default();
    let inquiry = inquiry(&names, &rules);
    let failed = || ReportInput::Failed("wolkvox no responde".to_owned());
    let only_waits = asked(TWELVE, failed(), ReportInput::Known(&waits));
    assert_snapshot!(told(&only_waits, &inquiry, "es-CO"), @r#"
    Abandono – · skill 12 Soporte · voz
    ⚪ Sin dato: Abandono
    Espera en cola antes de colgar: ≤10 s 30 (16,7 %) · 11–20 s 20 (11,1 %) · 21–50 s 40 (22,2 %) · ≥51 s 90 (50,0 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Falta el reporte de llamadas y nivel de servicio (skill_11): wolkvox no responde
    Llamadas abandonadas: 180
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    let text = told(
        &asked(TWELVE, ReportInput::Known(&service), failed()),
        &inquiry,
        "es-CO",
    );
    assert!(text.contains("Abandono 14,8 % (180 de 1.220)"), "{text}");
    assert!(
        text.contains("⚠ Falta el reporte de abandonos por espera"),
        "{text}"
    );
    let text = told(
        &asked(TWELVE, ReportInput::Known(&service), ReportInput::Empty),
        &inquiry,
        "es-CO",
    );
    assert!(text.contains("no tiene nada para esta ventana"), "{text}");
    let text = told(&asked(TWELVE, failed(), failed()), &inquiry, "es-CO");
    assert_eq!(text.matches("wolkvox no responde").count(), 2, "{text}");
}

#[test]
fn an_empty_window_is_an_answer_of_its_own() {
    let (names, rules) = (SkillNames::default(), Ruleset::default());
    let asked = asked(TWELVE, ReportInput::Empty, ReportInput::Empty);
    let sheet = abandon_answer(&asked, &inquiry(&names, &rules), &words("es-CO"));
    assert_eq!((sheet.card.tone, sheet.pages), (Tone::NoData, 1));
    assert!(sheet.table.rows.is_empty());
    assert_snapshot!(sheet.card, @r#"
    ⚪ Sin datos · skill 12 · voz
    wolkvox no tiene nada para esta ventana: no hubo llamadas, o aún no están registradas. No es lo mismo que cero
    La skill 12 no se ha visto hasta ahora: revise el número
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}
