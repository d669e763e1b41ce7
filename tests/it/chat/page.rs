//! The page shows what a user would see, and runs what a user types.

use reqwest::Method;
use serde_json::{Value, json};
use vigia_sandbox::chat::ChatSettings;

use super::{CHANNEL, Wire, ana, answer};

impl Wire {
    async fn page_post(&self, what: &str, body: &Value) -> Value {
        let request = self.http.post(format!("{}/page/{what}", self.chat.url()));
        let request = request.header("content-type", "application/json");
        answer(request.body(body.to_string())).await.unwrap().1
    }

    async fn page_state(&self, since: u64) -> Value {
        let url = format!("{}/page/state?since={since}", self.chat.url());
        answer(self.http.get(url)).await.unwrap().1
    }
}

#[tokio::test]
async fn the_page_fetches_nothing_from_elsewhere() {
    let wire = Wire::start().await;
    let page = wire.http.get(wire.chat.url()).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let html = page.text().await.unwrap();
    for outside in ["src=\"http", "href=\"http", "@import", "url(http"] {
        assert!(!html.contains(outside), "{outside}");
    }
}

#[tokio::test]
async fn a_typed_command_runs_and_its_ephemeral_answer_shows() {
    let wire = Wire::start().await;
    wire.register().await;
    let line = json!({ "channel": CHANNEL.to_string(), "text": "/abandon skill:12 hours:2" });
    let asked = wire.page_post("run", &line).await;
    let waiting = wire.page_state(0).await;
    assert_eq!(waiting["waiting"][0]["id"], asked["id"]);
    let others = wire
        .chat
        .run_command(&ana(), "abandon", &[("skill", "1")])
        .unwrap();
    let body = json!({ "type": 4, "data": { "content": "for you", "flags": 64 } });
    let id = asked["id"].as_str().unwrap();
    for (id, token) in [
        (id.to_owned(), format!("token-of-{id}")),
        (others.id().to_string(), others.token()),
    ] {
        let path = format!("/interactions/{id}/{token}/callback");
        assert_eq!(wire.post(&path, &body).await.0, 204);
    }
    let shown = wire.page_state(waiting["version"].as_u64().unwrap()).await;
    let messages = shown["channels"][0]["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 1, "another's answer is not for the page");
    assert_eq!(messages[0]["asked"], "abandon");
    assert_eq!(shown["waiting"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_run_is_said_in_words() {
    let wire = Wire::start().await;
    wire.register().await;
    let line = json!({ "channel": CHANNEL.to_string(), "text": "/abandon hours:2" });
    let refused = wire.page_post("run", &line).await;
    assert_eq!(refused["error"], "the command needs the option `skill`");
}

#[tokio::test]
async fn a_button_can_be_clicked_on_the_page() {
    let wire = Wire::start().await;
    let button = json!({ "type": 2, "style": 1, "label": "Go", "custom_id": "go" });
    let rows = json!([{ "type": 1, "components": [button] }]);
    let message = wire
        .posted(&json!({ "content": "x", "components": rows }))
        .await;
    let click = json!({ "message": message.to_string(), "custom_id": "go" });
    let clicked = wire.page_post("click", &click).await;
    assert!(clicked["id"].is_string(), "{clicked}");
    let application = ChatSettings::default().application.to_string();
    let shown = wire.page_state(0).await;
    assert_eq!(
        shown["channels"][0]["messages"][0]["author"]["id"],
        application.as_str()
    );
}

#[tokio::test]
async fn a_picture_and_a_file_can_be_fetched_by_the_page() {
    let wire = Wire::start().await;
    let body = json!({
        "embeds": [{ "title": "x", "image": { "url": "attachment://chart.png" } }],
        "attachments": [
            { "id": 0, "filename": "chart.png", "description": "a line" },
            { "id": 1, "filename": "abandon.csv" },
        ],
    });
    let files = [("chart.png", &b"png"[..]), ("abandon.csv", b"a;b")];
    let path = super::messages(CHANNEL);
    let (status, reply) = wire.upload(Method::POST, &path, &body, &files).await;
    assert_eq!(status, 200, "{reply}");
    let shown = wire.page_state(0).await;
    let message = &shown["channels"][0]["messages"][0];
    let picture = &message["embeds"][0]["image"]["url"];
    assert_eq!(picture, &message["attachments"][0]["url"]);
    assert_eq!(message["attachments"][0]["description"], "a line");
    for (at, content) in [(0, &b"png"[..]), (1, b"a;b")] {
        let url = message["attachments"][at]["url"].as_str().unwrap();
        let response = wire.http.get(url).send().await.unwrap();
        assert_eq!(response.bytes().await.unwrap(), content);
    }
}
