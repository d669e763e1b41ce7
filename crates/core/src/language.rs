//! The languages that the bot speaks and reads. A new one needs a variant and an entry here,
//! and its Fluent files in `crates/cards/src/words/<tag>/`.

/// A language that the bot speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    /// The Spanish of Latin America.
    Spanish,
    /// The Portuguese of Brazil.
    Portuguese,
}

/// The facts of a language that are no sentences.
#[derive(Debug)]
pub struct LanguageEntry {
    /// The tag by which the bot speaks of it, such as `pt-BR`.
    pub tag: &'static str,
    /// The tags that a configuration may name, `tag` among them.
    pub config_tags: &'static [&'static str],
    /// The locales of Discord that are spoken to in it. English has none: Discord shows the
    /// texts without a locale to everybody else.
    pub discord_locales: &'static [&'static str],
    /// The days from Monday on as people type them, in lower case and without accents.
    pub weekdays: [&'static str; 7],
    /// Words for all days, for Monday to Friday, and for Saturday and Sunday.
    pub every_day: &'static [&'static str],
    pub working_days: &'static [&'static str],
    pub weekend: &'static [&'static str],
    pub numbers: NumberStyle,
    /// The regions that write numbers in another way.
    pub numbers_by_region: &'static [(&'static [&'static str], NumberStyle)],
}

/// The form of numbers, as the Unicode locale data have it. Thousands are always grouped,
/// since a table of counts reads better so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    pub decimal: char,
    /// The mark between thousands.
    pub group: char,
    pub before_percent: &'static str,
}

const POINT: NumberStyle = NumberStyle {
    decimal: '.',
    group: ',',
    before_percent: " ",
};
const COMMA: NumberStyle = NumberStyle {
    decimal: ',',
    group: '.',
    before_percent: " ",
};

const ENGLISH: LanguageEntry = LanguageEntry {
    tag: "en",
    config_tags: &["en"],
    discord_locales: &[],
    weekdays: [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ],
    every_day: &["daily", "everyday"],
    working_days: &["weekday", "weekdays"],
    weekend: &["weekend", "weekends"],
    numbers: POINT,
    numbers_by_region: &[],
};

const SPANISH: LanguageEntry = LanguageEntry {
    tag: "es",
    config_tags: &["es", "es-AR", "es-CL", "es-CO", "es-ES", "es-MX", "es-PE"],
    discord_locales: &["es-ES", "es-419"],
    weekdays: [
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
    ],
    every_day: &["diario", "diariamente"],
    working_days: &["laborables", "habiles"],
    weekend: &[],
    numbers: COMMA,
    numbers_by_region: &[
        (
            &[
                "419", "MX", "US", "PR", "PE", "GT", "HN", "NI", "PA", "SV", "DO", "CU", "BZ",
            ],
            POINT,
        ),
        (
            &["CR"],
            NumberStyle {
                group: '\u{a0}',
                ..COMMA
            },
        ),
    ],
};

const PORTUGUESE: LanguageEntry = LanguageEntry {
    tag: "pt-BR",
    config_tags: &["pt-BR"],
    discord_locales: &["pt-BR"],
    weekdays: [
        "segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo",
    ],
    every_day: &[],
    working_days: &["uteis"],
    weekend: &[],
    numbers: NumberStyle {
        before_percent: "",
        ..COMMA
    },
    numbers_by_region: &[],
};

impl Language {
    pub const ALL: [Self; 3] = [Self::English, Self::Spanish, Self::Portuguese];

    pub fn entry(self) -> &'static LanguageEntry {
        match self {
            Self::English => &ENGLISH,
            Self::Spanish => &SPANISH,
            Self::Portuguese => &PORTUGUESE,
        }
    }

    pub fn tag(self) -> &'static str {
        self.entry().tag
    }

    /// Returns the language of a tag such as `es-CO` or `pt`, where the bot speaks it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let wanted = primary_subtag(tag);
        let mut all = Self::ALL.into_iter();
        all.find(|language| primary_subtag(language.tag()).eq_ignore_ascii_case(wanted))
    }

    /// Returns the tags of all languages that a configuration may name.
    pub fn config_tags() -> impl Iterator<Item = &'static str> {
        let all = Self::ALL.into_iter();
        all.flat_map(|language| language.entry().config_tags.iter().copied())
    }

    /// Returns the locales of Discord that have texts of their own, with their languages.
    pub fn discord_locales() -> impl Iterator<Item = (&'static str, Self)> {
        Self::ALL.into_iter().flat_map(|language| {
            let locales = language.entry().discord_locales.iter();
            locales.map(move |locale| (*locale, language))
        })
    }

    /// Returns the form of numbers in a region, such as `CO` or `419`.
    pub fn numbers_in(self, region: &str) -> NumberStyle {
        let entry = self.entry();
        let mut regions = entry.numbers_by_region.iter();
        let own = regions.find(|(regions, _)| regions.contains(&region));
        own.map_or(entry.numbers, |(_, numbers)| *numbers)
    }
}

fn primary_subtag(tag: &str) -> &str {
    let end = tag.trim().find(['-', '_', '.']);
    end.map_or(tag.trim(), |end| &tag.trim()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::DaySelection;

    #[test]
    fn every_language_is_found_by_each_of_its_tags_and_by_no_other() {
        for language in Language::ALL {
            let entry = language.entry();
            assert!(entry.config_tags.contains(&entry.tag), "{language:?}");
            for tag in entry.config_tags.iter().chain(entry.discord_locales) {
                assert_eq!(Language::of_tag(tag), Some(language), "{tag}");
            }
        }
        assert_eq!(Language::of_tag("ja"), None);
        assert_eq!(Language::of_tag(""), None);
    }

    #[test]
    fn the_days_of_every_language_are_understood() {
        for language in Language::ALL {
            let entry = language.entry();
            for (day, name) in (0_u8..).zip(entry.weekdays) {
                let days: Vec<_> = DaySelection::parse(name).unwrap().iter().collect();
                let day = chrono::Weekday::try_from(day).unwrap();
                assert_eq!(days, [day], "{language:?} {name}");
            }
            for (words, days) in [
                (entry.every_day, DaySelection::ALL),
                (entry.working_days, DaySelection::WORKING),
                (entry.weekend, DaySelection::WEEKEND),
            ] {
                for word in words {
                    assert_eq!(DaySelection::parse(word), Ok(days), "{language:?} {word}");
                }
            }
        }
    }
}
