//! The commands as people see them on Discord: names, options and their translations. What
//! they do is behind [`Front`].

use std::{convert::Infallible, sync::Arc};

use poise::{BoxFuture, FrameworkError};
use serenity::{
    all::{AutocompleteChoice, CreateAutocompleteResponse, ResolvedValue},
    model::id::GuildId,
};

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    commands::{Asker, Choice, Front, Given},
    discord::{
        TimeLimits,
        answer::{answer, apologise, no_choices, say},
        apology::{Trouble, apology},
        escape::plain,
        limits::{CHOICE, CHOICES, cut, width},
        rest::Rest,
    },
};

/// What every command has at hand.
pub(super) struct Face {
    pub(super) desk: Arc<dyn Front>,
    pub(super) rest: Arc<Rest>,
    pub(super) time_limits: TimeLimits,
    pub(super) guild: Option<GuildId>,
    /// Cancelled when the bot stops.
    pub(super) connection: CancellationToken,
    /// The answers that people wait for.
    pub(super) answers: TaskTracker,
}

pub(super) type Context<'a> = poise::ApplicationContext<'a, Face, Infallible>;

/// The option that a command has where there are several operations.
const OPERATION: &str = "operation";

/// Whether an operation must be named.
pub(super) fn has_several(desk: &dyn Front) -> bool {
    let nobody = Asker::default();
    desk.choices("abandon", OPERATION, "", &Given::new(), &nobody)
        .len()
        > 1
}

/// All commands, and what happens when one fails.
pub(super) fn options(
    has_several_operations: bool,
) -> poise::FrameworkOptions<Face, Infallible> {
    let mut commands = vec![abandon()];
    if !has_several_operations {
        for command in &mut commands {
            command.parameters.retain(|option| option.name != OPERATION);
        }
    }
    poise::FrameworkOptions {
        commands,
        on_error: |error| Box::pin(on_error(error)),
        command_check: Some(|ctx| is_at_home(ctx)),
        allowed_mentions: Some(serenity::all::CreateAllowedMentions::new()),
        ..poise::FrameworkOptions::default()
    }
}

/// How many calls were abandoned, and after how long a wait
#[poise::command(
    slash_command,
    guild_only,
    name_localized("es-ES", "abandono"),
    name_localized("es-419", "abandono"),
    name_localized("pt-BR", "abandono"),
    description_localized(
        "es-ES",
        "Cuántas llamadas se abandonaron y tras cuánta espera en cola"
    ),
    description_localized(
        "es-419",
        "Cuántas llamadas se abandonaron y tras cuánta espera en cola"
    ),
    description_localized(
        "pt-BR",
        "Quantas chamadas foram abandonadas e após quanta espera na fila"
    )
)]
async fn abandon(
    ctx: Context<'_>,
    #[description = "Which skill; all of them if left out"]
    #[description_localized("es-ES", "Qué skill; todas si se omite")]
    #[description_localized("es-419", "Qué skill; todas si se omite")]
    #[description_localized("pt-BR", "Qual skill; todas se omitida")]
    #[autocomplete = "skills"]
    skill: Option<String>,
    #[description = "Over how long until now, such as 60m or 8h"]
    #[name_localized("es-ES", "ultimas")]
    #[name_localized("es-419", "ultimas")]
    #[name_localized("pt-BR", "ultimas")]
    #[description_localized("es-ES", "Cuánto tiempo hasta ahora, por ejemplo 60m u 8h")]
    #[description_localized("es-419", "Cuánto tiempo hasta ahora, por ejemplo 60m u 8h")]
    #[description_localized("pt-BR", "Quanto tempo até agora, por exemplo 60m ou 8h")]
    last: Option<String>,
    #[description = "From when, such as 08:00 or 2026-11-17 08:00"]
    #[name_localized("es-ES", "desde")]
    #[name_localized("es-419", "desde")]
    #[name_localized("pt-BR", "de")]
    #[description_localized("es-ES", "Desde cuándo, por ejemplo 08:00 o 2026-11-17 08:00")]
    #[description_localized(
        "es-419",
        "Desde cuándo, por ejemplo 08:00 o 2026-11-17 08:00"
    )]
    #[description_localized(
        "pt-BR",
        "Desde quando, por exemplo 08:00 ou 2026-11-17 08:00"
    )]
    from: Option<String>,
    #[description = "Until when; until now if left out"]
    #[name_localized("es-ES", "hasta")]
    #[name_localized("es-419", "hasta")]
    #[name_localized("pt-BR", "ate")]
    #[description_localized("es-ES", "Hasta cuándo; hasta ahora si se omite")]
    #[description_localized("es-419", "Hasta cuándo; hasta ahora si se omite")]
    #[description_localized("pt-BR", "Até quando; até agora se omitido")]
    to: Option<String>,
    #[description = "Which operation"]
    #[name_localized("es-ES", "operacion")]
    #[name_localized("es-419", "operacion")]
    #[name_localized("pt-BR", "operacao")]
    #[description_localized("es-ES", "Qué operación")]
    #[description_localized("es-419", "Qué operación")]
    #[description_localized("pt-BR", "Qual operação")]
    #[autocomplete = "operations"]
    operation: Option<String>,
) -> Result<(), Infallible> {
    let options = [
        (OPERATION, operation),
        ("skill", skill),
        ("last", last),
        ("from", from),
        ("to", to),
    ];
    let given: Given = options
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    let asker = asker(ctx);
    let (progress, _) = tokio::sync::watch::channel(None);
    let desk = &ctx.data().desk;
    answer(ctx, desk.run("abandon", given, &asker, &progress)).await;
    Ok(())
}

