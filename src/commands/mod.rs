//! Answers what people type and press. Everything behind the chat is here, so that it is tested
//! without one.
//!
//! A command answers with a card, and a request that cannot be answered gets a card that says what
//! was expected. A chat calls a [`ChatHandler`]; without a chat, [`ReportQuestion::read`] and
//! [`answer`] do.

mod alerts;
mod answer;
mod arguments;
mod button;
mod chat;
mod command;
mod context;
mod dispatch;
mod help;
mod incident_actions;
pub mod lookup;
mod menu;
mod question;
pub mod range;
mod refusal;
mod reports;
mod rules;
mod service;
mod silence;
mod suggest;
mod summary;
mod typed;

#[cfg(test)]
mod tests;

pub use answer::answer;
pub use chat::{
    AnswerAudience, BoxFuture, Caller, ChatAction, ChatHandler, ChatRequest, CommandAccess,
    CommandReply, Given, MenuChoice, MenuItem, MenuOption, OptionKind, Progress, ReplyPlace,
    SuggestionRequest,
};
pub use command::{CommandParameter, ReportCommand, WatchCommand};
pub use dispatch::chat_handler;
pub use question::{AnswerDelivery, AnswerForm, ReportQuestion};
pub use reports::{Freshness, QuotaShortage, ReportReader};
pub use service::{AlertActions, CommandOperation, CommandService, RuleJudge, find_operation};
pub use summary::summary;
