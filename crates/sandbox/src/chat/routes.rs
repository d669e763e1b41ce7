//! Which request goes where.

use serde_json::{Value, json};

use super::{
    form::{
        FormCheck, FormRefusal, NO_ROUTE, UNAUTHORISED, UNKNOWN_GUILD, UNKNOWN_MEMBER,
        UNKNOWN_WEBHOOK,
    },
    request::ApiCall,
    state::ChatState,
};

/// A success.
#[derive(Debug)]
pub(super) struct RouteReply {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl RouteReply {
    pub(super) fn ok(body: Value) -> Self {
        Self::with(200, body)
    }

    pub(super) fn empty() -> Self {
        Self::with(204, Value::Null)
    }

    pub(super) fn with(status: u16, body: Value) -> Self {
        Self { status, body }
    }
}

impl ChatState {
    /// Carries a request out.
    pub(super) fn answer(&mut self, call: &ApiCall) -> Result<RouteReply, FormRefusal> {
        let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
        match (call.method.as_str(), segments.as_slice()) {
            ("GET", ["gateway"]) => Ok(RouteReply::ok(self.gateway_json())),
            (_, ["interactions" | "webhooks", ..]) => self.answer_asked(call, &segments),
            _ if !call.authorised => Err(UNAUTHORISED.into()),
            (_, ["channels", ..]) => self.answer_channels(call, &segments),
            (_, ["applications", ..]) => self.answer_commands(call, &segments),
            _ => self.answer_rest(call, &segments),
        }
    }

    /// The routes that need no bot token: theirs is in the path.
    fn answer_asked(&mut self, call: &ApiCall, path: &[&str]) -> Result<RouteReply, FormRefusal> {
        match (call.method.as_str(), path) {
            ("POST", ["interactions", asked, token, "callback"]) => {
                self.callback(id(asked)?, token, call)
            }
            (_, ["webhooks", application, ..]) if id(application)? != self.bot() => {
                Err(UNKNOWN_WEBHOOK.into())
            }
            ("POST", ["webhooks", _, token]) => self.follow_up(token, call),
            ("GET", ["webhooks", _, token, "messages", which]) => self.get_answer(token, which),
            ("PATCH", ["webhooks", _, token, "messages", which]) => {
                self.edit_answer(token, which, call)
            }
            ("DELETE", ["webhooks", _, token, "messages", which]) => {
                self.delete_answer(token, which)
            }
            _ => Err(NO_ROUTE.into()),
        }
    }

    fn answer_channels(
        &mut self,
        call: &ApiCall,
        path: &[&str],
    ) -> Result<RouteReply, FormRefusal> {
        match (call.method.as_str(), path) {
            ("GET", ["channels", channel]) => {
                let channel = self.channel(id(channel)?)?;
                Ok(RouteReply::ok(self.channel_json(channel)))
            }
            ("PATCH", ["channels", channel]) => self.change_thread(id(channel)?, call),
            ("GET", ["channels", channel, "messages"]) => self.list_messages(id(channel)?, call),
            ("POST", ["channels", channel, "messages"]) => self.post_message(id(channel)?, call),
            ("GET", ["channels", channel, "messages", message]) => {
                self.get_message(id(channel)?, id(message)?)
            }
            ("PATCH", ["channels", channel, "messages", message]) => {
                self.edit_message(id(channel)?, id(message)?, call)
            }
            ("DELETE", ["channels", channel, "messages", message]) => {
                self.delete_message(id(channel)?, id(message)?)
            }
            ("POST", ["channels", channel, "messages", message, "threads"]) => {
                self.open_thread(id(channel)?, id(message)?, call)
            }
            ("POST", ["channels", channel, "typing"]) => {
                self.channel(id(channel)?)?;
                Ok(RouteReply::empty())
            }
            _ => Err(NO_ROUTE.into()),
        }
    }

    fn answer_commands(
        &mut self,
        call: &ApiCall,
        path: &[&str],
    ) -> Result<RouteReply, FormRefusal> {
        match path {
            ["applications", "@me"] if call.method == "GET" => {
                Ok(RouteReply::ok(self.application_json()))
            }
            ["applications", application, "commands"] => {
                self.own(application)?;
                self.change_commands(None, call)
            }
            ["applications", application, "guilds", guild, "commands"] => {
                self.own(application)?;
                self.home(guild)?;
                self.change_commands(Some(self.settings.guild), call)
            }
            _ => Err(NO_ROUTE.into()),
        }
    }

    fn answer_rest(&mut self, call: &ApiCall, path: &[&str]) -> Result<RouteReply, FormRefusal> {
        if call.method != "GET" {
            return Err(NO_ROUTE.into());
        }
        match path {
            ["gateway", "bot"] => {
                let mut json = self.gateway_json();
                let limit = json!({
                    "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1,
                });
                let more = json!({ "shards": 1, "session_start_limit": limit });
                super::wire::merge(&mut json, more);
                Ok(RouteReply::ok(json))
            }
            ["oauth2", "applications", "@me"] => Ok(RouteReply::ok(self.application_json())),
            ["users", "@me"] => Ok(RouteReply::ok(self.bot_user())),
            ["users", "@me", "guilds"] => {
                let guild = (!self.has_left).then(|| self.guild_json());
                Ok(RouteReply::ok(guild.into_iter().collect()))
            }
            ["guilds", ..] if self.has_left => Err(UNKNOWN_GUILD.into()),
            ["guilds", guild, rest @ ..] => {
                self.home(guild)?;
                self.answer_guild(rest)
            }
            _ => Err(NO_ROUTE.into()),
        }
    }

    fn answer_guild(&self, rest: &[&str]) -> Result<RouteReply, FormRefusal> {
        let json = match rest {
            [] => self.guild_json(),
            ["roles"] => self.roles_json().into(),
            ["channels"] => {
                let proper = self.channels.iter().filter(|it| it.thread.is_none());
                proper.map(|it| self.channel_json(it)).collect()
            }
            ["threads", "active"] => {
                let threads = self.channels.iter().filter(|it| it.thread.is_some());
                let list: Vec<Value> = threads.map(|it| self.channel_json(it)).collect();
                json!({ "threads": list, "members": [] })
            }
            ["members", member] if id(member)? == self.bot() => self.bot_member(),
            ["members", member] => {
                let member = id(member)?;
                let known = self.users.iter().find(|user| user.id == member);
                super::wire::member(known.ok_or(UNKNOWN_MEMBER)?)
            }
            _ => return Err(NO_ROUTE.into()),
        };
        Ok(RouteReply::ok(json))
    }

    fn gateway_json(&self) -> Value {
        json!({ "url": self.gateway_url() })
    }

    /// Where the bot opens its websocket.
    pub(super) fn gateway_url(&self) -> String {
        format!("{}/gateway", self.origin.replacen("http", "ws", 1))
    }

    fn own(&self, application: &str) -> Result<(), FormRefusal> {
        if id(application)? == self.bot() {
            return Ok(());
        }
        let code =
            super::form::FormErrorCode(403, 20012, "You are not authorized on this application.");
        Err(code.into())
    }

    fn home(&self, guild: &str) -> Result<(), FormRefusal> {
        if id(guild)? == self.settings.guild {
            return Ok(());
        }
        Err(UNKNOWN_GUILD.into())
    }
}

/// An id in a path.
pub(super) fn id(text: &str) -> Result<u64, FormRefusal> {
    text.parse().map_err(|_| {
        let message = format!("Value {text:?} is not snowflake.");
        FormCheck::refusal("id", "NUMBER_TYPE_COERCE", &message)
    })
}
