//! The composition root: builds the parts of the bot, runs the long tasks and ends them in
//! order; and builds what one question from the terminal needs.

pub mod report;
mod store_mount;
mod tenant;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, Utc};
use thiserror::Error;
use tokio::{
    sync::Notify,
    task::{JoinError, JoinSet},
};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::{
    commands::{
        AlertActions, ChatHandler, CommandOperation, CommandService, RuleJudge, chat_handler,
    },
    config::{Config, OperationConfig},
    discord::{
        self, ClientParts, DiscordClient, DiscordSettings, IdentifyLog, PostingPlan, TimeLimits,
    },
    health::{
        HealthMonitor, HealthPage, HealthProbe, Heartbeat, MetricSources, MonitorParts, ProbeParts,
        TaskPulse, serve_health,
    },
    watch::{
        CardRenderer, CycleParts, OperationLocale, OutboxDispatcher, PollCycle, PollPace,
        ReloadParts, RuleReloadError, RuleReloader, SummaryScheduler, watch_operation,
    },
};
use store_mount::warn_of_volatile_store;
use tenant::{command_access, command_operation, operation_gate, operation_words};
use vigia_cards::{Locale, Words};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{ChannelTraffic, Event, EventContent, OpsNotice},
    metrics::OperationName,
    rules::{ActiveRules, ChannelName},
};
use vigia_store::{RecoveryReport, Store, StoreError, StoreSettings};
use vigia_wolkvox::{GateWorker, NameDirectory, OperationAccessError, QuotaSpent, RequestGate};

/// The time within which the parts must end in order.
const SHUTDOWN_LIMIT: Duration = Duration::from_secs(20);

const MAINTAIN_EVERY: Duration = Duration::from_secs(3600);

