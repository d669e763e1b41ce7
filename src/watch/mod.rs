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

pub use again::LastPollEvaluation;
pub use chat::{ChatError, ChatPlatform};
pub use courier::OutboxDispatcher;
pub use cycle::{CycleParts, PollCycle};
pub use schedule::{PollPace, PollTick};
pub use summarist::{SummaryParts, SummaryScheduler};
pub use voices::{CardRenderer, OperationLocale};
pub use watcher::watch;
