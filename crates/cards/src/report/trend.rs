//! A metric over time, drawn as a line against the limits of its rule, with the same in words
//! for people who cannot see it.

use std::time::Duration;

use chrono::{DateTime, Datelike, Timelike, Utc};

use crate::{
    CardLine, Words,
    charts::{
        Chart, ChartValue, LimitLine, LimitSide, Plot, TimeSpan, TrendChart, TrendPoint, UsualLine,
    },
    report::{AnswerSource, TrendHistory, rule_for},
    tidy,
};
use vigia_core::{
    metrics::{Direction, Metric, Quantity, Sample, Scope, Unit},
    rules::{Rule, RuleId, Severity, Side},
};

/// The time axis has room for so many marks.
const MOST_TIMES: usize = 7;

impl AnswerSource<'_> {
    /// Returns the trend where one was asked for and can be drawn, else the other chart.
    pub(crate) fn trend_or(
        &self,
        scope: Option<&Scope>,
        place: &str,
        otherwise: impl FnOnce() -> Option<Chart>,
    ) -> Option<Chart> {
        let drawn = self.context.trend.as_ref().and_then(|history| {
            let rules = self.context.rules;
            let rule = scope.and_then(|scope| rule_for(rules, history.metric, scope));
            trend_chart(history, rule, place, self.words)
        });
        drawn.or_else(otherwise)
    }

    /// Says that the history that was asked for is empty.
    pub(super) fn empty_trend_line(&self) -> Option<CardLine> {
        let history = self.context.trend.as_ref()?;
        history.values.is_empty().then(|| {
            let metric = self.words.metric(history.metric);
            self.words.line("trend-empty", &[("metric", metric.into())])
        })
    }
}

fn trend_chart(
    history: &TrendHistory,
    rule: Option<&Rule>,
    place: &str,
    words: &Words,
) -> Option<Chart> {
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

/// A history to draw as a line, and the lines that are drawn beside it.
pub(crate) struct TrendDrawing<'a> {
    pub(crate) history: &'a TrendHistory,
    /// The name of the place that the figures are from.
    pub(crate) place: &'a str,
    pub(crate) bounds: Option<TrendBounds<'a>>,
    /// The longest time between two figures that is no gap.
    pub(crate) longest_step: Duration,
    /// The last time that is shown; that of the last figure where `None`.
    pub(crate) until: Option<DateTime<Utc>>,
    pub(crate) usual: Option<UsualLine>,
    /// The time that is marked, such as that of an alert.
    pub(crate) spell: Option<TimeSpan>,
}

/// The limits of a rule.
pub(crate) struct TrendBounds<'a> {
    pub(crate) rule: &'a RuleId,
    /// The side of them that is a breach.
    pub(crate) side: Side,
    pub(crate) warning: Option<Quantity>,
    pub(crate) critical: Option<Quantity>,
    /// The time since when they are known to be so high; `None` where they are fixed.
    pub(crate) from: Option<DateTime<Utc>>,
}

/// A figure, and the end of its window.
type DatedSample = (DateTime<Utc>, Sample);

impl<'a> TrendBounds<'a> {
    /// Returns the limits that a rule has fixed.
    fn of(rule: &'a Rule) -> Option<Self> {
        Some(Self {
            rule: &rule.id,
            side: rule.when.side()?,
            warning: rule.when.limit(Severity::Warning),
            critical: rule.when.limit(Severity::Critical),
            from: None,
        })
    }

