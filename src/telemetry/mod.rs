//! What the process says of itself: logs, and a page that tells whether it is well.
//!
//! `error` means that a person must act, `warn` that the bot coped, `info` is about a line
//! a poll, and `debug` is the rest.

mod health;
mod logs;

pub use health::{HealthState, serve};
pub use logs::{LogFormat, init};
