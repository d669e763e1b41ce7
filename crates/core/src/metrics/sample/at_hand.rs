//! What a sample is made from.

use crate::metrics::{
    Facts, Feed, Index, Scope,
    facts::{Abandonment, Durations, HoldTimes, Holds, ServiceLevel, SmartHold, Stages},
    sample::{abandonment::Abandons, holds, index::Rows, smart_hold},
};

/// The facts that are at hand for a sample: of one report as a rule, of several over the same
/// window where a metric is made of them, or of the bot itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct AtHand<'facts> {
    pub(super) abandonment: Option<&'facts Abandonment>,
    pub(super) service_level: Option<&'facts ServiceLevel>,
    pub(super) smart_hold: Option<&'facts SmartHold>,
    pub(super) durations: Option<&'facts Durations>,
    pub(super) holds: Option<&'facts Holds>,
    pub(super) feed: Option<&'facts Feed>,
    index: Option<&'facts Index>,
}

impl<'facts> AtHand<'facts> {
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
    pub fn and_indexed(self, facts: &'facts Facts, index: &'facts Index) -> Self {
        Self {
            index: Some(index),
            ..self.and(facts)
        }
    }

    pub(super) fn abandons(&self, scope: &Scope) -> Option<Abandons> {
        match (self.index.map(|index| &index.rows), scope) {
            (Some(Rows::Abandons(rows)), Scope::Skill(_)) => rows.get(scope).copied(),
            _ => Abandons::of(self.abandonment?, scope),
        }
    }

    pub(super) fn stages(&self, scope: &Scope) -> Option<Stages> {
        match (self.index.map(|index| &index.rows), scope) {
            (Some(Rows::Stages(rows)), Scope::Skill(_)) => rows.get(scope).copied(),
            _ => smart_hold::of(self.smart_hold?, scope),
        }
    }

    pub(super) fn hold_times(&self, scope: &Scope) -> Option<HoldTimes> {
        match (self.index.map(|index| &index.rows), scope) {
            (Some(Rows::Holds(rows)), Scope::Agent(_)) => rows.get(scope).copied(),
            _ => holds::of(self.holds?, scope),
        }
    }
}

impl<'facts> From<&'facts Facts> for AtHand<'facts> {
    fn from(facts: &'facts Facts) -> Self {
        Self::default().and(facts)
    }
}

impl<'facts> From<&'facts Feed> for AtHand<'facts> {
    fn from(feed: &'facts Feed) -> Self {
        Self {
            feed: Some(feed),
            ..Self::default()
        }
    }
}

impl<'facts> FromIterator<&'facts Facts> for AtHand<'facts> {
    fn from_iter<T: IntoIterator<Item = &'facts Facts>>(facts: T) -> Self {
        facts.into_iter().fold(Self::default(), Self::and)
    }
}
