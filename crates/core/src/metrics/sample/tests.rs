//! Each metric against a calculation by hand, and against odd reports.

mod durations;
mod feed;
mod holds;
mod queue;

use std::time::Duration;

use super::{FactIndex, FactSet};
use crate::metrics::{
    AgentName, Channel, Facts, Metric, Quantity, Report, Sample, Scope, SkillId,
    facts::{
        Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, SecondsRange,
        ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
    },
    sample, samples,
};

const TWELVE: Scope = Scope::Skill(SkillId(12));

fn service_level() -> Facts {
    Facts::ServiceLevel(ServiceLevel {
        channels: vec![ChannelService {
            channel: Channel::inbound(),
            offered: Some(370),
            answered: Some(364),
            abandoned: Some(6),
            within_10s: Some(71.35),
            within_20s: Some(86.49),
            within_30s: None,
            abandon_rate: Some(1.62),
            asa: Some(Duration::from_millis(14_270)),
            ata: Some(Duration::from_millis(38_500)),
        }],
    })
}

fn abandons(skill: Option<u64>, abandoned: u64, calls: [u64; 6]) -> SkillAbandons {
    let waits = [
        SecondsRange::Between(0, 10),
        SecondsRange::Between(11, 20),
        SecondsRange::Between(21, 30),
        SecondsRange::Between(31, 40),
        SecondsRange::Between(41, 50),
        SecondsRange::AtLeast(51),
    ];
    SkillAbandons {
        skill: skill.map(SkillId),
        name: None,
        abandoned: Some(abandoned),
        by_wait: waits
            .into_iter()
            .zip(calls)
            .map(|(wait, calls)| WaitCalls {
                wait,
                calls: Some(calls),
            })
            .collect(),
    }
}

fn abandonment(skills: Vec<SkillAbandons>) -> Facts {
    Facts::Abandonment(Abandonment { skills, all: None })
}

fn callbacks(skill: u64, figures: [u64; 5]) -> SkillSmartHold {
    let [treated, accepted, declined, reached, failed] = figures.map(Some);
    SkillSmartHold {
        skill: SkillId(skill),
        treated,
        declined,
        accepted,
        failed,
        reached,
        service_level_up: Some(4.25),
    }
}

fn smart_hold(skills: Vec<SkillSmartHold>) -> Facts {
    Facts::SmartHold(SmartHold { skills })
}

fn agent(name: &str, uses: u64, hold: u64, mute: u64, total: u64) -> AgentHolds {
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    AgentHolds {
        agent: AgentName::new(name),
        uses: Some(uses),
        hold: seconds(hold),
        mute: seconds(mute),
        total: seconds(total),
    }
}

fn agent_holds(agents: Vec<AgentHolds>) -> Facts {
    Facts::Holds(Holds {
        agents,
        total: None,
    })
}

fn length(length: SecondsRange, calls: u64, minutes: f64, cost: f64) -> LengthCalls {
    LengthCalls {
        length,
        calls: Some(calls),
        minutes: Some(minutes),
        cost: Some(cost),
        share: None,
    }
}

fn lengths() -> Vec<LengthCalls> {
    vec![
        length(SecondsRange::Between(0, 5), 112, 9.33, 0.0),
        length(SecondsRange::Between(6, 20), 304, 71.2, 1_424.0),
        length(SecondsRange::Between(21, 60), 521, 338.65, 6_773.0),
        length(SecondsRange::Between(61, 120), 298, 447.1, 8_942.0),
        length(SecondsRange::AtLeast(121), 415, 2_016.88, 40_337.6),
    ]
}

fn call_durations(lengths: Vec<LengthCalls>) -> Facts {
    Facts::Durations(Durations {
        lengths,
        total: None,
    })
}

fn of_operation(metric: Metric, facts: &Facts) -> Option<Sample> {
    sample(metric, &Scope::Operation, facts)
}

