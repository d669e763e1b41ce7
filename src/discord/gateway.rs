//! The connection to Discord: how it is opened, kept and closed.

use std::{
    collections::HashSet,
    num::NonZeroU64,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use serde::Deserialize;
use serenity::{
    Client,
    all::{ChannelId, GatewayError, GatewayIntents, GuildId, Ready, UserId},
    cache::Settings as CacheSettings,
    client::ClientBuilder,
    http::Route,
};
use thiserror::Error;
use tokio::{
    sync::{OnceCell, mpsc, watch},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    commands::ChatHandler,
    discord::{
        DiscordSettings,
        commands::{CommandDispatcher, options},
        menu::registration,
        registration::register,
        rest::{RestClient, RestError, http},
        salvage::{InteractionFields, UnreadableInteraction},
        sessions::SessionBudget,
        share::SharedCards,
    },
};

/// Why the connection cannot be kept.
#[derive(Debug, Error)]
pub enum DiscordError {
    /// The token is wrong.
    #[error(
        "Discord refuses the bot's token\nhint: take the current one from the page `Bot` of \
         the developer portal"
    )]
    Token,
    /// The bot asks for more than it may have.
    #[error("Discord refuses the gateway intents of the bot, which are `GUILDS` alone")]
    Intents,
    /// The connection breaks all the time. Discord resets the token after 1000 in a day.
    #[error(
        "more than 100 sessions with Discord were begun within an hour, expected one in days\n\
         hint: see whether another process uses the same token"
    )]
    TooManySessions,
    /// The connection ended by itself.
    #[error("the connection to Discord ended: {0}")]
    Ended(String),
}

/// The bot's face on Discord. Clones are the same face.
#[derive(Clone, Debug)]
pub struct DiscordClient(Arc<ClientInner>);

#[derive(Debug)]
struct ClientInner {
    settings: DiscordSettings,
    rest: Arc<RestClient>,
    own_id: OnceCell<UserId>,
    /// The threads that were open when last seen. A thread has the number of its message.
    threads: Mutex<HashSet<ChannelId>>,
    ready: watch::Sender<bool>,
    /// The answers that people wait for.
    answers: TaskTracker,
}

#[derive(Deserialize)]
struct GatewayUrl {
    url: String,
}

impl DiscordClient {
    /// A face that is not connected yet. It can post already.
    #[must_use]
    pub fn new(settings: DiscordSettings) -> Self {
        Self(Arc::new(ClientInner {
            rest: Arc::new(RestClient::new(&settings)),
            settings,
            own_id: OnceCell::new(),
            threads: Mutex::default(),
            ready: watch::Sender::new(false),
            answers: TaskTracker::new(),
        }))
    }

    /// Whether the bot has been connected: `true` from the first time on.
    #[must_use]
    pub fn ready(&self) -> watch::Receiver<bool> {
        self.0.ready.subscribe()
    }

    /// Answers commands until it is told to stop.
    ///
    /// # Errors
    ///
    /// A [`DiscordError`] where going on is useless or harmful; the process should end.
    pub async fn run(
        &self,
        front: Arc<dyn ChatHandler>,
        stop: CancellationToken,
    ) -> Result<(), DiscordError> {
        // Whatever was begun for this connection ends with it.
        let connection = stop.child_token();
        let _end = connection.clone().drop_guard();
        let client = self.client(front, &connection);
        let Some(connected) = stop.run_until_cancelled(client).await else {
            return Ok(());
        };
        let (mut client, mut faults) = connected?;
        let shards = Arc::clone(&client.shard_manager);
        let outcome = tokio::select! {
            ended = client.start() => return Err(fault(ended)),
            Some(fault) = faults.recv() => Err(fault),
            () = stop.cancelled() => Ok(()),
        };
        connection.cancel();
        self.0.answers.close();
        // With no shard running, the shutdown itself would not end.
        let farewell = async {
            self.0.answers.wait().await;
            shards.shutdown_all().await;
        };
        if timeout(self.settings().time_limits.farewell, farewell)
            .await
            .is_err()
        {
            tracing::warn!("the connection to Discord was cut without a farewell");
        }
        outcome
    }

