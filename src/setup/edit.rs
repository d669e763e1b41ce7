//! Changes single values in a `vigia.yaml` that people have written, and leaves every other byte as it is.

use thiserror::Error;

use vigia_core::diagnostic::{SourceErrors, YamlNode, YamlValue, read_yaml};

#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EditError {
    #[error("the file is not readable YAML; `vigia check` says where")]
    Unreadable,
    #[error("there is no operation `{0}`")]
    NoOperation(String),
    #[error("there is no place for `{0}`; write it by hand")]
    NoPlace(String),
}

/// A file that is being changed.
#[derive(Clone, Debug)]
pub struct SettingsEdit(String);

impl SettingsEdit {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn into_text(self) -> String {
        self.0
    }

    /// Sets a key of an operation; of the only or the first one where `operation` is `None`.
    pub fn set_of_operation(
        &mut self,
        operation: Option<&str>,
        key: &str,
        value: &str,
    ) -> Result<(), EditError> {
        self.change(|root, text| {
            let operation = find_operation(root, operation)?;
            set_in(text, operation, key, value)
        })
    }

    /// Replaces the address of an operation, whichever of both keys it has.
    pub fn set_address(
        &mut self,
        operation: Option<&str>,
        key: &str,
        value: &str,
    ) -> Result<(), EditError> {
        let other = if key == "server" {
            "base_url"
        } else {
            "server"
        };
        self.change(|root, text| {
            let operation = find_operation(root, operation)?;
            let entries = operation.entries().iter();
            let mut old = entries.filter(|(name, _)| name.word == other);
            match old.next() {
                None => set_in(text, operation, key, value),
                Some((name, node)) => {
                    let start = name.span.start;
                    let (_, end) =
                        whole(text, node).ok_or_else(|| EditError::NoPlace(key.to_owned()))?;
                    Ok(splice(text, start, end, &format!("{key}: {value}")))
                }
            }
        })
    }

    /// Sets a key of a section, such as `guild` of `discord`. A section that is missing is added at the end.
    pub fn set_in_section(
        &mut self,
        section: &str,
        key: &str,
        value: &str,
    ) -> Result<(), EditError> {
        self.change(|root, text| match root.get(section) {
            Some(node) => set_in(text, node, key, value),
            None => Ok(format!(
                "{}\n\n{section}:\n  {key}: {value}\n",
                text.trim_end()
            )),
        })
    }

    /// Returns the path of the file that has the token of an operation, where a file has it.
    pub fn operation_token_file(
        &self,
        operation: Option<&str>,
    ) -> Result<Option<String>, EditError> {
        let root = self.root()?;
        Ok(token_file(find_operation(&root, operation)?))
    }

    /// Returns the path of the file that has the token of the bot, where a file has it.
    pub fn discord_token_file(&self) -> Result<Option<String>, EditError> {
        Ok(self.root()?.get("discord").and_then(token_file))
    }

    fn root(&self) -> Result<YamlNode, EditError> {
        read_yaml(&self.0, &mut SourceErrors::default()).ok_or(EditError::Unreadable)
    }

    fn change(
        &mut self,
        work: impl FnOnce(&YamlNode, &str) -> Result<String, EditError>,
    ) -> Result<(), EditError> {
        self.0 = work(&self.root()?, &self.0)?;
        Ok(())
    }
}

fn token_file(node: &YamlNode) -> Option<String> {
    match &node.get("token")?.get("file")?.value {
        YamlValue::Text(path) => Some(path.clone()),
        YamlValue::Null | YamlValue::List(_) | YamlValue::Map(_) => None,
    }
}

fn find_operation<'a>(root: &'a YamlNode, name: Option<&str>) -> Result<&'a YamlNode, EditError> {
    let missing = || EditError::NoOperation(name.unwrap_or_default().to_owned());
    let Some(YamlValue::List(operations)) = root.get("operations").map(|node| &node.value) else {
        return Err(missing());
    };
    let is_it = |node: &&YamlNode| match (name, node.get("name").map(|it| &it.value)) {
        (Some(name), Some(YamlValue::Text(text))) => text == name,
        (None, _) => true,
        (Some(_), _) => false,
    };
    operations.iter().find(is_it).ok_or_else(missing)
}

