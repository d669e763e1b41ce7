//! The rules that cannot see, because a report that they need has failed for several polls.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    metrics::{FeedState, ReadFailure, Report, ReportOutage, SkillId, SkillSelection},
    rules::{RuleId, Ruleset, needed_requests},
};

/// A report that rules need and that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlindReport {
    pub report: Report,
    /// The skills whose report fails; empty where the report is not asked by skill.
    pub skills: Vec<SkillId>,
    /// The end of the windows of the first failed poll.
    pub since: DateTime<Utc>,
    /// The failed polls in a row, of the skill that failed most often.
    pub failures: u32,
    /// The reason of the last failure.
    pub reason: ReadFailure,
    /// The rules that need it and are awake, by name.
    pub rules: Vec<RuleId>,
}

/// Returns the reports that the awake rules need and that failed in [`ReportOutage::BLIND_AFTER`] polls in a row.
pub fn blind_reports(
    rules: &Ruleset,
    feed: &FeedState,
    skills: &[SkillId],
    as_of: DateTime<Utc>,
    zone: Tz,
) -> Vec<BlindReport> {
    let blind: BTreeMap<(Report, SkillSelection), &ReportOutage> = feed
        .outages
        .iter()
        .filter(|outage| outage.is_blind())
        .map(|outage| ((outage.report, outage.skills), outage))
        .collect();
    if blind.is_empty() {
        return Vec::new();
    }
    let mut found: BTreeMap<Report, BlindReport> = BTreeMap::new();
    for rule in rules.awake(as_of, zone) {
        for ask in needed_requests([rule], skills, as_of, zone) {
            if let Some(outage) = blind.get(&(ask.report, ask.skills)) {
                add_outage(found.entry(ask.report), outage, &rule.id);
            }
        }
    }
    found.into_values().collect()
}

fn add_outage(
    entry: std::collections::btree_map::Entry<'_, Report, BlindReport>,
    outage: &ReportOutage,
    rule: &RuleId,
) {
    let report = entry.or_insert_with(|| BlindReport {
        report: outage.report,
        skills: Vec::new(),
        since: outage.since,
        failures: 0,
        reason: outage.reason,
        rules: Vec::new(),
    });
    report.since = report.since.min(outage.since);
    if outage.failures >= report.failures {
        report.failures = outage.failures;
        report.reason = outage.reason;
    }
    if let SkillSelection::One(skill) = outage.skills
        && !report.skills.contains(&skill)
    {
        report.skills.push(skill);
    }
    if !report.rules.contains(rule) {
        report.rules.push(rule.clone());
    }
}
