//! Tables of what people type. Now is Tuesday 17 November 2026, 15:05:42 in Bogota, unless
//! a table says otherwise.

use chrono_tz::America::{Bogota, Santiago};

use chrono::{NaiveDateTime, TimeDelta};

use super::*;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    utc("2026-11-17T20:05:42.5Z")
}

fn asked<'a>(last: &'a str, from: &'a str, to: &'a str) -> TypedRange<'a> {
    let given = |text: &'a str| (!text.is_empty()).then_some(text);
    TypedRange {
        last: given(last),
        day: None,
        from: given(from),
        to: given(to),
    }
}

fn ends(range: &ResolvedRange, zone: Tz) -> (String, String) {
    let local = |time: DateTime<Utc>| time.with_timezone(&zone).format("%m-%d %H:%M").to_string();
    (local(range.window.from()), local(range.window.until()))
}

#[test]
fn a_window_is_read_as_people_mean_it() {
    for (last, from, to, start, end) in [
        ("", "", "", "11-17 14:05", "11-17 15:05"),
        (" ", "", "", "11-17 14:05", "11-17 15:05"),
        ("15m", "", "", "11-17 14:50", "11-17 15:05"),
        ("2h30m", "", "", "11-17 12:35", "11-17 15:05"),
        ("1d", "", "", "11-16 15:05", "11-17 15:05"),
        ("2h", "", "14:00", "11-17 12:00", "11-17 14:00"),
        ("", "", "14:00", "11-17 13:00", "11-17 14:00"),
        ("", "08:00", "", "11-17 08:00", "11-17 15:05"),
        ("", "8h30", "9h", "11-17 08:30", "11-17 09:00"),
        ("", "hoy", "", "11-17 00:00", "11-17 15:05"),
        ("", "yesterday 14:00", "", "11-16 14:00", "11-17 15:05"),
        (
            "",
            "Ayer a las 14:00",
            "Ahora",
            "11-16 14:00",
            "11-17 15:05",
        ),
        ("", "14:00 ontem", "", "11-16 14:00", "11-17 15:05"),
        ("", "ayer", "ayer", "11-16 00:00", "11-17 00:00"),
        ("", "ayer 22:00", "06:00", "11-16 22:00", "11-17 06:00"),
        ("", "ayer 08:00", "12:00", "11-16 08:00", "11-16 12:00"),
        ("", "2026-11-10", "2026-11-10", "11-10 00:00", "11-11 00:00"),
        (
            "",
            "2026-11-10 08:00",
            "2026-11-10T09:30",
            "11-10 08:00",
            "11-10 09:30",
        ),
        (
            "",
            "10/11 08:00",
            "10/11/2026, 09:30",
            "11-10 08:00",
            "11-10 09:30",
        ),
        ("", "10-11-2026", "11/11", "11-10 00:00", "11-12 00:00"),
        ("90", "", "", "11-17 13:35", "11-17 15:05"),
        ("1,5h", "", "", "11-17 13:35", "11-17 15:05"),
        ("media hora", "", "", "11-17 14:35", "11-17 15:05"),
        ("", "8", "", "11-17 08:00", "11-17 15:05"),
        ("", "8am", "2pm", "11-17 08:00", "11-17 14:00"),
        ("", "8:30 a.m.", "", "11-17 08:30", "11-17 15:05"),
        (
            "",
            "8 de la mañana",
            "2 de la tarde",
            "11-17 08:00",
            "11-17 14:00",
        ),
        ("", "ayer 9 da noite", "", "11-16 21:00", "11-17 15:05"),
        ("", "anteayer", "anteayer", "11-15 00:00", "11-16 00:00"),
        ("", "antes de ayer 14:00", "", "11-15 14:00", "11-17 15:05"),
        ("", "lunes", "lunes", "11-16 00:00", "11-17 00:00"),
        ("", "el martes a las 8", "", "11-17 08:00", "11-17 15:05"),
        ("", "quarta-feira", "quarta", "11-11 00:00", "11-12 00:00"),
        ("", "10 nov", "nov 11", "11-10 00:00", "11-12 00:00"),
        (
            "",
            "10 de noviembre de 2026 08:00",
            "10 nov 2026 9am",
            "11-10 08:00",
            "11-10 09:00",
        ),
    ] {
        let found = resolve_range(&asked(last, from, to), Bogota, now());
        let found = found.unwrap_or_else(|fault| panic!("{last} {from} {to}: {fault:?}"));
        let expected = (start.to_owned(), end.to_owned());
        assert_eq!(ends(&found, Bogota), expected, "{last} {from} {to}");
        assert_eq!(found.notes, [], "{last} {from} {to}");
    }
}

