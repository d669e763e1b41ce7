//! Driven by people: a file for each command. Everything behind the chat's face is here, so
//! that it is tested without a chat.
//!
//! A command answers with a card, and a request that cannot be answered with a card that
//! says what was expected.

mod abandon;
mod access;
mod counter;
mod desk;
mod front;
pub mod range;
mod refusal;
pub mod skill;
mod typed;

pub use abandon::{AbandonRequest, abandon};
pub use access::Access;
pub use desk::{Answer, Desk, Freshness, Operation, ReadFailure, Reports, Shortage};
pub use front::{
    Asker, Choice, Front, Given, MenuItem, MenuOption, OptionKind, Place, Progress, Reply,
    Replying,
};
