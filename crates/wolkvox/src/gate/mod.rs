//! The one gate to the API of an operation. A token takes one request at a time, and the
//! day's calls are counted, so all that the program asks goes through here: [`RequestGate`] is the
//! handle, [`GateWorker`] the task behind it.

mod delivery;
mod handle;
mod job;
mod memory;
mod names;
mod queue;
mod quota;
mod worker;

pub use handle::{GateAnswer, RequestGate};
pub use job::RequestPriority;
pub use quota::{QuotaSpent, QuotaState};
pub use worker::GateWorker;

pub(super) use delivery::GateContent;
