//! Puts a reply where it belongs: the responses, edits and further messages that Discord takes
//! for an interaction, and their order.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable as _};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::{all::AutocompleteChoice, model::id::MessageId};
use tokio::time::{Instant, timeout_at};

use crate::{
    commands::{CommandReply, ReplyPlace},
    discord::{
        components::disable_button,
        files::AttachedFile,
        interaction::{InteractionQuestion, PressedComponent},
        message::{COMPONENTS_V2, EPHEMERAL, MessageBody},
        rest::{Method, RestClient, RestError, code},
        route::Route,
    },
};
use vigia_cards::{Card, Locale, Tone, Words};

/// Discord's numbers of the kinds of first responses.
const MESSAGE: u8 = 4;
const DEFERRED_MESSAGE: u8 = 5;
const DEFERRED_UPDATE: u8 = 6;
const UPDATE: u8 = 7;
const AUTOCOMPLETE_RESULT: u8 = 8;

/// The number of tries that the time for a first response has room for.
const FIRST_TRIES: u32 = 3;

/// The reason for which the bot itself could not answer a command or a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerFailure {
    /// The work panicked.
    Fault,
    TooLate,
    /// The bot stops before the answer is ready.
    Stopping,
    /// Discord knows another version of the command.
    Outdated,
    /// It was used in another server.
    Elsewhere,
    /// Discord did not take the message for the channel.
    NotShared,
}

impl AnswerFailure {
    fn message_id(self) -> &'static str {
        match self {
            Self::Fault => "failure-fault",
            Self::TooLate => "failure-too-late",
            Self::Stopping => "failure-stopping",
            Self::Outdated => "failure-outdated",
            Self::Elsewhere => "failure-elsewhere",
            Self::NotShared => "failure-not-shared",
        }
    }
}

#[derive(Debug)]
pub(super) struct RenderedReply {
    answer: AnswerBody,
    place: ReplyPlace,
}

/// An answer in the forms in which it may be sent.
#[derive(Clone, Debug)]
struct AnswerBody {
    message: MessageBody,
    /// The card without its picture and files.
    bare: MessageBody,
    /// The bare text.
    plain: MessageBody,
}

impl AnswerBody {
    fn map(self, change: fn(MessageBody) -> MessageBody) -> Self {
        Self {
            message: change(self.message),
            bare: change(self.bare),
            plain: change(self.plain),
        }
    }

    /// Sends the first form that Discord takes: an answer is worth more than its look.
    async fn send<T, F>(&self, send: impl Fn(MessageBody) -> F) -> Result<T, RestError>
    where
        F: Future<Output = Result<T, RestError>>,
    {
        let result = send(self.message.clone()).await;
        let Some(error) = result.as_ref().err().filter(|error| error.is_about_form()) else {
            return result;
        };
        tracing::warn!(%error, "Discord refused an answer; it is sent in a plainer form");
        if !self.message.files().is_empty() {
            let result = send(self.bare.clone()).await;
            if !result.as_ref().is_err_and(RestError::is_about_form) {
                return result;
            }
        }
        send(self.plain.clone()).await
    }
}

impl RenderedReply {
    pub(super) async fn of(reply: &CommandReply, may_attach: bool) -> Self {
        let answer = AnswerBody {
            message: MessageBody::card(&reply.card, may_attach).await,
            bare: MessageBody::bare_card(&reply.card),
            plain: MessageBody::text_of(&reply.card),
        };
        Self {
            answer,
            place: reply.place,
        }
    }

