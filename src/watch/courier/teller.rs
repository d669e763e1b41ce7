//! One row of the outbox told: a card posted or changed, and a line in its thread.

use std::{future::Future, sync::Arc};

use chrono::TimeDelta;
use thiserror::Error;
use tracing::{debug, error, info, warn};

use crate::watch::{CardRenderer, ChatError, ChatPlatform};
use vigia_cards::alert;
use vigia_clock::Clock;
use vigia_core::alerts::{
    DeliveryState, EventContent, EventKind, EventSubject, IncidentId, IncidentNews, MessageRef,
    NotificationLevel,
};
use vigia_store::{Store, StoreError};

/// How long after a first try the chat is trusted to know a nonce again. Discord says "the
/// past few minutes"; this stays well below.
const NONCE_TRUST: TimeDelta = TimeDelta::seconds(60);

/// What stopped a delivery.
#[derive(Debug, Error)]
pub(super) enum DeliveryFailure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Chat(#[from] ChatError),
}

/// Who tells one row at a time.
pub(super) struct EventDelivery<C> {
    pub(super) chat: C,
    pub(super) store: Store,
    pub(super) voices: Arc<CardRenderer>,
    pub(super) clock: Clock,
}

impl<C: ChatPlatform> EventDelivery<C> {
    /// Tells one event. Gives back the incident's card where it is a new message.
    pub(super) async fn deliver(
        &self,
        row: &DeliveryState,
    ) -> Result<Option<MessageRef>, DeliveryFailure> {
        match &row.event.news {
            EventContent::Incident(news) => match &news.ring.elsewhere {
                None => self.deliver_incident(row, news).await,
                Some(channel) => {
                    if !row.is_told {
                        let posted = self.deliver_incident(row, news).await?;
                        self.has_told(row, news, posted).await?;
                    }
                    self.tell_elsewhere(row, news, channel).await?;
                    Ok(None)
                }
            },
            EventContent::CaughtUp(_) | EventContent::Notice(_) => {
                self.deliver_notice(row).await?;
                Ok(None)
            }
            EventContent::Summary(news) => self.deliver_summary(row, news).await,
        }
    }

    async fn deliver_incident(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
    ) -> Result<Option<MessageRef>, DeliveryFailure> {
        let told = match (&news.kind, self.store.message(news.incident.id)?) {
            (_, None) => Err(DeliveryFailure::Chat(ChatError::Gone)),
            // Its card is in the chat already, and shows what is newer.
            (EventKind::Fired, Some(_)) => Ok(()),
            (EventKind::Refreshed, Some(card)) => self.edit(row, news, card).await,
            (
                EventKind::Escalated
                | EventKind::Grew
                | EventKind::Eased
                | EventKind::Improved
                | EventKind::Reminded
                | EventKind::Called(_)
                | EventKind::NoData
                | EventKind::DataBack
                | EventKind::Acknowledged
                | EventKind::Snoozed
                | EventKind::Resolved(_),
                Some(card),
            ) => self.edit_and_log(row, news, card).await,
        };
        match told {
            Ok(()) => Ok(None),
            Err(DeliveryFailure::Chat(ChatError::Gone)) => self.without_card(row, news).await,
            Err(failure) => Err(failure),
        }
    }

    /// There is no card, or somebody deleted it. What needs people gets a new one; the rest
    /// is let go, as whoever deleted it wished.
    async fn without_card(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
    ) -> Result<Option<MessageRef>, DeliveryFailure> {
        match &news.kind {
            EventKind::Fired
            | EventKind::Escalated
            | EventKind::Grew
            | EventKind::Reminded
            | EventKind::Called(_) => self.post(row, news).await.map(Some),
            EventKind::Refreshed
            | EventKind::Eased
            | EventKind::Improved
            | EventKind::NoData
            | EventKind::DataBack
            | EventKind::Acknowledged
            | EventKind::Snoozed
            | EventKind::Resolved(_) => {
                debug!(incident = %news.incident.id, "its card was deleted; the event is let go");
                Ok(None)
            }
        }
    }

