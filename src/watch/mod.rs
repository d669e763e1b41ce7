//! Driven by time: one poll after the other, and the courier that tells what they found.

mod chat;

pub use chat::{Chat, ChatError};
