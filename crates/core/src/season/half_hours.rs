//! What is learnt of a skill: its share of bad calls at each half hour of the day, and ρ.

use serde::{Deserialize, Serialize};

use super::evidence::{RateCounts, dispersion_factor};

/// Half hours of a day.
pub const HALF_HOURS: usize = 48;

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
pub(super) const YOUNG_DAYS: u16 = 3;

/// What is assumed of a skill before anything is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeasonPrior {
    /// The share of bad calls: that of the operation's other skills where they have a week, else 5 %.
    pub share: f32,
    /// ρ: that of the operation's other skills, else 0.06.
    pub rho: f32,
}

impl Default for SeasonPrior {
    fn default() -> Self {
        Self {
            share: 0.05,
            rho: 0.06,
        }
    }
}

/// A half hour of the local day, from 0 (00:00) to 47 (23:30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HalfHour(u8);

impl HalfHour {
    /// Returns the half hour that holds this minute of the local day; `None` from minute 1,440 on.
    #[must_use]
    pub fn of_minute(minute: u32) -> Option<Self> {
        u8::try_from(minute / 30)
            .ok()
            .filter(|&index| usize::from(index) < HALF_HOURS)
            .map(Self)
    }

    fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// The usual shares of a skill, and how much its calls clump.
///
/// About 1 KB: three sums of 48 numbers, and today's counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeasonRates {
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
    today: Vec<Option<RateCounts>>,
    /// The contributions of today's hours to `clumping` and `clumping_weight`.
    clumping_today: f64,
    clumping_weight_today: f64,
    /// The half hour before, which waits for its neighbour: ρ is learnt from whole hours.
    waiting: Option<(u8, RateCounts)>,
}

