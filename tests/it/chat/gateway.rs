//! The gateway, spoken to over a raw websocket, and judged by twilight's model.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde::de::DeserializeSeed;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};
use twilight_model::{
    application::interaction::InteractionData,
    channel::Message as TwilightMessage,
    gateway::event::{DispatchEvent, DispatchEventWithTypeDeserializer},
};

use vigia_sandbox::chat::ChatState;

use super::{CHANNEL, SOON, TOKEN, Wire, ana, messages};

/// One websocket.
struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came over it.
#[derive(Debug)]
enum Frame {
    Payload(Value),
    Closed(Option<u16>),
}

impl Socket {
    async fn open(wire: &Wire) -> Self {
        let (_, gateway) = wire.get("/gateway").await;
        let url = format!("{}?v=10", gateway["url"].as_str().unwrap());
        let (socket, _) = connect_async(url).await.unwrap();
        let mut socket = Self(socket);
        let hello = socket.payload().await;
        assert_eq!(
            (&hello["op"], &hello["d"]["heartbeat_interval"]),
            (&json!(10), &json!(41250))
        );
        socket
    }

    async fn identified(wire: &Wire) -> (Self, String) {
        let mut socket = Self::open(wire).await;
        socket.send(&identify(TOKEN, 1)).await;
        let ready = socket.payload().await;
        assert_eq!((&ready["t"], &ready["s"]), (&json!("READY"), &json!(1)));
        assert_eq!(socket.payload().await["t"], "GUILD_CREATE");
        (
            socket,
            ready["d"]["session_id"].as_str().unwrap().to_owned(),
        )
    }

    async fn send(&mut self, payload: &Value) {
        self.0
            .send(Message::text(payload.to_string()))
            .await
            .unwrap();
    }

    async fn frame(&mut self) -> Frame {
        let next = tokio::time::timeout(SOON, self.0.next()).await.unwrap();
        match next {
            Some(Ok(Message::Text(text))) => {
                Frame::Payload(serde_json::from_str(text.as_str()).unwrap())
            }
            Some(Ok(Message::Close(frame))) => Frame::Closed(frame.map(|it| it.code.into())),
            _ => Frame::Closed(None),
        }
    }

    async fn payload(&mut self) -> Value {
        match self.frame().await {
            Frame::Payload(payload) => payload,
            Frame::Closed(code) => panic!("closed with {code:?}"),
        }
    }

    async fn close_code(&mut self) -> Option<u16> {
        match self.frame().await {
            Frame::Closed(code) => code,
            Frame::Payload(payload) => panic!("still open: {payload}"),
        }
    }
}

fn identify(token: &str, intents: u64) -> Value {
    let properties = json!({ "os": "linux", "browser": "x", "device": "x" });
    json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": properties } })
}

fn resume(session: &str, seq: u64) -> Value {
    json!({ "op": 6, "d": { "token": TOKEN, "session_id": session, "seq": seq } })
}

async fn wire() -> Wire {
    let wire = Wire::start().await;
    wire.register().await;
    wire
}

#[tokio::test]
async fn a_bot_that_does_not_keep_the_protocol_is_shut_out() {
    let wire = wire().await;
    for (payload, code) in [
        (identify("wrong", 1), 4004),
        (identify(TOKEN, 1 << 15), 4014),
        (identify(TOKEN, 1 << 40), 4013),
        (json!({ "op": 3, "d": {} }), 4003),
        (json!({ "op": 99 }), 4001),
        (json!("nonsense"), 4002),
    ] {
        let mut socket = Socket::open(&wire).await;
        socket.send(&payload).await;
        assert_eq!(socket.close_code().await, Some(code), "{payload}");
    }
    let (mut socket, _) = Socket::identified(&wire).await;
    socket.send(&identify(TOKEN, 1)).await;
    assert_eq!(socket.close_code().await, Some(4005));
    assert_eq!(wire.chat.look(ChatState::identified), 1);
}

#[tokio::test]
async fn a_heartbeat_is_acknowledged() {
    let wire = wire().await;
    let (mut socket, _) = Socket::identified(&wire).await;
    socket.send(&json!({ "op": 1, "d": 2 })).await;
    assert_eq!(socket.payload().await["op"], 11);
}

#[tokio::test]
async fn a_resumed_session_gets_what_it_missed() {
    let wire = wire().await;
    let (mut socket, session) = Socket::identified(&wire).await;
    wire.chat
        .run_command(&ana(), "abandon", &[("skill", "1")])
        .unwrap();
    assert_eq!(socket.payload().await["s"], 3);
    wire.chat.drop_connections();
    assert_eq!(socket.close_code().await, None, "no word of good-bye");
    wire.chat
        .wait_until(SOON, |it| !it.is_connected())
        .await
        .unwrap();
    wire.chat
        .run_command(&ana(), "abandon", &[("skill", "2")])
        .unwrap();

    let mut socket = Socket::open(&wire).await;
    socket.send(&resume(&session, 2)).await;
    for (sequence, skill) in [(3, "1"), (4, "2")] {
        let event = socket.payload().await;
        assert_eq!(event["s"], sequence);
        assert_eq!(event["d"]["data"]["options"][0]["value"], skill);
    }
    assert_eq!(socket.payload().await["t"], "RESUMED");
    assert_eq!(wire.chat.look(ChatState::resumed), 1);
}

