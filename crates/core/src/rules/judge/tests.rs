//! What is asked, and what every rule makes of the answers.

mod evidence;
mod opening;
mod widening;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta};

use super::*;
use crate::{
    metrics::{
        AgentName, Facts, Metric, OperationName, Quantity, ReadFailure, ReadGap, Reading, Report,
        ReportRequest, SkillSelection,
        facts::{AgentHolds, Holds, SkillSmartHold, SmartHold},
    },
    rules::{
        AbsentCondition, Calendar, CalendarName, ChannelName, Confidence, JudgeInput, NotifyTarget,
        OpeningHours, RuleId, ScopeSelection, Severity, Side, Threshold,
    },
};

const HOUR: Duration = Duration::from_secs(3_600);

fn rule(name: &str, metric: Metric, of: ScopeSelection, limit: Quantity) -> Rule {
    Rule {
        window: HOUR,
        ..Rule::new(
            RuleId::new(name),
            metric,
            of,
            Threshold::new(metric, Side::Above, Some(limit), None, None, None).unwrap(),
            NotifyTarget::one(ChannelName::new("floor")),
        )
    }
}

fn rules(rules: Vec<Rule>) -> Ruleset {
    Ruleset { rules }
}

fn skills(numbers: impl IntoIterator<Item = u64>) -> Vec<SkillId> {
    numbers.into_iter().map(SkillId).collect()
}

fn question(report: Report, skills: SkillSelection) -> ReportRequest {
    ReportRequest {
        report,
        skills,
        window: TimeWindow::ending(DateTime::UNIX_EPOCH, HOUR),
    }
}

fn failures(skill: u64, failed: u64) -> SkillSmartHold {
    SkillSmartHold {
        skill: SkillId(skill),
        treated: Some(40),
        declined: Some(0),
        accepted: Some(40),
        failed: Some(failed),
        reached: Some(40 - failed),
        service_level_up: None,
    }
}

fn answered(report: Report, facts: Facts) -> Snapshot {
    Snapshot {
        operation: OperationName::new("norte"),
        as_of: DateTime::UNIX_EPOCH,
        readings: vec![Reading {
            ask: question(report, SkillSelection::All),
            outcome: Ok(Arc::new(facts)),
        }],
    }
}

