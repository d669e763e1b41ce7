//! What the bot does about the events of the gateway. They are read from the JSON: a derived reader
//! drops an interaction for one odd field, and the person who asked would wait in vain.

use std::{collections::BTreeSet, sync::Arc};

use serde_json::Value;
use serenity::model::id::{ApplicationId, GuildId};
use tokio::sync::watch;

use crate::{
    commands::MenuItem,
    discord::{
        DiscordSettings,
        dispatcher::CommandDispatcher,
        gateway::guild_check::{GuildBook, PostingPlan},
        interaction::InteractionQuestion,
        json::{list_of, number, text},
        registration::{CommandScope, menu_commands, register_commands},
        rest::RestClient,
    },
    telemetry::{GatewayStatus, GuildProblem},
    watch::RetrySignal,
};

/// The first event of a session.
pub(super) struct ReadyEvent {
    pub(super) session: String,
    /// The address at which the session can be resumed.
    pub(super) resume_address: Option<String>,
    pub(super) user: u64,
    user_name: String,
    application: u64,
    /// The servers of the bot.
    pub(super) guilds: BTreeSet<u64>,
}

impl ReadyEvent {
    pub(super) fn from_json(event: &Value) -> Option<Self> {
        let user = number(&event["user"], "id")?;
        let guilds = list_of(event, "guilds").filter_map(|guild| number(guild, "id"));
        Some(Self {
            session: text(event, "session_id")?,
            resume_address: text(event, "resume_gateway_url"),
            user,
            user_name: text(&event["user"], "username").unwrap_or_default(),
            // The two have the same number unless the bot is very old.
            application: number(&event["application"], "id").unwrap_or(user),
            guilds: guilds.collect(),
        })
    }
}

pub(in crate::discord) struct GatewayEvents {
    pub(in crate::discord) dispatcher: Arc<CommandDispatcher>,
    pub(in crate::discord) menu: Vec<MenuItem>,
    pub(in crate::discord) rest: Arc<RestClient>,
    pub(in crate::discord) settings: DiscordSettings,
    pub(in crate::discord) plan: PostingPlan,
    /// Given when posts that were refused may be taken now.
    pub(in crate::discord) retry: RetrySignal,
    pub(in crate::discord) status: watch::Sender<GatewayStatus>,
    /// The bot's own number, once it is known.
    pub(in crate::discord) own: u64,
    pub(in crate::discord) guilds: GuildBook,
    /// True once the registration of the commands has begun.
    pub(in crate::discord) is_registered: bool,
}

impl GatewayEvents {
    pub(super) fn take_ready(&mut self, ready: &ReadyEvent) {
        tracing::info!(bot = %ready.user_name, "connected to Discord");
        self.own = ready.user;
        self.guilds.take_ready(&self.settings.guilds, &ready.guilds);
        self.publish_problems();
        self.retry.retry_soon();
        if !std::mem::replace(&mut self.is_registered, true) {
            self.register(ready);
        }
    }

    pub(super) fn take_resumed(&self) {
        tracing::info!("connected to Discord again");
        self.retry.retry_soon();
    }

    pub(super) fn take(&mut self, kind: &str, event: &Value) {
        if kind == "INTERACTION_CREATE" {
            self.take_interaction(event);
        } else if self
            .guilds
            .take(&self.settings.guilds, kind, event, self.own)
        {
            self.publish_problems();
            self.retry.retry_soon();
        }
    }

    fn take_interaction(&self, event: &Value) {
        let Some(question) = InteractionQuestion::from_event(event) else {
            // The event itself stays out of the log: it holds a token.
            tracing::error!(
                kind = number(event, "type"),
                "an interaction cannot be read and is lost"
            );
            return;
        };
        let dispatcher = Arc::clone(&self.dispatcher);
        let answering = async move { dispatcher.dispatch(&question).await };
        self.dispatcher.answers.spawn(answering);
    }

    /// Compares the configuration with the servers, and logs what has changed.
    fn publish_problems(&self) {
        let problems = self
            .guilds
            .find_problems(&self.settings, &self.plan, self.own);
        let is_in = |list: &[GuildProblem], problem| list.contains(problem);
        let before = self.status.borrow().problems.clone();
        for problem in problems.iter().filter(|it| !is_in(&before, it)) {
            tracing::error!(setting = problem.setting, "{problem}");
        }
        for solved in before.iter().filter(|it| !is_in(&problems, it)) {
            tracing::info!(setting = solved.setting, "solved: {solved}");
        }
        self.status.send_if_modified(|status| {
            let has_changed = status.problems != problems;
            status.problems = problems;
            has_changed
        });
    }

    /// Registers the commands in the servers of the configuration, and removes them everywhere else:
    /// a command that is registered twice is shown twice.
    fn register(&self, ready: &ReadyEvent) {
        let Some(application) = id(ready.application).map(ApplicationId::from) else {
            return;
        };
        let guild = |number: &u64| id(*number).map(|id| CommandScope::Guild(GuildId::from(id)));
        let wanted: BTreeSet<u64> = self.settings.guilds.iter().copied().collect();
        let others = ready.guilds.difference(&wanted).filter_map(guild);
        let emptied = others
            .chain([CommandScope::Global])
            .map(|scope| (scope, Vec::new()));
        let commands = menu_commands(&self.menu);
        let filled = wanted
            .iter()
            .filter_map(guild)
            .map(|scope| (scope, commands.clone()));
        for (scope, commands) in filled.chain(emptied) {
            let (rest, stop) = (Arc::clone(&self.rest), self.dispatcher.connection.clone());
            tokio::spawn(async move {
                register_commands(&rest, application, scope, commands, stop).await;
            });
        }
    }
}

fn id(number: u64) -> Option<std::num::NonZeroU64> {
    std::num::NonZeroU64::new(number)
}
