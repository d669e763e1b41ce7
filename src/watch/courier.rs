//! From the outbox to the chat: each event is told once, in the order of its alert.
//!
//! A row leaves the outbox only together with the note of what was posted, so a crash
//! repeats a delivery but never forgets one. A repeated post is one message: within
//! [`NONCE_TRUST`] by its nonce, later because the bot looks for its own mark first.

mod elsewhere;

use std::{collections::BTreeMap, future::Future, sync::Arc, time::Duration};

use chrono::TimeDelta;
use thiserror::Error;
use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use crate::{
    alerts::{Delivery, EventKind, IncidentId, IncidentNews, MessageRef, News, Ring},
    cards::alert,
    clock::Clock,
    store::{Store, StoreError},
    watch::{Chat, ChatError, Voices},
};

/// How long after a first try the chat is trusted to know a nonce again. Discord says "the
/// past few minutes"; this stays well below.
const NONCE_TRUST: TimeDelta = TimeDelta::seconds(60);

/// The first wait after the chat could not be reached; it doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// After how many alerts in a row that the chat did not take it counts as out of reach.
const GIVE_UP_AFTER: u32 = 2;

/// The longest wait between tries, and the wait after a refusal that a person must mend.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How long a delivery that is under way may go on when the bot stops. One that is cut is
/// told again after the next start.
const LAST_DELIVERY: Duration = Duration::from_secs(5);

/// Tells what waits in the outbox.
pub struct Courier<C> {
    chat: C,
    store: Store,
    voices: Arc<Voices>,
    clock: Clock,
    wake: Arc<Notify>,
    /// Incidents that the chat did not take, and when to try them again; `None` is what is
    /// about no incident.
    resting: BTreeMap<Option<IncidentId>, Instant>,
    wait: Duration,
}

/// What stopped a delivery.
#[derive(Debug, Error)]
enum Failure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Chat(#[from] ChatError),
}

impl<C: Chat> Courier<C> {
    /// A courier for this store and chat. `wake` says that something waits.
    pub fn new(
        chat: C,
        store: Store,
        voices: Arc<Voices>,
        clock: Clock,
        wake: Arc<Notify>,
    ) -> Self {
        Self {
            chat,
            store,
            voices,
            clock,
            wake,
            resting: BTreeMap::new(),
            wait: FIRST_WAIT,
        }
    }

