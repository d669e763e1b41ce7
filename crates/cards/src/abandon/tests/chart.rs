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
fn the_chart_shows_each_range_and_says_it_in_words() {
    let (names, rules) = (SkillNames::default(), one_rule());
    let inquiry = inquiry(&names, &rules);
    let texts = ["es-CO", "en", "pt-BR"]
        .map(|tag| chart(&inquiry, &waits(vec![soporte()]), tag).unwrap().alt);
    assert_snapshot!(texts.join("\n"), @r"
    Cuánto esperaron los que colgaron: Hasta 10 s 30 de 180; De 11 a 20 s 20 de 180; De 21 a 50 s 40 de 180; Más de 50 s 90 de 180.
    How long those who hung up had waited: Up to 10 s 30 of 180; 11 to 20 s 20 of 180; 21 to 50 s 40 of 180; Over 50 s 90 of 180.
    Quanto esperaram os que desligaram: Até 10 s 30 de 180; De 11 a 20 s 20 de 180; De 21 a 50 s 40 de 180; Mais de 50 s 90 de 180.
    ");
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
    let Plot::Course(trend) = drawn.plot else {
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
