//! The locale of a language tag such as `es-CO`: a language and the form of numbers.

use vigia_core::{Language, NumberStyle};

/// A language and a number style. The language is that of the person who asks, the numbers
/// are those of the operation, so that one figure looks the same to everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    language: Language,
    numbers: NumberStyle,
}

impl Locale {
    /// The locale of a tag such as `es-CO`, `es-419` or `pt-BR`. A language that the bot
    /// does not speak is answered in English.
    pub fn from_tag(tag: &str) -> Self {
        let language = Language::of_tag(tag).unwrap_or(Language::English);
        let region = subtags(tag).skip(1).find(|part| is_region(part));
        let region = region.unwrap_or_default().to_ascii_uppercase();
        Self {
            language,
            numbers: language.numbers_in(&region),
        }
    }

    pub fn language(self) -> Language {
        self.language
    }

    pub(super) fn numbers(self) -> NumberStyle {
        self.numbers
    }

    /// Returns the same numbers in the language of another tag, where the bot speaks it.
    pub fn spoken_to(self, tag: &str) -> Self {
        Self {
            language: Language::of_tag(tag).unwrap_or(self.language),
            ..self
        }
    }
}

fn subtags(tag: &str) -> impl Iterator<Item = &str> {
    tag.trim().split(['-', '_', '.'])
}

fn is_region(part: &str) -> bool {
    let all = |test: fn(&char) -> bool| part.chars().all(|c| test(&c));
    (part.len() == 2 && all(char::is_ascii_alphabetic))
        || (part.len() == 3 && all(char::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_tells_the_language_and_the_numbers() {
        for (tag, language, decimal) in [
            ("es-CO", Language::Spanish, ','),
            ("es_AR.UTF-8", Language::Spanish, ','),
            ("es-CL", Language::Spanish, ','),
            ("es", Language::Spanish, ','),
            ("es-419", Language::Spanish, '.'),
            ("ES-mx", Language::Spanish, '.'),
            ("es-Latn-PE", Language::Spanish, '.'),
            ("en-US", Language::English, '.'),
            ("pt-BR", Language::Portuguese, ','),
            ("pt", Language::Portuguese, ','),
            ("de-DE", Language::English, '.'),
            ("", Language::English, '.'),
            ("--ñ", Language::English, '.'),
        ] {
            let locale = Locale::from_tag(tag);
            assert_eq!(
                (locale.language(), locale.numbers().decimal),
                (language, decimal),
                "{tag}"
            );
        }
    }

    #[test]
    fn an_asker_changes_the_language_and_not_the_numbers() {
        let operation = Locale::from_tag("es-CO");
        let asked = operation.spoken_to("en-US");
        assert_eq!(asked.language(), Language::English);
        assert_eq!(asked.numbers(), operation.numbers());
        assert_eq!(operation.spoken_to("ja"), operation);
    }
}