    fn limit_lines(&self, words: &Words) -> Vec<LimitLine> {
        let side = match self.side {
            Side::Above => LimitSide::Above,
            Side::Below => LimitSide::Below,
        };
        let limit = |id: &str, limit: Option<Quantity>, is_critical| {
            let limit = limit?;
            Some(LimitLine {
                value: ChartValue {
                    value: Some(limit.scalar()),
                    text: words.say(id, &[("limit", words.stated(limit).into())]),
                },
                side,
                is_critical,
                from: self.from.map(|from| from.timestamp()),
            })
        };
        [
            limit("trend-limit", self.warning, false),
            limit("trend-limit-critical", self.critical, true),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl TrendDrawing<'_> {
    /// Returns the chart, or `None` where there is nothing to draw.
    pub(crate) fn chart(&self, words: &Words) -> Option<Chart> {
        let history = self.history;
        let values: Vec<DatedSample> = history
            .values
            .iter()
            .filter(|(_, sample)| sample.value.scalar().is_finite())
            .copied()
            .collect();
        let (first, newest) = (values.first()?, values.last()?);
        let until = self.until.unwrap_or(newest.0).max(newest.0);
        let span = words.say(
            "trend-span",
            &[
                ("span", span_label(first.0, until, words).into()),
                ("length", words.duration(history.length).into()),
            ],
        );
        let subtitle = format!("{} · {span}", self.place);
        Some(Chart {
            title: words.metric(history.metric),
            alt: self.alt(&values, &subtitle, words),
            subtitle,
            plot: Plot::Trend(self.plot(&values, newest, until, words)),
        })
    }

    fn plot(
        &self,
        values: &[DatedSample],
        newest: &DatedSample,
        until: DateTime<Utc>,
        words: &Words,
    ) -> TrendChart {
        let every = in_seconds(self.history.every).max(1);
        let points: Vec<_> = values
            .iter()
            .map(|(at, sample)| TrendPoint {
                at: at.timestamp(),
                value: sample.value.scalar(),
            })
            .collect();
        let limits = self
            .bounds
            .as_ref()
            .map_or_else(Vec::new, |bounds| bounds.limit_lines(words));
        let first = points.first().map_or(0, |point| point.at);
        let range = (
            first.min(newest.0.timestamp().saturating_sub(every)),
            until.timestamp(),
        );
        let beside = limits.iter().map(|limit| &limit.value);
        let beside = beside.chain(self.usual.as_ref().map(|usual| &usual.value));
        let drawn = points.iter().map(|point| point.value);
        let drawn = drawn.chain(beside.filter_map(|value| value.value));
        TrendChart {
            heights: axis_heights(self.history.metric, drawn, words),
            points,
            longest_step: in_seconds(self.longest_step),
            times: time_marks(range.0, range.1, words),
            range,
            limits,
            last: words.quantity(newest.1.value),
            usual: self.usual.clone(),
            spell: self.spell,
        }
    }

    fn alt(&self, values: &[DatedSample], place: &str, words: &Words) -> String {
        let order = |one: &&DatedSample, other: &&DatedSample| {
            one.1.value.scalar().total_cmp(&other.1.value.scalar())
        };
        let Some(((low, high), last)) = values
            .iter()
            .min_by(order)
            .zip(values.iter().max_by(order))
            .zip(values.last())
        else {
            return String::new();
        };
        let metric = self.history.metric;
        let figure = |seen: &DatedSample| words.figure(metric, &seen.1);
        let at = |seen: &DatedSample| words.at(seen.0, last.0);
        let mut text = words.say(
            "trend-alt",
            &[
                ("metric", words.metric(metric).into()),
                ("place", place.into()),
                ("low", figure(low).into()),
                ("low-at", at(low).into()),
                ("high", figure(high).into()),
                ("high-at", at(high).into()),
                ("last", figure(last).into()),
                ("last-at", at(last).into()),
            ],
        );
        let bounds = self.bounds.as_ref();
        if let Some(past) = bounds.and_then(|bounds| self.time_past(values, bounds, words)) {
            text.push(' ');
            text.push_str(&past);
        }
        text
    }

    /// Says for how long the figure was past the first limit. Each value counts for the time
    /// until the next.
    fn time_past(
        &self,
        values: &[DatedSample],
        bounds: &TrendBounds<'_>,
        words: &Words,
    ) -> Option<String> {
        let limit = bounds.warning.or(bounds.critical)?;
        let is_past = |(at, sample): &&DatedSample| {
            bounds.from.is_none_or(|from| *at >= from)
                && bounds.side.is_past(sample.value.scalar(), limit.scalar())
        };
        let count = values.iter().filter(is_past).count();
        let rule = ("rule", tidy(bounds.rule.as_str()).into());
        let limit = ("limit", words.stated(limit).into());
        if count == 0 {
            return Some(words.say("trend-never-past", &[limit, rule]));
        }
        let times = u32::try_from(count).unwrap_or(u32::MAX);
        let length = words.duration(self.history.every.saturating_mul(times));
        let id = match bounds.side {
            Side::Above => "trend-above",
            Side::Below => "trend-below",
        };
        Some(words.say(id, &[("length", length.into()), limit, rule]))
    }
}

fn in_seconds(length: Duration) -> i64 {
    i64::try_from(length.as_secs()).unwrap_or(i64::MAX)
}

fn span_label(first: DateTime<Utc>, last: DateTime<Utc>, words: &Words) -> String {
    let span = words.span(first, last);
    let is_dated = words.date(first) != words.date(last);
    if is_dated {
        span
    } else {
        format!("{}, {span}", words.date(first))
    }
}

/// Returns round marks of the upright axis. A figure of which more is worse is drawn from zero.
pub(crate) fn axis_heights(
    metric: Metric,
    drawn: impl Iterator<Item = f64>,
    words: &Words,
) -> Vec<ChartValue> {
    let unit = metric.unit();
    let (mut low, mut high) = drawn.fold((f64::INFINITY, 0.0_f64), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let is_goal = unit == Unit::Percent && metric.direction() == Direction::LowIsBad;
    if !is_goal {
        low = low.min(0.0);
    }
    if (high - low).abs() < f64::EPSILON {
        if is_goal {
            low -= smallest_height(unit);
        } else {
            high += smallest_height(unit);
        }
    }
    round_marks(low, high, unit)
        .into_iter()
        .map(|mark| ChartValue {
            value: Some(mark),
            text: words.stated(quantity_of(unit, mark)),
        })
        .collect()
}

/// Returns four or five round values that hold all from `low` to `high`.
fn round_marks(low: f64, high: f64, unit: Unit) -> Vec<f64> {
    let mut marks = Vec::new();
    for step in round_steps(unit) {
        let (from, to) = ((low / step).floor(), (high / step).ceil());
        if to - from <= 4.0 {
            let at = |place: f64| (from + place) * step;
            marks = (0_u8..=4)
                .map(|place| at(f64::from(place)))
                .filter(|mark| *mark <= (from + 3.0).max(to) * step)
                .collect();
            break;
        }
    }
    // A share is never more than the whole.
    if unit == Unit::Percent && high <= 100.0 {
        marks.retain(|mark| *mark <= 100.0);
    }
    marks
}

fn smallest_height(unit: Unit) -> f64 {
    match unit {
        Unit::Percent | Unit::Money => 0.5,
        Unit::Duration | Unit::Count => 1.0,
    }
}

/// Returns the steps that people count in, smallest first, without end.
fn round_steps(unit: Unit) -> impl Iterator<Item = f64> {
    let round: &[f64] = match unit {
        Unit::Duration => &[
            1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0,
            7_200.0, 18_000.0, 36_000.0,
        ],
        Unit::Percent => &[0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0],
        Unit::Count => &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0],
        Unit::Money => &[0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0],
    };
    let top = round.last().copied().unwrap_or(1.0);
    let beyond = (0..300)
        .flat_map(move |power| [2.0, 5.0, 10.0].map(|step| top * step * 10_f64.powi(power)));
    round.iter().copied().chain(beyond)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mark of a count is whole and not negative"
)]
fn quantity_of(unit: Unit, value: f64) -> Quantity {
    match unit {
        Unit::Percent => Quantity::Percent(value),
        Unit::Money => Quantity::Money(value),
        Unit::Count => Quantity::Count(value.max(0.0) as u64),
        Unit::Duration => {
            Quantity::Duration(Duration::try_from_secs_f64(value.max(0.0)).unwrap_or_default())
        }
    }
}

/// Returns marks at round times of the operation's own clock, as close as there is room for.
fn time_marks(from: i64, until: i64, words: &Words) -> Vec<(i64, String)> {
    const MINUTES: [u32; 8] = [5, 15, 30, 60, 180, 360, 720, 1_440];
    const DAYS: [u32; 6] = [1, 2, 7, 14, 28, 90];
    const GRID: i64 = 300;
    let first = from.div_euclid(GRID) + i64::from(from.rem_euclid(GRID) > 0);
    let local: Vec<_> = (first..=until.div_euclid(GRID))
        .map(|place| place.saturating_mul(GRID))
        .filter_map(|time| DateTime::from_timestamp(time, 0))
        .map(|time| (time, time.with_timezone(&words.zone())))
        .collect();
    let steps = MINUTES
        .map(|minutes| (minutes, 1))
        .into_iter()
        .chain(DAYS.map(|days| (1_440, days)));
    let mut marks = Vec::new();
    for (minutes, days) in steps {
        let is_round = |time: &DateTime<chrono_tz::Tz>| {
            (time.hour() * 60 + time.minute()).is_multiple_of(minutes)
                && u32::try_from(time.num_days_from_ce()).is_ok_and(|day| day.is_multiple_of(days))
        };
        marks = local.iter().filter(|(_, time)| is_round(time)).collect();
        if marks.len() <= MOST_TIMES {
            break;
        }
    }
    marks
        .into_iter()
        .map(|(time, local)| (time.timestamp(), time_label(*time, local.hour(), words)))
        .collect()
}

/// Labels a time; midnight gets the day that begins.
fn time_label(time: DateTime<Utc>, hour: u32, words: &Words) -> String {
    let local = time.with_timezone(&words.zone());
    if hour > 0 || local.minute() > 0 {
        return words.clock(time);
    }
    words.say(
        "chart-day",
        &[
            ("day", local.day().to_string().into()),
            ("month", local.month().into()),
        ],
    )
}

#[cfg(test)]
mod tests {
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
        let chart = trend_chart(history, rule, "skill 12", words).unwrap();
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
        let limits: Vec<_> = plot.limits.iter().map(|limit| &limit.value.text).collect();
        assert_eq!(limits, ["límite 5 %", "crítico 10 %"]);
        let told: Vec<_> = plot.times.iter().map(|(_, told)| told.as_str()).collect();
        assert_eq!(told, ["08:30", "09:00", "09:30", "10:00", "10:30"]);
    }

