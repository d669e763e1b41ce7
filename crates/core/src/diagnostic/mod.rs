//! YAML files with the place of every word, and the errors in them.
//!
//! Pure: text in, a tree of [`YamlNode`]s or [`SourceError`]s out. A reader of a file walks the
//! tree with [`FieldReader`] or a [`yaml_map!`](crate::yaml_map) and goes on after an error, so
//! that all errors of a file are reported at once. The crate of the bot prints them.

mod fields;
mod node;
pub mod value;

pub use fields::{FieldReader, FromYaml, OneOrMore};
pub use node::{YamlKey, YamlNode, YamlValue, read_yaml};

/// A part of a text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceSpan {
    pub start: usize,
    /// The first byte after the part.
    pub end: usize,
}

/// A line and a column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourcePosition {
    pub line: usize,
    pub column: usize,
}

impl SourceSpan {
    /// Returns the position of the first byte in `text`.
    pub fn place(self, text: &str) -> SourcePosition {
        let before = text.get(..self.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        SourcePosition {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        }
    }
}

/// An error in a file, or a warning about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    /// `None` for what is missing altogether, such as the file.
    pub span: Option<SourceSpan>,
    pub message: String,
    /// The few words below the caret.
    pub label: &'static str,
    /// The text to write instead, or another way out.
    pub help: Option<String>,
}

impl SourceError {
    pub fn at(span: SourceSpan, message: impl Into<String>, label: &'static str) -> Self {
        Self {
            span: Some(span),
            message: message.into(),
            label,
            help: None,
        }
    }

    /// An error without a place in the file.
    pub fn nowhere(message: impl Into<String>) -> Self {
        Self {
            span: None,
            message: message.into(),
            label: "",
            help: None,
        }
    }

    /// A name that is none of `names`, with the one that was probably meant. `label` is what is
    /// unknown, such as "unknown channel", and `otherwise` says how to make the name known.
    pub fn unknown<'a>(
        span: SourceSpan,
        label: &'static str,
        name: &str,
        names: impl IntoIterator<Item = &'a str> + Clone,
        otherwise: &str,
    ) -> Self {
        let help = suggest_or(name, names.clone(), || {
            let is_empty = names.clone().into_iter().next().is_none();
            match (is_empty, otherwise) {
                (true, _) => otherwise.to_owned(),
                (false, "") => format!("expected {}", alternatives(names)),
                (false, _) => format!("expected {}, or {otherwise}", alternatives(names)),
            }
        });
        Self::at(span, format!("{label} `{name}`"), label).help(help)
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The errors found so far, and the texts that no message may show.
#[derive(Debug, Default)]
pub struct SourceErrors {
    found: Vec<SourceError>,
    hidden: Vec<SourceSpan>,
}

impl SourceErrors {
    pub fn push(&mut self, error: SourceError) {
        self.found.push(error);
    }

    /// Returns the value, or adds the error and returns `None`.
    pub fn keep<T>(&mut self, result: Result<T, SourceError>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Marks every text of a node as a possible secret.
    pub fn hide(&mut self, node: &YamlNode) {
        node.each_text(&mut |span| self.hidden.push(span));
    }

    /// Returns the errors in the order of the text, and the places of possible secrets.
    pub fn into_parts(mut self) -> (Vec<SourceError>, Vec<SourceSpan>) {
        self.found
            .sort_by_key(|error| error.span.map_or(0, |span| span.start));
        (self.found, self.hidden)
    }
}

/// Returns the candidate that was probably meant, or what `otherwise` says.
pub fn suggest_or<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    did_you_mean(word, candidates)
        .map_or_else(otherwise, |meant| format!("did you mean `{meant}`?"))
}

/// Returns the candidate that is most like `word`, where one is like it at all.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = comparable_word(word);
    // A third of the letters may be wrong; a word of two letters resembles everything.
    let tolerance = word.chars().count().max(3) / 3;
    candidates
        .into_iter()
        .map(|candidate| {
            let candidate_word = comparable_word(candidate);
            let shortened = word.len() >= 4 && candidate_word.starts_with(&word);
            let distance = strsim::damerau_levenshtein(&word, &candidate_word);
            (
                if shortened { distance.min(1) } else { distance },
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Lists the words in backticks, with commas between them and `or` before the last.
pub fn alternatives<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => String::from("nothing"),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
    }
}

fn comparable_word(word: &str) -> String {
    word.trim()
        .chars()
        .take(60)
        .map(|letter| match letter {
            '-' | '.' | ' ' => '_',
            letter => letter.to_ascii_lowercase(),
        })
        .collect()
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

    #[test]
    fn the_nearest_word_is_meant_and_a_far_one_is_not() {
        let known = ["metric", "window", "notify"];
        assert_eq!(did_you_mean("metrik", known), Some("metric"));
        assert_eq!(did_you_mean("Windows", known), Some("window"));
        assert_eq!(did_you_mean("noti", known), Some("notify"));
        assert_eq!(did_you_mean("threshold", known), None);
        assert_eq!(did_you_mean("", known), None);
    }

    #[test]
    fn another_separator_is_the_same_word() {
        let known = ["abandon.rate", "abandon.count"];
        assert_eq!(did_you_mean("abandon_rate", known), Some("abandon.rate"));
    }

    #[test]
    fn alternatives_read_as_a_sentence() {
        assert_eq!(alternatives(["a"]), "`a`");
        assert_eq!(alternatives(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
