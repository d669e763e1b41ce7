//! What components may look like: buttons and selects, and in a message of components (version 2)
//! text, pictures, files and frames.

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
const TEXT: u64 = 10;
const GALLERY: u64 = 12;
const FILE: u64 = 13;
const SEPARATOR: u64 = 14;
const CONTAINER: u64 = 17;

/// The most components of a message of version 2, and the most characters of its text.
const COMPONENTS: usize = 40;
const CHARACTERS: usize = 4000;

/// Checks a body's components, which are action rows alone or of version 2.
pub(super) fn check(form: &mut FormCheck, body: &Value, is_v2: bool) {
    let most = if is_v2 { COMPONENTS } else { ROWS };
    let components = form.list(body, "", "components", most);
    let mut seen = BTreeSet::new();
    for (index, part) in components.iter().enumerate() {
        let path = format!("components.{index}");
        if is_v2 {
            check_part(form, &path, part, &mut seen, true);
        } else if kind(part) == ROW {
            check_row(form, &path, part, &mut seen);
        } else {
            let message = "Value of field \"type\" must be one of (1,).";
            form.refuse(&join(&path, "type"), "UNION_TYPE_CHOICES", message);
        }
    }
    let (mut count, mut characters) = (0, 0);
    walk(components, &mut |part| {
        count += 1;
        let text = part.get("content").and_then(Value::as_str);
        characters += text.map_or(0, |text| text.chars().count());
    });
    if is_v2 && count > COMPONENTS {
        let message = "The maximum number of components was exceeded (40)";
        form.refuse(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            message,
        );
    }
    if is_v2 && characters > CHARACTERS {
        let message = "The displayable text size exceeds the maximum size of 4000";
        form.refuse(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            message,
        );
    }
}

fn check_part<'v>(
    form: &mut FormCheck,
    path: &str,
    part: &'v Value,
    seen: &mut BTreeSet<&'v str>,
    is_top: bool,
) {
    match kind(part) {
        ROW => check_row(form, path, part, seen),
        TEXT => drop(form.required(part, path, "content", CHARACTERS)),
        GALLERY => {
            let items = form.list(part, path, "items", 10);
            if items.is_empty() {
                let message = "Must be between 1 and 10 in length.";
                form.refuse(&join(path, "items"), "BASE_TYPE_BAD_LENGTH", message);
            }
            for (index, item) in items.iter().enumerate() {
                let at = format!("{path}.items.{index}");
                form.text(item, &at, "description", 1024);
                let media = item.get("media").unwrap_or(&Value::Null);
                form.required(media, &join(&at, "media"), "url", 2048);
                limits::link(form, media, &join(&at, "media"), "url", true);
            }
        }
        FILE => {
            let at = join(path, "file");
            let file = part.get("file").unwrap_or(&Value::Null);
            let url = form.required(file, &at, "url", 2048).unwrap_or_default();
            if !url.starts_with("attachment://") {
                let message = "Only attachment:// references are allowed.";
                form.refuse(
                    &join(&at, "url"),
                    "FILE_COMPONENT_INVALID_REFERENCE",
                    message,
                );
            }
        }
        SEPARATOR => {}
        CONTAINER if is_top => {
            form.number(part, path, "accent_color", (0, 0xFF_FFFF));
            let parts = form.list(part, path, "components", COMPONENTS);
            if parts.is_empty() {
                let message = "Must be between 1 and 40 in length.";
                form.refuse(&join(path, "components"), "BASE_TYPE_BAD_LENGTH", message);
            }
            for (index, inner) in parts.iter().enumerate() {
                let at = format!("{path}.components.{index}");
                check_part(form, &at, inner, seen, false);
            }
        }
        _ => {
            let message = "Value of field \"type\" must be one of (1, 10, 12, 13, 14, 17).";
            form.refuse(&join(path, "type"), "UNION_TYPE_CHOICES", message);
        }
    }
}

/// Visits components and all that are in them.
pub(super) fn walk<'v>(components: &'v [Value], visit: &mut impl FnMut(&'v Value)) {
    for part in components {
        visit(part);
        let inner = part.get("components").and_then(Value::as_array);
        walk(inner.map_or(&[], Vec::as_slice), visit);
    }
}

/// The addresses of the pictures and files that components show.
pub(super) fn media(components: &[Value]) -> Vec<&str> {
    let mut found = Vec::new();
    walk(components, &mut |part| {
        let items = part.get("items").and_then(Value::as_array);
        let pictures = items
            .into_iter()
            .flatten()
            .filter_map(|item| item.get("media"));
        let all = pictures.chain(part.get("file"));
        found.extend(all.filter_map(|media| media.get("url").and_then(Value::as_str)));
    });
    found
}

/// Changes each address of a picture or of a file.
pub(super) fn map_media(components: &mut [Value], change: &impl Fn(&str) -> Value) {
    for part in components {
        let mut medias: Vec<&mut Value> = Vec::new();
        if let Some(part) = part.as_object_mut() {
            for (key, value) in part.iter_mut() {
                match key.as_str() {
                    "file" => medias.push(value),
                    "items" => {
                        let items = value.as_array_mut().into_iter().flatten();
                        medias.extend(items.filter_map(|item| item.get_mut("media")));
                    }
                    "components" => {
                        let inner = value.as_array_mut();
                        map_media(inner.map_or(&mut [], Vec::as_mut_slice), change);
                    }
                    _ => {}
                }
            }
        }
        for media in medias {
            let url = media.get("url").and_then(Value::as_str).unwrap_or_default();
            *media = change(url);
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
