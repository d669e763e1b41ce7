//! All that the stand-in knows, under one lock.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use serde_json::Value;

use super::{
    faults::ChatFault,
    form::{FormErrorCode, MISSING_ACCESS, MISSING_PERMISSIONS, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE},
    gateway::{GatewayHandshake, GatewayServer},
    interactions::InteractionRequest,
    message::ChatMessage,
    pace::{RateLeft, RateWindows},
    request::{ApiCall, ChatRequest},
    settings::{ChatSettings, ChatUser, permissions},
};
use vigia_clock::Clock;

/// What the stand-in knows at one moment.
#[derive(Debug)]
pub struct ChatState {
    pub(super) settings: ChatSettings,
    pub(super) origin: String,
    pub(super) ids: IdSource,
    pub(super) stopwatch: TestStopwatch,
    pub(super) channels: Vec<ChatChannel>,
    pub(super) messages: BTreeMap<u64, ChatMessage>,
    pub(super) nonces: Vec<MessageNonce>,
    pub(super) guild_commands: Vec<Value>,
    pub(super) global_commands: Vec<Value>,
    pub(super) asks: BTreeMap<u64, InteractionRequest>,
    pub(super) users: Vec<ChatUser>,
    pub(super) requests: Vec<ChatRequest>,
    pub(super) faults: Vec<ChatFault>,
    windows: RateWindows,
    pub(super) gateway: GatewayServer,
    /// Whether the bot was removed from the guild.
    pub(super) has_left: bool,
}

/// A text channel or a thread.
#[derive(Clone, Debug)]
pub struct ChatChannel {
    /// Its id; a thread has that of the message it hangs on.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What makes it a thread.
    pub thread: Option<ChatThread>,
    /// Discord's number of its kind, where it is no thread: 0 is text, 15 a forum.
    pub kind: u8,
    /// What the bot may do there; a thread has its channel's.
    pub permissions: u64,
}

/// What a thread has beyond a channel.
#[derive(Clone, Debug)]
pub struct ChatThread {
    /// The channel it belongs to.
    pub parent: u64,
    /// Whether it rests until somebody posts in it.
    pub archived: bool,
    /// Whether only those who manage threads can post.
    pub locked: bool,
    /// After how many quiet minutes it rests.
    pub auto_archive: u64,
    /// When it was opened.
    pub opened: DateTime<Utc>,
}

/// A nonce that was seen a moment ago.
#[derive(Debug)]
pub(super) struct MessageNonce {
    pub(super) author: u64,
    pub(super) text: String,
    pub(super) message: u64,
    pub(super) seen: Duration,
}

impl ChatState {
    pub(super) fn new(settings: ChatSettings, origin: String) -> Self {
        let channels = settings.channels.iter().map(|(id, name)| ChatChannel {
            id: *id,
            name: name.clone(),
            thread: None,
            kind: 0,
            permissions: permissions::OF_THE_BOT,
        });
        Self {
            channels: channels.collect(),
            ids: IdSource::new(settings.clock.clone()),
            stopwatch: TestStopwatch::start(settings.age_clock.clone()),
            origin,
            settings,
            messages: BTreeMap::new(),
            nonces: Vec::new(),
            guild_commands: Vec::new(),
            global_commands: Vec::new(),
            asks: BTreeMap::new(),
            users: Vec::new(),
            requests: Vec::new(),
            faults: Vec::new(),
            windows: RateWindows::default(),
            gateway: GatewayServer::default(),
            has_left: false,
        }
    }

    /// What stands in a channel or thread, oldest first, ephemeral answers included.
    pub fn messages(&self, channel: u64) -> impl Iterator<Item = &ChatMessage> {
        let all = self.messages.values();
        all.filter(move |message| message.channel == channel)
    }

    /// A message.
    pub fn message(&self, id: u64) -> Option<&ChatMessage> {
        self.messages.get(&id)
    }

    /// The channels and threads.
    pub fn channels(&self) -> &[ChatChannel] {
        &self.channels
    }

    /// The commands that are registered, the guild's and the global ones.
    pub fn commands(&self) -> impl Iterator<Item = &Value> {
        self.guild_commands.iter().chain(&self.global_commands)
    }

    /// All requests in the order in which they arrived.
    pub fn requests(&self) -> &[ChatRequest] {
        &self.requests
    }

    /// The requests that were refused, injected faults aside.
    pub fn violations(&self) -> impl Iterator<Item = &ChatRequest> {
        self.requests.iter().filter(|it| it.is_violation())
    }

