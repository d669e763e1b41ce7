//! The limits, and what contradicts itself.

use super::*;
use Verdict::{Between, Breach, Clear};

#[expect(
    clippy::unnecessary_wraps,
    reason = "the limits of a threshold are optional"
)]
fn percent(value: f64) -> Option<Quantity> {
    Some(Quantity::Percent(value))
}

fn share(part: u64, of: u64) -> Sample {
    Sample {
        value: Quantity::share(part, of).unwrap(),
        part: Some(part),
        of: Some(of),
    }
}

#[test]
fn a_limit_is_passed_by_more_than_the_limit() {
    let rule = Threshold::new(
        Metric::AbandonRate,
        Side::Above,
        percent(5.0),
        percent(10.0),
        percent(4.0),
        None,
    )
    .unwrap();
    for (part, verdict) in [
        (3, Clear),
        (4, Between),
        (5, Between),
        (6, Breach(Severity::Warning)),
        (10, Breach(Severity::Warning)),
        (11, Breach(Severity::Critical)),
    ] {
        assert_eq!(rule.judge(&share(part, 100)), verdict, "{part} of 100");
    }
}

#[test]
fn with_confidence_a_handful_of_calls_proves_nothing() {
    let rule = Threshold::new(
        Metric::AbandonRate,
        Side::Above,
        percent(5.0),
        None,
        None,
        Confidence::new(95.0),
    )
    .unwrap();
    assert_eq!(rule.judge(&share(2, 20)), Between);
    assert_eq!(rule.judge(&share(3, 20)), Breach(Severity::Warning));
    assert_eq!(rule.judge(&share(1, 20)), Clear);
}

#[test]
fn a_goal_from_below_is_judged_by_the_upper_bound() {
    let rule = Threshold::new(
        Metric::ServiceLevel20s,
        Side::Below,
        percent(80.0),
        None,
        None,
        Confidence::new(95.0),
    )
    .unwrap();
    assert_eq!(rule.judge(&share(21, 30)), Between);
    assert_eq!(rule.judge(&share(19, 30)), Breach(Severity::Warning));
}

#[test]
fn limits_that_contradict_each_other_make_no_rule() {
    let new = |warning, critical, recover| {
        Threshold::new(
            Metric::AbandonRate,
            Side::Above,
            warning,
            critical,
            recover,
            None,
        )
        .unwrap_err()
    };
    assert_eq!(new(None, None, None), ThresholdError::NoLimit);
    assert_eq!(
        new(percent(10.0), percent(5.0), None),
        ThresholdError::Order
    );
    assert_eq!(
        new(percent(5.0), None, percent(6.0)),
        ThresholdError::Recovery
    );
    assert!(matches!(
        new(Some(Quantity::Count(5)), None, None),
        ThresholdError::Unit { .. }
    ));
}

#[test]
fn what_was_critical_eases_past_a_limit_of_its_own() {
    let both = |recover| {
        let (warning, critical) = (percent(5.0), percent(10.0));
        let metric = Metric::AbandonRate;
        Threshold::new(metric, Side::Above, warning, critical, recover, None).unwrap()
    };
    let ease = |rule: Threshold, limit| rule.easing(Metric::AbandonRate, Quantity::Percent(limit));
    assert!(!both(percent(4.0)).eases(&share(0, 100)));
    let rule = ease(both(percent(4.0)), 8.0).unwrap();
    assert!(!rule.eases(&share(8, 100)));
    assert!(rule.eases(&share(7, 100)));
    assert_eq!(rule.judge(&share(7, 100)), Breach(Severity::Warning));
    assert_eq!(ease(both(None), 11.0), Err(ThresholdError::Recovery));
    assert_eq!(
        ease(both(percent(4.0)), 3.0),
        Err(ThresholdError::EasingOrder)
    );
    assert_eq!(ease(both(None), 4.5), Err(ThresholdError::EasingOrder));
    let one = Threshold::new(
        Metric::AbandonRate,
        Side::Above,
        None,
        percent(10.0),
        None,
        None,
    );
    assert_eq!(ease(one.unwrap(), 8.0), Err(ThresholdError::OneSeverity));
}
