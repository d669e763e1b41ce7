//! One time as people type it: `08:00`, `yesterday 14:00`, `2026-11-20`, `20/11 08:00`.

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta,
    TimeZone, Timelike as _, Utc,
};
use chrono_tz::Tz;

use crate::commands::typed::fold;
use vigia_core::metrics::TimeWindow;

/// A difference between what was typed and what is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeNote {
    /// The end lay in the future.
    EndsNow,
    /// The clocks skip this time; the first moment after the gap was taken.
    Skipped(NaiveDateTime),
    /// This time comes twice; the earlier one was taken as the start.
    FirstOfTwo(NaiveDateTime),
    /// This time comes twice; the later one was taken as the end.
    SecondOfTwo(NaiveDateTime),
}

/// The end of a window that a time stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RangeEnd {
    Start,
    Until,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypedMoment {
    Now,
    Time(NaiveTime),
    Day(NaiveDate),
    DayAndTime(NaiveDate, NaiveTime),
}

pub(super) struct FoundMoment {
    time: DateTime<Utc>,
    note: Option<RangeNote>,
}

impl FoundMoment {
    pub(super) fn noted(self, notes: &mut Vec<RangeNote>) -> DateTime<Utc> {
        notes.extend(self.note);
        self.time
    }
}

/// The side of today on which a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RangeSide {
    /// Reports are about the past.
    Past,
    /// Silences are about the future.
    Future,
}

impl TypedMoment {
    pub(super) fn parse(typed: &str, today: NaiveDate) -> Option<Self> {
        Self::parse_toward(RangeSide::Past, typed, today)
    }

    /// Reads a time that was typed on the day `today`, where days lie on that side of it.
    pub(super) fn parse_toward(side: RangeSide, typed: &str, today: NaiveDate) -> Option<Self> {
        let text = fold(typed).replace(',', " ");
        let words: Vec<&str> = text.split_whitespace().flat_map(cut_iso).collect();
        if let ["now" | "ahora" | "agora"] = words[..] {
            return Some(Self::Now);
        }
        let (mut day, mut time) = (None, None);
        let mut rest = &words[..];
        while let [word, ..] = rest {
            let mut used = 1;
            if let (Some(read), Some((half, words))) = (time, half_of_day(rest)) {
                time = Some(half.apply(read)?);
                used = words;
            } else if let (None, Some((read, words))) = (day, parse_day(rest, side, today)) {
                day = Some(read);
                used = words;
            } else if let (None, Some(read)) = (time, parse_time(word).or_else(|| bare_hour(word)))
            {
                time = Some(read);
            } else if !FILLERS.contains(word) {
                return None;
            }
            rest = rest.get(used..)?;
        }
        match (day, time) {
            (None, None) => None,
            (None, Some(time)) => Some(Self::Time(time)),
            (Some(day), None) => Some(Self::Day(day)),
            (Some(day), Some(time)) => Some(Self::DayAndTime(day, time)),
        }
    }

    /// Returns the time that was probably meant by something that is none: `0830` is `08:30`,
    /// `11/20` is `20/11`.
    pub(super) fn meant(typed: &str, today: NaiveDate) -> Option<String> {
        Self::meant_toward(RangeSide::Past, typed, today)
    }

    pub(super) fn meant_toward(side: RangeSide, typed: &str, today: NaiveDate) -> Option<String> {
        let text = fold(typed);
        let words: Vec<_> = text
            .split_whitespace()
            .map(|word| {
                if parse_time(word).is_some() || parse_day(&[word], side, today).is_some() {
                    Some(word.to_owned())
                } else {
                    day_meant(word).or_else(|| time_meant(word))
                }
            })
            .collect::<Option<_>>()?;
        let meant = words.join(" ");
        Self::parse_toward(side, &meant, today).map(|_| meant)
    }

