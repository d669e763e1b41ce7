//! One poll, from the reports to the outbox.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, info, warn};

use crate::watch::{
    CycleParts, PollPace, PollTally, PollTick,
    baseline_reader::BaselineReader,
    past_import::PastImport,
    poll_plan::{SkillOrder, fair_share, is_idle, single_skills},
    report_reader::ReportReader,
};
use vigia_clock::Clock;
use vigia_core::{
    alerts::{
        AdvanceContext, AlertBook, AlertKey, CauseEvidence, Event, EventContent, IncidentId,
        IncidentMark, OpsNotice, PollOutcome, Silence, advance, cause_questions,
    },
    metrics::{
        FeedState, OperationName, ReadFailure, ReadGap, Reading, ReportRequest, Scope, SkillId,
        SkillNames, SkillRotation, Snapshot, history_asks,
    },
    rules::{DepartureBook, JudgeInput, Judgement, Ruleset, further_requests, needed_requests},
};
use vigia_store::{Store, StoreError};
use vigia_wolkvox::single_skill;

/// A poll that takes longer is judged before it is read to its end, as often as this: an alert does not wait for what
/// is read after it.
const JUDGE_EVERY: TimeDelta = TimeDelta::seconds(15);

/// A clock may be set back by so much without a poll being in the future.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(1);

pub struct PollCycle {
    parts: CycleParts,
    book: AlertBook,
    /// The end of the last window in which each skill was read.
    last_read: BTreeMap<SkillId, DateTime<Utc>>,
    feed: FeedState,
    departures: DepartureBook,
    named: SkillNames,
    tally: Arc<PollTally>,
    past: PastImport,
}

