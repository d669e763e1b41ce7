//! Decides which changes of health the people who run the bot are notified of: each problem once when it
//! begins and once when it is over, and nothing of what comes and goes within a minute.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    health::{HealthFault, HealthPart, HealthProblem, HealthReport},
    metrics::ReportOutage,
    rules::ChannelName,
};

/// The time for which most problems must be seen before they are posted, and be gone before they count as
/// over.
const SETTLES_IN: TimeDelta = TimeDelta::seconds(60);

/// The problems that were posted, which outlive a restart, and those on their way in or out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpsLedger {
    posted: Vec<PostedProblem>,
    #[serde(skip)]
    seen: Vec<(HealthProblem, DateTime<Utc>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct PostedProblem {
    problem: HealthProblem,
    /// The time since which the problem is gone; it may come back.
    #[serde(default)]
    gone_since: Option<DateTime<Utc>>,
}

/// A change that is worth a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HealthChange {
    Began(HealthProblem),
    Ended {
        problem: HealthProblem,
        at: DateTime<Utc>,
    },
}

impl OpsLedger {
    /// Takes the report of `now`, and returns the changes since the last one.
    pub fn advance(&mut self, report: &HealthReport, now: DateTime<Utc>) -> Vec<HealthChange> {
        let problems: Vec<&HealthProblem> = report.problems();
        self.seen
            .retain(|(seen, _)| problems.iter().any(|problem| problem.is_same(seen)));
        let mut changes = Vec::new();
        for problem in problems.iter().filter(|problem| is_posted(&problem.fault)) {
            let is_it = |posted: &&mut PostedProblem| posted.problem.is_same(problem);
            if let Some(posted) = self.posted.iter_mut().find(is_it) {
                posted.gone_since = None;
                continue;
            }
            if self.has_lasted(problem, now) {
                self.posted.push(PostedProblem {
                    problem: (*problem).clone(),
                    gone_since: None,
                });
                changes.push(HealthChange::Began((*problem).clone()));
            }
        }
        self.posted.retain_mut(|posted| {
            if problems
                .iter()
                .any(|problem| problem.is_same(&posted.problem))
            {
                return true;
            }
            let gone = *posted.gone_since.get_or_insert(now);
            let is_over = now - gone >= settles_in(&posted.problem.fault);
            if is_over {
                changes.push(HealthChange::Ended {
                    problem: posted.problem.clone(),
                    at: gone,
                });
            }
            !is_over
        });
        changes
    }

    /// Notes that a problem is seen, and returns whether it has been there long enough.
    fn has_lasted(&mut self, problem: &HealthProblem, now: DateTime<Utc>) -> bool {
        let seen = self.seen.iter().find(|(seen, _)| seen.is_same(problem));
        let first = seen.map_or(now, |(_, first)| *first);
        if seen.is_none() {
            self.seen.push((problem.clone(), now));
        }
        now - first >= settles_in(&problem.fault)
    }
}

/// Returns the channel for a post about health: that of the people who run the bot, or where the chat refuses
/// posts there, the next one that takes them.
pub fn reachable_channel<'name>(
    ops: &'name ChannelName,
    others: impl Iterator<Item = &'name ChannelName>,
    report: &HealthReport,
) -> &'name ChannelName {
    let problems = report.problems();
    let is_refused = |channel: &ChannelName| {
        let is_of_it =
            |part: &HealthPart| matches!(part, HealthPart::Delivery(of) if of == channel);
        problems.iter().any(|problem| is_of_it(&problem.part))
    };
    let mut channels = std::iter::once(ops).chain(others);
    channels.find(|channel| !is_refused(channel)).unwrap_or(ops)
}

/// A recovery is posted by the start, and faults of files of rules by the reload, with their places; a total
/// outage is posted by the rule of the feed, where there is one; and before its first poll a bot has only just
/// begun.
fn is_posted(fault: &HealthFault) -> bool {
    match fault {
        HealthFault::RulesRefused { .. }
        | HealthFault::StoreRecovered { .. }
        | HealthFault::FeedLost { has_rule: true, .. } => false,
        HealthFault::FeedLost {
            failures,
            has_rule: false,
            ..
        } => *failures >= ReportOutage::BLIND_AFTER,
        HealthFault::NeverPolled
        | HealthFault::PollsLate { .. }
        | HealthFault::ReportLost(_)
        | HealthFault::QuotaShort { .. }
        | HealthFault::ChannelRefuses { .. }
        | HealthFault::ChannelWaits { .. }
        | HealthFault::GatewayDown { .. }
        | HealthFault::ServerUnfit { .. }
        | HealthFault::StoreTroubled { .. }
        | HealthFault::NoRules
        | HealthFault::ClockWasAhead { .. } => true,
    }
}

