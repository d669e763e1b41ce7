//! The five reports as facts. The crate `wolkvox` reads them from the API's text.
//!
//! A report has one module here: its rows, how rows of several windows add up, and the figures
//! of one scope that metrics are made of. A new report is such a module, a variant of
//! [`Facts`], and a variant of the metrics' `Formula`; the compiler names the rest.
//!
//! A figure that the API did not give is `None`, never zero.

mod abandonment;
mod durations;
mod holds;
mod seconds;
mod service_level;
mod skill_hours;
mod smart_hold;
mod sums;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumCount, EnumDiscriminants, EnumTryAs, VariantArray};

pub(super) use abandonment::AbandonCounts;
pub use abandonment::{Abandonment, SkillAbandons, WaitCalls};
pub use durations::{CallTraffic, Durations, LengthCalls};
pub use holds::{AgentHolds, HoldTimes, Holds};
pub use seconds::SecondsRange;
pub use service_level::{ChannelService, ServiceLevel};
pub use skill_hours::SkillHours;
pub use smart_hold::{SkillSmartHold, SmartHold, SmartHoldStages};
pub(super) use sums::add_counts;

use crate::metrics::{Scope, ScopeKind};

/// The content of one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, EnumDiscriminants, EnumTryAs)]
#[strum_discriminants(
    name(Report),
    derive(
        PartialOrd,
        Ord,
        Hash,
        Serialize,
        Deserialize,
        Display,
        EnumCount,
        VariantArray
    ),
    doc = "One of the five reports, in the order in which a poll reads them."
)]
pub enum Facts {
    /// Abandoned calls by skill and wait (`skill_9`).
    #[strum_discriminants(strum(to_string = "abandonment"))]
    Abandonment(Abandonment),
    /// Calls and service level by channel (`skill_11`).
    #[strum_discriminants(strum(to_string = "service level"))]
    ServiceLevel(ServiceLevel),
    /// Smart hold by skill (`diagram_2`).
    #[strum_discriminants(strum(to_string = "smart hold"))]
    SmartHold(SmartHold),
    /// Calls, minutes and cost by length of call (`cdr_4`).
    #[strum_discriminants(strum(to_string = "call durations"))]
    Durations(Durations),
    /// Hold and mute by agent (`agent_9`).
    #[strum_discriminants(strum(to_string = "hold and mute"))]
    Holds(Holds),
}

impl Report {
    /// All five, in the order in which a poll reads them.
    pub const ALL: [Self; Self::COUNT] = match Self::VARIANTS.first_chunk() {
        Some(all) => *all,
        None => panic!("each variant counts once"),
    };

    /// Returns the name that the API gives the report.
    pub fn api_name(self) -> &'static str {
        match self {
            Self::Abandonment => "skill_9",
            Self::ServiceLevel => "skill_11",
            Self::SmartHold => "diagram_2",
            Self::Durations => "cdr_4",
            Self::Holds => "agent_9",
        }
    }

    /// The kinds of scope that the report has figures for.
    pub fn scopes(self) -> &'static [ScopeKind] {
        match self {
            Self::Abandonment | Self::SmartHold => &[ScopeKind::Operation, ScopeKind::Skill],
            Self::ServiceLevel => &[ScopeKind::Operation, ScopeKind::Skill, ScopeKind::Channel],
            Self::Durations => &[ScopeKind::Operation],
            Self::Holds => &[ScopeKind::Operation, ScopeKind::Agent],
        }
    }

    /// Returns true where each skill needs a request of its own. The rows of service levels
    /// name no skill; those of the other reports do, or there are none by skill.
    pub fn is_asked_by_skill(self) -> bool {
        match self {
            Self::ServiceLevel => true,
            Self::Abandonment | Self::SmartHold | Self::Durations | Self::Holds => false,
        }
    }
}

