//! The columns of a table: numbers that are small on the disk and exact, so that what comes
//! out is what went in, and what was missing is still missing.
//!
//! A present `n` is written as `n + 1` and a missing one as 0, in the seven bits a byte
//! that postcard gives to whole numbers. Times and amounts of a column are written in the
//! coarsest unit that is exact for all of them: the API delivers seconds and hundredths.

use std::{
    marker::PhantomData,
    ops::Range,
    sync::{Arc, OnceLock},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::names::{NameTable, NameTableDraft};
use vigia_core::metrics::{
    AgentName, Channel, SkillId,
    facts::{SecondsRange, WaitCalls},
};

/// The columns of a record do not fit together. None that this program wrote does that.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ColumnMisfit;

/// The values of one field of all rows of a table.
pub(super) trait Column: Sized {
    type Value;
    fn pack(values: &[&Self::Value], names: &mut NameTableDraft<'_>) -> Self;
    fn get(&self, row: usize, names: &NameTable) -> Result<Self::Value, ColumnMisfit>;
}

/// A value that is written as a whole number or is missing.
pub(super) trait Counted: Sized {
    fn to_count(&self, names: &mut NameTableDraft<'_>) -> Option<u64>;
    fn from_count(count: Option<u64>, names: &NameTable) -> Result<Self, ColumnMisfit>;
}

/// Whole numbers, or what is written as such.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub(super) struct CountColumn<T>(Vec<u128>, PhantomData<T>);

impl<T: Counted> Column for CountColumn<T> {
    type Value = T;

    fn pack(values: &[&T], names: &mut NameTableDraft<'_>) -> Self {
        let counts = values.iter().map(|value| value.to_count(names));
        Self(
            counts
                .map(|count| gap_or_one_more(count.map(u128::from)))
                .collect(),
            PhantomData,
        )
    }

    fn get(&self, row: usize, names: &NameTable) -> Result<T, ColumnMisfit> {
        let count = value_at(&self.0, row)?.map(u64::try_from).transpose();
        T::from_count(count.map_err(|_| ColumnMisfit)?, names)
    }
}

impl<T: Counted> Counted for Option<T> {
    fn to_count(&self, names: &mut NameTableDraft<'_>) -> Option<u64> {
        self.as_ref()?.to_count(names)
    }

    fn from_count(count: Option<u64>, names: &NameTable) -> Result<Self, ColumnMisfit> {
        count.map(|_| T::from_count(count, names)).transpose()
    }
}

impl Counted for u64 {
    fn to_count(&self, _: &mut NameTableDraft<'_>) -> Option<u64> {
        Some(*self)
    }

    fn from_count(count: Option<u64>, _: &NameTable) -> Result<Self, ColumnMisfit> {
        count.ok_or(ColumnMisfit)
    }
}

impl Counted for SkillId {
    fn to_count(&self, _: &mut NameTableDraft<'_>) -> Option<u64> {
        Some(self.0)
    }

    fn from_count(count: Option<u64>, _: &NameTable) -> Result<Self, ColumnMisfit> {
        count.map(Self).ok_or(ColumnMisfit)
    }
}

impl Counted for String {
    fn to_count(&self, names: &mut NameTableDraft<'_>) -> Option<u64> {
        Some(names.number(self).into())
    }

    fn from_count(count: Option<u64>, names: &NameTable) -> Result<Self, ColumnMisfit> {
        name_of(count, names).map(|name| name.to_string())
    }
}

impl Counted for Channel {
    fn to_count(&self, names: &mut NameTableDraft<'_>) -> Option<u64> {
        Some(names.number(self.as_str()).into())
    }

    fn from_count(count: Option<u64>, names: &NameTable) -> Result<Self, ColumnMisfit> {
        name_of(count, names).map(Self::new)
    }
}

impl Counted for AgentName {
    fn to_count(&self, names: &mut NameTableDraft<'_>) -> Option<u64> {
        Some(names.number(self.as_str()).into())
    }

    fn from_count(count: Option<u64>, names: &NameTable) -> Result<Self, ColumnMisfit> {
        name_of(count, names).map(Self::new)
    }
}

fn name_of(count: Option<u64>, names: &NameTable) -> Result<Arc<str>, ColumnMisfit> {
    count.and_then(|it| names.text(it)).ok_or(ColumnMisfit)
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

impl Column for TimeColumn {
    type Value = Option<Duration>;

    fn pack(times: &[&Option<Duration>], _: &mut NameTableDraft<'_>) -> Self {
        let fits = |unit: u128| {
            let mut known = times.iter().filter_map(|time| **time);
            known.all(|time| time.as_nanos().is_multiple_of(unit))
        };
        let column = |unit: u128| {
            let in_unit =
                |time: &&Option<Duration>| gap_or_one_more(time.map(|it| it.as_nanos() / unit));
            times.iter().map(in_unit).collect()
        };
        if fits(NANOSECONDS_A_SECOND) {
            Self::Seconds(column(NANOSECONDS_A_SECOND))
        } else if fits(NANOSECONDS_A_HUNDREDTH) {
            Self::Hundredths(column(NANOSECONDS_A_HUNDREDTH))
        } else {
            Self::Nanoseconds(column(1))
        }
    }

    fn get(&self, row: usize, _: &NameTable) -> Result<Option<Duration>, ColumnMisfit> {
        let (column, unit) = match self {
            Self::Seconds(column) => (column, NANOSECONDS_A_SECOND),
            Self::Hundredths(column) => (column, NANOSECONDS_A_HUNDREDTH),
            Self::Nanoseconds(column) => (column, 1),
        };
        let duration = |time: u128| {
            let nanoseconds = time.checked_mul(unit)?;
            let seconds = u64::try_from(nanoseconds / NANOSECONDS_A_SECOND).ok()?;
            let rest = u32::try_from(nanoseconds % NANOSECONDS_A_SECOND).ok()?;
            Some(Duration::new(seconds, rest))
        };
        value_at(column, row)?
            .map(|time| duration(time).ok_or(ColumnMisfit))
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

impl Column for AmountColumn {
    type Value = Option<f64>;

    fn pack(amounts: &[&Option<f64>], _: &mut NameTableDraft<'_>) -> Self {
        let in_hundredths = |value: &&Option<f64>| match value {
            None => Some(gap_or_one_more(None)),
            Some(value) => {
                to_hundredths(*value).map(|number| gap_or_one_more(Some(to_zigzag(number))))
            }
        };
        let hundredths: Option<Vec<u128>> = amounts.iter().map(in_hundredths).collect();
        hundredths.map_or_else(
            || Self::Exact(amounts.iter().map(|amount| **amount).collect()),
            Self::Hundredths,
        )
    }

    fn get(&self, row: usize, _: &NameTable) -> Result<Option<f64>, ColumnMisfit> {
        match self {
            Self::Exact(column) => column.get(row).copied().ok_or(ColumnMisfit),
            Self::Hundredths(column) => value_at(column, row)?
                .map(|number| from_zigzag(number).map(from_hundredths))
                .map(|amount| amount.ok_or(ColumnMisfit))
                .transpose(),
        }
    }
}

/// Returns the number that stands for a value or a gap. No value is larger than a
/// `Duration` in nanoseconds, so one more always fits.
fn gap_or_one_more(value: Option<u128>) -> u128 {
    value.map_or(0, |value| value + 1)
}

fn value_at(column: &[u128], row: usize) -> Result<Option<u128>, ColumnMisfit> {
    let written = column.get(row).ok_or(ColumnMisfit)?;
    Ok(written.checked_sub(1))
}

/// Returns the amount in hundredths, where that is exactly the amount.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a number that does not fit is not the same amount when taken back"
)]
fn to_hundredths(value: f64) -> Option<i64> {
    let number = (value * 100.0).round() as i64;
    (from_hundredths(number).to_bits() == value.to_bits()).then_some(number)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "`to_hundredths` gives only numbers that come back exactly"
)]
fn from_hundredths(hundredths: i64) -> f64 {
    hundredths as f64 / 100.0
}

fn to_zigzag(number: i64) -> u128 {
    u128::from(((number << 1) ^ (number >> 63)).cast_unsigned())
}

fn from_zigzag(number: u128) -> Option<i64> {
    let number = u64::try_from(number).ok()?;
    Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
}

/// A range of waits or lengths, in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum ColumnSpan {
    Between(u32, u32),
    AtLeast(u32),
    Other(u32),
}

impl ColumnSpan {
    fn from_range(range: &SecondsRange, names: &mut NameTableDraft<'_>) -> Self {
        match range {
            SecondsRange::Between(from, to) => Self::Between(*from, *to),
            SecondsRange::AtLeast(from) => Self::AtLeast(*from),
            SecondsRange::Other(text) => Self::Other(names.number(text)),
        }
    }

    fn to_range(&self, names: &NameTable) -> Result<SecondsRange, ColumnMisfit> {
        Ok(match self {
            Self::Between(from, to) => SecondsRange::Between(*from, *to),
            Self::AtLeast(from) => SecondsRange::AtLeast(*from),
            Self::Other(name) => {
                SecondsRange::Other(name_of(Some((*name).into()), names)?.to_string())
            }
        })
    }
}

/// Call lengths, one a row.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct LengthColumn(Vec<ColumnSpan>);

impl Column for LengthColumn {
    type Value = SecondsRange;

    fn pack(lengths: &[&SecondsRange], names: &mut NameTableDraft<'_>) -> Self {
        let spans = lengths
            .iter()
            .map(|length| ColumnSpan::from_range(length, names));
        Self(spans.collect())
    }

    fn get(&self, row: usize, names: &NameTable) -> Result<SecondsRange, ColumnMisfit> {
        self.0.get(row).ok_or(ColumnMisfit)?.to_range(names)
    }
}

/// The calls of each row by wait.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct WaitsColumn {
    /// The lists of ranges in use, most often a single one.
    ranges: Vec<Vec<ColumnSpan>>,
    /// The place in `ranges` of each row's list.
    range: Vec<usize>,
    /// The calls of all ranges of all rows.
    calls: CountColumn<Option<u64>>,
    /// The place of each row's first calls.
    #[serde(skip)]
    starts: RunningSums,
}

impl Column for WaitsColumn {
    type Value = Vec<WaitCalls>;

    fn pack(rows: &[&Vec<WaitCalls>], names: &mut NameTableDraft<'_>) -> Self {
        let mut ranges: Vec<Vec<ColumnSpan>> = Vec::new();
        let mut range = Vec::new();
        for waits in rows {
            let spans = waits
                .iter()
                .map(|calls| ColumnSpan::from_range(&calls.wait, names));
            let list: Vec<ColumnSpan> = spans.collect();
            let known = ranges.iter().position(|other| *other == list);
            range.push(known.unwrap_or_else(|| {
                ranges.push(list);
                ranges.len() - 1
            }));
        }
        let calls = rows.iter().flat_map(|waits| waits.iter());
        let calls: Vec<&Option<u64>> = calls.map(|wait| &wait.calls).collect();
        Self {
            ranges,
            range,
            calls: CountColumn::pack(&calls, names),
            starts: RunningSums::default(),
        }
    }

    fn get(&self, row: usize, names: &NameTable) -> Result<Vec<WaitCalls>, ColumnMisfit> {
        let list = |range: &usize| self.ranges.get(*range);
        let lengths = self
            .range
            .iter()
            .map(|range| list(range).map_or(0, Vec::len));
        let first = self.starts.before(row, lengths);
        let list = self.range.get(row).and_then(list).ok_or(ColumnMisfit)?;
        (first..)
            .zip(list)
            .map(|(place, span)| {
                Ok(WaitCalls {
                    wait: span.to_range(names)?,
                    calls: self.calls.get(place, names)?,
                })
            })
            .collect()
    }
}

/// The places at which rows of different lengths begin, made once when the first of them is looked for:
/// adding the lengths up again for each row takes seconds where there are thousands.
#[derive(Debug, Default)]
pub(super) struct RunningSums(OnceLock<Vec<usize>>);

impl RunningSums {
    /// Returns the sum of the lengths before this place.
    pub(super) fn before(&self, place: usize, lengths: impl Iterator<Item = usize>) -> usize {
        let sums = self.0.get_or_init(|| {
            let mut sum = 0_usize;
            let before = lengths.map(|length| {
                let before = sum;
                sum = sum.saturating_add(length);
                before
            });
            before.collect()
        });
        sums.get(place).copied().unwrap_or_default()
    }
}

/// They follow from the rows.
impl PartialEq for RunningSums {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The rows of one answer, and the API's own total, which lies behind them.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct ColumnExtent {
    rows: usize,
    has_total: bool,
}

/// The place of each answer among the rows of a table.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ColumnExtents {
    answers: Vec<ColumnExtent>,
    #[serde(skip)]
    starts: RunningSums,
}

