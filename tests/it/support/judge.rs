//! A second opinion on what the bot sends: Discord as the authors of twilight know it, and
//! a few rules that twilight does not hold.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use twilight_model::{
    application::command::{Command, CommandOptionChoice},
    channel::message::{AllowedMentions, Component},
};
use twilight_validate::{channel, command, message};
use vigia_sandbox::chat::{ChatRequest, DiscordStandIn};

/// Fails the test if the stand-in refused anything, or if this judge would have.
pub(crate) fn assert_faultless(chat: &DiscordStandIn) {
    let refused: Vec<String> = chat
        .violations()
        .iter()
        .map(|it| format!("{} {}: {}", it.method, it.path, it.reply))
        .collect();
    assert!(refused.is_empty(), "refused: {refused:#?}");
    let complaints = complaints(&chat.requests());
    assert!(complaints.is_empty(), "judged: {complaints:#?}");
}

/// What is wrong with these requests.
pub(crate) fn complaints(requests: &[ChatRequest]) -> Vec<String> {
    let mut all = Vec::new();
    for request in requests {
        let mut verdict = Verdict::default();
        verdict.judge(request);
        let place = format!("{} {}", request.method, request.path);
        all.extend(verdict.0.iter().map(|it| format!("{place}: {it}")));
    }
    all
}

const COMPONENTS_V2: u64 = 1 << 15;

#[derive(Default)]
struct Verdict(Vec<String>);

impl Verdict {
    fn judge(&mut self, request: &ChatRequest) {
        let path: Vec<&str> = request.path.trim_matches('/').split('/').collect();
        let body = &request.body;
        match (request.method.as_str(), path.as_slice()) {
            ("POST", ["channels", _, "messages"] | ["webhooks", _, _]) => {
                self.message(body, request, true);
            }
            ("PATCH", ["channels", _, "messages", _] | ["webhooks", _, _, "messages", _]) => {
                self.message(body, request, false);
            }
            ("POST", ["interactions", .., "callback"]) => self.callback(body, request),
            ("POST", ["channels", _, "messages", _, "threads"]) => {
                let name = body["name"].as_str().unwrap_or("");
                self.note(channel::name(name));
            }
            ("PUT", ["applications", .., "commands"]) => {
                for command in body.as_array().into_iter().flatten() {
                    self.command(command);
                }
            }
            ("POST", ["applications", .., "commands"]) => self.command(body),
            _ => {}
        }
    }

    fn callback(&mut self, body: &Value, request: &ChatRequest) {
        let data = &body["data"];
        match body["type"].as_u64() {
            Some(4) if data.is_object() => self.message(data, request, true),
            Some(4) => self.complain("a message without data"),
            Some(5) => {
                let keys = data.as_object().into_iter().flat_map(Map::keys);
                let extra = keys.filter(|it| *it != "flags").count();
                // Empty lists are what serenity writes for nothing.
                if extra > 0 && data["content"].is_string() {
                    self.complain("a deferral that says something");
                }
            }
            Some(7) => self.message(data, request, false),
            Some(8) => {
                let choices = data["choices"].as_array().into_iter().flatten();
                for choice in choices {
                    let choice = self.read::<CommandOptionChoice>("choice", choice);
                    if let Some(choice) = choice {
                        self.note(command::choice(&choice));
                    }
                }
            }
            Some(6 | 9) => {}
            other => self.complain(&format!("no such response type: {other:?}")),
        }
    }

    fn message(&mut self, body: &Value, request: &ChatRequest, new: bool) {
        self.note(message::content(body["content"].as_str().unwrap_or("")));
        if body["flags"].as_u64().unwrap_or_default() & COMPONENTS_V2 == 0 {
            self.components(body);
        } else {
            self.tree(body);
        }
        self.mentions(body, new);
        self.files(body, request, new);
        let nonce = body["nonce"].as_str().unwrap_or("");
        if nonce.chars().count() > 25 {
            self.complain("a nonce of more than 25 characters");
        }
        let filled = ["content", "embeds", "components", "attachments"]
            .iter()
            .any(|key| !is_empty(&body[key]));
        if new && !filled && request.files.is_empty() {
            self.complain("an empty message");
        }
    }

    /// Components of version 2, beside which there is neither text nor an embed.
    fn tree(&mut self, body: &Value) {
        for key in ["content", "embeds"] {
            if !is_empty(&body[key]) {
                self.complain(&format!("components beside {key}"));
            }
        }
        let list = body["components"].as_array().cloned().unwrap_or_default();
        let parts = list
            .iter()
            .filter_map(|it| self.read::<Component>("component", it));
        let parts: Vec<_> = parts.collect();
        self.note(message::components(&parts, true));
    }

