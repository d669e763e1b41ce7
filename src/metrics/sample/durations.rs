//! The metrics of `cdr_4`: calls of every direction by length, their minutes and cost.

use std::time::Duration;

use crate::metrics::{
    Quantity, Scope,
    facts::{CallLength, Durations},
    sample::{
        Sample, average, count, only, proper_share,
        seconds::{Range, Ranges},
    },
};

/// A call of so many seconds at most was hardly one.
const SHORT: u32 = 5;

/// The report's last range begins after so many seconds.
const LONG: u32 = 120;

/// The calls of the whole operation; the report knows no other scope.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct Lengths {
    calls: Option<u64>,
    minutes: Option<f64>,
    cost: Option<f64>,
    short: Option<u64>,
    long: Option<u64>,
}

impl Lengths {
    /// The API's own total, where it sends one, is not added up again.
    pub(super) fn of(report: &Durations, scope: &Scope) -> Option<Self> {
        let Scope::Operation = scope else {
            return None;
        };
        if report.lengths.is_empty() && report.total.is_none() {
            return None;
        }
        let rows = match &report.total {
            Some(total) => std::slice::from_ref(total),
            None => report.lengths.as_slice(),
        };
        let calls = rows.iter().try_fold(0_u64, |sum, row| {
            row.calls.map(|calls| sum.saturating_add(calls))
        });
        let ranges = ranges(report);
        let ranges = ranges.as_ref();
        Some(Self {
            calls,
            minutes: rows.iter().map(|row| row.minutes).sum(),
            cost: rows.iter().map(|row| row.cost).sum(),
            short: ranges.and_then(|ranges| ranges.up_to(SHORT)),
            long: ranges.and_then(|ranges| ranges.after(LONG)),
        })
    }
}

/// The ranges are rows, so that one without a row has no calls.
fn ranges(report: &Durations) -> Option<Ranges> {
    Ranges::new(report.lengths.iter().map(|row| {
        let (from, to) = match row.length {
            CallLength::Between(from, to) => (from, Some(to)),
            CallLength::AtLeast(from) => (from, None),
            CallLength::Other(_) => return None,
        };
        Some(Range {
            from,
            to,
            calls: row.calls,
        })
    }))
}

pub(in crate::metrics) fn calls(lengths: &Lengths) -> Option<Sample> {
    lengths.calls.map(count)
}

/// Whole minutes, as bills and rules speak of them: a length of time would be told in days,
/// of which nobody thinks when calls are added up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of minutes, not negative, far below 2^53"
)]
pub(in crate::metrics) fn minutes(lengths: &Lengths) -> Option<Sample> {
    let minutes = lengths.minutes.filter(|minutes| is_amount(*minutes))?;
    Some(count(minutes.round() as u64))
}

pub(in crate::metrics) fn cost(lengths: &Lengths) -> Option<Sample> {
    let cost = lengths.cost.filter(|cost| is_amount(*cost))?;
    Some(only(Quantity::Money(cost)))
}

pub(in crate::metrics) fn short_share(lengths: &Lengths) -> Option<Sample> {
    proper_share(lengths.short?, lengths.calls?)
}

pub(in crate::metrics) fn long_share(lengths: &Lengths) -> Option<Sample> {
    proper_share(lengths.long?, lengths.calls?)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(in crate::metrics) fn cost_per_call(lengths: &Lengths) -> Option<Sample> {
    money(lengths, lengths.calls? as f64)
}

pub(in crate::metrics) fn cost_per_minute(lengths: &Lengths) -> Option<Sample> {
    money(lengths, lengths.minutes?)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(in crate::metrics) fn time_per_call(lengths: &Lengths) -> Option<Sample> {
    let calls = lengths.calls?;
    let seconds = lengths.minutes? * 60.0 / calls as f64;
    average(Duration::try_from_secs_f64(seconds).ok()?, calls)
}

/// The cost by an amount of calls or minutes.
fn money(lengths: &Lengths, by: f64) -> Option<Sample> {
    let (cost, calls) = (lengths.cost?, lengths.calls?);
    let each = (by > 0.0 && is_amount(cost)).then(|| cost / by)?;
    Some(Sample {
        of: Some(calls),
        ..only(Quantity::Money(each))
    })
}

/// A sum of texts from outside may be anything.
fn is_amount(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}
