//! Commands and presses of buttons that the library below cannot read, for want of a field or
//! for one of another form than it expects. It drops them without a word, and whoever asked
//! would wait in vain: here they are cut down to what an answer needs, and answered all the
//! same.

use std::{convert::Infallible, sync::Arc};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use serenity::{
    all::{
        ActionRow, Context, FullEvent, Interaction, MessageId, PartialChannel, Permissions,
        RawEventHandler, RoleId,
    },
    async_trait,
    framework::Framework,
    model::event::{Event, UnknownEvent},
};
use tokio::sync::RwLock;

use crate::discord::{commands::CommandDispatcher, sessions::fault_of};

/// What an answer needs of an interaction.
const NEEDED: [&str; 10] = [
    "id",
    "application_id",
    "type",
    "guild_id",
    "channel_id",
    "member",
    "user",
    "token",
    "locale",
    "data",
];

/// What it needs of the people in it, and of the command or button.
const OF_USER: [&str; 3] = ["id", "username", "global_name"];
const OF_DATA: [&str; 6] = [
    "id",
    "name",
    "type",
    "options",
    "custom_id",
    "component_type",
];

/// The framework, also for events that did not come the usual way.
#[derive(Clone)]
pub(super) struct InteractionFields(Arc<RwLock<poise::Framework<CommandDispatcher, Infallible>>>);

impl InteractionFields {
    pub(super) fn new(framework: poise::Framework<CommandDispatcher, Infallible>) -> Self {
        Self(Arc::new(RwLock::new(framework)))
    }
}

#[async_trait]
impl Framework for InteractionFields {
    async fn init(&mut self, client: &serenity::Client) {
        self.0.write().await.init(client).await;
    }

    async fn dispatch(&self, ctx: Context, event: FullEvent) {
        // Read by all and written only before the first event: nobody waits here.
        self.0.read().await.dispatch(ctx, event).await;
    }
}

/// Answers interactions that could not be read, and reports what is lost.
pub(super) struct UnreadableInteraction(pub(super) InteractionFields);

#[async_trait]
impl RawEventHandler for UnreadableInteraction {
    async fn raw_event(&self, ctx: Context, event: Event) {
        let Event::Unknown(UnknownEvent { kind, value, .. }) = event else {
            return;
        };
        let Some(error) = fault_of(&kind, &value) else {
            return;
        };
        let salvaged = (kind == "INTERACTION_CREATE")
            .then(|| salvage(&value))
            .flatten();
        let Some(interaction) = salvaged else {
            return tracing::error!(
                kind,
                error,
                "an event of Discord cannot be read and is lost"
            );
        };
        tracing::warn!(
            error,
            "a question of another form than Discord's is answered"
        );
        let event = FullEvent::InteractionCreate { interaction };
        self.0.dispatch(ctx, event).await;
    }
}

/// The interaction without what nobody needs and with what the library insists on.
fn salvage(event: &Value) -> Option<Interaction> {
    let mut kept = only(event, &NEEDED)?;
    let guild_locale = event.get("guild_locale").and_then(Value::as_str);
    let rest = json!({
        "version": 1, "locale": guild_locale.unwrap_or("en-US"), "entitlements": [],
        "attachment_size_limit": 10 * 1024 * 1024,
        "channel_id": event.pointer("/channel/id"),
    });
    fill(&mut kept, rest);
    keep::<PartialChannel>(event, "channel", &mut kept);
    keep::<Permissions>(event, "app_permissions", &mut kept);
    if let Some(whole) = event.get("member").filter(|member| member.is_object()) {
        kept.insert("member".to_owned(), member(whole)?);
    }
    if let Some(alone) = event.get("user").filter(|user| user.is_object()) {
        kept.insert("user".to_owned(), user(alone)?);
    }
    let mut data = only(event.get("data")?, &OF_DATA)?;
    fill(
        &mut data,
        json!({"id": "1", "type": 1, "component_type": 2}),
    );
    let is_press = data.contains_key("custom_id");
    kept.insert("data".to_owned(), Value::Object(data));
    if is_press {
        let message = message(event.get("message"), kept.get("channel_id"));
        kept.insert("message".to_owned(), message);
    }
    serde_json::from_value(Value::Object(kept)).ok()
}

/// What cannot be read of their rights they do not have.
fn member(whole: &Value) -> Option<Value> {
    let mut kept = Map::new();
    kept.insert("user".to_owned(), user(whole.get("user")?)?);
    keep::<String>(whole, "nick", &mut kept);
    keep::<Vec<RoleId>>(whole, "roles", &mut kept);
    keep::<Permissions>(whole, "permissions", &mut kept);
    fill(
        &mut kept,
        json!({"deaf": false, "mute": false, "flags": 0, "roles": []}),
    );
    Some(Value::Object(kept))
}

/// The message of a button: which it is, whether it is private, and its buttons.
fn message(whole: Option<&Value>, channel: Option<&Value>) -> Value {
    let whole = whole.unwrap_or(&Value::Null);
    let mut kept = Map::new();
    keep::<MessageId>(whole, "id", &mut kept);
    keep::<u64>(whole, "flags", &mut kept);
    keep::<Vec<ActionRow>>(whole, "components", &mut kept);
    let rest = json!({
        "id": "1", "channel_id": channel, "author": {"id": "1", "username": "?"},
        "content": "", "timestamp": "2015-01-01T00:00:00Z", "tts": false, "pinned": false,
        "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [],
        "embeds": [], "type": 0,
    });
    fill(&mut kept, rest);
    Value::Object(kept)
}

