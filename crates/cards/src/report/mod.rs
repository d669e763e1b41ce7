//! The parts that the answers about the five reports share. A question comes as an
//! [`AnswerInput`] and an [`AnswerContext`]; its answer is a [`ReportAnswer`], which is a card
//! and a table of all rows.

mod bars;
mod calls;
mod figures;
mod table;
mod trend;
mod verdict;

use std::{cmp::Ordering, time::Duration};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Card, CardField, CardLine, TextSpan, Tone, Words, tidy_within};
use vigia_core::{
    metrics::{
        AgentName, Channel, Facts, Metric, Report, Sample, Scope, SkillNames, SkillSelection,
        TimeWindow, facts::ChannelService, sample,
    },
    rules::Ruleset,
};

pub(crate) use bars::{bar_picture, capitalised, plain_row};
pub(crate) use calls::{calls_with_share, channel_doubts, unaccounted_calls};
pub(crate) use figures::{
    ComparedSample, ComparedValue, FigureColumn, bare_sample, count_sample, joined_parts,
    part_sample, share_sample, time_sample,
};
pub use table::{ReportTable, TableCell, TableColumn, csv_cell};
pub(crate) use trend::{TrendBounds, TrendDrawing};
pub use verdict::rule_for;
#[cfg(test)]
pub(crate) use verdict::tests::limit;
pub(crate) use verdict::{unknown_line, verdict_line};

/// One report as it was read.
#[derive(Clone, Debug)]
pub enum ReportInput<'a> {
    Known(&'a Facts),
    /// The window is empty, which is not zero calls.
    Empty,
    /// The report could not be read; the text says why.
    Failed(String),
}

impl<'a> ReportInput<'a> {
    pub(crate) fn facts(&self) -> Option<&'a Facts> {
        match self {
            Self::Known(facts) => Some(facts),
            Self::Empty | Self::Failed(_) => None,
        }
    }
}

/// A question, and the reports that were read for it.
#[derive(Clone, Debug)]
pub struct AnswerInput<'a> {
    pub skills: SkillSelection,
    /// One channel only, which `/service` alone knows.
    pub channel: Option<Channel>,
    /// One agent only, which `/hold` alone knows.
    pub agent: Option<AgentName>,
    /// The main report of the command.
    pub report: ReportInput<'a>,
    /// The report of abandons by wait, which `/abandon` reads besides calls and service levels.
    pub waits: ReportInput<'a>,
}

impl<'a> AnswerInput<'a> {
    /// Asks about the whole operation.
    pub fn new(report: ReportInput<'a>) -> Self {
        Self {
            skills: SkillSelection::All,
            channel: None,
            agent: None,
            report,
            waits: ReportInput::Empty,
        }
    }
}

/// The circumstances of a question, the same for all reports.
#[derive(Clone, Debug)]
pub struct AnswerContext<'a> {
    pub window: TimeWindow,
    pub names: &'a SkillNames,
    /// The rules whose limits the figures are compared with.
    pub rules: &'a Ruleset,
    /// The time when the oldest of the reports was read.
    pub read_at: DateTime<Utc>,
    /// Remarks about how the question was understood.
    pub notes: Vec<CardLine>,
    /// The command that asks the same again, for the footer.
    pub command: String,
    pub view: AnswerView,
    /// The window that the figures are compared with.
    pub before: Option<ComparisonFacts<'a>>,
    /// The history to draw, where one was asked for and there is one.
    pub trend: Option<TrendHistory>,
}

/// Selects the rows that a card shows. The table holds all of them in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerView {
    /// The order of the rows; the worst come first where it is `None`.
    pub order: Option<SortOrder>,
    /// Limits the card to so many rows from the top.
    pub top: Option<usize>,
    /// The page, from zero. A page beyond the last is the last.
    pub page: usize,
    /// Agents may be named in this chat.
    pub names_agents: bool,
}

impl AnswerView {
    /// The number of rows on a page.
    pub const PAGE: usize = 10;
}

