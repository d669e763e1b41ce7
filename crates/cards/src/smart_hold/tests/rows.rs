//! The rows: in which order, on which page, in the picture and in the table.

use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::{Question, facts, known, row};
use crate::{
    Locale, Words,
    charts::Plot,
    report::{AnswerView, ReportInput, SortOrder, TableCell, limit},
};
use vigia_core::{
    metrics::{Metric, Quantity, SkillId, SkillNames, SkillSelection},
    rules::Ruleset,
};

#[test]
fn skills_stand_with_the_worst_first_or_as_asked() {
    let report = facts(vec![
        row(1, [Some(9), Some(0), Some(9), Some(2), Some(1)]),
        row(2, [Some(4), Some(0), Some(4), None, Some(3)]),
        row(3, [Some(8), Some(0), Some(8), Some(7), Some(1)]),
        row(4, [Some(20), Some(0), Some(20), Some(2), Some(17)]),
    ]);
    let orders = [
        None,
        Some(SortOrder::Treated),
        Some(SortOrder::Open),
        Some(SortOrder::Name),
        Some(SortOrder::Hold),
    ];
    let sorted = orders.map(|order| {
        let question = Question {
            view: AnswerView {
                order,
                ..AnswerView::default()
            },
            ..Question::default()
        };
        let table = question.ask(ReportInput::Known(&report), "en").table;
        let skills = table.rows.iter().map(|row| match row.first() {
            Some(TableCell::Text(skill)) => skill.clone(),
            other => panic!("{other:?}"),
        });
        skills.collect::<String>()
    });
    assert_eq!(sorted, ["3412", "4132", "1432", "1234", "3412"]);
}

#[test]
fn many_skills_are_told_in_pages_and_the_table_has_all_of_them() {
    let rows = (1..=200).map(|skill| row(skill, [9, 2, 8, 5, 4].map(Some)));
    let report = facts(rows.collect());
    let mut question = Question {
        view: AnswerView {
            page: 99,
            ..AnswerView::default()
        },
        ..Question::default()
    };
    let hostile = "**@everyone**\n# \u{202e}".repeat(30);
    question.names = SkillNames((1..=200).map(|id| (SkillId(id), hostile.clone())).collect());
    let sheet = question.ask(ReportInput::Known(&report), "es-CO");
    assert_eq!((sheet.pages, sheet.table.rows.len()), (20, 200));
    let text = sheet.card.to_string();
    assert!(text.contains("191–200 de 200"), "{text}");
    assert!(text.contains("Hay 397 diferencias más"), "{text}");
    assert!(text.chars().count() < 4_000, "{}", text.len());
    assert!(!text.contains('\u{202e}'));
    let columns = sheet.table.columns.len();
    assert!(sheet.table.rows.iter().all(|row| row.len() == columns));
}

#[test]
fn the_stages_narrow_from_call_to_contact() {
    let question = Question::default();
    let chart = question
        .ask(ReportInput::Known(&known()), "es-CO")
        .card
        .chart
        .unwrap();
    assert_snapshot!(chart.alt, @"De la llamada al contacto: Se les ofreció 48; Aceptaron 26 de 48; Ya terminaron 24 de 26; Con contacto 19 de 24.");
    let Plot::Bars(bars) = chart.plot else {
        panic!("another plot");
    };
    assert_eq!(bars.whole, Some(48.0));
    for tag in ["es-CO", "en", "pt-BR"] {
        let long = SkillNames([(SkillId(2_101), "ñ".repeat(3_000))].into());
        let question = Question {
            names: long,
            skills: SkillSelection::One(SkillId(2_101)),
            ..Question::default()
        };
        let chart = question
            .ask(ReportInput::Known(&known()), tag)
            .card
            .chart
            .unwrap();
        assert!(chart.alt.chars().count() <= 1_000, "{tag}");
    }
}

#[test]
fn the_table_has_a_row_a_skill_with_all_figures() {
    let sheet = Question::default().ask(ReportInput::Known(&known()), "es-CO");
    assert_snapshot!(sheet.table.plain_csv(), @r"
    skill,name,treated,accepted,acceptance_rate,declined,undecided,called_back,reached,failed,fail_rate,open,completion_rate,service_level_up
    2101,Soporte TV,45,26,57.7778,14,5,24,19,5,20.8333,2,73.0769,4.25
    2107,,3,0,0,3,0,0,0,0,,0,,4.25
    ");
    let words = Words::new(Locale::from_tag("es-CO"), Bogota);
    let csv = sheet.table.csv(&words);
    assert!(csv.contains("según wolkvox (sin unidad"), "{csv}");
}

#[test]
fn the_verdict_of_the_rule_comes_first() {
    let limit = limit(
        Metric::SmartHoldRecallFail,
        Quantity::Count(3),
        Quantity::Count(9),
    );
    let question = Question {
        rules: Ruleset { rules: vec![limit] },
        ..Question::default()
    };
    let told = question.told(&known(), "es-CO");
    let lines: Vec<_> = told.lines().skip(1).take(2).collect();
    assert_snapshot!(lines.join("\n"), @r"
    🟡 Aviso: por encima del límite de 3 (regla limit) · Callbacks fallidos: 5 de 24
    19 de 24 callbacks contactaron al cliente; fallaron 5 (20,8 %). Pendientes u otro estado: 2
    ");
    let question = Question {
        minutes: 480,
        ..question
    };
    let told = question.told(&known(), "es-CO");
    assert!(!told.contains("Advertencia"), "{told}");
}
