//! What users do: run commands, type, click and choose.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use thiserror::Error;

use super::{
    components,
    handle::PendingInteraction,
    interactions::{InteractionKind, InteractionPhase, InteractionRequest},
    options,
    server::{ChatShared, DiscordStandIn},
    settings::{AskingPlace, ChatUser},
    state::ChatState,
};

/// Why Discord's client would not have sent what a user did.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RunError {
    /// There is no such command.
    #[error(
        "there is no command `{0}` here; a group's subcommand is named after it, as in `silence add`"
    )]
    UnknownCommand(String),
    /// The command has no such option.
    #[error("the command has no option `{0}`")]
    UnknownOption(String),
    /// The command needs this option.
    #[error("the command needs the option `{0}`")]
    MissingOption(String),
    /// The option does not take this.
    #[error("the option `{option}` does not take `{value}`")]
    BadValue {
        /// The option.
        option: String,
        /// What it was given.
        value: String,
    },
    /// The user lacks the permissions that the command is for.
    #[error("the command is not for members with these permissions")]
    NotPermitted,
    /// There is no such channel.
    #[error("there is no channel `{0}`")]
    UnknownChannel(u64),
    /// The user sees no such message.
    #[error("there is no message `{0}` that the user sees")]
    UnknownMessage(u64),
    /// The message has no such button or select.
    #[error("the message has no button or select `{0}` that can be used")]
    UnknownComponent(String),
}

impl DiscordStandIn {
    /// A user runs a command such as `abandon` or `silence add` with these options.
    ///
    /// # Errors
    ///
    /// When Discord's client would not send it.
    pub fn run_command(
        &self,
        user: &ChatUser,
        command: &str,
        given: &[(&str, &str)],
    ) -> Result<PendingInteraction, RunError> {
        run(&self.shared, user, command, given, None)
    }

    /// A user has typed this much of a command and is still typing the option `focused`.
    ///
    /// # Errors
    ///
    /// When Discord's client would not ask the bot.
    pub fn complete(
        &self,
        user: &ChatUser,
        command: &str,
        given: &[(&str, &str)],
        focused: &str,
    ) -> Result<PendingInteraction, RunError> {
        run(&self.shared, user, command, given, Some(focused))
    }

    /// A user clicks a button.
    ///
    /// # Errors
    ///
    /// When the user sees no such message or button.
    pub fn click(
        &self,
        user: &ChatUser,
        message: u64,
        custom_id: &str,
    ) -> Result<PendingInteraction, RunError> {
        self.choose(user, message, custom_id, &[])
    }

    /// A user picks values from a select.
    ///
    /// # Errors
    ///
    /// When the user sees no such message or select, or it has no such value.
    pub fn choose(
        &self,
        user: &ChatUser,
        message: u64,
        custom_id: &str,
        values: &[&str],
    ) -> Result<PendingInteraction, RunError> {
        choose(&self.shared, user, message, custom_id, values)
    }
}

/// A user runs a command, or is still typing its option `focused`.
pub(super) fn run(
    shared: &Arc<ChatShared>,
    user: &ChatUser,
    command: &str,
    given: &[(&str, &str)],
    focused: Option<&str>,
) -> Result<PendingInteraction, RunError> {
    let words = command.trim_start_matches('/');
    let id = shared.change(|state| {
        let data = state.command_data(user, words, given, focused)?;
        let kind = match focused {
            None => InteractionKind::Command,
            Some(_) => InteractionKind::Autocomplete,
        };
        state.ask(user, kind, words, &data, json!({}))
    })?;
    Ok(PendingInteraction::new(Arc::clone(shared), id))
}

/// A user clicks a button, or picks from a select.
pub(super) fn choose(
    shared: &Arc<ChatShared>,
    user: &ChatUser,
    message: u64,
    custom_id: &str,
    values: &[&str],
) -> Result<PendingInteraction, RunError> {
    let id = shared.change(|state| {
        let data = state.component_data(user, message, custom_id, values)?;
        let clicked = state.shown(message);
        let channel = state.message(message).map(|it| it.channel);
        let user = ChatUser {
            channel,
            ..user.clone()
        };
        let more = json!({ "message": clicked });
        state.ask(
            &user,
            InteractionKind::Component(message),
            custom_id,
            &data,
            more,
        )
    })?;
    Ok(PendingInteraction::new(Arc::clone(shared), id))
}

