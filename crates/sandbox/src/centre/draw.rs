//! Chance. Each subject (a skill's inbound calls of one day, say) draws from a stream of its
//! own, so that no draw depends on what was asked for before.

use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream is drawn for.
#[derive(Clone, Copy)]
pub(super) enum RandomSubject {
    Mood = 1,
    Inbound = 2,
    Besides = 3,
}

/// A stream of draws.
pub(super) struct RandomSource(ChaCha8Rng);

impl RandomSource {
    /// The stream of one subject of one skill on the day that begins at `from`.
    pub(super) fn of(seed: u64, skill: u32, from: i64, subject: RandomSubject) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&from.to_le_bytes());
        key[16..20].copy_from_slice(&skill.to_le_bytes());
        key[20] = subject as u8;
        Self(ChaCha8Rng::from_seed(key))
    }

    /// From 0 up to, not including, 1.
    pub(super) fn share(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / 4_294_967_296.0
    }

    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        self.0.gen_range(low..=high.max(low))
    }

    pub(super) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.share()).ln()
    }

    /// Waits, talks and patience are skewed like this: many short ones, few very long ones.
    pub(super) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        let normal = radius * (std::f64::consts::TAU * self.share()).cos();
        median * (sigma * normal).exp()
    }

    /// How many arrive where `mean` are expected. Means are small here (a quarter of an
    /// hour of one skill), so counting up is quick enough.
    pub(super) fn poisson(&mut self, mean: f64) -> u32 {
        let limit = (-mean).exp();
        let mut product = self.share();
        let mut count = 0;
        while product > limit && count < 10_000 {
            product *= self.share();
            count += 1;
        }
        count
    }
}

/// The whole number nearest to `value`, zero for what is below it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and that is what is wanted"
)]
pub(super) fn whole(value: f64) -> u32 {
    value.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ_by_subject() {
        let draw = |seed, skill, subject| RandomSource::of(seed, skill, 900, subject).share();
        let first = draw(1, 7, RandomSubject::Inbound);
        assert!((first - draw(1, 7, RandomSubject::Inbound)).abs() < f64::EPSILON);
        for other in [
            draw(2, 7, RandomSubject::Inbound),
            draw(1, 8, RandomSubject::Inbound),
            draw(1, 7, RandomSubject::Besides),
        ] {
            assert!((first - other).abs() > f64::EPSILON);
        }
    }

    #[test]
    fn means_are_those_asked_for() {
        let mut chance = RandomSource::of(1, 1, 0, RandomSubject::Mood);
        let arrivals: u32 = (0..2_000).map(|_| chance.poisson(7.5)).sum();
        assert!((14_500..15_500).contains(&arrivals), "{arrivals}");
        let waits: f64 = (0..2_000).map(|_| chance.exponential(40.0)).sum();
        assert!((74_000.0..86_000.0).contains(&waits), "{waits}");
    }
}
