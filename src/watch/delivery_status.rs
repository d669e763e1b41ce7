//! What the dispatcher knows of each channel, for the health of the bot; and the signal that a
//! channel that refused may take messages again.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use vigia_core::rules::ChannelName;

/// The state of delivery, by channel. Clones are the same state. The dispatcher writes it; a
/// channel for which nothing waits and that takes what it is sent is not in it.
#[derive(Clone, Debug, Default)]
pub struct DeliveryStatus(watch::Sender<BTreeMap<ChannelName, ChannelDelivery>>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelDelivery {
    /// The number of events that wait for this channel.
    pub waiting: usize,
    /// The time of the oldest of them.
    pub oldest: Option<DateTime<Utc>>,
    /// Set while the channel does not take what it is sent.
    pub trouble: Option<DeliveryTrouble>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryTrouble {
    pub since: DateTime<Utc>,
    /// The latest reason, with what to do about it where a person must act.
    pub why: String,
    /// True where a person must change something; otherwise it may pass by itself.
    pub is_refusal: bool,
}

impl DeliveryStatus {
    /// Returns the state as it is now.
    pub fn channels(&self) -> BTreeMap<ChannelName, ChannelDelivery> {
        self.0.borrow().clone()
    }

    /// Follows the state: the receiver is woken by each change.
    pub fn subscribe(&self) -> watch::Receiver<BTreeMap<ChannelName, ChannelDelivery>> {
        self.0.subscribe()
    }

    pub(super) fn replace(&self, channels: BTreeMap<ChannelName, ChannelDelivery>) {
        self.0.send_if_modified(|known| {
            let is_new = *known != channels;
            *known = channels;
            is_new
        });
    }
}

/// Says that something changed after which a refused message may be taken: the permissions of a
/// channel or role, or the server as a whole. Clones are the same signal.
#[derive(Clone, Debug, Default)]
pub struct RetrySignal(Arc<Notify>);

impl RetrySignal {
    /// Lets the dispatcher try again what was refused. Many calls within a short time are one.
    pub fn retry_soon(&self) {
        self.0.notify_one();
    }

    pub(super) async fn heard(&self) {
        self.0.notified().await;
    }
}
