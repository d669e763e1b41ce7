//! One poll, from the reports to the outbox.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use tokio::sync::Notify;
use tracing::{debug, info, warn};

use crate::{
    alerts::{Book, Situation, advance},
    clock::Clock,
    metrics::{
        Ask, Facts, Gap, OperationName, Reading, SkillId, Skills, Snapshot, history_asks,
    },
    rules::{Look, Policy, Ruleset, asks, judge},
    store::{Store, StoreError},
    watch::past::Memory,
    wolkvox::{Directory, ErrorKind, Gate, Priority},
};

/// After how many failures in a row that concern every report a poll asks no more: each of
/// them may have taken a minute, and people wait behind them.
const GIVE_UP_AFTER: u32 = 2;

/// What one operation is watched with.
pub struct Parts {
    /// Which operation.
    pub operation: OperationName,
    /// The way to its reports.
    pub gate: Gate,
    /// Its skills.
    pub directory: Directory,
    /// The zone of its people.
    pub zone: Tz,
    /// The distance of its polls.
    pub every: Duration,
    /// What to judge.
    pub rules: Arc<Ruleset>,
    /// How loud alerts are.
    pub policy: Arc<Policy>,
    /// Where it is remembered.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Wakes the courier.
    pub wake_courier: Arc<Notify>,
}

/// One operation under watch.
pub struct Cycle {
    parts: Parts,
    book: Book,
    /// How many polls there were, so that each begins with another skill.
    turn: usize,
}

impl Cycle {
    /// Takes up the watch where the store left it.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn resume(parts: Parts) -> Result<Self, StoreError> {
        let book = parts.store.book(&parts.operation)?;
        Ok(Self {
            parts,
            book,
            turn: 0,
        })
    }

    /// Whose reports are watched.
    #[must_use]
    pub fn operation(&self) -> &OperationName {
        &self.parts.operation
    }

    /// The open alerts.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The mark of the last poll that was committed.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn last_poll(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.parts.store.last_poll(&self.parts.operation)
    }

    /// Reads, judges and commits the poll of one mark. A report that has not come by
    /// `deadline` is a gap, and so is one that fails.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn poll(
        &mut self,
        as_of: DateTime<Utc>,
        deadline: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (skills, snapshot) = self.read(as_of, deadline).await;
        let rules = &self.parts.rules;
        let memory = Memory {
            parts: &self.parts,
            book: &self.book,
            as_of,
            skills: &skills,
        };
        let past = memory.needed().await?;
        let look = Look::new(&skills, &snapshot, self.parts.zone).with_past(&past);
        let mut judgements = judge(rules, &look);
        memory.explain(&mut judgements).await?;
        let situation = Situation::new(as_of, self.parts.zone, &self.parts.policy);
        let outcome = advance(&self.book, rules, &judgements, &situation);
        let gaps: Vec<&Gap> = snapshot
            .readings
            .iter()
            .filter_map(|reading| reading.outcome.as_ref().err())
            .collect();
        info!(
            operation = %self.parts.operation,
            %as_of,
            reports = snapshot.readings.len(),
            gaps = gaps.len(),
            judged = judgements.len(),
            events = outcome.events.len(),
            "polled"
        );
        if let Some(why) = first_failure(&gaps) {
            warn!(operation = %self.parts.operation, why, "reports are missing from this poll");
        }
        self.turn = self.turn.wrapping_add(1);
        let outcome = Arc::new(outcome);
        let committed = Arc::clone(&outcome);
        self.parts
            .store
            .blocking(move |store| store.commit(&snapshot, &committed))
            .await?;
        self.book.apply(&outcome);
        if !outcome.events.is_empty() {
            self.parts.wake_courier.notify_one();
        }
        Ok(())
    }

    /// Reads the abandons first: they name the skills where the list of them cannot be had.
    /// Then what the rules need, and the rest of the five reports for the history: one of
    /// those that is slow or refused must not keep the rules from judging.
    async fn read(
        &self,
        as_of: DateTime<Utc>,
        deadline: DateTime<Utc>,
    ) -> (Vec<SkillId>, Snapshot) {
        let mut reader = Reader {
            parts: &self.parts,
            deadline,
            unanswered: 0,
            readings: Vec::new(),
        };
        let history = history_asks(as_of);
        let [abandons, ..] = history;
        reader.read(abandons).await;
        let skills = self.skills();
        let needed = asks(&self.parts.rules, &skills, as_of);
        for ask in in_turn(needed, self.turn).into_iter().chain(history) {
            reader.read(ask).await;
        }
        let snapshot = Snapshot {
            operation: self.parts.operation.clone(),
            as_of,
            readings: reader.readings,
        };
        (skills, snapshot)
    }

    /// The skills that rules for every skill look at.
    fn skills(&self) -> Vec<SkillId> {
        if !self.parts.rules.needs_skills() {
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

/// The whole operation first, then the skills, each time beginning with another one: where
/// the API is too slow for all of them, no skill is left out for ever.
fn in_turn(mut asks: Vec<Ask>, turn: usize) -> Vec<Ask> {
    asks.sort_by_key(|ask| ask.skills != Skills::All);
    let whole = asks.partition_point(|ask| ask.skills == Skills::All);
    let (_, skills) = asks.split_at_mut(whole);
    if let Some(start) = turn.checked_rem(skills.len()) {
        skills.rotate_left(start);
    }
    asks
}

/// Reads the reports of one poll, one after the other.
struct Reader<'parts> {
    parts: &'parts Parts,
    deadline: DateTime<Utc>,
    unanswered: u32,
    readings: Vec<Reading>,
}

impl Reader<'_> {
    /// Reads a report, unless it has been read.
    async fn read(&mut self, ask: Ask) {
        if self.readings.iter().any(|reading| reading.ask == ask) {
            return;
        }
        let outcome = if self.unanswered < GIVE_UP_AFTER {
            self.ask(ask).await
        } else {
            Err(Gap::Failed(
                "not asked, since the API does not answer".to_owned(),
            ))
        };
        self.readings.push(Reading { ask, outcome });
    }

    async fn ask(&mut self, ask: Ask) -> Result<Arc<Facts>, Gap> {
        let clock = &self.parts.clock;
        let left = (self.deadline - clock.now()).to_std().unwrap_or_default();
        let answer = self.parts.gate.read(ask, Priority::Poll, Duration::ZERO);
        match tokio::time::timeout(clock.real(left), answer).await {
            Ok(Ok(answer)) => {
                self.unanswered = 0;
                answer.facts.ok_or(Gap::NoData)
            }
            Ok(Err(failure)) => {
                debug!(%ask, %failure, "a report is missing from this poll");
                self.unanswered = if concerns_all(failure.kind()) {
                    self.unanswered + 1
                } else {
                    0
                };
                Err(Gap::Failed(failure.to_string()))
            }
            Err(_) => {
                self.unanswered = GIVE_UP_AFTER;
                Err(Gap::Failed("the poll ran out of time".to_owned()))
            }
        }
    }
}

