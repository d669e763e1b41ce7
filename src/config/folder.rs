//! The folder of rules, for whoever needs nothing else of the configuration.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::config::load::DEFAULT_RULES;
use vigia_core::diagnostic::{SourceErrors, YamlValue, read};

/// The folder of rules that a configuration names. It need not be right otherwise, nor have
/// its secrets, nor be there.
#[must_use]
pub fn rules_folder(config: &Path) -> PathBuf {
    let text = fs::read_to_string(config).unwrap_or_default();
    let root = read(&text, &mut SourceErrors::default()).map(|root| root.value);
    let named = match &root {
        Some(YamlValue::Map(entries)) => entries
            .iter()
            .find(|(key, _)| key.word == "rules")
            .and_then(|(_, node)| node.text("").ok()),
        Some(YamlValue::Null | YamlValue::Text(_) | YamlValue::List(_)) | None => None,
    };
    let folder = config.parent().unwrap_or_else(|| Path::new(""));
    folder.join(named.unwrap_or(DEFAULT_RULES))
}
