//! Reads what people type on a phone: case and accents do not matter, and for what is nearly
//! right the reader is told what was probably meant.

use std::time::Duration;

/// Returns the text in lower case, without the accents of our languages.
pub(crate) fn fold(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .map(without_accent)
        .collect()
}

fn without_accent(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

/// Reads a length of time such as `15m`, `1h`, `2h30m` or `1d`.
pub(crate) fn parse_length(typed: &str) -> Option<Duration> {
    let text = fold(typed);
    // A space between two parts is fine, one within a number is a slip.
    let words: Vec<_> = text.split_whitespace().collect();
    humantime::parse_duration(&words.join(" ")).ok()
}

/// Returns the length that was probably meant by something that is none: `60` is `60m`, `1hora` is
/// `1h`.
pub(crate) fn length_meant(typed: &str) -> Option<String> {
    let text: String = fold(typed)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let mut meant = String::new();
    let mut rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let mut last = "";
    while !rest.is_empty() {
        let digits = take_while(&mut rest, |c| c.is_ascii_digit());
        let unit = match (take_while(&mut rest, |c| c.is_ascii_alphabetic()), last) {
            ("", "" | "h") => "m",
            ("", "d") => "h",
            (word, _) => unit_of(word)?,
        };
        meant.push_str(digits);
        meant.push_str(unit);
        last = unit;
    }
    parse_length(&meant).map(|_| meant)
}

fn unit_of(word: &str) -> Option<&'static str> {
    match word {
        "m" | "min" | "mins" | "minuto" | "minutos" | "minute" | "minutes" => Some("m"),
        "h" | "hr" | "hrs" | "hs" | "hora" | "horas" | "hour" | "hours" => Some("h"),
        "d" | "dia" | "dias" | "day" | "days" => Some("d"),
        _ => None,
    }
}

fn take_while<'a>(rest: &mut &'a str, belongs: impl Fn(char) -> bool) -> &'a str {
    let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    let (taken, left) = rest.split_at(end);
    *rest = left;
    taken
}

/// Writes a length as people type it: `2h30m`.
pub(crate) fn length_typed(length: Duration) -> String {
    humantime::format_duration(Duration::from_secs(length.as_secs()))
        .to_string()
        .replace("days", "d")
        .replace("day", "d")
        .replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_as_people_type_it() {
        for (typed, minutes) in [
            ("15m", 15),
            ("1h", 60),
            (" 1H ", 60),
            ("15M", 15),
            ("2h30m", 150),
            ("2h 30m", 150),
            ("1d", 1_440),
            ("90 min", 90),
        ] {
            let expected = Some(Duration::from_secs(minutes * 60));
            assert_eq!(parse_length(typed), expected, "{typed}");
        }
        for typed in [
            "",
            "60",
            "1hora",
            "h",
            "-1h",
            "1h30",
            "ayer",
            "9999999999999999d",
        ] {
            assert_eq!(parse_length(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_slip_is_told_back_as_what_was_meant() {
        for (typed, meant) in [
            ("60", "60m"),
            ("1hora", "1h"),
            ("2 horas", "2h"),
            ("1h30", "1h30m"),
            ("1 día", "1d"),
            ("últimas 2 horas", "2h"),
        ] {
            assert_eq!(length_meant(typed).as_deref(), Some(meant), "{typed}");
        }
        for typed in ["", "mucho", "5 potatoes", "999999999999999999999"] {
            assert_eq!(length_meant(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_length_is_written_as_it_is_typed() {
        for typed in ["1h", "2h30m", "1d", "15m"] {
            assert_eq!(length_typed(parse_length(typed).unwrap()), typed);
        }
    }
}
