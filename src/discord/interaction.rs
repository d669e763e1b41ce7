//! An interaction as Discord sends it: a used command, an option that is typed, or a pressed
//! button.
//!
//! It is read from the JSON itself, part by part. A derived reader refuses a whole interaction for
//! one field that is missing or of another form, and the person who asked would wait in vain.
//! Rights that cannot be read are not granted.

use std::num::NonZeroU64;

use serde_json::Value;
use serenity::{
    all::{ChannelType, MessageFlags, Permissions},
    model::id::{ApplicationId, GuildId, InteractionId, MessageId},
};
use tokio::time::Instant;

use crate::{
    commands::{Caller, Given},
    discord::{
        json::{list_of, number, parse_number, text},
        message::COMPONENTS_V2,
        route::Route,
    },
};

/// An interaction that waits for an answer.
#[derive(Clone, Debug)]
pub(super) struct InteractionQuestion {
    id: InteractionId,
    application: ApplicationId,
    token: String,
    pub(super) guild: Option<GuildId>,
    pub(super) asker: Caller,
    /// True if files may be sent to the channel of the interaction.
    pub(super) may_attach: bool,
    pub(super) request: InteractionRequest,
    /// The time at which it was read.
    pub(super) asked_at: Instant,
}

#[derive(Clone, Debug)]
pub(super) enum InteractionRequest {
    Command {
        name: String,
        given: Given,
    },
    /// The option that has the focus, while it is typed.
    Autocomplete {
        command: String,
        option: String,
        typed: String,
        given: Given,
    },
    Press(PressedComponent),
}

/// A pressed button, or the choice of a list.
#[derive(Clone, Debug)]
pub(super) struct PressedComponent {
    pub(super) custom_id: String,
    /// The message that the button belongs to.
    pub(super) message: MessageId,
    /// True if only the person who pressed it sees that message.
    pub(super) is_private: bool,
    /// True if that message is made of components alone.
    pub(super) is_of_components: bool,
    /// The components of that message.
    pub(super) rows: Value,
}

impl InteractionQuestion {
    /// Reads an interaction, or returns `None` where it cannot be answered: without its token
    /// for one, or of a type that the bot never asks for.
    pub(super) fn from_event(event: &Value) -> Option<Self> {
        let data = event.get("data")?;
        let request = match number(event, "type")? {
            2 => InteractionRequest::Command {
                name: text(data, "name")?,
                given: given_options(data),
            },
            3 => InteractionRequest::Press(PressedComponent::from_event(event)?),
            4 => {
                let option = list_of(data, "options").find(|option| is_focused(option));
                InteractionRequest::Autocomplete {
                    command: text(data, "name")?,
                    option: option.and_then(|option| text(option, "name"))?,
                    typed: option.and_then(option_text).unwrap_or_default(),
                    given: given_options(data),
                }
            }
            _ => return None,
        };
        let granted = number(event, "app_permissions").map(Permissions::from_bits_truncate);
        Some(Self {
            id: snowflake(event, "id")?.into(),
            application: snowflake(event, "application_id")?.into(),
            token: text(event, "token")?,
            guild: snowflake(event, "guild_id").map(GuildId::from),
            asker: read_caller(event)?,
            // Without a word about permissions it is tried: a refusal costs only the files.
            may_attach: granted.is_none_or(|it| it.administrator() || it.attach_files()),
            request,
            asked_at: Instant::now(),
        })
    }

    /// The command or button as a log line names it.
    pub(super) fn log_name(&self) -> String {
        match &self.request {
            InteractionRequest::Command { name, .. } => format!("/{name}"),
            InteractionRequest::Autocomplete { command, .. } => format!("/{command}"),
            InteractionRequest::Press(pressed) => pressed.custom_id.clone(),
        }
    }

    pub(super) fn pressed(&self) -> Option<&PressedComponent> {
        match &self.request {
            InteractionRequest::Press(pressed) => Some(pressed),
            InteractionRequest::Command { .. } | InteractionRequest::Autocomplete { .. } => None,
        }
    }

    /// The route that takes the first response.
    pub(super) fn callback(&self) -> Route<'_> {
        Route::InteractionResponse {
            interaction_id: self.id,
            token: &self.token,
        }
    }

    /// The first response; for a button, the message that it belongs to.
    pub(super) fn original(&self) -> Route<'_> {
        Route::WebhookOriginalInteractionResponse {
            application_id: self.application,
            token: &self.token,
        }
    }

    /// The route that takes further messages.
    pub(super) fn follow_ups(&self) -> Route<'_> {
        Route::WebhookFollowupMessages {
            application_id: self.application,
            token: &self.token,
        }
    }

    /// One further message.
    pub(super) fn follow_up(&self, message_id: MessageId) -> Route<'_> {
        Route::WebhookFollowupMessage {
            application_id: self.application,
            token: &self.token,
            message_id,
        }
    }
}

impl PressedComponent {
    fn from_event(event: &Value) -> Option<Self> {
        let message = event.get("message").unwrap_or(&Value::Null);
        let bits = number(message, "flags").unwrap_or_default();
        let flags = MessageFlags::from_bits_truncate(bits);
        let data = event.get("data")?;
        let chosen = list_of(data, "values").next().and_then(Value::as_str);
        Some(Self {
            // Each choice of a list has a token of its own, as a button has.
            custom_id: chosen.map_or_else(|| text(data, "custom_id"), |it| Some(it.to_owned()))?,
            message: snowflake(message, "id").unwrap_or(NonZeroU64::MIN).into(),
            is_private: flags.contains(MessageFlags::EPHEMERAL),
            is_of_components: bits & COMPONENTS_V2 != 0,
            rows: message.get("components").cloned().unwrap_or_default(),
        })
    }
}

