//! Reads the reports that an edition is made of.

use std::{collections::BTreeMap, time::Duration};

use tracing::debug;

use crate::watch::reader::{GIVE_UP_AFTER, concerns_all};
use vigia_core::{
    metrics::{ReadGap, Reading, ReportRequest, SkillId},
    summaries::{Edition, SummaryPlan},
};
use vigia_store::{Store, StoreError};
use vigia_wolkvox::RequestPriority;

use super::SummaryScheduler;

/// How old an answer may be that is read again: several summaries of one time share it.
pub(super) const FRESH: Duration = Duration::from_secs(30 * 60);

/// What has been read of an edition.
#[derive(Clone, Debug, Default)]
pub(super) struct SummaryRead {
    readings: BTreeMap<ReportRequest, SummarySource>,
}

/// A reading, and whether the store has it.
#[derive(Clone, Debug)]
struct SummarySource {
    reading: Reading,
    is_kept: bool,
}

impl SummaryRead {
    /// What the store has.
    fn kept(readings: Vec<Reading>) -> Self {
        let source = |reading: Reading| {
            let is_kept = true;
            (reading.ask, SummarySource { reading, is_kept })
        };
        Self {
            readings: readings.into_iter().map(source).collect(),
        }
    }

    /// Whether it has been read and did not fail.
    fn has(&self, ask: &ReportRequest) -> bool {
        let source = self.readings.get(ask);
        source.is_some_and(|source| !source.reading.has_failed())
    }

    fn keep(&mut self, reading: Reading) {
        let is_kept = false;
        self.readings
            .insert(reading.ask, SummarySource { reading, is_kept });
    }

    /// Whether nothing failed.
    pub(super) fn is_whole(&self) -> bool {
        let mut sources = self.readings.values();
        !self.readings.is_empty() && !sources.any(|source| source.reading.has_failed())
    }

    /// This, with what failed as it was `before`.
    pub(super) fn over(mut self, before: Self) -> Self {
        for (ask, source) in before.readings {
            if !self.has(&ask) {
                self.readings.insert(ask, source);
            }
        }
        self
    }

    /// What was read of these questions, gaps included.
    pub(super) fn of(&self, asks: &[ReportRequest]) -> Vec<Reading> {
        let sources = asks.iter().filter_map(|ask| self.readings.get(ask));
        sources.map(|source| source.reading.clone()).collect()
    }

    /// What the store does not have yet.
    pub(super) fn into_fresh(self) -> Vec<Reading> {
        let sources = self.readings.into_values();
        let fresh = sources.filter(|source| !source.is_kept);
        fresh.map(|source| source.reading).collect()
    }
}

impl SummaryScheduler {
    /// What the store has of an edition: what another summary has read of the same time.
    pub(super) async fn known(
        &self,
        plan: &SummaryPlan,
        edition: &Edition,
    ) -> Result<SummaryRead, StoreError> {
        let operation = self.parts.operation.clone();
        let asks = plan.asks(edition, &self.skills());
        let read = move |store: &Store| store.days(&operation, &asks);
        match self.parts.store.blocking(read).await {
            Err(failure) if !failure.is_fault() => Ok(SummaryRead::default()),
            kept => Ok(SummaryRead::kept(kept?)),
        }
    }

    /// Asks for what has not come yet. The whole comes first: it names the skills where the
    /// list of them cannot be had.
    pub(super) async fn read(
        &self,
        plan: &SummaryPlan,
        edition: &Edition,
        mut read: SummaryRead,
        max_age: Duration,
    ) -> SummaryRead {
        let mut unanswered = 0;
        for ask in plan.asks(edition, &[]) {
            self.ask(ask, &mut read, &mut unanswered, max_age).await;
        }
        for ask in plan.asks(edition, &self.skills()) {
            self.ask(ask, &mut read, &mut unanswered, max_age).await;
        }
        read
    }

    async fn ask(
        &self,
        ask: ReportRequest,
        read: &mut SummaryRead,
        unanswered: &mut u32,
        max_age: Duration,
    ) {
        let is_asked = read.has(&ask);
        if is_asked {
            return;
        }
        if *unanswered >= GIVE_UP_AFTER {
            let why = "not asked, since the API does not answer".to_owned();
            let outcome = Err(ReadGap::Failed(why));
            return read.keep(Reading { ask, outcome });
        }
        let outcome = match self
            .parts
            .gate
            .read(ask, RequestPriority::Poll, max_age)
            .await
        {
            Ok(answer) => {
                *unanswered = 0;
                // That nothing could be read does not mean that there is nothing.
                let gap = match answer.spoils {
                    0 => ReadGap::NoData,
                    _ => ReadGap::Failed("no row could be read".to_owned()),
                };
                answer.facts.ok_or(gap)
            }
            Err(failure) => {
                debug!(%ask, %failure, "a report is missing from a summary");
                *unanswered = if concerns_all(failure.kind()) {
                    *unanswered + 1
                } else {
                    0
                };
                Err(ReadGap::Failed(failure.to_string()))
            }
        };
        read.keep(Reading { ask, outcome });
    }

    fn skills(&self) -> Vec<SkillId> {
        self.parts.directory.skills().0.into_keys().collect()
    }
}
