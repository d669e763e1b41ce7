//! One connection to the gateway, from its opening to its end: handshake, heartbeats, events.

use std::{convert::Infallible, sync::Arc, time::Duration};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    LiveSecret,
    discord::{
        gateway::{
            events::{GatewayEvents, ReadyEvent},
            identify_budget::{IdentifyBudget, IdentifyLog},
            session_pacing::{ConnectionEnd, ConnectionTrace, Handshake, STABLE},
            socket::{GatewayPayload, GatewaySocket},
        },
        limits::{ACTIVITY, cut},
        settings::TimeLimits,
    },
    telemetry::{AwaitedAnswer, GatewayLink},
};
use vigia_clock::Clock;

/// The intent `GUILDS`: servers, roles and channels. Interactions need none.
const INTENTS: u64 = 1;

/// Discord's number of an activity that consists of the bot's own words.
const CUSTOM_ACTIVITY: u8 = 4;

/// Discord's numbers of the kinds of payloads.
mod opcode {
    pub(super) const DISPATCH: u8 = 0;
    pub(super) const HEARTBEAT: u8 = 1;
    pub(super) const IDENTIFY: u8 = 2;
    pub(super) const PRESENCE: u8 = 3;
    pub(super) const RESUME: u8 = 6;
    pub(super) const RECONNECT: u8 = 7;
    pub(super) const INVALID_SESSION: u8 = 9;
    pub(super) const HELLO: u8 = 10;
    pub(super) const HEARTBEAT_ACK: u8 = 11;
}

/// A session at Discord, which outlives its connections.
pub(in crate::discord) struct GatewaySession {
    id: String,
    /// The number of the last event.
    sequence: u64,
    /// The address to resume at, until it fails.
    pub(super) address: Option<String>,
}

/// All that connections share, one after another.
pub(in crate::discord) struct ConnectionContext {
    pub(in crate::discord) token: LiveSecret,
    pub(in crate::discord) limits: TimeLimits,
    pub(in crate::discord) clock: Clock,
    pub(in crate::discord) stop: CancellationToken,
    pub(in crate::discord) events: GatewayEvents,
    pub(in crate::discord) presence: watch::Receiver<String>,
    pub(in crate::discord) budget: IdentifyBudget,
    pub(in crate::discord) identify_log: Arc<dyn IdentifyLog>,
    pub(in crate::discord) session: Option<GatewaySession>,
}

/// How a connection went.
pub(super) struct ConnectionReport {
    /// `None` where the bot stops.
    pub(super) end: Option<ConnectionEnd>,
    pub(super) trace: ConnectionTrace,
}

impl ConnectionContext {
    /// Opens a connection and serves it to its end. Where earlier ones failed, the connection counts
    /// as one only once it has lasted, so that a loop is not reported as a connection.
    pub(super) async fn hold_connection(
        &mut self,
        address: &str,
        handshake: Handshake,
        is_trusted: bool,
    ) -> ConnectionReport {
        let stop = self.stop.clone();
        let opened = match stop
            .run_until_cancelled(open(address, self.limits.gateway))
            .await
        {
            Some(Ok(opened)) => opened,
            not_opened => {
                return ConnectionReport {
                    end: not_opened.and_then(Result::err),
                    trace: ConnectionTrace::default(),
                };
            }
        };
        let mut connection = GatewayConnection::new(self, opened, is_trusted);
        let end = stop
            .run_until_cancelled(connection.serve(handshake))
            .await
            .map(|served| match served {
                Ok(endless) => match endless {},
                Err(end) => end,
            });
        let trace = connection.trace();
        if end.is_none() {
            connection.socket.close().await;
        }
        ConnectionReport { end, trace }
    }
}

/// A websocket, and the time between two heartbeats that Discord asks for.
type OpenedConnection = (GatewaySocket, Duration);

