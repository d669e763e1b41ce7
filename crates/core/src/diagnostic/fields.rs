//! The entries of a map, taken one by one by name; what nobody took is unknown.

use crate::diagnostic::{
    SourceError, SourceErrors, SourceSpan, YamlKey, YamlNode, YamlValue, alternatives, did_you_mean,
};

/// The entries of one map.
pub struct FieldReader<'node> {
    what: &'static str,
    span: SourceSpan,
    entries: &'node [(YamlKey, YamlNode)],
    known: Vec<&'static str>,
    missing: Vec<MissingField>,
}

struct MissingField {
    name: &'static str,
    example: String,
}

impl<'node> FieldReader<'node> {
    /// The entries of `node`, which is `what` (such as "a rule"); a fault where it is no map.
    pub fn of(
        node: &'node YamlNode,
        what: &'static str,
        example: &str,
        faults: &mut SourceErrors,
    ) -> Option<Self> {
        let YamlValue::Map(entries) = &node.value else {
            let found = match &node.value {
                YamlValue::Text(_) => "text",
                YamlValue::List(_) => "a list",
                YamlValue::Null | YamlValue::Map(_) => "nothing",
            };
            faults.push(
                SourceError::at(
                    node.span,
                    format!("{what} is a map, but this is {found}"),
                    "not a map",
                )
                .help(format!("write {example}")),
            );
            faults.hide(node);
            return None;
        };
        Some(Self {
            what,
            span: node.span,
            entries,
            known: Vec::new(),
            missing: Vec::new(),
        })
    }

    /// Where the map stands.
    #[must_use]
    pub fn span(&self) -> SourceSpan {
        self.span
    }

    /// The value of `name`, where it is given; a key without a value is a fault.
    pub fn optional(
        &mut self,
        name: &'static str,
        faults: &mut SourceErrors,
    ) -> Option<&'node YamlNode> {
        self.known.push(name);
        let (key, value) = self.entries.iter().find(|(key, _)| key.word == name)?;
        if matches!(value.value, YamlValue::Null) {
            faults.push(
                SourceError::at(key.span, format!("`{name}` has no value"), "no value")
                    .help("give it one, or take the line away"),
            );
            return None;
        }
        Some(value)
    }

    /// The value of `name`. Where it is missing, [`FieldReader::finish`] says so, since another
    /// key may turn out to be its misspelling.
    pub fn required(
        &mut self,
        name: &'static str,
        example: &str,
        faults: &mut SourceErrors,
    ) -> Option<&'node YamlNode> {
        if !self.gives(name) {
            self.known.push(name);
            self.missing.push(MissingField {
                name,
                example: example.to_owned(),
            });
            return None;
        }
        self.optional(name, faults)
    }

    /// Whether `name` is given, with a value or without.
    #[must_use]
    pub fn gives(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.word == name)
    }

    /// Reports every key that nobody asked for, and every one that is needed and missing.
    pub fn finish(mut self, faults: &mut SourceErrors) {
        for (key, value) in self.entries {
            if !self.known.contains(&key.word.as_str()) {
                faults.push(self.unknown(key));
                faults.hide(value);
            }
        }
        for MissingField { name, example } in self.missing {
            let message = format!("{} needs `{name}`", self.what);
            faults.push(
                SourceError::at(self.span, message, "incomplete")
                    .help(format!("add a line such as `{name}: {example}`")),
            );
        }
    }

    /// What is wrong with a key. The missing one that it was meant to be is missing no more.
    fn unknown(&mut self, key: &YamlKey) -> SourceError {
        let word = key.word.as_str();
        let message = format!("{} has no key `{word}`", self.what);
        let fault = SourceError::at(key.span, message, "unknown key");
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            return fault.help("a comma starts the next key: numbers have a point, as in `4.5%`");
        }
        let open = self.known.iter().copied().filter(|name| !self.gives(name));
        match did_you_mean(word, open) {
            Some(meant) => {
                self.missing.retain(|missing| missing.name != meant);
                fault.help(format!("did you mean `{meant}`?"))
            }
            None => fault.help(format!(
                "expected {}",
                alternatives(self.known.iter().copied())
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::read;

    fn messages(text: &str) -> Vec<String> {
        let mut faults = SourceErrors::default();
        let root = read(text, &mut faults).unwrap();
        let mut fields = FieldReader::of(&root, "a thing", "`a: 1`", &mut faults).unwrap();
        fields.required("metric", "asa", &mut faults);
        fields.optional("window", &mut faults);
        fields.finish(&mut faults);
        let (faults, _) = faults.into_parts();
        faults
            .into_iter()
            .map(|fault| format!("{}; {}", fault.message, fault.help.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn a_misspelt_key_is_one_fault_and_not_also_a_missing_one() {
        assert_eq!(
            messages("metrik: asa\n"),
            ["a thing has no key `metrik`; did you mean `metric`?"]
        );
    }

    #[test]
    fn a_key_that_is_given_is_not_what_was_meant() {
        assert_eq!(
            messages("metric: asa\nmetrik: ata\n"),
            ["a thing has no key `metrik`; expected `metric` or `window`"]
        );
    }

    #[test]
    fn a_key_without_a_value_is_no_value() {
        assert_eq!(
            messages("metric:\n"),
            ["`metric` has no value; give it one, or take the line away"]
        );
    }
}
