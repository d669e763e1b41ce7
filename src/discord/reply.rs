//! How a reply comes to stand where it belongs: the responses, edits and further messages
//! that Discord takes for a question, and their order.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::{
    http::{LightMethod, Route},
    model::id::MessageId,
};

use crate::{
    commands::ReplyPlace,
    discord::{
        apology::{AnswerFailure, apology},
        buttons::without,
        message::{EPHEMERAL, MessageBody},
        question::{InteractionQuestion, PressedComponent},
        refusal::code,
        rest::{RestClient, RestError},
        share::SharedCards,
    },
};
use vigia_cards::Card;

/// Discord's numbers of the kinds of first responses.
const MESSAGE: u8 = 4;
const DEFERRED_MESSAGE: u8 = 5;
const DEFERRED_UPDATE: u8 = 6;
const UPDATE: u8 = 7;

/// A reply in Discord's form.
#[derive(Debug)]
pub(super) struct RenderedReply {
    pub(super) message: MessageBody,
    pub(super) place: ReplyPlace,
}

impl RenderedReply {
    pub(super) fn apology(trouble: AnswerFailure, locale: &str) -> Self {
        Self {
            message: MessageBody::plain_card(&apology(trouble, locale)),
            place: ReplyPlace::Private,
        }
    }
}

/// Where a question is answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct InteractionResponder<'a> {
    pub(super) rest: &'a RestClient,
    pub(super) sharing: &'a SharedCards,
    pub(super) question: &'a InteractionQuestion,
}

#[derive(Serialize)]
struct InteractionCallback<'a> {
    r#type: u8,
    data: &'a MessageBody,
}

#[derive(Deserialize)]
struct SentResponse {
    id: MessageId,
}

