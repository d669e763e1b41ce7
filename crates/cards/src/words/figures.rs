//! Numbers as people of one place write them. A figure that is not known is a dash, never
//! zero.

use std::time::Duration;

use crate::words::{Locale, Words};
use vigia_core::metrics::{Quantity, Sample};

/// The text of a figure that is not known.
pub(crate) const UNKNOWN: &str = "–";

impl Words {
    /// Formats a measured figure: `14.8 %`, `2 min 05 s`, `1,234`.
    pub fn quantity(&self, quantity: Quantity) -> String {
        match quantity {
            Quantity::Percent(value) => self.percent(value),
            Quantity::Duration(value) => format_duration(value),
            Quantity::Count(value) => self.count(value),
            Quantity::Money(value) => self.decimal(value, 2),
        }
    }

    /// Formats a figure that a person wrote, such as a limit: `5 %`, where a measured one
    /// would be `5.0 %`.
    pub fn stated(&self, quantity: Quantity) -> String {
        match quantity {
            Quantity::Percent(value) => self.with_percent_sign(&self.shortest(value)),
            Quantity::Money(value) => self.shortest(value),
            Quantity::Duration(_) | Quantity::Count(_) => self.quantity(quantity),
        }
    }

    pub fn known(&self, quantity: Option<Quantity>) -> String {
        quantity.map_or_else(|| UNKNOWN.to_owned(), |quantity| self.quantity(quantity))
    }

    /// Formats a figure with the counts it was made of: `14.8 % (18 of 122)`.
    pub fn sample(&self, sample: &Sample) -> String {
        let value = self.quantity(sample.value);
        match (sample.part, sample.of, sample.value) {
            (Some(part), Some(of), _) => {
                format!("{value} ({})", self.part_of(&self.count(part), of))
            }
            (None, Some(of), Quantity::Count(_)) => self.part_of(&value, of),
            (None, Some(of), _) => {
                let calls = self.say(
                    "calls",
                    &[("calls", of.into()), ("count", self.count(of).into())],
                );
                format!("{value} ({calls})")
            }
            (_, None, _) => value,
        }
    }

    pub fn part_of(&self, part: &str, of: u64) -> String {
        self.say(
            "part-of",
            &[("part", part.into()), ("of", self.count(of).into())],
        )
    }

    /// Formats a percentage with one decimal.
    pub fn percent(&self, value: f64) -> String {
        self.with_percent_sign(&self.decimal(value, 1))
    }

    /// Formats a whole number with its thousands grouped.
    pub fn count(&self, value: u64) -> String {
        group_digits(self.locale(), &value.to_string())
    }

    /// Formats the distance of two figures of one unit; that of percentages is in points.
    pub fn distance(&self, one: Quantity, other: Quantity) -> String {
        let apart = (one.scalar() - other.scalar()).abs();
        match one {
            Quantity::Percent(_) => {
                let decimals = if apart < 0.1 { 2 } else { 1 };
                let points = self.decimal(apart, decimals);
                self.say("points", &[("points", points.into())])
            }
            Quantity::Duration(_) => {
                format_duration(Duration::try_from_secs_f64(apart).unwrap_or_default())
            }
            Quantity::Count(_) => self.decimal(apart, 0),
            Quantity::Money(_) => self.decimal(apart, 2),
        }
    }

    /// Formats a length of time: `48 s`, `2 min 05 s`, `1 h 05 min`, `3 d 4 h`.
    pub fn duration(&self, length: Duration) -> String {
        format_duration(length)
    }

    /// Formats a number as a spreadsheet of the place reads it: without thousands marks, and
    /// with a plain minus. The text is empty where the value is not finite.
    pub(crate) fn ungrouped(&self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return String::new();
        }
        let decimal = self.locale().numbers().decimal.to_string();
        format_half_up(value, decimals).replace('.', &decimal)
    }

    /// Returns whether fractions follow a comma, so that it cannot separate columns too.
    pub(crate) fn has_decimal_comma(&self) -> bool {
        self.locale().numbers().decimal == ','
    }

    /// Formats figures with one unit sign where the unit allows it: `6.1 → 9.8 → 14.8 %`.
    pub(crate) fn row(&self, figures: &[Quantity]) -> String {
        let last = figures.len().saturating_sub(1);
        let texts: Vec<_> = figures
            .iter()
            .enumerate()
            .map(|(place, figure)| match figure {
                Quantity::Percent(value) if place < last => self.decimal(*value, 1),
                Quantity::Percent(_)
                | Quantity::Duration(_)
                | Quantity::Count(_)
                | Quantity::Money(_) => self.quantity(*figure),
            })
            .collect();
        texts.join(" → ")
    }

    fn with_percent_sign(&self, number: &str) -> String {
        if number == UNKNOWN {
            return UNKNOWN.to_owned();
        }
        format!("{number}{}%", self.locale().numbers().before_percent)
    }

    pub(crate) fn decimal(&self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return UNKNOWN.to_owned();
        }
        let text = format_half_up(value.abs(), decimals);
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let sign = if value < 0.0 && !is_zero { "−" } else { "" };
        format!("{sign}{}", group_digits(self.locale(), &text))
    }

    fn shortest(&self, value: f64) -> String {
        let decimals = [0, 1].into_iter().find(|decimals| {
            let scale = 10_f64.powi(*decimals);
            ((value * scale).round() / scale - value).abs() < 1e-9
        });
        match decimals {
            Some(0) => self.decimal(value, 0),
            Some(_) => self.decimal(value, 1),
            None => self.decimal(value, 2),
        }
    }
}

