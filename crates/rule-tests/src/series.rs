//! One field of a report row over the polls of a test: `[4 x2, 20 x4, _]`.

use std::time::Duration;

use vigia_core::diagnostic::{SourceError, YamlNode, YamlValue, value};

/// A figure as a report would give it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SeriesFigure {
    /// A whole number.
    Count(u64),
    /// A share in percent.
    Percent(f64),
    /// A length of time.
    Time(Duration),
    /// Another number.
    Number(f64),
}

/// The kind of figures that a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SeriesKind {
    Count,
    Percent,
    Time,
    Number,
}

/// The content of a field at one poll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SeriesCell {
    Figure(SeriesFigure),
    /// `_`: the row is there, and has no figure in this field.
    Unknown,
    /// `empty`: the report has no such row.
    Empty,
    /// `failed`: the report could not be read.
    Failed,
}

/// The cells of a field, poll by poll.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ValueSeries(Vec<SeriesCell>);

impl ValueSeries {
    /// More polls than this are a typing error: a week of them is 2016.
    const LONGEST: usize = 10_000;

    /// Returns the content at a poll. The last cell also stands for all later polls.
    pub(super) fn at(&self, poll: usize) -> SeriesCell {
        let cell = self.0.get(poll).or(self.0.last());
        cell.copied().unwrap_or(SeriesCell::Unknown)
    }

    /// The number of polls that the test gives.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Reads one cell, or a list of them.
    pub(super) fn parse(node: &YamlNode, kind: SeriesKind) -> Result<Self, SourceError> {
        let mut cells = Vec::new();
        match &node.value {
            YamlValue::List(items) => {
                for item in items {
                    kind.cells(item, &mut cells)?;
                }
            }
            YamlValue::Text(_) | YamlValue::Null | YamlValue::Map(_) => {
                kind.cells(node, &mut cells)?;
            }
        }
        if cells.is_empty() {
            let message = format!("expected {}, found an empty list", kind.expected());
            return Err(SourceError::at(node.span, message, "empty"));
        }
        Ok(Self(cells))
    }
}

impl SeriesKind {
    fn expected(self) -> &'static str {
        match self {
            Self::Count => "a whole number such as `20` or `20 x3`",
            Self::Percent => "a percentage such as `80%` or `80% x3`",
            Self::Time => "a time such as `1m30s`, `00:01:30` or `1m30s x3`",
            Self::Number => "a number such as `4.5` or `4.5 x3`",
        }
    }

    fn cells(self, node: &YamlNode, cells: &mut Vec<SeriesCell>) -> Result<(), SourceError> {
        const WORDS: &str = "beside figures there are `_` (no figure), `empty` (no such row) and `failed` \
             (the report cannot be read)";
        let text = node.text(self.expected())?;
        let (word, times) = split_repetition(text).unwrap_or((text, 1));
        if cells.len() + times > ValueSeries::LONGEST {
            let message = format!(
                "more than {} polls are too many for a test",
                ValueSeries::LONGEST
            );
            return Err(SourceError::at(node.span, message, "too many"));
        }
        let cell = match word {
            "_" => SeriesCell::Unknown,
            "empty" => SeriesCell::Empty,
            "failed" => SeriesCell::Failed,
            word => self
                .figure(word)
                .map(SeriesCell::Figure)
                .ok_or_else(|| node.unexpected(self.expected()).help(WORDS))?,
        };
        cells.extend(std::iter::repeat_n(cell, times));
        Ok(())
    }

    fn figure(self, word: &str) -> Option<SeriesFigure> {
        match self {
            Self::Count => value::parse_count(word).map(SeriesFigure::Count),
            Self::Percent => value::parse_percent(word).map(SeriesFigure::Percent),
            Self::Number => value::parse_number(word).map(SeriesFigure::Number),
            Self::Time => value::parse_duration(word)
                .or_else(|| parse_clock(word))
                .map(SeriesFigure::Time),
        }
    }
}

/// `20 x3` is 20 three times.
fn split_repetition(text: &str) -> Option<(&str, usize)> {
    let (word, times) = text.rsplit_once('x')?;
    let times = times.trim().parse().ok().filter(|times| *times > 0)?;
    let word = word.trim_end();
    (!word.is_empty()).then_some((word, times))
}

/// `00:14:20`, as the reports spell it; hours may be more than 24.
fn parse_clock(text: &str) -> Option<Duration> {
    let parts: Option<Vec<u64>> = text.split(':').map(value::parse_count).collect();
    match parts?.as_slice() {
        [hours, minutes @ 0..=59, seconds @ 0..=59] => {
            Some(Duration::from_secs(hours * 3_600 + minutes * 60 + seconds))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigia_core::diagnostic::{SourceErrors, read_yaml};

    fn parse(text: &str, kind: SeriesKind) -> Result<ValueSeries, SourceError> {
        ValueSeries::parse(
            &read_yaml(text, &mut SourceErrors::default()).unwrap(),
            kind,
        )
    }

    #[test]
    fn a_series_repeats_and_its_last_cell_goes_on() {
        let count = |figure| SeriesCell::Figure(SeriesFigure::Count(figure));
        let series = parse("[4 x2, 20, _, empty, failed x 2]", SeriesKind::Count).unwrap();
        let cells: Vec<SeriesCell> = (0..9).map(|poll| series.at(poll)).collect();
        assert_eq!(
            cells,
            [
                count(4),
                count(4),
                count(20),
                SeriesCell::Unknown,
                SeriesCell::Empty,
                SeriesCell::Failed,
                SeriesCell::Failed,
                SeriesCell::Failed,
                SeriesCell::Failed,
            ]
        );
        assert_eq!(parse("7", SeriesKind::Count).unwrap().at(99), count(7));
    }

    #[test]
    fn each_kind_takes_its_own_figures() {
        for (text, kind, figure) in [
            ("80% x2", SeriesKind::Percent, SeriesFigure::Percent(80.0)),
            ("4.5", SeriesKind::Number, SeriesFigure::Number(4.5)),
            (
                "1m30s",
                SeriesKind::Time,
                SeriesFigure::Time(Duration::from_secs(90)),
            ),
            (
                "'25:00:01 x3'",
                SeriesKind::Time,
                SeriesFigure::Time(Duration::from_secs(90_001)),
            ),
        ] {
            assert_eq!(
                parse(text, kind).unwrap().at(0),
                SeriesCell::Figure(figure),
                "{text}"
            );
        }
        for (text, kind) in [
            ("80", SeriesKind::Percent),
            ("4.5", SeriesKind::Count),
            ("ten", SeriesKind::Time),
            ("00:61:00", SeriesKind::Time),
            ("x3", SeriesKind::Count),
            ("4 x0", SeriesKind::Count),
            ("[]", SeriesKind::Count),
            ("4 x99999", SeriesKind::Count),
        ] {
            assert!(parse(text, kind).is_err(), "{text}");
        }
    }
}