    /// The private card that says why there is no answer, in the language of the reader.
    pub(super) fn apology(failure: AnswerFailure, locale: &str) -> Self {
        let words = Words::new(Locale::from_tag(locale), Tz::UTC);
        let id = failure.message_id();
        let card = Card {
            tone: Tone::Refusal,
            title: words.say(id, &[]),
            lines: vec![words.line(&format!("{id}-hint"), &[])],
            ..Card::default()
        };
        let answer = AnswerBody {
            message: MessageBody::bare_card(&card),
            bare: MessageBody::bare_card(&card),
            plain: MessageBody::text_of(&card),
        };
        Self {
            answer,
            place: ReplyPlace::Private,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct InteractionResponder<'a> {
    pub(super) rest: &'a RestClient,
    pub(super) sharing: &'a SharedCards,
    pub(super) question: &'a InteractionQuestion,
    /// The time for which Discord waits for the first response.
    pub(super) first_response: Duration,
}

/// The part of a posted message that is needed of Discord's answer.
#[derive(Deserialize)]
pub(super) struct PostedMessage {
    pub(super) id: MessageId,
}

impl InteractionResponder<'_> {
    /// Answers with the first response.
    pub(super) async fn respond_at_once(&self, reply: RenderedReply) -> Result<(), RestError> {
        let RenderedReply { answer, place } = reply;
        match (place, self.question.pressed()) {
            (ReplyPlace::Channel, None) => self.respond(MESSAGE, &answer).await,
            (ReplyPlace::Channel, Some(pressed)) => {
                self.defer().await?;
                self.share(pressed, &answer).await
            }
            (ReplyPlace::Instead, Some(pressed)) if pressed.is_private => {
                let answer = answer.map(MessageBody::replacement);
                self.respond(UPDATE, &answer).await
            }
            (ReplyPlace::Private | ReplyPlace::Instead, _) => {
                let answer = answer.map(MessageBody::ephemeral);
                self.respond(MESSAGE, &answer).await
            }
        }
    }

    /// Acknowledges the interaction. Only the person who asked sees that, so that a refusal can
    /// still follow; a button's message stays as it is.
    pub(super) async fn defer(&self) -> Result<(), RestError> {
        let body = match self.question.pressed() {
            // The flags decide who sees the answer, and Discord takes nothing else here.
            None => json!({"type": DEFERRED_MESSAGE, "data": {"flags": EPHEMERAL}}),
            Some(_) => json!({"type": DEFERRED_UPDATE}),
        };
        self.send_first(&body, &[]).await
    }

    /// Suggests values for the option that is typed.
    pub(super) async fn suggest(&self, choices: &[AutocompleteChoice]) -> Result<(), RestError> {
        let body = json!({"type": AUTOCOMPLETE_RESULT, "data": {"choices": choices}});
        self.send_first(&body, &[]).await
    }

    /// Shows the progress in the placeholder of a command, or for a button in a note of its
    /// own, which is returned.
    pub(super) async fn show_progress(
        &self,
        card: &Card,
        note: Option<MessageId>,
    ) -> Result<Option<MessageId>, RestError> {
        let message = MessageBody::card(card, self.question.may_attach).await;
        let route = match (self.question.pressed(), note) {
            (None, _) => self.question.original(),
            (Some(_), Some(note)) => self.question.follow_up(note),
            (Some(_), None) => {
                let sent = self.follow_up_with(message.ephemeral()).await?;
                return Ok(Some(sent));
            }
        };
        self.rest
            .edit_message(route, &message.replacement())
            .await?;
        Ok(note)
    }

    /// Answers after a deferral. `note` is the message that showed the progress.
    pub(super) async fn respond_later(
        &self,
        reply: RenderedReply,
        note: Option<MessageId>,
    ) -> Result<(), RestError> {
        let RenderedReply { answer, place } = reply;
        let Some(pressed) = self.question.pressed() else {
            return self.fill_placeholder(answer, place).await;
        };
        match (place, note) {
            (ReplyPlace::Channel, note) => {
                let result = self.share(pressed, &answer).await;
                self.remove_note(note).await;
                result
            }
            (ReplyPlace::Instead, note) if pressed.is_private => {
                let result = self.replace(self.question.original(), answer).await;
                self.remove_note(note).await;
                result
            }
            (ReplyPlace::Private | ReplyPlace::Instead, Some(note)) => {
                self.replace(self.question.follow_up(note), answer).await
            }
            (ReplyPlace::Private | ReplyPlace::Instead, None) => {
                let answer = answer.map(MessageBody::ephemeral);
                self.follow_up(&answer).await.map(drop)
            }
        }
    }

    /// A placeholder stays private whatever takes its place, and Discord puts the next
    /// message into it. So a reply for everybody fills it first, follows as a message of its
    /// own, and only then does the private one go: whatever fails, it was shown.
    async fn fill_placeholder(
        &self,
        answer: AnswerBody,
        place: ReplyPlace,
    ) -> Result<(), RestError> {
        self.replace(self.question.original(), answer.clone())
            .await?;
        if place == ReplyPlace::Channel {
            self.follow_up(&answer).await?;
            self.remove(self.question.original()).await;
        }
        Ok(())
    }

    /// Shows a card to everybody and takes the button that asked for it out of use. A press
    /// that came too quickly after another was noted already, and that is all.
    async fn share(
        &self,
        pressed: &PressedComponent,
        answer: &AnswerBody,
    ) -> Result<(), RestError> {
        if !self.sharing.begin(pressed) {
            return Ok(());
        }
        if let Err(error) = self.follow_up(answer).await {
            self.sharing.failed(pressed);
            let sorry =
                RenderedReply::apology(AnswerFailure::NotShared, &self.question.asker.locale);
            let sorry = sorry.answer.map(MessageBody::ephemeral);
            let apologised = self.follow_up(&sorry).await;
            // The log should name the first error.
            return apologised.and(Err(error));
        }
        let result = self.disable(pressed).await;
        self.sharing.done(pressed);
        result
    }

    async fn disable(&self, pressed: &PressedComponent) -> Result<(), RestError> {
        let rows = disable_button(pressed.rows.clone(), &pressed.custom_id);
        if rows.as_array().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let mut body = json!({"components": rows});
        if pressed.is_of_components {
            body["flags"] = json!(COMPONENTS_V2);
        }
        let route = self.question.original();
        send_again(|| self.rest.send(Method::PATCH, route, &body, &[])).await
    }

    async fn respond(&self, kind: u8, answer: &AnswerBody) -> Result<(), RestError> {
        let send = |message: MessageBody| async move {
            let body = json!({"type": kind, "data": message});
            self.send_first(&body, message.files()).await
        };
        answer.send(send).await
    }

    /// Sends the first response, again and again while Discord waits for it.
    async fn send_first(&self, body: &Value, files: &[AttachedFile]) -> Result<(), RestError> {
        let (route, limit) = (self.question.callback(), self.first_response / FIRST_TRIES);
        let send = || self.rest.respond(route, body, files, limit);
        let delays = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(100))
            .with_max_delay(Duration::from_millis(400))
            .without_max_times()
            .with_jitter();
        let sending = send.retry(delays).when(RestError::is_transient);
        match timeout_at(self.question.asked_at + self.first_response, sending).await {
            // An earlier try arrived, and only the answer to it was lost.
            Ok(Err(error)) if error.code() == Some(code::ALREADY_ANSWERED) => Ok(()),
            Ok(result) => result,
            Err(_) => Err(RestError::NoAnswer(
                "Discord took no first response in time".to_owned(),
            )),
        }
    }

