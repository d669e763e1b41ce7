//! One value of a metric, and out of how many. The formulas stand in a file for each report.

pub(super) mod abandonment;
mod at_hand;
pub(super) mod durations;
pub(super) mod feed;
pub(super) mod holds;
mod index;
pub(super) mod queue;
pub(super) mod service_level;
pub(super) mod smart_hold;
#[cfg(test)]
mod tests;

use std::{collections::HashMap, time::Duration};

use serde::{Deserialize, Serialize};

pub use self::{at_hand::FactSet, index::FactIndex};

use self::{abandonment::AbandonCounts, durations::CallLengthCounts, queue::QueueFacts};
use crate::metrics::{
    FeedState, Metric, Quantity, Report, Scope, ScopeKind,
    facts::{ChannelService, HoldTimes, SmartHoldStages, plus},
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

/// How a metric is made of the figures of its reports for one scope.
#[derive(Clone, Copy, Debug)]
pub(super) enum Formula {
    Abandonment(fn(&AbandonCounts) -> Option<Sample>),
    ServiceLevel(fn(&ChannelService) -> Option<Sample>),
    SmartHold(fn(&SmartHoldStages) -> Option<Sample>),
    Durations(fn(&CallLengthCounts) -> Option<Sample>),
    Holds(fn(&HoldTimes) -> Option<Sample>),
    Queue(fn(&QueueFacts) -> Option<Sample>),
    Feed(fn(&FeedState) -> Option<Sample>),
}

impl Formula {
    pub(super) fn reports(self) -> &'static [Report] {
        match self {
            Self::Abandonment(_) => &[Report::Abandonment],
            Self::ServiceLevel(_) => &[Report::ServiceLevel],
            Self::SmartHold(_) => &[Report::SmartHold],
            Self::Durations(_) => &[Report::Durations],
            Self::Holds(_) => &[Report::Holds],
            Self::Queue(_) => &[Report::Abandonment, Report::ServiceLevel],
            Self::Feed(_) => &[],
        }
    }

    /// What all of its reports tell of.
    pub(super) fn scopes(self) -> &'static [ScopeKind] {
        match self {
            Self::Abandonment(_) | Self::Queue(_) => Report::Abandonment.scopes(),
            Self::ServiceLevel(_) => Report::ServiceLevel.scopes(),
            Self::SmartHold(_) => Report::SmartHold.scopes(),
            Self::Durations(_) => Report::Durations.scopes(),
            Self::Holds(_) => Report::Holds.scopes(),
            Self::Feed(_) => &[ScopeKind::Operation],
        }
    }
}

/// The value of `metric` for `scope` in facts that answer what the metric [asks] about it;
/// `None` where they do not tell it. Of service levels the ask tells the skill, since that
/// report has no column for it; of the others the rows do.
///
/// [asks]: Metric::asks
#[must_use]
pub fn sample<'facts>(
    metric: Metric,
    scope: &Scope,
    at_hand: impl Into<FactSet<'facts>>,
) -> Option<Sample> {
    let at_hand = at_hand.into();
    match metric.formula() {
        Formula::Abandonment(formula) => formula(&at_hand.abandons(scope)?),
        Formula::ServiceLevel(formula) => {
            formula(service_level::row(at_hand.service_level?, scope)?)
        }
        Formula::SmartHold(formula) => formula(&at_hand.stages(scope)?),
        Formula::Durations(formula) => formula(&CallLengthCounts::of(at_hand.durations?, scope)?),
        Formula::Holds(formula) => formula(&at_hand.hold_times(scope)?),
        Formula::Queue(formula) => formula(&QueueFacts::of(&at_hand, scope)?),
        Formula::Feed(formula) => match scope {
            Scope::Operation => formula(at_hand.feed?),
            Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_) => None,
        },
    }
}

/// The value of `metric` for every skill or agent that the rows name, in one pass. Those
/// without a value are left out; what is asked for skill by skill, or not at all, has none.
#[must_use]
pub fn samples<'facts>(
    metric: Metric,
    at_hand: impl Into<FactSet<'facts>>,
) -> HashMap<Scope, Sample> {
    let at_hand = at_hand.into();
    let index: Option<FactIndex> = match metric.formula() {
        Formula::Abandonment(_) => at_hand.abandonment.map(FactIndex::from),
        Formula::SmartHold(_) => at_hand.smart_hold.map(FactIndex::from),
        Formula::Holds(_) => at_hand.holds.map(FactIndex::from),
        Formula::ServiceLevel(_) | Formula::Durations(_) | Formula::Queue(_) | Formula::Feed(_) => {
            None
        }
    };
    let samples = index.iter().flat_map(|index| index.samples(metric));
    samples
        .map(|(scope, sample)| (scope.clone(), sample))
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