#[test]
fn a_day_without_a_year_is_the_last_there_was() {
    let typed = asked("", "20/12", "20/12");
    let found = resolve_range(&typed, Bogota, utc("2027-01-05T15:00:00Z")).unwrap();
    assert_eq!(found.window.from(), utc("2026-12-20T05:00:00Z"));
}

#[test]
fn what_lies_in_the_future_is_cut_or_refused() {
    let found = resolve_range(&asked("", "14:00", "18:00"), Bogota, now()).unwrap();
    assert_eq!(found.window.until(), utc("2026-11-17T20:05:00Z"));
    assert_eq!(found.notes, [RangeNote::EndsNow]);
    let fault = resolve_range(&asked("", "22:00", ""), Bogota, now()).unwrap_err();
    let expected = RangeFault::NotYet {
        from: utc("2026-11-18T03:00:00Z"),
        yesterday: Some("22:00".to_owned()),
    };
    assert_eq!(fault, expected);
}

#[test]
fn what_is_no_window_is_refused_with_what_was_meant() {
    let no_length = |typed: &str, meant: Option<&str>| RangeFault::NoLength {
        typed: typed.to_owned(),
        meant: meant.map(str::to_owned),
    };
    let no_time = |typed: &str, meant: Option<&str>| RangeFault::NoTime {
        option: CommandParameter::From,
        typed: typed.to_owned(),
        meant: meant.map(str::to_owned),
    };
    for (last, from, to, fault) in [
        ("2 hroas", "", "", no_length("2 hroas", Some("2h"))),
        ("2", "", "", no_length("2", None)),
        ("mucho", "", "", no_length("mucho", None)),
        ("", "13am", "", no_time("13am", None)),
        ("", "8 9", "", no_time("8 9", None)),
        ("", "12 de la noche", "", no_time("12 de la noche", None)),
        ("", "0830", "", no_time("0830", Some("08:30"))),
        ("", "8.30", "", no_time("8.30", Some("08:30"))),
        ("", "11/20", "", no_time("11/20", Some("20/11"))),
        ("", "11/16", "", no_time("11/16", Some("16/11"))),
        ("", "25:00", "", no_time("25:00", None)),
        ("", "31/02", "", no_time("31/02", None)),
        ("", "08:00 09:00", "", no_time("08:00 09:00", None)),
        ("", "ñandú\u{0}", "", no_time("ñandú\u{0}", None)),
        ("", "éé", "", no_time("éé", None)),
        ("1h", "08:00", "", RangeFault::LastAndFrom),
        ("10s", "", "", RangeFault::TooShort),
        ("93d", "", "", RangeFault::TooLong),
        ("", "2026-01-01", "", RangeFault::TooLong),
        (
            "",
            "10:00",
            "09:00",
            RangeFault::Reversed {
                from: utc("2026-11-17T15:00:00Z"),
                until: utc("2026-11-17T14:00:00Z"),
            },
        ),
    ] {
        let found = resolve_range(&asked(last, from, to), Bogota, now());
        assert_eq!(found, Err(fault), "{last} {from} {to}");
    }
    assert!(resolve_range(&asked("92d", "", ""), Bogota, now()).is_ok());
}

