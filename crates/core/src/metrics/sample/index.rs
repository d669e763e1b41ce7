//! The rows of a report by what they are about.

use std::collections::{HashMap, hash_map::Entry};

use crate::metrics::{
    Facts, Metric, Scope,
    facts::{Abandonment, HoldTimes, Holds, SmartHold, Stages, Total},
    sample::{Formula, Sample, abandonment, abandonment::Abandons, holds, smart_hold},
};

/// The rows of a report by the skill or the agent that they are of, for whoever wants many of
/// them: a look through all rows for each grows with the square of them. It has no rows of a
/// report that names neither.
#[derive(Debug)]
pub struct Index {
    pub(super) rows: Rows,
}

#[derive(Debug)]
pub(super) enum Rows {
    Abandons(Totals<Abandons>),
    Stages(Totals<Stages>),
    Holds(Totals<HoldTimes>),
    Nameless,
}

/// The total of each owner of rows, in the order in which they first appear.
#[derive(Debug)]
pub(super) struct Totals<T> {
    places: HashMap<Scope, usize>,
    totals: Vec<(Scope, T)>,
}

impl Index {
    /// The rows of a report. Several of one owner are one.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        match facts {
            Facts::Abandonment(report) => report.into(),
            Facts::SmartHold(report) => report.into(),
            Facts::Holds(report) => report.into(),
            Facts::ServiceLevel(_) | Facts::Durations(_) => Self {
                rows: Rows::Nameless,
            },
        }
    }

    /// The value of `metric` for each of them that has one.
    #[must_use]
    pub fn samples(&self, metric: Metric) -> Vec<(&Scope, Sample)> {
        match (metric.formula(), &self.rows) {
            (Formula::Abandonment(formula), Rows::Abandons(rows)) => rows.samples(formula),
            (Formula::SmartHold(formula), Rows::Stages(rows)) => rows.samples(formula),
            (Formula::Holds(formula), Rows::Holds(rows)) => rows.samples(formula),
            (_, _) => Vec::new(),
        }
    }

    /// Whom the rows name, each once, in the order of the report.
    #[must_use]
    pub fn scopes(&self) -> Vec<&Scope> {
        match &self.rows {
            Rows::Abandons(rows) => rows.scopes(),
            Rows::Stages(rows) => rows.scopes(),
            Rows::Holds(rows) => rows.scopes(),
            Rows::Nameless => Vec::new(),
        }
    }
}

impl From<&Abandonment> for Index {
    fn from(report: &Abandonment) -> Self {
        let rows = Rows::Abandons(abandonment::by_skill(report).collect());
        Self { rows }
    }
}

impl From<&SmartHold> for Index {
    fn from(report: &SmartHold) -> Self {
        let rows = Rows::Stages(smart_hold::by_skill(report).collect());
        Self { rows }
    }
}

impl From<&Holds> for Index {
    fn from(report: &Holds) -> Self {
        let rows = Rows::Holds(holds::by_agent(report).collect());
        Self { rows }
    }
}

impl<T> Totals<T> {
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

impl<T: Total> FromIterator<(Scope, T)> for Totals<T> {
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