/// The figures of one scope in one report, from which metrics are made.
#[derive(Clone, Copy, Debug)]
pub(super) enum ScopeFigures<'facts> {
    Abandonment(AbandonCounts),
    ServiceLevel(&'facts ChannelService),
    SmartHold(SmartHoldStages),
    Durations(&'facts Durations),
    Holds(HoldTimes),
}

impl Facts {
    pub fn report(&self) -> Report {
        self.into()
    }

    /// Merges the facts of several windows into those of one. `None` of none; facts of another
    /// report than the first are left out.
    pub fn merge(parts: Vec<Self>) -> Option<Self> {
        let report = parts.first()?.report();
        if parts.len() == 1 {
            return parts.into_iter().next();
        }
        let parts = parts.into_iter();
        Some(match report {
            Report::Abandonment => Self::Abandonment(Abandonment::merge(
                parts.filter_map(Self::try_as_abandonment),
            )),
            Report::ServiceLevel => Self::ServiceLevel(ServiceLevel::merge(
                parts.filter_map(Self::try_as_service_level),
            )),
            Report::SmartHold => {
                Self::SmartHold(SmartHold::merge(parts.filter_map(Self::try_as_smart_hold)))
            }
            Report::Durations => {
                Self::Durations(Durations::merge(parts.filter_map(Self::try_as_durations)))
            }
            Report::Holds => Self::Holds(Holds::merge(parts.filter_map(Self::try_as_holds))),
        })
    }

    /// Returns the figures of a scope; `None` where the report has none for it. A service
    /// level has no column for the skill: its rows are of the skill that was asked for.
    pub(super) fn figures(&self, scope: &Scope) -> Option<ScopeFigures<'_>> {
        Some(match self {
            Self::Abandonment(report) => ScopeFigures::Abandonment(report.counts(scope)?),
            Self::ServiceLevel(report) => ScopeFigures::ServiceLevel(report.row(scope)?),
            Self::SmartHold(report) => ScopeFigures::SmartHold(match scope {
                Scope::Operation => report.stages(),
                Scope::Skill(skill) => report.stages_of(*skill)?,
                Scope::Channel(_) | Scope::Agent(_) => return None,
            }),
            Self::Durations(report) => match scope {
                Scope::Operation => ScopeFigures::Durations(report),
                Scope::Skill(_) | Scope::Channel(_) | Scope::Agent(_) => return None,
            },
            Self::Holds(report) => ScopeFigures::Holds(match scope {
                Scope::Operation => report.team(),
                Scope::Agent(agent) => report.times_of(agent)?,
                Scope::Skill(_) | Scope::Channel(_) => return None,
            }),
        })
    }

    /// Returns the rows that name a skill or an agent, in the order of the report.
    pub(super) fn named_rows(&self) -> Vec<(Scope, ScopeFigures<'static>)> {
        match self {
            Self::Abandonment(Abandonment { skills, .. }) => {
                let rows = skills
                    .iter()
                    .filter_map(|row| Some((row.skill?, row.counts())));
                rows.map(|(skill, counts)| (skill.into(), ScopeFigures::Abandonment(counts)))
                    .collect()
            }
            Self::SmartHold(SmartHold { skills }) => {
                let rows = skills.iter();
                rows.map(|row| (row.skill.into(), ScopeFigures::SmartHold(row.stages())))
                    .collect()
            }
            Self::Holds(Holds { agents, .. }) => {
                let rows = agents.iter();
                rows.map(|row| (row.agent.clone().into(), ScopeFigures::Holds(row.times())))
                    .collect()
            }
            Self::ServiceLevel(_) | Self::Durations(_) => Vec::new(),
        }
    }
}