    /// Returns the day, where nothing else was typed.
    pub(super) fn whole_day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Now | Self::Time(_) | Self::DayAndTime(..) => None,
        }
    }

    /// Returns this time on that day, where it is a time without a day.
    pub(super) fn on(self, day: NaiveDate) -> Option<Self> {
        match self {
            Self::Time(time) => Some(Self::DayAndTime(day, time)),
            Self::Now | Self::Day(_) | Self::DayAndTime(..) => None,
        }
    }

    /// Returns the time of day, where no day was typed.
    pub(super) fn time_of_today(self) -> Option<String> {
        match self {
            Self::Time(time) => Some(time.format("%H:%M").to_string()),
            Self::Now | Self::Day(_) | Self::DayAndTime(..) => None,
        }
    }

    /// Returns this time as the end of a window that starts at `from`: without a day it is the
    /// first such time after it.
    pub(super) fn after(self, from: Self) -> Self {
        let (day, start) = match from {
            Self::Day(day) => (day, NaiveTime::MIN),
            Self::DayAndTime(day, time) => (day, time),
            Self::Now | Self::Time(_) => return self,
        };
        match self {
            Self::Time(time) if time > start => Self::DayAndTime(day, time),
            Self::Time(time) => Self::DayAndTime(day.succ_opt().unwrap_or(day), time),
            Self::Now | Self::Day(_) | Self::DayAndTime(..) => self,
        }
    }

    pub(super) fn instant(self, end: RangeEnd, zone: Tz, latest: DateTime<Utc>) -> FoundMoment {
        let today = latest.with_timezone(&zone).date_naive();
        match (self, end) {
            (Self::Now, _) => FoundMoment {
                time: latest,
                note: None,
            },
            (Self::Time(time), _) => found_moment(today.and_time(time), end, zone, latest),
            (Self::DayAndTime(day, time), _) => found_moment(day.and_time(time), end, zone, latest),
            // The start of a day needs no note, not even where it is at 01:00.
            (Self::Day(day), RangeEnd::Start) => FoundMoment {
                note: None,
                ..found_moment(day.and_time(NaiveTime::MIN), RangeEnd::Start, zone, latest)
            },
            (Self::Day(day), RangeEnd::Until) => {
                let next = day.succ_opt().unwrap_or(day);
                FoundMoment {
                    note: None,
                    ..found_moment(next.and_time(NaiveTime::MIN), RangeEnd::Start, zone, latest)
                }
            }
        }
    }
}

fn found_moment(
    naive: NaiveDateTime,
    end: RangeEnd,
    zone: Tz,
    latest: DateTime<Utc>,
) -> FoundMoment {
    let (time, note) = local_instant(naive, end, zone).unwrap_or((latest, None));
    FoundMoment { time, note }
}

/// Returns the instant of a local time, and the note about it; `None` where a zone skips more
/// than a day.
pub(super) fn local_instant(
    naive: NaiveDateTime,
    end: RangeEnd,
    zone: Tz,
) -> Option<(DateTime<Utc>, Option<RangeNote>)> {
    let (time, note) = match zone.from_local_datetime(&naive) {
        LocalResult::Single(time) => (time, None),
        LocalResult::Ambiguous(first, second) => match end {
            RangeEnd::Start => (first, Some(RangeNote::FirstOfTwo(naive))),
            RangeEnd::Until => (second, Some(RangeNote::SecondOfTwo(naive))),
        },
        LocalResult::None => (after_gap(naive, zone)?, Some(RangeNote::Skipped(naive))),
    };
    Some((time.with_timezone(&Utc), note))
}

/// Returns the window of the same wall clock times so many days before; `None` where the clocks
/// skip all of it. Where they were set in between, that is not so many times 24 hours.
pub(crate) fn days_before(window: TimeWindow, days: u64, zone: Tz) -> Option<TimeWindow> {
    let before = |time: DateTime<Utc>, end: RangeEnd| {
        let naive = time.with_timezone(&zone).naive_local();
        let (time, _) = local_instant(naive.checked_sub_days(Days::new(days))?, end, zone)?;
        Some(time)
    };
    let from = before(window.from(), RangeEnd::Start)?;
    let until = before(window.until(), RangeEnd::Until)?;
    TimeWindow::new(from, until).ok()
}

