//! What waits for delivery, by channel and lane, and what rests after a failure. What one channel
//! refuses holds up no other, and what is refused of one lane holds up no other lane.

use std::{collections::BTreeMap, time::Duration};

use backon::{BackoffBuilder as _, ConstantBuilder, ExponentialBackoff, ExponentialBuilder};
use chrono::{DateTime, Utc};
use tokio::time::Instant;
use tracing::{debug, error, warn};

use crate::watch::{
    ChannelDelivery, ChatError, DeliveryTrouble, RefusalScope, event_delivery::subject_text,
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{DeliveryLane, DeliveryState, EventSubject, OutboxId},
    rules::ChannelName,
};

/// After this many failures in a row, a channel counts as out of reach.
const GIVE_UP_AFTER: u32 = 2;

/// The first wait after a channel could not be reached; it doubles up to the longest, and chance
/// adds up to as much again.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The wait after a refusal, to which chance adds up to as much again: at most a minute.
const REFUSAL_WAIT: Duration = Duration::from_secs(30);

/// The least time between two tries of what was refused, however often the platform says that
/// something changed.
const LEAST_REFUSAL_WAIT: Duration = Duration::from_secs(3);

/// The longest wait that the platform may ask for.
const LONGEST_ASKED_WAIT: Duration = Duration::from_secs(300);

/// The rows that wait and were not delivered yet.
pub(super) struct DeliveryQueue {
    channels: BTreeMap<ChannelName, ChannelQueue>,
    last: OutboxId,
    clock: Clock,
}

#[derive(Default)]
struct ChannelQueue {
    lanes: BTreeMap<Option<EventSubject>, LaneQueue>,
    /// One message at a time is on its way to a channel.
    is_busy: bool,
    rest: Option<DeliveryRest>,
    backoff: Option<ExponentialBackoff>,
    failures: u32,
    trouble: Option<DeliveryTrouble>,
}

#[derive(Default)]
struct LaneQueue {
    rows: Vec<WaitingRow>,
    rest: Option<DeliveryRest>,
}

struct WaitingRow {
    id: OutboxId,
    at: DateTime<Utc>,
    urgency: DeliveryUrgency,
    /// True if an earlier life of the bot tried it with rows behind it: they are told apart by
    /// the first of them.
    was_tried: bool,
}

/// A time before which nothing is tried.
#[derive(Clone, Copy)]
struct DeliveryRest {
    since: Instant,
    until: Instant,
    /// The refusal that it follows, if it is one.
    refusal: Option<RefusalScope>,
}

