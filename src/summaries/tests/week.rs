//! Weeks.

use chrono::TimeDelta;

use super::{
    super::*,
    made_up::{self, calls, found, gap, on, plan, tuesday},
};
use crate::metrics::{Ask, Gap, Metric, Report, Skills, Window};

/// The seven days that end with that Tuesday.
pub(crate) fn edition() -> Edition {
    let first = tuesday() - TimeDelta::days(6);
    Edition {
        window: Window::new(on(first, "07:00"), on(tuesday(), "21:00")).unwrap(),
        ..made_up::edition()
    }
}

pub(crate) fn of_plan() -> Plan {
    Plan {
        period: Period::Week,
        ..plan()
    }
}

/// Wednesday to Tuesday; Sunday could not be read.
pub(crate) fn found_of_week() -> Found {
    let day = |back: i64| {
        let date = tuesday() - TimeDelta::days(back);
        let window = Window::new(on(date, "07:00"), on(date, "21:00")).unwrap();
        let more = u64::try_from(back).unwrap();
        let ask = Ask {
            report: Report::ServiceLevel,
            skills: Skills::All,
            window,
        };
        let reading = match back {
            2 => gap(ask, Gap::Failed("timed out".to_owned())),
            3 => gap(ask, Gap::NoData),
            // Thursday is what drives the week.
            5 => calls(window, 2_100, 310, 1_200),
            _ => calls(window, 2_000 + more, 90 + more, 1_640),
        };
        Earlier {
            date,
            readings: vec![reading],
        }
    };
    let week = |back: i64| Earlier {
        date: tuesday() - TimeDelta::days(7 * back),
        readings: vec![calls(
            made_up::earlier(edition().window, 7 * back),
            12_000,
            600 + 12 * u64::try_from(back).unwrap(),
            9_480,
        )],
    };
    Found {
        readings: vec![calls(edition().window, 10_113, 678, 7_760)],
        weeks: [1, 2, 3].map(week).into(),
        before: None,
        days: (0..7).rev().map(day).collect(),
        ..found()
    }
}

#[test]
fn a_week_has_its_days_side_by_side_and_the_weeks_before() {
    let summary = Summary::of(
        &of_plan(),
        edition(),
        found_of_week(),
        on(tuesday(), "21:31"),
    );
    assert_eq!((summary.form, summary.hours.len()), (Form::Week, 0));
    assert_eq!(summary.days.len(), 7);
    let heard = |day: usize| summary.days[day].heard;
    assert_eq!((heard(3), heard(4)), (Heard::Nothing, Heard::Unread));
    assert_eq!(heard(6).calls().unwrap().offered, Some(2_000));
    let weeks: Vec<_> = summary.weeks.iter().map(|week| week.date).collect();
    assert!(weeks.is_sorted(), "oldest first");
    assert_eq!((weeks.len(), summary.compared_weeks()), (3, 3));
    let thursday = tuesday() - TimeDelta::days(5);
    assert_eq!(summary.drivers.days, [thursday]);
    let rate = summary
        .figures
        .iter()
        .find(|figure| figure.metric == Metric::AbandonRate);
    assert_eq!(rate.unwrap().usual.unwrap().value.to_string(), "5.2 %");
}
