//! The connection to Discord: how it is opened, kept and closed. No other file names a type of
//! serenity's gateway.

use std::{
    collections::{HashSet, VecDeque},
    num::NonZeroU64,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use serenity::{
    Client,
    all::{
        ChannelId, Context, GatewayError, GatewayIntents, Guild, GuildId, Interaction,
        RawEventHandler, Ready, UserId,
    },
    async_trait,
    client::ClientBuilder,
    http::Route,
    model::event::{Event, UnknownEvent},
};
use thiserror::Error;
use tokio::{
    sync::{OnceCell, mpsc, watch},
    time::{Instant, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    commands::{ChatHandler, MenuItem},
    discord::{
        DiscordSettings,
        dispatcher::CommandDispatcher,
        interaction::InteractionQuestion,
        registration::{menu_commands, register_commands},
        responder::SharedCards,
        rest::{RestClient, RestError, serenity_http},
    },
    watch::RetrySignal,
};

const HOUR: Duration = Duration::from_secs(3600);

/// The most new sessions in an hour. Discord resets the token after 1000 in a day.
const SESSIONS_PER_HOUR: usize = 100;

#[derive(Debug, Error)]
pub enum DiscordError {
    #[error(
        "Discord refuses the bot's token\nhint: take the current one from the page `Bot` of \
         the developer portal"
    )]
    Token,
    #[error("Discord refuses the gateway intents of the bot, which are `GUILDS` alone")]
    Intents,
    #[error(
        "more than 100 sessions with Discord were begun within an hour, expected one in days\n\
         hint: see whether another process uses the same token"
    )]
    TooManySessions,
    #[error("the connection to Discord ended: {0}")]
    Ended(String),
}

/// The bot on Discord. Clones share one connection.
#[derive(Clone, Debug)]
pub struct DiscordClient(pub(super) Arc<ClientInner>);

#[derive(Debug)]
pub(super) struct ClientInner {
    pub(super) settings: DiscordSettings,
    pub(super) rest: Arc<RestClient>,
    pub(super) own_id: OnceCell<UserId>,
    /// The threads that were open when last seen. A thread has the number of its message.
    threads: Mutex<HashSet<ChannelId>>,
    /// Given when permissions may have changed.
    pub(super) retry: RetrySignal,
    ready: watch::Sender<bool>,
    /// The answers that people wait for.
    answers: TaskTracker,
}

impl DiscordClient {
    /// Makes a client that can post already. [`run`](Self::run) connects it.
    pub fn new(settings: DiscordSettings) -> Self {
        Self(Arc::new(ClientInner {
            rest: Arc::new(RestClient::new(&settings)),
            settings,
            own_id: OnceCell::new(),
            threads: Mutex::default(),
            retry: RetrySignal::default(),
            ready: watch::Sender::new(false),
            answers: TaskTracker::new(),
        }))
    }

    /// Becomes `true` once the bot has been connected, and stays so.
    pub fn ready(&self) -> watch::Receiver<bool> {
        self.0.ready.subscribe()
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
        let client = self.connect(front, &connection);
        let Some(connected) = stop.run_until_cancelled(client).await else {
            return Ok(());
        };
        let (mut client, mut faults) = connected?;
        let shards = Arc::clone(&client.shard_manager);
        let outcome = tokio::select! {
            ended = client.start() => return Err(classify_end(ended)),
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
        let limit = self.0.settings.time_limits.farewell;
        if timeout(limit, farewell).await.is_err() {
            tracing::warn!(
                ?limit,
                "the connection to Discord was cut: the shutdown took too long"
            );
        }
        outcome
    }

    async fn connect(
        &self,
        front: Arc<ChatHandler>,
        connection: &CancellationToken,
    ) -> Result<(Client, mpsc::UnboundedReceiver<DiscordError>), DiscordError> {
        let url = self.gateway_url().await?;
        let (faults, heard) = mpsc::unbounded_channel();
        let menu = front.menu.clone();
        let events = GatewayEvents {
            client: self.clone(),
            dispatcher: CommandDispatcher {
                front,
                commands: menu.iter().map(|item| item.name).collect(),
                rest: Arc::clone(&self.0.rest),
                sharing: SharedCards::default(),
                time_limits: self.0.settings.time_limits,
                guild: self.guild(),
                connection: connection.clone(),
                answers: self.0.answers.clone(),
            },
            menu,
            is_registered: AtomicBool::new(false),
            sessions: Mutex::default(),
            faults,
        };
        let http = serenity_http(&self.0.settings);
        let client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
            .raw_event_handler(events)
            .await
            .map_err(|error| DiscordError::Ended(error.to_string()))?;
        // Its own attempt at the address silently falls back to Discord's.
        *client.ws_url.lock().await = url;
        Ok((client, heard))
    }

    /// Asks for the gateway's address until Discord gives one.
    async fn gateway_url(&self) -> Result<String, DiscordError> {
        #[derive(Deserialize)]
        struct GatewayUrl {
            url: String,
        }
        let mut delays = ExponentialBuilder::default()
            .with_max_delay(Duration::from_secs(60))
            .without_max_times()
            .build();
        loop {
            let mut answer = self.0.rest.get(Route::Gateway, Vec::new()).await;
            if answer.as_ref().is_err_and(RestError::is_not_found) {
                answer = self.0.rest.get(Route::GatewayBot, Vec::new()).await;
            }
            let error = match answer {
                Ok(GatewayUrl { url }) => return Ok(url),
                Err(error) if error.is_bad_token() => return Err(DiscordError::Token),
                Err(error) => error,
            };
            let delay = delays.next().unwrap_or(Duration::from_secs(60));
            tracing::warn!(%error, ?delay, "Discord did not give the gateway's address; trying again");
            tokio::time::sleep(delay).await;
        }
    }

    fn guild(&self) -> Option<GuildId> {
        let guild = self.0.settings.guild.and_then(NonZeroU64::new);
        guild.map(GuildId::from)
    }

    /// The threads that were open when last seen.
    pub(super) fn open_threads(&self) -> MutexGuard<'_, HashSet<ChannelId>> {
        let threads = self.0.threads.lock();
        threads.unwrap_or_else(PoisonError::into_inner)
    }
}