fn verdicts(judgements: &[Judgement<'_>]) -> Vec<(String, Verdict)> {
    judgements
        .iter()
        .map(|judgement| (judgement.scope.to_string(), judgement.verdict))
        .collect()
}

#[test]
fn only_service_levels_are_asked_for_skill_by_skill() {
    let every = |metric| {
        let limit = Quantity::Percent(5.0);
        rules(vec![rule("a", metric, ScopeSelection::EverySkill, limit)])
    };
    let now = DateTime::UNIX_EPOCH;
    let all = |report| vec![question(report, SkillSelection::All)];
    for (metric, report) in [
        (Metric::AbandonShortShare, Report::Abandonment),
        (Metric::SmartHoldRecallFailRate, Report::SmartHold),
    ] {
        let rules = every(metric);
        assert_eq!(
            needed_requests(&rules, &skills([12, 15]), now, Tz::UTC),
            all(report)
        );
        assert_eq!(
            needed_requests(&rules, &[], now, Tz::UTC),
            all(report),
            "no skill need be known"
        );
    }
    let by_skill = needed_requests(&every(Metric::AbandonRate), &skills([15, 12]), now, Tz::UTC);
    let one = |skill| question(Report::ServiceLevel, SkillSelection::One(SkillId(skill)));
    assert_eq!(by_skill, [one(12), one(15)]);
    assert!(needed_requests(&every(Metric::AbandonRate), &[], now, Tz::UTC).is_empty());
}

#[test]
fn rules_of_one_report_and_window_share_one_question() {
    let count = Quantity::Count(5);
    let cost = Quantity::Money(1_000.0);
    let rules = rules(vec![
        rule(
            "a",
            Metric::SmartHoldRecallFail,
            ScopeSelection::EverySkill,
            count,
        ),
        rule("b", Metric::SmartHoldOpen, ScopeSelection::Operation, count),
        rule(
            "c",
            Metric::SmartHoldTreated,
            ScopeSelection::Skills(skills([12])),
            count,
        ),
        rule("d", Metric::CdrCost, ScopeSelection::Operation, cost),
    ]);
    assert_eq!(
        needed_requests(&rules, &skills(0..200), DateTime::UNIX_EPOCH, Tz::UTC),
        [
            question(Report::SmartHold, SkillSelection::All),
            question(Report::Durations, SkillSelection::All),
        ]
    );
}

#[test]
fn each_skill_is_judged_by_its_own_row_however_many_there_are() {
    let facts = Facts::SmartHold(SmartHold {
        skills: vec![failures(12, 30), failures(15, 1), failures(9, 3)],
    });
    let snapshot = answered(Report::SmartHold, facts);
    let breach = Verdict::Breach(Severity::Warning);
    for known in [vec![12, 15], vec![12, 15, 1, 2, 3, 4, 5, 6]] {
        let rules = rules(vec![rule(
            "a",
            Metric::SmartHoldRecallFailRate,
            ScopeSelection::EverySkill,
            Quantity::Percent(20.0),
        )]);
        let judgements = judge(
            &rules,
            &JudgeInput::new(&skills(known.clone()), &snapshot, Tz::UTC),
        );
        let mut expected = vec![
            ("skill 12".to_owned(), breach),
            ("skill 15".to_owned(), Verdict::Clear),
        ];
        expected.extend(known.iter().skip(2).map(|skill| {
            // Skills without Smart Hold have no row: there are too few calls to tell, and not none that failed.
            (format!("skill {skill}"), Verdict::TooFew)
        }));
        assert_eq!(verdicts(&judgements), expected);
        let sample = judgements[0].sample.unwrap();
        assert_eq!((sample.part, sample.of), (Some(30), Some(40)));
    }
}

#[test]
fn a_report_that_failed_leaves_every_scope_unknown() {
    let mut snapshot = answered(Report::SmartHold, Facts::SmartHold(SmartHold::default()));
    snapshot.readings[0].outcome = Err(ReadGap::Failed(ReadFailure::TimedOut));
    let rules = rules(vec![rule(
        "a",
        Metric::SmartHoldTreated,
        ScopeSelection::EverySkill,
        Quantity::Count(5),
    )]);
    let judgements = judge(&rules, &JudgeInput::new(&skills(1..=9), &snapshot, Tz::UTC));
    assert_eq!(judgements.len(), 9);
    assert!(
        judgements.iter().all(|judgement| {
            judgement.verdict == Verdict::Missing && judgement.sample.is_none()
        })
    );
}

#[test]
fn a_small_sample_of_uses_says_nothing() {
    let snapshot = |uses| {
        let row = AgentHolds {
            agent: AgentName::new("ANA"),
            uses: Some(uses),
            hold: None,
            mute: None,
            total: Some(Duration::from_secs(900)),
        };
        let facts = Facts::Holds(Holds {
            agents: vec![row],
            total: None,
        });
        answered(Report::Holds, facts)
    };
    let limit = Quantity::Duration(Duration::from_secs(120));
    let rules = rules(vec![Rule {
        at_least: Some(5),
        ..rule(
            "a",
            Metric::HoldMuteAvgPerEvent,
            ScopeSelection::Operation,
            limit,
        )
    }]);
    let verdict = |uses| judge(&rules, &JudgeInput::new(&[], &snapshot(uses), Tz::UTC))[0].verdict;
    assert_eq!(verdict(4), Verdict::TooFew);
    assert_eq!(verdict(5), Verdict::Breach(Severity::Warning));
    assert_eq!(verdict(9), Verdict::Clear);
}

#[test]
fn every_agent_is_whom_the_report_names_and_the_team_is_all_of_them() {
    let row = |agent: &str, minutes: u64| AgentHolds {
        agent: AgentName::new(agent),
        uses: Some(10),
        hold: Some(Duration::from_secs(minutes * 60)),
        mute: None,
        total: None,
    };
    let facts = Facts::Holds(Holds {
        // The report has no numbers: two agents of one name are one.
        agents: vec![row("LUIS", 4), row("ANA", 7), row("LUIS", 8)],
        total: None,
    });
    let snapshot = answered(Report::Holds, facts);
    let limit = Quantity::Duration(Duration::from_secs(600));
    let breach = Verdict::Breach(Severity::Warning);
    let named = |names: &[&str]| {
        ScopeSelection::Agents(names.iter().map(|name| AgentName::new(*name)).collect())
    };
    for (of, expected) in [
        (
            ScopeSelection::EveryAgent,
            vec![("agent LUIS", breach), ("agent ANA", Verdict::Clear)],
        ),
        (
            named(&["LUIS", "EVA"]),
            vec![("agent LUIS", breach), ("agent EVA", Verdict::Missing)],
        ),
        (ScopeSelection::Team, vec![("operation", breach)]),
    ] {
        let rules = rules(vec![rule("a", Metric::HoldTotal, of, limit)]);
        let asked = needed_requests(&rules, &[], DateTime::UNIX_EPOCH, Tz::UTC);
        assert_eq!(asked, [question(Report::Holds, SkillSelection::All)]);
        let judgements = judge(&rules, &JudgeInput::new(&[], &snapshot, Tz::UTC));
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(scope, verdict)| (scope.to_owned(), verdict))
            .collect();
        assert_eq!(verdicts(&judgements), expected);
        assert!(judgements.iter().all(|one| one.rule.of.covers(&one.scope)));
    }
}

