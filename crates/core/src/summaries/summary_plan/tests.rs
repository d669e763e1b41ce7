use std::time::Duration;

use chrono_tz::{
    America::{Bogota, Santiago},
    Europe::Madrid,
    Tz,
};

use super::*;
use crate::{
    metrics::OperationName,
    rules::{Calendar, CalendarName, ChannelName},
    summaries::{SummaryName, SummarySection},
};

fn plan(zone: Tz, at: &str, days: &str, period: SummaryPeriod) -> SummaryPlan {
    SummaryPlan {
        name: SummaryName::new("cierre"),
        operation: OperationName::new("principal"),
        channel: ChannelName::new("floor"),
        mention: Vec::new(),
        zone,
        at: NaiveTime::parse_from_str(at, "%H:%M").unwrap(),
        days: crate::rules::DaySelection::parse(days).unwrap(),
        calendar: None,
        period,
        sections: SummarySection::ALL.into(),
        goals: Vec::new(),
        language: None,
        names_agents: false,
        catch_up: Duration::from_secs(6 * 3_600),
        reread: NaiveTime::from_hms_opt(7, 0, 0).unwrap(),
        moved: 1.0,
    }
}

/// Open from Monday to Friday, and with other hours on Saturday. The 25th of December is a
/// holiday.
fn calendar(week: &str, saturday: &str) -> Calendar {
    let week = OpeningHours::parse_day(week).unwrap();
    let saturday = match saturday {
        "" => Vec::new(),
        hours => OpeningHours::parse_day(hours).unwrap(),
    };
    let day = || week.clone();
    Calendar {
        name: CalendarName::new("opening-hours"),
        zone: None,
        week: [day(), day(), day(), day(), day(), saturday, Vec::new()],
        holidays: ["2026-12-25".parse().unwrap()].into(),
        special: [(
            "2026-12-24".parse().unwrap(),
            OpeningHours::parse_day("08:00-13:00").unwrap(),
        )]
        .into(),
    }
}

fn shift(hours: &str) -> SummaryPeriod {
    SummaryPeriod::Shift(OpeningHours::parse(hours).unwrap())
}

/// The editions after the start of that day: when each is posted, of which day and time.
fn told(plan: &SummaryPlan, from: &str, count: usize) -> Vec<String> {
    let day: NaiveDate = from.parse().unwrap();
    let (start, _) = OpeningHours::ALL_DAY.on(day, plan.zone).unwrap();
    let shown =
        |time: DateTime<Utc>, form: &str| time.with_timezone(&plan.zone).format(form).to_string();
    let editions = plan.editions(start - TimeDelta::seconds(1)).take(count);
    editions
        .map(|edition| {
            format!(
                "{}: {}, {} to {}",
                shown(edition.due, "%a %d %H:%M"),
                edition.date.format("%d"),
                shown(edition.window.from(), "%d %H:%M"),
                shown(edition.window.until(), "%d %H:%M"),
            )
        })
        .collect()
}

#[test]
fn a_day_is_its_opening_hours_and_a_closed_one_has_no_edition() {
    let plan = SummaryPlan {
        calendar: Some(calendar("07:00-12:00, 14:00-21:00", "08:00-14:00")),
        ..plan(Bogota, "21:30", "daily", SummaryPeriod::Day)
    };
    assert_eq!(
        told(&plan, "2026-12-23", 5),
        [
            "Wed 23 21:30: 23, 23 07:00 to 23 21:00",
            "Thu 24 21:30: 24, 24 08:00 to 24 13:00",
            // Friday is Christmas, and Sunday is closed.
            "Sat 26 21:30: 26, 26 08:00 to 26 14:00",
            "Mon 28 21:30: 28, 28 07:00 to 28 21:00",
            "Tue 29 21:30: 29, 29 07:00 to 29 21:00",
        ]
    );
}

