//! `departs`: a rate that is worse than usual for its scope at that time of the day, and past a limit from where on it
//! matters.
//!
//! ```yaml
//! when:
//!   departs:
//!     above: { warning: 5%, critical: 10% }   # from where on it matters, and how much
//!     false_alarms: 1 per day                 # over all scopes of the rule; this is the default
//! ```

use thiserror::Error;

use crate::{
    metrics::{Metric, Quantity, ScopeKind},
    rules::{AlarmBudget, DepartureTerms, DepartureView, Severity, Side, Threshold},
};

/// The reason why terms are no condition.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum DepartsFault {
    /// A metric that is no share of things counted.
    #[error("`departs` needs a share of calls, and {0} is none")]
    NoShare(Metric),
    /// The season of each agent would be of a handful of calls.
    #[error("`departs` looks at skills, channels or the operation, not at agents")]
    Agents,
}

/// A condition on how far a rate departs from its season.
#[derive(Clone, Debug, PartialEq)]
pub struct DepartsCondition {
    limits: Threshold,
    budget: AlarmBudget,
}

impl DepartsCondition {
    /// A condition on `metric` of scopes of this kind.
    pub fn new(
        metric: Metric,
        kind: ScopeKind,
        limits: Threshold,
        budget: AlarmBudget,
    ) -> Result<Self, DepartsFault> {
        if !metric.is_counted_share() || metric.reports().is_empty() {
            return Err(DepartsFault::NoShare(metric));
        }
        if kind == ScopeKind::Agent {
            return Err(DepartsFault::Agents);
        }
        Ok(Self { limits, budget })
    }

    /// The limits from where on a departure matters.
    pub fn limits(&self) -> &Threshold {
        &self.limits
    }

    pub fn side(&self) -> Side {
        self.limits.side()
    }

    pub fn budget(&self) -> AlarmBudget {
        self.budget
    }

    pub(in crate::rules) fn terms(&self, least_bad: Option<u64>) -> DepartureTerms {
        let warning = self.limits.limit(Severity::Warning);
        let first = warning.or_else(|| self.limits.limit(Severity::Critical));
        DepartureTerms {
            floor: first.map_or(0.0, |limit| self.bad_share(limit)),
            least_bad: least_bad.unwrap_or(DepartureTerms::LEAST_BAD),
        }
    }

    /// The share of bad calls, from 0 to 1, that a limit stands for.
    fn bad_share(&self, limit: Quantity) -> f64 {
        match self.side() {
            Side::Above => limit.scalar() / 100.0,
            Side::Below => 1.0 - limit.scalar() / 100.0,
        }
    }

    /// The severity of a departure that shows in this view.
    pub(in crate::rules) fn severity(&self, view: &DepartureView) -> Severity {
        if self.limits.limit(Severity::Warning).is_none() {
            return Severity::Critical;
        }
        let critical = self.limits.limit(Severity::Critical);
        let is_critical = critical
            .zip(view.shown)
            .is_some_and(|(limit, (_, counts))| {
                // Three of ten are a third, and prove no third.
                u64::from(counts.bad) >= 2 * DepartureTerms::LEAST_BAD
                    && f64::from(counts.bad) - 0.5 > self.bad_share(limit) * f64::from(counts.of)
            });
        if is_critical {
            Severity::Critical
        } else {
            Severity::Warning
        }
    }
}
