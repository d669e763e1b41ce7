//! Stretches of time that come again every week, as people write them: `mon-fri 22:00-06:00`,
//! `lun a vie de 22h a 6h`, `daily 10pm-6am`.

use std::{fmt, iter, str::FromStr};

use chrono::{DateTime, Datelike, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    Language,
    diagnostic::did_you_mean,
    rules::calendar::{
        OpeningHours, OpeningHoursError,
        hours::{clock_minutes, local_dates},
    },
};

/// Hours of some days of the week. What goes past midnight belongs to the day it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WeeklyHours {
    days: DaySelection,
    hours: OpeningHours,
}

/// The reason why a text is no such stretch.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WeeklyHoursError {
    #[error(transparent)]
    Days(#[from] DaySelectionError),
    #[error(transparent)]
    Hours(#[from] OpeningHoursError),
}

impl WeeklyHours {
    pub fn new(days: DaySelection, hours: OpeningHours) -> Self {
        Self { days, hours }
    }

    /// Returns true where `at` lies in it, by the clocks of `zone`.
    pub fn covers(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        let next = self.next(at, zone).next();
        next.is_some_and(|(start, _)| start <= at)
    }

    /// Returns the stretches that have not ended at `at`, in their order: the first may have begun.
    pub fn next(
        &self,
        at: DateTime<Utc>,
        zone: Tz,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let Self { days, hours } = *self;
        local_dates(at, zone)
            .filter(move |date| days.contains(date.weekday()))
            .filter_map(move |date| hours.on(date, zone))
            .skip_while(move |(_, end)| *end <= at)
    }
}

/// The form that a rules file has, whichever was typed.
impl fmt::Display for WeeklyHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.days, self.hours)
    }
}

/// As people type it, in English, Spanish or Portuguese: `mon-fri 22:00-06:00`,
/// `lunes a viernes de 22h a 6h`, `daily 10pm-6am`. Without days it is every day.
impl FromStr for WeeklyHours {
    type Err = WeeklyHoursError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (days, times) = split_times(&plain_words(text));
        let [from, to] = times.as_slice() else {
            return Err(OpeningHoursError::NotTwo(text.trim().to_owned()).into());
        };
        let hours = OpeningHours::new(parse_typed_time(from)?, parse_typed_time(to)?)?;
        let is_every = days.iter().all(|word| is_filler(word));
        let days = if is_every {
            DaySelection::ALL
        } else {
            DaySelection::of(&days)?
        };
        Ok(Self { days, hours })
    }
}

impl TryFrom<String> for WeeklyHours {
    type Error = WeeklyHoursError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<WeeklyHours> for String {
    fn from(weekly: WeeklyHours) -> Self {
        weekly.to_string()
    }
}

/// The words about days, and the times: a word with a digit, with the unit that follows it.
/// What stands between the times belongs to neither.
fn split_times(words: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut days, mut times) = (Vec::new(), Vec::<String>::new());
    let mut after_time = false;
    for word in words {
        let is_time = word.starts_with(|letter: char| letter.is_ascii_digit());
        let between = times.len() == 1 && (is_range(word) || is_filler(word));
        match times.last_mut().filter(|_| after_time && is_unit(word)) {
            Some(time) => time.push_str(word),
            None if is_time => times.push(word.clone()),
            None if between => {}
            None => days.push(word.clone()),
        }
        after_time = is_time;
    }
    // `lunes a viernes de 8 a 12`, `todos os dias às 8`: what leads to the times.
    while days
        .last()
        .is_some_and(|word| is_filler(word) || word == "as")
    {
        days.pop();
    }
    (days, times)
}

fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "am" | "pm" | "h" | "hs" | "hr" | "hrs" | "hora" | "horas" | "a.m." | "p.m."
    )
}

/// Minutes after midnight of a time as people type it: `22:00`, `22`, `22h30`, `10pm`.
fn parse_typed_time(typed: &str) -> Result<u16, OpeningHoursError> {
    let fault = || OpeningHoursError::NoTime(typed.to_owned());
    let read = || {
        let end = typed.find(|letter: char| !letter.is_ascii_digit());
        let (hour, rest) = typed.split_at(end.unwrap_or(typed.len()));
        let rest = rest.trim_start_matches([':', 'h', '.']);
        let end = rest.find(|letter: char| !letter.is_ascii_digit());
        let (minute, unit) = rest.split_at(end.unwrap_or(rest.len()));
        let hour: u16 = hour.parse().ok()?;
        let minute: u16 = match minute.len() {
            0 => 0,
            2 => minute.parse().ok()?,
            _ => return None,
        };
        let hour = match (unit.replace('.', "").as_str(), hour) {
            ("am", 1..12) => hour,
            ("am", 12) => 0,
            ("pm", 12) => 12,
            ("pm", 1..12) => hour + 12,
            ("" | "h" | "s" | "r" | "hs" | "hr" | "hrs" | "ora" | "oras", hour) => hour,
            (_, _) => return None,
        };
        clock_minutes(hour, minute)
    };
    read().ok_or_else(fault)
}

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

