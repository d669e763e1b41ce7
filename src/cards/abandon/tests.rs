//! The answers as they look, also with odd facts.

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::*;
use crate::cards::report::rule_for;
use crate::{
    cards::{Locale, Tone, Words},
    metrics::{
        Metric, Quantity, SkillId,
        facts::{ServiceLevel, SkillAbandons, Wait, WaitCalls},
    },
    rules::{ChannelName, Confidence, RuleId, Ruleset, Selection, Side, Threshold},
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
        Wait::Between(0, 10),
        Wait::Between(11, 20),
        Wait::Between(21, 30),
        Wait::Between(31, 40),
        Wait::Between(41, 50),
        Wait::AtLeast(51),
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

fn rule(id: &str, of: Selection, warning: f64) -> Rule {
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
        id: RuleId::new(id),
        metric: Metric::AbandonRate,
        of,
        window: Duration::from_secs(3_600),
        when: when.unwrap(),
        at_least: Some(20),
        hold_for: Duration::ZERO,
        keep_firing_for: Duration::ZERO,
        repeat_interval: None,
        notify: ChannelName::new("floor"),
        description: None,
    }
}

fn answer<'a>(
    skills: Skills,
    service: Part<'a>,
    waits: Part<'a>,
    names: &'a SkillNames,
) -> Abandon<'a> {
    Abandon {
        skills,
        window: Window::new(at("14:05"), at("15:05")).unwrap(),
        service,
        waits,
        names,
        rule: None,
        read_at: at("15:06"),
        notes: Vec::new(),
        command: "/abandon skill:12 last:1h".to_owned(),
    }
}

fn told(abandon: &Abandon<'_>, tag: &str) -> String {
    card(abandon, &Words::new(Locale::from_tag(tag), Bogota)).to_string()
}

const TWELVE: Skills = Skills::One(SkillId(12));

