//! One value of a metric with its *k of n*, and the facts that it is made from.

use std::time::Duration;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::metrics::{
    FeedState, Quantity, Scope, ScopeKind,
    facts::{
        AbandonCounts, ChannelService, Durations, Facts, HoldTimes, Report, ScopeFigures,
        SmartHoldStages,
    },
};

/// One value of a metric. A rate carries the *k of n* that it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    pub value: Quantity,
    /// The number of them that the value counts, where it is a share of things counted.
    pub part: Option<u64>,
    /// Out of how many, where the metric has a denominator: `Metric::out_of` says of what.
    pub of: Option<u64>,
}

/// The way in which a metric is made of the figures of its reports for one scope.
#[derive(Clone, Copy, Debug)]
pub(super) enum Formula {
    Abandonment(fn(&AbandonCounts) -> Option<Sample>),
    ServiceLevel(fn(&ChannelService) -> Option<Sample>),
    SmartHold(fn(&SmartHoldStages) -> Option<Sample>),
    Durations(fn(&Durations) -> Option<Sample>),
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

    /// Returns the kinds of scope that all of its reports have figures for: those of the first,
    /// which has the fewest.
    pub(super) fn scopes(self) -> &'static [ScopeKind] {
        let first = self.reports().first();
        first.map_or(&[ScopeKind::Operation], |report| report.scopes())
    }

    /// Returns the value of these figures of one report; `None` of another report's figures,
    /// and for a formula that is made of several reports or of none.
    fn of_figures(self, figures: ScopeFigures<'_>) -> Option<Sample> {
        match (self, figures) {
            (Self::Abandonment(formula), ScopeFigures::Abandonment(counts)) => formula(&counts),
            (Self::ServiceLevel(formula), ScopeFigures::ServiceLevel(row)) => formula(row),
            (Self::SmartHold(formula), ScopeFigures::SmartHold(stages)) => formula(&stages),
            (Self::Durations(formula), ScopeFigures::Durations(report)) => formula(report),
            (Self::Holds(formula), ScopeFigures::Holds(times)) => formula(&times),
            (
                Self::Abandonment(_)
                | Self::ServiceLevel(_)
                | Self::SmartHold(_)
                | Self::Durations(_)
                | Self::Holds(_)
                | Self::Queue(_)
                | Self::Feed(_),
                _,
            ) => None,
        }
    }

    pub(super) fn sample(self, facts: &FactSet<'_>, scope: &Scope) -> Option<Sample> {
        match (self, scope) {
            (Self::Queue(formula), _) => formula(&QueueFacts::new(facts, scope)?),
            (Self::Feed(formula), Scope::Operation) => formula(facts.feed?),
            (Self::Feed(_), Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_)) => None,
            (formula, _) => {
                let report = *formula.reports().first()?;
                formula.of_figures(facts.figures(report, scope)?)
            }
        }
    }
}

/// The facts that a sample is made from: of one report as a rule, of several over the same
/// window where a metric is made of them, or of the bot itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct FactSet<'facts> {
    reports: [Option<(&'facts Facts, Option<&'facts FactIndex>)>; Report::ALL.len()],
    feed: Option<&'facts FeedState>,
}

impl<'facts> FactSet<'facts> {
    /// Adds facts. Of two that are of the same report, the later ones count.
    pub fn and(self, facts: &'facts Facts) -> Self {
        self.and_source(facts, None)
    }

    /// Adds facts whose skills or agents are found by this index of them.
    pub fn and_indexed(self, facts: &'facts Facts, index: &'facts FactIndex) -> Self {
        self.and_source(facts, Some(index))
    }

    fn and_source(mut self, facts: &'facts Facts, index: Option<&'facts FactIndex>) -> Self {
        if let Some(place) = self.reports.get_mut(facts.report() as usize) {
            *place = Some((facts, index));
        }
        self
    }

    pub(super) fn facts(&self, report: Report) -> Option<&'facts Facts> {
        let (facts, _) = (*self.reports.get(report as usize)?)?;
        Some(facts)
    }

    fn figures(&self, report: Report, scope: &Scope) -> Option<ScopeFigures<'facts>> {
        match ((*self.reports.get(report as usize)?)?, scope) {
            ((_, Some(index)), Scope::Skill(_) | Scope::Agent(_)) => index.0.get(scope).copied(),
            ((facts, _), _) => facts.figures(scope),
        }
    }
}

impl<'facts> From<&'facts Facts> for FactSet<'facts> {
    fn from(facts: &'facts Facts) -> Self {
        Self::default().and(facts)
    }
}

impl<'facts> From<&'facts FeedState> for FactSet<'facts> {
    fn from(feed: &'facts FeedState) -> Self {
        Self {
            feed: Some(feed),
            ..Self::default()
        }
    }
}

