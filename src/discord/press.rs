//! Buttons that people press.

use serenity::all::{ComponentInteraction, FullEvent, Interaction};
use tokio::sync::watch;

use crate::discord::{
    answer::{answer, apologise},
    apology::AnswerFailure,
    commands::CommandDispatcher,
    question::InteractionQuestion,
};

/// Answers where somebody pressed a button.
pub(super) async fn hear(face: &CommandDispatcher, event: &FullEvent) {
    if let FullEvent::InteractionCreate {
        interaction: Interaction::Component(pressed),
    } = event
    {
        press(face, pressed).await;
    }
}

async fn press(face: &CommandDispatcher, pressed: &ComponentInteraction) {
    let question = InteractionQuestion::press(pressed);
    if !face.is_home(pressed.guild_id) {
        return apologise(face, &question, AnswerFailure::Elsewhere).await;
    }
    let (progress, seen) = watch::channel(None);
    let (press, asker) = (&pressed.data.custom_id, &question.asker);
    // Also what goes wrong before it can be awaited is caught so.
    let work = async { face.front.press(press, asker, &progress).await };
    answer(face, &question, work, seen).await;
}
