//! Calls, minutes and cost by length of call (`cdr_4`): inbound, outbound and internal.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::{
    Quantity,
    facts::{
        seconds::{CallsByRange, SecondsRange},
        sums::{group_rows, sum_amounts, sum_counts},
    },
};

/// The report: one row a range of lengths, shortest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Durations {
    pub lengths: Vec<LengthCalls>,
    /// The API's own total where it sends one. It is never added to the ranges.
    pub total: Option<LengthCalls>,
}

/// The calls of one range of lengths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LengthCalls {
    pub length: SecondsRange,
    pub calls: Option<u64>,
    pub minutes: Option<f64>,
    /// In the operation's currency.
    pub cost: Option<f64>,
    /// Their share of all calls in percent, as delivered.
    pub share: Option<f64>,
}

/// The number, minutes and cost of the calls of one range or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallTraffic {
    pub calls: Option<u64>,
    pub minutes: Option<f64>,
    pub cost: Option<f64>,
}

impl Durations {
    /// The longest call that counts as short, in seconds.
    pub const SHORT: u32 = 5;
    /// A call counts as long when it is longer than this, in seconds.
    pub const LONG: u32 = 120;

    /// All calls: the API's own total, and where that lacks a figure, the sum over
    /// the ranges.
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
    pub fn sums(&self) -> CallTraffic {
        if self.lengths.is_empty() {
            return CallTraffic::default();
        }
        let rows: Vec<_> = self.lengths.iter().map(LengthCalls::traffic).collect();
        CallTraffic {
            calls: sum_counts(&rows, |row| row.calls),
            minutes: sum_amounts(&rows, |row| row.minutes),
            cost: sum_amounts(&rows, |row| row.cost),
        }
    }

    /// Calls that ended within [`Self::SHORT`]; `None` where a range lies across it.
    pub fn short(&self) -> Option<u64> {
        self.ranges()?.up_to(Self::SHORT)
    }

    /// Calls that took longer than [`Self::LONG`]; `None` where a range lies across it.
    pub fn long(&self) -> Option<u64> {
        self.ranges()?.after(Self::LONG)
    }

    /// The ranges are rows, so that a range without a row has no calls. `None` without any
    /// row, and where calls lie in an unknown range.
    fn ranges(&self) -> Option<CallsByRange> {
        CallsByRange::new(self.lengths.iter().map(|row| (&row.length, row.calls)))
    }

    /// Merges the reports of several windows. The total remains only where every window has
    /// it.
    pub(super) fn merge(parts: impl Iterator<Item = Self>) -> Self {
        let (lengths, totals): (Vec<_>, Vec<_>) =
            parts.map(|part| (part.lengths, part.total)).unzip();
        let mut lengths: Vec<_> =
            group_rows(lengths.into_iter().flatten(), |row| row.length.clone())
                .filter_map(|rows| LengthCalls::merge(&rows))
                .collect();
        lengths.sort_by(|a, b| a.length.cmp(&b.length));
        let calls = sum_counts(&lengths, |row| row.calls);
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
            calls: sum_counts(rows, |row| row.calls),
            minutes: sum_amounts(rows, |row| row.minutes),
            cost: sum_amounts(rows, |row| row.cost),
            share: None,
        })
    }

    fn share_of(&self, calls: Option<u64>) -> Option<f64> {
        Some(Quantity::share(self.calls?, calls?)?.scalar())
    }
}

impl CallTraffic {
    pub fn cost_per_call(&self) -> Option<f64> {
        divide_amount(self.cost?, Quantity::Count(self.calls?).scalar())
    }

    pub fn cost_per_minute(&self) -> Option<f64> {
        divide_amount(self.cost?, self.minutes?)
    }

    pub fn per_call(&self) -> Option<Duration> {
        let minutes = divide_amount(self.minutes?, Quantity::Count(self.calls?).scalar())?;
        Duration::try_from_secs_f64(minutes * 60.0).ok()
    }
}

fn divide_amount(sum: f64, of: f64) -> Option<f64> {
    (of > 0.0).then(|| sum / of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(length: SecondsRange, calls: u64, minutes: f64, cost: f64) -> LengthCalls {
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
            row(SecondsRange::Between(0, 5), 112, 9.5, 0.0),
            row(SecondsRange::Between(6, 120), 488, 590.5, 1_200.0),
            row(SecondsRange::AtLeast(121), 200, 1_000.0, 2_000.0),
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
                ..row(SecondsRange::Other("TOTAL".to_owned()), 900, 1_800.0, 0.0)
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
        let odd = |calls| row(SecondsRange::Other("x".to_owned()), calls, 0.0, 0.0);
        assert_eq!(of(vec![short.clone(), odd(0)]), (Some(112), Some(0)));
        assert_eq!(of(vec![short, odd(3)]), (None, None));
        assert_eq!(of(Vec::new()), (None, None));
    }

    #[test]
    fn no_calls_have_no_average_and_unknown_ranges_are_neither_short_nor_long() {
        let report = Durations {
            lengths: vec![row(SecondsRange::Other("todas".to_owned()), 0, 0.0, 0.0)],
            total: None,
        };
        let all = report.traffic();
        assert_eq!((all.cost_per_call(), all.cost_per_minute()), (None, None));
        assert_eq!(all.per_call(), None);
        assert_eq!((report.short(), report.long()), (None, None));
        assert_eq!(Durations::default().traffic(), CallTraffic::default());
    }
}