/// An order of rows. The highest figures come first, and rows without one last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortOrder {
    Abandoned,
    /// Orders by callbacks that reached nobody.
    Failed,
    /// Orders by callbacks that are still open.
    Open,
    /// Orders by calls in smart hold.
    Treated,
    /// Orders by time on hold and muted together.
    Total,
    Hold,
    Mute,
    /// Orders by uses of hold and mute.
    Uses,
    PerUse,
    /// Orders by name, from A to Z; skills by their numbers.
    Name,
}

/// The same figures of another window.
#[derive(Clone, Debug)]
pub struct ComparisonFacts<'a> {
    pub with: ComparisonSpan,
    pub window: TimeWindow,
    /// The main report of the command for that window.
    pub part: ReportInput<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ComparisonSpan {
    /// The window of the same length that ends where the window begins.
    Previous,
    /// The same time of the day before.
    Yesterday,
    /// The same time a week before.
    LastWeek,
}

/// A metric over time, from the store.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendHistory {
    pub metric: Metric,
    /// The length of each value's window.
    pub length: Duration,
    /// The time between two values.
    pub every: Duration,
    /// The values, oldest first, each with the end of its window.
    pub values: Vec<(DateTime<Utc>, Sample)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportAnswer {
    /// The card with its chart, without buttons and file.
    pub card: Card,
    /// All rows, for a file or the terminal. It is empty where nothing is known.
    pub table: ReportTable,
    /// The number of pages of the card's rows; one where it has no rows.
    pub pages: usize,
}

/// All that an answer is made from.
#[derive(Clone, Copy)]
pub(crate) struct AnswerSource<'a> {
    pub(crate) asked: &'a AnswerInput<'a>,
    pub(crate) context: &'a AnswerContext<'a>,
    pub(crate) words: &'a Words,
}

impl<'a> AnswerSource<'a> {
    pub(crate) fn new(
        asked: &'a AnswerInput<'a>,
        context: &'a AnswerContext<'a>,
        words: &'a Words,
    ) -> Self {
        Self {
            asked,
            context,
            words,
        }
    }

    /// A field for a figure of calls and service levels, with what it is out of.
    pub(crate) fn sample_field(&self, metric: Metric, scope: &Scope) -> CardField {
        let text = self.service_metric(metric, scope).sample_text(self.words);
        text_field(self.words.metric(metric), text)
    }

    /// A field for the value of such a figure alone.
    pub(crate) fn value_field(&self, metric: Metric, scope: &Scope) -> CardField {
        let text = self.service_metric(metric, scope).value_text(self.words);
        text_field(self.words.metric(metric), text)
    }

