//! The Fluent files, and how a message becomes a line.
//!
//! A message is parsed when it is told. Parsed, the three languages would stay in memory for
//! ever with two megabytes, of which a centre hears a twentieth; and what is told is read by
//! people, so that some microseconds a line are nothing.

use std::sync::LazyLock;

use fluent::{FluentArgs, FluentBundle, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::{
    CardLine, TextSpan,
    words::{FluentArg, Language},
};

/// A span stands in the formatted text as one character of the private use area, so that
/// its place in the sentence is the translator's and its text is never read as Fluent.
const FIRST_PLACE: u32 = 0xE000;
const PLACES: u32 = 64;

static ENGLISH: LazyLock<MessageCatalogue> =
    LazyLock::new(|| MessageCatalogue::of(Language::English));
static SPANISH: LazyLock<MessageCatalogue> =
    LazyLock::new(|| MessageCatalogue::of(Language::Spanish));
static PORTUGUESE: LazyLock<MessageCatalogue> =
    LazyLock::new(|| MessageCatalogue::of(Language::Portuguese));

/// The messages of a language: the id of each and how it is written, in the order of ids.
struct MessageCatalogue(Vec<(&'static str, &'static str)>);

/// The files of a language: one for each thing that the bot speaks of.
macro_rules! files {
    ($folder:literal) => {
        files!(
            $folder, "terms", "alerts", "clues", "answers", "abandon", "service",
            "smart-hold", "hold", "durations", "charts", "watch", "summary", "commands", "typed",
            "help"
        )
    };
    ($folder:literal, $($name:literal),+) => {
        [$(include_str!(concat!($folder, "/", $name, ".ftl"))),+].as_slice()
    };
}

fn sources(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => const { files!("en") },
        Language::Spanish => const { files!("es") },
        Language::Portuguese => const { files!("pt-BR") },
    }
}

impl MessageCatalogue {
    fn of(language: Language) -> Self {
        let messages = sources(language).iter().copied().flat_map(written);
        let mut messages: Vec<_> = messages.collect();
        messages.sort_unstable();
        Self(messages)
    }

    fn in_language(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Spanish => &SPANISH,
            Language::Portuguese => &PORTUGUESE,
        }
    }

    fn get(&self, id: &str) -> Option<&'static str> {
        let found = self.0.binary_search_by_key(&id, |(id, _)| id).ok()?;
        self.0.get(found).map(|(_, written)| *written)
    }
}

/// The messages of a file, the last one first. Each begins with its id at the start of a
/// line; the lines of it that follow are indented, or close what it opened.
fn written(source: &'static str) -> Vec<(&'static str, &'static str)> {
    let (mut rest, mut length) = (source, 0);
    let mut messages = Vec::new();
    for line in source.split_inclusive('\n').rev() {
        length += line.len();
        if line.starts_with(|first: char| first.is_ascii_alphabetic())
            && let Some((id, _)) = line.split_once(" =")
        {
            let (before, message) = rest.split_at(rest.len() - length);
            messages.push((id, message));
            (rest, length) = (before, 0);
        }
    }
    messages
}

/// The message in this language, else in English, else its key.
pub(super) fn line(language: Language, id: &str, args: &[(&str, FluentArg)]) -> CardLine {
    let filled = fluent_args(args);
    let (text, _errors) = format(language, id, &filled)
        .or_else(|| format(Language::English, id, &filled))
        .unwrap_or_else(|| (id.to_owned(), Vec::new()));
    spans(&text, args)
}

fn format(
    language: Language,
    id: &str,
    args: &FluentArgs<'_>,
) -> Option<(String, Vec<FluentError>)> {
    let written = MessageCatalogue::in_language(language).get(id)?;
    let bundle = bundle(language, written);
    let message = bundle.get_message(id)?;
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(message.value()?, Some(args), &mut errors)
        .into_owned();
    Some((text, errors))
}

/// What Fluent needs to know for these messages, which name no others.
fn bundle(language: Language, written: &str) -> FluentBundle<FluentResource> {
    let tag = language.tag().parse::<LanguageIdentifier>();
    let mut bundle = FluentBundle::new(vec![tag.unwrap_or_default()]);
    // The marks around inserted text would be counted and searched by chats as text.
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(written.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
}

fn fluent_args<'args>(args: &[(&'args str, FluentArg)]) -> FluentArgs<'args> {
    let mut filled = FluentArgs::new();
    for ((name, arg), place) in args.iter().zip(FIRST_PLACE..FIRST_PLACE + PLACES) {
        let value = match arg {
            FluentArg::Number(number) => FluentValue::from(*number),
            FluentArg::Span(_) => {
                FluentValue::from(char::from_u32(place).map(String::from).unwrap_or_default())
            }
        };
        filled.set(*name, value);
    }
    filled
}

