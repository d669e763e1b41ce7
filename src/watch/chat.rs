//! What the courier needs of a chat platform. `discord/` is one.

use std::{future::Future, time::Duration};

use chrono::{DateTime, Utc};
use thiserror::Error;

use vigia_cards::{Card, CardLine};
use vigia_core::{
    alerts::{MessageRef, NotificationLevel},
    rules::ChannelName,
};

/// Why a message was not delivered.
#[derive(Debug, Error)]
pub enum ChatError {
    /// Worth another try, after `wait` where the platform names one. Whether the message
    /// arrived is unknown.
    #[error("{why}")]
    Transient {
        /// What happened, without secrets.
        why: String,
        /// How long the platform asks to wait.
        wait: Option<Duration>,
    },
    /// The platform will refuse it until somebody changes something.
    #[error("{why}")]
    Rejected {
        /// What must be changed, in a sentence.
        why: String,
    },
    /// The message that should be changed is no more.
    #[error("the message was deleted")]
    Gone,
}

/// A chat platform that alerts are posted to.
///
/// `nonce` makes a repeated post within a few minutes one message; it has at most 25
/// characters.
pub trait ChatPlatform: Send + Sync {
    /// Posts a card as a new message, as loud as `ring` says.
    fn post(
        &self,
        channel: &ChannelName,
        card: &Card,
        ring: &NotificationLevel,
        nonce: &str,
    ) -> impl Future<Output = Result<MessageRef, ChatError>> + Send;

    /// Changes a message to show this card.
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

    /// Looks for this bot's message whose footer bears `mark`, among those since `since`.
    fn find(
        &self,
        channel: &ChannelName,
        mark: &str,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<MessageRef>, ChatError>> + Send;

    /// Whether the message's thread already holds this line, among those since `since`.
    fn has_log(
        &self,
        message: MessageRef,
        line: &CardLine,
        ring: &NotificationLevel,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<bool, ChatError>> + Send;
}
