//! When a departure from the season begins, and when it is over.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use super::{
    evidence::{DepartureTerms, RateCounts, departure_evidence},
    season::{RateSeason, SeasonPrior},
};
use crate::metrics::TimeWindow;

/// A scope's first days are judged more carefully, since one day is taken for the usual then.
const YOUNG_MARGIN: f64 = 0.6;
/// Evidence that is so far above the threshold needs no second look.
const SURE_MARGIN: f64 = 0.6;
/// The incident is over when the last half hour is at most this many times the usual share.
const CLOSE_FACTOR: f64 = 1.5;
/// Polls in a row that must look usual before a departure is over.
const GOOD_POLLS: u8 = 2;
/// After so long without a call in the shortest window nobody can tell whether a departure goes on.
const TOO_FEW_FOR: TimeDelta = TimeDelta::hours(1);

/// A window of a poll, and its calls; `None` where it has no figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowCounts {
    pub window: TimeWindow,
    pub counts: Option<RateCounts>,
}

/// What a poll read of one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct DepartureReading {
    /// The end of the windows.
    pub as_of: DateTime<Utc>,
    /// The same on the clocks of the operation.
    pub local: NaiveDateTime,
    /// The shortest window first. Never empty.
    pub windows: Vec<WindowCounts>,
    /// True where the report came, with figures of the scope or without.
    pub has_come: bool,
}

impl DepartureReading {
    fn minute(&self) -> u32 {
        self.local.hour() * 60 + self.local.minute()
    }

    fn shortest(&self) -> Option<(TimeWindow, RateCounts)> {
        let first = self.windows.first()?;
        Some((first.window, first.counts?))
    }

    /// The calls of the shortest window, where it has any.
    fn latest(&self) -> Option<(TimeWindow, RateCounts)> {
        self.shortest().filter(|(_, counts)| counts.of > 0)
    }

    pub(in crate::rules) fn has_calls(&self) -> bool {
        let mut counts = self.windows.iter().filter_map(|window| window.counts);
        counts.any(|counts| counts.of > 0)
    }
}

/// A window and how far it departs from the usual.
#[derive(Clone, Copy, Debug, PartialEq)]
struct WindowEvidence {
    window: TimeWindow,
    counts: RateCounts,
    evidence: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepartureStage {
    /// Nothing is open, and nothing departs.
    Quiet,
    /// The evidence suffices, and awaits a second look.
    Suspected,
    /// A departure is open, and the evidence still suffices.
    Departing,
    /// A departure is open, and what it needs to end is not there yet.
    Open,
    /// A departure ended at this poll.
    Closed,
    /// There are too few calls to tell.
    TooFew,
    /// No window could be read, which is no evidence of anything.
    Unread,
}

/// What is to be said of a scope after a poll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DepartureView {
    pub stage: DepartureStage,
    /// The window that shows it: the one with the strongest evidence, or the shortest.
    pub shown: Option<(TimeWindow, RateCounts)>,
    /// The evidence of that window, where it has some.
    pub evidence: Option<f64>,
    /// The usual share of the same minutes of the day.
    pub usual: f64,
}

/// The state of one scope: about 1 KB.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepartureDetector {
    season: RateSeason,
    is_open: bool,
    is_suspected: bool,
    good_polls: u8,
    /// The first poll of an open departure since which no call was seen.
    few_since: Option<DateTime<Utc>>,
    /// The end of the last departure: no window counts that began before it.
    closed_at: Option<DateTime<Utc>>,
}

impl DepartureDetector {
    pub fn new(prior: SeasonPrior) -> Self {
        Self {
            season: RateSeason::new(prior),
            is_open: false,
            is_suspected: false,
            good_polls: 0,
            few_since: None,
            closed_at: None,
        }
    }

    pub fn season(&self) -> &RateSeason {
        &self.season
    }

    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The evidence that a departure of this scope needs.
    pub fn threshold(&self, of_rule: f64) -> f64 {
        if self.season.is_young() {
            of_rule + YOUNG_MARGIN
        } else {
            of_rule
        }
    }

    /// Takes one poll in. Returns true where a departure begins.
    pub(in crate::rules) fn take(
        &mut self,
        reading: &DepartureReading,
        threshold: f64,
        terms: &DepartureTerms,
    ) -> bool {
        self.begin_day(reading);
        self.closed_at = self.closed_at.filter(|closed| *closed < reading.as_of);
        let has_begun = self.judge(reading, threshold, terms);
        self.learn_windows(reading);
        has_begun
    }

    /// Learns the usual shares from a poll of the past, which says nothing of the ups and downs.
    pub(in crate::rules) fn learn(&mut self, reading: &DepartureReading) {
        self.begin_day(reading);
        let Some((window, counts)) = reading.shortest() else {
            return;
        };
        let learnt = if whole_minutes(window) > 30 { 60 } else { 30 };
        self.season.learn_shares(reading.local, learnt, counts);
    }

    fn begin_day(&mut self, reading: &DepartureReading) {
        // A poll at midnight belongs to the day before.
        let last = reading.local - TimeDelta::seconds(1);
        self.season.begin_day(last.date());
    }

