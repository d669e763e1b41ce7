//! The summary of a day, a shift or a week: when it is due, what it asks for, and what its
//! figures say.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

mod edition;
mod plan;
mod schedule;
mod summary;

pub use edition::{Edition, EditionId};
pub use plan::{Goal, Period, Plan, Section, SummaryName};
pub use summary::{Correction, Earlier, Figure, Found, Moved, Rang, Summary, Tally};