    async fn replace(&self, route: Route<'_>, answer: AnswerBody) -> Result<(), RestError> {
        let send = |message: MessageBody| async move {
            send_again(|| self.rest.edit_message(route, &message)).await
        };
        answer.map(MessageBody::replacement).send(send).await
    }

    async fn follow_up(&self, answer: &AnswerBody) -> Result<MessageId, RestError> {
        answer.send(|message| self.follow_up_with(message)).await
    }

    /// Posts a further message. It is not repeated where Discord may have taken it: that would
    /// be a second message.
    async fn follow_up_with(&self, message: MessageBody) -> Result<MessageId, RestError> {
        let route = self.question.follow_ups();
        let post = || self.rest.post_message::<PostedMessage>(route, &message);
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

    /// Removes a private message that is answered. If that fails, nothing is lost.
    async fn remove(&self, route: Route<'_>) {
        if let Err(error) = send_again(|| self.rest.delete(route)).await {
            tracing::debug!(%error, "a private message stays");
        }
    }
}

/// Sends a request that may be repeated: the answer took minutes to make.
async fn send_again<F>(send: impl FnMut() -> F) -> Result<(), RestError>
where
    F: Future<Output = Result<(), RestError>>,
{
    send.retry(ExponentialBuilder::default().with_min_delay(Duration::from_millis(500)))
        .when(RestError::is_transient)
        .await
}

/// A second press within this time may have been on its way while the button was still alive. A
/// later press is one of its own.
const AFTERGLOW: Duration = Duration::from_secs(10);

type SharedKey = (MessageId, String);

/// The buttons whose cards are being shared, or were a moment ago. Two quick presses of a button
/// are two interactions, and must not become two messages for everybody.
#[derive(Debug, Default)]
pub(super) struct SharedCards(Mutex<HashMap<SharedKey, Option<Instant>>>);

impl SharedCards {
    /// Returns true if this press is the first, so that it is the one to share.
    pub(super) fn begin(&self, pressed: &PressedComponent) -> bool {
        let now = Instant::now();
        self.with_lock(|shared| {
            shared.retain(|_, done| done.is_none_or(|done| now < done + AFTERGLOW));
            match shared.entry(shared_key(pressed)) {
                Entry::Occupied(_) => false,
                Entry::Vacant(free) => {
                    free.insert(None);
                    true
                }
            }
        })
    }

