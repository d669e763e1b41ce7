//! The delivery of events: one row of the outbox for each channel that an event goes to.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    alerts::{
        Event, EventContent, EventKind, EventSubject, IncidentNews, NotificationLevel, OutboxId,
    },
    rules::ChannelName,
};

/// An event that waits in the outbox for one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryState {
    pub id: OutboxId,
    pub channel: ChannelName,
    pub event: Event,
    /// The time of the first attempt to post whose result is unknown.
    pub attempted_at: Option<DateTime<Utc>>,
}

impl DeliveryState {
    pub fn lane(&self) -> DeliveryLane {
        DeliveryLane {
            channel: self.channel.clone(),
            about: self.event.about(),
        }
    }

    /// Returns how loud the event is in its channel.
    pub fn level(&self) -> NotificationLevel {
        match &self.event.news {
            EventContent::Incident(news) => news.level_in(&self.channel),
            EventContent::Summary(news) => news.ring.clone(),
            EventContent::CaughtUp(_) | EventContent::Notice(_) => NotificationLevel::default(),
        }
    }
}

/// The rows that must stay in their order: those of one subject in one channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeliveryLane {
    pub channel: ChannelName,
    /// `None` for events that are messages of their own.
    pub about: Option<EventSubject>,
}

/// The address of a message in Discord.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageRef {
    pub channel: u64,
    pub message: u64,
}

/// The message of a subject in one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedCard {
    pub message: MessageRef,
    /// How loud it was when it was posted: its text then is kept true by edits.
    #[serde(default)]
    pub level: NotificationLevel,
    /// The newest row that it rang for.
    #[serde(default)]
    pub rung: Option<OutboxId>,
}

impl PostedCard {
    pub fn new(message: MessageRef, level: NotificationLevel) -> Self {
        Self {
            message,
            level,
            rung: None,
        }
    }
}

impl Event {
    /// Returns the channels that the event goes to. An incident is in its own channel and in
    /// each that escalation has added; all of them follow it to its end.
    pub fn channels(&self) -> Vec<&ChannelName> {
        let mut channels = vec![self.channel()];
        if let EventContent::Incident(news) = &self.news {
            let announced = news.incident.announced();
            let others = announced.into_iter().flat_map(|told| &told.also_in);
            for other in others.chain(&news.rings_in) {
                if !channels.contains(&other) {
                    channels.push(other);
                }
            }
        }
        channels
    }
}

impl IncidentNews {
    /// Returns whether the event is news for the people of this channel. In the others it only
    /// keeps the card true.
    pub(super) fn is_for(&self, channel: &ChannelName) -> bool {
        let own = &self.incident.channel;
        let is_called = matches!(self.kind, EventKind::Called(_));
        let rings_in = self.rings_in.as_ref().unwrap_or(own);
        channel == rings_in || (channel == own && !is_called)
    }

    /// Returns how loud the event is in this channel. Roles are mentioned in one channel only.
    fn level_in(&self, channel: &ChannelName) -> NotificationLevel {
        let rings_in = self.rings_in.as_ref();
        if !self.is_for(channel) {
            NotificationLevel::default()
        } else if rings_in.is_none_or(|rings_in| rings_in == channel) {
            self.ring.clone()
        } else {
            NotificationLevel {
                is_loud: self.ring.is_loud,
                mention: Vec::new(),
            }
        }
    }
}
