//! How the wolkvox reports API is spelt, and the one gate through which it is asked.
//!
//! [`Gate`] is what the rest of the program holds: it asks one thing at a time, counts each
//! call against the day's quota, and shares answers. [`Error`] tells what to do next.
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

pub use directory::Directory;
pub use error::{Error, ErrorKind, Party, Retry};
pub use gate::{Answer, Gate, Priority, QuotaState, Spent, Worker};
pub use lists::TokenUsage;
pub use operation::{Limits, Operation, OperationError, Patience};
pub use outcome::parse;
pub use spoiled::Spoiled;
