//! A skill whose callers wait in a queue and lose their patience: Erlang-A with agents that come and go, whose calls share the
//! agents with those of other skills, and with days and hours that differ.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
};

use crate::chance::Chance;

pub(crate) const MINUTE: u32 = 60;
pub(crate) const HOUR: u32 = 60 * MINUTE;
/// The centre is open for twelve hours, from 8 o'clock.
pub(crate) const OPEN: u32 = 12 * HOUR;

/// The mean time for which an agent handles a call.
const HANDLING: f64 = 330.0;
/// The share of the day's calls in each open hour: two peaks.
const SHAPE: [f64; 12] = [0.8, 1.1, 1.3, 1.3, 1.1, 0.8, 0.8, 1.0, 1.2, 1.1, 0.9, 0.6];

/// How a family of centres is staffed.
#[derive(Clone, Copy)]
pub(crate) struct Family {
    pub(crate) name: &'static str,
    /// The share of callers that give up without any incident.
    pub(crate) abandonment: f64,
    /// The mean patience in seconds.
    pub(crate) patience: f64,
}

pub(crate) const FAMILIES: [Family; 3] = [
    Family {
        name: "good",
        abandonment: 0.030,
        patience: 120.0,
    },
    Family {
        name: "busy",
        abandonment: 0.080,
        patience: 150.0,
    },
    Family {
        name: "calm",
        abandonment: 0.020,
        patience: 90.0,
    },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IncidentKind {
    StaffMissing,
    Demand,
    LateOpening,
    ServiceSag,
    SlowLeak,
}

/// Something that goes wrong, in seconds after opening.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incident {
    pub(crate) kind: IncidentKind,
    pub(crate) from: u32,
    pub(crate) until: u32,
    /// The share of the agents that are missing, or of the calls that are more than usual.
    size: f64,
}

impl Incident {
    pub(crate) const KINDS: [IncidentKind; 5] = [
        IncidentKind::StaffMissing,
        IncidentKind::Demand,
        IncidentKind::LateOpening,
        IncidentKind::ServiceSag,
        IncidentKind::SlowLeak,
    ];

    /// Throws the incident of a day.
    pub(crate) fn throw(chance: &mut Chance) -> Self {
        let kind = match chance.share() {
            it if it < 0.30 => IncidentKind::StaffMissing,
            it if it < 0.60 => IncidentKind::Demand,
            it if it < 0.72 => IncidentKind::LateOpening,
            it if it < 0.88 => IncidentKind::ServiceSag,
            _ => IncidentKind::SlowLeak,
        };
        let (size, minutes) = match kind {
            IncidentKind::StaffMissing => (chance.between(0.3, 0.6), chance.between(40.0, 150.0)),
            IncidentKind::Demand => (chance.between(0.5, 1.2), chance.between(40.0, 120.0)),
            IncidentKind::LateOpening => (1.0, chance.between(15.0, 40.0)),
            IncidentKind::ServiceSag => (chance.between(0.12, 0.25), chance.between(120.0, 240.0)),
            IncidentKind::SlowLeak => (chance.between(0.15, 0.30), 600.0),
        };
        let length = seconds(minutes * 60.0).min(OPEN);
        let from = match kind {
            IncidentKind::LateOpening => 0,
            _ => seconds(chance.share() * f64::from(OPEN - length)),
        };
        Self {
            kind,
            from,
            until: from + length,
            size,
        }
    }

    /// The factor on the agents at this time.
    fn staff(&self, at: u32) -> f64 {
        if !(self.from..self.until).contains(&at) {
            return 1.0;
        }
        match self.kind {
            IncidentKind::StaffMissing | IncidentKind::LateOpening | IncidentKind::ServiceSag => {
                1.0 - self.size
            }
            IncidentKind::SlowLeak => {
                1.0 - self.size * f64::from(at - self.from) / f64::from(self.until - self.from)
            }
            IncidentKind::Demand => 1.0,
        }
    }

    /// The factor on the calls at this time.
    fn demand(&self, at: u32) -> f64 {
        match self.kind {
            IncidentKind::Demand if (self.from..self.until).contains(&at) => 1.0 + self.size,
            _ => 1.0,
        }
    }
}

/// A call of the skill, in seconds after opening.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) came: u32,
    /// When it is booked: at the end of its handling, or when the caller gives up.
    pub(crate) booked: u32,
    pub(crate) is_abandoned: bool,
}

pub(crate) fn seconds(value: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "times of a day are small and positive"
    )]
    {
        value.max(0.0) as u32
    }
}

/// A skill and the agents that it shares with others.
#[derive(Clone, Copy)]
pub(crate) struct Skill {
    family: Family,
    /// Calls of the skill an hour.
    calls: f64,
    /// Calls of other skills an hour that the same agents take.
    others: f64,
    agents: f64,
}

