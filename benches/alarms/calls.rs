//! Calls minute by minute, some of which go wrong: callers who give up, calls that are
//! answered late, callbacks that reach nobody.

use vigia_core::metrics::{
    Channel, Facts, Report, ReportRequest, Scope, SkillId, SkillSelection, TimeWindow,
    facts::{ChannelService, ServiceLevel, SkillSmartHold, SmartHold},
};

use crate::{
    chance::{Chance, Mood},
    floor::Floor,
    hours::{Incident, MINUTES, Minute, OPEN, as_f64, incidents, level, minute},
};

const SKILLS: usize = 12;

/// What goes wrong with calls.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wrong {
    /// Callers give up.
    Abandoned,
    /// Calls are answered after twenty seconds.
    Late,
    /// Callbacks reach nobody.
    Unreached,
}

/// How often it goes wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shares {
    pub(crate) usual: f64,
    pub(crate) in_incident: f64,
}

/// How a centre's figures vary beside what dice do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Swing {
    /// The standard deviation of the true share of bad calls, as a share of its mean.
    pub(crate) bad: f64,
    /// The same of the calls that come in.
    pub(crate) calls: f64,
}

impl Swing {
    /// Dice alone: the binomial case.
    pub(crate) const NONE: Self = Self {
        bad: 0.0,
        calls: 0.0,
    };
    /// As measured: 47 hours of a real centre (about 100 calls an hour, 17 % abandoned) had
    /// a Laney sigma of 3.2, which is a true rate that swings by 0.65 of its mean; its calls
    /// had 3.4 times the variance of a Poisson process, which is 0.15.
    pub(crate) const MEASURED: Self = Self {
        bad: 0.65,
        calls: 0.15,
    };
    /// Callbacks come where queues are long, and so less evenly than calls.
    pub(crate) const CALLBACKS: Self = Self {
        bad: 0.3,
        calls: 0.6,
    };
}

/// Skills of about the same traffic.
pub(crate) struct Calls {
    wrong: Wrong,
    skills: Vec<Skill>,
    incidents: Vec<Incident>,
}

/// The calls of a skill, each figure summed up from the start on.
#[derive(Default)]
struct Skill {
    all: Vec<u64>,
    bad: Vec<u64>,
    /// What `bad` would be without chance.
    expected: Vec<f64>,
}

impl Calls {
    /// So many calls an hour and skill, on average over the opening hours.
    pub(crate) fn new(wrong: Wrong, shares: Shares, an_hour: f64, swing: Swing, seed: u64) -> Self {
        let chance = &mut Chance::new(seed);
        let mut calls = Self {
            wrong,
            skills: Vec::new(),
            incidents: Vec::new(),
        };
        for number in 0..SKILLS {
            let scope = Scope::Skill(skill_id(number));
            let incidents = incidents(&scope, &OPEN, 0.5, chance);
            let skill = Skill::new(shares, an_hour, swing, &incidents, chance);
            calls.skills.push(skill);
            calls.incidents.extend(incidents);
        }
        calls
    }

    /// All calls of a window, and the bad ones.
    fn count(&self, skills: SkillSelection, window: TimeWindow) -> (u64, u64) {
        let each = self.skills.iter().enumerate();
        each.filter(|(number, _)| match skills {
            SkillSelection::All => true,
            SkillSelection::One(skill) => skill == skill_id(*number),
        })
        .map(|(_, skill)| skill.count(window))
        .fold((0, 0), |sum, calls| (sum.0 + calls.0, sum.1 + calls.1))
    }

    fn skill(&self, scope: &Scope) -> Option<&Skill> {
        let Scope::Skill(skill) = scope else {
            return None;
        };
        let mut each = self.skills.iter().enumerate();
        each.find(|(number, _)| skill_id(*number) == *skill)
            .map(|(_, skill)| skill)
    }

