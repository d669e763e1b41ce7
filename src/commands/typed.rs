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

/// The units of length, in seconds.
const SECOND: u64 = 1;
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;

/// A bare number from here on can only be minutes; a smaller one may be hours as well.
const SURELY_MINUTES: u64 = 10;

/// The units, by their names in the languages of the bot.
const UNITS: [(u64, &[&str]); 5] = [
    (
        SECOND,
        &[
            "s", "seg", "segs", "segundo", "segundos", "second", "seconds",
        ],
    ),
    (
        MINUTE,
        &["m", "min", "mins", "minuto", "minutos", "minute", "minutes"],
    ),
    (
        HOUR,
        &["h", "hr", "hrs", "hs", "hora", "horas", "hour", "hours"],
    ),
    (DAY, &["d", "dia", "dias", "day", "days"]),
    (WEEK, &["w", "semana", "semanas", "week", "weeks"]),
];

/// Numbers in words, in hundredths.
const AMOUNTS: [(u64, &[&str]); 8] = [
    (50, &["media", "medio", "meia", "meio", "half"]),
    (100, &["un", "una", "uno", "um", "uma", "one", "a", "an"]),
    (200, &["dos", "dois", "duas", "two"]),
    (300, &["tres", "three"]),
    (400, &["cuatro", "quatro", "four"]),
    (500, &["cinco", "five"]),
    (600, &["seis", "six"]),
    (800, &["ocho", "oito", "eight"]),
];

/// Words that change nothing: "las últimas dos horas", "half of an hour", "hora y media".
const FILLERS: [&str; 22] = [
    "ultima", "ultimas", "ultimo", "ultimos", "last", "past", "de", "of", "la", "las", "los", "el",
    "o", "os", "as", "the", "for", "por", "durante", "y", "e", "and",
];

/// Reads a length of time such as `15m`, `2h30m`, `1,5h`, `1:30`, `media hora` or `las últimas 2 horas`.
pub(crate) fn parse_length(typed: &str) -> Option<Duration> {
    read_length(typed, |word| find_named(&UNITS, word))
}

/// Returns the length that was probably meant by something that is none because of a slip in a
/// unit: `2 hroas` is `2h`.
pub(crate) fn length_meant(typed: &str) -> Option<String> {
    read_length(typed, |word| {
        find_named(&UNITS, word).or_else(|| similar_unit(word))
    })
    .map(length_typed)
}

/// A piece of a length as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LengthToken<'typed> {
    /// A number, in hundredths.
    Number(u64),
    /// Hours and minutes with a colon, in seconds.
    Clock(u64),
    Word(&'typed str),
}

fn read_length(typed: &str, find_unit: impl Fn(&str) -> Option<u64>) -> Option<Duration> {
    let text = fold(typed);
    let tokens = split_length(&text)?;
    let (mut seconds, mut amount, mut last_unit) = (0_u64, None, None);
    for (index, token) in tokens.iter().enumerate() {
        let word = match token {
            LengthToken::Clock(clock) if tokens.len() == 1 => {
                return Some(Duration::from_secs(*clock));
            }
            LengthToken::Number(number) if amount.is_none() => {
                amount = Some(*number);
                continue;
            }
            LengthToken::Clock(_) | LengthToken::Number(_) => return None,
            LengthToken::Word(word) => *word,
        };
        if let Some(unit) = find_unit(word) {
            // Units become smaller from left to right, and a unit alone is one of it.
            if last_unit.is_some_and(|last| unit >= last) {
                return None;
            }
            let part = unit.checked_mul(amount.take().unwrap_or(100))? / 100;
            seconds = seconds.checked_add(part)?;
            last_unit = Some(unit);
        } else if let Some(number) = find_named(&AMOUNTS, word) {
            let is_last = index + 1 == tokens.len();
            match (amount, last_unit) {
                // "half an hour": the article counts nothing.
                (Some(_), _) if number == 100 => {}
                // "hora y media"
                (None, Some(unit)) if number == 50 && is_last => seconds += unit / 2,
                (None, _) => amount = Some(number),
                (Some(_), _) => return None,
            }
        } else if !FILLERS.contains(&word) {
            return None;
        }
    }
    let rest = match (amount, last_unit) {
        (None, Some(_)) => 0,
        // `1h30` and `1d12`, and a bare number of minutes.
        (Some(number), Some(HOUR)) => MINUTE.checked_mul(number)? / 100,
        (Some(number), Some(DAY)) => HOUR.checked_mul(number)? / 100,
        (Some(number), None) if number >= SURELY_MINUTES * 100 => MINUTE.checked_mul(number)? / 100,
        (Some(_), _) | (None, None) => return None,
    };
    Some(Duration::from_secs(seconds.checked_add(rest)?))
}

