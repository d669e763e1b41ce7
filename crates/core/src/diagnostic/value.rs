//! The values that settings have: texts, durations, counts, shares.

use std::time::Duration;

use chrono_tz::Tz;

use crate::diagnostic::{SourceError, YamlNode, YamlValue, suggest_or};

/// The longest time that a setting may name, far below the limits of time arithmetic.
const LONGEST: Duration = Duration::from_secs(3_660 * 24 * 60 * 60);

impl YamlNode {
    pub fn error(&self, message: impl Into<String>, label: &'static str) -> SourceError {
        SourceError::at(self.span, message, label)
    }

    /// Says what was expected instead of this value.
    pub fn unexpected(&self, expected: &str) -> SourceError {
        self.error(
            format!("expected {expected}, found {}", self.found()),
            "not this",
        )
    }

    /// Reads a text, without the white space around it.
    pub fn text(&self, expected: &str) -> Result<&str, SourceError> {
        match &self.value {
            YamlValue::Text(text) if !text.trim().is_empty() => Ok(text.trim()),
            YamlValue::Text(_) => {
                Err(self.error(format!("expected {expected}, found an empty text"), "empty"))
            }
            YamlValue::Null | YamlValue::List(_) | YamlValue::Map(_) => {
                Err(self.unexpected(expected))
            }
        }
    }

    /// Reads a name of one line.
    pub fn name(&self, expected: &str) -> Result<&str, SourceError> {
        const LONGEST: usize = 64;
        let text = self.text(expected)?;
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            let message = format!("a name is one line of at most {LONGEST} characters");
            return Err(self.error(message, "not a name"));
        }
        Ok(text)
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// Any other value, such as `yes`.
    pub fn boolean(&self) -> Result<bool, SourceError> {
        const EXPECTED: &str = "`true` or `false`";
        self.text(EXPECTED)?
            .parse()
            .map_err(|_| self.unexpected(EXPECTED))
    }

    /// Reads a duration with its unit.
    pub fn duration(&self) -> Result<Duration, SourceError> {
        const EXPECTED: &str = "a duration such as `10m`";
        let text = self.text(EXPECTED)?;
        parse_duration(text).ok_or_else(|| {
            let error = self.unexpected(EXPECTED);
            if text.bytes().all(|byte| byte.is_ascii_digit()) {
                error.help(format!("give it a unit: `{text}s`, `{text}m` or `{text}h`"))
            } else {
                error.help("units are `s`, `m`, `h` and `d`, together as in `1h30m`")
            }
        })
    }

    /// Reads a whole number.
    ///
    /// # Errors
    /// A text with anything but digits, and a number above `u64`.
    pub fn count(&self) -> Result<u64, SourceError> {
        const EXPECTED: &str = "a whole number such as `20`";
        parse_count(self.text(EXPECTED)?).ok_or_else(|| self.unexpected(EXPECTED))
    }

    /// Reads a share in percent, from 0 to 100.
    pub fn percent(&self) -> Result<f64, SourceError> {
        const EXPECTED: &str = "a percentage such as `5%`";
        let text = self.text(EXPECTED)?;
        let Some(value) = parse_percent(text) else {
            let error = self.unexpected(EXPECTED);
            return Err(match meant_percent(text) {
                Some(meant) => error.help(format!("did you mean `{meant}`?")),
                None => error,
            });
        };
        if (0.0..=100.0).contains(&value) {
            Ok(value)
        } else {
            let message = format!("a share lies between 0 and 100 %, found `{text}`");
            Err(self.error(message, "out of range"))
        }
    }

    /// Reads the name of a time zone.
    pub fn timezone(&self) -> Result<Tz, SourceError> {
        let text = self.text("a time zone such as `America/Bogota`")?;
        text.parse().map_err(|_| {
            let names = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
            let city = |name: &&str| name.rsplit('/').next().is_some_and(|city| city == text);
            let help = match names().find(city) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => suggest_or(text, names(), || {
                    String::from("write continent and city, such as `America/Bogota`")
                }),
            };
            let message = format!("unknown time zone `{text}`");
            self.error(message, "unknown").help(help)
        })
    }
}

/// Parses a duration with its unit, or a bare `0`.
pub fn parse_duration(text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    humantime::parse_duration(text)
        .ok()
        .filter(|length| *length <= LONGEST)
}

/// Parses a whole number, written in digits alone.
pub fn parse_count(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Parses a number before a percent sign.
pub fn parse_percent(text: &str) -> Option<f64> {
    parse_number(text.strip_suffix('%')?.trim_end())
}

/// Adds the missing sign to a share, and turns its comma into a point.
pub fn meant_percent(text: &str) -> Option<String> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim_end();
    let pointed = bare.replace(',', ".");
    parse_number(&pointed).map(|_| format!("{pointed}%"))
}

/// Parses a decimal number of digits and a point: no exponent, no infinity.
pub fn parse_number(text: &str) -> Option<f64> {
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
        assert_eq!(parse_duration("10m"), Some(Duration::from_secs(600)));
        assert_eq!(parse_duration("1h30m"), Some(Duration::from_secs(5_400)));
        assert_eq!(parse_duration("0"), Some(Duration::ZERO));
        for text in ["10", "-5m", "m", "", "1e9d", "99999999999d", "10 minutos"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_has_its_sign() {
        assert_eq!(parse_percent("5%"), Some(5.0));
        assert_eq!(parse_percent("4.5 %"), Some(4.5));
        for text in ["5", "%", "4,5%", "-5%", "inf%", "1e2%", "NaN%"] {
            assert_eq!(parse_percent(text), None, "{text}");
        }
        assert_eq!(meant_percent("4,5 %").as_deref(), Some("4.5%"));
        assert_eq!(meant_percent("5").as_deref(), Some("5%"));
        assert_eq!(meant_percent("five"), None);
    }

    #[test]
    fn a_count_has_digits_alone() {
        assert_eq!(parse_count("20"), Some(20));
        for text in ["+20", "2_0", "20.0", "", "99999999999999999999999"] {
            assert_eq!(parse_count(text), None, "{text}");
        }
    }
}