    fn callbacks(&self, window: TimeWindow) -> SmartHold {
        let each = self.skills.iter().enumerate();
        let rows = each.filter_map(|(number, skill)| {
            let (all, failed) = skill.count(window);
            (all > 0).then(|| SkillSmartHold {
                skill: skill_id(number),
                treated: None,
                declined: None,
                accepted: None,
                failed: Some(failed),
                reached: Some(all - failed),
                service_level_up: None,
            })
        });
        SmartHold {
            skills: rows.collect(),
        }
    }
}

impl Floor for Calls {
    fn skills(&self) -> Vec<SkillId> {
        (0..self.skills.len()).map(skill_id).collect()
    }

    fn scopes(&self) -> Vec<Scope> {
        self.skills().into_iter().map(Scope::Skill).collect()
    }

    fn incidents(&self) -> &[Incident] {
        &self.incidents
    }

    fn works(&self, _: &Scope, minute: Minute) -> bool {
        level(minute) > 0.0
    }

    fn answer(&self, ask: ReportRequest) -> Option<Facts> {
        let (all, bad) = self.count(ask.skills, ask.window);
        match (self.wrong, ask.report) {
            (Wrong::Abandoned | Wrong::Late, Report::ServiceLevel) if all > 0 => {
                let row = service(self.wrong, all, bad);
                Some(Facts::ServiceLevel(ServiceLevel {
                    channels: vec![row],
                }))
            }
            (Wrong::Unreached, Report::SmartHold) if all > 0 => {
                Some(Facts::SmartHold(self.callbacks(ask.window)))
            }
            (Wrong::Abandoned | Wrong::Late | Wrong::Unreached, _) => None,
        }
    }

    fn bad(&self, scope: &Scope, window: TimeWindow) -> u64 {
        self.skill(scope).map_or(0, |skill| skill.count(window).1)
    }

    fn true_share(&self, scope: &Scope, window: TimeWindow) -> Option<f64> {
        let skill = self.skill(scope)?;
        let (from, until) = (minute(window.from()), minute(window.until()));
        let expected = skill.expected[until] - skill.expected[from];
        Some(expected / as_f64(skill.count(window).0.max(1)))
    }
}

fn service(wrong: Wrong, all: u64, bad: u64) -> ChannelService {
    let (abandoned, late) = match wrong {
        Wrong::Abandoned => (bad, None),
        Wrong::Late | Wrong::Unreached => (0, Some(bad)),
    };
    let level = |late| as_f64(all - late) / as_f64(all) * 100.0;
    ChannelService {
        channel: Channel::inbound(),
        offered: Some(all),
        answered: Some(all - abandoned),
        abandoned: Some(abandoned),
        within_10s: None,
        // As the report has it, with two decimals.
        within_20s: late.map(|late| (level(late) * 100.0).round() / 100.0),
        within_30s: None,
        abandon_rate: None,
        asa: None,
        ata: None,
    }
}

impl Skill {
    fn new(
        shares: Shares,
        an_hour: f64,
        swing: Swing,
        incidents: &[Incident],
        chance: &mut Chance,
    ) -> Self {
        let mut calls = Mood::new(swing.calls, chance);
        let mut luck = Mood::new(swing.bad, chance);
        let mut skill = Self::default();
        let mut sum = (0, 0, 0.0);
        for minute in 0..=MINUTES {
            skill.all.push(sum.0);
            skill.bad.push(sum.1);
            skill.expected.push(sum.2);
            let mean = an_hour / 60.0 * level(minute) * calls.next(chance);
            let usual = shares.usual * luck.next(chance);
            let is_wrong = incidents.iter().any(|incident| incident.holds(minute));
            let share = if is_wrong {
                shares.in_incident
            } else {
                usual.min(1.0)
            };
            let all = chance.poisson(mean);
            sum.0 += all;
            sum.1 += chance.binomial(all, share);
            sum.2 += share * as_f64(all);
        }
        skill
    }

    fn count(&self, window: TimeWindow) -> (u64, u64) {
        let (from, until) = (minute(window.from()), minute(window.until()));
        (
            self.all[until] - self.all[from],
            self.bad[until] - self.bad[from],
        )
    }
}

fn skill_id(number: usize) -> SkillId {
    SkillId(number as u64 + 1)
}