impl ChatState {
    /// Puts a question to the bot and gives its id.
    fn ask(
        &mut self,
        user: &ChatUser,
        kind: InteractionKind,
        words: &str,
        data: &Value,
        more: Value,
    ) -> Result<u64, RunError> {
        self.users.retain(|it| it.id != user.id);
        self.users.push(user.clone());
        let first = self.channels.first().map(|it| it.id);
        let channel = user.channel.or(first).unwrap_or_default();
        let place = self.find_channel(channel);
        let place = place.ok_or(RunError::UnknownChannel(channel))?;
        let guild = self.settings.guild.to_string();
        let mut event = json!({
            "application_id": self.bot().to_string(), "type": kind.number(), "data": data,
            "guild_id": guild, "channel_id": channel.to_string(), "version": 1,
            "guild": { "id": guild, "features": [], "locale": "es-419" },
            "channel": self.channel_json(place), "member": super::wire::member(user),
            "app_permissions": self.granted(place).to_string(), "locale": user.locale,
            "guild_locale": "es-419", "entitlements": [], "entitlement_sku_ids": [],
            "authorizing_integration_owners": { "0": guild }, "context": 0,
            "attachment_size_limit": 10_485_760,
        });
        super::wire::merge(&mut event, more);
        move_to(&mut event, user);
        let id = self.ids.next();
        let token = format!("token-of-{id}");
        super::wire::merge(&mut event, json!({ "id": id.to_string(), "token": token }));
        let original = match kind {
            InteractionKind::Component(message) => Some(message),
            InteractionKind::Command | InteractionKind::Autocomplete => None,
        };
        self.asks.insert(
            id,
            InteractionRequest {
                id,
                token,
                kind,
                words: words.to_owned(),
                user: user.clone(),
                channel,
                asked: self.stopwatch.elapsed(),
                phase: InteractionPhase::Waiting,
                original,
                follow_ups: Vec::new(),
                choices: Vec::new(),
                modal: None,
            },
        );
        self.gateway.dispatch("INTERACTION_CREATE", &event);
        Ok(id)
    }

    fn command_data(
        &self,
        user: &ChatUser,
        command: &str,
        given: &[(&str, &str)],
        focused: Option<&str>,
    ) -> Result<Value, RunError> {
        let mut words = command.split_whitespace();
        let name = words.next().unwrap_or("");
        let path: Vec<&str> = words.collect();
        let defined = self
            .commands()
            .find(|it| options::is_called(it, name, &user.locale) && it["type"] == 1);
        let defined = defined.ok_or_else(|| RunError::UnknownCommand(command.to_owned()))?;
        let needed = defined.get("default_member_permissions");
        let needed = needed.and_then(super::limits::snowflake);
        // "0" is for those who administer the guild.
        let permitted = match needed {
            None => true,
            Some(0) => user.may(super::permissions::ADMINISTRATOR),
            Some(needed) => user.may(needed),
        };
        if !permitted {
            return Err(RunError::NotPermitted);
        }
        let given = options::in_default(defined, given, &user.locale);
        let given: Vec<_> = given
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        let options = options::fill(defined, &path, &given, focused)?;
        let resolved = self.resolved(&options);
        let mut data = json!({
            "id": defined["id"], "name": defined["name"], "type": 1, "options": options,
        });
        if let Some(guild) = defined.get("guild_id") {
            data["guild_id"] = guild.clone();
        }
        if !resolved.is_empty() {
            data["resolved"] = resolved.into();
        }
        Ok(data)
    }

    /// The users, channels and roles that options name.
    fn resolved(&self, options: &[Value]) -> Map<String, Value> {
        let mut resolved = Map::new();
        let mut put = |kind: &str, id: u64, value: Value| {
            let entry = resolved.entry(kind).or_insert(json!({}));
            entry[id.to_string()] = value;
        };
        for (kind, id) in options::named_ids(options) {
            if kind == 6 || kind == 9 {
                put("users", id, self.user_by_id(id));
            }
            if let (7, Some(channel)) = (kind, self.find_channel(id)) {
                let mut json = self.channel_json(channel);
                json["permissions"] = "0".into();
                put("channels", id, json);
            }
            let role = id.to_string();
            let role = self
                .roles_json()
                .into_iter()
                .find(|it| it["id"] == role.as_str());
            if let (8 | 9, Some(role)) = (kind, role) {
                put("roles", id, role);
            }
        }
        resolved
    }

    fn component_data(
        &self,
        user: &ChatUser,
        message: u64,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Value, RunError> {
        let unknown = || RunError::UnknownComponent(custom_id.to_owned());
        let shown = self.message(message);
        let shown = shown.filter(|it| it.ephemeral_to.is_none_or(|to| to == user.id));
        let shown = shown.ok_or(RunError::UnknownMessage(message))?;
        let component = shown.component(custom_id).ok_or_else(unknown)?;
        if component.get("disabled") == Some(&Value::Bool(true)) {
            return Err(unknown());
        }
        let kind = components::kind(component);
        let offered = component.get("options").and_then(Value::as_array);
        for value in values {
            let known = offered.is_none_or(|it| it.iter().any(|it| it["value"] == *value));
            if !known {
                return Err(RunError::BadValue {
                    option: custom_id.to_owned(),
                    value: (*value).to_owned(),
                });
            }
        }
        // A choice of a list may stand for the list.
        let own = component.get("custom_id").and_then(Value::as_str);
        let values = if own == Some(custom_id) {
            values
        } else {
            &[custom_id]
        };
        let mut data = json!({ "custom_id": own, "component_type": kind, "id": 1 });
        if kind != 2 {
            data["values"] = json!(values);
        }
        Ok(data)
    }
}

/// Makes an interaction one of another place than the guild.
fn move_to(event: &mut Value, user: &ChatUser) {
    match user.place {
        AskingPlace::Home => {}
        AskingPlace::Guild(guild) => {
            event["guild_id"] = guild.to_string().into();
            event["guild"]["id"] = guild.to_string().into();
        }
        AskingPlace::Private => {
            let member = event["member"].take();
            event["user"] = member["user"].clone();
            event["context"] = 1.into();
            if let Some(event) = event.as_object_mut() {
                event.retain(|key, _| !matches!(key.as_str(), "guild" | "guild_id" | "member"));
            }
        }
    }
}
