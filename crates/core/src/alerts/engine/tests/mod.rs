//! A book that lives through polls.

mod held;
mod incidents;
mod people;
mod property;
mod support;

use super::*;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    alerts::{Alert, EndReason, EventKind, UnknownStreak},
    metrics::{Metric, OperationName, Quantity, Sample, Scope, SkillId, TimeWindow},
    rules::{
        AlertPolicy, ChannelName, NotifyTarget, Rule, RuleId, ScopeSelection, Severity, Side,
        Threshold, Verdict, VerdictBasis,
    },
};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + minute * 60, 0).unwrap()
}

fn rules() -> Ruleset {
    let limit = |value| Some(Quantity::Percent(value));
    Ruleset {
        rules: vec![Rule {
            window: MINUTE * 60,
            at_least: Some(20),
            hold_for: MINUTE * 10,
            keep_firing_for: MINUTE * 10,
            ..Rule::new(
                RuleId::new("high-abandonment"),
                Metric::AbandonRate,
                ScopeSelection::EverySkill,
                Threshold::new(
                    Metric::AbandonRate,
                    Side::Above,
                    limit(5.0),
                    limit(10.0),
                    limit(4.0),
                    None,
                )
                .unwrap(),
                NotifyTarget::one(ChannelName::new("floor")),
            )
        }],
    }
}