/// Sets a key of a map, in the line that has it or in a line of its own below the first entry.
fn set_in(text: &str, map: &YamlNode, key: &str, value: &str) -> Result<String, EditError> {
    let no_place = || EditError::NoPlace(key.to_owned());
    if let Some(node) = map.get(key) {
        let (start, end) = whole(text, node).ok_or_else(no_place)?;
        return Ok(splice(text, start, end, value));
    }
    let (first, node) = map.entries().first().ok_or_else(no_place)?;
    let line = text[..first.span.start]
        .rfind('\n')
        .map_or(0, |end| end + 1);
    let before = &text[line..first.span.start];
    if before.contains('{') {
        return Ok(splice(
            text,
            first.span.start,
            first.span.start,
            &format!("{key}: {value}, "),
        ));
    }
    let indent = " ".repeat(before.chars().count());
    let (_, end) = whole(text, node).ok_or_else(no_place)?;
    let end = text[end..]
        .find('\n')
        .map_or(text.len(), |length| end + length);
    Ok(splice(text, end, end, &format!("\n{indent}{key}: {value}")))
}

/// Returns the first and the last byte of a value that stands in one line: a text with its quotes, or a map or a
/// list in brackets.
fn whole(text: &str, node: &YamlNode) -> Option<(usize, usize)> {
    match &node.value {
        YamlValue::Text(_) => Some((node.span.start, node.span.end)),
        YamlValue::Null => None,
        YamlValue::Map(_) | YamlValue::List(_) => {
            let line = text[..node.span.start].rfind('\n').map_or(0, |end| end + 1);
            let open = line + text.get(line..=node.span.start)?.rfind(['{', '['])?;
            let rest = text[open..].lines().next()?;
            let close = rest.rfind(['}', ']'])?;
            Some((open, open + close + 1))
        }
    }
}

fn splice(text: &str, start: usize, end: usize, value: &str) -> String {
    format!("{}{value}{}", &text[..start], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
operations:
  - name: principal   # the first
    server: \"0012\"    # its digits
    token: { env: WOLKVOX_TOKEN }  # a variable
    licences: 25
  - name: ventas
    base_url: https://proxy.example
discord: { guild: \"1\" }
channels:
  floor: \"2\"  # people
";

    fn edited(work: impl FnOnce(&mut SettingsEdit) -> Result<(), EditError>) -> String {
        let mut edit = SettingsEdit::new(TEXT);
        work(&mut edit).unwrap();
        let text = edit.into_text();
        let mut errors = SourceErrors::default();
        assert!(
            read_yaml(&text, &mut errors).is_some() && errors.count() == 0,
            "{text}"
        );
        text
    }

    #[test]
    fn a_value_changes_and_its_line_keeps_its_comment() {
        for (key, value, line) in [
            (
                "server",
                "\"0099\"",
                "    server: \"0099\"    # its digits\n",
            ),
            ("licences", "30", "    licences: 30\n"),
            (
                "token",
                "{ file: secrets/wolkvox_token }",
                "    token: { file: secrets/wolkvox_token }  # a variable\n",
            ),
            (
                "timezone",
                "America/Lima",
                "  - name: principal   # the first\n    timezone: America/Lima\n",
            ),
        ] {
            let text = edited(|edit| edit.set_of_operation(None, key, value));
            assert!(text.contains(line), "{text}");
            let others = |text: &str| text.lines().filter(|it| !it.contains(key)).count();
            assert_eq!(others(&text), others(TEXT), "{text}");
        }
    }

    #[test]
    fn a_section_is_changed_and_a_missing_one_is_added() {
        let text = edited(|edit| edit.set_in_section("channels", "floor", "\"3\""));
        assert!(text.contains("  floor: \"3\"  # people\n"), "{text}");
        let text = edited(|edit| edit.set_in_section("channels", "ops", "\"3\""));
        assert!(
            text.contains("  floor: \"2\"  # people\n  ops: \"3\"\n"),
            "{text}"
        );
        let text = edited(|edit| edit.set_in_section("discord", "guild", "\"7\""));
        assert!(text.contains("discord: { guild: \"7\" }\n"), "{text}");
        let text = edited(|edit| edit.set_in_section("discord", "api_url", "http://a"));
        assert!(
            text.contains("discord: { api_url: http://a, guild: \"1\" }\n"),
            "{text}"
        );
        let text = edited(|edit| edit.set_in_section("roles", "supervisors", "\"8\""));
        assert!(
            text.ends_with("\n\nroles:\n  supervisors: \"8\"\n"),
            "{text}"
        );
    }

    #[test]
    fn an_operation_is_found_by_its_name_and_its_address_replaced() {
        let text = edited(|edit| edit.set_address(Some("ventas"), "server", "\"0044\""));
        assert!(
            text.contains("  - name: ventas\n    server: \"0044\"\ndiscord"),
            "{text}"
        );
        let mut edit = SettingsEdit::new(TEXT);
        let missing = edit.set_of_operation(Some("soporte"), "licences", "1");
        assert_eq!(missing, Err(EditError::NoOperation("soporte".to_owned())));
    }
}
