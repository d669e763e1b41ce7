//! Days of the week, as people write them: `mon-fri`, `sat, sun`, `lun a vie`, `daily`.

use std::fmt;

use chrono::Weekday;
use thiserror::Error;

use crate::{Language, diagnostic::did_you_mean, rules::calendar::words::words};

/// The week, from the day on which people begin it.
const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// A set of days of the week, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySelection(u8);

/// Why a text names no days.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DaySelectionError {
    /// A word that is no day.
    #[error("`{word}` is no day of the week")]
    Unknown {
        /// The word.
        word: String,
        /// The day that it was probably meant to be.
        meant: Option<&'static str>,
    },
    /// A range without its first or its last day.
    #[error("a range of days has a first and a last one")]
    Open,
    /// Nothing at all.
    #[error("no day is named")]
    Nothing,
}

impl DaySelection {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKING: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);

    /// The days that a text names in English, Spanish or Portuguese.
    ///
    /// # Errors
    /// Where a word is no day, or a range lacks an end.
    pub fn parse(text: &str) -> Result<Self, DaySelectionError> {
        Self::of(&words(text))
    }

    /// The days that these words name.
    pub(super) fn of(words: &[String]) -> Result<Self, DaySelectionError> {
        let mut found = 0;
        let mut last = None;
        let mut range = false;
        for word in words.iter().map(String::as_str) {
            if is_range(word) {
                range = true;
            } else if let Some((_, days)) = day_groups().find(|(name, _)| *name == word) {
                found |= days.0;
                last = None;
            } else if !is_filler(word) {
                let day = day(word)?;
                found |= match (range, last) {
                    (true, Some(first)) => between(first, day),
                    (true, None) => return Err(DaySelectionError::Open),
                    (false, _) => bit(day),
                };
                last = Some(day);
                range = false;
            }
        }
        match found {
            _ if range => Err(DaySelectionError::Open),
            0 => Err(DaySelectionError::Nothing),
            found => Ok(Self(found)),
        }
    }

    /// Whether `day` is one of them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) > 0
    }

    /// The days, in the order of the week.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }
}

/// The form that a rules file has: `mon-fri, sun`.
impl fmt::Display for DaySelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ALL {
            return f.write_str("daily");
        }
        let mut separator = "";
        let mut rest = self.iter().peekable();
        while let Some(first) = rest.next() {
            let mut last = first;
            while let Some(next) = rest.next_if(|next| *next == last.succ()) {
                last = next;
            }
            let between = match last.days_since(first) {
                0 => "",
                1 => ", ",
                _ => "-",
            };
            write!(f, "{separator}{}{between}", short(first))?;
            if last != first {
                f.write_str(&short(last))?;
            }
            separator = ", ";
        }
        Ok(())
    }
}

/// Whether a word stands between the ends of a range.
pub(super) fn is_range(word: &str) -> bool {
    matches!(
        word,
        "-" | "to" | "through" | "until" | "a" | "al" | "hasta" | "ate" | "as"
    )
}

/// Whether a word says nothing by itself.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "," | "and"
            | "y"
            | "e"
            | "from"
            | "between"
            | "entre"
            | "on"
            | "at"
            | "of"
            | "every"
            | "each"
            | "the"
            | "de"
            | "del"
            | "desde"
            | "das"
            | "da"
            | "cada"
            | "los"
            | "las"
            | "la"
            | "el"
            | "os"
            | "aos"
            | "dias"
            | "todos"
            | "todas"
            | "feira"
            | "feiras"
    )
}

fn day(word: &str) -> Result<Weekday, DaySelectionError> {
    // What Latin America writes on doors; `m` and `s` would be two days each.
    let letter = match word {
        "l" => Some(Weekday::Mon),
        "x" => Some(Weekday::Wed),
        "j" => Some(Weekday::Thu),
        "v" => Some(Weekday::Fri),
        "d" => Some(Weekday::Sun),
        _ => None,
    };
    let starts = |name: &str| {
        let one = word.strip_suffix('s').filter(|one| name.starts_with(one));
        let word = one.unwrap_or(word);
        word.len() >= 3 && name.starts_with(word)
    };
    let named = letter.or_else(|| {
        let mut names = day_names();
        names.find(|(_, name)| starts(name)).map(|(day, _)| day)
    });
    named.ok_or_else(|| {
        let known = day_names()
            .map(|(_, name)| name)
            .chain(day_groups().map(|(word, _)| word));
        DaySelectionError::Unknown {
            word: word.to_owned(),
            meant: did_you_mean(word, SHORT).or_else(|| did_you_mean(word, known)),
        }
    })
}

