//! Commands that people use, and what they are offered while they type. What commands do is
//! behind [`ChatHandler`].

use std::{convert::Infallible, sync::Arc};

use poise::{BoxFuture, CommandParameter, FrameworkError};
use serenity::{
    all::{AutocompleteChoice, CreateAutocompleteResponse, ResolvedOption, ResolvedValue},
    model::id::GuildId,
};
use tokio::sync::watch;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    commands::{ChatHandler, Given, MenuChoice, MenuItem, MenuOption, OptionKind},
    discord::{
        TimeLimits,
        answer::{answer, apologise, no_choices},
        apology::AnswerFailure,
        escape::plain,
        limits::{CHOICE, CHOICES, cut, width},
        press,
        question::{InteractionQuestion, asker},
        reply::InteractionResponder,
        rest::RestClient,
        share::SharedCards,
    },
};

/// What every answer has at hand.
pub(super) struct CommandDispatcher {
    pub(super) front: Arc<dyn ChatHandler>,
    pub(super) rest: Arc<RestClient>,
    pub(super) sharing: SharedCards,
    pub(super) time_limits: TimeLimits,
    pub(super) guild: Option<GuildId>,
    /// Cancelled when the bot stops.
    pub(super) connection: CancellationToken,
    /// The answers that people wait for.
    pub(super) answers: TaskTracker,
}

impl CommandDispatcher {
    pub(super) fn talk<'a>(
        &'a self,
        question: &'a InteractionQuestion,
    ) -> InteractionResponder<'a> {
        InteractionResponder {
            rest: &self.rest,
            sharing: &self.sharing,
            question,
        }
    }

    /// Whether our figures may be told there. A command that was once registered elsewhere
    /// stays there.
    pub(super) fn is_home(&self, guild: Option<GuildId>) -> bool {
        self.guild.is_none() || self.guild == guild
    }
}

pub(super) type Context<'a> = poise::ApplicationContext<'a, CommandDispatcher, Infallible>;

/// All commands, and what happens when one fails.
pub(super) fn options(menu: &[MenuItem]) -> poise::FrameworkOptions<CommandDispatcher, Infallible> {
    poise::FrameworkOptions {
        commands: menu.iter().map(command).collect(),
        on_error: |error| Box::pin(on_error(error)),
        command_check: Some(|ctx| {
            let is_home = ctx.data().is_home(ctx.guild_id());
            Box::pin(async move { Ok(is_home) })
        }),
        event_handler: |ctx, event| {
            Box::pin(async move {
                press::hear(ctx.user_data, event).await;
                Ok(())
            })
        },
        allowed_mentions: Some(serenity::all::CreateAllowedMentions::new()),
        ..poise::FrameworkOptions::default()
    }
}

/// A command as the framework finds it again. How it looks is the matter of `menu`.
fn command(item: &MenuItem) -> poise::Command<CommandDispatcher, Infallible> {
    let is_suggested = |option: &&MenuOption| option.kind == OptionKind::Suggested;
    poise::Command {
        name: item.name.into(),
        slash_action: Some(|ctx| Box::pin(run(ctx))),
        guild_only: true,
        parameters: item
            .options
            .iter()
            .filter(is_suggested)
            .map(parameter)
            .collect(),
        ..poise::Command::default()
    }
}

fn parameter(option: &MenuOption) -> CommandParameter<CommandDispatcher, Infallible> {
    CommandParameter {
        name: option.name.into(),
        name_localizations: [].as_slice().into(),
        description: None,
        description_localizations: [].as_slice().into(),
        required: false,
        channel_types: None,
        choices: [].as_slice().into(),
        type_setter: None,
        autocomplete_callback: Some(suggest),
        __non_exhaustive: (),
    }
}

