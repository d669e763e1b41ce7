//! A row of the file.

use crate::report::TableCell;
use vigia_core::{
    metrics::{Quantity, Sample, Unit},
    summaries::{SummaryFigure, UsualFigure},
};

pub(super) const COLUMNS: [&str; 12] = [
    "section",
    "key",
    "name",
    "metric",
    "unit",
    "value",
    "part",
    "of",
    "goal",
    "usual",
    "usual_weeks",
    "day_before",
];

/// A row in the making: what it is of, and its figure.
pub(super) struct SummaryRow {
    pub(super) section: &'static str,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) figure: SummaryRowName,
}

/// A figure by the name that scripts know it by.
pub(super) struct SummaryRowName {
    pub(super) metric: &'static str,
    pub(super) unit: Unit,
    pub(super) value: Option<Quantity>,
    pub(super) part: Option<u64>,
    pub(super) of: Option<u64>,
    pub(super) goal: Option<Quantity>,
    pub(super) usual: Option<UsualFigure>,
    pub(super) before: Option<Quantity>,
}

pub(super) fn of(section: &'static str, key: &str, figure: SummaryRowName) -> SummaryRow {
    SummaryRow {
        section,
        key: key.to_owned(),
        name: String::new(),
        figure,
    }
}

pub(super) fn count(metric: &'static str, count: Option<u64>) -> SummaryRowName {
    SummaryRowName::new(metric, Unit::Count, count.map(Quantity::Count))
}

pub(super) fn share(metric: &'static str, sample: Option<Sample>) -> SummaryRowName {
    let value = sample.map(|sample| sample.value);
    SummaryRowName {
        part: sample.and_then(|sample| sample.part),
        of: sample.and_then(|sample| sample.of),
        ..SummaryRowName::new(metric, Unit::Percent, value)
    }
}

impl SummaryRowName {
    pub(super) fn new(metric: &'static str, unit: Unit, value: Option<Quantity>) -> Self {
        Self {
            metric,
            unit,
            value,
            part: None,
            of: None,
            goal: None,
            usual: None,
            before: None,
        }
    }
}

impl From<&SummaryFigure> for SummaryRowName {
    fn from(figure: &SummaryFigure) -> Self {
        let sample = figure.sample;
        Self {
            part: sample.and_then(|sample| sample.part),
            of: sample.and_then(|sample| sample.of),
            goal: figure.goal,
            usual: figure.usual,
            before: figure.before.map(|sample| sample.value),
            ..Self::new(
                figure.metric.name(),
                figure.metric.unit(),
                sample.map(|sample| sample.value),
            )
        }
    }
}

impl SummaryRow {
    pub(super) fn cells(self) -> Vec<TableCell> {
        let figure = self.figure;
        let unit = match figure.unit {
            Unit::Percent => "percent",
            Unit::Duration => "time",
            Unit::Count => "count",
            Unit::Money => "money",
        };
        let weeks = figure.usual.map(|usual| u64::from(usual.weeks));
        vec![
            TableCell::Text(self.section.to_owned()),
            TableCell::Text(self.key),
            TableCell::Text(self.name),
            TableCell::Text(figure.metric.to_owned()),
            TableCell::Text(unit.to_owned()),
            cell(figure.value),
            TableCell::Count(figure.part),
            TableCell::Count(figure.of),
            cell(figure.goal),
            cell(figure.usual.map(|usual| usual.value)),
            TableCell::Count(weeks),
            cell(figure.before),
        ]
    }
}

fn cell(value: Option<Quantity>) -> TableCell {
    match value {
        None => TableCell::Count(None),
        Some(Quantity::Count(count)) => TableCell::Count(Some(count)),
        Some(Quantity::Percent(percent)) => TableCell::Percent(Some(percent)),
        Some(Quantity::Money(amount)) => TableCell::Number(Some(amount)),
        Some(Quantity::Duration(length)) => TableCell::Time(Some(length)),
    }
}