/// Keeps a part that can be read as what it should be.
fn keep<T: DeserializeOwned>(from: &Value, part: &str, into: &mut Map<String, Value>) {
    if let Some(value) = from.get(part)
        && T::deserialize(value).is_ok()
    {
        into.insert(part.to_owned(), value.clone());
    }
}

fn user(user: &Value) -> Option<Value> {
    let mut kept = only(user, &OF_USER)?;
    fill(&mut kept, json!({"username": "?"}));
    Some(Value::Object(kept))
}

/// These parts of an object, where they hold something.
fn only(object: &Value, parts: &[&str]) -> Option<Map<String, Value>> {
    let kept = object
        .as_object()?
        .iter()
        .filter(|(key, value)| parts.contains(&key.as_str()) && !value.is_null());
    Some(
        kept.map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    )
}

/// Adds what is missing.
fn fill(object: &mut Map<String, Value>, rest: Value) {
    let Value::Object(rest) = rest else {
        return;
    };
    for (key, value) in rest {
        object.entry(key).or_insert(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read_though_all_but_the_least_is_missing_or_odd() {
        let event = json!({
            "id": "70", "application_id": "900", "type": 2, "token": "t0k",
            "guild_id": "333", "channel": {"id": "111", "type": "text"},
            "member": {"user": {"id": "7"}, "roles": null, "joined_at": "yesterday"},
            "data": {"name": "abandon", "resolved": [], "options": [
                {"name": "skill", "type": 3, "value": "12"},
            ]},
            "app_permissions": {}, "entitlements": [7], "guild_locale": "es-419",
        });
        assert!(fault_of("INTERACTION_CREATE", &event).is_some());
        let Some(Interaction::Command(command)) = salvage(&event) else {
            panic!("not read");
        };
        assert_eq!(command.locale, "es-419");
        assert_eq!(command.channel_id.get(), 111);
        assert_eq!(command.user.id.get(), 7);
        assert_eq!(command.data.options.len(), 1);
    }

    #[test]
    fn what_cannot_be_read_of_their_rights_they_do_not_have() {
        let read = |member: Value| {
            let event = json!({
                "id": "70", "application_id": "900", "type": 2, "token": "t0k",
                "guild_id": "333", "channel_id": "111", "member": member,
                "data": {"name": "abandon"},
            });
            let Some(Interaction::Command(command)) = salvage(&event) else {
                panic!("not read");
            };
            let asker = crate::discord::question::asker(&command);
            (asker.roles, asker.is_admin)
        };
        let user = json!({"id": "7", "username": "ana"});
        let whole = json!({"user": user, "roles": ["5", "6"], "permissions": "8"});
        assert_eq!(read(whole), (vec![5, 6], true));
        let odd = json!({"user": user, "roles": "all", "permissions": {"all": true}});
        assert_eq!(read(odd), (vec![], false));
        assert_eq!(read(json!({"user": user})), (vec![], false));
    }

    #[test]
    fn they_are_called_as_the_server_calls_them_then_as_they_call_themselves() {
        let called = |member: Value| {
            let event = json!({
                "id": "70", "application_id": "900", "type": 2, "token": "t0k",
                "guild_id": "333", "channel_id": "111", "member": member,
                "data": {"name": "abandon"},
            });
            let Some(Interaction::Command(command)) = salvage(&event) else {
                panic!("not read");
            };
            let asker = crate::discord::question::asker(&command);
            (asker.id, asker.name)
        };
        let whole = json!({"id": "7", "username": "ana.r", "global_name": "Ana"});
        let own = json!({"id": "7", "username": "ana.r"});
        let is = |name: &str| (7, name.to_owned());
        assert_eq!(
            called(json!({"user": whole, "nick": "Ana R."})),
            is("Ana R.")
        );
        assert_eq!(called(json!({"user": whole, "nick": null})), is("Ana"));
        assert_eq!(called(json!({"user": whole, "nick": 7})), is("Ana"));
        assert_eq!(called(json!({"user": own})), is("ana.r"));
        assert_eq!(called(json!({"user": {"id": "7"}})), is("?"));
    }

    #[test]
    fn a_press_is_read_with_the_buttons_of_its_message() {
        let event = json!({
            "id": "70", "application_id": "900", "type": 3, "token": "t0k",
            "guild_id": "333", "channel_id": "111", "member": {"user": {"id": "7"}},
            "data": {"custom_id": "share"},
            "message": {"id": "222", "flags": 64, "embeds": 7, "components": [
                {"type": 1, "components": [
                    {"type": 2, "style": 2, "label": "Ver", "custom_id": "share"},
                ]},
            ]},
        });
        let Some(Interaction::Component(press)) = salvage(&event) else {
            panic!("not read");
        };
        assert_eq!(press.data.custom_id, "share");
        assert_eq!(press.message.id.get(), 222);
        assert_eq!(press.message.components.len(), 1);

        let mut bare = event.clone();
        bare["message"] = json!("gone");
        let Some(Interaction::Component(press)) = salvage(&bare) else {
            panic!("not read");
        };
        assert!(press.message.components.is_empty() && press.message.flags.is_none());
    }

    #[test]
    fn what_has_no_token_cannot_be_answered() {
        let event = json!({"id": "70", "type": 2, "data": {"name": "abandon"}});
        assert!(salvage(&event).is_none());
    }
}
