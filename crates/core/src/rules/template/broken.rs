//! What cannot be read as a template at all, in the words of those who wrote it.

use minijinja::Error;

use crate::diagnostic::{SourceError, SourceSpan};

/// What minijinja could not read.
pub(super) fn broken(text: &str, error: &Error) -> SourceError {
    let range = error.range().unwrap_or_default();
    let start = range.start.min(text.len());
    let span = SourceSpan {
        start,
        end: range.end.clamp(start, text.len()),
    };
    let found = error.detail().unwrap_or("it cannot be read");
    if let Some(word) = found.strip_prefix("unknown statement ") {
        return unknown_tag(span, word);
    }
    if found.contains("end of input") || found.contains("end of string") {
        let message = "broken template: it ends too early";
        return SourceError::at(span, message, "nothing follows").help(
            "each `{{` needs its `}}`, each quote its other one, and each `{% if … %}` its \
             `{% endif %}`",
        );
    }
    let found = found
        .replace("end of variable block", "`}}`")
        .replace("end of block", "`%}`");
    SourceError::at(span, format!("broken template: {found}"), "here").help(
        "write `{{ value }}` for a field, and `{% if usual %}` … `{% endif %}` for what \
         is not always told",
    )
}

/// A tag that no description has.
pub(super) fn unknown_tag(at: SourceSpan, word: &str) -> SourceError {
    if ["elif", "else", "endif"].contains(&word) {
        let message = format!("`{{% {word} %}}` has no `{{% if … %}}` before it");
        return SourceError::at(at, message, "ends nothing")
            .help("take it away, or write the `if`");
    }
    let message = format!("a description has no `{{% {word} … %}}`");
    SourceError::at(at, message, "not here").help("it knows `{% if … %}` alone")
}
