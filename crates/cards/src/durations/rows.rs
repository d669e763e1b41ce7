//! A row a range of lengths, shortest first: as lines of the card and as the table.

use crate::{
    CardLine, TextSpan, Words,
    compared::{self, share},
    durations::DurationsAnswer,
    report::{ReportTable, RowPage, TableCell, TableColumn},
    tidy,
};
use vigia_core::metrics::facts::{CallLength, CallTraffic, Durations, LengthCalls};

/// The ranges by length; those that nobody knows come last.
pub(super) fn sorted(report: &Durations) -> Vec<&LengthCalls> {
    let mut rows: Vec<_> = report.lengths.iter().collect();
    rows.sort_by(|one, other| one.length.cmp(&other.length));
    rows
}

/// The ranges of one page, each with its figures.
pub(super) fn lines(
    answer: &DurationsAnswer<'_>,
    page: &RowPage<&LengthCalls>,
    all: &CallTraffic,
) -> Vec<CardLine> {
    let words = answer.words;
    let rows = page.rows.iter().map(|row| {
        let traffic = row.traffic();
        let figures = words.say(
            "durations-row",
            &[
                ("calls", calls(row.calls, all.calls, words).into()),
                ("minutes", minutes(traffic.minutes, words).into()),
                ("cost", money(traffic.cost, words).into()),
                ("per-call", money(traffic.cost_per_call(), words).into()),
            ],
        );
        CardLine(vec![
            TextSpan::Strong(label(&row.length, words)),
            TextSpan::Text(format!(": {figures}")),
        ])
    });
    rows.chain(page.line(words)).collect()
}

/// `6.8 % (112 of 1,650)`, and the calls alone where the whole is not known.
pub(super) fn calls(part: Option<u64>, of: Option<u64>, words: &Words) -> String {
    match compared::part(part, of) {
        Some(calls) => words.sample(&calls),
        None => words.known(None),
    }
}

/// As the report has them, with as many digits as can be read.
pub(super) fn minutes(minutes: Option<f64>, words: &Words) -> String {
    match minutes {
        Some(minutes) if minutes.abs() < 100.0 => words.decimal(minutes, 1),
        Some(minutes) => words.decimal(minutes, 0),
        None => words.known(None),
    }
}

/// An amount of money; less than one of it is told to the fourth decimal, since a call may
/// cost a part of a cent.
pub(super) fn money(amount: Option<f64>, words: &Words) -> String {
    match amount {
        Some(amount) if amount.abs() < 1.0 && amount != 0.0 => words.decimal(amount, 4),
        Some(amount) => words.decimal(amount, 2),
        None => words.known(None),
    }
}

/// `0–5 s`, `121 s or more`, and what nobody knows as it is spelt.
pub(super) fn label(length: &CallLength, words: &Words) -> String {
    match length {
        CallLength::Between(from, to) => {
            let count = |seconds: u32| words.count(u64::from(seconds));
            format!("{}–{} s", count(*from), count(*to))
        }
        CallLength::AtLeast(from) => words.say(
            "durations-at-least",
            &[("seconds", words.count(u64::from(*from)).into())],
        ),
        CallLength::Other(text) => match tidy(text) {
            text if text.is_empty() => words.known(None),
            text => text,
        },
    }
}

/// All ranges.
pub(super) fn table(rows: &[&LengthCalls], all: &CallTraffic, words: &Words) -> ReportTable {
    let column = |key, title| TableColumn {
        key,
        title: words.say(title, &[]),
    };
    ReportTable {
        columns: vec![
            column("length", "durations-range"),
            column("calls", "durations-calls"),
            column("call_share", "durations-share"),
            column("minutes", "durations-minutes"),
            column("cost", "durations-cost"),
            column("cost_per_call", "durations-cost-per-call"),
            column("cost_per_minute", "durations-cost-per-minute"),
            column("time_per_call", "durations-per-call"),
            column("delivered_share", "durations-delivered"),
        ],
        rows: rows.iter().map(|row| cells(row, all, words)).collect(),
    }
}

fn cells(row: &LengthCalls, all: &CallTraffic, words: &Words) -> Vec<TableCell> {
    let traffic = row.traffic();
    let share = share(row.calls, all.calls).map(|share| share.value.scalar());
    vec![
        TableCell::Text(label(&row.length, words)),
        TableCell::Count(row.calls),
        TableCell::Percent(share),
        TableCell::Number(row.minutes),
        TableCell::Number(row.cost),
        TableCell::Number(traffic.cost_per_call()),
        TableCell::Number(traffic.cost_per_minute()),
        TableCell::Time(traffic.per_call()),
        TableCell::Percent(row.share),
    ]
}