struct Waiting {
    came: u32,
    gives_up: u32,
    is_own: bool,
}

impl Skill {
    /// The skill whose abandonment without incidents is that of its family: the calls of others are looked for by bisection.
    pub(crate) fn new(family: Family, calls: f64, chance: &mut Chance) -> Self {
        let load = calls * HANDLING / f64::from(HOUR);
        let mut skill = Self {
            family,
            calls,
            others: 0.0,
            agents: (load * 1.25).ceil().max(8.0),
        };
        let seed = chance.share();
        let (mut low, mut high) = (0.0, skill.agents * 14.0);
        for _ in 0..9 {
            skill.others = f64::midpoint(low, high);
            let mut own = Chance::new(u64::from(seconds(seed * 1e9)));
            let (mut of, mut bad) = (0_u32, 0_u32);
            for _ in 0..(seconds(6_000.0 / calls / 12.0)).clamp(6, 40) {
                for call in skill.day(None, &mut own) {
                    of += 1;
                    bad += u32::from(call.is_abandoned);
                }
            }
            if f64::from(bad) > family.abandonment * f64::from(of) {
                high = skill.others;
            } else {
                low = skill.others;
            }
        }
        skill
    }

    /// The calls of one day, in the order in which they came.
    pub(crate) fn day(&self, incident: Option<Incident>, chance: &mut Chance) -> Vec<Call> {
        let mut day = Day {
            skill: self,
            now: 0,
            busy: BinaryHeap::new(),
            queue: VecDeque::new(),
            calls: Vec::new(),
        };
        let of_day = chance.swing(0.08);
        let (mut mood, mut staff) = (chance.normal(), chance.normal());
        for minute in 0..OPEN / MINUTE {
            let begin = minute * MINUTE;
            // Both forget a deviation within an hour.
            mood = 0.983_5 * mood + 0.181 * chance.normal();
            staff = 0.983_5 * staff + 0.181 * chance.normal();
            let shape = SHAPE.get((begin / HOUR) as usize).copied().unwrap_or(1.0);
            let factor = shape * of_day * (0.12 * mood).exp();
            let demand = incident.map_or(1.0, |it| it.demand(begin));
            let present = incident.map_or(1.0, |it| it.staff(begin));
            let agents = self.agents * shape * (1.0 + 0.06 * staff) * present;
            let rate = (self.calls + self.others) * factor * demand / f64::from(HOUR);
            let own = self.calls / (self.calls + self.others);
            let mut at = f64::from(begin) + chance.exponential(1.0 / rate);
            while at < f64::from(begin + MINUTE) {
                day.arrive(seconds(at), chance.happens(own), agents, chance);
                at += chance.exponential(1.0 / rate);
            }
            day.serve(begin + MINUTE, agents, chance);
        }
        day.close();
        day.calls
    }
}

struct Day<'skill> {
    skill: &'skill Skill,
    now: u32,
    /// When the busy agents become free.
    busy: BinaryHeap<Reverse<u32>>,
    queue: VecDeque<Waiting>,
    calls: Vec<Call>,
}

impl Day<'_> {
    fn arrive(&mut self, at: u32, is_own: bool, agents: f64, chance: &mut Chance) {
        self.serve(at, agents, chance);
        let patience = chance.exponential(self.skill.family.patience);
        self.queue.push_back(Waiting {
            came: at,
            gives_up: at + 1 + seconds(patience),
            is_own,
        });
        self.assign(agents, chance);
    }

    /// Lets the agents who become free until then take waiting calls.
    fn serve(&mut self, until: u32, agents: f64, chance: &mut Chance) {
        self.assign(agents, chance);
        while let Some(Reverse(free_at)) = self.busy.peek().copied()
            && free_at <= until
        {
            self.busy.pop();
            self.now = self.now.max(free_at);
            self.assign(agents, chance);
        }
        self.now = until;
        self.assign(agents, chance);
    }

    fn assign(&mut self, agents: f64, chance: &mut Chance) {
        let agents = seconds(agents.round()) as usize;
        while self.busy.len() < agents
            && let Some(first) = self.queue.pop_front()
        {
            if first.gives_up <= self.now {
                self.book(&first, first.gives_up, true);
            } else {
                let handled = self.now + 1 + seconds(chance.exponential(HANDLING));
                self.book(&first, handled, false);
                self.busy.push(Reverse(handled));
            }
        }
    }

    fn book(&mut self, call: &Waiting, booked: u32, is_abandoned: bool) {
        if call.is_own {
            self.calls.push(Call {
                came: call.came,
                booked,
                is_abandoned,
            });
        }
    }

    fn close(&mut self) {
        while let Some(last) = self.queue.pop_front() {
            self.book(&last, last.gives_up, true);
        }
        self.calls.sort_by_key(|call| call.came);
    }
}
