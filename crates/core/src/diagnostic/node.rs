//! YAML as a tree in which every word keeps its place.
//!
//! Texts stay as they were written (`0012` is not read as a number, `yes` not as a boolean): the
//! reader of a field knows what it needs. Anchors, aliases, merge keys and tags are refused, so
//! that a file means what it shows and a small one cannot expand into a large one.

use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError};

use crate::diagnostic::{SourceError, SourceErrors, SourceSpan};

/// The deepest nesting of maps and lists. Real files stay far below it.
const MAX_DEPTH: usize = 32;

/// A value and its place. It has no `Debug`, since it may hold a secret.
pub struct YamlNode {
    /// The place of the text itself, or of the first key of a map.
    pub span: SourceSpan,
    pub value: YamlValue,
}

pub enum YamlValue {
    /// No value, `~` or `null`.
    Null,
    /// The text as the file spells it.
    Text(String),
    List(Vec<YamlNode>),
    /// The entries in the order of the file, each key once.
    Map(Vec<(YamlKey, YamlNode)>),
}

pub struct YamlKey {
    pub span: SourceSpan,
    pub word: String,
}

impl YamlNode {
    /// Describes the value for a message: `nothing`, `a list` or the text in backticks.
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

    /// Returns the value of a key; `None` also where this is not a map.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let entry = self.entries().iter().find(|(key, _)| key.word == name);
        entry.map(|(_, value)| value)
    }

    /// Returns the entries of a map, and none of any other value.
    pub fn entries(&self) -> &[(YamlKey, Self)] {
        match &self.value {
            YamlValue::Map(entries) => entries,
            YamlValue::Null | YamlValue::Text(_) | YamlValue::List(_) => &[],
        }
    }

    /// Returns the items of a list. Any other value is a list of one.
    pub fn one_or_more(&self) -> &[Self] {
        match &self.value {
            YamlValue::List(items) => items,
            YamlValue::Null | YamlValue::Text(_) | YamlValue::Map(_) => std::slice::from_ref(self),
        }
    }

    pub fn is_text(&self) -> bool {
        matches!(self.value, YamlValue::Text(_))
    }

    pub fn is_null(&self) -> bool {
        matches!(self.value, YamlValue::Null)
    }

    pub fn is_list(&self) -> bool {
        matches!(self.value, YamlValue::List(_))
    }

    pub fn is_map(&self) -> bool {
        matches!(self.value, YamlValue::Map(_))
    }

    /// Calls `visit` with the place of every text in this node.
    pub fn each_text(&self, visit: &mut impl FnMut(SourceSpan)) {
        match &self.value {
            YamlValue::Null => {}
            YamlValue::Text(_) => visit(self.span),
            YamlValue::List(items) => items.iter().for_each(|item| item.each_text(visit)),
            YamlValue::Map(entries) => entries.iter().for_each(|(_, value)| value.each_text(visit)),
        }
    }

    /// Finds a part of this node's text in the file that it was read from. `part` counts in the
    /// text that [`YamlNode::text`] returns, without the white space around it.
    ///
    /// YAML indents, folds and escapes texts, which changes their white space only. So the
    /// letters before the part are counted, and the same letter is found in the file.
    pub fn place_of(&self, part: SourceSpan, file: &str) -> SourceSpan {
        let YamlValue::Text(text) = &self.value else {
            return self.span;
        };
        let written = file.get(self.span.start..self.span.end).unwrap_or("");
        let letters = letter_spans(written, text);
        let text = text.trim();
        let before = text.get(..part.start).map_or(0, count_letters);
        let within = text.get(part.start..part.end).map_or(0, count_letters);
        let Some(first) = letters.get(before).or(letters.last()) else {
            return self.span;
        };
        let last = letters.get((before + within.max(1)) - 1).unwrap_or(first);
        SourceSpan {
            start: self.span.start + first.start,
            end: self.span.start + last.end,
        }
    }
}

/// Reads a text. Broken YAML is one error and returns `None`. Each repeated key is an error, and
/// its first value is kept.
pub fn read_yaml(text: &str, errors: &mut SourceErrors) -> Option<YamlNode> {
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut reader = YamlReader {
        text,
        parser: Parser::new_from_str_with_options(text, options),
        errors,
    };
    let root = reader.document();
    root.map_err(|error| errors.push(error)).ok()
}

struct YamlReader<'text, 'errors, P> {
    text: &'text str,
    parser: P,
    errors: &'errors mut SourceErrors,
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
            .map_err(|error| syntax_error(self.text, &error))
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
                value: scalar_value(&text, style),
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
        let mut first_lines: HashMap<String, SourceSpan> = HashMap::new();
        while let Some((event, at)) = self.next()? {
            if event == Event::MappingEnd {
                break;
            }
            let key = self.key(event, at)?;
            let Some((event, at)) = self.next()? else {
                break;
            };
            let value = self.node(event, at)?;
            if let Some(first) = first_lines.get(&key.word) {
                let line = first.place(self.text).line;
                let message = format!("`{}` is given twice", key.word);
                self.errors.push(
                    SourceError::at(key.span, message, "given again")
                        .help(format!("it was first given in line {line}")),
                );
                self.errors.hide(&value);
            } else {
                first_lines.insert(key.word.clone(), key.span);
                entries.push((key, value));
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
        // The parser ends a block of text where the next word starts.
        let text = self.text.get(range.start..end).unwrap_or("");
        SourceSpan {
            start: range.start,
            end: range.start + text.trim_end().len(),
        }
    }
}

fn scalar_value(text: &str, style: ScalarStyle) -> YamlValue {
    let plain = style == ScalarStyle::Plain;
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        YamlValue::Null
    } else {
        YamlValue::Text(text.to_owned())
    }
}

