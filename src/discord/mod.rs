//! The bot on Discord: cards become messages, people's commands reach the bot, and the connection
//! is kept. No other module names `serenity`.
//!
//! Text from outside is data here too: no name can format, link or mention.

mod client;
mod components;
mod dispatcher;
mod error;
mod escape;
mod files;
mod gateway;
mod interaction;
mod json;
mod limits;
mod message;
mod notifier;
mod picture_pool;
mod rate_limiter;
mod registration;
mod request_tally;
mod responder;
mod rest;
mod route;
mod settings;
mod survey;

pub use client::{ClientParts, DiscordClient};
pub use error::DiscordError;
pub use gateway::{IdentifyLog, PostingPlan, replay_payloads};
pub use settings::{DiscordSettings, TimeLimits};
pub use survey::{BotIdentity, DiscordSurvey, GuildSurvey, NamedItem, SurveyError};