#[test]
fn a_post_before_the_close_is_of_the_last_open_day_once() {
    let plan = SummaryPlan {
        calendar: Some(calendar("07:00-21:00", "")),
        ..plan(Bogota, "06:30", "daily", SummaryPeriod::Day)
    };
    let expected = [
        "Wed 23 06:30: 22, 22 07:00 to 22 21:00",
        "Thu 24 06:30: 23, 23 07:00 to 23 21:00",
        // The morning of a holiday tells of the day before it, and Monday tells nothing new.
        "Fri 25 06:30: 24, 24 08:00 to 24 13:00",
        "Tue 29 06:30: 28, 28 07:00 to 28 21:00",
    ];
    assert_eq!(told(&plan, "2026-12-23", 4), expected);
    let on_working_days = SummaryPlan {
        days: crate::rules::DaySelection::parse("mon, wed").unwrap(),
        ..plan
    };
    assert_eq!(
        told(&on_working_days, "2026-12-23", 3),
        [
            "Wed 23 06:30: 22, 22 07:00 to 22 21:00",
            "Mon 28 06:30: 24, 24 08:00 to 24 13:00",
            "Wed 30 06:30: 29, 29 07:00 to 29 21:00",
        ]
    );
}

#[test]
fn hours_past_midnight_belong_to_the_day_they_begin() {
    let plan = SummaryPlan {
        calendar: Some(calendar("20:00-02:00", "")),
        ..plan(Bogota, "02:30", "daily", SummaryPeriod::Day)
    };
    assert_eq!(
        told(&plan, "2026-12-18", 3),
        [
            "Fri 18 02:30: 17, 17 20:00 to 18 02:00",
            "Sat 19 02:30: 18, 18 20:00 to 19 02:00",
            "Tue 22 02:30: 21, 21 20:00 to 22 02:00",
        ]
    );
}

#[test]
fn without_opening_hours_a_day_is_up_to_the_post_or_the_whole_day_before() {
    for (at, expected) in [
        ("21:30", "Fri 20 21:30: 20, 20 00:00 to 20 21:30"),
        ("12:00", "Fri 20 12:00: 20, 20 00:00 to 20 12:00"),
        ("11:59", "Fri 20 11:59: 19, 19 00:00 to 20 00:00"),
        ("00:00", "Fri 20 00:00: 19, 19 00:00 to 20 00:00"),
    ] {
        let plan = plan(Bogota, at, "daily", SummaryPeriod::Day);
        assert_eq!(told(&plan, "2026-11-20", 1), [expected]);
    }
}

#[test]
fn a_shift_is_that_of_the_day_or_of_the_day_before_where_it_ends_later() {
    let with_hours = |at, hours| SummaryPlan {
        calendar: Some(calendar("07:00-21:00", "08:00-14:00")),
        ..plan(Bogota, at, "daily", shift(hours))
    };
    assert_eq!(
        told(&with_hours("14:30", "07:00-14:00"), "2026-12-24", 3),
        [
            "Thu 24 14:30: 24, 24 07:00 to 24 14:00",
            "Sat 26 14:30: 26, 26 07:00 to 26 14:00",
            "Mon 28 14:30: 28, 28 07:00 to 28 14:00",
        ]
    );
    assert_eq!(
        told(&with_hours("06:30", "22:00-06:00"), "2026-12-24", 3),
        [
            "Thu 24 06:30: 23, 23 22:00 to 24 06:00",
            "Fri 25 06:30: 24, 24 22:00 to 25 06:00",
            // Nothing of the holiday on Saturday.
            "Sun 27 06:30: 26, 26 22:00 to 27 06:00",
        ]
    );
}

#[test]
fn a_week_is_the_seven_days_that_end_with_the_day_of_the_post() {
    let week = |at| plan(Bogota, at, "mon", SummaryPeriod::Week);
    assert_eq!(
        told(&week("08:00"), "2026-11-20", 2),
        [
            "Mon 23 08:00: 22, 16 00:00 to 23 00:00",
            "Mon 30 08:00: 29, 23 00:00 to 30 00:00",
        ]
    );
    assert_eq!(
        told(&week("20:00"), "2026-11-20", 1),
        ["Mon 23 20:00: 23, 17 00:00 to 23 20:00"]
    );
    let plan = SummaryPlan {
        calendar: Some(calendar("07:00-21:00", "08:00-14:00")),
        ..week("08:00")
    };
    let edition = plan.next("2026-12-27T12:00:00Z".parse().unwrap()).unwrap();
    let days = plan.days_of(&edition);
    let days: Vec<String> = days
        .iter()
        .map(|(date, _)| date.format("%d").to_string())
        .collect();
    // From Monday to Sunday, without Christmas and Sunday.
    assert_eq!(days, ["21", "22", "23", "24", "26"]);
}

