//! A stand-in for Discord: REST and gateway, as strict as the real one, so that the
//! unmodified bot runs on a laptop and in tests.
//!
//! [`Chat`] starts it and looks into it. Whoever asks something of the bot is a [`User`],
//! and what comes back is read from an [`Interaction`]. A [`Fault`] makes the next requests
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

pub use faults::{Fault, Moment};
pub use handle::{Answer, Choice, Interaction, TimedOut};
pub use invoke::RunError;
pub use mentions::Pings;
pub use message::{Author, Embed, Field, File, Footer, Message, Picture, Revision};
pub use pace::Pace;
pub use request::{Request, Sent};
pub use server::Chat;
pub use settings::{Role, Settings, User, permissions};
pub use state::{Channel, State, Thread};
