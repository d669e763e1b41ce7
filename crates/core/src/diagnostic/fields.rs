//! Maps: each key is read by its name, and a key that nothing reads is unknown.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostic::{
    SourceError, SourceErrors, SourceSpan, YamlKey, YamlNode, YamlValue, alternatives, did_you_mean,
};

/// A type that is read from YAML. All that is wrong with the value is added to `errors`.
pub trait FromYaml<'node>: Sized {
    fn from_yaml(node: &'node YamlNode, errors: &mut SourceErrors) -> Option<Self>;
}

/// A value that is read later, when more is known about it.
impl<'node> FromYaml<'node> for &'node YamlNode {
    fn from_yaml(node: &'node YamlNode, _: &mut SourceErrors) -> Option<Self> {
        Some(node)
    }
}

impl FromYaml<'_> for u64 {
    fn from_yaml(node: &YamlNode, errors: &mut SourceErrors) -> Option<Self> {
        errors.keep(node.count())
    }
}

impl FromYaml<'_> for bool {
    fn from_yaml(node: &YamlNode, errors: &mut SourceErrors) -> Option<Self> {
        errors.keep(node.boolean())
    }
}

/// YAML reads an unquoted number as one, where vigia reads a text.
impl JsonSchema for YamlNode {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("text")
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"] })
    }
}

