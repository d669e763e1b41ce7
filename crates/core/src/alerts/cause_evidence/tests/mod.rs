//! What is told of a poll, given what is usual.

mod calls;
mod holds;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::America::Bogota;

use super::*;
use crate::{
    alerts::{Alert, AlertKey, AlertState, FiringState},
    metrics::{
        AgentName, Channel, Facts, Metric, OperationName, Reading, Report, ReportRequest, Scope,
        SkillId, SkillSelection, Snapshot, TimeWindow,
        facts::{
            Abandonment, AgentHolds, ChannelService, Holds, SecondsRange, ServiceLevel,
            SkillAbandons, SkillSmartHold, SmartHold, WaitCalls,
        },
    },
    rules::{
        BaselinePlan, ChannelName, Judgement, NotifyTarget, Rule, RuleId, ScopeSelection, Severity,
        Side, Threshold, Verdict, VerdictBasis,
    },
};

const HOUR: Duration = Duration::from_secs(3_600);
const TWELVE: SkillId = SkillId(12);

fn now() -> DateTime<Utc> {
    "2026-11-17T20:05:00Z".parse().unwrap()
}

/// What one skill does in an hour.
#[derive(Clone, Copy)]
struct Hour {
    offered: u64,
    answered: u64,
    level: f64,
    asa: u64,
    treated: u64,
    failed: u64,
    waits: [u64; 4],
}

const USUAL: Hour = Hour {
    offered: 93,
    answered: 89,
    level: 84.0,
    asa: 20,
    treated: 10,
    failed: 1,
    waits: [1, 1, 1, 1],
};

impl Hour {
    fn facts(&self) -> [Facts; 3] {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        let service = ChannelService {
            channel: Channel::inbound(),
            offered: Some(self.offered),
            answered: Some(self.answered),
            abandoned: Some(self.offered - self.answered),
            within_10s: None,
            within_20s: Some(self.level),
            within_30s: None,
            abandon_rate: None,
            asa: seconds(self.asa),
            ata: seconds(63),
        };
        let ranges = [
            SecondsRange::Between(0, 10),
            SecondsRange::Between(11, 20),
            SecondsRange::Between(21, 50),
            SecondsRange::AtLeast(51),
        ];
        let abandons = SkillAbandons {
            skill: Some(TWELVE),
            name: None,
            abandoned: Some(self.waits.iter().sum()),
            by_wait: ranges
                .into_iter()
                .zip(self.waits)
                .map(|(wait, calls)| WaitCalls {
                    wait,
                    calls: Some(calls),
                })
                .collect(),
        };
        let smart_hold = SkillSmartHold {
            skill: TWELVE,
            treated: Some(self.treated),
            declined: Some(0),
            accepted: Some(self.treated),
            failed: Some(self.failed),
            reached: Some(self.treated - self.failed),
            service_level_up: None,
        };
        [
            Facts::ServiceLevel(ServiceLevel {
                channels: vec![service],
            }),
            Facts::Abandonment(Abandonment {
                skills: vec![abandons],
                all: None,
            }),
            Facts::SmartHold(SmartHold {
                skills: vec![smart_hold],
            }),
        ]
    }
}

fn readings(facts: impl IntoIterator<Item = Facts>, until: DateTime<Utc>) -> Vec<Reading> {
    let skills = |report| match report {
        Report::ServiceLevel => SkillSelection::One(TWELVE),
        Report::Abandonment | Report::SmartHold | Report::Durations | Report::Holds => {
            SkillSelection::All
        }
    };
    let reading = |facts: Facts| Reading {
        ask: ReportRequest {
            report: facts.report(),
            skills: skills(facts.report()),
            window: TimeWindow::ending(until, HOUR),
        },
        outcome: Ok(Arc::new(facts)),
    };
    facts.into_iter().map(reading).collect()
}

fn limit(metric: Metric) -> Quantity {
    Quantity::of_scalar(metric.unit(), 120.0).unwrap()
}

fn rule(metric: Metric, of: ScopeSelection) -> Rule {
    let when = Threshold::new(metric, Side::Above, Some(limit(metric)), None, None, None);
    let notify = NotifyTarget::one(ChannelName::new("floor"));
    Rule::new(RuleId::new("rule"), metric, of, when.unwrap(), notify)
}

fn alert(metric: Metric, scope: Scope) -> Alert {
    Alert {
        key: AlertKey {
            rule: RuleId::new("rule"),
            scope,
        },
        state: AlertState::Firing(FiringState {
            since: now(),
            fired_at: now(),
            severity: Severity::Warning,
        }),
        incident: None,
        metric,
        grounds: VerdictBasis {
            side: Some(Side::Above),
            warning: Some(limit(metric)),
            ..VerdictBasis::default()
        },
        window: TimeWindow::ending(now(), HOUR),
        trend: Vec::new(),
        peak: None,
        checks: 1,
        no_data: None,
        openings: 1,
        first_opened: None,
        clues: Vec::new(),
    }
}

fn snapshot(facts: impl IntoIterator<Item = Facts>) -> Snapshot {
    Snapshot {
        operation: OperationName::new("cali"),
        as_of: now(),
        readings: readings(facts, now()),
    }
}

#[test]
fn the_past_is_asked_for_what_is_out_and_no_more() {
    let (skill, feed) = (
        rule(Metric::AbandonRate, ScopeSelection::EverySkill),
        rule(Metric::FeedFailures, ScopeSelection::Operation),
    );
    let judgement = |rule, scope, verdict| Judgement {
        rule,
        scope,
        window: TimeWindow::ending(now(), HOUR),
        verdict,
        sample: None,
        grounds: VerdictBasis::default(),
    };
    let warning = Verdict::Breach(Severity::Warning);
    let asked = cause_questions(&[
        judgement(&skill, Scope::Skill(TWELVE), warning),
        judgement(&skill, Scope::Skill(SkillId(7)), Verdict::Clear),
        judgement(&feed, Scope::Operation, warning),
    ]);
    assert_eq!(asked.len(), 5);
    let twelve = ScopeSelection::Skills(vec![TWELVE]);
    assert!(asked.iter().all(|question| question.of == twelve));
    let calm = cause_questions(&[judgement(&skill, Scope::Skill(TWELVE), Verdict::Clear)]);
    assert!(calm.is_empty());
}
