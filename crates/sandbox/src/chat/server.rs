//! The stand-in itself: its socket, its lock, and what a test may ask of it.

use std::{
    collections::BTreeSet,
    fmt, io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};

use axum::{
    Router,
    routing::{any, get},
};
use serde_json::Value;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_util::sync::CancellationToken;

use super::{
    faults::{ChatFault, FaultMoment},
    handle::WaitTimedOut,
    message::ChatMessage,
    page,
    request::ChatRequest,
    rest,
    settings::ChatSettings,
    socket::{OpenConnections, SocketListener, SocketWire},
    state::{ChatChannel, ChatState},
};

type Hook = Arc<dyn Fn(&ChatRequest, FaultMoment) + Send + Sync>;

/// What the server's tasks share.
pub(super) struct ChatShared {
    state: Mutex<ChatState>,
    version: watch::Sender<u64>,
    hook: RwLock<Option<Hook>>,
    pub(super) stop: CancellationToken,
}

impl fmt::Debug for ChatShared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl ChatShared {
    pub(super) fn lock(&self) -> MutexGuard<'_, ChatState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes all who wait for a change.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut ChatState) -> T) -> T {
        let made = change(&mut self.lock());
        self.version.send_modify(|version| *version += 1);
        made
    }

    /// The number of changes so far.
    pub(super) fn version(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// Waits until a look at the state yields something.
    pub(super) async fn wait_for<T>(
        &self,
        limit: Duration,
        mut look: impl FnMut(&ChatState) -> Option<T>,
    ) -> Result<T, WaitTimedOut> {
        let mut version = self.version();
        let seen = async {
            loop {
                version.mark_unchanged();
                if let Some(found) = look(&self.lock()) {
                    return found;
                }
                if version.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(limit, seen)
            .await
            .map_err(|_| WaitTimedOut(limit))
    }

    pub(super) fn call_hook(&self, number: usize, moment: FaultMoment) {
        let hook = self
            .hook
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let Some(hook) = hook else { return };
        let request = self.lock().requests.get(number).cloned();
        if let Some(request) = request {
            hook(&request, moment);
        }
    }
}

/// A running stand-in; it stops when it is dropped.
#[derive(Debug)]
pub struct DiscordStandIn {
    pub(super) shared: Arc<ChatShared>,
    address: SocketAddr,
    open: Arc<OpenConnections>,
    url: String,
}

impl DiscordStandIn {
    /// Listens, and serves until dropped.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on.
    pub async fn start(settings: ChatSettings) -> io::Result<Self> {
        let listener = TcpListener::bind(settings.address).await?;
        let address = listener.local_addr()?;
        let url = origin(address);
        let shared = Arc::new(ChatShared {
            state: Mutex::new(ChatState::new(settings, url.clone())),
            version: watch::Sender::new(1),
            hook: RwLock::new(None),
            stop: CancellationToken::new(),
        });
        let router = Router::new()
            .route("/gateway", any(rest::gateway))
            .route(
                "/attachments/{message}/{file}/{name}",
                get(rest::attachment),
            )
            .fallback(rest::rest)
            .merge(page::routes())
            .with_state(Arc::clone(&shared));
        let service = router.into_make_service_with_connect_info::<SocketWire>();
        let stop = shared.stop.clone();
        let open = Arc::new(OpenConnections::default());
        let listener = SocketListener {
            socket: listener,
            open: Arc::clone(&open),
        };
        let serve = axum::serve(listener, service)
            .with_graceful_shutdown(async move { stop.cancelled().await });
        tokio::spawn(serve.into_future());
        Ok(Self {
            shared,
            address,
            open,
            url,
        })
    }

    /// Where it is, such as `http://127.0.0.1:8155`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Looks at all that it knows now.
    pub fn look<T>(&self, look: impl FnOnce(&ChatState) -> T) -> T {
        look(&self.shared.lock())
    }

    /// Waits until all that it knows is as hoped, at most so long.
    ///
    /// # Errors
    ///
    /// When that did not come about in time.
    pub async fn wait_until(
        &self,
        limit: Duration,
        mut hoped: impl FnMut(&ChatState) -> bool,
    ) -> Result<(), WaitTimedOut> {
        self.shared
            .wait_for(limit, |state| hoped(state).then_some(()))
            .await
    }

    /// Waits until every connection that was opened before this call has been served to its
    /// end. What its clients had sent by then has taken effect, or never will.
    ///
    /// # Errors
    ///
    /// When no connection can be made, as after a stop.
    pub async fn wait_until_served(&self) -> io::Result<()> {
        // Connections are accepted in their order, so this one comes after all of them.
        let probe = TcpStream::connect(self.address).await?;
        let own = probe.local_addr()?;
        let mut open = self.open.subscribe();
        let mut wait_for = async |done: &(dyn Fn(&BTreeSet<SocketAddr>) -> bool + Sync)| {
            let seen = open.wait_for(|open| done(open)).await;
            seen.map(|open| open.clone()).map_err(io::Error::other)
        };
        let before = wait_for(&|open| open.contains(&own)).await?;
        let is_gone = |peer: &SocketAddr, open: &BTreeSet<_>| *peer == own || !open.contains(peer);
        wait_for(&|open| before.iter().all(|peer| is_gone(peer, open))).await?;
        Ok(())
    }

    /// What stands in a channel or thread, oldest first, ephemeral answers included.
    pub fn messages(&self, channel: u64) -> Vec<ChatMessage> {
        self.look(|state| state.messages(channel).cloned().collect())
    }

    /// A message as it stands now.
    pub fn message(&self, id: u64) -> Option<ChatMessage> {
        self.look(|state| state.message(id).cloned())
    }

    /// The thread on a message.
    pub fn thread(&self, message: u64) -> Option<ChatChannel> {
        self.look(|state| {
            let thread = state.message(message)?.thread?;
            state.find_channel(thread).cloned()
        })
    }

    /// The commands that are registered, as Discord would list them.
    pub fn commands(&self) -> Vec<Value> {
        self.look(|state| state.commands().cloned().collect())
    }

    /// All requests in the order in which they arrived.
    pub fn requests(&self) -> Vec<ChatRequest> {
        self.look(|state| state.requests().to_vec())
    }

    /// The requests that were refused, injected faults aside.
    pub fn violations(&self) -> Vec<ChatRequest> {
        self.look(|state| state.violations().cloned().collect())
    }

    /// Makes the next requests that fit fail.
    pub fn inject(&self, fault: ChatFault) {
        self.shared.change(|state| state.faults.push(fault));
    }

    /// Takes all injected faults back.
    pub fn heal(&self) {
        self.shared.change(|state| state.faults.clear());
    }

    /// Calls this before and after each request takes effect, before it is answered.
    pub fn on_request(&self, hook: impl Fn(&ChatRequest, FaultMoment) + Send + Sync + 'static) {
        let mut slot = self
            .shared
            .hook
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *slot = Some(Arc::new(hook));
    }
}

impl Drop for DiscordStandIn {
    fn drop(&mut self) {
        self.shared.stop.cancel();
    }
}

fn origin(address: SocketAddr) -> String {
    let host = match address.ip() {
        ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(host, address.port()))
}
