//! The answers as they look, also with odd facts.

mod rows;

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::*;
use crate::{
    Locale, Tone,
    report::{AnswerView, ComparisonFacts, ComparisonSpan},
};
use vigia_core::{
    metrics::{SkillNames, TimeWindow, facts::AgentHolds},
    rules::Ruleset,
};

fn at(clock: &str) -> DateTime<Utc> {
    let local = format!("2026-11-17T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&local).unwrap().to_utc()
}

fn row(agent: &str, uses: u64, hold: u64, mute: u64) -> AgentHolds {
    AgentHolds {
        agent: AgentName::new(agent),
        uses: Some(uses),
        hold: Some(Duration::from_secs(hold)),
        mute: Some(Duration::from_secs(mute)),
        total: Some(Duration::from_secs(hold + mute)),
    }
}

fn facts(agents: Vec<AgentHolds>, total: Option<AgentHolds>) -> Facts {
    Facts::Holds(Holds { agents, total })
}

fn three() -> Vec<AgentHolds> {
    vec![
        row("BRAYAN OSPINA", 3, 0, 72),
        row("LUCÍA PEÑA DUARTE", 14, 1_297, 185),
        row("ANA MEJÍA", 1, 600, 0),
    ]
}

fn known() -> Facts {
    facts(three(), Some(row("TOTAL", 18, 1_897, 257)))
}

/// A question of one hour of a Tuesday.
struct Question {
    agent: Option<&'static str>,
    view: AnswerView,
    before: Option<Facts>,
    rules: Ruleset,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            agent: None,
            view: AnswerView {
                names_agents: true,
                ..AnswerView::default()
            },
            before: None,
            rules: Ruleset::default(),
        }
    }
}

impl Question {
    fn of(agent: &'static str) -> Self {
        Self {
            agent: Some(agent),
            ..Self::default()
        }
    }

    fn ask(&self, report: ReportInput<'_>, tag: &str) -> ReportAnswer {
        let hour = |until| TimeWindow::ending(at(until), Duration::from_secs(3_600));
        let names = SkillNames::default();
        let inquiry = AnswerContext {
            window: hour("15:05"),
            names: &names,
            rules: &self.rules,
            read_at: at("15:06"),
            notes: Vec::new(),
            command: match self.agent {
                Some(agent) => format!("/hold agent:{agent}"),
                None => "/hold last:1h".to_owned(),
            },
            view: self.view,
            before: self.before.as_ref().map(|facts| ComparisonFacts {
                with: ComparisonSpan::LastWeek,
                window: hour("14:05"),
                part: ReportInput::Known(facts),
            }),
            trend: None,
        };
        let asked = AnswerInput {
            agent: self.agent.map(AgentName::new),
            ..AnswerInput::new(report)
        };
        hold_answer(&asked, &inquiry, &Words::new(Locale::from_tag(tag), Bogota))
    }

    fn told(&self, facts: &Facts, tag: &str) -> String {
        self.ask(ReportInput::Known(facts), tag).card.to_string()
    }
}