#[test]
fn a_team_has_only_what_its_agents_have() {
    assert!(ScopeSelection::Team.suits(Metric::HoldTotal));
    assert!(ScopeSelection::EveryAgent.suits(Metric::HoldMuteAvgPerEvent));
    assert!(!ScopeSelection::Team.suits(Metric::AbandonRate));
    assert!(!ScopeSelection::EveryAgent.suits(Metric::CdrCost));
}

/// The team's hold time, which the rule does not want to be more than ten minutes.
fn team_rule() -> Rule {
    let limit = Quantity::Duration(Duration::from_secs(600));
    rule("a", Metric::HoldTotal, ScopeSelection::Team, limit)
}

fn team(minutes: u64) -> Facts {
    let hold = Some(Duration::from_secs(minutes * 60));
    Facts::Holds(Holds {
        agents: vec![AgentHolds {
            agent: AgentName::new("ANA"),
            uses: Some(minutes),
            hold,
            mute: None,
            total: hold,
        }],
        total: None,
    })
}

#[test]
fn of_two_answers_to_one_question_the_first_counts() {
    let mut snapshot = answered(Report::Holds, team(5));
    let again = answered(Report::Holds, team(50)).readings.remove(0);
    snapshot.readings.push(again);
    let rules = rules(vec![team_rule()]);
    let judgements = judge(&rules, &JudgeInput::new(&[], &snapshot, Tz::UTC));
    assert_eq!(judgements[0].verdict, Verdict::Clear);
}

#[test]
fn outside_its_hours_a_rule_sleeps_and_asks_nothing() {
    let hours = OpeningHours::parse_day("08:00-21:00").unwrap();
    let calendar = Calendar {
        name: CalendarName::new("open"),
        zone: None,
        week: std::array::from_fn(|_| hours.clone()),
        holidays: [].into(),
        special: [].into(),
    };
    let rules = rules(vec![Rule {
        during: Some(Arc::new(calendar)),
        ..team_rule()
    }]);
    let breach = Verdict::Breach(Severity::Warning);
    for (minute, verdict) in [
        (7 * 60 + 55, Verdict::Asleep),
        // A poll as of eight tells of the time before eight.
        (8 * 60, Verdict::Asleep),
        (8 * 60 + 5, breach),
        (21 * 60, breach),
        (21 * 60 + 5, Verdict::Asleep),
    ] {
        let as_of = DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        let mut snapshot = answered(Report::Holds, team(50));
        snapshot.as_of = as_of;
        snapshot.readings[0].ask.window = rules.rules[0].windows_at(as_of, Tz::UTC)[0];
        let judgements = judge(&rules, &JudgeInput::new(&[], &snapshot, Tz::UTC));
        assert_eq!(judgements[0].verdict, verdict, "minute {minute}");
        assert_eq!(judgements[0].sample.is_none(), verdict == Verdict::Asleep);
        let asked = needed_requests(rules.awake(as_of, Tz::UTC), &[], as_of, Tz::UTC).len();
        assert_eq!(asked, usize::from(verdict == breach), "minute {minute}");
    }
}

