//! Delivers the outbox to the chat: each event once, in the order of its incident.
//!
//! A row leaves the outbox only together with the note of what was posted, so a crash
//! repeats a delivery but never forgets one. A repeated post is one message: within
//! a minute by its nonce, later because the bot looks for its own mark first.

use std::{collections::BTreeMap, pin::pin, sync::Arc, time::Duration};

use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, warn};

use crate::watch::{
    CardRenderer, ChannelDelivery, ChatError, ChatPlatform, DeliveryStatus, DeliveryTrouble,
    RetrySignal,
    event_delivery::{DeliveryFailure, EventDelivery, subject_text},
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{DeliveryState, EventSubject},
    rules::ChannelName,
};
use vigia_store::{Store, StoreError};

/// The first wait after Discord could not be reached; it doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// After this many subjects in a row that were not delivered, Discord counts as out of reach.
const GIVE_UP_AFTER: u32 = 2;

/// The longest wait between tries, and the wait after a refusal that a person must resolve.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// The time that a delivery under way may take when the bot stops. One that is cut off is repeated
/// after the next start.
const LAST_DELIVERY: Duration = Duration::from_secs(5);

/// Delivers the rows of the outbox.
pub struct OutboxDispatcher<C> {
    delivery: EventDelivery<C>,
    wake: Arc<Notify>,
    /// Subjects that were not delivered, with the time of the next try; `None` stands for events
    /// without a subject.
    resting: BTreeMap<Option<EventSubject>, Instant>,
    wait: Duration,
    retry: RetrySignal,
    status: DeliveryStatus,
    troubles: BTreeMap<ChannelName, DeliveryTrouble>,
}

impl<C: ChatPlatform> OutboxDispatcher<C> {
    /// Creates a dispatcher; `wake` signals new rows.
    pub fn new(
        chat: C,
        store: Store,
        renderer: Arc<CardRenderer>,
        clock: Clock,
        wake: Arc<Notify>,
    ) -> Self {
        let retry = chat.retry_signal();
        let delivery = EventDelivery {
            chat,
            store,
            renderer,
            clock,
        };
        Self {
            delivery,
            wake,
            resting: BTreeMap::new(),
            wait: FIRST_WAIT,
            retry,
            status: DeliveryStatus::default(),
            troubles: BTreeMap::new(),
        }
    }

    /// Returns the state of delivery, which the dispatcher keeps up to date.
    pub fn status(&self) -> DeliveryStatus {
        self.status.clone()
    }

