//! Which hours and which skills went worst.

use std::cmp::Reverse;

use crate::{
    metrics::{Metric, Sample},
    rules::wilson,
    summaries::{CallVolume, Summary, SummaryHour, SummarySkill, figure::says_enough},
};

/// One in twenty rates is higher than what is taken for sure.
const SURE: f64 = 1.645;

impl Summary {
    /// The hours with the highest abandonment, worst first.
    #[must_use]
    pub fn worst_hours(&self, most: usize) -> Vec<(&SummaryHour, Sample)> {
        worst(&self.hours, |hour| hour.heard.calls(), most)
    }

    /// The skills with the highest abandonment, worst first.
    #[must_use]
    pub fn worst_skills(&self, most: usize) -> Vec<(&SummarySkill, Sample)> {
        worst(&self.skills.rows, |skill| Some(&skill.calls), most)
    }
}

/// Those of enough calls of which some were abandoned, by the rate that they surely have:
/// 3 of 20 are not worse than 54 of 482.
fn worst<'s, T>(
    rows: &'s [T],
    calls: impl Fn(&'s T) -> Option<&'s CallVolume>,
    most: usize,
) -> Vec<(&'s T, Sample)> {
    let rate = |row: &'s T| calls(row)?.abandonment();
    let mut rows: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row, rate(row)?)))
        .filter(|(_, rate)| says_enough(Metric::AbandonRate, rate) && rate.part > Some(0))
        .collect();
    rows.sort_by_cached_key(|(_, rate)| Reverse(sure(rate)));
    rows.truncate(most);
    rows
}

/// The rate that is surely reached, in millionths of a percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a percentage between nothing and all"
)]
fn sure(rate: &Sample) -> u64 {
    let bounds = rate
        .part
        .zip(rate.of)
        .and_then(|(part, of)| wilson(part, of, SURE));
    bounds.map_or(0, |(low, _)| (low.max(0.0) * 1e6) as u64)
}
