//! What can happen to an incident.

use serde::{Deserialize, Serialize};

use crate::rules::EscalationStep;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EndReason {
    Recovered,
    /// Its rule is gone, or no longer covers its scope.
    RuleRemoved,
    /// The hours of its rule are over.
    AfterHours,
    /// There were too few calls for too long to tell whether it goes on.
    TooFewCalls,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// A new card is posted, with a ping.
    Fired,
    /// The incident became worse: the card changes, with a ping.
    Escalated,
    Grew,
    /// It is less severe than before, and still fires.
    Eased,
    /// Some of its alerts ended, others go on.
    Improved,
    /// The incident still fires, and a reminder is due.
    Reminded,
    /// It was not acknowledged in time: a step of escalation.
    Called(EscalationStep),
    /// Figures moved: the card changes silently.
    Refreshed,
    /// Nothing has been known of it for some checks; the card says since when.
    NoData,
    /// Figures are known again after [`EventKind::NoData`].
    DataBack,
    Acknowledged,
    Snoozed,
    /// It ended: the last change of its card.
    Resolved(EndReason),
}

impl EventKind {
    /// Returns whether a later event of the same incident makes this one superfluous.
    pub fn is_superseded_by_later(&self) -> bool {
        matches!(self, Self::Refreshed)
    }

    /// Returns whether people must see the event even where the card was deleted.
    pub fn needs_attention(&self) -> bool {
        match self {
            Self::Fired | Self::Escalated | Self::Grew | Self::Reminded | Self::Called(_) => true,
            Self::Refreshed
            | Self::Eased
            | Self::Improved
            | Self::NoData
            | Self::DataBack
            | Self::Acknowledged
            | Self::Snoozed
            | Self::Resolved(_) => false,
        }
    }
}