#[test]
fn the_team_is_told_with_the_longest_first() {
    let question = Question::default();
    assert_snapshot!(question.told(&known(), "es-CO"), @r"
    Hold y mute: 35 min 54 s en 18 usos · toda la operación
    2 min por uso en promedio · mediana por agente 10 min (3 agentes)
    Agentes con más tiempo en total:
    1. LUCÍA PEÑA DUARTE: 24 min 42 s · hold 21 min 37 s · mute 3 min 05 s · 14 usos, 1 min 46 s por uso · 2,5× la mediana
    2. ANA MEJÍA: 10 min · hold 10 min · mute 0 s · 1 uso, 10 min por uso · 1,0× la mediana
    3. BRAYAN OSPINA: 1 min 12 s · hold 0 s · mute 1 min 12 s · 3 usos, 24 s por uso · 0,12× la mediana
    Hold es el cliente retenido durante la llamada; no es la espera en cola
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Tiempo total (hold + mute): 35 min 54 s
    Tiempo en hold: 31 min 37 s
    Tiempo en mute: 4 min 17 s
    Proporción en hold: 88,1 %
    Usos (hold y mute juntos): 18
    Promedio por uso: 2 min
    Mediana por agente: 10 min
    Agentes: 3
    /hold last:1h · 2026-11-17 20:05 UTC
    ");
    assert_snapshot!(question.told(&known(), "en-US"), @r"
    Hold and mute: 35 min 54 s in 18 uses · whole operation
    2 min per use on average · median per agent 10 min (3 agents)
    Agents with most time in all:
    1. LUCÍA PEÑA DUARTE: 24 min 42 s · hold 21 min 37 s · mute 3 min 05 s · 14 uses, 1 min 46 s per use · 2.5× the median
    2. ANA MEJÍA: 10 min · hold 10 min · mute 0 s · 1 use, 10 min per use · 1.0× the median
    3. BRAYAN OSPINA: 1 min 12 s · hold 0 s · mute 1 min 12 s · 3 uses, 24 s per use · 0.12× the median
    Hold is the customer kept on hold during the call; it is not the wait in the queue
    17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
    Total time (hold + mute): 35 min 54 s
    Time on hold: 31 min 37 s
    Time muted: 4 min 17 s
    Share on hold: 88.1 %
    Uses (hold and mute together): 18
    Average per use: 2 min
    Median per agent: 10 min
    Agents: 3
    /hold last:1h · 2026-11-17 20:05 UTC
    ");
    assert_snapshot!(question.told(&known(), "pt-BR"), @r"
    Hold e mudo: 35 min 54 s em 18 usos · toda a operação
    2 min por uso em média · mediana por agente 10 min (3 agentes)
    Agentes com mais tempo no total:
    1. LUCÍA PEÑA DUARTE: 24 min 42 s · hold 21 min 37 s · mudo 3 min 05 s · 14 usos, 1 min 46 s por uso · 2,5× a mediana
    2. ANA MEJÍA: 10 min · hold 10 min · mudo 0 s · 1 uso, 10 min por uso · 1,0× a mediana
    3. BRAYAN OSPINA: 1 min 12 s · hold 0 s · mudo 1 min 12 s · 3 usos, 24 s por uso · 0,12× a mediana
    Hold é o cliente em espera na linha durante a chamada; não é a espera na fila
    17 nov 2026, 14:05–15:05 (1 h) · lido às 15:06
    Tempo total (hold + mudo): 35 min 54 s
    Tempo em hold: 31 min 37 s
    Tempo em mudo: 4 min 17 s
    Proporção em hold: 88,1%
    Usos (hold e mudo juntos): 18
    Média por uso: 2 min
    Mediana por agente: 10 min
    Agentes: 3
    /hold last:1h · 2026-11-17 20:05 UTC
    ");
}

#[test]
fn one_agent_stands_beside_the_median_and_the_window_before() {
    let question = Question {
        before: Some(facts(vec![row("LUCÍA PEÑA DUARTE", 10, 1_000, 100)], None)),
        ..Question::of("lucía  peña duarte")
    };
    assert_snapshot!(question.told(&known(), "es-CO"), @r"
    Hold y mute: 24 min 42 s en 14 usos · agente LUCÍA PEÑA DUARTE
    2,5× la mediana · puesto 1 de 3 por tiempo total
    Hold es el cliente retenido durante la llamada; no es la espera en cola
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Frente a hace una semana a la misma hora: 17 nov 2026, 13:05–14:05
    Tiempo total (hold + mute): 24 min 42 s ▲ 6 min 22 s (antes 18 min 20 s)
    Tiempo en hold: 21 min 37 s ▲ 4 min 57 s (antes 16 min 40 s)
    Tiempo en mute: 3 min 05 s ▲ 1 min 25 s (antes 1 min 40 s)
    Proporción en hold: 87,5 % ▼ 3,4 pp (antes 90,9 %)
    Usos (hold y mute juntos): 14 ▲ 4 (antes 10)
    Promedio por uso: 1 min 46 s ▼ 4 s (antes 1 min 50 s)
    Mediana por agente: 10 min
    /hold agent:lucía  peña duarte · 2026-11-17 20:05 UTC
    ");
    let sheet = question.ask(ReportInput::Known(&known()), "en");
    assert_eq!((sheet.table.rows.len(), sheet.pages), (1, 1));
    assert!(sheet.card.to_string().contains("rank 1 of 3 by total time"));
    let absent = Question::of("NADIE").ask(ReportInput::Known(&known()), "es-CO");
    assert_snapshot!(absent.card, @r"
    Sin registro de hold y mute · agente NADIE
    No aparece en el reporte de esta ventana: puede que no haya usado hold ni mute, o que el nombre sea otro
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Mediana por agente: 10 min
    /hold agent:NADIE · 2026-11-17 20:05 UTC
    ");
    assert!(absent.table.rows.is_empty());
}

#[test]
fn agents_of_one_name_are_all_shown_and_told_as_such() {
    let mut agents = three();
    agents.push(row("ANA MEJÍA", 2, 10, 5));
    let report = facts(agents, None);
    assert_snapshot!(Question::of("ANA MEJÍA").told(&report, "es-CO"), @r"
    Hold y mute · agente ANA MEJÍA
    10 min · hold 10 min · mute 0 s · 1 uso, 10 min por uso · 1,8× la mediana · puesto 2 de 4 por tiempo total
    15 s · hold 10 s · mute 5 s · 2 usos, 8 s por uso · 0,04× la mediana · puesto 4 de 4 por tiempo total
    Hold es el cliente retenido durante la llamada; no es la espera en cola
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Hay un nombre en más de una fila: ANA MEJÍA (2). El reporte no trae un número que distinga a los agentes
    Mediana por agente: 5 min 36 s
    /hold agent:ANA MEJÍA · 2026-11-17 20:05 UTC
    ");
    let team = Question::default().told(&report, "es-CO");
    assert!(
        team.contains("⚠ Hay un nombre en más de una fila: ANA MEJÍA (2)."),
        "{team}"
    );
}

#[test]
fn where_agents_may_not_be_named_no_name_stands_anywhere() {
    let mut agents = three();
    agents.push(row("ANA MEJÍA", 2, 10, 500));
    agents[0].total = Some(Duration::from_secs(5));
    let report = facts(agents, None);
    for agent in [None, Some("ANA MEJÍA"), Some("NADIE")] {
        let question = Question {
            agent,
            view: AnswerView::default(),
            before: Some(known()),
            ..Question::default()
        };
        for tag in ["es-CO", "en", "pt-BR"] {
            let sheet = question.ask(ReportInput::Known(&report), tag);
            let all = format!("{sheet:?}");
            for name in ["ANA", "MEJÍA", "LUCÍA", "BRAYAN", "NADIE"] {
                assert!(!all.contains(name), "{name}: {all}");
            }
            assert_eq!((sheet.table.rows.len(), sheet.pages), (1, 1));
            assert!(
                sheet
                    .table
                    .columns
                    .iter()
                    .all(|column| column.key != "agent")
            );
            let empty = question.ask(ReportInput::Empty, tag);
            assert!(!format!("{empty:?}").contains("MEJÍA"));
        }
    }
    let question = Question {
        view: AnswerView::default(),
        ..Question::of("ANA MEJÍA")
    };
    assert_snapshot!(question.told(&report, "es-CO"), @r"
    Hold y mute: 43 min 17 s en 20 usos · toda la operación
    2 min 10 s por uso en promedio · mediana por agente 9 min 15 s (4 agentes)
    Hold es el cliente retenido durante la llamada; no es la espera en cola
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Hay un nombre en más de una fila. El reporte no trae un número que distinga a los agentes
    ⚠ Hold + mute no da el total en 1 de 4 filas, como 0 s + 1 min 12 s frente a 5 s (diferencia 1 min 07 s)
    Tiempo total (hold + mute): 43 min 17 s
    Tiempo en hold: 31 min 47 s
    Tiempo en mute: 12 min 37 s
    Proporción en hold: 71,6 %
    Usos (hold y mute juntos): 20
    Promedio por uso: 2 min 10 s
    Mediana por agente: 9 min 15 s
    Agentes: 4
     · 2026-11-17 20:05 UTC
    ");
}

#[test]
fn figures_that_are_missing_are_unknown_and_sums_that_differ_are_told() {
    let mut agents = three();
    agents[1].uses = None;
    agents[2].total = Some(Duration::from_secs(590));
    let report = facts(agents, Some(row("TOTAL", 30, 3_000, 257)));
    assert_snapshot!(Question::default().told(&report, "es-CO"), @r"
    Hold y mute: 54 min 17 s en 30 usos · toda la operación
    1 min 49 s por uso en promedio · mediana por agente 9 min 50 s (3 agentes)
    Agentes con más tiempo en total:
    1. LUCÍA PEÑA DUARTE: 24 min 42 s · hold 21 min 37 s · mute 3 min 05 s · – usos, – por uso · 2,5× la mediana
    2. ANA MEJÍA: 9 min 50 s · hold 10 min · mute 0 s · 1 uso, 9 min 50 s por uso · 1,0× la mediana
    3. BRAYAN OSPINA: 1 min 12 s · hold 0 s · mute 1 min 12 s · 3 usos, 24 s por uso · 0,12× la mediana
    Hold es el cliente retenido durante la llamada; no es la espera en cola
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Hold + mute no da el total en 1 de 3 filas, como 10 min + 0 s frente a 9 min 50 s (diferencia 10 s)
    ⚠ Los agentes suman 35 min 44 s, y el total de wolkvox es 54 min 17 s (diferencia 18 min 33 s)
    Tiempo total (hold + mute): 54 min 17 s
    Tiempo en hold: 50 min
    Tiempo en mute: 4 min 17 s
    Proporción en hold: 92,1 %
    Usos (hold y mute juntos): 30
    Promedio por uso: 1 min 49 s
    Mediana por agente: 9 min 50 s
    Agentes: 3
    /hold last:1h · 2026-11-17 20:05 UTC
    ");
    let nothing = AgentHolds {
        uses: None,
        hold: None,
        mute: None,
        total: None,
        ..row("ANA", 0, 0, 0)
    };
    let unknown = facts(vec![nothing], None);
    assert_snapshot!(Question::default().told(&unknown, "es-CO"), @r"
    Hold y mute: – en – usos · toda la operación
    – por uso en promedio · mediana por agente – (1 agente)
    Agentes con más tiempo en total:
    1. ANA: – · hold – · mute – · – usos, – por uso
    Hold es el cliente retenido durante la llamada; no es la espera en cola
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Tiempo total (hold + mute): –
    Tiempo en hold: –
    Tiempo en mute: –
    Proporción en hold: –
    Usos (hold y mute juntos): –
    Promedio por uso: –
    Mediana por agente: –
    Agentes: 1
    /hold last:1h · 2026-11-17 20:05 UTC
    ");
    assert_eq!(
        Question::default()
            .ask(ReportInput::Known(&unknown), "en")
            .card
            .chart,
        None
    );
    let still = facts(vec![row("ANA", 0, 0, 0)], None);
    let told = Question::default().told(&still, "es-CO");
    assert!(told.contains("Promedio por uso: –"), "{told}");
    assert!(told.contains("Proporción en hold: –"), "{told}");
    let total = facts(Vec::new(), Some(row("TOTAL", 18, 1_897, 257)));
    let told = Question::default().told(&total, "es-CO");
    assert!(told.contains("mediana por agente – (– agentes)"), "{told}");
}

#[test]
fn an_empty_or_failed_report_is_told_as_such() {
    let question = Question::default();
    let empty = question.ask(ReportInput::Empty, "es-CO");
    assert_eq!(empty.card.tone, Tone::NoData);
    assert_snapshot!(empty.card, @r"
    ⚪ Sin datos de hold y mute
    wolkvox no tiene nada para esta ventana: nadie usó hold ni mute, o aún no está registrado. No es lo mismo que cero
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    /hold last:1h · 2026-11-17 20:05 UTC
    ");
    let failed = ReportInput::Failed("wolkvox no responde".to_owned());
    let failed = question.ask(failed, "es-CO").card.to_string();
    assert!(failed.contains("agent_9): wolkvox no responde"), "{failed}");
}