fn syntax_error(text: &str, error: &ScanError) -> SourceError {
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

/// Finds a tab that indents the line of an error or one of its neighbours. The parser often
/// stumbles over what follows a tab and not over the tab itself.
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

fn count_letters(text: &str) -> usize {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .count()
}

/// Returns the place of each character of `text` except white space within `written`.
fn letter_spans(written: &str, text: &str) -> Vec<SourceSpan> {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .collect()
    };
    if bare(written) == bare(text) {
        return split_spans(written, 0, |_| 1);
    }
    let Some(quote) = written
        .chars()
        .next()
        .filter(|first| "'\"".contains(*first))
    else {
        return split_spans(written, 0, |_| 1);
    };
    let inner = written.get(1..).unwrap_or("");
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    if quote == '\'' {
        split_spans(inner, 1, |rest| if rest.starts_with("''") { 2 } else { 1 })
    } else {
        split_spans(inner, 1, escape_width)
    }
}

/// Returns how many characters spell the first one of a text between double quotes.
fn escape_width(rest: &str) -> usize {
    let mut rest = rest.chars();
    match (rest.next(), rest.next()) {
        (Some('\\'), Some('x')) => 4,
        (Some('\\'), Some('u')) => 6,
        (Some('\\'), Some('U')) => 10,
        (Some('\\'), Some(_)) => 2,
        (_, _) => 1,
    }
}

/// Splits `written` into characters, each spelt with `width` of them, and returns their places
/// counted from `offset`.
fn split_spans(written: &str, offset: usize, width: impl Fn(&str) -> usize) -> Vec<SourceSpan> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(rest) = written.get(start..).filter(|rest| !rest.is_empty()) {
        let taken = rest.chars().take(width(rest));
        let end = start + taken.map(char::len_utf8).sum::<usize>();
        let letter = written.get(start..end).unwrap_or("");
        if !is_white(letter) {
            found.push(SourceSpan {
                start: offset + start,
                end: offset + end,
            });
        }
        start = end.max(start + 1);
    }
    found
}

/// Returns true where this spelling of a character means white space.
fn is_white(letter: &str) -> bool {
    const ESCAPED: [&str; 11] = [
        "\\n", "\\t", "\\r", "\\ ", "\\v", "\\f", "\\_", "\\N", "\\L", "\\P", "\\\n",
    ];
    letter.chars().all(char::is_whitespace) || ESCAPED.contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors_of(text: &str) -> Vec<SourceError> {
        let mut errors = SourceErrors::default();
        let _ = read_yaml(text, &mut errors);
        errors.into_parts().0
    }

    fn text_spans(text: &str) -> Vec<&str> {
        let mut errors = SourceErrors::default();
        let mut spans = Vec::new();
        read_yaml(text, &mut errors)
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
    fn each_key_that_is_given_twice_is_a_error() {
        let errors = errors_of("a: 1\na: 2\nb: { c: 1, c: 2 }\n");
        let messages: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(messages, ["`a` is given twice", "`c` is given twice"]);
        assert_eq!(
            errors[0].help.as_deref(),
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
            assert_eq!(errors_of(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_deep_pile_of_brackets_is_one_error() {
        assert_eq!(errors_of(&"[".repeat(100_000)).len(), 1);
        assert_eq!(errors_of(&"- ".repeat(100_000)).len(), 1);
    }

    #[test]
    fn an_empty_text_is_nothing() {
        let mut errors = SourceErrors::default();
        for text in ["", "\n\n", "# only a comment\n", "---\n"] {
            let node = read_yaml(text, &mut errors).unwrap();
            assert!(matches!(node.value, YamlValue::Null), "{text:?}");
        }
    }

    /// What stands in the file where the text of its only key has `part`.
    fn shown<'file>(file: &'file str, part: &str) -> &'file str {
        let root = read_yaml(file, &mut SourceErrors::default()).unwrap();
        let YamlValue::Map(entries) = &root.value else {
            panic!("not a map");
        };
        let node = &entries[0].1;
        let text = node.text("a text").unwrap();
        let start = text.find(part).unwrap();
        let end = start + part.len();
        let span = node.place_of(SourceSpan { start, end }, file);
        &file[span.start..span.end]
    }

    #[test]
    fn a_part_is_found_however_the_text_is_written() {
        for (file, part) in [
            ("a: one {{ two }} three # end\n", "two"),
            ("a: 'one {{ two }} three'\n", "two"),
            ("a: \"one {{ two }} three\"\n", "two"),
            ("a: |\n  ñandú\n\n  one {{ two }}\n", "two"),
            ("a: >-\n  one\n  one {{ two }}\n", "two"),
            ("a: one\n  one\n  two\n", "two"),
            ("a: 'don''t {{ two }}'\n", "two"),
            ("a: \"\\u00f1 \\\"x\\\"\\n {{ two }}\"\n", "two"),
            ("a: \"one \\\n  two\"\n", "two"),
            ("a: |\n  \"one\" two\n", "two"),
        ] {
            assert_eq!(shown(file, part), part, "{file}");
        }
        assert_eq!(shown("a: 'it''s'\n", "'"), "''");
        assert_eq!(shown("a: >\n  one\n  two\n", "one two"), "one\n  two");
    }

    #[test]
    fn what_lies_past_the_end_is_the_last_letter() {
        let file = "a: |\n  one\n";
        let root = read_yaml(file, &mut SourceErrors::default()).unwrap();
        let YamlValue::Map(entries) = &root.value else {
            panic!("not a map");
        };
        let node = &entries[0].1;
        for (start, end) in [(3, 3), (90, 99), (2, 1)] {
            let span = node.place_of(SourceSpan { start, end }, file);
            assert_eq!(&file[span.start..span.end].len(), &1, "{start}");
        }
    }
}
