//! When a departure from the season opens, and when it is over.

use serde::{Deserialize, Serialize};

use super::{
    evidence::{DepartureTuning, RateCounts, departure_evidence},
    half_hours::{SeasonPrior, SeasonRates, YOUNG_DAYS},
};

/// Evidence from which a departure opens: 0.3 false alarms per skill and quiet day on average.
pub const DEFAULT_THRESHOLD: f64 = 2.4;
/// The range of thresholds that calibration may choose from.
pub const THRESHOLDS: std::ops::RangeInclusive<f64> = 1.4..=6.0;
/// A skill's first days are judged more carefully, since one day is taken for the usual then.
const YOUNG_MARGIN: f64 = 0.6;
/// Polls in a row that must look usual before a departure is over.
const GOOD_POLLS: u8 = 2;
/// The two windows, in minutes: the shorter finds large skills sooner, the longer finds small ones.
const SHORT: u32 = 30;
const LONG: u32 = 60;

/// What a poll read of one skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DepartureReading {
    /// The end of the windows, in minutes since 1970.
    pub at: i64,
    /// The same as a minute of the operation's local day.
    pub local_minute: u32,
    /// The last 30 and 60 minutes; `None` where the window could not be read.
    pub short: Option<RateCounts>,
    pub long: Option<RateCounts>,
}

/// The window whose evidence is the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowEvidence {
    /// The length of the window in minutes.
    pub minutes: u32,
    pub counts: RateCounts,
    /// The usual share of the same minutes of the day.
    pub usual: f64,
    /// The evidence; compare with the threshold.
    pub evidence: f64,
}

/// What a poll changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DepartureStep {
    /// Nothing is open, and nothing departs; the strongest evidence, if there is any.
    Quiet(Option<WindowEvidence>),
    Opened(WindowEvidence),
    /// A departure goes on; the strongest evidence of now, if it is still one.
    Open(Option<WindowEvidence>),
    Closed,
    /// Neither window could be read, which is no evidence of anything.
    Unread,
}

/// The detector of one skill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepartureDetector {
    pub season: SeasonRates,
    open: bool,
    good_polls: u8,
    /// The end of the last departure, in minutes since 1970: no window may begin before it.
    closed_at: Option<i64>,
}