fn split_length(text: &str) -> Option<Vec<LengthToken<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() || matches!(first, '+' | '~') {
            rest = &rest[first.len_utf8()..];
        } else if first.is_ascii_digit() {
            let number = take_while(&mut rest, |c| {
                c.is_ascii_digit() || matches!(c, ',' | '.' | ':')
            });
            tokens.push(read_number(number)?);
        } else if first.is_alphabetic() {
            tokens.push(LengthToken::Word(take_while(
                &mut rest,
                char::is_alphabetic,
            )));
        } else if matches!(first, ',' | '.') {
            // After a word, as in "90 min.".
            rest = &rest[1..];
        } else {
            return None;
        }
    }
    Some(tokens)
}

/// Reads `90`, `1,5`, `1.25` or `1:30`. Three digits after a point may be thousands, and `08:00` is a time of day.
fn read_number(text: &str) -> Option<LengthToken<'static>> {
    let text = text.trim_end_matches([',', '.']);
    if let Some((hours, minutes)) = text.split_once(':') {
        let is_length = !hours.starts_with('0') && minutes.len() == 2;
        let minutes: u64 = minutes.parse().ok().filter(|minutes| *minutes < 60)?;
        let hours: u64 = hours.parse().ok().filter(|_| is_length)?;
        return Some(LengthToken::Clock(
            hours.checked_mul(HOUR)? + minutes * MINUTE,
        ));
    }
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = match part.len() {
        0 => 0,
        1 => part.parse::<u64>().ok()? * 10,
        2 => part.parse().ok()?,
        _ => return None,
    };
    Some(LengthToken::Number(whole.checked_mul(100)? + part))
}

fn find_named(table: &[(u64, &[&str])], word: &str) -> Option<u64> {
    let row = table.iter().find(|(_, names)| names.contains(&word));
    row.map(|(value, _)| *value)
}

/// Returns the unit that differs from the word by one slip. Short words are too alike.
fn similar_unit(word: &str) -> Option<u64> {
    const SHORT: usize = 4;
    let is_similar = |name: &&str| name.len() >= SHORT && strsim::osa_distance(name, word) == 1;
    let row = UNITS.iter().find(|(_, names)| names.iter().any(is_similar));
    row.map(|(unit, _)| *unit)
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
            ("90 min.", 90),
            ("90", 90),
            ("1 hora", 60),
            ("1hora", 60),
            ("una hora", 60),
            ("hora", 60),
            ("60 minutos", 60),
            ("media hora", 30),
            ("half an hour", 30),
            ("meia hora", 30),
            ("uma hora e meia", 90),
            ("hora y media", 90),
            ("1,5h", 90),
            ("1.5 h", 90),
            ("1,25 horas", 75),
            ("1:30", 90),
            ("24:00", 1_440),
            ("1h30", 90),
            ("1d12", 2_160),
            ("1 día", 1_440),
            ("últimas 2 horas", 120),
            ("las últimas dos horas", 120),
            ("last 3 hours", 180),
            ("1 semana", 10_080),
        ] {
            let expected = Some(Duration::from_secs(minutes * 60));
            assert_eq!(parse_length(typed), expected, "{typed}");
        }
        for typed in [
            "",
            "0",
            "2",
            "-1h",
            "1.000h",
            "1:75",
            "08:00",
            "1h 2h",
            "30m 1h",
            "2 3 horas",
            "ayer",
            "h h",
            "5 potatoes",
            "9999999999999999d",
            "99999999999999999999",
        ] {
            assert_eq!(parse_length(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_slip_in_a_unit_is_answered_with_what_was_meant() {
        for (typed, meant) in [
            ("2 hroas", "2h"),
            ("90 minutso", "1h30m"),
            ("3 ohras", "3h"),
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
