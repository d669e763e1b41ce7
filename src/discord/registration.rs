//! Registers the commands with Discord: each with its options, in every language. Discord keeps
//! them, and takes only so many new ones a day, so they are sent only where they differ from the
//! ones it has.

use std::{fmt, time::Duration};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use chrono_tz::Tz;
use serde_json::Value;
use serenity::{
    all::{CommandOptionType, InteractionContext, Permissions},
    builder::{CreateCommand, CreateCommandOption},
    model::id::{ApplicationId, GuildId},
};
use tokio_util::sync::CancellationToken;

use crate::{
    commands::{MenuItem, MenuOption, OptionKind},
    discord::{
        limits::{ABOUT, CHOICE, NAME, cut, width},
        rest::{Method, RestClient, RestError},
        route::Route,
    },
};
use vigia_cards::{Locale, Words};
use vigia_core::Language;

/// The keys that describe a command, its options and their choices. The others, such as its
/// number, are Discord's.
const PARTS: [&str; 16] = [
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "choices",
    "value",
    "required",
    "autocomplete",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "contexts",
    PERMISSIONS,
];

const PERMISSIONS: &str = "default_member_permissions";

/// The servers in which commands are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommandScope {
    Guild(GuildId),
    /// All servers that have the bot.
    Global,
}

impl fmt::Display for CommandScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guild(guild) => write!(f, "in server `{guild}`"),
            Self::Global => f.write_str("in all servers"),
        }
    }
}

impl CommandScope {
    fn route(self, application_id: ApplicationId) -> Route<'static> {
        match self {
            Self::Guild(guild_id) => Route::GuildCommands {
                application_id,
                guild_id,
            },
            Self::Global => Route::Commands { application_id },
        }
    }
}

