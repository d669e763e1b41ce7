//! One poll, from the reports to the outbox.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use tokio::sync::Notify;
use tracing::{info, warn};

use crate::watch::{
    PollTick,
    past::BaselineCache,
    reader::{ReportReader, in_turn},
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{
        AdvanceContext, AlertBook, IncidentId, IncidentMark, PollOutcome, Silence, advance,
        clues::{self, CauseEvidence},
    },
    metrics::{FeedState, OperationName, ReadGap, SkillId, SkillNames, Snapshot, history_asks},
    rules::{ActiveRules, AlertPolicy, JudgeInput, Ruleset, asks, judge, lacking},
};
use vigia_store::{Store, StoreError};
use vigia_wolkvox::{NameDirectory, RequestGate};

/// What one operation is watched with.
pub struct CycleParts {
    /// Which operation.
    pub operation: OperationName,
    /// The way to its reports.
    pub gate: RequestGate,
    /// Its skills.
    pub directory: NameDirectory,
    /// The zone of its people.
    pub zone: Tz,
    /// The distance of its polls.
    pub every: Duration,
    /// What to judge.
    pub rules: ActiveRules,
    /// How loud alerts are.
    pub policy: Arc<AlertPolicy>,
    /// Where it is remembered.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Wakes the courier.
    pub wake_courier: Arc<Notify>,
}

/// One operation under watch.
pub struct PollCycle {
    parts: CycleParts,
    book: AlertBook,
    /// How many polls there were, so that each begins with another skill.
    turn: usize,
    /// Whether the reports could be read of late.
    feed: FeedState,
    /// The names of the skills, as the store knows them.
    named: SkillNames,
}

