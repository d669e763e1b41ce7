//! What buttons and selects may look like.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    form::{FormCheck, join},
    limits,
};

const ROWS: usize = 5;
const ROW: u64 = 1;
const BUTTON: u64 = 2;
const LINK_STYLE: u64 = 5;

/// Checks a body's action rows.
pub(super) fn check(form: &mut FormCheck, body: &Value) {
    let mut seen = BTreeSet::new();
    for (index, row) in form.list(body, "", "components", ROWS).iter().enumerate() {
        let path = format!("components.{index}");
        if kind(row) == ROW {
            check_row(form, &path, row, &mut seen);
        } else {
            let message = "Value of field \"type\" must be one of (1,).";
            form.refuse(&join(&path, "type"), "UNION_TYPE_CHOICES", message);
        }
    }
}

/// A component's type, zero where it has none.
pub(super) fn kind(component: &Value) -> u64 {
    component.get("type").and_then(Value::as_u64).unwrap_or(0)
}

fn check_row<'v>(form: &mut FormCheck, path: &str, row: &'v Value, seen: &mut BTreeSet<&'v str>) {
    let parts = form.list(row, path, "components", 5);
    let at = join(path, "components");
    if parts.is_empty() {
        let message = "Must be between 1 and 5 in length.";
        form.refuse(&at, "BASE_TYPE_BAD_LENGTH", message);
    }
    if parts.len() > 1 && parts.iter().any(|part| kind(part) != BUTTON) {
        let message = "The specified component exceeds the maximum width";
        form.refuse(&at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
    }
    for (index, part) in parts.iter().enumerate() {
        let at = format!("{path}.components.{index}");
        let id = match kind(part) {
            BUTTON => button(form, &at, part),
            3 | 5..=8 => select(form, &at, part),
            _ => {
                let message = "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).";
                form.refuse(&join(&at, "type"), "UNION_TYPE_CHOICES", message);
                None
            }
        };
        if id.is_some_and(|id| !seen.insert(id)) {
            let message = "Component custom id cannot be duplicated";
            let path = join(&at, "custom_id");
            form.refuse(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", message);
        }
    }
}

fn button<'v>(form: &mut FormCheck, path: &str, button: &'v Value) -> Option<&'v str> {
    let label = form.text(button, path, "label", 80);
    let emoji = button.get("emoji").filter(|it| !it.is_null());
    if label.is_none() && emoji.is_none() {
        let message = "A button must have a label or emoji.";
        form.refuse(path, "BUTTON_COMPONENT_REQUIRED_FIELD", message);
    }
    if let Some(emoji) = emoji {
        check_emoji(form, path, emoji);
    }
    let style = form.number(button, path, "style", (1, LINK_STYLE));
    let Some(style) = style else {
        form.required(button, path, "style", 0);
        return None;
    };
    if style != LINK_STYLE {
        if button.get("url").is_some_and(|url| !url.is_null()) {
            let message = "A custom id and url cannot both be specified";
            form.refuse(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE", message);
        }
        return form.required(button, path, "custom_id", 100);
    }
    form.required(button, path, "url", 512);
    limits::link(form, button, path, "url", false);
    if button.get("custom_id").is_some_and(|id| !id.is_null()) {
        let message = "A custom id and url cannot both be specified";
        form.refuse(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE", message);
    }
    None
}

/// An emoji of the guild's own has an id; any other must be a character beyond ASCII.
fn check_emoji(form: &mut FormCheck, path: &str, emoji: &Value) {
    let own = emoji.get("id").and_then(limits::snowflake).is_some();
    let name = emoji.get("name").and_then(Value::as_str).unwrap_or("");
    if !own && (name.is_empty() || name.chars().any(|it| it.is_ascii_alphabetic())) {
        let at = format!("{path}.emoji.name");
        form.refuse(&at, "COMPONENT_INVALID_EMOJI", "Invalid emoji");
    }
}

fn select<'v>(form: &mut FormCheck, path: &str, select: &'v Value) -> Option<&'v str> {
    form.text(select, path, "placeholder", 150);
    let least = form.number(select, path, "min_values", (0, 25));
    let most = form.number(select, path, "max_values", (1, 25));
    if least.unwrap_or(1) > most.unwrap_or(1) {
        let message = "min_values must not exceed max_values.";
        form.refuse(path, "SELECT_COMPONENT_VALUES_RANGE", message);
    }
    if kind(select) == 3 {
        check_options(form, path, select);
    }
    form.required(select, path, "custom_id", 100)
}

fn check_options(form: &mut FormCheck, path: &str, select: &Value) {
    let options = form.list(select, path, "options", 25);
    if options.is_empty() {
        let message = "Must be between 1 and 25 in length.";
        form.refuse(&join(path, "options"), "BASE_TYPE_BAD_LENGTH", message);
    }
    let mut seen = BTreeSet::new();
    for (index, option) in options.iter().enumerate() {
        let at = format!("{path}.options.{index}");
        form.required(option, &at, "label", 100);
        form.text(option, &at, "description", 100);
        let value = form.required(option, &at, "value", 100);
        if value.is_some_and(|value| !seen.insert(value)) {
            let message = "The specified option value is already used";
            let path = join(&at, "value");
            form.refuse(&path, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
    }
}