/// Reports are lost after several polls and found with one, so that these need no further patience; neither
/// does a store, which reports what has happened.
fn settles_in(fault: &HealthFault) -> TimeDelta {
    match fault {
        HealthFault::FeedLost { .. }
        | HealthFault::ReportLost(_)
        | HealthFault::StoreTroubled { .. }
        | HealthFault::StoreRecovered { .. } => TimeDelta::zero(),
        HealthFault::NeverPolled
        | HealthFault::PollsLate { .. }
        | HealthFault::QuotaShort { .. }
        | HealthFault::ChannelRefuses { .. }
        | HealthFault::ChannelWaits { .. }
        | HealthFault::GatewayDown { .. }
        | HealthFault::ServerUnfit { .. }
        | HealthFault::RulesRefused { .. }
        | HealthFault::NoRules
        | HealthFault::ClockWasAhead { .. } => SETTLES_IN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        health::PartHealth,
        metrics::{OperationName, ReadFailure, Report},
        rules::{BlindReport, RuleId},
    };

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn problem(part: HealthPart, fault: HealthFault) -> HealthProblem {
        HealthProblem {
            part,
            since: at(0),
            fault,
        }
    }

    fn down() -> HealthProblem {
        let reason = "closed".to_owned();
        problem(HealthPart::Gateway, HealthFault::GatewayDown { reason })
    }

    fn lost(report: Report) -> HealthProblem {
        let fault = HealthFault::ReportLost(BlindReport {
            report,
            skills: Vec::new(),
            since: at(0),
            failures: 3,
            reason: ReadFailure::Unexpected,
            rules: vec![RuleId::new("abandonment")],
        });
        problem(HealthPart::Feed(OperationName::new("centre")), fault)
    }

    fn report(problems: &[HealthProblem]) -> HealthReport {
        let part = |problem: &HealthProblem| PartHealth {
            part: problem.part.clone(),
            checked_at: None,
            problems: vec![problem.clone()],
        };
        HealthReport {
            recent: at(0),
            parts: problems.iter().map(part).collect(),
        }
    }

    /// Returns whether something began and whether something ended.
    fn step(ledger: &mut OpsLedger, problems: &[HealthProblem], second: i64) -> (usize, usize) {
        let changes = ledger.advance(&report(problems), at(second));
        let began = |change: &&HealthChange| matches!(change, HealthChange::Began(_));
        let began = changes.iter().filter(began).count();
        (began, changes.len() - began)
    }

    #[test]
    fn a_problem_is_posted_once_when_it_lasts_and_once_when_it_is_over() {
        let mut ledger = OpsLedger::default();
        for (second, problems, expected) in [
            (0, &[down()][..], (0, 0)),
            (30, &[], (0, 0)),
            (40, &[down()], (0, 0)),
            (90, &[down()], (0, 0)),
            (100, &[down()], (1, 0)),
            (900, &[down()], (0, 0)),
            (910, &[], (0, 0)),
            (930, &[down()], (0, 0)),
            (940, &[], (0, 0)),
            (1_000, &[], (0, 1)),
            (2_000, &[], (0, 0)),
        ] {
            assert_eq!(step(&mut ledger, problems, second), expected, "{second}");
        }
    }

    #[test]
    fn each_report_has_its_own_posts_at_once() {
        let mut ledger = OpsLedger::default();
        let (one, two) = (lost(Report::ServiceLevel), lost(Report::Holds));
        assert_eq!(step(&mut ledger, std::slice::from_ref(&one), 0), (1, 0));
        assert_eq!(step(&mut ledger, &[one.clone(), two], 300), (1, 0));
        assert_eq!(step(&mut ledger, &[one], 600), (0, 1));
        assert_eq!(step(&mut ledger, &[], 900), (0, 1));
    }

    #[test]
    fn what_was_posted_is_not_posted_again_after_a_restart() {
        let mut ledger = OpsLedger::default();
        let one = lost(Report::ServiceLevel);
        step(&mut ledger, std::slice::from_ref(&one), 0);
        let kept = serde_json::to_string(&ledger).unwrap();
        let mut again: OpsLedger = serde_json::from_str(&kept).unwrap();
        assert_eq!(step(&mut again, &[one], 60), (0, 0));
        assert_eq!(step(&mut again, &[], 120), (0, 1));
    }

    #[test]
    fn a_total_outage_that_a_rule_posts_is_not_posted_twice() {
        let mut ledger = OpsLedger::default();
        let part = HealthPart::Feed(OperationName::new("centre"));
        let fault = |failures, has_rule| HealthFault::FeedLost {
            failures,
            reason: ReadFailure::Unreachable,
            has_rule,
        };
        assert_eq!(
            step(&mut ledger, &[problem(part.clone(), fault(9, true))], 0),
            (0, 0)
        );
        assert_eq!(
            step(&mut ledger, &[problem(part.clone(), fault(2, false))], 0),
            (0, 0)
        );
        assert_eq!(
            step(&mut ledger, &[problem(part, fault(3, false))], 0),
            (1, 0)
        );
    }

    #[test]
    fn a_post_about_a_refused_channel_goes_where_posts_are_taken() {
        let [ops, floor, managers] = ["ops", "floor", "managers"].map(ChannelName::new);
        let refuses = |channel: &ChannelName| {
            let fault = HealthFault::ChannelRefuses {
                waiting: 1,
                reason: "50013".to_owned(),
            };
            problem(HealthPart::Delivery(channel.clone()), fault)
        };
        for (refused, expected) in [
            (&[][..], &ops),
            (&[refuses(&floor)], &ops),
            (&[refuses(&ops)], &floor),
            (&[refuses(&ops), refuses(&floor)], &managers),
            (&[refuses(&ops), refuses(&floor), refuses(&managers)], &ops),
        ] {
            let found = reachable_channel(&ops, [&floor, &managers].into_iter(), &report(refused));
            assert_eq!(found, expected);
        }
    }
}