#[tokio::test]
async fn what_cannot_be_resumed_is_said_to_be_invalid() {
    let wire = wire().await;
    let mut socket = Socket::open(&wire).await;
    socket.send(&resume("nonsense", 1)).await;
    let answer = socket.payload().await;
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)));
    socket.send(&identify(TOKEN, 1)).await;
    assert_eq!(socket.payload().await["t"], "READY");

    let (socket, session) = Socket::identified(&wire).await;
    drop(socket);
    let mut socket = Socket::open(&wire).await;
    socket.send(&resume(&session, 99)).await;
    assert_eq!(socket.close_code().await, Some(4007));
}

#[tokio::test]
async fn a_bot_that_says_good_bye_ends_its_session() {
    let wire = wire().await;
    let (mut socket, session) = Socket::identified(&wire).await;
    socket.0.close(None).await.unwrap();
    wire.chat
        .wait_until(SOON, |it| !it.is_connected())
        .await
        .unwrap();
    let mut socket = Socket::open(&wire).await;
    socket.send(&resume(&session, 2)).await;
    assert_eq!(socket.payload().await["op"], 9);
}

#[tokio::test]
async fn discord_can_ask_for_a_new_connection() {
    let wire = wire().await;
    let (mut socket, session) = Socket::identified(&wire).await;
    wire.chat.ask_to_reconnect();
    assert_eq!(socket.payload().await["op"], 7);
    wire.chat.invalidate_session(true);
    assert_eq!(socket.payload().await["d"], true);
    wire.chat.close_gateway(4000);
    assert_eq!(socket.close_code().await, Some(4000));
    let mut socket = Socket::open(&wire).await;
    socket.send(&resume(&session, 2)).await;
    assert_eq!(socket.payload().await["t"], "RESUMED");
    wire.chat.invalidate_session(false);
    assert_eq!(socket.payload().await["d"], false);
    let mut socket = Socket::open(&wire).await;
    socket.send(&resume(&session, 2)).await;
    assert_eq!(socket.payload().await["op"], 9);
}

fn event(payload: &Value) -> DispatchEvent {
    let name = payload["t"].as_str().unwrap();
    DispatchEventWithTypeDeserializer::new(name)
        .deserialize(payload["d"].clone())
        .unwrap()
}

#[tokio::test]
async fn twilight_understands_all_that_it_says() {
    let wire = wire().await;
    let mut socket = Socket::open(&wire).await;
    socket.send(&identify(TOKEN, 1)).await;
    let ready = socket.payload().await;
    assert!(matches!(event(&ready), DispatchEvent::Ready(_)));
    let DispatchEvent::GuildCreate(_) = event(&socket.payload().await) else {
        panic!("a guild was expected");
    };
    wire.chat
        .run_command(&ana(), "silence add", &[("who", "777")])
        .unwrap();
    let DispatchEvent::InteractionCreate(command) = event(&socket.payload().await) else {
        panic!("an interaction was expected");
    };
    let Some(InteractionData::ApplicationCommand(data)) = &command.data else {
        panic!("a command was expected");
    };
    assert_eq!(
        (data.name.as_str(), command.locale.as_deref()),
        ("silence", Some("es-419"))
    );

    let button = json!({ "type": 2, "style": 1, "label": "Go", "custom_id": "go" });
    let body = json!({
        "content": "<@41>", "components": [{ "type": 1, "components": [button] }],
        "embeds": [{ "title": "t", "color": 1, "timestamp": "2026-01-02T03:04:05Z",
            "image": { "url": "attachment://a.png" }, "author": { "name": "a" },
            "footer": { "text": "f" }, "fields": [{ "name": "n", "value": "v" }] }],
    });
    let files: &[(&str, &[u8])] = &[("a.png", b"png")];
    let path = messages(CHANNEL);
    let (_, posted) = wire
        .upload(reqwest::Method::POST, &path, &body, files)
        .await;
    let message: TwilightMessage = serde_json::from_value(posted).unwrap();
    assert_eq!(message.attachments[0].filename, "a.png");
    let threads = format!("{path}/{}/threads", message.id);
    let (_, thread) = wire.post(&threads, &json!({ "name": "t" })).await;
    let thread: twilight_model::channel::Channel = serde_json::from_value(thread).unwrap();
    assert!(matches!(
        event(&socket.payload().await),
        DispatchEvent::ThreadCreate(_)
    ));
    let (_, list) = wire.get(&messages(thread.id.get())).await;
    let list: Vec<TwilightMessage> = serde_json::from_value(list).unwrap();
    assert_eq!(list.len(), 1);

    wire.chat.click(&ana(), message.id.get(), "go").unwrap();
    let DispatchEvent::InteractionCreate(click) = event(&socket.payload().await) else {
        panic!("a click was expected");
    };
    assert_eq!(click.message.as_ref().unwrap().id, message.id);
    let path = format!("/interactions/{}/{}/callback", click.id, click.token);
    let answer = json!({ "type": 4, "data": { "content": "x" } });
    wire.post(&path, &answer).await;
    let (_, original) = wire
        .get(&format!(
            "/webhooks/{}/{}/messages/@original",
            click.application_id, click.token
        ))
        .await;
    serde_json::from_value::<TwilightMessage>(original).unwrap();
}

#[tokio::test]
async fn a_bot_without_a_heartbeat_is_cut_off() {
    let settings = vigia_sandbox::chat::ChatSettings {
        heartbeat: Duration::from_millis(20),
        ..Default::default()
    };
    let chat = vigia_sandbox::chat::DiscordStandIn::start(settings)
        .await
        .unwrap();
    let url = format!("{}/gateway?v=10", chat.url().replace("http", "ws"));
    let (mut socket, _) = connect_async(url).await.unwrap();
    let end = async { while let Some(Ok(_)) = socket.next().await {} };
    tokio::time::timeout(SOON, end).await.unwrap();
}