fn advanced(
    book: &AlertBook,
    rules: &Ruleset,
    judgements: &[Judgement<'_>],
    as_of: DateTime<Utc>,
) -> PollOutcome {
    let policy = AlertPolicy::default();
    advance(
        book,
        rules,
        judgements,
        &AdvanceContext::new(as_of, Tz::UTC, &policy),
    )
}

/// A book that lives through polls, five minutes apart.
struct Floor {
    rules: Ruleset,
    book: AlertBook,
    minute: i64,
}

impl Floor {
    fn new() -> Self {
        Self {
            rules: rules(),
            book: AlertBook::empty(OperationName::new("principal")),
            minute: 0,
        }
    }

    /// One poll in which skill 12 has this verdict and this many abandoned of 100.
    fn poll(&mut self, verdict: Verdict, abandoned: u64) -> Vec<EventKind> {
        let judged = Judgement {
            rule: &self.rules.rules[0],
            scope: Scope::Skill(SkillId(12)),
            window: TimeWindow::ending(at(self.minute), MINUTE * 60),
            verdict,
            sample: (verdict != Verdict::Missing).then(|| Sample {
                value: Quantity::share(abandoned, 100).unwrap(),
                part: Some(abandoned),
                of: Some(100),
            }),
            grounds: VerdictBasis {
                side: Some(Side::Above),
                ..VerdictBasis::default()
            },
        };
        let outcome = advanced(&self.book, &self.rules, &[judged], at(self.minute));
        self.take(&outcome)
    }

    fn take(&mut self, outcome: &PollOutcome) -> Vec<EventKind> {
        self.book.apply(outcome);
        self.minute += 5;
        outcome
            .events
            .iter()
            .map(|event| event.incident().unwrap().kind.clone())
            .collect()
    }

    fn breach(&mut self, abandoned: u64) -> Vec<EventKind> {
        self.poll(Verdict::Breach(Severity::Warning), abandoned)
    }

    fn alert(&self) -> &Alert {
        self.book.alerts().next().unwrap()
    }
}

#[test]
fn an_alert_fires_refreshes_escalates_and_resolves() {
    let mut floor = Floor::new();
    assert_eq!(floor.breach(6), []);
    assert_eq!(floor.breach(7), []);
    assert_eq!(floor.breach(8), [EventKind::Fired]);
    assert_eq!(floor.breach(9), [EventKind::Refreshed]);
    let critical = Verdict::Breach(Severity::Critical);
    assert_eq!(floor.poll(critical, 14), [EventKind::Escalated]);
    assert_eq!(floor.alert().since_minute(), 0);
    assert_eq!(floor.poll(Verdict::Clear, 3), [EventKind::Refreshed]);
    assert_eq!(floor.poll(Verdict::Clear, 3), [EventKind::Refreshed]);
    let peak = floor.alert().peak.unwrap().sample.part;
    assert_eq!(peak, Some(14));
    let recovered = EventKind::Resolved(EndReason::Recovered);
    assert_eq!(floor.poll(Verdict::Clear, 2), [recovered]);
    assert_eq!(floor.book.alerts().count(), 0);
}

#[test]
fn an_hour_without_data_neither_resolves_nor_repeats_and_is_told_once() {
    let mut floor = Floor::new();
    for _ in 0..3 {
        floor.breach(8);
    }
    let told: Vec<EventKind> = (0..12)
        .flat_map(|_| floor.poll(Verdict::Missing, 0))
        .collect();
    assert_eq!(told, [EventKind::NoData]);
    let gap = floor.alert().told_no_data().unwrap();
    assert_eq!((gap.since, gap.checks), (at(15), 12));
    assert_eq!(floor.breach(8), [EventKind::DataBack]);
    assert_eq!(floor.alert().no_data, None);
}

#[test]
fn too_few_calls_are_not_a_recovery() {
    let mut floor = Floor::new();
    for _ in 0..3 {
        floor.breach(8);
    }
    for _ in 0..12 {
        floor.poll(Verdict::TooFew, 0);
    }
    assert_eq!(
        floor.alert().told_no_data().unwrap().why,
        UnknownStreak::TooFew
    );
    assert_eq!(floor.alert().last().unwrap().sample.part, Some(8));
}

#[test]
fn a_skill_that_no_poll_names_any_more_is_missing_and_not_recovered() {
    let mut floor = Floor::new();
    for _ in 0..3 {
        floor.breach(8);
    }
    let outcome = advanced(&floor.book, &floor.rules, &[], at(15));
    assert_eq!(floor.take(&outcome), []);
    assert_eq!(floor.alert().no_data.unwrap().why, UnknownStreak::Missing);
}

#[test]
fn the_alerts_of_a_rule_that_was_taken_away_end_with_that_reason() {
    let mut floor = Floor::new();
    for _ in 0..3 {
        floor.breach(8);
    }
    let outcome = advanced(&floor.book, &Ruleset::default(), &[], at(15));
    let removed = EventKind::Resolved(EndReason::RuleRemoved);
    assert_eq!(floor.take(&outcome), [removed]);
    assert_eq!(floor.book.alerts().count(), 0);
}

#[test]
fn the_alert_of_a_skill_that_its_rule_no_longer_names_ends_with_that_reason() {
    let mut floor = Floor::new();
    for _ in 0..3 {
        floor.breach(8);
    }
    floor.rules.rules[0].of = ScopeSelection::Skills(vec![SkillId(15)]);
    let outcome = advanced(&floor.book, &floor.rules, &[], at(15));
    let removed = EventKind::Resolved(EndReason::RuleRemoved);
    assert_eq!(floor.take(&outcome), [removed]);
    assert_eq!(floor.book.alerts().count(), 0);
}

#[test]
fn a_breach_before_a_night_without_calls_does_not_fire_at_the_first_one_after_it() {
    let mut floor = Floor::new();
    floor.breach(8);
    for _ in 0..2 {
        floor.poll(Verdict::TooFew, 0);
    }
    assert_eq!(floor.book.alerts().count(), 1);
    for _ in 0..100 {
        floor.poll(Verdict::TooFew, 0);
    }
    assert_eq!(floor.book.alerts().count(), 0);
    let morning = floor.minute;
    assert_eq!(floor.breach(8), []);
    assert_eq!(floor.alert().since_minute(), morning);
}

#[test]
fn a_pending_alert_that_clears_was_never_told() {
    let mut floor = Floor::new();
    floor.breach(8);
    assert_eq!(floor.poll(Verdict::Clear, 0), []);
    assert_eq!(floor.book.alerts().count(), 0);
}

impl Alert {
    fn since_minute(&self) -> i64 {
        (self.state.since() - at(0)).num_minutes()
    }
}