impl ScopeFigures<'_> {
    /// Adds the figures of another row of the same owner. Reports without named rows have one
    /// row a scope, so that the first stands.
    pub(super) fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Abandonment(one), Self::Abandonment(other)) => {
                Self::Abandonment(one.plus(other))
            }
            (Self::SmartHold(one), Self::SmartHold(other)) => Self::SmartHold(one.plus(other)),
            (Self::Holds(one), Self::Holds(other)) => Self::Holds(one.plus(other)),
            (
                one @ (Self::Abandonment(_)
                | Self::ServiceLevel(_)
                | Self::SmartHold(_)
                | Self::Durations(_)
                | Self::Holds(_)),
                _,
            ) => one,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::metrics::{
        AgentName, SkillId,
        facts::{AgentHolds, LengthCalls, SecondsRange, SkillAbandons, SkillSmartHold, WaitCalls},
    };

    fn abandons(skill: u64, calls: u64, waits: &[(SecondsRange, u64)]) -> SkillAbandons {
        SkillAbandons {
            skill: Some(SkillId(skill)),
            name: Some(format!("name {calls}")),
            abandoned: Some(calls),
            by_wait: waits
                .iter()
                .map(|(wait, calls)| WaitCalls {
                    wait: wait.clone(),
                    calls: Some(*calls),
                })
                .collect(),
        }
    }

    fn abandonment(skills: Vec<SkillAbandons>, all: Option<SkillAbandons>) -> Facts {
        Facts::Abandonment(Abandonment { skills, all })
    }

    #[test]
    fn a_skill_without_a_row_adds_nothing_and_a_range_that_a_row_misses_is_unknown() {
        let (short, long) = (SecondsRange::Between(0, 10), SecondsRange::AtLeast(51));
        let first = abandons(1, 5, &[(short.clone(), 2), (long.clone(), 3)]);
        let second = abandons(1, 7, &[(short, 7)]);
        let merged = Facts::merge(vec![
            abandonment(vec![first.clone()], Some(first)),
            abandonment(vec![abandons(2, 9, &[]), second], None),
        ]);
        let Some(Facts::Abandonment(report)) = merged else {
            panic!("{merged:?}");
        };
        let calls: Vec<_> = report.skills.iter().map(|row| row.abandoned).collect();
        assert_eq!(calls, [Some(12), Some(9)]);
        assert_eq!(
            report.skills[0].name.as_deref(),
            Some("name 7"),
            "the latest"
        );
        let waits: Vec<_> = report.skills[0]
            .by_wait
            .iter()
            .map(|row| row.calls)
            .collect();
        assert_eq!(waits, [Some(9), None]);
        assert_eq!(report.all, None, "one window does not tell the whole");
    }

    #[test]
    fn shares_of_lengths_are_made_anew_from_the_calls() {
        let row = |length: SecondsRange, calls| LengthCalls {
            length,
            calls: Some(calls),
            minutes: Some(1.5),
            cost: None,
            share: Some(50.0),
        };
        let report = |short, long| {
            Facts::Durations(Durations {
                lengths: vec![
                    row(SecondsRange::Between(0, 5), short),
                    row(SecondsRange::AtLeast(121), long),
                ],
                total: Some(row(SecondsRange::Other("TOTAL".to_owned()), short + long)),
            })
        };
        let Some(Facts::Durations(report)) = Facts::merge(vec![report(1, 1), report(2, 6)]) else {
            panic!("another report");
        };
        let shares: Vec<_> = report.lengths.iter().map(|row| row.share).collect();
        assert_eq!(shares, [Some(30.0), Some(70.0)]);
        assert_eq!(report.lengths[0].minutes, Some(3.0));
        assert_eq!(report.lengths[0].cost, None);
        assert_eq!(report.total.and_then(|row| row.calls), Some(10));
    }

    #[test]
    fn times_add_up_by_agent_and_a_gain_without_weight_is_not_added() {
        let holds = |seconds| {
            Facts::Holds(Holds {
                agents: vec![AgentHolds {
                    agent: AgentName::new("ANA"),
                    uses: Some(1),
                    hold: Some(Duration::from_secs(seconds)),
                    mute: None,
                    total: Some(Duration::from_secs(seconds)),
                }],
                total: None,
            })
        };
        let Some(Facts::Holds(report)) = Facts::merge(vec![holds(40), holds(20)]) else {
            panic!("another report");
        };
        assert_eq!(report.agents[0].hold, Some(Duration::from_secs(60)));
        assert_eq!(
            (report.agents[0].uses, report.agents[0].mute),
            (Some(2), None)
        );

        let gain = |skills: &[u64]| {
            let row = |skill: &u64| SkillSmartHold {
                skill: SkillId(*skill),
                treated: Some(3),
                declined: None,
                accepted: None,
                failed: None,
                reached: None,
                service_level_up: Some(4.25),
            };
            Facts::SmartHold(SmartHold {
                skills: skills.iter().map(row).collect(),
            })
        };
        let Some(Facts::SmartHold(report)) = Facts::merge(vec![gain(&[1, 2]), gain(&[1])]) else {
            panic!("another report");
        };
        let gains: Vec<_> = report
            .skills
            .iter()
            .map(|row| row.service_level_up)
            .collect();
        assert_eq!(gains, [None, Some(4.25)]);
        assert_eq!(report.skills[0].treated, Some(6));
    }

    #[test]
    fn nothing_merges_to_nothing() {
        assert_eq!(Facts::merge(Vec::new()), None);
    }
}
