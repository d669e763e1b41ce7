//! One value of a metric, and out of how many. The formulas stand in a file for each report.

pub(super) mod abandonment;
pub(super) mod durations;
pub(super) mod holds;
pub(super) mod service_level;
pub(super) mod smart_hold;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, hash::Hash, time::Duration};

use serde::{Deserialize, Serialize};

use self::{abandonment::Abandons, durations::Lengths};
use crate::metrics::{
    Facts, Metric, Quantity, Report, Scope,
    facts::{ChannelService, HoldTimes, Stages, Total, plus},
};

/// One value of a metric. A rate carries the *k of n* that it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The value.
    pub value: Quantity,
    /// How many of them the value counts, where it is a share of things counted.
    pub part: Option<u64>,
    /// Out of how many, where the metric has a denominator: [`Metric::out_of`] says of what.
    pub of: Option<u64>,
}

/// How a metric is made of the figures of its report for one scope.
#[derive(Clone, Copy, Debug)]
pub(super) enum Formula {
    Abandonment(fn(&Abandons) -> Option<Sample>),
    ServiceLevel(fn(&ChannelService) -> Option<Sample>),
    SmartHold(fn(&Stages) -> Option<Sample>),
    Durations(fn(&Lengths) -> Option<Sample>),
    Holds(fn(&HoldTimes) -> Option<Sample>),
}

impl Formula {
    pub(super) fn report(self) -> Report {
        match self {
            Self::Abandonment(_) => Report::Abandonment,
            Self::ServiceLevel(_) => Report::ServiceLevel,
            Self::SmartHold(_) => Report::SmartHold,
            Self::Durations(_) => Report::Durations,
            Self::Holds(_) => Report::Holds,
        }
    }
}

/// The value of `metric` for `scope` in facts that answer [`Ask::about`] it; `None` where
/// they do not tell it. Of service levels the ask tells the skill, since that report has no
/// column for it; of the others the rows do.
///
/// [`Ask::about`]: crate::metrics::Ask::about
#[must_use]
pub fn sample(metric: Metric, scope: &Scope, facts: &Facts) -> Option<Sample> {
    match (metric.formula(), facts) {
        (Formula::Abandonment(formula), Facts::Abandonment(report)) => {
            formula(&Abandons::of(report, scope)?)
        }
        (Formula::ServiceLevel(formula), Facts::ServiceLevel(report)) => {
            formula(service_level::row(report, scope)?)
        }
        (Formula::SmartHold(formula), Facts::SmartHold(report)) => {
            formula(&smart_hold::of(report, scope)?)
        }
        (Formula::Durations(formula), Facts::Durations(report)) => {
            formula(&Lengths::of(report, scope)?)
        }
        (Formula::Holds(formula), Facts::Holds(report)) => {
            formula(&holds::of(report, scope)?)
        }
        (_, _) => None,
    }
}

/// The value of `metric` for every skill or agent that the rows name, in one pass: whoever
/// wants all of them must not look through all rows for each. Those without a value are left
/// out; a report whose rows name neither has none.
#[must_use]
pub fn samples(metric: Metric, facts: &Facts) -> HashMap<Scope, Sample> {
    match (metric.formula(), facts) {
        (Formula::Abandonment(formula), Facts::Abandonment(report)) => {
            of_each(abandonment::by_skill(report), formula)
        }
        (Formula::SmartHold(formula), Facts::SmartHold(report)) => {
            of_each(smart_hold::by_skill(report), formula)
        }
        (Formula::Holds(formula), Facts::Holds(report)) => {
            of_each(holds::by_agent(report), formula)
        }
        (_, _) => HashMap::new(),
    }
}

fn of_each<K: Eq + Hash, T: Total>(
    rows: impl Iterator<Item = (K, T)>,
    formula: fn(&T) -> Option<Sample>,
) -> HashMap<K, Sample> {
    let mut totals: HashMap<K, T> = HashMap::new();
    for (owner, row) in rows {
        totals
            .entry(owner)
            .and_modify(|total| *total = total.plus(row))
            .or_insert(row);
    }
    totals
        .into_iter()
        .filter_map(|(owner, total)| Some((owner, formula(&total)?)))
        .collect()
}

fn only(value: Quantity) -> Sample {
    Sample {
        value,
        part: None,
        of: None,
    }
}

fn count(things: u64) -> Sample {
    only(Quantity::Count(things))
}

fn share(part: u64, of: u64) -> Option<Sample> {
    Some(Sample {
        value: Quantity::share(part, of)?,
        part: Some(part),
        of: Some(of),
    })
}

/// A share that cannot be more than all: where the report says so, its figures contradict
/// each other, and the share is unknown.
fn proper_share(part: u64, of: u64) -> Option<Sample> {
    (part <= of).then(|| share(part, of)).flatten()
}

/// An average over nothing is no value: the API sends `0.00` there.
fn average(value: Duration, of: u64) -> Option<Sample> {
    (of > 0).then_some(Sample {
        of: Some(of),
        ..only(Quantity::Duration(value))
    })
}