async fn run(ctx: Context<'_>) -> Result<(), FrameworkError<'_, CommandDispatcher, Infallible>> {
    let face = ctx.data();
    let question = InteractionQuestion::command(ctx.interaction);
    let (progress, seen) = watch::channel(None);
    let (name, given, asker) = (&ctx.command().name, given(ctx.args), &question.asker);
    // Also what goes wrong before it can be awaited is caught so.
    let work = async { face.front.run(name, given, asker, &progress).await };
    answer(face, &question, work, seen).await;
    Ok(())
}

fn suggest<'a>(ctx: Context<'a>, typed: &'a str) -> BoxFuture<'a, CreateAutocompleteResponse> {
    let is_typed =
        |option: &&ResolvedOption<'_>| matches!(option.value, ResolvedValue::Autocomplete { .. });
    let option = ctx
        .args
        .iter()
        .find(is_typed)
        .map_or("", |option| option.name);
    Box::pin(async move {
        let (command, asker) = (&ctx.command().name, asker(ctx.interaction));
        let front = &ctx.data().front;
        let given = given(ctx.args);
        let choices = front.choices(command, option, typed, &given, &asker).await;
        CreateAutocompleteResponse::new().set_choices(presentable(choices))
    })
}

/// The options by their English names, which Discord sends whatever people see.
fn given(options: &[ResolvedOption<'_>]) -> Given {
    let as_typed = |value: &ResolvedValue<'_>| match value {
        ResolvedValue::String(text) => Some((*text).to_owned()),
        ResolvedValue::Integer(number) => Some(number.to_string()),
        ResolvedValue::Number(number) => Some(number.to_string()),
        ResolvedValue::Boolean(is_on) => Some(is_on.to_string()),
        _ => None,
    };
    let given = options.iter();
    given
        .filter_map(|option| Some((option.name.to_owned(), as_typed(&option.value)?)))
        .collect()
}

/// A label may be cut, a value may not: it would be another.
fn presentable(choices: Vec<MenuChoice>) -> Vec<AutocompleteChoice> {
    choices
        .into_iter()
        .filter(|choice| !choice.value.trim().is_empty() && width(&choice.value) <= CHOICE)
        .map(|choice| AutocompleteChoice::new(cut(&plain(&choice.label), CHOICE), choice.value))
        .take(CHOICES)
        .collect()
}

async fn on_error(error: FrameworkError<'_, CommandDispatcher, Infallible>) {
    let trouble = match &error {
        FrameworkError::CommandPanic { payload, ctx, .. } => {
            let panic = payload.as_deref().unwrap_or("without a message");
            tracing::error!(command = %ctx.command().name, panic, "a command panicked");
            AnswerFailure::Fault
        }
        FrameworkError::UnknownInteraction {
            framework,
            interaction,
            ..
        } => {
            tracing::warn!(command = %interaction.data.name, "an unknown command was used");
            let question = InteractionQuestion::command(interaction);
            return apologise(framework.user_data, &question, AnswerFailure::Outdated).await;
        }
        FrameworkError::CommandStructureMismatch { .. } | FrameworkError::ArgumentParse { .. } => {
            tracing::warn!(%error, "a command was used in an older version");
            AnswerFailure::Outdated
        }
        FrameworkError::GuildOnly { .. } | FrameworkError::CommandCheckFailed { .. } => {
            AnswerFailure::Elsewhere
        }
        other => {
            tracing::error!(error = %other, "a command failed");
            AnswerFailure::Fault
        }
    };
    let Some(poise::Context::Application(ctx)) = error.ctx() else {
        return;
    };
    let question = InteractionQuestion::command(ctx.interaction);
    match ctx.interaction_type {
        poise::CommandInteractionType::Command => {
            apologise(ctx.data(), &question, trouble).await;
        }
        poise::CommandInteractionType::Autocomplete => {
            no_choices(&ctx.data().rest, &question).await;
        }
    }
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
        let shown = serde_json::to_value(presentable(choices)).unwrap();
        let shown = shown.as_array().unwrap();
        assert_eq!(shown.len(), 25);
        assert_eq!(shown[0], json!({"name": "–", "value": "1"}));
        assert_eq!(shown[1]["name"].as_str().unwrap().chars().count(), 100);
        assert_eq!(shown[1]["value"], "2");
    }
}
