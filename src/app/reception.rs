//! Joins the chat's face to the commands, and the commands to the gates.

use std::{collections::BTreeSet, future, ops::Range, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tracing::warn;

use crate::{
    commands::{
        self, Caller, ChatHandler, Choosing, Freshness, Given, MenuItem, Progress, QuotaShortage,
        ReadFailure, Replying, ReportSource,
    },
    config::OperationConfig,
};
use vigia_clock::Clock;
use vigia_core::metrics::{
    self, AgentName, Metric, OperationName, ReportRequest, Sample, Scope, SkillNames,
};
use vigia_store::Store;
use vigia_wolkvox::{ApiError, ApiErrorKind, NameDirectory, RequestGate, RequestPriority};

use super::keeper::AlertKeeper;

/// How old an answer may be for more of what is on the screen.
const SEEN: Duration = Duration::from_secs(15 * 60);

/// One operation's reports, as commands read them: ahead of polls, and from memory where
/// somebody asked the same a moment ago.
pub(super) struct ReportReading {
    operation: OperationName,
    gate: RequestGate,
    pub(super) directory: NameDirectory,
    store: Option<Store>,
    fresh_for: Duration,
    /// How many calls of a day polls leave to people.
    reserved: u64,
}

impl ReportReading {
    /// Those of this operation. `store` is where history is; `None` where somebody else holds
    /// it.
    pub(super) fn of(
        operation: &OperationConfig,
        gate: RequestGate,
        directory: NameDirectory,
        store: Option<Store>,
    ) -> Self {
        Self {
            operation: operation.name.clone(),
            gate,
            directory,
            store,
            fresh_for: operation.fresh_for,
            reserved: operation.reserved_calls(),
        }
    }
}

impl ReportSource for ReportReading {
    async fn read(
        &self,
        ask: ReportRequest,
        freshness: Freshness,
    ) -> Result<commands::CommandAnswer, ReadFailure> {
        let max_age = match freshness {
            Freshness::Fresh => self.fresh_for,
            Freshness::AsSeen => self.fresh_for.max(SEEN),
        };
        match self.gate.read(ask, RequestPriority::Person, max_age).await {
            // That nothing could be read does not mean that there is nothing.
            Ok(answer) if answer.facts.is_none() && answer.spoils > 0 => Err(ReadFailure::NoReport),
            Ok(answer) => Ok(commands::CommandAnswer {
                facts: answer.facts,
                read_at: answer.read_at,
                spoils: answer.spoils,
            }),
            // The bot stops, and its face says so in the words of whoever asked.
            Err(error) if error.kind() == ApiErrorKind::Stopped => future::pending().await,
            Err(error) => Err(failure(&error)),
        }
    }

    async fn position(&self, ask: ReportRequest) -> Option<usize> {
        self.gate.position(ask).await
    }

    async fn history(
        &self,
        metric: Metric,
        scope: Scope,
        length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> Vec<(DateTime<Utc>, Sample)> {
        let Some(store) = &self.store else {
            return Vec::new();
        };
        let operation = self.operation.clone();
        let read = move |store: &Store| store.series(&operation, metric, &scope, length, range);
        let series = store.blocking(read).await;
        series.unwrap_or_else(|fault| {
            warn!(%fault, "the history cannot be read");
            Vec::new()
        })
    }

    fn shortage(&self) -> Option<QuotaShortage> {
        let quota = self.gate.quota();
        let left = quota.limit.saturating_sub(quota.used);
        (left <= self.reserved).then_some(QuotaShortage {
            left,
            limit: quota.limit,
        })
    }

    fn skills(&self) -> SkillNames {
        self.directory.skills()
    }

    fn agents(&self) -> BTreeSet<AgentName> {
        self.directory.agents()
    }

    async fn kept(&self, asks: Vec<ReportRequest>) -> Vec<metrics::Reading> {
        let Some(store) = &self.store else {
            return Vec::new();
        };
        let operation = self.operation.clone();
        let read = move |store: &Store| store.days(&operation, &asks);
        store.blocking(read).await.unwrap_or_else(|fault| {
            warn!(%fault, "what is kept of days cannot be read");
            Vec::new()
        })
    }

    async fn keep(&self, readings: Vec<metrics::Reading>) {
        let Some(store) = &self.store else { return };
        let operation = self.operation.clone();
        let keep = move |store: &Store| store.keep_days(&operation, &readings);
        if let Err(fault) = store.blocking(keep).await {
            warn!(%fault, "what was read of a day cannot be kept");
        }
    }
}

fn failure(error: &ApiError) -> ReadFailure {
    match error.kind() {
        ApiErrorKind::QuotaSpent | ApiErrorKind::QuotaReserved => ReadFailure::QuotaUsedUp,
        ApiErrorKind::Unauthorized | ApiErrorKind::TokenRefused => ReadFailure::TokenRefused,
        ApiErrorKind::Unreachable
        | ApiErrorKind::TimedOut
        | ApiErrorKind::Cut
        | ApiErrorKind::ServerFault
        | ApiErrorKind::Busy => ReadFailure::Unavailable,
        ApiErrorKind::Refused => ReadFailure::Maintenance,
        ApiErrorKind::Unexpected | ApiErrorKind::BadRequest => ReadFailure::NoReport,
        ApiErrorKind::TooLarge | ApiErrorKind::WindowTooLong | ApiErrorKind::Stopped => {
            ReadFailure::Other(error.to_string())
        }
    }
}

/// Where the chat's face asks.
pub(super) struct ReportReception {
    pub(super) desk: commands::CommandService<ReportReading, AlertKeeper>,
    pub(super) clock: Clock,
}

impl ChatHandler for ReportReception {
    fn menu(&self) -> Vec<MenuItem> {
        self.desk.menu()
    }

    fn run<'a>(
        &'a self,
        command: &'a str,
        given: Given,
        asker: &'a Caller,
        progress: &'a Progress,
    ) -> Replying<'a> {
        let now = self.clock.now();
        Box::pin(self.desk.run(command, given, asker, progress, now))
    }

    fn press<'a>(
        &'a self,
        press: &'a str,
        asker: &'a Caller,
        progress: &'a Progress,
    ) -> Replying<'a> {
        let now = self.clock.now();
        Box::pin(self.desk.press(press, asker, progress, now))
    }

    fn choices<'a>(
        &'a self,
        command: &'a str,
        option: &'a str,
        typed: &'a str,
        given: &'a Given,
        asker: &'a Caller,
    ) -> Choosing<'a> {
        let now = self.clock.now();
        let desk = &self.desk;
        Box::pin(desk.choices(command, option, typed, given, asker, now))
    }
}

/// The reception, as the face holds it.
pub(super) fn reception(
    desk: commands::CommandService<ReportReading, AlertKeeper>,
    clock: Clock,
) -> Arc<ReportReception> {
    Arc::new(ReportReception { desk, clock })
}
