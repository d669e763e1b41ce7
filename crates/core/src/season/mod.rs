//! The season of a rate: what a skill usually loses at each half hour of the day, how much its
//! calls clump, and whether the last half hour or hour departs from that.
//!
//! Everything here is a pure function of the state and one poll. The algorithm and the constants come
//! from a study of 130 simulated centres; `docs/metrics.md` (*Departures*) explains them in words.
//!
//! Callers who abandon do so together, because they wait in the same queue. So the variance of a number of
//! abandons is φ times the binomial's, with φ = 1 + (n − 1) ρ for n calls. ρ is nearly the same for a skill of
//! 12 calls an hour and one of 400, and for windows of 15 to 120 minutes, which is why ρ is learnt and not φ.

mod detector;
mod evidence;
mod half_hours;

pub use detector::{
    DEFAULT_THRESHOLD, DepartureDetector, DepartureReading, DepartureStep, THRESHOLDS,
    WindowEvidence, step_threshold,
};
pub use evidence::{DepartureTuning, RateCounts, departure_evidence, dispersion_factor};
pub use half_hours::{HALF_HOURS, HalfHour, SeasonPrior, SeasonRates};
