//! The bot on Discord: what it is made of, how it runs, and what can be asked of it.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use serenity::model::id::UserId;
use tokio::{
    sync::{OnceCell, watch},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    commands::ChatHandler,
    discord::{
        DiscordSettings,
        dispatcher::CommandDispatcher,
        error::DiscordError,
        gateway::{
            ConnectionContext, GatewayEvents, GatewayRunner, GuildBook, IdentifyBudget,
            IdentifyLog, PostingPlan,
        },
        responder::SharedCards,
        rest::RestClient,
    },
    telemetry::{GatewayLink, GatewayStatus},
    watch::RetrySignal,
};
use vigia_clock::Clock;

/// The bot on Discord. Clones share one connection.
#[derive(Clone, Debug)]
pub struct DiscordClient(pub(super) Arc<ClientInner>);

#[derive(Debug)]
pub(super) struct ClientInner {
    pub(super) settings: DiscordSettings,
    pub(super) rest: Arc<RestClient>,
    pub(super) own_id: OnceCell<UserId>,
    parts: ClientParts,
    /// Given when Discord may take what it refused before: after a connection, and after a change of
    /// a channel, of a role or of the server.
    pub(super) retry: RetrySignal,
    status: watch::Sender<GatewayStatus>,
    presence: watch::Sender<String>,
    /// The answers that people wait for.
    answers: TaskTracker,
}

/// What the connection shares with the rest of the bot.
#[derive(Clone)]
pub struct ClientParts {
    pub clock: Clock,
    pub identify_log: Arc<dyn IdentifyLog>,
    pub plan: PostingPlan,
}

impl Default for ClientParts {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            identify_log: Arc::new(Forgetful),
            plan: PostingPlan::default(),
        }
    }
}

impl std::fmt::Debug for ClientParts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientParts")
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}

/// Keeps nothing over a restart.
struct Forgetful;

impl IdentifyLog for Forgetful {
    fn load(&self) -> Vec<DateTime<Utc>> {
        Vec::new()
    }

    fn save(&self, _: &[DateTime<Utc>]) {}
}

impl DiscordClient {
    /// Makes a client on its own, which can post already. [`run`](Self::run) connects it.
    pub fn new(settings: DiscordSettings) -> Self {
        Self::with_parts(settings, ClientParts::default())
    }

    /// Makes a client that shares these parts with the rest of the bot.
    pub fn with_parts(settings: DiscordSettings, parts: ClientParts) -> Self {
        Self(Arc::new(ClientInner {
            rest: Arc::new(RestClient::new(&settings)),
            settings,
            own_id: OnceCell::new(),
            status: watch::Sender::new(GatewayStatus::starting(parts.clock.now())),
            parts,
            retry: RetrySignal::default(),
            presence: watch::Sender::default(),
            answers: TaskTracker::new(),
        }))
    }

    /// The state of the connection, and what of the configuration does not fit the servers.
    pub fn status(&self) -> watch::Receiver<GatewayStatus> {
        self.0.status.subscribe()
    }

    /// Waits until the bot is connected.
    pub async fn connected(&self) {
        let is_connected =
            |status: &GatewayStatus| matches!(status.link, GatewayLink::Connected { .. });
        // The sender is part of this client.
        let _ = self.status().wait_for(is_connected).await;
    }

    /// Returns the requests since the start: the route, the status and their number.
    pub fn request_counts(&self) -> Vec<(String, String, u64)> {
        self.0.rest.request_counts()
    }

    /// Shows these words beside the name of the bot. The newest ones are shown, a few times a minute
    /// at most.
    pub fn set_presence(&self, words: &str) {
        self.0.presence.send_if_modified(|shown| {
            let has_changed = shown != words;
            if has_changed {
                words.clone_into(shown);
            }
            has_changed
        });
    }

    /// Answers commands until `stop`.
    ///
    /// # Errors
    /// Returns a [`DiscordError`] where going on is useless or harmful; the process should end.
    pub async fn run(
        &self,
        front: Arc<ChatHandler>,
        stop: CancellationToken,
    ) -> Result<(), DiscordError> {
        // All that is begun for this connection ends with it.
        let connection = stop.child_token();
        let _end = connection.clone().drop_guard();
        let outcome = GatewayRunner::new(self.context(front, &connection))
            .run()
            .await;
        connection.cancel();
        self.0.answers.close();
        let limit = self.0.settings.time_limits.farewell;
        if timeout(limit, self.0.answers.wait()).await.is_err() {
            tracing::warn!(?limit, "answers were cut off: they took too long");
        }
        outcome
    }

    fn context(
        &self,
        front: Arc<ChatHandler>,
        connection: &CancellationToken,
    ) -> ConnectionContext {
        let inner = &self.0;
        let (settings, parts) = (inner.settings.clone(), inner.parts.clone());
        let menu = front.menu.clone();
        let dispatcher = CommandDispatcher {
            front,
            commands: menu.iter().map(|item| item.name).collect(),
            rest: Arc::clone(&inner.rest),
            sharing: SharedCards::default(),
            time_limits: settings.time_limits,
            guilds: settings.guilds.iter().copied().collect::<BTreeSet<u64>>(),
            connection: connection.clone(),
            answers: inner.answers.clone(),
        };
        let events = GatewayEvents {
            dispatcher: Arc::new(dispatcher),
            menu,
            rest: Arc::clone(&inner.rest),
            plan: parts.plan,
            retry: inner.retry.clone(),
            status: inner.status.clone(),
            own: 0,
            guilds: GuildBook::default(),
            is_registered: false,
            settings,
        };
        let now = parts.clock.now();
        ConnectionContext {
            token: events.settings.token.clone(),
            limits: events.settings.time_limits,
            budget: IdentifyBudget::new(parts.identify_log.load(), now),
            identify_log: parts.identify_log,
            clock: parts.clock,
            stop: connection.clone(),
            presence: inner.presence.subscribe(),
            session: None,
            events,
        }
    }
}
