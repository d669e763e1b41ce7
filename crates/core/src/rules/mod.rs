//! Rules: their conditions, and the judgement of what polls read.
//!
//! [`parse`] reads rules from YAML text; the configuration of the bot reads the files.

mod blindness;
mod calendar;
mod condition;
mod departure_book;
mod departures;
mod hint;
mod judge;
mod notification;
pub mod parse;
mod past;
mod readings;
mod rule;
mod selection;
mod statistics;
mod template;
mod usual;
mod verdict;

pub use blindness::{BlindReport, blind_reports};
pub use calendar::{
    Calendar, CalendarName, DaySelection, DaySelectionError, OpeningHours, OpeningHoursError,
    WeeklyHours, WeeklyHoursError,
};
pub use condition::{
    AbsentCondition, Confidence, DepartsCondition, DepartsFault, RuleCondition, Threshold,
    ThresholdError, UnusualCondition, UnusualFault, UnusualLimits, UnusualReference, UnusualTerms,
};
pub use departure_book::{DepartureBook, DepartureChanges, DeparturePoll, RuleDepartures};
pub use departures::{
    AlarmBudget, AlarmCalibration, DepartureDetector, DepartureReading, DepartureStage,
    DepartureTerms, DepartureView, RateCounts, RateSeason, SeasonPrior, WindowCounts,
};
pub use hint::RuleHint;
pub use judge::{JudgeInput, Judgement, further_requests, judge, needed_requests};
pub use notification::{
    AlertPolicy, ChannelName, EscalationStep, NotificationPolicy, NotifyTarget, RepeatInterval,
    RoleName,
};
pub use past::{BaselinePlan, BaselineRead, Disturbance, PastOf, ScopeHistory};
pub use rule::{ActiveRules, Rule, RuleId, RuleRegister, Ruleset};
pub use selection::ScopeSelection;
pub(crate) use statistics::{median, wilson};
pub use template::{
    DescriptionTemplate, TemplateFact, TemplateFacts, TemplateField, TemplateOffer,
};
pub use usual::{UsualMethod, UsualValue};
pub use verdict::{DepartureEvidence, Severity, Side, Verdict, VerdictBasis};
