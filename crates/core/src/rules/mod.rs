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
    Calendar, CalendarName, DaySelection, DaySelectionError, OpeningHours, OpeningHoursError,
    WeeklyHours, WeeklyHoursError,
};
pub use condition::{
    AbsentCondition, Confidence, RuleCondition, Side, Threshold, ThresholdError, UnusualCondition,
    UnusualFault, UnusualLimits, UnusualReference, UnusualTerms,
};
pub use in_force::ActiveRules;
pub use judge::{JudgeInput, Judgement, asks, judge, lacking};
pub use past::{BaselinePlan, BaselineRead, Disturbance, PastOf, ScopeHistory};
pub use policy::{AlertPolicy, NotificationPolicy};
pub use rule::{
    ChannelName, EscalationStep, NotifyTarget, RepeatInterval, RoleName, Rule, RuleId,
    RuleRegister, Ruleset, ScopeSelection,
};
pub(crate) use statistics::{median, wilson};
pub use template::{
    DescriptionTemplate, TemplateFact, TemplateFacts, TemplateField, TemplateOffer,
};
pub use usual::{UsualMethod, UsualValue};
pub use verdict::{Severity, Verdict, VerdictBasis};
