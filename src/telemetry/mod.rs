//! Logs of the process.
//!
//! `error` means that a person must act, `warn` that the bot coped, `info` is about a line a poll,
//! and `debug` is the rest.

mod gateway;
mod logs;

pub use gateway::{
    AwaitedAnswer, BotPermission, DownReason, GatewayLink, GatewayStatus, GuildFault, GuildProblem,
};
pub use logs::{LogFormat, init_logging};