/// Makes the commands of a scope exactly these, and tries again until it succeeds or `stop`.
pub(super) async fn register_commands(
    rest: &RestClient,
    application: ApplicationId,
    scope: CommandScope,
    commands: Vec<CreateCommand>,
    stop: CancellationToken,
) {
    let route = scope.route(application);
    let delays = ExponentialBuilder::default()
        .with_min_delay(Duration::from_secs(2))
        .with_max_delay(Duration::from_secs(600))
        .without_max_times()
        .with_jitter()
        .build();
    for delay in delays {
        match send_changes(rest, route, &commands).await {
            Ok(true) if commands.is_empty() => {
                return tracing::info!("the commands {scope} are removed");
            }
            Ok(true) => return tracing::info!("the commands {scope} are registered"),
            Ok(false) => return tracing::debug!("the commands {scope} are as they should be"),
            // Where the bot may not register commands, there are none.
            Err(error) if commands.is_empty() && !error.is_transient() => {
                return tracing::debug!(%error, "the commands {scope} cannot be removed");
            }
            Err(error) => log_refusal(&error, scope, delay),
        }
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Returns true if the commands had to be sent.
async fn send_changes(
    rest: &RestClient,
    route: Route<'_>,
    commands: &[CreateCommand],
) -> Result<bool, RestError> {
    let mut wanted = serde_json::to_value(commands)?;
    for command in wanted.as_array_mut().into_iter().flatten() {
        to_request_form(command);
    }
    let params = vec![("with_localizations", "true".to_owned())];
    match rest.get::<Vec<Value>>(route, params).await {
        Ok(registered) => {
            if are_same_commands(&registered, wanted.as_array().map_or(&[], Vec::as_slice)) {
                return Ok(false);
            }
        }
        Err(error) if commands.is_empty() => return Err(error),
        // The list only spares a request: without it, the commands are sent.
        Err(error) => {
            tracing::debug!(%error, "the registered commands cannot be read; all are sent");
        }
    }
    rest.send(Method::PUT, route, &wanted, &[]).await?;
    Ok(true)
}

/// Brings a command into the form that Discord documents for this request: without the key
/// `nsfw`, and with permissions as a number.
fn to_request_form(command: &mut Value) {
    if let Some(parts) = command.as_object_mut() {
        parts.remove("nsfw");
    }
    if let Some(permissions) = command.get_mut(PERMISSIONS) {
        *permissions = permission_bits(permissions).into();
    }
}

/// Reads permissions, which Discord writes as text.
fn permission_bits(permissions: &Value) -> Option<u64> {
    let text = permissions.as_str().map(str::parse);
    text.map_or_else(|| permissions.as_u64(), Result::ok)
}

fn log_refusal(error: &RestError, scope: CommandScope, delay: Duration) {
    if error.is_transient() {
        tracing::warn!(%error, ?delay, "the commands {scope} are not registered yet; trying again");
        return;
    }
    tracing::error!(
        %error,
        ?delay,
        "the commands cannot be registered {scope}: invite the bot there with the scopes \
         `bot` and `applications.commands`, and check the server's number"
    );
}

fn are_same_commands(registered: &[Value], wanted: &[Value]) -> bool {
    let essence = |commands: &[Value]| {
        let mut commands: Vec<Value> = commands.iter().map(essence_of).collect();
        commands.sort_by_key(|command| command["name"].to_string());
        commands
    };
    essence(registered) == essence(wanted)
}

/// Strips a command of Discord's own keys, and of values that mean the same when left out.
fn essence_of(value: &Value) -> Value {
    match value {
        Value::Object(parts) => parts
            .iter()
            .filter(|(part, _)| PARTS.contains(&part.as_str()))
            .map(|(part, value)| match part.as_str() {
                PERMISSIONS => (part.clone(), permission_bits(value).into()),
                text if text.ends_with("_localizations") => (part.clone(), value.clone()),
                _ => (part.clone(), essence_of(value)),
            })
            // A command without a type is one that is typed after a slash.
            .filter(|(part, value)| !(is_empty_value(value) || part == "type" && *value == 1))
            .collect(),
        Value::Array(items) => items.iter().map(essence_of).collect(),
        other => other.clone(),
    }
}

fn is_empty_value(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(parts) => parts.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}

pub(super) fn menu_commands(menu: &[MenuItem]) -> Vec<CreateCommand> {
    menu.iter().map(build_command).collect()
}

fn build_command(item: &MenuItem) -> CreateCommand {
    // Administrators may change it. Left out, Discord would keep what was set before.
    let permissions = if item.is_limited {
        Permissions::MANAGE_GUILD
    } else {
        Permissions::USE_APPLICATION_COMMANDS
    };
    let mut command = CreateCommand::new(item.name)
        .description(text_of(&item.about_id, Language::English, ABOUT))
        .contexts(vec![InteractionContext::Guild])
        .default_member_permissions(permissions);
    for (tag, name) in localized_names(&item.name_id) {
        command = command.name_localized(tag, name);
    }
    for (tag, language) in Language::discord_locales() {
        let about = text_of(&item.about_id, language, ABOUT);
        command = command.description_localized(tag, about);
    }
    command.set_options(item.options.iter().map(build_option).collect())
}

fn build_option(option: &MenuOption) -> CreateCommandOption {
    let about = text_of(&option.about_id, Language::English, ABOUT);
    let mut made = CreateCommandOption::new(option_type(&option.kind), option.name, about);
    for (tag, name) in localized_names(&option.name_id) {
        made = made.name_localized(tag, name);
    }
    for (tag, language) in Language::discord_locales() {
        made = made.description_localized(tag, text_of(&option.about_id, language, ABOUT));
    }
    match &option.kind {
        OptionKind::Text | OptionKind::Switch => made,
        OptionKind::Suggested => made.set_autocomplete(true),
        OptionKind::Count(least, most) => made
            .min_int_value(u64::from(*least))
            .max_int_value(u64::from(*most)),
        OptionKind::Choice(choices) => choices.iter().fold(made, |made, (value, id)| {
            let labels = Language::discord_locales()
                .map(|(tag, language)| (tag, text_of(id, language, CHOICE)));
            made.add_string_choice_localized(text_of(id, Language::English, CHOICE), *value, labels)
        }),
    }
}

fn option_type(kind: &OptionKind) -> CommandOptionType {
    match kind {
        OptionKind::Text | OptionKind::Suggested | OptionKind::Choice(_) => {
            CommandOptionType::String
        }
        OptionKind::Count(..) => CommandOptionType::Integer,
        OptionKind::Switch => CommandOptionType::Boolean,
    }
}

/// Returns the names in all languages. One that Discord would refuse is left out: it would take
/// the whole menu with it, and English is better than nothing.
fn localized_names(id: &str) -> impl Iterator<Item = (&'static str, String)> {
    Language::discord_locales().filter_map(move |(tag, language)| {
        let name = text_of(id, language, usize::MAX);
        if is_command_name(&name) {
            return Some((tag, name));
        }
        tracing::error!(
            id,
            tag,
            name,
            "Discord would refuse this name; it is left out"
        );
        None
    })
}

fn is_command_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    (1..=NAME).contains(&width(name))
        && name.chars().all(fits)
        && name.chars().flat_map(char::to_lowercase).eq(name.chars())
}

fn text_of(id: &str, language: Language, limit: usize) -> String {
    let words = Words::new(Locale::from_tag(language.tag()), Tz::UTC);
    cut(&words.say(id, &[]), limit).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use twilight_model::application::command::Command as Judged;

    use super::*;

    fn wanted() -> Value {
        json!({
            "name": "abandon", "name_localizations": {"es-ES": "abandono"},
            "description": "How many", "nsfw": false, "contexts": [0],
            "default_member_permissions": 32,
            "options": [{
                "type": 3, "name": "skill", "description": "Which", "required": false,
                "autocomplete": true, "options": [], "choices": [], "min_length": null,
            }],
        })
    }

    fn registered() -> Value {
        json!({
            "id": "1", "application_id": "2", "guild_id": "3", "version": "4", "type": 1,
            "name": "abandon", "name_localizations": {"es-ES": "abandono"},
            "description": "How many", "description_localizations": null,
            "default_member_permissions": "32", "contexts": [0],
            "options": [{
                "type": 3, "name": "skill", "description": "Which", "autocomplete": true,
            }],
        })
    }

    fn set(command: &mut Value, at: &str, value: Value) {
        let (holder, key) = at.rsplit_once('/').unwrap();
        command.pointer_mut(holder).unwrap()[key] = value;
    }

    #[test]
    fn what_discord_adds_is_no_difference() {
        assert!(are_same_commands(&[registered()], &[wanted()]));
    }

    #[test]
    fn every_change_is_a_difference() {
        let changes = [
            ("/description", json!("How much")),
            ("/name_localizations/es-ES", json!("abandonos")),
            ("/options/0/autocomplete", json!(false)),
            ("/options/0/max_value", json!(7)),
            ("/default_member_permissions", json!("64")),
            ("/options", json!([])),
        ];
        for (at, value) in changes {
            let mut registered = registered();
            set(&mut registered, at, value);
            assert!(!are_same_commands(&[registered], &[wanted()]), "{at}");
        }
        assert!(!are_same_commands(&[], &[wanted()]));
        assert!(!are_same_commands(
            &[registered(), registered()],
            &[wanted()]
        ));
    }

    /// Any message does for a test; that the menu's own are in all languages, a test of the
    /// Fluent files holds.
    const ABOUT_ID: &str = "range-too-short";
    const NAME_ID: &str = "menu-test";

    fn menu() -> Vec<MenuItem> {
        let option = |name, kind| MenuOption {
            name,
            name_id: NAME_ID.to_owned(),
            about_id: ABOUT_ID.to_owned(),
            kind,
        };
        let item = |name, is_limited| MenuItem {
            name,
            name_id: NAME_ID.to_owned(),
            about_id: ABOUT_ID.to_owned(),
            options: vec![
                option("skill", OptionKind::Suggested),
                option("last", OptionKind::Text),
                option("page", OptionKind::Count(1, 99)),
                option("csv", OptionKind::Switch),
                option("by", OptionKind::Choice(vec![("day", "word-yesterday")])),
            ],
            is_limited,
        };
        vec![item("abandon", false), item("hold", true)]
    }

    fn as_json() -> Value {
        serde_json::to_value(menu_commands(&menu())).unwrap()
    }

    #[test]
    fn a_command_keeps_the_rules_of_discord() {
        for mut command in as_json().as_array().unwrap().clone() {
            command["type"] = json!(1);
            command["version"] = json!("1");
            let command: Judged = serde_json::from_value(command).unwrap();
            twilight_validate::command::command(&command).unwrap();
            twilight_validate::command::options(&command.options).unwrap();
        }
    }

    #[test]
    fn each_kind_of_option_is_told() {
        let menu = as_json();
        let options = &menu[0]["options"];
        let kinds = [0, 1, 2, 3, 4].map(|at| options[at]["type"].as_u64().unwrap());
        assert_eq!(kinds, [3, 3, 4, 5, 3]);
        assert_eq!(options[0]["autocomplete"], true);
        assert_eq!(options[1]["autocomplete"], false);
        assert_eq!(
            (&options[2]["min_value"], &options[2]["max_value"]),
            (&json!(1), &json!(99))
        );
        let choice = &options[4]["choices"][0];
        assert_eq!(choice["value"], "day");
        assert_eq!(choice["name"], "yesterday");
        assert!(choice["name_localizations"]["pt-BR"].is_string());
        assert_ne!(choice["name_localizations"]["es-419"], choice["name"]);
    }

    #[test]
    fn a_command_for_some_is_hidden_from_the_others() {
        let menu = as_json();
        assert_eq!(menu[0]["default_member_permissions"], "2147483648");
        assert_eq!(menu[1]["default_member_permissions"], "32");
        assert_eq!(menu[0]["contexts"], json!([0]));
    }

    #[test]
    fn a_command_is_described_in_every_language() {
        let about = &as_json()[0]["description_localizations"];
        for (tag, _) in Language::discord_locales() {
            let words = about[tag].as_str().unwrap();
            assert!((1..=ABOUT).contains(&width(words)), "{words}");
        }
    }

    #[test]
    fn a_name_that_would_be_refused_is_not_sent() {
        for name in ["", "dos palabras", "Abandono", "a/b", &"x".repeat(33)] {
            assert!(!is_command_name(name), "{name}");
        }
        for name in ["abandono", "últimas", "nível-de-serviço", "a_b"] {
            assert!(is_command_name(name), "{name}");
        }
    }
}