/// The reason why the bot cannot start, or cannot go on.
#[derive(Debug, Error)]
pub enum StartupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("operation `{operation}`: {fault}")]
    Operation {
        operation: OperationName,
        fault: OperationAccessError,
    },
    #[error(transparent)]
    Chat(#[from] discord::DiscordError),
    #[error(transparent)]
    Reload(#[from] RuleReloadError),
    #[error("the health page cannot be served: {0}")]
    Health(#[from] std::io::Error),
    #[error("the part `{0}` ended by itself")]
    Ended(&'static str),
    #[error("a part panicked: {0}")]
    Panicked(String),
}

/// The name of a part that ended, and its result.
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
    schedulers: Vec<SummaryScheduler>,
    dispatcher: OutboxDispatcher<DiscordClient>,
    discord: DiscordClient,
    reload: RuleReloader,
    chat: Arc<ChatHandler>,
    monitor: HealthMonitor,
    polled: Arc<Notify>,
    health: Option<(SocketAddr, HealthPage)>,
}

impl Application {
    /// Opens the store and builds the parts. No request is made yet.
    #[expect(
        clippy::too_many_lines,
        reason = "each part is built once, from those before it"
    )]
    pub fn build(
        config: Config,
        clock: Clock,
        health: Option<SocketAddr>,
    ) -> Result<Self, StartupError> {
        let store = Store::open(StoreSettings {
            keep: config.store.keep,
            backup: config.store.backup,
            ..StoreSettings::new(&config.store.path)
        })?;
        warn_of_volatile_store(&config.store.path);
        let wake_dispatcher = Arc::new(Notify::new());
        let discord = discord_client(&config, &clock, &store);
        let rules = ActiveRules::new(config.rules);
        let policy = Arc::new(config.policy);
        let traffic = Arc::<Mutex<ChannelTraffic>>::default();
        if let Some(report) = store.untold_recovery()? {
            let operation = config.operations.first();
            let notice = operation.zip(policy.ops.clone()).map(|(first, channel)| {
                recovery_notice(&report, first.name.clone(), channel, clock.now())
            });
            store.pass_on_recovery(notice.as_ref())?;
        }
        let (mut workers, mut directories, mut cycles) = (vec![], vec![], vec![]);
        let (mut locales, mut operations) = (BTreeMap::new(), vec![]);
        let mut schedulers = vec![];
        for operation in &config.operations {
            let (gate, worker) = counted_gate(operation, &clock, &store)?;
            let known = store.skills(&operation.name)?;
            let directory = NameDirectory::knowing(gate.clone(), known);
            let words = operation_words(operation);
            let summaries = &config.summaries;
            operations.push(command_operation(
                operation,
                directory.clone(),
                gate.clone(),
                Some(store.clone()),
                rules.clone(),
                (config.poll, summaries),
            ));
            let parts = CycleParts {
                operation: operation.name.clone(),
                gate,
                directory: directory.clone(),
                zone: operation.timezone,
                every: config.poll.every,
                rules: rules.clone(),
                policy: Arc::clone(&policy),
                traffic: Arc::clone(&traffic),
                store: store.clone(),
                clock: clock.clone(),
                wake_dispatcher: Arc::clone(&wake_dispatcher),
            };
            schedulers.push(SummaryScheduler::of(&parts, summaries, config.poll.settle));
            cycles.push(PollCycle::resume(parts)?);
            let locale = OperationLocale {
                words,
                directory: directory.clone(),
            };
            locales.insert(operation.name.clone(), locale);
            workers.push(worker);
            directories.push(directory);
        }
        let locales = Arc::new(CardRenderer::new(
            locales,
            default_words(&config.operations),
        ));
        let reload = RuleReloader::new(ReloadParts {
            source: config.rules_source,
            rules,
            policy: Arc::clone(&policy),
            operation: config.operations.first().map(|first| first.name.clone()),
            store: store.clone(),
            clock: clock.clone(),
            wake_dispatcher: Arc::clone(&wake_dispatcher),
        });
        let dispatcher = OutboxDispatcher::new(
            discord.clone(),
            store.clone(),
            locales,
            clock.clone(),
            Arc::clone(&wake_dispatcher),
        );
        let channels: Vec<_> = config.channels.keys().cloned().collect();
        let probe = HealthProbe::new(ProbeParts {
            store: store.clone(),
            reloader: reload.clone(),
            delivery: dispatcher.status(),
            channels: channels.clone(),
            started_at: clock.now(),
            every: config.poll.every,
            settle: config.poll.settle,
            gateway: discord.status(),
        });
        let watched: Vec<_> = operations.iter().map(CommandOperation::watched).collect();
        let polled = Arc::new(Notify::new());
        let presented = discord.clone();
        let monitor = HealthMonitor::resume(MonitorParts {
            probe: probe.clone(),
            operations: watched.clone(),
            words: default_words(&config.operations),
            policy: Arc::clone(&policy),
            channels,
            store: store.clone(),
            clock: clock.clone(),
            polled: Arc::clone(&polled),
            wake_dispatcher: Arc::clone(&wake_dispatcher),
            present: Box::new(move |text| presented.set_presence(text)),
            heartbeat: config.heartbeat.map(|it| Heartbeat::new(it.url, it.every)),
        })?;
        let tallies = cycles.iter().map(PollCycle::tally);
        let (counted, gateway) = (discord.clone(), discord.status());
        let page = HealthPage {
            probe: probe.clone(),
            operations: watched.clone(),
            pulse: TaskPulse::default(),
            metrics: MetricSources {
                store: store.clone(),
                operations: watched.into_iter().zip(tallies).collect(),
                discord_requests: Box::new(move || counted.request_counts()),
                gateway_reconnects: Box::new(move || gateway.borrow().reconnects),
            },
            clock: clock.clone(),
            zone: config
                .operations
                .first()
                .map_or(chrono_tz::Tz::UTC, |first| first.timezone),
        };
        let service = CommandService {
            operations,
            access: command_access(config.access),
            alerts: AlertActions {
                store: store.clone(),
                reloader: reload.clone(),
                wake_dispatcher: Arc::clone(&wake_dispatcher),
                health: probe,
                judge: RuleJudge::LastPoll,
            },
        };
        Ok(Self {
            pace: PollPace {
                every: config.poll.every,
                settle: config.poll.settle,
            },
            catch_up: config.poll.catch_up,
            reload,
            dispatcher,
            chat: Arc::new(chat_handler(service, clock.clone())),
            clock,
            store,
            workers,
            directories,
            cycles,
            schedulers,
            discord,
            monitor,
            polled,
            health: health.map(|address| (address, page)),
        })
    }

    /// Runs until `stop`, or until a part fails; then ends the others in order.
    pub async fn run(self, stop: CancellationToken) -> Result<(), StartupError> {
        let store = self.store.clone();
        let mut tasks = self.start(&stop);
        let first = tokio::select! {
            () = stop.cancelled() => Ok(()),
            ended = tasks.join_next() => part_outcome(ended, stop.is_cancelled()),
        };
        stop.cancel();
        let farewell = async {
            while let Some(ended) = tasks.join_next().await {
                if let Err(fault) = part_outcome(Some(ended), true) {
                    error!(%fault, "a part did not end in order");
                }
            }
        };
        if tokio::time::timeout(SHUTDOWN_LIMIT, farewell)
            .await
            .is_err()
        {
            warn!(
                "some parts did not end within {} s",
                SHUTDOWN_LIMIT.as_secs()
            );
        }
        let flushed = store.blocking(Store::flush).await;
        // A store that failed cannot be flushed either: the first failure is the one to report.
        first?;
        Ok(flushed?)
    }

    fn start(self, stop: &CancellationToken) -> JoinSet<Ended> {
        let mut tasks = JoinSet::new();
        for worker in self.workers {
            spawn_part(&mut tasks, "gate", without_fault(worker.run(stop.clone())));
        }
        for directory in self.directories {
            let stop = stop.clone();
            spawn_part(&mut tasks, "directory", async move {
                directory.run(stop).await;
                Ok(())
            });
        }
        let pulse = self.health.as_ref().map(|(_, page)| page.pulse.clone());
        let pulse = pulse.unwrap_or_default();
        for cycle in self.cycles {
            let part = format!("polls of {}", cycle.operation());
            let within = self.clock.real(self.pace.every * 3);
            let (pulse, polled) = (pulse.clone(), Arc::clone(&self.polled));
            pulse.beat(&part, within);
            let done = move || {
                pulse.beat(&part, within);
                polled.notify_one();
            };
            let clock = self.clock.clone();
            let watching =
                watch_operation(cycle, self.pace, self.catch_up, clock, stop.clone(), done);
            spawn_part(&mut tasks, "watch", async { Ok(watching.await?) });
        }
        for scheduler in self.schedulers {
            let making = scheduler.run(stop.clone());
            spawn_part(&mut tasks, "summaries", async { Ok(making.await?) });
        }
        let reloading = self.reload.run(stop.clone());
        spawn_part(&mut tasks, "reload", async { Ok(reloading.await?) });
        let dispatcher = self.dispatcher.run(stop.clone());
        spawn_part(&mut tasks, "dispatcher", async { Ok(dispatcher.await?) });
        let keeping = maintain_store(self.store, self.clock, stop.clone());
        spawn_part(&mut tasks, "store", keeping);
        let monitoring = self.monitor.run(stop.clone());
        spawn_part(&mut tasks, "health", async { Ok(monitoring.await?) });
        if let Some((address, page)) = self.health {
            let page = serve_health(address, page, stop.clone());
            spawn_part(&mut tasks, "health page", async { Ok(page.await?) });
        }
        let (discord, chat, stop) = (self.discord, self.chat, stop.clone());
        spawn_part(&mut tasks, "chat", async move {
            Ok(discord.run(chat, stop).await?)
        });
        info!("started");
        tasks
    }
}