/// The reason why a text names no days.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DaySelectionError {
    #[error("`{word}` is no day of the week")]
    Unknown {
        word: String,
        /// The day that it was probably meant to be.
        meant: Option<&'static str>,
    },
    /// A range without its first or its last day.
    #[error("a range of days has a first and a last one")]
    Open,
    #[error("no day is named")]
    Nothing,
}

impl DaySelection {
    pub const ALL: Self = Self(0b111_1111);
    pub const WORKING: Self = Self(0b001_1111);
    pub const WEEKEND: Self = Self(0b110_0000);

    /// The days that a text names in English, Spanish or Portuguese.
    pub fn parse(text: &str) -> Result<Self, DaySelectionError> {
        Self::of(&plain_words(text))
    }

    fn of(words: &[String]) -> Result<Self, DaySelectionError> {
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
                let day = parse_weekday(word)?;
                found |= match (range, last) {
                    (true, Some(first)) => day_range(first, day),
                    (true, None) => return Err(DaySelectionError::Open),
                    (false, _) => day_bit(day),
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

    pub fn contains(self, day: Weekday) -> bool {
        self.0 & day_bit(day) > 0
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
            write!(f, "{separator}{}{between}", short_name(first))?;
            if last != first {
                f.write_str(&short_name(last))?;
            }
            separator = ", ";
        }
        Ok(())
    }
}

/// Returns true for a word that stands between the ends of a range.
fn is_range(word: &str) -> bool {
    matches!(
        word,
        "-" | "to" | "through" | "until" | "a" | "al" | "hasta" | "ate" | "as"
    )
}

/// Returns true for a word that says nothing by itself.
fn is_filler(word: &str) -> bool {
    const FILLERS: &str = ", and y e from between entre on at of every each the de del desde das da \
                           cada los las la el os aos dias todos todas feira feiras";
    FILLERS.split(' ').any(|filler| filler == word)
}

fn parse_weekday(word: &str) -> Result<Weekday, DaySelectionError> {
    // These letters stand on doors in Latin America; `m` and `s` would be two days each.
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

fn short_name(day: Weekday) -> String {
    day.to_string().to_ascii_lowercase()
}

fn day_bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

fn day_range(first: Weekday, last: Weekday) -> u8 {
    let days = iter::successors(Some(first), |day| (*day != last).then(|| day.succ()));
    days.fold(0, |days, day| days | day_bit(day))
}

/// Phrases of several words that stand for one.
const PHRASES: [(&str, &str); 12] = [
    ("todos los dias", "daily"),
    ("todos os dias", "daily"),
    ("every day", "daily"),
    ("cada dia", "daily"),
    ("todo dia", "daily"),
    ("entre semana", "weekdays"),
    ("dias de semana", "weekdays"),
    ("fines de semana", "weekend"),
    ("fins de semana", "weekend"),
    ("fin de semana", "weekend"),
    ("fim de semana", "weekend"),
    ("-feira", ""),
];

/// Returns the words of a text as people type it: lower case, no accents, `-` and `,` by
/// themselves.
fn plain_words(text: &str) -> Vec<String> {
    let mut plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(plain_letter)
        .collect();
    for (phrase, word) in PHRASES {
        plain = plain.replace(phrase, word);
    }
    plain
        .replace('-', " - ")
        .replace(',', " , ")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

fn plain_letter(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' => 'a',
        'é' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'ô' | 'õ' => 'o',
        'ú' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        '–' | '—' | '−' => '-',
        '/' | ';' | '&' | '+' => ',',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;
    use chrono_tz::America::Bogota;

    use super::*;

    fn local(text: &str) -> DateTime<Utc> {
        let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        time.and_local_timezone(Bogota).unwrap().to_utc()
    }

    #[test]
    fn what_people_type_is_a_stretch_of_every_week() {
        for (typed, shown) in [
            ("mon-fri 22:00-06:00", "mon-fri 22:00-06:00"),
            ("every weekday 22:00 to 06:00", "mon-fri 22:00-06:00"),
            ("daily 10pm-6am", "daily 22:00-06:00"),
            ("every day from 10:30 pm to 12 am", "daily 22:30-24:00"),
            ("Sat, Sun 00:00-24:00", "sat, sun 00:00-24:00"),
            ("22:00-06:00", "daily 22:00-06:00"),
            ("8:00-12:00 sat", "sat 08:00-12:00"),
            ("lun-vie 22:00-06:00", "mon-fri 22:00-06:00"),
            ("de lunes a viernes de 22 a 6", "mon-fri 22:00-06:00"),
            ("L-V 8-18", "mon-fri 08:00-18:00"),
            (
                "Todos los días de las 22:00 hasta las 06:00",
                "daily 22:00-06:00",
            ),
            (
                "todos los días, entre las 22:00 y las 06:00",
                "daily 22:00-06:00",
            ),
            (
                "sábados y domingos 20:00 – 24:00 hrs",
                "sat, sun 20:00-24:00",
            ),
            ("diario 22h30-6h", "daily 22:30-06:00"),
            ("seg-sex 22h-6h", "mon-fri 22:00-06:00"),
            ("segunda a sexta das 22h às 6h", "mon-fri 22:00-06:00"),
            ("todos os dias das 22h30 às 6h", "daily 22:30-06:00"),
        ] {
            let weekly: Result<WeeklyHours, _> = typed.parse();
            let weekly = weekly.unwrap_or_else(|fault| panic!("{typed}: {fault}"));
            assert_eq!(weekly.to_string(), shown, "{typed}");
            assert_eq!(weekly.to_string().parse(), Ok(weekly));
        }
    }

    #[test]
    fn what_is_no_stretch_of_a_week_says_why() {
        for (typed, message) in [
            ("mno-fri 22:00-06:00", "`mno` is no day of the week"),
            (
                "mon- 22:00-06:00",
                "a range of days has a first and a last one",
            ),
            (
                "mon-fri",
                "expected two times such as `07:00-21:00`, found `mon-fri`",
            ),
            (
                "mon 8:00",
                "expected two times such as `07:00-21:00`, found `mon 8:00`",
            ),
            ("mon 25:00-06:00", "`25:00` is no time of the day"),
            ("mon 13pm-6am", "`13pm` is no time of the day"),
            ("mon 8-8", "these hours end when they begin"),
            (
                "mon 24:00-02:00",
                "a day ends at `24:00`, so nothing begins then",
            ),
        ] {
            let fault = typed.parse::<WeeklyHours>().unwrap_err();
            assert_eq!(fault.to_string(), message, "{typed}");
        }
    }

    #[test]
    fn a_stretch_of_every_week_is_previewed_from_the_one_that_has_begun() {
        let weekly: WeeklyHours = "fri, sat 22:00-06:00".parse().unwrap();
        let next = |time| -> Vec<String> {
            let shown = |time: DateTime<Utc>| {
                let local = time.with_timezone(&Bogota);
                local.format("%a %d %H:%M").to_string()
            };
            let next = weekly.next(local(time), Bogota).take(3);
            next.map(|(start, end)| format!("{} to {}", shown(start), shown(end)))
                .collect()
        };
        assert_eq!(
            next("2026-11-21 05:59"),
            [
                "Fri 20 22:00 to Sat 21 06:00",
                "Sat 21 22:00 to Sun 22 06:00",
                "Fri 27 22:00 to Sat 28 06:00",
            ]
        );
        assert_eq!(next("2026-11-21 06:00")[0], "Sat 21 22:00 to Sun 22 06:00");
        for (time, covered) in [
            ("2026-11-20 21:59", false),
            ("2026-11-20 22:00", true),
            ("2026-11-21 05:59", true),
            ("2026-11-21 06:00", false),
            ("2026-11-22 23:00", false),
        ] {
            assert_eq!(weekly.covers(local(time), Bogota), covered, "{time}");
        }
    }

    #[test]
    fn a_stretch_of_every_week_is_kept_as_text() {
        let weekly: WeeklyHours = "lun a vie 22:00 a 06:00".parse().unwrap();
        let json = serde_json::to_string(&weekly).unwrap();
        assert_eq!(json, r#""mon-fri 22:00-06:00""#);
        assert_eq!(serde_json::from_str::<WeeklyHours>(&json).unwrap(), weekly);
        assert!(serde_json::from_str::<WeeklyHours>(r#""mon-fri""#).is_err());
        let packed = postcard::to_stdvec(&weekly).unwrap();
        assert_eq!(
            postcard::from_bytes::<WeeklyHours>(&packed).unwrap(),
            weekly
        );
    }

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