impl SeasonRates {
    /// Starts to learn a skill of which nothing is known.
    #[must_use]
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
            today: vec![None; HALF_HOURS],
            clumping_today: 0.0,
            clumping_weight_today: 0.0,
            waiting: None,
        }
    }

    /// ρ of φ = 1 + (n − 1) ρ.
    #[must_use]
    pub fn rho(&self) -> f64 {
        self.rho
    }

    /// Open days that were learnt from.
    #[must_use]
    pub fn days(&self) -> u16 {
        self.days
    }

    /// The usual share of the window of `length` minutes that ends at this minute of the local day: the mean over its minutes.
    #[must_use]
    pub fn usual_share(&self, end_minute: u32, length: u32) -> f64 {
        if length == 0 {
            return f64::from(self.prior.share);
        }
        let minutes = u32::try_from(HALF_HOURS * 30).unwrap_or(1_440);
        let start = end_minute + minutes - length % minutes;
        let mut sum = 0.0;
        let mut minute = start;
        while minute < start + length {
            let next = ((minute / 30 + 1) * 30).min(start + length);
            let index = (minute / 30) as usize % HALF_HOURS;
            sum += f64::from(self.usual[index]) * f64::from(next - minute);
            minute = next;
        }
        sum / f64::from(length)
    }

    /// Notes the counts of a half hour as the poll at its end read them.
    ///
    /// The newest calls are still going on then, while abandoned ones are booked at once. The polls read their
    /// windows in the same way, so the season must be learnt from the same figures.
    pub fn learn_half_hour(&mut self, half_hour: HalfHour, counts: RateCounts) {
        if counts.bad > counts.of {
            return;
        }
        self.today[half_hour.index()] = Some(counts);
        match self.waiting.take() {
            Some((before, first)) if before + 1 == half_hour.0 => {
                self.learn_clumping([(usize::from(before), first), (half_hour.index(), counts)]);
            }
            _ => self.waiting = Some((half_hour.0, counts)),
        }
    }

    /// Least squares of (x / v − 1) on (n − 1), where x is the squared deviation of an hour and v the binomial's variance.
    fn learn_clumping(&mut self, halves: [(usize, RateCounts); 2]) {
        let (mut calls, mut bad, mut expected) = (0.0, 0.0, 0.0);
        for (index, counts) in halves {
            calls += f64::from(counts.of);
            bad += f64::from(counts.bad);
            expected += f64::from(counts.of) * f64::from(self.usual[index]);
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

    /// Ends the local day: today's half hours become part of the season. A day without calls teaches nothing.
    pub fn end_day(&mut self) {
        let had_calls = self.today.iter().flatten().any(|counts| counts.of > 0);
        if had_calls {
            self.clumping = (self.clumping + self.clumping_today) * DECAY_A_DAY;
            self.clumping_weight =
                (self.clumping_weight + self.clumping_weight_today) * DECAY_A_DAY;
            let slack = if self.days < YOUNG_DAYS { 2.0 } else { 1.0 };
            for index in 0..HALF_HOURS {
                let counts = self.today[index].unwrap_or_default();
                let (of, share) = (f64::from(counts.of), f64::from(self.usual[index]));
                let expected = of * share;
                let deviation = (dispersion_factor(of, self.rho) * expected * (1.0 - share)).sqrt();
                let most = expected + CAP_DEVIATIONS * deviation + slack;
                let bad = f64::from(counts.bad).min(most);
                self.calls[index] = decayed(self.calls[index], of);
                self.bad[index] = decayed(self.bad[index], bad);
            }
            self.days = self.days.saturating_add(1);
            self.smooth_usual();
            self.rho = ((self.clumping + PRIOR_RHO_WEIGHT * f64::from(self.prior.rho))
                / (self.clumping_weight + PRIOR_RHO_WEIGHT))
                .max(0.0);
        }
        self.today.fill(None);
        self.clumping_today = 0.0;
        self.clumping_weight_today = 0.0;
        self.waiting = None;
    }

    /// Forgets the usual shares and keeps ρ: the skill has changed for good.
    pub fn restart_usual(&mut self) {
        self.calls.fill(0.0);
        self.bad.fill(0.0);
        self.usual.fill(self.prior.share);
        self.days = 0;
    }

    /// The share of all calls that were learnt, which becomes the prior of a new skill of the same operation.
    #[must_use]
    pub fn mean_share(&self) -> f64 {
        let calls: f64 = self.calls.iter().copied().map(f64::from).sum();
        let bad: f64 = self.bad.iter().copied().map(f64::from).sum();
        (bad + PRIOR_CALLS * f64::from(self.prior.share)) / (calls + PRIOR_CALLS)
    }

    /// A half hour leans on its neighbours (half their weight) and on the mean of the skill.
    fn smooth_usual(&mut self) {
        let mean = self.mean_share();
        let around = |sums: &[f32], index: usize| {
            let before = sums[(index + HALF_HOURS - 1) % HALF_HOURS];
            let after = sums[(index + 1) % HALF_HOURS];
            f64::from(sums[index]) + 0.5 * (f64::from(before) + f64::from(after))
        };
        for index in 0..HALF_HOURS {
            let calls = around(&self.calls, index);
            let bad = around(&self.bad, index);
            let share = (bad + SHRINK_CALLS * mean) / (calls + SHRINK_CALLS);
            self.usual[index] = narrowed(share.clamp(0.004, 0.6));
        }
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

    fn half_hour(hour: u32, minute: u32) -> HalfHour {
        HalfHour::of_minute(hour * 60 + minute).unwrap()
    }

    fn learn_day(season: &mut SeasonRates, of: u32, bad: u32) {
        for index in 16..40 {
            let at = HalfHour::of_minute(index * 30).unwrap();
            season.learn_half_hour(at, RateCounts { of, bad });
        }
        season.end_day();
    }

    #[test]
    fn what_lasts_becomes_usual() {
        let mut season = SeasonRates::new(SeasonPrior::default());
        for _ in 0..20 {
            learn_day(&mut season, 100, 10);
        }
        let usual = season.usual_share(10 * 60, 60);
        assert!((0.095..0.101).contains(&usual), "{usual}");
    }

    #[test]
    fn one_terrible_hour_does_not_become_usual() {
        let mut season = SeasonRates::new(SeasonPrior::default());
        for _ in 0..20 {
            learn_day(&mut season, 100, 4);
        }
        let before = season.usual_share(10 * 60, 30);
        season.learn_half_hour(half_hour(9, 30), RateCounts { of: 100, bad: 90 });
        season.end_day();
        let after = season.usual_share(10 * 60, 30);
        assert!(after - before < 0.02, "{before} {after}");
    }

    #[test]
    fn steady_calls_have_no_clumping_and_swinging_ones_have() {
        let mut steady = SeasonRates::new(SeasonPrior::default());
        let mut swinging = SeasonRates::new(SeasonPrior::default());
        for day in 0..30_u32 {
            for index in 16..40_u32 {
                let at = HalfHour::of_minute(index * 30).unwrap();
                steady.learn_half_hour(at, RateCounts { of: 100, bad: 5 });
                let high = (day + index / 2) % 2 == 0;
                let bad = if high { 9 } else { 1 };
                swinging.learn_half_hour(at, RateCounts { of: 100, bad });
            }
            steady.end_day();
            swinging.end_day();
        }
        assert!(steady.rho() < 0.005, "{}", steady.rho());
        assert!(swinging.rho() > 0.01, "{}", swinging.rho());
    }

    #[test]
    fn a_day_without_calls_teaches_nothing() {
        let mut season = SeasonRates::new(SeasonPrior::default());
        learn_day(&mut season, 50, 2);
        let before = season.clone();
        season.end_day();
        assert_eq!(season, before);
    }

    #[test]
    fn a_window_over_midnight_averages_both_sides() {
        let season = SeasonRates::new(SeasonPrior::default());
        let usual = season.usual_share(10, 60);
        assert!((usual - 0.05).abs() < 1e-6, "{usual}");
    }

    #[test]
    fn a_new_normal_keeps_the_clumping() {
        let mut season = SeasonRates::new(SeasonPrior::default());
        for _ in 0..10 {
            learn_day(&mut season, 100, 8);
        }
        let rho = season.rho();
        season.restart_usual();
        assert!((season.usual_share(600, 30) - 0.05).abs() < 1e-6);
        assert!((season.rho() - rho).abs() < f64::EPSILON);
    }

    #[test]
    fn contradicting_counts_teach_nothing() {
        let mut season = SeasonRates::new(SeasonPrior::default());
        season.learn_half_hour(half_hour(9, 0), RateCounts { of: 60, bad: 90 });
        season.end_day();
        assert_eq!(season.days(), 0);
    }
}
