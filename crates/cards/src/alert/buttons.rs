//! What can be done about an incident, on buttons below its card.

use crate::{
    CardButton, Words,
    alert::{AlertAction, AlertButton, SnoozeLength},
};
use vigia_core::alerts::IncidentNews;

/// The buttons, most likely first. Of one that is over there is only more to be seen.
pub(super) fn buttons(news: &IncidentNews, words: &Words) -> Vec<CardButton> {
    let incident = &news.incident;
    let button = |act, label: &str| CardButton {
        label: words.say(label, &[]),
        press: AlertButton {
            incident: incident.id,
            act,
        }
        .to_string(),
        is_enabled: true,
    };
    let details = button(AlertAction::Details, "press-details");
    if news.open.is_empty() {
        return vec![details];
    }
    let in_hand = news.mark.holding(incident.severity, incident.scopes);
    let acknowledge = in_hand
        .is_none()
        .then(|| button(AlertAction::Acknowledge, "press-acknowledge"));
    let snooze = SnoozeLength::ALL.map(|nap| {
        let label = match nap {
            SnoozeLength::HalfHour => "press-snooze-half-hour",
            SnoozeLength::TwoHours => "press-snooze-two-hours",
            SnoozeLength::Shift => "press-snooze-shift",
        };
        button(AlertAction::Snooze(nap), label)
    });
    // A digest is of many rules.
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
