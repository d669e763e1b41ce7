//! The scopes that a rule looks at.

use crate::metrics::{AgentName, Channel, Metric, Scope, ScopeKind, SkillId};

/// The scopes that a rule looks at (`of:`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeSelection {
    /// The whole operation.
    Operation,
    /// Every skill that the operation has.
    EverySkill,
    Skills(Vec<SkillId>),
    /// The channels named, over the whole operation.
    Channels(Vec<Channel>),
    /// Every agent that the report names.
    EveryAgent,
    Agents(Vec<AgentName>),
    /// All agents together.
    Team,
}

impl ScopeSelection {
    /// Returns its scopes in an operation that has these skills and agents.
    pub fn scopes(&self, skills: &[SkillId], agents: &[AgentName]) -> Vec<Scope> {
        match self {
            Self::Operation | Self::Team => vec![Scope::Operation],
            Self::EverySkill => skills.iter().copied().map(Scope::Skill).collect(),
            Self::Skills(named) => named.iter().copied().map(Scope::Skill).collect(),
            Self::Channels(named) => named.iter().cloned().map(Scope::Channel).collect(),
            Self::EveryAgent => agents.iter().cloned().map(Scope::Agent).collect(),
            Self::Agents(named) => named.iter().cloned().map(Scope::Agent).collect(),
        }
    }

    pub fn kind(&self) -> ScopeKind {
        match self {
            Self::Operation | Self::Team => ScopeKind::Operation,
            Self::EverySkill | Self::Skills(_) => ScopeKind::Skill,
            Self::Channels(_) => ScopeKind::Channel,
            Self::EveryAgent | Self::Agents(_) => ScopeKind::Agent,
        }
    }

    /// Returns true where the metric has figures for it. A team has only what its agents have.
    pub fn suits(&self, metric: Metric) -> bool {
        let kind = if *self == Self::Team {
            ScopeKind::Agent
        } else {
            self.kind()
        };
        metric.scopes().contains(&kind)
    }

    /// Returns true where this scope is one of its own, whatever skills and agents there are.
    pub fn covers(&self, scope: &Scope) -> bool {
        match self {
            Self::Operation | Self::Team => *scope == Scope::Operation,
            Self::EverySkill => scope.kind() == ScopeKind::Skill,
            Self::EveryAgent => scope.kind() == ScopeKind::Agent,
            Self::Skills(_) | Self::Channels(_) | Self::Agents(_) => {
                self.scopes(&[], &[]).contains(scope)
            }
        }
    }
}
