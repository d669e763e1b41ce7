//! Pictures of figures: what a picture shows, how it is drawn as SVG, and the PNG of it.
//!
//! Pure: no I/O, no `async`, no clock. Every text in a chart comes ready to be read, in the
//! reader's language and number style; here it is only placed and escaped.
//!
//! A picture is read at the width of a phone, about half of that for which it is drawn. So
//! no text is smaller than 18 px, and what has no place is left out rather than shrunk.

mod bars;
mod chart;
mod course;
mod font;
mod frame;
mod funnel;
mod ground;
mod levels;
mod palette;
mod past;
mod picture;
mod ranking;
mod scale;
mod svg;
mod text;
mod thin;
mod trend;

pub use chart::{
    Bar, BarChart, BarGroup, Chart, ChartValue, DayChart, DayChartNames, DayColumn, FunnelChart,
    FunnelLoss, FunnelStage, LevelRow, LevelsChart, LimitLine, LimitSide, LineSeries, Plot,
    RankingChart, RankingRow, TimeSpan, TrendChart, TrendPoint, UsualLine,
};
pub use frame::{HEIGHT, WIDTH};
pub use picture::{PictureError, png};
