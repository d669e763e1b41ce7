//! `during:`, `depends_on:` and `labels:` refer to calendars and rules, and silences to labels.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    diagnostic::{SourceError, SourceErrors, SourceSpan, YamlNode, suggest_or},
    rules::{Calendar, Rule, RuleId},
};

/// The names in the files of rules.
#[derive(Default)]
pub(super) struct RuleIndex<'node> {
    /// Every file could be read. Otherwise a name that is not here may be in a broken one, whose
    /// own errors are enough.
    pub(super) is_whole: bool,
    /// A calendar that is wrong has a name, and no more.
    pub(super) calendars: BTreeMap<&'node str, Option<Arc<Calendar>>>,
    /// The rules, right or wrong.
    pub(super) rules: BTreeSet<&'node str>,
}

impl RuleIndex<'_> {
    pub(super) fn during(&self, node: &YamlNode) -> Result<Option<Arc<Calendar>>, SourceError> {
        let name = node.text("the name of a calendar")?;
        if let Some(calendar) = self.calendars.get(name) {
            return Ok(calendar.clone());
        }
        if !self.is_whole {
            return Ok(None);
        }
        let names = self.calendars.keys().copied();
        let otherwise = "name it under `calendars` in a file of rules";
        let label = "unknown calendar";
        Err(SourceError::unknown(
            node.span, label, name, names, otherwise,
        ))
    }

    /// Reads the rules that the rule `own` depends on: one, or a list of them.
    pub(super) fn depends_on(
        &self,
        node: &YamlNode,
        own: Option<&RuleId>,
        errors: &mut SourceErrors,
    ) -> Vec<RuleId> {
        let mut rules = Vec::new();
        for item in node.one_or_more() {
            let Some(rule) = errors.keep(self.rule(item, own)) else {
                continue;
            };
            if rules.contains(&rule) {
                errors.push(item.error(format!("`{rule}` is named twice"), "twice"));
                continue;
            }
            rules.push(rule);
        }
        rules
    }

    fn rule(&self, node: &YamlNode, own: Option<&RuleId>) -> Result<RuleId, SourceError> {
        let name = node.text("the name of a rule")?;
        if own.is_some_and(|own| own.as_str() == name) {
            let message = "a rule that depends on itself would silence itself";
            return Err(node.error(message, "itself").help("name another rule"));
        }
        if self.rules.contains(name) || !self.is_whole {
            return Ok(RuleId::new(name));
        }
        let names = self.rules.iter().copied();
        let others = names.filter(|name| own.is_none_or(|own| own.as_str() != *name));
        let help = suggest_or(name, others, || {
            String::from("write the name that the other rule has after `alert:`")
        });
        let message = format!("unknown rule `{name}`");
        Err(node.error(message, "unknown rule").help(help))
    }
}

/// A rule without errors, in its file.
pub(super) struct PlacedRule {
    pub(super) rule: Rule,
    /// The value of `depends_on`, or else the place of the rule.
    pub(super) depends_on: SourceSpan,
    /// The index of its file.
    pub(super) file: usize,
}

/// Finds rules that depend on each other in a circle: an error for each circle, with its file.
pub(super) fn find_circles(rules: &[PlacedRule]) -> Vec<(usize, SourceError)> {
    let by_name: BTreeMap<&RuleId, &PlacedRule> = rules
        .iter()
        .map(|placed| (&placed.rule.id, placed))
        .collect();
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for placed in rules {
        let mut path = Vec::new();
        follow_dependencies(placed, &by_name, &mut path, &mut done, &mut found);
    }
    found
}

fn follow_dependencies<'rules>(
    placed: &'rules PlacedRule,
    by_name: &BTreeMap<&'rules RuleId, &'rules PlacedRule>,
    path: &mut Vec<&'rules RuleId>,
    done: &mut BTreeSet<&'rules RuleId>,
    found: &mut Vec<(usize, SourceError)>,
) {
    let id = &placed.rule.id;
    if done.contains(id) {
        return;
    }
    path.push(id);
    for next in &placed.rule.depends_on {
        if let Some(start) = path.iter().position(|seen| *seen == next) {
            let circle = path.iter().skip(start).copied().chain([next]);
            let names: Vec<&str> = circle.map(RuleId::as_str).collect();
            let message = format!("rules depend on each other: {}", names.join(" → "));
            let error = SourceError::at(placed.depends_on, message, "closes a circle")
                .help("all of them would be silent at once: take one of the lines away");
            found.push((placed.file, error));
        } else if let Some(next) = by_name.get(next) {
            follow_dependencies(next, by_name, path, done, found);
        }
    }
    path.pop();
    done.insert(id);
}

/// The words that silences match besides labels.
const MATCHED: [&str; 4] = ["operation", "rule", "scope", "severity"];
const LONGEST_LABEL: usize = 64;

pub(super) fn read_labels(node: &YamlNode, errors: &mut SourceErrors) -> BTreeMap<String, String> {
    if !node.is_map() {
        let error = node.unexpected("a name and a value for each label");
        errors.push(error.help("write `labels: { team: voz }`"));
    }
    let mut labels = BTreeMap::new();
    for (key, value) in node.entries() {
        errors.keep(check_label_name(&key.word, key.span));
        if let Some(text) = errors.keep(label_value(value)) {
            labels.insert(key.word.clone(), text.to_owned());
        }
    }
    labels
}

fn check_label_name(name: &str, span: SourceSpan) -> Result<(), SourceError> {
    let refuse = |label, help: String| {
        let message = format!("`{name}` cannot be the name of a label");
        Err(SourceError::at(span, message, label).help(help))
    };
    if MATCHED.contains(&name) {
        let help = "silences match it already: give the label another name";
        return refuse("taken", help.to_owned());
    }
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let starts = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    if !starts || !name.chars().all(is_word) || name.len() > LONGEST_LABEL {
        let help = format!(
            "a name starts with a letter, and has letters, digits and `_`, at most {LONGEST_LABEL}"
        );
        return refuse("not a word", help);
    }
    Ok(())
}

fn label_value(node: &YamlNode) -> Result<&str, SourceError> {
    let text = node.text("a text such as `voz`")?;
    if text.chars().any(char::is_control) || text.chars().count() > LONGEST_LABEL {
        let message = format!("a label is one line of at most {LONGEST_LABEL} characters");
        return Err(node.error(message, "not a line"));
    }
    Ok(text)
}
