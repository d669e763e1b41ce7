//! The stand-in is as strict as Discord.

mod faults;
mod gateway;
mod interactions;
mod judged;
mod limits;
mod messages;
mod pace;
mod page;

use std::time::Duration;

use reqwest::{Method, multipart};
use serde_json::{Value, json};
use vigia_sandbox::chat::{ChatRole, ChatSettings, ChatUser, DiscordStandIn, RateLimits};

const TOKEN: &str = "a-token";
const CHANNEL: u64 = 555;
const OTHER: u64 = 556;
const ROLE: u64 = 777;
/// What is done in memory on one machine takes no longer.
const SOON: Duration = Duration::from_secs(300);

/// The stand-in, and a client that speaks to it as a bot would.
struct Wire {
    chat: DiscordStandIn,
    http: reqwest::Client,
}

impl Wire {
    async fn start() -> Self {
        Self::paced(None).await
    }

    /// A stand-in that takes no more than so many requests.
    async fn paced(pace: Option<RateLimits>) -> Self {
        let settings = ChatSettings {
            pace,
            token: TOKEN.into(),
            channels: vec![(CHANNEL, "alerts".to_owned()), (OTHER, "floor".to_owned())],
            roles: vec![ChatRole::new(ROLE, "supervisors").mentionable(true)],
            ..ChatSettings::default()
        };
        Self {
            chat: DiscordStandIn::start(settings).await.unwrap(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}/api/v10{path}", self.chat.url());
        let request = self.http.request(method, url);
        request.header("authorization", format!("Bot {TOKEN}"))
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let request = self.request(method, path);
        let request = request.header("content-type", "application/json");
        answer(request.body(body.to_string())).await.unwrap()
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.request(Method::GET, path)).await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send(Method::POST, path, body).await
    }

    async fn patch(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send(Method::PATCH, path, body).await
    }

    /// Sends files beside a body.
    async fn upload(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        files: &[(&'static str, &'static [u8])],
    ) -> (u16, Value) {
        let mut form = multipart::Form::new().text("payload_json", body.to_string());
        for (index, (name, bytes)) in files.iter().enumerate() {
            let part = multipart::Part::bytes(*bytes).file_name(*name);
            let part = part.mime_str("image/png").unwrap();
            form = form.part(format!("files[{index}]"), part);
        }
        answer(self.request(method, path).multipart(form))
            .await
            .unwrap()
    }

    /// Posts to the first channel and gives the message's id.
    async fn posted(&self, body: &Value) -> u64 {
        let (status, message) = self.post(&messages(CHANNEL), body).await;
        assert_eq!(status, 200, "{message}");
        id(&message)
    }

    /// Registers a few commands.
    async fn register(&self) {
        let application = ChatSettings::default().application;
        let guild = ChatSettings::default().guild;
        let path = format!("/applications/{application}/guilds/{guild}/commands");
        let (status, reply) = self.send(Method::PUT, &path, &commands()).await;
        assert_eq!(status, 200, "{reply}");
    }
}

async fn answer(request: reqwest::RequestBuilder) -> reqwest::Result<(u16, Value)> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let bytes = response.bytes().await?;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or_default()))
}

fn messages(channel: u64) -> String {
    format!("/channels/{channel}/messages")
}

fn id(message: &Value) -> u64 {
    message["id"].as_str().unwrap().parse().unwrap()
}

fn ana() -> ChatUser {
    ChatUser::new(41, "Ana").role(ROLE)
}

fn commands() -> Value {
    json!([
        { "name": "abandon", "description": "Abandonment", "options": [
            { "type": 3, "name": "skill", "description": "Which", "required": true,
              "autocomplete": true },
            { "type": 4, "name": "hours", "description": "How many", "max_value": 24 },
            { "type": 3, "name": "as", "description": "How", "choices": [
                { "name": "A table", "value": "table" } ] },
        ] },
        { "name": "silence", "description": "Silences", "options": [
            { "type": 1, "name": "add", "description": "Adds one", "options": [
                { "type": 8, "name": "who", "description": "For whom" } ] },
        ] },
        { "name": "admin", "description": "For few", "default_member_permissions": "32" },
    ])
}
