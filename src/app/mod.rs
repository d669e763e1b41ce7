//! The composition root: builds the parts of the bot, runs the long tasks and ends them in
//! order; and builds what one question from the terminal needs.

mod keeper;
mod reception;
mod reload;
pub mod report;
mod tenant;

use std::{collections::BTreeMap, future::Future, net::SocketAddr, sync::Arc, time::Duration};

use thiserror::Error;
use tokio::{
    sync::Notify,
    task::{JoinError, JoinSet},
};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::{
    commands,
    config::{Config, OperationConfig},
    discord::{self, DiscordClient, TimeLimits},
    telemetry::{HealthState, serve_health},
    watch::{
        CardRenderer, CycleParts, OperationLocale, OutboxDispatcher, PollCycle, PollPace,
        SummaryScheduler, watch_operation,
    },
};
use keeper::{AlertKeeper, WatchedOperation};
use reception::{ReportReading, reception};
use reload::RuleReloader;
use tenant::{access, asked_of, gate, words};
use vigia_cards::{Locale, Words};
use vigia_clock::Clock;
use vigia_core::{metrics::OperationName, rules::ActiveRules};
use vigia_store::{Store, StoreError, StoreSettings};
use vigia_wolkvox::{GateWorker, NameDirectory, OperationAccessError, QuotaSpent, RequestGate};

/// How long the parts have to end in order.
const FAREWELL: Duration = Duration::from_secs(20);

/// How often old history is removed.
const PRUNE_EVERY: Duration = Duration::from_secs(3600);

