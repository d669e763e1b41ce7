//! The pictures.

use super::*;

fn chart(inquiry: &AnswerContext<'_>, waits: &Facts, tag: &str) -> Option<Chart> {
    let service = service(calls());
    let asked = asked(
        TWELVE,
        ReportInput::Known(&service),
        ReportInput::Known(waits),
    );
    abandon_answer(&asked, inquiry, &words(tag)).card.chart
}

#[test]
fn the_chart_shows_each_range_and_tells_it_in_words() {
    let (names, rules) = (SkillNames::default(), one_rule());
    let inquiry = inquiry(&names, &rules);
    let texts = ["es-CO", "en", "pt-BR"].map(|tag| {
        let chart = chart(&inquiry, &waits(vec![soporte()]), tag).unwrap();
        format!("{}\n{}\n{}", chart.title, chart.subtitle, chart.alt)
    });
    assert_snapshot!(texts.join("\n\n"), @r#"
    Llamadas abandonadas por espera en cola
    skill 12 Soporte TV · voz · 17 nov 2026, 14:05–15:05
    Barras de llamadas abandonadas por espera en cola: skill 12 Soporte TV · voz · 17 nov 2026, 14:05–15:05. ≤10 s: 30 (16,7 %); 11–20 s: 20 (11,1 %); 21–30 s: 10 (5,6 %); 31–40 s: 20 (11,1 %); 41–50 s: 10 (5,6 %); ≥51 s: 90 (50,0 %). Total 180.

    Abandoned calls by wait
    skill 12 Soporte TV · voice · 17 Nov 2026, 14:05–15:05
    Bars of abandoned calls by wait in the queue: skill 12 Soporte TV · voice · 17 Nov 2026, 14:05–15:05. ≤10 s: 30 (16.7 %); 11–20 s: 20 (11.1 %); 21–30 s: 10 (5.6 %); 31–40 s: 20 (11.1 %); 41–50 s: 10 (5.6 %); ≥51 s: 90 (50.0 %). Total 180.

    Chamadas abandonadas por espera na fila
    skill 12 Soporte TV · voz · 17 nov 2026, 14:05–15:05
    Barras de chamadas abandonadas por espera na fila: skill 12 Soporte TV · voz · 17 nov 2026, 14:05–15:05. ≤10 s: 30 (16,7%); 11–20 s: 20 (11,1%); 21–30 s: 10 (5,6%); 31–40 s: 20 (11,1%); 41–50 s: 10 (5,6%); ≥51 s: 90 (50,0%). Total 180.
    "#);
    let mut hostile = soporte();
    hostile.by_wait = (0..500)
        .map(|place| WaitCalls {
            wait: SecondsRange::Other(format!("{place} {}", "@everyone ".repeat(40))),
            calls: None,
        })
        .collect();
    hostile.by_wait.push(WaitCalls {
        wait: SecondsRange::AtLeast(51),
        calls: Some(1),
    });
    let chart = chart(&inquiry, &waits(vec![hostile.clone()]), "es-CO").unwrap();
    assert!(chart.alt.chars().count() <= 1_000, "{}", chart.alt);
    hostile.by_wait.pop();
    assert_eq!(
        super::chart::chart(&inquiry, &waits(vec![hostile]), "es-CO"),
        None
    );
}

#[test]
fn a_trend_takes_the_place_of_the_bars_where_there_is_history() {
    let (names, rules) = (SkillNames::default(), one_rule());
    let mut inquiry = inquiry(&names, &rules);
    let sample = Sample {
        value: Quantity::Percent(7.0),
        part: Some(7),
        of: Some(100),
    };
    let history = |values| TrendHistory {
        metric: Metric::AbandonRate,
        length: Duration::from_secs(3_600),
        every: Duration::from_secs(300),
        values,
    };
    inquiry.trend = Some(history(vec![(at("14:00"), sample), (at("14:05"), sample)]));
    let drawn = chart(&inquiry, &waits(vec![soporte()]), "es-CO").unwrap();
    let Plot::Trend(trend) = drawn.plot else {
        panic!("{:?}", drawn.plot);
    };
    assert_eq!(trend.limits.len(), 2);
    inquiry.trend = Some(history(Vec::new()));
    let drawn = chart(&inquiry, &waits(vec![soporte()]), "es-CO").unwrap();
    assert!(matches!(drawn.plot, Plot::Bars(_)), "{:?}", drawn.plot);
    let service = service(calls());
    let text = told(
        &asked(TWELVE, ReportInput::Known(&service), ReportInput::Empty),
        &inquiry,
        "es-CO",
    );
    assert!(text.contains("Aún no hay historial"), "{text}");
}