/// Cuts the text at the places of its spans.
fn spans(text: &str, args: &[(&str, FluentArg)]) -> CardLine {
    let mut spans: Vec<TextSpan> = Vec::new();
    for character in text.chars() {
        let span = u32::from(character)
            .checked_sub(FIRST_PLACE)
            .and_then(|place| args.get(usize::try_from(place).ok()?));
        match (span, spans.last_mut()) {
            (Some((_, FluentArg::Span(span))), _) => push(&mut spans, span.clone()),
            (_, Some(TextSpan::Text(last))) => last.push(character),
            (_, _) => spans.push(TextSpan::Text(character.into())),
        }
    }
    CardLine(spans)
}

/// Text after text is one text.
fn push(spans: &mut Vec<TextSpan>, span: TextSpan) {
    match (spans.last_mut(), span) {
        (Some(TextSpan::Text(last)), TextSpan::Text(text)) => last.push_str(&text),
        (_, span) => spans.push(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// The messages of a file with the places that each has.
    fn messages(language: Language) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
        let mut messages: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        let mut current = "";
        for line in sources(language).iter().flat_map(|source| source.lines()) {
            if let Some((id, _)) = line.split_once(" =")
                && line.starts_with(|first: char| first.is_ascii_lowercase())
            {
                let twice = messages.insert(id, BTreeSet::new()).is_some();
                assert!(!twice, "{language:?} has `{id}` twice");
                current = id;
            }
            let places = line.split('$').skip(1).filter_map(|rest| {
                rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                    .next()
            });
            messages.entry(current).or_default().extend(places);
        }
        messages.remove("");
        messages
    }

    #[test]
    fn every_file_is_read_without_faults() {
        for language in Language::ALL {
            for source in sources(language) {
                let parsed = FluentResource::try_new((*source).to_owned());
                let faults = parsed.err().map(|(_, faults)| faults);
                assert!(faults.is_none(), "{language:?}: {faults:?}");
                for (id, written) in super::written(source) {
                    let parsed = FluentResource::try_new(written.to_owned()).unwrap();
                    let entries = parsed.entries().map(|it| format!("{it:?}"));
                    let messages = entries.filter(|it| it.starts_with("Message"));
                    assert_eq!(messages.count(), 1, "{language:?} `{id}`");
                }
            }
        }
    }

    #[test]
    fn every_language_has_the_messages_of_english_and_no_others() {
        let english = messages(Language::English);
        for language in Language::ALL {
            let own = messages(language);
            let lacks: Vec<_> = english.keys().filter(|id| !own.contains_key(*id)).collect();
            let more: Vec<_> = own.keys().filter(|id| !english.contains_key(*id)).collect();
            assert!(lacks.is_empty(), "{language:?} lacks {lacks:?}");
            assert!(more.is_empty(), "{language:?} has too many: {more:?}");
            for (id, places) in &own {
                assert_eq!(places, &english[id], "places of `{id}` in {language:?}");
            }
        }
    }

    #[test]
    fn every_message_is_formatted_without_errors() {
        for language in Language::ALL {
            for (id, places) in messages(language) {
                for number in [None, Some(0), Some(1), Some(2)] {
                    let args: Vec<_> = places
                        .iter()
                        .map(|place| (*place, number.map_or("x".into(), FluentArg::Number)))
                        .collect();
                    let (text, errors) = format(language, id, &fluent_args(&args)).unwrap();
                    assert!(errors.is_empty(), "{language:?} `{id}`: {errors:?}");
                    assert!(!text.contains(['{', '\u{2068}']), "{language:?}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_message_that_nobody_has_is_told_by_its_key() {
        let line = line(Language::Spanish, "no-such-message", &[]);
        assert_eq!(line, CardLine::text("no-such-message"));
    }

    #[test]
    fn a_span_stays_a_span_and_its_text_is_not_read() {
        let name = TextSpan::Strong("{ $mark } \u{e000}".to_owned());
        let made = line(
            Language::English,
            "place-agent",
            &[("name", name.clone().into())],
        );
        assert_eq!(
            made,
            CardLine(vec![TextSpan::Text("agent ".to_owned()), name])
        );
    }
}