impl PollCycle {
    /// Resumes the watch from the store.
    pub fn resume(parts: CycleParts) -> Result<Self, StoreError> {
        let book = parts.store.book(&parts.operation)?;
        let feed = parts.store.feed(&parts.operation)?;
        let departures = parts.store.departures(&parts.operation)?;
        let named = parts.store.skills(&parts.operation)?;
        let mut traffic = parts.traffic.lock().unwrap_or_else(PoisonError::into_inner);
        traffic.note_book(&book);
        drop(traffic);
        Ok(Self {
            parts,
            book,
            last_read: BTreeMap::new(),
            feed,
            departures,
            named,
            tally: Arc::default(),
            past: PastImport::default(),
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
    pub async fn poll(&mut self, tick: PollTick) -> Result<(), StoreError> {
        let rules = &self.parts.rules.get();
        let mut judged = BTreeSet::new();
        let (skills, snapshot) = self.read(rules, tick, &mut judged).await?;
        self.keep_names().await?;
        let quota = self.parts.gate.quota();
        let feed = if snapshot.readings.is_empty() {
            let (used, limit) = (quota.used, quota.limit);
            self.feed.at_rest(tick.as_of, used, limit)
        } else {
            self.feed.after(&snapshot, quota.used, quota.limit)
        };
        self.note_read_skills(&snapshot);
        if !snapshot.readings.is_empty() && feed.outages.is_empty() && !tick.is_late {
            self.past.run(&self.parts, tick.deadline).await?;
        }
        let part = PollPart::Rest { tick, feed, judged };
        self.judge(rules, &skills, snapshot, part).await
    }

    /// Judges what was read and commits it: at the end of a poll, or before it is read to its end.
    async fn judge(
        &mut self,
        rules: &Ruleset,
        skills: &[SkillId],
        snapshot: Snapshot,
        mut part: PollPart<'_>,
    ) -> Result<(), StoreError> {
        let as_of = snapshot.as_of;
        let feed = match &part {
            PollPart::Early(_) => self.feed.clone(),
            PollPart::Rest { feed, .. } => feed.clone(),
        };
        let baselines = BaselineReader {
            store: &self.parts.store,
            operation: &self.parts.operation,
            zone: self.parts.zone,
            every: self.parts.every,
            as_of,
            skills,
        };
        let (silences, marks) = self.people(as_of)?;
        let input = JudgeInput::new(skills, &snapshot, self.parts.zone);
        let taken = self.book.taken(&marks);
        let poll = input.departure_poll();
        let (departures, changes) = self.departures.after(rules, &poll, &taken);
        let mut judgements = baselines
            .judge(rules, &snapshot, &feed, &departures)
            .await?;
        if let PollPart::Early(judged) = &mut part {
            judgements.retain(|judgement| {
                judgement.is_sure_early() && !judged.contains(&alert_key(judgement))
            });
            if judgements.is_empty() {
                return Ok(());
            }
        }
        let questions = cause_questions(&judgements);
        let past = baselines.recall(&questions).await?;
        let evidence = CauseEvidence::of(&snapshot).with_past(&questions, &past);
        let none = BTreeSet::new();
        let (is_partial, is_late, judged_before) = match &part {
            PollPart::Early(_) => (true, false, &none),
            PollPart::Rest { tick, judged, .. } => (false, tick.is_late, judged),
        };
        let mut outcome = {
            // A card counts from here on, so that operations that poll at once see each other's.
            let traffic = &self.parts.traffic;
            let mut traffic = traffic.lock().unwrap_or_else(PoisonError::into_inner);
            let situation = AdvanceContext {
                evidence: Some(&evidence),
                silences: &silences,
                marks: &marks,
                is_late,
                is_deaf: !is_partial && feed.failures > 0 && rules.tell_of_the_feed(),
                is_partial,
                judged_before,
                traffic: &traffic,
                ..AdvanceContext::new(as_of, self.parts.zone, &self.parts.policy)
            };
            let outcome = advance(&self.book, rules, &judgements, &situation);
            traffic.note_outcome(&self.parts.operation, &outcome);
            outcome
        };
        let is_rest = !judged_before.is_empty() || is_partial;
        outcome.feed = Some(feed);
        if !is_partial {
            // A season takes each poll in once, as a whole.
            outcome.departures = changes;
        }
        let polled = Arc::new((snapshot, outcome));
        let kept = Arc::clone(&polled);
        let commit = move |store: &Store| {
            if is_rest {
                store.commit_rest(&kept.0, &kept.1)
            } else {
                store.commit(&kept.0, &kept.1)
            }
        };
        self.parts.store.in_turn(commit).await?;
        let (snapshot, outcome) = &*polled;
        self.book.apply(outcome);
        if !outcome.events.is_empty() {
            self.parts.wake_dispatcher.notify_one();
        }
        match part {
            PollPart::Early(judged) => {
                let events = outcome.events.len();
                info!(operation = %self.parts.operation, %as_of, events, "judged what was read so far");
                judged.extend(judgements.iter().map(alert_key));
            }
            PollPart::Rest { feed, .. } => {
                self.tally.count(snapshot, judgements.len());
                self.log_poll(snapshot, outcome, judgements.len());
                self.feed = feed;
                self.departures = departures;
            }
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
    /// one of these does not keep the rules from judging. Outside every calendar nothing is read.
    async fn read(
        &mut self,
        rules: &Ruleset,
        tick: PollTick,
        judged: &mut BTreeSet<AlertKey>,
    ) -> Result<(Vec<SkillId>, Snapshot), StoreError> {
        let PollTick {
            as_of, deadline, ..
        } = tick;
        let (gate, clock) = (self.parts.gate.clone(), self.parts.clock.clone());
        let (zone, every) = (self.parts.zone, self.parts.every);
        let mut snapshot = Snapshot {
            operation: self.parts.operation.clone(),
            as_of,
            readings: Vec::new(),
        };
        if is_idle(rules, as_of, zone) {
            return Ok((self.skills(rules), snapshot));
        }
        let mut reader = ReportReader::new(&gate, &clock, Some(deadline)).after(&self.feed);
        let history = history_asks(as_of);
        let [abandons, ..] = history;
        read_report(&mut reader, &mut snapshot, abandons).await;
        let skills = self.skills(rules);
        let mut needed = needed_requests(rules.awake(as_of, zone), &skills, as_of, zone);
        let alerting = self.alerting_skills();
        let order = SkillOrder::of(
            &single_skills(&needed).collect(),
            &alerting,
            &self.last_read,
            &snapshot,
        );
        let fixed = needed.len() - single_skills(&needed).count() + history.len();
        let share = fair_share(rules, gate.quota(), every, as_of, zone);
        let mut singles_left = share.saturating_sub(fixed as u64).max(1);
        let mut wanted = BTreeSet::new();
        let mut judged_at = clock.now();
        let mut read_before = None;
        // Where nothing more may be read, longer windows would be needed for ever.
        while !needed.is_empty()
            && read_before.replace(snapshot.readings.len()) != Some(snapshot.readings.len())
        {
            reader.expect(&needed);
            for ask in order.sort(needed) {
                if let Some(skill) = single_skill(&ask) {
                    wanted.insert(skill);
                    if !reader.shares(&ask) {
                        let Some(left) = singles_left.checked_sub(1) else {
                            continue;
                        };
                        singles_left = left;
                    }
                }
                read_report(&mut reader, &mut snapshot, ask).await;
                if !tick.is_late && clock.now() - judged_at > JUDGE_EVERY {
                    let part = PollPart::Early(judged);
                    self.judge(rules, &skills, snapshot.clone(), part).await?;
                    judged_at = clock.now();
                }
            }
            // A longer window may have enough calls where a short one has too few.
            needed = further_requests(rules, &JudgeInput::new(&skills, &snapshot, zone));
        }
        self.record_rotation(&wanted, &snapshot);
        for ask in history {
            read_report(&mut reader, &mut snapshot, ask).await;
        }
        Ok((skills, snapshot))
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
        for skill in read_skills(snapshot) {
            self.last_read.insert(skill, snapshot.as_of);
        }
    }

    /// Records how many of the skills that the poll needed it has read.
    fn record_rotation(&self, needed: &BTreeSet<SkillId>, snapshot: &Snapshot) {
        let count = |skills: usize| u32::try_from(skills).unwrap_or(u32::MAX);
        let read: BTreeSet<SkillId> = read_skills(snapshot).collect();
        if !needed.is_empty() {
            self.parts
                .gate
                .skill_tables()
                .record_rotation(SkillRotation {
                    read: count(needed.intersection(&read).count()),
                    of: count(needed.len()),
                });
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

/// The part of a poll that is judged.
enum PollPart<'poll> {
    /// What was read so far; the alerts that it judges are added.
    Early(&'poll mut BTreeSet<AlertKey>),
    /// All that the poll has read, but for the alerts that were judged before.
    Rest {
        tick: PollTick,
        feed: FeedState,
        judged: BTreeSet<AlertKey>,
    },
}

fn alert_key(judgement: &Judgement<'_>) -> AlertKey {
    AlertKey {
        rule: judgement.rule.id.clone(),
        scope: judgement.scope.clone(),
    }
}

/// Returns the skills whose own report was read.
fn read_skills(snapshot: &Snapshot) -> impl Iterator<Item = SkillId> {
    let read = snapshot
        .readings
        .iter()
        .filter(|reading| !reading.has_failed());
    read.filter_map(|reading| single_skill(&reading.ask))
}

/// Returns the reason of the first failure. An empty window is no failure.
fn first_failure(gaps: &[&ReadGap]) -> Option<ReadFailure> {
    gaps.iter().find_map(|gap| match gap {
        ReadGap::Failed(failure) => Some(*failure),
        ReadGap::NoData => None,
    })
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
