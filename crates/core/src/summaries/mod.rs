//! The summary of a day, a shift or a week: when it is due, what it asks for, and what its
//! figures say.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

mod calls;
mod drivers;
mod earlier;
mod edition;
mod figure;
#[cfg(any(test, feature = "fixtures"))]
#[path = "tests/fixtures/mod.rs"]
pub mod fixtures;
mod found;
mod gather;
mod issue;
mod parts;
mod plan;
mod schedule;
mod summary;
#[cfg(test)]
mod tests;
mod worst;

pub use calls::{Calls, Heard};
pub use drivers::Drivers;
pub use edition::{Edition, EditionId};
pub use figure::{Change, Figure, Moved, Standing, Usually};
pub use found::{Earlier, Found, Rang, Tally};
pub use issue::{Fate, Issue};
pub use parts::{
    Agent, Bounded, Callbacks, Day, Hour, Reads, Requests, Skill, Team, UsualHour, Volume,
};
pub use plan::{Goal, Period, Plan, Section, SummaryName};
pub use summary::{Correction, Form, Summary};
