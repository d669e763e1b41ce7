//! One value as the API sends it: as a rule a string, also for numbers, with percent signs,
//! thousands commas, dashes for "nothing" and durations beyond 24 hours.

use std::{borrow::Cow, time::Duration};

/// The value is not what its field should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ValueError;

/// A JSON value of any kind, borrowed from the body where it has no escapes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RawScalar<'a> {
    Missing,
    Text(Cow<'a, str>),
    Count(u64),
    Number(f64),
    /// A kind that no field has, such as a list.
    Odd(&'static str),
}

impl RawScalar<'_> {
    /// The text without blanks around it; `None` for the marks of a missing value.
    pub(super) fn name(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Missing | Self::Odd(_) => None,
            Self::Text(text) => present_text(text).map(Cow::Borrowed),
            Self::Count(_) | Self::Number(_) => Some(self.quote()),
        }
    }

    pub(super) fn count(&self) -> Result<Option<u64>, ValueError> {
        match self {
            Self::Missing => Ok(None),
            Self::Text(text) => present_text(text).map(parse_count).transpose(),
            Self::Count(number) => Ok(Some(*number)),
            Self::Number(number) => whole_number(*number).map(Some),
            Self::Odd(_) => Err(ValueError),
        }
    }

    /// A percentage, an amount, minutes.
    #[expect(clippy::cast_precision_loss, reason = "figures stay far below 2^53")]
    pub(super) fn number(&self) -> Result<Option<f64>, ValueError> {
        match self {
            Self::Missing => Ok(None),
            Self::Text(text) => present_text(text).map_or(Ok(None), parse_number),
            Self::Count(number) => Ok(Some(*number as f64)),
            Self::Number(number) => Ok(Some(*number)),
            Self::Odd(_) => Err(ValueError),
        }
    }

    /// A percentage. A negative one is not a figure.
    pub(super) fn percent(&self) -> Result<Option<f64>, ValueError> {
        match self.number()? {
            Some(number) if number < 0.0 => Err(ValueError),
            figure => Ok(figure),
        }
    }

    /// A length of time: `HH:MM:SS` with any number of hours, `MM:SS`, or seconds.
    pub(super) fn duration(&self) -> Result<Option<Duration>, ValueError> {
        match self {
            Self::Text(text) if text.contains(':') => parse_clock(text.trim()).map(Some),
            _ => self
                .number()?
                .map(Duration::try_from_secs_f64)
                .transpose()
                .map_err(|_| ValueError),
        }
    }

    /// The number of a skill, which some reports glue to its name (`13050-SALES`).
    pub(super) fn id(&self) -> Result<Option<u64>, ValueError> {
        let Self::Text(text) = self else {
            return self.count();
        };
        let Some(text) = present_text(text) else {
            return Ok(None);
        };
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &text[..text.len() - rest.len()];
        if rest.trim_start().is_empty() || rest.trim_start().starts_with('-') {
            digits.parse().map(Some).map_err(|_| ValueError)
        } else {
            Err(ValueError)
        }
    }

    /// The value as a message quotes it.
    pub(super) fn quote(&self) -> Cow<'_, str> {
        match self {
            Self::Missing => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Count(number) => Cow::Owned(number.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Odd(kind) => Cow::Borrowed(kind),
        }
    }
}

/// The text, unless it is one of the marks that the API writes for a missing value.
fn present_text(text: &str) -> Option<&str> {
    let text = text.trim();
    (!matches!(text, "" | "-" | "--")).then_some(text)
}

fn parse_count(text: &str) -> Result<u64, ValueError> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_err(|_| ValueError);
    }
    // A count has no decimals, so that points between groups of three digits are those of thousands.
    if text.contains('.')
        && !text.contains(',')
        && let Ok(whole) = without_groups(text, '.')
    {
        return whole.parse().map_err(|_| ValueError);
    }
    whole_number(parse_number(text)?.ok_or(ValueError)?)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole, not negative and below 2^53"
)]
fn whole_number(number: f64) -> Result<u64, ValueError> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if (0.0..EXACT).contains(&number) && number.fract() == 0.0 {
        Ok(number as u64)
    } else {
        Err(ValueError)
    }
}

fn parse_number(text: &str) -> Result<Option<f64>, ValueError> {
    let Some(text) = present_text(text.strip_suffix('%').unwrap_or(text)) else {
        return Ok(None);
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || !digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    {
        return Err(ValueError);
    }
    let plain = if digits.contains(',') {
        Cow::Owned(without_commas(text)?)
    } else {
        Cow::Borrowed(text)
    };
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(number)),
        _ => Err(ValueError),
    }
}

