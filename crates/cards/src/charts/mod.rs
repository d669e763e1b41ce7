//! Pictures of figures: what a picture shows, how it is drawn as SVG, and the PNG of it.
//!
//! Pure: no I/O, no `async`, no clock. Every text in a chart comes ready to be read, in the
//! reader's language and number style; here it is only placed and escaped.
//!
//! A picture is read at the width of a phone, about half of that for which it is drawn. So
//! no text is smaller than 18 px, and what has no place is left out rather than shrunk.

mod bars;
mod chart;
mod day;
mod funnel;
mod picture;
mod rows;
mod scale;
mod svg;
mod text;
mod trend;

pub use chart::{
    Bar, BarChart, BarGroup, Chart, ChartValue, DayChart, DayChartNames, DayColumn, FunnelChart,
    FunnelLoss, FunnelStage, LevelRow, LevelsChart, LimitLine, LimitSide, Plot, RankingChart,
    RankingRow, TimeSpan, TrendChart, TrendPoint, UsualLine,
};
pub use picture::{PictureError, render_png};
pub use svg::{HEIGHT, WIDTH};
