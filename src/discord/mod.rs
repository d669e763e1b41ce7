//! The bot's face on Discord: how a card becomes a message, how people's commands reach the
//! bot, and how the connection is kept. No other room names `serenity` or `poise`.
//!
//! What comes from outside is data here too: no name can format, link or mention.

mod answer;
mod apology;
mod commands;
mod embed;
mod escape;
mod gateway;
mod limits;
mod message;
mod notifier;
mod refusal;
mod registration;
mod rest;
mod salvage;
mod sessions;
mod settings;

pub use gateway::{Discord, Fault};
pub use settings::{Settings, TimeLimits};
