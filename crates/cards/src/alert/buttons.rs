//! The buttons of an incident's card, and the token that comes back when one is pressed:
//! `alert:<verb>:<number of the incident in hex>[:<argument>]`.

use std::{fmt, time::Duration};

use crate::{CardButton, Words};
use vigia_core::alerts::{IncidentId, IncidentNews};

const TOKEN_HEAD: &str = "alert:";

/// A press of a button of an incident's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AlertButton {
    pub incident: IncidentId,
    pub act: AlertAction,
}

/// An action on an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AlertAction {
    Acknowledge,
    Snooze(SnoozeLength),
    /// Shows the facts and the history of the incident.
    Details,
    MuteRule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SnoozeLength {
    HalfHour,
    TwoHours,
    /// Until the end of the shift in the calendar of the operation.
    Shift,
}

impl SnoozeLength {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::HalfHour, Self::TwoHours, Self::Shift];

    /// Returns the length where it does not depend on the time of day.
    pub fn length(self) -> Option<Duration> {
        match self {
            Self::HalfHour => Some(Duration::from_secs(30 * 60)),
            Self::TwoHours => Some(Duration::from_secs(2 * 60 * 60)),
            Self::Shift => None,
        }
    }

    /// Returns the argument of the token and the id of the label.
    fn token_and_label(self) -> (&'static str, &'static str) {
        match self {
            Self::HalfHour => ("30m", "press-snooze-half-hour"),
            Self::TwoHours => ("2h", "press-snooze-two-hours"),
            Self::Shift => ("shift", "press-snooze-shift"),
        }
    }
}

impl AlertButton {
    /// Returns whether a token is of an alert's button, known to this version or not.
    pub fn is_one(token: &str) -> bool {
        token.starts_with(TOKEN_HEAD)
    }

    /// Reads a token; `None` where it is of another kind of button, or of a version that
    /// knew more.
    pub fn parse(token: &str) -> Option<Self> {
        if token.len() > CardButton::PRESS {
            return None;
        }
        let mut words = token.strip_prefix(TOKEN_HEAD)?.split(':');
        let (verb, incident) = (words.next()?, words.next()?);
        let act = match (verb, words.next()) {
            ("ack", None) => AlertAction::Acknowledge,
            ("snooze", Some(word)) => {
                let mut lengths = SnoozeLength::ALL.into_iter();
                AlertAction::Snooze(lengths.find(|length| length.token_and_label().0 == word)?)
            }
            ("details", None) => AlertAction::Details,
            ("mute", None) => AlertAction::MuteRule,
            _ => return None,
        };
        let is_hex = incident.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = u64::from_str_radix(incident, 16).ok().filter(|_| is_hex)?;
        words.next().is_none().then(|| Self {
            incident: IncidentId::from_number(number),
            act,
        })
    }
}

/// Writes the token that [`AlertButton::parse`] reads.
impl fmt::Display for AlertButton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let incident = self.incident.get();
        match self.act {
            AlertAction::Acknowledge => write!(f, "{TOKEN_HEAD}ack:{incident:x}"),
            AlertAction::Details => write!(f, "{TOKEN_HEAD}details:{incident:x}"),
            AlertAction::MuteRule => write!(f, "{TOKEN_HEAD}mute:{incident:x}"),
            AlertAction::Snooze(length) => {
                let (word, _) = length.token_and_label();
                write!(f, "{TOKEN_HEAD}snooze:{incident:x}:{word}")
            }
        }
    }
}

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
        .to_string(),
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
    let snooze = SnoozeLength::ALL
        .map(|length| button(AlertAction::Snooze(length), length.token_and_label().1));
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

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [AlertAction; 6] = [
        AlertAction::Acknowledge,
        AlertAction::Snooze(SnoozeLength::HalfHour),
        AlertAction::Snooze(SnoozeLength::TwoHours),
        AlertAction::Snooze(SnoozeLength::Shift),
        AlertAction::Details,
        AlertAction::MuteRule,
    ];

    #[test]
    fn what_a_button_bears_comes_back_as_it_was() {
        for number in [0, 1, 0x00fa_ce00_0b0a_710c, u64::MAX] {
            for act in ACTS {
                let incident = IncidentId::from_number(number);
                let press = AlertButton { incident, act };
                let token = press.to_string();
                assert!(token.len() <= CardButton::PRESS, "{token}");
                assert_eq!(AlertButton::parse(&token), Some(press), "{token}");
            }
        }
    }

    #[test]
    fn the_tokens_of_posted_cards_are_understood_for_ever() {
        let parsed = |token: &str| {
            let press = AlertButton::parse(token).unwrap();
            (press.incident.get(), press.act)
        };
        assert_eq!(parsed("alert:ack:beef"), (0xbeef, AlertAction::Acknowledge));
        assert_eq!(
            parsed("alert:snooze:beef:30m"),
            (0xbeef, AlertAction::Snooze(SnoozeLength::HalfHour))
        );
        assert_eq!(
            parsed("alert:snooze:1:shift"),
            (1, AlertAction::Snooze(SnoozeLength::Shift))
        );
        assert_eq!(parsed("alert:details:1").1, AlertAction::Details);
        assert_eq!(parsed("alert:mute:1").1, AlertAction::MuteRule);
    }

    #[test]
    fn what_no_card_bears_is_no_press() {
        for token in [
            "",
            "alert:",
            "alert:ack",
            "alert:ack:",
            "alert:ack:+1",
            "alert:ack:xyz",
            "alert:ack:1:2h",
            "alert:snooze:1",
            "alert:snooze:1:2h:3",
            "alert:snooze:1:9y",
            "alert:purge:1",
            "alert:ack:10000000000000000",
            "abandon|12",
        ] {
            assert_eq!(AlertButton::parse(token), None, "{token}");
        }
        assert!(AlertButton::is_one("alert:purge:1"));
    }
}
