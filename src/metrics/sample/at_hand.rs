//! What a sample is made from.

use crate::metrics::{
    Facts, Feed,
    facts::{Abandonment, Durations, Holds, ServiceLevel, SmartHold},
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
