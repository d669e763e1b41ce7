//! The new cards of all operations in each channel, so that a storm is one digest there.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::{
    alerts::{
        Incident, IncidentId, IncidentSubject, PollOutcome, alert_state::has_passed,
    },
    metrics::OperationName,
    rules::ChannelName,
};

/// The time for which a card counts as new in its channel.
const STORM: std::time::Duration = std::time::Duration::from_secs(30 * 60);

/// The cards that channels were given lately, and the digests that are open in them.
#[derive(Clone, Debug, Default)]
pub struct ChannelTraffic {
    cards: BTreeMap<(ChannelName, IncidentId), DateTime<Utc>>,
    /// The card of the open digest of an operation in a channel.
    digests: BTreeMap<(ChannelName, OperationName), IncidentId>,
}

impl ChannelTraffic {
    /// Takes in what is open in an operation, as at a start.
    pub fn add_open<'a>(
        &mut self,
        operation: &OperationName,
        incidents: impl IntoIterator<Item = &'a Incident>,
    ) {
        for incident in incidents {
            let Some(announced) = incident.announced() else {
                continue;
            };
            let place = (incident.channel.clone(), incident.card_id());
            self.cards.entry(place).or_insert(announced.at);
            if incident.subject == IncidentSubject::Digest {
                let place = (incident.channel.clone(), operation.clone());
                self.digests.insert(place, incident.card_id());
            }
        }
    }

    /// Takes in what a poll of an operation has announced and ended.
    pub fn add_poll(
        &mut self,
        operation: &OperationName,
        outcome: &PollOutcome,
        as_of: DateTime<Utc>,
    ) {
        self.cards.retain(|_, at| !has_passed(STORM, *at, as_of));
        self.add_open(operation, &outcome.incidents);
        for closed in &outcome.closed {
            let incident = &closed.incident;
            let place = (incident.channel.clone(), operation.clone());
            if self.digests.get(&place) == Some(&incident.card_id()) {
                self.digests.remove(&place);
            }
        }
    }

    /// Returns the cards that a channel was given lately.
    pub(super) fn recent(
        &self,
        channel: &ChannelName,
        as_of: DateTime<Utc>,
    ) -> BTreeSet<IncidentId> {
        let cards = self.cards.iter().filter(|((place, _), at)| {
            place == channel && is_recent(**at, as_of)
        });
        cards.map(|((_, id), _)| *id).collect()
    }

    /// Returns the card of a digest that is open in the channel.
    pub(super) fn open_digest(&self, channel: &ChannelName) -> Option<IncidentId> {
        let mut digests = self.digests.iter();
        let found = digests.find(|((place, _), _)| place == channel);
        found.map(|(_, card)| *card)
    }
}

/// Returns whether a card that was announced then counts as new.
pub(super) fn is_recent(at: DateTime<Utc>, as_of: DateTime<Utc>) -> bool {
    !has_passed(STORM, at, as_of)
}
