//! Alerts and incidents: which are open, since when, what changed, and which events follow.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

mod alert;
mod alert_book;
mod alert_state;
mod audit;
mod backlog;
mod cause_clue;
mod cause_evidence;
mod channel_traffic;
mod clock_correction;
mod delivery;
mod engine;
mod event;
mod event_kind;
mod ids;
mod incident;
mod incident_mark;
mod notification_level;
mod notification_tally;
mod silence;

pub use alert::{Alert, AlertKey, NoData, Observation, UnknownStreak};
pub use alert_book::{AlertBook, BookPages, PollOutcome};
pub use alert_state::{AlertState, AlertTiming, FiringState, StepInput, Transition, step};
pub use audit::{AuditAction, AuditEntry};
pub use backlog::{BacklogPlan, BacklogRing, CardChange, CardPresence, fold_backlog};
pub use cause_clue::{CauseClue, CauseContext, CauseFinding};
pub use cause_evidence::{CauseEvidence, cause_questions};
pub use channel_traffic::ChannelTraffic;
pub use clock_correction::{correct_alert, correct_incident, correct_mark, correct_silence};
pub use delivery::{DeliveryLane, DeliveryState, MessageRef, PostedCard};
pub use engine::{AdvanceContext, advance};
pub use event::{
    CaughtUp, Event, EventContent, EventSubject, IncidentNews, OpsNotice, SummaryNews,
};
pub use event_kind::{EndReason, EventKind};
pub use ids::{IncidentId, OutboxId, SilenceId};
pub use incident::{
    AnnouncedState, ClosedIncident, HoldReason, Incident, IncidentCondition, IncidentEnd,
    IncidentLogEntry, IncidentStanding, IncidentSubject, SharedIncident, Suppression,
};
pub use incident_mark::{
    AcknowledgeRequest, Acknowledgement, DiscordUser, IncidentMark, SnoozeRequest, SnoozedUntil,
};
pub use notification_level::NotificationLevel;
pub use notification_tally::tally_notifications;
pub use silence::{Silence, SilenceMatcher, SilenceRequest, SilenceSchedule};
