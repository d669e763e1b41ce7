//! Sums that do not add up, and names that are of more than one row. Hold and mute may
//! overlap, so a difference is told as one and not as a fault.

use std::{collections::BTreeMap, time::Duration};

use crate::{
    CardLine,
    hold::{HoldAnswer, rows},
    report::warning,
};
use vigia_core::metrics::{AgentName, facts::AgentHolds};

/// Times come in whole seconds, so a sum may be off by one a row.
const ROUNDING: Duration = Duration::from_secs(1);

/// How many names of several rows are told; the others are counted.
const NAMED: usize = 3;

/// One line for each thing that the reader must know before trusting these rows.
pub(super) fn lines(answer: &HoldAnswer<'_>, shown: &[AgentHolds]) -> Vec<CardLine> {
    let mut doubts: Vec<_> = homonyms(answer, shown).into_iter().collect();
    doubts.extend(parts(answer, shown));
    doubts.extend(total(answer));
    doubts.extend(uses(answer));
    doubts.into_iter().map(warning).collect()
}

fn homonyms(answer: &HoldAnswer<'_>, shown: &[AgentHolds]) -> Option<CardLine> {
    let words = answer.words;
    let mut rows: BTreeMap<&AgentName, (&AgentHolds, u64)> = BTreeMap::new();
    for row in shown {
        rows.entry(&row.agent).or_insert((row, 0)).1 += 1;
    }
    rows.retain(|_, (_, rows)| *rows > 1);
    if rows.is_empty() {
        return None;
    }
    let names = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let names = ("names", names.into());
    if !answer.inquiry.view.names_agents {
        return Some(words.line("hold-doubt-homonyms-unnamed", &[names]));
    }
    let told = rows
        .values()
        .take(NAMED)
        .map(|(row, rows)| format!("{} ({})", rows::name(row, words), words.count(*rows)));
    let mut told = told.collect::<Vec<_>>().join(", ");
    if rows.len() > NAMED {
        told.push_str(", …");
    }
    Some(words.line("hold-doubt-homonyms", &[names, ("told", told.into())]))
}

/// Rows of which hold and mute are not the total, the first of them with its figures.
fn parts(answer: &HoldAnswer<'_>, shown: &[AgentHolds]) -> Option<CardLine> {
    let words = answer.words;
    let apart = |row: &AgentHolds| {
        let (hold, mute, total) = (row.hold?, row.mute?, row.total?);
        let apart = hold.saturating_add(mute).abs_diff(total);
        (apart > ROUNDING).then_some((hold, mute, total, apart))
    };
    let mut rows = shown.iter().filter_map(apart);
    let (hold, mute, total, first) = rows.next()?;
    let count = |number: usize| words.count(u64::try_from(number).unwrap_or(u64::MAX));
    let time = |length| words.duration(length).into();
    Some(words.line(
        "hold-doubt-parts",
        &[
            ("rows", count(rows.count() + 1).into()),
            ("of", count(shown.len()).into()),
            ("hold", time(hold)),
            ("mute", time(mute)),
            ("total", time(total)),
            ("apart", time(first)),
        ],
    ))
}

fn total(answer: &HoldAnswer<'_>) -> Option<CardLine> {
    let (report, words) = (answer.report, answer.words);
    let (sum, whole) = (report.sums().total?, report.total.as_ref()?.total?);
    let rows = u32::try_from(report.agents.len()).unwrap_or(u32::MAX);
    let apart = sum.abs_diff(whole);
    let time = |length| words.duration(length).into();
    (apart > ROUNDING.saturating_mul(rows)).then(|| {
        words.line(
            "hold-doubt-total",
            &[
                ("sum", time(sum)),
                ("whole", time(whole)),
                ("apart", time(apart)),
            ],
        )
    })
}

fn uses(answer: &HoldAnswer<'_>) -> Option<CardLine> {
    let (report, words) = (answer.report, answer.words);
    let (sum, whole) = (report.sums().uses?, report.total.as_ref()?.uses?);
    (sum != whole).then(|| {
        let sum = ("sum", words.count(sum).into());
        words.line(
            "hold-doubt-uses",
            &[sum, ("whole", words.count(whole).into())],
        )
    })
}
