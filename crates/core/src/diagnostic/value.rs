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
            } else if parse_duration(&text.to_lowercase()).is_some() {
                error.help(format!("did you mean `{}`?", text.to_lowercase()))
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
            return Err(match percent_help(text) {
                Some(help) => error.help(help),
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
            let help = match zone_of_abbreviation(text).or_else(|| names().find(city)) {
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

/// Returns the zone that an abbreviation of the Americas stands for. Some of them are zones of their own in the
/// database, and none of those has the rules of a country.
fn zone_of_abbreviation(text: &str) -> Option<&'static str> {
    const ZONES: [(&str, &str); 12] = [
        ("COT", "America/Bogota"),
        ("CLT", "America/Santiago"),
        ("CLST", "America/Santiago"),
        ("PET", "America/Lima"),
        ("ECT", "America/Guayaquil"),
        ("VET", "America/Caracas"),
        ("BOT", "America/La_Paz"),
        ("ART", "America/Argentina/Buenos_Aires"),
        ("BRT", "America/Sao_Paulo"),
        ("UYT", "America/Montevideo"),
        ("PYT", "America/Asuncion"),
        ("CST", "America/Mexico_City"),
    ];
    let text = text.to_ascii_uppercase();
    let zone = ZONES.iter().find(|(short, _)| *short == text);
    zone.map(|(_, zone)| *zone)
}

/// Parses a duration with its unit, or a bare `0`. A capital `M` is a month for the library that reads it, and a
/// minute for whoever writes it, so that it is refused, like months, years and parts of a millisecond.
pub fn parse_duration(text: &str) -> Option<Duration> {
    const UNITS: [&str; 22] = [
        "ms", "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes",
        "h", "hr", "hrs", "hour", "hours", "d", "day", "days", "w", "week", "weeks",
    ];
    if text == "0" {
        return Some(Duration::ZERO);
    }
    let mut words = text.split(|c: char| !c.is_alphabetic());
    if !words.all(|word| word.is_empty() || UNITS.contains(&word)) {
        return None;
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

/// Returns what to write instead of a share without its sign, or with a comma. A number below one may be a part of
/// one or of a hundred, which are far apart, so that both are named.
fn percent_help(text: &str) -> Option<String> {
    let bare = text.strip_suffix('%').unwrap_or(text).trim_end();
    let pointed = bare.replace(',', ".");
    let value = parse_number(&pointed)?;
    if value > 0.0 && value < 1.0 && !text.ends_with('%') {
        // Rounded, since 0.07 times 100 is not 7 in binary.
        let hundredfold = (value * 1e8).round() / 1e6;
        return Some(format!(
            "write `{hundredfold}%` for {hundredfold} of 100, or `{pointed}%` for {pointed} of 100"
        ));
    }
    Some(format!("did you mean `{pointed}%`?"))
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
        for text in [
            "10",
            "-5m",
            "m",
            "",
            "1e9d",
            "99999999999d",
            "10 minutos",
            "10M",
            "2 months",
            "1y",
            "5us",
            "5µs",
            "5ns",
        ] {
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
        let help = |text| percent_help(text).unwrap_or_default();
        assert_eq!(help("4,5 %"), "did you mean `4.5%`?");
        assert_eq!(help("5"), "did you mean `5%`?");
        assert_eq!(
            help("0.07"),
            "write `7%` for 7 of 100, or `0.07%` for 0.07 of 100"
        );
        assert_eq!(help("0,5%"), "did you mean `0.5%`?");
        assert_eq!(percent_help("five"), None);
    }

    #[test]
    fn a_count_has_digits_alone() {
        assert_eq!(parse_count("20"), Some(20));
        for text in ["+20", "2_0", "20.0", "", "99999999999999999999999"] {
            assert_eq!(parse_count(text), None, "{text}");
        }
    }
}
