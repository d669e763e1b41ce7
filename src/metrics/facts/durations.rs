//! Calls, minutes and cost by length of call (`cdr_4`): inbound, outbound and internal.

use serde::{Deserialize, Serialize};

use crate::metrics::{
    Quantity,
    facts::merge::{amount, group, sum},
};

/// The report: one row a range of lengths, shortest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Durations {
    /// One row a range.
    pub lengths: Vec<LengthCalls>,
    /// The API's own total where it sends one. It is never added to the ranges.
    pub total: Option<LengthCalls>,
}

/// The calls of one range of lengths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LengthCalls {
    /// The range.
    pub length: CallLength,
    /// How many calls.
    pub calls: Option<u64>,
    /// How many minutes they took.
    pub minutes: Option<f64>,
    /// What they cost, in the operation's currency.
    pub cost: Option<f64>,
    /// Their share of all calls in percent, as delivered.
    pub share: Option<f64>,
}

/// A range of call lengths in seconds. The order is that of the ranges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CallLength {
    /// From the first to the second, both included.
    Between(u32, u32),
    /// So many or more.
    AtLeast(u32),
    /// A range that this program does not know, or a total, as the API spells it.
    Other(String),
}

impl Durations {
    /// The reports of several windows as one. The total remains only where every window has
    /// it.
    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let (lengths, totals): (Vec<_>, Vec<_>) =
            parts.map(|part| (part.lengths, part.total)).unzip();
        let mut lengths: Vec<_> =
            group(lengths.into_iter().flatten(), |row| row.length.clone())
                .into_iter()
                .filter_map(|rows| LengthCalls::merge(&rows))
                .collect();
        lengths.sort_by(|a, b| a.length.cmp(&b.length));
        let calls = sum(&lengths, |row| row.calls);
        for row in &mut lengths {
            row.share = row.share_of(calls);
        }
        let totals: Option<Vec<_>> = totals.into_iter().collect();
        let total = totals.and_then(|rows| LengthCalls::merge(&rows));
        Self { lengths, total }
    }
}

impl LengthCalls {
    fn merge(rows: &[Self]) -> Option<Self> {
        Some(Self {
            length: rows.first()?.length.clone(),
            calls: sum(rows, |row| row.calls),
            minutes: amount(rows, |row| row.minutes),
            cost: amount(rows, |row| row.cost),
            share: None,
        })
    }

    fn share_of(&self, calls: Option<u64>) -> Option<f64> {
        Some(Quantity::share(self.calls?, calls?)?.scalar())
    }
}