impl DeliveryRest {
    fn of(length: Duration, refusal: Option<RefusalScope>) -> Self {
        let since = Instant::now();
        Self {
            since,
            until: since + length,
            refusal,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum DeliveryUrgency {
    Rings,
    Says,
    Moves,
}

impl DeliveryUrgency {
    fn of(row: &DeliveryState) -> Self {
        match row.event.incident() {
            Some(_) if row.level().rings() => Self::Rings,
            Some(news) if news.kind.is_superseded_by_later() => Self::Moves,
            Some(_) | None => Self::Says,
        }
    }
}

impl DeliveryQueue {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            channels: BTreeMap::new(),
            last: OutboxId(0),
            clock,
        }
    }

    /// Returns the newest row that was taken in.
    pub(super) fn last(&self) -> OutboxId {
        self.last
    }

    /// Takes in new rows, oldest first. Returns rows of card changes that later rows supersede.
    pub(super) fn take_in(&mut self, rows: Vec<DeliveryState>) -> Vec<OutboxId> {
        let mut superseded = Vec::new();
        for row in rows {
            self.last = self.last.max(row.id);
            let DeliveryLane { channel, about } = row.lane();
            let channel = self.channels.entry(channel).or_default();
            let lane = channel.lanes.entry(about).or_default();
            // A new state of a message that was refused may be taken.
            lane.rest = lane.rest.filter(|rest| rest.refusal.is_none());
            if let Some(before) = lane.rows.last()
                && before.urgency == DeliveryUrgency::Moves
                && !before.was_tried
                && !channel.is_busy
            {
                superseded.push(before.id);
                lane.rows.pop();
            }
            lane.rows.push(WaitingRow {
                id: row.id,
                at: row.event.at,
                urgency: DeliveryUrgency::of(&row),
                was_tried: row.attempted_at.is_some(),
            });
        }
        superseded
    }

    /// Takes the next lane to deliver of a channel that is free: what rings first, what only
    /// moves a card last. The channel is busy until the lane is settled.
    pub(super) fn next(&mut self) -> Option<(DeliveryLane, Vec<OutboxId>)> {
        let now = Instant::now();
        let is_ready = |rest: Option<DeliveryRest>| rest.is_none_or(|rest| rest.until <= now);
        self.channels.iter_mut().find_map(|(name, channel)| {
            if channel.is_busy || !is_ready(channel.rest) {
                return None;
            }
            let ready = channel.lanes.iter().filter(|(_, lane)| is_ready(lane.rest));
            let (about, lane) = ready.min_by_key(|(_, lane)| lane.precedence())?;
            let ids = lane.rows.iter().map(|row| row.id).collect();
            let lane = DeliveryLane {
                channel: name.clone(),
                about: *about,
            };
            channel.is_busy = true;
            Some((lane, ids))
        })
    }

    /// Removes delivered rows. A channel that took a message is in reach, and so may be the
    /// others if the platform accepts the bot again.
    pub(super) fn settle(&mut self, lane: &DeliveryLane, done: &[OutboxId]) {
        if let Some(channel) = self.channels.get_mut(&lane.channel) {
            channel.is_busy = false;
            channel.rest = None;
            channel.failures = 0;
            channel.backoff = None;
            if let Some(waiting) = channel.lanes.get_mut(&lane.about) {
                waiting.rows.retain(|row| !done.contains(&row.id));
                waiting.rest = None;
            }
            channel.lanes.retain(|_, lane| !lane.rows.is_empty());
            let is_refused = |lane: &LaneQueue| lane.rest.is_some_and(|it| it.refusal.is_some());
            if !channel.lanes.values().any(is_refused) {
                channel.trouble = None;
            }
        }
        for channel in self.channels.values_mut() {
            let of_bot = |rest: &DeliveryRest| rest.refusal == Some(RefusalScope::Bot);
            channel.rest = channel.rest.filter(|rest| !of_bot(rest));
        }
        self.channels
            .retain(|_, channel| channel.is_busy || !channel.lanes.is_empty());
    }

    /// Lets a lane rest that was not delivered, and its channel where that does not take anything.
    pub(super) fn rest(&mut self, lane: &DeliveryLane, failure: &ChatError) {
        let now = self.clock.now();
        let Some(channel) = self.channels.get_mut(&lane.channel) else {
            return;
        };
        channel.is_busy = false;
        let (about, name) = (subject_text(lane), &lane.channel);
        let why = failure.to_string();
        let is_known = channel
            .trouble
            .as_ref()
            .is_some_and(|known| known.why == why);
        let (refusal, wait) = match failure {
            ChatError::Transient {
                wait: Some(wait), ..
            } => (None, (*wait).min(LONGEST_ASKED_WAIT)),
            ChatError::Transient { wait: None, .. } => {
                channel.failures += 1;
                let delays = channel.backoff.get_or_insert_with(exponential_delays);
                let wait = delays.next().unwrap_or(LONGEST_WAIT);
                (None, self.clock.real(wait))
            }
            ChatError::Refused { of, .. } => (Some(*of), self.clock.real(refusal_wait())),
            ChatError::Gone => (Some(RefusalScope::Message), self.clock.real(refusal_wait())),
        };
        let retry_in_s = wait.as_secs();
        match refusal {
            None => {
                warn!(about, channel = %name, %why, retry_in_s, "Discord cannot be reached; message queued for retry");
            }
            Some(_) if is_known => {
                debug!(about, channel = %name, %why, retry_in_s, "Discord still refuses the message");
            }
            Some(_) => {
                error!(about, channel = %name, failure = %why, retry_in_s, "Discord refused the message; queued for retry");
            }
        }
        let rest = DeliveryRest::of(wait, refusal);
        let is_channel = match refusal {
            Some(scope) => scope != RefusalScope::Message,
            None => channel.failures >= GIVE_UP_AFTER,
        };
        if is_channel {
            channel.rest = Some(rest);
        } else if let Some(lane) = channel.lanes.get_mut(&lane.about) {
            lane.rest = Some(rest);
        }
        let is_asked_to_wait = matches!(failure, ChatError::Transient { wait: Some(_), .. });
        if !is_asked_to_wait {
            let since = channel.trouble.as_ref().map_or(now, |known| known.since);
            channel.trouble = Some(DeliveryTrouble {
                since,
                why,
                is_refusal: refusal.is_some(),
            });
        }
    }

    /// Lets what was refused be tried again as soon as may be.
    pub(super) fn retry_refused(&mut self) {
        let sooner = |rest: &mut DeliveryRest| {
            if rest.refusal.is_some() {
                rest.until = rest.until.min(rest.since + LEAST_REFUSAL_WAIT);
            }
        };
        for channel in self.channels.values_mut() {
            channel.rest.iter_mut().for_each(sooner);
            let lanes = channel.lanes.values_mut();
            lanes.flat_map(|lane| &mut lane.rest).for_each(sooner);
        }
    }

    /// Returns the time at which something that rests may be tried again.
    pub(super) fn next_try(&self) -> Option<Instant> {
        let free = self.channels.values().filter(|channel| !channel.is_busy);
        let times = free.filter_map(|channel| {
            let of_channel = channel.rest.map(|rest| rest.until);
            let lanes = channel.lanes.values();
            let of_lane = |lane: &LaneQueue| lane.rest.map(|rest| rest.until);
            // A lane without a rest of its own waits for the channel alone.
            let first = lanes.map(of_lane).min()?;
            of_channel.max(first)
        });
        times.min()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.channels.is_empty()
    }

    /// Returns the state of each channel for which something waits.
    pub(super) fn status(&self) -> BTreeMap<ChannelName, ChannelDelivery> {
        let channels = self.channels.iter().map(|(name, channel)| {
            let rows = || channel.lanes.values().flat_map(|lane| &lane.rows);
            let delivery = ChannelDelivery {
                waiting: rows().count(),
                oldest: rows().map(|row| row.at).min(),
                trouble: channel.trouble.clone(),
            };
            (name.clone(), delivery)
        });
        channels.collect()
    }
}

impl LaneQueue {
    /// Returns the urgency of the lane and its oldest row; the least goes first.
    fn precedence(&self) -> (DeliveryUrgency, OutboxId) {
        let urgency = self.rows.iter().map(|row| row.urgency).min();
        let oldest = self.rows.first().map_or(OutboxId(u64::MAX), |row| row.id);
        (urgency.unwrap_or(DeliveryUrgency::Moves), oldest)
    }
}

fn exponential_delays() -> ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(FIRST_WAIT)
        .with_max_delay(LONGEST_WAIT)
        .with_jitter()
        .without_max_times()
        .build()
}

fn refusal_wait() -> Duration {
    let mut delays = ConstantBuilder::default()
        .with_delay(REFUSAL_WAIT)
        .with_jitter()
        .build();
    delays.next().unwrap_or(REFUSAL_WAIT)
}
