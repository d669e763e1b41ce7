//! What is learnt of a scope: its share of bad calls at each half hour of the day, and ρ.

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use super::evidence::{RateCounts, dispersion_factor};

/// Half hours of a day.
const HALF_HOURS: usize = 48;
const HALF_HOUR_MINUTES: u32 = 30;
const DAY_MINUTES: u32 = 24 * 60;
/// A window that was read so much later than its half hour ended, in minutes, is not of that half hour.
const LATEST_MINUTES: u32 = 10;

/// Figures of an earlier day count this much less each day: their half-life is 23 working days.
const DECAY_A_DAY: f64 = 0.97;
/// A half hour with fewer calls than this leans on the mean of the skill.
const SHRINK_CALLS: f64 = 150.0;
/// The prior share is worth this many calls.
const PRIOR_CALLS: f64 = 100.0;
/// The prior ρ weighs as much as this sum of squares, about an hour of a skill of 20 calls an hour.
const PRIOR_RHO_WEIGHT: f64 = 200.0;
/// A half hour teaches at most this many standard deviations: incidents must not become usual.
const CAP_DEVIATIONS: f64 = 3.0;
/// A skill that is younger than this many open days is still learning fast.
const YOUNG_DAYS: u16 = 3;

/// What is assumed of a skill before anything is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeasonPrior {
    /// The share of bad calls: that of the operation's other skills where they have a week, else 5 %.
    pub share: f32,
    /// ρ: that of the operation's other skills, else 0.06.
    pub rho: f32,
}

impl SeasonPrior {
    /// The prior that these seasons of the same operation lend; the default where there is none.
    pub(in crate::rules) fn lent_by<'season>(
        seasons: impl Iterator<Item = &'season RateSeason>,
    ) -> Self {
        let (mut lenders, mut share, mut rho) = (0_u32, 0.0, 0.0);
        for season in seasons {
            lenders += 1;
            share += season.mean_share();
            rho += season.rho();
        }
        if lenders == 0 {
            return Self::default();
        }
        Self {
            share: narrowed(share / f64::from(lenders)),
            rho: narrowed(rho / f64::from(lenders)),
        }
    }
}

impl Default for SeasonPrior {
    fn default() -> Self {
        Self {
            share: 0.05,
            rho: 0.06,
        }
    }
}

/// The calls of a half hour. A window of an hour gives each of its half hours the half of its calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct HalfHourCounts {
    of: f32,
    bad: f32,
}

/// The usual shares of a skill, and how much its calls clump.
///
/// About 1 KB: three sums of 48 numbers, and today's counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateSeason {
    prior: SeasonPrior,
    /// Calls and bad calls by half hour, decayed a little each day.
    calls: Vec<f32>,
    bad: Vec<f32>,
    /// The usual share by half hour, as of this morning.
    usual: Vec<f32>,
    /// Numerator and denominator of the weighted least squares that give ρ.
    clumping: f64,
    clumping_weight: f64,
    rho: f64,
    days: u16,
    /// The local day that `today` is of.
    day: Option<NaiveDate>,
    /// The local end of the last half hour that was learnt.
    learnt_until: Option<NaiveDateTime>,
    today: Vec<Option<HalfHourCounts>>,
    /// The contributions of today's hours to `clumping` and `clumping_weight`.
    clumping_today: f64,
    clumping_weight_today: f64,
    /// The half hour before, which waits for its neighbour: ρ is learnt from whole hours.
    waiting: Option<(usize, HalfHourCounts)>,
}

impl RateSeason {
    /// The open days after which it counts as learnt.
    pub const LEARNT_DAYS: u16 = 7;

    /// Starts to learn a skill of which nothing is known.
    pub fn new(prior: SeasonPrior) -> Self {
        Self {
            prior,
            calls: vec![0.0; HALF_HOURS],
            bad: vec![0.0; HALF_HOURS],
            usual: vec![prior.share; HALF_HOURS],
            clumping: 0.0,
            clumping_weight: 0.0,
            rho: f64::from(prior.rho),
            days: 0,
            day: None,
            learnt_until: None,
            today: vec![None; HALF_HOURS],
            clumping_today: 0.0,
            clumping_weight_today: 0.0,
            waiting: None,
        }
    }

