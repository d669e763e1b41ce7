//! Sums and shares that should agree and do not.

use crate::{
    CardLine, Words,
    compared::share,
    durations::{DurationsAnswer, rows},
    report::warning,
};
use vigia_core::metrics::{
    Quantity,
    facts::{CallTraffic, LengthCalls},
};

/// How far a delivered share may lie from the one of the counts, in points.
const ROUNDING: f64 = 0.05;

/// How far an amount of two decimals may lie from the exact one.
const HALF_A_CENT: f64 = 0.005;

/// How many ranges are told; the others are counted.
const TOLD: usize = 3;

/// One line for each thing that the reader must know before trusting the figures.
pub(super) fn lines(answer: &DurationsAnswer<'_>, all: &CallTraffic) -> Vec<CardLine> {
    let mut doubts = sums(answer);
    doubts.extend(shares(answer, all));
    doubts.extend(hundred(answer, all));
    doubts.into_iter().map(warning).collect()
}

fn sums(answer: &DurationsAnswer<'_>) -> Vec<CardLine> {
    let (report, words) = (answer.report, answer.words);
    let Some(whole) = report.total.as_ref().map(LengthCalls::traffic) else {
        return Vec::new();
    };
    let sum = report.sums();
    let line = |id, sum: String, whole: String| {
        words.line(id, &[("sum", sum.into()), ("whole", whole.into())])
    };
    let calls = sum
        .calls
        .zip(whole.calls)
        .filter(|(sum, whole)| sum != whole);
    let is_apart = |(sum, whole): &(f64, f64)| (sum - whole).abs() > tolerance(answer);
    let minutes = sum.minutes.zip(whole.minutes).filter(is_apart);
    let cost = sum.cost.zip(whole.cost).filter(is_apart);
    let amount = |amount| words.quantity(Quantity::Money(amount));
    [
        calls.map(|(sum, whole)| {
            line(
                "durations-doubt-calls",
                words.count(sum),
                words.count(whole),
            )
        }),
        minutes.map(|(sum, whole)| line("durations-doubt-minutes", amount(sum), amount(whole))),
        cost.map(|(sum, whole)| line("durations-doubt-cost", amount(sum), amount(whole))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every range and the total are rounded by themselves.
fn tolerance(answer: &DurationsAnswer<'_>) -> f64 {
    let rows = answer.report.lengths.iter().map(|_| HALF_A_CENT);
    rows.sum::<f64>() + HALF_A_CENT + 1e-6
}

fn shares(answer: &DurationsAnswer<'_>, all: &CallTraffic) -> Vec<CardLine> {
    let words = answer.words;
    let rows = rows::sorted(answer.report);
    let mut lines: Vec<_> = rows
        .into_iter()
        .filter_map(|row| apart(row, all, words))
        .collect();
    if let Some(more) = lines.len().checked_sub(TOLD).filter(|more| *more > 0) {
        lines.truncate(TOLD);
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        lines.push(words.line("durations-doubt-more", &[("more", more.into())]));
    }
    lines
}

fn apart(row: &LengthCalls, all: &CallTraffic, words: &Words) -> Option<CardLine> {
    let (delivered, counted) = (row.share?, share(row.calls, all.calls)?);
    let (part, of) = (counted.part?, counted.of?);
    let counted = counted.value.scalar();
    ((delivered - counted).abs() > ROUNDING).then(|| {
        words.line(
            "durations-doubt-share",
            &[
                ("range", rows::label(&row.length, words).into()),
                ("delivered", percent(delivered, words).into()),
                ("part", words.part_of(&words.count(part), of).into()),
                ("share", percent(counted, words).into()),
            ],
        )
    })
}

/// Shares of no calls are all zero, and that is as it should be.
fn hundred(answer: &DurationsAnswer<'_>, all: &CallTraffic) -> Option<CardLine> {
    let words = answer.words;
    if all.calls == Some(0) || answer.report.lengths.is_empty() {
        return None;
    }
    let sum: f64 = answer
        .report
        .lengths
        .iter()
        .map(|row| row.share)
        .sum::<Option<f64>>()?;
    let is_apart = (sum - 100.0).abs() > ROUNDING + tolerance(answer);
    is_apart.then(|| {
        words.line(
            "durations-doubt-hundred",
            &[("sum", percent(sum, words).into())],
        )
    })
}

/// With the two decimals that wolkvox gives.
fn percent(share: f64, words: &Words) -> String {
    words.stated(Quantity::Percent((share * 100.0).round() / 100.0))
}
