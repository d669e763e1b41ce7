//! What a user sees come back.

use std::{sync::Arc, time::Duration};

use serde_json::Value;
use thiserror::Error;

use super::{
    interactions::{Ask, Kind, Phase},
    message::Message,
    server::Shared,
    state::State,
};

/// What was waited for did not come.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("did not come about within {0:?}")]
pub struct TimedOut(pub Duration);

/// Something that a user asked, to read the bot's answer from.
#[derive(Clone, Debug)]
pub struct Interaction {
    shared: Arc<Shared>,
    id: u64,
}

/// The first that a user sees of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The bot is thinking; `ephemeral` when only the asker sees that.
    Deferred {
        /// Whether only the asker sees it.
        ephemeral: bool,
    },
    /// A message.
    Message(Box<Message>),
    /// The message that was clicked on, as it stands now.
    Updated(Box<Message>),
    /// Nothing yet: a click was taken note of.
    Acknowledged,
    /// What could be typed.
    Choices(Vec<Choice>),
    /// A form to fill in.
    Modal(Value),
}

/// One thing that could be typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the user sees.
    pub name: String,
    /// What the bot gets.
    pub value: Value,
}

impl Interaction {
    pub(super) fn new(shared: Arc<Shared>, id: u64) -> Self {
        Self { shared, id }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Its token, which edits and follow-ups go by.
    #[must_use]
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
    pub async fn answer(&self, limit: Duration) -> Result<Answer, TimedOut> {
        self.watch(limit, first_answer).await
    }

    /// The answer's message once it stands, past a placeholder.
    ///
    /// # Errors
    ///
    /// When there was none in time.
    pub async fn message(&self, limit: Duration) -> Result<Message, TimedOut> {
        let standing = |state: &State, ask: &Ask| {
            let message = state.messages.get(&ask.original?)?;
            let answered = ask.phase == Phase::Answered && !message.is_placeholder();
            answered.then(|| message.clone())
        };
        self.watch(limit, standing).await
    }

    /// The answer's message once these words stand in it, past any sign of life.
    ///
    /// # Errors
    ///
    /// When they did not in time.
    pub async fn message_with(&self, words: &str, limit: Duration) -> Result<Message, TimedOut> {
        let telling = |state: &State, ask: &Ask| {
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
    pub async fn edited(&self, edits: usize, limit: Duration) -> Result<Message, TimedOut> {
        let changed = |state: &State, ask: &Ask| {
            let message = state.messages.get(&ask.original?)?;
            (message.edits.len() >= edits).then(|| message.clone())
        };
        self.watch(limit, changed).await
    }

    /// The messages that followed the first answer, so far.
    #[must_use]
    pub fn follow_ups(&self) -> Vec<Message> {
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
    pub async fn followed(&self, count: usize, limit: Duration) -> Result<Vec<Message>, TimedOut> {
        let followed = |state: &State, ask: &Ask| {
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
    pub async fn choices(&self, limit: Duration) -> Result<Vec<Choice>, TimedOut> {
        let choices = |_: &State, ask: &Ask| {
            (ask.phase == Phase::Completed).then(|| ask.choices.iter().map(choice).collect())
        };
        self.watch(limit, choices).await
    }

    async fn watch<T>(
        &self,
        limit: Duration,
        look: impl Fn(&State, &Ask) -> Option<T>,
    ) -> Result<T, TimedOut> {
        let look = |state: &State| look(state, state.asks.get(&self.id)?);
        self.shared.wait_for(limit, look).await
    }
}

fn first_answer(state: &State, ask: &Ask) -> Option<Answer> {
    let message = ask.original.and_then(|id| state.messages.get(&id));
    match ask.phase {
        Phase::Waiting => None,
        Phase::Acknowledged => Some(Answer::Acknowledged),
        Phase::Completed => Some(Answer::Choices(ask.choices.iter().map(choice).collect())),
        Phase::Modal => ask.modal.clone().map(Answer::Modal),
        Phase::Deferred => Some(Answer::Deferred {
            ephemeral: message.is_some_and(Message::is_ephemeral),
        }),
        Phase::Answered => {
            let message = Box::new(message?.clone());
            let clicked = ask.kind == Kind::Component(message.id);
            Some(if clicked {
                Answer::Updated(message)
            } else {
                Answer::Message(message)
            })
        }
    }
}

fn choice(value: &Value) -> Choice {
    Choice {
        name: value["name"].as_str().unwrap_or("").to_owned(),
        value: value["value"].clone(),
    }
}
