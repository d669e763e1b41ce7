//! How the wolkvox reports API is spelt, and the one gate through which it is asked.
//!
//! [`RequestGate`] is what the rest of the program holds: it asks one thing at a time, counts each
//! call against the day's quota, and shares answers. [`ApiError`] tells what to do next.
//! Nothing here names another room than `metrics` and the clock.

mod client;
mod directory;
mod envelope;
mod error;
mod gate;
mod lists;
mod operation;
mod outcome;
mod reports;
mod request;
mod rows;
mod scrub;
mod spoiled;
mod value;

pub use directory::NameDirectory;
pub use error::{ApiError, ApiErrorKind, FaultyParty, RetryAdvice};
pub use gate::{GateAnswer, GateWorker, QuotaSpent, QuotaState, RequestGate, RequestPriority};
pub use lists::TokenUsage;
pub use operation::{OperationAccess, OperationAccessError, RequestLimits, RequestTimeouts};
pub use outcome::parse;
pub use spoiled::UnreadableField;
