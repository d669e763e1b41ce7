//! What the answers about the five reports have in common: how they are asked for, what a
//! report gave, and the sheet that comes of it, which is a card and a table of all rows.

mod calls;
mod change;
mod frame;
mod limit;
mod lines;
mod nothing;
mod page;
mod table;
mod trend;
mod verdict;
mod worst;

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{Card, CardLine};
use vigia_core::{
    metrics::{Facts, Metric, Sample, SkillNames, TimeWindow},
    rules::Ruleset,
};

pub(crate) use calls::{counted, doubts, unaccounted};
pub(crate) use change::{before_facts, compared, with_change};
pub(crate) use frame::{bare, circumstances, frame, nothing};
pub use limit::rule_for;
pub(crate) use lines::{field, gap, warning, window};
pub(crate) use nothing::{no_calls, unseen};
pub(crate) use page::{RowPage, highest_first, page, page_of};
pub use table::{ReportTable, TableCell, TableColumn};
pub(crate) use trend::{TrendBounds, TrendDrawing, heights, no_trend, picture};
pub(crate) use verdict::{first_limit, unknown, verdict};
#[cfg(test)]
pub(crate) use worst::tests::limit;
pub(crate) use worst::{worst, worst_of};

/// What one report gave.
#[derive(Clone, Debug)]
pub enum ReportInput<'a> {
    /// Facts.
    Known(&'a Facts),
    /// Nothing: the window is empty. That is not zero calls.
    Empty,
    /// It could not be read; the text says why.
    Failed(String),
}

impl<'a> ReportInput<'a> {
    /// The facts, where there are some.
    pub(crate) fn facts(&self) -> Option<&'a Facts> {
        match self {
            Self::Known(facts) => Some(facts),
            Self::Empty | Self::Failed(_) => None,
        }
    }
}

/// The circumstances of a question, the same for all reports.
#[derive(Clone, Debug)]
pub struct AnswerContext<'a> {
    /// Over which window.
    pub window: TimeWindow,
    /// The names of the skills.
    pub names: &'a SkillNames,
    /// The rules, whose limits the figures are held against.
    pub rules: &'a Ruleset,
    /// When the oldest of the reports was read.
    pub read_at: DateTime<Utc>,
    /// What the asker must know of how the question was read.
    pub notes: Vec<CardLine>,
    /// The command that asks the same again, for the footer.
    pub command: String,
    /// Which rows are shown, and in which order.
    pub view: AnswerView,
    /// What the figures are compared with.
    pub before: Option<ComparisonFacts<'a>>,
    /// The history to draw, where it was asked for and there is one.
    pub trend: Option<TrendHistory>,
}

impl AnswerContext<'_> {
    /// The time that the figures are as of.
    pub(crate) fn as_of(&self) -> DateTime<Utc> {
        self.window.until().min(self.read_at)
    }
}

/// Which rows a card shows. The table holds all of them in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerView {
    /// In which order; the worst first where `None`.
    pub order: Option<SortOrder>,
    /// Only so many rows from the top.
    pub top: Option<usize>,
    /// The page, from zero. One beyond the last is the last.
    pub page: usize,
    /// Whether agents may be named here.
    pub names_agents: bool,
}

impl AnswerView {
    /// How many rows a page has.
    pub const PAGE: usize = 10;
}

/// An order of rows. Figures stand with the highest first, and rows without one last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    /// By abandoned calls.
    Abandoned,
    /// By callbacks that reached nobody.
    Failed,
    /// By callbacks that are still open.
    Open,
    /// By calls in smart hold.
    Treated,
    /// By time on hold and muted together.
    Total,
    /// By time on hold.
    Hold,
    /// By time muted.
    Mute,
    /// By uses of hold and mute.
    Uses,
    /// By time for each use.
    PerUse,
    /// By name, from A to Z; a skill by its number.
    Name,
}

/// The same figures of another window.
#[derive(Clone, Debug)]
pub struct ComparisonFacts<'a> {
    /// Which window that is.
    pub with: ComparisonSpan,
    /// The window.
    pub window: TimeWindow,
    /// What the main report of the question gave for it: calls and service levels for
    /// abandonment and service level, else the report itself.
    pub part: ReportInput<'a>,
}

/// What a window is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonSpan {
    /// The window of the same length that ends where it begins.
    Previous,
    /// The same time of the day before.
    Yesterday,
    /// The same time a week before.
    LastWeek,
}

/// A metric over time, from the store.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendHistory {
    /// Which metric.
    pub metric: Metric,
    /// How long the window of each value is.
    pub length: Duration,
    /// The time between two values.
    pub every: Duration,
    /// The values, oldest first, each with the end of its window.
    pub values: Vec<(DateTime<Utc>, Sample)>,
}

/// What is answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportAnswer {
    /// The card, with its chart; without buttons and file.
    pub card: Card,
    /// All rows, for a file or the terminal. Empty where nothing is known.
    pub table: ReportTable,
    /// How many pages the card's rows have; one where it has no rows.
    pub pages: usize,
}
