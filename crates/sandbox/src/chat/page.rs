//! The stand-in's own web page, on which a newcomer sees what the bot does and speaks to
//! it: channels, threads, ephemeral answers, and a line to type commands into.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Query, State as Extract},
    http::header,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    handle::PendingInteraction,
    invoke::{self, RunError},
    message::ChatMessage,
    server::ChatShared,
    settings::{ChatUser, permissions},
    state::{ChatChannel, ChatState},
    wire,
};

/// Who types on the page: somebody who may do everything.
const VISITOR: u64 = 900_000_000_000_000_001;
/// How many messages of a channel the page shows.
const SHOWN: usize = 100;
/// How long a page waits for a change before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a page waits for completions.
const COMPLETIONS: Duration = Duration::from_secs(3);
/// Nothing is fetched from elsewhere, whatever a message says.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
    script-src 'unsafe-inline'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// The page's routes.
pub(super) fn routes() -> Router<Arc<ChatShared>> {
    Router::new()
        .route("/", get(page))
        .route("/page/state", get(state))
        .route("/page/run", post(run))
        .route("/page/click", post(click))
        .route("/page/complete", post(complete))
}

async fn page() -> Response {
    let headers = [(header::CONTENT_SECURITY_POLICY, POLICY)];
    (headers, Html(include_str!("page.html"))).into_response()
}

#[derive(Deserialize)]
struct EventsSince {
    #[serde(default)]
    since: u64,
}

/// All that the page shows, once there was a change since the version that it has.
async fn state(
    Extract(shared): Extract<Arc<ChatShared>>,
    Query(EventsSince { since }): Query<EventsSince>,
) -> Json<Value> {
    let mut version = shared.version();
    let newer = version.wait_for(|version| *version > since || since == 0);
    tokio::select! {
        _ = tokio::time::timeout(PATIENCE, newer) => {}
        () = shared.stop.cancelled() => {}
    }
    let version = *shared.version().borrow();
    Json(shared.lock().page_json(version))
}

#[derive(Deserialize)]
struct TypedCommand {
    channel: String,
    text: String,
    /// The browser's language.
    #[serde(default)]
    locale: String,
    #[serde(default)]
    focused: String,
}

/// Runs a typed command.
async fn run(
    Extract(shared): Extract<Arc<ChatShared>>,
    Json(typed): Json<TypedCommand>,
) -> Json<Value> {
    let (command, given) = parse(&typed.text);
    let asked = invoke::run(
        &shared,
        &visitor(&typed.channel, &typed.locale),
        &command,
        &given,
        None,
    );
    Json(outcome(asked))
}

#[derive(Deserialize)]
struct ClickedButton {
    message: String,
    custom_id: String,
    #[serde(default)]
    values: Vec<String>,
    /// The browser's language.
    #[serde(default)]
    locale: String,
}

/// Clicks a button, or picks from a select.
async fn click(
    Extract(shared): Extract<Arc<ChatShared>>,
    Json(clicked): Json<ClickedButton>,
) -> Json<Value> {
    let message = clicked.message.parse().unwrap_or_default();
    let values: Vec<&str> = clicked.values.iter().map(String::as_str).collect();
    let user = visitor("", &clicked.locale);
    let asked = invoke::choose(&shared, &user, message, &clicked.custom_id, &values);
    Json(outcome(asked))
}

/// Asks the bot what could be typed.
async fn complete(
    Extract(shared): Extract<Arc<ChatShared>>,
    Json(typed): Json<TypedCommand>,
) -> Json<Value> {
    let (command, given) = parse(&typed.text);
    let focused = Some(typed.focused.as_str());
    let user = visitor(&typed.channel, &typed.locale);
    let Ok(asked) = invoke::run(&shared, &user, &command, &given, focused) else {
        return Json(json!([]));
    };
    let choices = asked.choices(COMPLETIONS).await.unwrap_or_default();
    let choices = choices
        .iter()
        .map(|it| json!({ "name": it.name, "value": it.value }));
    Json(choices.collect())
}