impl<'facts> FromIterator<&'facts Facts> for FactSet<'facts> {
    fn from_iter<T: IntoIterator<Item = &'facts Facts>>(facts: T) -> Self {
        facts.into_iter().fold(Self::default(), Self::and)
    }
}

/// The figures of each skill or agent that the rows of a report name, in the order of the
/// report. Several rows of one owner are added up. Without it, a look at each of many skills
/// goes through all rows each time.
#[derive(Debug)]
pub struct FactIndex(IndexMap<Scope, ScopeFigures<'static>>);

impl FactIndex {
    pub fn new(facts: &Facts) -> Self {
        let rows = facts.named_rows();
        let mut index = IndexMap::with_capacity(rows.len());
        for (owner, figures) in rows {
            index
                .entry(owner)
                .and_modify(|known: &mut ScopeFigures<'_>| *known = known.plus(figures))
                .or_insert(figures);
        }
        Self(index)
    }

    /// Returns the skills or agents that the rows name, each once.
    pub fn scopes(&self) -> impl Iterator<Item = &Scope> {
        self.0.keys()
    }

    pub(super) fn samples(&self, formula: Formula) -> impl Iterator<Item = (&Scope, Sample)> {
        let rows = self.0.iter();
        rows.filter_map(move |(scope, figures)| Some((scope, formula.of_figures(*figures)?)))
    }
}

/// The calls of one scope by `skill_9` and `skill_11` together: what became of all callers of
/// a queue, and after how long a wait those gave up who did.
#[derive(Clone, Copy, Debug)]
pub(super) struct QueueFacts {
    pub(super) offered: Option<u64>,
    pub(super) answered: Option<u64>,
    pub(super) abandoned: u64,
    /// Answered within the threshold.
    pub(super) in_time: Option<u64>,
    /// Abandoned within the first range.
    pub(super) short: Option<u64>,
    /// Abandoned within the threshold.
    pub(super) early: Option<u64>,
}

impl QueueFacts {
    /// `None` where the two reports, or the ranges of the one, do not agree on the number of
    /// abandons: only of equal ones can a part be taken away. A skill without abandons has no
    /// row by wait, and needs none.
    fn new(facts: &FactSet<'_>, scope: &Scope) -> Option<Self> {
        if matches!(scope, Scope::Channel(_) | Scope::Agent(_)) {
            return None;
        }
        let Some(ScopeFigures::ServiceLevel(calls)) = facts.figures(Report::ServiceLevel, scope)
        else {
            return None;
        };
        let abandoned = calls.abandoned?;
        let (short, early) = match facts.figures(Report::Abandonment, scope) {
            Some(ScopeFigures::Abandonment(waits)) => {
                if [waits.abandoned, waits.by_wait] != [Some(abandoned); 2] {
                    return None;
                }
                let late = waits.after_threshold;
                (
                    waits.short,
                    late.and_then(|late| abandoned.checked_sub(late)),
                )
            }
            Some(_) | None => (abandoned == 0).then_some((Some(0), Some(0)))?,
        };
        Some(Self {
            offered: calls.offered,
            answered: calls.answered,
            abandoned,
            in_time: calls
                .within_20s
                .zip(calls.offered)
                .and_then(|(percent, offered)| share_as_delivered(percent, offered)?.part),
            short,
            early,
        })
    }

    pub(super) fn waited(&self) -> Option<u64> {
        self.answered?.checked_add(self.abandoned)
    }
}

pub(super) fn value_only(value: Quantity) -> Sample {
    Sample {
        value,
        part: None,
        of: None,
    }
}

pub(super) fn count_only(things: u64) -> Sample {
    value_only(Quantity::Count(things))
}

pub(super) fn share_of(part: u64, of: u64) -> Option<Sample> {
    Some(Sample {
        value: Quantity::share(part, of)?,
        part: Some(part),
        of: Some(of),
    })
}

/// A share that cannot be more than all: where the report says so, its figures contradict
/// each other, and the share is unknown.
pub(super) fn proper_share(part: u64, of: u64) -> Option<Sample> {
    (part <= of).then(|| share_of(part, of)).flatten()
}

/// A share that the API gives as a percentage of offered calls with two decimals: the
/// number of calls behind it is exact below 10,000 offered.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a percentage of a call count, clamped to that count"
)]
pub(super) fn share_as_delivered(percent: f64, offered: u64) -> Option<Sample> {
    if offered == 0 {
        return None;
    }
    let calls = (percent * offered as f64 / 100.0).round().max(0.0) as u64;
    Some(Sample {
        value: Quantity::Percent(percent),
        part: Some(calls.min(offered)),
        of: Some(offered),
    })
}

/// An average over nothing is no value: the API sends `0.00` there.
pub(super) fn average_over(value: Duration, of: u64) -> Option<Sample> {
    (of > 0).then_some(Sample {
        of: Some(of),
        ..value_only(Quantity::Duration(value))
    })
}

#[cfg(test)]
mod tests;
