//! From the outbox to the chat: each event is told once, in the order of its alert.
//!
//! A row leaves the outbox only together with the note of what was posted, so a crash
//! repeats a delivery but never forgets one. A repeated post is one message: within
//! a minute by its nonce, later because the bot looks for its own mark first.

mod elsewhere;
mod picture;
mod summary;
mod teller;
mod urgency;

use std::{collections::BTreeMap, pin::pin, sync::Arc, time::Duration};

use tokio::{sync::Notify, time::Instant};
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use crate::watch::{CardRenderer, ChatError, ChatPlatform};
use teller::{DeliveryFailure, EventDelivery, named};
use urgency::most_urgent_first;
use vigia_clock::Clock;
use vigia_core::alerts::{DeliveryState, EventSubject};
use vigia_store::{Store, StoreError};

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
pub struct OutboxDispatcher<C> {
    teller: EventDelivery<C>,
    wake: Arc<Notify>,
    /// What the chat did not take, and when to try it again; `None` is what has no message of
    /// its own.
    resting: BTreeMap<Option<EventSubject>, Instant>,
    wait: Duration,
}

impl<C: ChatPlatform> OutboxDispatcher<C> {
    /// A courier for this store and chat. `wake` says that something waits.
    pub fn new(
        chat: C,
        store: Store,
        voices: Arc<CardRenderer>,
        clock: Clock,
        wake: Arc<Notify>,
    ) -> Self {
        let teller = EventDelivery {
            chat,
            store,
            voices,
            clock,
        };
        Self {
            teller,
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

    /// One round over the outbox; gives back how long to wait for the next. An incident whose
    /// row is not taken rests as a whole, so that its events stay in order, and holds up no
    /// other. Where the chat cannot be reached, when told to stop, or when there is something
    /// new that may be more urgent, the round ends.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn deliver_all(&mut self, stop: &CancellationToken) -> Result<Duration, StoreError> {
        let now = Instant::now();
        self.resting.retain(|_, again| *again > now);
        let rows = self.teller.store.blocking(Store::pending).await?;
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
            match self.teller.deliver(&row).await {
                Ok(posted) => {
                    let posted = about.zip(posted);
                    let id = row.id;
                    self.teller
                        .store
                        .blocking(move |store| store.delivered(id, posted))
                        .await?;
                    self.wait = FIRST_WAIT;
                    not_taken = 0;
                }
                Err(DeliveryFailure::Store(failure)) => return Err(failure),
                Err(DeliveryFailure::Chat(failure)) => {
                    let pause = self.rest(&row, &failure);
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
        let now = Instant::now();
        let again = self.resting.values().min();
        let pause = again.map(|again| again.saturating_duration_since(now));
        Ok(pause.unwrap_or(LONGEST_WAIT))
    }

    /// Whether something was committed since the round began.
    fn has_new(&self) -> bool {
        pin!(self.wake.notified()).enable()
    }

    /// Lets the incident of a row that was not taken rest; gives back for how long.
    fn rest(&mut self, row: &DeliveryState, failure: &ChatError) -> Duration {
        let resting = row.event.about();
        let (about, channel) = (named(resting), row.event.channel());
        let pause = match failure {
            ChatError::Transient { why, wait } => {
                let own = || self.teller.clock.real(self.wait);
                let pause = wait.unwrap_or_else(own).min(LONGEST_WAIT);
                warn!(about, %why, ?pause, "the chat does not take it now; it is kept");
                pause
            }
            ChatError::Rejected { .. } | ChatError::Gone => {
                error!(about, %channel, %failure, "the chat refuses it; it is kept");
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

/// Whether the next row may meet the same fate. A chat that says how long to wait is there,
/// and speaks of one channel.
fn is_out_of_reach(failure: &ChatError) -> bool {
    match failure {
        ChatError::Transient { wait, .. } => wait.is_none(),
        ChatError::Rejected { .. } | ChatError::Gone => false,
    }
}