#[test]
fn an_answer_says_the_verdict_first_and_then_the_figures() {
    let (service, waits) = (service(calls()), waits(vec![soporte()]));
    let names = SkillNames::default();
    let rule = rule("high-abandonment", Selection::EverySkill, 5.0);
    let mut abandon = answer(TWELVE, Part::Known(&service), Part::Known(&waits), &names);
    abandon.rule = Some(&rule);
    assert_snapshot!(told(&abandon, "es-CO"), @r#"
    Abandono 14,8 % (180 de 1.220) · skill 12 Soporte TV · voz
    🔴 Crítico: por encima del límite de 10 % (regla high-abandonment)
    Espera en cola antes de colgar: ≤10 s 30 (16,7 %) · 11–20 s 20 (11,1 %) · 21–50 s 40 (22,2 %) · ≥51 s 90 (50,0 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Abandono: 14,8 % (180 de 1.220)
    Llamadas entrantes: 1.220
    Llamadas atendidas: 1.040
    Llamadas abandonadas: 180
    Nivel de servicio 20 s: 54,1 % (660 de 1.220)
    Espera promedio en cola (ASA): 48 s
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(told(&abandon, "en-US"), @r#"
    Abandonment 14.8 % (180 of 1,220) · skill 12 Soporte TV · voice
    🔴 Critical: above the limit of 10 % (rule high-abandonment)
    Waited before hanging up: ≤10 s 30 (16.7 %) · 11–20 s 20 (11.1 %) · 21–50 s 40 (22.2 %) · ≥51 s 90 (50.0 %)
    17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
    Abandonment: 14.8 % (180 of 1,220)
    Offered calls: 1,220
    Answered calls: 1,040
    Abandoned calls: 180
    Service level 20 s: 54.1 % (660 of 1,220)
    Average speed of answer (ASA): 48 s
    Average time to abandon (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    assert_snapshot!(told(&abandon, "pt-BR"), @r#"
    Abandono 14,8% (180 de 1.220) · skill 12 Soporte TV · voz
    🔴 Crítico: acima do limite de 10% (regra high-abandonment)
    Espera na fila antes de desligar: ≤10 s 30 (16,7%) · 11–20 s 20 (11,1%) · 21–50 s 40 (22,2%) · ≥51 s 90 (50,0%)
    17 nov 2026, 14:05–15:05 (1 h) · lido às 15:06
    Abandono: 14,8% (180 de 1.220)
    Chamadas recebidas: 1.220
    Chamadas atendidas: 1.040
    Chamadas abandonadas: 180
    Nível de serviço 20 s: 54,1% (660 de 1.220)
    Espera média na fila (TME, ASA): 48 s
    Espera média até o abandono (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    abandon.rule = None;
    assert!(told(&abandon, "es-MX").contains("180 de 1,220 llamadas se abandonaron"));
}

#[test]
fn all_skills_are_a_total_and_the_five_worst() {
    let skills = (1..=7)
        .map(|id| abandons(id, "", [Some(id), Some(0), None, Some(0), Some(0), Some(3)]))
        .map(|row| SkillAbandons {
            abandoned: Some(20 + row.skill.unwrap().0),
            ..row
        });
    let (service, waits) = (service(calls()), waits(skills.collect()));
    let names = SkillNames([(SkillId(7), "**@everyone**\n# Gratis".to_owned())].into());
    let abandon = answer(
        Skills::All,
        Part::Known(&service),
        Part::Known(&waits),
        &names,
    );
    assert_snapshot!(told(&abandon, "es-CO"), @r#"
    Abandono 14,8 % (180 de 1.220) · toda la operación · voz
    180 de 1.220 llamadas se abandonaron antes de ser atendidas
    Espera en cola antes de colgar: ≤10 s 28 (16,7 %) · 11–20 s 0 (0,0 %) · 21–50 s – · ≥51 s 21 (12,5 %)
    Skills con más abandonos:
    skill 7 **@everyone** # Gratis: 27 (16,1 %)
    skill 6: 26 (15,5 %)
    skill 5: 25 (14,9 %)
    skill 4: 24 (14,3 %)
    skill 3: 23 (13,7 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Los dos reportes no coinciden: 168 abandonadas por espera en cola (skill_9), 180 por canal (skill_11)
    Abandono: 14,8 % (180 de 1.220)
    Llamadas entrantes: 1.220
    Llamadas atendidas: 1.040
    Llamadas abandonadas: 180
    Nivel de servicio 20 s: 54,1 % (660 de 1.220)
    Espera promedio en cola (ASA): 48 s
    Espera promedio antes de abandonar (ATA): 1 min 03 s
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn what_is_missing_is_a_dash_and_what_does_not_add_up_is_told() {
    let service = service(ChannelService {
        answered: Some(1_037),
        within_20s: None,
        asa: None,
        abandoned: Some(180),
        ..calls()
    });
    let mut row = soporte();
    row.abandoned = Some(181);
    row.by_wait.push(WaitCalls {
        wait: Wait::Other("abandon_secret\nseg".to_owned()),
        calls: Some(2),
    });
    let waits = waits(vec![row]);
    let names = SkillNames::default();
    let abandon = answer(TWELVE, Part::Known(&service), Part::Known(&waits), &names);
    assert_snapshot!(told(&abandon, "es-CO"), @r#"
    Abandono 14,8 % (180 de 1.220) · skill 12 Soporte TV · voz
    180 de 1.220 llamadas se abandonaron antes de ser atendidas
    Espera en cola antes de colgar: ≤10 s 30 (16,5 %) · 11–20 s 20 (11,0 %) · 21–50 s 40 (22,0 %) · ≥51 s 90 (49,5 %) · abandon_secret seg 2 (1,1 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Los abandonos por espera en cola suman 182, y el reporte dice 181
    ⚠ Los dos reportes no coinciden: 181 abandonadas por espera en cola (skill_9), 180 por canal (skill_11)
    ⚠ Las entrantes superan en 3 a la suma de atendidas y abandonadas
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
    let names = SkillNames::default();
    let abandon = answer(TWELVE, Part::Known(&service), Part::Empty, &names);
    assert_snapshot!(told(&abandon, "es-CO"), @r#"
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
    let waits = waits(vec![soporte()]);
    let service = service(calls());
    let names = SkillNames([(SkillId(12), "Soporte".to_owned())].into());
    let failed = || Part::Failed("wolkvox no responde".to_owned());
    let abandon = answer(TWELVE, failed(), Part::Known(&waits), &names);
    assert_snapshot!(told(&abandon, "es-CO"), @r#"
    Abandono – · skill 12 Soporte · voz
    ⚪ No se conoce el porcentaje de abandono
    Espera en cola antes de colgar: ≤10 s 30 (16,7 %) · 11–20 s 20 (11,1 %) · 21–50 s 40 (22,2 %) · ≥51 s 90 (50,0 %)
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Falta el reporte de llamadas y nivel de servicio (skill_11): wolkvox no responde
    Llamadas abandonadas: 180
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
    let abandon = answer(TWELVE, Part::Known(&service), failed(), &names);
    let text = told(&abandon, "es-CO");
    assert!(text.contains("Abandono 14,8 % (180 de 1.220)"), "{text}");
    assert!(
        text.contains("⚠ Falta el reporte de abandonos por espera"),
        "{text}"
    );
    let abandon = answer(TWELVE, Part::Known(&service), Part::Empty, &names);
    let text = told(&abandon, "es-CO");
    assert!(text.contains("no tiene nada para esta ventana"), "{text}");
}

#[test]
fn an_empty_window_is_an_answer_of_its_own() {
    let names = SkillNames::default();
    let abandon = answer(TWELVE, Part::Empty, Part::Empty, &names);
    let words = Words::new(Locale::from_tag("es-CO"), Bogota);
    let card = card(&abandon, &words);
    assert_eq!(card.tone, Tone::NoData);
    assert_snapshot!(card, @r#"
    ⚪ Sin datos · skill 12 · voz
    wolkvox no tiene nada para esta ventana: no hubo llamadas, o aún no están registradas. No es lo mismo que cero
    La skill 12 no está entre las vistas hasta ahora: conviene revisar el número
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    /abandon skill:12 last:1h · 2026-11-17 20:05 UTC
    "#);
}

#[test]
fn a_rule_that_names_the_scope_comes_first() {
    let rules = Ruleset {
        rules: vec![
            rule("every", Selection::EverySkill, 5.0),
            rule("twelve", Selection::Skills(vec![SkillId(12)]), 8.0),
            rule("voice", Selection::Channels(vec![Channel::inbound()]), 6.0),
            rule("whole", Selection::Operation, 4.0),
        ],
    };
    let id = |scope: Scope| {
        rule_for(&rules, Metric::AbandonRate, &scope).map(|rule| rule.id.as_str())
    };
    assert_eq!(id(Scope::Skill(SkillId(12))), Some("twelve"));
    assert_eq!(id(Scope::Skill(SkillId(7))), Some("every"));
    assert_eq!(id(Scope::Operation), Some("whole"));
    assert_eq!(id(Scope::Channel(Channel::new("chat-web"))), None);
    assert_eq!(
        rule_for(&Ruleset::default(), Metric::AbandonRate, &Scope::Operation),
        None
    );
}

#[test]
fn a_verdict_is_no_surer_than_the_figures() {
    let rule = rule("high-abandonment", Selection::EverySkill, 5.0);
    let names = SkillNames::default();
    let line = |abandoned, offered| {
        let service = service(ChannelService {
            offered: Some(offered),
            answered: Some(offered - abandoned),
            abandoned: Some(abandoned),
            ..calls()
        });
        let mut abandon = answer(TWELVE, Part::Known(&service), Part::Empty, &names);
        abandon.rule = Some(&rule);
        let words = Words::new(Locale::from_tag("en"), Bogota);
        card(&abandon, &words).lines.first().unwrap().to_string()
    };
    let verdicts = [(5, 10), (1, 100), (6, 100), (11, 100), (30, 100)]
        .map(|(abandoned, offered)| line(abandoned, offered));
    assert_snapshot!(verdicts.join("\n"), @r#"
    ⚪ Too few calls to judge: 10, and the rule asks for 20 or more
    ✅ Within the limit of 5 % (rule high-abandonment)
    🟡 Above the limit of 5 %, but of too few calls to be sure (rule high-abandonment)
    🟡 Warning: above the limit of 5 % (rule high-abandonment)
    🔴 Critical: above the limit of 10 % (rule high-abandonment)
    "#);
}