    /// Delivers until told to stop.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn run(mut self, stop: CancellationToken) -> Result<(), StoreError> {
        loop {
            let too_late = async {
                stop.cancelled().await;
                tokio::time::sleep(LAST_DELIVERY).await;
            };
            let pause = tokio::select! {
                pause = self.deliver_all(&stop) => pause?,
                () = too_late => return Ok(()),
            };
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = tokio::time::sleep(pause) => {}
                () = self.wake.notified() => {}
            }
        }
    }

    /// One round over the outbox; gives back how long to wait for the next. An alert whose
    /// row is not taken rests as a whole, so that its events stay in order, and holds up no
    /// other. Where the chat cannot be reached, or when told to stop, the round ends.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn deliver_all(
        &mut self,
        stop: &CancellationToken,
    ) -> Result<Duration, StoreError> {
        let now = Instant::now();
        self.resting.retain(|_, again| *again > now);
        let mut not_taken = 0;
        for row in self.store.pending()? {
            let about = row.event.incident_id();
            if stop.is_cancelled() {
                break;
            }
            if self.resting.contains_key(&about) {
                continue;
            }
            match self.deliver(&row).await {
                Ok(posted) => {
                    let posted = about.zip(posted);
                    let id = row.id;
                    self.store
                        .blocking(move |store| store.delivered(id, posted))
                        .await?;
                    self.wait = FIRST_WAIT;
                    not_taken = 0;
                }
                Err(Failure::Store(failure)) => return Err(failure),
                Err(Failure::Chat(ChatError::Transient { why, wait })) => {
                    let pause = wait.unwrap_or(self.wait).min(LONGEST_WAIT);
                    self.wait = (self.wait * 2).min(LONGEST_WAIT);
                    let about = named(about);
                    warn!(about, %why, ?pause, "the chat does not take an alert now; it is kept");
                    self.resting.insert(row.event.incident_id(), now + pause);
                    not_taken += 1;
                    if not_taken == GIVE_UP_AFTER {
                        return Ok(pause);
                    }
                }
                Err(Failure::Chat(
                    failure @ (ChatError::Rejected { .. } | ChatError::Gone),
                )) => {
                    let channel = row.event.channel();
                    let about = named(about);
                    error!(about, %channel, %failure, "the chat refuses an alert; it is kept");
                    self.resting
                        .insert(row.event.incident_id(), now + LONGEST_WAIT);
                    self.wait = FIRST_WAIT;
                    not_taken = 0;
                }
            }
        }
        let again = self.resting.values().min().map(|again| *again - now);
        Ok(again.unwrap_or(LONGEST_WAIT))
    }

    /// Tells one event. Gives back the incident's card where it is a new message.
    async fn deliver(&self, row: &Delivery) -> Result<Option<MessageRef>, Failure> {
        match &row.event.news {
            News::Incident(news) => {
                let posted = self.deliver_incident(row, news).await?;
                self.tell_elsewhere(row, news, posted).await?;
                Ok(posted)
            }
            News::CaughtUp(_) | News::Notice(_) => {
                self.deliver_notice(row).await?;
                Ok(None)
            }
        }
    }

    async fn deliver_incident(
        &self,
        row: &Delivery,
        news: &IncidentNews,
    ) -> Result<Option<MessageRef>, Failure> {
        let told = match (&news.kind, self.store.message(news.incident.id)?) {
            (_, None) => Err(Failure::Chat(ChatError::Gone)),
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
            Err(Failure::Chat(ChatError::Gone)) => self.without_card(row, news).await,
            Err(failure) => Err(failure),
        }
    }

    /// There is no card, or somebody deleted it. What needs people gets a new one; the rest
    /// is let go, as whoever deleted it wished.
    async fn without_card(
        &self,
        row: &Delivery,
        news: &IncidentNews,
    ) -> Result<Option<MessageRef>, Failure> {
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
        row: &Delivery,
        news: &IncidentNews,
    ) -> Result<MessageRef, Failure> {
        let channel = &news.incident.channel;
        let mark = alert::mark(news.incident.id);
        let earlier = self
            .begin(row, |since| self.chat.find(channel, &mark, since))
            .await?;
        if let Some(message) = earlier {
            return Ok(message);
        }
        let card = self.voices.card(&row.event, news);
        let message = self
            .chat
            .post(channel, &card, &news.ring, &nonce(row))
            .await?;
        info!(incident = %news.incident.id, %channel, "posted");
        Ok(message)
    }

    async fn edit(
        &self,
        row: &Delivery,
        news: &IncidentNews,
        card: MessageRef,
    ) -> Result<(), Failure> {
        Ok(self
            .chat
            .edit(card, &self.voices.card(&row.event, news))
            .await?)
    }

    async fn edit_and_log(
        &self,
        row: &Delivery,
        news: &IncidentNews,
        card: MessageRef,
    ) -> Result<(), Failure> {
        self.edit(row, news, card).await?;
        let line = self.voices.log_line(&row.event, news);
        let ring = in_thread(&news.ring);
        let look = async |since| {
            let is_there = self.chat.has_log(card, &line, &ring, since).await?;
            Ok(is_there.then_some(()))
        };
        if self.begin(row, look).await?.is_none() {
            let title = self.voices.thread_title(&row.event, news);
            let logged = self.chat.log(card, &title, &line, &ring, &nonce(row)).await;
            return thread_may_refuse(news.incident.id, logged);
        }
        Ok(())
    }

    /// Notes that a new message is about to be posted. Gives back what an earlier try
    /// posted, where the fate of one is unknown for too long to trust the nonce.
    async fn begin<T, F>(
        &self,
        row: &Delivery,
        look: impl FnOnce(chrono::DateTime<chrono::Utc>) -> F,
    ) -> Result<Option<T>, Failure>
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
) -> Result<(), Failure> {
    match logged {
        Err(ChatError::Rejected { why }) => {
            error!(%incident, %why, "the thread takes no line; the card tells it alone");
            Ok(())
        }
        logged => Ok(logged?),
    }
}

fn named(incident: Option<IncidentId>) -> String {
    incident.map_or_else(String::new, |id| id.to_string())
}

/// Whom another channel calls, the thread does not call too.
fn in_thread(ring: &Ring) -> Ring {
    match ring.elsewhere {
        None => ring.clone(),
        Some(_) => Ring {
            is_loud: ring.is_loud,
            ..Ring::default()
        },
    }
}

/// At most 25 characters, the same for each try of a row, and another for each row: the
/// number of the incident keeps a fresh store from repeating an old one.
fn nonce(row: &Delivery) -> String {
    format!("{}-{:x}", named(row.event.incident_id()), row.id.0)
}
