//! What is usual, by what earlier readings say.

mod judged;

use std::collections::BTreeMap;

use chrono_tz::America::Bogota;

use super::*;
use crate::{
    metrics::{
        Channel, Facts, Metric, ReadFailure, ReadGap, ReportRequest, SkillSelection,
        facts::{ChannelService, ServiceLevel, SkillSmartHold, SmartHold},
    },
    rules::{
        Calendar, CalendarName, ChannelName, NotifyTarget, OpeningHours, ScopeSelection,
        UnusualCondition, UnusualTerms, UsualMethod,
    },
};

const HOUR: Duration = Duration::from_secs(3_600);
const EVERY: Duration = Duration::from_secs(300);

/// A Tuesday, 10:35 in Bogotá.
fn now() -> DateTime<Utc> {
    "2026-11-17T15:35:00Z".parse().unwrap()
}

fn before(length: TimeDelta) -> DateTime<Utc> {
    now() - length
}

fn rule(metric: Metric, of: ScopeSelection, terms: UnusualTerms) -> Rule {
    let unusual = UnusualCondition::new(metric, of.kind(), terms).unwrap();
    let notify = NotifyTarget::one(ChannelName::new("floor"));
    Rule::new(RuleId::new("a"), metric, of, unusual, notify)
}

fn failures(skills: &[(u64, u64)]) -> Facts {
    let row = |(skill, failed): &(u64, u64)| SkillSmartHold {
        skill: SkillId(*skill),
        treated: Some(60),
        declined: Some(0),
        accepted: Some(50),
        failed: Some(*failed),
        reached: Some(50 - failed),
        service_level_up: None,
    };
    Facts::SmartHold(SmartHold {
        skills: skills.iter().map(row).collect(),
    })
}

fn reading(report: Report, skills: SkillSelection, until: DateTime<Utc>, facts: Facts) -> Reading {
    Reading {
        ask: ReportRequest {
            report,
            skills,
            window: TimeWindow::ending(until, HOUR),
        },
        outcome: Ok(Arc::new(facts)),
    }
}

fn callbacks(until: DateTime<Utc>, skills: &[(u64, u64)]) -> Reading {
    reading(
        Report::SmartHold,
        SkillSelection::All,
        until,
        failures(skills),
    )
}

fn recall(rule: &Rule) -> BaselinePlan<'_> {
    BaselinePlan::of([rule], now(), Bogota, EVERY)
}

/// What is usual for skill 12, when these readings are all that there is.
fn usual_of_skill_12(rule: &Rule, readings: &[Reading]) -> Option<UsualValue> {
    let past = recall(rule).past(readings, &[SkillId(12)], Vec::new());
    past.of(rule)?.usual(rule, &Scope::Skill(SkillId(12)), HOUR)
}

fn fails() -> Rule {
    rule(
        Metric::SmartHoldRecallFail,
        ScopeSelection::EverySkill,
        UnusualTerms::default(),
    )
}

fn weeks_ago(weeks: i64) -> DateTime<Utc> {
    before(TimeDelta::weeks(weeks))
}

fn told(usual: Option<UsualValue>) -> Option<(f64, u32, u32, UsualMethod)> {
    usual.map(|usual| (usual.median, usual.of, usual.wanted, usual.method))
}

#[test]
fn each_report_is_needed_once_however_many_rules_ask_for_it() {
    let rules = [
        fails(),
        Rule {
            id: RuleId::new("b"),
            ..fails()
        },
    ];
    let recall = BaselinePlan::of(&rules, now(), Bogota, EVERY);
    let needs = recall.needs();
    // Six weeks, six days of which the last Tuesday is one, and six windows of today.
    assert_eq!(needs.len(), 6 + 5 + 6);
    assert!(
        needs
            .iter()
            .all(|need| (need.report, need.window) == (Report::SmartHold, HOUR))
    );
    let widening = Rule {
        widens_to: Some(4 * HOUR),
        ..fails()
    };
    let windows: BTreeSet<_> = BaselinePlan::of([&widening], now(), Bogota, EVERY)
        .needs()
        .iter()
        .map(|need| need.window)
        .collect();
    assert_eq!(windows, BTreeSet::from([HOUR, 2 * HOUR, 4 * HOUR]));
    assert!(
        BaselinePlan::of([], now(), Bogota, EVERY)
            .needs()
            .is_empty()
    );
}

