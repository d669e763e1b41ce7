//! A metric over time, drawn against the limits of its rule.

mod axes;
mod drawing;

pub(crate) use axes::heights;

use crate::{
    CardLine, Words,
    charts::Chart,
    report::{AnswerContext, TrendHistory, rule_for},
};
use vigia_core::{metrics::Scope, rules::Rule};

pub(crate) use drawing::{TrendBounds, TrendDrawing};

/// The trend where one was asked for and can be drawn, else the other chart.
pub(crate) fn picture(
    inquiry: &AnswerContext<'_>,
    scope: Option<&Scope>,
    place: &str,
    words: &Words,
    otherwise: impl FnOnce() -> Option<Chart>,
) -> Option<Chart> {
    let drawn = inquiry.trend.as_ref().and_then(|history| {
        let rule = scope.and_then(|scope| rule_for(inquiry.rules, history.metric, scope));
        trend(history, rule, place, words)
    });
    drawn.or_else(otherwise)
}

/// That there is no history to draw, where it was asked for.
pub(crate) fn no_trend(inquiry: &AnswerContext<'_>, words: &Words) -> Option<CardLine> {
    let history = inquiry.trend.as_ref()?;
    history.values.is_empty().then(|| {
        let metric = words.metric(history.metric);
        words.line("trend-empty", &[("metric", metric.into())])
    })
}

/// The chart of a history, with the limits of `rule`; `None` where there is nothing to
/// draw. `place` says whose figures they are.
fn trend(history: &TrendHistory, rule: Option<&Rule>, place: &str, words: &Words) -> Option<Chart> {
    let drawing = TrendDrawing {
        history,
        place,
        bounds: rule.and_then(TrendBounds::of),
        longest_step: history.every.saturating_mul(5) / 2,
        until: None,
        usual: None,
        spell: None,
    };
    drawing.chart(words)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::{DateTime, Utc};
    use chrono_tz::America::Bogota;
    use insta::assert_snapshot;

    use super::*;
    use crate::{
        Locale,
        charts::{Plot, TrendChart},
    };
    use vigia_core::{
        metrics::{Metric, Quantity, Sample},
        rules::{ChannelName, NotifyTarget, RuleId, ScopeSelection, Side, Threshold},
    };

    fn words(tag: &str) -> Words {
        Words::new(Locale::from_tag(tag), Bogota)
    }

    fn history(metric: Metric, values: &[Quantity]) -> TrendHistory {
        let start: DateTime<Utc> = "2026-11-17T13:05:00Z".parse().unwrap();
        let values = values.iter().zip(0..).map(|(value, place)| {
            let sample = Sample {
                value: *value,
                part: None,
                of: None,
            };
            (start + chrono::TimeDelta::minutes(30 * place), sample)
        });
        TrendHistory {
            metric,
            length: Duration::from_secs(3_600),
            every: Duration::from_secs(1_800),
            values: values.collect(),
        }
    }

    fn percents(values: &[f64]) -> Vec<Quantity> {
        values
            .iter()
            .map(|value| Quantity::Percent(*value))
            .collect()
    }

    fn rule(metric: Metric, side: Side, warning: f64, critical: f64) -> Rule {
        let percent = |value| Some(Quantity::Percent(value));
        let when = Threshold::new(
            metric,
            side,
            percent(warning),
            percent(critical),
            None,
            None,
        );
        Rule {
            ..Rule::new(
                RuleId::new("high"),
                metric,
                ScopeSelection::Operation,
                when.unwrap(),
                NotifyTarget::one(ChannelName::new("floor")),
            )
        }
    }

    fn drawn(history: &TrendHistory, rule: Option<&Rule>, words: &Words) -> (Chart, TrendChart) {
        let chart = trend(history, rule, "skill 12", words).unwrap();
        let Plot::Trend(plot) = chart.plot.clone() else {
            panic!("{:?}", chart.plot);
        };
        (chart, plot)
    }

    #[test]
    fn a_trend_is_told_in_words_with_its_limit() {
        let history = history(
            Metric::AbandonRate,
            &percents(&[2.1, 4.0, 14.75, 11.0, f64::NAN, 6.04]),
        );
        let rule = rule(Metric::AbandonRate, Side::Above, 5.0, 10.0);
        let (chart, plot) = drawn(&history, Some(&rule), &words("es-CO"));
        assert_snapshot!(format!("{}\n{}\n{}", chart.title, chart.subtitle, chart.alt), @r#"
        Abandono
        skill 12 · 17 nov 2026, 08:05–10:35 (ventanas de 1 h)
        Línea de Abandono: skill 12 · 17 nov 2026, 08:05–10:35 (ventanas de 1 h). Mínimo 2,1 % a las 08:05, máximo 14,8 % a las 09:05, último 6,0 % a las 10:35. Por encima del límite de 5 % (regla high) durante 1 h 30 min en total.
        "#);
        assert_eq!((plot.points.len(), plot.longest_step), (5, 4_500));
        assert_eq!(plot.last, "6,0 %");
        let limits: Vec<_> = plot.limits.iter().map(|limit| &limit.value.told).collect();
        assert_eq!(limits, ["límite 5 %", "crítico 10 %"]);
        let told: Vec<_> = plot.times.iter().map(|(_, told)| told.as_str()).collect();
        assert_eq!(told, ["08:30", "09:00", "09:30", "10:00", "10:30"]);
    }

    #[test]
    fn what_cannot_be_drawn_is_no_chart() {
        assert_eq!(
            trend(&history(Metric::Asa, &[]), None, "", &words("en")),
            None
        );
        let odd = history(Metric::AbandonRate, &percents(&[f64::NAN]));
        assert_eq!(trend(&odd, None, "", &words("en")), None);
    }
}
