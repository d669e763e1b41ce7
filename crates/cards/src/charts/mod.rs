//! Pictures of figures: what a picture shows, how it is drawn as SVG, and the PNG of it.
//!
//! Pure: no I/O, no `async`, no clock. Every text in a chart comes ready to be read, in the
//! reader's language and number style; here it is only placed and escaped.
//!
//! A picture is drawn 680 units wide and read at half of that on a phone. So no text is smaller
//! than 34 units, and what has no place is left out rather than shrunk. State is a shape as well
//! as a colour, for readers who do not distinguish red from green.

mod bars;
mod chart;
mod columns;
mod course;
mod layout;
mod picture;
mod svg;
mod text;

pub use chart::{
    BarChart, BarRow, CallColumn, Chart, ChartValue, ColumnChart, CourseChart, CourseEnd,
    CoursePoint, FigureState, LimitLine, Plot, TimeSpan,
};
pub use picture::{PictureError, render_png};
pub use svg::WIDTH;
