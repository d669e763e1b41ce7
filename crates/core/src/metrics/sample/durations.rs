//! The metrics of `cdr_4`: calls of every direction by length, their minutes and cost.

use crate::metrics::{
    Quantity, Scope,
    facts::{CallTraffic, Durations},
    sample::{Sample, average, count, only, proper_share},
};

/// The calls of the whole operation; the report knows no other scope.
#[derive(Clone, Copy, Debug)]
pub(in crate::metrics) struct CallLengthCounts {
    all: CallTraffic,
    short: Option<u64>,
    long: Option<u64>,
}

impl CallLengthCounts {
    pub(super) fn of(report: &Durations, scope: &Scope) -> Option<Self> {
        let Scope::Operation = scope else {
            return None;
        };
        Some(Self {
            all: report.traffic(),
            short: report.short(),
            long: report.long(),
        })
    }
}

pub(in crate::metrics) fn calls(lengths: &CallLengthCounts) -> Option<Sample> {
    lengths.all.calls.map(count)
}

/// Whole minutes, as bills and rules speak of them: a length of time would be told in days,
/// of which nobody thinks when calls are added up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of minutes, not negative, far below 2^53"
)]
pub(in crate::metrics) fn minutes(lengths: &CallLengthCounts) -> Option<Sample> {
    Some(count(lengths.all.minutes?.round() as u64))
}

pub(in crate::metrics) fn cost(lengths: &CallLengthCounts) -> Option<Sample> {
    Some(only(Quantity::Money(lengths.all.cost?)))
}

pub(in crate::metrics) fn short_share(lengths: &CallLengthCounts) -> Option<Sample> {
    proper_share(lengths.short?, lengths.all.calls?)
}

pub(in crate::metrics) fn long_share(lengths: &CallLengthCounts) -> Option<Sample> {
    proper_share(lengths.long?, lengths.all.calls?)
}

pub(in crate::metrics) fn cost_per_call(lengths: &CallLengthCounts) -> Option<Sample> {
    money(lengths, CallTraffic::cost_per_call)
}

pub(in crate::metrics) fn cost_per_minute(lengths: &CallLengthCounts) -> Option<Sample> {
    money(lengths, CallTraffic::cost_per_minute)
}

pub(in crate::metrics) fn time_per_call(lengths: &CallLengthCounts) -> Option<Sample> {
    average(lengths.all.per_call()?, lengths.all.calls?)
}

/// What one costs of something that was counted or measured over all calls.
fn money(lengths: &CallLengthCounts, each: fn(&CallTraffic) -> Option<f64>) -> Option<Sample> {
    Some(Sample {
        of: Some(lengths.all.calls?),
        ..only(Quantity::Money(each(&lengths.all)?))
    })
}
