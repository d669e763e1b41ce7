//! The chat platform that the outbox dispatcher needs; `discord/` implements it.

use std::{future::Future, time::Duration};

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::watch::RetrySignal;
use vigia_cards::{Card, CardLine};
use vigia_core::{
    alerts::{IncidentId, MessageRef, NotificationLevel, PostedCard},
    rules::ChannelName,
};

/// What the bot finds its own message by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageMark {
    /// A button of this incident.
    Incident(IncidentId),
    /// Words in its text.
    Words(String),
}

#[derive(Debug, Error)]
pub enum ChatError {
    /// Worth another try, after `wait` where the platform names one. Whether the message
    /// arrived is unknown.
    #[error("{why}")]
    Transient { why: String, wait: Option<Duration> },
    /// The platform refuses it until a person changes something.
    #[error("{why}")]
    Refused { of: RefusalScope, why: String },
    #[error("the message was deleted")]
    Gone,
}

/// What else would be refused in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalScope {
    /// This message only.
    Message,
    /// Every message in its channel.
    Channel,
    /// Every message: the platform does not accept the bot.
    Bot,
}

/// A chat platform to which alerts are posted.
///
/// `nonce` makes a repeated post within a few minutes one message; it has at most 25 characters.
pub trait ChatPlatform: Send + Sync {
    /// Returns the signal that the platform gives when something changed after which it may take
    /// what it refused.
    fn retry_signal(&self) -> RetrySignal {
        RetrySignal::default()
    }

    /// Returns an address that leads people to a message, where the platform knows one.
    fn link(&self, message: MessageRef) -> Option<String>;

    /// Posts a card as a new message, without a sound.
    fn post(
        &self,
        channel: &ChannelName,
        card: &Card,
        nonce: &str,
    ) -> impl Future<Output = Result<MessageRef, ChatError>> + Send;

    /// Posts the plain line that rings for a card. An edit makes it the card.
    fn ring(
        &self,
        channel: &ChannelName,
        card: &Card,
        level: &NotificationLevel,
        nonce: &str,
    ) -> impl Future<Output = Result<MessageRef, ChatError>> + Send;

    /// Shows a card in the place of the one that was posted. Nobody is notified.
    fn edit(
        &self,
        posted: &PostedCard,
        card: &Card,
    ) -> impl Future<Output = Result<(), ChatError>> + Send;

    /// Posts a line as a reply to a message, and without it where the message was deleted.
    fn reply(
        &self,
        message: MessageRef,
        line: &CardLine,
        level: &NotificationLevel,
        nonce: &str,
    ) -> impl Future<Output = Result<(), ChatError>> + Send;

    /// Finds this bot's newest message that has the mark, among those since `since`.
    fn find(
        &self,
        channel: &ChannelName,
        mark: &MessageMark,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<MessageRef>, ChatError>> + Send;

    /// Returns whether this line was already posted as a reply to the message since `since`.
    fn has_reply(
        &self,
        message: MessageRef,
        line: &CardLine,
        level: &NotificationLevel,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, ChatError>> + Send;
}