/// Returns the first moment after the gap. The longest gap on record is a day, in Samoa.
fn after_gap(naive: NaiveDateTime, zone: Tz) -> Option<DateTime<Tz>> {
    (1..=1_440).find_map(|minutes| {
        let later = naive.checked_add_signed(TimeDelta::minutes(minutes))?;
        zone.from_local_datetime(&later).earliest()
    })
}

/// `2026-11-20t08:00` is two words.
fn cut_iso(word: &str) -> impl Iterator<Item = &str> {
    let parts = match word.split_once('t') {
        Some((day, time)) if day.ends_with(|c: char| c.is_ascii_digit()) => [Some(day), Some(time)],
        Some(_) | None => [Some(word), None],
    };
    parts.into_iter().flatten()
}

/// Words that change nothing: "ayer a las 14:00", "el 20 de noviembre".
const FILLERS: [&str; 15] = [
    "at", "a", "las", "la", "as", "el", "on", "em", "o", "os", "de", "del", "da", "do", "the",
];

/// `08:00`, `8:00`, `8h30`, `14h`, `8am`, `8:30pm`.
fn parse_time(word: &str) -> Option<NaiveTime> {
    let halves = [("am", HalfDay::Morning), ("pm", HalfDay::Afternoon)];
    for (name, half) in halves {
        if let Some(digits) = word.strip_suffix(name) {
            let time = bare_hour(digits).or_else(|| parse_time(digits))?;
            return half.apply(time);
        }
    }
    let (hour, minute) = match word.split_once([':', 'h']) {
        Some((hour, "")) if word.ends_with('h') => (hour, "00"),
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) | None => return None,
    };
    NaiveTime::from_hms_opt(short_number(hour, 2)?, short_number(minute, 2)?, 0)
}

/// `8` is eight o'clock.
fn bare_hour(word: &str) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(short_number(word, 2)?, 0, 0)
}

/// The half of the day that follows a time: "8 de la noche".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HalfDay {
    Morning,
    Afternoon,
    Night,
}

impl HalfDay {
    /// Returns the time in this half. Twelve at night may be the start or the end of a day, so it is none.
    fn apply(self, time: NaiveTime) -> Option<NaiveTime> {
        let hour = match (self, time.hour()) {
            (Self::Morning, 12) => 0,
            (Self::Afternoon, hour @ 1..12) | (Self::Night, hour @ 6..12) => hour + 12,
            (Self::Morning, hour @ 0..12)
            | (Self::Afternoon, hour @ 12..24)
            | (Self::Night, hour @ 18..24) => hour,
            (Self::Morning | Self::Afternoon | Self::Night, _) => return None,
        };
        time.with_hour(hour)
    }
}

/// Returns the half of the day at the start of these words, and the number of its words.
fn half_of_day(words: &[&str]) -> Option<(HalfDay, usize)> {
    let (name, used) = match words {
        ["am" | "a.m." | "a.m", ..] => return Some((HalfDay::Morning, 1)),
        ["pm" | "p.m." | "p.m", ..] => return Some((HalfDay::Afternoon, 1)),
        ["de" | "por" | "in", "la" | "the", name, ..] => (*name, 3),
        ["da" | "at", name, ..] => (*name, 2),
        _ => return None,
    };
    let half = match name {
        "manana" | "manha" | "morning" => HalfDay::Morning,
        "tarde" | "afternoon" => HalfDay::Afternoon,
        "noche" | "noite" | "night" | "evening" => HalfDay::Night,
        _ => return None,
    };
    Some((half, used))
}

