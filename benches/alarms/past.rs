//! What has been before, for rules that ask what is usual.

use std::time::Duration;

use chrono_tz::America::Bogota;
use vigia_core::{
    alerts::AlertKey,
    metrics::{ReportRequest, SkillSelection, TimeWindow},
    rules::{BaselinePlan, Disturbance, Ruleset, ScopeHistory},
};

use crate::{
    detectors::Episode,
    floor::Floor,
    hours::{Minute, POLL, at},
};

/// So far back nobody looks: six weeks and a window.
const LONG_AGO: Minute = 43 * 24 * 60;

/// What these rules know at a poll, and when they rang themselves.
pub(crate) fn past<'a>(
    floor: &dyn Floor,
    rules: &Ruleset,
    now: Minute,
    rung: impl Iterator<Item = (&'a AlertKey, &'a Episode)>,
) -> ScopeHistory {
    let asking = || rules.iter().filter(|rule| rule.asks_the_past());
    let every = Duration::from_secs(60 * POLL as u64);
    let recall = BaselinePlan::of(asking(), at(now), Bogota, every);
    let skills = floor.skills();
    let mut asks = Vec::new();
    for need in recall.needs() {
        let each = skills.iter().copied().map(SkillSelection::One);
        let is_by_skill = need.report.is_asked_by_skill();
        let skills: Vec<SkillSelection> = if is_by_skill {
            each.collect()
        } else {
            vec![SkillSelection::All]
        };
        asks.extend(skills.into_iter().map(|skills| ReportRequest {
            report: need.report,
            skills,
            window: TimeWindow::ending(need.until, need.window),
        }));
    }
    asks.retain(|ask| ask.window.from() >= at(0));
    let disturbances = rung
        .filter(|(_, episode)| episode.ended + LONG_AGO > now)
        .filter(|(key, _)| asking().any(|rule| rule.id == key.rule))
        .map(|(key, episode)| Disturbance {
            rule: key.rule.clone(),
            scope: key.scope.clone(),
            time: at(episode.fired)..at(episode.ended.min(now)),
        });
    recall.past(&floor.readings(asks), &skills, disturbances.collect())
}
