//! What is told first.

use std::collections::BTreeMap;

use vigia_core::alerts::{DeliveryState, EventSubject};

/// How soon an incident is told of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum DeliveryUrgency {
    /// Phones are to ring.
    Rings,
    /// There is something to say.
    Says,
    /// Its figures moved.
    Moves,
}

/// The rows in the order in which they are told: those of one incident in their own, and a
/// card that only moves gives way to one that rings.
pub(super) fn most_urgent_first(mut rows: Vec<DeliveryState>) -> Vec<DeliveryState> {
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
