//! Makes a report of health of what was gathered of each part.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    health::{HealthFault, HealthPart, HealthProblem, HealthReport, PartHealth},
    metrics::{FeedState, OperationName, ReadFailure},
    rules::{BlindReport, ChannelName},
};

/// The time that reading a poll takes at most before the poll counts as late, beyond two intervals.
const READING: TimeDelta = TimeDelta::seconds(30);

/// The age from which on a post that waits is a problem. A delivery takes seconds.
const WAITS_AFTER: TimeDelta = TimeDelta::minutes(2);

/// The time for which the connection to Discord may be gone before it is a problem. Discord itself asks to
/// reconnect now and then.
const DOWN_AFTER: TimeDelta = TimeDelta::seconds(60);

/// The time for which a recovery of the store is shown: a person should look at what is lost.
const RECOVERY_SHOWN: TimeDelta = TimeDelta::days(1);

/// The distance into the future from which on a poll was not made by the right clock.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

#[derive(Clone, Debug)]
pub struct OperationInputs {
    pub name: OperationName,
    /// The end of the windows of the last committed poll.
    pub last_poll: Option<DateTime<Utc>>,
    pub feed: FeedState,
    pub blind: Vec<BlindReport>,
    /// True where a rule in force posts an alert when no report can be read.
    pub has_feed_rule: bool,
    /// The requests used today, those that the day has, and those of them that polls leave to people.
    pub used: u64,
    pub limit: u64,
    pub reserved: u64,
}

/// The posts into one channel.
#[derive(Clone, Debug)]
pub struct ChannelInputs {
    pub channel: ChannelName,
    /// The last time at which nothing waited, or something was tried.
    pub checked_at: Option<DateTime<Utc>>,
    /// The number of posts that wait, and the time since which the oldest does.
    pub waiting: u64,
    pub oldest: Option<DateTime<Utc>>,
    pub trouble: Option<ChannelTrouble>,
}

/// Why a channel does not take posts.
#[derive(Clone, Debug)]
pub struct ChannelTrouble {
    pub since: DateTime<Utc>,
    pub reason: String,
    /// True where a person must change something; otherwise it may pass by itself.
    pub is_refusal: bool,
}

#[derive(Clone, Debug)]
pub struct GatewayInputs {
    /// The last sign of life of the connection.
    pub checked_at: Option<DateTime<Utc>>,
    /// Since when there is no connection, and why.
    pub down: Option<(DateTime<Utc>, String)>,
    /// What the server lacks, one line each, and since when that is known.
    pub lacks: Vec<(DateTime<Utc>, String)>,
}

#[derive(Clone, Debug)]
pub struct StoreInputs {
    pub checked_at: Option<DateTime<Utc>>,
    pub trouble: Option<(DateTime<Utc>, String)>,
    /// What the start recovered, and when that was.
    pub recovered: Option<(DateTime<Utc>, String)>,
}

#[derive(Clone, Debug)]
pub struct RulesInputs {
    pub checked_at: Option<DateTime<Utc>>,
    /// The number of rules in force.
    pub count: usize,
    /// Since when the changed files are refused, and their faults.
    pub refused: Option<(DateTime<Utc>, Vec<String>)>,
}

/// What is known of each part.
#[derive(Clone, Debug)]
pub struct HealthInputs {
    pub started_at: DateTime<Utc>,
    /// The time between two polls, and the delay after which one is read.
    pub every: Duration,
    pub settle: Duration,
    pub operations: Vec<OperationInputs>,
    pub channels: Vec<ChannelInputs>,
    pub gateway: GatewayInputs,
    pub store: StoreInputs,
    pub rules: RulesInputs,
}

/// Judges each part as of `now`.
pub fn assess(inputs: &HealthInputs, now: DateTime<Utc>) -> HealthReport {
    let length = |time: Duration| TimeDelta::from_std(time).unwrap_or(TimeDelta::days(1));
    let patience = length(inputs.every) * 2 + length(inputs.settle) + READING;
    let recent = now - patience;
    let mut parts = Vec::new();
    for operation in &inputs.operations {
        parts.push(polls_health(operation, inputs.started_at, recent, now));
        parts.push(feed_health(operation, now));
        parts.push(quota_health(operation, now));
    }
    parts.extend(
        inputs
            .channels
            .iter()
            .map(|channel| channel_health(channel, now)),
    );
    parts.extend(gateway_health(&inputs.gateway, now));
    parts.push(store_health(&inputs.store, now));
    parts.push(rules_health(&inputs.rules, inputs.started_at));
    parts.push(clock_health(inputs, now));
    HealthReport { recent, parts }
}

