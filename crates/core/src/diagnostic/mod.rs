//! What people write in YAML, with the place of every word, and what is wrong with it.
//!
//! Pure: text in, a tree of [`YamlNode`]s or [`SourceError`]s out. A reader of a file walks the tree
//! with [`FieldReader`] and goes on after a fault, so that all of them come at once. Who prints
//! them is `config`'s matter.

mod fields;
mod node;
mod part;
pub mod value;
mod words;

pub use fields::FieldReader;
pub use node::{YamlKey, YamlNode, YamlValue, read};
pub use words::{alternatives, did_you_mean};

/// A stretch of a text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceSpan {
    /// The first byte.
    pub start: usize,
    /// The first byte after it.
    pub end: usize,
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl SourceSpan {
    /// Where the span starts in the text that it belongs to.
    #[must_use]
    pub fn place(self, text: &str) -> SourcePosition {
        let before = text.get(..self.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        SourcePosition {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// Where; `None` for what is missing altogether, such as the file.
    pub span: Option<SourceSpan>,
    /// What is wrong and what was expected.
    pub message: String,
    /// A few words for the caret.
    pub label: &'static str,
    /// The way out.
    pub help: Option<String>,
}

impl SourceError {
    /// A fault at `span`.
    pub fn at(span: SourceSpan, message: impl Into<String>, label: &'static str) -> Self {
        Self {
            span: Some(span),
            message: message.into(),
            label,
            help: None,
        }
    }

    /// A fault that no word of a file stands for.
    pub fn nowhere(message: impl Into<String>) -> Self {
        Self {
            span: None,
            message: message.into(),
            label: "",
            help: None,
        }
    }

    /// With a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The faults found so far, and the texts that no message may show.
#[derive(Debug, Default)]
pub struct SourceErrors {
    found: Vec<SourceError>,
    hidden: Vec<SourceSpan>,
}

impl SourceErrors {
    /// Adds a fault.
    pub fn push(&mut self, fault: SourceError) {
        self.found.push(fault);
    }

    /// The value, or `None` and its fault is added.
    pub fn keep<T>(&mut self, result: Result<T, SourceError>) -> Option<T> {
        result.map_err(|fault| self.push(fault)).ok()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Marks every text of a node as one that might be a secret.
    pub fn hide(&mut self, node: &YamlNode) {
        node.each_text(&mut |span| self.hidden.push(span));
    }

    /// The faults, in the order of the text, and the texts that might be secrets.
    #[must_use]
    pub fn into_parts(mut self) -> (Vec<SourceError>, Vec<SourceSpan>) {
        self.found
            .sort_by_key(|fault| fault.span.map_or(0, |span| span.start));
        (self.found, self.hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "ñandú: 1\nb: 2\n";
        let b = SourceSpan {
            start: text.find('b').unwrap(),
            end: text.len(),
        };
        assert_eq!(b.place(text), SourcePosition { line: 2, column: 1 });
        let one = SourceSpan {
            start: text.find('1').unwrap(),
            end: text.len(),
        };
        assert_eq!(one.place(text), SourcePosition { line: 1, column: 8 });
    }

    #[test]
    fn a_place_outside_of_the_text_is_its_end() {
        let far = SourceSpan { start: 99, end: 99 };
        assert_eq!(far.place("a\nb"), SourcePosition { line: 2, column: 2 });
    }
}
