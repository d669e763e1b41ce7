//! The Fluent files, and how a message becomes a line.
//!
//! A message is parsed each time it is written. Parsed, the three languages would take two
//! megabytes of memory for good, of which a centre uses a twentieth; and cards are read by
//! people, so that some microseconds a line do not matter.

use std::{collections::BTreeMap, sync::LazyLock};

use fluent::{FluentArgs, FluentBundle, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::{CardLine, TextSpan, words::FluentArg};
use vigia_core::Language;

/// A span stands in the formatted text as one character of the private use area, so that
/// its place in the sentence is the translator's and its text is never read as Fluent.
const FIRST_PLACE: u32 = 0xE000;
const PLACES: u32 = 64;

/// Each message of a language as it is written, by its id.
type MessageCatalogue = BTreeMap<&'static str, &'static str>;

static CATALOGUES: LazyLock<Vec<(Language, MessageCatalogue)>> = LazyLock::new(|| {
    let catalogue = |language| {
        let files = fluent_files(language).iter().copied();
        (language, files.flat_map(split_messages).collect())
    };
    Language::ALL.map(catalogue).into()
});

/// The files of a language, which has those of the others.
macro_rules! files {
    ($folder:literal) => {
        files!(
            $folder, "terms", "alerts", "clues", "answers", "abandon", "service",
            "smart-hold", "hold", "durations", "charts", "watch", "summary", "commands", "typed",
            "help", "failures", "gateway", "health"
        )
    };
    ($folder:literal, $($name:literal),+) => {
        [$(include_str!(concat!($folder, "/", $name, ".ftl"))),+].as_slice()
    };
}

fn fluent_files(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => const { files!("en") },
        Language::Spanish => const { files!("es") },
        Language::Portuguese => const { files!("pt-BR") },
    }
}

/// Splits a file into its messages. Each begins with its id at the start of a line; the
/// lines of it that follow are indented, or close a bracket.
fn split_messages(source: &'static str) -> Vec<(&'static str, &'static str)> {
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

pub(super) fn has_message(language: Language, id: &str) -> bool {
    written_message(language, id).is_some()
}

fn written_message(language: Language, id: &str) -> Option<&'static str> {
    let mut catalogues = CATALOGUES.iter();
    let (_, catalogue) = catalogues.find(|(of, _)| *of == language)?;
    catalogue.get(id).copied()
}

/// The message in this language, else in English, else its id.
pub(super) fn format_line(language: Language, id: &str, args: &[(&str, FluentArg)]) -> CardLine {
    let filled = fluent_args(args);
    let (text, _errors) = format_message(language, id, &filled)
        .or_else(|| format_message(Language::English, id, &filled))
        .unwrap_or_else(|| (id.to_owned(), Vec::new()));
    text_spans(&text, args)
}

fn format_message(
    language: Language,
    id: &str,
    args: &FluentArgs<'_>,
) -> Option<(String, Vec<FluentError>)> {
    let bundle = message_bundle(language, written_message(language, id)?);
    let message = bundle.get_message(id)?;
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(message.value()?, Some(args), &mut errors)
        .into_owned();
    Some((text, errors))
}

/// A bundle with one message, since none refers to another.
fn message_bundle(language: Language, written: &str) -> FluentBundle<FluentResource> {
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

/// Splits the text at the places of its spans.
fn text_spans(text: &str, args: &[(&str, FluentArg)]) -> CardLine {
    let mut spans: Vec<TextSpan> = Vec::new();
    for character in text.chars() {
        let span = u32::from(character)
            .checked_sub(FIRST_PLACE)
            .and_then(|place| args.get(usize::try_from(place).ok()?));
        match (span, spans.last_mut()) {
            (Some((_, FluentArg::Span(span))), _) => push_span(&mut spans, span.clone()),
            (_, Some(TextSpan::Text(last))) => last.push(character),
            (_, _) => spans.push(TextSpan::Text(character.into())),
        }
    }
    CardLine::of(spans)
}

/// Joins text that follows text.
fn push_span(spans: &mut Vec<TextSpan>, span: TextSpan) {
    match (spans.last_mut(), span) {
        (Some(TextSpan::Text(last)), TextSpan::Text(text)) => last.push_str(&text),
        (_, span) => spans.push(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The messages of a file with the places that each has.
    fn messages(language: Language) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
        let mut messages: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        let mut current = "";
        for line in fluent_files(language)
            .iter()
            .flat_map(|source| source.lines())
        {
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
            for source in fluent_files(language) {
                let parsed = FluentResource::try_new((*source).to_owned());
                let faults = parsed.err().map(|(_, faults)| faults);
                assert!(faults.is_none(), "{language:?}: {faults:?}");
                for (id, written) in split_messages(source) {
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
                    let (text, errors) = format_message(language, id, &fluent_args(&args)).unwrap();
                    assert!(errors.is_empty(), "{language:?} `{id}`: {errors:?}");
                    assert!(!text.contains(['{', '\u{2068}']), "{language:?}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_message_that_no_language_has_shows_its_id() {
        let line = format_line(Language::Spanish, "no-such-message", &[]);
        assert_eq!(line, CardLine::text("no-such-message"));
    }

    #[test]
    fn a_span_stays_a_span_and_its_text_is_not_read() {
        let name = TextSpan::Strong("{ $mark } \u{e000}".to_owned());
        let made = format_line(
            Language::English,
            "place-agent",
            &[("name", name.clone().into())],
        );
        assert_eq!(
            made,
            CardLine::of(vec![TextSpan::Text("agent ".to_owned()), name])
        );
    }
}
