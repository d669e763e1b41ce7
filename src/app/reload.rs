//! Reads the rules again: on SIGHUP, when a file of them changes, and when somebody asks. All
//! or nothing: rules that are wrong change nothing, and whoever runs the bot is told where.

use std::{sync::Arc, time::Duration};

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::Notify,
};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::config::{ConfigProblem, ConfiguredRules, RulesSource};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{AuditAction, AuditEntry, DiscordUser, Event, EventContent, OpsNotice},
    metrics::OperationName,
    rules::{ActiveRules, AlertPolicy},
};
use vigia_store::{Store, StoreError};

use super::StartupError;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// How many faults a notice lists.
const LISTED: usize = 15;

/// Reads the rules again. Clones are the same.
#[derive(Clone)]
pub(super) struct RuleReloader(Arc<ReloadParts>);

/// What a reload needs.
pub(super) struct ReloadParts {
    pub(super) source: RulesSource,
    pub(super) rules: ActiveRules,
    pub(super) policy: Arc<AlertPolicy>,
    /// The operation in whose words notices are told.
    pub(super) operation: Option<OperationName>,
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) wake_courier: Arc<Notify>,
}

impl RuleReloader {
    pub(super) fn new(parts: ReloadParts) -> Self {
        Self(Arc::new(parts))
    }

    /// Looks at the files and hears the signal until told to stop.
    pub(super) async fn run(self, stop: CancellationToken) -> Result<(), StartupError> {
        let mut hangups = signal(SignalKind::hangup())?;
        let mut seen = self.0.source.fingerprint();
        loop {
            let is_asked = tokio::select! {
                () = stop.cancelled() => return Ok(()),
                heard = hangups.recv() => heard.is_some(),
                () = tokio::time::sleep(LOOK_EVERY) => false,
            };
            let now = self.0.source.fingerprint();
            if is_asked || now != seen {
                // Half of a change must not be read: it is read once it stands still.
                if !is_asked && !self.stands_still(now).await {
                    continue;
                }
                seen = now;
                self.reload(None).await?.ok();
            }
        }
    }

    async fn stands_still(&self, seen: u64) -> bool {
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.0.source.fingerprint() == seen
    }

    /// Puts what the files say now in force, and tells of it.
    ///
    /// # Errors
    /// Where the store fails.
    pub(super) async fn reload(
        &self,
        by: Option<DiscordUser>,
    ) -> Result<Result<ConfiguredRules, Vec<ConfigProblem>>, StoreError> {
        let read = self.0.source.read();
        let deed = match &read {
            Ok(rules) => {
                self.0.rules.replace(rules.set.clone());
                let count = u32::try_from(rules.set.rules.len()).unwrap_or(u32::MAX);
                info!(rules = count, "the rules were read again");
                AuditAction::Reloaded { rules: count }
            }
            Err(problems) => {
                let faults = u32::try_from(problems.len()).unwrap_or(u32::MAX);
                warn!(
                    faults,
                    "the rules were not taken: the earlier ones stay in force"
                );
                AuditAction::Refused { faults }
            }
        };
        let at = self.0.clock.now();
        let notice = self.notice(&read);
        let entry = AuditEntry { at, by, deed };
        self.0
            .store
            .blocking(move |store| store.add_audit_entry(&entry, notice.into_iter().collect()))
            .await?;
        self.0.wake_courier.notify_one();
        Ok(read)
    }

    /// What whoever runs the bot is told, where they have a channel.
    fn notice(&self, read: &Result<ConfiguredRules, Vec<ConfigProblem>>) -> Option<Event> {
        let ReloadParts {
            policy,
            operation,
            clock,
            ..
        } = &*self.0;
        let (is_bad, title, lines) = match read {
            Ok(rules) => (
                false,
                format!(
                    "🔄 The rules were read again: {} are in force",
                    rules.set.rules.len()
                ),
                listed(&rules.warnings),
            ),
            Err(problems) => (
                true,
                "⛔ The rules were not taken, the earlier ones stay in force".to_owned(),
                listed(problems),
            ),
        };
        Some(Event {
            operation: operation.clone()?,
            at: clock.now(),
            news: EventContent::Notice(OpsNotice {
                channel: policy.ops.clone()?,
                is_bad,
                title,
                lines,
            }),
        })
    }
}

fn listed(problems: &[ConfigProblem]) -> Vec<String> {
    let mut lines: Vec<String> = problems
        .iter()
        .take(LISTED)
        .map(ConfigProblem::line)
        .collect();
    if problems.len() > LISTED {
        lines.push(format!("and {} more", problems.len() - LISTED));
    }
    lines
}