#[test]
fn weeks_come_first_then_days_then_the_hours_of_today() {
    let weeks: Vec<_> = (1..=6)
        .map(|week| callbacks(weeks_ago(week), &[(12, week.unsigned_abs())]))
        .collect();
    let days: Vec<_> = [1, 4, 5, 6]
        .map(|days| callbacks(before(TimeDelta::days(days)), &[(12, 20)]))
        .to_vec();
    let hours: Vec<_> = [1, 2, 3]
        .map(|hours| callbacks(before(TimeDelta::hours(hours)), &[(12, 30)]))
        .to_vec();
    let usual = |parts: &[&[Reading]]| told(usual_of_skill_12(&fails(), &parts.concat()));
    assert_eq!(
        usual(&[&weeks, &days, &hours]),
        Some((3.5, 6, 6, UsualMethod::Weeks))
    );
    assert_eq!(
        usual(&[&weeks[..3], &days, &hours]),
        Some((2.0, 3, 6, UsualMethod::Weeks))
    );
    // Last Tuesday is one of the last days, too.
    assert_eq!(
        usual(&[&weeks[..2], &days, &hours]),
        Some((20.0, 5, 6, UsualMethod::Days))
    );
    assert_eq!(
        usual(&[&days[..2], &hours]),
        Some((30.0, 3, 6, UsualMethod::Hours))
    );
    assert_eq!(usual(&[&weeks[1..2], &days[..2], &hours[..2]]), None);
    assert_eq!(usual(&[]), None);
}

#[test]
fn a_skill_without_a_row_is_missing_and_not_zero() {
    let readings: Vec<_> = (1..=6)
        .map(|week| {
            let rows: &[(u64, u64)] = if week > 4 {
                &[(15, 1)]
            } else {
                &[(12, 4), (15, 1)]
            };
            callbacks(weeks_ago(week), rows)
        })
        .collect();
    let usual = usual_of_skill_12(&fails(), &readings);
    assert_eq!(told(usual), Some((4.0, 4, 6, UsualMethod::Weeks)));
    let mut failed = readings;
    failed[0].outcome = Err(ReadGap::NoData);
    failed[1].outcome = Err(ReadGap::Failed(ReadFailure::TimedOut));
    assert_eq!(usual_of_skill_12(&fails(), &failed), None);
}

#[test]
fn holidays_say_nothing_of_what_is_usual() {
    let readings: Vec<_> = (1..=6)
        .map(|week| callbacks(weeks_ago(week), &[(12, week.unsigned_abs())]))
        .collect();
    let calendar = Calendar {
        name: CalendarName::new("opening-hours"),
        zone: None,
        week: std::array::from_fn(|_| vec![OpeningHours::ALL_DAY]),
        holidays: BTreeSet::from([weeks_ago(1).date_naive(), weeks_ago(2).date_naive()]),
        special: BTreeMap::new(),
    };
    let rule = Rule {
        during: Some(Arc::new(calendar)),
        ..fails()
    };
    let recall = BaselinePlan::of([&rule], now(), Bogota, EVERY);
    let past = recall.past(&readings, &[], Vec::new());
    let usual = past
        .of(&rule)
        .unwrap()
        .usual(&rule, &Scope::Skill(SkillId(12)), HOUR);
    assert_eq!(told(usual), Some((4.5, 4, 6, UsualMethod::Weeks)));
}