/// Reads the person who asks, and the place.
fn read_caller(event: &Value) -> Option<Caller> {
    let member = event.get("member").filter(|member| member.is_object());
    let user = match member {
        Some(member) => member.get("user"),
        None => event.get("user"),
    }?;
    let name = member
        .and_then(|member| text(member, "nick"))
        .or_else(|| text(user, "global_name"))
        .or_else(|| text(user, "username"));
    let roles = member.and_then(|member| member.get("roles")?.as_array());
    let roles = roles.and_then(|roles| roles.iter().map(parse_number).collect());
    let permissions = member.and_then(|member| number(member, "permissions"));
    let permissions = permissions.map(Permissions::from_bits_truncate);
    let channel = event.get("channel").unwrap_or(&Value::Null);
    let own = snowflake(event, "channel_id").or_else(|| snowflake(channel, "id"))?;
    // The parent of a channel that is no thread is a category, in which nobody asks.
    let parent = is_thread(channel).then(|| snowflake(channel, "parent_id"));
    let locale = text(event, "locale").or_else(|| text(event, "guild_locale"));
    Some(Caller {
        id: snowflake(user, "id")?.get(),
        name: name.unwrap_or_else(|| "?".to_owned()),
        locale: locale.unwrap_or_else(|| "en-US".to_owned()),
        roles: roles.unwrap_or_default(),
        is_admin: permissions.is_some_and(Permissions::administrator),
        channels: [Some(own), parent.flatten()]
            .into_iter()
            .flatten()
            .map(NonZeroU64::get)
            .collect(),
    })
}

fn is_thread(channel: &Value) -> bool {
    let kind = number(channel, "type").and_then(|kind| u8::try_from(kind).ok());
    let kind = kind.map(ChannelType::from);
    matches!(
        kind,
        Some(ChannelType::NewsThread | ChannelType::PublicThread | ChannelType::PrivateThread)
    )
}

fn is_focused(option: &Value) -> bool {
    option.get("focused").and_then(Value::as_bool) == Some(true)
}

/// The options by their English names, which Discord sends in any language. The one that is
/// still typed is not given yet.
fn given_options(data: &Value) -> Given {
    list_of(data, "options")
        .filter(|option| !is_focused(option))
        .filter_map(|option| Some((text(option, "name")?, option_text(option)?)))
        .collect()
}

fn option_text(option: &Value) -> Option<String> {
    match option.get("value")? {
        Value::String(text) => Some(text.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn snowflake(object: &Value, key: &str) -> Option<NonZeroU64> {
    number(object, key).and_then(NonZeroU64::new)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn command(event: &Value) -> Value {
        let mut whole = json!({
            "id": "70", "application_id": "900", "type": 2, "token": "t0k",
            "guild_id": "333", "channel_id": "111", "data": {"name": "abandon"},
        });
        for (key, value) in event.as_object().unwrap() {
            whole[key] = value.clone();
        }
        whole
    }

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
        let question = InteractionQuestion::from_event(&event).unwrap();
        let InteractionRequest::Command { name, given } = &question.request else {
            panic!("{question:?}");
        };
        assert_eq!((&**name, &*given["skill"]), ("abandon", "12"));
        assert_eq!(question.asker.locale, "es-419");
        assert_eq!(question.asker.channels, [111]);
        assert_eq!(question.asker.id, 7);
        assert!(question.may_attach);
    }

    #[test]
    fn what_cannot_be_read_of_their_rights_they_do_not_have() {
        let read = |member: Value| {
            let event = command(&json!({"member": member, "app_permissions": "0"}));
            let question = InteractionQuestion::from_event(&event).unwrap();
            assert!(!question.may_attach);
            (question.asker.roles, question.asker.is_admin)
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
            let event = command(&json!({"member": member}));
            let asker = InteractionQuestion::from_event(&event).unwrap().asker;
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
        let question = InteractionQuestion::from_event(&event).unwrap();
        let press = question.pressed().unwrap();
        assert_eq!(press.custom_id, "share");
        assert_eq!(press.message.get(), 222);
        assert!(press.is_private);
        assert_eq!(press.rows.as_array().unwrap().len(), 1);

        let mut bare = event.clone();
        bare["message"] = json!("gone");
        let question = InteractionQuestion::from_event(&bare).unwrap();
        let press = question.pressed().unwrap();
        assert!(press.rows.is_null() && !press.is_private);
    }

    #[test]
    fn an_option_that_is_typed_is_not_given_yet() {
        let event = command(&json!({
            "type": 4, "member": {"user": {"id": "7", "username": "ana"}, "deaf": false, "mute": false,
                "flags": 0, "roles": []},
            "data": {"id": "1", "name": "abandon", "type": 1, "options": [
                {"name": "skill", "type": 3, "value": "ven", "focused": true},
                {"name": "top", "type": 4, "value": 5},
            ]},
            "version": 1, "locale": "en-US", "entitlements": [],
            "attachment_size_limit": 1,
            "channel": {"id": "112", "type": 11, "parent_id": "111"},
        }));
        let question = InteractionQuestion::from_event(&event).unwrap();
        let InteractionRequest::Autocomplete {
            option,
            typed,
            given,
            ..
        } = &question.request
        else {
            panic!("{question:?}");
        };
        assert_eq!((&**option, &**typed), ("skill", "ven"));
        assert_eq!(given.len(), 1);
        assert_eq!(given["top"], "5");
        assert_eq!(question.asker.channels, [111, 111]);
        assert_eq!(question.asker.locale, "en-US");
    }

    #[test]
    fn what_has_no_token_cannot_be_answered() {
        let event = json!({"id": "70", "type": 2, "data": {"name": "abandon"}});
        assert!(InteractionQuestion::from_event(&event).is_none());
    }
}