    /// A field for offered calls that were neither answered nor abandoned, if there are some.
    pub(crate) fn unaccounted_field(&self, row: &ChannelService) -> Option<CardField> {
        let other = unaccounted_calls(row).filter(|other| *other > 0)?;
        let other = self.words.count(other.unsigned_abs());
        Some(text_field(self.words.say("answer-other", &[]), other))
    }
    /// The facts of the window that this one is compared with, where they are known.
    pub(crate) fn before_facts(&self) -> Option<&'a Facts> {
        self.context.before.as_ref()?.part.facts()
    }

    /// A figure of the report of calls and service levels in both windows.
    pub(crate) fn service_metric(&self, metric: Metric, scope: &Scope) -> ComparedSample {
        let figure = |facts: &Facts| match facts {
            Facts::ServiceLevel(_) => sample(metric, scope, facts),
            Facts::Abandonment(_) | Facts::SmartHold(_) | Facts::Durations(_) | Facts::Holds(_) => {
                None
            }
        };
        ComparedSample {
            now: self.asked.report.facts().and_then(figure),
            before: self.before_facts().and_then(figure),
        }
    }

    /// A card with the command and the time that its figures are as of.
    pub(crate) fn card_frame(&self) -> Card {
        let context = self.context;
        Card {
            footer: context.command.clone(),
            as_of: Some(context.window.until().min(context.read_at)),
            ..Card::default()
        }
    }

    /// The lines below an answer's own: its window, the window it is compared with, a trend
    /// that cannot be drawn, and the notes.
    pub(crate) fn closing_lines(&self) -> Vec<CardLine> {
        let mut lines = vec![self.window_line()];
        lines.extend(self.comparison_line());
        lines.extend(self.empty_trend_line());
        lines.extend(self.context.notes.iter().cloned());
        lines
    }

    fn window_line(&self) -> CardLine {
        let (window, words) = (self.context.window, self.words);
        words.line(
            "answer-window",
            &[
                ("window", words.dated_window(&window).into()),
                ("length", words.duration(window.length()).into()),
                (
                    "read",
                    words.at(self.context.read_at, window.until()).into(),
                ),
            ],
        )
    }

    fn comparison_line(&self) -> Option<CardLine> {
        let (before, words) = (self.context.before.as_ref()?, self.words);
        let id = match before.with {
            ComparisonSpan::Previous => "compared-previous",
            ComparisonSpan::Yesterday => "compared-yesterday",
            ComparisonSpan::LastWeek => "compared-last-week",
        };
        let window = words.dated_window(&before.window);
        let with = words.line(id, &[("window", window.into())]);
        let with = ("with", with.to_string().into());
        Some(match &before.part {
            ReportInput::Known(_) => words.line("compared-known", &[with]),
            ReportInput::Empty => words.line("compared-empty", &[with]),
            ReportInput::Failed(why) => {
                words.line("compared-failed", &[with, ("why", why.as_str().into())])
            }
        })
    }

    /// Says why a report is not in the answer, if it is not.
    pub(crate) fn gap_line(&self, part: &ReportInput<'_>, report: Report) -> Option<CardLine> {
        let words = self.words;
        let report = ("report", words.report(report).into());
        let line = match part {
            ReportInput::Known(_) => return None,
            ReportInput::Empty => words.line("gap-empty", &[report]),
            ReportInput::Failed(why) => {
                words.line("gap-failed", &[report, ("why", why.as_str().into())])
            }
        };
        Some(warning_line(line))
    }

    /// An answer without figures.
    pub(crate) fn bare_answer(
        &self,
        tone: Tone,
        title: String,
        mut lines: Vec<CardLine>,
    ) -> ReportAnswer {
        lines.extend(self.closing_lines());
        ReportAnswer {
            card: Card {
                tone,
                title,
                lines,
                ..self.card_frame()
            },
            pages: 1,
            ..ReportAnswer::default()
        }
    }

    /// The answer where the main report has no rows. `empty` explains an empty report, which
    /// is neither zero nor a failure.
    pub(crate) fn no_data(&self, title: &str, report: Report, empty: &str) -> ReportAnswer {
        let why = match &self.asked.report {
            ReportInput::Known(_) | ReportInput::Empty => vec![self.words.line(empty, &[])],
            part @ ReportInput::Failed(_) => Vec::from_iter(self.gap_line(part, report)),
        };
        self.bare_answer(Tone::NoData, format!("⚪ {title}"), why)
    }

    /// The answer about a window without calls.
    pub(crate) fn no_calls(&self, place: &str) -> ReportAnswer {
        let words = self.words;
        let title = words.say("answer-no-data", &[("place", place.into())]);
        let mut lines = vec![words.line("answer-no-data-why", &[])];
        lines.extend(self.unseen_skill());
        self.bare_answer(Tone::NoData, format!("⚪ {title}"), lines)
    }

    /// Warns of a skill that no report has named, since its number may be a slip.
    pub(crate) fn unseen_skill(&self) -> Option<CardLine> {
        let SkillSelection::One(skill) = self.asked.skills else {
            return None;
        };
        let skill_number = || ("skill", skill.to_string().into());
        let is_unseen = self.context.names.get(skill).is_none();
        is_unseen.then(|| self.words.line("answer-skill-unseen", &[skill_number()]))
    }
}

/// Shortens the words for people who cannot see a picture to the room that chats give them.
pub(crate) fn alt_text(text: &str) -> String {
    tidy_within(text, 999)
}

/// Marks a line that the reader must see before trusting the figures.
pub(crate) fn warning_line(mut line: CardLine) -> CardLine {
    line.spans.insert(0, TextSpan::Text("⚠ ".to_owned()));
    line
}

pub(crate) fn text_field(name: impl Into<String>, value: impl Into<String>) -> CardField {
    CardField {
        name: name.into(),
        value: CardLine::text(value),
    }
}

