//! The floor: every call of every skill and day, made when it is first asked for and then
//! kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::calls::{CallbackOffer, Second, SimulatedCall};
use super::draw::{RandomSource, RandomSubject};
use super::incidents::{IncidentTimeline, ScriptedIncident};
use super::people::{self, CentreSkill, SKILLS};
use super::queue::CallQueue;
use super::roster::ShiftRoster;
use super::shape::DemandHours;
use super::traffic::{QUARTER, QuarterHour};
use vigia_clock::Clock;

/// So many days of one skill are kept: two months of all twenty.
const KEPT: usize = 1_240;

/// From the first second, included, to the second, excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShiftSpan {
    pub(super) from: Second,
    pub(super) until: Second,
}

impl ShiftSpan {
    pub(super) fn holds(self, at: Second) -> bool {
        (self.from..self.until).contains(&at)
    }
}

/// Everything that happens in the centre.
pub(super) struct AgentFloor {
    seed: u64,
    zone: Tz,
    hours: DemandHours,
    clock: Clock,
    state: Mutex<AgentState>,
}

#[derive(Default)]
struct AgentState {
    timeline: IncidentTimeline,
    days: BTreeMap<(NaiveDate, u32), Arc<FloorDay>>,
}

/// What came to one skill on one day.
pub(super) struct FloorDay {
    /// By their end.
    calls: Vec<SimulatedCall>,
    smart_holds: Vec<CallbackOffer>,
}

