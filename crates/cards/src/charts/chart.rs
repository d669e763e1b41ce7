//! The content of a picture: its words and its figures.

#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub title: String,
    /// The place and the window.
    pub subtitle: String,
    /// The same in words, for people who cannot see it. At most 1000 characters.
    pub alt: String,
    pub plot: Plot,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Plot {
    Bars(BarChart),
    Levels(LevelsChart),
    Funnel(FunnelChart),
    Ranking(RankingChart),
    Trend(TrendChart),
    Day(DayChart),
}

/// A figure and its text. An unknown figure has no bar, and a text that says so.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartValue {
    pub value: Option<f64>,
    /// The text of the figure: `18`, `14,8 %`, `–`.
    pub text: String,
}

/// Upright bars in groups, with a bar for each series: abandons by wait, calls by length.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// The names in the legend. One series alone needs no legend.
    pub series: Vec<String>,
    /// The groups from left to right.
    pub groups: Vec<BarGroup>,
    /// The title of the axis below the labels, such as `seconds in the queue`.
    pub axis: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct BarGroup {
    /// The label below the bars, such as `11–20 s`.
    pub label: String,
    /// One bar for each series.
    pub bars: Vec<Bar>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub value: ChartValue,
    /// A second, smaller text over the bar, such as its share; may be empty.
    pub note: String,
}

/// A row for each channel with two shares from 0 to 100: service level and abandonment.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelsChart {
    /// The name of the first share, of which more is better.
    pub good: String,
    /// The name of the second share, of which less is better.
    pub bad: String,
    /// The rows from top to bottom.
    pub rows: Vec<LevelRow>,
    /// The goal of the first share.
    pub goal: Option<ChartValue>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LevelRow {
    /// The name of the channel, such as `WhatsApp`.
    pub label: String,
    /// A smaller text, such as `215 offered`.
    pub note: String,
    pub good: ChartValue,
    pub bad: ChartValue,
}

/// Stages of which each is a part of the one before: smart hold.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelChart {
    /// The stages from the widest to the narrowest.
    pub stages: Vec<FunnelStage>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FunnelStage {
    pub label: String,
    pub value: ChartValue,
    /// The share of the stage before, such as `54,2 %`; empty in the first.
    pub share: String,
    /// The groups of the stage before that are not in this one.
    pub losses: Vec<FunnelLoss>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FunnelLoss {
    /// The reason, such as `declined`.
    pub label: String,
    /// The number that were lost.
    pub text: String,
}

/// A row for each agent with stacked lengths, longest first: hold and mute.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingChart {
    /// The names in the legend.
    pub series: Vec<String>,
    /// The rows from top to bottom.
    pub rows: Vec<RankingRow>,
    /// A line through all rows, such as the team's median, with its name as text.
    pub mark: Option<ChartValue>,
    /// A text for rows that were left out, such as `12 of 48 agents`; may be empty.
    pub rest: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RankingRow {
    /// The name, which comes from outside and may be anything.
    pub label: String,
    /// A length for each series; `None` where it is not known.
    pub parts: Vec<Option<f64>>,
    /// The whole as text, at the end of the row.
    pub text: String,
}

/// A line over time against limits.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendChart {
    /// The points. A gap of more than `longest_step` breaks the line.
    pub points: Vec<TrendPoint>,
    /// The longest time between two points of one line, in seconds.
    pub longest_step: i64,
    /// The marks of the upright axis, lowest first; its ends are the ends of the plot.
    pub heights: Vec<ChartValue>,
    /// The marks of the time axis: Unix seconds and labels.
    pub times: Vec<(i64, String)>,
    /// The two ends of the time axis, in Unix seconds.
    pub range: (i64, i64),
    /// The limits, mildest first.
    pub limits: Vec<LimitLine>,
    /// The text beside the last point.
    pub last: String,
    pub usual: Option<UsualLine>,
    /// A stretch of time that is marked, such as that of an alert.
    pub spell: Option<TimeSpan>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendPoint {
    /// The time in Unix seconds.
    pub at: i64,
    pub value: f64,
}

/// A limit of a line. The space between the two is shaded where the line is past it.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitLine {
    /// The height, and a name such as `limit 5 %`.
    pub value: ChartValue,
    /// The side of the limit that is past it.
    pub side: LimitSide,
    pub is_critical: bool,
    /// The time in Unix seconds since when it has this height; `None` where it always had.
    pub from: Option<i64>,
}

/// The usual height of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct UsualLine {
    /// The height, and a name such as `usual 3 %`.
    pub value: ChartValue,
    /// The time in Unix seconds since when it is usual.
    pub from: i64,
}

/// A stretch of time in which something was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeSpan {
    /// The beginning and the end, in Unix seconds.
    pub range: (i64, i64),
    pub is_critical: bool,
}

/// The side of a limit that is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitSide {
    Above,
    Below,
}

/// A column for each hour or day, with a line over them: calls and service level.
#[derive(Clone, Debug, PartialEq)]
pub struct DayChart {
    pub names: DayChartNames,
    /// The columns from left to right.
    pub columns: Vec<DayColumn>,
    /// The marks of the columns' heights.
    pub calls: Vec<ChartValue>,
    /// The marks of the line's heights, 0 to 100.
    pub shares: Vec<ChartValue>,
    /// The goal of the line.
    pub goal: Option<ChartValue>,
}

/// The names in the legend of a [`DayChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct DayChartNames {
    pub answered: String,
    pub abandoned: String,
    pub level: String,
    pub usual: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DayColumn {
    /// The label below the column, such as `07`.
    pub label: String,
    /// The lower part; `None` where it is not known.
    pub answered: Option<f64>,
    /// The upper part.
    pub abandoned: Option<f64>,
    /// The usual height of the column.
    pub usual: Option<f64>,
    /// The height of the line.
    pub level: ChartValue,
    /// The usual height of the line.
    pub usual_level: Option<f64>,
    /// The reports could not be read, which does not mean that there were no calls.
    pub is_unread: bool,
}
