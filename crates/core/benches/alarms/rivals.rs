//! What others use, on the same figures.
//!
//! The two charts get the season that the project learns, in its simplest form: the mean of the earlier days at that half hour and of its
//! neighbours, leaning on the mean of the skill. They close as the project does, so that only what opens a card differs.

use crate::{
    centre::{OpenDay, POLL, SkillDays},
    queue::{HOUR, MINUTE},
    score::{Cards, cards_of},
};
use vigia_core::rules::RateCounts;

const FLOOR: f64 = 0.05;
const LEAST_BAD: u32 = 3;

/// A chart that a rival draws of each skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chart {
    /// The exponentially weighted mean of five-minute figures, which forgets half in about half an hour.
    Ewma,
    /// Laney's p′ over an hour: deviations in units of their own spread on earlier days.
    Laney,
}

/// The deviation from the usual at each poll of each day, before any threshold.
pub(crate) struct Drawn {
    /// By day and poll: the deviation, and whether the last half hour is back to usual.
    days: Vec<Vec<(f64, bool)>>,
}

struct Season {
    sums: [(f64, f64); 24],
}

impl Season {
    fn usual(&self, until: u32) -> f64 {
        let index = (until.saturating_sub(1) / (30 * MINUTE)) as usize;
        let (mut of, mut bad) = (0.0, 0.0);
        for (place, (calls, lost)) in self.sums.iter().enumerate() {
            let weight = match place.abs_diff(index) {
                0 => 1.0,
                1 => 0.5,
                _ => 0.0,
            };
            of += weight * calls;
            bad += weight * lost;
        }
        let all = self
            .sums
            .iter()
            .fold((100.0, 5.0), |(of, bad), half| (of + half.0, bad + half.1));
        (bad + 150.0 * all.1 / all.0) / (of + 150.0)
    }

    fn learn(&mut self, day: &OpenDay) {
        for (half, sum) in (1..).zip(&mut self.sums) {
            let counts = day.read(half * 30 * MINUTE, 30 * MINUTE);
            sum.0 = 0.97 * sum.0 + f64::from(counts.of);
            sum.1 = 0.97 * sum.1 + f64::from(counts.bad);
        }
    }
}

impl Drawn {
    pub(crate) fn of(chart: Chart, skill: &SkillDays) -> Self {
        let mut season = Season {
            sums: [(0.0, 0.0); 24],
        };
        let mut spread = Spread::default();
        let mut days = Vec::new();
        for day in &skill.days {
            let mut values = Vec::new();
            let (mut weighted, mut variance) = (0.0, 0.0);
            for until in OpenDay::polls() {
                let usual = season.usual(until);
                let hour = day.read(until, HOUR);
                let half = day.read(until, 30 * MINUTE);
                let deviation = match chart {
                    Chart::Laney => standard(hour, usual),
                    Chart::Ewma => {
                        // One poll later the figures of five minutes are nearly complete.
                        let new = day.read(until.saturating_sub(POLL), POLL);
                        let expected = f64::from(new.of) * usual;
                        weighted = 0.89 * weighted + (f64::from(new.bad) - expected);
                        variance = 0.89 * 0.89 * variance + expected * (1.0 - usual);
                        weighted / variance.max(0.2).sqrt()
                    }
                };
                if until % HOUR == 0 {
                    spread.learn(deviation);
                }
                let gate =
                    hour.bad >= LEAST_BAD && f64::from(hour.bad) > FLOOR * f64::from(hour.of);
                let is_back = f64::from(half.bad) <= FLOOR.max(1.5 * usual) * f64::from(half.of);
                let shown = if gate {
                    deviation / spread.value()
                } else {
                    0.0
                };
                values.push((shown, is_back));
            }
            season.learn(day);
            days.push(values);
        }
        Self { days }
    }

    pub(crate) fn cards(&self, threshold: f64) -> Cards {
        let days = self.days.iter().map(|day| {
            let (mut is_open, mut good, mut closed) = (false, 0, 0_usize);
            let polls = day.iter().enumerate().map(|(poll, (deviation, is_back))| {
                if is_open {
                    good = if *is_back { good + 1 } else { 0 };
                    is_open = good < 2;
                    if !is_open {
                        closed = poll;
                    }
                } else if *deviation > threshold && (closed == 0 || poll >= closed + 12) {
                    (is_open, good) = (true, 0);
                }
                is_open
            });
            cards_of(&polls.collect::<Vec<_>>())
        });
        days.collect()
    }
}

/// `ElastAlert`'s spike: at least twice as many as in the hour before, and at least five.
pub(crate) fn spikes(skill: &SkillDays) -> Cards {
    let days = skill.days.iter().map(|day| {
        let mut armed = 2 * HOUR;
        let polls = OpenDay::polls().map(|until| {
            let now = day.read(until, HOUR).bad;
            let before = day.read(until.saturating_sub(HOUR), HOUR).bad;
            let is_spike = until >= armed && now >= 5 && before >= 1 && now >= 2 * before;
            if is_spike {
                armed = until + 2 * HOUR;
            }
            is_spike
        });
        cards_of(&polls.collect::<Vec<_>>())
    });
    days.collect()
}

fn standard(counts: RateCounts, usual: f64) -> f64 {
    let of = f64::from(counts.of);
    let deviation = f64::from(counts.bad) - of * usual;
    deviation / (of * usual * (1.0 - usual)).max(0.2).sqrt()
}

/// The spread of standardised deviations, from the mean of their moving ranges.
#[derive(Default)]
struct Spread {
    last: Option<f64>,
    ranges: f64,
    of: f64,
}

impl Spread {
    fn learn(&mut self, deviation: f64) {
        if let Some(last) = self.last {
            // A range of an incident says nothing of common days.
            self.ranges += (deviation - last).abs().min(6.0);
            self.of += 1.0;
        }
        self.last = Some(deviation);
    }

    fn value(&self) -> f64 {
        ((self.ranges + 12.0) / (self.of + 10.0) / 1.128).max(0.5)
    }
}

/// The threshold with which as many cards are false as `wanted` says, by bisection.
pub(crate) fn equal_threshold(wanted: f64, false_a_day: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.5, 12.0);
    for _ in 0..14 {
        let middle = f64::midpoint(low, high);
        if false_a_day(middle) > wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}
