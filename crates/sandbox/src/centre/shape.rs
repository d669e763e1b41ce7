//! The shape of a day: open from 07:00 to 20:00 with a peak before and after lunch, less on
//! Saturday (08:00 to 16:00), closed on Sunday but for a few stray calls.

use chrono::{Datelike, NaiveDateTime, Timelike, Weekday};

/// Share of the peak rate outside opening hours.
const STRAY: f64 = 0.004;

/// Hours of the day and the share of the peak rate that is reached there.
const WEEKDAY: [(f64, f64); 12] = [
    (7.0, 0.35),
    (8.0, 0.65),
    (9.0, 0.90),
    (10.0, 1.00),
    (11.0, 0.95),
    (12.5, 0.62),
    (13.5, 0.60),
    (15.0, 0.95),
    (16.0, 0.92),
    (17.5, 0.70),
    (19.0, 0.42),
    (20.0, 0.25),
];

const SATURDAY: [(f64, f64); 5] = [
    (8.0, 0.22),
    (10.0, 0.48),
    (11.5, 0.50),
    (14.0, 0.30),
    (16.0, 0.15),
];

/// When the centre is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DemandHours {
    /// As most are: weekdays and Saturday, with peaks and a lunch dip.
    #[default]
    Week,
    /// Day and night at the peak rate, for whoever looks at it by the machine's own clock.
    Always,
}

impl DemandHours {
    /// The share of the peak rate at which calls come in at a local time.
    pub(super) fn level(self, local: NaiveDateTime) -> f64 {
        match self {
            Self::Week => level(local),
            Self::Always => 1.0,
        }
    }

    /// Whether the centre is open at a local time.
    pub(super) fn is_open(self, local: NaiveDateTime) -> bool {
        self.level(local) > STRAY
    }
}

fn level(local: NaiveDateTime) -> f64 {
    let hour = f64::from(local.num_seconds_from_midnight()) / 3600.0;
    let level = match local.weekday() {
        Weekday::Mon => along(&WEEKDAY, hour).map(|level| level * 1.1),
        Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => along(&WEEKDAY, hour),
        Weekday::Sat => along(&SATURDAY, hour),
        Weekday::Sun => None,
    };
    level.unwrap_or(STRAY)
}

/// The level on a curve; `None` before its first hour and from its last on.
fn along(curve: &[(f64, f64)], hour: f64) -> Option<f64> {
    curve.windows(2).find_map(|pair| match *pair {
        [(from, low), (until, high)] if (from..until).contains(&hour) => {
            Some(low + (high - low) * (hour - from) / (until - from))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn at(day: u32, hour: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 3, day)
            .and_then(|date| date.and_hms_opt(hour, 0, 0))
            .unwrap()
    }

    #[test]
    fn a_day_has_two_peaks_and_a_dip() {
        let (ten, thirteen, fifteen) = (at(3, 10), at(3, 13), at(3, 15));
        assert!(level(ten) > level(thirteen));
        assert!(level(fifteen) > level(thirteen));
        assert!(level(at(7, 10)) < level(ten) * 0.6, "Saturday is weaker");
    }

    #[test]
    fn nights_and_sundays_are_closed() {
        assert!(DemandHours::Week.is_open(at(2, 7)) && DemandHours::Week.is_open(at(2, 19)));
        for closed in [at(2, 6), at(2, 20), at(7, 16), at(8, 10)] {
            assert!(!DemandHours::Week.is_open(closed), "{closed}");
            assert!(level(closed) > 0.0, "a few stray calls come even then");
        }
    }
}
