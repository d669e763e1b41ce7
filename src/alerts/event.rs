//! What is worth telling of an alert. An event holds facts; the words are made at the door.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{alerts::Alert, metrics::OperationName};

/// What happened to an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// It began to fire: a new card, and a ping.
    Fired,
    /// It became worse: the card changes, and people are told again.
    Escalated,
    /// It still fires, and it is time to say so.
    Reminded,
    /// Its figures moved: the card changes, and nobody is told.
    Refreshed,
    /// Nothing has been known of it for some checks: the card says since when.
    NoData,
    /// Something is known again after [`EventKind::NoData`].
    DataBack,
    /// It ended: the card's last change.
    Resolved(Reason),
}

impl EventKind {
    /// Whether a later event of the same alert makes this one superfluous.
    #[must_use]
    pub fn is_superseded_by_later(self) -> bool {
        matches!(self, Self::Refreshed)
    }
}

/// Why an alert ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// Its figures are on the good side again.
    Recovered,
    /// Its rule, or its scope in the rule, is gone.
    RuleRemoved,
}

/// Something that happened to an alert, with the alert as it then stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Of which operation.
    pub operation: OperationName,
    /// What happened.
    pub kind: EventKind,
    /// When: the time that the poll was as of.
    pub at: DateTime<Utc>,
    /// The alert after it.
    pub alert: Alert,
}

/// The number of a row of the outbox. Later rows have greater numbers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct OutboxId(pub u64);

impl fmt::Display for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An event that waits to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Its row.
    pub id: OutboxId,
    /// The event.
    pub event: Event,
    /// When a new message for it was last begun; its fate is unknown until the row is gone.
    pub attempted_at: Option<DateTime<Utc>>,
}

/// Where a message stands in the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageRef {
    /// The chat's number of the channel.
    pub channel: u64,
    /// The chat's number of the message.
    pub message: u64,
}
