//! All rows of an answer, for a spreadsheet, a script or the terminal.

mod csv;
mod json;
mod text;

use std::time::Duration;

/// Rows under columns. Each row has a cell for each column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportTable {
    /// What stands in the cells.
    pub columns: Vec<TableColumn>,
    /// The rows, in the order asked for.
    pub rows: Vec<Vec<TableCell>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name for scripts, the same in every language: `abandon_rate`.
    pub key: &'static str,
    /// Its name for people.
    pub title: String,
}

/// What stands in a cell. A figure that is not known is empty, never zero.
#[derive(Clone, Debug, PartialEq)]
pub enum TableCell {
    /// Text; it may come from outside.
    Text(String),
    /// A whole number.
    Count(Option<u64>),
    /// Percent: `14.8`.
    Percent(Option<f64>),
    /// A length of time.
    Time(Option<Duration>),
    /// Any other number: minutes, money.
    Number(Option<f64>),
}

/// A number with as many decimals as anybody reads; what is no number is not known.
fn rounded(value: Option<f64>) -> Option<f64> {
    value
        .filter(|value| value.is_finite())
        .map(|value| (value * 10_000.0).round() / 10_000.0)
}