#[test]
fn what_the_rule_itself_found_unusual_is_left_out_as_long_as_something_is_left() {
    let rule = fails();
    let readings: Vec<_> = (1..=6)
        .map(|week| {
            callbacks(
                weeks_ago(week),
                &[(12, if week < 3 { 40 } else { 2 }), (15, 1)],
            )
        })
        .collect();
    let fired = |weeks: Range<i64>, skill| {
        weeks.map(move |week| Disturbance {
            rule: RuleId::new("a"),
            scope: Scope::Skill(SkillId(skill)),
            time: weeks_ago(week) - TimeDelta::minutes(59)
                ..weeks_ago(week) - TimeDelta::minutes(50),
        })
    };
    let usual = |disturbances: Vec<Disturbance>| {
        let past = recall(&rule).past(&readings, &[], disturbances);
        let usual = past
            .of(&rule)
            .unwrap()
            .usual(&rule, &Scope::Skill(SkillId(12)), HOUR);
        told(usual).unwrap()
    };
    assert_eq!(usual(Vec::new()), (2.0, 6, 6, UsualMethod::Weeks));
    assert_eq!(
        usual(fired(1..3, 12).collect()),
        (2.0, 4, 6, UsualMethod::Weeks)
    );
    assert_eq!(
        usual(fired(1..3, 15).collect()),
        (2.0, 6, 6, UsualMethod::Weeks)
    );
    // What has lasted for five weeks is what is usual now.
    assert_eq!(
        usual(fired(1..6, 12).collect()),
        (2.0, 6, 6, UsualMethod::Weeks)
    );
    // An incident that ended as the window began, or began as it ended, is not in it.
    let beside = |time| {
        vec![Disturbance {
            rule: RuleId::new("a"),
            scope: Scope::Skill(SkillId(12)),
            time,
        }]
    };
    let (start, end) = (weeks_ago(1) - TimeDelta::hours(1), weeks_ago(1));
    let long = TimeDelta::hours(9);
    assert_eq!(usual(beside(start - long..start)).1, 6);
    assert_eq!(usual(beside(end..end + long)).1, 6);
    assert_eq!(
        usual(beside(start - long..start + TimeDelta::seconds(1))).1,
        5
    );
}

#[test]
fn a_share_of_too_few_calls_is_left_out_and_a_small_count_is_not() {
    let at_least = Some(60);
    let readings: Vec<_> = (1..=6)
        .map(|week| callbacks(weeks_ago(week), &[(12, 5)]))
        .collect();
    let share = rule(
        Metric::SmartHoldRecallFailRate,
        ScopeSelection::EverySkill,
        UnusualTerms::default(),
    );
    assert!(usual_of_skill_12(&share, &readings).is_some());
    assert_eq!(
        usual_of_skill_12(&Rule { at_least, ..share }, &readings),
        None
    );
    assert!(
        usual_of_skill_12(
            &Rule {
                at_least,
                ..fails()
            },
            &readings
        )
        .is_some()
    );
}

#[test]
fn each_skill_is_compared_with_its_own_report_where_it_has_one() {
    let rule = rule(
        Metric::AbandonRate,
        ScopeSelection::EverySkill,
        UnusualTerms::default(),
    );
    let of = |skill, week: i64, abandoned| {
        let facts = Facts::ServiceLevel(ServiceLevel {
            channels: vec![ChannelService {
                channel: Channel::inbound(),
                offered: Some(100),
                answered: Some(100 - abandoned),
                abandoned: Some(abandoned),
                within_10s: None,
                within_20s: None,
                within_30s: None,
                abandon_rate: None,
                asa: None,
                ata: None,
            }],
        });
        let skills = SkillSelection::One(SkillId(skill));
        reading(Report::ServiceLevel, skills, weeks_ago(week), facts)
    };
    let readings: Vec<_> = (1..=6)
        .flat_map(|week| [of(12, week, 3), of(15, week, 9)])
        .collect();
    let past = recall(&rule).past(&readings, &[SkillId(12), SkillId(15)], Vec::new());
    let median = |skill| {
        let scope = Scope::Skill(SkillId(skill));
        past.of(&rule)
            .unwrap()
            .usual(&rule, &scope, HOUR)
            .map(|usual| usual.median)
    };
    assert_eq!(
        [median(12), median(15), median(7)],
        [Some(3.0), Some(9.0), None]
    );
}
