//! The table: a row a skill, with its abandons by wait.
//!
//! Offered and answered calls are known of one skill alone, since the report of calls has no
//! column for skills; for all of them these cells are empty. What the API's own total says
//! is no row, so that a column may be summed.

use crate::{
    abandon::{question::AbandonQuestion, skills, waits},
    report::{ReportTable, TableCell, TableColumn},
};
use vigia_core::metrics::{
    Metric, Quantity, SkillSelection,
    facts::{SkillAbandons, WaitCalls, WaitRange},
};

/// The ranges that the report is known to have, by the keys of their columns.
const RANGES: [(&str, WaitRange); 6] = [
    ("wait_0_10", WaitRange::Between(0, 10)),
    ("wait_11_20", WaitRange::Between(11, 20)),
    ("wait_21_30", WaitRange::Between(21, 30)),
    ("wait_31_40", WaitRange::Between(31, 40)),
    ("wait_41_50", WaitRange::Between(41, 50)),
    ("wait_51", WaitRange::AtLeast(51)),
];

pub(super) fn table(question: &AbandonQuestion<'_>) -> ReportTable {
    ReportTable {
        columns: columns(question),
        rows: rows(question)
            .iter()
            .map(|row| cells(row, question))
            .collect(),
    }
}

/// One skill has a row also where only its calls are known.
fn rows(question: &AbandonQuestion<'_>) -> Vec<SkillAbandons> {
    match question.asked.skills {
        SkillSelection::All => skills::ordered(question).into_iter().cloned().collect(),
        SkillSelection::One(skill) => {
            let of_calls = || SkillAbandons {
                skill: Some(skill),
                name: None,
                abandoned: question.calls().and_then(|calls| calls.abandoned),
                by_wait: Vec::new(),
            };
            let row = question.row();
            let is_known = row.is_some() || question.calls().is_some();
            is_known
                .then(|| row.unwrap_or_else(of_calls))
                .into_iter()
                .collect()
        }
    }
}

fn columns(question: &AbandonQuestion<'_>) -> Vec<TableColumn> {
    let words = question.words;
    let column = |key, title| TableColumn { key, title };
    let mut columns = vec![
        column("skill", words.say("column-skill", &[])),
        column("name", words.say("column-name", &[])),
        column("abandoned", words.metric(Metric::AbandonCount)),
        column("abandoned_share", words.say("column-abandoned-share", &[])),
    ];
    columns.extend(RANGES.map(|(key, wait)| column(key, waits::label(&wait))));
    columns.extend([
        column("wait_other", words.say("column-wait-other", &[])),
        column("offered", words.metric(Metric::CallsOffered)),
        column("answered", words.metric(Metric::CallsAnswered)),
        column("abandon_rate", words.say("column-abandon-rate", &[])),
    ]);
    columns
}

fn cells(row: &SkillAbandons, question: &AbandonQuestion<'_>) -> Vec<TableCell> {
    let name = row
        .skill
        .and_then(|skill| question.inquiry.names.get(skill))
        .or(row.name.as_deref());
    let skill = row.skill.map(|skill| skill.to_string());
    let of = question.row().and_then(|whole| whole.abandoned);
    let share = row.abandoned.zip(of);
    let share = share.and_then(|(part, of)| Quantity::share(part, of));
    let calls = match question.asked.skills {
        SkillSelection::All => None,
        SkillSelection::One(_) => question.calls(),
    };
    let rate = calls.and_then(|_| question.figure(Metric::AbandonRate));
    let mut filled = vec![
        TableCell::Text(skill.unwrap_or_default()),
        TableCell::Text(name.unwrap_or_default().to_owned()),
        TableCell::Count(row.abandoned),
        TableCell::Percent(share.map(Quantity::scalar)),
    ];
    filled.extend(RANGES.map(|(_, wait)| TableCell::Count(waits::after(row, &wait))));
    filled.extend([
        TableCell::Count(other(row)),
        TableCell::Count(calls.and_then(|calls| calls.offered)),
        TableCell::Count(calls.and_then(|calls| calls.answered)),
        TableCell::Percent(rate.map(|rate| rate.value.scalar())),
    ]);
    filled
}

/// What stands in ranges that have no column of their own.
fn other(row: &SkillAbandons) -> Option<u64> {
    let is_other = |range: &&WaitCalls| RANGES.iter().all(|(_, wait)| *wait != range.wait);
    let others: Vec<_> = row.by_wait.iter().filter(is_other).collect();
    (!others.is_empty()).then(|| waits::add(others.iter().map(|range| range.calls)))?
}