    /// ρ of φ = 1 + (n − 1) ρ.
    pub fn rho(&self) -> f64 {
        self.rho
    }

    /// Open days that were learnt from.
    pub fn days(&self) -> u16 {
        self.days
    }

    /// The usual share of the window of `length` minutes that ends at this minute of the local day: the mean over its minutes.
    pub fn usual_share(&self, end_minute: u32, length: u32) -> f64 {
        if length == 0 {
            return f64::from(self.prior.share);
        }
        let start = end_minute + DAY_MINUTES - length % DAY_MINUTES;
        let mut sum = 0.0;
        let mut minute = start;
        while minute < start + length {
            let next = ((minute / HALF_HOUR_MINUTES + 1) * HALF_HOUR_MINUTES).min(start + length);
            let index = (minute / HALF_HOUR_MINUTES) as usize % HALF_HOURS;
            let usual = self.usual.get(index).copied().unwrap_or(self.prior.share);
            sum += f64::from(usual) * f64::from(next - minute);
            minute = next;
        }
        sum / f64::from(length)
    }

    /// Begins the local day of a poll that ends then: the half hours of the day before become part of the season.
    pub fn begin_day(&mut self, today: NaiveDate) {
        match self.day {
            Some(day) if day == today => return,
            Some(day) if day < today => self.end_day(),
            // The clock was ahead: what it called today is no day.
            Some(_) => self.forget_today(),
            None => {}
        }
        self.day = Some(today);
    }

    /// Learns the window of `length` minutes, 30 or 60, that a poll read at this local time, where it is the first one after
    /// a half hour or hour has ended.
    ///
    /// The newest calls are still going on then, while abandoned ones are booked at once. The polls read their
    /// windows in the same way, so the season must be learnt from the same figures.
    pub fn learn_window(&mut self, read_at: NaiveDateTime, length: u32, counts: RateCounts) {
        let learnt = self.learn_shares(read_at, length, counts);
        self.learn_hour(&learnt);
    }

    /// Learns the same without ρ, and returns the half hours that the window has.
    pub(super) fn learn_shares(
        &mut self,
        read_at: NaiveDateTime,
        length: u32,
        counts: RateCounts,
    ) -> Vec<(usize, HalfHourCounts)> {
        let length = length.max(HALF_HOUR_MINUTES);
        let minute = read_at.hour() * 60 + read_at.minute();
        let lateness = minute % length;
        let ended = minute - lateness;
        let until = read_at - chrono::TimeDelta::minutes(lateness.into());
        let is_known = self.learnt_until.is_some_and(|last| last == until);
        // What is read late after midnight belongs to a day that has ended.
        if counts.bad > counts.of
            || lateness >= LATEST_MINUTES
            || is_known
            || (ended == 0 && lateness > 0)
        {
            return Vec::new();
        }
        self.learnt_until = Some(until);
        let halves = length / HALF_HOUR_MINUTES;
        let each = HalfHourCounts {
            of: narrowed(f64::from(counts.of) / f64::from(halves)),
            bad: narrowed(f64::from(counts.bad) / f64::from(halves)),
        };
        let first = (ended + DAY_MINUTES - length) / HALF_HOUR_MINUTES;
        let learnt: Vec<(usize, HalfHourCounts)> = (first..first + halves)
            .map(|half| (half as usize % HALF_HOURS, each))
            .collect();
        for (index, counts) in &learnt {
            if let Some(today) = self.today.get_mut(*index) {
                *today = Some(*counts);
            }
        }
        learnt
    }

    /// Learns ρ, from whole hours.
    fn learn_hour(&mut self, learnt: &[(usize, HalfHourCounts)]) {
        match (learnt, self.waiting.take()) {
            ([one], Some(before)) if before.0 + 1 == one.0 => {
                self.learn_clumping(&[before, *one]);
            }
            ([one], _) => self.waiting = Some(*one),
            ([], waiting) => self.waiting = waiting,
            (hour, _) => self.learn_clumping(hour),
        }
    }