/// `k of n`, which is all that there is to a share.
fn parts(sample: Option<Sample>) -> Option<(u64, u64)> {
    sample.and_then(|sample| sample.part.zip(sample.of))
}

#[expect(clippy::unnecessary_wraps, reason = "a sample may be missing")]
fn things(things: u64, of: Option<u64>) -> Option<Sample> {
    Some(Sample {
        value: Quantity::Count(things),
        part: None,
        of,
    })
}

#[expect(clippy::unnecessary_wraps, reason = "a sample may be missing")]
fn lasting(milliseconds: u64, of: Option<u64>) -> Option<Sample> {
    Some(Sample {
        value: Quantity::Duration(Duration::from_millis(milliseconds)),
        part: None,
        of,
    })
}

#[test]
fn every_metric_has_a_figure_in_a_complete_report_of_its_own_and_in_no_other() {
    let facts = [
        abandonment(vec![abandons(Some(12), 37, [9, 6, 4, 3, 2, 13])]),
        service_level(),
        smart_hold(vec![callbacks(12, [48, 26, 17, 19, 5])]),
        call_durations(lengths()),
        agent_holds(vec![agent("ANA", 14, 1_297, 185, 1_482)]),
    ];
    for metric in Metric::ALL {
        for facts in &facts {
            let figure = of_operation(metric, facts);
            let known = [facts.report()] == *metric.reports() && metric != Metric::ServiceLevel30s;
            assert_eq!(figure.is_some(), known, "{metric} of {}", facts.report());
            if let Some(figure) = figure {
                assert_eq!(figure.value.unit(), metric.unit(), "{metric}");
                assert_eq!(figure.of.is_some(), metric.out_of().is_some(), "{metric}");
                assert_eq!(figure.part.is_some(), metric.is_counted_share(), "{metric}");
            }
        }
    }
}

#[test]
fn a_rate_carries_k_of_n() {
    let rate = of_operation(Metric::AbandonRate, &service_level()).unwrap();
    assert_eq!((rate.part, rate.of), (Some(6), Some(370)));
    assert!((rate.value.scalar() - 1.6216).abs() < 0.001);
}

#[test]
fn the_calls_behind_a_service_level_are_recovered() {
    let level = sample(Metric::ServiceLevel20s, &TWELVE, &service_level());
    assert_eq!(parts(level), Some((320, 370)));
}

#[test]
fn a_figure_that_is_missing_is_no_sample() {
    let facts = service_level();
    assert_eq!(of_operation(Metric::ServiceLevel30s, &facts), None);
    let chat = Scope::Channel(Channel::new("chat-web"));
    assert_eq!(sample(Metric::AbandonRate, &chat, &facts), None);
}

#[test]
fn the_wait_of_all_weighs_each_wait_by_its_own_calls() {
    let wait = |answered, abandoned, asa: Option<u64>, ata: Option<u64>| {
        let Facts::ServiceLevel(mut report) = service_level() else {
            panic!("another report");
        };
        let row = &mut report.channels[0];
        (row.answered, row.abandoned) = (answered, abandoned);
        (row.asa, row.ata) = (asa.map(Duration::from_secs), ata.map(Duration::from_secs));
        of_operation(Metric::QueueAvgWait, &Facts::ServiceLevel(report))
    };
    let both = wait(Some(90), Some(10), Some(20), Some(70));
    assert_eq!(both, lasting(25_000, Some(100)));
    assert_eq!(
        wait(Some(4), Some(0), Some(9), None),
        lasting(9_000, Some(4)),
        "nobody gave up, and the API sends nothing for it"
    );
    assert_eq!(wait(Some(4), Some(1), Some(9), None), None);
    assert_eq!(wait(Some(4), None, Some(9), Some(9)), None);
    assert_eq!(wait(Some(0), Some(0), Some(0), Some(0)), None);
}