/// The days of the week from Monday on, and their short forms. `mar` is March, and no day.
const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "lunes", "lun", "segunda"],
    &["tuesday", "tue", "martes", "terca"],
    &["wednesday", "wed", "miercoles", "mie", "quarta"],
    &["thursday", "thu", "jueves", "jue", "quinta"],
    &["friday", "fri", "viernes", "vie", "sexta"],
    &["saturday", "sat", "sabado", "sab"],
    &["sunday", "sun", "domingo", "dom"],
];

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "enero", "ene", "janeiro"],
    &["february", "feb", "febrero", "fevereiro", "fev"],
    &["march", "mar", "marzo", "marco"],
    &["april", "apr", "abril", "abr"],
    &["may", "mayo", "maio", "mai"],
    &["june", "jun", "junio", "junho"],
    &["july", "jul", "julio", "julho"],
    &["august", "aug", "agosto", "ago"],
    &[
        "september",
        "sep",
        "sept",
        "septiembre",
        "setiembre",
        "setembro",
        "set",
    ],
    &["october", "oct", "octubre", "outubro", "out"],
    &["november", "nov", "noviembre", "novembro"],
    &["december", "dec", "diciembre", "dic", "dezembro", "dez"],
];

/// Reads a day at the start of these words, and returns it with the number of its words: `yesterday`, `lunes`,
/// `2026-11-20`, `20/11`, `20 nov`, `20 de noviembre de 2026`, `antes de ayer`.
fn parse_day(words: &[&str], side: RangeSide, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let days_back = |days| today.checked_sub_days(Days::new(days));
    let days_on = |days| today.checked_add_days(Days::new(days));
    let (day, used) = match (words, side) {
        (["today" | "hoy" | "hoje", ..], _) => (today, 1),
        (["yesterday" | "ayer" | "ontem", ..], RangeSide::Past) => (days_back(1)?, 1),
        (["anteayer" | "antier" | "anteontem", ..], RangeSide::Past) => (days_back(2)?, 1),
        (["antes", "de", "ayer", ..] | ["day", "before", "yesterday", ..], RangeSide::Past) => {
            (days_back(2)?, 3)
        }
        (["tomorrow" | "manana" | "amanha", ..], RangeSide::Future) => (days_on(1)?, 1),
        (["pasado", "manana", ..], RangeSide::Future) => (days_on(2)?, 2),
        (["depois", "de", "amanha", ..], RangeSide::Future) => (days_on(2)?, 3),
        ([word, ..], _) => match (named(&WEEKDAYS, word.trim_end_matches("-feira")), side) {
            (Some(weekday), RangeSide::Past) => {
                let since = today.weekday().num_days_from_monday() + 7 - weekday;
                (days_back(u64::from(since % 7))?, 1)
            }
            (Some(weekday), RangeSide::Future) => {
                let until = weekday + 6 - today.weekday().num_days_from_monday();
                (days_on(u64::from(until % 7) + 1)?, 1)
            }
            (None, _) => match named_date(words, side, today) {
                Some(read) => read,
                None => (numeric_date(word, side, today)?, 1),
            },
        },
        ([], _) => return None,
    };
    Some((day, used))
}

fn named(table: &[&[&str]], word: &str) -> Option<u32> {
    let place = table.iter().position(|names| names.contains(&word))?;
    u32::try_from(place).ok()
}

/// `20 nov`, `20 de noviembre`, `nov 20`, each with a year or without.
fn named_date(words: &[&str], side: RangeSide, today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let (day, month, used) = match words {
        [day, "de", month, ..] => (day, month, 3),
        [one, other, ..] if named(&MONTHS, one).is_some() => (other, one, 2),
        [day, month, ..] => (day, month, 2),
        _ => return None,
    };
    let (day, month) = (short_number(day, 2)?, named(&MONTHS, month)? + 1);
    let (year, of_year) = match words.get(used..)? {
        ["de" | "del", year, ..] if year.len() == 4 => (short_number(year, 4), 2),
        [year, ..] if year.len() == 4 => (short_number(year, 4), 1),
        _ => (None, 0),
    };
    match year {
        Some(year) => Some((sensible_date(year, month, day)?, used + of_year)),
        None => Some((nearest_date(day, month, side, today)?, used)),
    }
}

