//! History gives back exactly what was read, and stays small.

use std::{sync::Arc, time::Duration};

use proptest::{collection::vec, option, prelude::*, sample::select};
use vigia_core::{
    alerts::PollOutcome,
    metrics::{
        AgentName, Channel, Facts, Metric, Quantity, ReadFailure, ReadGap, Reading, Report, Scope,
        SkillId, SkillSelection,
        facts::{
            Abandonment, AgentHolds, ChannelService, Durations, Holds, LengthCalls, SecondsRange,
            ServiceLevel, SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
        },
    },
};

use crate::store::{
    made::{HOUR, ask, at, norte, open, poll, service_level, snapshot},
    sizes::largest_value,
};

fn count() -> impl Strategy<Value = Option<u64>> {
    option::of(prop_oneof![9 => 0..5_000_u64, 1 => any::<u64>()])
}

fn amount() -> impl Strategy<Value = Option<f64>> {
    let delivered = (-100_000..10_000_000_i32).prop_map(|number| f64::from(number) / 100.0);
    option::of(prop_oneof![9 => delivered, 1 => prop::num::f64::NORMAL])
}

fn time() -> impl Strategy<Value = Option<Duration>> {
    option::of(prop_oneof![
        5 => (0..90_000_u64).prop_map(Duration::from_secs),
        4 => (0..9_000_000_u64).prop_map(|hundredths| Duration::from_millis(hundredths * 10)),
        1 => any::<Duration>(),
    ])
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => select(vec!["inbound", "LUCÍA PEÑA", "BRAYAN  OSPINA", "", "TOTAL"])
            .prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn wait() -> impl Strategy<Value = SecondsRange> {
    prop_oneof![
        5 => any::<(u32, u32)>().prop_map(|(from, to)| SecondsRange::Between(from, to)),
        1 => any::<u32>().prop_map(SecondsRange::AtLeast),
        1 => name().prop_map(SecondsRange::Other),
    ]
}

fn skill_abandons() -> impl Strategy<Value = SkillAbandons> {
    let calls = (wait(), count()).prop_map(|(wait, calls)| WaitCalls { wait, calls });
    (
        option::of(0..9_u64),
        option::of(name()),
        count(),
        vec(calls, 0..4),
    )
        .prop_map(|(skill, name, abandoned, by_wait)| SkillAbandons {
            skill: skill.map(SkillId),
            name,
            abandoned,
            by_wait,
        })
}

fn channel_service() -> impl Strategy<Value = ChannelService> {
    let calls = (count(), count(), count());
    let shares = (amount(), amount(), amount(), amount());
    (name(), calls, shares, time(), time()).prop_map(|(channel, calls, shares, asa, ata)| {
        ChannelService {
            channel: Channel::new(channel),
            offered: calls.0,
            answered: calls.1,
            abandoned: calls.2,
            within_10s: shares.0,
            within_20s: shares.1,
            within_30s: shares.2,
            abandon_rate: shares.3,
            asa,
            ata,
        }
    })
}

fn smart_hold() -> impl Strategy<Value = SkillSmartHold> {
    let counts = (count(), count(), count(), count(), count());
    (any::<u64>(), counts, amount()).prop_map(|(skill, counts, service_level_up)| SkillSmartHold {
        skill: SkillId(skill),
        treated: counts.0,
        declined: counts.1,
        accepted: counts.2,
        failed: counts.3,
        reached: counts.4,
        service_level_up,
    })
}

fn length_calls() -> impl Strategy<Value = LengthCalls> {
    let length = prop_oneof![
        any::<(u32, u32)>().prop_map(|(from, to)| SecondsRange::Between(from, to)),
        any::<u32>().prop_map(SecondsRange::AtLeast),
        name().prop_map(SecondsRange::Other),
    ];
    (length, count(), amount(), amount(), amount()).prop_map(
        |(length, calls, minutes, cost, share)| LengthCalls {
            length,
            calls,
            minutes,
            cost,
            share,
        },
    )
}

fn agent_holds() -> impl Strategy<Value = AgentHolds> {
    (name(), count(), time(), time(), time()).prop_map(|(agent, uses, hold, mute, total)| {
        AgentHolds {
            agent: AgentName::new(agent),
            uses,
            hold,
            mute,
            total,
        }
    })
}

fn facts() -> impl Strategy<Value = Facts> {
    prop_oneof![
        (vec(skill_abandons(), 0..5), option::of(skill_abandons()))
            .prop_map(|(skills, all)| Facts::Abandonment(Abandonment { skills, all })),
        vec(channel_service(), 0..5)
            .prop_map(|channels| Facts::ServiceLevel(ServiceLevel { channels })),
        vec(smart_hold(), 0..5).prop_map(|skills| Facts::SmartHold(SmartHold { skills })),
        (vec(length_calls(), 0..5), option::of(length_calls()))
            .prop_map(|(lengths, total)| Facts::Durations(Durations { lengths, total })),
        (vec(agent_holds(), 0..5), option::of(agent_holds()))
            .prop_map(|(agents, total)| Facts::Holds(Holds { agents, total })),
    ]
}

/// A poll's answers: facts, and gaps of any report, for all skills and for single ones.
fn answers() -> impl Strategy<Value = Vec<(Report, SkillSelection, Result<Arc<Facts>, ReadGap>)>> {
    let gap = prop_oneof![
        Just(ReadGap::NoData),
        select(ReadFailure::ALL).prop_map(ReadGap::Failed)
    ];
    let outcome = prop_oneof![
        5 => facts().prop_map(|facts| (facts.report(), Ok(Arc::new(facts)))),
        1 => (select(Report::ALL.to_vec()), gap).prop_map(|(report, gap)| (report, Err(gap))),
    ];
    let skills = prop_oneof![
        Just(SkillSelection::All),
        (0..3_u64).prop_map(|skill| SkillSelection::One(SkillId(skill)))
    ];
    vec((outcome, skills), 0..12).prop_map(|answers| {
        let answer = |((report, outcome), skills)| (report, skills, outcome);
        answers.into_iter().map(answer).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_report_comes_back_exactly_as_it_was_read(polls in vec(answers(), 1..10)) {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path());
        let mut written = Vec::new();
        for (number, answers) in (0..).zip(polls) {
            let readings = answers.into_iter().map(|(report, skills, outcome)| Reading {
                ask: ask(report, skills, number),
                outcome,
            });
            let poll = snapshot(number, readings.collect());
            store.commit(&poll, &PollOutcome::default()).unwrap();
            written.extend(poll.readings);
        }
        drop(store);
        let store = open(folder.path());
        for report in Report::ALL {
            let read = store.readings(&norte(), report, HOUR, at(0)..at(10)).unwrap();
            let written = written.iter().filter(|reading| reading.ask.report == report);
            prop_assert_eq!(read.iter().collect::<Vec<_>>(), written.collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_series_follows_its_scope_and_leaves_gaps_out() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let skill = SkillSelection::One(SkillId(7));
    for number in 0..4 {
        let mut poll = poll(number, 100 + number.unsigned_abs());
        poll.readings.push(Reading {
            ask: ask(Report::ServiceLevel, skill, number),
            outcome: match number {
                1 => Err(ReadGap::NoData),
                2 => Err(ReadGap::Failed(ReadFailure::TimedOut)),
                _ => Ok(Arc::new(service_level(number.unsigned_abs()))),
            },
        });
        store.commit(&poll, &PollOutcome::default()).unwrap();
    }
    let series = |scope: &Scope, range| {
        store
            .series(&norte(), Metric::CallsOffered, scope, HOUR, range)
            .unwrap()
            .into_iter()
            .map(|(time, sample)| (time, sample.value))
            .collect::<Vec<_>>()
    };
    let of_skill = series(&Scope::Skill(SkillId(7)), at(0)..at(4));
    assert_eq!(
        of_skill,
        [(at(0), Quantity::Count(0)), (at(3), Quantity::Count(3))]
    );
    let of_all = series(&Scope::Operation, at(1)..at(3));
    assert_eq!(
        of_all,
        [(at(1), Quantity::Count(101)), (at(2), Quantity::Count(102))]
    );
    assert_eq!(series(&Scope::Skill(SkillId(8)), at(0)..at(4)), []);
    assert_eq!(series(&Scope::Operation, at(3)..at(1)), []);
}

#[test]
fn a_series_of_a_skill_is_found_in_the_report_of_all_skills() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for number in 0..3_i64 {
        let row = |skill: u64, failed: u64| SkillSmartHold {
            skill: SkillId(skill),
            treated: None,
            declined: None,
            accepted: None,
            failed: Some(failed),
            reached: None,
            service_level_up: None,
        };
        let facts = Facts::SmartHold(SmartHold {
            skills: vec![row(7, number.unsigned_abs()), row(8, 50)],
        });
        let reading = Reading {
            ask: ask(Report::SmartHold, SkillSelection::All, number),
            outcome: Ok(Arc::new(facts)),
        };
        let poll = snapshot(number, vec![reading]);
        store.commit(&poll, &PollOutcome::default()).unwrap();
    }
    let failed = |scope| {
        let metric = Metric::SmartHoldRecallFail;
        let series = store.series(&norte(), metric, &scope, HOUR, at(1)..at(3));
        let values = series.unwrap().into_iter();
        values.map(|(_, sample)| sample.value).collect::<Vec<_>>()
    };
    let counts = |counts: [u64; 2]| counts.map(Quantity::Count);
    assert_eq!(failed(Scope::Skill(SkillId(7))), counts([1, 2]));
    assert_eq!(failed(Scope::Operation), counts([51, 52]));
    assert_eq!(failed(Scope::Skill(SkillId(9))), []);
}

#[test]
fn a_series_of_two_reports_joins_what_both_said_at_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let skill = SkillId(7);
    let waits = |short: u64| {
        let range = |wait, calls| WaitCalls {
            wait,
            calls: Some(calls),
        };
        Facts::Abandonment(Abandonment {
            skills: vec![SkillAbandons {
                skill: Some(skill),
                name: None,
                abandoned: Some(short + 40),
                by_wait: vec![
                    range(SecondsRange::Between(0, 10), short),
                    range(SecondsRange::AtLeast(11), 40),
                ],
            }],
            all: None,
        })
    };
    // Half of the calls are abandoned.
    for (number, offered, short) in [
        (0, Some(100), Some(10)),
        (1, Some(100), None),
        (2, None, Some(10)),
        (3, Some(120), Some(20)),
        (4, Some(100), Some(11)),
    ] {
        let reading = |report, skills, facts| Reading {
            ask: ask(report, skills, number),
            outcome: Ok(Arc::new(facts)),
        };
        let one = SkillSelection::One(skill);
        let calls =
            offered.map(|offered| reading(Report::ServiceLevel, one, service_level(offered)));
        let waits =
            short.map(|short| reading(Report::Abandonment, SkillSelection::All, waits(short)));
        let poll = snapshot(number, calls.into_iter().chain(waits).collect());
        store.commit(&poll, &PollOutcome::default()).unwrap();
    }
    let metric = Metric::AbandonRateExclShort;
    let scope = Scope::Skill(skill);
    let series = store.series(&norte(), metric, &scope, HOUR, at(0)..at(9));
    let told: Vec<_> = series
        .unwrap()
        .into_iter()
        .map(|(time, sample)| (time, sample.part, sample.of))
        .collect();
    assert_eq!(
        told,
        [(at(0), Some(40), Some(90)), (at(3), Some(40), Some(100))]
    );
    let of_the_bot = store.series(
        &norte(),
        Metric::FeedAge,
        &Scope::Operation,
        HOUR,
        at(0)..at(9),
    );
    assert_eq!(of_the_bot.unwrap(), []);
}

#[test]
fn a_report_of_60_000_rows_is_kept_in_small_values() {
    let folder = tempfile::tempdir().unwrap();
    let agents = (0..60_000_u64).map(|number| AgentHolds {
        agent: AgentName::new(format!("AGENTE NÚMERO {number}")),
        uses: Some(number * 7_919 % 90),
        hold: Some(Duration::from_secs(number * 104_729 % 3_000)),
        mute: None,
        total: Some(Duration::from_secs(number * 15_485_863 % 4_000)),
    });
    let facts = Facts::Holds(Holds {
        agents: agents.collect(),
        total: None,
    });
    let reading = Reading {
        ask: ask(Report::Holds, SkillSelection::All, 1),
        outcome: Ok(Arc::new(facts)),
    };
    let store = open(folder.path());
    let poll = snapshot(1, vec![reading]);
    store.commit(&poll, &PollOutcome::default()).unwrap();
    drop(store);

    let store = open(folder.path());
    let read = store
        .readings(&norte(), Report::Holds, HOUR, at(0)..at(2))
        .unwrap();
    assert!(read == poll.readings);
    drop(store);
    assert!(largest_value(folder.path()) < 64 * 1024);
    let blobs = folder.path().join("blobs").read_dir().unwrap();
    assert_eq!(blobs.count(), 0, "sled never deletes a blob");
}
