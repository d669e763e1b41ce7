//! The buttons below an incident's card.

use crate::{
    CardButton, Words,
    button::{AlertAction, AlertButton, SnoozeLength},
};
use vigia_core::alerts::{IncidentId, IncidentNews};

/// The buttons below a card, most likely first. An incident that is over has its details
/// only.
pub(super) fn alert_buttons(news: &IncidentNews, words: &Words) -> Vec<CardButton> {
    let incident = &news.incident;
    let button = |act, label: &str| incident_button(incident.id, act, label, words);
    let details = button(AlertAction::Details, "press-details");
    if news.open.is_empty() {
        return vec![details];
    }
    let is_in_hand = news
        .mark
        .holding(incident.severity, incident.scopes)
        .is_some();
    let acknowledge = (!is_in_hand).then(|| button(AlertAction::Acknowledge, "press-acknowledge"));
    let snooze = snooze_buttons(incident.id, words);
    // A digest has many rules, so that there is not one to mute.
    let mute = incident
        .condition()
        .map(|_| button(AlertAction::MuteRule, "press-mute-rule"));
    acknowledge
        .into_iter()
        .chain([details])
        .chain(snooze)
        .chain(mute)
        .collect()
}

/// The buttons below the card that several operations share: each acts on all of them.
pub(super) fn shared_buttons(id: IncidentId, is_in_hand: bool, words: &Words) -> Vec<CardButton> {
    let acknowledge = AlertAction::Acknowledge;
    let acknowledge =
        (!is_in_hand).then(|| incident_button(id, acknowledge, "press-acknowledge", words));
    let snooze = snooze_buttons(id, words);
    acknowledge.into_iter().chain(snooze).collect()
}

fn snooze_buttons(id: IncidentId, words: &Words) -> [CardButton; 3] {
    SnoozeLength::ALL.map(|length| {
        let label = match length {
            SnoozeLength::HalfHour => "press-snooze-half-hour",
            SnoozeLength::TwoHours => "press-snooze-two-hours",
            SnoozeLength::Shift => "press-snooze-shift",
        };
        incident_button(id, AlertAction::Snooze(length), label, words)
    })
}

fn incident_button(id: IncidentId, act: AlertAction, label: &str, words: &Words) -> CardButton {
    CardButton {
        label: words.say(label, &[]),
        press: AlertButton { incident: id, act }.encode(),
        is_enabled: true,
    }
}
