//! The answers as they look, also with odd facts.

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::America::Bogota;
use insta::assert_snapshot;

use super::*;
use crate::{
    Locale, Tone,
    charts::Plot,
    report::{AnswerView, ComparisonFacts, ComparisonSpan, limit},
};
use vigia_core::{
    metrics::{
        Metric, Quantity, SkillNames, TimeWindow,
        facts::{LengthCalls, SecondsRange},
    },
    rules::Ruleset,
};

fn at(clock: &str) -> DateTime<Utc> {
    let local = format!("2026-11-17T{clock}:00-05:00");
    DateTime::parse_from_rfc3339(&local).unwrap().to_utc()
}

fn row(length: SecondsRange, calls: u64, minutes: f64, cost: f64, share: f64) -> LengthCalls {
    LengthCalls {
        length,
        calls: Some(calls),
        minutes: Some(minutes),
        cost: Some(cost),
        share: Some(share),
    }
}

fn ranges() -> Vec<LengthCalls> {
    vec![
        row(SecondsRange::Between(0, 5), 112, 9.33, 0.0, 6.79),
        row(SecondsRange::Between(6, 20), 304, 71.2, 1_424.0, 18.42),
        row(SecondsRange::Between(21, 60), 521, 338.65, 6_773.0, 31.58),
        row(SecondsRange::Between(61, 120), 298, 447.1, 8_942.0, 18.06),
        row(SecondsRange::AtLeast(121), 415, 2_016.88, 40_337.6, 25.15),
    ]
}

fn facts(lengths: Vec<LengthCalls>, total: Option<LengthCalls>) -> Facts {
    Facts::Durations(Durations { lengths, total })
}

fn ask(report: ReportInput<'_>, before: Option<&Facts>, tag: &str) -> ReportAnswer {
    ask_with(&Ruleset::default(), report, before, tag)
}

fn ask_with(
    rules: &Ruleset,
    report: ReportInput<'_>,
    before: Option<&Facts>,
    tag: &str,
) -> ReportAnswer {
    let hour = |until| TimeWindow::ending(at(until), Duration::from_secs(3_600));
    let names = SkillNames::default();
    let inquiry = AnswerContext {
        window: hour("15:05"),
        names: &names,
        rules,
        read_at: at("15:06"),
        notes: Vec::new(),
        command: "/durations last:1h".to_owned(),
        view: AnswerView::default(),
        before: before.map(|facts| ComparisonFacts {
            with: ComparisonSpan::Yesterday,
            window: hour("14:05"),
            part: ReportInput::Known(facts),
        }),
        trend: None,
    };
    let words = Words::new(Locale::from_tag(tag), Bogota);
    durations_answer(&AnswerInput::new(report), &inquiry, &words)
}

fn told(facts: &Facts, tag: &str) -> String {
    ask(ReportInput::Known(facts), None, tag).card.to_string()
}

