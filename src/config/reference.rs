//! The page with every key of `vigia.yaml`, made from its JSON Schema, so that a key, its description
//! and its place in the page are written once.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use crate::config::load::settings_schema;

const HEAD: &str = "# Settings

Every key of `vigia.yaml`. [`vigia.example.yaml`](../vigia.example.yaml) shows them in their places, and
[configuration](configuration.md) explains them. This page is made by `vigia schema reference`, from the same
descriptions as the JSON Schema that editors read (`vigia schema settings`).
";

/// The page in Markdown.
pub fn settings_page() -> String {
    let schema = settings_schema();
    let mut parts = BTreeMap::new();
    collect_maps("", &schema, &mut parts);
    let mut page = String::from(HEAD);
    write_map("vigia.yaml", &schema, &mut page);
    for (name, part) in parts {
        write_map(name, part, &mut page);
    }
    page
}

/// Collects the maps of the file by their names: those of `$defs`, and those that stand where they are used.
fn collect_maps<'a>(name: &'a str, schema: &'a Value, maps: &mut BTreeMap<&'a str, &'a Value>) {
    if !name.is_empty() && schema["properties"].is_object() {
        maps.insert(name, schema);
    }
    for group in ["$defs", "properties"] {
        for (name, part) in schema[group].as_object().into_iter().flatten() {
            collect_maps(name, part, maps);
        }
    }
}

fn write_map(name: &str, schema: &Value, page: &mut String) {
    let Some(keys) = schema["properties"].as_object() else {
        return;
    };
    let about = text(schema, "description");
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "\n## {name}\n\n{about}\n\n| key | value | default | meaning |\n|---|---|---|---|\n"
    );
    let is_needed = |key: &String| {
        let needed = schema["required"].as_array();
        needed.is_some_and(|needed| needed.iter().any(|it| it == key.as_str()))
    };
    for (key, value) in keys {
        let (meaning, default) = split_default(text(value, "description"));
        let default = if is_needed(key) {
            "needed".to_owned()
        } else {
            default
        };
        let example = value["examples"][0].as_str().filter(|it| *it != "[…]");
        let example = example.map_or_else(String::new, |it| format!(", such as `{it}`"));
        let kind = if value["properties"].is_object() {
            format!("[{key}](#{key})")
        } else {
            kind_of(value)
        };
        let _ = writeln!(
            page,
            "| `{key}` | {kind}{example} | {default} | {meaning} |"
        );
    }
}

fn text<'a>(schema: &'a Value, key: &str) -> &'a str {
    schema[key].as_str().unwrap_or_default()
}

/// Splits the sentence about a missing key from the others: "The time between two polls. `5m` if left out."
fn split_default(description: &str) -> (String, String) {
    let flat = description.replace('\n', " ");
    let sentences: Vec<&str> = flat.split_inclusive(". ").map(str::trim).collect();
    let (left_out, others): (Vec<&str>, Vec<&str>) = sentences
        .into_iter()
        .partition(|sentence| sentence.ends_with(" if left out."));
    let default = left_out.join(" ");
    let default = default.strip_suffix(" if left out.").unwrap_or_default();
    (others.join(" "), default.to_owned())
}

/// The kind of a value in a word or two; another map by a link to its part of the page.
fn kind_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{name})");
    }
    if let Some(values) = schema["enum"].as_array() {
        let values = values.iter().filter_map(Value::as_str);
        let values: Vec<String> = values.map(|it| format!("`{it}`")).collect();
        return values.join(", ");
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        let kinds: Vec<String> = forms.iter().map(kind_of).collect();
        return kinds.join(" or ");
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => format!("list of {}", kind_of(&schema["items"])),
        Value::String(kind) if kind == "object" => {
            let of = &schema["additionalProperties"];
            format!("names, each with {}", kind_of(of))
        }
        Value::String(kind) if kind == "integer" => "number".to_owned(),
        Value::String(kind) if kind == "boolean" => "`true` or `false`".to_owned(),
        _ => "text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_split_from_the_meaning() {
        let (meaning, default) =
            split_default("The time between two polls, as\n`5m`. `5m` if left out.");
        assert_eq!(meaning, "The time between two polls, as `5m`.");
        assert_eq!(default, "`5m`");
    }
}
