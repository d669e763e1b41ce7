//! What holds of every condition, every usual value and every sample.

use proptest::{option, prelude::*, sample::select};

use super::*;

/// The condition, the usual, and the samples of one kind from 0 up.
fn cases() -> impl Strategy<Value = (UnusualCondition, UsualValue, Vec<Sample>)> {
    let metrics = vec![
        Metric::SmartHoldRecallFail,
        Metric::CallsAnswered,
        Metric::AbandonRate,
        Metric::ServiceLevel20s,
        Metric::Asa,
        Metric::HoldTotal,
        Metric::CdrCost,
    ];
    let terms = (
        option::of(select(vec![Side::Above, Side::Below])),
        (option::of(1.0..4.0_f64), option::of(4.0..9.0_f64)),
        option::of(1.0..3.0_f64),
        option::of(0.0..1.0_f64),
    );
    (
        select(metrics),
        terms,
        (0.0..130.0_f64, 0.0..30.0_f64),
        1..400_u64,
    )
        .prop_map(
            |(metric, (side, (warning, critical), ratio, recover), (median, spread), of)| {
                let terms = UnusualTerms {
                    side,
                    warning,
                    critical,
                    ratio,
                    recover,
                    ..UnusualTerms::default()
                };
                let percent = metric.unit() == Unit::Percent;
                let samples = (0..=if percent { of } else { 400 })
                    .map(|value| match metric.unit() {
                        Unit::Count => count(value),
                        Unit::Percent => share(value, of),
                        Unit::Duration => time(value, metric.out_of().map(|_| of)),
                        Unit::Money => Sample {
                            value: Quantity::of_scalar(Unit::Money, count(value).value.scalar())
                                .unwrap(),
                            ..count(0)
                        },
                    })
                    .collect();
                let median = if percent {
                    median.min(100.0)
                } else {
                    (median * 2.0).round() / 2.0
                };
                (unusual(metric, terms), usual(median, spread), samples)
            },
        )
}

fn badness(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Clear => 0,
        Verdict::Between => 1,
        WARNING => 2,
        CRITICAL => 3,
        Verdict::TooFew | Verdict::Missing | Verdict::Asleep => 9,
    }
}

proptest! {
    #[test]
    fn a_more_extreme_value_never_gets_a_milder_verdict((condition, usual, samples) in cases()) {
        let mut verdicts: Vec<u8> = samples
            .iter()
            .map(|sample| badness(condition.judge(sample, Some(&usual)).0))
            .collect();
        if condition.side() == Side::Below {
            verdicts.reverse();
        }
        prop_assert!(verdicts.is_sorted(), "{verdicts:?}");
    }

    #[test]
    fn the_limits_told_are_those_of_the_verdict((condition, usual, samples) in cases()) {
        for sample in samples {
            let (verdict, limits) = condition.judge(&sample, Some(&usual));
            let is_past = |limit: Option<Quantity>| limit.is_some_and(|limit| {
                condition.side().is_past(sample.value.scalar(), limit.scalar())
            });
            let told = if is_past(limits.critical) {
                Some(Severity::Critical)
            } else {
                is_past(limits.warning).then_some(Severity::Warning)
            };
            let judged = match verdict {
                Verdict::Breach(severity) => Some(severity),
                Verdict::Between | Verdict::Clear => None,
                Verdict::TooFew | Verdict::Missing | Verdict::Asleep => {
                    return Err(TestCaseError::fail("no verdict"));
                }
            };
            prop_assert_eq!(told, judged);
            // The usual value itself is no breach.
            let offset = sample.value.scalar() - usual.median;
            let is_good = match condition.side() {
                Side::Above => offset <= 0.0,
                Side::Below => offset >= 0.0,
            };
            prop_assert!(!is_good || verdict == Verdict::Clear);
        }
    }
}