/// Some of the rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowPage<T> {
    pub(crate) rows: Vec<T>,
    /// The place of the first of them among all, from one; zero where there are none.
    pub(crate) first: usize,
    /// The number of pages, at least one.
    pub(crate) pages: usize,
    /// The number of rows, also those that `top` leaves out.
    pub(crate) total: usize,
}

impl<T> RowPage<T> {
    /// Selects the rows of one page.
    pub(crate) fn new(rows: Vec<T>, view: &AnswerView) -> Self {
        Self::with_size(rows, view, AnswerView::PAGE)
    }

    pub(crate) fn with_size(mut rows: Vec<T>, view: &AnswerView, size: usize) -> Self {
        let total = rows.len();
        rows.truncate(view.top.unwrap_or(total).max(1));
        let pages = rows.len().div_ceil(size).max(1);
        let skipped = view.page.min(pages - 1) * size;
        let rows: Vec<_> = rows.into_iter().skip(skipped).take(size).collect();
        Self {
            first: if rows.is_empty() { 0 } else { skipped + 1 },
            rows,
            pages,
            total,
        }
    }

    /// Says which rows these are of how many, where they are not all: `11–20 of 48`.
    pub(crate) fn line(&self, words: &Words) -> Option<CardLine> {
        if self.rows.len() == self.total {
            return None;
        }
        let last = self.first + self.rows.len() - 1;
        Some(words.line(
            "rows-of",
            &[
                ("first", words.number_of(self.first).into()),
                ("last", words.number_of(last).into()),
                ("total", words.number_of(self.total).into()),
            ],
        ))
    }
}

/// Sorts with the highest figure first and unknown ones last. Rows that are alike keep their
/// order.
pub(crate) fn highest_first<T, K: PartialOrd>(rows: &mut [T], figure: impl Fn(&T) -> Option<K>) {
    // A key that does not compare with itself (not a number) is no figure.
    let known = |row: &T| figure(row).filter(|key| key.partial_cmp(key).is_some());
    rows.sort_by(|one, other| match (known(one), known(other)) {
        (Some(one), Some(other)) => other.partial_cmp(&one).unwrap_or(Ordering::Equal),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::Bogota;
    use proptest::prelude::*;

    use super::*;
    use crate::Locale;

    fn told(count: usize, view: AnswerView) -> (usize, String) {
        let words = Words::new(Locale::from_tag("es-CO"), Bogota);
        let page = RowPage::new((0..count).collect(), &view);
        let line = page.line(&words).map(|line| line.to_string());
        (page.pages, line.unwrap_or_default())
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        let at = |page| AnswerView {
            page,
            ..AnswerView::default()
        };
        assert_eq!(told(0, at(3)), (1, String::new()));
        assert_eq!(told(10, at(0)), (1, String::new()));
        assert_eq!(told(48, at(1)), (5, "11–20 de 48".to_owned()));
        assert_eq!(told(48, at(99)), (5, "41–48 de 48".to_owned()));
        let top = AnswerView {
            top: Some(5),
            ..at(usize::MAX)
        };
        assert_eq!(told(48, top), (1, "1–5 de 48".to_owned()));
    }

    #[test]
    fn the_highest_stand_first_and_the_unknown_last() {
        let mut rows = [
            ("a", None),
            ("b", Some(1.0)),
            ("c", Some(f64::NAN)),
            ("d", Some(2.0)),
            ("e", Some(1.0)),
        ];
        highest_first(&mut rows, |row| row.1);
        assert_eq!(rows.map(|row| row.0).concat(), "dbeac");
    }

    proptest! {
        #[test]
        fn every_row_stands_on_exactly_one_page(count in 0_usize..120, top in 1_usize..130) {
            let view = |page| AnswerView { page, top: Some(top), ..AnswerView::default() };
            let first = RowPage::new((0..count).collect::<Vec<_>>(), &view(0));
            let pages = (0..first.pages).map(|at| RowPage::new((0..count).collect(), &view(at)));
            let rows: Vec<usize> = pages.flat_map(|page| page.rows).collect();
            prop_assert_eq!(rows, (0..count.min(top)).collect::<Vec<_>>());
        }
    }
}
