//! The channels and roles that rules name. A test knows no chat, so that every one of them is right.

use vigia_core::{
    diagnostic::{SourceErrors, YamlNode, YamlValue, read},
    rules::{ChannelName, RoleName},
};

/// The channels that a text of rules names in `notify`.
#[must_use]
pub fn channels(rules: &str) -> Vec<ChannelName> {
    let mut names = Vec::new();
    if let Some(root) = read(rules, &mut SourceErrors::default()) {
        under(&root, "notify", &mut names);
    }
    names.into_iter().map(ChannelName::new).collect()
}

/// The roles that a text of rules mentions: a test knows no chat.
#[must_use]
pub fn roles(rules: &str) -> Vec<RoleName> {
    let mut names = Vec::new();
    if let Some(root) = read(rules, &mut SourceErrors::default()) {
        under(&root, "mention", &mut names);
    }
    names.into_iter().map(RoleName::new).collect()
}

/// Every text below a key of that name.
fn under(node: &YamlNode, name: &str, found: &mut Vec<String>) {
    match &node.value {
        YamlValue::Null | YamlValue::Text(_) => {}
        YamlValue::List(items) => {
            for item in items {
                under(item, name, found);
            }
        }
        YamlValue::Map(entries) => {
            for (key, value) in entries {
                if key.word == name {
                    texts(value, found);
                } else {
                    under(value, name, found);
                }
            }
        }
    }
}

fn texts(node: &YamlNode, found: &mut Vec<String>) {
    match &node.value {
        YamlValue::Null => {}
        YamlValue::Text(text) => found.push(text.trim().to_owned()),
        YamlValue::List(items) => {
            for item in items {
                texts(item, found);
            }
        }
        YamlValue::Map(entries) => {
            for (_, value) in entries {
                texts(value, found);
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
        let names = channels(text);
        let names: Vec<&str> = names.iter().map(ChannelName::as_str).collect();
        assert_eq!(names, ["floor", "floor", "the boss", "duty"]);
    }
}
