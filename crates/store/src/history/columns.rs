//! What the packed reports share: how rows of several answers lie in one table, and how
//! ranges (of waits, of call lengths) are written.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::history::{
    amounts::AmountMisfit,
    names::{NameTable, NameTableDraft},
};
use vigia_core::metrics::facts::{CallLength, WaitRange};

/// The rows of one answer, and the API's own total, which lies behind them.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ColumnExtent {
    rows: usize,
    has_total: bool,
}

/// Where the answers lie in a table.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ColumnExtents(Vec<ColumnExtent>);

impl ColumnExtents {
    /// Appends an answer to the rows of the table.
    pub(super) fn push<'facts, R>(
        &mut self,
        table: &mut Vec<&'facts R>,
        rows: &'facts [R],
        total: Option<&'facts R>,
    ) {
        self.0.push(ColumnExtent {
            rows: rows.len(),
            has_total: total.is_some(),
        });
        table.extend(rows);
        table.extend(total);
    }

    /// The rows of an answer, and the row of its total.
    pub(super) fn answer(
        &self,
        answer: usize,
    ) -> Result<(Range<usize>, Option<usize>), AmountMisfit> {
        let extent = self.0.get(answer).ok_or(AmountMisfit)?;
        let start: usize = self
            .0
            .iter()
            .take(answer)
            .map(|extent| extent.rows + usize::from(extent.has_total))
            .sum();
        let end = start + extent.rows;
        Ok((start..end, extent.has_total.then_some(end)))
    }
}

/// A range of waits or lengths, in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum ColumnSpan {
    Between(u32, u32),
    AtLeast(u32),
    Other(u32),
}

impl ColumnSpan {
    pub(super) fn of_wait(wait: &WaitRange, names: &mut NameTableDraft<'_>) -> Self {
        match wait {
            WaitRange::Between(from, to) => Self::Between(*from, *to),
            WaitRange::AtLeast(from) => Self::AtLeast(*from),
            WaitRange::Other(text) => Self::Other(names.number(text)),
        }
    }

    pub(super) fn of_length(length: &CallLength, names: &mut NameTableDraft<'_>) -> Self {
        match length {
            CallLength::Between(from, to) => Self::Between(*from, *to),
            CallLength::AtLeast(from) => Self::AtLeast(*from),
            CallLength::Other(text) => Self::Other(names.number(text)),
        }
    }

    pub(super) fn wait(&self, names: &NameTable) -> Result<WaitRange, AmountMisfit> {
        Ok(match self {
            Self::Between(from, to) => WaitRange::Between(*from, *to),
            Self::AtLeast(from) => WaitRange::AtLeast(*from),
            Self::Other(name) => WaitRange::Other(names.text(*name)?.to_string()),
        })
    }

    pub(super) fn length(&self, names: &NameTable) -> Result<CallLength, AmountMisfit> {
        Ok(match self {
            Self::Between(from, to) => CallLength::Between(*from, *to),
            Self::AtLeast(from) => CallLength::AtLeast(*from),
            Self::Other(name) => CallLength::Other(names.text(*name)?.to_string()),
        })
    }
}
