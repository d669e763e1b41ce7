//! What a user sees come back.

use std::{sync::Arc, time::Duration};

use serde_json::Value;
use thiserror::Error;

use super::{
    interactions::{InteractionKind, InteractionPhase, InteractionRequest},
    message::ChatMessage,
    server::ChatShared,
    state::ChatState,
};

/// What was waited for did not come.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("did not come about within {0:?}")]
pub struct WaitTimedOut(pub Duration);

/// Something that a user asked, to read the bot's answer from.
#[derive(Clone, Debug)]
pub struct PendingInteraction {
    shared: Arc<ChatShared>,
    id: u64,
}

/// The first that a user sees of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum InteractionAnswer {
    /// The bot is thinking; `ephemeral` when only the asker sees that.
    Deferred {
        /// Whether only the asker sees it.
        ephemeral: bool,
    },
    /// A message.
    Message(Box<ChatMessage>),
    /// The message that was clicked on, as it stands now.
    Updated(Box<ChatMessage>),
    /// Nothing yet: a click was taken note of.
    Acknowledged,
    /// What could be typed.
    Choices(Vec<AutocompleteChoice>),
    /// A form to fill in.
    Modal(Value),
}

/// One thing that could be typed.
#[derive(Clone, Debug, PartialEq)]
pub struct AutocompleteChoice {
    /// What the user sees.
    pub name: String,
    /// What the bot gets.
    pub value: Value,
}

impl PendingInteraction {
    pub(super) fn new(shared: Arc<ChatShared>, id: u64) -> Self {
        Self { shared, id }
    }

    /// Its id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Its token, which edits and follow-ups go by.
    pub fn token(&self) -> String {
        let state = self.shared.lock();
        state
            .asks
            .get(&self.id)
            .map(|it| it.token.clone())
            .unwrap_or_default()
    }

    /// The first that the user sees.
    ///
    /// # Errors
    ///
    /// When the bot did not answer in time.
    pub async fn answer(&self, limit: Duration) -> Result<InteractionAnswer, WaitTimedOut> {
        self.watch(limit, first_answer).await
    }

    /// The answer's message once it stands, past a placeholder.
    ///
    /// # Errors
    ///
    /// When there was none in time.
    pub async fn message(&self, limit: Duration) -> Result<ChatMessage, WaitTimedOut> {
        let standing = |state: &ChatState, ask: &InteractionRequest| {
            let message = state.messages.get(&ask.original?)?;
            let answered = ask.phase == InteractionPhase::Answered && !message.is_placeholder();
            answered.then(|| message.clone())
        };
        self.watch(limit, standing).await
    }

    /// The answer's message once these words stand in it, past any sign of life.
    ///
    /// # Errors
    ///
    /// When they did not in time.
    pub async fn message_with(
        &self,
        words: &str,
        limit: Duration,
    ) -> Result<ChatMessage, WaitTimedOut> {
        let telling = |state: &ChatState, ask: &InteractionRequest| {
            let message = state.messages.get(&ask.original?)?;
            message.text().contains(words).then(|| message.clone())
        };
        self.watch(limit, telling).await
    }

    /// The answer's message once it was edited at least so often.
    ///
    /// # Errors
    ///
    /// When it was not in time.
    pub async fn edited(&self, edits: usize, limit: Duration) -> Result<ChatMessage, WaitTimedOut> {
        let changed = |state: &ChatState, ask: &InteractionRequest| {
            let message = state.messages.get(&ask.original?)?;
            (message.edits.len() >= edits).then(|| message.clone())
        };
        self.watch(limit, changed).await
    }

    /// The messages that followed the first answer, so far.
    pub fn follow_ups(&self) -> Vec<ChatMessage> {
        let state = self.shared.lock();
        let ids = state.asks.get(&self.id).map(|it| it.follow_ups.as_slice());
        let ids = ids.unwrap_or_default().iter();
        ids.filter_map(|id| state.messages.get(id).cloned())
            .collect()
    }

    /// The messages that followed the first answer, once there are so many.
    ///
    /// # Errors
    ///
    /// When there were not in time.
    pub async fn followed(
        &self,
        count: usize,
        limit: Duration,
    ) -> Result<Vec<ChatMessage>, WaitTimedOut> {
        let followed = |state: &ChatState, ask: &InteractionRequest| {
            let ids = ask.follow_ups.iter();
            let messages: Vec<_> = ids.filter_map(|id| state.messages.get(id)).collect();
            (messages.len() >= count).then(|| messages.into_iter().cloned().collect())
        };
        self.watch(limit, followed).await
    }

    /// What could be typed, for a question from [`complete`](super::Chat::complete).
    ///
    /// # Errors
    ///
    /// When the bot did not say in time.
    pub async fn choices(&self, limit: Duration) -> Result<Vec<AutocompleteChoice>, WaitTimedOut> {
        let choices = |_: &ChatState, ask: &InteractionRequest| {
            (ask.phase == InteractionPhase::Completed)
                .then(|| ask.choices.iter().map(choice).collect())
        };
        self.watch(limit, choices).await
    }

    async fn watch<T>(
        &self,
        limit: Duration,
        look: impl Fn(&ChatState, &InteractionRequest) -> Option<T>,
    ) -> Result<T, WaitTimedOut> {
        let look = |state: &ChatState| look(state, state.asks.get(&self.id)?);
        self.shared.wait_for(limit, look).await
    }
}

fn first_answer(state: &ChatState, ask: &InteractionRequest) -> Option<InteractionAnswer> {
    let message = ask.original.and_then(|id| state.messages.get(&id));
    match ask.phase {
        InteractionPhase::Waiting => None,
        InteractionPhase::Acknowledged => Some(InteractionAnswer::Acknowledged),
        InteractionPhase::Completed => Some(InteractionAnswer::Choices(
            ask.choices.iter().map(choice).collect(),
        )),
        InteractionPhase::Modal => ask.modal.clone().map(InteractionAnswer::Modal),
        InteractionPhase::Deferred => Some(InteractionAnswer::Deferred {
            ephemeral: message.is_some_and(ChatMessage::is_ephemeral),
        }),
        InteractionPhase::Answered => {
            let message = Box::new(message?.clone());
            let clicked = ask.kind == InteractionKind::Component(message.id);
            Some(if clicked {
                InteractionAnswer::Updated(message)
            } else {
                InteractionAnswer::Message(message)
            })
        }
    }
}

fn choice(value: &Value) -> AutocompleteChoice {
    AutocompleteChoice {
        name: value["name"].as_str().unwrap_or("").to_owned(),
        value: value["value"].clone(),
    }
}
