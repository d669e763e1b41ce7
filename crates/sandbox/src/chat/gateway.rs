//! The sessions of the gateway: which events each was sent, and whether somebody listens.

use std::collections::VecDeque;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

/// What a connection is told to do.
#[derive(Debug)]
pub(super) enum GatewaySignal {
    /// Send this text.
    Send(String),
    /// Close with this code.
    Close(u16, &'static str),
    /// End the connection without a word.
    Cut,
}

/// The way to a connection.
pub(super) type Line = UnboundedSender<GatewaySignal>;

/// All sessions.
#[derive(Debug, Default)]
pub(super) struct GatewayServer {
    sessions: Vec<GatewaySession>,
    made: u64,
    pub(super) identified: usize,
    pub(super) resumed: usize,
    /// Whether heartbeats are left without an answer.
    pub(super) deaf: bool,
    /// How often a handshake arrived, whatever came of it: IDENTIFY and RESUME.
    pub(super) handshakes: [usize; 2],
    pub(super) troubles: Vec<HandshakeTrouble>,
    /// The words that the bot shows beside its name.
    pub(super) presence: String,
}

/// The payload by which a bot begins a session, or goes on with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayHandshake {
    /// Begins a session.
    Identify,
    /// Goes on with a session.
    Resume,
}

/// What befalls a bot after its handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayFault {
    /// The handshake is accepted, and the connection closed with this code.
    CloseAfter(u16),
    /// The connection is closed with this code.
    Close(u16),
    /// The session is refused (opcode 9).
    Refuse {
        /// Whether the bot is told that it may resume.
        resumable: bool,
    },
    /// It is never answered; heartbeats are.
    Ignore,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct HandshakeTrouble {
    pub(super) handshake: GatewayHandshake,
    pub(super) fault: GatewayFault,
    pub(super) left: usize,
}

#[derive(Debug)]
struct GatewaySession {
    id: String,
    sequence: u64,
    events: VecDeque<(u64, String)>,
    line: Option<Line>,
}

/// How many events a session keeps for one that comes back.
const KEPT: usize = 2000;

/// Why a session cannot be taken up again.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LostSession {
    /// There is none of that id, or it missed more than is kept.
    Unknown,
    /// The bot claims to have heard what was never said.
    Ahead,
}

impl GatewayServer {
    /// Counts a handshake, and says what is to befall it.
    pub(super) fn shake(&mut self, handshake: GatewayHandshake) -> Option<GatewayFault> {
        self.handshakes[handshake as usize] += 1;
        let mut troubles = self.troubles.iter_mut();
        let trouble = troubles.find(|it| it.handshake == handshake && it.left > 0)?;
        trouble.left -= 1;
        Some(trouble.fault)
    }

    /// Opens a session and gives its id. Sessions nobody listens to are forgotten.
    pub(super) fn identify(&mut self, line: Line) -> String {
        self.sessions.retain(|it| it.line.is_some());
        self.made += 1;
        self.identified += 1;
        let id = format!("session-{}", self.made);
        self.sessions.push(GatewaySession {
            id: id.clone(),
            sequence: 0,
            events: VecDeque::new(),
            line: Some(line),
        });
        id
    }

    /// Takes a session up again and sends what was missed since `heard`.
    pub(super) fn resume(&mut self, id: &str, heard: u64, line: Line) -> Result<(), LostSession> {
        let session = self.sessions.iter_mut().find(|it| it.id == id);
        let session = session.ok_or(LostSession::Unknown)?;
        if heard > session.sequence {
            return Err(LostSession::Ahead);
        }
        let oldest = session.events.front().map_or(0, |(at, _)| *at);
        if heard + 1 < oldest {
            return Err(LostSession::Unknown);
        }
        for (_, event) in session.events.iter().filter(|(at, _)| *at > heard) {
            drop(line.send(GatewaySignal::Send(event.clone())));
        }
        session.line = Some(line);
        session.dispatch("RESUMED", &json!({}));
        self.resumed += 1;
        Ok(())
    }

    /// Sends an event to one session.
    pub(super) fn tell(&mut self, id: &str, event: &str, data: &Value) {
        if let Some(session) = self.sessions.iter_mut().find(|it| it.id == id) {
            session.dispatch(event, data);
        }
    }

    /// Sends an event to all sessions; those without a connection get it on resuming.
    pub(super) fn dispatch(&mut self, event: &str, data: &Value) {
        for session in &mut self.sessions {
            session.dispatch(event, data);
        }
    }

    /// Tells all connections something that is no event.
    pub(super) fn signal(&mut self, signal: impl Fn() -> GatewaySignal) {
        for line in self.sessions.iter().filter_map(|it| it.line.as_ref()) {
            drop(line.send(signal()));
        }
    }

    /// A connection is no more; its session can be resumed.
    pub(super) fn leave(&mut self, id: &str, line: &Line) {
        let session = self.sessions.iter_mut().find(|it| it.id == id);
        if let Some(session) = session
            && session
                .line
                .as_ref()
                .is_some_and(|it| it.same_channel(line))
        {
            session.line = None;
        }
    }

    /// Forgets all sessions, so that none can be resumed.
    pub(super) fn forget_all(&mut self) {
        self.sessions.clear();
    }

    /// Forgets a session.
    pub(super) fn forget(&mut self, id: &str) {
        self.sessions.retain(|it| it.id != id);
    }

    pub(super) fn is_connected(&self) -> bool {
        self.sessions.iter().any(|it| it.line.is_some())
    }
}

impl GatewaySession {
    fn dispatch(&mut self, event: &str, data: &Value) {
        self.sequence += 1;
        let text = json!({ "op": 0, "s": self.sequence, "t": event, "d": data }).to_string();
        if let Some(line) = &self.line {
            drop(line.send(GatewaySignal::Send(text.clone())));
        }
        self.events.push_back((self.sequence, text));
        if self.events.len() > KEPT {
            self.events.pop_front();
        }
    }
}