    /// How many sessions the bot has opened.
    pub fn identified(&self) -> usize {
        self.gateway.identified
    }

    /// How many sessions the bot has taken up again.
    pub fn resumed(&self) -> usize {
        self.gateway.resumed
    }

    /// How often the bot tried to open a session or to take one up again, whatever came of it.
    pub fn handshakes(&self, handshake: GatewayHandshake) -> usize {
        self.gateway.handshakes[handshake as usize]
    }

    /// The words that the bot shows beside its name.
    pub fn presence(&self) -> &str {
        &self.gateway.presence
    }

    /// The commands that are registered for all guilds.
    pub fn global_commands(&self) -> &[Value] {
        &self.global_commands
    }

    /// Whether the bot hears events now.
    pub fn is_connected(&self) -> bool {
        self.gateway.is_connected()
    }

    /// Counts a request to its limit, where there are any.
    pub(super) fn count(&mut self, call: &ApiCall) -> Option<RateLeft> {
        let pace = self.settings.pace?;
        self.windows.count(call, pace, self.stopwatch.elapsed())
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.settings.clock.now()
    }

    pub(super) fn bot(&self) -> u64 {
        self.settings.application
    }

    /// A channel that the bot sees.
    pub(super) fn channel(&self, id: u64) -> Result<&ChatChannel, FormErrorCode> {
        let channel = self.find_channel(id).ok_or(UNKNOWN_CHANNEL)?;
        if self.granted(channel) & permissions::VIEW_CHANNEL == 0 {
            return Err(MISSING_ACCESS);
        }
        Ok(channel)
    }

    pub(super) fn find_channel(&self, id: u64) -> Option<&ChatChannel> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    pub(super) fn channel_mut(&mut self, id: u64) -> Option<&mut ChatChannel> {
        self.channels.iter_mut().find(|channel| channel.id == id)
    }

    /// What the bot may do in a channel; a thread follows the channel it belongs to.
    pub(super) fn granted(&self, channel: &ChatChannel) -> u64 {
        let parent = channel.thread.as_ref().map(|thread| thread.parent);
        let parent = parent.and_then(|id| self.find_channel(id));
        parent.unwrap_or(channel).permissions
    }

    /// A channel in which the bot has these permissions.
    pub(super) fn permitted(&self, id: u64, needed: u64) -> Result<&ChatChannel, FormErrorCode> {
        let channel = self.channel(id)?;
        if self.granted(channel) & needed != needed {
            return Err(MISSING_PERMISSIONS);
        }
        Ok(channel)
    }

    /// A message that everybody in the channel sees.
    pub(super) fn visible(&self, channel: u64, id: u64) -> Result<&ChatMessage, FormErrorCode> {
        let message = self.messages.get(&id);
        message
            .filter(|it| it.channel == channel && it.ephemeral_to.is_none())
            .ok_or(UNKNOWN_MESSAGE)
    }
}

/// Gives out ids that grow and hold the time, like Discord's.
#[derive(Debug)]
pub(super) struct IdSource {
    clock: Clock,
    last: u64,
}

/// The first second of 2015, from which ids count, in milliseconds.
const EPOCH: i64 = 1_420_070_400_000;

impl IdSource {
    fn new(clock: Clock) -> Self {
        Self { clock, last: 0 }
    }

    /// The next id.
    pub(super) fn next(&mut self) -> u64 {
        let now = self.clock.now().timestamp_millis() - EPOCH;
        let fresh = u64::try_from(now).unwrap_or(0) << 22;
        self.last = fresh.max(self.last + 1);
        self.last
    }
}

/// When an id was given out.
pub(super) fn time_of(id: u64) -> DateTime<Utc> {
    let since = i64::try_from(id >> 22).unwrap_or(0);
    let epoch = Utc.timestamp_millis_opt(EPOCH).single().unwrap_or_default();
    epoch + TimeDelta::milliseconds(since)
}

/// Measures how old interactions and nonces are; tests can let time pass on it.
#[derive(Debug)]
pub(super) struct TestStopwatch {
    clock: Clock,
    started: DateTime<Utc>,
    skipped: Duration,
}

impl TestStopwatch {
    fn start(clock: Clock) -> Self {
        Self {
            started: clock.now(),
            clock,
            skipped: Duration::ZERO,
        }
    }

    pub(super) fn elapsed(&self) -> Duration {
        let passed = (self.clock.now() - self.started).to_std();
        passed.unwrap_or_default().saturating_add(self.skipped)
    }

    pub(super) fn skip(&mut self, length: Duration) {
        self.skipped = self.skipped.saturating_add(length);
    }
}