/// The schema of a name or a list of names.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
pub enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// Defines a map of a file as a table of its keys: a struct with a field for each of them, its
/// [`FromYaml`] and its JSON Schema. The comments are the descriptions in the schema.
///
/// `struct OneStep<'node>("a step", "`{ after: 10m }`")` says what messages call the map, and shows
/// one. `"for" => hold_for: Duration = read_length, as "Option<String>", needed "10m";` is a key
/// that `read_length` reads, that is a text in the schema, and that may not be missing. Each of the
/// three parts may be left out. A field is `None` where its key is missing or wrong.
#[macro_export]
macro_rules! yaml_map {
    (@read $node:ident, $errors:ident) => {
        $crate::diagnostic::FromYaml::from_yaml($node, $errors)
    };
    (@read $node:ident, $errors:ident, $reader:path) => {
        $errors.keep($reader($node))
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $Name:ident<$life:lifetime>($what:literal, $example:expr) {$(
            $(#[$field_meta:meta])*
            $key:literal => $field:ident: $Type:ty
            $(= $reader:path)? $(, as $schema:literal)? $(, needed $sample:literal)?;
        )*}
    ) => {
        #[derive(::schemars::JsonSchema)]
        #[schemars(deny_unknown_fields)]
        $(#[$meta])*
        $vis struct $Name<$life> {
            #[schemars(skip)]
            #[allow(dead_code, clippy::allow_attributes, reason = "not every map needs its place")]
            $vis node: &$life $crate::diagnostic::YamlNode,
            $(
                $(#[$field_meta])*
                #[schemars(rename = $key)]
                $(#[schemars(with = $schema)])?
                $(#[schemars(required, example = &$sample)])?
                $vis $field: Option<$Type>,
            )*
        }

        impl<$life> $Name<$life> {
            /// Reads the map under the name that messages call it.
            $vis fn read_as(
                node: &$life $crate::diagnostic::YamlNode,
                what: &'static str,
                example: &str,
                errors: &mut $crate::diagnostic::SourceErrors,
            ) -> Option<Self> {
                let mut fields =
                    $crate::diagnostic::FieldReader::of(node, what, example, errors)?;
                let map = Self {
                    node,
                    $($field: match fields.value($key, &[$($sample)?], errors) {
                        Some(value) => $crate::yaml_map!(@read value, errors $(, $reader)?),
                        None => None,
                    },)*
                };
                fields.finish(errors);
                Some(map)
            }
        }

        impl<$life> $crate::diagnostic::FromYaml<$life> for $Name<$life> {
            fn from_yaml(
                node: &$life $crate::diagnostic::YamlNode,
                errors: &mut $crate::diagnostic::SourceErrors,
            ) -> Option<Self> {
                Self::read_as(node, $what, $example, errors)
            }
        }
    };
}

/// Reads the entries of one map by name.
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
    /// Opens `node`, which messages call `what` (such as "a rule"). A value that is not a map is
    /// an error.
    pub fn of(
        node: &'node YamlNode,
        what: &'static str,
        example: &str,
        errors: &mut SourceErrors,
    ) -> Option<Self> {
        let YamlValue::Map(entries) = &node.value else {
            let found = match &node.value {
                YamlValue::Text(_) => "text",
                YamlValue::List(_) => "a list",
                YamlValue::Null | YamlValue::Map(_) => "nothing",
            };
            let message = format!("{what} is a map, but this is {found}");
            errors.push(
                node.error(message, "not a map")
                    .help(format!("write {example}")),
            );
            errors.hide(node);
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

    pub fn span(&self) -> SourceSpan {
        self.span
    }

    /// Returns the value of `name`, which is needed where there is a sample of it.
    pub fn value(
        &mut self,
        name: &'static str,
        sample: &[&str],
        errors: &mut SourceErrors,
    ) -> Option<&'node YamlNode> {
        match sample.first() {
            Some(sample) => self.required(name, sample, errors),
            None => self.optional(name, errors),
        }
    }

    /// Returns the value of `name`. A key without a value is an error.
    pub fn optional(
        &mut self,
        name: &'static str,
        errors: &mut SourceErrors,
    ) -> Option<&'node YamlNode> {
        self.known.push(name);
        let (key, value) = self.entries.iter().find(|(key, _)| key.word == name)?;
        if value.is_null() {
            errors.push(
                SourceError::at(key.span, format!("`{name}` has no value"), "no value")
                    .help("give it one, or take the line away"),
            );
            return None;
        }
        Some(value)
    }

    /// Returns the value of `name`. [`FieldReader::finish`] reports it as missing, since another
    /// key may turn out to be a misspelling of it.
    pub fn required(
        &mut self,
        name: &'static str,
        example: &str,
        errors: &mut SourceErrors,
    ) -> Option<&'node YamlNode> {
        if !self.gives(name) {
            self.known.push(name);
            self.missing.push(MissingField {
                name,
                example: example.to_owned(),
            });
            return None;
        }
        self.optional(name, errors)
    }

    /// Returns true where the map has the key, with a value or without.
    pub fn gives(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.word == name)
    }

    /// Reports every key that was not asked for, and every needed one that is missing.
    pub fn finish(mut self, errors: &mut SourceErrors) {
        for (key, value) in self.entries {
            if !self.known.contains(&key.word.as_str()) {
                errors.push(self.unknown(key));
                errors.hide(value);
            }
        }
        for MissingField { name, example } in self.missing {
            let message = format!("{} needs `{name}`", self.what);
            errors.push(
                SourceError::at(self.span, message, "incomplete")
                    .help(format!("add a line such as `{name}: {example}`")),
            );
        }
    }

    /// Describes an unknown key. The missing one that it was meant to be is no longer reported.
    fn unknown(&mut self, key: &YamlKey) -> SourceError {
        let word = key.word.as_str();
        let message = format!("{} has no key `{word}`", self.what);
        let error = SourceError::at(key.span, message, "unknown key");
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            return error.help("a comma starts the next key: numbers have a point, as in `4.5%`");
        }
        let open = self.known.iter().copied().filter(|name| !self.gives(name));
        match did_you_mean(word, open) {
            Some(meant) => {
                self.missing.retain(|missing| missing.name != meant);
                error.help(format!("did you mean `{meant}`?"))
            }
            None => error.help(format!(
                "expected {}",
                alternatives(self.known.iter().copied())
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::diagnostic::read_yaml;

    fn messages(text: &str) -> Vec<String> {
        let mut errors = SourceErrors::default();
        let root = read_yaml(text, &mut errors).unwrap();
        let mut fields = FieldReader::of(&root, "a thing", "`a: 1`", &mut errors).unwrap();
        fields.required("metric", "asa", &mut errors);
        fields.optional("window", &mut errors);
        fields.finish(&mut errors);
        let (errors, _) = errors.into_parts();
        errors
            .into_iter()
            .map(|error| format!("{}; {}", error.message, error.help.unwrap_or_default()))
            .collect()
    }

    crate::yaml_map! {
        /// A thing of this test.
        struct ThingDraft<'node>("a thing", "`a: 1`") {
            /// How long it lasts.
            "for" => length: Duration = YamlNode::duration, as "Option<String>", needed "10m";
            /// Its number.
            "count" => count: u64;
        }
    }

    #[test]
    fn a_table_reads_every_key_and_makes_the_schema() {
        let mut errors = SourceErrors::default();
        let root = read_yaml("for: 1h\ncount: x\ncont: 1\n", &mut errors).unwrap();
        let thing = ThingDraft::from_yaml(&root, &mut errors).unwrap();
        assert_eq!(thing.length, Some(Duration::from_secs(3_600)));
        assert_eq!((thing.count, thing.node.span), (None, root.span));
        assert_eq!(errors.count(), 2);
        let schema = schemars::schema_for!(ThingDraft);
        assert_eq!(schema.get("required"), Some(&serde_json::json!(["for"])));
        let description = schema.pointer("/properties/for/description");
        assert_eq!(description, Some(&serde_json::json!("How long it lasts.")));
    }

    #[test]
    fn a_misspelt_key_is_one_error_and_not_also_a_missing_one() {
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