impl DepartureDetector {
    #[must_use]
    pub fn new(prior: SeasonPrior) -> Self {
        Self {
            season: SeasonRates::new(prior),
            open: false,
            good_polls: 0,
            closed_at: None,
        }
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Judges one poll against the threshold of the rule.
    pub fn judge_poll(
        &mut self,
        reading: &DepartureReading,
        threshold: f64,
        tuning: &DepartureTuning,
    ) -> DepartureStep {
        if reading.short.is_none() && reading.long.is_none() {
            return DepartureStep::Unread;
        }
        let strongest = self.strongest_window(reading, tuning);
        if self.open {
            return self.continue_departure(reading, strongest, tuning);
        }
        let margin = if self.season.days() < YOUNG_DAYS {
            YOUNG_MARGIN
        } else {
            0.0
        };
        match strongest {
            Some(window) if window.evidence > threshold + margin => {
                self.open = true;
                self.good_polls = 0;
                DepartureStep::Opened(window)
            }
            other => DepartureStep::Quiet(other),
        }
    }

    fn continue_departure(
        &mut self,
        reading: &DepartureReading,
        strongest: Option<WindowEvidence>,
        tuning: &DepartureTuning,
    ) -> DepartureStep {
        let Some(short) = reading.short else {
            return DepartureStep::Open(strongest);
        };
        let usual = self.season.usual_share(reading.local_minute, SHORT);
        let limit = tuning.floor.max(tuning.close_factor * usual);
        if f64::from(short.bad) <= limit * f64::from(short.of) {
            self.good_polls += 1;
        } else {
            self.good_polls = 0;
        }
        if self.good_polls < GOOD_POLLS {
            return DepartureStep::Open(strongest);
        }
        self.close_departure(reading.at);
        DepartureStep::Closed
    }

    /// Ends a departure, by its figures or because the centre closes.
    pub fn close_departure(&mut self, at: i64) {
        self.open = false;
        self.good_polls = 0;
        self.closed_at = Some(at);
    }

    fn strongest_window(
        &self,
        reading: &DepartureReading,
        tuning: &DepartureTuning,
    ) -> Option<WindowEvidence> {
        let windows = [(SHORT, reading.short), (LONG, reading.long)];
        windows
            .into_iter()
            .filter_map(|(minutes, counts)| {
                let counts = counts?;
                let begins = reading.at - i64::from(minutes);
                if self.closed_at.is_some_and(|closed_at| begins < closed_at) {
                    return None;
                }
                let usual = self.season.usual_share(reading.local_minute, minutes);
                let evidence = departure_evidence(counts, usual, self.season.rho(), tuning)?;
                Some(WindowEvidence {
                    minutes,
                    counts,
                    usual,
                    evidence,
                })
            })
            .max_by(|a, b| a.evidence.total_cmp(&b.evidence))
    }
}

/// Moves the threshold of a rule after an open day, so that its cards come to the budget.
///
/// `cards` are those of all scopes of the rule that day, `confirmed` the ones that people took or called useful.
#[must_use]
pub fn step_threshold(threshold: f64, cards: u32, confirmed: u32, budget_a_day: f64) -> f64 {
    let surplus = f64::from(cards) - f64::from(confirmed) - budget_a_day;
    (threshold + 0.1 * surplus).clamp(*THRESHOLDS.start(), *THRESHOLDS.end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::season::HalfHour;

    const TUNING: DepartureTuning = DepartureTuning::ABANDONMENT;

    fn counts(bad: u32, of: u32) -> Option<RateCounts> {
        Some(RateCounts { of, bad })
    }

    fn learnt() -> DepartureDetector {
        let mut detector = DepartureDetector::new(SeasonPrior::default());
        for _ in 0..20 {
            for index in 16..40 {
                let at = HalfHour::of_minute(index * 30).unwrap();
                detector
                    .season
                    .learn_half_hour(at, RateCounts { of: 60, bad: 2 });
            }
            detector.season.end_day();
        }
        detector
    }

    fn poll(
        detector: &mut DepartureDetector,
        at: i64,
        short: Option<RateCounts>,
        long: Option<RateCounts>,
    ) -> DepartureStep {
        let reading = DepartureReading {
            at,
            local_minute: 600,
            short,
            long,
        };
        detector.judge_poll(&reading, DEFAULT_THRESHOLD, &TUNING)
    }

    #[test]
    fn a_departure_opens_once_and_closes_after_two_usual_polls() {
        let mut detector = learnt();
        assert!(matches!(
            poll(&mut detector, 1_000, counts(2, 60), counts(4, 120)),
            DepartureStep::Quiet(_)
        ));
        let opened = poll(&mut detector, 1_005, counts(20, 60), counts(22, 120));
        let DepartureStep::Opened(window) = opened else {
            panic!("{opened:?}");
        };
        assert_eq!(window.minutes, 30);
        assert!(matches!(
            poll(&mut detector, 1_010, counts(19, 60), counts(24, 120)),
            DepartureStep::Open(_)
        ));
        assert!(matches!(
            poll(&mut detector, 1_015, counts(2, 60), counts(24, 120)),
            DepartureStep::Open(_)
        ));
        assert_eq!(
            poll(&mut detector, 1_020, counts(2, 60), counts(24, 120)),
            DepartureStep::Closed
        );
    }

    #[test]
    fn the_tail_of_a_closed_departure_does_not_open_another() {
        let mut detector = learnt();
        poll(&mut detector, 1_000, counts(20, 60), counts(22, 120));
        poll(&mut detector, 1_005, counts(2, 60), counts(24, 120));
        poll(&mut detector, 1_010, counts(2, 60), counts(24, 120));
        let after = poll(&mut detector, 1_015, counts(2, 60), counts(40, 120));
        assert!(matches!(after, DepartureStep::Quiet(None)), "{after:?}");
    }

    #[test]
    fn what_cannot_be_read_neither_opens_nor_closes() {
        let mut detector = learnt();
        poll(&mut detector, 1_000, counts(20, 60), counts(22, 120));
        for at in 0..10 {
            assert_eq!(
                poll(&mut detector, 1_005 + at, None, None),
                DepartureStep::Unread
            );
        }
        assert!(detector.is_open());
    }

    #[test]
    fn a_young_skill_needs_stronger_evidence() {
        let mut young = DepartureDetector::new(SeasonPrior::default());
        let reading = counts(15, 60);
        let weak = poll(&mut young, 1_000, reading, None);
        let DepartureStep::Quiet(Some(window)) = weak else {
            panic!("{weak:?}");
        };
        assert!(window.evidence < DEFAULT_THRESHOLD + YOUNG_MARGIN);
    }

    #[test]
    fn the_threshold_follows_the_budget_and_stays_in_its_range() {
        assert!((step_threshold(2.4, 4, 1, 1.0) - 2.6).abs() < 1e-9);
        assert!((step_threshold(2.4, 0, 0, 1.0) - 2.3).abs() < 1e-9);
        assert!((step_threshold(5.95, 90, 0, 1.0) - 6.0).abs() < 1e-9);
        assert!((step_threshold(1.4, 0, 0, 1.0) - 1.4).abs() < 1e-9);
    }
}
