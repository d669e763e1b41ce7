//! The metrics of two reports, by hand, and where the two do not agree.

use super::*;
/// 1,000 answered and 60 abandoned, of whom 860 and 20 within 20 s, and 10 within 10 s.
fn calls(offered: u64, answered: u64, abandoned: u64, within_20s: f64) -> Facts {
    Facts::ServiceLevel(ServiceLevel {
        channels: vec![ChannelService {
            channel: Channel::inbound(),
            offered: Some(offered),
            answered: Some(answered),
            abandoned: Some(abandoned),
            within_10s: None,
            within_20s: Some(within_20s),
            within_30s: None,
            abandon_rate: None,
            asa: None,
            ata: None,
        }],
    })
}

fn day() -> Facts {
    calls(1_060, 1_000, 60, 81.13)
}

fn waits() -> Facts {
    abandonment(vec![
        abandons(Some(12), 60, [10, 10, 20, 10, 5, 5]),
        abandons(Some(15), 9, [9, 0, 0, 0, 0, 0]),
    ])
}

fn of(metric: Metric, scope: &Scope, facts: &[&Facts]) -> Option<(u64, u64)> {
    let at_hand: FactSet<'_> = facts.iter().copied().collect();
    let sample = sample(metric, scope, at_hand)?;
    sample.part.zip(sample.of)
}

const BOTH: [Metric; 6] = [
    Metric::AbandonRateExclShort,
    Metric::AbandonAfterThresholdRate,
    Metric::ServiceLevel20sV2,
    Metric::ServiceLevel20sV3,
    Metric::ServiceLevel20sV4,
    Metric::ServiceLevel20sV5,
];

#[test]
fn one_day_reads_differently_by_each_variant() {
    let (day, waits) = (day(), waits());
    let told = BOTH.map(|metric| of(metric, &TWELVE, &[&waits, &day]));
    assert_eq!(
        told,
        [
            (50, 1_050),
            (40, 1_060),
            (860, 1_000),
            (860, 1_050),
            (860, 1_040),
            (880, 1_060),
        ]
        .map(Some)
    );
    let all = calls(1_069, 1_000, 69, 80.45);
    let rate = of(
        Metric::AbandonRateExclShort,
        &Scope::Operation,
        &[&all, &waits],
    );
    assert_eq!(rate, Some((50, 1_050)), "the sum of the skills");
}

#[test]
fn reports_that_do_not_agree_give_no_figure() {
    let (day, waits) = (day(), waits());
    let off_by_one = calls(1_060, 999, 61, 81.13);
    let ranges = abandonment(vec![abandons(Some(12), 60, [10, 10, 20, 10, 5, 4])]);
    let other = abandonment(vec![abandons(Some(15), 60, [10, 10, 20, 10, 5, 5])]);
    for metric in BOTH {
        for facts in [
            [&waits, &off_by_one],
            [&ranges, &day],
            [&other, &day],
            [&day, &day],
            [&waits, &waits],
        ] {
            assert_eq!(of(metric, &TWELVE, &facts), None, "{metric}");
        }
        let channel = Scope::Channel(Channel::inbound());
        assert_eq!(of(metric, &channel, &[&waits, &day]), None, "{metric}");
        let index = FactIndex::new(&waits);
        assert!(samples(metric, &waits).is_empty(), "{metric}");
        let indexed = FactSet::from(&day).and_indexed(&waits, &index);
        let found = sample(metric, &TWELVE, indexed);
        assert_eq!(
            found.map(|sample| sample.of),
            of(metric, &TWELVE, &[&waits, &day]).map(|(_, of)| Some(of))
        );
    }
}

#[test]
fn a_skill_that_lost_nobody_needs_no_row_by_wait() {
    let (good, waits) = (calls(50, 50, 0, 90.0), waits());
    let seven = Scope::Skill(SkillId(7));
    for facts in [&[&good][..], &[&good, &waits]] {
        let told = |metric| of(metric, &seven, facts);
        assert_eq!(told(Metric::AbandonRateExclShort), Some((0, 50)));
        assert_eq!(told(Metric::AbandonAfterThresholdRate), Some((0, 50)));
        assert_eq!(told(Metric::ServiceLevel20sV4), Some((45, 50)));
    }
    let of_twelve = of(Metric::AbandonRateExclShort, &TWELVE, &[&good, &waits]);
    assert_eq!(of_twelve, None, "the one says none, the other sixty");
    let channel = Scope::Channel(Channel::inbound());
    let of_channel = of(Metric::AbandonRateExclShort, &channel, &[&good]);
    assert_eq!(of_channel, None, "waits are not told by channel");
}

#[test]
fn a_figure_that_is_more_than_all_is_none() {
    // wolkvox books a call that another skill answered, perhaps.
    let odd = calls(50, 30, 0, 90.0);
    assert_eq!(of(Metric::ServiceLevel20sV2, &TWELVE, &[&odd]), None);
    assert_eq!(of(Metric::ServiceLevel20sV5, &TWELVE, &[&odd]), None);
}
