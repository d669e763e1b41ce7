//! One poll, from the reports to the outbox.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use crate::watch::{
    PollPace, PollTally, PollTick, baseline_reader::BaselineReader, report_reader::ReportReader,
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{
        AdvanceContext, AlertBook, CauseEvidence, ChannelTraffic, Event, EventContent, IncidentId,
        IncidentMark, OpsNotice, PollOutcome, Silence, advance, cause_questions,
    },
    metrics::{
        FeedState, OperationName, ReadFailure, ReadGap, Reading, ReportRequest, Scope, SkillId,
        SkillNames, SkillSelection, Snapshot, history_asks,
    },
    rules::{ActiveRules, AlertPolicy, JudgeInput, Ruleset, further_requests, needed_requests},
};
use vigia_store::{Store, StoreError};
use vigia_wolkvox::{NameDirectory, RequestGate};

/// A clock may be set back by so much without a poll being in the future.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(1);

pub struct CycleParts {
    pub operation: OperationName,
    pub gate: RequestGate,
    pub directory: NameDirectory,
    pub zone: Tz,
    pub every: Duration,
    pub rules: ActiveRules,
    pub policy: Arc<AlertPolicy>,
    /// The open cards of all operations by channel, which all cycles share.
    pub traffic: Arc<Mutex<ChannelTraffic>>,
    pub store: Store,
    pub clock: Clock,
    pub wake_dispatcher: Arc<Notify>,
}

pub struct PollCycle {
    parts: CycleParts,
    book: AlertBook,
    /// The end of the last window in which each skill was read.
    last_read: BTreeMap<SkillId, DateTime<Utc>>,
    feed: FeedState,
    named: SkillNames,
    tally: Arc<PollTally>,
}

impl PollCycle {
    /// Resumes the watch from the store.
    pub fn resume(parts: CycleParts) -> Result<Self, StoreError> {
        let book = parts.store.book(&parts.operation)?;
        let feed = parts.store.feed(&parts.operation)?;
        let named = parts.store.skills(&parts.operation)?;
        let mut traffic = parts.traffic.lock().unwrap_or_else(PoisonError::into_inner);
        traffic.note_book(&book);
        drop(traffic);
        Ok(Self {
            parts,
            book,
            last_read: BTreeMap::new(),
            feed,
            named,
            tally: Arc::default(),
        })
    }

    pub fn operation(&self) -> &OperationName {
        &self.parts.operation
    }

    pub fn tally(&self) -> Arc<PollTally> {
        Arc::clone(&self.tally)
    }

    pub fn book(&self) -> &AlertBook {
        &self.book
    }

    /// Returns the time of the last committed poll.
    pub fn last_poll(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.parts.store.last_poll(&self.parts.operation)
    }

    /// Sets aside what the store has from the future: the clock was ahead when it was committed.
    pub async fn set_aside_future(&mut self) -> Result<(), StoreError> {
        let now = self.parts.clock.now();
        let Some(last) = self.last_poll()?.filter(|last| *last > now + CLOCK_SLACK) else {
            return Ok(());
        };
        warn!(
            operation = %self.parts.operation, %last, %now,
            "the last poll lies in the future: it is set aside, and polls go on by the clock"
        );
        let zone = self.parts.zone;
        let [shown, last] =
            [now, last].map(|time| time.with_timezone(&zone).format("%d.%m. %H:%M"));
        let title =
            format!("🕰 The clock was ahead: a poll was committed as of {last}, and it is {shown}");
        let lines = vec![
            "It is set aside, and polls go on. Check how this machine's clock is set.".to_owned(),
        ];
        let notice = self.ops_notice(now, true, title, lines);
        let operation = self.parts.operation.clone();
        let set_aside =
            move |store: &Store| store.set_aside_future(&operation, now, notice.as_ref());
        self.parts.store.blocking(set_aside).await?;
        self.parts.wake_dispatcher.notify_one();
        self.book = self.parts.store.book(&self.parts.operation)?;
        self.feed = self.parts.store.feed(&self.parts.operation)?;
        Ok(())
    }

    /// Returns a notice to the people who run the bot, where they have a channel.
    fn ops_notice(
        &self,
        at: DateTime<Utc>,
        is_bad: bool,
        title: String,
        lines: Vec<String>,
    ) -> Option<Event> {
        let channel = self.parts.policy.ops.clone()?;
        Some(Event {
            operation: self.parts.operation.clone(),
            at,
            news: EventContent::Notice(OpsNotice {
                channel,
                is_bad,
                title,
                lines,
            }),
        })
    }

