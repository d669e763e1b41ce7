//! One value as the API sends it: as a rule a string, also for numbers, with percent signs,
//! thousands commas, dashes for "nothing" and durations beyond 24 hours.

use std::{borrow::Cow, fmt, time::Duration};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// A value that is there but is not what its field should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ValueError;

/// A JSON value of any kind, borrowed from the body where it has no escapes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum RawScalar<'a> {
    #[default]
    Missing,
    Text(Cow<'a, str>),
    Count(u64),
    Number(f64),
    /// A kind that no field has.
    Odd(&'static str),
}

impl RawScalar<'_> {
    /// The text without blanks around it; `None` for what stands for nothing.
    pub(super) fn name(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Missing | Self::Odd(_) => None,
            Self::Text(text) => said(text).map(Cow::Borrowed),
            Self::Count(number) => Some(Cow::Owned(number.to_string())),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
        }
    }

    /// A number of calls, uses or agents.
    pub(super) fn count(&self) -> Result<Option<u64>, ValueError> {
        match self {
            Self::Missing => Ok(None),
            Self::Text(text) => said(text).map(count).transpose(),
            Self::Count(number) => Ok(Some(*number)),
            Self::Number(number) => whole(*number).map(Some),
            Self::Odd(_) => Err(ValueError),
        }
    }

    /// A percentage, an amount, minutes.
    #[expect(clippy::cast_precision_loss, reason = "figures stay far below 2^53")]
    pub(super) fn number(&self) -> Result<Option<f64>, ValueError> {
        match self {
            Self::Missing => Ok(None),
            Self::Text(text) => match said(text) {
                Some(text) => number(text),
                None => Ok(None),
            },
            Self::Count(number) => Ok(Some(*number as f64)),
            Self::Number(number) => Ok(Some(*number)),
            Self::Odd(_) => Err(ValueError),
        }
    }

    /// A length of time: `HH:MM:SS` with any number of hours, `MM:SS`, or seconds.
    pub(super) fn duration(&self) -> Result<Option<Duration>, ValueError> {
        if let Self::Text(text) = self
            && text.contains(':')
        {
            return clock(text.trim()).map(Some);
        }
        match self.number()? {
            Some(seconds) => Duration::try_from_secs_f64(seconds)
                .map(Some)
                .map_err(|_| ValueError),
            None => Ok(None),
        }
    }

    /// The number of a skill, which some reports glue to its name (`13050-SALES`).
    pub(super) fn id(&self) -> Result<Option<u64>, ValueError> {
        let Self::Text(text) = self else {
            return self.count();
        };
        let Some(text) = said(text) else {
            return Ok(None);
        };
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
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
            Self::Odd(what) => Cow::Borrowed(what),
        }
    }
}

/// The text, unless it stands for nothing.
fn said(text: &str) -> Option<&str> {
    let text = text.trim();
    (!matches!(text, "" | "-" | "--")).then_some(text)
}

fn count(text: &str) -> Result<u64, ValueError> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map_err(|_| ValueError);
    }
    whole(number(text)?.ok_or(ValueError)?)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole, not negative and below 2^53"
)]
fn whole(number: f64) -> Result<u64, ValueError> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if (0.0..EXACT).contains(&number) && number.fract() == 0.0 {
        Ok(number as u64)
    } else {
        Err(ValueError)
    }
}

fn number(text: &str) -> Result<Option<f64>, ValueError> {
    let Some(text) = said(text.strip_suffix('%').unwrap_or(text)) else {
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
    let decimals = (1..=2).contains(&tail.len()) && !tail.contains('.');
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
    if groups.clone().any(|group| group.len() != 3) {
        return Err(ValueError);
    }
    Ok(groups.fold(first.to_owned(), |whole, group| whole + group))
}

fn clock(text: &str) -> Result<Duration, ValueError> {
    let mut parts = text.split(':').map(|part| match part.as_bytes() {
        [b'0'..=b'9', ..] => part.parse::<u64>().map_err(|_| ValueError),
        _ => Err(ValueError),
    });
    let (first, second) = (parts.next(), parts.next());
    let (third, fourth) = (parts.next(), parts.next());
    let (hours, minutes, seconds) = match (first, second, third, fourth) {
        (Some(minutes), Some(seconds), None, None) => (0, minutes?, seconds?),
        (Some(hours), Some(minutes), Some(seconds), None) => {
            let (minutes, seconds) = (minutes?, seconds?);
            if minutes > 59 || seconds > 59 {
                return Err(ValueError);
            }
            (hours?, minutes, seconds)
        }
        _ => return Err(ValueError),
    };
    let whole = |amount: u64, length: u64| amount.checked_mul(length).ok_or(ValueError);
    whole(hours, 3600)?
        .checked_add(whole(minutes, 60)?)
        .and_then(|sum| sum.checked_add(seconds))
        .map(Duration::from_secs)
        .ok_or(ValueError)
}

impl<'de> Deserialize<'de> for RawScalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyScalar)
    }
}

struct AnyScalar;

impl<'de> Visitor<'de> for AnyScalar {
    type Value = RawScalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(RawScalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(RawScalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(RawScalar::Count(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "figures stay far below 2^53")]
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(RawScalar::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(RawScalar::Number(number))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(RawScalar::Odd(if truth { "true" } else { "false" }))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(RawScalar::Missing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(RawScalar::Odd("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(RawScalar::Odd("an object"))
    }
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

    #[test]
    fn any_json_kind_is_taken_without_an_error() {
        let kinds = r#"["a", "\u00f1", 1, -1, 1.5, null, true, [1, [2]], {"a": {"b": 1}}]"#;
        let read: Vec<RawScalar<'_>> = serde_json::from_str(kinds).unwrap();
        assert_eq!(read.len(), 9);
        assert!(matches!(&read[0], RawScalar::Text(Cow::Borrowed("a"))));
        assert!(matches!(&read[1], RawScalar::Text(Cow::Owned(text)) if text == "ñ"));
    }
}
