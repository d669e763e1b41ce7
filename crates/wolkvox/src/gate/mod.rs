//! The one gate to the API of an operation. A token takes one request at a time, and the
//! day's calls are counted, so all that the program asks goes through here: [`Gate`] is the
//! handle, [`Worker`] the task behind it.

mod delivery;
mod handle;
mod job;
mod memory;
mod names;
mod queue;
mod quota;
mod worker;

pub use handle::{Answer, Gate};
pub use job::Priority;
pub use quota::{QuotaState, Spent};
pub use worker::Worker;

pub(super) use delivery::Content;