impl PollCycle {
    /// Takes up the watch where the store left it.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn resume(parts: CycleParts) -> Result<Self, StoreError> {
        let book = parts.store.book(&parts.operation)?;
        let feed = parts.store.feed(&parts.operation)?;
        let named = parts.store.skills(&parts.operation)?;
        Ok(Self {
            parts,
            book,
            turn: 0,
            feed,
            named,
        })
    }

    /// Whose reports are watched.
    #[must_use]
    pub fn operation(&self) -> &OperationName {
        &self.parts.operation
    }

    /// The open alerts.
    #[must_use]
    pub fn book(&self) -> &AlertBook {
        &self.book
    }

    /// The mark of the last poll that was committed.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn last_poll(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.parts.store.last_poll(&self.parts.operation)
    }

    /// Reads, judges and commits the poll of one tick. A report that has not come by its
    /// deadline is a gap, and so is one that fails.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn poll(
        &mut self,
        PollTick {
            as_of,
            deadline,
            is_late,
            ..
        }: PollTick,
    ) -> Result<(), StoreError> {
        let rules = &self.parts.rules.get();
        let (skills, snapshot) = self.read(rules, as_of, deadline).await;
        self.keep_names().await?;
        let quota = self.parts.gate.quota();
        let feed = self.feed.after(&snapshot, quota.used, quota.limit);
        let memory = BaselineCache {
            store: &self.parts.store,
            operation: &self.parts.operation,
            zone: self.parts.zone,
            every: self.parts.every,
            rules,
            as_of,
            skills: &skills,
        };
        let past = memory.needed().await?;
        let look = JudgeInput::new(&skills, &snapshot, self.parts.zone)
            .with_feed(&feed)
            .with_past(&past);
        let mut judgements = judge(rules, &look);
        memory.explain(&mut judgements).await?;
        let questions = clues::questions(&judgements);
        let past = memory.recall(&questions).await?;
        let evidence = CauseEvidence::of(&snapshot).with_past(&questions, &past);
        let (silences, marks) = self.people(as_of)?;
        let situation = AdvanceContext {
            evidence: Some(&evidence),
            silences: &silences,
            marks: &marks,
            is_late,
            is_deaf: feed.failures > 0 && rules.tell_of_the_feed(),
            ..AdvanceContext::new(as_of, self.parts.zone, &self.parts.policy)
        };
        let mut outcome = advance(&self.book, rules, &judgements, &situation);
        outcome.feed = Some(feed);
        self.turn = self.turn.wrapping_add(1);
        let polled = Arc::new((snapshot, outcome));
        let kept = Arc::clone(&polled);
        self.parts
            .store
            .blocking(move |store| store.commit(&kept.0, &kept.1))
            .await?;
        let (snapshot, outcome) = &*polled;
        self.tell(snapshot, outcome, judgements.len());
        self.book.apply(outcome);
        self.feed = feed;
        if !outcome.events.is_empty() {
            self.parts.wake_courier.notify_one();
        }
        Ok(())
    }

    /// What is told names its skills, also after a start that has read nothing yet.
    async fn keep_names(&mut self) -> Result<(), StoreError> {
        let names = self.parts.directory.skills();
        if names != self.named {
            let (operation, new) = (self.parts.operation.clone(), names.clone());
            let work = move |store: &Store| store.keep_skills(&operation, &new);
            self.parts.store.blocking(work).await?;
            self.named = names;
        }
        Ok(())
    }

    /// What is logged of a poll that is kept.
    fn tell(&self, snapshot: &Snapshot, outcome: &PollOutcome, judged: usize) {
        let gaps: Vec<&ReadGap> = snapshot
            .readings
            .iter()
            .filter_map(|reading| reading.outcome.as_ref().err())
            .collect();
        info!(
            operation = %self.parts.operation,
            as_of = %snapshot.as_of,
            reports = snapshot.readings.len(),
            gaps = gaps.len(),
            judged,
            events = outcome.events.len(),
            "polled"
        );
        if let Some(why) = first_failure(&gaps) {
            warn!(operation = %self.parts.operation, why, "reports are missing from this poll");
        }
    }

    /// What people did not want to hear of at that time, however late it is read, and what
    /// they did about open incidents.
    fn people(
        &self,
        as_of: DateTime<Utc>,
    ) -> Result<(Vec<Silence>, BTreeMap<IncidentId, IncidentMark>), StoreError> {
        let CycleParts {
            store, operation, ..
        } = &self.parts;
        Ok((store.silences(as_of)?, store.marks(operation)?))
    }

    /// Reads the abandons first: they name the skills where the list of them cannot be had.
    /// Then what the rules need, and the rest of the five reports for the history: one of
    /// those that is slow or refused must not keep the rules from judging.
    async fn read(
        &self,
        rules: &Ruleset,
        as_of: DateTime<Utc>,
        deadline: DateTime<Utc>,
    ) -> (Vec<SkillId>, Snapshot) {
        let mut reader = ReportReader::new(&self.parts, as_of, deadline);
        let history = history_asks(as_of);
        let [abandons, ..] = history;
        reader.read(abandons).await;
        let skills = self.skills(rules);
        let zone = self.parts.zone;
        let mut needed = asks(rules.awake(as_of, zone), &skills, as_of, zone);
        while !needed.is_empty() {
            for ask in in_turn(needed, self.turn) {
                reader.read(ask).await;
            }
            // Where there are too few calls, a longer window may have enough.
            needed = lacking(rules, &JudgeInput::new(&skills, &reader.snapshot, zone));
        }
        for ask in history {
            reader.read(ask).await;
        }
        (skills, reader.snapshot)
    }

    /// The skills that rules for every skill look at.
    fn skills(&self, rules: &Ruleset) -> Vec<SkillId> {
        if !rules.needs_skills() {
            return Vec::new();
        }
        let skills: Vec<_> = self.parts.directory.skills().0.into_keys().collect();
        if skills.is_empty() {
            let operation = &self.parts.operation;
            warn!(%operation, "no skill is known yet: rules of every skill watch nothing");
        }
        skills
    }
}

/// Why the first report that failed did. An empty window is no failure.
fn first_failure<'gap>(gaps: &[&'gap ReadGap]) -> Option<&'gap str> {
    gaps.iter().find_map(|gap| match gap {
        ReadGap::Failed(why) => Some(why.as_str()),
        ReadGap::NoData => None,
    })
}
