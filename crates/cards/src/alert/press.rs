//! What comes back when a button of an incident's card is pressed:
//! `alert:<verb>:<number of the incident in hex>[:<argument>]`.

use std::{fmt, time::Duration};

use crate::CardButton;
use vigia_core::alerts::IncidentId;

/// With this every press of an alert's button begins.
const HEAD: &str = "alert:";

/// A press of a button of an incident's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AlertButton {
    /// The incident.
    pub incident: IncidentId,
    /// What is wished.
    pub act: AlertAction,
}

/// What can be done about an incident by a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AlertAction {
    /// To have it in hand.
    Acknowledge,
    /// Not to hear of it for a while.
    Snooze(SnoozeLength),
    /// To see its facts and its history.
    Details,
    /// Not to hear of its rule for a while.
    MuteRule,
}

/// How long a snooze lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SnoozeLength {
    /// Half an hour.
    HalfHour,
    /// Two hours.
    TwoHours,
    /// Until the end of the shift, as the calendar of the operation has it.
    Shift,
}

impl SnoozeLength {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::HalfHour, Self::TwoHours, Self::Shift];

    /// Its length, where that does not depend on the time of day.
    #[must_use]
    pub fn length(self) -> Option<Duration> {
        match self {
            Self::HalfHour => Some(Duration::from_secs(30 * 60)),
            Self::TwoHours => Some(Duration::from_secs(2 * 60 * 60)),
            Self::Shift => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::HalfHour => "30m",
            Self::TwoHours => "2h",
            Self::Shift => "shift",
        }
    }
}

impl AlertButton {
    /// Whether a token is of an alert's button, be it one that this version knows or not.
    #[must_use]
    pub fn is_one(token: &str) -> bool {
        token.starts_with(HEAD)
    }

    /// The press that a token stands for; `None` where it is another's, or of a version that
    /// knew more.
    #[must_use]
    pub fn parse(token: &str) -> Option<Self> {
        if token.len() > CardButton::PRESS {
            return None;
        }
        let mut words = token.strip_prefix(HEAD)?.split(':');
        let (verb, incident) = (words.next()?, words.next()?);
        let argument = words.next();
        let act = match (verb, argument) {
            ("ack", None) => AlertAction::Acknowledge,
            ("snooze", Some(word)) => AlertAction::Snooze(
                SnoozeLength::ALL
                    .into_iter()
                    .find(|nap| nap.word() == word)?,
            ),
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

/// The token.
impl fmt::Display for AlertButton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.act {
            AlertAction::Acknowledge => "ack",
            AlertAction::Snooze(_) => "snooze",
            AlertAction::Details => "details",
            AlertAction::MuteRule => "mute",
        };
        write!(f, "{HEAD}{verb}:{:x}", self.incident.get())?;
        match self.act {
            AlertAction::Snooze(nap) => write!(f, ":{}", nap.word()),
            AlertAction::Acknowledge | AlertAction::Details | AlertAction::MuteRule => Ok(()),
        }
    }
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
