//! Tells Discord which commands there are. Discord keeps them, and only so many new ones a
//! day are allowed, so they are sent where they differ from what it has.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use serde_json::{Map, Value};
use serenity::{
    builder::CreateCommand,
    http::{LightMethod, Route},
    model::id::{ApplicationId, GuildId},
};
use tokio_util::sync::CancellationToken;

use crate::discord::rest::{RestClient, RestError};

/// The parts of a command that say what it is, down to its options and their choices. The
/// rest, such as its number, is Discord's.
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

/// Sees to it that Discord has these commands, however long that takes.
pub(super) async fn register(
    rest: &RestClient,
    application: ApplicationId,
    guild: Option<GuildId>,
    commands: Vec<CreateCommand>,
    stop: CancellationToken,
) {
    let route = match guild {
        Some(guild_id) => Route::GuildCommands {
            application_id: application,
            guild_id,
        },
        None => Route::Commands {
            application_id: application,
        },
    };
    let delays = ExponentialBuilder::default()
        .with_min_delay(Duration::from_secs(2))
        .with_max_delay(Duration::from_secs(600))
        .without_max_times()
        .build();
    for delay in delays {
        match synchronise(rest, route, &commands).await {
            Ok(true) => return tracing::info!("the commands are registered"),
            Ok(false) => return tracing::debug!("the commands are registered already"),
            Err(error) => complain(&error, guild, delay),
        }
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Whether anything had to be sent.
async fn synchronise(
    rest: &RestClient,
    route: Route<'_>,
    commands: &[CreateCommand],
) -> Result<bool, RestError> {
    let mut wanted = serde_json::to_value(commands)?;
    for command in wanted.as_array_mut().into_iter().flatten() {
        as_described(command);
    }
    let params = vec![("with_localizations", "true".to_owned())];
    match rest.get::<Vec<Value>>(route, params).await {
        Ok(registered) => {
            if are_same(&registered, wanted.as_array().map_or(&[], Vec::as_slice)) {
                return Ok(false);
            }
        }
        // The list only spares a request: without it, the commands are sent.
        Err(error) => tracing::debug!(%error, "the list of commands is not to be had"),
    }
    rest.tell(LightMethod::Put, route, &wanted, &[]).await?;
    Ok(true)
}

/// The command in the form of Discord's own description of this request: it has no key
/// `nsfw`, and takes permissions as a number.
fn as_described(command: &mut Value) {
    let Some(parts) = command.as_object_mut() else {
        return;
    };
    parts.remove("nsfw");
    if let Some(permissions) = parts.get_mut(PERMISSIONS)
        && let Some(bits) = bits(permissions)
    {
        *permissions = bits.into();
    }
}

/// Permissions, which Discord tells as text.
fn bits(permissions: &Value) -> Option<u64> {
    let text = permissions.as_str().map(str::parse);
    text.map_or_else(|| permissions.as_u64(), Result::ok)
}

fn complain(error: &RestError, guild: Option<GuildId>, delay: Duration) {
    if error.is_transient() {
        tracing::warn!(%error, ?delay, "the commands are not registered yet");
        return;
    }
    let place = guild.map_or("everywhere".to_owned(), |guild| {
        format!("in server `{guild}`")
    });
    tracing::error!(
        %error,
        ?delay,
        "the commands cannot be registered {place}: invite the bot there with the scopes \
         `bot` and `applications.commands`, and check the server's number"
    );
}

fn are_same(registered: &[Value], wanted: &[Value]) -> bool {
    let essence = |commands: &[Value]| {
        let mut commands: Vec<Value> = commands.iter().map(essence_of).collect();
        commands.sort_by_key(|command| command["name"].to_string());
        commands
    };
    essence(registered) == essence(wanted)
}

/// A command without what is Discord's own, and without what is as good as left out.
fn essence_of(value: &Value) -> Value {
    match value {
        Value::Object(parts) => {
            let mut kept = Map::new();
            for part in PARTS {
                let Some(value) = parts.get(part) else {
                    continue;
                };
                let value = if part.ends_with("_localizations") {
                    value.clone()
                } else if part == PERMISSIONS {
                    bits(value).into()
                } else {
                    essence_of(value)
                };
                // A command without a type is one that is typed after a slash.
                let is_default = part == "type" && value == 1;
                if !is_default && !is_nothing(&value) {
                    kept.insert(part.to_owned(), value);
                }
            }
            Value::Object(kept)
        }
        Value::Array(items) => items.iter().map(essence_of).collect(),
        other => other.clone(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(parts) => parts.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
        assert!(are_same(&[registered()], &[wanted()]));
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
            assert!(!are_same(&[registered], &[wanted()]), "{at}");
        }
        assert!(!are_same(&[], &[wanted()]));
        assert!(!are_same(&[registered(), registered()], &[wanted()]));
    }
}
