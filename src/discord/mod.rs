//! The bot's face on Discord: how a card becomes a message, how people's commands reach the
//! bot, and how the connection is kept. No other room names `serenity` or `poise`.
//!
//! What comes from outside is data here too: no name can format, link or mention.

mod answer;
mod apology;
mod buttons;
mod commands;
mod embed;
mod escape;
mod files;
mod gateway;
mod limits;
mod menu;
mod message;
mod notifier;
mod pace;
mod press;
mod question;
mod refusal;
mod registration;
mod reply;
mod rest;
mod salvage;
mod sessions;
mod settings;
mod share;

pub use gateway::{DiscordClient, DiscordError};
pub use settings::{DiscordSettings, TimeLimits};
