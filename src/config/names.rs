//! The names that people give to what Discord knows by number: channels and roles.

use std::collections::BTreeMap;

use vigia_core::diagnostic::{
    SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue, alternatives, did_you_mean,
    value::count,
};

/// What stands behind a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedValue {
    /// The number. A name whose number is wrong may still be used elsewhere in the file, so
    /// that its fault is told once.
    pub(super) id: Option<u64>,
    /// Where the name stands.
    pub(super) span: SourceSpan,
}

/// What has a name in a section.
pub(super) type Names = BTreeMap<String, NamedValue>;

/// One of the sections that give names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedSection {
    /// `channels:`.
    Channels,
    /// `roles:`.
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

    /// Reads the section.
    pub(super) fn read(self, node: &YamlNode, faults: &mut SourceErrors) -> Names {
        let YamlValue::Map(entries) = &node.value else {
            faults.hide(node);
            let message = format!("expected a name and an id for each {}", self.one());
            faults.push(
                SourceError::at(node.span, message, "not a map").help(format!(
                    "write `{}: \"123456789012345678\"` below `{}:`",
                    self.example(),
                    self.key()
                )),
            );
            return Names::new();
        };
        entries
            .iter()
            .map(|(key, value)| {
                let id = faults.keep(discord_id(value));
                (key.word.clone(), NamedValue { id, span: key.span })
            })
            .collect()
    }

    /// Reads a list of names that the section gives.
    pub(super) fn listed<'a>(
        self,
        node: &YamlNode,
        names: &'a Names,
        faults: &mut SourceErrors,
    ) -> Vec<(&'a str, NamedValue)> {
        let YamlValue::List(items) = &node.value else {
            faults.hide(node);
            let shown = match &node.value {
                YamlValue::Text(text) if names.contains_key(text) => text.as_str(),
                _ => self.example(),
            };
            let message = format!("expected a list of {}", self.key());
            faults.push(
                SourceError::at(node.span, message, "not a list")
                    .help(format!("write `[{shown}]`")),
            );
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| faults.keep(self.named(item, names)))
            .collect()
    }

    fn named<'a>(
        self,
        node: &YamlNode,
        names: &'a Names,
    ) -> Result<(&'a str, NamedValue), SourceError> {
        let (one, label) = match self {
            Self::Channels => ("a channel's name", "unknown channel"),
            Self::Roles => ("a role's name", "unknown role"),
        };
        let text = node.text(one)?;
        if let Some((name, named)) = names.get_key_value(text) {
            return Ok((name, *named));
        }
        let known = || names.keys().map(String::as_str);
        let help = match did_you_mean(text, known()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if names.is_empty() => format!("name it below `{}:`", self.key()),
            None => format!(
                "expected {}, or name it below `{}:`",
                alternatives(known()),
                self.key()
            ),
        };
        let message = format!("{} is no {} of the configuration", node.found(), self.one());
        Err(SourceError::at(node.span, message, label).help(help))
    }
}

/// The number of something in Discord.
pub(super) fn discord_id(node: &YamlNode) -> Result<u64, SourceError> {
    const EXPECTED: &str = "an id such as `\"123456789012345678\"`";
    let text = node.text(EXPECTED)?;
    count(text).filter(|id| *id > 0).ok_or_else(|| {
        node.unexpected(EXPECTED)
            .help("in Discord, switch on developer mode, then right-click and copy the id")
    })
}
