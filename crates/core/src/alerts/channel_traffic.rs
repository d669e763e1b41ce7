//! The open cards of each channel, over all operations: what a channel takes is the channel's limit,
//! however many operations post there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::{
    alerts::{AlertBook, Incident, IncidentId, IncidentSubject, PollOutcome},
    metrics::OperationName,
    rules::ChannelName,
};

/// The announced incidents that are open in each operation.
#[derive(Clone, Debug, Default)]
pub struct ChannelTraffic(BTreeMap<OperationName, BTreeMap<IncidentId, BegunCard>>);

/// A card that is open in a channel.
#[derive(Clone, Debug)]
struct BegunCard {
    channel: ChannelName,
    at: DateTime<Utc>,
    is_digest: bool,
}

impl ChannelTraffic {
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Takes in what is open in an operation at the start.
    pub fn note_book(&mut self, book: &AlertBook) {
        self.note_open(book.operation(), book.incidents());
    }

    /// Takes in the outcome of an operation's poll.
    pub fn note_outcome(&mut self, operation: &OperationName, outcome: &PollOutcome) {
        self.note_open(operation, outcome.incidents.iter());
        if let Some(cards) = self.0.get_mut(operation) {
            let closed = outcome.closed.iter().map(|closed| closed.incident.id);
            for id in closed.chain(outcome.merged.iter().copied()) {
                cards.remove(&id);
            }
        }
    }

    fn note_open<'a>(
        &mut self,
        operation: &OperationName,
        incidents: impl Iterator<Item = &'a Incident>,
    ) {
        let cards = self.0.entry(operation.clone()).or_default();
        for incident in incidents {
            if let Some(announced) = incident.announced() {
                let card = BegunCard {
                    channel: incident.channel.clone(),
                    at: announced.at,
                    is_digest: incident.subject == IncidentSubject::Digest,
                };
                cards.insert(incident.id, card);
            }
        }
    }

    /// Returns the open cards of other operations that began after a time, by channel.
    pub(super) fn begun_after(
        &self,
        time: DateTime<Utc>,
        operation: &OperationName,
    ) -> BTreeMap<ChannelName, BTreeSet<IncidentId>> {
        let mut begun: BTreeMap<ChannelName, BTreeSet<IncidentId>> = BTreeMap::new();
        for (id, card) in self.others(operation) {
            if card.at > time {
                begun.entry(card.channel.clone()).or_default().insert(id);
            }
        }
        begun
    }

    /// Returns the digest of other operations that has been open in the channel for the longest time.
    pub(super) fn open_digest(
        &self,
        channel: &ChannelName,
        operation: &OperationName,
    ) -> Option<IncidentId> {
        let digests = self.others(operation);
        let digests = digests.filter(|(_, card)| card.is_digest && card.channel == *channel);
        digests
            .min_by_key(|(id, card)| (card.at, *id))
            .map(|(id, _)| id)
    }

    /// Returns the number of other operations that share an incident's card.
    pub(super) fn count_others(&self, id: IncidentId, operation: &OperationName) -> u32 {
        let sharing = self.others(operation).filter(|(other, _)| *other == id);
        u32::try_from(sharing.count()).unwrap_or(u32::MAX)
    }

    fn others(&self, operation: &OperationName) -> impl Iterator<Item = (IncidentId, &BegunCard)> {
        let others = self.0.iter().filter(move |(other, _)| *other != operation);
        others.flat_map(|(_, cards)| cards.iter().map(|(id, card)| (*id, card)))
    }
}
