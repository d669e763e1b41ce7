//! The shortest advice of a rule, which has a line of the card.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Language;

/// What to do about an alert, in a few words: one text, or one for each language by its tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleHint(BTreeMap<String, String>);

impl RuleHint {
    /// The number of characters that have room on a line of a phone.
    pub const LONGEST: usize = 30;

    /// One text for every language.
    pub fn for_all(text: &str) -> Self {
        Self(
            Language::ALL
                .map(|it| (it.tag().to_owned(), text.to_owned()))
                .into(),
        )
    }

    /// A text for each of these languages.
    pub fn by_language(texts: impl IntoIterator<Item = (Language, String)>) -> Self {
        let texts = texts.into_iter();
        Self(
            texts
                .map(|(language, text)| (language.tag().to_owned(), text))
                .collect(),
        )
    }

    /// Returns the text in this language, where there is one.
    pub fn text(&self, language: Language) -> Option<&str> {
        self.0.get(language.tag()).map(String::as_str)
    }
}
