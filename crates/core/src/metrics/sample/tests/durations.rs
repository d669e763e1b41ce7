//! Calls by length, minutes and cost.

use super::*;

#[test]
fn calls_of_every_length_add_up() {
    let facts = call_durations(lengths());
    let figure = |metric| of_operation(metric, &facts);
    assert_eq!(figure(Metric::CdrCalls), things(1_650, None));
    assert_eq!(figure(Metric::CdrMinutes), things(2_883, None));
    let money = |metric| figure(metric).map(|sample| (sample.value.scalar(), sample.of));
    let near = |metric, expected: f64, calls| {
        let (value, of) = money(metric).unwrap();
        assert!((value - expected).abs() < 1e-6, "{metric} is {value}");
        assert_eq!(of, calls, "{metric}");
    };
    near(Metric::CdrCost, 57_476.6, None);
    near(Metric::CdrCostPerCall, 57_476.6 / 1_650.0, Some(1_650));
    near(Metric::CdrCostPerMinute, 57_476.6 / 2_883.16, Some(1_650));
    near(
        Metric::CdrMinPerCall,
        2_883.16 * 60.0 / 1_650.0,
        Some(1_650),
    );
    assert_eq!(parts(figure(Metric::CallsShortShare)), Some((112, 1_650)));
    assert_eq!(parts(figure(Metric::CallsLongShare)), Some((415, 1_650)));
    assert_eq!(sample(Metric::CdrCalls, &TWELVE, &facts), None);
}

#[test]
fn odd_lengths_are_told_as_far_as_they_are_known() {
    let figure = |lengths: Vec<LengthCalls>, metric| {
        of_operation(
            metric,
            &Facts::Durations(Durations {
                lengths,
                total: None,
            }),
        )
    };
    let mut doubled = lengths();
    doubled[3].length = SecondsRange::Between(61, 121);
    assert_eq!(
        parts(figure(doubled, Metric::CallsLongShare)),
        Some((415, 1_650))
    );
    let mut unknown = lengths();
    unknown[2].length = SecondsRange::Other("21 s - 1 min".to_owned());
    assert_eq!(figure(unknown.clone(), Metric::CallsShortShare), None);
    assert_eq!(figure(unknown, Metric::CdrCalls), things(1_650, None));
    let short = vec![length(SecondsRange::Between(0, 5), 7, 0.0, 0.0)];
    assert_eq!(
        parts(figure(short.clone(), Metric::CallsLongShare)),
        Some((0, 7)),
        "a length without a row has no calls"
    );
    assert_eq!(figure(short.clone(), Metric::CdrCostPerMinute), None);
    let mut free = short;
    free[0].cost = None;
    assert_eq!(figure(free, Metric::CdrCostPerCall), None);
    let mut wild = lengths();
    wild[0].minutes = Some(f64::INFINITY);
    wild[1].cost = Some(-9e99);
    for metric in [
        Metric::CdrMinutes,
        Metric::CdrMinPerCall,
        Metric::CdrCost,
        Metric::CdrCostPerCall,
        Metric::CdrCostPerMinute,
    ] {
        assert_eq!(figure(wild.clone(), metric), None, "{metric}");
    }
    let total = length(SecondsRange::Other("TOTAL".to_owned()), 2_000, 3_000.4, 9.0);
    let facts = Facts::Durations(Durations {
        lengths: lengths(),
        total: Some(total),
    });
    assert_eq!(
        of_operation(Metric::CdrMinutes, &facts),
        things(3_000, None)
    );
    let short = of_operation(Metric::CallsShortShare, &facts);
    assert_eq!(parts(short), Some((112, 2_000)));
}
