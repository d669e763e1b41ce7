//! Answers interactions in time: at once where the answer is ready, else after a sign of life.
//! Whatever happens, the person who asked reads a sentence. The commands themselves are behind
//! [`ChatHandler`].

use std::{
    any::Any,
    collections::BTreeSet,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use serenity::{all::AutocompleteChoice, model::id::MessageId};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    commands::{ChatAction, ChatHandler, ChatRequest, CommandReply, MenuChoice, SuggestionRequest},
    discord::{
        TimeLimits,
        escape::plain,
        interaction::{InteractionQuestion, InteractionRequest},
        limits::{CHOICE, CHOICES, cut, width},
        responder::{AnswerFailure, InteractionResponder, RenderedReply, SharedCards},
        rest::{RestClient, RestError},
    },
};
use vigia_cards::Card;

/// From so many answers at a time on, a sign of life comes before the work: on a machine with one
/// core, the work of a hundred people would otherwise keep the last of them waiting for too long.
const MANY_ANSWERS: usize = 8;

pub(super) struct CommandDispatcher {
    pub(super) front: Arc<ChatHandler>,
    /// The names of the commands in the menu.
    pub(super) commands: BTreeSet<&'static str>,
    pub(super) rest: Arc<RestClient>,
    pub(super) sharing: SharedCards,
    pub(super) time_limits: TimeLimits,
    /// The servers where the bot answers.
    pub(super) guilds: BTreeSet<u64>,
    /// Cancelled when the bot stops.
    pub(super) connection: CancellationToken,
    /// The answers that people wait for: a task for each interaction.
    pub(super) answers: TaskTracker,
}

impl CommandDispatcher {
    pub(super) async fn dispatch(&self, question: &InteractionQuestion) {
        let is_home = self.is_home(question);
        let asker = &question.asker;
        match &question.request {
            InteractionRequest::Autocomplete {
                command,
                option,
                typed,
                given,
            } => {
                let request = SuggestionRequest {
                    command: command.clone(),
                    option: option.clone(),
                    typed: typed.clone(),
                    given: given.clone(),
                    caller: asker.clone(),
                };
                let find = async { (self.front.suggest)(request).await };
                let choices = if is_home {
                    catch_panic(find).await.unwrap_or_else(|panic| {
                        tracing::error!(command, panic, "the search for choices panicked");
                        Vec::new()
                    })
                } else {
                    Vec::new()
                };
                self.suggest(question, choices).await;
            }
            InteractionRequest::Command { name, .. } if !self.commands.contains(&**name) => {
                tracing::warn!(command = name, "an unknown command was used");
                self.apologise(question, AnswerFailure::Outdated).await;
            }
            InteractionRequest::Command { .. } | InteractionRequest::Press(_) if !is_home => {
                self.apologise(question, AnswerFailure::Elsewhere).await;
            }
            InteractionRequest::Command { name, given } => {
                let action = ChatAction::Command {
                    name: name.clone(),
                    given: given.clone(),
                };
                self.answer_action(question, action).await;
            }
            InteractionRequest::Press(pressed) => {
                let action = ChatAction::Press(pressed.custom_id.clone());
                self.answer_action(question, action).await;
            }
        }
    }

    async fn answer_action(&self, question: &InteractionQuestion, action: ChatAction) {
        let (progress, seen) = watch::channel(None);
        let request = ChatRequest {
            action,
            caller: question.asker.clone(),
            progress,
        };
        // Within `async`, a panic before the first wait is caught too.
        let work = async { (self.front.answer)(request).await };
        self.answer(question, work, seen).await;
    }

    /// True if our figures may be shown where the interaction comes from: neither in another server
    /// nor in private messages.
    fn is_home(&self, question: &InteractionQuestion) -> bool {
        question
            .guild
            .is_some_and(|guild| self.guilds.contains(&guild.get()))
    }

    async fn suggest(&self, question: &InteractionQuestion, choices: Vec<MenuChoice>) {
        let choices = presentable_choices(choices);
        let sent = self.responder(question).suggest(&choices).await;
        log_lost_answer(question, sent);
    }

    /// Answers with the result of `work`, and shows its progress meanwhile.
    async fn answer(
        &self,
        question: &InteractionQuestion,
        work: impl Future<Output = CommandReply>,
        progress: watch::Receiver<Option<Card>>,
    ) {
        let responder = self.responder(question);
        let mut reply = pin!(render_reply(question, work));
        if self.answers.len() > MANY_ANSWERS {
            let sent = self.answer_late(&responder, reply, progress).await;
            return log_lost_answer(question, sent);
        }
        let sent = match timeout(self.time_limits.first_answer, &mut reply).await {
            Ok(reply) => responder.respond_at_once(reply).await,
            Err(_) => self.answer_late(&responder, reply, progress).await,
        };
        log_lost_answer(question, sent);
    }

