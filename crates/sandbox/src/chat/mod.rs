//! A stand-in for Discord: REST and gateway, as strict as the real one, so that the
//! unmodified bot runs on a laptop and in tests.
//!
//! [`DiscordStandIn`] starts it and looks into it. Whoever asks something of the bot is a [`ChatUser`],
//! and what comes back is read from an [`PendingInteraction`]. A [`ChatFault`] makes the next requests
//! fail, before or after they took effect.
//!
//! Refusals follow Discord's documentation: a body beyond a limit is 400 with code 50035 and
//! the path of each fault in it, a late first answer is 10062, a second one 40060, and so
//! on. Where the documentation is silent the stand-in takes the side that finds more faults.

mod commands;
mod components;
mod connection;
mod controls;
mod draft;
mod faults;
mod form;
mod gateway;
mod handle;
mod interactions;
mod invoke;
mod limits;
mod mentions;
mod message;
mod messages;
mod options;
mod pace;
mod page;
mod request;
mod rest;
mod routes;
mod server;
mod settings;
mod socket;
mod state;
mod threads;
mod webhooks;
mod wire;

pub use faults::{ChatFault, FaultMoment};
pub use gateway::{GatewayFault, GatewayHandshake};
pub use handle::{AutocompleteChoice, InteractionAnswer, PendingInteraction, WaitTimedOut};
pub use invoke::RunError;
pub use mentions::MentionedIds;
pub use message::{
    ChatMessage, MessageAuthor, MessageEmbed, MessageEmbedField, MessageFile, MessageFooter,
    MessagePicture, MessageRevision,
};
pub use pace::RateLimits;
pub use request::{ChatRequest, SentBody};
pub use server::DiscordStandIn;
pub use settings::{ChatRole, ChatSettings, ChatUser, permissions};
pub use state::{ChatChannel, ChatState, ChatThread};
