//! A metric over time, drawn against the limits of its rule.

use chrono::{DateTime, Datelike, Timelike, Utc};

use crate::{
    cards::{Words, report::History, tidy},
    charts::{self, Chart, Limit, Plot, Point, Trend, Value},
    metrics::{Direction, Quantity, Unit},
    rules::{Rule, Severity, Side},
};

/// How many marks the time axis has room for.
const TIMES: usize = 6;

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
    let plot = Trend {
        points: values
            .iter()
            .map(|(at, value)| Point {
                at: at.timestamp(),
                value: value.scalar(),
            })
            .collect(),
        longest_step: every.saturating_mul(5) / 2,
        heights: heights(history, &values, &limits, words),
        times: times(start, last.timestamp(), words),
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
        Side::Above => charts::Side::Above,
        Side::Below => charts::Side::Below,
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

/// The marks of the upright axis. A figure of which more is worse is drawn from zero.
fn heights(
    history: &History,
    values: &[(DateTime<Utc>, Quantity)],
    limits: &[Limit],
    words: &Words,
) -> Vec<Value> {
    let unit = history.metric.unit();
    let drawn = values
        .iter()
        .map(|(_, value)| value.scalar())
        .chain(limits.iter().filter_map(|limit| limit.value.value));
    let (mut low, mut high) = drawn.fold((f64::INFINITY, 0.0_f64), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let is_goal =
        unit == Unit::Percent && history.metric.direction() == Direction::LowIsBad;
    if !is_goal {
        low = low.min(0.0);
    }
    if high - low < f64::EPSILON {
        high = low + smallest(unit);
    }
    marks(low, high, unit)
        .into_iter()
        .map(|mark| Value {
            value: Some(mark),
            told: words.stated(quantity(unit, mark)),
        })
        .collect()
}

/// Four or five round values that hold all from `low` to `high`.
fn marks(low: f64, high: f64, unit: Unit) -> Vec<f64> {
    let mut marks = Vec::new();
    for step in steps(unit) {
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
    // A share has no room over the whole.
    if unit == Unit::Percent && high <= 100.0 {
        marks.retain(|mark| *mark <= 100.0);
    }
    marks
}

fn smallest(unit: Unit) -> f64 {
    match unit {
        Unit::Percent | Unit::Money => 0.5,
        Unit::Duration | Unit::Count => 1.0,
    }
}

/// Steps that people count in, smallest first, without end.
fn steps(unit: Unit) -> impl Iterator<Item = f64> {
    let round: &[f64] = match unit {
        Unit::Duration => &[
            1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0,
            3_600.0, 7_200.0, 18_000.0, 36_000.0,
        ],
        Unit::Percent => &[0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0],
        Unit::Count => &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0],
        Unit::Money => &[0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0],
    };
    let top = round.last().copied().unwrap_or(1.0);
    let beyond = (1..300).flat_map(move |power| {
        [1.0, 2.0, 5.0].map(|step| top * step * 10_f64.powi(power) / 5.0)
    });
    round.iter().copied().chain(beyond)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a mark of a count is whole and not negative"
)]
fn quantity(unit: Unit, value: f64) -> Quantity {
    match unit {
        Unit::Percent => Quantity::Percent(value),
        Unit::Money => Quantity::Money(value),
        Unit::Count => Quantity::Count(value.max(0.0) as u64),
        Unit::Duration => Quantity::Duration(
            std::time::Duration::try_from_secs_f64(value.max(0.0)).unwrap_or_default(),
        ),
    }
}

/// Marks at round times of the operation's own clock, as close as there is room for.
fn times(from: i64, until: i64, words: &Words) -> Vec<(i64, String)> {
    const MINUTES: [u32; 8] = [5, 15, 30, 60, 180, 360, 720, 1_440];
    const DAYS: [u32; 6] = [1, 2, 7, 14, 28, 90];
    let grid = (from.div_euclid(300) + i64::from(from.rem_euclid(300) > 0)) * 300;
    let local: Vec<_> = (0..)
        .map(|place| grid.saturating_add(place * 300))
        .take_while(|time| *time <= until)
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
                && u32::try_from(time.num_days_from_ce())
                    .is_ok_and(|day| day.is_multiple_of(days))
        };
        marks = local.iter().filter(|(_, time)| is_round(time)).collect();
        if marks.len() <= TIMES {
            break;
        }
    }
    marks
        .into_iter()
        .map(|(time, local)| (time.timestamp(), told_time(*time, local.hour(), words)))
        .collect()
}

/// Midnight is told as the day that begins.
fn told_time(time: DateTime<Utc>, hour: u32, words: &Words) -> String {
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
    let limit = super::first_limit(rule)?;
    let side = rule.when.side();
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