#[test]
fn abandons_are_cut_after_10_20_and_50_seconds() {
    let facts = abandonment(vec![
        abandons(Some(12), 37, [9, 6, 4, 3, 2, 13]),
        abandons(Some(15), 3, [1, 0, 0, 0, 0, 2]),
    ]);
    for (metric, twelve, whole) in [
        (Metric::AbandonShortShare, 9, 10),
        (Metric::AbandonAfterThresholdShare, 22, 24),
        (Metric::AbandonLongShare, 13, 15),
    ] {
        let of_twelve = sample(metric, &TWELVE, &facts);
        assert_eq!(parts(of_twelve), Some((twelve, 37)), "{metric}");
        let of_all = of_operation(metric, &facts);
        assert_eq!(parts(of_all), Some((whole, 40)), "{metric}");
        assert_eq!(sample(metric, &Scope::Skill(SkillId(7)), &facts), None);
    }
}

#[test]
fn the_row_for_all_skills_is_not_added_to_the_skills() {
    let facts = Facts::Abandonment(Abandonment {
        skills: vec![abandons(Some(12), 37, [9, 6, 4, 3, 2, 13])],
        all: Some(abandons(None, 50, [10, 0, 0, 0, 0, 40])),
    });
    let short = of_operation(Metric::AbandonShortShare, &facts);
    assert_eq!(parts(short), Some((10, 50)));
}

#[test]
fn abandons_that_cannot_be_placed_have_no_share() {
    let row = || abandons(Some(12), 37, [9, 6, 4, 3, 2, 13]);
    let short = |row| {
        let facts = abandonment(vec![row, abandons(Some(15), 3, [1, 0, 0, 0, 0, 2])]);
        let of = |scope| parts(sample(Metric::AbandonShortShare, &scope, &facts));
        (of(TWELVE), of(Scope::Operation))
    };
    assert_eq!(short(row()), (Some((9, 37)), Some((10, 40))));
    let unknown = (None, None);
    let mut odd = row();
    odd.by_wait[5].wait = SecondsRange::Other("abandon_1min_2min".to_owned());
    assert_eq!(short(odd), unknown, "a range that nobody knows");
    let mut odd = row();
    odd.by_wait.remove(0);
    assert_eq!(short(odd), unknown, "a range that is not there");
    let mut odd = row();
    odd.by_wait[0].calls = None;
    assert_eq!(short(odd), unknown, "a range without calls");
    let mut odd = row();
    odd.by_wait[5].calls = None;
    assert_eq!(short(odd).0, Some((9, 37)), "it is not on this side");
    let mut odd = row();
    odd.abandoned = None;
    assert_eq!(short(odd), unknown, "no total");
    let mut odd = row();
    odd.abandoned = Some(8);
    assert_eq!(short(odd).0, None, "more in a range than in all");
    let none = abandons(Some(12), 0, [0; 6]);
    assert_eq!(short(none).0, None, "nothing of nothing");
}

#[test]
fn callbacks_are_counted_by_what_became_of_them() {
    let facts = smart_hold(vec![
        callbacks(12, [48, 26, 17, 19, 5]),
        callbacks(15, [3, 0, 3, 0, 0]),
    ]);
    let of_twelve = |metric| sample(metric, &TWELVE, &facts);
    assert_eq!(of_twelve(Metric::SmartHoldTreated), things(48, None));
    assert_eq!(
        parts(of_twelve(Metric::SmartHoldAcceptanceRate)),
        Some((26, 48))
    );
    assert_eq!(
        parts(of_twelve(Metric::SmartHoldUndecidedRate)),
        Some((5, 48))
    );
    assert_eq!(of_twelve(Metric::SmartHoldRecallFail), things(5, Some(24)));
    assert_eq!(
        parts(of_twelve(Metric::SmartHoldRecallFailRate)),
        Some((5, 24))
    );
    assert_eq!(
        parts(of_twelve(Metric::SmartHoldCompletionRate)),
        Some((19, 26))
    );
    assert_eq!(of_twelve(Metric::SmartHoldOpen), things(2, Some(26)));
    let rate = of_operation(Metric::SmartHoldAcceptanceRate, &facts);
    assert_eq!(parts(rate), Some((26, 51)));
    let fifteen = Scope::Skill(SkillId(15));
    let rate = sample(Metric::SmartHoldCompletionRate, &fifteen, &facts);
    assert_eq!(rate, None, "nobody accepted");
}

