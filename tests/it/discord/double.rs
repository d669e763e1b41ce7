//! The least of Discord that a bot connects to: one gateway session, commands that are kept,
//! and a list of what the bot did.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use axum::{
    Router,
    body::Bytes,
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    http::{Method, StatusCode, Uri},
    response::{IntoResponse as _, Response},
    routing::get,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::mpsc};

pub(super) const GUILD: u64 = 333;

/// Something that the bot did.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) what: String,
    pub(super) body: Value,
}

pub(super) struct Double {
    pub(super) url: String,
    events: mpsc::UnboundedSender<Value>,
    calls: mpsc::UnboundedReceiver<Call>,
    inside: Arc<Inside>,
}

struct Inside {
    url: String,
    /// Whether the token is taken; else the session is closed with 4004.
    takes_token: bool,
    commands: Mutex<Value>,
    /// How many callbacks are turned away.
    limited: AtomicU32,
    events: tokio::sync::Mutex<mpsc::UnboundedReceiver<Value>>,
    calls: mpsc::UnboundedSender<Call>,
}

impl Double {
    pub(super) async fn start(takes_token: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (events, heard) = mpsc::unbounded_channel();
        let (made, calls) = mpsc::unbounded_channel();
        let inside = Arc::new(Inside {
            url: format!("ws://{address}"),
            takes_token,
            commands: Mutex::new(json!([])),
            limited: AtomicU32::new(0),
            events: tokio::sync::Mutex::new(heard),
            calls: made,
        });
        let router = Router::new()
            .route("/", get(connect))
            .fallback(rest)
            .with_state(Arc::clone(&inside));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url: format!("http://{address}"),
            events,
            calls,
            inside,
        }
    }

    /// Answers the question for the commands with something that is no list.
    pub(super) fn forget_commands(&self) {
        let mut commands = self.inside.commands.lock().unwrap();
        *commands = json!({"code": 0, "message": "405: Method Not Allowed"});
    }

    /// Lets somebody of that server use a command.
    pub(super) fn interact(&self, kind: u8, guild: u64, options: &Value) {
        self.events
            .send(json!({
                "id": "70", "application_id": "900", "type": kind, "token": "t0k", "version": 1,
                "channel_id": "111", "guild_id": guild.to_string(), "locale": "es-419",
                "entitlements": [], "attachment_size_limit": 10_485_760,
                "member": {
                    "deaf": false, "mute": false, "flags": 0, "roles": [],
                    "user": {"id": "7", "username": "ana"},
                },
                "data": {"id": "80", "name": "abandon", "type": 1, "options": options},
            }))
            .unwrap();
    }

    /// Turns the next callbacks away.
    pub(super) fn limit(&self, callbacks: u32) {
        self.inside.limited.store(callbacks, Ordering::SeqCst);
    }

    /// Lets somebody send what no Discord would.
    pub(super) fn send(&self, interaction: Value) {
        self.events.send(interaction).unwrap();
    }

    /// What the bot does next of this kind.
    pub(super) async fn next(&mut self, what: &str) -> Value {
        loop {
            let call = self.calls.recv().await.unwrap();
            if call.what == what {
                return call.body;
            }
        }
    }

    /// All that the bot did and nobody looked at.
    pub(super) fn rest(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.calls.try_recv().ok())
            .map(|call| call.what)
            .collect()
    }
}

async fn connect(State(inside): State<Arc<Inside>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| async move {
        session(socket, &inside).await;
    })
}

async fn session(mut socket: WebSocket, inside: &Inside) -> Option<()> {
    let mut events = inside.events.lock().await;
    let hello = json!({"op": 10, "d": {"heartbeat_interval": 45_000}});
    say(&mut socket, &hello).await?;
    let mut number = 0;
    loop {
        let (kind, event) = tokio::select! {
            received = socket.recv() => match opcode(&received?.ok()?) {
                Some(2) if inside.takes_token => ("READY", ready()),
                Some(2) => {
                    let frame = CloseFrame { code: 4004, reason: "".into() };
                    return socket.send(Message::Close(Some(frame))).await.ok();
                }
                Some(1) => {
                    say(&mut socket, &json!({"op": 11})).await?;
                    continue;
                }
                _ => continue,
            },
            event = events.recv() => ("INTERACTION_CREATE", event?),
        };
        number += 1;
        say(
            &mut socket,
            &json!({"op": 0, "t": kind, "s": number, "d": event}),
        )
        .await?;
    }
}

fn ready() -> Value {
    json!({
        "v": 10, "user": {"id": "900", "username": "vigia"}, "session_id": "s",
        "guilds": [{"id": GUILD.to_string()}], "resume_gateway_url": "ws://nowhere",
        "application": {"id": "900", "flags": 0},
    })
}

fn opcode(message: &Message) -> Option<u64> {
    let payload: Value = serde_json::from_str(message.to_text().ok()?).ok()?;
    payload["op"].as_u64()
}

async fn say(socket: &mut WebSocket, payload: &Value) -> Option<()> {
    socket
        .send(Message::Text(payload.to_string().into()))
        .await
        .ok()
}

async fn rest(
    State(inside): State<Arc<Inside>>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let path = uri.path().trim_start_matches("/api/v10");
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let what = format!("{method} {path}");
    let less = |limited: u32| limited.checked_sub(1);
    if what.ends_with("/callback")
        && inside
            .limited
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
            .is_ok()
    {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    let mut commands = inside
        .commands
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let answer = match what.as_str() {
        "GET /gateway" => json!({"url": inside.url}),
        "GET /applications/900/guilds/333/commands" => commands.clone(),
        "PUT /applications/900/guilds/333/commands" => {
            commands.clone_from(&body);
            body.clone()
        }
        "POST /interactions/70/t0k/callback" => Value::Null,
        "PATCH /webhooks/900/t0k/messages/@original" => json!({"id": "71"}),
        _ => json!({"code": 0, "message": "404: Not Found"}),
    };
    // Nobody listens any more when a test is over.
    let _ = inside.calls.send(Call { what, body });
    match answer {
        Value::Null => StatusCode::NO_CONTENT.into_response(),
        answer => answer.to_string().into_response(),
    }
}
