//! Delivers the outbox to the chat: each event once, in the order of its incident and channel.
//!
//! A row leaves the outbox only together with the note of what was posted, so a crash
//! repeats a delivery but never forgets one. A repeated post is one message: within
//! a minute by its nonce, later because the bot looks for its own message first.

use std::{sync::Arc, time::Duration};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::{
    sync::Notify,
    time::{Instant, sleep, sleep_until},
};
use tokio_util::sync::CancellationToken;
use tracing::debug;

use crate::watch::{
    CardRenderer, ChatPlatform, DeliveryStatus, RetrySignal,
    delivery_queue::DeliveryQueue,
    event_delivery::{DeliveryFailure, EventDelivery},
};
use vigia_clock::Clock;
use vigia_core::alerts::{DeliveryLane, OutboxId};
use vigia_store::{Store, StoreError};

/// The longest time between two looks at an outbox in which nothing rests.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// The time that a delivery under way may take when the bot stops. One that is cut off is repeated
/// after the next start.
const LAST_DELIVERY: Duration = Duration::from_secs(5);

/// Delivers the rows of the outbox.
pub struct OutboxDispatcher<C> {
    delivery: EventDelivery<C>,
    queue: DeliveryQueue,
    wake: Arc<Notify>,
    retry: RetrySignal,
    status: DeliveryStatus,
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
        Self {
            queue: DeliveryQueue::new(clock.clone()),
            retry: chat.retry_signal(),
            delivery: EventDelivery {
                chat,
                store,
                renderer,
                clock,
            },
            wake,
            status: DeliveryStatus::default(),
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
                sleep(LAST_DELIVERY).await;
            };
            let pause = tokio::select! {
                pause = self.deliver_all(&stop) => pause?,
                () = too_late => return Ok(()),
            };
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = sleep(pause) => {}
                () = self.wake.notified() => {}
                () = self.retry.heard() => self.queue.retry_refused(),
            }
        }
    }

    /// Delivers all that does not rest, one message at a time in each channel, and takes in what
    /// is committed meanwhile. Returns the wait before the next try.
    pub async fn deliver_all(&mut self, stop: &CancellationToken) -> Result<Duration, StoreError> {
        let Self {
            delivery,
            queue,
            wake,
            retry,
            status,
        } = self;
        let mut under_way = FuturesUnordered::new();
        loop {
            take_in(delivery, queue).await?;
            while !stop.is_cancelled()
                && let Some((lane, ids)) = queue.next()
            {
                under_way.push(deliver_lane(delivery, lane, ids));
            }
            status.replace(queue.status());
            let pause = queue.next_try();
            if under_way.is_empty() {
                if queue.is_empty() {
                    debug!("outbox empty");
                }
                let now = Instant::now();
                let pause = pause.map(|until| until.saturating_duration_since(now));
                return Ok(pause.unwrap_or(LONGEST_PAUSE));
            }
            tokio::select! {
                Some((lane, result)) = under_way.next() => match result {
                    Ok(done) => queue.settle(&lane, &done),
                    Err(DeliveryFailure::Chat(failure)) => queue.rest(&lane, &failure),
                    Err(DeliveryFailure::Store(failure)) => return Err(failure),
                },
                () = wake.notified() => {}
                () = retry.heard() => queue.retry_refused(),
                () = sleep_until(pause.unwrap_or_else(Instant::now)), if pause.is_some() => {}
            }
        }
    }
}

async fn deliver_lane<C: ChatPlatform>(
    delivery: &EventDelivery<C>,
    lane: DeliveryLane,
    ids: Vec<OutboxId>,
) -> (DeliveryLane, Result<Vec<OutboxId>, DeliveryFailure>) {
    let result = delivery.deliver(&lane, ids).await;
    (lane, result)
}

/// Takes in the rows that were committed since the last time, and drops those that they supersede.
async fn take_in<C: ChatPlatform>(
    delivery: &EventDelivery<C>,
    queue: &mut DeliveryQueue,
) -> Result<(), StoreError> {
    let last = queue.last();
    let rows = delivery
        .store
        .blocking(move |store| store.pending_after(last));
    let superseded = queue.take_in(rows.await?);
    if !superseded.is_empty() {
        let drop = move |store: &Store| store.delivered(&superseded, None);
        delivery.store.blocking(drop).await?;
    }
    Ok(())
}
