//! The bot on Discord: cards become messages, people's commands reach the bot, and the connection
//! is kept. No other module names `serenity`.
//!
//! Text from outside is data here too: no name can format, link or mention.

mod dispatcher;
mod embed;
mod escape;
mod files;
mod gateway;
mod interaction;
mod limits;
mod message;
mod notifier;
mod rate_limiter;
mod registration;
mod responder;
mod rest;
mod settings;

pub use gateway::{DiscordClient, DiscordError};
pub use settings::{DiscordSettings, TimeLimits};
