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

pub use alert::{Alert, AlertKey, NoData, Observation, Unknown};
pub use audit::{Deed, Entry};
pub use book::{Book, Pages};
pub use engine::{Outcome, Situation, advance};
pub use event::{
    About, CaughtUp, Delivery, Event, EventKind, IncidentNews, MessageRef, News, Notice, OutboxId,
    Reason, Ring, SummaryNews,
};
pub use incident::{
    Announced, Closed, Condition, Ended, Hold, Hush, Incident, IncidentId, Standing, Subject,
};
pub use mark::{Ack, Acked, Mark, Person, Snooze, Snoozed};
pub use silence::{Matcher, Quiet, Silence, SilenceId, Wish};
pub use state::{AlertState, Fire, Timing, Transition, Word, step};
pub use tally::tally;