fn part_health(
    part: HealthPart,
    checked_at: Option<DateTime<Utc>>,
    faults: impl IntoIterator<Item = (DateTime<Utc>, HealthFault)>,
) -> PartHealth {
    let problems = faults.into_iter().map(|(since, fault)| HealthProblem {
        part: part.clone(),
        since,
        fault,
    });
    PartHealth {
        checked_at,
        problems: problems.collect(),
        part,
    }
}

fn polls_health(
    operation: &OperationInputs,
    started_at: DateTime<Utc>,
    recent: DateTime<Utc>,
    now: DateTime<Utc>,
) -> PartHealth {
    let fault = match operation.last_poll {
        // The first poll after a start has as long as any other.
        _ if started_at > recent => None,
        None => Some((started_at, HealthFault::NeverPolled)),
        Some(last) if last < recent => Some((last, HealthFault::PollsLate { last })),
        Some(_) => None,
    };
    let part = HealthPart::Polls(operation.name.clone());
    part_health(part, checked_at(operation, now), fault)
}

/// The time of the last poll. One of the future is the clock's problem.
fn checked_at(operation: &OperationInputs, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    operation.last_poll.map(|last| last.min(now))
}

fn feed_health(operation: &OperationInputs, now: DateTime<Utc>) -> PartHealth {
    let feed = &operation.feed;
    let is_lost = feed.failures > 0;
    let lost = is_lost.then(|| {
        let first = feed.outages.iter().min_by_key(|outage| outage.since);
        let since = first.map_or(feed.as_of, |outage| outage.since);
        let reason = first.map_or(ReadFailure::Other, |outage| outage.reason);
        let fault = HealthFault::FeedLost {
            failures: feed.failures,
            reason,
            has_rule: operation.has_feed_rule,
        };
        (since, fault)
    });
    let blind = operation.blind.iter().filter(|_| !is_lost);
    let blind = blind.map(|report| (report.since, HealthFault::ReportLost(report.clone())));
    part_health(
        HealthPart::Feed(operation.name.clone()),
        checked_at(operation, now),
        lost.into_iter().chain(blind),
    )
}

fn quota_health(operation: &OperationInputs, now: DateTime<Utc>) -> PartHealth {
    let (used, limit) = (operation.used, operation.limit);
    let is_short = limit.saturating_sub(used) <= operation.reserved;
    let fault = is_short.then_some((now, HealthFault::QuotaShort { used, limit }));
    part_health(HealthPart::Quota(operation.name.clone()), Some(now), fault)
}

fn channel_health(channel: &ChannelInputs, now: DateTime<Utc>) -> PartHealth {
    let waiting = channel.waiting;
    let trouble = channel.trouble.as_ref();
    let reason = trouble
        .map(|trouble| trouble.reason.clone())
        .unwrap_or_default();
    let first = channel
        .oldest
        .into_iter()
        .chain(trouble.map(|it| it.since))
        .min();
    let fault = match (trouble, first) {
        (Some(trouble), _) if trouble.is_refusal => Some((
            trouble.since,
            HealthFault::ChannelRefuses { waiting, reason },
        )),
        (_, Some(first)) if now - first > WAITS_AFTER => {
            Some((first, HealthFault::ChannelWaits { waiting, reason }))
        }
        (_, _) => None,
    };
    let part = HealthPart::Delivery(channel.channel.clone());
    part_health(part, channel.checked_at, fault)
}

fn gateway_health(gateway: &GatewayInputs, now: DateTime<Utc>) -> [PartHealth; 2] {
    let down = gateway.down.as_ref();
    let down = down.filter(|(since, _)| now - *since >= DOWN_AFTER);
    let down = down.map(|(since, reason)| {
        let reason = reason.clone();
        (*since, HealthFault::GatewayDown { reason })
    });
    let lacks = gateway.lacks.iter().map(|(since, reason)| {
        let reason = reason.clone();
        (*since, HealthFault::ServerUnfit { reason })
    });
    [
        part_health(HealthPart::Gateway, gateway.checked_at, down),
        part_health(HealthPart::Server, gateway.checked_at, lacks),
    ]
}