#[test]
fn a_time_that_the_clocks_skip_or_show_twice_is_posted_once() {
    for (zone, at, from, expected) in [
        (
            Madrid,
            "02:30",
            "2026-03-28",
            ["Sat 28 02:30", "Sun 29 03:00", "Mon 30 02:30"],
        ),
        (
            Madrid,
            "02:30",
            "2026-10-24",
            ["Sat 24 02:30", "Sun 25 02:30", "Mon 26 02:30"],
        ),
        (
            Santiago,
            "00:00",
            "2026-09-05",
            ["Sat 05 00:00", "Sun 06 01:00", "Mon 07 00:00"],
        ),
        (
            Santiago,
            "23:30",
            "2026-04-03",
            ["Fri 03 23:30", "Sat 04 23:30", "Sun 05 23:30"],
        ),
    ] {
        let plan = plan(zone, at, "daily", SummaryPeriod::Day);
        let told = told(&plan, from, 3);
        let posts: Vec<&str> = told.iter().filter_map(|told| told.get(..12)).collect();
        assert_eq!(posts, expected, "{zone} {at}");
    }
}

#[test]
fn the_days_of_a_clock_change_are_whole() {
    let plan = plan(Santiago, "06:00", "daily", SummaryPeriod::Day);
    let hours = |date: &str| {
        let window = plan.window(date.parse().unwrap()).unwrap();
        window.length().as_secs() / 3_600
    };
    assert_eq!(
        ["2026-04-03", "2026-04-04", "2026-09-06", "2026-09-07"].map(hours),
        [24, 25, 23, 24]
    );
    // Day follows day without an overlap or a hole.
    let all: Vec<Edition> = plan
        .editions("2026-01-01T00:00:00Z".parse().unwrap())
        .take(365)
        .collect();
    for pair in all.windows(2) {
        assert_eq!(pair[0].window.until(), pair[1].window.from());
    }
}

#[test]
fn the_last_edition_and_the_next_are_neighbours() {
    let plan = SummaryPlan {
        calendar: Some(calendar("07:00-21:00", "08:00-14:00")),
        ..plan(Bogota, "21:30", "daily", SummaryPeriod::Day)
    };
    for (now, last, next) in [
        ("2026-12-24T21:29:59-05:00", "2026-12-23", "2026-12-24"),
        ("2026-12-24T21:30:00-05:00", "2026-12-24", "2026-12-26"),
        ("2026-12-26T12:00:00-05:00", "2026-12-24", "2026-12-26"),
    ] {
        let now = now.parse().unwrap();
        let date = |edition: Option<Edition>| edition.unwrap().date.to_string();
        assert_eq!(date(plan.last_due(now)), last);
        assert_eq!(date(plan.next(now)), next);
    }
}

#[test]
fn a_day_is_compared_with_usual_days_of_the_same_name() {
    let plan = SummaryPlan {
        calendar: Some(calendar("07:00-21:00", "08:00-14:00")),
        ..plan(Bogota, "21:30", "daily", SummaryPeriod::Day)
    };
    let edition = plan
        .next("2027-01-01T12:00:00-05:00".parse().unwrap())
        .unwrap();
    let dates = |days: Vec<(NaiveDate, TimeWindow)>| -> Vec<String> {
        days.iter()
            .map(|(date, _)| date.format("%m-%d").to_string())
            .collect()
    };
    assert_eq!(
        dates(plan.weeks_before(&edition)),
        ["12-18", "12-11", "12-04"]
    );
    assert_eq!(
        dates(plan.day_before(&edition).into_iter().collect()),
        ["12-31"]
    );
    let reread = plan.rereads(&edition).unwrap();
    assert_eq!(reread.to_string(), "2027-01-02 12:00:00 UTC");
}
