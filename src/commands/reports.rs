//! Reads the reports of one operation for commands: ahead of polls, and from memory where the
//! same was read a moment ago.

use std::{ops::Range, time::Duration};

use chrono::{DateTime, Utc};
use tracing::warn;

use vigia_core::metrics::{
    Metric, OperationName, ReadFailure, Reading, ReportRequest, Sample, Scope,
};
use vigia_store::{Store, StoreError};
use vigia_wolkvox::{GateAnswer, NameDirectory, RequestGate, RequestPriority};

/// The age up to which an answer from memory will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// A new question: the limit of the operation.
    Fresh,
    /// More of what is on the screen, such as its next page: it should be the same answer.
    AsSeen,
}

/// Few requests are left of today's: polls wait, so that they are there for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaShortage {
    pub left: u64,
    pub limit: u64,
}

#[derive(Clone)]
pub struct ReportReader {
    pub operation: OperationName,
    pub gate: RequestGate,
    pub directory: NameDirectory,
    /// Holds the history and the days of summaries; `None` where another process has it open.
    pub store: Option<Store>,
    /// The age up to which an answer is fresh.
    pub fresh_for: Duration,
    /// The number of a day's requests that polls leave to people.
    pub reserved: u64,
}

impl ReportReader {
    /// The age up to which an answer is the one that is still on the screen.
    pub const SEEN_FOR: Duration = Duration::from_secs(15 * 60);

    pub(crate) async fn read(
        &self,
        ask: ReportRequest,
        freshness: Freshness,
    ) -> Result<GateAnswer, ReadFailure> {
        let max_age = match freshness {
            Freshness::Fresh => self.fresh_for,
            Freshness::AsSeen => self.fresh_for.max(Self::SEEN_FOR),
        };
        let read = self.gate.read(ask, RequestPriority::Person, max_age);
        match read.await {
            // Rows that are there and cannot be read are not an empty window.
            Ok(answer) if answer.facts.is_none() && answer.spoils > 0 => {
                Err(ReadFailure::NoReadableRow)
            }
            Ok(answer) => Ok(answer),
            // The bot stops, and the chat says so in the caller's language.
            Err(error) if error.kind() == ReadFailure::Stopped => std::future::pending().await,
            Err(error) => Err(error.kind()),
        }
    }

    /// Returns the stored values of a metric over windows of this length that ended in `range`,
    /// oldest first; none where the history cannot be read.
    pub(crate) async fn history(
        &self,
        metric: Metric,
        scope: Scope,
        length: Duration,
        range: Range<DateTime<Utc>>,
    ) -> Vec<(DateTime<Utc>, Sample)> {
        let operation = self.operation.clone();
        let read = move |store: &Store| store.series(&operation, metric, &scope, length, range);
        self.stored(read).await
    }

    /// Returns those of the readings for summaries that are in the store.
    pub(crate) async fn stored_days(&self, asks: Vec<ReportRequest>) -> Vec<Reading> {
        let operation = self.operation.clone();
        self.stored(move |store: &Store| store.days(&operation, &asks))
            .await
    }

    pub(crate) async fn store_days(&self, readings: Vec<Reading>) {
        let operation = self.operation.clone();
        self.stored(move |store: &Store| store.keep_days(&operation, &readings))
            .await;
    }

    /// Does without the store where it fails: answers need it for extras only.
    async fn stored<T: Default + Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        let Some(store) = &self.store else {
            return T::default();
        };
        store.blocking(work).await.unwrap_or_else(|fault| {
            warn!(%fault, "the store cannot be read or written for an answer");
            T::default()
        })
    }

    /// Returns the rest of the day's requests, where so few are left that polls wait.
    pub(crate) fn shortage(&self) -> Option<QuotaShortage> {
        let quota = self.gate.quota();
        let left = quota.limit.saturating_sub(quota.used);
        (left <= self.reserved).then_some(QuotaShortage {
            left,
            limit: quota.limit,
        })
    }
}
