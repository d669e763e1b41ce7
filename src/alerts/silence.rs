//! A silence: alerts that nobody wants to hear of for a while. It mutes pings, never the
//! truth: a card that was posted always reaches its end, and what begins under a silence and
//! outlives it is told then.

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{AlertKey, Person},
    metrics::{OperationName, Scope},
    rules::{RuleId, Severity},
};

/// The number of a silence, as people type it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SilenceId(pub u64);

impl fmt::Display for SilenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which alerts. Whatever is not set matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matcher {
    /// Those of this operation.
    pub operation: Option<OperationName>,
    /// Those of this rule.
    pub rule: Option<RuleId>,
    /// Those about this.
    pub scope: Option<Scope>,
    /// Those that are not worse than this.
    pub severity: Option<Severity>,
    /// Those whose rule bears these labels.
    pub labels: BTreeMap<String, String>,
}

impl Matcher {
    /// Whether it matches an alert of a rule with these labels.
    #[must_use]
    pub fn matches(
        &self,
        operation: &OperationName,
        key: &AlertKey,
        severity: Severity,
        labels: &BTreeMap<String, String>,
    ) -> bool {
        let is = |wanted: bool| wanted;
        is(self
            .operation
            .as_ref()
            .is_none_or(|wanted| wanted == operation))
            && self.rule.as_ref().is_none_or(|wanted| *wanted == key.rule)
            && self
                .scope
                .as_ref()
                .is_none_or(|wanted| *wanted == key.scope)
            && self.severity.is_none_or(|wanted| severity <= wanted)
            && self
                .labels
                .iter()
                .all(|(name, value)| labels.get(name) == Some(value))
    }
}

/// When a silence holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Quiet {
    /// Once, from then to then.
    Once {
        /// The first moment.
        from: DateTime<Utc>,
        /// The first moment after it.
        until: DateTime<Utc>,
    },
}

impl Quiet {
    /// Whether it holds at that time, in the operation's zone.
    #[must_use]
    pub fn covers(&self, at: DateTime<Utc>, _zone: Tz) -> bool {
        match self {
            Self::Once { from, until } => *from <= at && at < *until,
        }
    }

    /// Whether it never holds again.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Once { until, .. } => *until <= now,
        }
    }
}

/// Alerts that nobody wants to hear of for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silence {
    /// Its number.
    pub id: SilenceId,
    /// Which alerts.
    pub matcher: Matcher,
    /// When.
    pub quiet: Quiet,
    /// Who wished it.
    pub by: Person,
    /// Why.
    pub comment: Option<String>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}
