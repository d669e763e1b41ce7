//! What comes by chance: the same at every run.

use std::f64::consts::TAU;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of draws.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// From 0 (included) to 1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0.r#gen()
    }

    /// From 0 to `limit`, which is not included.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0.gen_range(0..limit.max(1))
    }

    /// How many come where `mean` come on average: Knuth's way, which suits small means.
    pub(crate) fn poisson(&mut self, mean: f64) -> u64 {
        let floor = (-mean).exp();
        let mut product = self.share();
        let mut count = 0;
        while product > floor {
            product *= self.share();
            count += 1;
        }
        count
    }

    /// How many of `of` happen where each does with that `share`.
    pub(crate) fn binomial(&mut self, of: u64, share: f64) -> u64 {
        let hits = (0..of).filter(|_| self.share() < share);
        hits.count().try_into().unwrap_or(u64::MAX)
    }

    /// From the exponential distribution of mean 1.
    pub(crate) fn exponential(&mut self) -> f64 {
        -self.share().max(f64::MIN_POSITIVE).ln()
    }

    /// From the normal distribution, by Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.share().max(f64::MIN_POSITIVE).ln()).sqrt();
        radius * (TAU * self.share()).cos()
    }
}

/// Something that swings around 1 and forgets within an hour: log-normal, of mean 1.
pub(crate) struct Mood {
    spread: f64,
    now: f64,
}

impl Mood {
    /// How much of a deviation is left after a minute: 1/e after an hour.
    const MEMORY: f64 = 0.983_471_4;

    /// One whose standard deviation is `swing`.
    pub(crate) fn new(swing: f64, chance: &mut Chance) -> Self {
        Self {
            spread: (1.0 + swing * swing).ln().sqrt(),
            now: chance.normal(),
        }
    }

    /// Its value in the next minute.
    pub(crate) fn next(&mut self, chance: &mut Chance) -> f64 {
        let fresh = (1.0 - Self::MEMORY * Self::MEMORY).sqrt();
        self.now = Self::MEMORY * self.now + fresh * chance.normal();
        (self.spread * self.now - self.spread * self.spread / 2.0).exp()
    }
}
