//! Driven by people: what they type and press is understood here, and answered. Everything
//! behind the chat's face is here, so that it is tested without a chat.
//!
//! A command answers with a card, and a request that cannot be answered with a card that
//! says what was expected. A [`CommandService`] is what a chat asks; what has no chat understands a
//! [`ReportQuestion`] by itself and [`answer`]s it.

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

pub use access::CommandAccess;
pub use alerts::{AlertService, OpenAlert, ReloadResult, StoreUnavailable, WrittenSilence};
pub use answer::answer;
pub use command::ReportCommand;
pub use control::WatchCommand;
pub use desk::{
    CommandAnswer, CommandOperation, CommandService, Freshness, QuotaShortage, ReadFailure,
    ReportSource,
};
pub use front::{
    Caller, ChatHandler, Choosing, CommandReply, Given, MenuChoice, MenuItem, MenuOption,
    OptionKind, Progress, ReplyPlace, Replying,
};
pub use parameter::CommandParameter;
pub use question::{AnswerAudience, AnswerDelivery, AnswerForm, ReportQuestion};
pub use summary::summary;