    /// Least squares of (x / v − 1) on (n − 1), where x is the squared deviation of an hour and v the binomial's variance.
    fn learn_clumping(&mut self, halves: &[(usize, HalfHourCounts)]) {
        let (mut calls, mut bad, mut expected) = (0.0, 0.0, 0.0);
        for (index, counts) in halves {
            calls += f64::from(counts.of);
            bad += f64::from(counts.bad);
            let usual = self.usual.get(*index).copied().unwrap_or_default();
            expected += f64::from(counts.of) * f64::from(usual);
        }
        if calls < 1.0 {
            return;
        }
        let variance = expected * (1.0 - expected / calls);
        if variance <= 0.0 {
            return;
        }
        let factor = dispersion_factor(calls, self.rho);
        let squared = (bad - expected)
            .powi(2)
            .min(CAP_DEVIATIONS.powi(2) * factor * variance);
        self.clumping_today += (squared - variance) / variance * (calls - 1.0) / factor.powi(2);
        self.clumping_weight_today += (calls - 1.0).powi(2) / factor.powi(2);
    }

    /// Makes today's half hours a part of the season. A day without calls teaches nothing.
    fn end_day(&mut self) {
        let had_calls = self.today.iter().flatten().any(|counts| counts.of > 0.0);
        if had_calls {
            self.clumping = (self.clumping + self.clumping_today) * DECAY_A_DAY;
            self.clumping_weight =
                (self.clumping_weight + self.clumping_weight_today) * DECAY_A_DAY;
            let slack = if self.is_young() { 2.0 } else { 1.0 };
            let sums = self.calls.iter_mut().zip(&mut self.bad);
            let days = sums.zip(self.usual.iter().zip(&self.today));
            for ((calls, bad), (usual, today)) in days {
                let counts = today.unwrap_or_default();
                let (of, share) = (f64::from(counts.of), f64::from(*usual));
                let expected = of * share;
                let deviation = (dispersion_factor(of, self.rho) * expected * (1.0 - share)).sqrt();
                let most = expected + CAP_DEVIATIONS * deviation + slack;
                *calls = decayed(*calls, of);
                *bad = decayed(*bad, f64::from(counts.bad).min(most));
            }
            self.days = self.days.saturating_add(1);
            self.smooth_usual();
            self.rho = ((self.clumping + PRIOR_RHO_WEIGHT * f64::from(self.prior.rho))
                / (self.clumping_weight + PRIOR_RHO_WEIGHT))
                .max(0.0);
        }
        self.forget_today();
    }

    fn forget_today(&mut self) {
        self.today.fill(None);
        self.clumping_today = 0.0;
        self.clumping_weight_today = 0.0;
        self.waiting = None;
    }

    /// Returns true in the first days, in which one day is taken for the usual.
    pub(super) fn is_young(&self) -> bool {
        self.days < YOUNG_DAYS
    }

    /// The share of all calls that were learnt, which becomes the prior of a new skill of the same operation.
    pub fn mean_share(&self) -> f64 {
        let calls: f64 = self.calls.iter().copied().map(f64::from).sum();
        let bad: f64 = self.bad.iter().copied().map(f64::from).sum();
        (bad + PRIOR_CALLS * f64::from(self.prior.share)) / (calls + PRIOR_CALLS)
    }

    /// A half hour leans on its neighbours (half their weight) and on the mean of the skill.
    fn smooth_usual(&mut self) {
        let mean = self.mean_share();
        let around = |sums: &[f32], index: usize| {
            let at = |index: usize| sums.get(index % HALF_HOURS).copied().map_or(0.0, f64::from);
            at(index) + 0.5 * (at(index + HALF_HOURS - 1) + at(index + 1))
        };
        let usual = (0..HALF_HOURS).map(|index| {
            let (calls, bad) = (around(&self.calls, index), around(&self.bad, index));
            let share = (bad + SHRINK_CALLS * mean) / (calls + SHRINK_CALLS);
            narrowed(share.clamp(0.004, 0.6))
        });
        self.usual = usual.collect();
    }
}

