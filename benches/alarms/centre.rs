//! A centre whose truth is known: its calls minute by minute, and when something is wrong.
//!
//! Open from 07:00 to 21:00, Monday to Saturday, with peaks before and after lunch and more
//! calls on Mondays than on Saturdays; else nobody calls. Three of a hundred callers give
//! up. In an incident, fifteen of a hundred do, for an hour and a half.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use vigia::metrics::{
    Ask, Channel, Facts, Gap, OperationName, Reading, SkillId, Skills, Snapshot, Window,
    facts::{ChannelService, ServiceLevel},
};

use crate::chance::{Chance, Mood};

/// Minutes since the Monday on which the simulation begins, local time.
pub(crate) type Minute = usize;

pub(crate) const WEEKS: usize = 16;
pub(crate) const MINUTES: Minute = WEEKS * 7 * DAY;
/// How often reports are read.
pub(crate) const POLL: Minute = 5;
/// How long after the end of its windows a poll reads: rows change for a while.
pub(crate) const SETTLE: Minute = 1;

const DAY: Minute = 24 * 60;
const OPENS: Minute = 7 * 60;
const CLOSES: Minute = 21 * 60;
/// The share of the mean at each full hour from opening to closing, itself 1 on average.
const HOURS: [f64; 15] = [
    0.45, 0.77, 1.08, 1.28, 1.33, 1.18, 0.92, 0.92, 1.18, 1.28, 1.18, 1.03, 0.82, 0.61,
    0.40,
];
/// Monday to Saturday, 1 on average.
const WEEKDAYS: [f64; 6] = [1.15, 1.05, 1.05, 1.05, 1.0, 0.7];

const SKILLS: usize = 12;
const USUAL_ABANDONMENT: f64 = 0.03;
const ABANDONMENT_IN_INCIDENT: f64 = 0.15;
const INCIDENT: Minute = 90;
/// Incidents begin so long after opening, and end so long before closing.
const MARGIN: Minute = 60;

/// How a centre's figures vary beside what dice do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Swing {
    /// The standard deviation of the true rate of abandonment, as a share of its mean.
    pub(crate) abandonment: f64,
    /// The same of the calls that come in.
    pub(crate) calls: f64,
}

impl Swing {
    /// Dice alone: the binomial case.
    pub(crate) const NONE: Self = Self {
        abandonment: 0.0,
        calls: 0.0,
    };
    /// As measured: 47 hours of a real centre (about 100 calls an hour, 17 % abandoned) had
    /// a Laney sigma of 3.2, which is a true rate that swings by 0.65 of its mean; its calls
    /// had 3.4 times the variance of a Poisson process, which is 0.15.
    pub(crate) const MEASURED: Self = Self {
        abandonment: 0.65,
        calls: 0.15,
    };
}

/// A stretch in which something is wrong with a skill.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incident {
    pub(crate) skill: SkillId,
    pub(crate) from: Minute,
    pub(crate) until: Minute,
}

/// Skills of about the same traffic.
pub(crate) struct Centre {
    skills: Vec<Skill>,
    pub(crate) incidents: Vec<Incident>,
}

/// The calls of a skill, each figure summed up from the start on.
#[derive(Default)]
struct Skill {
    offered: Vec<u64>,
    abandoned: Vec<u64>,
    /// What `abandoned` would be without chance.
    expected: Vec<f64>,
}

impl Centre {
    /// A centre with so many calls an hour and skill, on average over its opening hours.
    pub(crate) fn new(calls_an_hour: f64, swing: Swing, seed: u64) -> Self {
        let chance = &mut Chance::new(seed);
        let mut centre = Self {
            skills: Vec::new(),
            incidents: Vec::new(),
        };
        for number in 0..SKILLS {
            let incidents = incidents(skill_id(number), chance);
            let skill = Skill::new(calls_an_hour, swing, &incidents, chance);
            centre.skills.push(skill);
            centre.incidents.extend(incidents);
        }
        centre
    }

    pub(crate) fn skills(&self) -> Vec<SkillId> {
        (0..self.skills.len()).map(skill_id).collect()
    }

    /// A poll that has read nothing yet.
    pub(crate) fn snapshot(as_of: DateTime<Utc>) -> Snapshot {
        Snapshot {
            operation: OperationName::new("centro"),
            as_of,
            readings: Vec::new(),
        }
    }

