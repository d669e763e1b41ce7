//! What polls read, as the rules look it up: many rules over many skills are tens of
//! thousands of answers, and what has been before is many times that.

use std::{cell::OnceCell, collections::HashMap, sync::Arc};

use crate::metrics::{
    AgentName, FactIndex, FactSet, Facts, FeedState, Metric, ReadGap, Reading, Report,
    ReportRequest, Sample, Scope, SkillId, SkillSelection, TimeWindow, sample,
};

type Outcome = Result<Arc<Facts>, ReadGap>;

/// Answers by report and window: a rule finds those of its own once, and not
/// once for each scope.
pub(super) struct PollReadings<'poll> {
    by_window: HashMap<(Report, TimeWindow), WindowReadings<'poll>>,
    feed: Option<&'poll FeedState>,
}

/// The answers of one report over one window.
#[derive(Default)]
struct WindowReadings<'poll> {
    /// The one about all skills.
    all: Option<&'poll Outcome>,
    /// Those about one skill each, in the order of the skills.
    each: Vec<(SkillId, &'poll Outcome)>,
    /// The rows of the one about all of them, made once for all rules that look at many.
    index: OnceCell<FactIndex>,
}

/// What is told of one metric over one window.
pub(super) struct PollView<'poll> {
    metric: Metric,
    pub(super) window: TimeWindow,
    /// What came of each report of the metric, in its order.
    reports: Vec<Option<&'poll WindowReadings<'poll>>>,
    feed: Option<&'poll FeedState>,
}

/// What came of one question.
struct ReadOutcome<'poll> {
    outcome: Option<&'poll Outcome>,
    /// Where it was about all skills: the answers that have the rows of them.
    of_all: Option<&'poll WindowReadings<'poll>>,
}

impl<'poll> PollReadings<'poll> {
    /// Of two answers to the same question the first counts.
    pub(super) fn of(readings: &'poll [Reading], feed: Option<&'poll FeedState>) -> Self {
        let mut by_window: HashMap<_, WindowReadings<'poll>> = HashMap::new();
        for reading in readings {
            let ReportRequest {
                report,
                skills,
                window,
            } = reading.ask;
            let answers = by_window.entry((report, window)).or_default();
            match skills {
                SkillSelection::All => _ = answers.all.get_or_insert(&reading.outcome),
                SkillSelection::One(skill) => answers.each.push((skill, &reading.outcome)),
            }
        }
        for answers in by_window.values_mut() {
            answers.each.sort_by_key(|(skill, _)| *skill);
            answers.each.dedup_by_key(|(skill, _)| *skill);
        }
        Self { by_window, feed }
    }

    /// What is told of a metric over a window.
    pub(super) fn view(&'poll self, metric: Metric, window: TimeWindow) -> PollView<'poll> {
        let reports = metric.reports().iter();
        PollView {
            metric,
            window,
            reports: reports
                .map(|report| self.by_window.get(&(*report, window)))
                .collect(),
            feed: self.feed,
        }
    }
}

impl<'poll> WindowReadings<'poll> {
    fn outcome(&self, skills: SkillSelection) -> Option<&'poll Outcome> {
        match skills {
            SkillSelection::All => self.all,
            SkillSelection::One(skill) => {
                let place = self.each.binary_search_by_key(&skill, |(skill, _)| *skill);
                self.each.get(place.ok()?).map(|(_, outcome)| *outcome)
            }
        }
    }

    fn index(&self, facts: &Facts) -> &FactIndex {
        self.index.get_or_init(|| FactIndex::of(facts))
    }
}

impl<'poll> PollView<'poll> {
    /// The figure of a scope.
    pub(super) fn sample(&self, scope: &Scope) -> Option<Sample> {
        let bot = self.feed.map(FactSet::from).unwrap_or_default();
        let at_hand = self.came(scope).fold(bot, |at_hand, came| {
            let Some(Ok(facts)) = came.outcome else {
                return at_hand;
            };
            match (scope, came.of_all) {
                (Scope::Skill(_) | Scope::Agent(_), Some(answers)) => {
                    at_hand.and_indexed(facts, answers.index(facts))
                }
                (_, _) => at_hand.and(facts),
            }
        });
        sample(self.metric, scope, at_hand)
    }

    /// Whether all that tells of a scope has been asked, whatever came of it.
    pub(super) fn was_asked(&self, scope: &Scope) -> bool {
        self.came(scope).all(|came| came.outcome.is_some())
    }

    /// Whether all of it came, be it with figures or empty.
    pub(super) fn has_come(&self, scope: &Scope) -> bool {
        self.came(scope).all(|came| match came.outcome {
            Some(Ok(_) | Err(ReadGap::NoData)) => true,
            Some(Err(ReadGap::Failed(_))) | None => false,
        })
    }

    /// The agents whom the report names.
    pub(super) fn agents(&self) -> Vec<AgentName> {
        let rows = self.rows().into_iter();
        rows.flat_map(FactIndex::scopes)
            .filter_map(|scope| match scope {
                Scope::Agent(agent) => Some(agent.clone()),
                Scope::Operation | Scope::Skill(_) | Scope::Channel(_) => None,
            })
            .collect()
    }

    /// The figure of each skill or agent whom the report names.
    pub(super) fn samples(&self) -> Vec<(&'poll Scope, Sample)> {
        self.rows()
            .map_or_else(Vec::new, |rows| rows.samples(self.metric))
    }

    /// The rows of the report of all skills or agents.
    fn rows(&self) -> Option<&'poll FactIndex> {
        let came = self.came(&Scope::Operation).next()?;
        let facts = came.outcome?.as_ref().ok()?;
        Some(came.of_all?.index(facts))
    }

    /// What came of each question about a scope.
    fn came(&self, scope: &Scope) -> impl Iterator<Item = ReadOutcome<'poll>> {
        let asks = self.metric.asks(scope, self.window);
        asks.zip(&self.reports).map(|(ask, answers)| ReadOutcome {
            outcome: answers.and_then(|answers| answers.outcome(ask.skills)),
            of_all: answers.filter(|_| ask.skills == SkillSelection::All),
        })
    }
}
