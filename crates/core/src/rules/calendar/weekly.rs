//! A stretch of time that comes again every week: `mon-fri 22:00-06:00`.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::rules::calendar::{
    DaySelection, DaySelectionError, OpeningHours, OpeningHoursError,
    days::{is_filler, is_range},
    hours::clock,
    local_dates,
    words::words,
};

/// Hours of some days of the week. What goes past midnight belongs to the day it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WeeklyHours {
    days: DaySelection,
    hours: OpeningHours,
}

/// Why a text is no such stretch.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum WeeklyHoursError {
    /// The days are wrong.
    #[error(transparent)]
    Days(#[from] DaySelectionError),
    /// The times are wrong.
    #[error(transparent)]
    Hours(#[from] OpeningHoursError),
}

impl WeeklyHours {
    /// These hours of these days.
    #[must_use]
    pub fn new(days: DaySelection, hours: OpeningHours) -> Self {
        Self { days, hours }
    }

    /// Whether `at` lies in it, by the clocks of `zone`.
    #[must_use]
    pub fn covers(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        let next = self.next(at, zone).next();
        next.is_some_and(|(start, _)| start <= at)
    }

    /// The stretches that have not ended at `at`, in their order: the first may have begun.
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
        let (days, times) = split(&words(text));
        let [from, to] = times.as_slice() else {
            return Err(OpeningHoursError::NotTwo(text.trim().to_owned()).into());
        };
        let hours = OpeningHours::new(time(from)?, time(to)?)?;
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
fn split(words: &[String]) -> (Vec<String>, Vec<String>) {
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
fn time(typed: &str) -> Result<u16, OpeningHoursError> {
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
        clock(hour, minute)
    };
    read().ok_or_else(fault)
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
}
