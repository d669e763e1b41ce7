//! A rule's description, which may name what its alert is about:
//! `Look at the breaks of {{ skill_name }}.`
//!
//! It is checked when the file is read, against what the rule has, and filled in where the
//! words of a card are made. What is filled in is data: it is never read as a template again.

mod check;
mod field;

use std::{collections::BTreeMap, sync::Arc};

use minijinja::{Environment, Error, Value, filters, tests as questions};
use serde::{Deserialize, Serialize};

pub use field::{TemplateField, TemplateOffer};

use crate::diagnostic::SourceError;

/// More than any template of this length needs.
const FUEL: u64 = 20_000;

/// A description. What it names was found right when its file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescriptionTemplate(String);

impl DescriptionTemplate {
    /// The most characters that it may have, as it is written and as it is filled in.
    pub const LONGEST: usize = 1_000;

    /// The description of a rule that has what `offer` says.
    ///
    /// # Errors
    /// Every fault, each at its place in `text`.
    pub fn parse(text: &str, offer: &TemplateOffer<'_>) -> Result<Self, Vec<SourceError>> {
        let faults = check::template_faults(text, offer);
        if faults.is_empty() {
            Ok(Self(text.to_owned()))
        } else {
            Err(faults)
        }
    }

    pub fn as_written(&self) -> &str {
        &self.0
    }

    /// The text with these facts. One that cannot be filled in is shown as it was written: an
    /// alert is not lost for its description.
    pub fn fill(&self, facts: TemplateFacts) -> String {
        let text = self.filled(facts).unwrap_or_else(|_| self.0.clone());
        let mut text = text.trim().to_owned();
        if let Some((cut, _)) = text.char_indices().nth(Self::LONGEST) {
            text.truncate(cut);
            text.push('…');
        }
        text
    }

    fn filled(&self, facts: TemplateFacts) -> Result<String, Error> {
        let TemplateFacts {
            mut values,
            labels,
            shown,
        } = facts;
        values.insert(check::LABELS, Value::from(labels));
        let environment = template_environment(Arc::new(shown));
        let template = environment.template_from_str(&self.0)?;
        template.render(Value::from(values))
    }
}

/// The values that a template is filled in with, in the reader's words.
#[derive(Clone, Debug)]
pub struct TemplateFacts {
    values: BTreeMap<&'static str, Value>,
    labels: BTreeMap<String, String>,
    shown: TemplateValue,
}

/// The value of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFact {
    /// A text, as it is shown.
    Text(String),
    /// A number that names something.
    Number(u64),
    /// A word of the rules, and how the reader says it.
    Word {
        /// As rules have it, such as `critical`.
        word: String,
        /// As it is shown.
        shown: String,
    },
}

impl TemplateFacts {
    /// No facts yet. A field without a value is shown as `missing`.
    pub fn new(missing: &str, labels: BTreeMap<String, String>) -> Self {
        Self {
            values: BTreeMap::new(),
            labels,
            shown: TemplateValue {
                missing: missing.to_owned(),
                words: BTreeMap::new(),
            },
        }
    }

    pub fn with(mut self, field: TemplateField, fact: Option<TemplateFact>) -> Self {
        let value = match fact {
            None => return self,
            Some(TemplateFact::Text(text)) => Value::from(text),
            Some(TemplateFact::Number(number)) => Value::from(number),
            Some(TemplateFact::Word { word, shown }) => {
                self.shown.words.insert(word.clone(), shown);
                Value::from_safe_string(word)
            }
        };
        self.values.insert(field.name(), value);
        self
    }
}

/// The form in which values are shown. A word of the rules is compared as it is written in rules, and shown
/// in the reader's words: nothing but such a word is marked as safe.
#[derive(Clone, Debug)]
struct TemplateValue {
    missing: String,
    words: BTreeMap<String, String>,
}

impl TemplateValue {
    fn of(&self, value: &Value) -> String {
        if value.is_undefined() || value.is_none() {
            return self.missing.clone();
        }
        let text = value.to_string();
        match self.words.get(&text) {
            Some(shown) if value.is_safe() => shown.clone(),
            Some(_) | None => text,
        }
    }
}

/// The environment knows what [`check`] lets through, and no more.
fn template_environment(shown: Arc<TemplateValue>) -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_syntax(check::template_syntax());
    environment.set_fuel(Some(FUEL));
    environment.add_filter("default", filters::default);
    environment.add_test("defined", questions::is_defined);
    environment.add_test("undefined", questions::is_undefined);
    let upper = Arc::clone(&shown);
    environment.add_filter("upper", move |it: &Value| upper.of(it).to_uppercase());
    let lower = Arc::clone(&shown);
    environment.add_filter("lower", move |it: &Value| lower.of(it).to_lowercase());
    environment
        .set_formatter(move |out, _, value| out.write_str(&shown.of(value)).map_err(Error::from));
    environment
}

#[cfg(test)]
mod tests;