#[test]
fn an_answer_says_short_and_long_calls_first() {
    let report = facts(ranges(), None);
    assert_snapshot!(told(&report, "es-CO"), @r"
    Duración de llamadas: 1.650 llamadas · 2.883 min · toda la operación
    Cortas (0–5 s): 6,8 % (112 de 1.650) · largas (más de 120 s): 25,2 % (415 de 1.650)
    0–5 s: 6,8 % (112 de 1.650) · 9,3 min · costo 0,00 (0,00 por llamada)
    6–20 s: 18,4 % (304 de 1.650) · 71,2 min · costo 1.424,00 (4,68 por llamada)
    21–60 s: 31,6 % (521 de 1.650) · 339 min · costo 6.773,00 (13,00 por llamada)
    61–120 s: 18,1 % (298 de 1.650) · 447 min · costo 8.942,00 (30,01 por llamada)
    121 s o más: 25,2 % (415 de 1.650) · 2.017 min · costo 40.337,60 (97,20 por llamada)
    Son todas las llamadas: entrantes, salientes e internas. No equivalen a los totales de las skills
    Con marcación predictiva es normal tener muchas llamadas cortas. El costo viene sin moneda
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    Llamadas: 1.650
    Minutos: 2.883,16
    Costo: 57.476,60
    Duración promedio: 1 min 45 s
    Costo por llamada: 34,83
    Costo por minuto: 19,94
    Cortas (0–5 s): 6,8 % (112 de 1.650)
    Largas (más de 120 s): 25,2 % (415 de 1.650)
    /durations last:1h · 2026-11-17 20:05 UTC
    ");
    assert_snapshot!(told(&report, "en-US"), @r"
    Call durations: 1,650 calls · 2,883 min · whole operation
    Short (0–5 s): 6.8 % (112 of 1,650) · long (over 120 s): 25.2 % (415 of 1,650)
    0–5 s: 6.8 % (112 of 1,650) · 9.3 min · cost 0.00 (0.00 per call)
    6–20 s: 18.4 % (304 of 1,650) · 71.2 min · cost 1,424.00 (4.68 per call)
    21–60 s: 31.6 % (521 of 1,650) · 339 min · cost 6,773.00 (13.00 per call)
    61–120 s: 18.1 % (298 of 1,650) · 447 min · cost 8,942.00 (30.01 per call)
    121 s or more: 25.2 % (415 of 1,650) · 2,017 min · cost 40,337.60 (97.20 per call)
    These are all calls: inbound, outbound and internal. They are not the skills' totals
    With predictive dialling many short calls are normal. The cost comes without a currency
    17 Nov 2026, 14:05–15:05 (1 h) · read at 15:06
    Calls: 1,650
    Minutes: 2,883.16
    Cost: 57,476.60
    Average length: 1 min 45 s
    Cost per call: 34.83
    Cost per minute: 19.94
    Short (0–5 s): 6.8 % (112 of 1,650)
    Long (over 120 s): 25.2 % (415 of 1,650)
    /durations last:1h · 2026-11-17 20:05 UTC
    ");
    assert_snapshot!(told(&report, "pt-BR"), @r"
    Duração das chamadas: 1.650 chamadas · 2.883 min · toda a operação
    Curtas (0–5 s): 6,8% (112 de 1.650) · longas (mais de 120 s): 25,2% (415 de 1.650)
    0–5 s: 6,8% (112 de 1.650) · 9,3 min · custo 0,00 (0,00 por chamada)
    6–20 s: 18,4% (304 de 1.650) · 71,2 min · custo 1.424,00 (4,68 por chamada)
    21–60 s: 31,6% (521 de 1.650) · 339 min · custo 6.773,00 (13,00 por chamada)
    61–120 s: 18,1% (298 de 1.650) · 447 min · custo 8.942,00 (30,01 por chamada)
    121 s ou mais: 25,2% (415 de 1.650) · 2.017 min · custo 40.337,60 (97,20 por chamada)
    São todas as chamadas: recebidas, efetuadas e internas. Não equivalem aos totais das skills
    Com discagem preditiva é normal ter muitas chamadas curtas. O custo vem sem moeda
    17 nov 2026, 14:05–15:05 (1 h) · lido às 15:06
    Chamadas: 1.650
    Minutos: 2.883,16
    Custo: 57.476,60
    Duração média: 1 min 45 s
    Custo por chamada: 34,83
    Custo por minuto: 19,94
    Curtas (0–5 s): 6,8% (112 de 1.650)
    Longas (mais de 120 s): 25,2% (415 de 1.650)
    /durations last:1h · 2026-11-17 20:05 UTC
    ");
}

#[test]
fn figures_are_held_against_another_window() {
    let before = facts(
        vec![row(SecondsRange::Between(0, 5), 800, 1_200.0, 600.0, 100.0)],
        None,
    );
    let sheet = ask(
        ReportInput::Known(&facts(ranges(), None)),
        Some(&before),
        "es-CO",
    );
    let fields = sheet.card.fields.iter().map(|field| {
        let value = field.value.to_string();
        format!("{}: {value}", field.name)
    });
    assert_snapshot!(fields.collect::<Vec<_>>().join("\n"), @r"
    Llamadas: 1.650 ▲ 850 (antes 800)
    Minutos: 2.883,16 ▲ 1.683,16 (antes 1.200,00)
    Costo: 57.476,60 ▲ 56.876,60 (antes 600,00)
    Duración promedio: 1 min 45 s ▲ 15 s (antes 1 min 30 s)
    Costo por llamada: 34,83 (antes 0,7500)
    Costo por minuto: 19,94 (antes 0,5000)
    Cortas (0–5 s): 6,8 % (112 de 1.650) ▼ 93,2 pp (antes 100,0 %, 800 de 800)
    Largas (más de 120 s): 25,2 % (415 de 1.650) ▲ 25,2 pp (antes 0,0 %, 0 de 800)
    ");
}

#[test]
fn sums_and_shares_that_differ_are_told() {
    let mut lengths = ranges();
    lengths[0].share = Some(7.5);
    lengths[1].share = Some(18.46);
    let total = row(
        SecondsRange::Other("TOTAL".to_owned()),
        1_651,
        2_883.17,
        57_476.7,
        100.0,
    );
    let card = ask(
        ReportInput::Known(&facts(lengths, Some(total))),
        None,
        "es-CO",
    )
    .card;
    let doubts = card.lines.iter().map(ToString::to_string);
    let doubts = doubts.filter(|line| line.starts_with('⚠'));
    assert_snapshot!(doubts.collect::<Vec<_>>().join("\n"), @r"
    ⚠ Los rangos suman 1.650 llamadas, y el total de wolkvox es 1.651
    ⚠ Los rangos suman 57.476,60 de costo, y el total de wolkvox es 57.476,70
    ⚠ 0–5 s: wolkvox dice 7,5 %, y 112 de 1.651 son 6,78 %
    ⚠ Los porcentajes de wolkvox suman 100,75 %
    ");
    assert!(!told(&facts(ranges(), None), "es-CO").contains('⚠'));
}

#[test]
fn figures_that_are_missing_are_unknown() {
    let mut lengths = ranges();
    lengths.truncate(2);
    lengths[0].calls = None;
    lengths[1].cost = None;
    let hostile = "\u{202e}**@everyone**\n".repeat(40);
    lengths.push(row(SecondsRange::Other(hostile), 3, 0.2, 0.012, 0.0));
    lengths.push(row(SecondsRange::Other(" ".to_owned()), 0, 0.0, 0.0, 0.0));
    let report = facts(lengths, None);
    assert_snapshot!(told(&report, "es-CO"), @r"
    Duración de llamadas · toda la operación
    Cortas (0–5 s): – · largas (más de 120 s): –
    0–5 s: – · 9,3 min · costo 0,00 (– por llamada)
    6–20 s: 304 · 71,2 min · costo – (– por llamada)
    –: 0 · 0,0 min · costo 0,00 (– por llamada)
    **@everyone** **@everyone** **@everyone** **@everyone** **@e…: 3 · 0,2 min · costo 0,0120 (0,0040 por llamada)
    Son todas las llamadas: entrantes, salientes e internas. No equivalen a los totales de las skills
    Con marcación predictiva es normal tener muchas llamadas cortas. El costo viene sin moneda
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    ⚠ Los porcentajes de wolkvox suman 25,21 %
    Llamadas: –
    Minutos: 80,73
    Costo: –
    Duración promedio: –
    Costo por llamada: –
    Costo por minuto: –
    Cortas (0–5 s): –
    Largas (más de 120 s): –
    /durations last:1h · 2026-11-17 20:05 UTC
    ");
    let zero = facts(
        vec![row(SecondsRange::Between(0, 5), 0, 0.0, 0.0, 0.0)],
        None,
    );
    let zero_told = told(&zero, "es-CO");
    assert!(zero_told.contains("Costo por llamada: –"), "{zero_told}");
    assert!(!zero_told.contains('⚠'), "{zero_told}");
    assert_eq!(ask(ReportInput::Known(&zero), None, "en").card.chart, None);
    let total = row(SecondsRange::Other("TOTAL".to_owned()), 9, 4.5, 3.0, 100.0);
    let total = told(&facts(Vec::new(), Some(total)), "es-CO");
    assert!(total.contains("9 llamadas · 4,5 min"), "{total}");
    assert!(total.contains("Costo por llamada: 0,3333"), "{total}");
}

#[test]
fn ranges_that_nobody_knows_fill_no_screen() {
    let rows = (0..200).map(|number| {
        row(
            SecondsRange::Other(format!("rango {number}")),
            1,
            1.0,
            1.0,
            99.0,
        )
    });
    let report = facts(rows.collect(), None);
    let sheet = ask(ReportInput::Known(&report), None, "es-CO");
    assert_eq!((sheet.pages, sheet.table.rows.len()), (20, 200));
    let text = sheet.card.to_string();
    assert!(text.contains("1–10 de 200"), "{text}");
    assert!(text.contains("Otros 197 rangos"), "{text}");
    assert!(sheet.card.chart.unwrap().alt.chars().count() <= 1_000);
}

#[test]
fn an_empty_or_failed_report_is_told_as_such() {
    let empty = ask(ReportInput::Empty, None, "es-CO");
    assert_eq!((empty.card.tone, empty.pages), (Tone::NoData, 1));
    assert_snapshot!(empty.card, @r"
    ⚪ Sin datos de duración de llamadas
    wolkvox no tiene nada para esta ventana: no hubo llamadas, o aún no están registradas. No es lo mismo que cero
    17 nov 2026, 14:05–15:05 (1 h) · leído a las 15:06
    /durations last:1h · 2026-11-17 20:05 UTC
    ");
    let failed = ask(
        ReportInput::Failed("wolkvox no responde".to_owned()),
        None,
        "es-CO",
    );
    let failed = failed.card.to_string();
    assert!(failed.contains("cdr_4): wolkvox no responde"), "{failed}");
}

#[test]
fn the_bars_show_the_shares_of_calls() {
    let report = facts(ranges(), None);
    let chart = ask(ReportInput::Known(&report), None, "es-CO")
        .card
        .chart
        .unwrap();
    assert_snapshot!(chart.alt, @"Las llamadas por duración: Hasta 5 s 6,8 % · 112; De 6 a 20 s 18,4 % · 304; De 21 a 60 s 31,6 % · 521; De 1 a 2 min 18,1 % · 298; Más de 2 min 25,2 % · 415.");
    let Plot::Bars(bars) = chart.plot else {
        panic!("another plot");
    };
    let shares = bars.rows.iter().map(|row| row.value.value.unwrap());
    assert!((shares.sum::<f64>() - 100.0).abs() < 1e-9);
}

#[test]
fn the_table_has_a_row_a_range() {
    let sheet = ask(ReportInput::Known(&facts(ranges(), None)), None, "es-CO");
    assert_snapshot!(sheet.table.plain_csv(), @r"
    length,calls,call_share,minutes,cost,cost_per_call,cost_per_minute,time_per_call,delivered_share
    0–5 s,112,6.7879,9.33,0,0,0,4.9982,6.79
    6–20 s,304,18.4242,71.2,1424,4.6842,20,14.0526,18.42
    21–60 s,521,31.5758,338.65,6773,13,20,39,31.58
    61–120 s,298,18.0606,447.1,8942,30.0067,20,90.0201,18.06
    121 s o más,415,25.1515,2016.88,40337.6,97.199,20,291.5971,25.15
    ");
}

#[test]
fn the_verdict_of_the_rule_comes_first() {
    let (percent, money) = (Quantity::Percent, Quantity::Money);
    let rules = vec![
        limit(Metric::CallsShortShare, percent(5.0), percent(20.0)),
        limit(Metric::CdrCost, money(20_000.0), money(50_000.0)),
    ];
    let report = facts(ranges(), None);
    let told = |rules| {
        let rules = Ruleset { rules };
        let card = ask_with(&rules, ReportInput::Known(&report), None, "es-CO").card;
        let lines = card.lines.iter().take(2).map(ToString::to_string);
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(told(rules.clone()), @r"
    🔴 Crítico: por encima del límite de 50.000 (regla limit) · Costo de las llamadas: 57.476,60
    Cortas (0–5 s): 6,8 % (112 de 1.650) · largas (más de 120 s): 25,2 % (415 de 1.650)
    ");
    assert_snapshot!(told(rules[..1].to_vec()), @r"
    🟡 Aviso: por encima del límite de 5 % (regla limit) · Llamadas de hasta 5 s: 6,8 % (112 de 1.650)
    Cortas (0–5 s): 6,8 % (112 de 1.650) · largas (más de 120 s): 25,2 % (415 de 1.650)
    ");
}
