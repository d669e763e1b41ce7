//! Columns of numbers that are small on the disk and exact: what comes out is what went in,
//! and what was missing is still missing.
//!
//! A present `n` is written as `n + 1` and a missing one as 0, in the seven bits a byte
//! that postcard gives to whole numbers. Times and amounts of a column are written in the
//! coarsest unit that is exact for all of them: the API delivers seconds and hundredths.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Columns that do not fit together, which none do that were written by this program.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AmountMisfit;

/// Whole numbers.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct CountColumn(Vec<u128>);

impl CountColumn {
    pub(super) fn of<R>(rows: &[R], count: impl FnMut(&R) -> Option<u64>) -> Self {
        rows.iter().map(count).collect()
    }

    /// The value in that row.
    pub(super) fn at(&self, row: usize) -> Result<Option<u64>, AmountMisfit> {
        present(&self.0, row)?
            .map(|count| u64::try_from(count).map_err(|_| AmountMisfit))
            .transpose()
    }
}

impl FromIterator<Option<u64>> for CountColumn {
    fn from_iter<I: IntoIterator<Item = Option<u64>>>(counts: I) -> Self {
        Self(
            counts
                .into_iter()
                .map(|count| write(count.map(u128::from)))
                .collect(),
        )
    }
}

/// Lengths of time, in one unit.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum TimeColumn {
    Seconds(Vec<u128>),
    Hundredths(Vec<u128>),
    Nanoseconds(Vec<u128>),
}

const NANOSECONDS_A_SECOND: u128 = 1_000_000_000;
const NANOSECONDS_A_HUNDREDTH: u128 = 10_000_000;

impl TimeColumn {
    pub(super) fn of<R>(rows: &[R], time: impl Fn(&R) -> Option<Duration>) -> Self {
        let fits = |unit: u128| {
            rows.iter()
                .filter_map(&time)
                .all(|time| time.as_nanos().is_multiple_of(unit))
        };
        let column = |unit: u128| {
            let in_unit = |row: &R| write(time(row).map(|time| time.as_nanos() / unit));
            rows.iter().map(in_unit).collect()
        };
        if fits(NANOSECONDS_A_SECOND) {
            Self::Seconds(column(NANOSECONDS_A_SECOND))
        } else if fits(NANOSECONDS_A_HUNDREDTH) {
            Self::Hundredths(column(NANOSECONDS_A_HUNDREDTH))
        } else {
            Self::Nanoseconds(column(1))
        }
    }

    /// The value in that row.
    pub(super) fn at(&self, row: usize) -> Result<Option<Duration>, AmountMisfit> {
        let (column, unit) = match self {
            Self::Seconds(column) => (column, NANOSECONDS_A_SECOND),
            Self::Hundredths(column) => (column, NANOSECONDS_A_HUNDREDTH),
            Self::Nanoseconds(column) => (column, 1),
        };
        present(column, row)?
            .map(|time| duration(time, unit).ok_or(AmountMisfit))
            .transpose()
    }
}

/// Percentages and amounts of money.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum AmountColumn {
    /// Zigzag: the least bit is the sign.
    Hundredths(Vec<u128>),
    Exact(Vec<Option<f64>>),
}

impl AmountColumn {
    pub(super) fn of<R>(rows: &[R], amount: impl Fn(&R) -> Option<f64>) -> Self {
        let hundredths: Option<Vec<u128>> = rows
            .iter()
            .map(|row| match amount(row) {
                None => Some(write(None)),
                Some(amount) => hundredths(amount).map(|number| write(Some(zigzag(number)))),
            })
            .collect();
        hundredths.map_or_else(
            || Self::Exact(rows.iter().map(amount).collect()),
            Self::Hundredths,
        )
    }

    /// The value in that row.
    pub(super) fn at(&self, row: usize) -> Result<Option<f64>, AmountMisfit> {
        match self {
            Self::Exact(column) => column.get(row).copied().ok_or(AmountMisfit),
            Self::Hundredths(column) => present(column, row)?
                .map(|number| unzigzag(number).map(amount).ok_or(AmountMisfit))
                .transpose(),
        }
    }
}

fn write(value: Option<u128>) -> u128 {
    value.map_or(0, |value| value + 1)
}

fn present(column: &[u128], row: usize) -> Result<Option<u128>, AmountMisfit> {
    let written = column.get(row).ok_or(AmountMisfit)?;
    Ok(written.checked_sub(1))
}

fn duration(time: u128, unit: u128) -> Option<Duration> {
    let nanoseconds = time.checked_mul(unit)?;
    let seconds = u64::try_from(nanoseconds / NANOSECONDS_A_SECOND).ok()?;
    let rest = u32::try_from(nanoseconds % NANOSECONDS_A_SECOND).ok()?;
    Some(Duration::new(seconds, rest))
}

/// The amount in hundredths, where that is exactly the amount.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a number that does not fit is not the same amount when taken back"
)]
fn hundredths(value: f64) -> Option<i64> {
    let number = (value * 100.0).round() as i64;
    (amount(number).to_bits() == value.to_bits()).then_some(number)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "`hundredths` gives only numbers that come back exactly"
)]
fn amount(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}

fn zigzag(number: i64) -> u128 {
    u128::from(((number << 1) ^ (number >> 63)).cast_unsigned())
}

fn unzigzag(number: u128) -> Option<i64> {
    let number = u64::try_from(number).ok()?;
    Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_api_delivers_takes_few_bytes() {
        let percents = [86.49, 0.0, 100.0, -4.25].map(Some);
        let column = AmountColumn::of(&percents, |percent| *percent);
        assert!(matches!(column, AmountColumn::Hundredths(_)));
        assert_eq!(
            postcard::to_stdvec(&column).unwrap().len(),
            2 + 3 + 1 + 3 + 2
        );
        let waits = [Some(Duration::from_millis(14_270)), None];
        assert!(matches!(
            TimeColumn::of(&waits, |wait| *wait),
            TimeColumn::Hundredths(_)
        ));
    }

    #[test]
    fn odd_and_extreme_numbers_come_back_as_they_were() {
        let amounts = [f64::MAX, -0.0, 1.0 / 3.0, 1e17, f64::MIN_POSITIVE].map(Some);
        let column = AmountColumn::of(&amounts, |amount| *amount);
        for (row, amount) in amounts.iter().enumerate() {
            let again = column.at(row).unwrap();
            assert_eq!(again.map(f64::to_bits), amount.map(f64::to_bits));
        }
        let counts = [Some(u64::MAX), Some(0), None];
        let column = CountColumn::of(&counts, |count| *count);
        assert_eq!([0, 1, 2].map(|row| column.at(row).unwrap()), counts);
        let times = [Some(Duration::MAX), Some(Duration::ZERO), None];
        let column = TimeColumn::of(&times, |time| *time);
        assert_eq!([0, 1, 2].map(|row| column.at(row).unwrap()), times);
        assert_eq!(column.at(3), Err(AmountMisfit));
    }
}
