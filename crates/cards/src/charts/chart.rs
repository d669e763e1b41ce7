//! The content of a picture: its figures and their words.

/// A picture, which has no title: the card that shows it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// One sentence for people who cannot see the picture. At most 1000 characters.
    pub alt: String,
    pub plot: Plot,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Plot {
    Course(CourseChart),
    Bars(BarChart),
    Columns(ColumnChart),
}

/// A figure and its text. An unknown figure has no bar, and a text that says so.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartValue {
    pub value: Option<f64>,
    /// The text of the figure: `18`, `14,8 %`, `–`.
    pub text: String,
}

/// The judgement of a figure, which has a shape as well as a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureState {
    /// No rule judges it.
    Unjudged,
    Within,
    Improving,
    Warning,
    Critical,
}

/// A figure over time, against its limits. Heights begin at zero.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseChart {
    /// The points. A gap of more than `longest_step` breaks the line.
    pub points: Vec<CoursePoint>,
    /// The longest time between two points of one line, in seconds.
    pub longest_step: i64,
    /// The marks of the time axis, of which three are drawn: Unix seconds and labels.
    pub times: Vec<(i64, String)>,
    /// The two ends of the time axis, in Unix seconds.
    pub range: (i64, i64),
    /// The limits, mildest first, of which two are drawn.
    pub limits: Vec<LimitLine>,
    pub end: CourseEnd,
    /// The worst point and its text.
    pub peak: Option<(CoursePoint, String)>,
    /// The stretch of time that is hatched, such as that of an alert.
    pub spell: Option<TimeSpan>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoursePoint {
    /// The time in Unix seconds.
    pub at: i64,
    pub value: f64,
}

/// A height that the line is compared with: a limit, a goal or the usual figure.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitLine {
    /// The height, and a name such as `limit 5 %`.
    pub value: ChartValue,
    /// The time in Unix seconds since when it has this height; `None` where it always had.
    pub from: Option<i64>,
}

/// What is known at the end of the line, with its text.
#[derive(Clone, Debug, PartialEq)]
pub enum CourseEnd {
    Figure(String, FigureState),
    NoData(String),
}

/// A stretch of time in which something was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeSpan {
    /// The beginning and the end, in Unix seconds.
    pub range: (i64, i64),
    /// The state that lasts; what is over or not known is [`FigureState::Unjudged`].
    pub state: FigureState,
}

/// Rows with a bar each: waits, skills, stages, agents, lengths.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// A line above the rows, where their names alone do not say what they are; may be empty.
    pub heading: String,
    /// The rows from top to bottom, of which [`BarChart::MOST_ROWS`] are drawn.
    pub rows: Vec<BarRow>,
    /// The figure of a bar over the whole width; the largest bar where it is `None`.
    pub whole: Option<f64>,
    /// A tick through all bars, such as a limit, with its name.
    pub tick: Option<ChartValue>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct BarRow {
    /// The name, which may come from outside and be anything.
    pub label: String,
    pub value: ChartValue,
    pub state: FigureState,
}

/// A column for each hour or day, with the service level above them.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnChart {
    /// The name of the lower part of a column in the legend.
    pub answered: String,
    /// The name of the upper part.
    pub abandoned: String,
    /// The columns from left to right.
    pub columns: Vec<CallColumn>,
    /// The goal of the service level.
    pub goal: Option<ChartValue>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CallColumn {
    /// The label below the column, such as `07`.
    pub label: String,
    /// The lower part; `None` where it is not known.
    pub answered: Option<f64>,
    /// The upper part.
    pub abandoned: Option<f64>,
    /// The service level from 0 to 100.
    pub level: ChartValue,
    /// The reports could not be read, which does not mean that there were no calls.
    pub is_unread: bool,
}

impl BarChart {
    /// A phone shows so many rows without scrolling.
    pub const MOST_ROWS: usize = 6;
}

impl ChartValue {
    /// Returns the text, or a dash where it is empty.
    pub(super) fn shown_text(&self) -> &str {
        if self.text.trim().is_empty() {
            "–"
        } else {
            &self.text
        }
    }
}
