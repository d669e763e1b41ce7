//! How a command is answered: at once where the answer is ready, else after a sign of life.
//! Whatever happens, whoever asked reads a sentence.

use std::{pin::pin, sync::atomic::Ordering, time::Duration};

use backon::{ExponentialBuilder, Retryable as _};
use serde::Serialize;
use serde_json::json;
use serenity::{
    all::CommandInteraction,
    http::{LightMethod, Route},
};
use tokio::time::timeout;

use crate::{
    cards::Card,
    commands::Replying,
    discord::{
        apology::{Trouble, apology},
        commands::Context,
        message::{EPHEMERAL, Message},
        refusal::code,
        rest::{Rest, RestError},
    },
};

/// Discord's numbers of the kinds of answers.
const MESSAGE: u8 = 4;
const DEFERRED: u8 = 5;
const CHOICES: u8 = 8;

#[derive(Serialize)]
struct Callback<'a> {
    r#type: u8,
    data: &'a Message,
}

/// Answers a command; only who asked sees it.
pub(super) async fn answer(ctx: Context<'_>, answer: Replying<'_>) {
    let limits = ctx.data().time_limits;
    let _awaited = ctx.data().answers.token();
    let mut answer = pin!(answer);
    if let Ok(reply) = timeout(limits.first_answer, &mut answer).await {
        return say(ctx, &reply.card).await;
    }
    let (rest, asked) = (&ctx.data().rest, ctx.interaction);
    if let Err(error) = defer(rest, asked).await {
        return lost(asked, &error);
    }
    ctx.has_sent_initial_response.store(true, Ordering::SeqCst);
    let card = tokio::select! {
        biased; // An answer that is ready is given, whatever else happens.
        reply = timeout(limits.answer, answer) => match reply {
            Ok(reply) => reply.card,
            Err(_) => apology(Trouble::TooLate, &asked.locale),
        },
        () = ctx.data().connection.cancelled() => {
            apology(Trouble::Stopping, &asked.locale)
        }
    };
    say(ctx, &card).await;
}

/// Shows the card as the answer, or in the place of the sign of life.
pub(super) async fn say(ctx: Context<'_>, card: &Card) {
    let (rest, asked) = (&ctx.data().rest, ctx.interaction);
    let message = Message::card(card).ephemeral();
    let result = if ctx.has_sent_initial_response.load(Ordering::SeqCst) {
        replace(rest, asked, &message).await
    } else {
        ctx.has_sent_initial_response.store(true, Ordering::SeqCst);
        first(rest, asked, &message).await
    };
    if let Err(error) = result {
        lost(asked, &error);
    }
}

/// Answers with an apology where the command itself cannot be run.
pub(super) async fn apologise(rest: &Rest, asked: &CommandInteraction, trouble: Trouble) {
    let message = Message::card(&apology(trouble, &asked.locale)).ephemeral();
    if let Err(error) = first(rest, asked, &message).await {
        lost(asked, &error);
    }
}

/// Answers an autocompletion with nothing to choose from.
pub(super) async fn no_choices(rest: &Rest, asked: &CommandInteraction) {
    let body = json!({"type": CHOICES, "data": {"choices": []}});
    let result = rest
        .tell(LightMethod::Post, callback(asked), &body, None)
        .await;
    if let Err(error) = result {
        lost(asked, &error);
    }
}

async fn first(
    rest: &Rest,
    asked: &CommandInteraction,
    message: &Message,
) -> Result<(), RestError> {
    let body = Callback {
        r#type: MESSAGE,
        data: message,
    };
    in_time(|| rest.tell(LightMethod::Post, callback(asked), &body, message.file())).await
}

async fn defer(rest: &Rest, asked: &CommandInteraction) -> Result<(), RestError> {
    // It says who will see the answer, and nothing else may stand in it.
    let body = json!({"type": DEFERRED, "data": {"flags": EPHEMERAL}});
    in_time(|| rest.tell(LightMethod::Post, callback(asked), &body, None)).await
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

/// It is an edit, so that it may be repeated; a lost answer cost minutes.
async fn replace(
    rest: &Rest,
    asked: &CommandInteraction,
    message: &Message,
) -> Result<(), RestError> {
    let route = Route::WebhookOriginalInteractionResponse {
        application_id: asked.application_id,
        token: &asked.token,
    };
    let send = || rest.tell(LightMethod::Patch, route, message, message.file());
    send.retry(ExponentialBuilder::default().with_min_delay(Duration::from_millis(500)))
        .when(RestError::is_transient)
        .await
}

fn callback(asked: &CommandInteraction) -> Route<'_> {
    Route::InteractionResponse {
        interaction_id: asked.id,
        token: &asked.token,
    }
}

fn lost(asked: &CommandInteraction, error: &RestError) {
    tracing::warn!(command = %asked.data.name, %error, "an answer was lost");
}
