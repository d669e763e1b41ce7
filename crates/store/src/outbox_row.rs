//! The records of the outbox, and of the messages that were posted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use vigia_core::{
    alerts::{DeliveryState, Event, OutboxId, PostedCard},
    rules::ChannelName,
};

pub(super) const ROW: &str = "a row of the outbox";
pub(super) const MESSAGE: &str = "where a message stands";
pub(super) const NEXT: &[u8] = b"outbox";

#[derive(Serialize, Deserialize)]
pub(super) struct OutboxRow {
    pub(super) channel: ChannelName,
    pub(super) event: Event,
    pub(super) attempted_at: Option<DateTime<Utc>>,
}

/// The message of an incident or edition in a channel, and the time of its last event.
#[derive(Serialize, Deserialize)]
pub(super) struct DeliveredRow {
    #[serde(flatten)]
    pub(super) card: PostedCard,
    pub(super) at: DateTime<Utc>,
}

impl OutboxRow {
    /// Makes the rows of an event.
    pub(super) fn of(event: &Event) -> Vec<Self> {
        let channels: Vec<ChannelName> = event.channels().into_iter().cloned().collect();
        let row = |channel| Self {
            channel,
            event: event.clone(),
            attempted_at: None,
        };
        channels.into_iter().map(row).collect()
    }

    pub(super) fn state(self, id: u64) -> DeliveryState {
        DeliveryState {
            id: OutboxId(id),
            channel: self.channel,
            event: self.event,
            attempted_at: self.attempted_at,
        }
    }
}
