//! What a picture shows.

/// A picture: its words and its plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows, such as `Abandonment by wait`.
    pub title: String,
    /// Of what and when: the place and the window.
    pub subtitle: String,
    /// The same in words, for those who cannot see it. At most 1000 characters.
    pub alt: String,
    /// The plot.
    pub plot: Plot,
}

/// How the figures are drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Plot {
    /// Upright bars beside each other: abandons by wait, calls by length.
    Bars(BarChart),
    /// A row a channel with two shares: service level and abandonment.
    Levels(LevelsChart),
    /// How many remain from stage to stage: smart hold.
    Funnel(FunnelChart),
    /// A row an agent with stacked lengths, longest first: hold and mute.
    Ranking(RankingChart),
    /// A line over time against a limit.
    Trend(TrendChart),
    /// A column an hour or a day, with a line over them: calls and service level.
    Course(DayChart),
}

/// A figure and how it is told. What is not known has no bar, and is told as such.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartValue {
    /// The figure; `None` where it is not known.
    pub value: Option<f64>,
    /// How it is told: `18`, `14,8 %`, `–`.
    pub told: String,
}

/// What one colour stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct LineSeries {
    /// Its name in the legend.
    pub name: String,
}

/// Upright bars in groups, a group for each label, a bar in it for each series.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// What the colours stand for; one alone needs no legend.
    pub series: Vec<LineSeries>,
    /// From left to right.
    pub groups: Vec<BarGroup>,
    /// What stands below the labels, such as `seconds in the queue`.
    pub axis: String,
}

/// The bars over one label.
#[derive(Clone, Debug, PartialEq)]
pub struct BarGroup {
    /// Such as `11–20 s`.
    pub label: String,
    /// One for each series.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// How high, and what stands over it.
    pub value: ChartValue,
    /// A second, smaller text over it, such as its share; may be empty.
    pub note: String,
}

/// Rows of two shares, 0 to 100 each.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelsChart {
    /// What the first share is; more is better.
    pub good: LineSeries,
    /// What the second share is; less is better.
    pub bad: LineSeries,
    /// From top to bottom.
    pub rows: Vec<LevelRow>,
    /// The goal of the first share.
    pub goal: Option<ChartValue>,
}

/// One row of shares.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelRow {
    /// Such as `WhatsApp`.
    pub label: String,
    /// Such as `215 offered`.
    pub note: String,
    /// The first share.
    pub good: ChartValue,
    /// The second share.
    pub bad: ChartValue,
}

/// Stages of which each is a part of the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelChart {
    /// From the widest to the narrowest.
    pub stages: Vec<FunnelStage>,
}

/// One stage.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelStage {
    /// Such as `accepted`.
    pub label: String,
    /// How many.
    pub value: ChartValue,
    /// Their share of the stage before, such as `54,2 %`; empty in the first.
    pub share: String,
    /// What became of those of the stage before who are not here.
    pub losses: Vec<FunnelLoss>,
}

/// Some who left between two stages.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelLoss {
    /// Such as `declined`.
    pub label: String,
    /// How many.
    pub told: String,
}

/// Rows of stacked lengths.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingChart {
    /// What the colours stand for.
    pub series: Vec<LineSeries>,
    /// From top to bottom.
    pub rows: Vec<RankingRow>,
    /// A line through all rows, such as the team's median, with its name in `told`.
    pub mark: Option<ChartValue>,
    /// What stands below where rows were left out, such as `12 of 48 agents`; may be empty.
    pub rest: String,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingRow {
    /// Whose it is. It comes from outside and may be anything.
    pub label: String,
    /// A length for each series; `None` where it is not known.
    pub parts: Vec<Option<f64>>,
    /// How the whole is told, at the end of the row.
    pub told: String,
}

/// A line over time.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendChart {
    /// From left to right. A gap of more than `longest_step` breaks the line.
    pub points: Vec<TrendPoint>,
    /// In seconds.
    pub longest_step: i64,
    /// The marks of the upright axis, lowest first; its ends are the ends of the plot.
    pub heights: Vec<ChartValue>,
    /// The marks of the time axis: Unix seconds, and how they are told.
    pub times: Vec<(i64, String)>,
    /// Where the plot begins and ends, in Unix seconds.
    pub range: (i64, i64),
    /// What the line is held against, mildest first.
    pub limits: Vec<LimitLine>,
    /// How the last point is told, beside it.
    pub last: String,
    /// What the line usually is, where that is known.
    pub usual: Option<UsualLine>,
    /// What the picture is about, where that is only a part of it.
    pub spell: Option<TimeSpan>,
}

/// One point of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendPoint {
    /// Unix seconds.
    pub at: i64,
    /// How high.
    pub value: f64,
}

/// What a line is held against. Where the line is past it, the space between is shaded.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitLine {
    /// How high, and its name, such as `limit 5 %`.
    pub value: ChartValue,
    /// Which side is past it.
    pub side: LimitSide,
    /// Whether it is the worse of two.
    pub is_critical: bool,
    /// Since when it is so high, in Unix seconds; `None` where it always was.
    pub from: Option<i64>,
}

/// What a line usually is.
#[derive(Clone, Debug, PartialEq)]
pub struct UsualLine {
    /// How high, and its name, such as `usual 3 %`.
    pub value: ChartValue,
    /// Since when that is so, in Unix seconds.
    pub from: i64,
}

/// A stretch of time in which something was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeSpan {
    /// Its beginning and its end, in Unix seconds.
    pub range: (i64, i64),
    /// Whether it was critical.
    pub is_critical: bool,
}

/// A side of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitSide {
    /// Over it is bad.
    Above,
    /// Under it is bad.
    Below,
}

/// Stacked columns from left to right, and over them the service level as a line.
#[derive(Clone, Debug, PartialEq)]
pub struct DayChart {
    /// What the colours and lines stand for.
    pub names: DayChartNames,
    /// From left to right.
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
    /// The lower part of a column.
    pub answered: String,
    /// The upper part.
    pub abandoned: String,
    /// The line.
    pub level: String,
    /// The tick across a column, and the dotted line.
    pub usual: String,
}

/// One column of a [`DayChart`].
#[derive(Clone, Debug, PartialEq)]
pub struct DayColumn {
    /// What stands below it, such as `07`.
    pub label: String,
    /// The lower part; `None` where it is not known.
    pub answered: Option<f64>,
    /// The upper part.
    pub abandoned: Option<f64>,
    /// How high the column usually is.
    pub usual: Option<f64>,
    /// The height of the line, and how it is told.
    pub level: ChartValue,
    /// How high the line usually is.
    pub usual_level: Option<f64>,
    /// Whether it could not be read, which is not nothing.
    pub is_unread: bool,
}