async fn open(address: &str, limit: Duration) -> Result<OpenedConnection, ConnectionEnd> {
    let silent = |answer| move |_| ConnectionEnd::Silent(answer);
    let opening = timeout(limit, GatewaySocket::open(address)).await;
    let mut socket = opening.map_err(silent(AwaitedAnswer::Connection))??;
    let hello = timeout(limit, socket.next()).await;
    let hello = hello.map_err(silent(AwaitedAnswer::Hello))??;
    let interval = hello.data()["heartbeat_interval"].as_u64();
    match interval.filter(|length| hello.opcode == opcode::HELLO && *length > 0) {
        Some(interval) => Ok((socket, Duration::from_millis(interval))),
        None => Err(ConnectionEnd::Lost(
            "the first payload is not HELLO".to_owned(),
        )),
    }
}

struct GatewayConnection<'a> {
    shared: &'a mut ConnectionContext,
    socket: GatewaySocket,
    sent: Option<Handshake>,
    accepted_at: Option<Instant>,
    /// The time at which Discord must have accepted the handshake.
    accept_by: Instant,
    interval: Duration,
    beat_at: Instant,
    is_acknowledged: bool,
    /// The time at which it is reported as a connection, until it is.
    report_at: Option<Instant>,
    is_trusted: bool,
    has_new_presence: bool,
    presence_at: Instant,
}

impl<'a> GatewayConnection<'a> {
    fn new(
        shared: &'a mut ConnectionContext,
        (socket, interval): OpenedConnection,
        is_trusted: bool,
    ) -> Self {
        let now = Instant::now();
        // Discord asks that the first heartbeats of many bots do not fall together.
        let first = ExponentialBuilder::default()
            .with_min_delay(interval / 2)
            .with_jitter();
        let first = first.build().next().unwrap_or(interval);
        Self {
            accept_by: now + shared.limits.gateway,
            shared,
            socket,
            sent: None,
            accepted_at: None,
            interval,
            beat_at: now + first,
            is_acknowledged: true,
            report_at: None,
            is_trusted,
            has_new_presence: false,
            presence_at: now,
        }
    }

    fn trace(&self) -> ConnectionTrace {
        ConnectionTrace {
            sent: self.sent,
            accepted_for: self.accepted_at.map(|since| since.elapsed()),
        }
    }

    async fn serve(&mut self, handshake: Handshake) -> Result<Infallible, ConnectionEnd> {
        self.sent = Some(handshake);
        match handshake {
            Handshake::Identify => self.identify().await?,
            Handshake::Resume => self.resume().await?,
        }
        loop {
            let is_accepted = self.accepted_at.is_some();
            let report_at = self.report_at.unwrap_or(self.accept_by);
            tokio::select! {
                payload = self.socket.next() => self.take(&payload?).await?,
                () = sleep_until(self.beat_at) => self.beat().await?,
                () = sleep_until(self.accept_by), if !is_accepted => {
                    let answer = match handshake {
                        Handshake::Identify => AwaitedAnswer::Ready,
                        Handshake::Resume => AwaitedAnswer::Resumed,
                    };
                    return Err(ConnectionEnd::Silent(answer));
                }
                () = sleep_until(report_at), if self.report_at.is_some() => self.report(),
                Ok(()) = self.shared.presence.changed(), if !self.has_new_presence => {
                    self.has_new_presence = true;
                }
                () = sleep_until(self.presence_at), if is_accepted && self.has_new_presence => {
                    self.show_presence().await?;
                }
            }
        }
    }

    async fn identify(&mut self) -> Result<(), ConnectionEnd> {
        let shared = &mut *self.shared;
        let times = shared.budget.spend(shared.clock.now());
        shared.identify_log.save(times);
        let identifies = times.len();
        shared
            .events
            .status
            .send_modify(|status| status.identifies = identifies);
        let data = json!({
            "token": shared.token.current().expose_secret().trim(),
            "intents": INTENTS,
            "properties": {"os": std::env::consts::OS, "browser": "vigia", "device": "vigia"},
            "presence": presence_data(&shared.presence.borrow_and_update()),
        });
        self.socket.send(opcode::IDENTIFY, data).await
    }

