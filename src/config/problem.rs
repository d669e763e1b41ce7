//! Prints errors and warnings about a file, each with its line and a caret.

use std::{
    fmt,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode,
};

use vigia_core::diagnostic::{SourceError, SourcePosition, SourceSpan};

/// A text shorter than this is not a token, and may be shown.
const LEAST_SECRET: usize = 16;
/// A broken file may have thousands of errors, and printing each takes time in proportion to the
/// file.
const MOST_PRINTED: usize = 50;

/// An error stops the bot, and a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemSeverity {
    Error,
    Warning,
}

#[derive(Clone, Debug)]
pub struct ConfigProblem {
    pub path: PathBuf,
    pub severity: ProblemSeverity,
    pub fault: SourceError,
    text: Option<Arc<NamedSource<String>>>,
}

impl ConfigProblem {
    pub fn place(&self) -> Option<SourcePosition> {
        let text = self.text.as_ref()?.inner();
        self.fault.span.map(|span| span.place(text))
    }

    /// Returns one line: `rules/a.yaml:3:13: what is wrong (what was meant)`.
    pub fn line(&self) -> String {
        let path = self.path.display();
        let place = match self.place() {
            Some(SourcePosition { line, column }) => format!("{path}:{line}:{column}"),
            None => path.to_string(),
        };
        let message = &self.fault.message;
        match &self.fault.help {
            Some(help) => format!("{place}: {message} ({help})"),
            None => format!("{place}: {message}"),
        }
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place() {
            Some(_) => f.write_str(&self.fault.message),
            None => write!(f, "`{}`: {}", self.path.display(), self.fault.message),
        }
    }
}

impl std::error::Error for ConfigProblem {}

impl Diagnostic for ConfigProblem {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            ProblemSeverity::Error => miette::Severity::Error,
            ProblemSeverity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.fault.help.as_deref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let source: &NamedSource<String> = self.text.as_ref()?;
        Some(source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.fault.span?;
        let label = LabeledSpan::new_primary_with_span(
            Some(self.fault.label.to_owned()),
            (span.start, span.end.saturating_sub(span.start)),
        );
        Some(Box::new(std::iter::once(label)))
    }
}

#[derive(Clone, Debug)]
pub(super) struct SourceFile {
    path: PathBuf,
    shown: Option<Arc<NamedSource<String>>>,
}

impl SourceFile {
    pub(super) fn unread(path: PathBuf) -> Self {
        Self { path, shown: None }
    }

    /// Covers what might be a secret in the text that messages show.
    pub(super) fn new(path: PathBuf, text: &str, hidden: &[SourceSpan]) -> Self {
        let name = path.display().to_string();
        let shown = NamedSource::new(name, cover_secrets(text, hidden));
        Self {
            path,
            shown: Some(Arc::new(shown)),
        }
    }

    pub(super) fn problem(&self, severity: ProblemSeverity, fault: SourceError) -> ConfigProblem {
        ConfigProblem {
            path: self.path.clone(),
            severity,
            fault,
            text: self.shown.clone(),
        }
    }

    pub(super) fn problems(
        &self,
        severity: ProblemSeverity,
        faults: Vec<SourceError>,
    ) -> Vec<ConfigProblem> {
        faults
            .into_iter()
            .map(|fault| self.problem(severity, fault))
            .collect()
    }
}

/// Makes problems of the errors in a file without secrets. `text` is `None` where it could not be
/// read.
pub fn problems(
    path: &Path,
    text: Option<&str>,
    severity: ProblemSeverity,
    faults: Vec<SourceError>,
) -> Vec<ConfigProblem> {
    let file = match text {
        Some(text) => SourceFile::new(path.to_owned(), text, &[]),
        None => SourceFile::unread(path.to_owned()),
    };
    file.problems(severity, faults)
}

/// Replaces each long text of `hidden` by as many stars, so that every other byte keeps its place.
fn cover_secrets(text: &str, hidden: &[SourceSpan]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for span in hidden {
        if span.end.saturating_sub(span.start) >= LEAST_SECRET
            && let Some(secret) = bytes.get_mut(span.start..span.end)
        {
            for byte in secret.iter_mut().filter(|byte| **byte != b'\n') {
                *byte = b'*';
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportStyle {
    Colour,
    Plain,
}

/// What `--color` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

impl ReportStyle {
    pub fn of(
        choice: ColourChoice,
        out: &impl IsTerminal,
        env: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let refused = || env("NO_COLOR").is_some_and(|value| !value.is_empty());
        match choice {
            ColourChoice::Always => Self::Colour,
            ColourChoice::Auto if out.is_terminal() && !refused() => Self::Colour,
            ColourChoice::Auto | ColourChoice::Never => Self::Plain,
        }
    }
}

/// Prints the first [`MOST_PRINTED`] problems one below the other, and the number of the others.
///
/// # Errors
/// `out` cannot be written to.
pub fn report(
    problems: &[ConfigProblem],
    look: ReportStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let theme = match look {
        ReportStyle::Colour => GraphicalTheme::unicode(),
        ReportStyle::Plain => GraphicalTheme::unicode_nocolor(),
    };
    let printer = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(92)
        .with_context_lines(1)
        .without_syntax_highlighting();
    for (number, problem) in problems.iter().take(MOST_PRINTED).enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let mut text = String::new();
        printer
            .render_report(&mut text, problem)
            .map_err(io::Error::other)?;
        writeln!(out, "{}", text.trim_end())?;
    }
    match problems.len().saturating_sub(MOST_PRINTED) {
        0 => Ok(()),
        more => writeln!(out, "\n  … and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_covered_text_keeps_every_place() {
        let text = "token: MTk4NjIyNDgzNDcxOTI1\nother: ñ\n";
        let span = SourceSpan { start: 7, end: 27 };
        let shown = cover_secrets(text, &[span]);
        assert_eq!(shown, "token: ********************\nother: ñ\n");
        assert_eq!(shown.len(), text.len());
    }

    #[test]
    fn what_is_short_or_out_of_range_is_left_alone() {
        let text = "guild: 12";
        let spans = [
            SourceSpan { start: 7, end: 9 },
            SourceSpan { start: 5, end: 500 },
        ];
        assert_eq!(cover_secrets(text, &spans), text);
    }
}