/// Rounds a half away from zero, as spreadsheets do. The standard library rounds to the even digit, and a half that
/// binary cannot hold (2.675) to either side.
fn format_half_up(value: f64, decimals: usize) -> String {
    /// Far above the error of the multiplication, and far below a digit that is shown.
    const NUDGE: f64 = 1e-9;
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(i32::MAX));
    let rounded = (value.abs() * scale + 0.5 + NUDGE).floor() / scale;
    // A number so large that the scaled one has no digits after the point needs no rounding.
    let rounded = if rounded.is_finite() {
        rounded
    } else {
        value.abs()
    };
    format!("{:.decimals$}", rounded.copysign(value))
}

/// Formats digits with an optional `.` before the fraction as the locale writes them.
fn group_digits(locale: Locale, digits: &str) -> String {
    let style = locale.numbers();
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(style.group);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(style.decimal);
        text.push_str(fraction);
    }
    text
}

/// The abbreviations of the SI and of ISO 8601 are the same in all languages of the bot.
fn format_duration(length: Duration) -> String {
    let half = u64::from(length.subsec_millis() >= 500);
    let seconds = length.as_secs().saturating_add(half);
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => match seconds % 60 {
            0 => format!("{minutes} min"),
            rest => format!("{minutes} min {rest:02} s"),
        },
        (0, _, _) => match minutes % 60 {
            0 => format!("{hours} h"),
            rest => format!("{hours} h {rest:02} min"),
        },
        (_, _, _) => match hours % 24 {
            0 => format!("{days} d"),
            rest => format!("{days} d {rest} h"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::Bogota;

    fn words(tag: &str) -> Words {
        Words::new(Locale::from_tag(tag), Bogota)
    }

    #[test]
    fn a_half_is_rounded_up() {
        let words = words("en");
        for (value, text) in [
            (1.25, "1.3 %"),
            (1.35, "1.4 %"),
            (6.25, "6.3 %"),
            (1.249_999, "1.2 %"),
            (0.05, "0.1 %"),
        ] {
            assert_eq!(words.percent(value), text);
        }
        assert_eq!(words.ungrouped(2.675, 2), "2.68");
        assert_eq!(words.ungrouped(-1.25, 1), "-1.3");
        assert_eq!(words.decimal(1e300, 1).len(), 303 + 100);
    }

    #[test]
    fn numbers_follow_the_place() {
        for (tag, percent, count) in [
            ("es-CO", "12,4 %", "1.234.567"),
            ("es-AR", "12,4 %", "1.234.567"),
            ("es-MX", "12.4 %", "1,234,567"),
            ("es-CR", "12,4 %", "1\u{a0}234\u{a0}567"),
            ("en-US", "12.4 %", "1,234,567"),
            ("pt-BR", "12,4%", "1.234.567"),
        ] {
            let words = words(tag);
            assert_eq!(words.percent(12.41), percent, "{tag}");
            assert_eq!(words.count(1_234_567), count, "{tag}");
        }
        assert_eq!(words("en").count(999), "999");
        assert_eq!(words("en").count(1_000), "1,000");
    }

    #[test]
    fn odd_numbers_are_not_told_as_if_they_were_known() {
        let words = words("en");
        assert_eq!(words.percent(f64::NAN), "–");
        assert_eq!(words.percent(-0.01), "0.0 %");
        assert_eq!(words.percent(-1.25), "−1.3 %");
        assert_eq!(words.percent(1_234.5), "1,234.5 %");
        assert_eq!(words.known(None), "–");
    }

    #[test]
    fn a_limit_is_told_as_it_was_written() {
        let words = words("es-CO");
        for (limit, text) in [(5.0, "5 %"), (7.5, "7,5 %"), (7.25, "7,25 %")] {
            assert_eq!(words.stated(Quantity::Percent(limit)), text);
        }
        assert_eq!(words.stated(Quantity::Count(1_500)), "1.500");
    }

    #[test]
    fn a_length_of_time_has_two_units_at_most() {
        for (seconds, text) in [
            (0, "0 s"),
            (48, "48 s"),
            (60, "1 min"),
            (125, "2 min 05 s"),
            (3_600, "1 h"),
            (3_900, "1 h 05 min"),
            (86_400, "1 d"),
            (273_600, "3 d 4 h"),
        ] {
            assert_eq!(format_duration(Duration::from_secs(seconds)), text);
        }
        assert_eq!(format_duration(Duration::from_millis(59_600)), "1 min");
        assert!(format_duration(Duration::MAX).ends_with(" h"));
    }

    #[test]
    fn a_figure_says_out_of_how_many() {
        let words = words("es-CO");
        let sample = |value, part, of| Sample { value, part, of };
        let rate = sample(Quantity::Percent(14.75), Some(18), Some(122));
        assert_eq!(words.sample(&rate), "14,8 % (18 de 122)");
        let count = sample(Quantity::Count(18), None, Some(1_220));
        assert_eq!(words.sample(&count), "18 de 1.220");
        let wait = Quantity::Duration(Duration::from_secs(48));
        assert_eq!(
            words.sample(&sample(wait, None, Some(1))),
            "48 s (1 llamada)"
        );
    }

    #[test]
    fn a_small_distance_does_not_round_to_nothing() {
        let apart =
            |one, other| words("en").distance(Quantity::Percent(one), Quantity::Percent(other));
        assert_eq!(apart(14.8, 5.0), "9.8 pts");
        assert_eq!(apart(5.04, 5.0), "0.04 pts");
    }
}