fn decayed(sum: f32, today: f64) -> f32 {
    narrowed(f64::from(sum) * DECAY_A_DAY + today)
}

/// Sums and shares keep seven digits, which is more than a count of calls has.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a season keeps seven digits"
)]
fn narrowed(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(day: u64) -> NaiveDate {
        NaiveDate::default() + chrono::Days::new(day)
    }

    /// Learns a day from 8 to 20 o'clock; `bad` is of each half hour.
    fn learn_day(season: &mut RateSeason, day: u64, of: u32, bad: impl Fn(u32) -> u32) {
        let midnight = date(day).and_time(chrono::NaiveTime::MIN);
        season.begin_day(date(day));
        for half in 16..40_u32 {
            let until = midnight + chrono::TimeDelta::minutes(i64::from(half + 1) * 30);
            let counts = RateCounts { of, bad: bad(half) };
            season.learn_window(until, 30, counts);
        }
        season.begin_day(date(day + 1));
    }

    #[test]
    fn what_lasts_becomes_usual() {
        let mut season = RateSeason::new(SeasonPrior::default());
        for day in 0..20 {
            learn_day(&mut season, day, 100, |_| 10);
        }
        let usual = season.usual_share(10 * 60, 60);
        assert!((0.095..0.101).contains(&usual), "{usual}");
        assert_eq!(season.days(), 20);
    }

    #[test]
    fn each_half_hour_has_its_own_usual_share() {
        let mut season = RateSeason::new(SeasonPrior::default());
        for day in 0..20 {
            learn_day(&mut season, day, 200, |half| if half < 24 { 4 } else { 30 });
        }
        let (morning, evening) = (
            season.usual_share(10 * 60, 30),
            season.usual_share(18 * 60, 30),
        );
        assert!(morning < 0.03 && evening > 0.13, "{morning} {evening}");
    }

    #[test]
    fn one_terrible_hour_does_not_become_usual() {
        let mut season = RateSeason::new(SeasonPrior::default());
        for day in 0..20 {
            learn_day(&mut season, day, 100, |_| 4);
        }
        let before = season.usual_share(10 * 60, 30);
        learn_day(&mut season, 20, 100, |half| if half == 19 { 90 } else { 4 });
        let after = season.usual_share(10 * 60, 30);
        assert!(after - before < 0.02, "{before} {after}");
    }

    #[test]
    fn steady_calls_have_no_clumping_and_swinging_ones_have() {
        let mut steady = RateSeason::new(SeasonPrior::default());
        let mut swinging = RateSeason::new(SeasonPrior::default());
        for day in 0..30 {
            learn_day(&mut steady, day, 100, |_| 5);
            let is_high = |half: u32| (day + u64::from(half) / 2).is_multiple_of(2);
            learn_day(
                &mut swinging,
                day,
                100,
                |half| if is_high(half) { 9 } else { 1 },
            );
        }
        assert!(steady.rho() < 0.005, "{}", steady.rho());
        assert!(swinging.rho() > 0.01, "{}", swinging.rho());
    }

    #[test]
    fn a_day_without_calls_and_counts_that_contradict_themselves_teach_nothing() {
        let mut season = RateSeason::new(SeasonPrior::default());
        learn_day(&mut season, 0, 0, |_| 0);
        learn_day(&mut season, 1, 60, |_| 90);
        assert_eq!(season.days(), 0);
        assert!((season.usual_share(10, 60) - 0.05).abs() < 1e-6);
    }

    #[test]
    fn an_hour_is_learnt_once_and_by_its_halves() {
        let mut season = RateSeason::new(SeasonPrior::default());
        season.begin_day(date(0));
        let at = |minute: u32| date(0).and_hms_opt(10, minute, 0).unwrap();
        let counts = RateCounts { of: 400, bad: 80 };
        for minute in [0, 5, 20] {
            season.learn_window(at(minute), 60, counts);
        }
        season.begin_day(date(1));
        assert!((season.calls.iter().sum::<f32>() - 400.0).abs() < 1e-3);
        assert!(
            (season.calls[18] - 200.0).abs() < 1e-3,
            "{:?}",
            season.calls
        );
    }
}