fn classify_end(ended: serenity::Result<()>) -> DiscordError {
    match ended {
        Ok(()) => DiscordError::Ended("it was shut down from within".to_owned()),
        Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => DiscordError::Token,
        Err(serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        )) => DiscordError::Intents,
        Err(error) => DiscordError::Ended(error.to_string()),
    }
}

/// Takes the events of the gateway. They are taken raw: serenity drops an interaction that it
/// cannot read, and the person who asked would wait in vain.
struct GatewayEvents {
    client: DiscordClient,
    dispatcher: CommandDispatcher,
    menu: Vec<MenuItem>,
    /// True once the registration of the commands has begun.
    is_registered: AtomicBool,
    /// The starts of the sessions of the last hour.
    sessions: Mutex<VecDeque<Instant>>,
    faults: mpsc::UnboundedSender<DiscordError>,
}

#[async_trait]
impl RawEventHandler for GatewayEvents {
    async fn raw_event(&self, _: Context, event: Event) {
        match event {
            Event::Ready(event) => self.take_ready(&event.ready),
            Event::Resumed(_) => tracing::info!("connected to Discord again"),
            Event::InteractionCreate(event) => {
                if let Some(question) = InteractionQuestion::from_interaction(&event.interaction) {
                    self.dispatcher.dispatch(&question).await;
                }
            }
            Event::Unknown(UnknownEvent { kind, value, .. }) => {
                self.take_unknown(&kind, &value).await;
            }
            _ => {}
        }
    }
}

impl GatewayEvents {
    fn take_ready(&self, ready: &Ready) {
        tracing::info!(bot = %ready.user.name, "connected to Discord");
        let guild = self.client.guild();
        if let Some(guild) = guild
            && !ready.guilds.iter().any(|member| member.id == guild)
        {
            tracing::error!(
                "the bot is not a member of server `{guild}`: invite it with the scopes `bot` \
                 and `applications.commands`, or correct the server's number"
            );
        }
        if count_session(&self.sessions, Instant::now()) > SESSIONS_PER_HOUR {
            // The receiver is gone only when the bot already stops.
            let _ = self.faults.send(DiscordError::TooManySessions);
        }
        // It may have been asked for before.
        let _ = self.client.0.own_id.set(ready.user.id);
        if !self.is_registered.swap(true, Ordering::Relaxed) {
            let (rest, application) = (Arc::clone(&self.client.0.rest), ready.application.id);
            let commands = menu_commands(&self.menu);
            let stop = self.dispatcher.connection.clone();
            tokio::spawn(async move {
                register_commands(&rest, application, guild, commands, stop).await;
            });
        }
        self.client.0.ready.send_replace(true);
    }

    /// Answers an interaction that serenity could not read, and logs the loss of other events.
    async fn take_unknown(&self, kind: &str, event: &Value) {
        let Some(error) = unreadable_reason(kind, event) else {
            return;
        };
        let question = match kind {
            "INTERACTION_CREATE" => InteractionQuestion::from_event(event),
            _ => None,
        };
        if let Some(question) = question {
            tracing::warn!(error, "an interaction has an unknown form; it is answered");
            self.dispatcher.dispatch(&question).await;
        } else {
            tracing::error!(kind, error, "a Discord event cannot be read and is lost");
        }
    }
}

/// Counts a new session, and returns the number of sessions within the last hour.
fn count_session(sessions: &Mutex<VecDeque<Instant>>, now: Instant) -> usize {
    let mut begun = sessions.lock().unwrap_or_else(PoisonError::into_inner);
    begun.push_back(now);
    begun.retain(|at| now.saturating_duration_since(*at) < HOUR);
    begun.len()
}

/// Returns why an event that the bot needs cannot be read. The event itself stays out of the
/// log: it holds tokens.
fn unreadable_reason(kind: &str, event: &Value) -> Option<String> {
    fn parse_error<T: DeserializeOwned>(event: &Value) -> Option<String> {
        T::deserialize(event).err().map(|error| error.to_string())
    }
    match kind {
        "INTERACTION_CREATE" => parse_error::<Interaction>(event),
        "READY" => parse_error::<Ready>(event),
        "GUILD_CREATE" => parse_error::<Guild>(event),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sessions_are_counted_by_the_hour() {
        let (sessions, start) = (Mutex::default(), Instant::now());
        assert_eq!(count_session(&sessions, start), 1);
        let later = start + Duration::from_secs(3599);
        assert_eq!(count_session(&sessions, later), 2);
        let later = start + Duration::from_secs(3601);
        assert_eq!(count_session(&sessions, later), 2);
    }

    #[test]
    fn an_unreadable_interaction_is_reported_with_the_reason_and_without_its_token() {
        let event = json!({"id": "1", "type": 2, "token": "s3cret"});
        let error = unreadable_reason("INTERACTION_CREATE", &event).unwrap();
        assert!(error.contains("missing field"), "{error}");
        assert!(!error.contains("s3cret"));
        assert_eq!(unreadable_reason("PRESENCE_UPDATE", &json!({})), None);
    }
}
