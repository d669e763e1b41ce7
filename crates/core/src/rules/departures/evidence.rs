//! How surprising a number of bad calls is, once the clumping of the skill's calls is taken out.

use serde::{Deserialize, Serialize};

/// Calls of one window: how many there were, and how many of them ended badly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateCounts {
    pub of: u32,
    pub bad: u32,
}

impl RateCounts {
    /// The share of bad calls, from 0 to 1; `None` without calls.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.bad) / f64::from(self.of))
    }
}

/// What a rule asks of a departure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DepartureTerms {
    /// No departure at or below this share of bad calls: a card for less helps no supervisor.
    pub floor: f64,
    /// The least number of bad calls: two of fifteen prove nothing.
    pub least_bad: u64,
}

impl DepartureTerms {
    pub const LEAST_BAD: u64 = 3;
}

/// Returns φ, the variance of the number of bad calls divided by the binomial's.
pub(in crate::rules) fn dispersion_factor(calls: f64, rho: f64) -> f64 {
    1.0 + (calls - 1.0).max(0.0) * rho
}

/// Returns the signed root of the deviance of `counts` against the usual share, with the clumping taken
/// out: about a standard normal deviate while nothing happens. `None` where a card is out of the question.
///
/// The half that is taken from the bad calls is a continuity correction; it keeps small skills honest.
pub(super) fn departure_evidence(
    counts: RateCounts,
    usual: f64,
    rho: f64,
    terms: &DepartureTerms,
) -> Option<f64> {
    let (of, bad) = (f64::from(counts.of), f64::from(counts.bad));
    let expected = of * usual;
    let bad_corrected = bad - 0.5;
    if counts.of == 0
        || u64::from(counts.bad) < terms.least_bad
        || counts.bad > counts.of
        || bad <= terms.floor * of
        || bad_corrected <= expected
        || expected <= 0.0
        || expected >= of
    {
        return None;
    }
    let good = of - bad_corrected;
    let deviance = bad_corrected * (bad_corrected / expected).ln()
        + if good > 0.0 {
            good * (good / (of - expected)).ln()
        } else {
            0.0
        };
    Some((2.0 * deviance.max(0.0) / dispersion_factor(of, rho)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: DepartureTerms = DepartureTerms {
        floor: 0.05,
        least_bad: 3,
    };

    fn evidence(bad: u32, of: u32, usual: f64) -> Option<f64> {
        departure_evidence(RateCounts { of, bad }, usual, 0.04, &TERMS)
    }

    #[test]
    fn thirteen_of_sixty_is_a_departure_and_nine_is_not() {
        let strong = evidence(13, 60, 0.04).unwrap();
        let weak = evidence(9, 60, 0.04).unwrap();
        assert!((2.5..2.8).contains(&strong), "{strong}");
        assert!((1.5..1.9).contains(&weak), "{weak}");
    }

    #[test]
    fn two_bad_calls_prove_nothing() {
        assert_eq!(evidence(2, 4, 0.04), None);
    }

    #[test]
    fn a_share_at_the_floor_is_no_departure() {
        assert_eq!(evidence(5, 100, 0.01), None);
        assert!(evidence(6, 100, 0.01).is_some());
    }

    #[test]
    fn a_skill_at_its_usual_tenth_is_no_departure() {
        assert_eq!(evidence(10, 100, 0.10), None);
    }

    #[test]
    fn all_calls_bad_is_a_finite_departure() {
        let all = evidence(40, 40, 0.04).unwrap();
        assert!(all.is_finite() && all > 5.0, "{all}");
    }

    #[test]
    fn more_bad_than_calls_is_a_contradiction_and_no_evidence() {
        assert_eq!(evidence(90, 60, 0.04), None);
    }

    #[test]
    fn clumping_weakens_the_evidence_of_many_calls_more() {
        let many = RateCounts { of: 400, bad: 60 };
        let loose = departure_evidence(many, 0.05, 0.0, &TERMS).unwrap();
        let clumped = departure_evidence(many, 0.05, 0.04, &TERMS).unwrap();
        let factor = loose / clumped;
        assert!((factor - dispersion_factor(400.0, 0.04).sqrt()).abs() < 1e-9);
    }
}