/// The full names of the days in all languages. Three letters of one are enough.
fn day_names() -> impl Iterator<Item = (Weekday, &'static str)> {
    let days = (0..).zip(WEEK);
    days.flat_map(|(place, day): (usize, _)| {
        let names = Language::ALL.map(|language| (day, language.entry().weekdays[place]));
        names.into_iter()
    })
}

/// The words of all languages that stand for several days.
fn day_groups() -> impl Iterator<Item = (&'static str, DaySelection)> {
    let of_all = |words: fn(Language) -> &'static [&'static str], days| {
        let words = Language::ALL.into_iter().flat_map(words);
        words.map(move |word| (*word, days))
    };
    of_all(|language| language.entry().every_day, DaySelection::ALL)
        .chain(of_all(|it| it.entry().working_days, DaySelection::WORKING))
        .chain(of_all(|it| it.entry().weekend, DaySelection::WEEKEND))
}

const SHORT: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn short(day: Weekday) -> String {
    day.to_string().to_ascii_lowercase()
}

fn bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

fn between(first: Weekday, last: Weekday) -> u8 {
    let mut days = bit(first);
    let mut day = first;
    while day != last {
        day = day.succ();
        days |= bit(day);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_understood_in_the_three_languages() {
        for (text, shown) in [
            ("mon", "mon"),
            ("Mon-Fri", "mon-fri"),
            ("mon – fri", "mon-fri"),
            ("sat, sun", "sat, sun"),
            ("mon, wed and friday", "mon, wed, fri"),
            ("fri-mon", "mon, fri-sun"),
            ("sundays", "sun"),
            ("tues, thurs", "tue, thu"),
            ("daily", "daily"),
            ("every day", "daily"),
            ("every weekday", "mon-fri"),
            ("weekends", "sat, sun"),
            ("lun-vie", "mon-fri"),
            ("de lunes a viernes", "mon-fri"),
            ("L-V", "mon-fri"),
            ("lun, mié y vie", "mon, wed, fri"),
            ("los sábados", "sat"),
            ("todos los días", "daily"),
            ("diario", "daily"),
            ("cada día", "daily"),
            ("fin de semana", "sat, sun"),
            ("entre semana", "mon-fri"),
            ("días hábiles", "mon-fri"),
            ("seg-sex", "mon-fri"),
            ("segunda-feira a sexta-feira", "mon-fri"),
            ("segunda feira até quinta feira", "mon-thu"),
            ("terça e quinta", "tue, thu"),
            ("todos os dias", "daily"),
            ("dias úteis", "mon-fri"),
            ("fim de semana", "sat, sun"),
        ] {
            let days = DaySelection::parse(text).map(|days| days.to_string());
            assert_eq!(days.as_deref(), Ok(shown), "{text}");
        }
    }

    #[test]
    fn what_is_shown_is_read_as_the_same_days() {
        for set in 1..=DaySelection::ALL.0 {
            assert_eq!(
                DaySelection::parse(&DaySelection(set).to_string()),
                Ok(DaySelection(set))
            );
        }
    }

    #[test]
    fn a_word_that_is_no_day_says_which_one_was_meant() {
        let unknown = |word: &str, meant| DaySelectionError::Unknown {
            word: word.to_owned(),
            meant,
        };
        for (text, fault) in [
            ("mno-fri", unknown("mno", Some("mon"))),
            ("wendesday", unknown("wendesday", Some("wednesday"))),
            ("xyzzy", unknown("xyzzy", None)),
            ("m", unknown("m", None)),
            ("mon-", DaySelectionError::Open),
            ("-fri", DaySelectionError::Open),
            ("", DaySelectionError::Nothing),
            ("de los", DaySelectionError::Nothing),
        ] {
            assert_eq!(DaySelection::parse(text), Err(fault), "{text}");
        }
    }
}