    #[test]
    fn what_cannot_be_drawn_is_no_chart() {
        assert_eq!(
            trend_chart(&history(Metric::Asa, &[]), None, "", &words("en")),
            None
        );
        let odd = history(Metric::AbandonRate, &percents(&[f64::NAN]));
        assert_eq!(trend_chart(&odd, None, "", &words("en")), None);
    }
}

#[cfg(test)]
mod axis_tests {
    use chrono_tz::{
        America::{Bogota, Santiago},
        Tz,
    };

    use super::*;
    use crate::Locale;

    fn marks_of(metric: Metric, values: &[Quantity]) -> String {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let values = values.iter().map(|value| value.scalar());
        let marks = axis_heights(metric, values, &words).into_iter();
        marks.map(|mark| mark.text).collect::<Vec<_>>().join(" ")
    }

    fn percents(metric: Metric, values: &[f64]) -> String {
        let values = values.iter().copied().map(Quantity::Percent);
        marks_of(metric, &values.collect::<Vec<_>>())
    }

    #[test]
    fn the_marks_are_round_and_hold_all_figures() {
        let abandonment = |values: &[f64]| percents(Metric::AbandonRate, values);
        assert_eq!(abandonment(&[14.8, 3.0]), "0 % 5 % 10 % 15 %");
        assert_eq!(abandonment(&[0.0]), "0 % 0,5 % 1 % 1,5 %");
        assert_eq!(abandonment(&[130.0]), "0 % 50 % 100 % 150 %");
        let level = |values: &[f64]| percents(Metric::ServiceLevel20s, values);
        assert_eq!(level(&[92.0, 71.0]), "70 % 80 % 90 % 100 %");
        assert_eq!(level(&[100.0, 3.0]), "0 % 25 % 50 % 75 % 100 %");
        assert_eq!(level(&[100.0]), "99,5 % 100 %");
        let waits = [12, 95].map(|wait| Quantity::Duration(Duration::from_secs(wait)));
        assert_eq!(
            marks_of(Metric::Asa, &waits),
            "0 s 30 s 1 min 1 min 30 s 2 min"
        );
        let calls = |calls| marks_of(Metric::CallsOffered, &[Quantity::Count(calls)]);
        assert_eq!(calls(2), "0 1 2 3");
        assert_eq!(calls(1_830_000), "0 500.000 1.000.000 1.500.000 2.000.000");
    }

    fn times_of(from: &str, until: &str, zone: Tz) -> String {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap().timestamp();
        let words = Words::new(Locale::from_tag("es-CL"), zone);
        let marks = time_marks(at(from), at(until), &words).into_iter();
        marks.map(|(_, label)| label).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn days_begin_at_midnight_of_the_operation() {
        assert_eq!(
            times_of("2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z", Bogota),
            "12:00 18:00 18 nov 06:00"
        );
        assert_eq!(
            times_of("2026-11-10T12:00:00Z", "2026-11-17T12:00:00Z", Santiago),
            "11 nov 12 nov 13 nov 14 nov 15 nov 16 nov 17 nov"
        );
        assert_eq!(
            times_of("2026-11-17T12:01:00Z", "2026-11-17T12:03:00Z", Bogota),
            ""
        );
    }
}
