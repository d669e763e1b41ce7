//! YAML as a tree in which every word keeps its place.
//!
//! Texts stay as they were written (`0012` is no number, `yes` no truth): the reader of a
//! field knows what it wants. Anchors, aliases and tags are refused, so that a file means
//! what it shows and a small one cannot unfold into a large one.

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError};

use crate::diagnostic::{SourceError, SourceErrors, SourceSpan};

/// How deep maps and lists may lie in each other; no file that people write comes near.
const DEEPEST: usize = 32;

/// A value and its place. It has no `Debug`, since it may hold a secret.
pub struct YamlNode {
    /// Where it stands: a text's own span, or the first key of a map.
    pub span: SourceSpan,
    /// What stands there.
    pub value: YamlValue,
}

/// What stands at a place.
pub enum YamlValue {
    /// Nothing, `~` or `null`.
    Null,
    /// A text, as it was written.
    Text(String),
    /// A list.
    List(Vec<YamlNode>),
    /// A map, each key once.
    Map(Vec<(YamlKey, YamlNode)>),
}

/// The key of a map's entry.
pub struct YamlKey {
    /// Where it stands.
    pub span: SourceSpan,
    /// The word.
    pub word: String,
}

impl YamlNode {
    /// What was found here, for a message.
    #[must_use]
    pub fn found(&self) -> String {
        const LONGEST: usize = 40;
        match &self.value {
            YamlValue::Null => String::from("nothing"),
            YamlValue::List(_) => String::from("a list"),
            YamlValue::Map(_) => String::from("a map"),
            YamlValue::Text(text) if text.chars().count() > LONGEST => {
                let start: String = text.chars().take(LONGEST).collect();
                format!("`{start}…`")
            }
            YamlValue::Text(text) => format!("`{text}`"),
        }
    }

    /// Calls `visit` with the place of every text in this node.
    pub fn each_text(&self, visit: &mut impl FnMut(SourceSpan)) {
        match &self.value {
            YamlValue::Null => {}
            YamlValue::Text(_) => visit(self.span),
            YamlValue::List(items) => {
                for item in items {
                    item.each_text(visit);
                }
            }
            YamlValue::Map(entries) => {
                for (_, value) in entries {
                    value.each_text(visit);
                }
            }
        }
    }
}

/// The tree of a text; `None` where the YAML itself is broken, which is one fault. A key
/// that is given twice is a fault each, and its first value counts.
pub fn read(text: &str, faults: &mut SourceErrors) -> Option<YamlNode> {
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    let mut reader = YamlReader {
        text,
        parser: Parser::new_from_str_with_options(text, options),
        faults,
    };
    let root = reader.document();
    root.map_err(|fault| faults.push(fault)).ok()
}

struct YamlReader<'text, 'faults, P> {
    text: &'text str,
    parser: P,
    faults: &'faults mut SourceErrors,
}

type Item<'text> = Result<(Event<'text>, granit_parser::Span), ScanError>;