    fn learn_windows(&mut self, reading: &DepartureReading) {
        if let Some((window, counts)) = reading.shortest() {
            let minutes = whole_minutes(window);
            let learnt = if minutes > 30 { 60 } else { 30 };
            self.season.learn_window(reading.local, learnt, counts);
        }
    }

    fn judge(
        &mut self,
        reading: &DepartureReading,
        threshold: f64,
        terms: &DepartureTerms,
    ) -> bool {
        if self.is_open {
            self.continue_departure(reading, terms);
            return false;
        }
        if reading.shortest().is_none() && !reading.has_calls() {
            return false;
        }
        let threshold = self.threshold(threshold);
        let evidence = self.strongest(reading, terms).map(|window| window.evidence);
        let suffices = evidence.is_some_and(|evidence| evidence > threshold);
        let is_sure = evidence.is_some_and(|evidence| evidence > threshold + SURE_MARGIN);
        self.is_open = is_sure || (suffices && self.is_suspected);
        self.is_suspected = suffices && !self.is_open;
        self.is_open
    }

    fn continue_departure(&mut self, reading: &DepartureReading, terms: &DepartureTerms) {
        let Some((window, counts)) = reading.latest() else {
            let since = self.few_since.filter(|_| reading.has_come);
            let since = since.unwrap_or(reading.as_of);
            self.few_since = reading.has_come.then_some(since);
            if reading.as_of - since >= TOO_FEW_FOR {
                self.close(reading.as_of);
            }
            return;
        };
        self.few_since = None;
        let usual = self
            .season
            .usual_share(reading.minute(), whole_minutes(window));
        let limit = terms.floor.max(CLOSE_FACTOR * usual);
        if f64::from(counts.bad) <= limit * f64::from(counts.of) {
            self.good_polls += 1;
        } else {
            self.good_polls = 0;
        }
        if self.good_polls >= GOOD_POLLS {
            self.close(reading.as_of);
        }
    }

    /// Ends a departure, by its figures or because the centre closes.
    pub(in crate::rules) fn close(&mut self, at: DateTime<Utc>) {
        self.is_open = false;
        self.is_suspected = false;
        self.good_polls = 0;
        self.few_since = None;
        self.closed_at = Some(at);
    }

    /// Returns what is to be said after the poll with this reading was taken in.
    pub fn view(
        &self,
        reading: &DepartureReading,
        threshold: f64,
        terms: &DepartureTerms,
    ) -> DepartureView {
        let strongest = self.strongest(reading, terms);
        let threshold = self.threshold(threshold);
        let suffices = strongest.is_some_and(|window| window.evidence > threshold);
        let is_known = reading.latest().is_some();
        let stage = if self.is_open && suffices {
            DepartureStage::Departing
        } else if self.is_open && is_known {
            DepartureStage::Open
        } else if self.closed_at == Some(reading.as_of) && is_known {
            DepartureStage::Closed
        } else if self.is_suspected && suffices {
            DepartureStage::Suspected
        } else if !self.is_open && has_enough_calls(reading, terms) {
            DepartureStage::Quiet
        } else if reading.has_come {
            DepartureStage::TooFew
        } else {
            DepartureStage::Unread
        };
        let told = strongest.filter(|_| suffices);
        let longest = || {
            let known = reading.windows.iter().rev();
            let mut known = known.filter_map(|read| Some((read.window, read.counts?)));
            known.next()
        };
        let shown = match told {
            Some(strongest) => Some((strongest.window, strongest.counts)),
            None if self.is_open || stage == DepartureStage::Closed => reading.shortest(),
            None => longest(),
        };
        let minutes = shown.map_or(0, |(window, _)| whole_minutes(window));
        DepartureView {
            stage,
            shown,
            evidence: strongest
                .filter(|window| shown.is_some_and(|(shown, _)| shown == window.window))
                .map(|window| window.evidence),
            usual: self.season.usual_share(reading.minute(), minutes),
        }
    }

    fn strongest(
        &self,
        reading: &DepartureReading,
        terms: &DepartureTerms,
    ) -> Option<WindowEvidence> {
        let windows = reading.windows.iter().filter_map(|read| {
            let counts = read.counts?;
            let is_of_before = |closed: DateTime<Utc>| read.window.from() < closed;
            if self.closed_at.is_some_and(is_of_before) {
                return None;
            }
            let usual = self
                .season
                .usual_share(reading.minute(), whole_minutes(read.window));
            let evidence = departure_evidence(counts, usual, self.season.rho(), terms)?;
            Some(WindowEvidence {
                window: read.window,
                counts,
                evidence,
            })
        });
        windows.max_by(|one, other| one.evidence.total_cmp(&other.evidence))
    }
}

/// Fewer calls than a departure needs bad ones cannot be one.
fn has_enough_calls(reading: &DepartureReading, terms: &DepartureTerms) -> bool {
    let counts = reading.windows.iter().filter_map(|window| window.counts);
    let most = counts.map(|counts| counts.of).max();
    most.is_some_and(|most| u64::from(most) >= terms.least_bad)
}