    pub(super) fn done(&self, pressed: &PressedComponent) {
        self.with_lock(|shared| shared.insert(shared_key(pressed), Some(Instant::now())));
    }

    /// Forgets a press whose card could not be shared, so that it may be tried again at once.
    pub(super) fn failed(&self, pressed: &PressedComponent) {
        self.with_lock(|shared| shared.remove(&shared_key(pressed)));
    }

    fn with_lock<T>(
        &self,
        change: impl FnOnce(&mut HashMap<SharedKey, Option<Instant>>) -> T,
    ) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn shared_key(pressed: &PressedComponent) -> SharedKey {
    (pressed.message, pressed.custom_id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(message: u64, press: &str) -> PressedComponent {
        PressedComponent {
            custom_id: press.into(),
            message: MessageId::new(message),
            is_private: true,
            is_of_components: true,
            rows: Value::Null,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_second_of_two_quick_presses_is_none() {
        let sharing = SharedCards::default();
        assert!(sharing.begin(&pressed(1, "share")));
        assert!(!sharing.begin(&pressed(1, "share")));
        assert!(sharing.begin(&pressed(1, "share/2")));
        assert!(sharing.begin(&pressed(2, "share")));
        sharing.done(&pressed(1, "share"));
        assert!(!sharing.begin(&pressed(1, "share")));
    }

    #[tokio::test(start_paused = true)]
    async fn a_press_too_many_does_not_keep_the_button_from_a_later_one() {
        let sharing = SharedCards::default();
        assert!(sharing.begin(&pressed(1, "share")));
        sharing.done(&pressed(1, "share"));
        assert!(!sharing.begin(&pressed(1, "share")));
        tokio::time::advance(AFTERGLOW).await;
        assert!(sharing.begin(&pressed(1, "share")));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_shared_once_can_be_shared_again_later() {
        let sharing = SharedCards::default();
        assert!(sharing.begin(&pressed(1, "share")));
        sharing.done(&pressed(1, "share"));
        tokio::time::advance(AFTERGLOW).await;
        assert!(sharing.begin(&pressed(1, "share")));
        sharing.failed(&pressed(1, "share"));
        assert!(sharing.begin(&pressed(1, "share")));
    }

    #[test]
    fn people_read_it_in_their_own_language() {
        let title = |locale| {
            let reply = RenderedReply::apology(AnswerFailure::TooLate, locale);
            let sent = serde_json::to_value(&reply.answer.message).unwrap();
            let text = &sent["components"][0]["components"][0]["content"];
            let title = text.as_str().unwrap().lines().next().unwrap();
            title.trim_start_matches("### ").to_owned()
        };
        assert_eq!(title("es-419"), "La respuesta tardó demasiado");
        assert_eq!(title("pt-BR"), "A resposta demorou demais");
        assert_eq!(title("de"), "The answer took too long");
        assert_eq!(title(""), "The answer took too long");
    }

    #[test]
    fn every_failure_has_its_words() {
        for failure in [
            AnswerFailure::Fault,
            AnswerFailure::TooLate,
            AnswerFailure::Stopping,
            AnswerFailure::Outdated,
            AnswerFailure::Elsewhere,
            AnswerFailure::NotShared,
        ] {
            for locale in ["en", "es", "pt-BR"] {
                let reply = RenderedReply::apology(failure, locale);
                let sent = serde_json::to_value(&reply.answer.message).unwrap();
                assert!(!sent.to_string().contains("failure-"), "{sent}");
            }
        }
    }
}