#[expect(clippy::unused_async, reason = "poise wants it so")]
async fn skills(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    suggested(ctx, "skill", typed)
}

#[expect(clippy::unused_async, reason = "poise wants it so")]
async fn operations(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    suggested(ctx, OPERATION, typed)
}

fn suggested(ctx: Context<'_>, option: &str, typed: &str) -> CreateAutocompleteResponse {
    let given = ctx.args.iter().filter_map(|given| match given.value {
        ResolvedValue::String(text) => Some((given.name.to_owned(), text.to_owned())),
        _ => None,
    });
    let desk = &ctx.data().desk;
    let choices = desk.choices("abandon", option, typed, &given.collect(), &asker(ctx));
    CreateAutocompleteResponse::new().set_choices(presentable(choices))
}

fn asker(ctx: Context<'_>) -> Asker {
    Asker {
        locale: ctx.interaction.locale.clone(),
        ..Asker::default()
    }
}

/// A label may be cut, a value may not: it would be another.
fn presentable(choices: Vec<Choice>) -> Vec<AutocompleteChoice> {
    choices
        .into_iter()
        .filter(|choice| !choice.value.is_empty() && width(&choice.value) <= CHOICE)
        .map(|choice| {
            AutocompleteChoice::new(cut(&plain(&choice.label), CHOICE), choice.value)
        })
        .take(CHOICES)
        .collect()
}

/// A command that was once registered elsewhere stays there, and must not tell our figures.
fn is_at_home(
    ctx: poise::Context<'_, Face, Infallible>,
) -> BoxFuture<'_, Result<bool, Infallible>> {
    let home = ctx.data().guild;
    let is_home = home.is_none() || home == ctx.guild_id();
    Box::pin(async move { Ok(is_home) })
}

async fn on_error(error: FrameworkError<'_, Face, Infallible>) {
    let trouble = match &error {
        FrameworkError::CommandPanic { payload, ctx, .. } => {
            let panic = payload.as_deref().unwrap_or("without a message");
            tracing::error!(command = %ctx.command().name, panic, "a command panicked");
            Trouble::Fault
        }
        FrameworkError::UnknownInteraction {
            framework,
            interaction,
            ..
        } => {
            tracing::warn!(command = %interaction.data.name, "an unknown command was used");
            let rest = &framework.user_data.rest;
            return apologise(rest, interaction, Trouble::Outdated).await;
        }
        FrameworkError::CommandStructureMismatch { .. }
        | FrameworkError::ArgumentParse { .. } => {
            tracing::warn!(%error, "a command was used in an older version");
            Trouble::Outdated
        }
        FrameworkError::GuildOnly { .. } | FrameworkError::CommandCheckFailed { .. } => {
            Trouble::Elsewhere
        }
        other => {
            tracing::error!(error = %other, "a command failed");
            Trouble::Fault
        }
    };
    let Some(poise::Context::Application(ctx)) = error.ctx() else {
        return;
    };
    match ctx.interaction_type {
        poise::CommandInteractionType::Command => {
            say(ctx, &apology(trouble, &ctx.interaction.locale)).await;
        }
        poise::CommandInteractionType::Autocomplete => {
            no_choices(&ctx.data().rest, ctx.interaction).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use twilight_model::application::command::Command as Judged;

    use super::*;

    fn abandon_as_json() -> Value {
        serde_json::to_value(abandon().create_as_slash_command()).unwrap()
    }

    #[test]
    fn a_command_keeps_the_rules_of_discord() {
        let mut command = abandon_as_json();
        command["type"] = json!(1);
        command["version"] = json!("1");
        command["default_member_permissions"] = Value::Null;
        let command: Judged = serde_json::from_value(command).unwrap();
        twilight_validate::command::command(&command).unwrap();
        twilight_validate::command::options(&command.options).unwrap();
    }

    #[test]
    fn a_command_has_its_name_in_every_language() {
        let command = abandon_as_json();
        let options = command["options"].as_array().unwrap();
        let names = |locale: &str| -> Vec<&str> {
            options
                .iter()
                .map(|option| {
                    option["name_localizations"][locale]
                        .as_str()
                        .or(option["name"].as_str())
                        .unwrap()
                })
                .collect()
        };
        assert_eq!(names("en-US"), ["skill", "last", "from", "to", "operation"]);
        assert_eq!(
            names("es-419"),
            ["skill", "ultimas", "desde", "hasta", "operacion"]
        );
        assert_eq!(names("es-ES"), names("es-419"));
        assert_eq!(
            names("pt-BR"),
            ["skill", "ultimas", "de", "ate", "operacao"]
        );
        for locale in ["es-ES", "es-419", "pt-BR"] {
            assert_eq!(command["name_localizations"][locale], "abandono");
            for option in options {
                assert!(option["description_localizations"][locale].is_string());
            }
        }
    }

    #[test]
    fn the_operation_can_be_named_where_there_are_several() {
        let names = |several| {
            let commands = options(several).commands;
            let options = commands.into_iter().flat_map(|command| command.parameters);
            options.map(|option| option.name).collect::<Vec<_>>()
        };
        assert_eq!(names(false), ["skill", "last", "from", "to"]);
        assert_eq!(names(true), ["skill", "last", "from", "to", "operation"]);
    }

    #[test]
    fn choices_keep_within_what_discord_takes() {
        let choice = |label: &str, value: &str| Choice {
            label: label.into(),
            value: value.into(),
        };
        let mut choices = vec![
            choice("", "1"),
            choice("no value", ""),
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