#[test]
fn the_bot_is_judged_by_what_it_says_of_itself() {
    let of_the_bot = |metric, limit| rule("a", metric, ScopeSelection::Operation, limit);
    let rules = rules(vec![
        of_the_bot(Metric::FeedFailures, Quantity::Count(2)),
        of_the_bot(Metric::FeedAge, Quantity::Duration(HOUR)),
        of_the_bot(Metric::QuotaUsedShare, Quantity::Percent(60.0)),
    ]);
    assert!(needed_requests(&rules, &[], DateTime::UNIX_EPOCH, Tz::UTC).is_empty());
    let mut snapshot = answered(Report::Holds, team(5));
    snapshot.readings[0].outcome = Err(ReadGap::Failed(ReadFailure::TimedOut));
    let feed = FeedState {
        failures: 3,
        used: 650,
        quota: 1_000,
        ..FeedState::default()
    };
    let look = JudgeInput::new(&[], &snapshot, Tz::UTC);
    let judgements = judge(&rules, &look.with_feed(&feed));
    let breach = Verdict::Breach(Severity::Warning);
    let told: Vec<_> = judgements
        .iter()
        .map(|judgement| judgement.verdict)
        .collect();
    assert_eq!(told, [breach, Verdict::Missing, breach]);
    assert_eq!(
        judgements[2].grounds.range, None,
        "it is no sample of anything"
    );
    let unknown = judge(&rules, &look);
    assert!(unknown.iter().all(|one| one.verdict == Verdict::Missing));
}

#[test]
fn a_figure_that_is_absent_from_a_report_that_came_is_a_breach() {
    let named = ScopeSelection::Agents(vec![AgentName::new("ANA"), AgentName::new("EVA")]);
    let absent = AbsentCondition::new(Some(HOUR), None).unwrap();
    let rules = rules(vec![Rule {
        when: absent.into(),
        of: named,
        ..team_rule()
    }]);
    let breach = Verdict::Breach(Severity::Warning);
    let mut snapshot = answered(Report::Holds, team(5));
    for (outcome, ana) in [
        (Ok(Arc::new(team(5))), Verdict::Clear),
        (Err(ReadGap::NoData), breach),
        (
            Err(ReadGap::Failed(ReadFailure::TimedOut)),
            Verdict::Missing,
        ),
    ] {
        let has_come = ana != Verdict::Missing;
        snapshot.readings[0].outcome = outcome;
        let judgements = judge(&rules, &JudgeInput::new(&[], &snapshot, Tz::UTC));
        assert_eq!(judgements[0].verdict, ana);
        let eva = if has_come { breach } else { Verdict::Missing };
        assert_eq!(judgements[1].verdict, eva);
    }
}

#[test]
fn a_rule_about_one_report_sees_that_report_fail_while_others_are_well() {
    let about = |metric, report, limit| Rule {
        report: Some(report),
        ..rule("a", metric, ScopeSelection::Operation, limit)
    };
    let absent = AbsentCondition::new(Some(HOUR), None).unwrap();
    let rules = rules(vec![
        about(Metric::FeedFailures, Report::Holds, Quantity::Count(1)),
        about(Metric::FeedFailures, Report::Durations, Quantity::Count(1)),
        Rule {
            when: absent.into(),
            report: Some(Report::Holds),
            ..team_rule()
        },
    ]);
    assert!(!rules.tell_of_the_feed(), "it says nothing of the others");
    let good = answered(Report::Holds, team(5));
    let mut failed = good.clone();
    failed.readings[0].outcome = Err(ReadGap::Failed(ReadFailure::Unexpected));
    let feed = FeedState::default().after(&good, 0, 0);
    let feed = feed.after(&failed, 0, 0).after(&failed, 0, 0);
    let judgements = judge(
        &rules,
        &JudgeInput::new(&[], &failed, Tz::UTC).with_feed(&feed),
    );
    let verdicts: Vec<_> = judgements
        .iter()
        .map(|judgement| judgement.verdict)
        .collect();
    let breach = Verdict::Breach(Severity::Warning);
    assert_eq!(verdicts, [breach, Verdict::Clear, breach]);
}
