//! Where a part of a text stands in its file, though YAML indents, folds and escapes texts.

use crate::diagnostic::{SourceSpan, YamlNode, YamlValue};

impl YamlNode {
    /// Where a stretch of this node's text stands in the file that it was read from. The
    /// stretch is of the text without the white space around it, as [`YamlNode::text`] gives it.
    ///
    /// However a text is written, only its white space changes and some characters are
    /// escaped: so its letters are counted, and the same letter is found in the file.
    #[must_use]
    pub fn place_of(&self, part: SourceSpan, file: &str) -> SourceSpan {
        let YamlValue::Text(text) = &self.value else {
            return self.span;
        };
        let written = file.get(self.span.start..self.span.end).unwrap_or("");
        let letters = letters(written, text);
        let text = text.trim();
        let before = text.get(..part.start).map_or(0, count);
        let within = text.get(part.start..part.end).map_or(0, count);
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

fn count(text: &str) -> usize {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .count()
}

/// Where each character of `text` but white space stands in what was written for it.
fn letters(written: &str, text: &str) -> Vec<SourceSpan> {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .collect()
    };
    if bare(written) == bare(text) {
        return spans(written, 0, |_| 1);
    }
    let Some(quote) = written
        .chars()
        .next()
        .filter(|first| "'\"".contains(*first))
    else {
        return spans(written, 0, |_| 1);
    };
    let inner = written.get(1..).unwrap_or("");
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    if quote == '\'' {
        spans(inner, 1, |rest| if rest.starts_with("''") { 2 } else { 1 })
    } else {
        spans(inner, 1, escape)
    }
}

/// How many characters stand for the first one here, between double quotes.
fn escape(rest: &str) -> usize {
    let mut rest = rest.chars();
    match (rest.next(), rest.next()) {
        (Some('\\'), Some('x')) => 4,
        (Some('\\'), Some('u')) => 6,
        (Some('\\'), Some('U')) => 10,
        (Some('\\'), Some(_)) => 2,
        (_, _) => 1,
    }
}

/// The places of the characters, each of which is written with `width` of them. `offset` is
/// where `written` starts.
fn spans(written: &str, offset: usize, width: impl Fn(&str) -> usize) -> Vec<SourceSpan> {
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

/// Whether a character, written like this, is white space.
fn is_white(letter: &str) -> bool {
    const ESCAPED: [&str; 11] = [
        "\\n", "\\t", "\\r", "\\ ", "\\v", "\\f", "\\_", "\\N", "\\L", "\\P", "\\\n",
    ];
    letter.chars().all(char::is_whitespace) || ESCAPED.contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{SourceErrors, read};

    /// What stands in the file where the text of its only key has `part`.
    fn shown<'file>(file: &'file str, part: &str) -> &'file str {
        let root = read(file, &mut SourceErrors::default()).unwrap();
        let YamlValue::Map(entries) = &root.value else {
            panic!("no map");
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
        let root = read(file, &mut SourceErrors::default()).unwrap();
        let YamlValue::Map(entries) = &root.value else {
            panic!("no map");
        };
        let node = &entries[0].1;
        for (start, end) in [(3, 3), (90, 99), (2, 1)] {
            let span = node.place_of(SourceSpan { start, end }, file);
            assert_eq!(&file[span.start..span.end].len(), &1, "{start}");
        }
    }
}
