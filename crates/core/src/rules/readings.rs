//! The readings of polls by request: many rules over many skills make tens of thousands of
//! look-ups, and the past makes many times that.

use std::{cell::OnceCell, collections::HashMap, sync::Arc};

use crate::{
    metrics::{
        AgentName, FactIndex, FactSet, Facts, FeedState, Metric, Quantity, ReadGap, Reading,
        Report, ReportRequest, Sample, Scope, SkillSelection, TimeWindow, sample,
    },
    rules::Side,
};

pub(super) struct PollReadings<'poll> {
    by_request: HashMap<ReportRequest, IndexedReading<'poll>>,
    feed: Option<&'poll FeedState>,
}

struct IndexedReading<'poll> {
    skills: SkillSelection,
    outcome: &'poll Result<Arc<Facts>, ReadGap>,
    /// The rows, indexed once for all rules that look at many skills or agents.
    index: OnceCell<FactIndex>,
}

/// The readings of one metric over one window.
pub(super) struct PollView<'poll> {
    metric: Metric,
    pub(super) window: TimeWindow,
    readings: &'poll PollReadings<'poll>,
    /// The readings of all skills, one for each report of the metric: a rule finds them once,
    /// and not once for each scope.
    of_all: Vec<Option<&'poll IndexedReading<'poll>>>,
    /// The report that the rule is about, and the state of the feed as that report has it.
    of_report: Option<(Report, Option<FeedState>)>,
}

impl<'poll> PollReadings<'poll> {
    /// The first of two answers to the same request counts.
    pub(super) fn new(readings: &'poll [Reading], feed: Option<&'poll FeedState>) -> Self {
        let mut by_request = HashMap::with_capacity(readings.len());
        for Reading { ask, outcome } in readings {
            by_request.entry(*ask).or_insert(IndexedReading {
                skills: ask.skills,
                outcome,
                index: OnceCell::new(),
            });
        }
        Self { by_request, feed }
    }

    pub(super) fn view(&'poll self, metric: Metric, window: TimeWindow) -> PollView<'poll> {
        let of_all = metric.asks(&Scope::Operation, window);
        PollView {
            metric,
            window,
            readings: self,
            of_all: of_all.map(|ask| self.by_request.get(&ask)).collect(),
            of_report: None,
        }
    }
}

impl IndexedReading<'_> {
    fn index(&self) -> Option<&FactIndex> {
        let facts = self.outcome.as_ref().ok()?;
        Some(self.index.get_or_init(|| FactIndex::new(facts)))
    }
}

impl<'poll> PollView<'poll> {
    /// Looks at one report, where the rule names one.
    pub(super) fn about(mut self, report: Option<Report>) -> Self {
        let feed = self.readings.feed;
        self.of_report = report.map(|report| (report, feed.map(|feed| feed.of_report(report))));
        self
    }

    pub(super) fn sample(&self, scope: &Scope) -> Option<Sample> {
        let feed = match &self.of_report {
            Some((_, feed)) => feed.as_ref(),
            None => self.readings.feed,
        };
        let mut known = feed.map(FactSet::from).unwrap_or_default();
        for reading in self.readings_of(scope).flatten() {
            let Ok(facts) = reading.outcome else {
                continue;
            };
            let is_named = matches!(scope, Scope::Skill(_) | Scope::Agent(_));
            let index = (is_named && reading.skills == SkillSelection::All)
                .then(|| reading.index())
                .flatten();
            known = match index {
                Some(index) => known.and_indexed(facts, index),
                None => known.and(facts),
            };
        }
        sample(self.metric, scope, known)
    }

    /// Returns true where all requests about a scope were made, whatever came of them.
    pub(super) fn was_asked(&self, scope: &Scope) -> bool {
        self.readings_of(scope).all(|reading| reading.is_some())
    }

    /// Returns true where the report that the rule names was asked for, and could not be read.
    pub(super) fn has_lost_report(&self, scope: &Scope) -> bool {
        let asks = self.metric.asks(scope, self.window);
        let of_report =
            |report: Report| self.of_report.as_ref().is_some_and(|(of, _)| *of == report);
        asks.zip(self.readings_of(scope)).any(|(ask, reading)| {
            of_report(ask.report)
                && reading.is_some_and(|it| matches!(it.outcome, Err(ReadGap::Failed(_))))
        })
    }

    /// Returns true where all of them were answered, be it with figures or empty.
    pub(super) fn has_come(&self, scope: &Scope) -> bool {
        self.readings_of(scope)
            .all(|reading| match reading.map(|reading| reading.outcome) {
                Some(Ok(_) | Err(ReadGap::NoData)) => true,
                Some(Err(ReadGap::Failed(_))) | None => false,
            })
    }

    /// Returns the agents that the report names.
    pub(super) fn agents(&self) -> Vec<AgentName> {
        let scopes = self.index().into_iter().flat_map(FactIndex::scopes);
        scopes
            .filter_map(|scope| match scope {
                Scope::Agent(agent) => Some(agent.clone()),
                Scope::Operation | Scope::Skill(_) | Scope::Channel(_) => None,
            })
            .collect()
    }

    /// Returns the figure of each skill or agent that the report names.
    pub(super) fn samples(&self) -> Vec<(&'poll Scope, Sample)> {
        self.index()
            .map_or_else(Vec::new, |index| self.metric.samples(index))
    }

    fn index(&self) -> Option<&'poll FactIndex> {
        (*self.of_all.first()?)?.index()
    }

    /// Returns the readings about a scope, one for each report of the metric.
    fn readings_of(
        &self,
        scope: &Scope,
    ) -> impl Iterator<Item = Option<&'poll IndexedReading<'poll>>> {
        let asks = self.metric.asks(scope, self.window);
        asks.zip(&self.of_all)
            .map(|(ask, of_all)| match ask.skills {
                SkillSelection::All => *of_all,
                SkillSelection::One(_) => self.readings.by_request.get(&ask),
            })
    }
}

/// The number of bad things in a figure, where they are counted. Too small a number of things is
/// a lack of good ones, and what is not there cannot be counted.
pub(super) fn bad_events(sample: &Sample, side: Side) -> Option<u64> {
    match (sample.value, sample.part, side) {
        (Quantity::Count(things), _, Side::Above) => Some(things),
        (Quantity::Count(_), _, Side::Below) => None,
        (_, part, Side::Above) => part,
        (_, part, Side::Below) => sample.of?.checked_sub(part?),
    }
}
