//! Buttons below a message, in rows. One that Discord would refuse is left out: it would
//! take the whole message with it.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use crate::discord::{
    escape::plain,
    limits::{BUTTON, BUTTONS_IN_ROW, ROWS, cut},
};
use vigia_cards::CardButton;

/// Discord's numbers of what stands below a message.
const ROW: u8 = 1;
const KEY: u8 = 2;
/// Its number of the style without a colour: a button is an offer, and not a warning.
const GREY: u8 = 2;

/// A row of buttons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ButtonRow {
    r#type: u8,
    components: Vec<ButtonKey>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ButtonKey {
    r#type: u8,
    style: u8,
    label: String,
    custom_id: String,
    disabled: bool,
}

/// The buttons in rows, in their order.
pub(super) fn rows(buttons: &[CardButton]) -> Vec<ButtonRow> {
    let mut seen = BTreeSet::new();
    let (fitting, odd): (Vec<_>, Vec<_>) = buttons
        .iter()
        .partition(|button| is_pressable(&button.press) && seen.insert(button.press.as_str()));
    let keys: Vec<ButtonKey> = fitting.into_iter().map(key).collect();
    let left_out = odd.len() + keys.len().saturating_sub(ROWS * BUTTONS_IN_ROW);
    if left_out > 0 {
        tracing::warn!(left_out, "buttons that Discord would refuse are left out");
    }
    keys.chunks(BUTTONS_IN_ROW)
        .take(ROWS)
        .map(|keys| ButtonRow {
            r#type: ROW,
            components: keys.to_vec(),
        })
        .collect()
}

fn key(button: &CardButton) -> ButtonKey {
    ButtonKey {
        r#type: KEY,
        style: GREY,
        label: cut(&plain(&button.label), BUTTON).into_owned(),
        custom_id: button.press.clone(),
        disabled: !button.is_enabled,
    }
}

/// Whether it comes back as it was sent. Blanks at its ends would not.
fn is_pressable(press: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() || c == ' ';
    (1..=CardButton::PRESS).contains(&press.len())
        && press.chars().all(is_plain)
        && press.trim() == press
}

/// The rows of a message as they are, but for this one button, which cannot be pressed any
/// more.
pub(super) fn without(mut rows: Value, custom_id: &str) -> Value {
    let parts = rows.as_array_mut().into_iter().flatten();
    let keys = parts.filter_map(|row| row.get_mut("components")?.as_array_mut());
    for key in keys.flatten() {
        if key.get("custom_id").and_then(Value::as_str) == Some(custom_id)
            && let Some(key) = key.as_object_mut()
        {
            key.insert("disabled".to_owned(), true.into());
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use twilight_model::channel::message::Component;
    use twilight_validate::message::components;

    use super::*;
    use crate::discord::escape::tests::hostile;

    fn button(label: &str, press: &str) -> CardButton {
        CardButton {
            label: label.into(),
            press: press.into(),
            is_enabled: true,
        }
    }

    #[test]
    fn buttons_stand_in_rows_of_five() {
        let buttons: Vec<_> = (0..7).map(|n| button("Ver", &format!("n{n}"))).collect();
        let rows = serde_json::to_value(rows(&buttons)).unwrap();
        assert_eq!(rows[0]["components"].as_array().unwrap().len(), 5);
        assert_eq!(
            rows[1]["components"][1],
            json!({"type": 2, "style": 2, "label": "Ver", "custom_id": "n6", "disabled": false})
        );
    }

    #[test]
    fn a_button_that_would_be_refused_is_left_out_alone() {
        let long = "x".repeat(101);
        let presses = ["", " a", "a\n", "ñ", &long, "a", "a"];
        let buttons: Vec<_> = presses.map(|press| button("Ver", press)).into();
        let rows = rows(&buttons);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].components.len(), 1);
        assert_eq!(rows[0].components[0].custom_id, "a");
    }

    #[test]
    fn exactly_the_pressed_button_is_disabled() {
        let rows = json!([{"type": 1, "components": [
            {"type": 2, "custom_id": "a", "disabled": false}, {"type": 2, "url": "https://x"},
        ]}, {"type": 1, "components": [{"type": 2, "custom_id": "b"}]}, 7]);
        let mut expected = rows.clone();
        expected[1]["components"][0]["disabled"] = true.into();
        assert_eq!(without(rows, "b"), expected);
    }

    proptest! {
        #[test]
        fn whatever_a_card_wants_discord_takes_the_rows(
            buttons in proptest::collection::vec((hostile(), hostile()), 0..40)
        ) {
            let buttons: Vec<_> = buttons.iter().map(|(a, b)| button(a, b)).collect();
            let rows = serde_json::to_value(rows(&buttons)).unwrap();
            let judged: Vec<Component> = serde_json::from_value(rows).unwrap();
            prop_assert!(components(&judged, false).is_ok());
        }
    }
}
