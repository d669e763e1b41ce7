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

pub use calls::{CallVolume, CallsHeard};
pub use drivers::SummaryDrivers;
pub use edition::{Edition, EditionId};
pub use figure::{FigureChange, FigureMove, GoalStanding, SummaryFigure, UsualFigure};
pub use found::{EarlierInputs, NotificationTally, RuleRings, SummaryInputs};
pub use issue::{EditionFate, EditionStatus};
pub use parts::{
    BoundedValue, CallbackCounts, ReadCounts, RequestCount, SummaryAgent, SummaryDay, SummaryHour,
    SummarySkill, SummaryTeam, SummaryVolume, UsualHour,
};
pub use plan::{MetricGoal, SummaryName, SummaryPeriod, SummaryPlan, SummarySection};
pub use summary::{Summary, SummaryCorrection, SummaryForm};
