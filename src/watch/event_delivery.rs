//! Delivers one row of the outbox: a card posted or changed, a line in its thread, or a message to
//! another channel.

use std::{future::Future, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;
use tracing::{debug, error, info, warn};

use crate::watch::{CardRenderer, ChatError, ChatPlatform};
use vigia_cards::{
    Card,
    alert::{self, AlertChart},
    summary,
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{
        DeliveryState, EventContent, EventKind, EventSubject, IncidentId, IncidentNews, MessageRef,
        NotificationLevel, SummaryNews,
    },
    rules::ChannelName,
};
use vigia_store::{Store, StoreError};

/// The time after a first try for which Discord is trusted to recognise a nonce. Its documentation
/// says "the past few minutes"; this stays well below.
const NONCE_TRUST: TimeDelta = TimeDelta::seconds(60);

#[derive(Debug, Error)]
pub(super) enum DeliveryFailure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Chat(#[from] ChatError),
}

/// Delivers single rows of the outbox.
pub(super) struct EventDelivery<C> {
    pub(super) chat: C,
    pub(super) store: Store,
    pub(super) renderer: Arc<CardRenderer>,
    pub(super) clock: Clock,
}

impl<C: ChatPlatform> EventDelivery<C> {
    /// Delivers one event. Returns the incident's card where it is a new message.
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
                        self.note_delivered(row, news, posted).await?;
                    }
                    self.post_elsewhere(row, news, channel).await?;
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
        let told = match (self.store.message(news.incident.id)?, &news.kind) {
            (None, _) => Err(DeliveryFailure::Chat(ChatError::Gone)),
            // The card exists already, and shows something newer.
            (Some(_), EventKind::Fired) => Ok(()),
            (Some(card), kind) if kind.is_superseded_by_later() => self.edit(row, news, card).await,
            (Some(card), _) => self.edit_and_log(row, news, card).await,
        };
        match told {
            Ok(()) => Ok(None),
            Err(DeliveryFailure::Chat(ChatError::Gone)) => self.without_card(row, news).await,
            Err(failure) => Err(failure),
        }
    }

    /// Posts a new card for events that need attention where there is none. Other events are
    /// dropped, since the card was deleted on purpose.
    async fn without_card(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
    ) -> Result<Option<MessageRef>, DeliveryFailure> {
        if news.kind.needs_attention() {
            return self.post(row, news).await.map(Some);
        }
        debug!(incident = %news.incident.id, "card was deleted; event dropped");
        Ok(None)
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
            .post(channel, &card, &news.ring, &row_nonce(row, ""))
            .await?;
        info!(incident = %news.incident.id, %channel, "message posted");
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
        let line = self.renderer.log_line(&row.event, news);
        let ring = thread_level(&news.ring);
        let look = async |since| {
            let is_there = self.chat.has_log(card, &line, &ring, since).await?;
            Ok(is_there.then_some(()))
        };
        if self.begin(row, look).await?.is_none() {
            let title = self.renderer.thread_title(&row.event, news);
            let logged = self
                .chat
                .log(card, &title, &line, &ring, &row_nonce(row, "l"))
                .await;
            return ignore_refused_line(news.incident.id, logged);
        }
        Ok(())
    }

    /// Notes that a new message is about to be posted. Returns what an earlier try posted, where
    /// that try is too old for the nonce.
    async fn begin<T, F>(
        &self,
        row: &DeliveryState,
        look: impl FnOnce(DateTime<Utc>) -> F,
    ) -> Result<Option<T>, DeliveryFailure>
    where
        F: Future<Output = Result<Option<T>, ChatError>>,
    {
        let now = self.clock.now();
        if let Some(first) = row.attempted_at {
            // A clock that was set back says nothing about the age of that try.
            if (now - first).abs() < NONCE_TRUST {
                return Ok(None);
            }
            match look(first.min(now) - NONCE_TRUST).await {
                Ok(None) | Err(ChatError::Gone) => {}
                Ok(Some(found)) => return Ok(Some(found)),
                Err(failure @ ChatError::Transient { .. }) => return Err(failure.into()),
                Err(ChatError::Rejected { why }) => {
                    warn!(%why, "Discord refused the search for an earlier message; it may be posted twice");
                }
            }
        }
        let id = row.id;
        self.store
            .blocking(move |store| store.attempting(id, now))
            .await?;
        Ok(None)
    }

    /// Posts a notice, which is about no incident and is one message.
    async fn deliver_notice(&self, row: &DeliveryState) -> Result<(), DeliveryFailure> {
        if let Some(card) = self.renderer.notice(&row.event, &row_mark(row)) {
            let ring = NotificationLevel::default();
            self.post_once(row, row.event.channel(), &card, &ring, &row_nonce(row, ""))
                .await?;
        }
        Ok(())
    }

    /// Notes that the incident's own channel is up to date: the second channel may be retried for
    /// longer than a nonce is recognised.
    async fn note_delivered(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
        posted: Option<MessageRef>,
    ) -> Result<(), DeliveryFailure> {
        let (id, card) = (
            row.id,
            posted.map(|posted| (news.incident.id.into(), posted)),
        );
        let note = move |store: &Store| store.mark_posted(id, card);
        Ok(self.store.blocking(note).await?)
    }

    /// Notifies a second channel, with a link to the incident's thread.
    async fn post_elsewhere(
        &self,
        row: &DeliveryState,
        news: &IncidentNews,
        channel: &ChannelName,
    ) -> Result<(), DeliveryFailure> {
        let row = &DeliveryState {
            attempted_at: row.attempted_at.filter(|_| row.is_told),
            ..row.clone()
        };
        let card = self.store.message(news.incident.id)?;
        let card = self
            .renderer
            .pointer(&row.event, news, card, &row_mark(row));
        let posted = self
            .post_once(row, channel, &card, &news.ring, &row_nonce(row, "e"))
            .await;
        if let Err(DeliveryFailure::Chat(ChatError::Rejected { why })) = &posted {
            // The card is up to date: a second channel that refuses must not block later changes.
            error!(incident = %news.incident.id, %channel, %why, "Discord refused the message to the other channel; not retried");
            return Ok(());
        }
        posted
    }

    /// Posts a card with the mark of its row, unless an earlier try did.
    async fn post_once(
        &self,
        row: &DeliveryState,
        channel: &ChannelName,
        card: &Card,
        ring: &NotificationLevel,
        nonce: &str,
    ) -> Result<(), DeliveryFailure> {
        let mark = row_mark(row);
        let look = async |since| self.chat.find(channel, &mark, since).await;
        if self.begin(row, look).await?.is_none() {
            self.chat.post(channel, card, ring, nonce).await?;
            info!(%channel, "message posted");
        }
        Ok(())
    }

    /// Renders the incident's card with its chart. The earlier values are read from the store at
    /// delivery, so a row of the outbox holds facts only, and the chart is the same after a
    /// restart.
    async fn card(&self, row: &DeliveryState, news: &IncidentNews) -> Result<Card, StoreError> {
        let card = self.renderer.card(&row.event, news);
        let Some(picture) = AlertChart::of(news, row.event.at) else {
            return Ok(card);
        };
        let (operation, shown) = (row.event.operation.clone(), picture.shown());
        let read = self.store.blocking(move |store| {
            let scope = &shown.scope;
            store.series(&operation, shown.metric, scope, shown.window, shown.range)
        });
        let values = match read.await {
            Ok(values) => values,
            Err(failure) if failure.is_fault() => return Err(failure),
            Err(failure) => {
                warn!(incident = %news.incident.id, %failure, "history cannot be read; the chart starts later");
                Vec::new()
            }
        };
        Ok(self.renderer.with_chart(card, &row.event, &picture, values))
    }

    /// Delivers an edition as one message: what follows the first post changes it, and a deleted
    /// post stays deleted.
    async fn deliver_summary(
        &self,
        row: &DeliveryState,
        news: &SummaryNews,
    ) -> Result<Option<MessageRef>, DeliveryFailure> {
        let edition = news.summary.edition.id();
        match (self.store.message(edition)?, &news.summary.correction) {
            (None, None) => self.post_summary(row, news).await.map(Some),
            (Some(_), None) => Ok(None),
            (Some(post), Some(_)) => {
                self.correct_summary(row, news, post).await?;
                Ok(None)
            }
            (None, Some(_)) => {
                debug!(%edition, "no post known for this summary; correction dropped");
                Ok(None)
            }
        }
    }

    async fn post_summary(
        &self,
        row: &DeliveryState,
        news: &SummaryNews,
    ) -> Result<MessageRef, DeliveryFailure> {
        let (channel, ring) = (&news.channel, &news.ring);
        let edition = news.summary.edition.id();
        let mark = summary::mark(edition);
        let look = |since| self.chat.find(channel, &mark, since);
        if let Some(message) = self.begin(row, look).await? {
            return Ok(message);
        }
        let card = self.renderer.summary(&row.event, news);
        let nonce = row_nonce(row, "");
        let posted = self.chat.post(channel, &card, ring, &nonce).await;
        let message = match without_files(&posted, card) {
            Some(plain) => self.chat.post(channel, &plain, ring, &nonce).await,
            None => posted,
        }?;
        info!(%edition, %channel, "message posted");
        Ok(message)
    }

    async fn correct_summary(
        &self,
        row: &DeliveryState,
        news: &SummaryNews,
        post: MessageRef,
    ) -> Result<(), DeliveryFailure> {
        let card = self.renderer.summary(&row.event, news);
        let edited = self.chat.edit(post, &card).await;
        let edited = match without_files(&edited, card) {
            Some(plain) => self.chat.edit(post, &plain).await,
            None => edited,
        };
        let edition = news.summary.edition.id();
        match edited {
            Err(ChatError::Gone) => {
                debug!(%edition, "summary post was deleted; correction dropped");
                Ok(())
            }
            edited => {
                edited?;
                info!(%edition, "summary corrected");
                Ok(())
            }
        }
    }
}