    async fn resume(&mut self) -> Result<(), ConnectionEnd> {
        let session = self.shared.session.as_ref();
        let data = json!({
            "token": self.shared.token.current().expose_secret().trim(),
            "session_id": session.map(|session| session.id.as_str()),
            "seq": session.map(|session| session.sequence),
        });
        self.socket.send(opcode::RESUME, data).await
    }

    async fn take(&mut self, payload: &GatewayPayload) -> Result<(), ConnectionEnd> {
        match payload.opcode {
            opcode::DISPATCH => self.take_event(payload),
            opcode::HEARTBEAT => self.send_heartbeat().await,
            opcode::HEARTBEAT_ACK => {
                self.is_acknowledged = true;
                Ok(())
            }
            opcode::RECONNECT => Err(ConnectionEnd::ReconnectAsked),
            opcode::INVALID_SESSION => Err(ConnectionEnd::SessionInvalid {
                is_resumable: payload.data() == true,
            }),
            _ => Ok(()),
        }
    }

    fn take_event(&mut self, payload: &GatewayPayload) -> Result<(), ConnectionEnd> {
        let (kind, data) = (payload.event.as_deref().unwrap_or_default(), payload.data());
        if kind == "READY" {
            let Some(ready) = ReadyEvent::from_json(&data) else {
                return Err(ConnectionEnd::Lost("READY cannot be read".to_owned()));
            };
            self.shared.session = Some(GatewaySession {
                id: ready.session.clone(),
                sequence: 0,
                address: ready.resume_address.clone(),
            });
            self.accept();
            self.shared.events.take_ready(&ready);
        } else if kind == "RESUMED" {
            self.accept();
            self.shared.events.take_resumed();
        } else {
            // What was missed comes before RESUMED, however long it takes.
            self.accept_by = Instant::now() + self.shared.limits.gateway;
            self.shared.events.take(kind, &data);
        }
        if let (Some(session), Some(sequence)) = (&mut self.shared.session, payload.sequence) {
            session.sequence = sequence;
        }
        Ok(())
    }

    fn accept(&mut self) {
        let now = Instant::now();
        self.accepted_at = Some(now);
        self.report_at = Some(if self.is_trusted { now } else { now + STABLE });
        if self.is_trusted {
            self.report();
        }
    }

    fn report(&mut self) {
        self.report_at = None;
        let since = self.shared.clock.now();
        self.shared.events.status.send_modify(|status| {
            status.link = GatewayLink::Connected { since };
        });
    }

    async fn beat(&mut self) -> Result<(), ConnectionEnd> {
        if !self.is_acknowledged {
            return Err(ConnectionEnd::Silent(AwaitedAnswer::HeartbeatAck));
        }
        self.is_acknowledged = false;
        self.beat_at = Instant::now() + self.interval;
        self.send_heartbeat().await
    }

    async fn send_heartbeat(&mut self) -> Result<(), ConnectionEnd> {
        let sequence = self.shared.session.as_ref().map(|session| session.sequence);
        self.socket.send(opcode::HEARTBEAT, json!(sequence)).await
    }

    async fn show_presence(&mut self) -> Result<(), ConnectionEnd> {
        self.has_new_presence = false;
        self.presence_at = Instant::now() + self.shared.limits.presence;
        let data = presence_data(&self.shared.presence.borrow_and_update());
        self.socket.send(opcode::PRESENCE, data).await
    }
}

fn presence_data(words: &str) -> Value {
    let activity = json!({
        "name": "vigia", "type": CUSTOM_ACTIVITY, "state": cut(words, ACTIVITY),
    });
    let activities = if words.is_empty() {
        vec![]
    } else {
        vec![activity]
    };
    json!({"since": null, "activities": activities, "status": "online", "afk": false})
}
