//! What a poll reads, in which order, and how much where the day's requests are short.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use vigia_core::{
    metrics::{Facts, ReportRequest, SkillId, SkillSelection, Snapshot},
    rules::{Ruleset, needed_requests},
};
use vigia_wolkvox::{QuotaState, single_skill};

/// The coming polls of a day are counted in steps of at least this length.
const STEP: Duration = Duration::from_secs(5 * 60);

/// Returns true where every rule about reports is outside its calendar, so that nobody needs a report.
pub(super) fn is_idle(rules: &Ruleset, as_of: DateTime<Utc>, zone: Tz) -> bool {
    let is_any_asleep = rules.iter().any(|rule| rule.is_asleep(as_of, zone));
    // A rule of every skill needs requests for any skill.
    is_any_asleep
        && needed_requests(rules.awake(as_of, zone), &[SkillId(0)], as_of, zone).is_empty()
}

/// Returns the requests that this poll may take, so that the later polls of the day have as many.
pub(super) fn fair_share(
    rules: &Ruleset,
    quota: QuotaState,
    every: Duration,
    as_of: DateTime<Utc>,
    zone: Tz,
) -> u64 {
    let left = quota.limit.saturating_sub(quota.reserve + quota.used);
    let step = every.max(STEP);
    let day = |time: DateTime<Utc>| time.with_timezone(&zone).date_naive();
    let length = TimeDelta::from_std(step).unwrap_or(TimeDelta::days(1));
    let marks = (0..=24 * 12).map_while(|number| as_of.checked_add_signed(length * number));
    let marks = marks.take_while(|mark| day(*mark) == day(as_of));
    let steps = marks.filter(|mark| !is_idle(rules, *mark, zone)).count();
    let polls = step.as_secs() / every.as_secs().max(1) * u64::try_from(steps).unwrap_or(u64::MAX);
    left / polls.max(1)
}

/// The skills in the order in which a poll reads them, where each takes a request.
#[derive(Debug)]
pub(super) struct SkillOrder(BTreeMap<SkillId, usize>);

impl SkillOrder {
    /// Puts skills with an alert first. The others take turns: those with the most abandoned calls, which are the
    /// nearest to a limit, and those that were not read for the longest time, so that none is left out for ever.
    pub(super) fn of(
        skills: &BTreeSet<SkillId>,
        alerting: &BTreeSet<SkillId>,
        last_read: &BTreeMap<SkillId, DateTime<Utc>>,
        snapshot: &Snapshot,
    ) -> Self {
        let abandoned = abandoned_calls(snapshot);
        let mut by_age: Vec<SkillId> = skills.iter().copied().collect();
        by_age.sort_by_key(|skill| (!alerting.contains(skill), last_read.get(skill).copied()));
        let alerts = by_age.partition_point(|skill| alerting.contains(skill));
        let others = by_age.split_off(alerts);
        let mut by_loss: Vec<SkillId> = others.clone();
        by_loss.retain(|skill| abandoned.get(skill).is_some_and(|calls| *calls > 0));
        by_loss.sort_by_key(|skill| std::cmp::Reverse(abandoned.get(skill)));
        let mut by_loss = by_loss.into_iter();
        let turns = others
            .into_iter()
            .flat_map(|oldest| [by_loss.next(), Some(oldest)]);
        let mut order = BTreeMap::new();
        for skill in by_age.into_iter().chain(turns.flatten()) {
            let place = order.len();
            order.entry(skill).or_insert(place);
        }
        Self(order)
    }

    /// Puts the requests about the whole operation first, then those of the skills in their order.
    pub(super) fn sort(&self, mut asks: Vec<ReportRequest>) -> Vec<ReportRequest> {
        asks.sort_by_key(|ask| match ask.skills {
            SkillSelection::All => None,
            SkillSelection::One(skill) => Some(self.0.get(&skill).copied().unwrap_or(usize::MAX)),
        });
        asks
    }
}

/// Returns the abandoned calls of each skill, as far as the poll has read them.
fn abandoned_calls(snapshot: &Snapshot) -> BTreeMap<SkillId, u64> {
    let facts = snapshot
        .readings
        .iter()
        .filter_map(|reading| reading.outcome.as_deref().ok());
    let reports = facts.filter_map(|facts| match facts {
        Facts::Abandonment(report) => Some(report),
        Facts::ServiceLevel(_) | Facts::SmartHold(_) | Facts::Durations(_) | Facts::Holds(_) => {
            None
        }
    });
    let rows = reports.flat_map(|report| &report.skills);
    rows.filter_map(|row| row.skill.zip(row.abandoned))
        .collect()
}

/// Returns the skills that these requests are about, one by one.
pub(super) fn single_skills(asks: &[ReportRequest]) -> impl Iterator<Item = SkillId> {
    asks.iter().filter_map(single_skill)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use vigia_core::metrics::{
        OperationName, Reading, Report, TimeWindow,
        facts::{Abandonment, SkillAbandons},
    };

    fn ask(report: Report, skills: SkillSelection) -> ReportRequest {
        let window = TimeWindow::ending(DateTime::UNIX_EPOCH, Duration::from_secs(60));
        ReportRequest {
            report,
            skills,
            window,
        }
    }

    fn lost(calls: &[(u64, u64)]) -> Snapshot {
        let row = |(skill, calls): &(u64, u64)| SkillAbandons {
            skill: Some(SkillId(*skill)),
            name: None,
            abandoned: Some(*calls),
            by_wait: Vec::new(),
        };
        let report = Abandonment {
            skills: calls.iter().map(row).collect(),
            all: None,
        };
        Snapshot {
            operation: OperationName::new("norte"),
            as_of: DateTime::UNIX_EPOCH,
            readings: vec![Reading {
                ask: ask(Report::Abandonment, SkillSelection::All),
                outcome: Ok(Arc::new(Facts::Abandonment(report))),
            }],
        }
    }

    #[test]
    fn alerts_come_first_and_then_losses_and_those_unread_for_the_longest_in_turns() {
        let one = |skill| SkillSelection::One(SkillId(skill));
        let asks: Vec<_> = (1..=6)
            .map(|skill| ask(Report::ServiceLevel, one(skill)))
            .collect();
        let order = |alerting: &[u64], last_read: &[(u64, i64)], calls: &[(u64, u64)]| {
            let time = |minute| DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
            let last_read = last_read
                .iter()
                .map(|(skill, at)| (SkillId(*skill), time(*at)));
            let order = SkillOrder::of(
                &single_skills(&asks).collect(),
                &alerting.iter().map(|skill| SkillId(*skill)).collect(),
                &last_read.collect(),
                &lost(calls),
            );
            let all = ask(Report::ServiceLevel, SkillSelection::All);
            let sorted = order.sort([&asks[..], &[all]].concat());
            assert_eq!(sorted[0], all);
            single_skills(&sorted)
                .map(|skill| skill.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(order(&[], &[], &[]), [1, 2, 3, 4, 5, 6]);
        let last_read = [(1, 10), (2, 9), (3, 8), (4, 7), (5, 6), (6, 5)];
        assert_eq!(order(&[], &last_read, &[]), [6, 5, 4, 3, 2, 1]);
        assert_eq!(order(&[3], &last_read, &[]), [3, 6, 5, 4, 2, 1]);
        let calls = [(1, 9), (2, 1), (4, 0)];
        assert_eq!(order(&[3], &last_read, &calls), [3, 1, 6, 2, 5, 4]);
    }
}
