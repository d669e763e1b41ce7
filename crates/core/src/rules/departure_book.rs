//! The detectors of all rules of an operation.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{Sample, Scope, SkillId, Snapshot},
    rules::{
        AlarmCalibration, DepartsCondition, DepartureDetector, DepartureReading, RateCounts, Rule,
        RuleId, Ruleset, SeasonPrior, Side, WindowCounts,
        readings::{PollReadings, PollView, bad_events},
    },
};

/// Scopes with so many open days lend a new one their share and their ρ.
const LENDING_DAYS: u16 = 7;

/// What a poll has read, for the seasons of an operation.
#[derive(Clone, Copy, Debug)]
pub struct DeparturePoll<'poll> {
    pub skills: &'poll [SkillId],
    pub snapshot: &'poll Snapshot,
    pub zone: Tz,
}

/// The detectors and the threshold of one rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleDepartures {
    calibration: AlarmCalibration,
    scopes: BTreeMap<Scope, DepartureDetector>,
}

/// The detectors of all rules of an operation, as of its last poll.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DepartureBook(BTreeMap<RuleId, RuleDepartures>);

/// The records of a book that a poll has changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DepartureChanges {
    pub rules: Vec<(RuleId, AlarmCalibration)>,
    pub scopes: Vec<(RuleId, Scope, DepartureDetector)>,
}

impl RuleDepartures {
    /// The evidence that a departure needs.
    pub fn threshold(&self) -> f64 {
        self.calibration.threshold()
    }

    pub fn detector(&self, scope: &Scope) -> Option<&DepartureDetector> {
        self.scopes.get(scope)
    }

    /// What is assumed of a new scope.
    pub fn prior(&self) -> SeasonPrior {
        let lenders = self.scopes.values().map(DepartureDetector::season);
        let lenders = lenders.filter(|season| season.days() >= LENDING_DAYS);
        SeasonPrior::lent_by(lenders)
    }
}

impl DepartureBook {
    /// The book of these records, as a store has them.
    pub fn new(records: DepartureChanges) -> Self {
        let mut book = Self::default();
        for (rule, calibration) in records.rules {
            book.0.entry(rule).or_default().calibration = calibration;
        }
        for (rule, scope, detector) in records.scopes {
            let of_rule = book.0.entry(rule).or_default();
            of_rule.scopes.insert(scope, detector);
        }
        book
    }

    pub fn of(&self, rule: &RuleId) -> Option<&RuleDepartures> {
        self.0.get(rule)
    }

    /// Returns the book after a poll, and what the poll has changed. `taken` are the numbers of the open incidents that
    /// somebody has taken.
    pub fn after(
        &self,
        rules: &Ruleset,
        poll: &DeparturePoll<'_>,
        taken: &[(RuleId, u64)],
    ) -> (Self, DepartureChanges) {
        let readings = PollReadings::new(&poll.snapshot.readings, None);
        let mut book = self.clone();
        for rule in rules {
            let Some(condition) = rule.when.departs() else {
                continue;
            };
            let of_rule = book.0.entry(rule.id.clone()).or_default();
            if rule.is_asleep(poll.snapshot.as_of, poll.zone) {
                of_rule.close_all(poll.snapshot.as_of);
                continue;
            }
            let taken = taken.iter().filter(|(of, _)| *of == rule.id);
            let taken = taken.map(|(_, incident)| *incident).collect();
            of_rule.take(rule, condition, poll, &readings, taken);
        }
        let changes = book.changes_since(self);
        (book, changes)
    }

    /// Learns the seasons from a poll of the past, without looking for departures.
    pub fn learn(&mut self, rules: &Ruleset, poll: &DeparturePoll<'_>) {
        let readings = PollReadings::new(&poll.snapshot.readings, None);
        for rule in rules.awake(poll.snapshot.as_of, poll.zone) {
            let Some(condition) = rule.when.departs() else {
                continue;
            };
            let views = departure_views(rule, poll, &readings);
            let of_rule = self.0.entry(rule.id.clone()).or_default();
            for scope in rule.of.scopes(poll.skills, &[]) {
                let reading = departure_reading(
                    &scope,
                    condition.side(),
                    &views,
                    poll.snapshot.as_of,
                    poll.zone,
                );
                if reading.has_calls() {
                    let detector = of_rule.scopes.entry(scope);
                    let unknown = || DepartureDetector::new(SeasonPrior::default());
                    detector.or_insert_with(unknown).learn(&reading);
                }
            }
        }
    }

