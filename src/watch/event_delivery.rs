//! Delivers what waits in one lane of the outbox: a card posted or changed, and a reply to it where
//! people must hear of it.

use std::{future::Future, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;
use tracing::{debug, info, warn};

use crate::watch::{CardRenderer, ChatError, ChatPlatform, MessageMark};
use vigia_cards::{Card, CardLine, alert::AlertChart, summary};
use vigia_clock::Clock;
use vigia_core::alerts::{
    BacklogPlan, CardChange, CardPresence, DeliveryLane, DeliveryState, Event, EventContent,
    IncidentId, IncidentNews, IncidentSubject, MessageRef, NotificationLevel, OutboxId, PostedCard,
    SharedIncident, SummaryNews, fold_backlog,
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

impl DeliveryFailure {
    /// Returns whether it is certain that nothing was posted.
    fn had_no_effect(&self) -> bool {
        match self {
            Self::Chat(ChatError::Refused { .. }) => true,
            Self::Chat(ChatError::Transient { wait, .. }) => wait.is_some(),
            Self::Chat(ChatError::Gone) | Self::Store(_) => false,
        }
    }
}

/// Delivers the rows of single lanes.
pub(super) struct EventDelivery<C> {
    pub(super) chat: C,
    pub(super) store: Store,
    pub(super) renderer: Arc<CardRenderer>,
    pub(super) clock: Clock,
}

impl<C: ChatPlatform> EventDelivery<C> {
    /// Delivers what these rows of a lane, oldest first, still have to say. Returns the rows that
    /// are done, which have left the outbox.
    pub(super) async fn deliver(
        &self,
        lane: &DeliveryLane,
        ids: Vec<OutboxId>,
    ) -> Result<Vec<OutboxId>, DeliveryFailure> {
        let wanted = ids.clone();
        let rows = self.store.blocking(move |store| store.rows(&wanted));
        let rows = rows.await?;
        let Some(first) = rows.first() else {
            return Ok(ids);
        };
        let delivered = match &first.event.news {
            EventContent::Incident(news) => {
                self.deliver_incident(lane, news.incident.id, &rows).await
            }
            EventContent::Summary(_) => self.deliver_edition(lane, &rows).await,
            EventContent::CaughtUp(_) | EventContent::Notice(_) => {
                self.deliver_notice(first).await.map(|()| None)
            }
        };
        let card = match delivered {
            Ok(card) => card,
            Err(failure) => {
                if first.attempted_at.is_none() && failure.had_no_effect() {
                    self.store
                        .blocking(move |store| store.not_attempted(&ids))
                        .await?;
                }
                return Err(failure);
            }
        };
        let done = match lane.about {
            Some(_) => ids,
            None => vec![first.id],
        };
        let (lane, removed) = (lane.clone(), done.clone());
        let remove = move |store: &Store| store.delivered(&removed, card.map(|card| (&lane, card)));
        self.store.blocking(remove).await?;
        Ok(done)
    }

    /// Returns the incident's card where it is a new message.
    async fn deliver_incident(
        &self,
        lane: &DeliveryLane,
        incident: IncidentId,
        rows: &[DeliveryState],
    ) -> Result<Option<PostedCard>, DeliveryFailure> {
        let known = self.store.card(incident, &lane.channel)?;
        let earlier = self
            .find_earlier(lane, incident, rows, known.as_ref())
            .await?;
        let (replied, found) = match earlier {
            EarlierTry::Unknown => (0, None),
            EarlierTry::Posted(card) => {
                // It is kept before anything else is posted: a search finds it only this once.
                self.keep_card(lane, &card).await?;
                (0, Some(card))
            }
            EarlierTry::Replied(rows) => (rows, None),
        };
        let last_rung = found.as_ref().or(known.as_ref()).and_then(|card| card.rung);
        let rung = rows
            .partition_point(|row| Some(row.id) <= last_rung)
            .max(replied);
        let told = match found.as_ref().or(known.as_ref()) {
            None => Err(ChatError::Gone.into()),
            Some(card) => self.change_card(lane, rows, rung, card).await,
        };
        match told {
            Ok(()) => Ok(found),
            Err(DeliveryFailure::Chat(ChatError::Gone)) => {
                let presence = match found.or(known) {
                    None => CardPresence::NeverPosted,
                    Some(_) => CardPresence::Deleted,
                };
                self.without_card(lane, incident, fold_backlog(rows, rung, presence), rows)
                    .await
            }
            Err(failure) => Err(failure),
        }
    }

    /// Looks for the message of an earlier try whose fate is unknown, where that try is too old
    /// for its nonce.
    async fn find_earlier(
        &self,
        lane: &DeliveryLane,
        incident: IncidentId,
        rows: &[DeliveryState],
        known: Option<&PostedCard>,
    ) -> Result<EarlierTry, DeliveryFailure> {
        let tried = rows.iter().take_while(|row| row.attempted_at.is_some());
        let tried = &rows[..tried.count()];
        let Some(since) = self.search_start(tried) else {
            return Ok(EarlierTry::Unknown);
        };
        let mark = MessageMark::Incident(incident);
        let found = self.chat.find(&lane.channel, &mark, since).await;
        let found = searched(found)?;
        let found = found.filter(|found| known.is_none_or(|known| known.message != *found));
        if let Some(message) = found {
            let plan = fold_backlog(tried, 0, CardPresence::NeverPosted);
            let ring = plan.and_then(|plan| plan.ring);
            let level = ring.map(|ring| ring.level).unwrap_or_default();
            return Ok(EarlierTry::Posted(PostedCard {
                rung: tried.last().map(|row| row.id),
                ..PostedCard::new(message, level)
            }));
        }
        let plan = fold_backlog(tried, 0, CardPresence::Posted);
        if let Some((known, plan)) = known.zip(plan)
            && let Some((line, level)) = self.ring_line(&plan)
        {
            let found = self.chat.has_reply(known.message, &line, &level, since);
            if searched(found.await.map(|found| found.then_some(())))?.is_some() {
                return Ok(EarlierTry::Replied(tried.len()));
            }
        }
        Ok(EarlierTry::Unknown)
    }

    async fn keep_card(&self, lane: &DeliveryLane, card: &PostedCard) -> Result<(), StoreError> {
        let (lane, card) = (lane.clone(), card.clone());
        let keep = move |store: &Store| store.delivered(&[], Some((&lane, card)));
        self.store.blocking(keep).await
    }

    async fn change_card(
        &self,
        lane: &DeliveryLane,
        rows: &[DeliveryState],
        rung: usize,
        card: &PostedCard,
    ) -> Result<(), DeliveryFailure> {
        let Some(plan) = fold_backlog(rows, rung, CardPresence::Posted) else {
            return Ok(());
        };
        let shown = self.card(lane, &plan).await?;
        self.chat.edit(card, &shown).await?;
        note_dropped(lane, &plan);
        if let Some((line, level)) = self.ring_line(&plan) {
            self.begin(rows).await?;
            let nonce = row_nonce(lane, rows, "r");
            self.chat.reply(card.message, &line, &level, &nonce).await?;
            info!(incident = %subject_text(lane), channel = %lane.channel, "reply posted");
        }
        Ok(())
    }

    /// Posts a new card for events that need attention where there is none. Other events are
    /// dropped, since the card was deleted on purpose.
    async fn without_card(
        &self,
        lane: &DeliveryLane,
        incident: IncidentId,
        plan: Option<BacklogPlan<'_>>,
        rows: &[DeliveryState],
    ) -> Result<Option<PostedCard>, DeliveryFailure> {
        let Some(plan) = plan.filter(|plan| plan.change == CardChange::Post) else {
            debug!(%incident, channel = %lane.channel, "no card here; events dropped");
            return Ok(None);
        };
        let was_tried = rows.first().is_some_and(|row| row.attempted_at.is_some());
        self.begin(rows).await?;
        let card = self.card(lane, &plan).await?;
        let level = plan.ring.as_ref().map(|ring| ring.level.clone());
        let level = level.unwrap_or_default();
        let posted = self.post_card(lane, rows, &card, level).await?;
        note_dropped(lane, &plan);
        if was_tried && !posted.level.rings() {
            // Its nonce may stand for the message of an earlier try, which shows less.
            self.chat.edit(&posted, &card).await?;
        }
        Ok(Some(posted))
    }

    /// Posts a card. One that rings is a plain line first, which is kept before it becomes the card:
    /// whatever fails then, the next try changes that message and rings no more.
    async fn post_card(
        &self,
        lane: &DeliveryLane,
        rows: &[DeliveryState],
        card: &Card,
        level: NotificationLevel,
    ) -> Result<PostedCard, DeliveryFailure> {
        let nonce = row_nonce(lane, rows, "");
        let channel = &lane.channel;
        if !level.rings() {
            let message = self.chat.post(channel, card, &nonce).await?;
            info!(about = subject_text(lane), %channel, "message posted");
            return Ok(PostedCard::new(message, level));
        }
        let message = self.chat.ring(channel, card, &level, &nonce).await?;
        info!(about = subject_text(lane), %channel, "message posted");
        let posted = PostedCard {
            rung: rows.last().map(|row| row.id),
            ..PostedCard::new(message, level)
        };
        self.keep_card(lane, &posted).await?;
        self.chat.edit(&posted, card).await?;
        Ok(posted)
    }

    /// Renders the reply that rings, and says how loud it is.
    fn ring_line(&self, plan: &BacklogPlan<'_>) -> Option<(CardLine, NotificationLevel)> {
        let ring = plan.ring.as_ref()?;
        let event = &plan.newest.event;
        let line = self.renderer.ring_line(event, event.incident()?, ring.kind);
        Some((line, ring.level.clone()))
    }

    /// Returns the time from which on a message of these tried rows is searched, where their nonce
    /// is too old.
    fn search_start(&self, tried: &[DeliveryState]) -> Option<DateTime<Utc>> {
        let first = tried.first()?.attempted_at?;
        let now = self.clock.now();
        // A clock that was set back says nothing about the age of that try.
        let is_fresh = (now - first).abs() < NONCE_TRUST;
        (!is_fresh).then(|| first.min(now) - NONCE_TRUST)
    }

    /// Notes that a new message of these rows is about to be posted. A try of a moment ago stays
    /// the one that counts: its nonce is known.
    async fn begin(&self, rows: &[DeliveryState]) -> Result<(), StoreError> {
        let now = self.clock.now();
        let fresh = rows.first().and_then(|first| first.attempted_at);
        let at = fresh.filter(|first| (now - *first).abs() < NONCE_TRUST);
        let ids: Vec<OutboxId> = rows.iter().map(|row| row.id).collect();
        let note = move |store: &Store| store.attempting(&ids, at.unwrap_or(now));
        self.store.blocking(note).await
    }

    /// Posts a card once: an earlier try of the rows is looked for first.
    async fn post_once<F>(
        &self,
        lane: &DeliveryLane,
        rows: &[DeliveryState],
        (card, level): (&Card, &NotificationLevel),
        look: impl FnOnce(DateTime<Utc>) -> F,
    ) -> Result<PostedCard, DeliveryFailure>
    where
        F: Future<Output = Result<Option<MessageRef>, ChatError>>,
    {
        let level = level.clone();
        if let Some(since) = self.search_start(rows)
            && let Some(message) = searched(look(since).await)?
        {
            return Ok(PostedCard::new(message, level));
        }
        self.begin(rows).await?;
        self.post_card(lane, rows, card, level).await
    }

    /// Posts a notice, which is about no incident and is one message.
    async fn deliver_notice(&self, row: &DeliveryState) -> Result<(), DeliveryFailure> {
        let words = format!("#{:x}·", row.id.0);
        let Some(card) = self.renderer.notice(&row.event, &words) else {
            return Ok(());
        };
        let mark = MessageMark::Words(words);
        let look = |since| self.chat.find(&row.channel, &mark, since);
        let level = NotificationLevel::default();
        let rows = std::slice::from_ref(row);
        self.post_once(&row.lane(), rows, (&card, &level), look)
            .await?;
        Ok(())
    }

    /// Renders the incident's card with its chart. The earlier values are read from the store at
    /// delivery, so a row of the outbox holds facts only, and the chart is the same after a
    /// restart.
    async fn card(
        &self,
        lane: &DeliveryLane,
        plan: &BacklogPlan<'_>,
    ) -> Result<Card, DeliveryFailure> {
        let event = &plan.newest.event;
        let EventContent::Incident(news) = &event.news else {
            return Ok(Card::default());
        };
        if let Some(operations) = self.sharing_operations(event, news).await? {
            return Ok(self.renderer.shared_card(event, news, operations));
        }
        let mut card = self.renderer.card(event, news);
        let link = self.link_to_first(lane, event, news)?;
        card.below.extend(link.map(CardLine::small));
        let Some(picture) = AlertChart::of(news, event.at) else {
            return Ok(card);
        };
        let (operation, shown) = (event.operation.clone(), picture.shown());
        let read = self.store.blocking(move |store| {
            let scope = &shown.scope;
            store.series(&operation, shown.metric, scope, shown.window, shown.range)
        });
        let values = match read.await {
            Ok(values) => values,
            Err(failure) if failure.is_fault() => return Err(failure.into()),
            Err(failure) => {
                warn!(incident = %news.incident.id, %failure, "history cannot be read; the chart starts later");
                Vec::new()
            }
        };
        Ok(self.renderer.with_chart(card, event, &picture, values))
    }

    /// Returns the operations that share this card now, where it is or was the card of several.
    async fn sharing_operations(
        &self,
        event: &Event,
        news: &IncidentNews,
    ) -> Result<Option<Vec<SharedIncident>>, StoreError> {
        if news.incident.subject != IncidentSubject::Digest {
            return Ok(None);
        }
        let id = news.incident.id;
        let shared = self.store.blocking(move |store| store.shared_incident(id));
        let shared = shared.await?;
        let announced = news.incident.announced();
        let was_shared = announced.is_some_and(|announced| announced.operations > 1);
        let is_shared = shared.iter().any(|one| one.operation != event.operation);
        Ok((was_shared || is_shared).then_some(shared))
    }

    /// Returns the line of a card in another channel that leads to the incident's own card.
    fn link_to_first(
        &self,
        lane: &DeliveryLane,
        event: &Event,
        news: &IncidentNews,
    ) -> Result<Option<CardLine>, StoreError> {
        let own = &news.incident.channel;
        if lane.channel == *own {
            return Ok(None);
        }
        let first = self.store.card(news.incident.id, own)?;
        let link = first.and_then(|first| self.chat.link(first.message));
        Ok(link.map(|link| self.renderer.first_card_line(event, own, link)))
    }

    /// Delivers an edition as one message: what follows the first post changes it, and a deleted
    /// post stays deleted. Returns the post where it is new.
    async fn deliver_edition(
        &self,
        lane: &DeliveryLane,
        rows: &[DeliveryState],
    ) -> Result<Option<PostedCard>, DeliveryFailure> {
        let editions = rows.iter().filter_map(|row| match &row.event.news {
            EventContent::Summary(news) => Some((row, &**news)),
            EventContent::Incident(_) | EventContent::CaughtUp(_) | EventContent::Notice(_) => None,
        });
        let editions: Vec<(&DeliveryState, &SummaryNews)> = editions.collect();
        let Some((row, news)) = editions.last() else {
            return Ok(None);
        };
        let edition = news.summary.edition.id();
        let card = self.renderer.summary(&row.event, news);
        let first = editions
            .iter()
            .find(|(_, it)| it.summary.correction.is_none());
        match (self.store.card(edition, &lane.channel)?, first) {
            (None, Some((_, first))) => {
                let mark = MessageMark::Words(summary::mark(edition));
                let look = |since| self.chat.find(&lane.channel, &mark, since);
                let shown = (&card, &first.ring);
                let posted = self.post_once(lane, rows, shown, look).await?;
                Ok(Some(posted))
            }
            (Some(posted), _) => {
                match self.chat.edit(&posted, &card).await {
                    Err(ChatError::Gone) => {
                        debug!(%edition, "summary post was deleted; it is not changed");
                    }
                    edited => {
                        edited?;
                        info!(%edition, "summary changed");
                    }
                }
                Ok(None)
            }
            (None, None) => {
                debug!(%edition, "no post known for this summary; correction dropped");
                Ok(None)
            }
        }
    }
}

/// What became of an earlier try.
enum EarlierTry {
    /// There was none, its nonce is still known, or it posted nothing.
    Unknown,
    Posted(PostedCard),
    /// It replied to the card for so many rows.
    Replied(usize),
}

/// Takes a search that was refused for one that found nothing: the alert is worth more.
fn searched<T>(found: Result<Option<T>, ChatError>) -> Result<Option<T>, ChatError> {
    match found {
        Err(ChatError::Gone) => Ok(None),
        Err(ChatError::Refused { why, .. }) => {
            warn!(%why, "Discord refused the search for an earlier message; it may be posted twice");
            Ok(None)
        }
        found => found,
    }
}

fn note_dropped(lane: &DeliveryLane, plan: &BacklogPlan<'_>) {
    if plan.dropped > 0 {
        let (about, dropped) = (subject_text(lane), plan.dropped);
        info!(about, channel = %lane.channel, dropped, "reminders and calls that came too late were dropped");
    }
}

pub(super) fn subject_text(lane: &DeliveryLane) -> String {
    lane.about
        .map_or_else(String::new, |about| about.to_string())
}

/// Returns a nonce of at most 25 characters: the same for each try of these rows, and another for
/// each `kind` of message. Rows leave a lane from its front, so the first one stands for all. The
/// subject in it keeps a fresh store from repeating an old nonce.
fn row_nonce(lane: &DeliveryLane, rows: &[DeliveryState], kind: &str) -> String {
    let first = rows.first().map_or(0, |row| row.id.0);
    format!("{}-{first:x}{kind}", subject_text(lane))
}