/// Why the first report that failed did. An empty window is no failure.
fn first_failure<'gap>(gaps: &[&'gap Gap]) -> Option<&'gap str> {
    gaps.iter().find_map(|gap| match gap {
        Gap::Failed(why) => Some(why.as_str()),
        Gap::NoData => None,
    })
}

/// Whether the next report will meet the same fate.
fn concerns_all(kind: ErrorKind) -> bool {
    match kind {
        ErrorKind::Unreachable
        | ErrorKind::TimedOut
        | ErrorKind::Unauthorized
        | ErrorKind::TokenRefused
        | ErrorKind::Refused
        | ErrorKind::QuotaSpent
        | ErrorKind::QuotaReserved
        | ErrorKind::Stopped => true,
        ErrorKind::Cut
        | ErrorKind::TooLarge
        | ErrorKind::ServerFault
        | ErrorKind::Unexpected
        | ErrorKind::BadRequest
        | ErrorKind::Busy
        | ErrorKind::WindowTooLong => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{Report, Window};

    fn ask(skills: Skills) -> Ask {
        Ask {
            report: Report::ServiceLevel,
            skills,
            window: Window::ending(
                DateTime::UNIX_EPOCH,
                std::time::Duration::from_secs(60),
            ),
        }
    }

    #[test]
    fn each_poll_begins_with_another_skill_and_none_is_left_out() {
        let [one, two, three] = [1, 2, 3].map(|skill| ask(Skills::One(SkillId(skill))));
        let all = ask(Skills::All);
        let asks = vec![one, two, all, three];
        assert_eq!(in_turn(asks.clone(), 0), [all, one, two, three]);
        assert_eq!(in_turn(asks.clone(), 1), [all, two, three, one]);
        assert_eq!(in_turn(asks, 5), [all, three, one, two]);
        assert_eq!(in_turn(vec![all], 7), [all]);
        assert_eq!(in_turn(Vec::new(), 7), []);
    }
}
