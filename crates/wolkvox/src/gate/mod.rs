//! The one gate to the API of an operation. A token takes one request at a time, and the day's
//! calls are counted, so the whole program asks through here: [`RequestGate`] is the handle,
//! [`GateWorker`] the task behind it.

mod cache;
mod delivery;
mod handle;
mod queue;
mod quota;
mod scripted;
mod tally;
mod worker;

pub use handle::{GateAnswer, RequestGate, TableAnswer};
pub use queue::RequestPriority;
pub use quota::{QuotaSpent, QuotaState};
pub use scripted::GateScript;
pub use worker::GateWorker;

pub(super) use delivery::GateContent;
