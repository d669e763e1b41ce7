//! The marks of a trend's two axes: round figures, and round times of the operation's own
//! clock.

use chrono::{DateTime, Datelike, Timelike, Utc};

use crate::{Words, charts::ChartValue};
use vigia_core::metrics::{Direction, Metric, Quantity, Unit};

/// How many marks the time axis has room for.
const TIMES: usize = 7;

/// The marks of the upright axis. A figure of which more is worse is drawn from zero.
pub(crate) fn heights(
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
            low -= smallest(unit);
        } else {
            high += smallest(unit);
        }
    }
    marks(low, high, unit)
        .into_iter()
        .map(|mark| ChartValue {
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
pub(super) fn times(from: i64, until: i64, words: &Words) -> Vec<(i64, String)> {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono_tz::{
        America::{Bogota, Santiago},
        Tz,
    };

    use super::*;
    use crate::Locale;

    fn told(metric: Metric, values: &[Quantity]) -> String {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let values = values.iter().map(|value| value.scalar());
        let marks = heights(metric, values, &words).into_iter();
        marks.map(|mark| mark.told).collect::<Vec<_>>().join(" ")
    }

    fn percents(metric: Metric, values: &[f64]) -> String {
        let values = values.iter().copied().map(Quantity::Percent);
        told(metric, &values.collect::<Vec<_>>())
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
        assert_eq!(told(Metric::Asa, &waits), "0 s 30 s 1 min 1 min 30 s 2 min");
        let calls = |calls| told(Metric::CallsOffered, &[Quantity::Count(calls)]);
        assert_eq!(calls(2), "0 1 2 3");
        assert_eq!(calls(1_830_000), "0 500.000 1.000.000 1.500.000 2.000.000");
    }

    fn times_of(from: &str, until: &str, zone: Tz) -> String {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap().timestamp();
        let words = Words::new(Locale::from_tag("es-CL"), zone);
        let marks = times(at(from), at(until), &words).into_iter();
        marks.map(|(_, told)| told).collect::<Vec<_>>().join(" ")
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
