//! Windows that widen while there are too few calls.

use super::*;
use crate::metrics::{
    Channel,
    facts::{ChannelService, ServiceLevel},
};

const MINUTE: Duration = Duration::from_secs(60);

/// Over half an hour, an hour or an hour and a half, of twenty calls or more.
fn patient(metric: Metric, of: ScopeSelection) -> Rule {
    Rule {
        window: MINUTE * 30,
        widens_to: Some(MINUTE * 90),
        at_least: Some(20),
        ..rule("a", metric, of, Quantity::Percent(5.0))
    }
}

/// So many calls of a skill over so many minutes, of which one in ten is abandoned.
fn calls(skill: u64, minutes: u32, offered: u64) -> Reading {
    let facts = Facts::ServiceLevel(ServiceLevel {
        channels: vec![ChannelService {
            channel: Channel::inbound(),
            offered: Some(offered),
            answered: Some(offered - offered / 10),
            abandoned: Some(offered / 10),
            within_10s: None,
            within_20s: None,
            within_30s: None,
            abandon_rate: None,
            asa: None,
            ata: None,
        }],
    });
    Reading {
        ask: about(skill, minutes),
        outcome: Ok(Arc::new(facts)),
    }
}

fn about(skill: u64, minutes: u32) -> ReportRequest {
    ReportRequest {
        report: Report::ServiceLevel,
        skills: SkillSelection::One(SkillId(skill)),
        window: TimeWindow::ending(DateTime::UNIX_EPOCH, MINUTE * minutes),
    }
}

fn poll(readings: Vec<Reading>) -> Snapshot {
    Snapshot {
        operation: OperationName::new("norte"),
        as_of: DateTime::UNIX_EPOCH,
        readings,
    }
}

#[test]
fn windows_double_up_to_the_longest() {
    let windows = |window: u32, longest: Option<u32>| {
        let rule = Rule {
            window: MINUTE * window,
            widens_to: longest.map(|longest| MINUTE * longest),
            ..patient(Metric::AbandonRate, ScopeSelection::Operation)
        };
        let minutes = rule.windows().map(|window| window.as_secs() / 60);
        minutes.collect::<Vec<_>>()
    };
    assert_eq!(windows(30, Some(120)), [30, 60, 120]);
    assert_eq!(windows(30, Some(90)), [30, 60, 90]);
    assert_eq!(windows(30, None), [30]);
    assert_eq!(windows(60, Some(30)), [60], "no longer than it is");
}

#[test]
fn only_the_skills_of_too_few_calls_are_asked_for_longer_windows() {
    let rules = rules(vec![patient(
        Metric::AbandonRate,
        ScopeSelection::EverySkill,
    )]);
    let skills = skills([1, 2, 3, 4]);
    let mut read = vec![
        calls(1, 30, 200),
        calls(2, 30, 12),
        calls(3, 30, 3),
        Reading {
            outcome: Err(ReadGap::Failed(ReadFailure::TimedOut)),
            ..calls(4, 30, 0)
        },
    ];
    let lacks = |read: &Vec<Reading>| {
        let snapshot = poll(read.clone());
        further_requests(&rules, &JudgeInput::new(&skills, &snapshot, Tz::UTC))
    };
    assert_eq!(lacks(&read), [about(2, 60), about(3, 60)]);
    read.extend([calls(2, 60, 30), calls(3, 60, 5)]);
    assert_eq!(lacks(&read), [about(3, 90)]);
    read.push(calls(3, 90, 9));
    assert_eq!(lacks(&read), []);

    let snapshot = poll(read);
    let judgements = judge(&rules, &JudgeInput::new(&skills, &snapshot, Tz::UTC));
    let breach = Verdict::Breach(Severity::Warning);
    let told: Vec<_> = judgements
        .iter()
        .map(|one| (one.window.length() / 60, one.verdict, one.sample.is_some()))
        .map(|(minutes, verdict, known)| (minutes.as_secs(), verdict, known))
        .collect();
    assert_eq!(
        told,
        [
            (30, breach, true),
            (60, breach, true),
            (90, Verdict::TooFew, true),
            (30, Verdict::Missing, false),
        ]
    );
}

#[test]
fn a_longer_window_that_cannot_be_read_leaves_too_few() {
    let rules = rules(vec![patient(
        Metric::AbandonRate,
        ScopeSelection::EverySkill,
    )]);
    let skills = skills([2]);
    let failed = Reading {
        outcome: Err(ReadGap::Failed(ReadFailure::TimedOut)),
        ..calls(2, 60, 0)
    };
    let snapshot = poll(vec![calls(2, 30, 12), failed]);
    let look = JudgeInput::new(&skills, &snapshot, Tz::UTC);
    assert_eq!(further_requests(&rules, &look), []);
    let judgements = judge(&rules, &look);
    assert_eq!(judgements[0].verdict, Verdict::TooFew);
    assert_eq!(judgements[0].window.length(), MINUTE * 30);
}

#[test]
fn a_report_of_many_skills_is_asked_again_where_one_of_them_has_too_few() {
    let rules = rules(vec![patient(
        Metric::SmartHoldRecallFailRate,
        ScopeSelection::EverySkill,
    )]);
    let ask = |minutes: u32| ReportRequest {
        report: Report::SmartHold,
        skills: SkillSelection::All,
        window: TimeWindow::ending(DateTime::UNIX_EPOCH, MINUTE * minutes),
    };
    let reading = |minutes, skills: Vec<SkillSmartHold>| Reading {
        ask: ask(minutes),
        outcome: Ok(Arc::new(Facts::SmartHold(SmartHold { skills }))),
    };
    let few = SkillSmartHold {
        failed: Some(1),
        reached: Some(5),
        ..failures(2, 0)
    };
    let known = skills([1, 2, 3]);
    let mut read = vec![reading(30, vec![failures(1, 9), few])];
    let lacks = |read: &Vec<Reading>| {
        further_requests(
            &rules,
            &JudgeInput::new(&known, &poll(read.clone()), Tz::UTC),
        )
    };
    assert_eq!(
        lacks(&read),
        [ask(60)],
        "the third has no row, and none is missed"
    );
    read.push(reading(60, vec![failures(1, 0), failures(2, 9)]));
    assert_eq!(lacks(&read), []);
    let snapshot = poll(read);
    let judgements = judge(&rules, &JudgeInput::new(&known, &snapshot, Tz::UTC));
    let breach = Verdict::Breach(Severity::Warning);
    let told: Vec<_> = judgements
        .iter()
        .map(|one| (one.window.length(), one.verdict))
        .collect();
    assert_eq!(
        told,
        [
            (MINUTE * 30, breach),
            (MINUTE * 60, breach),
            (MINUTE * 30, Verdict::TooFew),
        ]
    );
}
