//! Puts the facts of neighbouring windows together, as when a long window takes several
//! requests.
//!
//! Counts and times add up; a percentage or an average is weighted by the calls that it is
//! of. What a window has *no row* for adds nothing, as in the API's own sum over quiet days.
//! A figure that is missing *in a row* is unknown, and so is then the sum: it would be too
//! low by an unknown amount.

use std::{hash::Hash, time::Duration};

use indexmap::IndexMap;

/// Groups the rows of one owner, owners in the order in which they first appear.
pub(super) fn group_rows<R, K: Eq + Hash>(
    rows: impl Iterator<Item = R>,
    key: impl Fn(&R) -> K,
) -> impl Iterator<Item = Vec<R>> {
    let mut groups: IndexMap<K, Vec<R>> = IndexMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups.into_values()
}

/// Adds two counts. Where one of them is not known, neither is the sum: it would be too low by an
/// unknown amount.
pub(in crate::metrics) fn add_counts(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    Some(one?.saturating_add(other?))
}

pub(super) fn add_times(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    Some(one?.saturating_add(other?))
}

pub(super) fn sum_counts<R>(rows: &[R], count: impl Fn(&R) -> Option<u64>) -> Option<u64> {
    rows.iter()
        .map(count)
        .try_fold(0_u64, |sum, count| Some(sum.saturating_add(count?)))
}

pub(super) fn sum_amounts<R>(rows: &[R], amount: impl Fn(&R) -> Option<f64>) -> Option<f64> {
    rows.iter().map(amount).sum()
}

/// The mean of a figure that is itself a mean over `weight` calls. A mean over no calls
/// weighs nothing, whatever it says; a mean over none at all is no figure.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(super) fn weighted_mean<R>(
    rows: &[R],
    figure: impl Fn(&R) -> Option<f64>,
    weight: impl Fn(&R) -> Option<u64>,
) -> Option<f64> {
    let (mut sum, mut calls) = (0.0, 0_u64);
    for row in rows {
        let weight = weight(row)?;
        if weight > 0 {
            sum += figure(row)? * weight as f64;
            calls = calls.saturating_add(weight);
        }
    }
    (calls > 0).then(|| sum / calls as f64)
}

pub(super) fn weighted_mean_time<R>(
    rows: &[R],
    wait: impl Fn(&R) -> Option<Duration>,
    weight: impl Fn(&R) -> Option<u64>,
) -> Option<Duration> {
    let seconds = weighted_mean(rows, |row| wait(row).map(|wait| wait.as_secs_f64()), weight)?;
    Duration::try_from_secs_f64(seconds).ok()
}
