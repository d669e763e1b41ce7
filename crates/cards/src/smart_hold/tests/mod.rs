//! The answers as they look, also with odd facts.

mod rows;

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::*;
use crate::{
    CardLine, Locale, Tone,
    report::{AnswerView, ComparisonFacts, ComparisonSpan},
};
use vigia_core::{
    metrics::{SkillId, SkillNames, TimeWindow, facts::SkillSmartHold},
    rules::Ruleset,
};

fn at(clock: &str) -> DateTime<Utc> {
    let local = format!("2026-11-17T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&local).unwrap().to_utc()
}

fn row(skill: u64, figures: [Option<u64>; 5]) -> SkillSmartHold {
    let [treated, declined, accepted, failed, reached] = figures;
    SkillSmartHold {
        skill: SkillId(skill),
        treated,
        declined,
        accepted,
        failed,
        reached,
        service_level_up: Some(4.25),
    }
}

fn facts(skills: Vec<SkillSmartHold>) -> Facts {
    Facts::SmartHold(SmartHold { skills })
}

fn known() -> Facts {
    facts(vec![
        row(2_107, [3, 3, 0, 0, 0].map(Some)),
        row(2_101, [45, 14, 26, 5, 19].map(Some)),
    ])
}

/// A question of one hour of a Tuesday, with its names.
struct Question {
    names: SkillNames,
    rules: Ruleset,
    skills: SkillSelection,
    minutes: u64,
    view: AnswerView,
    before: Option<Facts>,
    notes: Vec<CardLine>,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            names: SkillNames([(SkillId(2_101), "Soporte TV".to_owned())].into()),
            rules: Ruleset::default(),
            skills: SkillSelection::All,
            minutes: 60,
            view: AnswerView::default(),
            before: None,
            notes: Vec::new(),
        }
    }
}

impl Question {
    fn ask(&self, report: ReportInput<'_>, tag: &str) -> ReportAnswer {
        let window = |until| TimeWindow::ending(at(until), Duration::from_secs(self.minutes * 60));
        let inquiry = AnswerContext {
            window: window("15:05"),
            names: &self.names,
            rules: &self.rules,
            read_at: at("15:06"),
            notes: self.notes.clone(),
            command: "/smarthold last:1h".to_owned(),
            view: self.view,
            before: self.before.as_ref().map(|facts| ComparisonFacts {
                with: ComparisonSpan::Previous,
                window: window("14:05"),
                part: ReportInput::Known(facts),
            }),
            trend: None,
        };
        let asked = AnswerInput {
            skills: self.skills,
            ..AnswerInput::new(report)
        };
        smart_hold_answer(&asked, &inquiry, &Words::new(Locale::from_tag(tag), Bogota))
    }

    fn told(&self, facts: &Facts, tag: &str) -> String {
        self.ask(ReportInput::Known(facts), tag).card.to_string()
    }
}