/// The card is up to date: a thread that refuses a line must not block later changes.
fn ignore_refused_line(
    incident: IncidentId,
    logged: Result<(), ChatError>,
) -> Result<(), DeliveryFailure> {
    match logged {
        Err(ChatError::Rejected { why }) => {
            error!(%incident, %why, "Discord refused the line in the thread; the card is up to date");
            Ok(())
        }
        logged => Ok(logged?),
    }
}

pub(super) fn subject_text(about: Option<EventSubject>) -> String {
    about.map_or_else(String::new, |about| about.to_string())
}

/// Drops the mentions in the thread where a second channel is notified.
fn thread_level(ring: &NotificationLevel) -> NotificationLevel {
    match ring.elsewhere {
        None => ring.clone(),
        Some(_) => NotificationLevel {
            is_loud: ring.is_loud,
            ..NotificationLevel::default()
        },
    }
}

/// Returns a nonce of at most 25 characters: the same for each try of a row, and another for each
/// row and each `kind` of message. The subject in it keeps a fresh store from repeating an old
/// nonce.
fn row_nonce(row: &DeliveryState, kind: &str) -> String {
    format!("{}-{:x}{kind}", subject_text(row.event.about()), row.id.0)
}

/// Returns the mark in the footer of a message that is no incident's card. No mark is part of
/// another.
fn row_mark(row: &DeliveryState) -> String {
    format!("#{:x}·{}", row.id.0, subject_text(row.event.about()))
}

/// Returns the card without chart and file, where Discord refused it with them.
fn without_files<T>(told: &Result<T, ChatError>, card: Card) -> Option<Card> {
    let brings = card.chart.is_some() || card.file.is_some();
    match told {
        Err(ChatError::Rejected { why }) if brings => {
            warn!(%why, "Discord refused the picture or file; summary sent without them");
            Some(Card {
                chart: None,
                file: None,
                ..card
            })
        }
        Ok(_) | Err(ChatError::Rejected { .. } | ChatError::Transient { .. } | ChatError::Gone) => {
            None
        }
    }
}
