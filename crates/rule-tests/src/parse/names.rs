//! The channels and roles that rules name. A test has no chat, so every name is accepted.

use vigia_core::{
    diagnostic::{SourceErrors, YamlNode, YamlValue, read_yaml},
    rules::{ChannelName, RoleName},
};

/// Returns the channels that a text of rules names in `notify`.
pub fn named_channels(rules: &str) -> Vec<ChannelName> {
    let names = texts_below(rules, "notify").into_iter();
    names.map(ChannelName::new).collect()
}

/// Returns the roles that a text of rules mentions.
pub fn named_roles(rules: &str) -> Vec<RoleName> {
    let names = texts_below(rules, "mention").into_iter();
    names.map(RoleName::new).collect()
}

/// Collects every text below a key of that name.
fn texts_below(rules: &str, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(root) = read_yaml(rules, &mut SourceErrors::default()) {
        collect_texts(&root, key, false, &mut found);
    }
    found
}

fn collect_texts(node: &YamlNode, key: &str, is_below: bool, found: &mut Vec<String>) {
    match &node.value {
        YamlValue::Text(text) if is_below => found.push(text.trim().to_owned()),
        YamlValue::Null | YamlValue::Text(_) => {}
        YamlValue::List(items) => {
            for item in items {
                collect_texts(item, key, is_below, found);
            }
        }
        YamlValue::Map(entries) => {
            for (name, value) in entries {
                collect_texts(value, key, is_below || name.word == key, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_that_is_notified_is_known_wherever_it_stands() {
        let text = "rules:\n  - notify: floor\n  - { notify: { warning: floor, critical: 'the boss' } }\n  - escalate: [{ after: 10m, notify: duty }]\n";
        let names = named_channels(text);
        let names: Vec<&str> = names.iter().map(ChannelName::as_str).collect();
        assert_eq!(names, ["floor", "floor", "the boss", "duty"]);
    }
}
