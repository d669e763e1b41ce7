//! What is left when all is over, and what of it is the same each time.

use std::{collections::BTreeMap, path::Path};

use chrono::{DateTime, Utc};
use vigia_core::{
    alerts::{AlertKey, AuditAction, AuditEntry, ClosedIncident},
    metrics::OperationName,
};
use vigia_sandbox::chat::{ChatMessage, ChatState};
use vigia_store::{Store, StoreSettings};

use crate::{
    crash::calm::{Cards, Rings, differences, faults, public_messages, rings},
    support::floor::FLOOR,
};

/// The chat and the memory. Whatever is not in it differs from run to run: the numbers that
/// Discord gives, how often a card was edited, and in which order two channels were told.
#[derive(Debug)]
pub(super) struct End {
    /// Each channel, its cards sorted.
    pub(super) cards: Cards<Post>,
    /// What rang in each channel.
    pub(super) rings: BTreeMap<u64, Rings>,
    /// What was posted twice, and what rang when it was over.
    pub(super) faults: Vec<String>,
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

/// A card, as people see it in the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Post {
    /// All of its words.
    pub(super) text: String,
    /// The colour at the side.
    pub(super) accent: Option<u64>,
    /// What its buttons do.
    pub(super) buttons: Vec<String>,
    /// The names and alternative texts of its files.
    pub(super) files: Vec<(String, Option<String>)>,
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
        let places: Vec<u64> = places.map(|place| place.id).collect();
        let each = || places.iter().copied();
        Self {
            cards: each().map(|place| (place, cards(state, place))).collect(),
            rings: each().map(|place| (place, rings(state, place))).collect(),
            faults: each().flat_map(|place| faults(state, place)).collect(),
            closed,
            deeds,
            waiting: store.pending().unwrap().len(),
            open: book.alerts().map(|alert| alert.key.clone()).collect(),
            marked: store.marks(&operation).unwrap().len(),
        }
    }

    /// All cards.
    pub(super) fn posts(&self) -> impl Iterator<Item = &Post> {
        self.cards.values().flatten()
    }

    /// What is not as it may be beside the end of a calm day, line by line.
    pub(super) fn apart_from(&self, calm: &Self) -> String {
        let mut found = differences(&self.cards, &calm.cards, FLOOR);
        found.extend(self.faults.iter().cloned());
        for (channel, rings) in &self.rings {
            let most = &calm.rings[channel];
            if rings.loud > most.loud || !rings.roles.is_subset(&most.roles) {
                found.push(format!("{channel}: {rings:?}, calm {most:?}"));
            }
        }
        let rest = |end: &Self| {
            let Self {
                closed,
                deeds,
                waiting,
                open,
                marked,
                ..
            } = end;
            format!("{:#?}", (closed, deeds, waiting, open, marked))
        };
        let [ours, theirs] = [self, calm].map(rest);
        [
            found.join("\n"),
            only(&ours, &theirs, '+'),
            only(&theirs, &ours, '-'),
        ]
        .concat()
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

/// The cards that everybody sees in a channel, sorted.
fn cards(state: &ChatState, channel: u64) -> Vec<Post> {
    let messages = public_messages(state, channel);
    let cards = messages.filter(|message| message.reply_to.is_none());
    let mut cards: Vec<_> = cards.map(post).collect();
    cards.sort();
    cards
}

fn post(message: &ChatMessage) -> Post {
    let files = message.files.iter();
    // Which of two cards is posted first when both waited is chance.
    let text = message.text();
    let lines = text.lines().filter(|line| !line.contains("The first card"));
    let text = lines.collect::<Vec<_>>().join("\n");
    Post {
        text: without_numbers(&text),
        accent: message.accent(),
        buttons: buttons(message),
        files: files
            .map(|file| (file.name.clone(), file.alt.clone()))
            .collect(),
    }
}

/// What the buttons of a message send.
pub(super) fn buttons(message: &ChatMessage) -> Vec<String> {
    let tokens = message.parts().into_iter();
    let tokens = tokens.filter_map(|part| part["custom_id"].as_str());
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