#[test]
fn an_answer_says_what_became_of_the_callbacks() {
    let question = Question::default();
    assert_snapshot!(question.told(&known(), "es-CO"), @r"
    Espera inteligente: 26 de 48 aceptaron (54,2 %) · toda la operación
    19 de 24 callbacks contactaron al cliente; fallaron 5 (20,8 %). Pendientes u otro estado: 2
    Por skill, con más fallidos primero:
    skill 2101 Soporte TV: fallidos 5 de 24 · aceptaron 26 de 45 · pendientes 2
    skill 2107: fallidos 0 de 0 · aceptaron 0 de 3 · pendientes 0
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Llamadas en espera inteligente: 48
    Aceptaron el callback: 54,2 % (26 de 48)
    No aceptaron: 35,4 % (17 de 48)
    Sin decisión: 10,4 % (5 de 48)
    Callbacks exitosos: 79,2 % (19 de 24)
    Callbacks fallidos: 20,8 % (5 de 24)
    Pendientes u otro estado: 7,7 % (2 de 26)
    Exitosos entre los aceptados: 73,1 % (19 de 26)
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    assert_snapshot!(question.told(&known(), "en-US"), @r"
    Smart Hold: 26 of 48 accepted (54.2 %) · whole operation
    19 of 24 callbacks reached the customer; 5 failed (20.8 %). Pending or other: 2
    By skill, most failed first:
    skill 2101 Soporte TV: failed 5 of 24 · accepted 26 of 45 · open 2
    skill 2107: failed 0 of 0 · accepted 0 of 3 · open 0
    17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
    Calls in Smart Hold: 48
    Accepted the callback: 54.2 % (26 of 48)
    Declined: 35.4 % (17 of 48)
    Undecided: 10.4 % (5 of 48)
    Successful callbacks: 79.2 % (19 of 24)
    Failed callbacks: 20.8 % (5 of 24)
    Open (pending or other): 7.7 % (2 of 26)
    Successful among accepted: 73.1 % (19 of 26)
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    assert_snapshot!(question.told(&known(), "pt-BR"), @r"
    Espera inteligente: 26 de 48 aceitaram (54,2%) · toda a operação
    19 de 24 retornos chegaram ao cliente; 5 sem sucesso (20,8%). Pendentes ou outro status: 2
    Por skill, mais retornos sem sucesso primeiro:
    skill 2101 Soporte TV: sem sucesso 5 de 24 · aceitaram 26 de 45 · pendentes 2
    skill 2107: sem sucesso 0 de 0 · aceitaram 0 de 3 · pendentes 0
    17 nov 2026, 14:05–15:05 (1 h) · lido às 15:06
    Chamadas na espera inteligente: 48
    Aceitaram o retorno: 54,2% (26 de 48)
    Recusaram: 35,4% (17 de 48)
    Sem decisão: 10,4% (5 de 48)
    Retornos com sucesso: 79,2% (19 de 24)
    Retornos sem sucesso: 20,8% (5 de 24)
    Pendentes ou outro status: 7,7% (2 de 26)
    Com sucesso entre os aceitos: 73,1% (19 de 26)
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
}

#[test]
fn one_skill_is_told_with_its_gain_and_against_the_window_before() {
    let question = Question {
        skills: SkillSelection::One(SkillId(2_101)),
        minutes: 30,
        before: Some(facts(vec![row(2_101, [40, 20, 10, 1, 9].map(Some))])),
        notes: vec![CardLine::text("La ventana se recortó")],
        ..Question::default()
    };
    assert_snapshot!(question.told(&known(), "es-CO"), @r"
    Espera inteligente: 26 de 45 aceptaron (57,8 %) · skill 2101 Soporte TV
    19 de 24 callbacks contactaron al cliente; fallaron 5 (20,8 %). Pendientes u otro estado: 2
    Un callback fallido se registra después del último intento: en una ventana tan corta puede ser de clientes que llamaron antes
    17 nov 2026, 14:35–15:05 (30 min) · leído a las 15:06
    Frente a la ventana anterior: 17 nov 2026, 13:35–14:05
    La ventana se recortó
    Llamadas en espera inteligente: 45 ▲ 5 (antes 40)
    Aceptaron el callback: 57,8 % (26 de 45) ▲ 32,8 pp (antes 25,0 %, 10 de 40)
    No aceptaron: 31,1 % (14 de 45) ▼ 18,9 pp (antes 50,0 %, 20 de 40)
    Sin decisión: 11,1 % (5 de 45) ▼ 13,9 pp (antes 25,0 %, 10 de 40)
    Callbacks exitosos: 79,2 % (19 de 24) ▼ 10,8 pp (antes 90,0 %, 9 de 10)
    Callbacks fallidos: 20,8 % (5 de 24) ▲ 10,8 pp (antes 10,0 %, 1 de 10)
    Pendientes u otro estado: 7,7 % (2 de 26) ▲ 7,7 pp (antes 0,0 %, 0 de 10)
    Exitosos entre los aceptados: 73,1 % (19 de 26) ▼ 16,9 pp (antes 90,0 %, 9 de 10)
    Aumento del nivel de servicio, según wolkvox (sin unidad publicada; no se suma): 4,25
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    let table = question.ask(ReportInput::Known(&known()), "es-CO").table;
    assert_eq!(table.rows.len(), 1);
}

#[test]
fn figures_that_are_missing_or_impossible_are_told_as_unknown() {
    let question = Question::default();
    let odd = facts(vec![
        row(1, [10, 4, 8, 5, 4].map(Some)),
        row(2, [Some(10), None, Some(4), Some(1), Some(1)]),
    ]);
    assert_snapshot!(question.told(&odd, "es-CO"), @r"
    Espera inteligente: 12 de 20 aceptaron (60,0 %) · toda la operación
    5 de 11 callbacks contactaron al cliente; fallaron 6 (54,5 %). Pendientes u otro estado: –
    Por skill, con más fallidos primero:
    skill 1: fallidos 5 de 9 · aceptaron 8 de 10 · pendientes –
    skill 2: fallidos 1 de 2 · aceptaron 4 de 10 · pendientes 2
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ skill 1: 12 respuestas (aceptaron o no) de 10 llamadas, así que no se sabe cuántas quedaron sin decisión
    ⚠ skill 1: 9 callbacks terminados de 8 aceptados, así que no se sabe cuántos siguen pendientes; algunos pueden venir de antes de la ventana
    ⚠ A una o más skills les falta una cifra, y el total de esa cifra no se conoce
    Llamadas en espera inteligente: 20
    Aceptaron el callback: 60,0 % (12 de 20)
    No aceptaron: –
    Sin decisión: –
    Callbacks exitosos: 45,5 % (5 de 11)
    Callbacks fallidos: 54,5 % (6 de 11)
    Pendientes u otro estado: –
    Exitosos entre los aceptados: 41,7 % (5 de 12)
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    let empty = facts(vec![row(3, [None; 5])]);
    assert_snapshot!(question.told(&empty, "es-CO"), @r"
    Espera inteligente: – de – aceptaron · toda la operación
    No se sabe qué pasó con los callbacks
    Por skill, con más fallidos primero:
    skill 3: fallidos – · aceptaron – · pendientes –
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ A una o más skills les falta una cifra, y el total de esa cifra no se conoce
    Llamadas en espera inteligente: –
    Aceptaron el callback: –
    No aceptaron: –
    Sin decisión: –
    Callbacks exitosos: –
    Callbacks fallidos: –
    Pendientes u otro estado: –
    Exitosos entre los aceptados: –
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    let zero = facts(vec![row(3, [Some(0); 5])]);
    assert_snapshot!(question.told(&zero, "es-CO"), @r"
    Espera inteligente: ninguna llamada · toda la operación
    Aún no terminó ningún callback. Pendientes u otro estado: 0
    Por skill, con más fallidos primero:
    skill 3: fallidos 0 de 0 · aceptaron 0 de 0 · pendientes 0
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Llamadas en espera inteligente: 0
    Aceptaron el callback: 0
    No aceptaron: 0
    Sin decisión: 0
    Callbacks exitosos: 0
    Callbacks fallidos: 0
    Pendientes u otro estado: 0
    Exitosos entre los aceptados: –
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    for facts in [&empty, &zero] {
        assert_eq!(
            question.ask(ReportInput::Known(facts), "es-CO").card.chart,
            None
        );
    }
}

#[test]
fn no_rows_are_usual_and_neither_zero_nor_a_failure() {
    let question = Question::default();
    let empty = question.ask(ReportInput::Empty, "es-CO");
    assert_eq!((empty.card.tone, empty.pages), (Tone::NoData, 1));
    assert_snapshot!(empty.card, @r"
    ⚪ Sin datos de espera inteligente · toda la operación
    wolkvox no envía nada cuando ninguna skill usó la espera inteligente: es lo habitual, porque solo se activa si el nivel de servicio está en riesgo. No es lo mismo que cero
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    let failed = ReportInput::Failed("wolkvox no responde".to_owned());
    assert_snapshot!(question.ask(failed, "es-CO").card, @r"
    ⚪ Sin datos de espera inteligente · toda la operación
    ⚠ Falta el reporte de espera inteligente (diagram_2): wolkvox no responde
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    let question = Question {
        skills: SkillSelection::One(SkillId(12)),
        ..Question::default()
    };
    let unused = question.ask(ReportInput::Known(&known()), "es-CO");
    assert_eq!(unused.card.tone, Tone::Info);
    assert_snapshot!(unused.card, @r"
    Espera inteligente sin uso · skill 12
    El reporte solo incluye las skills que tienen la función y la usaron en esta ventana, y esta no está. Por lo general es buena noticia
    La skill 12 no se ha visto hasta ahora: revise el número
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    /smarthold last:1h · 2026-11-17 20:05 UTC
    ");
    assert!(unused.table.rows.is_empty());
}