    async fn apologise(&self, question: &InteractionQuestion, failure: AnswerFailure) {
        let sorry = RenderedReply::apology(failure, &question.asker.locale);
        let sent = self.responder(question).respond_at_once(sorry).await;
        log_lost_answer(question, sent);
    }

    fn responder<'a>(&'a self, question: &'a InteractionQuestion) -> InteractionResponder<'a> {
        InteractionResponder {
            rest: &self.rest,
            sharing: &self.sharing,
            question,
            first_response: self.time_limits.first_response,
        }
    }

    async fn answer_late(
        &self,
        responder: &InteractionResponder<'_>,
        reply: impl Future<Output = RenderedReply>,
        progress: watch::Receiver<Option<Card>>,
    ) -> Result<(), RestError> {
        responder.defer().await?;
        let apology = |failure| RenderedReply::apology(failure, &responder.question.asker.locale);
        let done = CancellationToken::new();
        let reply = async {
            let _done = done.clone().drop_guard();
            tokio::select! {
                biased; // An answer that is ready is given, whatever else happens.
                reply = timeout(self.time_limits.answer, reply) => {
                    reply.unwrap_or_else(|_| apology(AnswerFailure::TooLate))
                }
                () = self.connection.cancelled() => apology(AnswerFailure::Stopping),
            }
        };
        let pace = self.time_limits.progress;
        // Both are waited for: progress must not be shown after the answer.
        let (reply, note) = tokio::join!(reply, show_progress(responder, progress, &done, pace));
        responder.respond_later(reply, note).await
    }
}

async fn render_reply(
    question: &InteractionQuestion,
    work: impl Future<Output = CommandReply>,
) -> RenderedReply {
    let rendering = async { RenderedReply::of(&work.await, question.may_attach).await };
    catch_panic(rendering).await.unwrap_or_else(|panic| {
        tracing::error!(asked = question.log_name(), panic, "an answer panicked");
        RenderedReply::apology(AnswerFailure::Fault, &question.asker.locale)
    })
}

/// Shows the progress whenever it changes, until the answer is done. Returns the message that
/// shows it, where that is a message of its own.
async fn show_progress(
    responder: &InteractionResponder<'_>,
    mut progress: watch::Receiver<Option<Card>>,
    done: &CancellationToken,
    pace: Duration,
) -> Option<MessageId> {
    let mut note = None;
    while !done.is_cancelled() {
        let card = progress.borrow_and_update().clone();
        if let Some(card) = card {
            match responder.show_progress(&card, note).await {
                Ok(shown) => note = shown,
                Err(error) => tracing::debug!(%error, "progress is not shown"),
            }
            done.run_until_cancelled(sleep(pace)).await;
        }
        if let Some(Err(_)) = done.run_until_cancelled(progress.changed()).await {
            done.cancelled().await;
        }
    }
    note
}

/// Returns the output of the work, or the message of its panic.
async fn catch_panic<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let mut work = pin!(work);
    poll_fn(
        |context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Err(panic_message(panic.as_ref())).into(),
        },
    )
    .await
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}

fn log_lost_answer(question: &InteractionQuestion, sent: Result<(), RestError>) {
    if let Err(error) = sent {
        tracing::warn!(asked = question.log_name(), %error, "an answer was lost");
    }
}

/// A label may be cut, a value may not: it would be another.
fn presentable_choices(choices: Vec<MenuChoice>) -> Vec<AutocompleteChoice> {
    choices
        .into_iter()
        .filter(|choice| !choice.value.trim().is_empty() && width(&choice.value) <= CHOICE)
        .map(|choice| AutocompleteChoice::new(cut(&plain(&choice.label), CHOICE), choice.value))
        .take(CHOICES)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn choices_keep_within_what_discord_takes() {
        let choice = |label: &str, value: &str| MenuChoice {
            label: label.into(),
            value: value.into(),
        };
        let mut choices = vec![
            choice("", "1"),
            choice("no value", " "),
            choice("too long a value", &"v".repeat(101)),
            choice(&"ñ".repeat(200), "2"),
        ];
        choices.extend((3..60).map(|n| choice("Ventas", &n.to_string())));
        let shown = serde_json::to_value(presentable_choices(choices)).unwrap();
        let shown = shown.as_array().unwrap();
        assert_eq!(shown.len(), 25);
        assert_eq!(shown[0], json!({"name": "–", "value": "1"}));
        assert_eq!(shown[1]["name"].as_str().unwrap().chars().count(), 100);
        assert_eq!(shown[1]["value"], "2");
    }
}