/// In Chile the clocks go forward at midnight: Sunday 6 September 2026 begins at 01:00.
#[test]
fn a_time_that_the_clocks_skip_becomes_the_first_one_after() {
    let now = utc("2026-09-08T12:00:00Z");
    let found = resolve_range(&asked("", "06/09 00:30", "06/09 02:00"), Santiago, now).unwrap();
    assert_eq!(found.window.from(), utc("2026-09-06T04:00:00Z"));
    assert_eq!(found.window.length(), Duration::from_secs(3_600));
    let skipped = "2026-09-06T00:30:00".parse().unwrap();
    assert_eq!(found.notes, [RangeNote::Skipped(skipped)]);

    let day = resolve_range(&asked("", "06/09", "06/09"), Santiago, now).unwrap();
    assert_eq!(day.window.length(), Duration::from_secs(23 * 3_600));
    assert_eq!(day.notes, [], "where a day begins is no news");
}

/// On Saturday 4 April 2026 the hour from 23:00 comes twice.
#[test]
fn a_time_that_comes_twice_is_taken_so_that_nothing_is_left_out() {
    let now = utc("2026-04-07T12:00:00Z");
    let found = resolve_range(&asked("", "04/04 23:15", "04/04 23:45"), Santiago, now).unwrap();
    assert_eq!(found.window.from(), utc("2026-04-05T02:15:00Z"));
    assert_eq!(found.window.until(), utc("2026-04-05T03:45:00Z"));
    let naive = |text: &str| text.parse::<NaiveDateTime>().unwrap();
    let expected = [
        RangeNote::FirstOfTwo(naive("2026-04-04T23:15:00")),
        RangeNote::SecondOfTwo(naive("2026-04-04T23:45:00")),
    ];
    assert_eq!(found.notes, expected);

    let day = resolve_range(&asked("", "04/04", "04/04"), Santiago, now).unwrap();
    assert_eq!(day.window.length(), Duration::from_secs(25 * 3_600));
    let last = resolve_range(&asked("2h", "", "05/04 00:30"), Santiago, now).unwrap();
    assert_eq!(last.window.length(), Duration::from_secs(2 * 3_600));
}

fn on<'a>(day: &'a str, from: &'a str, to: &'a str) -> TypedRange<'a> {
    TypedRange {
        day: Some(day),
        ..asked("", from, to)
    }
}

#[test]
fn a_day_is_all_of_it_or_the_hours_that_are_typed_beside_it() {
    for (day, from, to, start, end) in [
        ("hoy", "", "", "11-17 00:00", "11-17 15:05"),
        ("today", "08:00", "", "11-17 08:00", "11-17 15:05"),
        ("today", "", "08:00", "11-17 00:00", "11-17 08:00"),
        ("hoje", "08:00", "ahora", "11-17 08:00", "11-17 15:05"),
        ("ayer", "", "", "11-16 00:00", "11-17 00:00"),
        ("yesterday", "08:00", "12:00", "11-16 08:00", "11-16 12:00"),
        ("2026-11-10", "8h30", "", "11-10 08:30", "11-11 00:00"),
        ("10/11", "", "12:00", "11-10 00:00", "11-10 12:00"),
        ("10/11", "22:00", "06:00", "11-10 22:00", "11-11 06:00"),
        ("10/11", "", "0:00", "11-10 00:00", "11-11 00:00"),
    ] {
        let found = resolve_range(&on(day, from, to), Bogota, now());
        let found = found.unwrap_or_else(|fault| panic!("{day} {from} {to}: {fault:?}"));
        let expected = (start.to_owned(), end.to_owned());
        assert_eq!(ends(&found, Bogota), expected, "{day} {from} {to}");
        assert_eq!(found.notes, [], "{day} {from} {to}");
    }
}

