//! `skill_9`: one row a skill, one key a range of waits.

use std::{borrow::Cow, collections::BTreeMap};

use super::{ReportSpelling, ReportTotal, range::parse_range, skill_of_row};
use crate::{
    answer::{RawAnswer, ResponseOutcome},
    error::ApiError,
};
use vigia_core::metrics::{
    Facts,
    facts::{Abandonment, SecondsRange, SkillAbandons, WaitCalls},
};

pub(super) const SPELLING: ReportSpelling = ReportSpelling {
    is_by_skill: true,
    read: read_abandonment,
};

fn read_abandonment(answer: RawAnswer<'_>) -> Result<ResponseOutcome<Facts>, ApiError> {
    let outcome = answer.read_rows(
        |(report, total): &mut (Abandonment, ReportTotal<SkillAbandons>), row| {
            let mut by_wait = BTreeMap::new();
            for (key, value) in row.fields() {
                if let Some(wait) = wait_range(key) {
                    let calls = row.count_of(key, value);
                    if !add_wait(&mut by_wait, wait, calls) {
                        row.doubt(key);
                    }
                }
            }
            let by_wait = by_wait.into_iter();
            let by_wait = by_wait
                .map(|(wait, calls)| WaitCalls { wait, calls })
                .collect();
            let Some(skill) = skill_of_row(row) else {
                return;
            };
            let abandons = SkillAbandons {
                skill,
                name: row.get("skill_name").name().map(Cow::into_owned),
                abandoned: row.count("abandon_calls"),
                by_wait,
            };
            if skill.is_some() {
                report.skills.push(abandons);
            } else {
                let waits = abandons.by_wait.iter().any(|wait| wait.calls.is_some());
                let has_figures = abandons.abandoned.is_some() || waits;
                let name = abandons.name.clone().unwrap_or_default();
                total.add(&name, abandons, has_figures);
            }
        },
    )?;
    Ok(outcome.and_then(|(mut report, total)| {
        report.all = total.finish();
        (!report.skills.is_empty() || report.all.is_some()).then_some(Facts::Abandonment(report))
    }))
}

/// A key that starts with `abandon` and has a number in it is a range of waits.
fn wait_range(key: &str) -> Option<SecondsRange> {
    let folded = key.trim().to_ascii_lowercase();
    if !folded.starts_with("abandon") || !folded.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(match parse_range(&folded) {
        Some((from, Some(to))) => SecondsRange::Between(from, to),
        Some((from, None)) => SecondsRange::AtLeast(from),
        None => SecondsRange::Other(key.to_owned()),
    })
}

/// Adds a range once, also where a row has both spellings of its key. Returns false where the two differ: the
/// first counts then.
fn add_wait(
    by_wait: &mut BTreeMap<SecondsRange, Option<u64>>,
    wait: SecondsRange,
    calls: Option<u64>,
) -> bool {
    let Some(known) = by_wait.get_mut(&wait) else {
        by_wait.insert(wait, calls);
        return true;
    };
    let agrees = known.is_none() || calls.is_none() || *known == calls;
    *known = known.or(calls);
    agrees
}