#[test]
fn callbacks_that_contradict_each_other_are_unknown() {
    let facts = smart_hold(vec![callbacks(12, [10, 8, 4, 9, 1])]);
    for metric in [
        Metric::SmartHoldUndecidedRate,
        Metric::SmartHoldCompletionRate,
        Metric::SmartHoldOpen,
    ] {
        assert_eq!(sample(metric, &TWELVE, &facts), None, "{metric}");
    }
    let mut row = callbacks(12, [48, 26, 17, 19, 5]);
    row.declined = None;
    let facts = smart_hold(vec![row, callbacks(15, [3, 0, 3, 0, 0])]);
    let undecided = of_operation(Metric::SmartHoldUndecidedRate, &facts);
    assert_eq!(undecided, None, "one row does not tell it");
    let treated = of_operation(Metric::SmartHoldTreated, &facts);
    assert_eq!(treated, things(51, None), "every row tells this");
    let nobody = of_operation(Metric::SmartHoldTreated, &smart_hold(Vec::new()));
    assert_eq!(nobody, None);
}

#[test]
fn all_rows_at_once_are_the_rows_one_by_one() {
    let reports = [
        abandonment(vec![
            abandons(Some(12), 37, [9, 6, 4, 3, 2, 13]),
            abandons(None, 9, [9, 0, 0, 0, 0, 0]),
            abandons(Some(15), 3, [1, 0, 0, 0, 0, 2]),
            abandons(Some(12), 1, [1, 0, 0, 0, 0, 0]),
            abandons(Some(7), 0, [0; 6]),
        ]),
        smart_hold(vec![
            callbacks(12, [48, 26, 17, 19, 5]),
            callbacks(7, [9; 5]),
        ]),
        agent_holds(vec![
            agent("ANA", 14, 1_297, 185, 1_482),
            agent("LUIS", 0, 0, 0, 0),
            agent("ANA", 1, 1, 1, 1),
        ]),
    ];
    let scopes: Vec<Scope> = [7, 12, 15, 99]
        .map(|skill| Scope::Skill(SkillId(skill)))
        .into_iter()
        .chain(["ANA", "LUIS", "EVA"].map(|name| Scope::Agent(AgentName::new(name))))
        .collect();
    for facts in &reports {
        let index = FactIndex::new(facts);
        for metric in Metric::ALL {
            let at_once = samples(metric, facts);
            for scope in &scopes {
                let by_itself = sample(metric, scope, facts);
                assert_eq!(at_once.get(scope).copied(), by_itself, "{metric} {scope}");
                let indexed = FactSet::default().and_indexed(facts, &index);
                let found = sample(metric, scope, indexed);
                assert_eq!(found, by_itself, "{metric} {scope}");
            }
            let known = at_once.len();
            let own = [facts.report()] == *metric.reports();
            assert_eq!(known > 0, own, "{metric} of {}", facts.report());
        }
    }
    assert!(samples(Metric::Asa, &service_level()).is_empty());
    assert_eq!(Report::ServiceLevel.scopes().len(), 3);
}

#[test]
fn figures_that_contradict_each_other_make_no_share() {
    let Facts::ServiceLevel(mut report) = service_level() else {
        panic!("another report");
    };
    report.channels[0].offered = Some(60);
    report.channels[0].abandoned = Some(90);
    let facts = Facts::ServiceLevel(report);
    let rate = |metric| sample(metric, &Scope::Operation, &facts);
    assert_eq!(rate(Metric::AbandonRate), None);
    assert_eq!(rate(Metric::AnswerRate), None, "364 of 60");
    assert_eq!(rate(Metric::AbandonCount).and_then(|it| it.part), None);
}