fn store_health(store: &StoreInputs, now: DateTime<Utc>) -> PartHealth {
    let trouble = store.trouble.clone();
    let trouble = trouble.map(|(since, reason)| (since, HealthFault::StoreTroubled { reason }));
    let recovered = store.recovered.clone();
    let recovered = recovered.filter(|(since, _)| now - *since < RECOVERY_SHOWN);
    let recovered =
        recovered.map(|(since, reason)| (since, HealthFault::StoreRecovered { reason }));
    let faults = trouble.into_iter().chain(recovered);
    part_health(HealthPart::Store, store.checked_at, faults)
}

fn rules_health(rules: &RulesInputs, started_at: DateTime<Utc>) -> PartHealth {
    let none = (rules.count == 0).then_some((started_at, HealthFault::NoRules));
    let refused = rules.refused.clone();
    let refused = refused.map(|(since, faults)| (since, HealthFault::RulesRefused { faults }));
    part_health(
        HealthPart::Rules,
        rules.checked_at,
        none.into_iter().chain(refused),
    )
}

fn clock_health(inputs: &HealthInputs, now: DateTime<Utc>) -> PartHealth {
    let polls = inputs
        .operations
        .iter()
        .filter_map(|operation| operation.last_poll);
    let ahead = polls.max().filter(|last| *last > now + AHEAD);
    let fault = ahead.map(|until| (now, HealthFault::ClockWasAhead { until }));
    part_health(HealthPart::Clock, Some(now), fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        metrics::{Report, ReportOutage, SkillSelection},
        rules::RuleId,
    };

    const CENTRE: &str = "centre";

    fn at(clock: &str) -> DateTime<Utc> {
        format!("2026-11-16T{clock}Z").parse().unwrap()
    }

    fn well() -> HealthInputs {
        let checked_at = Some(at("10:40:00"));
        HealthInputs {
            started_at: at("08:00:00"),
            every: Duration::from_secs(300),
            settle: Duration::from_secs(60),
            operations: vec![OperationInputs {
                name: OperationName::new(CENTRE),
                last_poll: Some(at("10:35:00")),
                feed: FeedState {
                    as_of: at("10:35:00"),
                    last_good: Some(at("10:35:00")),
                    ..FeedState::default()
                },
                blind: Vec::new(),
                has_feed_rule: false,
                used: 400,
                limit: 1_000,
                reserved: 100,
            }],
            channels: vec![ChannelInputs {
                channel: ChannelName::new("floor"),
                checked_at,
                waiting: 0,
                oldest: None,
                trouble: None,
            }],
            gateway: GatewayInputs {
                checked_at,
                down: None,
                lacks: Vec::new(),
            },
            store: StoreInputs {
                checked_at,
                trouble: None,
                recovered: None,
            },
            rules: RulesInputs {
                checked_at,
                count: 3,
                refused: None,
            },
        }
    }

    fn now() -> DateTime<Utc> {
        at("10:40:30")
    }

    fn blind() -> BlindReport {
        BlindReport {
            report: Report::ServiceLevel,
            skills: Vec::new(),
            since: at("10:25:00"),
            failures: 3,
            reason: ReadFailure::Unexpected,
            rules: vec![RuleId::new("abandonment")],
        }
    }

    fn trouble(since: &str, is_refusal: bool) -> ChannelTrouble {
        ChannelTrouble {
            since: at(since),
            reason: "Missing Access".to_owned(),
            is_refusal,
        }
    }

    /// Returns the kinds of what is wrong after a change of the inputs.
    fn faults(change: impl FnOnce(&mut HealthInputs)) -> Vec<crate::health::FaultKind> {
        let mut inputs = well();
        change(&mut inputs);
        let report = assess(&inputs, now());
        let problems = report.problems().into_iter();
        problems.map(|problem| (&problem.fault).into()).collect()
    }

    #[test]
    fn a_bot_whose_parts_were_all_checked_is_well() {
        let report = assess(&well(), now());
        assert!(report.is_well(), "{report:#?}");
        assert_eq!(report.parts.len(), 9);
    }

    #[test]
    fn each_fault_is_named() {
        use crate::health::FaultKind::{
            ChannelRefuses, ChannelWaits, ClockWasAhead, FeedLost, GatewayDown, NeverPolled,
            NoRules, PollsLate, QuotaShort, ReportLost, RulesRefused, ServerUnfit, StoreRecovered,
            StoreTroubled,
        };
        let text = String::from;
        assert_eq!(
            faults(|it| it.operations[0].last_poll = None),
            [NeverPolled]
        );
        assert_eq!(
            faults(|it| it.operations[0].last_poll = Some(at("10:28:59"))),
            [PollsLate]
        );
        assert_eq!(
            faults(|it| it.operations[0].last_poll = Some(at("12:00:00"))),
            [ClockWasAhead]
        );
        assert_eq!(
            faults(|it| it.operations[0].blind = vec![blind()]),
            [ReportLost]
        );
        assert_eq!(faults(|it| it.operations[0].used = 900), [QuotaShort]);
        assert_eq!(
            faults(|it| it.channels[0].trouble = Some(trouble("10:40:00", true))),
            [ChannelRefuses]
        );
        assert_eq!(
            faults(|it| it.channels[0].trouble = Some(trouble("10:38:00", false))),
            [ChannelWaits]
        );
        assert_eq!(
            faults(|it| it.channels[0].trouble = Some(trouble("10:40:00", false))),
            []
        );
        assert_eq!(
            faults(|it| it.channels[0].oldest = Some(at("10:38:00"))),
            [ChannelWaits]
        );
        assert_eq!(
            faults(|it| it.channels[0].oldest = Some(at("10:39:00"))),
            []
        );
        assert_eq!(
            faults(|it| it.gateway.down = Some((at("10:39:00"), text("closed")))),
            [GatewayDown]
        );
        assert_eq!(
            faults(|it| it.gateway.down = Some((at("10:40:00"), text("closed")))),
            []
        );
        assert_eq!(
            faults(|it| it.gateway.lacks = vec![(at("10:40:00"), text("no role"))]),
            [ServerUnfit]
        );
        assert_eq!(
            faults(|it| it.store.trouble = Some((at("10:40:00"), text("damaged")))),
            [StoreTroubled]
        );
        assert_eq!(
            faults(|it| it.store.recovered = Some((at("08:00:00"), text("behind")))),
            [StoreRecovered]
        );
        assert_eq!(faults(|it| it.rules.count = 0), [NoRules]);
        assert_eq!(
            faults(|it| it.rules.refused = Some((at("10:40:00"), vec![]))),
            [RulesRefused]
        );
        let outage = ReportOutage {
            report: Report::Holds,
            skills: SkillSelection::All,
            failures: 1,
            since: at("10:35:00"),
            good_until: None,
            reason: ReadFailure::Unreachable,
        };
        assert_eq!(
            faults(|it| {
                it.operations[0].feed.failures = 1;
                it.operations[0].feed.outages = vec![outage];
                it.operations[0].blind = vec![blind()];
            }),
            [FeedLost],
            "a total outage is not repeated for each report"
        );
    }

    #[test]
    fn what_was_not_checked_within_two_polls_is_not_well() {
        let mut inputs = well();
        inputs.channels[0].checked_at = Some(at("10:28:00"));
        inputs.gateway.checked_at = None;
        let report = assess(&inputs, now());
        let unchecked: Vec<_> = report.unchecked().map(|part| part.part.clone()).collect();
        let floor = HealthPart::Delivery(ChannelName::new("floor"));
        assert_eq!(unchecked, [floor, HealthPart::Gateway, HealthPart::Server]);
        assert!(report.problems().is_empty() && !report.is_well());
    }

    #[test]
    fn a_bot_that_has_just_started_is_neither_well_nor_at_fault() {
        let mut inputs = well();
        inputs.started_at = at("10:39:00");
        inputs.operations[0].last_poll = None;
        let report = assess(&inputs, now());
        assert!(report.problems().is_empty() && !report.is_well());
    }

    #[test]
    fn an_operation_sees_its_own_parts_and_the_shared_ones() {
        let mut inputs = well();
        inputs.operations.push(OperationInputs {
            name: OperationName::new("other"),
            last_poll: Some(at("07:00:00")),
            ..inputs.operations[0].clone()
        });
        let report = assess(&inputs, now());
        assert!(!report.is_well());
        let own = report.clone().of_operation(&OperationName::new(CENTRE));
        assert!(own.is_well());
        assert_eq!(own.parts.len(), report.parts.len() - 3);
    }
}
