//! Pictures of figures: what a picture shows, how it is drawn as SVG, and the PNG of it.
//!
//! Pure: no I/O, no `async`, no clock. Every text in a chart comes ready to be read, in the
//! reader's language and number style; here it is only placed and escaped.

mod chart;

pub use chart::{
    Bar, Bars, Chart, Funnel, Group, Level, Levels, Limit, Loss, Plot, Point, Rank,
    Ranking, Series, Side, Stage, Trend, Value,
};
