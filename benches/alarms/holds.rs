//! Agents call by call, some of which they hold: in a fifth of them on average, for 45
//! seconds in the middle and now and then for many minutes. Agents have habits: some hold
//! twice as much as others. In an incident, one holds every other call for minutes.

use std::{ops::Range, time::Duration};

use vigia_core::metrics::{
    AgentName, Facts, Report, ReportRequest, Scope, SkillId, TimeWindow,
    facts::{AgentHolds, Holds as HoldsReport},
};

use crate::{
    chance::{Chance, Mood},
    floor::Floor,
    hours::{DAY, Incident, MINUTES, Minute, OPEN, incidents, level, minute},
};

/// Half of them work early, and half of them late.
const AGENTS: usize = 40;
const SHIFT: Minute = 8 * 60;

/// Seconds between two calls, of talk, and of what comes after it, on average.
const IDLE: f64 = 60.0;
const TALK: f64 = 240.0;
const WRAP_UP: f64 = 30.0;

/// The share of calls that are held, the middle of how long, and how far that is spread (of
/// the logarithm).
const HELD: f64 = 0.2;
const HOLD: f64 = 45.0;
const HOLD_SPREAD: f64 = 0.9;
/// How much habits differ (of the logarithm).
const HABITS: f64 = 0.5;

const HELD_IN_INCIDENT: f64 = 0.6;
const HOLD_IN_INCIDENT: f64 = 300.0;
const SPREAD_IN_INCIDENT: f64 = 0.6;

/// The agents of a centre.
pub(crate) struct Holds {
    agents: Vec<Agent>,
    incidents: Vec<Incident>,
}

struct Agent {
    name: AgentName,
    work: Range<Minute>,
    /// Seconds on hold, uses of it, and calls, each summed up from the start on.
    hold: Vec<u64>,
    uses: Vec<u64>,
    calls: Vec<u64>,
}

impl Holds {
    /// `swing` is how much the length of holds swings for all alike, as with a slow system.
    pub(crate) fn new(swing: f64, seed: u64) -> Self {
        let chance = &mut Chance::new(seed);
        let mut mood = Mood::new(swing, chance);
        let slowness: Vec<f64> = (0..=MINUTES).map(|_| mood.next(chance)).collect();
        let mut holds = Self {
            agents: Vec::new(),
            incidents: Vec::new(),
        };
        for number in 0..AGENTS {
            let name = AgentName::new(format!("AGENTE {number:02}"));
            let work = if number % 2 == 0 {
                OPEN.start..OPEN.start + SHIFT
            } else {
                OPEN.end - SHIFT..OPEN.end
            };
            let incidents = incidents(&Scope::Agent(name.clone()), &work, 0.25, chance);
            let agent = Agent::new(name, work, &slowness, &incidents, chance);
            holds.agents.push(agent);
            holds.incidents.extend(incidents);
        }
        holds
    }

    fn agent(&self, scope: &Scope) -> Option<&Agent> {
        let mut agents = self.agents.iter();
        agents.find(|agent| matches!(scope, Scope::Agent(name) if *name == agent.name))
    }
}

impl Floor for Holds {
    fn skills(&self) -> Vec<SkillId> {
        Vec::new()
    }

    fn scopes(&self) -> Vec<Scope> {
        let names = self.agents.iter().map(|agent| agent.name.clone());
        names.map(Scope::Agent).collect()
    }

    fn incidents(&self) -> &[Incident] {
        &self.incidents
    }

    fn works(&self, scope: &Scope, minute: Minute) -> bool {
        self.agent(scope).is_some_and(|agent| agent.works(minute))
    }

    /// A row for each agent with calls in the window.
    fn answer(&self, ask: ReportRequest) -> Option<Facts> {
        if ask.report != Report::Holds {
            return None;
        }
        let agents: Vec<_> = self
            .agents
            .iter()
            .filter_map(|agent| agent.row(ask.window))
            .collect();
        let is_anybody = !agents.is_empty();
        let total = None;
        is_anybody.then_some(Facts::Holds(HoldsReport { agents, total }))
    }

    /// Whole minutes on hold.
    fn bad(&self, scope: &Scope, window: TimeWindow) -> u64 {
        let agent = self.agent(scope);
        agent.map_or(0, |agent| sum(&agent.hold, window) / 60)
    }

    fn true_share(&self, _: &Scope, _: TimeWindow) -> Option<f64> {
        None
    }
}

impl Agent {
    fn new(
        name: AgentName,
        work: Range<Minute>,
        slowness: &[f64],
        incidents: &[Incident],
        chance: &mut Chance,
    ) -> Self {
        let habit = (HABITS * chance.normal() - HABITS * HABITS / 2.0).exp();
        let mut agent = Self {
            name,
            work,
            hold: vec![0; MINUTES + 1],
            uses: vec![0; MINUTES + 1],
            calls: vec![0; MINUTES + 1],
        };
        for day in (0..MINUTES).step_by(DAY) {
            if agent.works(day + agent.work.start) {
                agent.work(day, habit, slowness, incidents, chance);
            }
        }
        for sums in [&mut agent.hold, &mut agent.uses, &mut agent.calls] {
            let mut sum = 0;
            for value in sums {
                sum += std::mem::replace(value, sum);
            }
        }
        agent
    }

    /// A day's calls, each booked when it ends.
    fn work(
        &mut self,
        day: Minute,
        habit: f64,
        slowness: &[f64],
        incidents: &[Incident],
        chance: &mut Chance,
    ) {
        let (mut now, end) = (60 * (day + self.work.start), 60 * (day + self.work.end));
        loop {
            now += seconds(IDLE * chance.exponential());
            if now >= end {
                return;
            }
            let at = now / 60;
            let is_wrong = incidents.iter().any(|incident| incident.holds(at));
            let (share, middle, spread) = if is_wrong {
                (HELD_IN_INCIDENT, HOLD_IN_INCIDENT, SPREAD_IN_INCIDENT)
            } else {
                ((HELD * habit).min(0.9), HOLD * slowness[at], HOLD_SPREAD)
            };
            let hold = if chance.share() < share {
                seconds(middle * (spread * chance.normal()).exp())
            } else {
                0
            };
            now += hold + seconds(TALK * chance.exponential());
            let booked = (now / 60).min(MINUTES);
            self.hold[booked] += hold as u64;
            self.uses[booked] += u64::from(hold > 0);
            self.calls[booked] += 1;
            now += seconds(WRAP_UP * chance.exponential());
        }
    }

    fn works(&self, minute: Minute) -> bool {
        level(minute) > 0.0 && self.work.contains(&(minute % DAY))
    }

    fn row(&self, window: TimeWindow) -> Option<AgentHolds> {
        let hold = Duration::from_secs(sum(&self.hold, window));
        (sum(&self.calls, window) > 0).then(|| AgentHolds {
            agent: self.name.clone(),
            uses: Some(sum(&self.uses, window)),
            hold: Some(hold),
            mute: Some(Duration::ZERO),
            total: Some(hold),
        })
    }
}

fn sum(sums: &[u64], window: TimeWindow) -> u64 {
    sums[minute(window.until())] - sums[minute(window.from())]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds of a call"
)]
fn seconds(length: f64) -> usize {
    length as usize
}