fn whole_minutes(window: TimeWindow) -> u32 {
    u32::try_from(window.length().as_secs() / 60).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMS: DepartureTerms = DepartureTerms {
        floor: 0.05,
        least_bad: 3,
    };
    const THRESHOLD: f64 = 2.4;

    /// A scope that usually loses 2 of 60 in each half hour from 8 to 20 o'clock, on its 21st day.
    struct Played {
        detector: DepartureDetector,
        now: NaiveDateTime,
    }

    impl Played {
        fn young() -> Self {
            let day = chrono::NaiveDate::default();
            Self {
                detector: DepartureDetector::new(SeasonPrior::default()),
                now: day.and_hms_opt(8, 0, 0).unwrap(),
            }
        }

        fn learnt() -> Self {
            let mut played = Self::young();
            for day in 0..20 {
                played.now = Self::young().now + TimeDelta::days(day);
                for _ in 0..144 {
                    played.poll(Some((2, 60)), Some((4, 120)));
                }
            }
            played.now = Self::young().now + TimeDelta::days(20) + TimeDelta::hours(2);
            played
        }

        fn reading(&self, short: Option<(u32, u32)>, long: Option<(u32, u32)>) -> DepartureReading {
            let as_of = self.now.and_utc();
            let of = |minutes: u64, counts: Option<(u32, u32)>| WindowCounts {
                window: TimeWindow::ending(as_of, std::time::Duration::from_secs(minutes * 60)),
                counts: counts.map(|(bad, of)| RateCounts { of, bad }),
            };
            DepartureReading {
                as_of,
                local: self.now,
                windows: vec![of(30, short), of(60, long)],
                has_come: short.is_some(),
            }
        }

        fn poll(&mut self, short: Option<(u32, u32)>, long: Option<(u32, u32)>) -> DepartureStage {
            self.now += TimeDelta::minutes(5);
            let reading = self.reading(short, long);
            self.detector.take(&reading, THRESHOLD, &TERMS);
            self.detector.view(&reading, THRESHOLD, &TERMS).stage
        }
    }

    #[test]
    fn a_departure_opens_once_and_closes_after_two_usual_polls() {
        let mut played = Played::learnt();
        let usual = Some((4, 120));
        assert_eq!(played.poll(Some((2, 60)), usual), DepartureStage::Quiet);
        assert_eq!(
            played.poll(Some((30, 60)), usual),
            DepartureStage::Departing
        );
        assert_eq!(
            played.poll(Some((19, 60)), usual),
            DepartureStage::Departing
        );
        assert_eq!(played.poll(Some((2, 60)), usual), DepartureStage::Open);
        assert_eq!(played.poll(Some((2, 60)), usual), DepartureStage::Closed);
        assert_eq!(played.poll(Some((2, 60)), usual), DepartureStage::Quiet);
    }

    #[test]
    fn moderate_evidence_needs_a_second_look() {
        let mut played = Played::learnt();
        let some = Some((7, 60));
        let long = Some((4, 120));
        assert_eq!(played.poll(some, long), DepartureStage::Suspected);
        assert_eq!(played.poll(Some((2, 60)), long), DepartureStage::Quiet);
        assert_eq!(played.poll(some, long), DepartureStage::Suspected);
        assert_eq!(played.poll(some, long), DepartureStage::Departing);
    }

    #[test]
    fn the_tail_of_a_closed_departure_does_not_open_another() {
        let mut played = Played::learnt();
        let long = Some((40, 120));
        played.poll(Some((30, 60)), long);
        played.poll(Some((2, 60)), long);
        assert_eq!(played.poll(Some((2, 60)), long), DepartureStage::Closed);
        for _ in 0..11 {
            assert_eq!(played.poll(Some((2, 60)), long), DepartureStage::Quiet);
        }
    }

    #[test]
    fn what_cannot_be_read_neither_opens_nor_closes() {
        let mut played = Played::learnt();
        played.poll(Some((30, 60)), None);
        for _ in 0..30 {
            assert_eq!(played.poll(None, None), DepartureStage::Unread);
        }
        assert!(played.detector.is_open());
    }

    #[test]
    fn an_hour_without_calls_ends_a_departure() {
        let mut played = Played::learnt();
        played.poll(Some((30, 60)), None);
        for _ in 0..12 {
            assert_eq!(played.poll(Some((0, 0)), None), DepartureStage::TooFew);
            assert!(played.detector.is_open());
        }
        played.poll(Some((0, 0)), None);
        assert!(!played.detector.is_open());
    }

    #[test]
    fn a_young_scope_needs_stronger_evidence() {
        let (mut young, mut learnt) = (Played::young(), Played::learnt());
        for played in [&mut young, &mut learnt] {
            played.poll(Some((12, 60)), None);
            played.poll(Some((12, 60)), None);
        }
        assert!(!young.detector.is_open());
        assert!(learnt.detector.is_open());
    }
}