    /// Delivers until stopped.
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
                () = self.retry.heard() => self.resting.clear(),
            }
        }
    }

    /// Goes once over the outbox; returns the wait before the next round. A subject whose row was
    /// not delivered rests as a whole, so its events stay in order, and it holds up no other. The
    /// round ends where Discord cannot be reached, when stopped, or when new rows may be more
    /// urgent.
    pub async fn deliver_all(&mut self, stop: &CancellationToken) -> Result<Duration, StoreError> {
        let now = Instant::now();
        self.resting.retain(|_, again| *again > now);
        let rows = self.delivery.store.blocking(Store::pending).await?;
        self.show(&rows);
        let mut not_taken = 0;
        for row in most_urgent_first(rows) {
            if stop.is_cancelled() {
                break;
            }
            if self.has_new() {
                return Ok(Duration::ZERO);
            }
            let about = row.event.about();
            if self.resting.contains_key(&about) {
                continue;
            }
            match self.delivery.deliver(&row).await {
                Ok(posted) => {
                    let posted = about.zip(posted);
                    let id = row.id;
                    self.delivery
                        .store
                        .blocking(move |store| store.delivered(id, posted))
                        .await?;
                    self.wait = FIRST_WAIT;
                    self.troubles.remove(row.event.channel());
                    not_taken = 0;
                }
                Err(DeliveryFailure::Store(failure)) => return Err(failure),
                Err(DeliveryFailure::Chat(failure)) => {
                    let pause = self.rest(&row, &failure);
                    self.note_trouble(&row, &failure);
                    not_taken = if is_out_of_reach(&failure) {
                        not_taken + 1
                    } else {
                        0
                    };
                    if not_taken == GIVE_UP_AFTER {
                        return Ok(pause);
                    }
                }
            }
        }
        let left = self.delivery.store.blocking(Store::pending).await?;
        self.show(&left);
        let now = Instant::now();
        if self.resting.is_empty() && !stop.is_cancelled() {
            debug!("outbox empty");
        }
        let again = self.resting.values().min();
        let pause = again.map(|again| again.saturating_duration_since(now));
        Ok(pause.unwrap_or(LONGEST_WAIT))
    }

    fn note_trouble(&mut self, row: &DeliveryState, failure: &ChatError) {
        let now = self.delivery.clock.now();
        let trouble = self.troubles.entry(row.event.channel().clone());
        let trouble = trouble.or_insert_with(|| DeliveryTrouble {
            since: now,
            why: String::new(),
            is_refusal: false,
        });
        trouble.why = failure.to_string();
        trouble.is_refusal = !matches!(failure, ChatError::Transient { .. });
    }

    fn show(&self, rows: &[DeliveryState]) {
        let mut channels: BTreeMap<ChannelName, ChannelDelivery> = BTreeMap::new();
        for row in rows {
            let channel = channels.entry(row.event.channel().clone()).or_default();
            channel.waiting += 1;
            channel.oldest = channel.oldest.or(Some(row.event.at));
        }
        for (channel, trouble) in &self.troubles {
            channels.entry(channel.clone()).or_default().trouble = Some(trouble.clone());
        }
        self.status.replace(channels);
    }

    /// Returns whether something was committed since the round began.
    fn has_new(&self) -> bool {
        pin!(self.wake.notified()).enable()
    }

    /// Lets the subject of an undelivered row rest; returns the time until the next try.
    fn rest(&mut self, row: &DeliveryState, failure: &ChatError) -> Duration {
        let resting = row.event.about();
        let (about, channel) = (subject_text(resting), row.event.channel());
        let pause = match failure {
            ChatError::Transient { why, wait } => {
                let own = || self.delivery.clock.real(self.wait);
                let pause = wait.unwrap_or_else(own).min(LONGEST_WAIT);
                warn!(about, %why, retry_in_s = pause.as_secs(), "Discord cannot be reached; message queued for retry");
                pause
            }
            ChatError::Rejected { .. } | ChatError::Gone => {
                error!(about, %channel, %failure, "Discord refused the message; queued for retry");
                LONGEST_WAIT
            }
        };
        self.wait = if is_out_of_reach(failure) {
            (self.wait * 2).min(LONGEST_WAIT)
        } else {
            FIRST_WAIT
        };
        self.resting.insert(resting, Instant::now() + pause);
        pause
    }
}

/// Returns whether the next row may fail in the same way. A platform that names a wait is
/// reachable, and means one channel.
fn is_out_of_reach(failure: &ChatError) -> bool {
    match failure {
        ChatError::Transient { wait, .. } => wait.is_none(),
        ChatError::Rejected { .. } | ChatError::Gone => false,
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum DeliveryUrgency {
    Rings,
    Says,
    Moves,
}

/// Sorts rows by urgency: those of one subject keep their order, and a card that only moves gives
/// way to one that rings.
fn most_urgent_first(mut rows: Vec<DeliveryState>) -> Vec<DeliveryState> {
    let mut urgencies: BTreeMap<Option<EventSubject>, DeliveryUrgency> = BTreeMap::new();
    for row in &rows {
        let urgency = match row.event.incident() {
            Some(news) if news.ring.is_loud => DeliveryUrgency::Rings,
            Some(news) if news.kind.is_superseded_by_later() => DeliveryUrgency::Moves,
            Some(_) | None => DeliveryUrgency::Says,
        };
        let of_incident = urgencies.entry(row.event.about()).or_insert(urgency);
        *of_incident = urgency.min(*of_incident);
    }
    rows.sort_by_key(|row| urgencies.get(&row.event.about()).copied());
    rows
}