#[test]
fn a_day_stands_beside_neither_a_length_nor_another_day() {
    let both = TypedRange {
        last: Some("1h"),
        ..on("ayer", "", "")
    };
    assert_eq!(
        resolve_range(&both, Bogota, now()),
        Err(RangeFault::LastAndDay)
    );
    for (from, to, option, typed) in [
        ("ayer 08:00", "", CommandParameter::From, "ayer 08:00"),
        ("2026-11-16", "", CommandParameter::From, "2026-11-16"),
        ("08:00", "17/11 12:00", CommandParameter::To, "17/11 12:00"),
        ("", "now", CommandParameter::To, "now"),
    ] {
        let typed = typed.to_owned();
        let fault = RangeFault::TwoDays { option, typed };
        assert_eq!(
            resolve_range(&on("ayer", from, to), Bogota, now()),
            Err(fault)
        );
    }
    for (day, meant) in [("11/16", Some("16/11")), ("08:00", None), ("8am", None)] {
        let fault = RangeFault::NoTime {
            option: CommandParameter::Day,
            typed: day.to_owned(),
            meant: meant.map(str::to_owned),
        };
        assert_eq!(
            resolve_range(&on(day, "", ""), Bogota, now()),
            Err(fault),
            "{day}"
        );
    }
    let tomorrow = resolve_range(&on("2026-11-18", "", ""), Bogota, now());
    assert!(
        matches!(tomorrow, Err(RangeFault::NotYet { .. })),
        "{tomorrow:?}"
    );
}

/// In Chile Sunday 6 September 2026 has 23 hours, and Saturday 4 April has 25.
#[test]
fn a_day_is_as_long_as_the_clocks_make_it() {
    let hours = |day, now| {
        let found = resolve_range(&on(day, "", ""), Santiago, utc(now)).unwrap();
        assert_eq!(found.notes, []);
        found.window.length().as_secs() / 3_600
    };
    assert_eq!(hours("yesterday", "2026-09-07T12:00:00Z"), 23);
    assert_eq!(hours("yesterday", "2026-04-05T12:00:00Z"), 25);
    assert_eq!(hours("today", "2026-09-06T12:30:00Z"), 8);
    let skipped = resolve_range(
        &on("06/09", "00:30", "02:00"),
        Santiago,
        utc("2026-09-08T12:00:00Z"),
    );
    let naive = "2026-09-06T00:30:00".parse().unwrap();
    assert_eq!(skipped.unwrap().notes, [RangeNote::Skipped(naive)]);
}

#[test]
fn what_ends_now_moves_on_and_what_is_over_stays() {
    let later = utc("2026-11-17T21:30:00Z");
    let moved = |typed: &TypedRange<'_>| {
        let found = resolve_range(typed, Bogota, now()).unwrap();
        let window = found.period.window(Bogota, later).unwrap();
        ends(&ResolvedRange { window, ..found }, Bogota)
    };
    for (typed, start, end) in [
        (asked("1h", "", ""), "11-17 15:30", "11-17 16:30"),
        (on("hoy", "", ""), "11-17 00:00", "11-17 16:30"),
        (asked("", "08:00", ""), "11-17 08:00", "11-17 16:30"),
        (asked("", "08:00", "18:00"), "11-17 08:00", "11-17 16:30"),
        (asked("", "08:00", "16:00"), "11-17 08:00", "11-17 16:00"),
        (asked("", "08:00", "12:00"), "11-17 08:00", "11-17 12:00"),
        (on("ayer", "", ""), "11-16 00:00", "11-17 00:00"),
    ] {
        let expected = (start.to_owned(), end.to_owned());
        assert_eq!(moved(&typed), expected, "{typed:?}");
    }
    let today = resolve_range(&on("hoy", "", ""), Bogota, now())
        .unwrap()
        .period;
    let midnight = utc("2026-11-18T05:00:30Z");
    assert_eq!(today.window(Bogota, midnight), Err(RangeFault::TooShort));
}

#[test]
fn questions_within_one_minute_are_the_same_question() {
    let later = now() + TimeDelta::seconds(10);
    let one = resolve_range(&asked("1h", "", ""), Bogota, now());
    assert_eq!(one, resolve_range(&asked("1h", "", ""), Bogota, later));
}

proptest::proptest! {
    #[test]
    fn nothing_that_people_type_brings_it_down(
        last in ".{0,12}",
        from in "[0-9a-zñ:/ .-]{0,16}",
        to in ".{0,16}",
    ) {
        let found = resolve_range(&asked(&last, &from, ""), Santiago, now());
        let _ = resolve_range(&on(&to, &from, &last), Santiago, now());
        let _ = resolve_range(&asked("", &from, &to), Santiago, now());
        if let Ok(found) = found {
            assert!(found.window.until() <= now());
        }
    }
}
