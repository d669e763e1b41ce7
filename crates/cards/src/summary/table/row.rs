//! A row of the file.

use crate::report::Cell;
use vigia_core::{
    metrics::{Quantity, Sample, Unit},
    summaries::{Figure, Usually},
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
pub(super) struct Row {
    pub(super) section: &'static str,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) figure: Named,
}

/// A figure by the name that scripts know it by.
pub(super) struct Named {
    pub(super) metric: &'static str,
    pub(super) unit: Unit,
    pub(super) value: Option<Quantity>,
    pub(super) part: Option<u64>,
    pub(super) of: Option<u64>,
    pub(super) goal: Option<Quantity>,
    pub(super) usual: Option<Usually>,
    pub(super) before: Option<Quantity>,
}

pub(super) fn of(section: &'static str, key: &str, figure: Named) -> Row {
    Row {
        section,
        key: key.to_owned(),
        name: String::new(),
        figure,
    }
}

pub(super) fn count(metric: &'static str, count: Option<u64>) -> Named {
    Named::new(metric, Unit::Count, count.map(Quantity::Count))
}

pub(super) fn share(metric: &'static str, sample: Option<Sample>) -> Named {
    let value = sample.map(|sample| sample.value);
    Named {
        part: sample.and_then(|sample| sample.part),
        of: sample.and_then(|sample| sample.of),
        ..Named::new(metric, Unit::Percent, value)
    }
}

impl Named {
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

impl From<&Figure> for Named {
    fn from(figure: &Figure) -> Self {
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

impl Row {
    pub(super) fn cells(self) -> Vec<Cell> {
        let figure = self.figure;
        let unit = match figure.unit {
            Unit::Percent => "percent",
            Unit::Duration => "time",
            Unit::Count => "count",
            Unit::Money => "money",
        };
        let weeks = figure.usual.map(|usual| u64::from(usual.weeks));
        vec![
            Cell::Text(self.section.to_owned()),
            Cell::Text(self.key),
            Cell::Text(self.name),
            Cell::Text(figure.metric.to_owned()),
            Cell::Text(unit.to_owned()),
            cell(figure.value),
            Cell::Count(figure.part),
            Cell::Count(figure.of),
            cell(figure.goal),
            cell(figure.usual.map(|usual| usual.value)),
            Cell::Count(weeks),
            cell(figure.before),
        ]
    }
}

fn cell(value: Option<Quantity>) -> Cell {
    match value {
        None => Cell::Count(None),
        Some(Quantity::Count(count)) => Cell::Count(Some(count)),
        Some(Quantity::Percent(percent)) => Cell::Percent(Some(percent)),
        Some(Quantity::Money(amount)) => Cell::Number(Some(amount)),
        Some(Quantity::Duration(length)) => Cell::Time(Some(length)),
    }
}
