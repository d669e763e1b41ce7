//! A metric over time, drawn against the limits of its rule.

mod axes;

use chrono::{DateTime, Utc};

use crate::{
    cards::{
        Line, Words,
        report::{History, Inquiry, first_limit, rule_for},
        tidy,
    },
    charts::{self, Chart, Limit, Plot, Point, Trend, Value},
    metrics::{Quantity, Scope},
    rules::{Rule, Severity, Side},
};

/// The trend where one was asked for and can be drawn, else the other chart.
pub(in crate::cards) fn picture(
    inquiry: &Inquiry<'_>,
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
pub(in crate::cards) fn no_trend(inquiry: &Inquiry<'_>, words: &Words) -> Option<Line> {
    let history = inquiry.trend.as_ref()?;
    history.values.is_empty().then(|| {
        let metric = words.metric(history.metric);
        words.line("trend-empty", &[("metric", metric.into())])
    })
}

/// The chart of a history, with the limits of `rule`; `None` where there is nothing to
/// draw. `place` says whose figures they are.
pub(in crate::cards) fn trend(
    history: &History,
    rule: Option<&Rule>,
    place: &str,
    words: &Words,
) -> Option<Chart> {
    let values: Vec<_> = history
        .values
        .iter()
        .filter(|(_, sample)| sample.value.scalar().is_finite())
        .map(|(at, sample)| (*at, sample.value))
        .collect();
    let ((first, _), (last, newest)) = (*values.first()?, *values.last()?);
    let every = i64::try_from(history.every.as_secs())
        .unwrap_or(i64::MAX)
        .max(1);
    let limits = rule.map_or_else(Vec::new, |rule| limits(rule, words));
    let start = first
        .timestamp()
        .min(last.timestamp().saturating_sub(every));
    let drawn = values
        .iter()
        .map(|(_, value)| value.scalar())
        .chain(limits.iter().filter_map(|limit| limit.value.value));
    let plot = Trend {
        points: values
            .iter()
            .map(|(at, value)| Point {
                at: at.timestamp(),
                value: value.scalar(),
            })
            .collect(),
        longest_step: every.saturating_mul(5) / 2,
        heights: axes::heights(history.metric, drawn, words),
        times: axes::times(start, last.timestamp(), words),
        range: (start, last.timestamp()),
        limits,
        last: words.quantity(newest),
    };
    let span = words.say(
        "trend-span",
        &[
            ("span", told_span(first, last, words).into()),
            ("length", words.duration(history.length).into()),
        ],
    );
    Some(Chart {
        title: words.metric(history.metric),
        subtitle: format!("{place} · {span}"),
        alt: alt(history, &values, rule, &format!("{place} · {span}"), words),
        plot: Plot::Trend(plot),
    })
}

fn told_span(first: DateTime<Utc>, last: DateTime<Utc>, words: &Words) -> String {
    let span = words.span(first, last);
    let is_dated = words.date(first) != words.date(last);
    if is_dated {
        span
    } else {
        format!("{}, {span}", words.date(first))
    }
}

fn limits(rule: &Rule, words: &Words) -> Vec<Limit> {
    let side = match rule.when.side() {
        Some(Side::Above) => charts::Side::Above,
        Some(Side::Below) => charts::Side::Below,
        None => return Vec::new(),
    };
    let limit = |severity: Severity| {
        let limit = rule.when.limit(severity)?;
        let id = match severity {
            Severity::Warning => "trend-limit",
            Severity::Critical => "trend-limit-critical",
        };
        let told = words.say(id, &[("limit", words.stated(limit).into())]);
        Some(Limit {
            value: Value {
                value: Some(limit.scalar()),
                told,
            },
            side,
            is_critical: severity == Severity::Critical,
        })
    };
    [Severity::Warning, Severity::Critical]
        .into_iter()
        .filter_map(limit)
        .collect()
}

fn alt(
    history: &History,
    values: &[(DateTime<Utc>, Quantity)],
    rule: Option<&Rule>,
    place: &str,
    words: &Words,
) -> String {
    let order = |one: &&(DateTime<Utc>, Quantity), other: &&(DateTime<Utc>, Quantity)| {
        one.1.scalar().total_cmp(&other.1.scalar())
    };
    let Some(((low, high), last)) = values
        .iter()
        .min_by(order)
        .zip(values.iter().max_by(order))
        .zip(values.last())
    else {
        return String::new();
    };
    let at = |point: &(DateTime<Utc>, Quantity)| words.at(point.0, last.0);
    let mut text = words.say(
        "trend-alt",
        &[
            ("metric", words.metric(history.metric).into()),
            ("place", place.into()),
            ("low", words.quantity(low.1).into()),
            ("low-at", at(low).into()),
            ("high", words.quantity(high.1).into()),
            ("high-at", at(high).into()),
            ("last", words.quantity(last.1).into()),
            ("last-at", at(last).into()),
        ],
    );
    if let Some(past) = rule.and_then(|rule| past(history, values, rule, words)) {
        text.push(' ');
        text.push_str(&past);
    }
    text
}

/// For how long the figure was past the first limit: each value stands for the time until
/// the next.
fn past(
    history: &History,
    values: &[(DateTime<Utc>, Quantity)],
    rule: &Rule,
    words: &Words,
) -> Option<String> {
    let limit = first_limit(rule)?;
    let side = rule.when.side()?;
    let count = values
        .iter()
        .filter(|(_, value)| side.is_past(value.scalar(), limit.scalar()))
        .count();
    let rule = ("rule", tidy(rule.id.as_str()).into());
    let limit = ("limit", words.stated(limit).into());
    if count == 0 {
        return Some(words.say("trend-never-past", &[limit, rule]));
    }
    let times = u32::try_from(count).unwrap_or(u32::MAX);
    let length = words.duration(history.every.saturating_mul(times));
    let id = match side {
        Side::Above => "trend-above",
        Side::Below => "trend-below",
    };
    Some(words.say(id, &[("length", length.into()), limit, rule]))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono_tz::America::Bogota;
    use insta::assert_snapshot;

    use super::*;
    use crate::{
        cards::Locale,
        metrics::{Metric, Sample},
        rules::{ChannelName, Notify, RuleId, Selection, Threshold},
    };

    fn words(tag: &str) -> Words {
        Words::new(Locale::from_tag(tag), Bogota)
    }

    fn history(metric: Metric, values: &[Quantity]) -> History {
        let start: DateTime<Utc> = "2026-11-17T13:05:00Z".parse().unwrap();
        let values = values.iter().zip(0..).map(|(value, place)| {
            let sample = Sample {
                value: *value,
                part: None,
                of: None,
            };
            (start + chrono::TimeDelta::minutes(30 * place), sample)
        });
        History {
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
                Selection::Operation,
                when.unwrap(),
                Notify::one(ChannelName::new("floor")),
            )
        }
    }

    fn drawn(history: &History, rule: Option<&Rule>, words: &Words) -> (Chart, Trend) {
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