impl AgentFloor {
    pub(super) fn new(seed: u64, zone: Tz, hours: DemandHours, clock: Clock) -> Self {
        Self {
            seed,
            zone,
            hours,
            clock,
            state: Mutex::default(),
        }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn zone(&self) -> Tz {
        self.zone
    }

    /// The local date of now.
    pub(super) fn today(&self) -> NaiveDate {
        self.date(self.now().timestamp())
    }

    /// When today began.
    pub(super) fn midnight(&self) -> Second {
        self.day_start(self.today())
    }

    /// Starts an incident at the next second: what was already visible stays as it was.
    pub(super) fn begin(&self, incident: ScriptedIncident) {
        let from = self.now().timestamp() + 1;
        let skills = concerned(&incident);
        self.rewrite(&skills, |timeline| timeline.begin(incident, from));
    }

    /// Ends an incident at the next second.
    pub(super) fn end(&self, incident: &ScriptedIncident) {
        let until = self.now().timestamp() + 1;
        let skills = concerned(incident);
        self.rewrite(&skills, |timeline| timeline.end(incident, until));
    }

    /// Writes an incident with both its ends into the past or the future.
    pub(super) fn plan(&self, incident: ScriptedIncident, from: Second, until: Second) {
        let skills = concerned(&incident);
        self.rewrite(&skills, |timeline| timeline.plan(incident, from, until));
    }

    /// Takes every spell of an incident back, as if it had never been.
    pub(super) fn forget(&self, incident: &ScriptedIncident) {
        self.rewrite(&concerned(incident), |timeline| timeline.forget(incident));
    }

    /// Shows all calls of a skill that ended within a span and before now.
    pub(super) fn calls(
        &self,
        skill: &CentreSkill,
        span: ShiftSpan,
        mut see: impl FnMut(&SimulatedCall),
    ) {
        let span = self.visible(span);
        for day in self.days(skill, span) {
            let first = day.calls.partition_point(|call| call.ended < span.from);
            let calls = day.calls.iter().skip(first);
            calls
                .take_while(|call| call.ended < span.until)
                .for_each(&mut see);
        }
    }

    /// Shows all smart holds of a skill that may concern a span, and the span cut at now.
    pub(super) fn smart_holds(
        &self,
        skill: &CentreSkill,
        span: ShiftSpan,
        mut see: impl FnMut(&CallbackOffer, ShiftSpan),
    ) {
        let span = self.visible(span);
        for day in self.days(skill, span) {
            day.smart_holds.iter().for_each(|held| see(held, span));
        }
    }

    fn visible(&self, span: ShiftSpan) -> ShiftSpan {
        ShiftSpan {
            until: span.until.min(self.now().timestamp() + 1),
            ..span
        }
    }

    /// The days whose calls can end within a span: no call and no chat lasts a whole day.
    fn days(&self, skill: &CentreSkill, span: ShiftSpan) -> Vec<Arc<FloorDay>> {
        if span.from >= span.until {
            return Vec::new();
        }
        let last = self.date(span.until - 1);
        let first = self.date(span.from);
        let first = first.pred_opt().unwrap_or(first);
        first
            .iter_days()
            .take_while(|date| *date <= last)
            .map(|date| self.day(skill, date))
            .collect()
    }

    fn day(&self, skill: &CentreSkill, date: NaiveDate) -> Arc<FloorDay> {
        let mut state = self.state();
        if let Some(day) = state.days.get(&(date, skill.id)) {
            return Arc::clone(day);
        }
        let day = Arc::new(self.make_day(skill, date, &state.timeline));
        if state.days.len() >= KEPT {
            state.days.pop_first();
        }
        state.days.insert((date, skill.id), Arc::clone(&day));
        day
    }

    fn make_day(
        &self,
        skill: &CentreSkill,
        date: NaiveDate,
        timeline: &IncidentTimeline,
    ) -> FloorDay {
        let start = self.day_start(date);
        let end = date.succ_opt().map_or(start, |next| self.day_start(next));
        let crew = people::crew(skill);
        let trouble = timeline.of(skill.id, &crew);
        let quarters: Vec<(Second, NaiveDateTime)> = (0..(end - start) / QUARTER)
            .map(|number| start + number * QUARTER)
            .map(|from| (from, self.local(from)))
            .collect();
        let levels: Vec<Option<f64>> = quarters
            .iter()
            .map(|(_, local)| self.hours.is_open(*local).then(|| self.hours.level(*local)))
            .collect();
        let roster = ShiftRoster::new(skill, start, &levels, &trouble);
        let mut queue = CallQueue::new(skill, &roster, &crew, &trouble);
        let chance = |subject| RandomSource::of(self.seed, skill.id, start, subject);
        let mood = chance(RandomSubject::Mood).log_normal(1.0, 0.06);
        let mut inbound = chance(RandomSubject::Inbound);
        let mut others = chance(RandomSubject::Besides);
        let mut besides = Vec::new();
        for (from, local) in quarters {
            let level = self.hours.level(local) * mood;
            let quarter = QuarterHour { skill, from, level };
            for draft in quarter.drafts(&mut inbound) {
                queue.enter(&draft);
            }
            quarter.besides(&crew, &mut others, &mut besides);
        }
        let (mut calls, smart_holds) = queue.finish();
        calls.append(&mut besides);
        calls.sort_by_key(|call| (call.ended, call.arrived));
        FloorDay { calls, smart_holds }
    }

    /// The days of all other skills stay as they were made.
    fn rewrite(&self, skills: &[u32], change: impl FnOnce(&mut IncidentTimeline)) {
        let mut state = self.state();
        change(&mut state.timeline);
        state.days.retain(|(_, skill), _| !skills.contains(skill));
    }

    fn state(&self) -> MutexGuard<'_, AgentState> {
        // A panic elsewhere leaves the map whole: entries are only ever added in one step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn local(&self, at: Second) -> NaiveDateTime {
        let time = DateTime::from_timestamp(at, 0).unwrap_or_default();
        time.with_timezone(&self.zone).naive_local()
    }

    fn date(&self, at: Second) -> NaiveDate {
        self.local(at).date()
    }

    /// The first second of a local date. Where midnight does not exist, the day begins when
    /// the clocks have gone forward.
    fn day_start(&self, date: NaiveDate) -> Second {
        let midnight = date.and_time(NaiveTime::MIN);
        let start = (0..4).find_map(|hours| {
            let local = midnight.checked_add_signed(TimeDelta::hours(hours))?;
            self.zone.from_local_datetime(&local).earliest()
        });
        start.map_or_else(|| midnight.and_utc().timestamp(), |start| start.timestamp())
    }
}

/// The skills that an incident changes anything for.
fn concerned(incident: &ScriptedIncident) -> Vec<u32> {
    let skills = SKILLS.iter();
    skills
        .filter(|skill| incident.concerns(skill.id, &people::crew(skill)))
        .map(|skill| skill.id)
        .collect()
}
