//! Abandons by wait. Ranges that nobody knows are kept, and a range with a part that is
//! not known is not known.

use std::collections::BTreeMap;

use crate::{
    cards::{Line, Words, tidy},
    metrics::{
        Quantity, SkillNames, Skills,
        facts::{Abandonment, SkillAbandons, Wait, WaitCalls},
    },
};

/// How many skills the answer for all of them names.
const WORST: usize = 5;

/// The row that the answer is about: the skill's, or the API's own total, or the sum of
/// the skills where the API sent none.
pub(super) fn row(report: &Abandonment, skills: Skills) -> Option<SkillAbandons> {
    match skills {
        Skills::One(skill) => report
            .skills
            .iter()
            .find(|row| row.skill == Some(skill))
            .cloned(),
        Skills::All if report.all.is_some() => report.all.clone(),
        Skills::All if report.skills.is_empty() => None,
        Skills::All => Some(SkillAbandons {
            skill: None,
            name: None,
            abandoned: add(report.skills.iter().map(|row| row.abandoned)),
            by_wait: by_wait(report.skills.iter().flat_map(|row| &row.by_wait), |wait| {
                wait.clone()
            }),
        }),
    }
}

/// What the ranges add up to, where all of them are known.
pub(super) fn total(row: &SkillAbandons) -> Option<u64> {
    if row.by_wait.is_empty() {
        return None;
    }
    add(row.by_wait.iter().map(|range| range.calls))
}

/// How long they had waited: `≤10 s 3 (16.7 %) · 11–20 s 2 (11.1 %) · …`.
pub(super) fn line(row: &SkillAbandons, words: &Words) -> Option<Line> {
    let of = total(row).or(row.abandoned);
    let ranges: Vec<_> = by_wait(&row.by_wait, coarse)
        .iter()
        .map(|range| {
            let label = label(&range.wait);
            let share = range.calls.zip(of).and_then(|(k, n)| Quantity::share(k, n));
            let calls = words.known(range.calls.map(Quantity::Count));
            match share {
                Some(share) => format!("{label} {calls} ({})", words.quantity(share)),
                None => format!("{label} {calls}"),
            }
        })
        .collect();
    (!ranges.is_empty())
        .then(|| words.line("abandon-waits", &[("ranges", ranges.join(" · ").into())]))
}

/// The skills that lost most callers, one line each.
pub(super) fn worst(
    report: &Abandonment,
    names: &SkillNames,
    of: Option<u64>,
    words: &Words,
) -> Vec<Line> {
    let mut rows: Vec<_> = report
        .skills
        .iter()
        .filter_map(|row| {
            Some((row, row.skill?, row.abandoned.filter(|calls| *calls > 0)?))
        })
        .collect();
    rows.sort_by_key(|(_, skill, calls)| (std::cmp::Reverse(*calls), *skill));
    let mut lines: Vec<_> = rows
        .into_iter()
        .take(WORST)
        .map(|(row, skill, calls)| {
            let name = names.get(skill).or(row.name.as_deref());
            let share = of.and_then(|of| Quantity::share(calls, of));
            let share = share.map(|share| format!(" ({})", words.quantity(share)));
            Line::text(format!(
                "{}: {}{}",
                words.skill(skill, name),
                words.count(calls),
                share.unwrap_or_default()
            ))
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, words.line("abandon-worst", &[]));
    }
    lines
}

fn by_wait<'a>(
    ranges: impl IntoIterator<Item = &'a WaitCalls>,
    range_of: impl Fn(&Wait) -> Wait,
) -> Vec<WaitCalls> {
    let mut sums: BTreeMap<Wait, Option<u64>> = BTreeMap::new();
    for range in ranges {
        let sum = sums.entry(range_of(&range.wait)).or_insert(Some(0));
        *sum = add([*sum, range.calls]);
    }
    let whole = |(wait, calls)| WaitCalls { wait, calls };
    sums.into_iter().map(whole).collect()
}

/// The ranges from 21 to 50 s count as one: a phone has room for four.
fn coarse(wait: &Wait) -> Wait {
    match wait {
        Wait::Between(from, to) if *from >= 21 && *to <= 50 => Wait::Between(21, 50),
        Wait::Between(..) | Wait::AtLeast(_) | Wait::Other(_) => wait.clone(),
    }
}

fn label(wait: &Wait) -> String {
    match wait {
        Wait::Between(0, to) => format!("≤{to} s"),
        Wait::Between(from, to) => format!("{from}–{to} s"),
        Wait::AtLeast(from) => format!("≥{from} s"),
        Wait::Other(text) => tidy(text),
    }
}

fn add(numbers: impl IntoIterator<Item = Option<u64>>) -> Option<u64> {
    numbers
        .into_iter()
        .try_fold(0_u64, |sum, number| Some(sum.saturating_add(number?)))
}
