//! When the simulated centre works, and when something is wrong there.
//!
//! Open from 07:00 to 21:00, Monday to Saturday, with peaks before and after lunch and more
//! calls on Mondays than on Saturdays; else nobody calls.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use vigia_core::metrics::Scope;

use crate::chance::Chance;

/// Minutes since the Monday on which the simulation begins, local time.
pub(crate) type Minute = usize;

pub(crate) const WEEKS: usize = 16;
pub(crate) const MINUTES: Minute = WEEKS * 7 * DAY;
/// How often reports are read.
pub(crate) const POLL: Minute = 5;
/// How long after the end of its windows a poll reads: rows change for a while.
pub(crate) const SETTLE: Minute = 1;

pub(crate) const DAY: Minute = 24 * 60;
const OPENS: Minute = 7 * 60;
const CLOSES: Minute = 21 * 60;
/// All opening hours, as minutes of a day.
pub(crate) const OPEN: Range<Minute> = OPENS..CLOSES;
/// The share of the mean at each full hour from opening to closing, itself 1 on average.
const HOURS: [f64; 15] = [
    0.45, 0.77, 1.08, 1.28, 1.33, 1.18, 0.92, 0.92, 1.18, 1.28, 1.18, 1.03, 0.82, 0.61, 0.40,
];
/// Monday to Saturday, 1 on average.
const WEEKDAYS: [f64; 6] = [1.15, 1.05, 1.05, 1.05, 1.0, 0.7];

const INCIDENT: Minute = 90;
/// Incidents begin so long after work does, and end so long before.
const MARGIN: Minute = 60;

/// A stretch in which something is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Incident {
    pub(crate) scope: Scope,
    pub(crate) from: Minute,
    pub(crate) until: Minute,
}

impl Incident {
    pub(crate) fn holds(&self, minute: Minute) -> bool {
        (self.from..self.until).contains(&minute)
    }
}

/// One incident on so many of the days on which the centre is open, on average, between
/// these minutes of the day.
pub(crate) fn incidents(
    scope: &Scope,
    work: &Range<Minute>,
    days: f64,
    chance: &mut Chance,
) -> Vec<Incident> {
    let earliest = work.start + MARGIN;
    let latest = work.end - MARGIN - INCIDENT;
    (0..MINUTES)
        .step_by(DAY)
        .filter(|day| level(day + OPENS) > 0.0)
        .filter_map(|day| {
            let from = day + earliest + chance.below(latest - earliest);
            (chance.share() < days).then(|| Incident {
                scope: scope.clone(),
                from,
                until: from + INCIDENT,
            })
        })
        .collect()
}

/// The share of the mean rate of calls at a minute; 0 where the centre is closed.
pub(crate) fn level(minute: Minute) -> f64 {
    let of_day = minute % DAY;
    let weekday = WEEKDAYS.get(minute / DAY % 7);
    let hours = of_day.checked_sub(OPENS).map(|open| (open / 60, open % 60));
    let (Some(weekday), Some((hour, past))) = (weekday, hours) else {
        return 0.0;
    };
    let (Some(before), Some(after)) = (HOURS.get(hour), HOURS.get(hour + 1)) else {
        return 0.0;
    };
    weekday * (before + (after - before) * as_f64(past as u64) / 60.0)
}

/// The instant of a minute: the first is midnight of a Monday in Bogotá.
pub(crate) fn at(minute: Minute) -> DateTime<Utc> {
    let start = DateTime::from_timestamp(1_793_595_600, 0).unwrap_or_default();
    start + TimeDelta::minutes(i64::try_from(minute).unwrap_or(0))
}

/// The minute of an instant; what lies outside of the simulation is its start or its end.
pub(crate) fn minute(time: DateTime<Utc>) -> Minute {
    let minutes = time.signed_duration_since(at(0)).num_minutes();
    usize::try_from(minutes).unwrap_or(0).min(MINUTES)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(crate) fn as_f64(count: u64) -> f64 {
    count as f64
}
