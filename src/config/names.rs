//! `channels:` and `roles:` give names to what Discord knows by id.

use std::collections::BTreeMap;

use vigia_core::diagnostic::{
    SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue, value::parse_count,
};

#[derive(Clone, Copy, Debug)]
pub(super) struct NamedValue {
    /// `None` for a wrong id. The name is known all the same, so that the error is reported once.
    pub(super) id: Option<u64>,
    /// The place of the name.
    pub(super) span: SourceSpan,
}

pub(super) type Names = BTreeMap<String, NamedValue>;

/// A section that gives names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedSection {
    Channels,
    Roles,
}

impl NamedSection {
    fn key(self) -> &'static str {
        match self {
            Self::Channels => "channels",
            Self::Roles => "roles",
        }
    }

    fn one(self) -> &'static str {
        match self {
            Self::Channels => "channel",
            Self::Roles => "role",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Channels => "floor",
            Self::Roles => "supervisors",
        }
    }

    pub(super) fn read(self, node: &YamlNode, errors: &mut SourceErrors) -> Names {
        if !node.is_map() {
            errors.hide(node);
            let message = format!("expected a name and an id for each {}", self.one());
            errors.push(node.error(message, "not a map").help(format!(
                "write `{}: \"123456789012345678\"` below `{}:`",
                self.example(),
                self.key()
            )));
        }
        let entries = node.entries().iter().map(|(key, value)| {
            let id = errors.keep(discord_id(value));
            (key.word.clone(), NamedValue { id, span: key.span })
        });
        entries.collect()
    }

    /// Reads a list of names that the section gives.
    pub(super) fn read_list<'a>(
        self,
        node: &YamlNode,
        names: &'a Names,
        errors: &mut SourceErrors,
    ) -> Vec<(&'a str, NamedValue)> {
        let YamlValue::List(items) = &node.value else {
            errors.hide(node);
            let shown = match &node.value {
                YamlValue::Text(text) if names.contains_key(text) => text.as_str(),
                _ => self.example(),
            };
            let message = format!("expected a list of {}", self.key());
            let error = node.error(message, "not a list");
            errors.push(error.help(format!("write `[{shown}]`")));
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| errors.keep(self.find(item, names)))
            .collect()
    }

    fn find<'a>(
        self,
        node: &YamlNode,
        names: &'a Names,
    ) -> Result<(&'a str, NamedValue), SourceError> {
        let label = match self {
            Self::Channels => "unknown channel",
            Self::Roles => "unknown role",
        };
        let text = node.text(&format!("a {}'s name", self.one()))?;
        if let Some((name, named)) = names.get_key_value(text) {
            return Ok((name, *named));
        }
        let known = names.keys().map(String::as_str);
        let otherwise = format!("name it below `{}:`", self.key());
        Err(SourceError::unknown(
            node.span, label, text, known, &otherwise,
        ))
    }
}

/// Reads the id of something in Discord.
pub(super) fn discord_id(node: &YamlNode) -> Result<u64, SourceError> {
    const EXPECTED: &str = "an id such as `\"123456789012345678\"`";
    let text = node.text(EXPECTED)?;
    parse_count(text).filter(|id| *id > 0).ok_or_else(|| {
        node.unexpected(EXPECTED)
            .help("in Discord, switch on developer mode, then right-click and copy the id")
    })
}