    fn changes_since(&self, before: &Self) -> DepartureChanges {
        let mut changes = DepartureChanges::default();
        for (id, rule) in &self.0 {
            let before = before.of(id);
            if before.is_none_or(|before| before.calibration != rule.calibration) {
                let calibration = rule.calibration.clone();
                changes.rules.push((id.clone(), calibration));
            }
            for (scope, detector) in &rule.scopes {
                if before.and_then(|before| before.detector(scope)) != Some(detector) {
                    let change = (id.clone(), scope.clone(), detector.clone());
                    changes.scopes.push(change);
                }
            }
        }
        changes
    }
}

impl RuleDepartures {
    fn close_all(&mut self, at: DateTime<Utc>) {
        let open = self.scopes.values_mut().filter(|scope| scope.is_open());
        open.for_each(|scope| scope.close(at));
    }

    fn take(
        &mut self,
        rule: &Rule,
        condition: &DepartsCondition,
        poll: &DeparturePoll<'_>,
        readings: &PollReadings<'_>,
        taken: Vec<u64>,
    ) {
        let views = departure_views(rule, poll, readings);
        let local = poll.snapshot.as_of.with_timezone(&poll.zone).naive_local();
        let last = local - TimeDelta::seconds(1);
        self.calibration.begin_day(last.date(), condition.budget());
        self.calibration.note_taken(taken);
        let (threshold, terms) = (self.threshold(), condition.terms(rule.at_least_bad));
        let mut prior = None;
        let (mut has_calls, mut has_card) = (false, false);
        for scope in rule.of.scopes(poll.skills, &[]) {
            let reading = departure_reading(
                &scope,
                condition.side(),
                &views,
                poll.snapshot.as_of,
                poll.zone,
            );
            has_calls |= reading.has_calls();
            let known = self.scopes.contains_key(&scope);
            if !known && !reading.has_calls() {
                continue;
            }
            let assumed = *prior.get_or_insert_with(|| self.prior());
            let detector = self.scopes.entry(scope);
            let detector = detector.or_insert_with(|| DepartureDetector::new(assumed));
            has_card |= detector.take(&reading, threshold, &terms);
        }
        self.calibration.note_poll(has_calls, has_card);
    }
}

/// The windows of a rule at a poll, the shortest first.
fn departure_views<'poll>(
    rule: &Rule,
    poll: &DeparturePoll<'_>,
    readings: &'poll PollReadings<'poll>,
) -> Vec<PollView<'poll>> {
    let windows = rule.windows_at(poll.snapshot.as_of, poll.zone);
    let windows = windows.into_iter();
    windows
        .map(|window| readings.view(rule.metric, window))
        .collect()
}

pub(super) fn departure_reading<'view, 'poll: 'view>(
    scope: &Scope,
    side: Side,
    views: impl IntoIterator<Item = &'view PollView<'poll>>,
    as_of: DateTime<Utc>,
    zone: Tz,
) -> DepartureReading {
    let mut has_come = false;
    let windows = views.into_iter().map(|view| {
        has_come |= view.has_come(scope);
        WindowCounts {
            window: view.window,
            counts: view.sample(scope).and_then(|it| rate_counts(&it, side)),
        }
    });
    let windows = windows.collect();
    DepartureReading {
        as_of,
        local: as_of.with_timezone(&zone).naive_local(),
        windows,
        has_come,
    }
}

fn rate_counts(sample: &Sample, side: Side) -> Option<RateCounts> {
    let bad = bad_events(sample, side)?;
    Some(RateCounts {
        of: u32::try_from(sample.of?).ok()?,
        bad: u32::try_from(bad).ok()?,
    })
}
