//! Tables of the clocks, and what must hold of every calendar.

use std::time::Duration;

use chrono_tz::{
    America::{Bogota, Santiago},
    Australia::Lord_Howe,
    Pacific::Apia,
};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Vec<OpeningHours> {
    OpeningHours::parse_day(text).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

/// The instant of a local time that exists once.
fn local(text: &str, zone: Tz) -> DateTime<Utc> {
    let time = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    time.and_local_timezone(zone).unwrap().to_utc()
}

fn daily(hours: &str) -> Calendar {
    Calendar {
        name: CalendarName::new("opening-hours"),
        zone: None,
        week: std::array::from_fn(|_| day(hours)),
        holidays: BTreeSet::new(),
        special: BTreeMap::new(),
    }
}

/// Monday to Friday, with a lunch break, and Saturday night; Christmas.
fn usual() -> Calendar {
    let mut calendar = daily("08:00-12:00, 14:00-18:00");
    calendar.week[5] = day("20:00-02:00");
    calendar.week[6].clear();
    calendar.holidays.insert(date("2026-12-25"));
    let special = &mut calendar.special;
    special.insert(date("2026-12-24"), day("07:00-13:00"));
    special.insert(date("2026-12-31"), Vec::new());
    calendar
}

#[test]
fn a_calendar_is_open_in_its_hours_and_not_at_their_end() {
    for (time, open) in [
        ("2026-11-16 07:59", false),
        ("2026-11-16 08:00", true),
        ("2026-11-16 11:59", true),
        ("2026-11-16 12:00", false),
        ("2026-11-16 14:00", true),
        ("2026-11-21 12:00", false), // a Saturday
        ("2026-11-21 20:00", true),
        ("2026-11-22 01:59", true), // the Saturday's night
        ("2026-11-22 02:00", false),
        ("2026-11-22 20:00", false), // a Sunday
        ("2026-12-24 07:30", true),
        ("2026-12-24 14:00", false),
        ("2026-12-25 08:00", false),
        ("2026-12-31 08:00", false),
    ] {
        let calendar = usual();
        assert_eq!(
            calendar.is_open(local(time, Bogota), Bogota),
            open,
            "{time}"
        );
    }
}

#[test]
fn an_opening_ends_and_the_next_begins() {
    for (at, closes, opens) in [
        (
            "2026-11-16 08:00",
            Some("2026-11-16 12:00"),
            "2026-11-16 14:00",
        ),
        ("2026-11-16 12:00", None, "2026-11-16 14:00"),
        (
            "2026-11-20 17:59",
            Some("2026-11-20 18:00"),
            "2026-11-21 20:00",
        ),
        (
            "2026-11-21 23:00",
            Some("2026-11-22 02:00"),
            "2026-11-23 08:00",
        ),
        (
            "2026-11-22 00:30",
            Some("2026-11-22 02:00"),
            "2026-11-23 08:00",
        ),
        (
            "2026-12-24 08:00",
            Some("2026-12-24 13:00"),
            "2026-12-26 20:00",
        ),
    ] {
        let calendar = usual();
        let now = local(at, Bogota);
        let closes = closes.map(|time| local(time, Bogota));
        assert_eq!(calendar.closes(now, Bogota), closes, "{at}");
        assert_eq!(
            calendar.opens(now, Bogota),
            Some(local(opens, Bogota)),
            "{at}"
        );
    }
}

#[test]
fn openings_that_touch_are_one() {
    let mut calendar = daily("00:00-24:00");
    let now = local("2026-11-16 08:00", Bogota);
    assert_eq!(calendar.closes(now, Bogota), None, "it never closes");
    assert_eq!(calendar.opens(now, Bogota), None);
    calendar.holidays.insert(date("2026-12-25"));
    let [closes, opens] =
        ["2026-12-25 00:00", "2026-12-26 00:00"].map(|time| Some(local(time, Bogota)));
    assert_eq!(calendar.closes(now, Bogota), closes);
    assert_eq!(calendar.opens(now, Bogota), opens);
    // Into the morning of the next day, where that one's hours begin sooner.
    let night = daily("06:00-12:00, 20:00-07:00");
    let closes = night.closes(local("2026-11-16 21:00", Bogota), Bogota);
    assert_eq!(closes, Some(local("2026-11-17 12:00", Bogota)));
}

#[test]
fn a_night_goes_on_into_a_holiday() {
    let mut calendar = daily("20:00-02:00");
    calendar.holidays.insert(date("2026-12-25"));
    assert!(calendar.is_open(local("2026-12-25 01:00", Bogota), Bogota));
    assert!(!calendar.is_open(local("2026-12-25 21:00", Bogota), Bogota));
    assert!(!calendar.is_open(local("2026-12-26 01:00", Bogota), Bogota));
}

#[test]
fn a_zone_of_its_own_goes_before_the_operations() {
    let calendar = Calendar {
        zone: Some(Santiago),
        ..daily("08:00-18:00")
    };
    let now = local("2026-11-16 08:00", Santiago);
    assert!(calendar.is_open(now, Bogota));
    assert!(!calendar.is_open(local("2026-11-16 17:00", Bogota), Bogota));
    let mut calendar = calendar;
    calendar.holidays.insert(date("2026-11-16"));
    assert!(calendar.is_holiday(now, Bogota));
    assert!(calendar.is_holiday(local("2026-11-15 22:00", Bogota), Bogota));
}

#[test]
fn days_with_hours_of_their_own_are_no_usual_ones() {
    let calendar = usual();
    let holiday = |day| calendar.is_holiday(local(&format!("{day} 12:00"), Bogota), Bogota);
    assert!(holiday("2026-12-24") && holiday("2026-12-25") && holiday("2026-12-31"));
    assert!(!holiday("2026-12-23"));
}

/// In Santiago the clocks jump from 00:00 to 01:00 on 6 September 2026 (04:00 UTC), and
/// from 24:00 back to 23:00 on 4 April (03:00 UTC on the 5th).
#[test]
fn openings_hold_while_the_clocks_change() {
    for (hours, at, closes) in [
        // A night of seven hours, and one of nine.
        ("22:00-06:00", "2026-09-06T03:00", "2026-09-06T09:00"),
        ("22:00-06:00", "2026-04-05T02:00", "2026-04-05T10:00"),
        // Hours that begin or end at a time that does not exist.
        ("20:00-00:30", "2026-09-06T03:59", "2026-09-06T04:00"),
        ("00:30-06:00", "2026-09-06T04:00", "2026-09-06T09:00"),
        // Hours that begin or end at a time that comes twice: the first of them.
        ("23:30-06:00", "2026-04-05T02:30", "2026-04-05T10:00"),
        ("08:00-23:30", "2026-04-05T02:29", "2026-04-05T02:30"),
        ("00:00-24:00", "2026-04-05T02:29", ""),
    ] {
        let calendar = daily(hours);
        let now = utc(at);
        assert!(calendar.is_open(now, Santiago), "{hours} {at}");
        let closes = (!closes.is_empty()).then(|| utc(closes));
        assert_eq!(calendar.closes(now, Santiago), closes, "{hours} {at}");
        if let Some(closes) = closes {
            assert!(!calendar.is_open(closes, Santiago), "{hours} {at}");
        }
    }
    // The whole of it is skipped, and the day has no opening.
    let skipped = daily("00:10-00:50");
    let opens = skipped.opens(utc("2026-09-06T00:00"), Santiago);
    assert_eq!(opens, Some(local("2026-09-07 00:10", Santiago)));
    // Samoa had no 30 December 2011.
    let opens = daily("08:00-18:00").opens(local("2011-12-29 18:00", Apia), Apia);
    assert_eq!(opens, Some(local("2011-12-31 08:00", Apia)));
}

fn any_hours() -> impl Strategy<Value = Vec<OpeningHours>> {
    let stretch = (0..1_440_u16, 0..=1_440_u16);
    proptest::collection::vec(stretch, 0..3).prop_map(|stretches| {
        let texts: Vec<String> = stretches
            .into_iter()
            .filter_map(|(from, to)| OpeningHours::new(from, to).ok())
            .map(|hours| hours.to_string())
            .collect();
        // Where they overlap, the first is enough.
        let first = texts.iter().take(1).map(|text| day(text)).next();
        OpeningHours::parse_day(&texts.join(","))
            .ok()
            .or(first)
            .unwrap_or_default()
    })
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let week = proptest::collection::vec(any_hours(), 7);
    let near = || {
        (0..800_u64).prop_map(|days| {
            date("2026-01-01")
                .checked_add_days(chrono::Days::new(days))
                .unwrap()
        })
    };
    let holidays = proptest::collection::btree_set(near(), 0..9);
    let special = proptest::collection::btree_map(near(), any_hours(), 0..9);
    (week, holidays, special).prop_map(|(week, holidays, special)| Calendar {
        week: week.try_into().unwrap(),
        holidays,
        special,
        ..daily("00:00-24:00")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_calendar_is_open_from_when_it_opens_until_it_closes(
        calendar in any_calendar(),
        zone in proptest::sample::select(vec![Bogota, Santiago, Lord_Howe]),
        minute in 0..525_600_i64,
        share in 0.0..1.0_f64,
    ) {
        let at = utc("2026-01-01T00:00") + TimeDelta::minutes(minute);
        let second = TimeDelta::seconds(1);
        let somewhere = |end: DateTime<Utc>| {
            at + TimeDelta::from_std((end - at).to_std().unwrap().mul_f64(share)).unwrap()
        };
        let (closes, opens) = (calendar.closes(at, zone), calendar.opens(at, zone));
        if calendar.is_open(at, zone) {
            if let Some(closes) = closes {
                prop_assert!(closes > at && !calendar.is_open(closes, zone));
                prop_assert!(calendar.is_open(closes - second, zone));
                prop_assert!(calendar.is_open(somewhere(closes).min(closes - second), zone));
            }
        } else {
            prop_assert_eq!(closes, None);
            let until = opens.unwrap_or(at + TimeDelta::days(360));
            prop_assert!(!calendar.is_open(somewhere(until).min(until - second), zone));
        }
        if let Some(opens) = opens {
            prop_assert!(opens > at && calendar.is_open(opens, zone));
            prop_assert!(!calendar.is_open(opens - second, zone));
        }
    }

    #[test]
    fn no_text_that_people_type_makes_it_panic(typed in "\\PC{0,40}") {
        let _ = typed.parse::<WeeklyHours>();
        let _ = OpeningHours::parse_day(&typed);
    }

    #[test]
    fn a_stretch_of_every_week_is_as_long_as_its_hours(
        from in 0..1_440_u16,
        to in 0..=1_440_u16,
        minute in 0..525_600_i64,
    ) {
        prop_assume!(from != to);
        let weekly = WeeklyHours::new(DaySelection::ALL, OpeningHours::new(from, to).unwrap());
        let at = utc("2026-01-01T00:00") + TimeDelta::minutes(minute);
        let length = u64::from(if to > from { to - from } else { to + 1_440 - from });
        for (start, end) in weekly.next(at, Bogota).take(3) {
            prop_assert_eq!((end - start).to_std().unwrap(), Duration::from_secs(length * 60));
            prop_assert!(weekly.covers(start, Bogota));
        }
    }
}
