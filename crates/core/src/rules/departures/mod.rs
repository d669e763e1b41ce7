//! Departures: a rate that is worse than is usual for that scope at that time of the day, once the clumping of its
//! own calls is taken out.
//!
//! The state of a scope is its [season](RateSeason), what it usually loses at each half hour of the day, and whether a
//! departure is open. It follows from the state before and one poll. The constants come from a study of 130 simulated
//! centres; `docs/rules.md` explains them in words, and `cargo bench -p vigia-core --bench alarms` measures them.
//!
//! Callers who abandon do so together, because they wait in the same queue. So the variance of a number of
//! abandons is φ times the binomial's, with φ = 1 + (n − 1) ρ for n calls. ρ is nearly the same for a skill of
//! 12 calls an hour and one of 400, and for windows of 15 to 120 minutes, which is why ρ is learnt and not φ.

mod budget;
mod detector;
mod evidence;
mod season;

pub use budget::{AlarmBudget, AlarmCalibration};
pub use detector::{
    DepartureDetector, DepartureReading, DepartureStage, DepartureView, WindowCounts,
};
pub(in crate::rules) use evidence::dispersion_factor;
pub use evidence::{DepartureTerms, RateCounts};
pub use season::{RateSeason, SeasonPrior};
