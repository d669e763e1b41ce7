//! The same hours of another day, by the wall clock: where the clocks were set in between
//! that is not so many times 24 hours.

use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;

use crate::commands::range::moment::{RangeEnd, local};
use vigia_core::metrics::TimeWindow;

/// The window of the same local times so many days before; `None` where the clocks skip
/// all of it.
pub(crate) fn days_before(window: TimeWindow, days: u64, zone: Tz) -> Option<TimeWindow> {
    let before = |time: DateTime<Utc>, end: RangeEnd| {
        let naive = time.with_timezone(&zone).naive_local();
        let (time, _) = local(naive.checked_sub_days(Days::new(days))?, end, zone)?;
        Some(time)
    };
    let from = before(window.from(), RangeEnd::Start)?;
    let until = before(window.until(), RangeEnd::Until)?;
    TimeWindow::new(from, until).ok()
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