/// English thousands groups have three digits, so that a lone comma before one or two last
/// digits, or a comma after a point, can only be a decimal comma.
fn without_commas(text: &str) -> Result<String, ValueError> {
    let (head, tail) = text.rsplit_once(',').ok_or(ValueError)?;
    let is_below_one = matches!(head, "0" | "-0" | "+0");
    let decimals = ((1..=2).contains(&tail.len()) || is_below_one) && !tail.contains('.');
    if decimals && !head.contains(',') {
        return Ok(format!("{}.{tail}", without_groups(head, '.')?));
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.contains(['.', ',']) {
        return Err(ValueError);
    }
    Ok(format!("{}.{fraction}", without_groups(whole, ',')?))
}

fn without_groups(text: &str, separator: char) -> Result<String, ValueError> {
    let mut groups = text.split(separator);
    let first = groups.next().unwrap_or_default();
    let digits = first.strip_prefix(['-', '+']).unwrap_or(first);
    let is_grouped = groups.clone().next().is_some();
    if groups.clone().any(|group| group.len() != 3)
        || is_grouped && !(1..=3).contains(&digits.len())
    {
        return Err(ValueError);
    }
    Ok(groups.fold(first.to_owned(), |whole, group| whole + group))
}

fn parse_clock(text: &str) -> Result<Duration, ValueError> {
    let parts: Vec<u64> = text
        .split(':')
        .map(|part| match part.as_bytes() {
            [b'0'..=b'9', ..] => part.parse().map_err(|_| ValueError),
            _ => Err(ValueError),
        })
        .collect::<Result<_, _>>()?;
    let (hours, minutes, seconds) = match parts[..] {
        [minutes, seconds] => (0, minutes, seconds),
        [hours, minutes @ ..60, seconds @ ..60] => (hours, minutes, seconds),
        _ => return Err(ValueError),
    };
    let total = hours
        .checked_mul(60)
        .and_then(|length| length.checked_add(minutes))
        .and_then(|length| length.checked_mul(60))
        .and_then(|length| length.checked_add(seconds));
    total.map(Duration::from_secs).ok_or(ValueError)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> RawScalar<'_> {
        RawScalar::Text(Cow::Borrowed(text))
    }

    #[test]
    fn numbers_are_read_in_every_spelling_seen() {
        let table = [
            ("2", 2.0),
            ("34.64 %", 34.64),
            ("1.62%", 1.62),
            (" 100 % ", 100.0),
            ("\u{a0}86.49\u{a0}%", 86.49),
            ("15,233.33 %", 15_233.33),
            ("9,230.35", 9_230.35),
            ("1,245", 1_245.0),
            ("1,234,567", 1_234_567.0),
            ("34,64", 34.64),
            ("34,6 %", 34.6),
            ("9.230,35", 9_230.35),
            ("-1.5 %", -1.5),
            ("+4.25 %", 4.25),
        ];
        for (spelt, number) in table {
            assert_eq!(text(spelt).number(), Ok(Some(number)), "{spelt}");
        }
    }

    #[test]
    fn dashes_blanks_and_null_are_missing_and_not_zero() {
        for spelt in ["", " ", "-", "--", " - ", "\u{a0}", "%", "- %"] {
            assert_eq!(text(spelt).number(), Ok(None), "{spelt:?}");
        }
        for spelt in ["", "-", "--", " "] {
            assert_eq!(text(spelt).count(), Ok(None), "{spelt:?}");
            assert_eq!(text(spelt).duration(), Ok(None), "{spelt:?}");
            assert_eq!(text(spelt).name(), None, "{spelt:?}");
        }
        assert_eq!(RawScalar::Missing.count(), Ok(None));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for spelt in [
            "NaN",
            "INF",
            "1e5",
            "abc",
            "1.2.3",
            "12,34,567",
            "1,2,3",
            ",5",
            "5,",
            "0x10",
            "1 2",
            "--5",
            "34.64 % x",
            "٣",
        ] {
            assert_eq!(text(spelt).number(), Err(ValueError), "{spelt}");
        }
        assert_eq!(text(&"9".repeat(400)).number(), Err(ValueError));
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        assert_eq!(text("1,245").count(), Ok(Some(1_245)));
        assert_eq!(text("12.00").count(), Ok(Some(12)));
        assert_eq!(RawScalar::Count(7).count(), Ok(Some(7)));
        assert_eq!(RawScalar::Number(7.0).count(), Ok(Some(7)));
        for spelt in ["12.5", "-1", "99999999999999999999999", "doce"] {
            assert_eq!(text(spelt).count(), Err(ValueError), "{spelt}");
        }
        assert_eq!(RawScalar::Odd("a list").count(), Err(ValueError));
    }

    #[test]
    fn durations_are_clocks_of_any_length_or_seconds() {
        let table = [
            ("00:21:37", 1_297.0),
            ("41:06:00", 147_960.0),
            ("123:00:01", 442_801.0),
            ("90:05", 5_405.0),
            ("82,800.00", 82_800.0),
            ("7.35", 7.35),
            ("0.0", 0.0),
        ];
        for (spelt, seconds) in table {
            let read = text(spelt).duration();
            assert_eq!(read, Ok(Some(Duration::from_secs_f64(seconds))), "{spelt}");
        }
        let never = [
            "00:60:00", "00:00:99", "1:2:3:4", ":", "::", "-1:00:00", "+1:00", "-5",
        ];
        for spelt in never {
            assert_eq!(text(spelt).duration(), Err(ValueError), "{spelt}");
        }
        assert_eq!(
            text("99999999999999999999:00:00").duration(),
            Err(ValueError)
        );
        assert_eq!(
            text("18446744073709551615:00:00").duration(),
            Err(ValueError)
        );
    }

    #[test]
    fn a_skill_number_may_be_glued_to_its_name() {
        assert_eq!(text("2101").id(), Ok(Some(2_101)));
        assert_eq!(text("13050-VENTAS").id(), Ok(Some(13_050)));
        assert_eq!(text("13050 - VENTAS").id(), Ok(Some(13_050)));
        assert_eq!(text("2101x").id(), Err(ValueError));
        assert_eq!(text("ALL").id(), Err(ValueError));
        assert_eq!(text(" ").id(), Ok(None));
    }
}
