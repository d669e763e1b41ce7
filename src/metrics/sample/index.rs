//! The rows of a report by what they are about.

use std::collections::HashMap;

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
    scopes: Vec<Scope>,
}

#[derive(Debug)]
pub(super) enum Rows {
    Abandons(HashMap<Scope, Abandons>),
    Stages(HashMap<Scope, Stages>),
    Holds(HashMap<Scope, HoldTimes>),
    Nameless,
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
                scopes: Vec::new(),
            },
        }
    }

    /// The value of `metric` for each of them that has one.
    pub fn samples(&self, metric: Metric) -> impl Iterator<Item = (Scope, Sample)> {
        let scopes = self.scopes.iter();
        scopes.filter_map(move |scope| Some((scope.clone(), self.sample(metric, scope)?)))
    }

    fn sample(&self, metric: Metric, scope: &Scope) -> Option<Sample> {
        match (metric.formula(), &self.rows) {
            (Formula::Abandonment(formula), Rows::Abandons(rows)) => {
                formula(rows.get(scope)?)
            }
            (Formula::SmartHold(formula), Rows::Stages(rows)) => formula(rows.get(scope)?),
            (Formula::Holds(formula), Rows::Holds(rows)) => formula(rows.get(scope)?),
            (_, _) => None,
        }
    }

    /// Whom the rows name, each once, in the order of the report.
    #[must_use]
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }
}

impl From<&Abandonment> for Index {
    fn from(report: &Abandonment) -> Self {
        let (rows, scopes) = grouped(abandonment::by_skill(report));
        let rows = Rows::Abandons(rows);
        Self { rows, scopes }
    }
}

impl From<&SmartHold> for Index {
    fn from(report: &SmartHold) -> Self {
        let (rows, scopes) = grouped(smart_hold::by_skill(report));
        let rows = Rows::Stages(rows);
        Self { rows, scopes }
    }
}

impl From<&Holds> for Index {
    fn from(report: &Holds) -> Self {
        let (rows, scopes) = grouped(holds::by_agent(report));
        let rows = Rows::Holds(rows);
        Self { rows, scopes }
    }
}

/// The total of each owner, and the owners in the order in which they first appear.
fn grouped<T: Total>(
    rows: impl Iterator<Item = (Scope, T)>,
) -> (HashMap<Scope, T>, Vec<Scope>) {
    let room = rows.size_hint().1.unwrap_or_default();
    let (mut totals, mut owners) = (HashMap::with_capacity(room), Vec::with_capacity(room));
    for (owner, row) in rows {
        if let Some(total) = totals.get_mut(&owner) {
            *total = T::plus(*total, row);
        } else {
            owners.push(owner.clone());
            totals.insert(owner, row);
        }
    }
    (totals, owners)
}
