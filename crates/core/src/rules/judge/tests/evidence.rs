//! What a figure proves, and what a card may tell of it.

use super::*;

#[test]
fn a_breach_wants_enough_that_is_bad() {
    let failures_of = |failed| {
        let facts = SmartHold {
            skills: vec![failures(12, failed)],
        };
        answered(Report::SmartHold, Facts::SmartHold(facts))
    };
    let verdict = |metric, side, limit, failed| {
        let when = Threshold::new(metric, side, Some(limit), None, None, None).unwrap();
        let rules = rules(vec![Rule {
            at_least_bad: Some(5),
            when: when.into(),
            ..rule("a", metric, ScopeSelection::Operation, limit)
        }]);
        judge(&rules, &JudgeInput::new(&[], &failures_of(failed), Tz::UTC))[0].verdict
    };
    let breach = Verdict::Breach(Severity::Warning);
    let five = Quantity::Percent(5.0);
    // Of 40 callbacks; below, the successful ones are wanted.
    let rate = Metric::SmartHoldRecallFailRate;
    assert_eq!(verdict(rate, Side::Above, five, 4), Verdict::Between);
    assert_eq!(verdict(rate, Side::Above, five, 5), breach);
    assert_eq!(verdict(rate, Side::Above, five, 1), Verdict::Clear);
    let most = Quantity::Percent(95.0);
    let done = Metric::SmartHoldCompletionRate;
    assert_eq!(verdict(done, Side::Below, most, 4), Verdict::Between);
    assert_eq!(verdict(done, Side::Below, most, 5), breach);
    let count = Metric::SmartHoldRecallFail;
    assert_eq!(
        verdict(count, Side::Above, Quantity::Count(3), 4),
        Verdict::Between
    );
    assert_eq!(verdict(count, Side::Above, Quantity::Count(3), 5), breach);
    assert_eq!(verdict(count, Side::Below, Quantity::Count(3), 2), breach);
}

#[test]
fn the_grounds_tell_the_limits_and_within_what_the_share_lies() {
    let facts = SmartHold {
        skills: vec![failures(12, 6)],
    };
    let snapshot = answered(Report::SmartHold, Facts::SmartHold(facts));
    let grounds = |metric, limit, confidence| {
        let when = Threshold::new(metric, Side::Above, Some(limit), None, None, confidence);
        let rules = rules(vec![Rule {
            when: when.unwrap().into(),
            ..rule("a", metric, ScopeSelection::Operation, limit)
        }]);
        judge(&rules, &JudgeInput::new(&[], &snapshot, Tz::UTC))[0].grounds
    };
    let near = |range: Option<(f64, f64)>, low: f64, high: f64| {
        let (from, to) = range.unwrap();
        assert!(
            (from - low).abs() < 0.1 && (to - high).abs() < 0.1,
            "{from} to {to}"
        );
    };
    let limit = Quantity::Percent(5.0);
    let rate = Metric::SmartHoldRecallFailRate;
    let plain = grounds(rate, limit, None);
    assert_eq!(
        (plain.side, plain.warning),
        (Some(Side::Above), Some(limit))
    );
    near(plain.range, 7.1, 29.1);
    // A rule that is surer of itself tells a wider range: the one that it judges by.
    near(grounds(rate, limit, Confidence::new(95.0)).range, 8.0, 26.5);
    near(grounds(rate, limit, Confidence::new(99.0)).range, 6.2, 32.2);
    let count = grounds(Metric::SmartHoldRecallFail, Quantity::Count(3), None);
    assert_eq!(count.range, None);
}

#[test]
fn no_confidence_is_had_of_a_share_of_time() {
    let share = |metric| {
        let limit = Some(Quantity::Percent(80.0));
        let sure = Confidence::new(95.0);
        Threshold::new(metric, Side::Above, limit, None, None, sure)
    };
    assert!(share(Metric::HoldShare).is_err());
    assert!(share(Metric::CallsShortShare).is_ok());
}

#[test]
fn what_was_critical_eases_where_the_rule_says_how_far_back_it_must_be() {
    let (warning, critical) = (Quantity::Percent(5.0), Quantity::Percent(20.0));
    let rate = Metric::SmartHoldRecallFailRate;
    let when = Threshold::new(rate, Side::Above, Some(warning), Some(critical), None, None);
    let when = when.unwrap();
    let easing = when.clone().easing(rate, Quantity::Percent(15.0)).unwrap();
    let eases = |when: Threshold, failed| {
        let facts = SmartHold {
            skills: vec![failures(12, failed)],
        };
        let snapshot = answered(Report::SmartHold, Facts::SmartHold(facts));
        let rules = rules(vec![Rule {
            when: when.into(),
            ..rule("a", rate, ScopeSelection::Operation, warning)
        }]);
        judge(&rules, &JudgeInput::new(&[], &snapshot, Tz::UTC))[0]
            .grounds
            .eases
    };
    // Of 40 callbacks.
    for (failed, expected) in [(9, false), (6, false), (5, true), (1, true)] {
        assert_eq!(eases(easing.clone(), failed), expected, "{failed}");
        assert!(!eases(when.clone(), failed), "{failed}");
    }
}
