//! Reads parts of Discord's JSON, whatever the rest of it looks like.

use serde_json::Value;

pub(super) fn text(object: &Value, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

/// Returns a number that Discord writes as text or as a number.
pub(super) fn number(object: &Value, key: &str) -> Option<u64> {
    object.get(key).and_then(parse_number)
}

pub(super) fn parse_number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    }
}

/// Returns the items of a list; none where it is missing.
pub(super) fn list_of<'a>(object: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    object
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}