    async fn client(
        &self,
        front: Arc<dyn ChatHandler>,
        connection: &CancellationToken,
    ) -> Result<(Client, mpsc::UnboundedReceiver<DiscordError>), DiscordError> {
        let url = self.gateway_url().await?;
        let (faults, heard) = mpsc::unbounded_channel();
        let sessions = SessionBudget {
            begun: Mutex::default(),
            faults,
            guild: self.guild(),
        };
        let framework = InteractionFields::new(self.framework(front, connection.clone()));
        let client = ClientBuilder::new_with_http(http(self.settings()), GatewayIntents::GUILDS)
            .framework(framework.clone())
            .event_handler(sessions)
            .raw_event_handler(UnreadableInteraction(framework))
            .cache_settings(no_cache())
            .await
            .map_err(|error| DiscordError::Ended(error.to_string()))?;
        // Its own attempt at the address falls back to Discord's without a word.
        *client.ws_url.lock().await = url;
        Ok((client, heard))
    }

    /// Asks for the address until there is one.
    async fn gateway_url(&self) -> Result<String, DiscordError> {
        let mut delays = ExponentialBuilder::default()
            .with_max_delay(Duration::from_secs(60))
            .without_max_times()
            .build();
        loop {
            let mut answer = self.rest().get(Route::Gateway, Vec::new()).await;
            if answer.as_ref().is_err_and(RestError::is_not_found) {
                answer = self.rest().get(Route::GatewayBot, Vec::new()).await;
            }
            let error = match answer {
                Ok(GatewayUrl { url }) => return Ok(url),
                Err(error) if error.is_bad_token() => return Err(DiscordError::Token),
                Err(error) => error,
            };
            let delay = delays.next().unwrap_or(Duration::from_secs(60));
            tracing::warn!(%error, ?delay, "Discord does not tell its gateway");
            tokio::time::sleep(delay).await;
        }
    }

    /// Setting up cannot fail: a framework whose setup failed would never answer anybody.
    fn framework(
        &self,
        front: Arc<dyn ChatHandler>,
        connection: CancellationToken,
    ) -> poise::Framework<CommandDispatcher, std::convert::Infallible> {
        let this = self.clone();
        let menu = front.menu();
        poise::Framework::builder()
            .options(options(&menu))
            .initialize_owners(false)
            .setup(move |_, ready, _| {
                this.begin(ready, registration(&menu), connection.clone());
                let face = CommandDispatcher {
                    front,
                    rest: Arc::clone(&this.0.rest),
                    sharing: SharedCards::default(),
                    time_limits: this.settings().time_limits,
                    guild: this.guild(),
                    connection,
                    answers: this.0.answers.clone(),
                };
                Box::pin(async move { Ok(face) })
            })
            .build()
    }

    fn begin(
        &self,
        ready: &Ready,
        commands: Vec<serenity::builder::CreateCommand>,
        connection: CancellationToken,
    ) {
        let (rest, application) = (Arc::clone(&self.0.rest), ready.application.id);
        // Somebody may have asked for it before.
        let _ = self.0.own_id.set(ready.user.id);
        let guild = self.guild();
        tokio::spawn(async move {
            register(&rest, application, guild, commands, connection).await;
        });
        self.0.ready.send_replace(true);
    }

    fn guild(&self) -> Option<GuildId> {
        self.settings()
            .guild
            .and_then(NonZeroU64::new)
            .map(GuildId::from)
    }

    pub(super) fn settings(&self) -> &DiscordSettings {
        &self.0.settings
    }

    /// The threads that were open when last seen.
    pub(super) fn threads(&self) -> MutexGuard<'_, HashSet<ChannelId>> {
        let threads = self.0.threads.lock();
        threads.unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn rest(&self) -> &RestClient {
        &self.0.rest
    }

    pub(super) fn own_id(&self) -> &OnceCell<UserId> {
        &self.0.own_id
    }
}

/// Everything that the bot shows comes with the interaction or from its own rooms.
fn no_cache() -> CacheSettings {
    let mut settings = CacheSettings::default();
    settings.max_messages = 0;
    settings.cache_guilds = false;
    settings.cache_channels = false;
    settings.cache_users = false;
    settings
}

fn fault(ended: serenity::Result<()>) -> DiscordError {
    match ended {
        Ok(()) => DiscordError::Ended("it was shut down from within".to_owned()),
        Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => DiscordError::Token,
        Err(serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        )) => DiscordError::Intents,
        Err(error) => DiscordError::Ended(error.to_string()),
    }
}
