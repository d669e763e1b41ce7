//! Makes the summaries of one operation, each edition once.
//!
//! The readings, the status of the edition and the row of the outbox are committed in one
//! transaction: a crash before it repeats the edition, and one after it finds it made.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::watch::{
    CycleParts,
    summary_reader::{FRESH, SummaryParts, SummaryRead},
};
use vigia_core::{
    alerts::{EventContent, NotificationLevel, SummaryNews},
    summaries::{
        Edition, EditionFate, EditionId, EditionStatus, Summary, SummaryCorrection, SummaryPlan,
    },
};
use vigia_store::{Store, StoreError};

/// The time that a summary waits for failing reports, from the first try.
const PATIENCE: TimeDelta = TimeDelta::minutes(30);

/// The wait between two tries.
const TRY_AGAIN: TimeDelta = TimeDelta::minutes(3);

/// The time after its morning until which an edition may still be read again.
const STILL_MORNING: TimeDelta = TimeDelta::hours(24);

/// Editions that were never made are looked for this far back.
const BACK: TimeDelta = TimeDelta::days(15);

/// The longest sleep between two rounds.
const LONGEST_SLEEP: TimeDelta = TimeDelta::hours(1);

pub struct SummaryScheduler {
    parts: SummaryParts,
    /// The readings of editions that still lack reports.
    attempts: BTreeMap<EditionId, SummaryAttempt>,
}

struct SummaryAttempt {
    since: DateTime<Utc>,
    again: DateTime<Utc>,
    read: SummaryRead,
}

impl SummaryScheduler {
    pub fn new(parts: SummaryParts) -> Self {
        Self {
            parts,
            attempts: BTreeMap::new(),
        }
    }

    /// Creates the scheduler of an operation that is watched with `parts`.
    pub fn of(parts: &CycleParts, plans: &[SummaryPlan], settle: Duration) -> Self {
        let plans = plans.iter();
        let plans = plans.filter(|plan| plan.operation == parts.operation);
        Self::new(SummaryParts {
            operation: parts.operation.clone(),
            gate: parts.gate.clone(),
            directory: parts.directory.clone(),
            plans: plans.cloned().collect(),
            settle,
            store: parts.store.clone(),
            clock: parts.clock.clone(),
            wake_dispatcher: Arc::clone(&parts.wake_dispatcher),
        })
    }