impl ColumnExtents {
    /// Appends an answer to the rows of the table.
    pub(super) fn push<'facts, R>(
        &mut self,
        table: &mut Vec<&'facts R>,
        rows: &'facts [R],
        total: Option<&'facts R>,
    ) {
        self.answers.push(ColumnExtent {
            rows: rows.len(),
            has_total: total.is_some(),
        });
        table.extend(rows);
        table.extend(total);
    }

    /// Returns the rows of an answer without its total.
    pub(super) fn rows(&self, answer: usize) -> Result<Range<usize>, ColumnMisfit> {
        let extent = self.answers.get(answer).ok_or(ColumnMisfit)?;
        let lengths = self.answers.iter();
        let lengths = lengths.map(|extent| extent.rows + usize::from(extent.has_total));
        let start = self.starts.before(answer, lengths);
        Ok(start..start + extent.rows)
    }

    /// Returns the row of an answer's total.
    pub(super) fn total(&self, answer: usize) -> Result<Option<usize>, ColumnMisfit> {
        let extent = self.answers.get(answer).ok_or(ColumnMisfit)?;
        Ok(extent.has_total.then_some(self.rows(answer)?.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed<C: Column>(values: &[C::Value]) -> C {
        let values: Vec<&C::Value> = values.iter().collect();
        C::pack(&values, &mut NameTableDraft::new(&NameTable::default()))
    }

    fn unpacked<C: Column>(column: &C, rows: usize) -> Vec<C::Value> {
        let names = NameTable::default();
        (0..rows)
            .map(|row| column.get(row, &names).unwrap())
            .collect()
    }

    #[test]
    fn lengths_are_added_up_once_for_all_rows() {
        let lengths = [3, 0, 2, 5];
        let looked_at = std::cell::Cell::new(0);
        let counted = || {
            lengths.iter().map(|length| {
                looked_at.set(looked_at.get() + 1);
                *length
            })
        };
        let sums = RunningSums::default();
        let before = (0..4).map(|place| sums.before(place, counted()));
        assert_eq!(before.collect::<Vec<_>>(), [0, 3, 3, 5]);
        assert_eq!(looked_at.get(), lengths.len());
    }

    #[test]
    fn what_the_api_delivers_takes_few_bytes() {
        let column: AmountColumn = packed(&[86.49, 0.0, 100.0, -4.25].map(Some));
        assert!(matches!(column, AmountColumn::Hundredths(_)));
        assert_eq!(
            postcard::to_stdvec(&column).unwrap().len(),
            2 + 3 + 1 + 3 + 2
        );
        let column: TimeColumn = packed(&[Some(Duration::from_millis(14_270)), None]);
        assert!(matches!(column, TimeColumn::Hundredths(_)));
    }

    #[test]
    fn odd_and_extreme_numbers_come_back_as_they_were() {
        let amounts = [f64::MAX, -0.0, 1.0 / 3.0, 1e17, f64::MIN_POSITIVE].map(Some);
        let column: AmountColumn = packed(&amounts);
        for (again, amount) in unpacked(&column, 5).iter().zip(amounts) {
            assert_eq!(again.map(f64::to_bits), amount.map(f64::to_bits));
        }
        let counts = [Some(u64::MAX), Some(0), None];
        assert_eq!(
            unpacked(&packed::<CountColumn<Option<u64>>>(&counts), 3),
            counts
        );
        let times = [Some(Duration::MAX), Some(Duration::ZERO), None];
        let column: TimeColumn = packed(&times);
        assert_eq!(unpacked(&column, 3), times);
        assert_eq!(column.get(3, &NameTable::default()), Err(ColumnMisfit));
    }
}
