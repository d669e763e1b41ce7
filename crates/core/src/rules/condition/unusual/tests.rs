//! What is unusual, gate by gate.

mod always;

use std::time::Duration;

use super::*;
use crate::rules::UsualMethod;

fn usual(median: f64, spread: f64) -> UsualValue {
    UsualValue {
        median,
        spread,
        of: 6,
        wanted: 6,
        method: UsualMethod::Weeks,
    }
}

fn count(value: u64) -> Sample {
    Sample {
        value: Quantity::Count(value),
        part: None,
        of: None,
    }
}

fn share(part: u64, of: u64) -> Sample {
    Sample {
        value: Quantity::share(part, of).unwrap(),
        part: Some(part),
        of: Some(of),
    }
}

fn seconds(value: u64) -> Quantity {
    Quantity::Duration(Duration::from_secs(value))
}

fn time(value: u64, of: Option<u64>) -> Sample {
    Sample {
        value: seconds(value),
        part: None,
        of,
    }
}

fn unusual(metric: Metric, terms: UnusualTerms) -> UnusualCondition {
    UnusualCondition::new(metric, ScopeKind::Operation, terms).unwrap()
}

/// By the defaults of the reference.
fn plain(metric: Metric) -> UnusualCondition {
    unusual(metric, UnusualTerms::default())
}

const WARNING: Verdict = Verdict::Breach(Severity::Warning);
const CRITICAL: Verdict = Verdict::Breach(Severity::Critical);

/// The verdicts, told short, on values that go up.
fn verdicts(
    condition: &UnusualCondition,
    usual: &UsualValue,
    samples: impl IntoIterator<Item = Sample>,
) -> String {
    let letter = |sample| match condition.judge(&sample, Some(usual)).0 {
        Verdict::Clear => '.',
        Verdict::Between => '-',
        WARNING => 'w',
        CRITICAL => 'C',
        Verdict::TooFew => '?',
        Verdict::Missing | Verdict::Asleep => '!',
    };
    samples.into_iter().map(letter).collect()
}

#[test]
fn a_rare_count_is_unusual_where_chance_does_not_make_so_many() {
    // P(X >= x) of a mean of 0.5, 2 and 5 sinks below that of z = 3 and 6 at these counts.
    for (median, warning, critical) in [(0.0, 5, 10), (2.0, 8, 16), (5.0, 14, 24)] {
        let condition = plain(Metric::SmartHoldRecallFail);
        let usual = usual(median, 0.0);
        let (_, limits) = condition.judge(&count(0), Some(&usual));
        let limit = |begins: u64| Some(Quantity::Count(begins - 1));
        assert_eq!(
            (limits.warning, limits.critical),
            (limit(warning), limit(critical))
        );
        let verdict = |value| condition.judge(&count(value), Some(&usual)).0;
        assert_eq!(verdict(warning), WARNING, "{median}");
        assert_ne!(verdict(warning - 1), WARNING, "{median}");
        assert_eq!(verdict(critical), CRITICAL, "{median}");
        assert_eq!(verdict(critical - 1), WARNING, "{median}");
    }
}

#[test]
fn counts_that_are_usually_far_apart_must_be_farther() {
    let condition = plain(Metric::SmartHoldRecallFail);
    let limit = |spread| {
        condition
            .judge(&count(0), Some(&usual(5.0, spread)))
            .1
            .warning
    };
    assert_eq!(limit(0.0), Some(Quantity::Count(13)));
    assert_eq!(limit(2.0), Some(Quantity::Count(13)));
    assert_eq!(limit(6.0), Some(Quantity::Count(23)));
    // From ten on the square root is the floor: 100 + 3 x 10, beside the ratio.
    let many = |spread| condition.judge(&count(0), Some(&usual(100.0, spread))).1;
    assert_eq!(many(0.0).warning, Some(Quantity::Count(150)));
    assert_eq!(many(0.0).critical, Some(Quantity::Count(160)));
    assert_eq!(many(40.0).warning, Some(Quantity::Count(220)));
}

