//! Puts the facts of neighbouring windows together, as when a long window takes several
//! calls.
//!
//! Counts and times add up; a percentage or an average is weighted by the calls that it is
//! of. What a window has *no row* for adds nothing, as in the API's own sum over quiet days.
//! A figure that is missing *in a row* is unknown, and so is then the sum: it would be too
//! low by nobody knows how much.

use std::{collections::HashMap, hash::Hash, time::Duration};

use crate::metrics::facts::{
    Abandonment, Durations, Facts, Holds, Report, ServiceLevel, SmartHold,
};

impl Facts {
    /// The facts of several windows as those of one. `None` of none; facts of another report
    /// than the first are left out.
    #[must_use]
    pub fn merge(parts: Vec<Self>) -> Option<Self> {
        let report = parts.first()?.report();
        if parts.len() == 1 {
            return parts.into_iter().next();
        }
        let parts = parts.into_iter();
        Some(match report {
            Report::Abandonment => {
                Self::Abandonment(Abandonment::merge(parts.filter_map(|part| match part {
                    Self::Abandonment(facts) => Some(facts),
                    _ => None,
                })))
            }
            Report::ServiceLevel => Self::ServiceLevel(ServiceLevel::merge(
                parts.filter_map(|part| match part {
                    Self::ServiceLevel(facts) => Some(facts),
                    _ => None,
                }),
            )),
            Report::SmartHold => {
                Self::SmartHold(SmartHold::merge(parts.filter_map(|part| match part {
                    Self::SmartHold(facts) => Some(facts),
                    _ => None,
                })))
            }
            Report::Durations => {
                Self::Durations(Durations::merge(parts.filter_map(|part| match part {
                    Self::Durations(facts) => Some(facts),
                    _ => None,
                })))
            }
            Report::Holds => {
                Self::Holds(Holds::merge(parts.filter_map(|part| match part {
                    Self::Holds(facts) => Some(facts),
                    _ => None,
                })))
            }
        })
    }
}

/// The rows of one owner together, owners in the order in which they first appear.
pub(super) fn group<R, K: Eq + Hash>(
    rows: impl Iterator<Item = R>,
    key: impl Fn(&R) -> K,
) -> Vec<Vec<R>> {
    let mut places = HashMap::new();
    let mut groups: Vec<Vec<R>> = Vec::new();
    for row in rows {
        let place = *places.entry(key(&row)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

/// The sum of a count.
pub(super) fn sum<R>(rows: &[R], count: impl Fn(&R) -> Option<u64>) -> Option<u64> {
    rows.iter()
        .map(count)
        .try_fold(0_u64, |sum, count| Some(sum.saturating_add(count?)))
}

/// The sum of an amount.
pub(super) fn amount<R>(rows: &[R], amount: impl Fn(&R) -> Option<f64>) -> Option<f64> {
    rows.iter().map(amount).sum()
}

/// The sum of a length of time.
pub(super) fn time<R>(
    rows: &[R],
    time: impl Fn(&R) -> Option<Duration>,
) -> Option<Duration> {
    rows.iter()
        .map(time)
        .try_fold(Duration::ZERO, |sum, time| Some(sum.saturating_add(time?)))
}

/// The mean of a figure that is itself a mean over `weight` calls. A mean over no calls
/// weighs nothing, whatever it says; a mean over none at all is no figure.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(super) fn mean<R>(
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

/// The mean of a wait over `weight` calls.
pub(super) fn mean_time<R>(
    rows: &[R],
    wait: impl Fn(&R) -> Option<Duration>,
    weight: impl Fn(&R) -> Option<u64>,
) -> Option<Duration> {
    let seconds = mean(rows, |row| wait(row).map(|wait| wait.as_secs_f64()), weight)?;
    Duration::try_from_secs_f64(seconds).ok()
}
