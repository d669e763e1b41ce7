//! What is left when all is over, and what of it is the same each time.

use std::{collections::BTreeMap, path::Path};

use chrono::{DateTime, Utc};
use vigia_core::{
    alerts::{AlertKey, AuditAction, AuditEntry, ClosedIncident},
    metrics::OperationName,
};
use vigia_sandbox::chat::{ChatMessage, ChatState};
use vigia_store::{Store, StoreSettings};

/// The chat and the memory. Whatever is not in it differs from run to run: the numbers that
/// Discord gives, how often a card was edited, and in which order two channels were told.
#[derive(Debug, PartialEq)]
pub(super) struct End {
    /// Each channel, its messages sorted.
    pub(super) channels: BTreeMap<u64, Vec<Post>>,
    /// The incidents that are over, as history keeps them, the last first.
    pub(super) closed: Vec<ClosedIncident>,
    /// What people did.
    pub(super) deeds: Vec<AuditEntry>,
    /// How many events are still to be told.
    pub(super) waiting: usize,
    /// The alerts that are still open.
    pub(super) open: Vec<AlertKey>,
    /// How many incidents are still marked by people.
    pub(super) marked: usize,
}

/// A message, as people see it and as it rang.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Post {
    /// All of its words.
    pub(super) text: String,
    /// The bar and the time beside the footer.
    pub(super) frame: Vec<(Option<u32>, Option<DateTime<Utc>>)>,
    /// The roles that were called.
    pub(super) roles: Vec<u64>,
    /// Whether it came without a sound.
    pub(super) is_silent: bool,
    /// What its buttons do.
    pub(super) buttons: Vec<String>,
    /// The names and alternative texts of its files.
    pub(super) files: Vec<(String, Option<String>)>,
    /// What its thread is called.
    pub(super) title: Option<String>,
    /// The lines of its thread, in their order.
    pub(super) thread: Vec<Post>,
}

impl End {
    /// The end of a bot that has stopped.
    pub(super) fn of(folder: &Path, state: &ChatState) -> Self {
        let store = Store::open(StoreSettings::new(folder.join("data"))).unwrap();
        let operation = OperationName::new("principal");
        let always = DateTime::UNIX_EPOCH..DateTime::<Utc>::MAX_UTC;
        // Who asks for the rules again because the answer was lost reads them twice.
        let mut deeds = store.audit(always.clone(), 999).unwrap();
        deeds.retain(|entry| !matches!(entry.deed, AuditAction::Reloaded { .. }));
        let book = store.book(&operation).unwrap();
        let closed = store.closed(&operation, always, 999).unwrap();
        let places = state.channels().iter().filter(|it| it.thread.is_none());
        Self {
            channels: places
                .map(|place| (place.id, sorted(state, place.id)))
                .collect(),
            closed,
            deeds,
            waiting: store.pending().unwrap().len(),
            open: book.alerts().map(|alert| alert.key.clone()).collect(),
            marked: store.marks(&operation).unwrap().len(),
        }
    }

    /// All posts and all lines of threads.
    pub(super) fn posts(&self) -> impl Iterator<Item = &Post> {
        let cards = self.channels.values().flatten();
        cards.flat_map(|card| std::iter::once(card).chain(&card.thread))
    }

    /// The lines that only this end has, and those that only the other has.
    pub(super) fn apart_from(&self, other: &Self) -> String {
        let [ours, theirs] = [self, other].map(|end| format!("{end:#?}"));
        [only(&ours, &theirs, '+'), only(&theirs, &ours, '-')].concat()
    }
}

/// The lines of `one` that `other` has not, or not so often.
fn only(one: &str, other: &str, sign: char) -> String {
    let mut left: Vec<&str> = other.lines().collect();
    let mut lines = String::new();
    for line in one.lines() {
        match left.iter().position(|it| *it == line) {
            Some(place) => {
                left.swap_remove(place);
            }
            None => lines.extend([sign.to_string().as_str(), line, "\n"]),
        }
    }
    lines
}

fn sorted(state: &ChatState, channel: u64) -> Vec<Post> {
    let mut posts = posts(state, channel);
    posts.sort();
    posts
}

/// What everybody sees in a channel or thread.
fn posts(state: &ChatState, channel: u64) -> Vec<Post> {
    let messages = state.messages(channel);
    let public = messages.filter(|message| message.ephemeral_to.is_none());
    public.map(|message| post(state, message)).collect()
}

fn post(state: &ChatState, message: &ChatMessage) -> Post {
    let thread = message.thread.filter(|thread| *thread != message.channel);
    let threads = state.channels().iter();
    let mut title = threads
        .filter(|place| Some(place.id) == thread)
        .map(|place| place.name.clone());
    let frames = message.embeds.iter();
    let files = message.files.iter();
    Post {
        text: without_numbers(&message.text()),
        frame: frames
            .map(|embed| (embed.colour, embed.timestamp))
            .collect(),
        roles: message.pings.roles.clone(),
        is_silent: message.is_silent(),
        buttons: buttons(message),
        files: files
            .map(|file| (file.name.clone(), file.alt.clone()))
            .collect(),
        title: title.next(),
        thread: thread
            .map(|thread| posts(state, thread))
            .unwrap_or_default(),
    }
}

/// What the buttons of a message send.
pub(super) fn buttons(message: &ChatMessage) -> Vec<String> {
    let rows = message.components.iter();
    let buttons = rows
        .filter_map(|row| row["components"].as_array())
        .flatten();
    let tokens = buttons.filter_map(|button| button["custom_id"].as_str());
    tokens.map(str::to_owned).collect()
}

/// The numbers that Discord gives are others each time.
fn without_numbers(text: &str) -> String {
    let is_number = |part: &str| part.len() > 16 && part.bytes().all(|it| it.is_ascii_digit());
    let parts = text.split_inclusive(|it: char| !it.is_ascii_digit());
    let mut kept = String::new();
    for part in parts {
        let digits = part.trim_end_matches(|it: char| !it.is_ascii_digit());
        kept.push_str(if is_number(digits) {
            &part[digits.len()..]
        } else {
            part
        });
    }
    kept
}