/// `2026-11-20`, `20/11`, `20/11/2026`.
fn numeric_date(word: &str, side: RangeSide, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<_> = word.split(['-', '/']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => sensible_date(
            short_number(year, 4)?,
            short_number(month, 2)?,
            short_number(day, 2)?,
        ),
        [day, month, year] if year.len() == 4 => sensible_date(
            short_number(year, 4)?,
            short_number(month, 2)?,
            short_number(day, 2)?,
        ),
        [day, month] => nearest_date(short_number(day, 2)?, short_number(month, 2)?, side, today),
        _ => None,
    }
}

/// A day without a year is the last that there was, or the next that comes.
fn nearest_date(day: u32, month: u32, side: RangeSide, today: NaiveDate) -> Option<NaiveDate> {
    let year = u32::try_from(today.year()).ok()?;
    let (other, is_there): (_, fn(&NaiveDate, &NaiveDate) -> bool) = match side {
        RangeSide::Past => (year.checked_sub(1)?, NaiveDate::le),
        RangeSide::Future => (year.checked_add(1)?, NaiveDate::ge),
    };
    [year, other]
        .into_iter()
        .filter_map(|year| sensible_date(year, month, day))
        .find(|date| is_there(date, &today))
}

fn sensible_date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok()?;
    let is_sensible = (2000..2100).contains(&year);
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| is_sensible)
}

fn short_number(digits: &str, most: usize) -> Option<u32> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && digits.len() <= most)
        .then(|| digits.parse().ok())
        .flatten()
}

fn day_meant(word: &str) -> Option<String> {
    let (month, day) = word.split_once('/')?;
    let is_swapped = short_number(day, 2)? > 12 && (1..=12).contains(&short_number(month, 2)?);
    is_swapped.then(|| format!("{day}/{month}"))
}

fn time_meant(word: &str) -> Option<String> {
    let without_mark = || word.split_at_checked(word.len().checked_sub(2)?);
    let (hour, minute) = word.split_once([':', '.']).or_else(without_mark)?;
    let time = NaiveTime::from_hms_opt(short_number(hour, 2)?, short_number(minute, 2)?, 0)?;
    Some(time.format("%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Santiago;

    use super::*;

    fn window(from: &str, until: &str) -> TimeWindow {
        TimeWindow::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
    }

    #[test]
    fn the_same_hours_are_those_of_the_wall_clock() {
        // Summer time began on Sunday 6 September 2026 at midnight.
        let monday = window("2026-09-07T11:00:00Z", "2026-09-07T12:00:00Z");
        assert_eq!(
            days_before(monday, 1, Santiago),
            Some(window("2026-09-06T11:00:00Z", "2026-09-06T12:00:00Z"))
        );
        assert_eq!(
            days_before(monday, 7, Santiago),
            Some(window("2026-08-31T12:00:00Z", "2026-08-31T13:00:00Z")),
            "08:00 was an hour later in UTC"
        );
    }

    #[test]
    fn a_whole_day_is_compared_with_a_whole_day_of_whatever_length() {
        let hours = |window: TimeWindow| window.length().as_secs() / 3_600;
        let monday = window("2026-09-07T03:00:00Z", "2026-09-08T03:00:00Z");
        let sunday = days_before(monday, 1, Santiago).unwrap();
        assert_eq!((hours(monday), hours(sunday)), (24, 23));
        let sunday = window("2026-04-05T04:00:00Z", "2026-04-06T04:00:00Z");
        let saturday = days_before(sunday, 1, Santiago).unwrap();
        assert_eq!((hours(sunday), hours(saturday)), (24, 25));
        assert_eq!(saturday.until(), sunday.from());
    }

    #[test]
    fn hours_that_the_clocks_skip_are_no_window() {
        let early = window("2026-09-07T03:10:00Z", "2026-09-07T03:50:00Z");
        assert_eq!(days_before(early, 1, Santiago), None);
        let late = window("2026-09-07T03:30:00Z", "2026-09-07T05:00:00Z");
        let cut = days_before(late, 1, Santiago).unwrap();
        assert_eq!(cut.length().as_secs(), 3_600);
    }
}