    /// Makes summaries until stopped.
    pub async fn run(mut self, stop: CancellationToken) -> Result<(), StoreError> {
        let clock = self.parts.clock.clone();
        loop {
            let turn = async {
                let next = self.turn().await?;
                clock.sleep_until(next).await;
                Ok(())
            };
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                turned = turn => turned?,
            }
        }
    }

    /// Makes what is due, and reads again what is to be corrected; returns the time of the next
    /// round.
    pub async fn turn(&mut self) -> Result<DateTime<Utc>, StoreError> {
        let mut next = self.parts.clock.now() + LONGEST_SLEEP;
        for plan in self.parts.plans.clone() {
            let now = self.parts.clock.now();
            let coming = plan.next(now).map(|edition| self.ready(&edition));
            next = next.min(coming.unwrap_or(next));
            for (edition, issue) in self.due(&plan, now).await? {
                let done = match issue.map(|issue| issue.fate) {
                    None => self.make(&plan, edition).await,
                    Some(EditionFate::Posted(first)) => self.read_again(&plan, *first).await,
                    Some(EditionFate::Skipped | EditionFate::Settled(_)) => Ok(None),
                };
                match done {
                    Ok(again) => next = next.min(again.unwrap_or(next)),
                    Err(failure) if failure.is_fault() => return Err(failure),
                    Err(failure) => {
                        warn!(summary = %plan.name, %failure, "store refused the summary; it is made again in 3 minutes");
                        next = next.min(now + TRY_AGAIN);
                    }
                }
            }
        }
        Ok(next.max(self.parts.clock.now()))
    }

    /// Returns the editions that were due lately, with their status. Of those without one, only the
    /// ones after the last with a status count, or the very last: a new bot owes nothing from
    /// before.
    async fn due(
        &self,
        plan: &SummaryPlan,
        now: DateTime<Utc>,
    ) -> Result<Vec<(Edition, Option<EditionStatus>)>, StoreError> {
        let editions = plan.editions(now - BACK);
        let editions = editions.take_while(|edition| edition.due <= now);
        let editions: Vec<Edition> = editions.collect();
        let operation = self.parts.operation.clone();
        let read = move |store: &Store| {
            let mut due = Vec::with_capacity(editions.len());
            for edition in editions {
                let issue = match store.issue(&operation, edition.id()) {
                    Err(failure) if failure.is_fault() => return Err(failure),
                    Err(failure) => {
                        warn!(edition = %edition.id(), %failure, "record of this summary cannot be read; treated as posted");
                        Some(EditionStatus {
                            edition: edition.clone(),
                            fate: EditionFate::Skipped,
                        })
                    }
                    Ok(issue) => issue,
                };
                due.push((edition, issue));
            }
            Ok(due)
        };
        let due = self.parts.store.blocking(read).await?;
        let last_made = due.iter().rposition(|(_, issue)| issue.is_some());
        let owed = last_made.map_or(due.len().saturating_sub(1), |last| last + 1);
        let due = due.into_iter().enumerate();
        let due = due.filter(|(place, (_, issue))| issue.is_some() || *place >= owed);
        Ok(due.map(|(_, due)| due).collect())
    }

    /// Returns the time at which an edition can be read.
    fn ready(&self, edition: &Edition) -> DateTime<Utc> {
        let settle = TimeDelta::from_std(self.parts.settle).unwrap_or_default();
        edition.due.max(edition.window.until() + settle)
    }

    /// Makes an edition, unless it is too early or too late; returns the time of the next try.
    async fn make(
        &mut self,
        plan: &SummaryPlan,
        edition: Edition,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let now = self.parts.clock.now();
        let (id, ready) = (edition.id(), self.ready(&edition));
        let catch_up = TimeDelta::from_std(plan.catch_up).unwrap_or_default();
        let last_try = edition.due + catch_up;
        if now < ready {
            return Ok(Some(ready));
        }
        if let Some(again) = self.resting_until(id, now) {
            return Ok(Some(again));
        }
        let (since, read) = match self.attempts.remove(&id) {
            Some(attempt) => (attempt.since, attempt.read),
            None if last_try < now => return self.skip(edition).await,
            None => (now, self.parts.known(plan, &edition).await?),
        };
        let read = self.parts.read(plan, &edition, read, Duration::ZERO).await;
        let now = self.parts.clock.now();
        let found = self.parts.inputs(plan, &edition, &read).await?;
        let summary = Summary::of(plan, edition.clone(), found, now);
        let has_waited = since + PATIENCE <= now && summary.tells_something();
        if !(read.is_whole() || has_waited || last_try <= now) {
            let again = (now + TRY_AGAIN).min(last_try.max(now));
            let attempt = SummaryAttempt { since, again, read };
            self.attempts.insert(id, attempt);
            return Ok(Some(again));
        }
        info!(summary = %plan.name, date = %edition.date, complete = read.is_whole(), "summary made");
        self.publish(plan, EditionFate::Posted(Box::new(summary)), read, true)
            .await?;
        Ok(plan.rereads(&edition))
    }

    /// Returns the time of the next try of an edition that lacks reports, where that lies ahead.
    fn resting_until(&self, id: EditionId, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let again = self.attempts.get(&id)?.again;
        (now < again).then_some(again)
    }

    async fn skip(&self, edition: Edition) -> Result<Option<DateTime<Utc>>, StoreError> {
        warn!(
            summary = %edition.summary,
            date = %edition.date,
            due = %edition.due,
            "summary skipped: its catch-up time has passed"
        );
        let issue = EditionStatus {
            edition,
            fate: EditionFate::Skipped,
        };
        let now = self.parts.clock.now();
        let skip = move |store: &Store| store.commit_edition(&issue, &[], None, now);
        self.parts.store.blocking(skip).await?;
        Ok(None)
    }

    /// Reads an edition's reports again in the morning after it. A post whose figures moved, or
    /// that lacked some, is corrected.
    async fn read_again(
        &mut self,
        plan: &SummaryPlan,
        first: Summary,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let now = self.parts.clock.now();
        let edition = first.edition.clone();
        let Some(morning) = plan.rereads(&edition) else {
            return Ok(None);
        };
        if now < morning {
            return Ok(Some(morning));
        }
        let id = edition.id();
        if let Some(again) = self.resting_until(id, now) {
            return Ok(Some(again));
        }
        let attempt = self.attempts.remove(&id);
        let (since, read) = attempt.map_or_else(
            || (now, SummaryRead::default()),
            |attempt| (attempt.since, attempt.read),
        );
        let is_too_late = morning + STILL_MORNING < now;
        let read = if is_too_late {
            read
        } else {
            self.parts.read(plan, &edition, read, FRESH).await
        };
        let now = self.parts.clock.now();
        let has_waited = since + PATIENCE <= now && first.tells_something();
        if !(read.is_whole() || has_waited || is_too_late) {
            let again = now + TRY_AGAIN;
            let attempt = SummaryAttempt { since, again, read };
            self.attempts.insert(id, attempt);
            return Ok(Some(again));
        }
        // Reports that fail now came the first time.
        let both = read.clone().over(self.parts.known(plan, &edition).await?);
        let found = self.parts.inputs(plan, &edition, &both).await?;
        let mut summary = Summary::of(plan, edition, found, now);
        let moved = summary.moved_since(&first, plan.moved);
        let is_news =
            !is_too_late && (!moved.is_empty() || summary.missing.len() < first.missing.len());
        if is_news {
            summary.correction = Some(SummaryCorrection { at: now, moved });
        }
        let last = if is_news { summary } else { first };
        self.publish(plan, EditionFate::Settled(Box::new(last)), read, is_news)
            .await?;
        Ok(None)
    }

    /// Commits an edition with its readings, and the row that posts it.
    async fn publish(
        &self,
        plan: &SummaryPlan,
        fate: EditionFate,
        read: SummaryRead,
        is_told: bool,
    ) -> Result<(), StoreError> {
        let (EditionFate::Posted(summary) | EditionFate::Settled(summary)) = &fate else {
            return Ok(());
        };
        let news = is_told.then(|| {
            EventContent::Summary(Box::new(SummaryNews {
                channel: plan.channel.clone(),
                ring: NotificationLevel {
                    is_loud: !plan.mention.is_empty(),
                    mention: plan.mention.clone(),
                },
                language: plan.language.clone(),
                summary: summary.as_ref().clone(),
            }))
        });
        let issue = EditionStatus {
            edition: summary.edition.clone(),
            fate,
        };
        let now = self.parts.clock.now();
        let readings = read.into_fresh();
        let commit = move |store: &Store| store.commit_edition(&issue, &readings, news, now);
        if self.parts.store.blocking(commit).await? && is_told {
            self.parts.wake_dispatcher.notify_one();
        }
        Ok(())
    }
}