    async fn post(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
    ) -> Result<MessageRef, DeliveryFailure> {
        let channel = &news.incident.channel;
        let mark = alert::mark(news.incident.id);
        let earlier = self
            .begin(row, |since| self.chat.find(channel, &mark, since))
            .await?;
        if let Some(message) = earlier {
            return Ok(message);
        }
        let card = self.card(row, news).await?;
        let message = self
            .chat
            .post(channel, &card, &news.ring, &nonce(row, ""))
            .await?;
        info!(incident = %news.incident.id, %channel, "posted");
        Ok(message)
    }

    async fn edit(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
        card: MessageRef,
    ) -> Result<(), DeliveryFailure> {
        let changed = self.card(row, news).await?;
        Ok(self.chat.edit(card, &changed).await?)
    }

    async fn edit_and_log(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
        card: MessageRef,
    ) -> Result<(), DeliveryFailure> {
        self.edit(row, news, card).await?;
        let line = self.voices.log_line(&row.event, news);
        let ring = in_thread(&news.ring);
        let look = async |since| {
            let is_there = self.chat.has_log(card, &line, &ring, since).await?;
            Ok(is_there.then_some(()))
        };
        if self.begin(row, look).await?.is_none() {
            let title = self.voices.thread_title(&row.event, news);
            let logged = self
                .chat
                .log(card, &title, &line, &ring, &nonce(row, "l"))
                .await;
            return thread_may_refuse(news.incident.id, logged);
        }
        Ok(())
    }

    /// Notes that a new message is about to be posted. Gives back what an earlier try
    /// posted, where the fate of one is unknown for too long to trust the nonce.
    pub(super) async fn begin<T, F>(
        &self,
        row: &DeliveryState,
        look: impl FnOnce(chrono::DateTime<chrono::Utc>) -> F,
    ) -> Result<Option<T>, DeliveryFailure>
    where
        F: Future<Output = Result<Option<T>, ChatError>>,
    {
        let now = self.clock.now();
        if let Some(first) = row.attempted_at {
            // A clock that was set back meanwhile tells nothing of how long ago that was.
            if (now - first).abs() < NONCE_TRUST {
                return Ok(None);
            }
            match look(first.min(now) - NONCE_TRUST).await {
                Ok(None) | Err(ChatError::Gone) => {}
                Ok(Some(found)) => return Ok(Some(found)),
                Err(failure @ ChatError::Transient { .. }) => return Err(failure.into()),
                Err(ChatError::Rejected { why }) => {
                    warn!(%why, "cannot look for an earlier message, so it may stand twice");
                }
            }
        }
        let id = row.id;
        self.store
            .blocking(move |store| store.attempting(id, now))
            .await?;
        Ok(None)
    }
}

/// The card is the truth and has been changed: a thread that takes no line must not keep it
/// from the changes to come.
fn thread_may_refuse(
    incident: IncidentId,
    logged: Result<(), ChatError>,
) -> Result<(), DeliveryFailure> {
    match logged {
        Err(ChatError::Rejected { why }) => {
            error!(%incident, %why, "the thread takes no line; the card tells it alone");
            Ok(())
        }
        logged => Ok(logged?),
    }
}

pub(super) fn named(about: Option<EventSubject>) -> String {
    about.map_or_else(String::new, |about| about.to_string())
}

/// Whom another channel calls, the thread does not call too.
fn in_thread(ring: &NotificationLevel) -> NotificationLevel {
    match ring.elsewhere {
        None => ring.clone(),
        Some(_) => NotificationLevel {
            is_loud: ring.is_loud,
            ..NotificationLevel::default()
        },
    }
}

/// At most 25 characters, the same for each try of a row, and another for each row and each
/// `kind` of message of it: the number of what it is about keeps a fresh store from repeating an
/// old one.
pub(super) fn nonce(row: &DeliveryState, kind: &str) -> String {
    format!("{}-{:x}{kind}", named(row.event.about()), row.id.0)
}