/// Keeps the times of IDENTIFY in the store. Without them the bot still works, and counts only the
/// sessions since its start.
struct StoredIdentifies(Store);

impl IdentifyLog for StoredIdentifies {
    fn load(&self) -> Vec<DateTime<Utc>> {
        self.0.identifies().unwrap_or_else(|fault| {
            warn!(%fault, "the times of earlier sessions with Discord cannot be read");
            Vec::new()
        })
    }

    fn save(&self, times: &[DateTime<Utc>]) {
        if let Err(fault) = self.0.keep_identifies(times) {
            warn!(%fault, "the time of a session with Discord cannot be kept");
        }
    }
}

/// The post to the people who run the bot after the store was recovered.
fn recovery_notice(
    report: &RecoveryReport,
    operation: OperationName,
    channel: ChannelName,
    at: DateTime<Utc>,
) -> Event {
    let text = report.to_string();
    Event {
        operation,
        at,
        news: EventContent::Notice(OpsNotice {
            channel,
            is_bad: true,
            title: "🗄 The store was damaged and has been recovered".to_owned(),
            lines: text
                .split_inclusive(". ")
                .map(|line| line.trim().to_owned())
                .collect(),
        }),
    }
}

fn discord_client(config: &Config, clock: &Clock, store: &Store) -> DiscordClient {
    let parts = ClientParts {
        clock: clock.clone(),
        identify_log: Arc::new(StoredIdentifies(store.clone())),
        plan: posting_plan(config),
    };
    DiscordClient::with_parts(discord_settings(config), parts)
}

