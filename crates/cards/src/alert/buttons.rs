//! What can be done about an incident, on buttons below its card.

use crate::{
    Button, Words,
    alert::{Act, Nap, Press},
};
use vigia_core::alerts::IncidentNews;

/// The buttons, most likely first. Of one that is over there is only more to be seen.
pub(super) fn buttons(news: &IncidentNews, words: &Words) -> Vec<Button> {
    let incident = &news.incident;
    let button = |act, label: &str| Button {
        label: words.say(label, &[]),
        press: Press {
            incident: incident.id,
            act,
        }
        .to_string(),
        is_enabled: true,
    };
    let details = button(Act::Details, "press-details");
    if news.open.is_empty() {
        return vec![details];
    }
    let in_hand = news.mark.holding(incident.severity, incident.scopes);
    let acknowledge = in_hand
        .is_none()
        .then(|| button(Act::Acknowledge, "press-acknowledge"));
    let snooze = Nap::ALL.map(|nap| {
        let label = match nap {
            Nap::HalfHour => "press-snooze-half-hour",
            Nap::TwoHours => "press-snooze-two-hours",
            Nap::Shift => "press-snooze-shift",
        };
        button(Act::Snooze(nap), label)
    });
    // A digest is of many rules.
    let mute = incident
        .condition()
        .map(|_| button(Act::MuteRule, "press-mute-rule"));
    acknowledge
        .into_iter()
        .chain([details])
        .chain(snooze)
        .chain(mute)
        .collect()
}
