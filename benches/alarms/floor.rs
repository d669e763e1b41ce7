//! A simulated centre, as detectors and the score see it.

use std::sync::Arc;

use vigia_core::metrics::{Facts, ReadGap, Reading, ReportRequest, Scope, SkillId, TimeWindow};

use crate::hours::{Incident, Minute};

/// A centre whose truth is known.
pub(crate) trait Floor {
    /// Its skills, where its figures are by skill.
    fn skills(&self) -> Vec<SkillId>;

    /// Whatever can be alerted of.
    fn scopes(&self) -> Vec<Scope>;

    /// When something was wrong.
    fn incidents(&self) -> &[Incident];

    /// Whether there is work for a scope.
    fn works(&self, scope: &Scope, minute: Minute) -> bool;

    /// What a report says; none of a window in which nothing happened.
    fn answer(&self, ask: ReportRequest) -> Option<Facts>;

    /// The bad ones of a window, for detectors that count no others.
    fn bad(&self, scope: &Scope, window: TimeWindow) -> u64;

    /// The share of bad ones that chance has no part in, where that is known.
    fn true_share(&self, scope: &Scope, window: TimeWindow) -> Option<f64>;

    /// What a poll reads that asks these questions.
    fn readings(&self, asks: Vec<ReportRequest>) -> Vec<Reading> {
        let reading = |ask| Reading {
            ask,
            outcome: self.answer(ask).map(Arc::new).ok_or(ReadGap::NoData),
        };
        asks.into_iter().map(reading).collect()
    }
}
