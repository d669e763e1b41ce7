//! Which reports the rules need.

use std::iter;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    metrics::{ReportRequest, Scope, SkillId},
    rules::{JudgeInput, Rule, Ruleset, answers::PollReadings, judge::case::RuleEvaluation},
};

/// The questions that a poll must ask so that these rules can judge, each once.
#[must_use]
pub fn asks<'rules>(
    rules: impl IntoIterator<Item = &'rules Rule>,
    skills: &[SkillId],
    as_of: DateTime<Utc>,
    zone: Tz,
) -> Vec<ReportRequest> {
    let asks = rules.into_iter().flat_map(|rule| {
        let scopes = if rule.metric.is_asked_by_skill() {
            rule.of.scopes(skills, &[])
        } else {
            // One answer tells of every scope, whichever skills there are.
            vec![Scope::Operation]
        };
        let window = rule.windows_at(as_of, zone).into_iter().next();
        let asked = scopes.into_iter().zip(iter::repeat(window));
        asked.flat_map(move |(scope, window)| {
            let window = window.into_iter();
            window.flat_map(move |window| rule.metric.asks(&scope, window))
        })
    });
    each_once(asks.collect())
}

/// The questions that a poll must ask besides, since what it has read is of too few: the next
/// longer window of each rule that has one. None once there are enough, or no longer window.
/// Whoever asks them looks again.
#[must_use]
pub fn lacking(rules: &Ruleset, look: &JudgeInput<'_>) -> Vec<ReportRequest> {
    let answers = PollReadings::of(&look.snapshot.readings, look.feed);
    let mut asks = Vec::new();
    for rule in rules.awake(look.snapshot.as_of, look.zone) {
        if rule.widens_to.is_none() {
            continue;
        }
        let case = RuleEvaluation::of(rule, look, &answers);
        for scope in case.scopes() {
            if let Some(window) = case.lacks(&scope) {
                asks.extend(rule.metric.asks(&scope, window));
            }
        }
    }
    each_once(asks)
}

fn each_once(mut asks: Vec<ReportRequest>) -> Vec<ReportRequest> {
    asks.sort_unstable();
    asks.dedup();
    asks
}
