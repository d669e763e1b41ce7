//! Reads the rules again: on SIGHUP, when one of their files changes, and when a person asks.
//! All or nothing: a folder with a fault changes nothing, and a notice says where the fault is.

use std::{
    collections::BTreeSet,
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use thiserror::Error;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::Notify,
};
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use crate::config::{ConfigProblem, ConfiguredRules, RulesSource};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{AuditAction, AuditEntry, DiscordUser, Event, EventContent, OpsNotice},
    metrics::OperationName,
    rules::{ActiveRules, AlertPolicy, RuleId},
};
use vigia_store::{Store, StoreError};

const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The highest number of faults that a notice lists.
const LISTED: usize = 15;

#[derive(Debug, Error)]
pub enum RuleReloadError {
    #[error("SIGHUP cannot be received: {0}")]
    Signal(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the rules again. Clones share their parts.
#[derive(Clone)]
pub struct RuleReloader {
    parts: Arc<ReloadParts>,
    /// The number of files with the rules in force.
    files: Arc<AtomicUsize>,
    refused: Arc<Mutex<Option<RefusedRules>>>,
}

/// Since when the changed files are refused, and their faults.
type RefusedRules = (DateTime<Utc>, Vec<String>);

pub struct ReloadParts {
    pub source: RulesSource,
    pub rules: ActiveRules,
    pub policy: Arc<AlertPolicy>,
    /// The operation in whose language notices are written.
    pub operation: Option<OperationName>,
    pub store: Store,
    pub clock: Clock,
    pub wake_dispatcher: Arc<Notify>,
}

impl RuleReloader {
    pub fn new(parts: ReloadParts) -> Self {
        let files = parts.source.read().map(|rules| rules.files_with_rules);
        Self {
            files: Arc::new(AtomicUsize::new(files.unwrap_or_default())),
            parts: Arc::new(parts),
            refused: Arc::default(),
        }
    }

    /// Watches the files and the signal until `stop`.
    pub async fn run(self, stop: CancellationToken) -> Result<(), RuleReloadError> {
        let mut hangups = signal(SignalKind::hangup())?;
        let mut seen = self.parts.source.fingerprint();
        loop {
            let is_asked = tokio::select! {
                () = stop.cancelled() => return Ok(()),
                heard = hangups.recv() => heard.is_some(),
                () = tokio::time::sleep(LOOK_EVERY) => false,
            };
            let now = self.parts.source.fingerprint();
            if is_asked || now != seen {
                // A file that is still being written must not be read by half.
                if !is_asked && !self.is_settled(now).await {
                    continue;
                }
                seen = now;
                self.read_again(None, is_asked).await?.ok();
            }
        }
    }

    async fn is_settled(&self, seen: u64) -> bool {
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.parts.source.fingerprint() == seen
    }

    /// Puts the rules of the files in force, as a person wants it, and writes an audit entry and
    /// a notice about it.
    pub async fn reload(
        &self,
        by: DiscordUser,
    ) -> Result<Result<ConfiguredRules, Vec<ConfigProblem>>, StoreError> {
        self.read_again(Some(by), true).await
    }

    /// Does the same; where no person asked for it, the rules of a file that has vanished stay in
    /// force: a deployment may have taken it away for a moment, and open alerts would be closed
    /// and posted again.
    async fn read_again(
        &self,
        by: Option<DiscordUser>,
        is_asked: bool,
    ) -> Result<Result<ConfiguredRules, Vec<ConfigProblem>>, StoreError> {
        let read = self.parts.source.read();
        let read = read.and_then(|rules| match self.vanished(&rules) {
            vanished if is_asked || vanished.is_empty() => Ok(rules),
            vanished => Err(vec![self.parts.source.vanished(&vanished)]),
        });
        let deed = match &read {
            Ok(rules) => {
                self.files.store(rules.files_with_rules, Ordering::Relaxed);
                self.parts.rules.replace(rules.set.clone());
                let count = u32::try_from(rules.set.rules.len()).unwrap_or(u32::MAX);
                info!(rules = count, "the rules were read again");
                AuditAction::Reloaded { rules: count }
            }
            Err(problems) => {
                let faults = u32::try_from(problems.len()).unwrap_or(u32::MAX);
                for problem in listed_problems(problems) {
                    error!("{problem}");
                }
                error!(
                    faults,
                    "the rules were not taken: the earlier ones stay in force"
                );
                AuditAction::Refused { faults }
            }
        };
        let at = self.parts.clock.now();
        self.note_refusal(at, read.as_ref().err());
        let notice = self.notice(&read);
        let entry = AuditEntry { at, by, deed };
        let write = move |store: &Store| store.add_audit_entry(&entry, notice.as_slice());
        self.parts.store.blocking(write).await?;
        self.parts.wake_dispatcher.notify_one();
        Ok(read)
    }

    /// Returns the rules in force that are missing, where a file is: a file that was edited says
    /// what its author wants.
    fn vanished(&self, rules: &ConfiguredRules) -> Vec<RuleId> {
        let is_missing = rules.files_with_rules < self.files.load(Ordering::Relaxed);
        let new: BTreeSet<&RuleId> = rules.set.iter().map(|rule| &rule.id).collect();
        let in_force = self.parts.rules.get();
        let missing = in_force.iter().map(|rule| &rule.id);
        let missing = missing.filter(|rule| is_missing && !new.contains(rule));
        missing.cloned().collect()
    }

    /// Returns since when the changed files are refused, and their faults; `None` where they are in force.
    pub fn refused(&self) -> Option<RefusedRules> {
        let refused = self.refused.lock();
        refused.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note_refusal(&self, at: DateTime<Utc>, problems: Option<&Vec<ConfigProblem>>) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let since = refused.as_ref().map_or(at, |(since, _)| *since);
        *refused = problems.map(|problems| (since, listed_problems(problems)));
    }

    /// Returns the place and the lines of a rule as it is written now; `None` where no file of
    /// the folder has it.
    pub async fn rule_text(&self, rule: &RuleId) -> Option<(String, String)> {
        let (source, rule) = (self.parts.source.clone(), rule.clone());
        let read = tokio::task::spawn_blocking(move || source.written(&rule));
        read.await.ok()?
    }

    /// Returns the notice for the channel of the people who run the bot, where they have one.
    fn notice(&self, read: &Result<ConfiguredRules, Vec<ConfigProblem>>) -> Option<Event> {
        let (is_bad, title, lines) = match read {
            Ok(rules) => (
                false,
                format!(
                    "🔄 The rules were read again: {} are in force",
                    rules.set.rules.len()
                ),
                listed_problems(&rules.warnings),
            ),
            Err(problems) => (
                true,
                "⛔ The rules were not taken, the earlier ones stay in force".to_owned(),
                listed_problems(problems),
            ),
        };
        Some(Event {
            operation: self.parts.operation.clone()?,
            at: self.parts.clock.now(),
            news: EventContent::Notice(OpsNotice {
                channel: self.parts.policy.ops.clone()?,
                is_bad,
                title,
                lines,
            }),
        })
    }
}

fn listed_problems(problems: &[ConfigProblem]) -> Vec<String> {
    let listed = problems.iter().take(LISTED).map(ConfigProblem::line);
    let more = problems.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("and {more} more"));
    listed.chain(more).collect()
}