    fn components(&mut self, body: &Value) {
        let list = body["components"].as_array().cloned().unwrap_or_default();
        let mut rows = Vec::new();
        let mut ids = BTreeSet::new();
        for mut row in list {
            prune(&mut row);
            let parts = row["components"].as_array().cloned().unwrap_or_default();
            let buttons = parts.iter().filter(|it| it["type"] == 2).count();
            if buttons != 0 && buttons != parts.len() {
                self.complain("a row of buttons and selects");
            }
            for part in &parts {
                let id = part["custom_id"].as_str().unwrap_or("").to_owned();
                if !id.is_empty() && !ids.insert(id.clone()) {
                    self.complain(&format!("a custom_id twice: `{id}`"));
                }
            }
            rows.extend(self.read::<Component>("component", &row));
        }
        self.note(message::components(&rows, false));
    }

    fn mentions(&mut self, body: &Value, new: bool) {
        let allowed = &body["allowed_mentions"];
        if allowed.is_null() {
            if new {
                self.complain("no allowed_mentions: whatever it says may ping");
            }
            return;
        }
        let mut allowed = allowed.clone();
        prune(&mut allowed);
        let Some(read) = self.read::<AllowedMentions>("allowed_mentions", &allowed) else {
            return;
        };
        if read.users.len() > 100 || read.roles.len() > 100 {
            self.complain("more than 100 ids in allowed_mentions");
        }
        for kind in ["users", "roles"] {
            let parse = allowed["parse"].as_array().into_iter().flatten();
            if parse.into_iter().any(|it| it == kind) && !is_empty(&allowed[kind]) {
                self.complain(&format!("all {kind} and some {kind} in allowed_mentions"));
            }
        }
    }

    fn files(&mut self, body: &Value, request: &ChatRequest, new: bool) {
        let listed = body["attachments"].as_array().cloned().unwrap_or_default();
        for entry in &listed {
            let alt = entry["description"].as_str().unwrap_or("");
            self.note(message::attachment_description(alt));
            // Discord's description of the API has text here; it takes numbers too.
            let id = &entry["id"];
            let text = id.as_str().and_then(|id| id.parse().ok());
            let id = text.or_else(|| id.as_u64());
            if new && !request.files.iter().any(|it| Some(it.number) == id) {
                self.complain(&format!("an attachment without its file: {entry}"));
            }
        }
        for file in &request.files {
            self.note(message::attachment_filename(&file.name));
        }
        let text = body["components"].to_string();
        for rest in text.split("attachment://").skip(1) {
            let name = rest.split('"').next().unwrap_or("");
            let sent = request.files.iter().any(|it| it.name == name);
            let kept = listed.iter().any(|it| it["filename"] == name);
            // An edit may name a file that the message has already.
            if !sent && !kept && new {
                self.complain(&format!("attachment://{name} without the file"));
            }
        }
    }

    fn command(&mut self, sent: &Value) {
        let mut value = sent.clone();
        prune(&mut value);
        let defaults = json!({ "type": 1, "version": "1", "description": "" });
        for (key, default) in defaults.as_object().into_iter().flatten() {
            if value[key].is_null() {
                value[key] = default.clone();
            }
        }
        value["default_member_permissions"] = sent["default_member_permissions"].clone();
        if let Some(read) = self.read::<Command>("command", &value) {
            self.note(command::command(&read));
            self.note(command::options(&read.options));
            for option in read
                .options
                .iter()
                .flat_map(|it| it.options.iter().flatten())
            {
                self.note(command::option(option));
            }
        }
    }

    fn read<T: DeserializeOwned>(&mut self, what: &str, value: &Value) -> Option<T> {
        match T::deserialize(value) {
            Ok(read) => Some(read),
            Err(error) => {
                self.complain(&format!("not a {what} ({error}): {value}"));
                None
            }
        }
    }

    fn note<E: std::fmt::Display>(&mut self, checked: Result<(), E>) {
        if let Err(error) = checked {
            self.complain(&error.to_string());
        }
    }

    fn complain(&mut self, complaint: &str) {
        self.0.push(complaint.to_owned());
    }
}

/// Drops the nulls, which serenity writes for what is not there.
fn prune(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|_, it| !it.is_null());
            map.values_mut().for_each(prune);
        }
        Value::Array(list) => list.iter_mut().for_each(prune),
        _ => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}
