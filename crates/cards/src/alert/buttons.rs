//! The buttons of an incident's card, and the list of what else can be done.

use crate::{
    CardButton, CardSelect, SelectOption, Words,
    alert::event::{CardState, EventView},
    button::{AlertAction, AlertButton, SnoozeLength},
};
use vigia_core::{
    alerts::{Incident, IncidentId},
    metrics::Scope,
};

fn button(incident: IncidentId, act: AlertAction, label: &str, words: &Words) -> CardButton {
    CardButton::new(
        words.say(label, &[]),
        AlertButton { incident, act }.encode(),
    )
}

/// The buttons below a card, most likely first: three at most, and one that stands out where there
/// is something to do.
pub(super) fn alert_buttons(event: &EventView<'_>, words: &Words) -> Vec<CardButton> {
    let own = |act, label| button(event.incident.id, act, label, words);
    let take = own(AlertAction::Acknowledge, "press-take");
    let snooze = own(AlertAction::ChooseSnooze, "press-snooze");
    let more = own(AlertAction::Details, "press-more");
    match event.card_state() {
        CardState::Firing | CardState::NoData(_) => vec![take.primary(), snooze, more],
        CardState::Taken(_) => vec![snooze, more],
        CardState::Snoozed(_) => {
            let wake = own(AlertAction::Wake, "press-wake");
            vec![wake.primary(), take, more]
        }
        CardState::Recovering { .. } | CardState::Closed(_) => vec![more],
    }
}

/// The buttons below the card that several operations share: each acts on all of them.
pub(super) fn shared_buttons(id: IncidentId, is_in_hand: bool, words: &Words) -> Vec<CardButton> {
    let take = button(id, AlertAction::Acknowledge, "press-take", words);
    let take = (!is_in_hand).then(|| take.primary());
    let snooze = button(id, AlertAction::ChooseSnooze, "press-snooze", words);
    take.into_iter().chain([snooze]).collect()
}

/// The lengths of a snooze. That until the end of the shift is there where a calendar says when
/// that is.
pub fn snooze_buttons(incident: IncidentId, has_shift: bool, words: &Words) -> Vec<CardButton> {
    let lengths = SnoozeLength::ALL.into_iter();
    let lengths = lengths.filter(|length| has_shift || *length != SnoozeLength::Shift);
    let buttons = lengths.map(|length| {
        let label = match length {
            SnoozeLength::HalfHour => "press-snooze-half-hour",
            SnoozeLength::TwoHours => "press-snooze-two-hours",
            SnoozeLength::Shift => "press-snooze-shift",
        };
        let button = button(incident, AlertAction::Snooze(length), label, words);
        match length {
            SnoozeLength::HalfHour => button.primary(),
            SnoozeLength::TwoHours | SnoozeLength::Shift => button,
        }
    });
    buttons.collect()
}

/// The button that undoes a snooze.
pub fn snoozed_buttons(incident: IncidentId, words: &Words) -> Vec<CardButton> {
    vec![button(incident, AlertAction::Wake, "press-undo", words)]
}

/// What can be done about an open incident beside its buttons.
pub fn details_menu(incident: &Incident, scope: Option<&Scope>, words: &Words) -> CardSelect {
    let token = |act| {
        AlertButton {
            incident: incident.id,
            act,
        }
        .encode()
    };
    let option = |act, emoji: &str, [label, about]: [&str; 2]| SelectOption {
        label: words.say(label, &[]),
        about: words.say(about, &[]),
        emoji: Some(emoji.to_owned()),
        press: token(act),
    };
    let mut options = vec![option(
        AlertAction::Day,
        "📈",
        ["menu-day", "menu-day-about"],
    )];
    if let Some(Scope::Skill(_)) = scope {
        options.push(option(
            AlertAction::MuteScope,
            "🔕",
            ["menu-mute-skill", "menu-mute-skill-about"],
        ));
    }
    if incident.condition().is_some() {
        options.push(option(
            AlertAction::MuteRule,
            "🔕",
            ["menu-mute-rule", "menu-mute-rule-about"],
        ));
    }
    CardSelect {
        placeholder: words.say("menu-placeholder", &[]),
        press: token(AlertAction::Menu),
        options,
    }
}
