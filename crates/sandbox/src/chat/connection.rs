//! One websocket of the gateway, from HELLO to its end.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::{sync::mpsc, time::Instant};

use super::{
    gateway::{GatewayFault, GatewayHandshake, GatewaySignal, Line, LostSession},
    server::ChatShared,
};

/// The intents that need Discord's approval: members, presences, content of messages.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;
/// All intents there are.
const INTENTS: u64 = 0b11_0011_0001_1111_1111_1111_1111;
/// `GUILDS`.
const GUILDS: u64 = 1;
/// What the bot may send in a minute.
const FRAMES: usize = 120;

const ENCODING: GatewaySignal = GatewaySignal::Close(4002, "Error while decoding payload.");

/// Serves a websocket until it ends.
pub(super) async fn serve(mut socket: WebSocket, shared: Arc<ChatShared>) {
    let heartbeat = shared.lock().settings.heartbeat;
    let (line, mut signals) = mpsc::unbounded_channel();
    let mut connection = GatewayConnection {
        shared: Arc::clone(&shared),
        line,
        session: None,
        sent: Vec::new(),
        alive: Instant::now(),
    };
    let interval = u64::try_from(heartbeat.as_millis()).unwrap_or(u64::MAX);
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": interval }, "s": null, "t": null });
    if socket.send(Message::text(hello.to_string())).await.is_err() {
        return;
    }
    loop {
        let patience = connection.alive + heartbeat * 2;
        let flow = tokio::select! {
            () = shared.stop.cancelled() => ControlFlow::Break(()),
            () = tokio::time::sleep_until(patience) => ControlFlow::Break(()),
            Some(signal) = signals.recv() => carry_out(&mut socket, signal).await,
            frame = socket.recv() => connection.hear(frame),
        };
        if flow.is_break() {
            break;
        }
    }
    connection.end();
}

async fn carry_out(socket: &mut WebSocket, signal: GatewaySignal) -> ControlFlow<()> {
    match signal {
        GatewaySignal::Send(text) => match socket.send(Message::text(text)).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        },
        GatewaySignal::Cut => ControlFlow::Break(()),
        GatewaySignal::Close(code, reason) => {
            let frame = CloseFrame {
                code,
                reason: reason.into(),
            };
            drop(socket.send(Message::Close(Some(frame))).await);
            // The peer's own close frame ends the handshake; it need not come.
            let answer = async { while let Some(Ok(_)) = socket.recv().await {} };
            drop(tokio::time::timeout(Duration::from_secs(1), answer).await);
            ControlFlow::Break(())
        }
    }
}

struct GatewayConnection {
    shared: Arc<ChatShared>,
    line: Line,
    session: Option<String>,
    sent: Vec<Instant>,
    alive: Instant,
}

impl GatewayConnection {
    fn hear(&mut self, frame: Option<Result<Message, axum::Error>>) -> ControlFlow<()> {
        let signal = match frame {
            None | Some(Err(_)) => return ControlFlow::Break(()),
            Some(Ok(Message::Close(frame))) => {
                // A bot that closes with 1000 or 1001 says that it is done.
                let done = frame.is_none_or(|it| matches!(it.code, 1000 | 1001));
                if let Some(session) = self.session.take_if(|_| done) {
                    self.shared.change(|state| state.gateway.forget(&session));
                }
                // The answer to it leaves with the next read, which ends the connection.
                None
            }
            Some(Ok(Message::Text(text))) => self.hear_payload(text.as_str()),
            Some(Ok(Message::Binary(_))) => Some(ENCODING),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => None,
        };
        if let Some(signal) = signal {
            drop(self.line.send(signal));
        }
        ControlFlow::Continue(())
    }

    /// Takes a payload, and tells what to do about it.
    fn hear_payload(&mut self, text: &str) -> Option<GatewaySignal> {
        let now = Instant::now();
        let minute = Duration::from_secs(60);
        self.sent.retain(|it| now.duration_since(*it) < minute);
        self.sent.push(now);
        if self.sent.len() > FRAMES {
            return Some(GatewaySignal::Close(4008, "You are being rate limited."));
        }
        let Ok(payload) = serde_json::from_str::<Value>(text) else {
            return Some(ENCODING);
        };
        let data = payload.get("d").unwrap_or(&Value::Null);
        match payload.get("op").and_then(Value::as_u64) {
            Some(1) => self.beat(),
            Some(2) => self.troubled(GatewayHandshake::Identify, data, Self::identify),
            Some(6) => self.troubled(GatewayHandshake::Resume, data, Self::resume),
            Some(3) if self.session.is_some() => {
                self.show_presence(data);
                None
            }
            Some(4 | 8 | 31) if self.session.is_some() => None,
            Some(3 | 4 | 8 | 31) => Some(GatewaySignal::Close(4003, "Not authenticated.")),
            Some(_) => Some(GatewaySignal::Close(4001, "Unknown opcode.")),
            None => Some(ENCODING),
        }
    }