    /// What a poll reads that asks these questions.
    pub(crate) fn readings(&self, asks: Vec<Ask>) -> impl Iterator<Item = Reading> {
        asks.into_iter().map(|ask| Reading {
            ask,
            outcome: self.answer(ask).map(Arc::new).ok_or(Gap::NoData),
        })
    }

    /// The report API has no answer for a window without calls.
    fn answer(&self, ask: Ask) -> Option<Facts> {
        let (offered, abandoned) = self.calls(ask.skills, ask.window);
        (offered > 0).then(|| {
            Facts::ServiceLevel(ServiceLevel {
                channels: vec![ChannelService {
                    channel: Channel::inbound(),
                    offered: Some(offered),
                    answered: Some(offered - abandoned),
                    abandoned: Some(abandoned),
                    within_10s: None,
                    within_20s: None,
                    within_30s: None,
                    abandon_rate: None,
                    asa: None,
                    ata: None,
                }],
            })
        })
    }

    /// Offered and abandoned calls in a window.
    pub(crate) fn calls(&self, skills: Skills, window: Window) -> (u64, u64) {
        let (from, until) = (minute(window.from()), minute(window.until()));
        self.of(skills)
            .map(|skill| {
                (
                    skill.offered[until] - skill.offered[from],
                    skill.abandoned[until] - skill.abandoned[from],
                )
            })
            .fold((0, 0), |sum, calls| (sum.0 + calls.0, sum.1 + calls.1))
    }

    /// The rate of abandonment in a window that chance has no part in.
    pub(crate) fn true_rate(&self, skill: SkillId, window: Window) -> f64 {
        let (from, until) = (minute(window.from()), minute(window.until()));
        let (offered, _) = self.calls(Skills::One(skill), window);
        let expected: f64 = self
            .of(Skills::One(skill))
            .map(|skill| skill.expected[until] - skill.expected[from])
            .sum();
        expected / as_f64(offered.max(1))
    }

    fn of(&self, skills: Skills) -> impl Iterator<Item = &Skill> {
        let each = self.skills.iter().enumerate();
        each.filter(move |(number, _)| match skills {
            Skills::All => true,
            Skills::One(skill) => skill == skill_id(*number),
        })
        .map(|(_, skill)| skill)
    }
}

impl Skill {
    fn new(
        calls_an_hour: f64,
        swing: Swing,
        incidents: &[Incident],
        chance: &mut Chance,
    ) -> Self {
        let mut calls = Mood::new(swing.calls, chance);
        let mut patience = Mood::new(swing.abandonment, chance);
        let mut skill = Self::default();
        let mut sum = (0, 0, 0.0);
        for minute in 0..=MINUTES {
            skill.offered.push(sum.0);
            skill.abandoned.push(sum.1);
            skill.expected.push(sum.2);
            let mean = calls_an_hour / 60.0 * level(minute) * calls.next(chance);
            let usual = USUAL_ABANDONMENT * patience.next(chance);
            let is_wrong = incidents.iter().any(|incident| incident.holds(minute));
            let rate = if is_wrong {
                ABANDONMENT_IN_INCIDENT
            } else {
                usual.min(1.0)
            };
            let offered = chance.poisson(mean);
            sum.0 += offered;
            sum.1 += chance.binomial(offered, rate);
            sum.2 += rate * as_f64(offered);
        }
        skill
    }
}

impl Incident {
    fn holds(&self, minute: Minute) -> bool {
        (self.from..self.until).contains(&minute)
    }
}

/// One incident on every other open day, on average.
fn incidents(skill: SkillId, chance: &mut Chance) -> Vec<Incident> {
    let earliest = OPENS + MARGIN;
    let latest = CLOSES - MARGIN - INCIDENT;
    let days = (0..MINUTES).step_by(DAY);
    days.filter(|day| level(day + OPENS) > 0.0)
        .filter_map(|day| {
            let from = day + earliest + chance.below(latest - earliest);
            (chance.share() < 0.5).then_some(Incident {
                skill,
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
    let share = as_f64(past as u64) / 60.0;
    weekday * (before + (after - before) * share)
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

fn skill_id(number: usize) -> SkillId {
    SkillId(number as u64 + 1)
}

#[expect(clippy::cast_precision_loss, reason = "calls stay far below 2^53")]
fn as_f64(count: u64) -> f64 {
    count as f64
}