impl<'text, P: Iterator<Item = Item<'text>>> YamlReader<'text, '_, P> {
    fn document(&mut self) -> Result<YamlNode, SourceError> {
        let mut root = None;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(..) if root.is_some() => {
                    return Err(SourceError::at(
                        self.span(span),
                        "a second document starts here",
                        "second document",
                    )
                    .help("one file holds one document: take the `---` away"));
                }
                Event::StreamStart | Event::DocumentEnd | Event::DocumentStart(..) => {}
                event => root = Some(self.node(event, span)?),
            }
        }
        Ok(root.unwrap_or(YamlNode {
            span: SourceSpan::default(),
            value: YamlValue::Null,
        }))
    }

    fn next(&mut self) -> Result<Option<(Event<'text>, granit_parser::Span)>, SourceError> {
        self.parser
            .next()
            .transpose()
            .map_err(|error| syntax(self.text, &error))
    }

    fn node(
        &mut self,
        event: Event<'text>,
        at: granit_parser::Span,
    ) -> Result<YamlNode, SourceError> {
        let span = self.span(at);
        match event {
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => Err(SourceError::at(
                span,
                "tags such as `!!str` are not understood here",
                "has a tag",
            )
            .help("put quotes around a text")),
            Event::Scalar(text, style, _, None) => Ok(YamlNode {
                span,
                value: scalar(&text, style),
            }),
            Event::SequenceStart(..) => self.list(span),
            Event::MappingStart(..) => self.map(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => Err(SourceError::at(
                span,
                "aliases such as `*name` are not understood here",
                "an alias",
            )
            .help("write it out, or put quotes around a text that starts with `*`")),
            _ => Err(SourceError::at(span, "the YAML ends too early", "here")),
        }
    }

    fn list(&mut self, span: SourceSpan) -> Result<YamlNode, SourceError> {
        let mut items = Vec::new();
        while let Some((event, at)) = self.next()? {
            if event == Event::SequenceEnd {
                break;
            }
            items.push(self.node(event, at)?);
        }
        Ok(YamlNode {
            span,
            value: YamlValue::List(items),
        })
    }

    fn map(&mut self, span: SourceSpan) -> Result<YamlNode, SourceError> {
        let mut entries: Vec<(YamlKey, YamlNode)> = Vec::new();
        while let Some((event, at)) = self.next()? {
            if event == Event::MappingEnd {
                break;
            }
            let key = self.key(event, at)?;
            let Some((event, at)) = self.next()? else {
                break;
            };
            let value = self.node(event, at)?;
            match entries.iter().find(|(first, _)| first.word == key.word) {
                None => entries.push((key, value)),
                Some((first, _)) => {
                    let line = first.span.place(self.text).line;
                    let message = format!("`{}` is given twice", key.word);
                    self.faults.push(
                        SourceError::at(key.span, message, "given again")
                            .help(format!("it was first given in line {line}")),
                    );
                    self.faults.hide(&value);
                }
            }
        }
        Ok(YamlNode {
            span: entries.first().map_or(span, |(key, _)| key.span),
            value: YamlValue::Map(entries),
        })
    }

    fn key(
        &mut self,
        event: Event<'text>,
        at: granit_parser::Span,
    ) -> Result<YamlKey, SourceError> {
        let node = self.node(event, at)?;
        match node.value {
            YamlValue::Text(word) => Ok(YamlKey {
                span: node.span,
                word,
            }),
            YamlValue::Null | YamlValue::List(_) | YamlValue::Map(_) => {
                Err(
                    SourceError::at(node.span, "a key must be a word", "not a word")
                        .help("put quotes around a text that starts with `{` or `[`"),
                )
            }
        }
    }

    fn span(&self, span: granit_parser::Span) -> SourceSpan {
        let range = span.byte_range().unwrap_or(0..0);
        let end = range.end.max(range.start);
        // A block of text ends where the next word starts; the caret belongs to the text.
        let text = self.text.get(range.start..end).unwrap_or("");
        SourceSpan {
            start: range.start,
            end: range.start + text.trim_end().len(),
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> YamlValue {
    let plain = style == ScalarStyle::Plain;
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        YamlValue::Null
    } else {
        YamlValue::Text(text.to_owned())
    }
}

fn syntax(text: &str, error: &ScanError) -> SourceError {
    if let Some(span) = tab_near(text, error.marker().line()) {
        return SourceError::at(span, "broken YAML: a tab indents this line", "a tab")
            .help("indent with spaces");
    }
    let span = character_at(text, error.marker());
    let help = match error.kind() {
        ErrorKind::ExpectedBlockSequenceEntry | ErrorKind::ExpectedBlockMappingKey => {
            let message = "broken YAML: this line is not indented as the lines before it";
            return SourceError::at(span, message, "does not fit").help(
                "keys that belong together start in the same column, and so do the `-` of \
                 a list",
            );
        }
        ErrorKind::UnclosedQuotedScalar => "close the quotes",
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => {
            "each `{` needs its `}`, and each `[` its `]`"
        }
        ErrorKind::RecursionLimitExceeded => "no setting lies this deep",
        _ => {
            "look at the indentation of this line and the one before it, and put quotes \
             around texts that hold `: `, `#`, `{` or `*`"
        }
    };
    SourceError::at(span, format!("broken YAML: {}", error.info()), "here").help(help)
}

/// The tab that indents the line of an error, or one of its neighbours: the parser sees
/// what follows from a tab, and not always the tab.
fn tab_near(text: &str, line: usize) -> Option<SourceSpan> {
    let mut start = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        let indent = content.len() - content.trim_start_matches([' ', '\t']).len();
        let tab = content.get(..indent).and_then(|indent| indent.find('\t'));
        if let Some(tab) = tab.filter(|_| (number + 1).abs_diff(line) <= 1) {
            let start = start + tab;
            return Some(SourceSpan {
                start,
                end: start + 1,
            });
        }
        start += content.len();
    }
    None
}

fn character_at(text: &str, marker: &Marker) -> SourceSpan {
    let start = marker.byte_offset().unwrap_or(0).min(text.len());
    let length = text
        .get(start..)
        .and_then(|rest| rest.chars().next())
        .filter(|character| *character != '\n')
        .map_or(0, char::len_utf8);
    SourceSpan {
        start,
        end: start + length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(text: &str) -> Vec<SourceError> {
        let mut faults = SourceErrors::default();
        let _ = read(text, &mut faults);
        faults.into_parts().0
    }

    fn text_spans(text: &str) -> Vec<&str> {
        let mut faults = SourceErrors::default();
        let mut spans = Vec::new();
        read(text, &mut faults)
            .unwrap()
            .each_text(&mut |span| spans.push(&text[span.start..span.end]));
        spans
    }

    #[test]
    fn every_text_keeps_its_place() {
        let text = "a: ñu  # comment\nb: { c: '5 %', d: [x, \"y\"] }\ne: |\n  two\n  lines\nf: z\n";
        assert_eq!(
            text_spans(text),
            ["ñu", "'5 %'", "x", "\"y\"", "two\n  lines", "z"]
        );
    }

    #[test]
    fn each_key_that_is_given_twice_is_a_fault() {
        let faults = faults_of("a: 1\na: 2\nb: { c: 1, c: 2 }\n");
        let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(messages, ["`a` is given twice", "`c` is given twice"]);
        assert_eq!(
            faults[0].help.as_deref(),
            Some("it was first given in line 1")
        );
    }

    #[test]
    fn what_would_unfold_or_change_its_type_is_refused() {
        for text in [
            "a: &x 1\nb: *x\n",
            "a: !!int 1\n",
            "a: !secret x\n",
            "a: 1\n---\nb: 2\n",
            "? [a]\n: b\n",
            "a: {{ scope }}\n",
        ] {
            assert_eq!(faults_of(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_deep_pile_of_brackets_is_one_fault() {
        assert_eq!(faults_of(&"[".repeat(100_000)).len(), 1);
        assert_eq!(faults_of(&"- ".repeat(100_000)).len(), 1);
    }

    #[test]
    fn an_empty_text_is_nothing() {
        let mut faults = SourceErrors::default();
        for text in ["", "\n\n", "# only a comment\n", "---\n"] {
            let node = read(text, &mut faults).unwrap();
            assert!(matches!(node.value, YamlValue::Null), "{text:?}");
        }
    }
}
