//! The memory of judgement: which alerts are open, since when, and what changed.
//!
//! Pure: no I/O, no `async`, and `now` is an argument.

mod alert;
mod book;
mod engine;
mod event;
mod state;

pub use alert::{Alert, AlertId, AlertKey, Condition, NoData, Observation, Unknown};
pub use book::Book;
pub use engine::{Outcome, advance};
pub use event::{Delivery, Event, EventKind, MessageRef, OutboxId, Reason};
pub use state::{AlertState, Fire, Timing, Transition, step};