fn outcome(asked: Result<PendingInteraction, RunError>) -> Value {
    match asked {
        Ok(asked) => json!({ "id": asked.id().to_string() }),
        Err(error) => json!({ "error": error.to_string() }),
    }
}

fn visitor(channel: &str, language: &str) -> ChatUser {
    let user = ChatUser::new(VISITOR, "you")
        .permissions(permissions::ADMINISTRATOR)
        .locale(discord_locale(language));
    match channel.parse() {
        Ok(channel) => user.at(channel),
        Err(_) => user,
    }
}

/// The language that Discord's client would speak to somebody whose browser speaks this one.
fn discord_locale(language: &str) -> &str {
    match language.split('-').next().unwrap_or_default() {
        "es" if language == "es-ES" => "es-ES",
        "es" => "es-419",
        "pt" => "pt-BR",
        _ => "en-US",
    }
}

/// Splits `/silence add what:two words` into the command and its options.
fn parse(text: &str) -> (String, Vec<(&str, &str)>) {
    let text = text.trim().trim_start_matches('/');
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        if word.split_once(':').is_some_and(|(key, _)| is_name(key)) {
            starts.push(at);
        }
        at += word.len() + 1;
    }
    let command = text.get(..starts.first().copied().unwrap_or(text.len()));
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(*start..end));
    let given = parts.filter_map(|part| part.split_once(':'));
    let given = given.map(|(key, value)| (key, value.trim())).collect();
    (command.unwrap_or("").trim().to_owned(), given)
}

fn is_name(key: &str) -> bool {
    !key.is_empty()
        && key
            .chars()
            .all(|it| it.is_alphanumeric() || matches!(it, '-' | '_'))
        && !key.chars().all(|it| it.is_ascii_digit())
}

impl ChatState {
    fn page_json(&self, version: u64) -> Value {
        let channels = self.channels.iter().map(|it| self.page_channel(it));
        let waiting = self.asks.values().filter(|it| it.user.id == VISITOR);
        let waiting: Vec<Value> = waiting
            .filter_map(|ask| {
                let failed = ask.is_unanswered(self.stopwatch.elapsed())?;
                Some(json!({
                    "id": ask.id.to_string(), "channel": ask.channel.to_string(),
                    "failed": failed,
                }))
            })
            .collect();
        json!({
            "version": version, "now": self.now().timestamp_millis(), "connected": self.is_connected(),
            "channels": channels.collect::<Vec<_>>(), "waiting": waiting,
            "commands": self.commands().collect::<Vec<_>>(),
            "roles": self.roles_json(),
        })
    }

    fn page_channel(&self, channel: &ChatChannel) -> Value {
        let seen = |it: &&ChatMessage| it.ephemeral_to.is_none_or(|user| user == VISITOR);
        let all: Vec<&ChatMessage> = self.messages(channel.id).filter(seen).collect();
        let last = all
            .get(all.len().saturating_sub(SHOWN)..)
            .unwrap_or_default();
        let messages = last.iter().map(|message| {
            let mut json = self.message_json(message);
            let asked = message.interaction.and_then(|id| self.asks.get(&id));
            let more = json!({
                "asked_by": asked.map(|ask| &ask.user.name),
                "asked": asked.map(|ask| &ask.words),
            });
            wire::merge(&mut json, more);
            json
        });
        let parent = channel.thread.as_ref().map(|it| it.parent.to_string());
        json!({
            "id": channel.id.to_string(), "name": channel.name, "parent": parent,
            "messages": messages.collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_line_is_a_command_and_its_options() {
        let (command, given) = parse("/silence add skill:12 why:two words from:22:30 ");
        assert_eq!(command, "silence add");
        assert_eq!(
            given,
            [("skill", "12"), ("why", "two words"), ("from", "22:30")]
        );
        assert_eq!(parse("/status"), ("status".to_owned(), vec![]));
        assert_eq!(
            parse("/a at:10:30 until 11:30").1,
            [("at", "10:30 until 11:30")]
        );
    }
}