#[test]
fn every_gate_keeps_by_itself_a_value_from_being_a_breach() {
    let terms = UnusualTerms {
        warning: Some(3.0),
        ratio: Some(1.0),
        at_least: Some(0),
        ..UnusualTerms::default()
    };
    let limit = |terms| {
        let condition = unusual(Metric::AbandonCount, terms);
        condition
            .judge(&count(0), Some(&usual(20.0, 5.0)))
            .1
            .warning
    };
    for (terms, expected) in [
        (terms, 35),
        (
            UnusualTerms {
                warning: Some(4.0),
                ..terms
            },
            40,
        ),
        (
            UnusualTerms {
                ratio: Some(2.0),
                ..terms
            },
            40,
        ),
        (
            UnusualTerms {
                step: Some(Quantity::Count(25)),
                ..terms
            },
            45,
        ),
        (
            UnusualTerms {
                at_least: Some(51),
                ..terms
            },
            50,
        ),
    ] {
        assert_eq!(limit(terms), Some(Quantity::Count(expected)), "{terms:?}");
    }
}

#[test]
fn a_share_is_unusual_by_the_calls_behind_it() {
    let condition = plain(Metric::AbandonRate);
    // 5 % usually; of 40 calls chance alone makes 3.8 points, of 400 it makes 1.1.
    let of = |of: u64, parts: [u64; 6]| {
        let samples = parts.map(|part| share(part, of));
        verdicts(&condition, &usual(5.0, 0.5), samples)
    };
    assert_eq!(of(40, [2, 4, 6, 7, 11, 12]), "..-wwC");
    assert_eq!(of(400, [20, 26, 28, 33, 34, 50]), "..--wC");
    // Of ten calls five must be lost, whatever the z.
    assert_eq!(of(10, [0, 1, 2, 3, 4, 5]), "...--w");
    // An hour whose figures lie three times as far apart as chance needs more.
    let wild = verdicts(
        &condition,
        &usual(5.0, 4.0),
        [34, 50, 68, 69, 116, 117].map(|part| share(part, 400)),
    );
    assert_eq!(wild, ".--wwC");
}

#[test]
fn a_goal_from_below_is_missed_by_the_calls_that_are_not_in_it() {
    let condition = plain(Metric::ServiceLevel20s);
    assert_eq!(condition.side(), Side::Below);
    let usual = usual(92.0, 1.0);
    // Of 200 calls chance makes 1.9 points: 92 - 3 x 1.9 lies below the 88 % of the ratio.
    let of_200 = [184, 179, 178, 173, 172, 161, 160].map(|part| share(part, 200));
    assert_eq!(verdicts(&condition, &usual, of_200), "..--wwC");
    // Of many calls 8 % missed must become 12 %.
    let (_, limits) = condition.judge(&share(18_000, 20_000), Some(&usual));
    assert_eq!(limits.warning, Some(Quantity::Percent(88.0)));
    // Of ten calls five must be missed.
    let of_10 = [9, 8, 7, 6, 5].map(|part| share(part, 10));
    assert_eq!(verdicts(&condition, &usual, of_10), "..--w");
}

#[test]
fn a_count_falls_only_from_where_it_usually_is() {
    let condition = plain(Metric::CallsAnswered);
    let of = |median, calls: &[u64]| {
        verdicts(
            &condition,
            &usual(median, 0.0),
            calls.iter().copied().map(count),
        )
    };
    assert_eq!(of(100.0, &[84, 83, 67, 66, 40, 39]), ".--wwC");
    assert_eq!(of(9.5, &[6, 5, 2, 1, 0]), ".--ww");
    assert_eq!(of(4.0, &[4, 0]), "..", "four are too few to be missed");
}

#[test]
fn a_wait_lies_apart_by_a_tenth_or_by_the_calls_it_is_of() {
    let condition = plain(Metric::Asa);
    let limit = |of, median| {
        let sample = time(0, of);
        condition
            .judge(&sample, Some(&usual(median, 0.0)))
            .1
            .critical
    };
    // 60 s and six tenths of it; of nine waits each spread is a third.
    assert_eq!(limit(Some(400), 60.0), Some(seconds(96)));
    assert_eq!(limit(Some(9), 60.0), Some(seconds(180)));
    assert_eq!(limit(None, 60.0), Some(seconds(96)));
    assert_eq!(limit(None, 0.0), Some(seconds(6)));
}

