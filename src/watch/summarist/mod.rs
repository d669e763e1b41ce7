//! Driven by the time of day: makes the summaries of one operation, each edition once.
//!
//! What was read, that the edition was made, and the row of the outbox that tells of it go
//! down in one transaction: a crash before it makes the edition again, and one after it finds
//! it made.

mod reads;
mod sources;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::watch::CycleParts;
use reads::{FRESH, SummaryRead};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{EventContent, NotificationLevel, SummaryNews},
    metrics::OperationName,
    summaries::{
        Edition, EditionFate, EditionId, EditionStatus, Summary, SummaryCorrection, SummaryPlan,
    },
};
use vigia_store::{Store, StoreError};
use vigia_wolkvox::{NameDirectory, RequestGate};

/// How long after the first try a summary waits for reports that fail.
const PATIENCE: TimeDelta = TimeDelta::minutes(30);

/// The wait between two tries.
const TRY_AGAIN: TimeDelta = TimeDelta::minutes(3);

/// How long after its morning an edition may still be read again.
const STILL_MORNING: TimeDelta = TimeDelta::hours(24);

/// How far back editions are looked for that nobody made.
const BACK: TimeDelta = TimeDelta::days(15);

/// The longest sleep between two looks.
const LONGEST_SLEEP: TimeDelta = TimeDelta::hours(1);

/// What the summaries of one operation are made with.
pub struct SummaryParts {
    /// Which operation.
    pub operation: OperationName,
    /// The way to its reports.
    pub gate: RequestGate,
    /// Its skills.
    pub directory: NameDirectory,
    /// Its summaries.
    pub plans: Vec<SummaryPlan>,
    /// How long after the end of a time it is read.
    pub settle: Duration,
    /// Where it is remembered.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Wakes the courier.
    pub wake_courier: Arc<Notify>,
}

/// Who makes the summaries of one operation.
pub struct SummaryScheduler {
    parts: SummaryParts,
    /// What has been read of editions that lack reports.
    attempts: BTreeMap<EditionId, SummaryAttempt>,
}

/// An edition that could not be made yet.
struct SummaryAttempt {
    /// When it was tried first.
    since: DateTime<Utc>,
    /// When to try again.
    again: DateTime<Utc>,
    /// What came so far.
    read: SummaryRead,
}

impl SummaryScheduler {
    /// The one who makes these.
    #[must_use]
    pub fn new(parts: SummaryParts) -> Self {
        Self {
            parts,
            attempts: BTreeMap::new(),
        }
    }

    /// The one who makes those of an operation that is watched with `parts`.
    #[must_use]
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
            wake_courier: Arc::clone(&parts.wake_courier),
        })
    }

    /// Makes summaries until told to stop.
    ///
    /// # Errors
    /// Where the store fails.
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

    /// Makes what is due, and reads again what is to be. Gives back when to look next.
    ///
    /// # Errors
    /// Where the store fails.
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
                        warn!(summary = %plan.name, %failure, "a summary could not be kept");
                        next = next.min(now + TRY_AGAIN);
                    }
                }
            }
        }
        Ok(next.max(self.parts.clock.now()))
    }

    /// The editions that were due lately, with what became of them. Of those that nobody made,
    /// only what came after the last one that has a fate, or the last of all: a bot that is
    /// new to a centre owes nothing.
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
                        warn!(edition = %edition.id(), %failure, "an edition is taken for made");
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

    /// When an edition can be read.
    fn ready(&self, edition: &Edition) -> DateTime<Utc> {
        let settle = TimeDelta::from_std(self.parts.settle).unwrap_or_default();
        edition.due.max(edition.window.until() + settle)
    }

    /// Makes an edition, unless it is too early, or too late: gives back when to try again.
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
        let attempt = match self.attempts.remove(&id) {
            Some(attempt) if now < attempt.again => {
                let again = attempt.again;
                self.attempts.insert(id, attempt);
                return Ok(Some(again));
            }
            Some(attempt) => attempt,
            None if last_try < now => return self.skip(edition).await,
            None => SummaryAttempt {
                since: now,
                again: now,
                read: self.known(plan, &edition).await?,
            },
        };
        let read = self
            .read(plan, &edition, attempt.read, Duration::ZERO)
            .await;
        let now = self.parts.clock.now();
        let found = self.found(plan, &edition, &read).await?;
        let summary = Summary::of(plan, edition.clone(), found, now);
        let has_waited = attempt.since + PATIENCE <= now && summary.tells_something();
        if !(read.is_whole() || has_waited || last_try <= now) {
            let again = (now + TRY_AGAIN).min(last_try.max(now));
            let since = attempt.since;
            self.attempts
                .insert(id, SummaryAttempt { since, again, read });
            return Ok(Some(again));
        }
        info!(summary = %plan.name, date = %edition.date, whole = read.is_whole(), "made");
        self.publish(plan, EditionFate::Posted(Box::new(summary)), read, true)
            .await?;
        Ok(plan.rereads(&edition))
    }

    /// Nobody made it in time.
    async fn skip(&self, edition: Edition) -> Result<Option<DateTime<Utc>>, StoreError> {
        warn!(
            summary = %edition.summary,
            date = %edition.date,
            due = %edition.due,
            "skipped: it is too late for this summary"
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

    /// Reads the figures of an edition again in the morning after it. A post whose figures
    /// moved, or that lacked some, is corrected.
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
        let attempt = match self.attempts.remove(&id) {
            Some(attempt) if now < attempt.again => {
                let again = attempt.again;
                self.attempts.insert(id, attempt);
                return Ok(Some(again));
            }
            Some(attempt) => attempt,
            None => SummaryAttempt {
                since: now,
                again: now,
                read: SummaryRead::default(),
            },
        };
        let is_too_late = morning + STILL_MORNING < now;
        let read = if is_too_late {
            attempt.read
        } else {
            self.read(plan, &edition, attempt.read, FRESH).await
        };
        let now = self.parts.clock.now();
        let has_waited = attempt.since + PATIENCE <= now && first.tells_something();
        if !(read.is_whole() || has_waited || is_too_late) {
            let again = now + TRY_AGAIN;
            let since = attempt.since;
            self.attempts
                .insert(id, SummaryAttempt { since, again, read });
            return Ok(Some(again));
        }
        // What fails now came the first time.
        let both = read.clone().over(self.known(plan, &edition).await?);
        let found = self.found(plan, &edition, &both).await?;
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

    /// Commits an edition with what was read for it, and tells of it.
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
                    elsewhere: None,
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
            self.parts.wake_courier.notify_one();
        }
        Ok(())
    }
}
