//! A history drawn as a line, and told in words for those who cannot see it.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::axes;
use crate::{
    Words,
    charts::{self, Chart, ChartValue, Plot, TimeSpan, TrendChart, TrendPoint, UsualLine},
    report::TrendHistory,
    tidy,
};
use vigia_core::{
    metrics::{Quantity, Sample},
    rules::{Rule, RuleId, Severity, Side},
};

/// A history to draw, and what is drawn beside it.
pub(crate) struct TrendDrawing<'a> {
    /// The figures.
    pub(crate) history: &'a TrendHistory,
    /// Whose figures they are.
    pub(crate) place: &'a str,
    /// What they are held against.
    pub(crate) bounds: Option<TrendBounds<'a>>,
    /// The longest time between two figures that is no gap.
    pub(crate) longest_step: Duration,
    /// The last time that is shown; that of the last figure where `None`.
    pub(crate) until: Option<DateTime<Utc>>,
    /// What the figure usually is.
    pub(crate) usual: Option<UsualLine>,
    /// The stretch of time that the picture is about.
    pub(crate) spell: Option<TimeSpan>,
}

/// The limits of a rule.
pub(crate) struct TrendBounds<'a> {
    /// By which rule.
    pub(crate) rule: &'a RuleId,
    /// Which side of them is the breach.
    pub(crate) side: Side,
    /// The limit of a warning.
    pub(crate) warning: Option<Quantity>,
    /// The limit of a critical breach.
    pub(crate) critical: Option<Quantity>,
    /// Since when they are known to be what they are; `None` where they are fixed.
    pub(crate) from: Option<DateTime<Utc>>,
}

/// A figure, and the end of its window.
type Seen = (DateTime<Utc>, Sample);

impl<'a> TrendBounds<'a> {
    /// Those that a rule has fixed.
    pub(super) fn of(rule: &'a Rule) -> Option<Self> {
        Some(Self {
            rule: &rule.id,
            side: rule.when.side()?,
            warning: rule.when.limit(Severity::Warning),
            critical: rule.when.limit(Severity::Critical),
            from: None,
        })
    }

    fn drawn(&self, words: &Words) -> Vec<charts::LimitLine> {
        let side = match self.side {
            Side::Above => charts::LimitSide::Above,
            Side::Below => charts::LimitSide::Below,
        };
        let limit = |id: &str, limit: Option<Quantity>, is_critical| {
            let limit = limit?;
            let told = words.say(id, &[("limit", words.stated(limit).into())]);
            Some(charts::LimitLine {
                value: ChartValue {
                    value: Some(limit.scalar()),
                    told,
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
    /// The chart; `None` where there is nothing to draw.
    pub(crate) fn chart(&self, words: &Words) -> Option<Chart> {
        let history = self.history;
        let values: Vec<Seen> = history
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
                ("span", told_span(first.0, until, words).into()),
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
        values: &[Seen],
        newest: &Seen,
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
            .map_or_else(Vec::new, |bounds| bounds.drawn(words));
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
            heights: axes::heights(self.history.metric, drawn, words),
            points,
            longest_step: in_seconds(self.longest_step),
            times: axes::times(range.0, range.1, words),
            range,
            limits,
            last: words.quantity(newest.1.value),
            usual: self.usual.clone(),
            spell: self.spell,
        }
    }

    fn alt(&self, values: &[Seen], place: &str, words: &Words) -> String {
        let order =
            |one: &&Seen, other: &&Seen| one.1.value.scalar().total_cmp(&other.1.value.scalar());
        let Some(((low, high), last)) = values
            .iter()
            .min_by(order)
            .zip(values.iter().max_by(order))
            .zip(values.last())
        else {
            return String::new();
        };
        let metric = self.history.metric;
        let figure = |seen: &Seen| words.figure(metric, &seen.1);
        let at = |seen: &Seen| words.at(seen.0, last.0);
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
        if let Some(past) = bounds.and_then(|bounds| self.past(values, bounds, words)) {
            text.push(' ');
            text.push_str(&past);
        }
        text
    }

    /// For how long the figure was past the first limit: each value stands for the time until
    /// the next.
    fn past(&self, values: &[Seen], bounds: &TrendBounds<'_>, words: &Words) -> Option<String> {
        let limit = bounds.warning.or(bounds.critical)?;
        let is_past = |(at, sample): &&Seen| {
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

fn told_span(first: DateTime<Utc>, last: DateTime<Utc>, words: &Words) -> String {
    let span = words.span(first, last);
    let is_dated = words.date(first) != words.date(last);
    if is_dated {
        span
    } else {
        format!("{}, {span}", words.date(first))
    }
}