/// The places that the bot posts to.
pub fn posting_plan(config: &Config) -> PostingPlan {
    PostingPlan {
        channels: config.notified.channels.clone(),
        mentions: config.notified.mentions.clone(),
    }
}

/// The settings of the connection to Discord.
pub fn discord_settings(config: &Config) -> DiscordSettings {
    DiscordSettings {
        token: config.discord.token.clone(),
        guilds: config.discord.guilds.clone(),
        api_url: config.discord.api_url.clone(),
        channels: config.channels.clone(),
        roles: config.roles.clone(),
        time_limits: TimeLimits::default(),
    }
}

/// The words for events of operations that are no longer configured.
fn default_words(operations: &[OperationConfig]) -> Words {
    operations.first().map_or_else(
        || Words::new(Locale::from_tag("en"), chrono_tz::Tz::UTC),
        operation_words,
    )
}

/// Builds the gate of an operation, whose count of requests is stored.
fn counted_gate(
    operation: &OperationConfig,
    clock: &Clock,
    store: &Store,
) -> Result<(RequestGate, GateWorker), StartupError> {
    let spent = store
        .spent(&operation.name)?
        .map(|(day, calls)| QuotaSpent { day, calls });
    let (name, kept) = (operation.name.clone(), store.clone());
    let on_spend = move |spent: &QuotaSpent| {
        if let Err(fault) = kept.save_spent(&name, spent.day, spent.calls) {
            warn!(%fault, "the count of calls could not be kept");
        }
    };
    operation_gate(operation, clock, spent, on_spend)
}

/// Removes old figures and makes backups.
async fn maintain_store(
    store: Store,
    clock: Clock,
    stop: CancellationToken,
) -> Result<(), StartupError> {
    loop {
        let now = clock.now();
        while !store.blocking(move |store| store.prune(now)).await?.is_done {}
        let back_up = move |store: &Store| store.back_up_if_due(now);
        if store.blocking(back_up).await? {
            info!("backup of the store made");
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(MAINTAIN_EVERY) => {}
        }
    }
}

fn spawn_part(
    tasks: &mut JoinSet<Ended>,
    part: &'static str,
    work: impl Future<Output = Result<(), StartupError>> + Send + 'static,
) {
    tasks.spawn(async move { (part, work.await) });
}

async fn without_fault(work: impl Future<Output = ()>) -> Result<(), StartupError> {
    work.await;
    Ok(())
}

fn part_outcome(
    ended: Option<Result<Ended, JoinError>>,
    was_told: bool,
) -> Result<(), StartupError> {
    match ended {
        None => Ok(()),
        Some(Ok((_, Err(fault)))) => Err(fault),
        Some(Ok((_, Ok(())))) if was_told => Ok(()),
        Some(Ok((part, Ok(())))) => Err(StartupError::Ended(part)),
        Some(Err(panic)) => Err(StartupError::Panicked(panic.to_string())),
    }
}