    /// Reads, judges and commits the poll of one tick. A report that fails or misses the deadline
    /// is a gap.
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
        let baselines = BaselineReader {
            store: &self.parts.store,
            operation: &self.parts.operation,
            zone: self.parts.zone,
            every: self.parts.every,
            as_of,
            skills: &skills,
        };
        let judgements = baselines.judge(rules, &snapshot, &feed).await?;
        let questions = cause_questions(&judgements);
        let past = baselines.recall(&questions).await?;
        let evidence = CauseEvidence::of(&snapshot).with_past(&questions, &past);
        let (silences, marks) = self.people(as_of)?;
        let mut outcome = {
            // A card counts from here on, so that operations that poll at once see each other's.
            let traffic = &self.parts.traffic;
            let mut traffic = traffic.lock().unwrap_or_else(PoisonError::into_inner);
            let situation = AdvanceContext {
                evidence: Some(&evidence),
                silences: &silences,
                marks: &marks,
                is_late,
                is_deaf: feed.failures > 0 && rules.tell_of_the_feed(),
                traffic: &traffic,
                ..AdvanceContext::new(as_of, self.parts.zone, &self.parts.policy)
            };
            let outcome = advance(&self.book, rules, &judgements, &situation);
            traffic.note_outcome(&self.parts.operation, &outcome);
            outcome
        };
        outcome.feed = Some(feed.clone());
        self.note_read_skills(&snapshot);
        let polled = Arc::new((snapshot, outcome));
        let kept = Arc::clone(&polled);
        self.parts
            .store
            .in_turn(move |store| store.commit(&kept.0, &kept.1))
            .await?;
        let (snapshot, outcome) = &*polled;
        self.tally.count(snapshot, judgements.len());
        self.log_poll(snapshot, outcome, judgements.len());
        self.book.apply(outcome);
        self.feed = feed;
        if !outcome.events.is_empty() {
            self.parts.wake_dispatcher.notify_one();
        }
        Ok(())
    }

    /// Stores the names of skills, which cards need also after a start that has read nothing yet.
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

    fn log_poll(&self, snapshot: &Snapshot, outcome: &PollOutcome, judged: usize) {
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
            warn!(operation = %self.parts.operation, %why, "reports are missing from this poll");
        }
    }

    /// Reads the silences at that time, however late the poll is read, and the marks of open
    /// incidents.
    fn people(
        &self,
        as_of: DateTime<Utc>,
    ) -> Result<(Vec<Silence>, BTreeMap<IncidentId, IncidentMark>), StoreError> {
        let CycleParts {
            store, operation, ..
        } = &self.parts;
        Ok((store.silences(as_of)?, store.marks(operation)?))
    }

    /// Reads the abandons first, which name the skills where their list cannot be had; then what
    /// the rules need; then the rest of the five reports for the history, so that a slow or refused
    /// one of these does not keep the rules from judging.
    async fn read(
        &self,
        rules: &Ruleset,
        as_of: DateTime<Utc>,
        deadline: DateTime<Utc>,
    ) -> (Vec<SkillId>, Snapshot) {
        let CycleParts { gate, clock, .. } = &self.parts;
        let reader = ReportReader::new(gate, clock, Some(deadline));
        let mut reader = reader.after(&self.feed);
        let mut snapshot = Snapshot {
            operation: self.parts.operation.clone(),
            as_of,
            readings: Vec::new(),
        };
        let history = history_asks(as_of);
        let [abandons, ..] = history;
        read_report(&mut reader, &mut snapshot, abandons).await;
        let skills = self.skills(rules);
        let zone = self.parts.zone;
        let mut needed = needed_requests(rules.awake(as_of, zone), &skills, as_of, zone);
        let alerting = self.alerting_skills();
        while !needed.is_empty() {
            reader.expect(&needed);
            for ask in order_requests(needed, &alerting, &self.last_read) {
                read_report(&mut reader, &mut snapshot, ask).await;
            }
            // A longer window may have enough calls where a short one has too few.
            needed = further_requests(rules, &JudgeInput::new(&skills, &snapshot, zone));
        }
        for ask in history {
            read_report(&mut reader, &mut snapshot, ask).await;
        }
        (skills, snapshot)
    }

    /// Returns the skills that have an alert, be it pending.
    fn alerting_skills(&self) -> BTreeSet<SkillId> {
        let scopes = self.book.alerts().map(|alert| &alert.key.scope);
        scopes
            .filter_map(|scope| match scope {
                Scope::Skill(skill) => Some(*skill),
                Scope::Operation | Scope::Channel(_) | Scope::Agent(_) => None,
            })
            .collect()
    }

    fn note_read_skills(&mut self, snapshot: &Snapshot) {
        for reading in &snapshot.readings {
            if let SkillSelection::One(skill) = reading.ask.skills
                && !reading.has_failed()
            {
                self.last_read.insert(skill, snapshot.as_of);
            }
        }
    }

    /// Returns the skills for rules of every skill.
    fn skills(&self, rules: &Ruleset) -> Vec<SkillId> {
        if !rules.needs_skills() {
            return Vec::new();
        }
        let skills: Vec<_> = self.parts.directory.skills().0.into_keys().collect();
        if skills.is_empty() {
            let operation = &self.parts.operation;
            warn!(%operation, "no skill known yet: rules with `of: every skill` judge nothing");
        }
        skills
    }
}

/// Returns the reason of the first failure. An empty window is no failure.
fn first_failure(gaps: &[&ReadGap]) -> Option<ReadFailure> {
    gaps.iter().find_map(|gap| match gap {
        ReadGap::Failed(failure) => Some(*failure),
        ReadGap::NoData => None,
    })
}

