//! Judgement: what a rule asks for, and what it says of a sample.
//!
//! Pure: no I/O, no `async`, and `now` is an argument. Rules are read from YAML text in
//! [`parse`]; who reads the file is `config`'s matter.

mod answers;
mod calendar;
mod condition;
mod in_force;
mod judge;
pub mod parse;
mod past;
mod policy;
mod rule;
mod statistics;
mod template;
mod usual;
mod verdict;

pub use calendar::{
    Calendar, CalendarName, Days, DaysFault, Hours, HoursFault, Weekly, WeeklyFault,
};
pub use condition::{
    Absent, Against, Confidence, Limits, Side, Threshold, ThresholdFault, Unusual, UnusualFault,
    UnusualTerms, When,
};
pub use in_force::InForce;
pub use judge::{Judgement, Look, asks, judge, lacking};
pub use past::{Disturbance, Need, Past, PastOf, Recall};
pub use policy::{Loudness, Policy};
pub use rule::{
    ChannelName, Notify, Register, Repeat, RoleName, Rule, RuleId, Ruleset, Selection, Step,
};
pub(crate) use statistics::{median, wilson};
pub use template::{Fact, Facts, Field, Offer, Template};
pub use usual::{Method, Usual};
pub use verdict::{Grounds, Severity, Verdict};
