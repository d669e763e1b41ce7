//! One time as people type it: `08:00`, `yesterday 14:00`, `2026-11-20`, `20/11 08:00`.

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

use crate::commands::{range::RangeNote, typed::fold};

/// Which end of a window a time stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RangeEnd {
    Start,
    Until,
}

/// A time as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypedMoment {
    Now,
    /// A time of today.
    Time(NaiveTime),
    /// A whole day.
    Day(NaiveDate),
    DayAndTime(NaiveDate, NaiveTime),
}

/// An instant, and what is to be told of it.
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

/// On which side of today a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RangeSide {
    /// What is asked of reports is over.
    Past,
    /// What is to be quiet is to come.
    Future,
}

impl TypedMoment {
    /// Reads what was typed on the day `today`.
    pub(super) fn parse(typed: &str, today: NaiveDate) -> Option<Self> {
        Self::parse_toward(RangeSide::Past, typed, today)
    }

    /// Reads what was typed on the day `today`, where days lie on that side of it.
    pub(super) fn parse_toward(side: RangeSide, typed: &str, today: NaiveDate) -> Option<Self> {
        let text = fold(typed).replace(',', " ");
        let (mut day, mut time) = (None, None);
        for word in text.split_whitespace().flat_map(cut_iso) {
            if let "at" | "a" | "las" | "la" | "as" | "el" | "on" | "em" = word {
                continue;
            }
            if let "now" | "ahora" | "agora" = word {
                return (day.is_none() && time.is_none()).then_some(Self::Now);
            }
            if let (None, Some(read)) = (time, read_time(word)) {
                time = Some(read);
            } else if let (None, Some(read)) = (day, read_day(word, side, today)) {
                day = Some(read);
            } else {
                return None;
            }
        }
        match (day, time) {
            (None, None) => None,
            (None, Some(time)) => Some(Self::Time(time)),
            (Some(day), None) => Some(Self::Day(day)),
            (Some(day), Some(time)) => Some(Self::DayAndTime(day, time)),
        }
    }

    /// What was probably meant by something that is no time: `8am` is `08:00`, `11/20` is
    /// `20/11`.
    pub(super) fn meant(typed: &str, today: NaiveDate) -> Option<String> {
        Self::meant_toward(RangeSide::Past, typed, today)
    }

    /// As [`Self::meant`], where days lie on that side of today.
    pub(super) fn meant_toward(side: RangeSide, typed: &str, today: NaiveDate) -> Option<String> {
        let text = fold(typed);
        let words: Vec<_> = text
            .split_whitespace()
            .map(|word| {
                if read_time(word).is_some() || read_day(word, side, today).is_some() {
                    Some(word.to_owned())
                } else {
                    day_meant(word).or_else(|| time_meant(word))
                }
            })
            .collect::<Option<_>>()?;
        let meant = words.join(" ");
        Self::parse_toward(side, &meant, today).map(|_| meant)
    }

    /// The day, where nothing else was typed.
    pub(super) fn whole_day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Now | Self::Time(_) | Self::DayAndTime(..) => None,
        }
    }

    /// This time on that day, where it is a time without a day.
    pub(super) fn on(self, day: NaiveDate) -> Option<Self> {
        match self {
            Self::Time(time) => Some(Self::DayAndTime(day, time)),
            Self::Now | Self::Day(_) | Self::DayAndTime(..) => None,
        }
    }

    /// The time of day, where no day was typed.
    pub(super) fn time_of_today(self) -> Option<String> {
        match self {
            Self::Time(time) => Some(time.format("%H:%M").to_string()),
            Self::Now | Self::Day(_) | Self::DayAndTime(..) => None,
        }
    }

    /// This time as the end of a window that starts at `from`: without a day it is the
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

    /// The instant in this zone.
    pub(super) fn instant(self, end: RangeEnd, zone: Tz, latest: DateTime<Utc>) -> FoundMoment {
        let today = latest.with_timezone(&zone).date_naive();
        match (self, end) {
            (Self::Now, _) => FoundMoment {
                time: latest,
                note: None,
            },
            (Self::Time(time), _) => found(today.and_time(time), end, zone, latest),
            (Self::DayAndTime(day, time), _) => found(day.and_time(time), end, zone, latest),
            // Where a day begins is no news, not even where it does so at 01:00.
            (Self::Day(day), RangeEnd::Start) => FoundMoment {
                note: None,
                ..found(day.and_time(NaiveTime::MIN), RangeEnd::Start, zone, latest)
            },
            (Self::Day(day), RangeEnd::Until) => {
                let next = day.succ_opt().unwrap_or(day);
                FoundMoment {
                    note: None,
                    ..found(next.and_time(NaiveTime::MIN), RangeEnd::Start, zone, latest)
                }
            }
        }
    }
}