#[test]
fn an_amount_that_never_changes_tells_nothing_without_a_step() {
    let cost = |value| Sample {
        value: Quantity::Money(value),
        part: None,
        of: None,
    };
    let none = usual(0.0, 0.0);
    let judge = |terms| {
        unusual(Metric::CdrCost, terms)
            .judge(&cost(900.0), Some(&none))
            .0
    };
    assert_eq!(judge(UnusualTerms::default()), Verdict::TooFew);
    let step = Some(Quantity::Money(500.0));
    let stated = UnusualTerms {
        step,
        ..UnusualTerms::default()
    };
    assert_eq!(judge(stated), CRITICAL);
    assert_eq!(
        plain(Metric::CdrCost)
            .judge(&cost(900.0), Some(&usual(500.0, 0.0)))
            .0,
        CRITICAL
    );
}

#[test]
fn nothing_usual_is_no_verdict() {
    let condition = plain(Metric::AbandonCount);
    let judged = condition.judge(&count(500), None);
    assert_eq!(judged, (Verdict::TooFew, UnusualLimits::default()));
}

#[test]
fn a_value_has_recovered_halfway_to_the_usual_or_where_the_rule_says() {
    let terms = UnusualTerms {
        at_least: Some(0),
        ratio: Some(1.0),
        ..UnusualTerms::default()
    };
    let usual = usual(100.0, 20.0);
    let counts = || [99, 130, 131, 160, 161, 221].map(count);
    let halfway = unusual(Metric::AbandonCount, terms);
    assert_eq!(verdicts(&halfway, &usual, counts()), "..--wC");
    let stated = UnusualTerms {
        recover: Some(0.5),
        ..terms
    };
    let low = unusual(Metric::AbandonCount, stated);
    assert_eq!(
        verdicts(&low, &usual, [110, 111, 160, 161].map(count)),
        ".--w"
    );
}

#[test]
fn a_limit_that_no_value_passes_is_none() {
    let condition = plain(Metric::AbandonRate);
    let (verdict, limits) = condition.judge(&share(20, 20), Some(&usual(90.0, 5.0)));
    assert_eq!(
        (verdict, limits),
        (Verdict::Clear, UnusualLimits::default())
    );
}

#[test]
fn terms_that_contradict_each_other_or_the_metric_make_no_rule() {
    let fault = |metric, kind, terms| UnusualCondition::new(metric, kind, terms).unwrap_err();
    let of = |terms| fault(Metric::AbandonCount, ScopeKind::Skill, terms);
    let terms = UnusualTerms::default();
    assert_eq!(
        of(UnusualTerms {
            warning: Some(6.0),
            critical: Some(3.0),
            ..terms
        }),
        UnusualFault::Order
    );
    assert_eq!(
        of(UnusualTerms {
            warning: Some(0.5),
            ..terms
        }),
        UnusualFault::Z(0.5)
    );
    assert_eq!(
        of(UnusualTerms {
            recover: Some(3.5),
            ..terms
        }),
        UnusualFault::Recovery
    );
    assert_eq!(
        of(UnusualTerms {
            ratio: Some(0.9),
            ..terms
        }),
        UnusualFault::Ratio(0.9)
    );
    let weeks = UnusualReference::History { weeks: 13 };
    assert_eq!(
        of(UnusualTerms {
            against: weeks,
            ..terms
        }),
        UnusualFault::Weeks(13)
    );
    let team = UnusualTerms {
        against: UnusualReference::Team,
        ..terms
    };
    assert_eq!(of(team), UnusualFault::NoTeam);
    assert!(UnusualCondition::new(Metric::HoldTotal, ScopeKind::Agent, team).is_ok());
    let step = UnusualTerms {
        step: Some(seconds(5)),
        ..terms
    };
    assert!(matches!(
        of(step),
        UnusualFault::Unit {
            found: Unit::Duration,
            ..
        }
    ));
    let least = UnusualTerms {
        at_least: Some(5),
        ..terms
    };
    assert_eq!(
        fault(Metric::HoldTotal, ScopeKind::Agent, least),
        UnusualFault::NoCount(Metric::HoldTotal)
    );
    assert_eq!(
        fault(Metric::CallsOffered, ScopeKind::Operation, terms),
        UnusualFault::NoSide(Metric::CallsOffered)
    );
    assert_eq!(
        fault(Metric::FeedAge, ScopeKind::Operation, terms),
        UnusualFault::NoPast(Metric::FeedAge)
    );
    let below = UnusualTerms {
        side: Some(Side::Below),
        ..terms
    };
    assert!(UnusualCondition::new(Metric::CallsOffered, ScopeKind::Operation, below).is_ok());
}
