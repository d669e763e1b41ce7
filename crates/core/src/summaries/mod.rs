//! The summary of a day, a shift or a week: when it is due, which reports it reads, and what
//! its figures say.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

mod edition;
#[cfg(any(test, feature = "fixtures"))]
#[path = "tests/fixtures/mod.rs"]
pub mod fixtures;
mod summary;
mod summary_builder;
mod summary_figure;
mod summary_plan;
#[cfg(test)]
mod tests;

pub(crate) use edition::stable_hash;
pub use edition::{Edition, EditionId, SummaryName};
pub use summary::{
    BoundedValue, CallbackCounts, EditionFate, EditionStatus, NotificationTally, ReadCounts,
    RequestCount, RuleRings, Summary, SummaryAgent, SummaryCorrection, SummaryDay, SummaryForm,
    SummaryHour, SummarySkill, SummaryTeam, SummaryVolume, UsualHour,
};
pub use summary_builder::{EarlierInputs, SummaryInputs};
pub use summary_figure::{
    CallVolume, CallsHeard, FigureChange, FigureMove, GoalStanding, SummaryDrivers, SummaryFigure,
    UsualFigure,
};
pub use summary_plan::{MetricGoal, SummaryPeriod, SummaryPlan, SummarySection};