impl InteractionResponder<'_> {
    /// Answers with the first response.
    pub(super) async fn at_once(&self, reply: RenderedReply) -> Result<(), RestError> {
        let RenderedReply { message, place } = reply;
        match (place, &self.question.pressed) {
            (ReplyPlace::Channel, None) => self.respond(MESSAGE, &message).await,
            (ReplyPlace::Channel, Some(pressed)) => {
                self.defer().await?;
                self.share(pressed, &message).await
            }
            (ReplyPlace::Instead, Some(pressed)) if pressed.is_private => {
                self.respond(UPDATE, &message.replacement()).await
            }
            (ReplyPlace::Private | ReplyPlace::Instead, _) => {
                self.respond(MESSAGE, &message.ephemeral()).await
            }
        }
    }

    /// Takes note of the question. Only who asked sees that, so that a refusal can still
    /// follow; a button's message stays as it is.
    pub(super) async fn defer(&self) -> Result<(), RestError> {
        let body = match self.question.pressed {
            // It says who will see the answer, and nothing else may stand in it.
            None => json!({"type": DEFERRED_MESSAGE, "data": {"flags": EPHEMERAL}}),
            Some(_) => json!({"type": DEFERRED_UPDATE}),
        };
        let route = self.question.callback();
        in_time(|| self.rest.tell(LightMethod::Post, route, &body, &[])).await
    }

    /// Shows how far the answer is, and gives the message in which that stands: the
    /// placeholder of a command, or for a button a note of its own.
    pub(super) async fn progress(
        &self,
        card: &Card,
        note: Option<MessageId>,
    ) -> Result<Option<MessageId>, RestError> {
        let message = MessageBody::card(card, self.question.may_attach).await;
        let route = match (&self.question.pressed, note) {
            (None, _) => self.question.original(),
            (Some(_), Some(note)) => self.question.follow_up(note),
            (Some(_), None) => {
                let sent = self.follow_up(&message.ephemeral()).await?;
                return Ok(Some(sent));
            }
        };
        self.edit(route, &message.replacement()).await?;
        Ok(note)
    }

    /// Answers after a deferral. `note` is the message that showed how far it is.
    pub(super) async fn later(
        &self,
        reply: RenderedReply,
        note: Option<MessageId>,
    ) -> Result<(), RestError> {
        let RenderedReply { message, place } = reply;
        let Some(pressed) = &self.question.pressed else {
            return self.in_placeholder(message, place).await;
        };
        match (place, note) {
            (ReplyPlace::Channel, note) => {
                let result = self.share(pressed, &message).await;
                self.remove_note(note).await;
                result
            }
            (ReplyPlace::Instead, note) if pressed.is_private => {
                let result = self.replace(message.replacement()).await;
                self.remove_note(note).await;
                result
            }
            (ReplyPlace::Private | ReplyPlace::Instead, Some(note)) => {
                let (route, message) = (self.question.follow_up(note), message.replacement());
                retried(|| self.edit(route, &message)).await
            }
            (ReplyPlace::Private | ReplyPlace::Instead, None) => {
                self.follow_up(&message.ephemeral()).await.map(drop)
            }
        }
    }

    /// A placeholder stays private whatever takes its place, and Discord puts the next
    /// message into it. So a reply for everybody fills it first, follows as a message of its
    /// own, and only then does the private one go: whatever fails, it was shown.
    async fn in_placeholder(
        &self,
        message: MessageBody,
        place: ReplyPlace,
    ) -> Result<(), RestError> {
        self.replace(message.clone().replacement()).await?;
        if place == ReplyPlace::Channel {
            self.follow_up(&message).await?;
            self.remove(self.question.original()).await;
        }
        Ok(())
    }

    /// Shows a card to everybody and takes the button that asked for it out of use. A press
    /// that came too quickly after another was noted already, and that is all.
    async fn share(
        &self,
        pressed: &PressedComponent,
        message: &MessageBody,
    ) -> Result<(), RestError> {
        if !self.sharing.begin(pressed) {
            return Ok(());
        }
        if let Err(error) = self.follow_up(message).await {
            self.sharing.failed(pressed);
            let sorry =
                RenderedReply::apology(AnswerFailure::NotShared, &self.question.asker.locale);
            let told = self.follow_up(&sorry.message.ephemeral()).await;
            // What went wrong first is what the log should tell.
            return told.and(Err(error));
        }
        let result = self.disable(pressed).await;
        self.sharing.done(pressed);
        result
    }

    async fn disable(&self, pressed: &PressedComponent) -> Result<(), RestError> {
        let rows = without(pressed.rows.clone(), &pressed.press);
        if rows.as_array().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let (route, body): (_, Value) = (self.question.original(), json!({"components": rows}));
        retried(|| self.rest.tell(LightMethod::Patch, route, &body, &[])).await
    }

    async fn respond(&self, kind: u8, message: &MessageBody) -> Result<(), RestError> {
        let body = InteractionCallback {
            r#type: kind,
            data: message,
        };
        let route = self.question.callback();
        in_time(|| {
            self.rest
                .tell(LightMethod::Post, route, &body, message.files())
        })
        .await
    }

    /// Changes the first response, or the button's message.
    async fn replace(&self, message: MessageBody) -> Result<(), RestError> {
        retried(|| self.edit(self.question.original(), &message)).await
    }

    async fn edit(&self, route: Route<'_>, message: &MessageBody) -> Result<(), RestError> {
        self.rest
            .tell(LightMethod::Patch, route, message, message.files())
            .await
    }

    /// It is not repeated where it may have been taken: that would be a second message.
    async fn follow_up(&self, message: &MessageBody) -> Result<MessageId, RestError> {
        let route = self.question.follow_ups();
        let post = || {
            self.rest
                .send::<SentResponse>(LightMethod::Post, route, message)
        };
        let delays = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(500))
            .with_max_times(3);
        let sent = post.retry(delays).when(RestError::is_turned_away).await?;
        Ok(sent.id)
    }

    async fn remove_note(&self, note: Option<MessageId>) {
        if let Some(note) = note {
            self.remove(self.question.follow_up(note)).await;
        }
    }

    /// Takes away what is private and was said: where that fails, nothing is lost.
    async fn remove(&self, route: Route<'_>) {
        if let Err(error) = retried(|| self.rest.delete(route)).await {
            tracing::debug!(%error, "a private message stays");
        }
    }
}

/// Sends the first response. Discord waits three seconds for it: long enough to try again.
async fn in_time<F>(send: impl FnMut() -> F) -> Result<(), RestError>
where
    F: Future<Output = Result<(), RestError>>,
{
    let delays = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_times(3);
    match send.retry(delays).when(RestError::is_turned_away).await {
        Err(error) if error.code() == Some(code::ALREADY_ANSWERED) => Ok(()),
        result => result,
    }
}

/// Does what may be repeated; a lost answer cost minutes.
async fn retried<F>(send: impl FnMut() -> F) -> Result<(), RestError>
where
    F: Future<Output = Result<(), RestError>>,
{
    send.retry(ExponentialBuilder::default().with_min_delay(Duration::from_millis(500)))
        .when(RestError::is_transient)
        .await
}
