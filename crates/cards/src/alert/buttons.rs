//! The buttons below an incident's card.

use crate::{
    CardButton, Words,
    button::{AlertAction, AlertButton, SnoozeLength},
};
use vigia_core::alerts::IncidentNews;

/// The buttons below a card, most likely first. An incident that is over has its details
/// only.
pub(super) fn alert_buttons(news: &IncidentNews, words: &Words) -> Vec<CardButton> {
    let incident = &news.incident;
    let button = |act, label: &str| CardButton {
        label: words.say(label, &[]),
        press: AlertButton {
            incident: incident.id,
            act,
        }
        .encode(),
        is_enabled: true,
    };
    let details = button(AlertAction::Details, "press-details");
    if news.open.is_empty() {
        return vec![details];
    }
    let is_in_hand = news
        .mark
        .holding(incident.severity, incident.scopes)
        .is_some();
    let acknowledge = (!is_in_hand).then(|| button(AlertAction::Acknowledge, "press-acknowledge"));
    let snooze = SnoozeLength::ALL.map(|length| {
        let label = match length {
            SnoozeLength::HalfHour => "press-snooze-half-hour",
            SnoozeLength::TwoHours => "press-snooze-two-hours",
            SnoozeLength::Shift => "press-snooze-shift",
        };
        button(AlertAction::Snooze(length), label)
    });
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
