//! What one value means: a text, a length of time, a count, a share.

use std::time::Duration;

use chrono_tz::Tz;

use crate::diagnostic::{SourceError, YamlNode, YamlValue, did_you_mean};

/// The longest time that a setting may name; time arithmetic stays far from its limits.
const LONGEST: Duration = Duration::from_secs(3_660 * 24 * 60 * 60);

impl YamlNode {
    /// The text that stands here, without the white space around it.
    ///
    /// # Errors
    /// Where nothing, a list or a map stands here.
    pub fn text(&self, expected: &str) -> Result<&str, SourceError> {
        match &self.value {
            YamlValue::Text(text) if !text.trim().is_empty() => Ok(text.trim()),
            YamlValue::Text(_) => Err(SourceError::at(
                self.span,
                format!("expected {expected}, found an empty text"),
                "empty",
            )),
            YamlValue::Null | YamlValue::List(_) | YamlValue::Map(_) => {
                Err(self.unexpected(expected))
            }
        }
    }

    /// The length of time that stands here.
    ///
    /// # Errors
    /// Where the text is no duration with a unit.
    pub fn duration(&self) -> Result<Duration, SourceError> {
        const EXPECTED: &str = "a duration such as `10m`";
        let text = self.text(EXPECTED)?;
        if let Some(length) = duration(text) {
            return Ok(length);
        }
        let fault = self.unexpected(EXPECTED);
        Err(if text.bytes().all(|byte| byte.is_ascii_digit()) {
            fault.help(format!("give it a unit: `{text}s`, `{text}m` or `{text}h`"))
        } else {
            fault.help("units are `s`, `m`, `h` and `d`, together as in `1h30m`")
        })
    }

    /// The whole number that stands here.
    ///
    /// # Errors
    /// Where the text is no whole number.
    pub fn count(&self) -> Result<u64, SourceError> {
        const EXPECTED: &str = "a whole number such as `20`";
        let text = self.text(EXPECTED)?;
        count(text).ok_or_else(|| self.unexpected(EXPECTED))
    }

    /// The share that stands here, in percent from 0 to 100.
    ///
    /// # Errors
    /// Where the text is no percentage, or lies outside of 0 to 100.
    pub fn percent(&self) -> Result<f64, SourceError> {
        const EXPECTED: &str = "a percentage such as `5%`";
        let text = self.text(EXPECTED)?;
        let Some(value) = percent(text) else {
            let fault = self.unexpected(EXPECTED);
            return Err(match meant_percent(text) {
                Some(meant) => fault.help(format!("did you mean `{meant}`?")),
                None => fault,
            });
        };
        if (0.0..=100.0).contains(&value) {
            Ok(value)
        } else {
            let message = format!("a share lies between 0 and 100 %, found `{text}`");
            Err(SourceError::at(self.span, message, "out of range"))
        }
    }

    /// The time zone that stands here.
    ///
    /// # Errors
    /// Where the text names none.
    pub fn timezone(&self) -> Result<Tz, SourceError> {
        let text = self.text("a time zone such as `America/Bogota`")?;
        text.parse().map_err(|_| {
            let names = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            let city = |name: &&str| name.rsplit('/').next().is_some_and(|city| city == text);
            let help = match names().find(city).or_else(|| did_you_mean(text, names())) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => String::from("write continent and city, such as `America/Bogota`"),
            };
            let message = format!("`{text}` is no time zone");
            SourceError::at(self.span, message, "unknown").help(help)
        })
    }

    /// A fault that says what was expected here.
    #[must_use]
    pub fn unexpected(&self, expected: &str) -> SourceError {
        let message = format!("expected {expected}, found {}", self.found());
        SourceError::at(self.span, message, "not this")
    }
}

/// A length of time with its unit, or a bare `0`.
pub fn duration(text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    humantime::parse_duration(text)
        .ok()
        .filter(|length| *length <= LONGEST)
}

/// A whole number, written in digits alone.
pub fn count(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// A number before a percent sign.
pub fn percent(text: &str) -> Option<f64> {
    number(text.strip_suffix('%')?.trim_end())
}

/// What a share without its sign, or with a comma, was meant to be.
pub fn meant_percent(text: &str) -> Option<String> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim_end();
    let pointed = bare.replace(',', ".");
    number(&pointed).map(|_| format!("{pointed}%"))
}

/// A decimal number in digits and a point: no exponent, no infinity.
pub fn number(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_unit_unless_it_is_zero() {
        assert_eq!(duration("10m"), Some(Duration::from_secs(600)));
        assert_eq!(duration("1h30m"), Some(Duration::from_secs(5_400)));
        assert_eq!(duration("0"), Some(Duration::ZERO));
        for text in ["10", "-5m", "m", "", "1e9d", "99999999999d", "10 minutos"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_has_its_sign() {
        assert_eq!(percent("5%"), Some(5.0));
        assert_eq!(percent("4.5 %"), Some(4.5));
        for text in ["5", "%", "4,5%", "-5%", "inf%", "1e2%", "NaN%"] {
            assert_eq!(percent(text), None, "{text}");
        }
        assert_eq!(meant_percent("4,5 %").as_deref(), Some("4.5%"));
        assert_eq!(meant_percent("5").as_deref(), Some("5%"));
        assert_eq!(meant_percent("five"), None);
    }

    #[test]
    fn a_count_has_digits_alone() {
        assert_eq!(count("20"), Some(20));
        for text in ["+20", "2_0", "20.0", "", "99999999999999999999999"] {
            assert_eq!(count(text), None, "{text}");
        }
    }
}
