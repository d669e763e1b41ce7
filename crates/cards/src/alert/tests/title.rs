//! What stands in the title.

use super::*;

fn bare(value: Quantity, of: Option<u64>) -> Observation {
    Observation {
        sample: Sample {
            value,
            part: None,
            of,
        },
        ..seen(1, 1, "15:05")
    }
}

fn title(alert: Alert, tag: &str) -> String {
    let mut news = news(EventKind::Fired, vec![alert], vec![]);
    let IncidentSubject::Rule(condition) = &mut news.incident.subject else {
        panic!();
    };
    condition.metric = news.open[0].metric;
    card(&news, at("15:05"), &names(), &words(tag)).ring
}

#[test]
fn a_title_says_the_most_within_what_a_lock_screen_shows() {
    let of = |metric, seen| Alert {
        metric,
        trend: vec![seen],
        ..alert(12, Severity::Critical, &[(18, 122)])
    };
    let wait = Quantity::Duration(Duration::from_secs(63));
    let share = seen(66, 122, "15:05");
    for (alert, es, en) in [
        (
            of(Metric::AbandonRate, share),
            "🔴 Abandono 54,1 % (66 de 122) · Soporte TV",
            "🔴 Abandoned 54.1 % (66 of 122) · Soporte TV",
        ),
        (
            of(Metric::ServiceLevel20s, share),
            "🔴 Servicio 54,1 % (66 de 122) · Soporte TV",
            "🔴 Service 54.1 % (66 of 122) · Soporte TV",
        ),
        (
            of(Metric::Asa, bare(wait, Some(104))),
            "🔴 Espera promedio 1 min 03 s · Soporte TV",
            "🔴 Average wait 1 min 03 s · Soporte TV",
        ),
        (
            of(
                Metric::SmartHoldRecallFail,
                bare(Quantity::Count(12), Some(20)),
            ),
            "🔴 12 callbacks fallidos (12 de 20) · Soporte TV",
            "🔴 12 callbacks failed (12 of 20) · Soporte TV",
        ),
    ] {
        assert_eq!(title(alert.clone(), "es-CO"), es);
        assert_eq!(title(alert, "en"), en);
    }
}

#[test]
fn a_figure_that_is_not_there_is_told_as_that() {
    let mut absent = alert(12, Severity::Critical, &[(18, 122)]);
    absent.metric = Metric::CallsOffered;
    absent.trend = Vec::new();
    absent.peak = None;
    absent.grounds = VerdictBasis::default();
    let mut news = news(EventKind::Fired, vec![absent.clone()], vec![]);
    assert_snapshot!(shown(&news, "es-CO"), @r#"
    Detalles
    🔴 CRÍTICA · Llamadas entrantes: sin cifras desde las 14:40 · skill 12 Soporte TV · voz
    Ventana de 1 h (14:05–15:05)
    Desde las 14:40 (5 lecturas)
    📋 pausas y agentes conectados
    regla high-abandonment · datos hasta las 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
    news.kind = EventKind::Resolved(EndReason::Recovered);
    absent.trend = vec![bare(Quantity::Count(14), None)];
    news.incident.ended = vec![IncidentEnd {
        alert: absent,
        at: at("15:05"),
        reason: EndReason::Recovered,
    }];
    news.open.clear();
    assert_snapshot!(shown(&news, "es-CO"), @r#"
    Detalles
    🟢 NORMALIZADA · Llamadas entrantes 14 · skill 12 Soporte TV · voz
    Terminó a las 15:05: vuelve a haber cifras
    Duró 25 min (14:40–15:05)
    Ventana de 1 h (14:05–15:05)
    regla high-abandonment · datos hasta las 15:05 · #0000007 · 2026-11-17 20:05 UTC
    "#);
}
