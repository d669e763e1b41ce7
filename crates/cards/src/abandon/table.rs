//! The table: a row a skill, with its abandons by wait.
//!
//! Offered and answered calls are known of one skill alone, since the report of calls has no
//! column for skills; for all of them these cells are empty. What the API's own total says
//! is no row, so that a column may be summed.

use crate::{
    abandon::{question::Question, skills, waits},
    report::{Cell, Column, Table},
};
use vigia_core::metrics::{
    Metric, Quantity, Skills,
    facts::{SkillAbandons, Wait, WaitCalls},
};

/// The ranges that the report is known to have, by the keys of their columns.
const RANGES: [(&str, Wait); 6] = [
    ("wait_0_10", Wait::Between(0, 10)),
    ("wait_11_20", Wait::Between(11, 20)),
    ("wait_21_30", Wait::Between(21, 30)),
    ("wait_31_40", Wait::Between(31, 40)),
    ("wait_41_50", Wait::Between(41, 50)),
    ("wait_51", Wait::AtLeast(51)),
];

pub(super) fn table(question: &Question<'_>) -> Table {
    Table {
        columns: columns(question),
        rows: rows(question)
            .iter()
            .map(|row| cells(row, question))
            .collect(),
    }
}

/// One skill has a row also where only its calls are known.
fn rows(question: &Question<'_>) -> Vec<SkillAbandons> {
    match question.asked.skills {
        Skills::All => skills::ordered(question).into_iter().cloned().collect(),
        Skills::One(skill) => {
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

fn columns(question: &Question<'_>) -> Vec<Column> {
    let words = question.words;
    let column = |key, title| Column { key, title };
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

fn cells(row: &SkillAbandons, question: &Question<'_>) -> Vec<Cell> {
    let name = row
        .skill
        .and_then(|skill| question.inquiry.names.get(skill))
        .or(row.name.as_deref());
    let skill = row.skill.map(|skill| skill.to_string());
    let of = question.row().and_then(|whole| whole.abandoned);
    let share = row.abandoned.zip(of);
    let share = share.and_then(|(part, of)| Quantity::share(part, of));
    let calls = match question.asked.skills {
        Skills::All => None,
        Skills::One(_) => question.calls(),
    };
    let rate = calls.and_then(|_| question.figure(Metric::AbandonRate));
    let mut filled = vec![
        Cell::Text(skill.unwrap_or_default()),
        Cell::Text(name.unwrap_or_default().to_owned()),
        Cell::Count(row.abandoned),
        Cell::Percent(share.map(Quantity::scalar)),
    ];
    filled.extend(RANGES.map(|(_, wait)| Cell::Count(waits::after(row, &wait))));
    filled.extend([
        Cell::Count(other(row)),
        Cell::Count(calls.and_then(|calls| calls.offered)),
        Cell::Count(calls.and_then(|calls| calls.answered)),
        Cell::Percent(rate.map(|rate| rate.value.scalar())),
    ]);
    filled
}

/// What stands in ranges that have no column of their own.
fn other(row: &SkillAbandons) -> Option<u64> {
    let is_other = |range: &&WaitCalls| RANGES.iter().all(|(_, wait)| *wait != range.wait);
    let others: Vec<_> = row.by_wait.iter().filter(is_other).collect();
    (!others.is_empty()).then(|| waits::add(others.iter().map(|range| range.calls)))?
}
