//! The text that a button carries and Discord gives back when the button is pressed.
//!
//! A token is a serde value in postcard, in base64 for URLs, behind the version of the layout. It
//! comes from outside: it may be of another version of the bot, or anything. The variants and
//! fields of what is encoded may only be appended to; any other change needs a new
//! [`VERSION`], so that older buttons are answered as outdated and never misread.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::CardButton;
use vigia_core::alerts::IncidentId;

const VERSION: &str = "v2.";

/// Everything that a button of the bot can ask for. `C` are the buttons of command answers,
/// which this crate does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ButtonToken<C> {
    /// A button below the card of an incident.
    Alert(AlertButton),
    /// A button below the answer to a command.
    Command(C),
}

impl<C: Serialize + DeserializeOwned> ButtonToken<C> {
    /// The custom id of the button, in at most [`CardButton::PRESS`] characters of ASCII.
    pub fn encode(&self) -> String {
        let bytes = postcard::to_stdvec(self).unwrap_or_default();
        format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Returns `None` for a text that [`encode`](Self::encode) of this version does not write.
    pub fn decode(custom_id: &str) -> Option<Self> {
        let text = custom_id.strip_prefix(VERSION)?;
        if custom_id.len() > CardButton::PRESS {
            return None;
        }
        let token: Self = postcard::from_bytes(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        // Postcard ignores bytes at the end and reads a number in more than one spelling.
        (token.encode() == custom_id).then_some(token)
    }
}

/// A button of an incident's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AlertButton {
    pub incident: IncidentId,
    pub act: AlertAction,
}

impl AlertButton {
    /// The custom id of the button.
    pub fn encode(self) -> String {
        ButtonToken::<()>::Alert(self).encode()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AlertAction {
    Acknowledge,
    Snooze(SnoozeLength),
    Details,
    MuteRule,
    /// Asks for the length of a snooze.
    ChooseSnooze,
    /// Ends a snooze.
    Wake,
    /// The list of the details, which stands for each choice.
    Menu,
    /// Shows the whole day.
    Day,
    /// Silences the skill until the end of the day.
    MuteScope,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SnoozeLength {
    HalfHour,
    TwoHours,
    /// The snooze ends with the hours of the incident's rule.
    Shift,
}

impl SnoozeLength {
    /// All lengths, the shortest first.
    pub const ALL: [Self; 3] = [Self::HalfHour, Self::TwoHours, Self::Shift];

    /// Returns `None` for a length that depends on the time of day.
    pub fn length(self) -> Option<Duration> {
        match self {
            Self::HalfHour => Some(Duration::from_secs(30 * 60)),
            Self::TwoHours => Some(Duration::from_secs(2 * 60 * 60)),
            Self::Shift => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [AlertAction; 11] = [
        AlertAction::Acknowledge,
        AlertAction::Snooze(SnoozeLength::HalfHour),
        AlertAction::Snooze(SnoozeLength::TwoHours),
        AlertAction::Snooze(SnoozeLength::Shift),
        AlertAction::Details,
        AlertAction::MuteRule,
        AlertAction::ChooseSnooze,
        AlertAction::Wake,
        AlertAction::Menu,
        AlertAction::Day,
        AlertAction::MuteScope,
    ];

    #[test]
    fn what_a_button_bears_comes_back_as_it_was() {
        for number in [0, 1, 0x00fa_ce00_0b0a_710c, u64::MAX] {
            for act in ACTS {
                let incident = IncidentId::from_number(number);
                let press = AlertButton { incident, act };
                let token = press.encode();
                assert!(token.len() <= CardButton::PRESS, "{token}");
                let decoded = ButtonToken::<()>::decode(&token);
                assert_eq!(decoded, Some(ButtonToken::Alert(press)), "{token}");
            }
        }
    }

    #[test]
    fn the_tokens_of_posted_cards_are_understood_for_ever() {
        let tokens = ACTS.map(|act| {
            let incident = IncidentId::from_number(0xbeef);
            AlertButton { incident, act }.encode()
        });
        assert_eq!(
            tokens.join(" "),
            "v2.AO_9AgA v2.AO_9AgEA v2.AO_9AgEB v2.AO_9AgEC v2.AO_9AgI v2.AO_9AgM v2.AO_9AgQ \
             v2.AO_9AgU v2.AO_9AgY v2.AO_9Agc v2.AO_9Agg"
        );
    }

    #[test]
    fn what_no_card_bears_is_no_press() {
        for token in [
            "",
            "v2.",
            "v2.AO_9AgA=",
            "v2.AO_9AgAA",
            "v2.AO_9Ag",
            "v2.AO_9Agk",
            "v3.AO_9AgA",
            "v2.AO_9AoA",
            "alert:ack:beef",
            "w1.n.sdui5p57.0",
        ] {
            assert_eq!(ButtonToken::<()>::decode(token), None, "{token}");
        }
    }
}