/// Puts the whole operation first, then skills with an alert, then those that were not read for the longest time:
/// where the API is too slow for all, none is left out for ever.
fn order_requests(
    mut asks: Vec<ReportRequest>,
    alerting: &BTreeSet<SkillId>,
    last_read: &BTreeMap<SkillId, DateTime<Utc>>,
) -> Vec<ReportRequest> {
    asks.sort_by_key(|ask| match ask.skills {
        SkillSelection::All => (false, false, None),
        SkillSelection::One(skill) => (
            true,
            !alerting.contains(&skill),
            last_read.get(&skill).copied(),
        ),
    });
    asks
}

/// Reads a report into the snapshot, unless it is there.
async fn read_report(reader: &mut ReportReader<'_>, snapshot: &mut Snapshot, ask: ReportRequest) {
    if snapshot.readings.iter().all(|reading| reading.ask != ask) {
        let answer = reader.read(ask, Duration::ZERO).await;
        let outcome = answer.and_then(|answer| answer.facts.ok_or(ReadGap::NoData));
        snapshot.readings.push(Reading { ask, outcome });
    }
}

/// Polls one operation until stopped, and calls `done` after each poll.
///
/// Polls missed while the bot was away, up to `catch_up` ago, are read first and in order. A
/// running bot that is too slow skips polls instead: it would never catch up.
///
/// A poll that the store refuses is lost; a store that fails ends the watch. A poll under way is
/// abandoned when stopped: it is read again, and what it committed is safe.
pub async fn watch_operation(
    mut cycle: PollCycle,
    pace: PollPace,
    catch_up: Duration,
    clock: Clock,
    stop: CancellationToken,
    done: impl Fn() + Send,
) -> Result<(), StoreError> {
    if let Some(as_of) = cycle.last_poll()? {
        info!(operation = %cycle.operation(), %as_of, "resumed after the last poll");
    }
    let mut is_behind = true;
    let mut has_polled = false;
    loop {
        cycle.set_aside_future().await?;
        let last = cycle.last_poll()?;
        let expected = last.map(|last| pace.next(last, Some(last)).at);
        if let Some(expected) = expected.filter(|_| has_polled && !is_behind)
            && pace.is_leap(expected, clock.now())
        {
            // The clock has leapt while the last poll was read.
            let is_right = |now| !pace.is_leap(expected, now);
            is_behind = !clock.is_put_right(is_right).await;
            has_polled = false;
            continue;
        }
        let missed = is_behind
            .then(|| pace.missed(clock.now(), last, catch_up))
            .flatten();
        is_behind = missed.is_some();
        let tick = missed.unwrap_or_else(|| pace.next(clock.now(), last));
        log_tick(&cycle, tick, is_behind);
        let poll = async {
            let is_reached = clock.sleep_until(tick.at).await;
            if !is_reached || pace.is_leap(tick.at, clock.now()) {
                return Ok::<_, StoreError>(false);
            }
            cycle.poll(tick).await?;
            Ok(true)
        };
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            polled = poll => match polled {
                Ok(true) => {
                    has_polled = true;
                    done();
                }
                // The clock was set, or the machine stood still.
                Ok(false) => is_behind = true,
                Err(failure) if failure.is_fault() => return Err(failure),
                Err(failure) => error!(%failure, "store refused the poll; its results are lost"),
            },
        }
    }
}

fn log_tick(cycle: &PollCycle, tick: PollTick, is_behind: bool) {
    if is_behind {
        info!(operation = %cycle.operation(), as_of = %tick.as_of, "reading a missed poll");
    }
    debug!(operation = %cycle.operation(), as_of = ?tick.as_of, at = ?tick.at, "waiting for a poll");
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigia_core::metrics::{Report, TimeWindow};

    fn ask(skills: SkillSelection) -> ReportRequest {
        ReportRequest {
            report: Report::ServiceLevel,
            skills,
            window: TimeWindow::ending(DateTime::UNIX_EPOCH, std::time::Duration::from_secs(60)),
        }
    }

    #[test]
    fn skills_with_an_alert_come_first_and_then_those_unread_for_the_longest() {
        let [one, two, three] = [1, 2, 3].map(|skill| ask(SkillSelection::One(SkillId(skill))));
        let all = ask(SkillSelection::All);
        let asks = vec![one, two, all, three];
        let none = BTreeSet::new();
        assert_eq!(
            order_requests(asks.clone(), &none, &BTreeMap::new()),
            [all, one, two, three]
        );
        let time = |minute| DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minute);
        let last_read = BTreeMap::from([(SkillId(1), time(10)), (SkillId(2), time(5))]);
        assert_eq!(
            order_requests(asks.clone(), &none, &last_read),
            [all, three, two, one]
        );
        let alerting = BTreeSet::from([SkillId(1)]);
        assert_eq!(
            order_requests(asks, &alerting, &last_read),
            [all, one, three, two]
        );
    }
}
