//! What a sample is made from.

use crate::metrics::{
    FactIndex, Facts, FeedState, Scope,
    facts::{Abandonment, Durations, HoldTimes, Holds, ServiceLevel, SmartHold, SmartHoldStages},
    sample::{abandonment::AbandonCounts, holds, index::IndexedRows, smart_hold},
};

/// The facts that are at hand for a sample: of one report as a rule, of several over the same
/// window where a metric is made of them, or of the bot itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct FactSet<'facts> {
    pub(super) abandonment: Option<&'facts Abandonment>,
    pub(super) service_level: Option<&'facts ServiceLevel>,
    pub(super) smart_hold: Option<&'facts SmartHold>,
    pub(super) durations: Option<&'facts Durations>,
    pub(super) holds: Option<&'facts Holds>,
    pub(super) feed: Option<&'facts FeedState>,
    index: Option<&'facts FactIndex>,
}

impl<'facts> FactSet<'facts> {
    /// These facts too. Of two that are of the same report, the later ones count.
    #[must_use]
    pub fn and(mut self, facts: &'facts Facts) -> Self {
        match facts {
            Facts::Abandonment(report) => self.abandonment = Some(report),
            Facts::ServiceLevel(report) => self.service_level = Some(report),
            Facts::SmartHold(report) => self.smart_hold = Some(report),
            Facts::Durations(report) => self.durations = Some(report),
            Facts::Holds(report) => self.holds = Some(report),
        }
        self
    }

    /// These facts too, whose rows are found by this index of them.
    #[must_use]
    pub fn and_indexed(self, facts: &'facts Facts, index: &'facts FactIndex) -> Self {
        Self {
            index: Some(index),
            ..self.and(facts)
        }
    }

    pub(super) fn abandons(&self, scope: &Scope) -> Option<AbandonCounts> {
        match (self.index.map(|index| &index.rows), scope) {
            (Some(IndexedRows::Abandons(rows)), Scope::Skill(_)) => rows.get(scope).copied(),
            _ => AbandonCounts::of(self.abandonment?, scope),
        }
    }

    pub(super) fn stages(&self, scope: &Scope) -> Option<SmartHoldStages> {
        match (self.index.map(|index| &index.rows), scope) {
            (Some(IndexedRows::Stages(rows)), Scope::Skill(_)) => rows.get(scope).copied(),
            _ => smart_hold::of(self.smart_hold?, scope),
        }
    }

    pub(super) fn hold_times(&self, scope: &Scope) -> Option<HoldTimes> {
        match (self.index.map(|index| &index.rows), scope) {
            (Some(IndexedRows::Holds(rows)), Scope::Agent(_)) => rows.get(scope).copied(),
            _ => holds::of(self.holds?, scope),
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
