//! Calls, minutes and cost by length of call (`cdr_4`): inbound, outbound and internal.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::{
    Quantity,
    facts::{
        merge::{amount, group, sum},
        seconds::{SecondsRange, SecondsRanges},
    },
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

/// How many calls there were, how long they took and what they cost: of one range or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallTraffic {
    /// How many calls.
    pub calls: Option<u64>,
    /// How many minutes they took.
    pub minutes: Option<f64>,
    /// What they cost, in the operation's currency.
    pub cost: Option<f64>,
}

impl Durations {
    /// The longest call that counts as short, in seconds.
    pub const SHORT: u32 = 5;
    /// A call counts as long when it is longer than this, in seconds.
    pub const LONG: u32 = 120;

    /// All calls: the API's own total, and where that does not tell a figure, the sum over
    /// the ranges.
    #[must_use]
    pub fn traffic(&self) -> CallTraffic {
        let ranges = self.sums();
        let all = self.total.as_ref().map(LengthCalls::traffic);
        let all = all.unwrap_or_default();
        CallTraffic {
            calls: all.calls.or(ranges.calls),
            minutes: all.minutes.or(ranges.minutes),
            cost: all.cost.or(ranges.cost),
        }
    }

    /// The sum over the ranges; nothing is known of none.
    #[must_use]
    pub fn sums(&self) -> CallTraffic {
        if self.lengths.is_empty() {
            return CallTraffic::default();
        }
        let rows: Vec<_> = self.lengths.iter().map(LengthCalls::traffic).collect();
        CallTraffic {
            calls: sum(&rows, |row| row.calls),
            minutes: amount(&rows, |row| row.minutes),
            cost: amount(&rows, |row| row.cost),
        }
    }

    /// Calls that ended within [`Self::SHORT`]; `None` where a range lies across it.
    #[must_use]
    pub fn short(&self) -> Option<u64> {
        self.ranges()?.up_to(Self::SHORT)
    }

    /// Calls that took longer than [`Self::LONG`]; `None` where a range lies across it.
    #[must_use]
    pub fn long(&self) -> Option<u64> {
        self.ranges()?.after(Self::LONG)
    }

    /// The ranges are rows, so that a range without a row has no calls. `None` without any
    /// row, and where calls stand in a range that nobody knows.
    fn ranges(&self) -> Option<SecondsRanges> {
        SecondsRanges::new(self.lengths.iter().filter_map(|row| {
            let (from, to) = match row.length {
                CallLength::Between(from, to) => (from, Some(to)),
                CallLength::AtLeast(from) => (from, None),
                CallLength::Other(_) => return (row.calls != Some(0)).then_some(None),
            };
            let calls = row.calls;
            Some(Some(SecondsRange { from, to, calls }))
        }))
    }

    /// The reports of several windows as one. The total remains only where every window has
    /// it.
    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let (lengths, totals): (Vec<_>, Vec<_>) =
            parts.map(|part| (part.lengths, part.total)).unzip();
        let mut lengths: Vec<_> = group(lengths.into_iter().flatten(), |row| row.length.clone())
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
    /// The figures of this range. A text from outside may be anything: what is no amount is
    /// not known.
    #[must_use]
    pub fn traffic(&self) -> CallTraffic {
        let is_amount = |amount: &f64| amount.is_finite() && *amount >= 0.0;
        CallTraffic {
            calls: self.calls,
            minutes: self.minutes.filter(is_amount),
            cost: self.cost.filter(is_amount),
        }
    }

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

impl CallTraffic {
    /// What a call costs on average.
    #[must_use]
    pub fn cost_per_call(&self) -> Option<f64> {
        each(self.cost?, Quantity::Count(self.calls?).scalar())
    }

    /// What a minute costs on average.
    #[must_use]
    pub fn cost_per_minute(&self) -> Option<f64> {
        each(self.cost?, self.minutes?)
    }

    /// How long a call takes on average.
    #[must_use]
    pub fn per_call(&self) -> Option<Duration> {
        let minutes = each(self.minutes?, Quantity::Count(self.calls?).scalar())?;
        Duration::try_from_secs_f64(minutes * 60.0).ok()
    }
}

fn each(sum: f64, of: f64) -> Option<f64> {
    (of > 0.0).then(|| sum / of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(length: CallLength, calls: u64, minutes: f64, cost: f64) -> LengthCalls {
        LengthCalls {
            length,
            calls: Some(calls),
            minutes: Some(minutes),
            cost: Some(cost),
            share: None,
        }
    }

    fn ranges() -> Vec<LengthCalls> {
        vec![
            row(CallLength::Between(0, 5), 112, 9.5, 0.0),
            row(CallLength::Between(6, 120), 488, 590.5, 1_200.0),
            row(CallLength::AtLeast(121), 200, 1_000.0, 2_000.0),
        ]
    }

    #[test]
    fn averages_are_ratios_of_sums() {
        let report = Durations {
            lengths: ranges(),
            total: None,
        };
        let all = report.traffic();
        assert_eq!((all.calls, all.minutes), (Some(800), Some(1_600.0)));
        assert_eq!(
            (all.cost_per_call(), all.cost_per_minute()),
            (Some(4.0), Some(2.0))
        );
        assert_eq!(all.per_call(), Some(Duration::from_secs(120)));
        assert_eq!((report.short(), report.long()), (Some(112), Some(200)));
    }

    #[test]
    fn the_total_of_the_api_comes_first_and_the_sum_fills_what_it_misses() {
        let report = Durations {
            lengths: ranges(),
            total: Some(LengthCalls {
                cost: None,
                ..row(CallLength::Other("TOTAL".to_owned()), 900, 1_800.0, 0.0)
            }),
        };
        let all = report.traffic();
        assert_eq!((all.calls, all.cost), (Some(900), Some(3_200.0)));
    }

    #[test]
    fn a_range_without_a_row_has_no_calls_and_one_without_a_figure_is_unknown() {
        let of = |lengths| {
            let total = None;
            let report = Durations { lengths, total };
            (report.short(), report.long())
        };
        let [short, middle, long]: [LengthCalls; 3] = ranges().try_into().unwrap();
        assert_eq!(of(vec![middle.clone()]), (Some(0), Some(0)));
        assert_eq!(of(vec![long.clone()]), (Some(0), Some(200)));
        let blank = LengthCalls {
            calls: None,
            ..short.clone()
        };
        assert_eq!(of(vec![blank, long.clone()]), (None, Some(200)));
        let odd = |calls| row(CallLength::Other("x".to_owned()), calls, 0.0, 0.0);
        assert_eq!(of(vec![short.clone(), odd(0)]), (Some(112), Some(0)));
        assert_eq!(of(vec![short, odd(3)]), (None, None));
        assert_eq!(of(Vec::new()), (None, None));
    }

    #[test]
    fn no_calls_have_no_average_and_unknown_ranges_are_neither_short_nor_long() {
        let report = Durations {
            lengths: vec![row(CallLength::Other("todas".to_owned()), 0, 0.0, 0.0)],
            total: None,
        };
        let all = report.traffic();
        assert_eq!((all.cost_per_call(), all.cost_per_minute()), (None, None));
        assert_eq!(all.per_call(), None);
        assert_eq!((report.short(), report.long()), (None, None));
        assert_eq!(Durations::default().traffic(), CallTraffic::default());
    }
}
