//! The rows of a report by what they are about.

use std::collections::{HashMap, hash_map::Entry};

use crate::metrics::{
    Facts, Metric, Scope,
    facts::{Abandonment, HoldTimes, Holds, SmartHold, SmartHoldStages, SumRows},
    sample::{Formula, Sample, abandonment, abandonment::AbandonCounts, holds, smart_hold},
};

/// The rows of a report by the skill or the agent that they are of, for whoever wants many of
/// them: a look through all rows for each grows with the square of them. It has no rows of a
/// report that names neither.
#[derive(Debug)]
pub struct FactIndex {
    pub(super) rows: IndexedRows,
}

#[derive(Debug)]
pub(super) enum IndexedRows {
    Abandons(IndexedTotals<AbandonCounts>),
    Stages(IndexedTotals<SmartHoldStages>),
    Holds(IndexedTotals<HoldTimes>),
    Nameless,
}

/// The total of each owner of rows, in the order in which they first appear.
#[derive(Debug)]
pub(super) struct IndexedTotals<T> {
    places: HashMap<Scope, usize>,
    totals: Vec<(Scope, T)>,
}

impl FactIndex {
    /// The rows of a report. Several of one owner are one.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        match facts {
            Facts::Abandonment(report) => report.into(),
            Facts::SmartHold(report) => report.into(),
            Facts::Holds(report) => report.into(),
            Facts::ServiceLevel(_) | Facts::Durations(_) => Self {
                rows: IndexedRows::Nameless,
            },
        }
    }

    /// The value of `metric` for each of them that has one.
    #[must_use]
    pub fn samples(&self, metric: Metric) -> Vec<(&Scope, Sample)> {
        match (metric.formula(), &self.rows) {
            (Formula::Abandonment(formula), IndexedRows::Abandons(rows)) => rows.samples(formula),
            (Formula::SmartHold(formula), IndexedRows::Stages(rows)) => rows.samples(formula),
            (Formula::Holds(formula), IndexedRows::Holds(rows)) => rows.samples(formula),
            (_, _) => Vec::new(),
        }
    }

    /// Whom the rows name, each once, in the order of the report.
    #[must_use]
    pub fn scopes(&self) -> Vec<&Scope> {
        match &self.rows {
            IndexedRows::Abandons(rows) => rows.scopes(),
            IndexedRows::Stages(rows) => rows.scopes(),
            IndexedRows::Holds(rows) => rows.scopes(),
            IndexedRows::Nameless => Vec::new(),
        }
    }
}

impl From<&Abandonment> for FactIndex {
    fn from(report: &Abandonment) -> Self {
        let rows = IndexedRows::Abandons(abandonment::by_skill(report).collect());
        Self { rows }
    }
}

impl From<&SmartHold> for FactIndex {
    fn from(report: &SmartHold) -> Self {
        let rows = IndexedRows::Stages(smart_hold::by_skill(report).collect());
        Self { rows }
    }
}

impl From<&Holds> for FactIndex {
    fn from(report: &Holds) -> Self {
        let rows = IndexedRows::Holds(holds::by_agent(report).collect());
        Self { rows }
    }
}

impl<T> IndexedTotals<T> {
    pub(super) fn get(&self, scope: &Scope) -> Option<&T> {
        let (_, total) = self.totals.get(*self.places.get(scope)?)?;
        Some(total)
    }

    fn scopes(&self) -> Vec<&Scope> {
        self.totals.iter().map(|(scope, _)| scope).collect()
    }

    fn samples(&self, formula: fn(&T) -> Option<Sample>) -> Vec<(&Scope, Sample)> {
        let totals = self.totals.iter();
        totals
            .filter_map(|(scope, total)| Some((scope, formula(total)?)))
            .collect()
    }
}

impl<T: SumRows> FromIterator<(Scope, T)> for IndexedTotals<T> {
    fn from_iter<I: IntoIterator<Item = (Scope, T)>>(rows: I) -> Self {
        let rows = rows.into_iter();
        let room = rows.size_hint().1.unwrap_or_default();
        let mut places = HashMap::with_capacity(room);
        let mut totals: Vec<(Scope, T)> = Vec::with_capacity(room);
        for (owner, row) in rows {
            match places.entry(owner) {
                Entry::Occupied(place) => {
                    if let Some((_, total)) = totals.get_mut(*place.get()) {
                        *total = T::plus(*total, row);
                    }
                }
                Entry::Vacant(place) => {
                    totals.push((place.key().clone(), row));
                    place.insert(totals.len() - 1);
                }
            }
        }
        Self { places, totals }
    }
}
