//! A language tag, such as `es-CO`: which language, and how numbers are written.

/// A language that the bot speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// The Spanish of Latin America.
    Spanish,
    /// The Portuguese of Brazil.
    Portuguese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::English, Self::Spanish, Self::Portuguese];

    /// Its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Portuguese => "pt-BR",
        }
    }

    /// The language of a tag, where the bot speaks it.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let language = subtags(tag).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "es" => Some(Self::Spanish),
            "pt" => Some(Self::Portuguese),
            _ => None,
        }
    }
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NumberStyle {
    /// Before the fraction.
    pub(super) decimal: char,
    /// Between the thousands.
    pub(super) group: char,
    /// Between a number and its percent sign.
    pub(super) before_percent: &'static str,
}

/// A language and a number style: the language follows who asks, the numbers follow the
/// operation, so that one figure looks the same to everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    language: Language,
    numbers: NumberStyle,
}

impl Locale {
    /// The locale of a tag such as `es-CO`, `es-419` or `pt-BR`. A language that the bot
    /// does not speak is answered in English.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let language = Language::of_tag(tag).unwrap_or(Language::English);
        let region = subtags(tag).skip(1).find(|part| is_region(part));
        let region = region.unwrap_or_default().to_ascii_uppercase();
        Self {
            language,
            numbers: NumberStyle::of(language, &region),
        }
    }

    /// The language.
    #[must_use]
    pub fn language(self) -> Language {
        self.language
    }

    pub(super) fn numbers(self) -> NumberStyle {
        self.numbers
    }

    /// The same numbers in the language of an asker's tag, where the bot speaks it.
    #[must_use]
    pub fn spoken_to(self, tag: &str) -> Self {
        Self {
            language: Language::of_tag(tag).unwrap_or(self.language),
            ..self
        }
    }
}

impl NumberStyle {
    const POINT: Self = Self {
        decimal: '.',
        group: ',',
        before_percent: " ",
    };
    const COMMA: Self = Self {
        decimal: ',',
        group: '.',
        before_percent: " ",
    };

    /// As the Unicode locale data have it; thousands are always grouped, since a table of
    /// counts reads better so.
    fn of(language: Language, region: &str) -> Self {
        match language {
            Language::English => Self::POINT,
            Language::Spanish => Self::of_spanish(region),
            Language::Portuguese => Self {
                before_percent: "",
                ..Self::COMMA
            },
        }
    }

    fn of_spanish(region: &str) -> Self {
        match region {
            "419" | "MX" | "US" | "PR" | "PE" | "GT" | "HN" | "NI" | "PA" | "SV" | "DO" | "CU"
            | "BZ" => Self::POINT,
            "CR" => Self {
                group: '\u{a0}',
                ..Self::COMMA
            },
            _ => Self::COMMA,
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
