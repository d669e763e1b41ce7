//! The front door: starts a centre, troubles it, looks at what it saw, stops it.

use std::fmt;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::calls::{CallbackOffer, CallbackReply, SimulatedCall};
use super::door::{RequestGuard, SeenRequest};
use super::faults::{ApiFault, ApiFaults};
use super::floor::{AgentFloor, ShiftSpan};
use super::incidents::ScriptedIncident;
use super::line::{self, ConnectionCutter, PortSwitch};
use super::people::SKILLS;
use super::server::{ServerState, router};
use super::settings::CentreSettings;
use vigia_core::metrics::TimeWindow;

/// How long `stop` waits for answers under way.
const PATIENCE: Duration = Duration::from_secs(2);

/// A running centre. It stops when this is dropped.
pub struct SimulatedCentre {
    inside: Arc<ServerState>,
    port: PortSwitch,
    server: JoinHandle<()>,
    stop: DropGuard,
}

impl SimulatedCentre {
    /// Starts a centre.
    pub async fn start(settings: CentreSettings) -> io::Result<Self> {
        let (entrance, port) = line::open(settings.address).await?;
        let stop = CancellationToken::new();
        let inside = Arc::new(ServerState {
            floor: AgentFloor::new(settings.seed, settings.zone, settings.hours, settings.clock),
            names: settings.names,
            skill_table: settings.skill_table,
            door: RequestGuard::new(settings.token, settings.licences),
            faults: ApiFaults::default(),
            latency: settings.latency,
            hook: RwLock::default(),
            stop: stop.clone(),
        });
        let service =
            router(Arc::clone(&inside)).into_make_service_with_connect_info::<ConnectionCutter>();
        let stopped = stop.clone().cancelled_owned();
        let server = tokio::spawn(async move {
            let served = axum::serve(entrance, service).with_graceful_shutdown(stopped);
            if let Err(error) = served.await {
                tracing::warn!(%error, "the simulated centre stopped serving");
            }
        });
        Ok(Self {
            inside,
            port,
            server,
            stop: stop.drop_guard(),
        })
    }

    /// The base of the API, such as `http://127.0.0.1:8080/api/v2`.
    pub fn url(&self) -> String {
        format!("http://{}/api/v2", self.port.address())
    }

    /// The token that it accepts.
    pub fn token(&self) -> &str {
        self.inside.door.token()
    }

    /// Starts an incident at the next second of the centre's clock. What was visible before
    /// stays as it was.
    pub fn begin(&self, incident: ScriptedIncident) {
        self.inside.floor.begin(incident);
    }

    /// Ends an incident at the next second.
    pub fn end(&self, incident: &ScriptedIncident) {
        self.inside.floor.end(incident);
    }

    /// Has an incident take place in a window, be it past or to come.
    pub fn plan(&self, incident: ScriptedIncident, window: TimeWindow) {
        let ShiftSpan { from, until } = span(window);
        self.inside.floor.plan(incident, from, until);
    }

    /// Takes an incident back, past and future: its calls are again those of a normal day.
    pub fn forget(&self, incident: &ScriptedIncident) {
        self.inside.floor.forget(incident);
    }

    /// Has every request fail until [`heal`](Self::heal).
    pub fn fault(&self, fault: ApiFault) {
        if fault == ApiFault::Refused {
            self.port.shut();
        }
        self.inside.faults.stand(fault);
    }

    /// Has every request for one report or list fail, such as `skill_11`, until [`heal`](Self::heal).
    pub fn fault_on(&self, api: &str, fault: ApiFault) {
        self.inside.faults.stand_on(api, fault);
    }

    /// Has the next requests fail. [`Fault::Refused`] cannot be counted and acts as
    /// [`Fault::ClosedIncident`] here.
    pub fn fault_next(&self, requests: usize, fault: ApiFault) {
        self.inside.faults.queue(requests, fault);
    }

    /// Switches all faults off.
    pub fn heal(&self) {
        self.inside.faults.heal();
        self.port.open();
    }

    /// Uses up some of today's quota, as other programs of the operation do.
    pub fn spend(&self, requests: u64) {
        self.inside.door.spend(requests, self.inside.floor.today());
    }

    /// The requests that it saw, oldest first.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.inside.door.seen()
    }

    /// Calls this for each request once its answer is ready, before it is sent.
    pub fn on_answer(&self, hook: impl Fn(&SeenRequest) + Send + Sync + 'static) {
        let slot = &self.inside.hook;
        *slot.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(hook));
    }

    /// The truth: the calls of a skill that ended in a window, and before now.
    pub fn calls(&self, skill: u32, window: TimeWindow) -> Vec<SimulatedCall> {
        let mut calls = Vec::new();
        for skill in SKILLS.iter().filter(|known| known.id == skill) {
            self.inside
                .floor
                .calls(skill, span(window), |call| calls.push(call.clone()));
        }
        calls
    }

    /// The truth about smart hold: those of a skill who were asked, or whose callback was
    /// done, in a window and before now.
    pub fn smart_holds(&self, skill: u32, window: TimeWindow) -> Vec<CallbackOffer> {
        let mut list = Vec::new();
        for skill in SKILLS.iter().filter(|known| known.id == skill) {
            self.inside
                .floor
                .smart_holds(skill, span(window), |held, span| {
                    let done = match held.reply {
                        CallbackReply::Yes(recall) => span.holds(recall.done),
                        CallbackReply::No | CallbackReply::Silence => false,
                    };
                    if done || span.holds(held.asked) {
                        list.push(held.clone());
                    }
                });
        }
        list
    }

    /// Stops listening, lets answers under way get out, and returns when all is quiet.
    pub async fn stop(self) {
        drop(self.stop);
        // Whoever still holds a connection open after that has lost interest.
        let _ = tokio::time::timeout(PATIENCE, self.server).await;
    }
}

impl fmt::Debug for SimulatedCentre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Centre")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}

fn span(window: TimeWindow) -> ShiftSpan {
    ShiftSpan {
        from: window.from().timestamp(),
        until: window.until().timestamp(),
    }
}