fn found(naive: NaiveDateTime, end: RangeEnd, zone: Tz, latest: DateTime<Utc>) -> FoundMoment {
    let (time, note) = local(naive, end, zone).unwrap_or((latest, None));
    FoundMoment { time, note }
}

/// The instant of a local time, and what is to be told of it; `None` where a zone skips
/// more than a day.
pub(super) fn local(
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

/// The first moment after the gap. The longest gap on record is a day, in Samoa.
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

/// `08:00`, `8:00`, `8h30`, `14h`.
fn read_time(word: &str) -> Option<NaiveTime> {
    let (hour, minute) = match word.split_once([':', 'h']) {
        Some((hour, "")) if word.ends_with('h') => (hour, "00"),
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) | None => return None,
    };
    NaiveTime::from_hms_opt(number(hour, 2)?, number(minute, 2)?, 0)
}

/// `yesterday`, `2026-11-20`, `20/11`, `20/11/2026`.
fn read_day(word: &str, side: RangeSide, today: NaiveDate) -> Option<NaiveDate> {
    match (word, side) {
        ("today" | "hoy" | "hoje", _) => return Some(today),
        ("yesterday" | "ayer" | "ontem", RangeSide::Past) => return today.pred_opt(),
        ("tomorrow" | "manana" | "amanha", RangeSide::Future) => return today.succ_opt(),
        (_, RangeSide::Past | RangeSide::Future) => {}
    }
    let parts: Vec<_> = word.split(['-', '/']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            date(number(year, 4)?, number(month, 2)?, number(day, 2)?)
        }
        [day, month, year] if year.len() == 4 => {
            date(number(year, 4)?, number(month, 2)?, number(day, 2)?)
        }
        [day, month] => nearest(number(day, 2)?, number(month, 2)?, side, today),
        _ => None,
    }
}

/// A day without a year is the last that there was, or the next that comes.
fn nearest(day: u32, month: u32, side: RangeSide, today: NaiveDate) -> Option<NaiveDate> {
    let year = u32::try_from(today.year()).ok()?;
    let (other, is_there): (_, fn(&NaiveDate, &NaiveDate) -> bool) = match side {
        RangeSide::Past => (year.checked_sub(1)?, NaiveDate::le),
        RangeSide::Future => (year.checked_add(1)?, NaiveDate::ge),
    };
    [year, other]
        .into_iter()
        .filter_map(|year| date(year, month, day))
        .find(|date| is_there(date, &today))
}

fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok()?;
    let is_sensible = (2000..2100).contains(&year);
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| is_sensible)
}

fn number(digits: &str, most: usize) -> Option<u32> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && digits.len() <= most)
        .then(|| digits.parse().ok())
        .flatten()
}

fn day_meant(word: &str) -> Option<String> {
    let (month, day) = word.split_once('/')?;
    let is_swapped = number(day, 2)? > 12 && (1..=12).contains(&number(month, 2)?);
    is_swapped.then(|| format!("{day}/{month}"))
}

fn time_meant(word: &str) -> Option<String> {
    let (digits, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        (None, None) => (word, None),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) => (number(hour, 2)?, number(minute, 2)?),
        None if digits.len() > 2 => {
            let (hour, minute) = digits.split_at_checked(digits.len() - 2)?;
            (number(hour, 2)?, number(minute, 2)?)
        }
        None => (number(digits, 2)?, 0),
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
    Some(time.format("%H:%M").to_string())
}
