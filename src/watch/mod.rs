//! Driven by time: one poll after the other, and the courier that tells what they found.

mod again;
mod chat;
mod courier;
mod cycle;
mod past;
mod reader;
mod schedule;
mod summarist;
mod voices;
mod watcher;

pub use again::Again;
pub use chat::{Chat, ChatError};
pub use courier::Courier;
pub use cycle::{Cycle, Parts};
pub use schedule::{Pace, Tick};
pub use summarist::{Summarist, SummaryParts};
pub use voices::{Voice, Voices};
pub use watcher::watch;