/// Why the bot cannot start, or cannot go on.
#[derive(Debug, Error)]
pub enum StartupError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An operation's address or token.
    #[error("operation `{operation}`: {fault}")]
    Operation {
        /// Which one.
        operation: OperationName,
        /// What is wrong with it.
        fault: OperationAccessError,
    },
    /// The chat.
    #[error(transparent)]
    Chat(#[from] discord::DiscordError),
    /// The health page.
    #[error("the health page cannot be served: {0}")]
    Health(#[from] std::io::Error),
    /// A part ended although nobody told it to.
    #[error("the part `{0}` ended by itself")]
    Ended(&'static str),
    /// A part panicked.
    #[error("a part panicked: {0}")]
    Panicked(String),
}

/// What became of a part, by its name.
type Ended = (&'static str, Result<(), StartupError>);

/// The bot, built but not yet running.
pub struct Application {
    clock: Clock,
    pace: PollPace,
    catch_up: Duration,
    store: Store,
    workers: Vec<GateWorker>,
    directories: Vec<NameDirectory>,
    cycles: Vec<PollCycle>,
    summarists: Vec<SummaryScheduler>,
    courier: OutboxDispatcher<DiscordClient>,
    discord: DiscordClient,
    reload: RuleReloader,
    desk: Arc<dyn commands::ChatHandler>,
    health: Option<SocketAddr>,
}

impl Application {
    /// Opens the store and builds the parts. Nothing is asked or told yet.
    ///
    /// # Errors
    /// Where the store cannot be opened or an operation cannot be asked.
    pub fn build(
        config: Config,
        clock: Clock,
        health: Option<SocketAddr>,
    ) -> Result<Self, StartupError> {
        let store = Store::open(StoreSettings {
            keep: config.store.keep,
            ..StoreSettings::new(&config.store.path)
        })?;
        let discord = face(&config);
        let wake_courier = Arc::new(Notify::new());
        let rules = ActiveRules::new(config.rules);
        let policy = Arc::new(config.policy);
        let (mut workers, mut directories, mut cycles) = (vec![], vec![], vec![]);
        let (mut voices, mut asked) = (BTreeMap::new(), vec![]);
        let mut summarists = vec![];
        let mut watched = BTreeMap::new();
        for operation in &config.operations {
            let (gate, worker) = counted_gate(operation, &clock, &store)?;
            let known = store.skills(&operation.name)?;
            let directory = NameDirectory::knowing(gate.clone(), known);
            let words = words(operation);
            let kept = Some(store.clone());
            let reports = ReportReading::of(operation, gate.clone(), directory.clone(), kept);
            let summaries = &config.summaries;
            let all = rules.clone();
            asked.push(asked_of(operation, reports, all, config.poll, summaries));
            let parts = CycleParts {
                operation: operation.name.clone(),
                gate: gate.clone(),
                directory: directory.clone(),
                zone: operation.timezone,
                every: config.poll.every,
                rules: rules.clone(),
                policy: Arc::clone(&policy),
                store: store.clone(),
                clock: clock.clone(),
                wake_courier: Arc::clone(&wake_courier),
            };
            summarists.push(SummaryScheduler::of(&parts, summaries, config.poll.settle));
            cycles.push(PollCycle::resume(parts)?);
            watched.insert(
                operation.name.clone(),
                WatchedOperation::of(operation, gate.clone(), directory.clone()),
            );
            let voice = OperationLocale {
                words,
                directory: directory.clone(),
            };
            voices.insert(operation.name.clone(), voice);
            workers.push(worker);
            directories.push(directory);
        }
        let voices = Arc::new(CardRenderer::new(voices, otherwise(&config.operations)));
        let reload = RuleReloader::new(reload::ReloadParts {
            source: config.rules_source.clone(),
            rules: rules.clone(),
            policy,
            operation: config.operations.first().map(|first| first.name.clone()),
            store: store.clone(),
            clock: clock.clone(),
            wake_courier: Arc::clone(&wake_courier),
        });
        let keeper = AlertKeeper {
            store: store.clone(),
            rules,
            source: config.rules_source,
            reload: reload.clone(),
            watched,
            every: config.poll.every,
            started_at: clock.now(),
            wake_courier: Arc::clone(&wake_courier),
        };
        Ok(Self {
            pace: PollPace {
                every: config.poll.every,
                settle: config.poll.settle,
            },
            catch_up: config.poll.catch_up,
            reload,
            courier: OutboxDispatcher::new(
                discord.clone(),
                store.clone(),
                voices,
                clock.clone(),
                wake_courier,
            ),
            desk: reception(
                commands::CommandService::new(asked, access(config.access), keeper),
                clock.clone(),
            ),
            clock,
            store,
            workers,
            directories,
            cycles,
            summarists,
            discord,
            health,
        })
    }

    /// Runs until told to stop, or until a part fails; then ends the others in order.
    ///
    /// # Errors
    /// The fault of the part that failed.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StartupError> {
        let store = self.store.clone();
        let mut tasks = self.start(&stop);
        let first = tokio::select! {
            () = stop.cancelled() => Ok(()),
            ended = tasks.join_next() => outcome(ended, stop.is_cancelled()),
        };
        stop.cancel();
        let farewell = async {
            while let Some(ended) = tasks.join_next().await {
                if let Err(fault) = outcome(Some(ended), true) {
                    error!(%fault, "a part did not end in order");
                }
            }
        };
        if tokio::time::timeout(FAREWELL, farewell).await.is_err() {
            warn!("some parts did not end within {} s", FAREWELL.as_secs());
        }
        let flushed = store.blocking(Store::flush).await;
        // A store that failed cannot be flushed either: what failed first is to be told.
        first?;
        Ok(flushed?)
    }

    fn start(self, stop: &CancellationToken) -> JoinSet<Ended> {
        let mut tasks = JoinSet::new();
        for worker in self.workers {
            spawn(&mut tasks, "gate", ok(worker.run(stop.clone())));
        }
        for directory in self.directories {
            let stop = stop.clone();
            spawn(&mut tasks, "directory", async move {
                directory.run(stop).await;
                Ok(())
            });
        }
        let health = HealthState::default();
        for cycle in self.cycles {
            let part = format!("polls of {}", cycle.operation());
            let within = self.clock.real(self.pace.every * 3);
            let health = health.clone();
            health.beat(&part, within);
            let done = move || health.beat(&part, within);
            let clock = self.clock.clone();
            let watching =
                watch_operation(cycle, self.pace, self.catch_up, clock, stop.clone(), done);
            spawn(&mut tasks, "watch", async { Ok(watching.await?) });
        }
        for summarist in self.summarists {
            let making = summarist.run(stop.clone());
            spawn(&mut tasks, "summaries", async { Ok(making.await?) });
        }
        spawn(&mut tasks, "reload", self.reload.run(stop.clone()));
        let courier = self.courier.run(stop.clone());
        spawn(&mut tasks, "courier", async { Ok(courier.await?) });
        let pruning = prune(self.store, self.clock, stop.clone());
        spawn(&mut tasks, "retention", pruning);
        if let Some(address) = self.health {
            let page = serve_health(address, health, stop.clone());
            spawn(&mut tasks, "health page", async { Ok(page.await?) });
        }
        let (discord, desk, stop) = (self.discord, self.desk, stop.clone());
        spawn(&mut tasks, "chat", async move {
            Ok(discord.run(desk, stop).await?)
        });
        info!("started");
        tasks
    }
}

fn face(config: &Config) -> DiscordClient {
    DiscordClient::new(discord::DiscordSettings {
        token: config.discord.token.clone(),
        guild: config.discord.guild,
        api_url: config.discord.api_url.clone(),
        channels: config.channels.clone(),
        roles: config.roles.clone(),
        time_limits: TimeLimits::default(),
    })
}

/// How operations are spoken of that are no longer configured.
fn otherwise(operations: &[OperationConfig]) -> Words {
    operations.first().map_or_else(
        || Words::new(Locale::from_tag("en"), chrono_tz::Tz::UTC),
        words,
    )
}

/// The gate of an operation, whose count of calls outlives the bot.
fn counted_gate(
    operation: &OperationConfig,
    clock: &Clock,
    store: &Store,
) -> Result<(RequestGate, GateWorker), StartupError> {
    let spent = store
        .spent(&operation.name)?
        .map(|(day, calls)| QuotaSpent { day, calls });
    let (name, keeper) = (operation.name.clone(), store.clone());
    let on_spend = move |spent: &QuotaSpent| {
        if let Err(fault) = keeper.save_spent(&name, spent.day, spent.calls) {
            warn!(%fault, "the count of calls could not be kept");
        }
    };
    gate(operation, clock, spent, on_spend)
}

async fn prune(store: Store, clock: Clock, stop: CancellationToken) -> Result<(), StartupError> {
    loop {
        let now = clock.now();
        while !store.blocking(move |store| store.prune(now)).await?.is_done {}
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(PRUNE_EVERY) => {}
        }
    }
}

fn spawn(
    tasks: &mut JoinSet<Ended>,
    part: &'static str,
    work: impl Future<Output = Result<(), StartupError>> + Send + 'static,
) {
    tasks.spawn(async move { (part, work.await) });
}

async fn ok(work: impl Future<Output = ()>) -> Result<(), StartupError> {
    work.await;
    Ok(())
}

/// What the end of a part means.
fn outcome(ended: Option<Result<Ended, JoinError>>, was_told: bool) -> Result<(), StartupError> {
    match ended {
        None => Ok(()),
        Some(Ok((_, Err(fault)))) => Err(fault),
        Some(Ok((_, Ok(())))) if was_told => Ok(()),
        Some(Ok((part, Ok(())))) => Err(StartupError::Ended(part)),
        Some(Err(panic)) => Err(StartupError::Panicked(panic.to_string())),
    }
}
