//! A skill over many days, as the polls read it.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};

use crate::{
    chance::Chance,
    queue::{Call, Family, HOUR, Incident, MINUTE, OPEN, Skill},
};
use vigia_core::rules::RateCounts;

pub(crate) const POLL: u32 = 5 * MINUTE;
/// A window is read so long after its end.
const SETTLE: u32 = MINUTE;
pub(crate) const DAYS: u64 = 34;
/// The days that are learnt from and not counted.
pub(crate) const LEARNING: usize = 7;
/// The share of open days on which something goes wrong.
const INCIDENTS: f64 = 0.4;

/// An open day of a skill.
pub(crate) struct OpenDay {
    pub(crate) date: NaiveDate,
    pub(crate) calls: Vec<Call>,
    pub(crate) incident: Option<Incident>,
}

impl OpenDay {
    /// The time so many seconds after opening, in UTC, which is the zone of the centre.
    pub(crate) fn at(&self, seconds: u32) -> DateTime<Utc> {
        let midnight = self.date.and_time(chrono::NaiveTime::MIN).and_utc();
        midnight + TimeDelta::seconds(i64::from(8 * HOUR + seconds))
    }

    /// The ends of the windows of its polls, in seconds after opening.
    pub(crate) fn polls() -> impl Iterator<Item = u32> {
        (1..=OPEN / POLL).map(|poll| poll * POLL)
    }

    /// What a poll reads of a window that ends then: the calls that came in it and are booked.
    pub(crate) fn read(&self, until: u32, length: u32) -> RateCounts {
        let from = until.saturating_sub(length);
        let first = self.calls.partition_point(|call| call.came < from);
        let calls = self.calls.get(first..).unwrap_or_default().iter();
        let seen = calls
            .take_while(|call| call.came < until)
            .filter(|call| call.booked <= until + SETTLE);
        seen.fold(RateCounts::default(), |sum, call| RateCounts {
            of: sum.of + 1,
            bad: sum.bad + u32::from(call.is_abandoned),
        })
    }

    /// The share of callers who came between two times and gave up, in the end.
    pub(crate) fn true_share(&self, from: u32, until: u32) -> Option<f64> {
        let calls = self.calls.iter();
        let calls = calls.filter(|call| (from..until).contains(&call.came));
        let (of, bad) = calls.fold((0_u32, 0_u32), |(of, bad), call| {
            (of + 1, bad + u32::from(call.is_abandoned))
        });
        (of > 0).then(|| f64::from(bad) / f64::from(of))
    }
}

/// A skill over the days of a simulation.
pub(crate) struct SkillDays {
    pub(crate) family: Family,
    pub(crate) days: Vec<OpenDay>,
}

impl SkillDays {
    pub(crate) fn play(family: Family, calls_an_hour: f64, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let skill = Skill::new(family, calls_an_hour, &mut chance);
        let first = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default();
        let dates = (0..DAYS).map(|day| first + chrono::Days::new(day));
        let open = dates.filter(|date| date.weekday() != Weekday::Sun);
        let days = open.map(|date| {
            let incident = chance
                .happens(INCIDENTS)
                .then(|| Incident::throw(&mut chance));
            OpenDay {
                date,
                calls: skill.day(incident, &mut chance),
                incident,
            }
        });
        Self {
            family,
            days: days.collect(),
        }
    }

    /// Incidents that matter: at least 8 % of their callers gave up, and at least one and a half times as many as usual.
    pub(crate) fn is_labelled(&self, day: &OpenDay) -> bool {
        let least = (1.5 * self.family.abandonment).max(0.08);
        day.incident.is_some_and(|incident| {
            let share = day.true_share(incident.from, incident.until);
            share.is_some_and(|share| share >= least)
        })
    }
}