    /// Takes a handshake, unless a test wants it otherwise.
    fn troubled(
        &mut self,
        handshake: GatewayHandshake,
        data: &Value,
        take: impl FnOnce(&mut Self, &Value) -> Option<GatewaySignal>,
    ) -> Option<GatewaySignal> {
        let fault = self.shared.change(|state| state.gateway.shake(handshake));
        match fault {
            None => take(self, data),
            Some(GatewayFault::CloseAfter(code)) => {
                take(self, data).or(Some(GatewaySignal::Close(code, "as asked")))
            }
            Some(GatewayFault::Close(code)) => Some(GatewaySignal::Close(code, "as asked")),
            Some(GatewayFault::Refuse { resumable }) => {
                Some(GatewaySignal::Send(invalid_session(resumable)))
            }
            Some(GatewayFault::Ignore) => None,
        }
    }

    fn show_presence(&self, data: &Value) {
        let words = data["activities"][0]["state"].as_str().unwrap_or("");
        self.shared
            .change(|state| words.clone_into(&mut state.gateway.presence));
    }

    fn beat(&mut self) -> Option<GatewaySignal> {
        self.alive = Instant::now();
        let deaf = self.shared.lock().gateway.deaf;
        let answer = json!({ "op": 11, "d": null, "s": null, "t": null });
        (!deaf).then(|| GatewaySignal::Send(answer.to_string()))
    }

    fn identify(&mut self, data: &Value) -> Option<GatewaySignal> {
        if self.session.is_some() {
            return Some(GatewaySignal::Close(4005, "Already authenticated."));
        }
        if !self.knows(data) {
            return Some(GatewaySignal::Close(4004, "Authentication failed."));
        }
        let Some(intents) = data.get("intents").and_then(Value::as_u64) else {
            return Some(GatewaySignal::Close(4013, "Invalid intent(s)."));
        };
        if !data.get("properties").is_some_and(Value::is_object) {
            return Some(ENCODING);
        }
        if intents & !INTENTS != 0 {
            return Some(GatewaySignal::Close(4013, "Invalid intent(s)."));
        }
        if intents & PRIVILEGED != 0 {
            return Some(GatewaySignal::Close(4014, "Disallowed intent(s)."));
        }
        self.show_presence(&data["presence"]);
        let line = self.line.clone();
        let session = self.shared.change(|state| {
            let session = state.gateway.identify(line);
            let ready = json!({
                "v": 10, "user": state.bot_user(), "session_id": session,
                "resume_gateway_url": state.gateway_url(), "shard": [0, 1],
                "guilds": state.guilds_of_the_bot(),
                "application": { "id": state.bot().to_string(), "flags": 0 },
                "private_channels": [], "relationships": [], "presences": [],
                "session_type": "normal", "user_settings": {}, "guild_join_requests": [],
                "geo_ordered_rtc_regions": [], "_trace": [],
            });
            state.gateway.tell(&session, "READY", &ready);
            if intents & GUILDS != 0 && !state.has_left {
                let guild = state.guild_create();
                state.gateway.tell(&session, "GUILD_CREATE", &guild);
            }
            session
        });
        self.session = Some(session);
        None
    }

    fn resume(&mut self, data: &Value) -> Option<GatewaySignal> {
        if self.session.is_some() {
            return Some(GatewaySignal::Close(4005, "Already authenticated."));
        }
        if !self.knows(data) {
            return Some(GatewaySignal::Close(4004, "Authentication failed."));
        }
        let id = data.get("session_id").and_then(Value::as_str).unwrap_or("");
        let heard = data.get("seq").and_then(Value::as_u64).unwrap_or(0);
        let line = self.line.clone();
        match self
            .shared
            .change(|state| state.gateway.resume(id, heard, line))
        {
            Ok(()) => {
                self.session = Some(id.to_owned());
                None
            }
            Err(LostSession::Unknown) => Some(GatewaySignal::Send(invalid_session(false))),
            Err(LostSession::Ahead) => Some(GatewaySignal::Close(4007, "Invalid seq.")),
        }
    }

    fn knows(&self, data: &Value) -> bool {
        let token = data.get("token").and_then(Value::as_str).unwrap_or("");
        let state = self.shared.lock();
        token.strip_prefix("Bot ").unwrap_or(token) == state.settings.token.expose_secret()
    }

    fn end(&self) {
        if let Some(session) = &self.session {
            self.shared
                .change(|state| state.gateway.leave(session, &self.line));
        }
    }
}

/// Opcode 9.
pub(super) fn invalid_session(resumable: bool) -> String {
    json!({ "op": 9, "d": resumable, "s": null, "t": null }).to_string()
}
