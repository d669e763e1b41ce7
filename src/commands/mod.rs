//! Driven by people: what they type and press is understood here, and answered. Everything
//! behind the chat's face is here, so that it is tested without a chat.
//!
//! A command answers with a card, and a request that cannot be answered with a card that
//! says what was expected. A [`Desk`] is what a chat asks; what has no chat understands a
//! [`Question`] by itself and [`answer`]s it.

mod access;
mod agent;
mod alerts;
mod answer;
mod any;
mod buttons;
mod channel;
mod choices;
mod command;
mod control;
mod counter;
mod csv;
mod desk;
mod front;
mod help;
mod menu;
mod parameter;
mod press;
mod progress;
mod question;
pub mod range;
mod refusal;
pub mod skill;
mod summary;
mod typed;

pub use access::Access;
pub use alerts::{Alerts, Lapse, Open, Reloaded, Written};
pub use answer::answer;
pub use command::Command;
pub use control::Control;
pub use desk::{Answer, Desk, Freshness, Operation, ReadFailure, Reports, Shortage};
pub use front::{
    Asker, Choice, Choosing, Front, Given, MenuItem, MenuOption, OptionKind, Place, Progress,
    Reply, Replying,
};
pub use parameter::Parameter;
pub use question::{Audience, Delivery, Question, Shows};
pub use summary::summary;
