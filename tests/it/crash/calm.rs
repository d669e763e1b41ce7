//! What must be as on a calm day whatever went wrong, and what may differ: where events waited,
//! they are folded, so that fewer messages ring and a channel that was called in vain has no card.

use std::collections::{BTreeMap, BTreeSet};

use vigia_sandbox::chat::{ChatMessage, ChatState};

/// A card or another message, as people see it in the end.
pub(super) type Cards<T> = BTreeMap<u64, Vec<T>>;

/// What rang in one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rings {
    /// How many messages made a sound or called somebody.
    pub(super) loud: usize,
    /// The messages that reply to a card.
    pub(super) replies: usize,
    /// The roles that were called.
    pub(super) roles: BTreeSet<u64>,
}

pub(super) fn rings(state: &ChatState, channel: u64) -> Rings {
    let mut rings = Rings::default();
    for message in public_messages(state, channel) {
        let is_loud = !message.is_silent() || !message.pings.is_empty();
        rings.loud += usize::from(is_loud);
        rings.replies += usize::from(message.reply_to.is_some());
        rings.roles.extend(&message.pings.roles);
    }
    rings
}

pub(super) fn public_messages(
    state: &ChatState,
    channel: u64,
) -> impl Iterator<Item = &ChatMessage> {
    let messages = state.messages(channel);
    messages.filter(|message| message.ephemeral_to.is_none())
}

/// The faults of a day that hold whatever the calm day was like: a message that was posted twice,
/// and a ring for a card that was over.
pub(super) fn faults(state: &ChatState, channel: u64) -> Vec<String> {
    let mut faults = Vec::new();
    let mut nonces = BTreeSet::new();
    for message in public_messages(state, channel) {
        if let Some(nonce) = &message.nonce
            && !nonces.insert(nonce)
        {
            faults.push(format!("posted twice: {}", message.text()));
        }
    }
    let mut over = BTreeSet::new();
    for request in state.requests().iter().filter(|it| it.took_effect) {
        let text = request.body["components"][0]["components"][0]["content"].as_str();
        let title = text.and_then(|text| text.lines().next());
        let is_over = title.is_some_and(|it| it.contains("✅") || it.contains("❔"));
        let id = request.reply["id"].as_str().unwrap_or_default();
        if is_over {
            over.insert(id);
        }
        let answered = request.body["message_reference"]["message_id"].as_str();
        if answered.is_some_and(|card| over.contains(card)) {
            faults.push(format!(
                "rang for what was over: {}",
                request.body["content"]
            ));
        }
    }
    faults
}

/// How the cards of `own`, where every incident is announced, and of another channel, which is
/// only called, differ from those of a calm day.
pub(super) fn differences<T: PartialEq + std::fmt::Debug>(
    ours: &Cards<T>,
    calm: &Cards<T>,
    own: u64,
) -> Vec<String> {
    let mut found = Vec::new();
    for (channel, expected) in calm {
        let cards = ours.get(channel).map_or(&[][..], Vec::as_slice);
        let odd = cards.iter().filter(|card| !expected.contains(card));
        found.extend(odd.map(|card| format!("{channel}: + {card:#?}")));
        let lost = expected.iter().filter(|card| !cards.contains(card));
        let lost = lost.filter(|_| *channel == own);
        found.extend(lost.map(|card| format!("{channel}: - {card:#?}")));
        if cards.len() > expected.len() {
            found.push(format!("{channel}: {} cards", cards.len()));
        }
    }
    found
}
