//! What a message may hold: lengths, counts, flags, allowed mentions and links.

use chrono::DateTime;
use serde_json::Value;

use super::form::{FormCheck, join};

const EMBEDS: usize = 10;
const EMBED_CHARACTERS: usize = 6000;
const FIELDS: usize = 25;
const IDS: usize = 100;

/// `SUPPRESS_EMBEDS`.
pub(super) const SUPPRESS_EMBEDS: u64 = 1 << 2;
/// `EPHEMERAL`.
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// `LOADING`: the placeholder of a deferred answer.
pub(super) const LOADING: u64 = 1 << 7;
/// `SUPPRESS_NOTIFICATIONS`.
pub(super) const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
/// `IS_COMPONENTS_V2`: the message is made of components alone.
pub(super) const COMPONENTS_V2: u64 = 1 << 15;

/// Checks all of a message's body but its components and files.
pub(super) fn check(form: &mut FormCheck, body: &Value, is_edit: bool) {
    form.text(body, "", "content", 2000);
    embeds(form, body);
    allowed_mentions(form, body);
    nonce(form, body);
    check_flags(form, body, is_edit);
}

/// An edit may hide embeds and turn a message into components, and no more: whether a message comes
/// with a sound is settled when it is posted.
fn check_flags(form: &mut FormCheck, body: &Value, is_edit: bool) {
    let may = if is_edit {
        SUPPRESS_EMBEDS | COMPONENTS_V2
    } else {
        SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
    };
    let flags = flags(body);
    if flags & !may != 0 {
        let message = format!("{} cannot be set here.", flags & !may);
        form.refuse("flags", "MESSAGE_FLAGS_INVALID", &message);
    }
    if flags & COMPONENTS_V2 != 0 {
        check_legacy(form, body);
    }
}

/// A message of components has neither text nor embeds.
fn check_legacy(form: &mut FormCheck, body: &Value) {
    let is_filled = |key: &str| {
        let value = present(body, key);
        value.is_some_and(|it| {
            it.as_str() != Some("") && it.as_array().is_none_or(|it| !it.is_empty())
        })
    };
    for key in ["content", "embeds"] {
        if is_filled(key) {
            let message = "The field cannot be used when using MessageFlags.IS_COMPONENTS_V2";
            let code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
            form.refuse(key, code, message);
        }
    }
}

/// The flags of a body, zero where it has none.
pub(super) fn flags(body: &Value) -> u64 {
    body.get("flags").and_then(Value::as_u64).unwrap_or(0)
}

fn nonce(form: &mut FormCheck, body: &Value) {
    if body.get("nonce").is_some_and(Value::is_i64) {
        return;
    }
    form.text(body, "", "nonce", 25);
}

fn embeds(form: &mut FormCheck, body: &Value) {
    let mut total = 0;
    for (index, value) in form.list(body, "", "embeds", EMBEDS).iter().enumerate() {
        total += embed(form, &format!("embeds.{index}"), value);
    }
    if total > EMBED_CHARACTERS {
        let message = "Embed size exceeds maximum size of 6000";
        form.refuse("embeds", "MAX_EMBED_SIZE_EXCEEDED", message);
    }
}

/// Checks one embed and tells how many characters it has.
fn embed(form: &mut FormCheck, path: &str, embed: &Value) -> usize {
    if !embed.is_object() {
        let message = "Only dictionaries may be used in a DictType";
        form.refuse(path, "DICT_TYPE_CONVERT", message);
        return 0;
    }
    let mut total = length(form.text(embed, path, "title", 256));
    total += length(form.text(embed, path, "description", 4096));
    let fields = form.list(embed, path, "fields", FIELDS);
    for (index, field) in fields.iter().enumerate() {
        let at = format!("{path}.fields.{index}");
        total += length(form.required(field, &at, "name", 256));
        total += length(form.required(field, &at, "value", 1024));
    }
    if let Some(footer) = present(embed, "footer") {
        let at = join(path, "footer");
        total += length(form.required(footer, &at, "text", 2048));
        link(form, footer, &at, "icon_url", true);
    }
    if let Some(author) = present(embed, "author") {
        let at = join(path, "author");
        total += length(form.required(author, &at, "name", 256));
        link(form, author, &at, "url", false);
        link(form, author, &at, "icon_url", true);
    }
    for picture in ["image", "thumbnail"] {
        if let Some(picture_value) = present(embed, picture) {
            link(form, picture_value, &join(path, picture), "url", true);
        }
    }
    link(form, embed, path, "url", false);
    form.number(embed, path, "color", (0, 0xFF_FFFF));
    timestamp(form, embed, path);
    total
}

fn length(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.chars().count())
}

fn present<'v>(holder: &'v Value, key: &str) -> Option<&'v Value> {
    holder.get(key).filter(|value| !value.is_null())
}

fn timestamp(form: &mut FormCheck, embed: &Value, path: &str) {
    let Some(value) = present(embed, "timestamp") else {
        return;
    };
    let good = value
        .as_str()
        .is_some_and(|text| DateTime::parse_from_rfc3339(text).is_ok());
    if !good {
        let at = join(path, "timestamp");
        form.refuse(&at, "DATE_TIME_TYPE_PARSE", "Could not parse the time.");
    }
}

/// Checks a link; only pictures may name an uploaded file.
pub(super) fn link(form: &mut FormCheck, holder: &Value, path: &str, key: &str, attachment: bool) {
    let Some(url) = form.text(holder, path, key, 2048) else {
        return;
    };
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !(web || attachment && url.starts_with("attachment://")) {
        let message = "Scheme must be one of ('http', 'https').";
        form.refuse(&join(path, key), "URL_TYPE_INVALID_SCHEME", message);
    }
}

fn allowed_mentions(form: &mut FormCheck, body: &Value) {
    const PATH: &str = "allowed_mentions";
    let Some(allowed) = present(body, PATH) else {
        return;
    };
    let parse = form.list(allowed, PATH, "parse", 3);
    for (index, kind) in parse.iter().enumerate() {
        if !matches!(kind.as_str(), Some("users" | "roles" | "everyone")) {
            let at = format!("{PATH}.parse.{index}");
            let message = "Value must be one of ('roles', 'users', 'everyone').";
            form.refuse(&at, "BASE_TYPE_CHOICES", message);
        }
    }
    for kind in ["users", "roles"] {
        let ids = form.list(allowed, PATH, kind, IDS);
        for (index, id) in ids.iter().enumerate() {
            if snowflake(id).is_none() {
                let at = format!("{PATH}.{kind}.{index}");
                form.refuse(&at, "NUMBER_TYPE_COERCE", "Value is not snowflake.");
            }
        }
        if !ids.is_empty() && parse.iter().any(|it| it == kind) {
            let message =
                format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            let code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE";
            form.refuse(PATH, code, &message);
        }
    }
}

/// An id, which arrives as a string or as a number.
pub(super) fn snowflake(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    }
}
