//! The chat platform that the outbox dispatcher needs; `discord/` implements it.

use std::{future::Future, time::Duration};

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::watch::RetrySignal;
use vigia_cards::{Card, CardLine};
use vigia_core::{
    alerts::{MessageRef, NotificationLevel},
    rules::ChannelName,
};

#[derive(Debug, Error)]
pub enum ChatError {
    /// Worth another try, after `wait` where the platform names one. Whether the message
    /// arrived is unknown.
    #[error("{why}")]
    Transient { why: String, wait: Option<Duration> },
    /// The platform refuses it until a person changes something.
    #[error("{why}")]
    Rejected { why: String },
    #[error("the message was deleted")]
    Gone,
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

    /// Posts a card as a new message, as loud as `ring` says.
    fn post(
        &self,
        channel: &ChannelName,
        card: &Card,
        ring: &NotificationLevel,
        nonce: &str,
    ) -> impl Future<Output = Result<MessageRef, ChatError>> + Send;

    fn edit(
        &self,
        message: MessageRef,
        card: &Card,
    ) -> impl Future<Output = Result<(), ChatError>> + Send;

    /// Adds a line to the message's thread, which is opened under `title` if need be, as
    /// loud as `ring` says.
    fn log(
        &self,
        message: MessageRef,
        title: &str,
        line: &CardLine,
        ring: &NotificationLevel,
        nonce: &str,
    ) -> impl Future<Output = Result<(), ChatError>> + Send;

    /// Finds this bot's message whose footer holds `mark`, among those since `since`.
    fn find(
        &self,
        channel: &ChannelName,
        mark: &str,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<MessageRef>, ChatError>> + Send;

    /// Returns whether the message's thread already holds this line, among those since `since`.
    fn has_log(
        &self,
        message: MessageRef,
        line: &CardLine,
        ring: &NotificationLevel,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, ChatError>> + Send;
}
