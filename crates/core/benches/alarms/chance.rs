//! What comes by chance: the same at every run.

/// A stream of draws: xorshift64* after splitmix64, which is random enough for a queue.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        let mut state = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((state ^ (state >> 31)) | 1)
    }

    /// Above 0 and up to 1.
    pub(crate) fn share(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 40;
        (f64::from(u32::try_from(bits).unwrap_or(0)) + 0.5) / f64::from(1_u32 << 24)
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    pub(crate) fn happens(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    /// From the exponential distribution of this mean.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.share().ln()
    }

    /// From the standard normal distribution, by Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.share().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.share()).cos()
    }

    /// Log-normal of mean 1, whose logarithm has this standard deviation.
    pub(crate) fn swing(&mut self, spread: f64) -> f64 {
        (spread * self.normal() - spread * spread / 2.0).exp()
    }
}
