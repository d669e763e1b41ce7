//! From what a user types behind a command to what Discord's client makes of it.

use serde_json::{Value, json};

use super::{invoke::RunError, limits};

/// What a user gave for each option, by name.
pub(super) type Given<'g> = &'g [(&'g str, &'g str)];

/// Turns typed options into the tree that an interaction carries. `path` are the words
/// behind the command's name, such as `add` in `/silence add`; `focused` is the option that
/// is still being typed, which alone may be incomplete.
pub(super) fn fill(
    holder: &Value,
    path: &[&str],
    given: Given<'_>,
    focused: Option<&str>,
) -> Result<Vec<Value>, RunError> {
    let defined: Vec<&Value> = list(holder, "options").collect();
    if let Some((first, rest)) = path.split_first() {
        let part = defined
            .iter()
            .find(|it| kind(it) <= 2 && name(it) == *first);
        let part = part.ok_or_else(|| RunError::UnknownCommand((*first).to_owned()))?;
        let options = fill(part, rest, given, focused)?;
        return Ok(vec![
            json!({ "name": first, "type": kind(part), "options": options }),
        ]);
    }
    if let Some(part) = defined.iter().find(|it| kind(it) <= 2) {
        return Err(RunError::UnknownCommand(name(part).to_owned()));
    }
    for (option, _) in given {
        if !defined.iter().any(|it| name(it) == *option) {
            return Err(RunError::UnknownOption((*option).to_owned()));
        }
    }
    let mut filled = Vec::new();
    for option in defined {
        filled.extend(fill_one(option, given, focused)?);
    }
    Ok(filled)
}

/// Whether a command, option or choice is called so by a user of this language: by its own
/// name, or by the one for the language.
pub(super) fn is_called(holder: &Value, name: &str, locale: &str) -> bool {
    holder["name"] == name || holder["name_localizations"][locale] == name
}

/// What was typed in the user's language, by the names that the bot knows.
pub(super) fn in_default(command: &Value, given: Given<'_>, locale: &str) -> Vec<(String, String)> {
    let called = |holder: &Value, key: &'static str, typed: &str| {
        let found = list(holder, key).find(|it| is_called(it, typed, locale));
        found.cloned()
    };
    given
        .iter()
        .map(|(key, typed)| {
            let Some(option) = called(command, "options", key) else {
                return ((*key).to_owned(), (*typed).to_owned());
            };
            let choice = called(&option, "choices", typed);
            let value = choice.as_ref().map_or(*typed, name);
            (name(&option).to_owned(), value.to_owned())
        })
        .collect()
}

fn fill_one(
    option: &Value,
    given: Given<'_>,
    focused: Option<&str>,
) -> Result<Option<Value>, RunError> {
    let name = name(option);
    let typed = given.iter().find(|(key, _)| *key == name);
    let Some((_, typed)) = typed else {
        let required = option.get("required") == Some(&Value::Bool(true));
        return match focused {
            None if required => Err(RunError::MissingOption(name.to_owned())),
            _ => Ok(None),
        };
    };
    let mut made = json!({ "name": name, "type": kind(option), "value": typed });
    if focused == Some(name) {
        made["focused"] = true.into();
    } else {
        made["value"] = value(option, typed)?;
    }
    Ok(Some(made))
}

/// Reads one value the way Discord's client does, which sends nothing it does not accept.
fn value(option: &Value, typed: &str) -> Result<Value, RunError> {
    let wrong = || RunError::BadValue {
        option: name(option).to_owned(),
        value: typed.to_owned(),
    };
    if list(option, "choices").next().is_some() {
        let choice = list(option, "choices")
            .find(|it| it["name"] == typed || it["value"] == typed || spelt(&it["value"]) == typed);
        return choice.map(|it| it["value"].clone()).ok_or_else(wrong);
    }
    let limit = |key: &str| option.get(key).and_then(Value::as_f64);
    let within = |size: f64, least: &str, most: &str| {
        limit(least).is_none_or(|it| size >= it) && limit(most).is_none_or(|it| size <= it)
    };
    let value = match kind(option) {
        3 => {
            let length = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX);
            let fits = within(length.into(), "min_length", "max_length");
            (fits && !typed.is_empty()).then(|| typed.into())
        }
        4 => {
            let number = typed.parse::<i32>().ok();
            let number = number.filter(|it| within((*it).into(), "min_value", "max_value"));
            number.map(Value::from)
        }
        5 => typed.parse::<bool>().ok().map(Value::from),
        6..=9 => {
            let id = typed.trim_matches(['<', '>', '@', '&', '#', '!']);
            id.parse::<u64>().ok().map(|id| id.to_string().into())
        }
        10 => {
            let number = typed.parse::<f64>().ok();
            let number = number.filter(|it| within(*it, "min_value", "max_value"));
            number.map(Value::from)
        }
        _ => None,
    };
    value.ok_or_else(wrong)
}

/// A number as a user types it.
fn spelt(value: &Value) -> String {
    value.to_string()
}

/// The ids among filled options that Discord sends along in full, with their option types.
pub(super) fn named_ids(options: &[Value]) -> Vec<(u64, u64)> {
    let mut ids = Vec::new();
    for option in options {
        if let Some(inner) = option.get("options").and_then(Value::as_array) {
            ids.extend(named_ids(inner));
        }
        let id = option.get("value").and_then(limits::snowflake);
        if let (6..=9, Some(id)) = (kind(option), id) {
            ids.push((kind(option), id));
        }
    }
    ids
}

fn list<'v>(holder: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    holder
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn kind(option: &Value) -> u64 {
    option.get("type").and_then(Value::as_u64).unwrap_or(0)
}

fn name(option: &Value) -> &str {
    option.get("name").and_then(Value::as_str).unwrap_or("")
}
