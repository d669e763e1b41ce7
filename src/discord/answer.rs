//! How a question is answered in time: at once where the answer is ready, else after a sign
//! of life. Whatever happens, whoever asked reads a sentence.

use std::{
    any::Any,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    time::Duration,
};

use serde_json::json;
use serenity::{http::LightMethod, model::id::MessageId};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    commands::CommandReply,
    discord::{
        apology::AnswerFailure,
        commands::CommandDispatcher,
        message::MessageBody,
        question::InteractionQuestion,
        reply::{InteractionResponder, RenderedReply},
        rest::{RestClient, RestError},
    },
};
use vigia_cards::Card;

/// Discord's number of an answer that completes what is typed.
const CHOICES: u8 = 8;

/// Answers with what comes of `work`, and shows meanwhile how far it is.
pub(super) async fn answer(
    face: &CommandDispatcher,
    question: &InteractionQuestion,
    work: impl Future<Output = CommandReply>,
    progress: watch::Receiver<Option<Card>>,
) {
    let _awaited = face.answers.token();
    let talk = face.talk(question);
    let mut made = pin!(made(question, work));
    let result = match timeout(face.time_limits.first_answer, &mut made).await {
        Ok(made) => talk.at_once(made).await,
        Err(_) => late(face, &talk, made, progress).await,
    };
    if let Err(error) = result {
        lost(question, &error);
    }
}

/// Answers with an apology where the question itself cannot be put.
pub(super) async fn apologise(
    face: &CommandDispatcher,
    question: &InteractionQuestion,
    trouble: AnswerFailure,
) {
    let sorry = RenderedReply::apology(trouble, &question.asker.locale);
    if let Err(error) = face.talk(question).at_once(sorry).await {
        lost(question, &error);
    }
}

/// Answers an autocompletion with nothing to choose from.
pub(super) async fn no_choices(rest: &RestClient, question: &InteractionQuestion) {
    let body = json!({"type": CHOICES, "data": {"choices": []}});
    let result = rest
        .tell(LightMethod::Post, question.callback(), &body, &[])
        .await;
    if let Err(error) = result {
        lost(question, &error);
    }
}

async fn made(
    question: &InteractionQuestion,
    work: impl Future<Output = CommandReply>,
) -> RenderedReply {
    let making = async {
        let reply = work.await;
        RenderedReply {
            message: MessageBody::card(&reply.card, question.may_attach).await,
            place: reply.place,
        }
    };
    caught(making).await.unwrap_or_else(|panic| {
        tracing::error!(asked = %question.what, panic, "an answer panicked");
        RenderedReply::apology(AnswerFailure::Fault, &question.asker.locale)
    })
}

async fn late(
    face: &CommandDispatcher,
    talk: &InteractionResponder<'_>,
    made: impl Future<Output = RenderedReply>,
    progress: watch::Receiver<Option<Card>>,
) -> Result<(), RestError> {
    talk.defer().await?;
    let locale = &talk.question.asker.locale;
    let done = CancellationToken::new();
    let made = async {
        let _done = done.clone().drop_guard();
        tokio::select! {
            biased; // An answer that is ready is given, whatever else happens.
            made = timeout(face.time_limits.answer, made) => {
                made.unwrap_or_else(|_| RenderedReply::apology(AnswerFailure::TooLate, locale))
            }
            () = face.connection.cancelled() => RenderedReply::apology(AnswerFailure::Stopping, locale),
        }
    };
    let pace = face.time_limits.progress;
    // Both are waited for: what is shown of progress must not come after the answer.
    let (made, note) = tokio::join!(made, show(talk, progress, &done, pace));
    talk.later(made, note).await
}

/// Shows how far it is whenever that changes, until it is done; gives the message in which
/// it stands, where that is one of its own.
async fn show(
    talk: &InteractionResponder<'_>,
    mut progress: watch::Receiver<Option<Card>>,
    done: &CancellationToken,
    pace: Duration,
) -> Option<MessageId> {
    let mut note = None;
    while !done.is_cancelled() {
        let card = progress.borrow_and_update().clone();
        if let Some(card) = card {
            match talk.progress(&card, note).await {
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

/// What comes of the work, or what it said when it panicked.
async fn caught<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let mut work = pin!(work);
    poll_fn(
        |context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Err(words(panic.as_ref())).into(),
        },
    )
    .await
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}

fn lost(question: &InteractionQuestion, error: &RestError) {
    tracing::warn!(asked = %question.what, %error, "an answer was lost");
}
