//! The calls of one stretch of time or of one skill, as counts. A rate is made of them where
//! it is told, so that it always knows out of how many it is.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::metrics::{Facts, Metric, Quantity, Sample, Scope, sample};

/// What became of the calls of customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallVolume {
    /// Calls that came in.
    pub offered: Option<u64>,
    /// Calls that an agent answered.
    pub answered: Option<u64>,
    /// Calls that the caller ended before.
    pub abandoned: Option<u64>,
    /// Calls that an agent answered within 20 s.
    pub in_time: Option<u64>,
    /// Average wait of the answered calls.
    pub asa: Option<Duration>,
    /// Average wait of the abandoned calls.
    pub ata: Option<Duration>,
}

/// What was heard of the calls of one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallsHeard {
    /// These calls.
    Calls(CallVolume),
    /// The report has nothing for it. That is not zero calls.
    Nothing,
    /// It could not be read.
    Unread,
}

impl CallVolume {
    /// The calls of one scope in a report of calls and service levels; `None` where it has no
    /// row for it.
    #[must_use]
    pub(super) fn of(facts: &Facts, scope: &Scope) -> Option<Self> {
        let figure = |metric| sample(metric, scope, facts);
        let count = |metric| match figure(metric)?.value {
            Quantity::Count(calls) => Some(calls),
            Quantity::Percent(_) | Quantity::Duration(_) | Quantity::Money(_) => None,
        };
        let wait = |metric| match figure(metric)?.value {
            Quantity::Duration(wait) => Some(wait),
            Quantity::Percent(_) | Quantity::Count(_) | Quantity::Money(_) => None,
        };
        let calls = Self {
            offered: count(Metric::CallsOffered),
            answered: count(Metric::CallsAnswered),
            abandoned: count(Metric::AbandonCount),
            in_time: figure(Metric::ServiceLevel20s).and_then(|level| level.part),
            asa: wait(Metric::Asa),
            ata: wait(Metric::Ata),
        };
        (calls != Self::default()).then_some(calls)
    }

    /// Abandoned of offered.
    #[must_use]
    pub fn abandonment(&self) -> Option<Sample> {
        share(self.abandoned?, self.offered?)
    }

    /// Answered within 20 s, of offered.
    #[must_use]
    pub fn level(&self) -> Option<Sample> {
        share(self.in_time?, self.offered?)
    }
}

impl CallsHeard {
    /// The calls, where they are known.
    #[must_use]
    pub fn calls(&self) -> Option<&CallVolume> {
        match self {
            Self::Calls(calls) => Some(calls),
            Self::Nothing | Self::Unread => None,
        }
    }
}

fn share(part: u64, of: u64) -> Option<Sample> {
    Some(Sample {
        value: Quantity::share(part, of)?,
        part: Some(part),
        of: Some(of),
    })
}
