//! `during:`, `depends_on:` and `labels:` - what a rule refers to and how others refer to it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    diagnostic::{
        SourceError, SourceErrors, SourceSpan, YamlNode, YamlValue, alternatives, did_you_mean,
    },
    rules::{Calendar, Rule, RuleId, parse::draft},
};

/// What the rules of all files have names for.
#[derive(Default)]
pub(super) struct RuleIndex<'node> {
    /// The calendars; one that is wrong has a name, and no more.
    pub(super) calendars: BTreeMap<&'node str, Option<Arc<Calendar>>>,
    /// The rules, right or wrong.
    pub(super) rules: BTreeSet<&'node str>,
}

impl RuleIndex<'_> {
    /// What `during:` says.
    pub(super) fn during(&self, node: &YamlNode) -> Result<Option<Arc<Calendar>>, SourceError> {
        let name = node.text("the name of a calendar")?;
        if let Some(calendar) = self.calendars.get(name) {
            return Ok(calendar.clone());
        }
        let names = || self.calendars.keys().copied();
        let help = match did_you_mean(name, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if self.calendars.is_empty() => {
                String::from("name it under `calendars` in a file of rules")
            }
            None => format!(
                "expected {}, or name it under `calendars` in a file of rules",
                alternatives(names())
            ),
        };
        let message = format!("`{name}` is no calendar");
        Err(SourceError::at(node.span, message, "unknown calendar").help(help))
    }

    /// What `depends_on:` says of the rule of that name: one rule, or a list of them.
    pub(super) fn depends_on(
        &self,
        node: &YamlNode,
        own: Option<&RuleId>,
        faults: &mut SourceErrors,
    ) -> Vec<RuleId> {
        let items = match &node.value {
            YamlValue::List(items) => items.as_slice(),
            YamlValue::Null | YamlValue::Text(_) | YamlValue::Map(_) => std::slice::from_ref(node),
        };
        let mut rules = Vec::new();
        for item in items {
            let Some(rule) = faults.keep(self.rule(item, own)) else {
                continue;
            };
            if rules.contains(&rule) {
                let message = format!("`{rule}` is named twice");
                faults.push(SourceError::at(item.span, message, "twice"));
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
            return Err(SourceError::at(node.span, message, "itself").help("name another rule"));
        }
        if self.rules.contains(name) {
            return Ok(RuleId::new(name));
        }
        let names = || {
            let names = self.rules.iter().copied();
            names.filter(|name| own.is_none_or(|own| own.as_str() != *name))
        };
        let help = match did_you_mean(name, names()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => String::from("write the name that the other rule has after `alert:`"),
        };
        let message = format!("`{name}` is no rule");
        Err(SourceError::at(node.span, message, "unknown rule").help(help))
    }
}

/// A rule that is right, in its file.
pub(super) struct PlacedReference {
    pub(super) rule: Rule,
    /// Where `depends_on` has its value, or else where the rule stands.
    pub(super) depends_on: SourceSpan,
    /// Which file it is in.
    pub(super) file: usize,
}

/// The rules that depend on each other in a circle, a fault for each circle, with its file.
pub(super) fn circles(rules: &[PlacedReference]) -> Vec<(usize, SourceError)> {
    let by_name: BTreeMap<&RuleId, &PlacedReference> = rules
        .iter()
        .map(|placed| (&placed.rule.id, placed))
        .collect();
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for placed in rules {
        let mut path = Vec::new();
        walk(placed, &by_name, &mut path, &mut done, &mut found);
    }
    found
}

fn walk<'rules>(
    placed: &'rules PlacedReference,
    by_name: &BTreeMap<&'rules RuleId, &'rules PlacedReference>,
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
            let fault = SourceError::at(placed.depends_on, message, "closes a circle")
                .help("all of them would be silent at once: take one of the lines away");
            found.push((placed.file, fault));
        } else if let Some(next) = by_name.get(next) {
            walk(next, by_name, path, done, found);
        }
    }
    path.pop();
    done.insert(id);
}

/// The words that silences match besides labels.
const MATCHED: [&str; 4] = ["operation", "rule", "scope", "severity"];
const LONGEST_LABEL: usize = 64;

/// What `labels:` says.
pub(super) fn labels(node: &YamlNode, faults: &mut SourceErrors) -> BTreeMap<String, String> {
    let YamlValue::Map(entries) = &node.value else {
        faults.push(
            node.unexpected("a name and a value for each label")
                .help("write `labels: { team: voz }`"),
        );
        return BTreeMap::new();
    };
    let mut labels = BTreeMap::new();
    for (key, value) in entries {
        faults.keep(label_name(&key.word, key.span));
        if let Some(text) = faults.keep(label_value(value)) {
            labels.insert(key.word.clone(), text.to_owned());
        }
    }
    labels
}

/// The names of the labels that a rule gives, right or wrong.
pub(super) fn names(item: &YamlNode) -> Vec<&str> {
    match draft::value_of(item, "labels").map(|node| &node.value) {
        Some(YamlValue::Map(entries)) => entries.iter().map(|(key, _)| key.word.as_str()).collect(),
        Some(YamlValue::Null | YamlValue::Text(_) | YamlValue::List(_)) | None => Vec::new(),
    }
}

fn label_name(name: &str, span: SourceSpan) -> Result<(), SourceError> {
    if MATCHED.contains(&name) {
        let message = format!("`{name}` is no name for a label");
        return Err(SourceError::at(span, message, "taken")
            .help("silences match it already: give the label another name"));
    }
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let starts = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
    if !starts || !name.chars().all(is_word) || name.len() > LONGEST_LABEL {
        let message = format!("`{name}` is no name for a label");
        return Err(SourceError::at(span, message, "not a word").help(format!(
            "a name starts with a letter, and has letters, digits and `_`, at most \
             {LONGEST_LABEL}"
        )));
    }
    Ok(())
}

fn label_value(node: &YamlNode) -> Result<&str, SourceError> {
    let text = node.text("a text such as `voz`")?;
    if text.chars().any(char::is_control) || text.chars().count() > LONGEST_LABEL {
        let message = format!("a label is one line of at most {LONGEST_LABEL} characters");
        return Err(SourceError::at(node.span, message, "not a line"));
    }
    Ok(text)
}
