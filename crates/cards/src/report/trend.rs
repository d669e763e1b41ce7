//! A metric over time, drawn as a line against the limits of its rule, with the same in words
//! for people who cannot see it.

use std::time::Duration;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::{
    CardLine, Words,
    charts::{
        Chart, ChartValue, CourseChart, CourseEnd, CoursePoint, FigureState, LimitLine, Plot,
        TimeSpan,
    },
    report::{AnswerSource, TrendHistory, alt_text, rule_for},
};
use vigia_core::{
    metrics::{Quantity, Sample, Scope},
    rules::{Rule, Severity, Side},
};

/// A longer time has days on its axis, and a shorter one times of the day.
const LONGEST_DAY: TimeDelta = TimeDelta::hours(36);

impl AnswerSource<'_> {
    /// Returns the trend where one was asked for and can be drawn, else the other chart.
    pub(crate) fn trend_or(
        &self,
        scope: Option<&Scope>,
        otherwise: impl FnOnce() -> Option<Chart>,
    ) -> Option<Chart> {
        let drawn = self.context.trend.as_ref().and_then(|history| {
            let rules = self.context.rules;
            let rule = scope.and_then(|scope| rule_for(rules, history.metric, scope));
            trend_chart(history, rule, self.words)
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

fn trend_chart(history: &TrendHistory, rule: Option<&Rule>, words: &Words) -> Option<Chart> {
    let bounds = rule.and_then(TrendBounds::of);
    let last = history.values.last()?;
    let state = bounds.as_ref().map_or(FigureState::Unjudged, |bounds| {
        bounds.state_of(last.1.value)
    });
    let drawing = TrendDrawing {
        history,
        bounds,
        longest_step: history.every.saturating_mul(5) / 2,
        until: None,
        usual: None,
        state,
        spell: None,
    };
    drawing.chart(Vec::new(), words)
}

/// A history to draw as a line, and the lines that are drawn beside it.
pub(crate) struct TrendDrawing<'a> {
    pub(crate) history: &'a TrendHistory,
    pub(crate) bounds: Option<TrendBounds>,
    /// The longest time between two figures that is no gap.
    pub(crate) longest_step: Duration,
    /// The last time that is shown; that of the last figure where `None`.
    pub(crate) until: Option<DateTime<Utc>>,
    pub(crate) usual: Option<LimitLine>,
    /// The judgement of the last figure.
    pub(crate) state: FigureState,
    /// The time that is marked, such as that of an alert.
    pub(crate) spell: Option<TimeSpan>,
}

/// The limits of a rule.
pub(crate) struct TrendBounds {
    /// The side of them that is a breach.
    pub(crate) side: Side,
    pub(crate) warning: Option<Quantity>,
    pub(crate) critical: Option<Quantity>,
    /// The time since when they are known to be so high; `None` where they are fixed.
    pub(crate) from: Option<DateTime<Utc>>,
}

/// A figure, and the end of its window.
type DatedSample = (DateTime<Utc>, Sample);

impl TrendBounds {
    /// Returns the limits that a rule has fixed.
    fn of(rule: &Rule) -> Option<Self> {
        Some(Self {
            side: rule.when.side()?,
            warning: rule.when.limit(Severity::Warning),
            critical: rule.when.limit(Severity::Critical),
            from: None,
        })
    }

    /// Returns the state of a figure by the worst limit that it is past.
    pub(crate) fn state_of(&self, figure: Quantity) -> FigureState {
        let is_past = |limit: Option<Quantity>| {
            limit.is_some_and(|limit| self.side.is_past(figure.scalar(), limit.scalar()))
        };
        if is_past(self.critical) {
            FigureState::Critical
        } else if is_past(self.warning) {
            FigureState::Warning
        } else {
            FigureState::Within
        }
    }

    fn limit_lines(&self, words: &Words) -> Vec<LimitLine> {
        let id = match self.side {
            Side::Above => "trend-limit",
            Side::Below => "trend-goal",
        };
        let limits = [(id, self.warning), ("trend-limit", self.critical)];
        let limits = limits.into_iter().filter_map(|(id, limit)| {
            let limit = limit?;
            Some(LimitLine {
                value: ChartValue {
                    value: Some(limit.scalar()),
                    text: words.say(id, &[("limit", words.stated(limit).into())]),
                },
                from: self.from.map(|from| from.timestamp()),
            })
        });
        limits.collect()
    }
}

impl TrendDrawing<'_> {
    /// Returns the chart, or `None` where there is nothing to draw. The parts are added to the
    /// sentence for people who cannot see it.
    pub(crate) fn chart(&self, parts: Vec<String>, words: &Words) -> Option<Chart> {
        let values: Vec<DatedSample> = self
            .history
            .values
            .iter()
            .filter(|(_, sample)| sample.value.scalar().is_finite())
            .copied()
            .collect();
        let (first, last) = (values.first()?, values.last()?);
        let until = self.until.unwrap_or(last.0).max(last.0);
        let mut sentence = vec![self.course_in_words(&values, until, words)?];
        let bounds = self.bounds.as_ref();
        sentence.extend(bounds.and_then(|bounds| self.time_past(&values, bounds, words)));
        sentence.extend(parts);

        let every = TimeDelta::seconds(in_seconds(self.history.every).max(1));
        let range = (first.0.min(last.0 - every), until);
        let mut limits = bounds.map_or_else(Vec::new, |bounds| bounds.limit_lines(words));
        limits.extend(self.usual.clone());
        let is_known = in_seconds(self.longest_step) >= (until - last.0).num_seconds();
        let end = if is_known {
            CourseEnd::Figure(words.quantity(last.1.value), self.state)
        } else {
            CourseEnd::NoData(words.say("chart-no-data", &[]))
        };
        let points = values.iter().map(|(at, sample)| CoursePoint {
            at: at.timestamp(),
            value: sample.value.scalar(),
        });
        Some(Chart {
            alt: alt_text(&format!("{}.", sentence.join("; "))),
            plot: Plot::Course(CourseChart {
                points: points.collect(),
                longest_step: in_seconds(self.longest_step),
                times: time_marks(range.0, range.1, words),
                range: (range.0.timestamp(), range.1.timestamp()),
                limits,
                peak: self.peak(&values, is_known, words),
                end,
                spell: self.spell,
            }),
        })
    }

    /// The side that is worse, where the limits do not say it.
    fn side(&self) -> Side {
        self.bounds
            .as_ref()
            .map_or(Side::Above, |bounds| bounds.side)
    }

    /// Returns the worst figure, unless it is the one whose text is at the end of the line or no
    /// limit is passed.
    fn peak(
        &self,
        values: &[DatedSample],
        has_end: bool,
        words: &Words,
    ) -> Option<(CoursePoint, String)> {
        let worse = |one: &&DatedSample, other: &&DatedSample| {
            let order = one.1.value.scalar().total_cmp(&other.1.value.scalar());
            match self.side() {
                Side::Above => order,
                Side::Below => order.reverse(),
            }
        };
        let (at, worst) = values.iter().max_by(worse)?;
        let is_end = has_end && values.last().is_some_and(|(last, _)| last == at);
        let bounds = self.bounds.as_ref();
        let is_within =
            bounds.is_some_and(|bounds| bounds.state_of(worst.value) == FigureState::Within);
        (!is_end && !is_within).then(|| {
            let point = CoursePoint {
                at: at.timestamp(),
                value: worst.value.scalar(),
            };
            (point, words.quantity(worst.value))
        })
    }

    fn course_in_words(
        &self,
        values: &[DatedSample],
        until: DateTime<Utc>,
        words: &Words,
    ) -> Option<String> {
        let order = |one: &&DatedSample, other: &&DatedSample| {
            one.1.value.scalar().total_cmp(&other.1.value.scalar())
        };
        let (first, last) = (values.first()?, values.last()?);
        let (low, high) = (values.iter().min_by(order)?, values.iter().max_by(order)?);
        let metric = self.history.metric;
        let figure = |seen: &DatedSample| words.figure(metric, &seen.1).into();
        let at = |seen: &DatedSample| words.at(seen.0, until).into();
        let place = [
            ("metric", words.metric(metric).into()),
            ("span", words.span(first.0, until).into()),
            ("low", figure(low)),
            ("low-at", at(low)),
            ("high", figure(high)),
            ("high-at", at(high)),
            ("last", figure(last)),
            ("last-at", at(last)),
        ];
        Some(words.say("trend-alt", &place))
    }

    /// Says for how long the figure was past the first limit. Each value counts for the time
    /// until the next.
    fn time_past(
        &self,
        values: &[DatedSample],
        bounds: &TrendBounds,
        words: &Words,
    ) -> Option<String> {
        let limit = bounds.warning.or(bounds.critical)?;
        let is_past = |(at, sample): &&DatedSample| {
            bounds.from.is_none_or(|from| *at >= from)
                && bounds.side.is_past(sample.value.scalar(), limit.scalar())
        };
        let count = values.iter().filter(is_past).count();
        let limit = ("limit", words.stated(limit).into());
        if count == 0 {
            return Some(words.say("trend-never-past", &[limit]));
        }
        let times = u32::try_from(count).unwrap_or(u32::MAX);
        let length = words.duration(self.history.every.saturating_mul(times));
        let id = match bounds.side {
            Side::Above => "trend-above",
            Side::Below => "trend-below",
        };
        Some(words.say(id, &[("length", length.into()), limit]))
    }
}

fn in_seconds(length: Duration) -> i64 {
    i64::try_from(length.as_secs()).unwrap_or(i64::MAX)
}

/// Returns the marks of the time axis: its ends and a round time between them, or days of the
/// operation's own calendar where it is long.
fn time_marks(from: DateTime<Utc>, until: DateTime<Utc>, words: &Words) -> Vec<(i64, String)> {
    const ROUND: i64 = 300;
    if until - from > LONGEST_DAY {
        return day_marks(from, until, words);
    }
    let middle = i64::midpoint(from.timestamp(), until.timestamp());
    let middle = (middle + ROUND / 2).div_euclid(ROUND) * ROUND;
    let middle = DateTime::from_timestamp(middle, 0).filter(|at| *at > from && *at < until);
    let marks = [Some(from), middle, Some(until)].into_iter().flatten();
    marks.map(|at| (at.timestamp(), words.clock(at))).collect()
}

fn day_marks(from: DateTime<Utc>, until: DateTime<Utc>, words: &Words) -> Vec<(i64, String)> {
    let (first, last) = [from, until]
        .map(|at| at.with_timezone(&words.zone()).date_naive())
        .into();
    let days = first.iter_days().take_while(|day| *day <= last);
    let midnights = days.filter_map(|day| {
        let at = day.and_hms_opt(0, 0, 0)?.and_local_timezone(words.zone());
        Some((at.earliest()?.to_utc(), day))
    });
    let midnights: Vec<_> = midnights
        .filter(|(at, _)| (from..=until).contains(at))
        .collect();
    let middle = midnights.get(midnights.len() / 2);
    let mut marks: Vec<_> = [midnights.first(), middle, midnights.last()]
        .into_iter()
        .flatten()
        .map(|(at, day)| {
            let month = ("month", day.month().into());
            let label = words.say("chart-day", &[("day", day.day().to_string().into()), month]);
            (at.timestamp(), label)
        })
        .collect();
    marks.dedup();
    marks
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use chrono_tz::America::{Bogota, Santiago};
    use insta::assert_snapshot;

    use super::*;
    use crate::{
        Locale,
        charts::{CourseChart, Plot},
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

    fn drawn(history: &TrendHistory, rule: Option<&Rule>, words: &Words) -> (Chart, CourseChart) {
        let chart = trend_chart(history, rule, words).unwrap();
        let Plot::Course(plot) = chart.plot.clone() else {
            panic!("{:?}", chart.plot);
        };
        (chart, plot)
    }

    #[test]
    fn a_trend_is_one_sentence_with_its_limit() {
        let history = history(
            Metric::AbandonRate,
            &percents(&[2.1, 4.0, 14.75, 11.0, f64::NAN, 6.04]),
        );
        let rule = rule(Metric::AbandonRate, Side::Above, 5.0, 10.0);
        let (chart, plot) = drawn(&history, Some(&rule), &words("es-CO"));
        assert_snapshot!(chart.alt, @"Abandono, 08:05–10:35: mínimo 2,1 % a las 08:05, máximo 14,8 % a las 09:05, último 6,0 % a las 10:35; 1 h 30 min por encima del límite de 5 %.");
        assert_eq!((plot.points.len(), plot.longest_step), (5, 4_500));
        let end = CourseEnd::Figure("6,0 %".to_owned(), FigureState::Warning);
        assert_eq!(plot.end, end);
        let limits: Vec<_> = plot.limits.iter().map(|limit| &limit.value.text).collect();
        assert_eq!(limits, ["límite 5 %", "límite 10 %"]);
        let times: Vec<_> = plot.times.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(times, ["08:05", "09:20", "10:35"]);
    }

    #[test]
    fn the_peak_is_the_worst_figure_that_is_past_a_limit() {
        let peak = |metric, side, limits: (f64, f64), values: &[f64]| {
            let rule = rule(metric, side, limits.0, limits.1);
            let (_, plot) = drawn(
                &history(metric, &percents(values)),
                Some(&rule),
                &words("es-CO"),
            );
            plot.peak.map(|(_, text)| text)
        };
        let abandonment =
            |values: &[f64]| peak(Metric::AbandonRate, Side::Above, (5.0, 10.0), values);
        assert_eq!(abandonment(&[2.0, 14.8, 6.0]).as_deref(), Some("14,8 %"));
        assert_eq!(abandonment(&[2.0, 4.8, 3.0]), None);
        assert_eq!(abandonment(&[2.0, 6.0, 14.8]), None);
        let level =
            |values: &[f64]| peak(Metric::ServiceLevel20s, Side::Below, (80.0, 60.0), values);
        assert_eq!(level(&[90.0, 71.0, 95.0]).as_deref(), Some("71,0 %"));
    }

    #[test]
    fn days_begin_at_midnight_of_the_operation() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let labels = |from, until, zone| {
            let words = Words::new(Locale::from_tag("es-CL"), zone);
            let marks = time_marks(at(from), at(until), &words).into_iter();
            marks.map(|(_, label)| label).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            labels("2026-11-10T12:00:00Z", "2026-11-17T12:00:00Z", Santiago),
            "11 nov 14 nov 17 nov"
        );
        assert_eq!(
            labels("2026-11-17T12:00:00Z", "2026-11-18T12:00:00Z", Bogota),
            "07:00 19:00 07:00"
        );
        assert_eq!(
            labels("2026-11-17T12:01:00Z", "2026-11-17T12:03:00Z", Bogota),
            "07:01 07:03"
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_no_chart() {
        let drawn = |history: &TrendHistory| trend_chart(history, None, &words("en"));
        assert_eq!(drawn(&history(Metric::Asa, &[])), None);
        assert_eq!(
            drawn(&history(Metric::AbandonRate, &percents(&[f64::NAN]))),
            None
        );
    }
}
