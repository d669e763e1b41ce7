//! Who is on duty when. Staff follow the forecast (the day's shape without its scatter), as
//! planners do; an incident takes agents away.

use super::calls::Second;
use super::draw::whole;
use super::incidents::IncidentTrouble;
use super::people::CentreSkill;
use super::traffic::{QUARTER, WRAP_UP};

/// Staff beyond the load: so many, and so many times the root of the load. This sets the
/// usual waits.
const SPARE: f64 = 0.9;
const SPARE_BY_ROOT: f64 = 0.55;

/// The share of the load that those who are left can carry while agents are gone.
const CAPACITY_LEFT: f64 = 0.4;

/// The duties of one skill's agents over one day.
pub(super) struct ShiftRoster<'a> {
    agents: u32,
    /// Mean seconds that one call keeps one agent.
    cycle: f64,
    start: Second,
    /// Agents kept busy by the forecast, for each quarter of an hour; zero when closed.
    loads: Vec<f64>,
    /// Turns the early and late shifts from day to day.
    turn: u32,
    trouble: &'a IncidentTrouble,
}

impl<'a> ShiftRoster<'a> {
    /// The roster of the day that begins at `start`. `levels` are the shares of the peak
    /// rate, a quarter each, `None` where the centre is closed.
    pub(super) fn new(
        skill: &CentreSkill,
        start: Second,
        levels: &[Option<f64>],
        trouble: &'a IncidentTrouble,
    ) -> Self {
        let cycle = f64::from(skill.talk + WRAP_UP);
        let peak = f64::from(skill.calls_per_hour) * cycle / 3600.0;
        let mut before = None;
        let loads = levels.iter().map(|level| {
            // The late shift stays until the queue is empty.
            let staffed = level.or(before);
            before = *level;
            staffed.unwrap_or(0.0) * peak
        });
        let day = u32::try_from(start.div_euclid(86_400)).unwrap_or(0);
        Self {
            agents: skill.agents,
            cycle,
            start,
            loads: loads.collect(),
            turn: day % skill.agents.max(1),
            trouble,
        }
    }

    /// How many agents are on duty at a second.
    pub(super) fn on_duty(&self, at: Second) -> u32 {
        let load = self.load(at);
        if load <= 0.0 {
            return 0;
        }
        let planned =
            whole((load + SPARE + SPARE_BY_ROOT * load.sqrt()).ceil()).clamp(1, self.agents);
        if self.trouble.agents_gone(at) {
            whole((load * CAPACITY_LEFT).ceil()).clamp(1, planned)
        } else {
            planned
        }
    }

    /// The agent who is first free for a caller who waits from `arrived` to `limit`, and
    /// when. `free` tells for each agent when the last call lets go; of two, the one who
    /// has been idle longer takes the call.
    pub(super) fn first_free(
        &self,
        free: &[Second],
        arrived: Second,
        limit: Second,
    ) -> Option<(usize, Second)> {
        let mut best: Option<(Second, Second, usize)> = None;
        for (place, idle_since) in (0..self.agents).zip(free) {
            let limit = best.map_or(limit, |(at, ..)| at.min(limit));
            if let Some(at) = self.next_duty(place, (*idle_since).max(arrived), limit) {
                let found = (at, *idle_since, place as usize);
                best = Some(best.map_or(found, |best| best.min(found)));
            }
        }
        best.map(|(at, _, place)| (place, at))
    }

    /// The mean time for which an agent stays away after a call that ends at `at`: none, but
    /// while agents are gone, when it trims whole agents to the capacity that is left.
    pub(super) fn absence(&self, at: Second) -> f64 {
        let load = self.load(at);
        if load <= 0.0 || !self.trouble.agents_gone(at) {
            return 0.0;
        }
        let left = f64::from(self.on_duty(at));
        (left * self.cycle / (CAPACITY_LEFT * load) - self.cycle).max(0.0)
    }

    fn load(&self, at: Second) -> f64 {
        let quarter = usize::try_from((at - self.start).div_euclid(QUARTER));
        let load = quarter.ok().and_then(|quarter| self.loads.get(quarter));
        load.copied().unwrap_or(0.0)
    }

    /// The first second from `at` to `limit` at which an agent is on duty.
    fn next_duty(&self, place: u32, mut at: Second, limit: Second) -> Option<Second> {
        while at <= limit {
            if (place + self.turn) % self.agents.max(1) < self.on_duty(at) {
                return Some(at);
            }
            let quarter_ends = at + QUARTER - (at - self.start).rem_euclid(QUARTER);
            let change = self.trouble.next_change(at);
            at = change.map_or(quarter_ends, |change| change.min(quarter_ends));
        }
        None
    }
}
