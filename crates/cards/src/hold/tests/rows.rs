//! The rows: in which order, on which page, in the picture and in the table.

use std::time::Duration;

use insta::assert_snapshot;

use super::{Question, facts, known, row};
use crate::{
    charts::Plot,
    report::{AnswerView, ReportInput, SortOrder, TableCell, limit},
};
use vigia_core::{
    metrics::{Metric, Quantity, facts::AgentHolds},
    rules::Ruleset,
};

#[test]
fn agents_stand_in_the_order_asked_for() {
    let report = facts(
        vec![
            row("c", 1, 50, 10),
            row("B", 4, 10, 60),
            row("a", 2, 30, 0),
            AgentHolds {
                total: None,
                hold: None,
                ..row("d", 9, 0, 20)
            },
        ],
        None,
    );
    let orders = [
        SortOrder::Total,
        SortOrder::Hold,
        SortOrder::Mute,
        SortOrder::Uses,
        SortOrder::PerUse,
        SortOrder::Name,
        SortOrder::Failed,
    ];
    let sorted = orders.map(|order| {
        let question = Question {
            view: AnswerView {
                order: Some(order),
                names_agents: true,
                ..AnswerView::default()
            },
            ..Question::default()
        };
        let table = question.ask(ReportInput::Known(&report), "en").table;
        let names = table.rows.iter().map(|row| match row.first() {
            Some(TableCell::Text(name)) => name.clone(),
            other => panic!("{other:?}"),
        });
        names.collect::<String>()
    });
    assert_eq!(
        sorted,
        ["Bcad", "caBd", "Bdca", "dBac", "cBad", "aBcd", "Bcad"]
    );
}

#[test]
fn many_agents_of_hostile_names_are_told_in_pages() {
    let hostile = "**@everyone**\n# \u{202e}=1".repeat(30);
    let agents = (0..200).map(|agent| row(&format!("{agent} {hostile}"), 5, agent, 60));
    let report = facts(agents.collect(), None);
    let question = Question {
        view: AnswerView {
            page: 1,
            names_agents: true,
            ..AnswerView::default()
        },
        ..Question::default()
    };
    let sheet = question.ask(ReportInput::Known(&report), "es-CO");
    assert_eq!((sheet.pages, sheet.table.rows.len()), (20, 200));
    let text = sheet.card.to_string();
    assert!(text.contains("11–20 de 200"), "{text}");
    assert!(text.contains("\n11. 189 **@everyone** # =1"), "{text}");
    assert!(text.chars().count() < 4_000, "{}", text.len());
    assert!(!text.contains('\u{202e}'));
    let chart = sheet.card.chart.unwrap();
    assert!(chart.alt.chars().count() <= 1_000);
    assert!(!chart.alt.contains('\u{202e}'));
}

#[test]
fn the_longest_are_drawn_with_the_median_of_the_team() {
    let view = AnswerView {
        top: Some(2),
        names_agents: true,
        ..AnswerView::default()
    };
    let question = Question {
        view,
        ..Question::default()
    };
    let chart = question
        .ask(ReportInput::Known(&known()), "es-CO")
        .card
        .chart
        .unwrap();
    assert_snapshot!(chart.alt, @"Los agentes con más hold y mute: LUCÍA PEÑA DUARTE 24 min 42 s; ANA MEJÍA 10 min; lo normal: 10 min.");
    let Plot::Bars(bars) = chart.plot else {
        panic!("another plot");
    };
    let tick = bars.tick.unwrap();
    assert_eq!(
        (tick.value, tick.text.as_str()),
        (Some(600.0), "lo normal: 10 min")
    );
    let bars: Vec<_> = bars.rows.iter().map(|row| row.value.value).collect();
    assert_eq!(bars, [Some(1_482.0), Some(600.0)]);
}

#[test]
fn the_table_has_a_row_an_agent() {
    let sheet = Question::default().ask(ReportInput::Known(&known()), "es-CO");
    assert_snapshot!(sheet.table.plain_csv(), @r"
    agent,total_time,hold_time,mute_time,uses,time_per_use,hold_share,times_median
    LUCÍA PEÑA DUARTE,1482,1297,185,14,105.8571,87.5169,2.47
    ANA MEJÍA,600,600,0,1,600,100,1
    BRAYAN OSPINA,72,0,72,3,24,0,0.12
    ");
}

#[test]
fn the_verdict_of_the_rule_comes_first() {
    let seconds = |seconds| Quantity::Duration(Duration::from_secs(seconds));
    let limits = [
        limit(Metric::MuteTotal, seconds(36_000), seconds(72_000)),
        limit(Metric::HoldMuteAvgPerEvent, seconds(45), seconds(90)),
    ];
    let question = Question {
        rules: Ruleset {
            rules: limits.into(),
        },
        ..Question::default()
    };
    let told = question.told(&known(), "es-CO");
    let lines: Vec<_> = told.lines().skip(1).take(2).collect();
    assert_snapshot!(lines.join("\n"), @r"
    🔴 Crítico: por encima del límite de 1 min 30 s (regla limit) · Hold y mute por uso: 2 min (18 usos)
    2 min por uso en promedio · mediana por agente 10 min (3 agentes)
    ");
}
