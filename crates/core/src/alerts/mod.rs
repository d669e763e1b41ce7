//! The memory of judgement: which alerts are open, since when, what changed, and what people
//! are told of it.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

mod alert;
mod audit;
mod book;
pub mod clues;
mod engine;
mod event;
mod incident;
mod mark;
mod silence;
mod state;
mod tally;

pub use alert::{Alert, AlertKey, NoData, Observation, UnknownStreak};
pub use audit::{AuditAction, AuditEntry};
pub use book::{AlertBook, BookPages};
pub use engine::{AdvanceContext, PollOutcome, advance};
pub use event::{
    CaughtUp, DeliveryState, EndReason, Event, EventContent, EventKind, EventSubject, IncidentNews,
    MessageRef, NotificationLevel, OpsNotice, OutboxId, SummaryNews,
};
pub use incident::{
    AnnouncedState, ClosedIncident, HoldReason, Incident, IncidentCondition, IncidentEnd,
    IncidentId, IncidentStanding, IncidentSubject, Suppression,
};
pub use mark::{
    AcknowledgeRequest, Acknowledgement, DiscordUser, IncidentMark, SnoozeRequest, SnoozedUntil,
};
pub use silence::{Silence, SilenceId, SilenceMatcher, SilenceRequest, SilenceSchedule};
pub use state::{AlertState, AlertTiming, FiringState, StepInput, Transition, step};
pub use tally::tally;
